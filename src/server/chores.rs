//! What has to happen by itself: licences of expired invitations come back and go to those who wait, people are reminded of open ones, removed people are deleted
//! after their 30 days, notes about how many people there are become one, used answers of identity providers are forgotten,
//! requests of identity providers, sessions that ended and whom a file named to whom nothing was done after 30 days, who asked for an account after two, verified domains are looked up again,
//! tokens and API keys that run out, connections that fell silent, tests and grace periods that end are told of.
//!
//! Nothing depends on its timeliness: an expired link is dead by comparison, a removed person is invisible at once. Any number of
//! instances may run it.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::domain::access::WorkerScope;
use crate::domain::db::{Db, RequestInfo};
use crate::domain::domains::{self, Seen};
use crate::domain::fault::Fault;
use crate::domain::{
    api_keys, connections, flows, invitations, jobs, lapses, outbox, request_log, sessions, sign_ups, test_accounts,
    tokens, users,
};
use crate::outbound::Names;

const EVERY: Duration = Duration::from_secs(30);
/// Rows per unit of work, so that none takes long.
const BATCH: i32 = 100;
const WORKER: WorkerScope = WorkerScope::for_workers();

/// Runs until it is told to stop.
pub async fn run(db: Db, names: Names, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let done = async {
            once(&db).await?;
            look_up_domains(&db, &names).await
        };
        if let Err(e) = done.await {
            tracing::warn!(error = %e, "chores wait for the database");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Everything that is due now.
pub async fn once(db: &Db) -> Result<(), Fault> {
    loop {
        let mut tx = db.begin(&RequestInfo::internal()).await?;
        let done = invitations::expire(&mut tx, WORKER, BATCH).await?
            + invitations::remind(&mut tx, WORKER, BATCH).await?
            + users::admit_waiting(&mut tx, WORKER, BATCH).await?
            + outbox::write_digests(&mut tx, WORKER, BATCH).await?
            + users::purge(&mut tx, WORKER, BATCH).await?
            + api_keys::notice(&mut tx, WORKER, BATCH).await?
            + tokens::notice(&mut tx, WORKER, BATCH).await?
            + connections::notice_silence(&mut tx, WORKER, BATCH).await?
            + lapses::notice(&mut tx, WORKER, BATCH).await?
            + test_accounts::notice(&mut tx, WORKER, BATCH).await?
            + sessions::forget_ended(&mut tx, WORKER, BATCH).await?
            + jobs::forget_files(&mut tx, WORKER, BATCH).await?
            + flows::forget_old(&mut tx, WORKER, BATCH).await?
            + sign_ups::forget_old(&mut tx, WORKER, BATCH).await?
            + outbox::forget_outside(&mut tx, WORKER, BATCH).await?
            + request_log::forget_old(&mut tx, WORKER, BATCH).await?
            // Last, so that notes are held for the shortest time.
            + users::fold_counts(&mut tx, WORKER, BATCH).await?;
        tx.commit().await?;
        if done == 0 {
            return Ok(());
        }
    }
}

/// Domains in one go: DNS may take its time, and the next go is half a minute away.
const DOMAINS: i32 = 20;

/// Asks DNS about verified domains that are due, without a connection in hand.
pub async fn look_up_domains(db: &Db, names: &Names) -> Result<(), Fault> {
    let mut tx = db.begin(&RequestInfo::internal()).await?;
    let due = domains::claim(&mut tx, WORKER, DOMAINS).await?;
    tx.commit().await?;
    for domain in due {
        let seen = names.texts(&domain.host).await.map_or(Seen::NoAnswer, Seen::Texts);
        let mut tx = db.begin(&RequestInfo::internal()).await?;
        domains::settle_claimed(&mut tx, WORKER, &domain, &seen).await?;
        tx.commit().await?;
    }
    Ok(())
}
