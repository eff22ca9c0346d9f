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
        // What failed has said so.
        let _ = once(&db).await;
        if let Err(error) = look_up_domains(&db, &names).await {
            tracing::warn!(%error, "domains wait to be looked up");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Works off what is due of each, a batch at a time; every batch is a unit of work of its own, so that none holds what the next one does not need. One
/// that fails keeps no other from its turn.
macro_rules! in_turn {
    ($db:expr, $failed:ident: $($chore:path),+ $(,)?) => {$(
        let done = async {
            loop {
                let mut tx = $db.begin(&RequestInfo::internal()).await?;
                let done = $chore(&mut tx, WORKER, BATCH).await?;
                tx.commit().await?;
                if done == 0 {
                    return Ok::<(), Fault>(());
                }
            }
        };
        if let Err(error) = done.await {
            tracing::warn!(%error, chore = stringify!($chore), "a chore is left for later");
            $failed = Err(error);
        }
    )+};
}

/// Everything that is due now; the last failure, where there was one.
pub async fn once(db: &Db) -> Result<(), Fault> {
    let mut failed = Ok(());
    in_turn!(db, failed:
        invitations::expire,
        invitations::remind,
        users::admit_waiting,
        outbox::write_digests,
        users::purge,
        api_keys::notice,
        tokens::notice,
        connections::notice_silence,
        lapses::notice,
        test_accounts::notice,
        sessions::forget_ended,
        jobs::forget_files,
        flows::forget_old,
        sign_ups::forget_old,
        outbox::forget_outside,
        request_log::forget_old,
        users::fold_counts,
    );
    failed
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
