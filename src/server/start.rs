//! From settings to a migrated database and the domain on top of it.

use std::str::FromStr;

use secrecy::ExposeSecret;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection, Executor, Row};

use super::config::{Config, Database, KeyFileError, TokenSelfService};
pub use super::embedded_postgres::Tenure;
use super::embedded_postgres::{Cluster, ClusterError};
use crate::domain::db::{Db, OpenError, Policy};
use crate::domain::sealing::Sealer;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// The oldest PostgreSQL the schema works on.
const OLDEST: i32 = 150_000;

/// Why the program did not start or a command did nothing. Each text is the one sentence the operator reads.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The private cluster.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// `DATABASE_URL` names nothing that answers.
    #[error("the database does not answer ({0}); check DATABASE_URL and that PostgreSQL runs")]
    Unreachable(sqlx::Error),
    /// `DATABASE_URL` is no address.
    #[error("DATABASE_URL is no PostgreSQL address: {0}")]
    BadUrl(sqlx::Error),
    /// An old server.
    #[error("PostgreSQL {0} is too old; version 15 or newer is needed")]
    TooOld(String),
    /// The schema could not be brought up to date.
    #[error("the schema could not be brought up to date: {0}")]
    Migrate(MigrateError),
    /// The role of the application.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The sealing key.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// The listener.
    #[error(transparent)]
    Bind(#[from] super::listen::BindError),
    /// Mail cannot leave.
    #[error("EINLASS_SMTP_URL: {0}")]
    Smtp(String),
    /// A file or folder.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A command's refusal.
    #[error("{0}")]
    Refused(String),
}

impl From<crate::domain::fault::Fault> for StartError {
    fn from(fault: crate::domain::fault::Fault) -> Self {
        Self::Refused(fault.to_string())
    }
}

/// A database with the current schema.
#[derive(Debug)]
pub struct Started {
    options: PgConnectOptions,
    cluster: Option<Cluster>,
}

impl Started {
    /// Something the operator should know about the private cluster.
    pub fn notice(&self) -> Option<&str> {
        self.cluster.as_ref().and_then(Cluster::notice)
    }

    /// Stops the private cluster, if this process runs it.
    pub async fn stop(self) {
        if let Some(cluster) = self.cluster {
            cluster.stop().await;
        }
    }
}

/// Starts or finds the database and brings its schema up to date. Any number of instances may do so at once: the migrator takes a lock.
pub async fn database(config: &Config, tenure: Tenure) -> Result<Started, StartError> {
    let (started, owner) = match &config.database {
        Database::Private => {
            let cluster = Cluster::open(&config.data_dir, tenure).await?;
            let options = cluster.options();
            (Started { options: options.clone(), cluster: Some(cluster) }, options)
        }
        Database::Server { url, migration_url } => {
            let options = PgConnectOptions::from_str(url.expose_secret()).map_err(StartError::BadUrl)?;
            let owner = PgConnectOptions::from_str(migration_url.expose_secret()).map_err(StartError::BadUrl)?;
            (Started { options, cluster: None }, owner)
        }
    };
    match migrate(&owner).await {
        Ok(()) => Ok(started),
        Err(error) => {
            started.stop().await;
            Err(error)
        }
    }
}

async fn migrate(owner: &PgConnectOptions) -> Result<(), StartError> {
    let mut conn = PgConnection::connect_with(owner).await.map_err(StartError::Unreachable)?;
    let version = conn.fetch_one("show server_version_num").await.map_err(StartError::Unreachable)?;
    let version: String = version.try_get(0).map_err(StartError::Unreachable)?;
    if version.parse::<i32>().unwrap_or(0) < OLDEST {
        return Err(StartError::TooOld(version));
    }
    MIGRATIONS.run(&mut conn).await.map_err(StartError::Migrate)?;
    conn.close().await.map_err(StartError::Unreachable)
}

/// The domain with its keys and policy, on a pool of at most `connections`.
pub async fn domain(started: &Started, config: &Config, connections: u32) -> Result<Db, StartError> {
    let key =
        config.key_file.as_ref().ok_or_else(|| StartError::Refused("EINLASS_KEY_FILE is missing".into()))?.read()?;
    let policy =
        Policy { token_self_service: config.token_self_service == TokenSelfService::Rotate, ..Policy::default() };
    Ok(Db::open(started.options.clone(), connections, Sealer::new(key.expose_secret()), policy).await?)
}
