//! The SCIM page, its forms, and the set-up guide; `keeping` has what is done with a connection at work.

mod facts;
mod keeping;
mod method;
mod news;
pub mod rehearsal;
mod setting_up;

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use serde::Deserialize;
use uuid::Uuid;

pub use facts::{Facts, summary};
use keeping::{Place, back};
pub use keeping::{act_on_settings, settings};
pub use setting_up::{act_on_setup, setup};

use super::Path;
use super::passwords::secret;
use super::problem::{Answer, Problem};
use super::visit::{Entered, Visit};
use super::{json, render};
use crate::domain::access::{AdminScope, Fresh};
use crate::domain::connections::{self, ActivateError};
use crate::domain::licences::{self, SwitchError};
use crate::domain::requests::{self, Ask, FileError};
use crate::domain::users::{self, Decision};
use crate::model::{ConnectionId, SignInMethod, TokenLifetime};
use crate::web::components::FieldErrors;
use crate::web::connections::{ScimNote, ScimPage, TokenPage, arrival_of};
use crate::web::routes;
use crate::web::text::t;

/// Query of the page.
#[derive(Debug, Deserialize)]
pub struct Said {
    hinweis: Option<String>,
}

/// The page; people without admin right read that admins do this (S0).
pub async fn show(visit: Visit, Query(said): Query<Said>) -> Answer {
    let entered = visit.signed_in().await?;
    if let Some(scope) = entered.scope.administrator() {
        let note = (said.hinweis.as_deref() == Some("deaktiviert")).then_some(ScimNote::Deactivated);
        return page(&visit, entered.with(scope), StatusCode::OK, note, FieldErrors::default()).await;
    }
    let page = ScimPage {
        setup: None,
        connections: Vec::new(),
        idempotency_key: String::new(),
        note: None,
        errors: FieldErrors::default(),
    };
    visit.page(entered, StatusCode::OK, |_| page).await
}

async fn page(
    visit: &Visit,
    mut entered: Entered<AdminScope>,
    status: StatusCode,
    note: Option<ScimNote>,
    errors: FieldErrors,
) -> Answer {
    let facts = Facts::read(&mut entered.tx, &entered.scope, &entered.account).await?;
    let connections = facts.connections(&visit.portal.origin);
    let page = ScimPage { setup: Some(facts.setup()), connections, idempotency_key: visit.form_key(), note, errors };
    visit.page(entered, status, |_| page).await
}

/// After a refused form: a new unit of work, because nothing of the old one may stay.
async fn again(visit: &Visit, status: StatusCode, note: Option<ScimNote>, errors: FieldErrors) -> Answer {
    page(visit, visit.admin().await?, status, note, errors).await
}

/// The page's forms.
#[derive(Debug, Deserialize)]
pub struct ScimForm {
    aktion: String,
    methode: Option<SignInMethod>,
    schluessel: Option<Uuid>,
    verbindung: Option<ConnectionId>,
    anfrage: Option<i64>,
    gueltigkeit: Option<TokenLifetime>,
    entscheidung: Option<Uuid>,
}

/// Whatever the page's buttons do.
pub async fn act(visit: Visit, Form(form): Form<ScimForm>) -> Answer {
    match form.aktion.as_str() {
        "aktivieren" => activate(&visit, form.methode, form.schluessel, form.gueltigkeit.unwrap_or_default()).await,
        "neues-token" => generate(&visit, form.verbindung, form.schluessel, form.gueltigkeit.unwrap_or_default()).await,
        "token-schliessen" => close(&visit).await,
        "token-verlegt" => lost(&visit, form.verbindung, Place::Scim).await,
        "anfrage-zurueckziehen" => withdraw(&visit, form.anfrage).await,
        "entfernungen-bestaetigen" => confirm_removals(&visit, form.verbindung).await,
        "methode-wechseln" => method::change(&visit, form.verbindung, form.methode).await,
        "neu-einladen" => method::invite_anew(&visit, form.verbindung).await,
        "altes-widerrufen" => keeping::end_replaced(&visit, named(form.verbindung)?, Place::Scim).await,
        "rotation-abbrechen" => keeping::withdraw_rotation(&visit, named(form.verbindung)?, Place::Scim).await,
        "fortsetzen" => keeping::resume(&visit, named(form.verbindung)?, Place::Scim).await,
        "verknuepfen" => decide(&visit, form.entscheidung, Decision::Link).await,
        "verknuepfen-ablehnen" => decide(&visit, form.entscheidung, Decision::Decline).await,
        "tarif-wechseln" => change_plan(&visit).await,
        "automatisieren" => automate(&visit).await,
        _ => Err(Problem::BadForm),
    }
}

