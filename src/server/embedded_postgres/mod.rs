//! A private PostgreSQL cluster in the data folder, for installations that have no database server.
//!
//! Invariants: it listens on a unix socket only, in a folder that no other user may enter; one process at a time owns
//! it (started it, restarts it after a crash, stops it when it ends), others on the same data folder are its guests;
//! as root it runs as the user `postgres`, because PostgreSQL refuses to run as root.

mod install;
mod lease;
mod place;
mod process;

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use sqlx::{Connection, Executor};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use lease::Lease;
pub use lease::Tenure;
use place::Place;
use process::Launch;

/// The name of our database in the cluster.
const DATABASE: &str = "einlass";

/// Why there is no cluster. Each text is the one sentence the operator reads.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// No PostgreSQL on this machine.
    #[error("PostgreSQL {oldest} or newer is not installed here; install it (Debian: apt-get install postgresql) or name a server with DATABASE_URL", oldest = install::OLDEST)]
    NotInstalled,
    /// Only versions that are too old.
    #[error("PostgreSQL {0} is too old; install version {oldest} or newer, or name a server with DATABASE_URL", oldest = install::OLDEST)]
    TooOld(u32),
    /// The cluster was made by a version that is not there any more.
    #[error("the cluster in {path} was made by PostgreSQL {major}, which is not installed here; install it, or upgrade the cluster with pg_upgrade", path = .0.display(), major = .1)]
    OtherVersion(PathBuf, u32),
    /// Started as root without anybody to drop to.
    #[error(
        "PostgreSQL does not run as root and there is no user `postgres` to run it; create the user, start einlass as another user, or name a server with DATABASE_URL"
    )]
    NoUser,
    /// The folder with the cluster was moved out of reach.
    #[error("the user `postgres` cannot reach the cluster in {path}; let others pass through the folders above it (chmod o+x)", path = .0.display())]
    OutOfReach(PathBuf),
    /// Somebody else holds the name of our socket folder.
    #[error("{path} must be a folder of user {uid} with mode 0700; remove it", path = .0.display(), uid = .1)]
    SquattedSocket(PathBuf, u32),
    /// Another server runs on the data folder.
    #[error("another einlass server is using {path}; stop it, or choose another folder with EINLASS_DATA_DIR", path = .0.display())]
    InUse(PathBuf),
    /// A folder or file cannot be used.
    #[error("{path}: {cause}", path = .0.display(), cause = .1)]
    Io(PathBuf, io::Error),
    /// `initdb`, `postgres` or `pg_ctl` failed.
    #[error("{program} failed: {said} (see {log})", log = .log.display())]
    Program {
        /// Which.
        program: &'static str,
        /// Its last line.
        said: String,
        /// Where it said more.
        log: PathBuf,
    },
    /// It runs, but does not do what we ask.
    #[error("the private PostgreSQL does not answer: {0}")]
    Sql(#[from] sqlx::Error),
}

/// A running cluster. Whoever owns it must [`stop`](Cluster::stop) it.
#[derive(Debug)]
pub struct Cluster {
    options: PgConnectOptions,
    lease: Lease,
    supervisor: Option<(JoinHandle<()>, CancellationToken)>,
    notice: Option<String>,
}

impl Cluster {
    /// Starts the cluster in the data folder, or joins the process that runs it already.
    pub async fn open(data_dir: &Path, tenure: Tenure) -> Result<Self, ClusterError> {
        place::make_data_dir(data_dir)?;
        let data_dir = data_dir.canonicalize().map_err(|error| ClusterError::Io(data_dir.to_owned(), error))?;
        let place = Place::of(&data_dir)?;
        let (options, notice) = (options(&place.socket), place.notice.clone());
        let answers = async || PgConnection::connect_with(&options).await.is_ok();
        let lease = lease::take(&data_dir, tenure, answers).await?;
        let supervisor = match lease {
            Lease::Guest { .. } => None,
            Lease::Owner { .. } => Some(start(Launch::new(&data_dir, place)?, &options).await?),
        };
        Ok(Self { options, lease, supervisor, notice })
    }

    /// How to connect, as the cluster's superuser and the schema's owner.
    pub fn options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    /// Something the operator should know, e.g. that the cluster lies elsewhere.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// Stops the cluster once its guests are gone; as a guest, leaves it running.
    pub async fn stop(self) {
        if let Some((supervisor, stop)) = self.supervisor {
            self.lease.wait_for_guests(Duration::from_secs(10)).await;
            stop.cancel();
            let _ = supervisor.await;
        }
        drop(self.lease);
    }
}

/// Starts the process, waits until it answers, makes our database, and leaves a supervisor behind.
async fn start(
    launch: Launch,
    options: &PgConnectOptions,
) -> Result<(JoinHandle<()>, CancellationToken), ClusterError> {
    launch.stop_leftover().await?;
    launch.initialise().await?;
    let mut child = launch.spawn()?;
    if let Err(error) = prepare(&launch, &mut child, options).await {
        process::stop(&mut child).await;
        return Err(error);
    }
    let stop = CancellationToken::new();
    Ok((tokio::spawn(process::supervise(launch, child, stop.clone())), stop))
}

async fn prepare(
    launch: &Launch,
    child: &mut tokio::process::Child,
    options: &PgConnectOptions,
) -> Result<(), ClusterError> {
    let mut maintenance = launch.wait_until_ready(child, &options.clone().database("postgres")).await?;
    let exists: Option<i32> = sqlx::query_scalar("select 1 from pg_database where datname = $1")
        .bind(DATABASE)
        .fetch_optional(&mut maintenance)
        .await?;
    if exists.is_none() {
        maintenance.execute("create database einlass").await?;
    }
    maintenance.close().await?;
    Ok(())
}

/// Says everything itself, so that no `PG…` variable leads elsewhere.
fn options(socket: &Path) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(socket)
        .port(process::PORT)
        .username("postgres")
        .database(DATABASE)
        .ssl_mode(PgSslMode::Disable)
}
