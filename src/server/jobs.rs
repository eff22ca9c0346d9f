//! Works off what administrators decided about many people at once. Any number of instances may run it: a job is one instance's at a time.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::domain::access::WorkerScope;
use crate::domain::db::{Db, RequestInfo};
use crate::domain::fault::Fault;
use crate::domain::jobs;
use crate::model::AccountId;
use crate::server::rounds;

/// A job begins after so long at the latest; the look is one walk through an index of open jobs.
const EVERY: Duration = Duration::from_secs(2);
/// Jobs looked at in turn.
const JOBS: i32 = 20;
const WORKER: WorkerScope = WorkerScope::for_workers();

/// Runs until it is told to stop; what has begun of a job then goes on after the restart.
pub async fn run(db: Db, stop: CancellationToken) {
    rounds::run("jobs", EVERY, stop, std::future::pending, || round(&db)).await;
}

/// Everything that is ordered now.
pub async fn once(db: &Db) -> Result<(), Fault> {
    while round(db).await? {}
    Ok(())
}

/// A few people of every open job, so that a long one keeps no other waiting; `false` when there was nothing to do.
async fn round(db: &Db) -> Result<bool, Fault> {
    let mut tx = db.begin(&RequestInfo::internal()).await?;
    let open = jobs::open(&mut tx, WORKER, JOBS).await?;
    drop(tx);
    let mut worked = false;
    for (account, job) in open {
        worked |= rounds::apart("a job", some(db, account, job).await)?;
    }
    Ok(worked)
}

async fn some(db: &Db, account: AccountId, job: Uuid) -> Result<bool, Fault> {
    let mut tx = db.begin(&RequestInfo::internal()).await?;
    let worked = jobs::work(&mut tx, WORKER, account, job).await?;
    tx.commit().await?;
    Ok(worked)
}
