//! What an admin does with a connection at work: replace its token, pause it, switch it off. The forms stand on the SCIM page and on the
//! connection's settings; each answers with the page it came from.

use axum::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use uuid::Uuid;

use super::facts::Facts;
use super::{again, generate, lost, page};
use crate::domain::access::{AdminScope, Fresh};
use crate::domain::connections::{self, Change, DeactivateError, ResumeError};
use crate::domain::tokens::{self, RotateError};
use crate::model::{ConnectionId, ConnectionProfile, Inviting, Linking, Overlap, PeopleAfter, TokenLifetime};
use crate::web::components::FieldErrors;
use crate::web::connections::{ScimNote, SettingsPage, TokenPage};
use crate::web::routes;
use crate::web::ssr::Path;
use crate::web::ssr::drafts;
use crate::web::ssr::passwords::secret;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::render;
use crate::web::ssr::visit::{Entered, Visit};
use crate::web::text::t;

/// The page a form came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The SCIM page.
    Scim,
    /// The settings of this connection.
    Settings(ConnectionId),
}

/// Shows the page again, with what just happened.
pub async fn back(
    visit: &Visit,
    entered: Entered<AdminScope>,
    place: Place,
    status: StatusCode,
    note: Option<ScimNote>,
) -> Answer {
    match place {
        Place::Scim => page(visit, entered, status, note, FieldErrors::default()).await,
        Place::Settings(connection) => {
            let said = Said { status, note, ..Said::default() };
            settings_page(visit, entered, connection, said).await
        }
    }
}

/// What a settings page says beside the facts.
#[derive(Default)]
struct Said {
    status: StatusCode,
    note: Option<ScimNote>,
    typed: (String, PeopleAfter),
    errors: FieldErrors,
}

async fn settings_page(
    visit: &Visit,
    mut entered: Entered<AdminScope>,
    connection: ConnectionId,
    said: Said,
) -> Answer {
    let facts = Facts::read(&mut entered.tx, &entered.scope, &entered.account).await?;
    let view = facts.connection(connection, &visit.portal.origin).ok_or(Problem::NotFound)?;
    let page = SettingsPage {
        connection: view,
        account: entered.account.name.clone(),
        idempotency_key: visit.form_key(),
        note: said.note,
        typed: said.typed,
        errors: said.errors,
    };
    visit.page(entered, said.status, |_| page).await
}

/// Einstellungen of a connection.
pub async fn settings(visit: Visit, Path(connection): Path<ConnectionId>) -> Answer {
    let entered = visit.admin().await?;
    let mut said = Said::default();
    if let Some(typed) = drafts::here(&visit, &entered.tx).await? {
        let of = |name: &str| typed.get(name).map(String::as_str).unwrap_or_default();
        said.note = Some(ScimNote::NotYet);
        said.typed = (of("kontoname").to_owned(), of("personen").parse().unwrap_or_default());
    }
    settings_page(&visit, entered, connection, said).await
}

/// The settings' forms.
#[derive(Debug, Deserialize)]
pub struct SettingsForm {
    aktion: String,
    schluessel: Option<Uuid>,
    gueltigkeit: Option<TokenLifetime>,
    ueberlappung: Option<Overlap>,
    profil: Option<ConnectionProfile>,
    verknuepfung: Option<Linking>,
    einladungen: Option<Inviting>,
    kontoname: Option<String>,
    personen: Option<PeopleAfter>,
}

/// Whatever the settings' buttons do.
pub async fn act_on_settings(
    visit: Visit,
    Path(connection): Path<ConnectionId>,
    Form(form): Form<SettingsForm>,
) -> Answer {
    let place = Place::Settings(connection);
    let lifetime = form.gueltigkeit.unwrap_or_default();
    match form.aktion.as_str() {
        "einstellungen" => {
            let change = Change { profile: form.profil, linking: form.verknuepfung, inviting: form.einladungen };
            configure(&visit, connection, change).await
        }
        "rotieren" => {
            let key = form.schluessel.ok_or(Problem::BadForm)?;
            rotate(&visit, connection, (lifetime, form.ueberlappung.unwrap_or_default()), key).await
        }
        "neues-token" => generate(&visit, Some(connection), form.schluessel, lifetime).await,
        "token-verlegt" => lost(&visit, Some(connection), place).await,
        "altes-widerrufen" => end_replaced(&visit, connection, place).await,
        "rotation-abbrechen" => withdraw_rotation(&visit, connection, place).await,
        "pausieren" => pause(&visit, connection).await,
        "fortsetzen" => resume(&visit, connection, place).await,
        "deaktivieren" => {
            let typed = (form.kontoname.unwrap_or_default(), form.personen.unwrap_or_default());
            deactivate(&visit, connection, typed).await
        }
        _ => Err(Problem::BadForm),
    }
}

/// Profile and policies of a connection.
async fn configure(visit: &Visit, connection: ConnectionId, change: Change) -> Answer {
    let mut entered = visit.admin().await?;
    if !connections::configure(&mut entered.tx, &entered.scope, connection, change).await? {
        return Err(Problem::NotFound);
    }
    back(visit, entered, Place::Settings(connection), StatusCode::OK, Some(ScimNote::Configured)).await
}

