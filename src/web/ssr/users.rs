//! Nutzerverwaltung: the list and one person.

use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use time::OffsetDateTime;

use super::drafts;
use super::problem::{Answer, Problem};
use super::visit::{Entered, Visit};
use crate::domain::access::AdminScope;
use crate::domain::address_moves::{self, ApproveError, Obstacle, Offer};
use crate::domain::invitations::{self, ResendError, Sent};
use crate::domain::users::{self, Delivery, LeaveError, Listed, PortalFilter};
use crate::domain::{connections, second_factors, sessions, users::Status as Stands};
use crate::model::{ConnectionId, UserId};
use crate::web::layouts::Chrome;
use crate::web::routes;
use crate::web::users::{
    AddressChoice, AddressStanding, MailState, Origin, Status, UserDetail, UserFilter, UserNote, UserPage, UserRow,
    UsersPage,
};

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
    anzahl: Option<i64>,
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
    let unsent = invitations::unsent(tx, scope).await?;
    let scim_active = connections::list(tx, scope).await?.iter().any(|connection| connection.live_token().is_some());
    let note = match query.hinweis.as_deref() {
        Some("gesendet") => Some(UserNote::Resent),
        Some("zu-frueh") => Some(UserNote::TooSoon),
        Some("entfernt") => Some(UserNote::Removed),
        Some("alle-gesendet") => Some(UserNote::AllSent(query.anzahl.unwrap_or_default().clamp(0, 1_000_000))),
        _ => None,
    };
    visit
        .page(entered, StatusCode::OK, |chrome| UsersPage {
            rows: found.people.into_iter().filter_map(|listed| row(chrome, listed)).collect(),
            total: found.total,
            page_size: PAGE,
            filter,
            scim_active,
            unsent,
            note,
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
        Delivery::Unsent => MailState::Unsent,
        Delivery::Later { at } => MailState::Later(chrome.clock.moment(chrome.lang, at)),
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
    let Listed { user, delivery, signed_in, .. } = listed;
    let status = shown(user.status)?;
    let last = signed_in.map(|(_, last)| chrome.clock.ago(chrome.lang, last));
    Some(UserRow {
        last_sign_in: (status == Status::Active).then_some(last),
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
    person: Option<UserId>,
    #[serde(default)]
    liste: String,
}

/// „Erneut senden“ in a row and „Alle senden“; back to the same list.
pub async fn act_on_list(visit: Visit, Form(form): Form<ListForm>) -> Answer {
    let person = match (form.aktion.as_str(), form.person) {
        ("alle-senden", _) => return send_all(&visit).await,
        ("erneut-senden", Some(person)) => person,
        _ => return Err(Problem::BadForm),
    };
    let hint = match resend(&visit, person).await? {
        Some(Sent::First) => "alle-gesendet&anzahl=1",
        Some(Sent::Again) => "gesendet",
        None => "zu-frueh",
    };
    let filter = filter_of(&form.liste);
    let query = filter.query(filter.page);
    let separator = if query.is_empty() { "" } else { "&" };
    Ok(Redirect::to(&format!("{}?{query}{separator}hinweis={hint}", routes::USERS.to(visit.lang()))).into_response())
}

async fn send_all(visit: &Visit) -> Answer {
    let mut entered = visit.admin().await?;
    let sent = invitations::send_unsent(&mut entered.tx, &entered.scope).await?;
    entered.tx.commit().await?;
    Ok(Redirect::to(&format!("{}?hinweis=alle-gesendet&anzahl={sent}", routes::USERS.to(visit.lang()))).into_response())
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

/// `None` when the last mail is too fresh.
async fn resend(visit: &Visit, person: UserId) -> Result<Option<Sent>, Problem> {
    let mut entered = visit.admin().await?;
    match invitations::resend(&mut entered.tx, &entered.scope, person).await {
        Ok(sent) => {
            entered.tx.commit().await?;
            Ok(Some(sent))
        }
        Err(ResendError::TooOften) => Ok(None),
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
    let address = address_moves::offer(&mut entered.tx, &entered.scope, id).await?.map(choice);
    let open = sessions::count(&mut entered.tx, &entered.scope, id).await?;
    let second_factor = second_factors::of_person(&mut entered.tx, &entered.scope, id).await?;
    let typed = drafts::here(visit, &entered.tx).await?;
    let reason = typed.and_then(|mut typed| typed.remove("grund")).unwrap_or_default();
    visit
        .page(entered, StatusCode::OK, |chrome| UserPage {
            user: UserDetail { reason, sessions: open, second_factor, ..detail(chrome, listed, status, address) },
            note,
        })
        .await
}

fn choice(offer: Offer) -> AddressChoice {
    AddressChoice {
        from: offer.from.to_string(),
        to: offer.to.to_string(),
        standing: match offer.obstacle {
            None => AddressStanding::Open,
            Some(Obstacle::Privileged) => AddressStanding::Privileged,
            Some(Obstacle::Taken) => AddressStanding::Taken,
        },
    }
}

fn detail(chrome: &Chrome, listed: Listed, status: Status, address: Option<AddressChoice>) -> UserDetail {
    let Listed { user, method, delivery, signed_in } = listed;
    let stamp = |at| chrome.clock.stamp(chrome.lang, at);
    let signed_in = signed_in.map(|(first, last)| (stamp(first), stamp(last)));
    let differs = user.sign_in_email.key() != user.email.key();
    UserDetail {
        id: user.id,
        name: user.display_name,
        email: user.email.to_string(),
        sign_in_email: differs.then(|| user.sign_in_email.to_string()),
        address,
        phone: user.phone,
        status,
        rights: user.rights,
        origin: origin(user.connection, user.linked_at),
        method: Some(method),
        seat: user.seat,
        since: stamp(user.created_at),
        signed_in: user.accepted_at.map(|_| signed_in),
        mail: mail(chrome, status, delivery),
        can_resend: waits_for_answer(status),
        reason: String::new(),
        sessions: 0,
        second_factor: false,
    }
}

/// The person's forms.
#[derive(Debug, Deserialize)]
pub struct UserForm {
    aktion: String,
    #[serde(default)]
    grund: String,
}

/// Whatever the page's buttons do.
pub async fn act(visit: Visit, Path(user): Path<UserId>, Form(form): Form<UserForm>) -> Answer {
    let note = match form.aktion.as_str() {
        "erneut-senden" => match resend(&visit, user).await? {
            Some(Sent::First) => UserNote::AllSent(1),
            Some(Sent::Again) => UserNote::Resent,
            None => UserNote::TooSoon,
        },
        "sitzungen-beenden" => {
            let mut entered = visit.admin().await?;
            let ended = users::end_sessions(&mut entered.tx, &entered.scope, user).await?.ok_or(Problem::NotFound)?;
            entered.tx.commit().await?;
            UserNote::SessionsEnded(i64::try_from(ended).unwrap_or(i64::MAX))
        }
        "zurueckziehen" => {
            let mut entered = visit.admin().await?;
            if !invitations::withdraw(&mut entered.tx, &entered.scope, user).await? {
                return Err(Problem::NotFound);
            }
            entered.tx.commit().await?;
            UserNote::Withdrawn
        }
        "adresse-freigeben" => approve_address(&visit, user, &form.grund).await?,
        "deaktivieren" | "aktivieren" | "entfernen" => match decide_access(&visit, &form.aktion, user).await? {
            Some(note) => note,
            None => {
                return Ok(
                    Redirect::to(&format!("{}?hinweis=entfernt", routes::USERS.to(visit.lang()))).into_response()
                );
            }
        },
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

/// „Person deaktivieren“, „Person aktivieren“, „Person entfernen“; `None` for somebody who has no page any more.
async fn decide_access(visit: &Visit, action: &str, user: UserId) -> Result<Option<UserNote>, Problem> {
    let mut entered = visit.fresh_admin().await?;
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let (done, note) = match action {
        "deaktivieren" => (users::deactivate(tx, scope, user).await, Some(UserNote::Deactivated)),
        "aktivieren" => (users::reactivate(tx, scope, user).await, Some(UserNote::Reactivated)),
        _ => (users::dismiss(tx, scope, user).await, None),
    };
    match done {
        Ok(()) => {
            entered.tx.commit().await?;
            Ok(note)
        }
        Err(LeaveError::NotThere) => Err(Problem::NotFound),
        Err(LeaveError::Yourself) => Ok(Some(UserNote::Yourself)),
        Err(LeaveError::LastAdministrator) => Ok(Some(UserNote::LastAdministrator)),
        Err(LeaveError::Fault(fault)) => Err(fault.into()),
    }
}

/// „Wechsel freigeben“: what the person signed in by is gone.
async fn approve_address(visit: &Visit, user: UserId, reason: &str) -> Result<UserNote, Problem> {
    let mut entered = match visit.fresh_admin().await {
        Ok(entered) => entered,
        Err(problem) => return Err(drafts::keep(visit, problem, &[("grund", reason)]).await),
    };
    match address_moves::approve(&mut entered.tx, &entered.scope, user, reason).await {
        Ok(()) => {
            entered.tx.commit().await?;
            drafts::forget(visit).await?;
            Ok(UserNote::AddressMoved)
        }
        Err(ApproveError::NothingToMove | ApproveError::Taken) => Ok(UserNote::AddressNotMoved),
        Err(ApproveError::ReasonNeeded) => Ok(UserNote::ReasonNeeded),
        Err(ApproveError::Fault(fault)) => Err(fault.into()),
    }
}
