//! Gives people the rights that the rules about their groups say. Any number of instances may run it: people are one instance's at a time.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::domain::access::WorkerScope;
use crate::domain::db::{Db, RequestInfo};
use crate::domain::fault::Fault;
use crate::domain::users;
use crate::model::AccountId;
use crate::server::rounds;

/// Whoever joins or leaves a group wakes the worker of the instance it happens at. What was asked for elsewhere, or by a process that ended
/// at that moment, or for later, is looked at after so long; the look is one walk through an index of those who are due.
const EVERY: Duration = Duration::from_secs(5);
/// Accounts looked at in turn.
const ACCOUNTS: i32 = 500;
const WORKER: WorkerScope = WorkerScope::for_workers();

/// Runs until it is told to stop; who is due then is looked at after the restart.
pub async fn run(db: Db, stop: CancellationToken) {
    rounds::run("rights by groups", EVERY, stop, || db.rights_waiting(), || round(&db)).await;
}

/// Everybody who is due now.
pub async fn once(db: &Db) -> Result<(), Fault> {
    while round(db).await? {}
    Ok(())
}

/// A few people of every account, so that a large one keeps no other waiting; `false` when there was nothing to do.
async fn round(db: &Db) -> Result<bool, Fault> {
    let mut tx = db.begin(&RequestInfo::internal()).await?;
    let accounts = users::accounts_with_due_rights(&mut tx, WORKER, ACCOUNTS).await?;
    drop(tx);
    let mut worked = false;
    for account in accounts {
        worked |= rounds::apart("rights by groups", some(db, account).await)?;
    }
    Ok(worked)
}

async fn some(db: &Db, account: AccountId) -> Result<bool, Fault> {
    let mut tx = db.begin(&RequestInfo::internal()).await?;
    let worked = users::follow_groups(&mut tx, WORKER, account).await?;
    tx.commit().await?;
    Ok(worked)
}
