//! The database under test: a cluster of its own that keeps what it acknowledges, seen by its superuser.

use std::path::PathBuf;
use std::str::FromStr;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, Connection, Executor, Row};

use super::Trouble;

/// One database of the cluster.
#[derive(Debug, Clone)]
pub struct Database {
    /// As the superuser.
    pub url: String,
    /// Process id of the postmaster.
    pub postmaster: u32,
    /// Where the server logs as JSON.
    pub log_folder: PathBuf,
    /// Version, for the report.
    pub version: String,
    /// Where the data lies.
    pub folder: PathBuf,
}

impl Database {
    /// A new, empty database in the cluster of `EINLASS_TEST_DATABASE_URL`, which must be durable.
    pub async fn create(name: &str) -> Result<Self, Trouble> {
        let cluster = std::env::var("EINLASS_TEST_DATABASE_URL")
            .map_err(|_| Trouble::from("EINLASS_TEST_DATABASE_URL names no cluster; run `make bench`"))?;
        let mut conn = PgConnection::connect_with(&PgConnectOptions::from_str(&cluster)?).await?;
        for (setting, needed) in [("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on")] {
            let found = show(&mut conn, setting).await?;
            if found != needed {
                return Err(format!("{setting} is {found}: figures of a forgetful database mean nothing").into());
            }
        }
        if !show(&mut conn, "log_destination").await?.contains("jsonlog") {
            return Err("the cluster writes no jsonlog, from which the statements are read; run `make bench`".into());
        }
        conn.execute(AssertSqlSafe(format!("drop database if exists {name} with (force)"))).await?;
        conn.execute(AssertSqlSafe(format!("create database {name}"))).await?;
        let folder = PathBuf::from(show(&mut conn, "data_directory").await?);
        let postmaster = std::fs::read_to_string(folder.join("postmaster.pid"))?;
        let postmaster = postmaster.lines().next().and_then(|l| l.trim().parse().ok()).ok_or("no postmaster.pid")?;
        let log_folder = folder.join(show(&mut conn, "log_directory").await?);
        let version = show(&mut conn, "server_version").await?;
        Ok(Self {
            url: cluster.replacen("/postgres?", &format!("/{name}?"), 1),
            postmaster,
            log_folder,
            version,
            folder,
        })
    }

    /// A connection of its superuser.
    pub async fn connect(&self) -> Result<PgConnection, Trouble> {
        Ok(PgConnection::connect_with(&PgConnectOptions::from_str(&self.url)?).await?)
    }

    /// Runs statements as superuser.
    pub async fn run(&self, sql: &str) -> Result<(), Trouble> {
        let mut conn = self.connect().await?;
        conn.execute(AssertSqlSafe(sql.to_owned())).await?;
        conn.close().await?;
        Ok(())
    }

    /// The same state before each measurement: notes about how many people there are folded, no dead rows, statistics fresh, the log of changes
    /// written back.
    pub async fn settle(&self) -> Result<(), Trouble> {
        // What a chore of the server does sooner or later.
        self.run(
            "with folded as (delete from people_counts returning account_id, connection_id, method, people, with_access, seats, reserved)
             insert into people_counts (account_id, connection_id, method, people, with_access, seats, reserved)
             select account_id, connection_id, method, sum(people), sum(with_access), sum(seats), sum(reserved) from folded
             group by account_id, connection_id, method",
        )
        .await?;
        // Each alone: VACUUM refuses to run in the transaction that a list of statements would be.
        self.run("vacuum (analyze)").await?;
        self.run("checkpoint").await
    }

    /// The time of the database, as text for a later [`Database::forget_since`].
    pub async fn now(&self) -> Result<String, Trouble> {
        Ok(self.connect().await?.fetch_one("select clock_timestamp()::text").await?.get(0))
    }

    /// Takes away whatever an account got since then.
    pub async fn forget_since(&self, account: &str, since: &str) -> Result<(), Trouble> {
        let mut conn = self.connect().await?;
        let logs = conn
            .fetch_all(
                "select table_name::text from information_schema.columns a where table_schema = 'public' and column_name = 'at'
                 and exists (select from information_schema.columns b where b.table_schema = 'public'
                             and b.table_name = a.table_name and b.column_name = 'account_id')",
            )
            .await?;
        let made = ["users", "invitations", "outbox"].map(|table| (table.to_owned(), "created_at"));
        let sql: Vec<_> = made
            .into_iter()
            .chain(logs.into_iter().map(|log| (log.get(0), "at")))
            .map(|(table, at)| format!("delete from {table} where account_id = '{account}' and {at} > '{since}'"))
            .collect();
        self.run(&sql.join(";")).await
    }
}

async fn show(conn: &mut PgConnection, setting: &str) -> Result<String, Trouble> {
    let row = sqlx::query("select current_setting($1)").bind(setting).fetch_one(conn).await?;
    Ok(row.get(0))
}
