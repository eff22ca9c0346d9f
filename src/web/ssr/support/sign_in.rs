//! Password, then a one-time code; the first time the set-up of both ends in recovery codes.

use axum::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::visit::StaffVisit;
use crate::domain::passwords::Password;
use crate::domain::sign_in::SignInError;
use crate::domain::support::{self, SecondFactorNeeded};
use crate::domain::totp::{Enrolment, SecondFactorError};
use crate::model::{EmailAddress, StaffId};
use crate::web::components::FieldErrors;
use crate::web::routes;
use crate::web::sessions::{EnrolPage, RecoveryCodesPage, SecondFactorPage};
use crate::web::ssr::problem::{Answer, Problem, later};
use crate::web::ssr::second_factor::drawing;
use crate::web::support::SupportSignInPage;
use crate::web::text::t;

/// The first factor's form; whoever is signed in goes on.
pub async fn show(visit: StaffVisit) -> Answer {
    match visit.staff().await {
        Ok(_) => Ok(Redirect::to(routes::SUPPORT).into_response()),
        Err(Problem::StaffSignIn) => Ok(visit.plain(StatusCode::OK, SupportSignInPage::default())),
        Err(problem) => Err(problem),
    }
}

/// Address and password.
#[derive(Debug, Deserialize)]
pub struct Credentials {
    email: String,
    passwort: String,
}

/// Compares; a match leads to the second factor and to nothing else.
pub async fn submit(visit: StaffVisit, Form(form): Form<Credentials>) -> Answer {
    let Ok(address) = form.email.parse::<EmailAddress>() else {
        let errors = FieldErrors::one("email", t!(visit.lang(), "error-email"));
        return Ok(visit.plain(StatusCode::UNPROCESSABLE_ENTITY, SupportSignInPage { email: form.email, errors }));
    };
    let mut tx = visit.begin().await?;
    let candidate = match support::candidate(&mut tx, &address).await {
        Ok(candidate) => candidate,
        Err(SignInError::Throttled { retry_after }) => {
            let errors = FieldErrors::one("email", t!(visit.lang(), "sign-in-throttled"));
            let page = visit.plain(StatusCode::TOO_MANY_REQUESTS, SupportSignInPage { email: form.email, errors });
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
            Ok(visit.plain(StatusCode::UNAUTHORIZED, SupportSignInPage { email: form.email, errors }))
        }
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
        SecondFactorNeeded::Code => Ok(visit.plain(StatusCode::OK, code_page(FieldErrors::default()))),
        SecondFactorNeeded::Enrol(_) => Ok(Redirect::to(routes::SUPPORT_ENROL).into_response()),
    }
}

fn code_page(errors: FieldErrors) -> SecondFactorPage {
    SecondFactorPage { action: routes::SUPPORT_SECOND_FACTOR, back: routes::SUPPORT_SIGN_IN, passkey: false, errors }
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

/// The typed code.
#[derive(Debug, Deserialize)]
pub struct Code {
    code: String,
}

/// How a code was received.
enum Received {
    Right(Option<Vec<String>>),
    Wrong(StatusCode, String, Option<i64>),
}

async fn receive(visit: &StaffVisit, code: &str) -> Result<Received, Problem> {
    let (mut tx, staff) = visit.pending().await?;
    let outcome = support::confirm(&mut tx, staff, code).await;
    match outcome {
        Ok(codes) => {
            tx.commit().await?;
            complete(visit, staff).await?;
            Ok(Received::Right(codes))
        }
        Err(SecondFactorError::Wrong) => {
            // The failure counts.
            tx.commit().await?;
            Ok(Received::Wrong(StatusCode::UNAUTHORIZED, t!(visit.lang(), "error-code"), None))
        }
        Err(SecondFactorError::Throttled { retry_after }) => Ok(Received::Wrong(
            StatusCode::TOO_MANY_REQUESTS,
            t!(visit.lang(), "error-code-throttled"),
            Some(retry_after),
        )),
        Err(SecondFactorError::Fault(fault)) => Err(fault.into()),
    }
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
pub async fn confirm(visit: StaffVisit, Form(form): Form<Code>) -> Answer {
    match receive(&visit, &form.code).await? {
        Received::Right(None) => Ok(Redirect::to(routes::SUPPORT).into_response()),
        Received::Right(Some(codes)) => {
            Ok(visit.plain(StatusCode::OK, RecoveryCodesPage { next: routes::SUPPORT.to_owned(), codes }))
        }
        Received::Wrong(status, message, wait) => {
            let page = visit.plain(status, code_page(FieldErrors::one("code", message)));
            Ok(match wait {
                Some(seconds) => later(page, seconds),
                None => page,
            })
        }
    }
}

/// The first code, shown by the app that was just set up.
pub async fn enrolled(visit: StaffVisit, Form(form): Form<Code>) -> Answer {
    match receive(&visit, &form.code).await? {
        Received::Right(Some(codes)) => {
            Ok(visit.plain(StatusCode::OK, RecoveryCodesPage { next: routes::SUPPORT.to_owned(), codes }))
        }
        Received::Right(None) => Ok(Redirect::to(routes::SUPPORT).into_response()),
        Received::Wrong(status, message, wait) => match needed(&visit).await? {
            SecondFactorNeeded::Enrol(enrolment) => {
                let page = enrol_page(&visit, status, enrolment, FieldErrors::one("code", message))?;
                Ok(match wait {
                    Some(seconds) => later(page, seconds),
                    None => page,
                })
            }
            SecondFactorNeeded::Code => Ok(Redirect::to(routes::SUPPORT_SECOND_FACTOR).into_response()),
        },
    }
}

/// Ends the session.
pub async fn sign_out(visit: StaffVisit) -> Answer {
    visit.session.flush().await?;
    Ok(Redirect::to(routes::SUPPORT_SIGN_IN).into_response())
}
