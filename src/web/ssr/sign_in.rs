//! Signing in and out, and choosing among several accounts.

use axum::Form;
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::passkeys::{self, Place, Received};
use super::problem::{Answer, Problem, later};
use super::providers;
use super::visit::Visit;
use crate::domain::passwords::Password;
use crate::domain::second_factors::{self, AfterPassword};
use crate::domain::sessions::pending::Choice;
use crate::domain::sign_in::{self, Match, PasswordProven, SignInError, SignedIn};
use crate::model::{AccountId, EmailAddress};
use crate::web::components::FieldErrors;
use crate::web::routes::{self, Route};
use crate::web::sessions::{AccountChoice, ChooseAccountPage, SignInNote, SignInPage};
use crate::web::text::t;

/// `/`, `/de`, `/en`: everybody's own first page.
pub async fn home(visit: Visit) -> Answer {
    let page = match visit.who().await? {
        Some(entered) => landing(entered.scope.administrator().is_some()),
        None => routes::SIGN_IN,
    };
    Ok(Redirect::to(page.to(visit.spoken().await?)).into_response())
}

pub(super) const fn landing(administrator: bool) -> Route {
    if administrator { routes::DASHBOARD } else { routes::START }
}

/// Query of the sign-in page.
#[derive(Debug, Deserialize)]
pub struct Arrival {
    hinweis: Option<String>,
    weiter: Option<String>,
}

/// The form; signed-in people are already where they want to be.
pub async fn show(visit: Visit, Query(arrival): Query<Arrival>) -> Answer {
    if let Some(entered) = visit.who().await? {
        return Ok(visit.to(landing(entered.scope.administrator().is_some())));
    }
    let note = match arrival.hinweis.as_deref() {
        Some("abgemeldet") => Some(SignInNote::SignedOut),
        Some("passwort") => Some(SignInNote::PasswordChanged),
        Some("sitzung") => Some(SignInNote::SessionEnded),
        _ => None,
    };
    let next = own_page(&visit, arrival.weiter);
    Ok(visit.plain(StatusCode::OK, SignInPage { next, note, ..blank(&visit) }))
}

fn blank(visit: &Visit) -> SignInPage {
    SignInPage {
        providers: visit.portal.providers.for_everybody(),
        passkeys: visit.portal.passkeys().is_some(),
        sign_up: visit.portal.sign_up,
        ..SignInPage::default()
    }
}

/// A page of this portal, in the language of the request.
pub(super) fn own_page(visit: &Visit, address: Option<String>) -> Option<String> {
    address
        .filter(|address| routes::is_own(address) && routes::language(address).is_some())
        .map(|address| routes::translated(&address, visit.lang()))
}

/// The form's fields.
#[derive(Debug, Deserialize)]
pub struct Credentials {
    #[serde(default)]
    email: String,
    #[serde(default)]
    passwort: String,
    /// What an authenticator said, in place of both.
    antwort: Option<String>,
    weiter: Option<String>,
}

/// Compares, counts failures, starts the session.
pub async fn submit(visit: Visit, headers: HeaderMap, Form(form): Form<Credentials>) -> Answer {
    let next = own_page(&visit, form.weiter);
    if let Some(text) = form.antwort {
        return with_passkey(&visit, &headers, &text, next).await;
    }
    let page = SignInPage { email: form.email.clone(), next, ..blank(&visit) };
    let mut errors = FieldErrors::default();
    let address = form.email.parse::<EmailAddress>();
    if address.is_err() {
        errors.push("email", t!(visit.lang(), "error-email"));
    }
    if form.passwort.is_empty() {
        errors.push("passwort", t!(visit.lang(), "error-password-missing"));
    }
    let Some(address) = address.ok().filter(|_| errors.is_empty()) else {
        return Ok(visit.plain(StatusCode::UNPROCESSABLE_ENTITY, SignInPage { errors, ..page }));
    };
    let mut tx = visit.begin().await?;
    let candidates = match sign_in::candidates(&mut tx, address).await {
        Ok(candidates) => candidates,
        Err(error) => return refused(&visit, page, error),
    };
    drop(tx);
    let (address, matches) = candidates.verify(&visit.portal.db, Password::typed(form.passwort)).await?;
    let mut tx = visit.begin().await?;
    let settled = sign_in::settle(&mut tx, &address, &matches).await;
    // Also when nothing matched: the failure is to be counted.
    tx.commit().await?;
    if let Err(error) = settled {
        return refused(&visit, page, error);
    }
    enter(&visit, matches, page.next).await
}

