//! Folds what is noted of how many people there are as soon as somebody had to sum up many notes. What nobody asks for waits for `chores`.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::domain::access::WorkerScope;
use crate::domain::db::{Db, RequestInfo};
use crate::domain::fault::Fault;
use crate::domain::users;
use crate::model::AccountId;

/// So long further notes are waited for: in a flood, somebody asks all the time.
const WITHIN: Duration = Duration::from_millis(50);
const WORKER: WorkerScope = WorkerScope::for_workers();

/// Runs until it is told to stop; nothing depends on it but how long sums take.
pub async fn run(db: Db, stop: CancellationToken) {
    loop {
        let accounts = tokio::select! {
            () = stop.cancelled() => return,
            accounts = db.counts_waiting() => accounts,
        };
        for account in accounts {
            if let Err(error) = fold(&db, account).await {
                tracing::warn!(%error, "counts of people are not folded yet");
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(WITHIN) => {}
        }
    }
}

async fn fold(db: &Db, account: AccountId) -> Result<(), Fault> {
    let mut tx = db.begin(&RequestInfo::internal()).await?;
    users::fold_counts_of(&mut tx, WORKER, account).await?;
    tx.commit().await
}
