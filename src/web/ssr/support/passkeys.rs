//! Passkeys of support staff: what is asked and answered, and the pages that list, add, rename and remove them.

use axum::Form;
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::visit::StaffVisit;
use crate::domain::passkeys::{NewPasskey, RegisterError};
use crate::domain::support::{self, passkeys};
use crate::model::StaffId;
use crate::web::components::FieldErrors;
use crate::web::profile::{PasskeyPage, ProfileNote, device};
use crate::web::routes;
use crate::web::sessions::Desk;
use crate::web::ssr::passkeys::{Brought, Made, Received, Shown, Wish, not_another_one, question, relying_party};
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::profile::passkeys_view;
use crate::web::support::SupportOwnSignInPage;
use crate::web::text::t;

/// The question, and in a cookie what the browser carries until it is answered.
pub async fn ask(visit: StaffVisit, Form(wish): Form<Wish>) -> Answer {
    let rp = relying_party(&visit.portal)?;
    let asked = match wish.fuer.as_str() {
        "anmelden" => passkeys::ask_anybody(&visit.begin().await?, &rp)?,
        "zweiter-faktor" => {
            let session = visit.hash()?;
            let (mut tx, staff) = visit.pending().await?;
            passkeys::ask_beside_password(&mut tx, &rp, staff, &session).await?.ok_or(Problem::NotFound)?
        }
        "bestaetigen" => {
            let (mut tx, scope) = visit.staff().await?;
            passkeys::ask_again(&mut tx, &rp, &scope).await?.ok_or(Problem::NotFound)?
        }
        "neu" => {
            let (mut tx, scope) = visit.fresh_staff().await?;
            let console = format!("{} {}", visit.portal.brand.name, t!(visit.lang(), "support-console"));
            passkeys::begin(&mut tx, &rp, &scope, &console).await.map_err(not_another_one)?
        }
        _ => return Err(Problem::BadForm),
    };
    question(&visit.portal, asked)
}

/// Where an answer was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At the console's sign-in page.
    SignIn,
    /// After the password.
    SecondFactor,
    /// Where staff signed in confirm that it is them.
    Confirm,
}

/// Has an answer judged, then lets `respond` say what came of it; a right one says whose passkey it was.
pub async fn receive(
    visit: &StaffVisit,
    headers: &HeaderMap,
    text: &str,
    place: Place,
    respond: impl AsyncFnOnce(Received<StaffId>) -> Answer,
) -> Answer {
    let shown = Shown::of(&visit.portal, headers, text)?;
    let (rp, answer, sealed) = (&shown.rp, &shown.answer, shown.sealed());
    let (tx, judged) = match place {
        Place::SignIn => {
            let mut tx = visit.begin().await?;
            let judged = passkeys::sign_in(&mut tx, rp, sealed, answer).await;
            (tx, judged)
        }
        Place::SecondFactor => {
            let session = visit.hash()?;
            let (mut tx, staff) = visit.pending().await?;
            let judged = passkeys::show(&mut tx, rp, staff, &session, sealed, answer).await;
            (tx, judged.map(|()| staff))
        }
        Place::Confirm => {
            let (mut tx, scope) = visit.staff().await?;
            let judged = passkeys::prove_again(&mut tx, rp, &scope, sealed, answer).await;
            (tx, judged.map(|()| scope.staff()))
        }
    };
    shown.settle(tx, judged, respond).await
}

/// Query of the page.
#[derive(Debug, Deserialize)]
pub struct Hint {
    hinweis: Option<String>,
}

/// „Meine Anmeldung“.
pub async fn show(visit: StaffVisit, Query(hint): Query<Hint>) -> Answer {
    let (mut tx, scope) = visit.staff().await?;
    let codes_left = support::codes_left(&mut tx, &scope).await?;
    let own = passkeys::list(&mut tx, &scope).await?;
    let page = SupportOwnSignInPage {
        codes_left,
        passkeys: visit.portal.passkeys().map(|_| passkeys_view(own)),
        note: hint.hinweis.as_deref().and_then(ProfileNote::of_name),
    };
    visit.page(tx, &scope, StatusCode::OK, page).await
}