/// A passkey is password and second factor at once, and names its account.
async fn with_passkey(visit: &Visit, headers: &HeaderMap, text: &str, next: Option<String>) -> Answer {
    let respond = async |received| match received {
        Received::Right(signed_in) => {
            visit.start_session(&signed_in).await?;
            Ok(go_to(visit, &signed_in, next))
        }
        Received::Refused => {
            let page = SignInPage { next, note: Some(SignInNote::PasskeyRefused), ..blank(visit) };
            Ok(visit.plain(StatusCode::UNAUTHORIZED, page))
        }
        Received::Throttled(retry_after) => {
            refused(visit, SignInPage { next, ..blank(visit) }, SignInError::Throttled { retry_after })
        }
    };
    passkeys::receive(visit, headers, text, Place::SignIn, respond).await
}

/// Goes on with whoever was proven; several choose their account first.
async fn enter(visit: &Visit, matches: Vec<Match>, next: Option<String>) -> Answer {
    let Some(first) = matches.first() else { return Err(Problem::BadForm) };
    if matches.len() == 1 {
        return admit(visit, &first.proof, next).await;
    }
    let first = first.proof.clone();
    let choices = matches
        .into_iter()
        .map(|m| Choice { account: m.proof.account(), user: m.proof.user(), name: m.account_name })
        .collect();
    visit.start_pending(&first, choices, next).await?;
    Ok(visit.to(routes::CHOOSE_ACCOUNT))
}

/// Opens what a proven password opens: a session, or the way to the second factor.
pub async fn admit(visit: &Visit, proof: &PasswordProven, next: Option<String>) -> Answer {
    let mut tx = visit.begin().await?;
    let after = second_factors::after_password(&mut tx, proof).await?;
    tx.commit().await?;
    let step = match after {
        AfterPassword::SignedIn(signed_in) => {
            visit.start_session(&signed_in).await?;
            return Ok(go_to(visit, &signed_in, next));
        }
        AfterPassword::Code => routes::SECOND_FACTOR,
        AfterPassword::Enrol => routes::ENROL,
    };
    visit.start_pending(proof, Vec::new(), next).await?;
    Ok(visit.to(step))
}

/// Where somebody lands who has just come in.
pub(super) fn go_to(visit: &Visit, signed_in: &SignedIn, next: Option<String>) -> Response {
    match next {
        Some(next) => Redirect::to(&next).into_response(),
        None => visit.to(landing(signed_in.rights().administrator)),
    }
}

fn refused(visit: &Visit, page: SignInPage, error: SignInError) -> Answer {
    match error {
        SignInError::Refused => {
            Ok(visit.plain(StatusCode::UNAUTHORIZED, SignInPage { note: Some(SignInNote::Refused), ..page }))
        }
        SignInError::Throttled { retry_after } => {
            let page = SignInPage { note: Some(SignInNote::Throttled), ..page };
            Ok(later(visit.plain(StatusCode::TOO_MANY_REQUESTS, page), retry_after))
        }
        SignInError::Fault(fault) => Err(fault.into()),
    }
}

/// The accounts to choose from.
pub async fn choose(visit: Visit) -> Answer {
    let (_, pending) = visit.pending().await?;
    if pending.choices().is_empty() {
        return Ok(visit.to(routes::HOME));
    }
    let accounts = pending.choices().iter().map(|c| AccountChoice { id: c.account, name: c.name.clone() }).collect();
    Ok(visit.plain(StatusCode::OK, ChooseAccountPage { accounts, proof: None }))
}

/// The chosen account.
#[derive(Debug, Deserialize)]
pub struct Chosen {
    konto: AccountId,
    beweis: Option<String>,
}

/// Goes on in the chosen account, among those that were proven.
pub async fn chosen(visit: Visit, Form(form): Form<Chosen>) -> Answer {
    if let Some(proof) = form.beweis {
        return providers::chosen(&visit, &proof, form.konto).await;
    }
    let (mut tx, pending) = visit.pending().await?;
    let proof = pending.choose(&mut tx, form.konto).await?.ok_or(Problem::NotFound)?;
    drop(tx);
    let next = visit.next().await?;
    admit(&visit, &proof, next).await
}

/// Ends the session.
pub async fn sign_out(visit: Visit) -> Result<Response, Problem> {
    visit.session.flush().await?;
    Ok(Redirect::to(&format!("{}?hinweis=abgemeldet", routes::SIGN_IN.to(visit.lang()))).into_response())
}