/// „Token rotieren“: the answer shows the new token, as „Aktivieren“ does.
async fn rotate(
    visit: &Visit,
    connection: ConnectionId,
    (lifetime, overlap): (TokenLifetime, Overlap),
    key: Uuid,
) -> Answer {
    let mut entered: Entered<Fresh<AdminScope>> = visit.fresh_admin().await?;
    let made = tokens::rotate(&mut entered.tx, &entered.scope, connection, lifetime, overlap, key).await;
    let chrome = visit.chrome_for(&entered);
    let (status, note) = match made {
        Ok(token) => {
            entered.tx.commit().await?;
            return Ok(secret(render(&chrome, StatusCode::OK, TokenPage { connection, token: token.reveal() })));
        }
        Err(RotateError::NotThere) => return Err(Problem::NotFound),
        Err(RotateError::SupportOnly) => (StatusCode::CONFLICT, Some(ScimNote::SupportOnly)),
        // Revoked meanwhile: the page says so.
        Err(RotateError::NothingLive) => (StatusCode::CONFLICT, None),
        Err(RotateError::AlreadyDone) => {
            drop(entered);
            let mut entered = visit.admin().await?;
            let all = connections::list(&mut entered.tx, &entered.scope).await?;
            let newest = all.into_iter().find(|one| one.id == connection).and_then(|one| one.tokens.into_iter().next());
            let note = newest.map(|token| ScimNote::AlreadyMade {
                at: chrome.clock.within(chrome.lang, token.created_at),
                by: token.created_by,
            });
            return back(visit, entered, Place::Settings(connection), StatusCode::OK, note).await;
        }
        Err(RotateError::AlreadyRotating { created_by, created_at }) => {
            let at = chrome.clock.within(chrome.lang, created_at);
            (StatusCode::CONFLICT, Some(ScimNote::AlreadyMade { at, by: created_by }))
        }
        Err(RotateError::Fault(fault)) => return Err(fault.into()),
    };
    drop(entered);
    back(visit, visit.admin().await?, Place::Settings(connection), status, note).await
}

/// „Altes jetzt widerrufen“; whoever comes second sees how it stands.
pub async fn end_replaced(visit: &Visit, connection: ConnectionId, place: Place) -> Answer {
    let mut entered = visit.admin().await?;
    let ended = tokens::end_replaced(&mut entered.tx, &entered.scope, connection).await?;
    let note = if ended { ScimNote::OldTokenEnded } else { ScimNote::DecidedBefore };
    back(visit, entered, place, StatusCode::OK, Some(note)).await
}

/// „Abbrechen“: the new token ends.
pub async fn withdraw_rotation(visit: &Visit, connection: ConnectionId, place: Place) -> Answer {
    let mut entered = visit.admin().await?;
    let withdrawn = tokens::withdraw(&mut entered.tx, &entered.scope, connection).await?;
    let note = if withdrawn { ScimNote::NewTokenWithdrawn } else { ScimNote::DecidedBefore };
    back(visit, entered, place, StatusCode::OK, Some(note)).await
}

async fn pause(visit: &Visit, connection: ConnectionId) -> Answer {
    let mut entered = visit.admin().await?;
    let paused = connections::pause(&mut entered.tx, &entered.scope, connection).await?;
    let note = if paused { ScimNote::Paused } else { ScimNote::DecidedBefore };
    back(visit, entered, Place::Settings(connection), StatusCode::OK, Some(note)).await
}

/// „Fortsetzen“.
pub async fn resume(visit: &Visit, connection: ConnectionId, place: Place) -> Answer {
    let mut entered = visit.admin().await?;
    match connections::resume(&mut entered.tx, &entered.scope, connection).await {
        Ok(()) => back(visit, entered, place, StatusCode::OK, Some(ScimNote::Resumed)).await,
        Err(ResumeError::NotPaused) => back(visit, entered, place, StatusCode::OK, Some(ScimNote::DecidedBefore)).await,
        Err(ResumeError::NotEligible(_)) => {
            drop(entered);
            let note = Some(ScimNote::NotEligible);
            again(visit, StatusCode::CONFLICT, note, FieldErrors::default()).await
        }
        Err(ResumeError::Fault(fault)) => Err(fault.into()),
    }
}

/// „SCIM deaktivieren“ (S15); afterwards the SCIM page offers the method again.
async fn deactivate(visit: &Visit, connection: ConnectionId, typed: (String, PeopleAfter)) -> Answer {
    let (name, people) = (typed.0.as_str(), typed.1);
    let mut entered = match visit.fresh_admin().await {
        Ok(entered) => entered,
        Err(problem) => {
            let typed = [("kontoname", name), ("personen", people.name())];
            return Err(drafts::keep(visit, problem, &typed).await);
        }
    };
    match connections::deactivate(&mut entered.tx, &entered.scope, connection, name, people).await {
        Ok(_) => {
            entered.tx.commit().await?;
            drafts::forget(visit).await?;
            let page = format!("{}?hinweis=deaktiviert", routes::SCIM.to(visit.lang()));
            Ok(Redirect::to(&page).into_response())
        }
        Err(DeactivateError::NotThere) => Err(Problem::NotFound),
        Err(DeactivateError::NameDiffers) => {
            drop(entered);
            let errors = FieldErrors::one("kontoname", t!(visit.lang(), "error-account-name-differs"));
            let said = Said { status: StatusCode::UNPROCESSABLE_ENTITY, typed, errors, ..Said::default() };
            settings_page(visit, visit.admin().await?, connection, said).await
        }
        Err(DeactivateError::Fault(fault)) => Err(fault.into()),
    }
}