fn named(connection: Option<ConnectionId>) -> Result<ConnectionId, Problem> {
    connection.ok_or(Problem::BadForm)
}

async fn activate(visit: &Visit, method: Option<SignInMethod>, key: Option<Uuid>, lifetime: TokenLifetime) -> Answer {
    let Some(method) = method else {
        let entered = visit.admin().await?;
        let errors = FieldErrors::one("methode", t!(visit.lang(), "error-method-missing"));
        return page(visit, entered, StatusCode::UNPROCESSABLE_ENTITY, None, errors).await;
    };
    issue(visit, visit.fresh_admin().await?, (method, lifetime), key.ok_or(Problem::BadForm)?).await
}

/// „Neues Token generieren“ for a connection whose token has ended.
async fn generate(
    visit: &Visit,
    connection: Option<ConnectionId>,
    key: Option<Uuid>,
    lifetime: TokenLifetime,
) -> Answer {
    let mut entered = visit.fresh_admin().await?;
    let all = connections::list(&mut entered.tx, &entered.scope).await?;
    let method = all.into_iter().find(|c| Some(c.id) == connection).ok_or(Problem::NotFound)?.method;
    issue(visit, entered, (method, lifetime), key.ok_or(Problem::BadForm)?).await
}

/// Makes the token and answers with it: the one answer that ever holds it.
async fn issue(
    visit: &Visit,
    mut entered: Entered<Fresh<AdminScope>>,
    (method, lifetime): (SignInMethod, TokenLifetime),
    key: Uuid,
) -> Answer {
    let error = match connections::activate_for(&mut entered.tx, &entered.scope, method, lifetime, key).await {
        Ok((connection, token)) => {
            let chrome = visit.chrome_for(&entered);
            entered.tx.commit().await?;
            return Ok(secret(render(&chrome, StatusCode::OK, TokenPage { connection, token: token.reveal() })));
        }
        Err(error) => error,
    };
    let chrome = visit.chrome_for(&entered);
    drop(entered);
    let lang = chrome.lang;
    match error {
        ActivateError::AlreadyDone => {
            let note = made_before(visit, method).await?;
            again(visit, StatusCode::OK, note, FieldErrors::default()).await
        }
        ActivateError::TokenLive { created_by, created_at } => {
            let note = ScimNote::AlreadyMade { at: chrome.clock.within(lang, created_at), by: created_by };
            again(visit, StatusCode::CONFLICT, Some(note), FieldErrors::default()).await
        }
        ActivateError::NotEligible(_) => {
            again(visit, StatusCode::CONFLICT, Some(ScimNote::NotEligible), FieldErrors::default()).await
        }
        ActivateError::MethodNotEnabled => {
            let errors = FieldErrors::one("methode", t!(lang, "error-method-not-enabled"));
            again(visit, StatusCode::UNPROCESSABLE_ENTITY, None, errors).await
        }
        ActivateError::MethodNotUsable => {
            let errors = FieldErrors::one(
                "methode",
                t!(lang, "offer-not-usable", method = crate::web::words::method(lang, method)),
            );
            again(visit, StatusCode::UNPROCESSABLE_ENTITY, None, errors).await
        }
        ActivateError::Fault(fault) => Err(fault.into()),
    }
}

/// The same form came a second time: who made the token, and when.
async fn made_before(visit: &Visit, method: SignInMethod) -> Result<Option<ScimNote>, Problem> {
    let mut entered = visit.admin().await?;
    let all = connections::list(&mut entered.tx, &entered.scope).await?;
    let token = all.into_iter().find(|c| c.method == method).and_then(|c| c.tokens.into_iter().next());
    let chrome = visit.chrome_for(&entered);
    Ok(token.map(|token| ScimNote::AlreadyMade {
        at: chrome.clock.within(chrome.lang, token.created_at),
        by: token.created_by,
    }))
}

/// „Schließen“: another session id, so that no cache shows the token again; then the page with the Base URL.
async fn close(visit: &Visit) -> Answer {
    drop(visit.admin().await?);
    visit.session.cycle_id().await?;
    Ok(visit.to(routes::SCIM))
}

