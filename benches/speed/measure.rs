//! One measurement: a load generator in a process of its own, and what server and database used meanwhile.

use std::process::Stdio;

use serde::Serialize;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};

use super::Trouble;
use super::cluster::Database;
use super::load::{Order, Yield};
use super::machine::{cpu_of, cpu_of_family};

/// What one side of the comparison did.
#[derive(Debug, Clone, Serialize)]
pub struct Measured {
    /// Requests and their times.
    pub load: Yield,
    /// Requests per second.
    pub rate: f64,
    /// CPU of the process that answers, per request in µs.
    pub server_cpu: f64,
    /// CPU of all of `PostgreSQL`, per request in µs.
    pub database_cpu: f64,
}

impl Measured {
    /// Several turns of the same as one: of each figure the one in the middle, of errors all.
    pub fn middle(turns: &[Self]) -> Self {
        let of = |figure: fn(&Self) -> f64| middle(turns.iter().map(figure));
        let sum = |count: fn(&Yield) -> u64| turns.iter().map(|turn| count(&turn.load)).sum();
        Self {
            load: Yield {
                answered: sum(|load| load.answered),
                seconds: turns.iter().map(|turn| turn.load.seconds).sum(),
                p50: of(|turn| turn.load.p50),
                p99: of(|turn| turn.load.p99),
                slowest: turns.iter().map(|turn| turn.load.slowest).fold(0.0, f64::max),
                bytes: of(|turn| turn.load.bytes),
                refused: sum(|load| load.refused),
                failed: sum(|load| load.failed),
                first_trouble: turns.iter().find_map(|turn| turn.load.first_trouble.clone()),
                own_cpu: turns.iter().map(|turn| turn.load.own_cpu).sum(),
            },
            rate: of(|turn| turn.rate),
            server_cpu: of(|turn| turn.server_cpu),
            database_cpu: of(|turn| turn.database_cpu),
        }
    }

    /// CPU of server and database together, per request in µs.
    pub fn cpu(&self) -> f64 {
        self.server_cpu + self.database_cpu
    }
}

/// The value in the middle, of an odd number of them.
pub fn middle(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Sends load to the process `pid`.
pub async fn measure(order: &Order, pid: u32, db: &Database) -> Result<Measured, Trouble> {
    let mut child = role("load")?;
    let mut input = child.stdin.take().ok_or("no pipe")?;
    input.write_all(serde_json::to_string(order)?.as_bytes()).await?;
    drop(input);
    let mut lines = BufReader::new(child.stdout.take().ok_or("no pipe")?).lines();
    let started = lines.next_line().await?;
    if started.as_deref() != Some("start") {
        return Err("the load generator did not start".into());
    }
    let before = (cpu_of(pid), cpu_of_family(db.postmaster));
    let end = lines.next_line().await?.ok_or("the load generator broke off")?;
    let after = (cpu_of(pid), cpu_of_family(db.postmaster));
    child.wait().await?;
    let load: Yield = serde_json::from_str(&end)?;
    #[expect(clippy::cast_precision_loss, reason = "counts of seconds")]
    let per_request = 1e6 / load.answered.max(1) as f64;
    Ok(Measured {
        rate: load.rate(),
        server_cpu: (after.0 - before.0) * per_request,
        database_cpu: (after.1 - before.1) * per_request,
        load,
    })
}

/// This executable in another role, with pipes; ended when dropped.
pub fn role(name: &str) -> Result<Child, Trouble> {
    let child = Command::new(std::env::current_exe()?)
        .arg(name)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    Ok(child)
}
