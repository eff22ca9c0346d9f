//! Writes the request log down while the server runs: within [`WITHIN`] of the answer, in batches; at once while there is a whole one.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::domain::db::Db;
use crate::domain::request_log;

/// So long entries wait for others.
const WITHIN: Duration = Duration::from_millis(250);
/// So long a database that is away is left alone.
const PAUSE: Duration = Duration::from_secs(1);

const DROPPED: &str = "einlass_request_log_dropped_total";

/// Runs until it is told to stop; [`finish`] writes what came afterwards.
pub async fn run(db: Db, stop: CancellationToken) {
    metrics::describe_counter!(DROPPED, "Requests of identity providers that are missing in the request log");
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => return,
            () = db.request_log().news() => {}
        }
        let mut pause = WITHIN;
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
            match request_log::flush(&db).await {
                Ok(0) => break,
                Ok(_) => pause = if db.request_log().fills_a_batch() { Duration::ZERO } else { WITHIN },
                Err(error) => {
                    tracing::warn!(error = %error, "the request log waits for the database");
                    pause = PAUSE;
                }
            }
            metrics::counter!(DROPPED).absolute(db.request_log().dropped());
        }
    }
}

/// Writes everything that waits; the last thing before the database is closed.
pub async fn finish(db: &Db) {
    loop {
        match request_log::flush(db).await {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(error = %error, "the last requests are missing in the request log");
                return;
            }
        }
    }
}
