//! Password, then a one-time code or a passkey, or a passkey alone; the first time the set-up of the code ends in recovery codes. Before
//! what matters, one of these once more.

use axum::Form;
use axum::extract::Query;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::passkeys::{self, Place};
use super::visit::StaffVisit;
use crate::domain::db::Tx;
use crate::domain::passwords::Password;
use crate::domain::sign_in::SignInError;
use crate::domain::support::{self, SecondFactorNeeded};
use crate::domain::totp::{Enrolment, SecondFactorError};
use crate::model::{EmailAddress, StaffId};
use crate::web::components::FieldErrors;
use crate::web::routes;
use crate::web::sessions::{ConfirmPage, Desk, EnrolPage, RecoveryCodesPage, SecondFactorPage, Way};
use crate::web::ssr::passkeys::Received;
use crate::web::ssr::problem::{Answer, Problem, later};
use crate::web::ssr::second_factor::drawing;
use crate::web::support::SupportSignInPage;
use crate::web::text::t;

/// The first factor's form; whoever is signed in goes on.
pub async fn show(visit: StaffVisit) -> Answer {
    match visit.staff().await {
        Ok(_) => Ok(Redirect::to(routes::SUPPORT).into_response()),
        Err(Problem::StaffSignIn) => Ok(sign_in_page(&visit, StatusCode::OK, String::new(), FieldErrors::default())),
        Err(problem) => Err(problem),
    }
}

fn sign_in_page(visit: &StaffVisit, status: StatusCode, email: String, errors: FieldErrors) -> Response {
    let passkeys = visit.portal.passkeys().is_some();
    visit.plain(status, SupportSignInPage { email, passkeys, errors })
}

/// Address and password.
#[derive(Debug, Deserialize)]
pub struct Credentials {
    #[serde(default)]
    email: String,
    #[serde(default)]
    passwort: String,
    /// What an authenticator said, in place of both.
    antwort: Option<String>,
}

/// Compares; a match leads to the second factor and to nothing else.
pub async fn submit(visit: StaffVisit, headers: HeaderMap, Form(form): Form<Credentials>) -> Answer {
    if let Some(text) = form.antwort {
        return by_passkey(&visit, &headers, &text).await;
    }
    let Ok(address) = form.email.parse::<EmailAddress>() else {
        let errors = FieldErrors::one("email", t!(visit.lang(), "error-email"));
        return Ok(sign_in_page(&visit, StatusCode::UNPROCESSABLE_ENTITY, form.email, errors));
    };
    let mut tx = visit.begin().await?;
    let candidate = match support::candidate(&mut tx, &address).await {
        Ok(candidate) => candidate,
        Err(SignInError::Throttled { retry_after }) => {
            let errors = FieldErrors::one("email", t!(visit.lang(), "sign-in-throttled"));
            let page = sign_in_page(&visit, StatusCode::TOO_MANY_REQUESTS, form.email, errors);
            return Ok(later(page, retry_after));
        }
        Err(SignInError::Refused) => return Err(Problem::StaffSignIn),
        Err(SignInError::Fault(fault)) => return Err(fault.into()),
    };
    drop(tx);
    match candidate.verify(&visit.portal.db, Password::typed(form.passwort)).await? {
        Ok(proven) => {
            visit.session.flush().await?;
            visit.session.insert(support::STAFF_KEY, proven.staff()).await?;
            Ok(Redirect::to(routes::SUPPORT_SECOND_FACTOR).into_response())
        }
        Err(failure) => {
            let mut tx = visit.begin().await?;
            support::failed(&mut tx, &failure).await?;
            tx.commit().await?;
            let errors = FieldErrors::one("email", t!(visit.lang(), "sign-in-refused"));
            Ok(sign_in_page(&visit, StatusCode::UNAUTHORIZED, form.email, errors))
        }
    }
}

/// A passkey is both factors at once, and names whose it is.
async fn by_passkey(visit: &StaffVisit, headers: &HeaderMap, text: &str) -> Answer {
    let respond = async |received| {
        let (status, message, wait) = match received {
            Received::Right(staff) => {
                complete(visit, staff).await?;
                return Ok(Redirect::to(routes::SUPPORT).into_response());
            }
            other => refused(visit, &other),
        };
        let page = sign_in_page(visit, status, String::new(), FieldErrors::one("email", message));
        Ok(waiting(page, wait))
    };
    passkeys::receive(visit, headers, text, Place::SignIn, respond).await
}

/// What is said of a passkey that opens nothing.
fn refused(visit: &StaffVisit, received: &Received<StaffId>) -> (StatusCode, String, Option<i64>) {
    match received {
        Received::Throttled(seconds) => {
            (StatusCode::TOO_MANY_REQUESTS, t!(visit.lang(), "sign-in-throttled"), Some(*seconds))
        }
        Received::Refused | Received::Right(_) => {
            (StatusCode::UNAUTHORIZED, t!(visit.lang(), "sign-in-passkey-refused"), None)
        }
    }
}

