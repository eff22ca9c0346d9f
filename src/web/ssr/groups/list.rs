//! The rules in their order, and the groups without one; search and page stand in the address.

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::consequence;
use crate::domain::access::{AdminScope, Fresh};
use crate::domain::group_rights::{self, Change, From, Listed, MEMBERS_COUNTED, RuleError};
use crate::domain::users;
use crate::model::GroupId;
use crate::web::groups::{GroupNote, GroupRow, GroupsPage, Moving};
use crate::web::layouts::Chrome;
use crate::web::routes;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::visit::{Entered, Visit};

/// Groups of one page.
const PAGE: i64 = 50;

/// The list's address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    suche: String,
    nach: Option<String>,
    vor: Option<String>,
    hinweis: Option<String>,
}

impl ListQuery {
    fn from(&self) -> From<GroupId> {
        let group = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<GroupId>().ok());
        match (group(&self.nach), group(&self.vor)) {
            (Some(group), _) => From::After(group),
            (None, Some(group)) => From::Before(group),
            (None, None) => From::Start,
        }
    }
}

/// The list.
pub async fn list(visit: Visit, Query(query): Query<ListQuery>) -> Answer {
    let note = match query.hinweis.as_deref() {
        Some("gespeichert") => Some(GroupNote::Saved),
        Some("entfernt") => Some(GroupNote::Removed),
        Some("verschoben") => Some(GroupNote::Moved),
        Some("reihenfolge") => Some(GroupNote::OrderChanged),
        _ => None,
    };
    page(&visit, visit.admin().await?, &query, note, None).await
}

async fn page(
    visit: &Visit,
    mut entered: Entered<AdminScope>,
    query: &ListQuery,
    note: Option<GroupNote>,
    moving: Option<Moving>,
) -> Answer {
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let search: String = query.suche.trim().chars().take(256).collect();
    let rules = group_rights::with_rule(tx, scope).await?;
    let found = group_rights::list(tx, scope, &search, query.from(), PAGE).await?;
    let under_way = users::rights_under_way(tx, scope).await?;
    visit
        .page(entered, StatusCode::OK, |chrome| GroupsPage {
            first: found.groups.first().map(|group| group.id).filter(|_| found.has_before),
            last: found.groups.last().map(|group| group.id).filter(|_| found.has_after),
            rules: rules.into_iter().map(|group| row(chrome, group)).collect(),
            others: found.groups.into_iter().map(|group| row(chrome, group)).collect(),
            search,
            under_way,
            moving,
            note,
        })
        .await
}

fn row(chrome: &Chrome, group: Listed) -> GroupRow {
    GroupRow {
        id: group.id,
        name: group.name,
        method: group.method,
        rests: group.rests,
        members: group.members.min(MEMBERS_COUNTED),
        more: group.members > MEMBERS_COUNTED,
        changed: chrome.clock.moment(chrome.lang, group.updated_at),
        rights: group.rights,
    }
}

/// The buttons of a rule.
#[derive(Debug, Deserialize)]
pub struct MoveForm {
    aktion: String,
    gruppe: GroupId,
    platz: usize,
    bestaetigt: Option<String>,
}

/// „Nach oben“, „Nach unten“: at once where nobody's rights change by it, else after a question.
pub async fn act(visit: Visit, Form(form): Form<MoveForm>) -> Answer {
    let up = match form.aktion.as_str() {
        "hoch" => true,
        "runter" => false,
        _ => return Err(Problem::BadForm),
    };
    let change = Change::Move { group: form.gruppe, from: form.platz, up };
    let mut entered = visit.admin().await?;
    if form.bestaetigt.is_none() {
        let (tx, scope) = (&mut entered.tx, &entered.scope);
        match group_rights::preview(tx, scope, change).await {
            Ok(effect) if effect.people == 0 => {}
            Ok(effect) => {
                let group = group_rights::details(tx, scope, form.gruppe).await?.ok_or(Problem::NotFound)?;
                let name = group.listed.name;
                let moving = Moving { group: form.gruppe, name, from: form.platz, up, effect: consequence(&effect) };
                return page(&visit, entered, &ListQuery::default(), None, Some(moving)).await;
            }
            Err(error) => return refused(&visit, error),
        }
    }
    let proof = Fresh::of(&entered.tx, entered.scope.clone());
    match group_rights::decide(&mut entered.tx, &entered.scope, proof.as_ref(), change).await {
        Ok(_) => {
            entered.tx.commit().await?;
            Ok(to(&visit, "verschoben", Some(form.gruppe)))
        }
        Err(error) => refused(&visit, error),
    }
}

fn refused(visit: &Visit, error: RuleError) -> Answer {
    match error {
        RuleError::OrderChanged => Ok(to(visit, "reihenfolge", None)),
        RuleError::ProofNeeded => Err(visit.confirm()),
        RuleError::Fault(fault) => Err(fault.into()),
        RuleError::NotThere | RuleError::NoRight | RuleError::TooMany => Err(Problem::NotFound),
    }
}

/// Back to the list, to the rule that was moved.
pub(super) fn to(visit: &Visit, hint: &str, group: Option<GroupId>) -> axum::response::Response {
    let place = group.map(|group| format!("#regel-{group}")).unwrap_or_default();
    Redirect::to(&format!("{}?hinweis={hint}{place}", routes::GROUPS.to(visit.lang()))).into_response()
}
