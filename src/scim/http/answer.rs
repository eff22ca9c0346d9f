//! Answers: JSON with SCIM's content type, and the one place where failures become status codes.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::recording::Refused;
use crate::callers::{Wait, challenge};
use crate::domain::db::RequestInfo;
use crate::domain::fault::Fault;
use crate::domain::licences::Missing;
use crate::domain::pages::PageError;
use crate::domain::tokens::Barred;
use crate::domain::users::{NotLinked, ProvisionError, ReplaceError};
use crate::model::ScimCause;
use crate::scim::protocol::json::SCIM_JSON;
use crate::scim::protocol::{ScimError, ScimType};

/// A JSON answer.
pub fn json(status: StatusCode, body: &Value) -> Response {
    let bytes = serde_json::to_vec(body).expect("what is JSON can be written");
    (status, [(header::CONTENT_TYPE, SCIM_JSON)], bytes).into_response()
}

/// Why a request is not answered as it wished.
#[derive(Debug)]
pub enum Refusal {
    /// The client can read what to change.
    Scim(ScimError),
    /// No live token of this connection, and whether one was shown at all.
    Unauthorised { shown: bool },
    /// Too many requests; seconds until the next is welcome.
    TooMany(u64),
    /// Nobody's answer, and the request it happened in.
    Fault(Fault, RequestInfo),
}

impl From<ScimError> for Refusal {
    fn from(error: ScimError) -> Self {
        Self::Scim(error)
    }
}

impl From<Wait> for Refusal {
    fn from(Wait(seconds): Wait) -> Self {
        Self::TooMany(seconds)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Scim(error) => scim_error(&error, HeaderMap::new()),
            Self::Unauthorised { shown } => {
                let error = ScimError::status(
                    401,
                    "A valid SCIM Access Token of this connection is needed, sent as Authorization: Bearer.",
                );
                scim_error(&error, one(header::WWW_AUTHENTICATE, challenge(shown)))
            }
            Self::TooMany(seconds) => {
                let error =
                    ScimError::status(429, format!("Too many requests. The next one is welcome in {seconds} seconds."));
                scim_error(&error, one(header::RETRY_AFTER, seconds.into()))
            }
            Self::Fault(fault, request) => {
                tracing::error!(request = %request.id, cause = &fault as &dyn std::error::Error, "a SCIM request failed");
                let id = request.id;
                if fault.is_unavailable() {
                    let error =
                        ScimError::status(503, format!("The service is not available for a moment (reference {id})."));
                    return scim_error(&error, one(header::RETRY_AFTER, HeaderValue::from_static("5")));
                }
                scim_error(&ScimError::status(500, format!("The service failed (reference {id}).")), HeaderMap::new())
            }
        }
    }
}

fn one(name: header::HeaderName, value: HeaderValue) -> HeaderMap {
    HeaderMap::from_iter([(name, value)])
}

fn scim_error(error: &ScimError, headers: HeaderMap) -> Response {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (headers, json(status, &error.body())).into_response();
    response.extensions_mut().insert(Refused(error.clone()));
    response
}

/// Why nothing is done for a right token, as the administrator of the identity provider reads it.
pub fn barred(why: &Barred) -> ScimError {
    match why {
        Barred::Paused(since) => {
            let day = since.date();
            let sentence = format!(
                "SCIM is paused: an administrator of the account paused this connection on {day} (UTC). Nothing was changed. It goes on once an administrator resumes it in the customer portal under SCIM."
            );
            ScimError::status(403, sentence).because(ScimCause::Paused.name())
        }
        Barred::Missing(missing) => not_eligible(missing),
    }
}

/// The preconditions of the article's first step.
fn not_eligible(missing: &[Missing]) -> ScimError {
    let sentences: Vec<&str> = missing
        .iter()
        .map(|missing| match missing {
            Missing::Premium => "SCIM is available with the Premium plan only; this account is on another plan.",
            Missing::AutoLicences => {
                "SCIM needs the automatic adjustment of licences („Automatische Anpassung der Lizenzen“), which is switched off in this account."
            }
        })
        .collect();
    let cause =
        if missing.contains(&Missing::Premium) { ScimCause::NotPremium } else { ScimCause::NoAutomaticLicences };
    ScimError::status(403, sentences.join(" ")).because(cause.name())
}