fn waiting(page: Response, wait: Option<i64>) -> Response {
    match wait {
        Some(seconds) => later(page, seconds),
        None => page,
    }
}

/// What the second step asks this person for. Committed, because a first visit stores the new secret.
async fn needed(visit: &StaffVisit) -> Result<SecondFactorNeeded, Problem> {
    let (mut tx, staff) = visit.pending().await?;
    let needed = support::needed(&mut tx, staff, &visit.portal.brand.name).await?;
    tx.commit().await?;
    Ok(needed)
}

/// The code's form.
pub async fn second_factor(visit: StaffVisit) -> Answer {
    match needed(&visit).await? {
        SecondFactorNeeded::Code => code_page(&visit, StatusCode::OK, FieldErrors::default()).await,
        SecondFactorNeeded::Enrol(_) => Ok(Redirect::to(routes::SUPPORT_ENROL).into_response()),
    }
}

async fn code_page(visit: &StaffVisit, status: StatusCode, errors: FieldErrors) -> Answer {
    let (mut tx, staff) = visit.pending().await?;
    let passkey = visit.portal.passkeys().is_some() && support::passkeys::beside_password(&mut tx, staff).await?;
    let (action, back) = (routes::SUPPORT_SECOND_FACTOR, routes::SUPPORT_SIGN_IN);
    let passkey = passkey.then_some(Desk::Console);
    Ok(visit.plain(status, SecondFactorPage { action, back, passkey, errors }))
}

/// The set-up.
pub async fn enrol(visit: StaffVisit) -> Answer {
    match needed(&visit).await? {
        SecondFactorNeeded::Enrol(enrolment) => enrol_page(&visit, StatusCode::OK, enrolment, FieldErrors::default()),
        SecondFactorNeeded::Code => Ok(Redirect::to(routes::SUPPORT_SECOND_FACTOR).into_response()),
    }
}

fn enrol_page(visit: &StaffVisit, status: StatusCode, enrolment: Enrolment, errors: FieldErrors) -> Answer {
    let page = EnrolPage {
        action: routes::SUPPORT_ENROL,
        duty: None,
        back: (routes::SUPPORT_SIGN_IN, t!(visit.lang(), "back-to-sign-in")),
        qr_svg: drawing(&enrolment.url)?,
        secret: enrolment.secret,
        errors,
    };
    Ok(visit.plain(status, page))
}

/// The typed code, or what a passkey answered.
#[derive(Debug, Deserialize)]
pub struct FactorForm {
    #[serde(default)]
    code: String,
    /// What an authenticator said, in place of the code.
    antwort: Option<String>,
    weiter: Option<String>,
}

/// How a code was received.
enum Typed<Proof> {
    Right(Proof),
    Wrong(StatusCode, String, Option<i64>),
}

/// Commits what was judged: a failure counts.
async fn settle<Proof>(
    visit: &StaffVisit,
    tx: Tx,
    judged: Result<Proof, SecondFactorError>,
) -> Result<Typed<Proof>, Problem> {
    match judged {
        Ok(proof) => {
            tx.commit().await?;
            Ok(Typed::Right(proof))
        }
        Err(SecondFactorError::Wrong) => {
            tx.commit().await?;
            Ok(Typed::Wrong(StatusCode::UNAUTHORIZED, t!(visit.lang(), "error-code"), None))
        }
        Err(SecondFactorError::Throttled { retry_after }) => {
            let message = t!(visit.lang(), "error-code-throttled");
            Ok(Typed::Wrong(StatusCode::TOO_MANY_REQUESTS, message, Some(retry_after)))
        }
        Err(SecondFactorError::Fault(fault)) => Err(fault.into()),
    }
}

async fn receive(visit: &StaffVisit, code: &str) -> Result<Typed<Option<Vec<String>>>, Problem> {
    let (mut tx, staff) = visit.pending().await?;
    let judged = support::confirm(&mut tx, staff, code).await;
    let typed = settle(visit, tx, judged).await?;
    if matches!(typed, Typed::Right(_)) {
        complete(visit, staff).await?;
    }
    Ok(typed)
}

/// Another session with both factors takes the place of the one with the first.
async fn complete(visit: &StaffVisit, staff: StaffId) -> Result<(), Problem> {
    visit.session.flush().await?;
    visit.session.insert(support::STAFF_KEY, staff).await?;
    visit.session.insert(support::SECOND_FACTOR_KEY, true).await?;
    visit.session.save().await?;
    let (mut tx, scope) = visit.staff().await?;
    support::signed_in(&mut tx, &scope).await?;
    tx.commit().await?;
    Ok(())
}

