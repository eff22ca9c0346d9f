//! Signing in with a second factor, and being led to set one up. Until then only the steps of the sign-in open.

use axum::Form;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;

use super::passkeys::{self, Place, Received};
use super::problem::{Answer, Problem, later};
use super::sign_in::{go_to, landing};
use super::visit::Visit;
use crate::domain::fault::Fault;
use crate::domain::totp::{Enrolment, SecondFactorError};
use crate::domain::{passkeys as keys, second_factors};
use crate::web::components::FieldErrors;
use crate::web::routes;
use crate::web::sessions::{Desk, EnrolPage, RecoveryCodesPage, SecondFactorPage};
use crate::web::text::t;

/// The address as an SVG element, without the XML prolog.
pub(super) fn drawing(url: &str) -> Result<String, Problem> {
    let code = QrCode::new(url).map_err(|e| Fault::unexpected(e.to_string()))?;
    let document = code.render::<svg::Color<'_>>().quiet_zone(false).build();
    let start = document.find("<svg").unwrap_or_default();
    Ok(document[start..].to_owned())
}

async fn enrolment(visit: &Visit) -> Result<Option<Enrolment>, Problem> {
    let (mut tx, pending) = visit.pending().await?;
    Ok(second_factors::enrolment_of(&mut tx, &pending, &visit.portal.brand.name).await?)
}

/// The code's form.
pub async fn show(visit: Visit) -> Answer {
    if enrolment(&visit).await?.is_some() {
        return Ok(visit.to(routes::ENROL));
    }
    Ok(visit.plain(StatusCode::OK, code_page(&visit, FieldErrors::default()).await?))
}

async fn code_page(visit: &Visit, errors: FieldErrors) -> Result<SecondFactorPage, Problem> {
    let (mut tx, pending) = visit.pending().await?;
    let passkey = visit.portal.passkeys().is_some() && keys::beside_password(&mut tx, &pending).await?;
    let (action, back) = (routes::SECOND_FACTOR.to(visit.lang()), routes::SIGN_IN.to(visit.lang()));
    Ok(SecondFactorPage { action, back, passkey: passkey.then_some(Desk::Portal), errors })
}

/// The set-up that is a duty.
pub async fn enrol(visit: Visit) -> Answer {
    match enrolment(&visit).await? {
        Some(enrolment) => enrol_page(&visit, StatusCode::OK, enrolment, FieldErrors::default()),
        None => Ok(visit.to(routes::SECOND_FACTOR)),
    }
}

fn enrol_page(visit: &Visit, status: StatusCode, enrolment: Enrolment, errors: FieldErrors) -> Answer {
    let lang = visit.chrome().lang;
    let page = EnrolPage {
        action: routes::ENROL.to(visit.lang()),
        duty: Some(t!(lang, "enrol-duty")),
        back: (routes::SIGN_IN.to(visit.lang()), t!(lang, "back-to-sign-in")),
        qr_svg: drawing(&enrolment.url)?,
        secret: enrolment.secret,
        errors,
    };
    Ok(visit.plain(status, page))
}

/// The typed code.
#[derive(Debug, Deserialize)]
pub struct Code {
    #[serde(default)]
    code: String,
    /// What an authenticator said, in place of the code.
    antwort: Option<String>,
}

/// A code of the app, a recovery code, or the first code of an app that was just set up: then the session begins.
pub async fn submit(visit: Visit, headers: HeaderMap, Form(form): Form<Code>) -> Answer {
    if let Some(text) = form.antwort {
        return with_passkey(&visit, &headers, &text).await;
    }
    let (mut tx, pending) = visit.pending().await?;
    let shown = second_factors::show(&mut tx, &pending, &form.code).await;
    let refused = match shown {
        Ok(shown) => {
            tx.commit().await?;
            let next = visit.next().await?;
            visit.start_session(&shown.signed_in).await?;
            let next =
                next.unwrap_or_else(|| landing(shown.signed_in.rights().administrator).to(visit.lang()).to_owned());
            return Ok(match shown.recovery_codes {
                Some(codes) => visit.plain(StatusCode::OK, RecoveryCodesPage { next, codes }),
                None => Redirect::to(&next).into_response(),
            });
        }
        Err(SecondFactorError::Wrong) => {
            // The failure counts.
            tx.commit().await?;
            None
        }
        Err(SecondFactorError::Throttled { retry_after }) => {
            drop(tx);
            Some(retry_after)
        }
        Err(SecondFactorError::Fault(fault)) => return Err(fault.into()),
    };
    let lang = visit.chrome().lang;
    let (status, message) = match refused {
        None => (StatusCode::UNAUTHORIZED, t!(lang, "error-code")),
        Some(_) => (StatusCode::TOO_MANY_REQUESTS, t!(lang, "error-code-throttled")),
    };
    let errors = FieldErrors::one("code", message);
    let page = match enrolment(&visit).await? {
        Some(enrolment) => enrol_page(&visit, status, enrolment, errors)?,
        None => visit.plain(status, code_page(&visit, errors).await?),
    };
    Ok(match refused {
        Some(seconds) => later(page, seconds),
        None => page,
    })
}

/// A passkey in place of the code.
async fn with_passkey(visit: &Visit, headers: &HeaderMap, text: &str) -> Answer {
    let lang = visit.chrome().lang;
    let respond = async |received| {
        let (status, message) = match received {
            Received::Right(signed_in) => {
                let next = visit.next().await?;
                visit.start_session(&signed_in).await?;
                return Ok(go_to(visit, &signed_in, next));
            }
            Received::Refused => (StatusCode::UNAUTHORIZED, t!(lang, "sign-in-passkey-refused")),
            Received::Throttled(_) => (StatusCode::TOO_MANY_REQUESTS, t!(lang, "sign-in-throttled")),
        };
        Ok(visit.plain(status, code_page(visit, FieldErrors::one("code", message)).await?))
    };
    passkeys::receive(visit, headers, text, Place::SecondFactor, respond).await
}
