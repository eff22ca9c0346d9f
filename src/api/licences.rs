//! `/licences`: how many there are, and the ledger that says why.

use axum::response::Response;
use serde_json::{Value, json};

use super::caller::Caller;
use super::moment;
use super::query::{Spot, Walk};
use super::refusal::Refusal;
use crate::domain::audit::Position;
use crate::domain::licences::{self, LedgerEntry};
use crate::model::ApiArea;

/// `GET /licences`
pub async fn count(mut caller: Caller) -> Response {
    let found = counted(&mut caller).await;
    caller.conclude(found).await
}

async fn counted(caller: &mut Caller) -> Result<Value, Refusal> {
    let scope = caller.area(ApiArea::Licences)?;
    caller.parameters.only(&[])?;
    let count = licences::count(&mut caller.tx, &scope).await.map_err(|fault| caller.fault(&fault))?;
    Ok(json!({
        "total": count.total,
        "used": count.used,
        "reserved": count.reserved,
        "free": count.free().max(0),
        "automatic": count.automatic,
    }))
}

/// `GET /licences/ledger`: the newest change first, as the page shows them.
pub async fn ledger(mut caller: Caller) -> Response {
    let found = page(&mut caller).await;
    caller.conclude(found).await
}

async fn page(caller: &mut Caller) -> Result<Value, Refusal> {
    let scope = caller.area(ApiArea::Licences)?;
    caller.parameters.only(&["limit", "cursor"])?;
    let walk = Walk::of(caller, &scope, "/licences/ledger", &[])?;
    let before = walk.behind.map(|spot| Position { at: spot.at, id: spot.id });
    let found = licences::ledger(&mut caller.tx, &scope, before, walk.limit + 1).await;
    let mut entries = found.map_err(|fault| caller.fault(&fault))?;
    let most = usize::try_from(walk.limit).unwrap_or_default();
    let more = entries.len() > most;
    entries.truncate(most);
    let next = match entries.last().filter(|_| more) {
        Some(last) => Some(walk.next(caller, &scope, Spot { at: last.at, id: last.id })?),
        None => None,
    };
    Ok(json!({ "changes": entries.iter().map(entry).collect::<Vec<_>>(), "next": next }))
}

fn entry(entry: &LedgerEntry) -> Value {
    json!({
        "id": entry.id,
        "at": moment(entry.at),
        "cause": entry.cause,
        "in_use": entry.seats_delta,
        "licences": entry.licences_delta,
        "person": entry.user_id.map(|id| json!({ "id": id, "name": entry.user_label })),
        "actor": { "kind": entry.actor_kind, "name": entry.actor_name },
        "request": entry.request_id,
    })
}
