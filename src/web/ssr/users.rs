//! Nutzerverwaltung: the list and one person.

use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use time::OffsetDateTime;

use super::problem::{Answer, Problem};
use super::visit::{Entered, Visit};
use crate::domain::access::AdminScope;
use crate::domain::invitations::{self, ResendError};
use crate::domain::users::{self, Delivery, Listed, PortalFilter};
use crate::domain::{connections, second_factors, sessions, users::Status as Stands};
use crate::model::{ConnectionId, UserId};
use crate::web::layouts::Chrome;
use crate::web::routes;
use crate::web::users::{MailState, Origin, Status, UserDetail, UserFilter, UserNote, UserPage, UserRow, UsersPage};

const PAGE: i64 = 25;

/// The list's address.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    suche: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    herkunft: String,
    seite: Option<i64>,
    hinweis: Option<String>,
}

impl ListQuery {
    fn filter(&self) -> UserFilter {
        UserFilter {
            search: self.suche.trim().chars().take(320).collect(),
            status: Status::ALL.into_iter().find(|status| status.name() == self.status),
            origin: [Origin::Scim, Origin::Manual].into_iter().find(|origin| origin.name() == self.herkunft),
            page: self.seite.unwrap_or(1).clamp(1, 100_000),
        }
    }
}

/// The list.
pub async fn list(visit: Visit, Query(query): Query<ListQuery>) -> Answer {
    let mut entered = visit.admin().await?;
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let filter = query.filter();
    let found = users::page(tx, scope, &narrowed(&filter), (filter.page - 1) * PAGE, PAGE).await?;
    let scim_active = connections::list(tx, scope).await?.iter().any(|connection| connection.live_token().is_some());
    let resent = match query.hinweis.as_deref() {
        Some("gesendet") => Some(true),
        Some("zu-frueh") => Some(false),
        _ => None,
    };
    visit
        .page(entered, StatusCode::OK, |chrome| UsersPage {
            rows: found.people.into_iter().filter_map(|listed| row(chrome, listed)).collect(),
            total: found.total,
            page_size: PAGE,
            filter,
            scim_active,
            resent,
        })
        .await
}

fn narrowed(filter: &UserFilter) -> PortalFilter {
    PortalFilter {
        search: filter.search.clone(),
        status: filter.status.map(|status| match status {
            Status::Invited => Stands::Invited,
            Status::Active => Stands::Active,
            Status::Deactivated => Stands::Deactivated,
            Status::Expired => Stands::Expired,
            Status::Revoked => Stands::Revoked,
        }),
        managed: filter.origin.map(|origin| origin == Origin::Scim),
    }
}

/// `None` for removed people, who are on no page.
fn shown(status: Stands) -> Option<Status> {
    match status {
        Stands::Invited => Some(Status::Invited),
        Stands::Active => Some(Status::Active),
        Stands::Deactivated => Some(Status::Deactivated),
        Stands::Expired => Some(Status::Expired),
        Stands::Revoked => Some(Status::Revoked),
        Stands::Removed => None,
    }
}

const fn waits_for_answer(status: Status) -> bool {
    matches!(status, Status::Invited | Status::Expired | Status::Revoked)
}

fn mail(chrome: &Chrome, status: Status, delivery: Option<Delivery>) -> Option<MailState> {
    delivery.filter(|_| waits_for_answer(status)).map(|delivery| match delivery {
        Delivery::Waiting => MailState::Queued,
        Delivery::Sent { at } => MailState::Sent(chrome.clock.moment(chrome.lang, at)),
        Delivery::Undeliverable { reason } => MailState::Undeliverable(reason),
    })
}

fn origin(connection: Option<ConnectionId>, linked_at: Option<OffsetDateTime>) -> Origin {
    match (connection, linked_at) {
        (Some(_), Some(_)) => Origin::Linked,
        (Some(_), None) => Origin::Scim,
        (None, _) => Origin::Manual,
    }
}

fn row(chrome: &Chrome, listed: Listed) -> Option<UserRow> {
    let Listed { user, delivery, .. } = listed;
    let status = shown(user.status)?;
    Some(UserRow {
        id: user.id,
        name: user.display_name,
        email: user.email.to_string(),
        status,
        rights: user.rights,
        origin: origin(user.connection, user.linked_at),
        seat: user.seat,
        mail: mail(chrome, status, delivery),
        can_resend: waits_for_answer(status),
    })
}

/// The list's form.
#[derive(Debug, Deserialize)]
pub struct ListForm {
    aktion: String,
    person: UserId,
    #[serde(default)]
    liste: String,
}

