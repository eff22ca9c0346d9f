//! Many at once: accounts that provision at the rate Microsoft Entra ID needs while another one lists everything it has, and
//! connections that say nothing.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::load::Order;
use super::measure::{Measured, measure};
use super::report::Figure;
use super::round::Stage;
use super::work::Work;
use super::{Trouble, machine};

/// Accounts that provision at once.
const ACCOUNTS: u64 = 20;
/// Requests per second of each: what Entra ID asks of a service.
const PACE: f64 = 25.0;
/// How much longer than a turn of an operation this is measured: a minute of the two seconds that are usual.
const LONGER: f64 = 30.0;
/// Connections that are kept alive and idle.
const IDLE: usize = 10_000;

/// Each account creates people in its own connection, in an open loop: the next request is sent when it is due.
pub async fn accounts(stage: &Stage) -> Result<Vec<Figure>, Trouble> {
    let seconds = stage.settings.seconds * LONGER;
    let mut work = JoinSet::new();
    machine::forget_peak(stage.server.pid);
    for n in 0..ACCOUNTS {
        let door = stage.account(&format!("firma{n}"))?;
        let order = Order { door, connections: 1, seconds, pace: Some(PACE), ..stage.order(Work::Create) };
        let (pid, db) = (stage.server.pid, stage.db.clone());
        work.spawn(async move { measure(&order, pid, &db).await });
    }
    // The large account asks for page after page as fast as it gets them.
    let greedy = Order { connections: 2, seconds, pace: None, ..stage.order(Work::AnyPage) };
    let (listed, provisioned) = tokio::join!(measure(&greedy, stage.server.pid, &stage.db), work.join_all());
    let provisioned = provisioned.into_iter().collect::<Result<Vec<Measured>, _>>()?;
    let listed = listed?;
    let peak = machine::memory_of(stage.server.pid, "VmHWM");
    let most = |of: fn(&Measured) -> f64| provisioned.iter().map(of).fold(0.0, f64::max);
    let least = provisioned.iter().map(|account| account.rate).fold(f64::MAX, f64::min);
    let errors: u64 = provisioned.iter().chain([&listed]).map(|m| m.load.refused + m.load.failed).sum();
    #[expect(clippy::cast_precision_loss, reason = "counts of seconds")]
    let errors = errors as f64;
    Ok(vec![
        Figure::new(format!("{ACCOUNTS} accounts × {PACE} creates a second: errors"), errors, "", Some(0.0))
            .noting(format!("{seconds:.0} s beside an account that lists {:.0} pages of 100 a second", listed.rate)),
        Figure::new("  p99 of the slowest account", most(|account| account.load.p99), "ms", Some(100.0))
            .noting(format!("its median {:.1} ms", most(|account| account.load.p50))),
        Figure::new("  the account with the fewest: creates a second too few", PACE - least, "1/s", Some(1.0))
            .noting(format!("{least:.1} of {PACE} that are sent")),
        Figure::new("  server's memory at most meanwhile (RSS)", peak, "MiB", Some(100.0)),
    ])
}

/// Connections that asked once and then stay.
pub async fn idle(stage: &Stage) -> Result<Vec<Figure>, Trouble> {
    let before = machine::memory_of(stage.server.pid, "VmRSS");
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {}\r\n\r\n", stage.server.address);
    let mut open = Vec::with_capacity(IDLE);
    for n in 0..IDLE {
        let one = async {
            let mut stream = TcpStream::connect(&stage.server.address).await?;
            stream.write_all(request.as_bytes()).await?;
            let answered = stream.read(&mut [0; 1024]).await?;
            Ok::<_, std::io::Error>((stream, answered))
        };
        match tokio::time::timeout(Duration::from_secs(10), one).await {
            Ok(Ok((stream, answered))) if answered > 0 => open.push(stream),
            Ok(Err(error)) => return Ok(vec![unreached(n, &error.to_string())]),
            _ => return Ok(vec![unreached(n, "closed or silent")]),
        }
    }
    let grown = machine::memory_of(stage.server.pid, "VmRSS") - before;
    Ok(vec![Figure::new(format!("{IDLE} idle connections: memory grows by"), grown, "MiB", Some(300.0))])
}

fn unreached(reached: usize, why: &str) -> Figure {
    #[expect(clippy::cast_precision_loss, reason = "counts of connections")]
    Figure::new(format!("idle connections, of {IDLE}"), reached as f64, "", None).noting(format!("then: {why}"))
}
