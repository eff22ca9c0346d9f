//! What ends a handler early: failures and people who may not or must sign in first.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::domain::fault::Fault;
use crate::web::errors::Trouble;
use crate::web::routes;
use crate::web::text::Lang;

/// Why there is no page.
#[derive(Debug)]
pub enum Problem {
    /// Nobody's answer; logged here, shown as a reference number.
    Fault(Fault),
    /// Not there, or somebody else's.
    NotFound,
    /// Signed in, but without the right.
    Forbidden,
    /// No administrator of the account lets support see this, or not any more.
    NoConsent,
    /// Nobody is signed in; they sign in in this language, and afterwards come back to this path of ours.
    SignIn(Lang, Option<String>),
    /// Signed in, but proven too long ago for this; they confirm in this language and afterwards come back to this page of ours.
    Confirm(Lang, String),
    /// Nobody of the support staff is signed in, or not with both factors.
    StaffSignIn,
    /// Staff signed in, but proven too long ago for this; they confirm and come back to this page of the console.
    StaffConfirm(String),
    /// A page for administrators, asked for in this language.
    AdminsOnly(Lang),
    /// The form was not one of ours.
    BadForm,
}

/// What a handler returns.
pub type Answer = Result<Response, Problem>;

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<tower_sessions::session::Error> for Problem {
    fn from(_: tower_sessions::session::Error) -> Self {
        // The store has logged the cause.
        Self::Fault(Fault::unavailable("the session store is away"))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        match self {
            Self::Fault(fault) => {
                tracing::error!(error = %fault, "a page failed");
                if fault.is_unavailable() {
                    trouble(Trouble::Unavailable, StatusCode::SERVICE_UNAVAILABLE)
                } else {
                    trouble(Trouble::Internal, StatusCode::INTERNAL_SERVER_ERROR)
                }
            }
            Self::NotFound => trouble(Trouble::NotFound, StatusCode::NOT_FOUND),
            Self::Forbidden => trouble(Trouble::Forbidden, StatusCode::FORBIDDEN),
            Self::NoConsent => trouble(Trouble::NoConsent, StatusCode::FORBIDDEN),
            Self::BadForm => trouble(Trouble::BadForm, StatusCode::BAD_REQUEST),
            Self::SignIn(lang, next) => {
                let mut query = url::form_urlencoded::Serializer::new(String::new());
                query.append_pair("hinweis", "sitzung");
                if let Some(next) = next {
                    query.append_pair("weiter", &next);
                }
                Redirect::to(&format!("{}?{}", routes::SIGN_IN.to(lang), query.finish())).into_response()
            }
            Self::Confirm(lang, next) => confirm(routes::CONFIRM.to(lang), &next),
            Self::StaffConfirm(next) => confirm(routes::SUPPORT_CONFIRM, &next),
            Self::StaffSignIn => Redirect::to(routes::SUPPORT_SIGN_IN).into_response(),
            Self::AdminsOnly(lang) => {
                Redirect::to(&format!("{}?hinweis=admins", routes::START.to(lang))).into_response()
            }
        }
    }
}

/// To the question, with the way back.
fn confirm(page: &str, next: &str) -> Response {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("weiter", next).finish();
    Redirect::to(&format!("{page}?{query}")).into_response()
}

/// Says when to come back.
pub fn later(mut response: Response, seconds: i64) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// An empty answer that `error_pages` fills.
fn trouble(trouble: Trouble, status: StatusCode) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(trouble);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}
