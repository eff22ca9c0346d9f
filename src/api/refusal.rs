//! Why a request is not answered as it wished: problem details (RFC 9457), and the one place where failures become status codes.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::callers::{Wait, challenge};
use crate::domain::db::RequestInfo;
use crate::domain::fault::Fault;

/// Content type of an answer.
pub const JSON: &str = "application/json";
/// Content type of a refusal.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// A refusal on its way out.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    detail: String,
    /// What the status demands to be told beside it.
    header: Option<(HeaderName, HeaderValue)>,
}

impl Refusal {
    /// With a sentence that says what is wrong with this very request.
    pub fn of(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), header: None }
    }

    /// 400.
    pub fn bad(detail: impl Into<String>) -> Self {
        Self::of(StatusCode::BAD_REQUEST, detail)
    }

    /// No live key. Why it is none is told to nobody.
    pub fn unauthorised(shown: bool) -> Self {
        Self::of(StatusCode::UNAUTHORIZED, "A valid API key is needed, sent as Authorization: Bearer.")
            .with(header::WWW_AUTHENTICATE, challenge(shown))
    }

    /// Nobody's answer: logged here, told as a reference number.
    pub fn fault(fault: &Fault, request: &RequestInfo) -> Self {
        tracing::error!(request = %request.id, cause = fault as &dyn std::error::Error, "a request to the API failed");
        let id = request.id;
        if fault.is_unavailable() {
            let detail = format!("The service is not available for a moment (reference {id}).");
            return Self::of(StatusCode::SERVICE_UNAVAILABLE, detail)
                .with(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        Self::of(StatusCode::INTERNAL_SERVER_ERROR, format!("The service failed (reference {id})."))
    }

    fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.header = Some((name, value));
        self
    }
}

impl From<Wait> for Refusal {
    fn from(Wait(seconds): Wait) -> Self {
        let detail = format!("Too many requests. The next one is welcome in {seconds} seconds.");
        Self::of(StatusCode::TOO_MANY_REQUESTS, detail).with(header::RETRY_AFTER, seconds.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or_default(),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        (self.status, HeaderMap::from_iter(self.header), shown(PROBLEM_JSON, &body)).into_response()
    }
}

/// A JSON answer.
pub fn answer(body: &Value) -> Response {
    shown(JSON, body)
}

fn shown(kind: &'static str, body: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")];
    (headers, body.to_string()).into_response()
}
