//! Programs of `end2end/support` that tests start: identity providers on loopback.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// A running program; it ends with its standard input, so with the test.
pub struct Program {
    _child: Child,
    /// What it said once it was ready.
    pub ready: String,
}

/// Starts a script and waits for its line `ready …`.
pub async fn start(script: &str) -> Program {
    let path = format!("{}/end2end/support/{script}", env!("CARGO_MANIFEST_DIR"));
    let mut child = Command::new("node")
        .arg(&path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("node starts; scripts/setup.sh test installs what it needs");
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
