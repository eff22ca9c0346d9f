//! One group: its rule, what would come of another one, who is in it.

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use serde::Deserialize;

use super::{consequence, list};
use crate::domain::access::{AdminScope, Fresh};
use crate::domain::group_rights::{self, Change, Details, Effect, From, MOST, RuleError};
use crate::model::{GroupId, Rights, UserId};
use crate::web::components::FieldErrors;
use crate::web::groups::{Asked, GroupDetail, GroupPage, MemberRow};
use crate::web::layouts::Chrome;
use crate::web::ssr::Path;
use crate::web::ssr::drafts;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::users::{Ticked, shown_status};
use crate::web::ssr::visit::{Entered, Visit};
use crate::web::text::t;

/// Members of one page.
const PAGE: i64 = 50;

/// The page's address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MembersQuery {
    nach: Option<String>,
    vor: Option<String>,
}

impl MembersQuery {
    fn from(&self) -> From<UserId> {
        let person = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<UserId>().ok());
        match (person(&self.nach), person(&self.vor)) {
            (Some(person), _) => From::After(person),
            (None, Some(person)) => From::Before(person),
            (None, None) => From::Start,
        }
    }
}

/// What the page says beside what is stored.
#[derive(Default)]
struct Said {
    ticked: Option<Rights>,
    errors: FieldErrors,
    asked: Option<(Asked, Effect)>,
}

/// One group. Whoever comes back from confirming who they are finds their rule ticked, with what would come of it.
pub async fn show(visit: Visit, Path(group): Path<GroupId>, Query(query): Query<MembersQuery>) -> Answer {
    let mut entered = visit.admin().await?;
    let draft = drafts::here(&visit, &entered.tx).await?;
    let said = match draft.map(|draft| wanted(&draft)) {
        Some(Some(rights)) => {
            let effect = group_rights::preview(&mut entered.tx, &entered.scope, Change::Set(group, rights)).await;
            let asked = effect.ok().map(|effect| (Asked::Set, effect));
            Said { ticked: Some(rights), asked, ..Said::default() }
        }
        _ => Said::default(),
    };
    page(&visit, entered, group, &query, said).await
}

/// The names of the boxes in what is kept while somebody confirms who they are.
const BOXES: [&str; 3] = ["recht-app_user", "recht-administrator", "recht-project_manager"];

fn wanted(draft: &std::collections::HashMap<String, String>) -> Option<Rights> {
    let [app_user, administrator, project_manager] =
        BOXES.map(|name| draft.get(name).is_some_and(|value| value == "ja"));
    Some(Rights { app_user, administrator, project_manager }).filter(|rights| *rights != Rights::default())
}

async fn page(
    visit: &Visit,
    mut entered: Entered<AdminScope>,
    id: GroupId,
    query: &MembersQuery,
    said: Said,
) -> Answer {
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let details = group_rights::details(tx, scope, id).await?.ok_or(Problem::NotFound)?;
    let found = group_rights::members(tx, scope, id, query.from(), PAGE).await?;
    let status = if said.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let ticked = said.ticked.or(details.listed.rights).unwrap_or(Rights::APP_USER);
    visit
        .page(entered, status, |chrome| GroupPage {
            group: detail(chrome, details),
            ticked,
            errors: said.errors,
            asked: said.asked.map(|(asked, effect)| (asked, consequence(&effect))),
            first: found.people.first().map(|member| member.id).filter(|_| found.has_before),
            last: found.people.last().map(|member| member.id).filter(|_| found.has_after),
            members: found
                .people
                .into_iter()
                .map(|member| MemberRow {
                    id: member.id,
                    name: member.name,
                    email: member.email.unwrap_or_default(),
                    status: shown_status(member.status),
                    rights: member.rights,
                    decided_by: member.decided_by.map(|(_, name)| name),
                })
                .collect(),
        })
        .await
}

fn detail(chrome: &Chrome, details: Details) -> GroupDetail {
    let stamp = |at| chrome.clock.stamp(chrome.lang, at);
    GroupDetail {
        id: details.listed.id,
        name: details.listed.name,
        method: details.listed.method,
        rests: details.listed.rests,
        members: details.listed.members,
        created: stamp(details.created_at),
        changed: stamp(details.listed.updated_at),
        place: details.place.map(|place| (place, details.rules)),
    }
}

/// The rule's form.
#[derive(Debug, Deserialize)]
pub struct RuleForm {
    aktion: String,
    #[serde(flatten)]
    ticked: Ticked,
}

/// „Wirkung ansehen“ counts, „Regel speichern“ and „Regel entfernen“ do.
pub async fn act(visit: Visit, Path(group): Path<GroupId>, Form(form): Form<RuleForm>) -> Answer {
    let rights = form.ticked.rights();
    let (change, asked, done) = match form.aktion.as_str() {
        "vorschau" => (Change::Set(group, rights), Some(Asked::Set), ""),
        "speichern" => (Change::Set(group, rights), None, "gespeichert"),
        "entfernen-vorschau" => (Change::Remove(group), Some(Asked::Remove), ""),
        "entfernen" => (Change::Remove(group), None, "entfernt"),
        _ => return Err(Problem::BadForm),
    };
    let mut entered = visit.admin().await?;
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let refused = if let Some(asked) = asked {
        match group_rights::preview(tx, scope, change).await {
            Ok(effect) => {
                let ticked = (asked == Asked::Set).then_some(rights);
                let said = Said { ticked, asked: Some((asked, effect)), ..Said::default() };
                return page(&visit, entered, group, &MembersQuery::default(), said).await;
            }
            Err(error) => error,
        }
    } else {
        let proof = Fresh::of(tx, scope.clone());
        match group_rights::decide(tx, scope, proof.as_ref(), change).await {
            Ok(_) => {
                entered.tx.commit().await?;
                drafts::forget(&visit).await?;
                return Ok(list::to(&visit, done, None));
            }
            Err(error) => error,
        }
    };
    drop(entered);
    let lang = visit.lang();
    let message = match refused {
        RuleError::NoRight => t!(lang, "rule-no-right"),
        RuleError::TooMany => t!(lang, "rule-too-many", most = MOST),
        RuleError::ProofNeeded => {
            let held = [rights.app_user, rights.administrator, rights.project_manager];
            let kept = BOXES.into_iter().zip(held).map(|(name, held)| (name, if held { "ja" } else { "" }));
            return Err(drafts::keep(&visit, visit.confirm(), &kept.collect::<Vec<_>>()).await);
        }
        RuleError::NotThere | RuleError::OrderChanged => return Err(Problem::NotFound),
        RuleError::Fault(fault) => return Err(fault.into()),
    };
    let said = Said { ticked: Some(rights), errors: FieldErrors::one("rechte-wahl", message), ..Said::default() };
    page(&visit, visit.admin().await?, group, &MembersQuery::default(), said).await
}
