//! The product itself: the release binary as its operators run it, on the database under test.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::Trouble;

/// An installation and its serving process; ended when dropped.
pub struct Server {
    /// `127.0.0.1:PORT`.
    pub address: String,
    /// Process id.
    pub pid: u32,
    folder: tempfile::TempDir,
    settings: Vec<(&'static str, String)>,
    child: Child,
}

impl Server {
    /// Starts the binary and waits until it is ready.
    pub async fn start(database_url: &str, smtp: &str, log: &Path) -> Result<Self, Trouble> {
        let folder = tempfile::tempdir()?;
        let key = folder.path().join("key");
        std::fs::write(&key, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n")?;
        std::fs::set_permissions(&key, PermissionsExt::from_mode(0o400))?;
        let address = format!("127.0.0.1:{}", TcpListener::bind("127.0.0.1:0")?.local_addr()?.port());
        let settings = vec![
            ("DATABASE_URL", database_url.to_owned()),
            ("EINLASS_KEY_FILE", key.to_string_lossy().into_owned()),
            ("EINLASS_LISTEN", address.clone()),
            ("EINLASS_SMTP_URL", format!("smtp://{smtp}")),
            ("EINLASS_SCIM_RATE", "off".to_owned()),
            ("EINLASS_SCIM_BAD_TOKEN_RATE", "1000000".to_owned()),
            // Sign-ins of this bench come from many networks, as a proxy would say.
            ("EINLASS_TRUSTED_PROXIES", "127.0.0.1/32".to_owned()),
        ];
        let log = std::fs::File::create(log)?;
        let child = command(folder.path(), &settings, &["serve"])
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        let mut server = Self { address, pid: child.id(), folder, settings, child };
        for _ in 0..600 {
            if server.child.try_wait()?.is_some() {
                return Err("the server ended; target/bench-server.log says why".into());
            }
            if reqwest::get(format!("http://{}/readyz", server.address)).await.is_ok_and(|a| a.status().is_success()) {
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err("the server did not become ready in a minute".into())
    }

    /// Runs a command of the product and reads its JSON.
    pub fn cli(&self, arguments: &[&str]) -> Result<Value, Trouble> {
        let output = command(self.folder.path(), &self.settings, &[arguments, &["--json"]].concat())
            .stdin(Stdio::null())
            .output()?;
        if !output.status.success() {
            return Err(format!("einlass {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr)).into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    /// Lets it run only when it is its turn: what is not measured must not take part.
    pub fn pause(&self) -> Result<(), Trouble> {
        self.signal(Signal::STOP)
    }

    /// The opposite of [`Server::pause`].
    pub fn resume(&self) -> Result<(), Trouble> {
        self.signal(Signal::CONT)
    }

    fn signal(&self, signal: Signal) -> Result<(), Trouble> {
        let pid = i32::try_from(self.pid).ok().and_then(Pid::from_raw).ok_or("no process")?;
        Ok(kill_process(pid, signal)?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.resume();
        let _ = self.signal(Signal::TERM);
        for _ in 0..150 {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(folder: &Path, settings: &[(&'static str, String)], arguments: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.args(arguments).current_dir(folder).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.envs(settings.iter().map(|(name, value)| (*name, value)));
    command
}

/// The release build that cargo made with this bench, or another one to compare it with.
pub fn binary() -> PathBuf {
    std::env::var_os("EINLASS_BIN").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_einlass")), PathBuf::from)
}
