//! How workers go about what waits for them: without a pause while there is something, then when they are woken, and again and again at
//! their own pace.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::domain::fault::Fault;

/// Goes round until it is told to stop. A round says whether there was something to do; `woken` resolves when there may be; `what` waits
/// where the database does not answer.
pub async fn run<Woken, Round>(
    what: &'static str,
    every: Duration,
    stop: CancellationToken,
    woken: impl Fn() -> Woken,
    round: impl Fn() -> Round,
) where
    Woken: Future<Output = ()>,
    Round: Future<Output = Result<bool, Fault>>,
{
    while !stop.is_cancelled() {
        match round().await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, what, "a worker waits for the database"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = woken() => {}
            () = tokio::time::sleep(every) => {}
        }
    }
}

/// How a part of a round ended that has nothing to do with the others: what fails of one account keeps no other waiting, and is tried again in the next
/// round. Where the database is away there is nothing to go on with.
pub fn apart(what: &'static str, part: Result<bool, Fault>) -> Result<bool, Fault> {
    part.or_else(|error| {
        // What took too long, or was in the way of another, says nothing of the database.
        if error.is_unavailable() && !error.is_conflict() && !error.is_timeout() {
            return Err(error);
        }
        tracing::error!(%error, what, "a part of the work failed and is left for later");
        Ok(false)
    })
}
