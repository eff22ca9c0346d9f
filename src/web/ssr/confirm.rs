//! Somebody who is signed in proves themselves again, then goes back to where they came from and presses the button again.

use axum::Form;
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::passkeys::{self, Place, Received};
use super::problem::{Answer, Problem, later};
use super::providers::depart_to_confirm;
use super::sign_in::own_page;
use super::visit::{Entered, Visit};
use crate::domain::access::PersonScope;
use crate::domain::passwords::Password;
use crate::domain::second_factors::{self, Beside};
use crate::domain::sign_in::{SignInError, SignedIn};
use crate::domain::{passkeys as keys, proving};
use crate::model::SignInMethod;
use crate::web::components::FieldErrors;
use crate::web::routes;
use crate::web::sessions::{ConfirmPage, Desk, Way};
use crate::web::text::t;

/// Query of the page.
#[derive(Debug, Deserialize)]
pub struct From {
    weiter: Option<String>,
}

/// The form.
pub async fn show(visit: Visit, Query(from): Query<From>) -> Answer {
    let entered = visit.person().await?;
    page(&visit, entered, StatusCode::OK, own_page(&visit, from.weiter), FieldErrors::default()).await
}

async fn page(
    visit: &Visit,
    mut entered: Entered<PersonScope>,
    status: StatusCode,
    next: Option<String>,
    errors: FieldErrors,
) -> Answer {
    let state = second_factors::state(&mut entered.tx, &entered.scope).await?;
    let way = match (entered.scope.method(), state.password) {
        (SignInMethod::Password, Beside::ShortPassword | Beside::Password) => {
            Way::Password { second_factor: state.set_up }
        }
        (SignInMethod::Password, _) => Way::SignIn,
        (method @ (SignInMethod::Google | SignInMethod::Microsoft | SignInMethod::Oidc | SignInMethod::Saml), _) => {
            Way::Provider(method)
        }
    };
    let passkey = matches!(way, Way::Password { .. })
        && visit.portal.passkeys().is_some()
        && !keys::list(&mut entered.tx, &entered.scope).await?.is_empty();
    visit.page(entered, status, |_| ConfirmPage { desk: Desk::Portal, next, way, passkey, errors }).await
}

/// The form's fields.
#[derive(Debug, Deserialize)]
pub struct Proof {
    #[serde(default)]
    passwort: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    aktion: String,
    /// What an authenticator said, in place of everything else.
    antwort: Option<String>,
    weiter: Option<String>,
}

/// Compares, counts failures; a right answer goes on under another session id.
pub async fn submit(visit: Visit, headers: HeaderMap, Form(form): Form<Proof>) -> Answer {
    let next = own_page(&visit, form.weiter);
    if let Some(text) = form.antwort {
        return with_passkey(&visit, &headers, &text, next).await;
    }
    let entered = visit.person().await?;
    if form.aktion == "anbieter" {
        let (method, account) = (entered.scope.method(), entered.account.id);
        drop(entered);
        return depart_to_confirm(&visit, method, account, next).await;
    }
    let (field, lang) = (if form.code.is_empty() { "passwort" } else { "code" }, visit.lang());
    match prove(&visit, entered, form.passwort, &form.code).await? {
        Ok(signed_in) => onward(&visit, &signed_in, next).await,
        Err(Refused { retry_after: None }) => {
            let errors = FieldErrors::one(field, t!(lang, "confirm-refused"));
            page(&visit, visit.person().await?, StatusCode::UNAUTHORIZED, next, errors).await
        }
        Err(Refused { retry_after: Some(seconds) }) => {
            let errors = FieldErrors::one(field, t!(lang, "sign-in-throttled"));
            let page = page(&visit, visit.person().await?, StatusCode::TOO_MANY_REQUESTS, next, errors).await?;
            Ok(later(page, seconds))
        }
    }
}

/// Back to where they came from.
async fn onward(visit: &Visit, signed_in: &SignedIn, next: Option<String>) -> Answer {
    visit.renew_session(signed_in).await?;
    Ok(Redirect::to(next.as_deref().unwrap_or(routes::HOME.to(visit.lang()))).into_response())
}

/// A passkey in place of password and code.
async fn with_passkey(visit: &Visit, headers: &HeaderMap, text: &str, next: Option<String>) -> Answer {
    let respond = async |received| {
        let (status, message) = match received {
            Received::Right(signed_in) => return onward(visit, &signed_in, next).await,
            Received::Refused => (StatusCode::UNAUTHORIZED, t!(visit.lang(), "sign-in-passkey-refused")),
            Received::Throttled(_) => (StatusCode::TOO_MANY_REQUESTS, t!(visit.lang(), "sign-in-throttled")),
        };
        page(visit, visit.person().await?, status, next, FieldErrors::one("passwort", message)).await
    };
    passkeys::receive(visit, headers, text, Place::Confirm, respond).await
}

struct Refused {
    retry_after: Option<i64>,
}

async fn prove(
    visit: &Visit,
    mut entered: Entered<PersonScope>,
    typed: String,
    code: &str,
) -> Result<Result<SignedIn, Refused>, Problem> {
    let question = match proving::ask(&mut entered.tx, &entered.scope).await {
        Ok(question) => question,
        Err(SignInError::Throttled { retry_after }) => return Ok(Err(Refused { retry_after: Some(retry_after) })),
        Err(SignInError::Refused) => return Ok(Err(Refused { retry_after: None })),
        Err(SignInError::Fault(fault)) => return Err(fault.into()),
    };
    // No connection is held while argon2 works.
    drop(entered);
    let compared = question.verify(&visit.portal.db, Password::typed(typed)).await?;
    let mut entered = visit.person().await?;
    match proving::all(&mut entered.tx, &entered.scope, &compared, code).await {
        Ok(signed_in) => {
            entered.tx.commit().await?;
            Ok(Ok(signed_in))
        }
        Err(SignInError::Refused) => {
            // The failure counts.
            entered.tx.commit().await?;
            Ok(Err(Refused { retry_after: None }))
        }
        Err(SignInError::Throttled { retry_after }) => Ok(Err(Refused { retry_after: Some(retry_after) })),
        Err(SignInError::Fault(fault)) => Err(fault.into()),
    }
}