/// „Erneut senden“ in a row; back to the same list.
pub async fn act_on_list(visit: Visit, Form(form): Form<ListForm>) -> Answer {
    if form.aktion != "erneut-senden" {
        return Err(Problem::BadForm);
    }
    let sent = resend(&visit, form.person).await?;
    let filter = filter_of(&form.liste);
    let query = filter.query(filter.page);
    let hint = if sent { "gesendet" } else { "zu-frueh" };
    let separator = if query.is_empty() { "" } else { "&" };
    Ok(Redirect::to(&format!("{}?{query}{separator}hinweis={hint}", routes::USERS)).into_response())
}

/// Reads back what the list wrote into its form; whatever else stands there is dropped.
fn filter_of(query: &str) -> UserFilter {
    let mut read = ListQuery::default();
    for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match key.as_ref() {
            "suche" => read.suche = value.into_owned(),
            "status" => read.status = value.into_owned(),
            "herkunft" => read.herkunft = value.into_owned(),
            "seite" => read.seite = value.parse().ok(),
            _ => {}
        }
    }
    read.filter()
}

/// `false` when the last mail is too fresh.
async fn resend(visit: &Visit, person: UserId) -> Result<bool, Problem> {
    let mut entered = visit.admin().await?;
    match invitations::resend(&mut entered.tx, &entered.scope, person).await {
        Ok(()) => {
            entered.tx.commit().await?;
            Ok(true)
        }
        Err(ResendError::TooOften) => Ok(false),
        Err(ResendError::NotInvited) => Err(Problem::NotFound),
        Err(ResendError::Fault(fault)) => Err(fault.into()),
    }
}

/// One person.
pub async fn show(visit: Visit, Path(user): Path<UserId>) -> Answer {
    page(&visit, visit.admin().await?, user, None).await
}

async fn page(visit: &Visit, mut entered: Entered<AdminScope>, id: UserId, note: Option<UserNote>) -> Answer {
    let listed = users::details(&mut entered.tx, &entered.scope, id).await?.ok_or(Problem::NotFound)?;
    let status = shown(listed.user.status).ok_or(Problem::NotFound)?;
    let open = sessions::count(&mut entered.tx, &entered.scope, id).await?;
    let second_factor = second_factors::of_person(&mut entered.tx, &entered.scope, id).await?;
    visit
        .page(entered, StatusCode::OK, |chrome| UserPage {
            user: detail(chrome, listed, status, open, second_factor),
            note,
        })
        .await
}

fn detail(chrome: &Chrome, listed: Listed, status: Status, sessions: i64, second_factor: bool) -> UserDetail {
    let Listed { user, method, delivery } = listed;
    let differs = user.sign_in_email.key() != user.email.key();
    UserDetail {
        id: user.id,
        name: user.display_name,
        email: user.email.to_string(),
        sign_in_email: differs.then(|| user.sign_in_email.to_string()),
        phone: user.phone,
        status,
        rights: user.rights,
        origin: origin(user.connection, user.linked_at),
        method: Some(method),
        seat: user.seat,
        since: chrome.clock.stamp(chrome.lang, user.created_at),
        mail: mail(chrome, status, delivery),
        can_resend: waits_for_answer(status),
        sessions,
        second_factor,
    }
}

/// The person's forms.
#[derive(Debug, Deserialize)]
pub struct UserForm {
    aktion: String,
}

/// „Erneut senden“, „Alle Sitzungen beenden“, „Zweiten Faktor zurücksetzen“.
pub async fn act(visit: Visit, Path(user): Path<UserId>, Form(form): Form<UserForm>) -> Answer {
    let note = match form.aktion.as_str() {
        "erneut-senden" => {
            if resend(&visit, user).await? {
                UserNote::Resent
            } else {
                UserNote::TooSoon
            }
        }
        "sitzungen-beenden" => {
            let mut entered = visit.admin().await?;
            let ended = users::end_sessions(&mut entered.tx, &entered.scope, user).await?.ok_or(Problem::NotFound)?;
            entered.tx.commit().await?;
            UserNote::SessionsEnded(i64::try_from(ended).unwrap_or(i64::MAX))
        }
        "faktor-zuruecksetzen" => {
            let mut entered = visit.fresh_admin().await?;
            if !second_factors::reset(&mut entered.tx, &entered.scope, user).await? {
                return Err(Problem::NotFound);
            }
            entered.tx.commit().await?;
            UserNote::SecondFactorReset
        }
        _ => return Err(Problem::BadForm),
    };
    page(&visit, visit.admin().await?, user, Some(note)).await
}
