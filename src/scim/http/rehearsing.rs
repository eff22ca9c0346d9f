//! The steps of a rehearsal: each request is part of one unit of work that waits for the next (`domain::rehearsals`).

use axum::response::Response;

use super::State;
use super::answer::{Refusal, barred};
use super::recording::Heard;
use super::work::Work;
use crate::domain::db::{Mark, RequestInfo};
use crate::domain::rehearsals::{Held, Stage};
use crate::model::ConnectionId;

/// Goes on with a rehearsal, whose unit of work waits for its next step.
pub(super) async fn rehearse(
    state: &State,
    request: RequestInfo,
    shown: &str,
    connection: ConnectionId,
    heard: &mut Heard,
) -> Result<(Work, (Held, Mark)), Refusal> {
    let Some(mut held) = state.db.rehearsals().enter(shown, connection).await else {
        return Err(Refusal::Unauthorised { shown: true });
    };
    let Some(Stage { mut tx, scope, eligible }) = held.take() else {
        return Err(Refusal::Unauthorised { shown: true });
    };
    heard.account = Some(scope.account());
    let eligible = match eligible {
        Ok(eligible) => eligible,
        Err(why) => {
            let refusal = barred(&why);
            *held = Some(Stage { tx, scope, eligible: Err(why) });
            return Err(refusal.into());
        }
    };
    let mark = tx.mark().await.map_err(|fault| Refusal::Fault(fault, request.clone()))?;
    Ok((Work::of(state, request, tx, scope, eligible, connection, heard)?, (held, mark)))
}

/// Ends a step of a rehearsal: what it did stays for the next one, what it was refused is undone, and nothing is ever durable.
pub(super) async fn step_back(
    work: Work,
    mut held: Held,
    mark: Mark,
    outcome: Result<Response, Refusal>,
) -> Result<Response, Refusal> {
    let Work { mut tx, scope, eligible, request, .. } = work;
    let ended = if outcome.is_ok() { tx.keep(mark).await } else { tx.undo(mark).await };
    // A unit of work that failed is over, and with it the rehearsal.
    ended.map_err(|fault| Refusal::Fault(fault, request))?;
    *held = Some(Stage { tx, scope, eligible: Ok(eligible) });
    outcome
}
