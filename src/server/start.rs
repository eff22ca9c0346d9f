//! From settings to a migrated database and the domain on top of it.

use std::str::FromStr;

use secrecy::ExposeSecret;
use sqlx::postgres::PgConnectOptions;

use super::config::{Config, Database, KeyFileError, TokenSelfService};
pub use super::embedded_postgres::Tenure;
use super::embedded_postgres::{Cluster, ClusterError};
use super::schema::{self, SchemaError};
use crate::domain::db::{Db, OpenError, Policy};
use crate::domain::sealing::Sealer;
use crate::model::SignInMethod;

/// Why the program did not start or a command did nothing. Each text is the one sentence the operator reads.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The private cluster.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// `DATABASE_URL` is no address.
    #[error("DATABASE_URL is no PostgreSQL address: {0}")]
    BadUrl(sqlx::Error),
    /// The schema.
    #[error(transparent)]
    Schema(#[from] SchemaError),
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

/// Starts or finds the database and brings its schema up to date. Any number of instances may do so at once.
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
    match schema::bring_up_to_date(&owner).await {
        Ok(()) => Ok(started),
        Err(error) => {
            started.stop().await;
            Err(error.into())
        }
    }
}

/// The domain with its keys and policy, on a pool of at most `connections`.
pub async fn domain(started: &Started, config: &Config, connections: u32) -> Result<Db, StartError> {
    domain_at(started, config, connections, time::Duration::ZERO).await
}

/// [`domain`] with a clock behind (or ahead of) the database's, for the demo's past.
pub async fn domain_at(
    started: &Started,
    config: &Config,
    connections: u32,
    offset: time::Duration,
) -> Result<Db, StartError> {
    let key =
        config.key_file.as_ref().ok_or_else(|| StartError::Refused("EINLASS_KEY_FILE is missing".into()))?.read()?;
    let shared = [
        (SignInMethod::Google, config.google.is_some()),
        (SignInMethod::Microsoft, config.microsoft.is_some()),
        (SignInMethod::Saml, config.saml),
    ];
    let mut policy =
        Policy { token_self_service: config.token_self_service == TokenSelfService::Rotate, ..Policy::default() };
    policy.offered.extend(shared.into_iter().filter_map(|(method, there)| there.then_some(method)));
    let sealer = Sealer::new(key.expose_secret());
    Ok(Db::open_at(started.options.clone(), connections, sealer, policy, offset).await?)
}