/// Why a list was not read.
pub fn not_listed(error: PageError, request: &RequestInfo) -> Refusal {
    match error {
        PageError::TooMuch => ScimError::of(
            ScimType::TooMany,
            "The filter takes too long. Narrow it, for example by an eq on userName, externalId or emails.value.",
        )
        .into(),
        PageError::Fault(fault) => Refusal::Fault(fault, request.clone()),
    }
}

/// Why a person was not created.
pub fn not_provisioned(error: ProvisionError, request: &RequestInfo) -> Refusal {
    let (cause, sentence) = match error {
        ProvisionError::AlreadyManaged => (
            ScimCause::AlreadyManaged,
            "This connection already manages a person with this userName or e-mail address.",
        ),
        ProvisionError::AnotherExternalId => (
            ScimCause::AnotherExternalId,
            "This connection manages a suspended person with this userName but another externalId. Reactivate or delete that person before somebody else takes the userName.",
        ),
        ProvisionError::ManagedElsewhere => (
            ScimCause::ManagedElsewhere,
            "A person with this userName or e-mail address is managed by another SCIM connection of this account.",
        ),
        ProvisionError::NotLinked(why) => not_linked(why),
        ProvisionError::LastAdministrator => return last_administrator().into(),
        ProvisionError::ExternalIdTaken => {
            (ScimCause::ExternalIdTaken, "This connection already manages a person with this externalId.")
        }
        ProvisionError::Fault(fault) => return Refusal::Fault(fault, request.clone()),
    };
    ScimError::of(ScimType::Uniqueness, sentence).because(cause.name()).into()
}

/// Why a person was not changed or removed.
pub fn not_replaced(error: ReplaceError, request: &RequestInfo) -> Refusal {
    match error {
        ReplaceError::Taken => ScimError::of(
            ScimType::Uniqueness,
            "Another person of this account has this userName, e-mail address or externalId.",
        )
        .into(),
        ReplaceError::LastAdministrator => last_administrator().into(),
        ReplaceError::Fault(fault) => Refusal::Fault(fault, request.clone()),
    }
}

const fn not_linked(why: NotLinked) -> (ScimCause, &'static str) {
    match why {
        NotLinked::AnotherAddress => (
            ScimCause::LinkAnotherAddress,
            "A person with this userName or e-mail address was invited by hand and signs in by another address, so they are not linked to this connection.",
        ),
        NotLinked::NotConfirmed => (
            ScimCause::LinkNotConfirmed,
            "A person with this e-mail address was invited by hand and has not accepted yet. They are linked to this connection once they have; revoke the invitation in the customer portal to create them here.",
        ),
        NotLinked::NotActive => (
            ScimCause::LinkNotActive,
            "A person with this e-mail address was invited by hand and has no access any more. Reactivate or delete them in the customer portal, then send the person again.",
        ),
        NotLinked::Privileged(_) => (
            ScimCause::LinkPrivileged,
            "A person with this e-mail address was invited by hand and is Administrator or Projektmanager of the account, so they are not linked by themselves. An administrator decides in the customer portal under SCIM; send the person again afterwards.",
        ),
        NotLinked::Asked(_) => (
            ScimCause::LinkAsked,
            "A person with this e-mail address was invited by hand, and this connection asks before it links. An administrator decides in the customer portal under SCIM; send the person again afterwards.",
        ),
        NotLinked::Declined => (
            ScimCause::LinkDeclined,
            "An administrator of the account has declined to link the person with this e-mail address to this connection.",
        ),
    }
}

fn last_administrator() -> ScimError {
    let sentence = "This person is the last administrator of the account. Make somebody else administrator in the customer portal first.";
    let error = ScimError::of(ScimType::Mutability, sentence);
    ScimError { status: 409, ..error }.because(ScimCause::LastAdministrator.name())
}
