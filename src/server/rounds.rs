//! How workers go about what waits for them: without a pause while there is something, then again and again at their own pace.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::domain::fault::Fault;

/// Goes round until it is told to stop. A round says whether there was something to do; `what` waits where the database does not answer.
pub async fn run<Round>(what: &'static str, every: Duration, stop: CancellationToken, round: impl Fn() -> Round)
where
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
            () = tokio::time::sleep(every) => {}
        }
    }
}
