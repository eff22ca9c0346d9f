//! Finding accounts, the inbox, one account, the own log.

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use serde::Deserialize;

use super::visit::StaffVisit;
use crate::domain::access::SupportScope;
use crate::domain::connections::Connection;
use crate::domain::db::Tx;
use crate::domain::requests::{Ask, Request};
use crate::domain::support::{self, AccountOverview};
use crate::domain::tokens::RevokeError;
use crate::model::{AccountId, ConnectionId};
use crate::web::components::FieldErrors;
use crate::web::ssr::Path;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::support::{
    AccountHit, InboxEntry, SupportAccountPage, SupportConnection, SupportHomePage, SupportLogEntry, SupportLogPage,
    SupportNote, SupportRequestView,
};
use crate::web::text::{Lang, t};

/// What to look for.
#[derive(Debug, Deserialize)]
pub struct Search {
    #[serde(default)]
    suche: String,
}

/// Search and inbox.
pub async fn home(visit: StaffVisit, Query(search): Query<Search>) -> Answer {
    let (mut tx, scope) = visit.staff().await?;
    let hits = if search.suche.trim().is_empty() {
        None
    } else {
        let found = support::search(&mut tx, &scope, &search.suche).await?;
        Some(found.into_iter().map(|hit| AccountHit { id: hit.id, name: hit.name }).collect())
    };
    let inbox = support::inbox(&mut tx, &scope).await?;
    let inbox = inbox
        .into_iter()
        .map(|item| InboxEntry {
            reference: item.request.reference,
            kind: kind(item.request.ask).to_owned(),
            account: item.account.id,
            account_name: item.account.name,
            by: item.request.created_by_name,
            at: item.request.created_at,
        })
        .collect();
    visit.page(tx, &scope, StatusCode::OK, SupportHomePage { search: search.suche, hits, inbox }).await
}

const fn kind(ask: Ask) -> &'static str {
    match ask {
        Ask::TokenLost(_) => "token_lost",
        Ask::PlanChange => "plan_change",
        Ask::Other => "other",
    }
}

/// One account.
pub async fn account(visit: StaffVisit, Path(id): Path<AccountId>) -> Answer {
    let (tx, scope) = visit.staff().await?;
    page(&visit, tx, &scope, id, StatusCode::OK, Outcome::default()).await
}

/// What a form led to.
#[derive(Default)]
struct Outcome {
    note: Option<SupportNote>,
    typed: Option<(ConnectionId, String, String)>,
    errors: FieldErrors,
}

async fn page(
    visit: &StaffVisit,
    mut tx: Tx,
    scope: &SupportScope,
    id: AccountId,
    status: StatusCode,
    outcome: Outcome,
) -> Answer {
    let AccountOverview { account, connections, requests, consent, .. } =
        support::view(&mut tx, scope, id).await?.ok_or(Problem::NotFound)?;
    let page = SupportAccountPage {
        id,
        name: account.name,
        plan: account.plan,
        automatic: account.auto_licences,
        test_ends_at: account.test_ends_at,
        requests: requests.into_iter().filter(|request| request.status == "open").map(request_view).collect(),
        connections: connections.into_iter().map(connection_view).collect(),
        access: consent.map(|consent| (consent.by, consent.until)),
        note: outcome.note,
        typed: outcome.typed,
        errors: outcome.errors,
    };
    visit.page(tx, scope, status, page).await
}

fn request_view(request: Request) -> SupportRequestView {
    SupportRequestView {
        reference: request.reference,
        kind: kind(request.ask).to_owned(),
        by: request.created_by_name,
        at: request.created_at,
        message: request.message,
    }
}

fn connection_view(connection: Connection) -> SupportConnection {
    SupportConnection {
        id: connection.id,
        method: connection.method,
        token: connection.live_token().map(|token| (token.last4.clone(), token.created_at)),
        last_request: connection.last_request_at,
        people: connection.people,
    }
}

