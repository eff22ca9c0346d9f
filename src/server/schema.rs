//! The schema, brought up to date by whichever instance gets there first (F-12).
//!
//! Instances that start together take turns by *trying* for a lock: waiting inside `pg_advisory_lock` would hold a snapshot, and a
//! migration that builds an index concurrently would wait for it for ever. Each migration is one transaction, so one that was
//! killed has not happened. A schema that is newer than this binary is fine: migrations expand first and contract a release later.

use std::sync::LazyLock;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection, Executor, Row};

/// The oldest PostgreSQL the schema works on.
const OLDEST: i32 = 150_000;

/// The number names our lock among the advisory locks of a database: "einlass" in ASCII.
const TRY_LOCK: &str = "select pg_try_advisory_lock(28544895633421171)";

static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    let mut migrations = sqlx::migrate!("./migrations");
    migrations.set_ignore_missing(true).set_locking(false);
    migrations
});

/// Why the schema is not up to date. Each text is the one sentence the operator reads.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// Nobody answers.
    #[error("the database does not answer ({0}); check DATABASE_URL and that PostgreSQL runs")]
    Unreachable(sqlx::Error),
    /// An old server.
    #[error("PostgreSQL {major} is too old; version 15 or newer is needed", major = .0 / 10_000)]
    TooOld(i32),
    /// A migration was edited after it ran, or failed.
    #[error("the schema could not be brought up to date: {0}")]
    Migrate(#[from] MigrateError),
}

/// Applies what is missing, as the schema's owner.
pub async fn bring_up_to_date(owner: &PgConnectOptions) -> Result<(), SchemaError> {
    let mut conn = PgConnection::connect_with(owner).await.map_err(SchemaError::Unreachable)?;
    let version = version(&mut conn).await.map_err(SchemaError::Unreachable)?;
    if version < OLDEST {
        return Err(SchemaError::TooOld(version));
    }
    while !try_lock(&mut conn).await.map_err(SchemaError::Unreachable)? {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // The lock belongs to the session and ends with it, however this goes.
    MIGRATIONS.run(&mut conn).await?;
    conn.close().await.map_err(SchemaError::Unreachable)
}

async fn version(conn: &mut PgConnection) -> Result<i32, sqlx::Error> {
    let row = conn.fetch_one("select current_setting('server_version_num')::int").await?;
    row.try_get(0)
}

async fn try_lock(conn: &mut PgConnection) -> Result<bool, sqlx::Error> {
    conn.fetch_one(TRY_LOCK).await?.try_get(0)
}
