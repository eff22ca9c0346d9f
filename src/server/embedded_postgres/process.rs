//! The cluster's processes: `initdb` once, `postgres` for as long as we run, again after a crash.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::ClusterError;
use super::install::Binaries;
use super::place::Place;

/// Names the socket file; nothing listens on a TCP port.
pub const PORT: u16 = 5432;

/// Crash recovery of a small database takes seconds; this is for slow disks.
const READY_WITHIN: Duration = Duration::from_secs(120);

/// Everything that is needed to start the cluster, and to start it again.
#[derive(Debug)]
pub struct Launch {
    binaries: Binaries,
    place: Place,
    log: PathBuf,
}

impl Launch {
    /// Finds the programs for a cluster.
    pub fn new(data_dir: &Path, place: Place) -> Result<Self, ClusterError> {
        Ok(Self { binaries: Binaries::find(&place.data)?, place, log: data_dir.join("postgres.log") })
    }

    /// Stops a server that outlived its owner (killed, power cut): it runs with unknown settings and nobody waits for it.
    pub async fn stop_leftover(&self) -> Result<(), ClusterError> {
        if !self.place.data.join("postmaster.pid").exists() {
            return Ok(());
        }
        let pg_ctl = |verb: &'static str| {
            let mut command = self.command("pg_ctl")?;
            command.arg(verb).arg("-D").arg(&self.place.data);
            Ok::<_, ClusterError>(command)
        };
        if self.run(pg_ctl("status")?, "pg_ctl").await.is_err() {
            return Ok(());
        }
        let mut stop = pg_ctl("stop")?;
        stop.args(["-m", "fast", "-w", "-t", "60"]);
        self.run(stop, "pg_ctl").await
    }

    /// Makes the cluster if there is none. It is made beside its place and moved there, so a half-made one is never used.
    pub async fn initialise(&self) -> Result<(), ClusterError> {
        let data = &self.place.data;
        if data.join("PG_VERSION").exists() {
            return Ok(());
        }
        let failed = |error| ClusterError::Io(data.clone(), error);
        // initdb fills an empty folder of the right owner; a draft of an interrupted start goes first.
        let draft = data.join("draft");
        if draft.exists() {
            std::fs::remove_dir_all(&draft).map_err(failed)?;
        }
        let mut command = self.command("initdb")?;
        command.arg("-D").arg(&draft).args([
            "--username=postgres",
            "--auth-local=trust",
            "--auth-host=reject",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-instructions",
        ]);
        self.run(command, "initdb").await?;
        // PG_VERSION goes last: with it the cluster is complete.
        let mut parts: Vec<_> = std::fs::read_dir(&draft).map_err(failed)?.collect::<Result<_, _>>().map_err(failed)?;
        parts.sort_by_key(|part| part.file_name() == "PG_VERSION");
        for part in parts {
            let target = data.join(part.file_name());
            if target.is_dir() {
                std::fs::remove_dir_all(&target).map_err(failed)?;
            }
            std::fs::rename(part.path(), target).map_err(failed)?;
        }
        std::fs::remove_dir(&draft).map_err(failed)
    }

    /// Starts `postgres` itself, in the foreground of a process group of its own: Ctrl-C is for us, we stop it when we are done.
    pub fn spawn(&self) -> Result<Child, ClusterError> {
        let mut command = self.command("postgres")?;
        command.arg("-D").arg(&self.place.data).process_group(0);
        for setting in [
            "listen_addresses=".to_owned(),
            format!("unix_socket_directories={}", self.place.socket.display()),
            "unix_socket_permissions=0700".to_owned(),
            format!("port={PORT}"),
            "max_connections=100".to_owned(),
            "fsync=on".to_owned(),
            "synchronous_commit=on".to_owned(),
            "timezone=UTC".to_owned(),
            "log_timezone=UTC".to_owned(),
        ] {
            command.arg("-c").arg(setting);
        }
        command.spawn().map_err(|error| ClusterError::Io(self.binaries.program("postgres"), error))
    }

    /// Connects as soon as the server takes connections; fails at once when it exits.
    pub async fn wait_until_ready(
        &self,
        child: &mut Child,
        options: &PgConnectOptions,
    ) -> Result<PgConnection, ClusterError> {
        let deadline = Instant::now() + READY_WITHIN;
        loop {
            let refused = match PgConnection::connect_with(options).await {
                Ok(connection) => return Ok(connection),
                Err(error) => error,
            };
            if matches!(child.try_wait(), Ok(Some(_))) {
                return Err(self.failure("postgres"));
            }
            if Instant::now() >= deadline {
                return Err(ClusterError::Sql(refused));
            }
            sleep(Duration::from_millis(30)).await;
        }
    }

    fn command(&self, program: &str) -> Result<Command, ClusterError> {
        let failed = |error| ClusterError::Io(self.log.clone(), error);
        let log: File = OpenOptions::new().create(true).append(true).mode(0o600).open(&self.log).map_err(failed)?;
        let mut command = Command::new(self.binaries.program(program));
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone().map_err(failed)?)
            .stderr(log)
            .current_dir("/")
            .env("LC_ALL", "C.UTF-8");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        if let Some(user) = self.place.run_as {
            command.uid(user.uid).gid(user.gid);
        }
        Ok(command)
    }

    async fn run(&self, mut command: Command, program: &'static str) -> Result<(), ClusterError> {
        let status = command.status().await.map_err(|error| ClusterError::Io(self.binaries.program(program), error))?;
        if status.success() { Ok(()) } else { Err(self.failure(program)) }
    }

    fn failure(&self, program: &'static str) -> ClusterError {
        ClusterError::Program { program, said: last_line(&self.log).unwrap_or_default(), log: self.log.clone() }
    }
}

/// Restarts the server whenever it ends by itself (a full disk stops it for good, trap 11), and stops it when told.
pub async fn supervise(launch: Launch, mut child: Child, stop_now: CancellationToken) {
    loop {
        let ended = tokio::select! {
            () = stop_now.cancelled() => {
                stop(&mut child).await;
                return;
            }
            ended = child.wait() => ended,
        };
        tracing::error!(?ended, log = %launch.log.display(), "PostgreSQL ended by itself; starting it again");
        // Long enough for the remains of a killed server to leave its shared memory.
        tokio::select! {
            () = stop_now.cancelled() => return,
            () = sleep(Duration::from_millis(500)) => {}
        }
        match launch.spawn() {
            Ok(next) => child = next,
            Err(error) => tracing::error!(%error, "PostgreSQL cannot be started"),
        }
    }
}

/// Stops politely (fast shutdown), then firmly.
pub async fn stop(child: &mut Child) {
    for (signal, patience) in [(Signal::INT, 20), (Signal::QUIT, 10), (Signal::KILL, 10)] {
        let Some(pid) = child.id().and_then(|pid| i32::try_from(pid).ok()).and_then(Pid::from_raw) else { return };
        let _ = kill_process(pid, signal);
        if timeout(Duration::from_secs(patience), child.wait()).await.is_ok() {
            return;
        }
    }
}

/// The last line of a log, without its time stamp's company: what a person wants to see first.
fn last_line(log: &Path) -> Option<String> {
    let mut file = File::open(log).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(4096))).ok()?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    text.lines().rfind(|line| !line.trim().is_empty()).map(|line| line.trim().to_owned())
}