/// The account page's forms.
#[derive(Debug, Deserialize)]
pub struct AccountForm {
    aktion: String,
    verbindung: Option<ConnectionId>,
    anfrage: Option<i64>,
    #[serde(default)]
    grund: String,
    #[serde(default)]
    ticket: String,
}

/// „Token widerrufen“, „Als erledigt markieren“.
pub async fn act(visit: StaffVisit, Path(id): Path<AccountId>, Form(form): Form<AccountForm>) -> Answer {
    match form.aktion.as_str() {
        "widerrufen" => revoke(&visit, id, form).await,
        "anfrage-erledigt" => settle(&visit, id, form.anfrage).await,
        _ => Err(Problem::BadForm),
    }
}

async fn revoke(visit: &StaffVisit, id: AccountId, form: AccountForm) -> Answer {
    let connection = form.verbindung.ok_or(Problem::BadForm)?;
    let errors = mistakes(visit.lang(), &form);
    let (mut tx, scope) = visit.staff().await?;
    if !errors.is_empty() {
        let typed = Some((connection, form.grund, form.ticket));
        return page(visit, tx, &scope, id, StatusCode::UNPROCESSABLE_ENTITY, Outcome { note: None, typed, errors })
            .await;
    }
    // The page names the account: a connection of another one is not there.
    let overview = support::view(&mut tx, &scope, id).await?.ok_or(Problem::NotFound)?;
    if !overview.connections.iter().any(|c| c.id == connection) {
        return Err(Problem::NotFound);
    }
    match support::revoke_token(&mut tx, &scope, connection, &form.grund, &form.ticket).await {
        Ok(()) => {
            tx.commit().await?;
            after(visit, id, SupportNote::Revoked).await
        }
        Err(RevokeError::NothingLive) => {
            drop(tx);
            after(visit, id, SupportNote::NothingToRevoke).await
        }
        Err(RevokeError::UnknownConnection) => Err(Problem::NotFound),
        Err(RevokeError::ReasonNeeded) => Err(Problem::BadForm),
        Err(RevokeError::Fault(fault)) => Err(fault.into()),
    }
}

fn mistakes(lang: Lang, form: &AccountForm) -> FieldErrors {
    let mut errors = FieldErrors::default();
    let missing = |text: &str, limit: usize| text.trim().is_empty() || text.trim().chars().count() > limit;
    if missing(&form.grund, 1000) {
        errors.push("grund", t!(lang, "support-error-reason"));
    }
    if missing(&form.ticket, 100) {
        errors.push("ticket", t!(lang, "support-error-ticket"));
    }
    errors
}

async fn settle(visit: &StaffVisit, id: AccountId, reference: Option<i64>) -> Answer {
    let (mut tx, scope) = visit.staff().await?;
    let overview = support::view(&mut tx, &scope, id).await?.ok_or(Problem::NotFound)?;
    let request =
        overview.requests.into_iter().find(|request| Some(request.reference) == reference).ok_or(Problem::NotFound)?;
    support::settle_request(&mut tx, &scope, id, request.id).await?;
    tx.commit().await?;
    after(visit, id, SupportNote::Closed).await
}

/// The page after a deed, read anew.
async fn after(visit: &StaffVisit, id: AccountId, note: SupportNote) -> Answer {
    let (tx, scope) = visit.staff().await?;
    page(visit, tx, &scope, id, StatusCode::OK, Outcome { note: Some(note), ..Outcome::default() }).await
}

/// The own log.
pub async fn log(visit: StaffVisit) -> Answer {
    let (mut tx, scope) = visit.staff().await?;
    let entries = support::log(&mut tx, &scope).await?;
    let entries = entries
        .into_iter()
        .map(|entry| SupportLogEntry {
            at: entry.at,
            action: entry.action,
            subject: entry.subject.map(|id| id.to_string()).unwrap_or_default(),
        })
        .collect();
    visit.page(tx, &scope, StatusCode::OK, SupportLogPage { entries }).await
}