/// The second factor.
pub async fn confirm(visit: StaffVisit, headers: HeaderMap, Form(form): Form<FactorForm>) -> Answer {
    if let Some(text) = form.antwort {
        return in_place_of_the_code(&visit, &headers, &text).await;
    }
    match receive(&visit, &form.code).await? {
        Typed::Right(None) => Ok(Redirect::to(routes::SUPPORT).into_response()),
        Typed::Right(Some(codes)) => Ok(recovery_codes(&visit, codes)),
        Typed::Wrong(status, message, wait) => {
            let page = code_page(&visit, status, FieldErrors::one("code", message)).await?;
            Ok(waiting(page, wait))
        }
    }
}

/// A passkey in place of the code.
async fn in_place_of_the_code(visit: &StaffVisit, headers: &HeaderMap, text: &str) -> Answer {
    let respond = async |received| {
        let (status, message, wait) = match received {
            Received::Right(staff) => {
                complete(visit, staff).await?;
                return Ok(Redirect::to(routes::SUPPORT).into_response());
            }
            other => refused(visit, &other),
        };
        Ok(waiting(code_page(visit, status, FieldErrors::one("code", message)).await?, wait))
    };
    passkeys::receive(visit, headers, text, Place::SecondFactor, respond).await
}

fn recovery_codes(visit: &StaffVisit, codes: Vec<String>) -> Response {
    visit.plain(StatusCode::OK, RecoveryCodesPage { next: routes::SUPPORT.to_owned(), codes })
}

/// The first code, shown by the app that was just set up.
pub async fn enrolled(visit: StaffVisit, Form(form): Form<FactorForm>) -> Answer {
    match receive(&visit, &form.code).await? {
        Typed::Right(Some(codes)) => Ok(recovery_codes(&visit, codes)),
        Typed::Right(None) => Ok(Redirect::to(routes::SUPPORT).into_response()),
        Typed::Wrong(status, message, wait) => match needed(&visit).await? {
            SecondFactorNeeded::Enrol(enrolment) => {
                Ok(waiting(enrol_page(&visit, status, enrolment, FieldErrors::one("code", message))?, wait))
            }
            SecondFactorNeeded::Code => Ok(Redirect::to(routes::SUPPORT_SECOND_FACTOR).into_response()),
        },
    }
}

/// Query of the question.
#[derive(Debug, Deserialize)]
pub struct From {
    weiter: Option<String>,
}

/// „Bitte bestätige, dass du es bist“.
pub async fn confirm_again(visit: StaffVisit, Query(from): Query<From>) -> Answer {
    confirm_page(&visit, StatusCode::OK, own_page(from.weiter), FieldErrors::default()).await
}

async fn confirm_page(visit: &StaffVisit, status: StatusCode, next: Option<String>, errors: FieldErrors) -> Answer {
    let (mut tx, scope) = visit.staff().await?;
    let passkey = visit.portal.passkeys().is_some() && !support::passkeys::list(&mut tx, &scope).await?.is_empty();
    visit.page(tx, &scope, status, ConfirmPage { desk: Desk::Console, next, way: Way::Code, passkey, errors }).await
}

/// A page of the console and of nothing else.
fn own_page(address: Option<String>) -> Option<String> {
    address.filter(|address| routes::is_own(address) && address.strip_prefix(routes::SUPPORT).is_some_and(is_below))
}

fn is_below(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}

/// A code or a passkey of whoever is signed in; then back to the page they came from.
pub async fn confirmed(visit: StaffVisit, headers: HeaderMap, Form(form): Form<FactorForm>) -> Answer {
    let next = own_page(form.weiter);
    if let Some(text) = form.antwort {
        return confirmed_by_passkey(&visit, &headers, &text, next).await;
    }
    let (mut tx, scope) = visit.staff().await?;
    let judged = support::prove_again(&mut tx, &scope, &form.code).await;
    match settle(&visit, tx, judged).await? {
        Typed::Right(()) => onward(&visit, next).await,
        Typed::Wrong(status, message, wait) => {
            Ok(waiting(confirm_page(&visit, status, next, FieldErrors::one("code", message)).await?, wait))
        }
    }
}

async fn confirmed_by_passkey(visit: &StaffVisit, headers: &HeaderMap, text: &str, next: Option<String>) -> Answer {
    let respond = async |received| {
        let (status, message, wait) = match received {
            Received::Right(_) => return onward(visit, next).await,
            other => refused(visit, &other),
        };
        Ok(waiting(confirm_page(visit, status, next, FieldErrors::one("code", message)).await?, wait))
    };
    passkeys::receive(visit, headers, text, Place::Confirm, respond).await
}

/// Goes on under another session id with a new proof; the session stays as old as it is.
async fn onward(visit: &StaffVisit, next: Option<String>) -> Answer {
    let now = visit.begin().await?.now().unix_timestamp();
    visit.session.insert(support::PROVEN_KEY, now).await?;
    visit.session.cycle_id().await?;
    Ok(Redirect::to(next.as_deref().unwrap_or(routes::SUPPORT)).into_response())
}

/// Ends the session.
pub async fn sign_out(visit: StaffVisit) -> Answer {
    visit.session.flush().await?;
    Ok(Redirect::to(routes::SUPPORT_SIGN_IN).into_response())
}
