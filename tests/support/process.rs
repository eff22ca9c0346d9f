//! The finished binary as its operators run it: a process with settings in its environment and nothing else.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{ExitStatus, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

/// What a test waits for before it calls something hung; generous, because machines of a test run are busy.
pub const HUNG: Duration = Duration::from_secs(120);

/// A folder to run in, with the settings of one installation.
pub struct Installation {
    pub folder: TempDir,
    settings: Vec<(String, String)>,
}

/// A serving process; killed when the test forgets it.
pub struct Instance {
    /// `http://127.0.0.1:PORT`
    pub origin: String,
    child: Child,
    log: JoinHandle<String>,
}

impl Installation {
    /// With a private cluster, on a port the system chooses.
    pub fn private() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        // As root the cluster runs as `postgres`, who must pass through.
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o711)).expect("opened");
        Self { folder, settings: Vec::new() }.with("EINLASS_LISTEN", "127.0.0.1:0")
    }

    /// On a database of the test cluster.
    pub fn on(database: &str) -> Self {
        let here = Self::private();
        let url =
            std::env::var("EINLASS_TEST_DATABASE_URL").expect("EINLASS_TEST_DATABASE_URL names a PostgreSQL for tests");
        let url = url.replacen("/postgres?", &format!("/{database}?"), 1);
        let key = here.folder.path().join("key");
        std::fs::write(&key, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n").expect("a key");
        std::fs::set_permissions(&key, PermissionsExt::from_mode(0o400)).expect("private");
        let key = key.to_string_lossy().into_owned();
        here.with("DATABASE_URL", &url).with("EINLASS_KEY_FILE", &key)
    }

    pub fn with(mut self, setting: &str, value: &str) -> Self {
        self.settings.push((setting.to_owned(), value.to_owned()));
        self
    }

    pub fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_einlass"));
        command.args(arguments).current_dir(self.folder.path()).env_clear().kill_on_drop(true).stdin(Stdio::null());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a command to its end.
    pub async fn run(&self, arguments: &[&str]) -> Output {
        let ended = tokio::time::timeout(HUNG, self.command(arguments).output()).await;
        ended.unwrap_or_else(|_| panic!("{arguments:?} hung")).expect("the binary runs")
    }

    /// Runs a command that must succeed, and reads its JSON.
    pub async fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat()).await;
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// Starts a server and waits until it listens.
    pub async fn serve(&self) -> Instance {
        let mut child =
            self.command(&["serve"]).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the binary runs");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let mut log = String::new();
        let origin = tokio::time::timeout(HUNG, async {
            while let Some(line) = lines.next_line().await.expect("the log is text") {
                log.push_str(&line);
                log.push('\n');
                if let Some(rest) = line.strip_prefix("einlass serves ") {
                    let address = rest.split_once("listening on ").expect("an address").1.trim_end_matches(')');
                    return Some(format!("http://{address}"));
                }
            }
            None
        })
        .await
        .expect("the server starts in time");
        let origin = origin.unwrap_or_else(|| panic!("the server did not start: {log}"));
        let log = tokio::spawn(async move {
            let mut rest = String::new();
            let _ = lines.into_inner().read_to_string(&mut rest).await;
            log + &rest
        });
        Instance { origin, child, log }
    }
}

impl Instance {
    /// Sends a signal: 15 asks, 9 does not.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = self.child.id().and_then(|pid| i32::try_from(pid).ok()).and_then(rustix::process::Pid::from_raw);
        rustix::process::kill_process(pid.expect("it runs"), signal).expect("signalled");
    }

    /// Waits for the end; answers how it ended and everything it logged.
    pub async fn ended(mut self) -> (ExitStatus, String) {
        let status = tokio::time::timeout(HUNG, self.child.wait()).await.expect("it ends in time").expect("it ran");
        (status, self.log.await.expect("the log"))
    }

    /// Asks it to stop, and waits.
    pub async fn stop(self) -> String {
        self.signal(rustix::process::Signal::TERM);
        let (status, log) = self.ended().await;
        assert!(status.success(), "{log}");
        log
    }

    /// Ends it without a word.
    pub async fn kill(self) {
        self.signal(rustix::process::Signal::KILL);
        self.ended().await;
    }

    pub async fn get(&self, path: &str) -> reqwest::Response {
        reqwest::get(format!("{}{path}", self.origin)).await.expect("an answer")
    }

    /// Asks `/readyz` until it says yes.
    pub async fn becomes_ready(&self) {
        let asked = tokio::time::timeout(HUNG, async {
            while !self.get("/readyz").await.status().is_success() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
        asked.await.expect("it becomes ready");
    }
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub fn mode(path: &Path) -> u32 {
    std::fs::symlink_metadata(path).expect("it is there").permissions().mode() & 0o777
}