async fn lost(visit: &Visit, connection: Option<ConnectionId>, place: Place) -> Answer {
    file(visit, Ask::TokenLost(named(connection)?), ScimNote::LostRequested, place).await
}

async fn change_plan(visit: &Visit) -> Answer {
    file(visit, Ask::PlanChange, ScimNote::PlanRequested, Place::Scim).await
}

async fn file(visit: &Visit, ask: Ask, note: fn(i64) -> ScimNote, place: Place) -> Answer {
    let mut entered = visit.admin().await?;
    match requests::file(&mut entered.tx, &entered.scope, ask, "").await {
        Ok(request) => back(visit, entered, place, StatusCode::OK, Some(note(request.reference))).await,
        // Revoked meanwhile: the page says so.
        Err(FileError::NothingLive) => Ok(visit.to(routes::SCIM)),
        Err(FileError::TooMany) => Ok(visit.to(routes::SUPPORT_REQUESTS)),
        Err(FileError::MessageTooLong | FileError::NothingSaid | FileError::NotAPerson) => Err(Problem::BadForm),
        Err(FileError::Fault(fault)) => Err(fault.into()),
    }
}

async fn withdraw(visit: &Visit, reference: Option<i64>) -> Answer {
    let mut entered = visit.admin().await?;
    let open = requests::list(&mut entered.tx, &entered.scope)
        .await?
        .into_iter()
        .find(|r| Some(r.reference) == reference && r.status == "open");
    let Some(request) = open else { return Ok(visit.to(routes::SCIM)) };
    requests::withdraw(&mut entered.tx, &entered.scope, request.id).await?;
    page(visit, entered, StatusCode::OK, Some(ScimNote::Withdrawn), FieldErrors::default()).await
}

/// „Entfernungen bestätigen“: the brake lets go.
async fn confirm_removals(visit: &Visit, connection: Option<ConnectionId>) -> Answer {
    let connection = connection.ok_or(Problem::BadForm)?;
    let mut entered = visit.admin().await?;
    let released = users::release(&mut entered.tx, &entered.scope, connection).await?;
    let released = i64::try_from(released).ok().filter(|n| *n > 0);
    let note = released.map_or(ScimNote::DecidedBefore, ScimNote::RemovalsConfirmed);
    page(visit, entered, StatusCode::OK, Some(note), FieldErrors::default()).await
}

/// „Verknüpfen“ and „Ablehnen“; whoever comes second sees what the first decided.
async fn decide(visit: &Visit, request: Option<Uuid>, decision: Decision) -> Answer {
    let request = request.ok_or(Problem::BadForm)?;
    let mut entered = visit.admin().await?;
    let decided = users::decide(&mut entered.tx, &entered.scope, request, decision).await?;
    let note = if decided { ScimNote::Decided(request) } else { ScimNote::DecidedBefore };
    page(visit, entered, StatusCode::OK, Some(note), FieldErrors::default()).await
}

/// „Jetzt einschalten“ in the checklist.
async fn automate(visit: &Visit) -> Answer {
    let mut entered = visit.admin().await?;
    match licences::set_automatic(&mut entered.tx, &entered.scope, true).await {
        Ok(()) => {}
        Err(SwitchError::ScimActive | SwitchError::InTest) => return Err(Problem::BadForm),
        Err(SwitchError::Fault(fault)) => return Err(fault.into()),
    }
    entered.account.auto_licences = true;
    page(visit, entered, StatusCode::OK, Some(ScimNote::AutomaticOn), FieldErrors::default()).await
}

/// What the guide's live panel asks for every few seconds.
pub async fn arrival(visit: Visit, Path(connection): Path<ConnectionId>) -> Answer {
    let mut entered = visit.admin().await?;
    let facts = Facts::read(&mut entered.tx, &entered.scope, &entered.account).await?;
    let view = facts.connection(connection, &visit.portal.origin).ok_or(Problem::NotFound)?;
    let news = news::read(&mut entered.tx, &entered.scope, connection).await?;
    let chrome = visit.chrome_for(&entered);
    // Not committed: a page that waits does not keep a session alive.
    drop(entered);
    Ok(json(&arrival_of(chrome.lang, &chrome.clock, &view, &news)))
}
