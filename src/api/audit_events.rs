//! `/audit-events`: what happened, the oldest first, for whoever collects it.
//!
//! A row carries the moment at which its unit of work began, and is seen once that is committed; so of two rows the later one may be seen
//! first. Nobody who walks by position would meet the other one. Events are therefore told [`SETTLED`] after they happened, which no unit of
//! work outlasts.

use axum::response::Response;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::caller::Caller;
use super::moment;
use super::query::{Spot, Walk};
use super::refusal::Refusal;
use crate::domain::audit::{self, Line, Position, Query, Side};
use crate::model::ApiArea;

/// How long after it happened an event is told.
pub const SETTLED: Duration = Duration::minutes(2);

/// `GET /audit-events`
pub async fn list(mut caller: Caller) -> Response {
    let found = page(&mut caller).await;
    caller.conclude(found).await
}

async fn page(caller: &mut Caller) -> Result<Value, Refusal> {
    let scope = caller.area(ApiArea::AuditLog)?;
    caller.parameters.only(&["since", "limit", "cursor"])?;
    let since = caller.parameters.get("since").map(|text| OffsetDateTime::parse(text, &Rfc3339)).transpose();
    let since = since.map_err(|_| {
        Refusal::bad("since is a moment as RFC 3339 writes it, for example 2026-11-26T08:00:00Z; a + is written %2B.")
    })?;
    let walk = Walk::of(caller, &scope, "/audit-events", &["since"])?;
    let behind = walk.behind.unwrap_or(Spot { at: OffsetDateTime::UNIX_EPOCH, id: Uuid::nil() });
    let query = Query { from: since, until: Some(caller.tx.now() - SETTLED), ..Query::default() };
    let side = Side::After(Position { at: behind.at, id: behind.id });
    let found = audit::page(&mut caller.tx, &scope, &query, side, walk.limit).await;
    let found = found.map_err(|fault| caller.fault(&fault))?;
    // The page is the newest first; whoever collects reads forward.
    let events: Vec<Value> = found.lines.iter().rev().map(event).collect();
    let reached = found.lines.first().map_or(behind, |line| Spot { at: line.at, id: line.id });
    let next = walk.next(caller, &scope, reached)?;
    Ok(json!({ "events": events, "more": found.newer, "next": next }))
}

fn event(line: &Line) -> Value {
    json!({
        "id": line.id,
        "at": moment(line.at),
        "actor": { "kind": line.actor_kind, "id": line.actor_id, "name": line.actor_name },
        "action": line.action,
        "target": { "kind": line.target_kind, "id": line.target_id, "name": line.target_name },
        "details": line.details,
        "request": line.request_id,
        "ip": line.ip,
    })
}
