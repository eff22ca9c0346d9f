//! Programs of `end2end/support` that tests start: identity providers on loopback.

use std::path::PathBuf;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// A running program; it ends with its standard input, so with the test.
pub struct Program {
    _child: Child,
    /// What it said once it was ready.
    pub ready: String,
}

/// Starts a script for Node and waits for its line `ready …`.
pub async fn start(script: &str) -> Program {
    start_by("node".into(), script).await
}

/// The same for Python, in the environment that `scripts/setup.sh test` makes.
pub async fn start_python(script: &str) -> Program {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let tools = set("EINLASS_TOOLS").unwrap_or_else(|| {
        let cache = set("XDG_CACHE_HOME").unwrap_or_else(|| set("HOME").unwrap_or_default().join(".cache"));
        cache.join("einlass/tools")
    });
    start_by(tools.join("python/bin/python"), script).await
}

async fn start_by(interpreter: PathBuf, script: &str) -> Program {
    let path = format!("{}/end2end/support/{script}", env!("CARGO_MANIFEST_DIR"));
    let mut child = Command::new(interpreter)
        .arg(&path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("it starts; scripts/setup.sh test installs what it needs");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let ready = loop {
        let line =
            lines.next_line().await.expect("reads").unwrap_or_else(|| panic!("{script} ended before it was ready"));
        if let Some(said) = line.strip_prefix("ready ") {
            break said.to_owned();
        }
    };
    Program { _child: child, ready }
}
