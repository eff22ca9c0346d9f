//! `/people`: who is in the account, in the order in which they came.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::caller::Caller;
use super::moment;
use super::query::{Spot, Walk};
use super::refusal::Refusal;
use crate::domain::users::{self, Exported, Order, OrderBy, Place, PortalFilter, Status};
use crate::model::ApiArea;

/// `GET /people`
pub async fn list(mut caller: Caller) -> Response {
    let found = page(&mut caller).await;
    caller.conclude(found).await
}

async fn page(caller: &mut Caller) -> Result<Value, Refusal> {
    let scope = caller.area(ApiArea::People)?;
    caller.parameters.only(&["status", "limit", "cursor"])?;
    let status = caller.parameters.get("status").map(str::parse::<Status>).transpose().map_err(|_| {
        let names: Vec<_> = Status::ALL.iter().map(|status| status.name()).collect();
        Refusal::bad(format!("There is no such status. Known: {}.", names.join(", ")))
    })?;
    let walk = Walk::of(caller, &scope, "/people", &["status"])?;
    let filter = PortalFilter { status, ..PortalFilter::default() };
    let order = Order { by: OrderBy::Id, descending: false };
    let behind = walk.behind.map(|spot| Place::behind(spot.id.into()));
    let found = users::export(&mut caller.tx, &scope, &filter, order, behind.as_ref(), walk.limit + 1).await;
    let (mut people, _) = found.map_err(|fault| caller.fault(&fault))?;
    let most = usize::try_from(walk.limit).unwrap_or_default();
    let more = people.len() > most;
    people.truncate(most);
    let next = match people.last().filter(|_| more) {
        Some(last) => Some(walk.next(caller, &scope, Spot { at: last.created_at, id: last.id.get() })?),
        None => None,
    };
    Ok(json!({ "people": people.iter().map(person).collect::<Vec<_>>(), "next": next }))
}

/// `GET /people/{id}`
pub async fn one(mut caller: Caller, id: Result<Path<String>, PathRejection>) -> Response {
    let found = load(&mut caller, id.map(|Path(id)| id).unwrap_or_default()).await;
    caller.conclude(found).await
}

async fn load(caller: &mut Caller, id: String) -> Result<Value, Refusal> {
    let scope = caller.area(ApiArea::People)?;
    caller.parameters.only(&[])?;
    let nobody = || Refusal::of(StatusCode::NOT_FOUND, "There is nobody with this id in the account.");
    let id = id.parse().map_err(|_| nobody())?;
    let found = users::exported(&mut caller.tx, &scope, id).await.map_err(|fault| caller.fault(&fault))?;
    found.as_ref().map(person).ok_or_else(nobody)
}

fn person(person: &Exported) -> Value {
    json!({
        "id": person.id,
        "name": person.name,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": person.email,
        "status": person.status.name(),
        "rights": person.rights,
        "origin": if person.connection.is_some() { "scim" } else { "manual" },
        "connection": person.connection,
        "linked_at": person.linked_at.map(moment),
        "licence": person.seat,
        "sign_in_method": person.method,
        "language": person.language,
        "created_at": moment(person.created_at),
        "invited_at": person.invited_at.map(moment),
        "accepted_at": person.accepted_at.map(moment),
        "last_signed_in_at": person.last_signed_in_at.map(moment),
    })
}