fn back(note: ProfileNote) -> Response {
    Redirect::to(&format!("{}?hinweis={}", routes::SUPPORT_OWN_SIGN_IN, note.name())).into_response()
}

/// The buttons of a passkey.
#[derive(Debug, Deserialize)]
pub struct PasskeyForm {
    aktion: String,
    passkey: Uuid,
    #[serde(default)]
    name: String,
}

/// „Umbenennen“, „Entfernen“.
pub async fn act(visit: StaffVisit, Form(form): Form<PasskeyForm>) -> Answer {
    match form.aktion.as_str() {
        "passkey-umbenennen" => {
            let (mut tx, scope) = visit.staff().await?;
            let renamed = passkeys::rename(&mut tx, &scope, form.passkey, &form.name).await?;
            tx.commit().await?;
            if renamed {
                return Ok(back(ProfileNote::PasskeyRenamed));
            }
            Ok(Redirect::to(routes::SUPPORT_OWN_SIGN_IN).into_response())
        }
        "passkey-entfernen" => {
            let (mut tx, scope) = visit.fresh_staff().await?;
            passkeys::remove(&mut tx, &scope, form.passkey).await?;
            tx.commit().await?;
            visit.session.cycle_id().await?;
            // Removed now or before: it is not there any more.
            Ok(back(ProfileNote::PasskeyRemoved))
        }
        _ => Err(Problem::BadForm),
    }
}

/// The page that adds one.
pub async fn new(visit: StaffVisit) -> Answer {
    page(&visit, StatusCode::OK, None, FieldErrors::default()).await
}

async fn page(visit: &StaffVisit, status: StatusCode, name: Option<String>, errors: FieldErrors) -> Answer {
    let (tx, scope) = visit.fresh_staff().await?;
    let possible = visit.portal.passkeys().is_some();
    let name = name.unwrap_or_else(|| device(visit.lang(), visit.user_agent()));
    visit.page(tx, &scope, status, PasskeyPage { desk: Desk::Console, name, possible, errors }).await
}

/// Adds it: the session goes on under another id.
pub async fn add(visit: StaffVisit, headers: HeaderMap, Form(made): Form<Made>) -> Answer {
    let rp = relying_party(&visit.portal)?;
    let answer = NewPasskey::parse(&made.antwort).ok_or(Problem::BadForm)?;
    let brought = Brought::of(&visit.portal, &headers, answer.question());
    let (mut tx, scope) = visit.fresh_staff().await?;
    let sealed = brought.sealed().unwrap_or_default();
    let lang = visit.lang();
    let response = match passkeys::finish(&mut tx, &rp, &scope, sealed, &answer, &made.name).await {
        Ok(()) => {
            tx.commit().await?;
            visit.session.cycle_id().await?;
            back(ProfileNote::PasskeyAdded)
        }
        Err(RegisterError::Refused) => {
            // The question is used up.
            tx.commit().await?;
            let errors = FieldErrors::one("name", t!(lang, "passkey-refused"));
            page(&visit, StatusCode::UNPROCESSABLE_ENTITY, Some(made.name), errors).await?
        }
        Err(RegisterError::NoName) => {
            drop(tx);
            let errors = FieldErrors::one("name", t!(lang, "passkey-name-missing"));
            page(&visit, StatusCode::UNPROCESSABLE_ENTITY, Some(made.name), errors).await?
        }
        Err(RegisterError::TooMany) => back(ProfileNote::PasskeysFull),
        Err(RegisterError::NoPassword) => return Err(Problem::Forbidden),
        Err(RegisterError::Fault(fault)) => return Err(fault.into()),
    };
    Ok(brought.taken(response))
}
