//! Answers that no route gave: one sentence, and never more than the caller may know.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{is_api, is_scim};

/// A refusal in the caller's form: SCIM's error body below `/scim`, problem details below `/api`, plain text elsewhere, which the error pages replace by a page.
pub fn refuse(path: &str, status: StatusCode, sentence: &str) -> Response {
    let (kind, body) = if is_scim(path) {
        ("application/scim+json", scim(status, sentence))
    } else if is_api(path) {
        ("application/problem+json", problem(status, sentence))
    } else {
        ("text/plain; charset=utf-8", format!("{sentence}\n"))
    };
    let mut response = (status, body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// RFC 7644, 3.12.
fn scim(status: StatusCode, detail: &str) -> String {
    serde_json::json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": status.as_str(),
        "detail": detail,
    })
    .to_string()
}

/// RFC 9457.
fn problem(status: StatusCode, detail: &str) -> String {
    serde_json::json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or_default(),
        "status": status.as_u16(),
        "detail": detail,
    })
    .to_string()
}
