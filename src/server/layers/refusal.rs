//! Answers that no route gave: small, without a script, and never more than the caller may know.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::is_scim;

/// A refusal in the caller's language: SCIM's error body below `/scim`, a page elsewhere.
pub fn refuse(path: &str, status: StatusCode, sentence: &str) -> Response {
    let (kind, body) = if is_scim(path) {
        ("application/scim+json", scim(status, sentence))
    } else {
        ("text/html; charset=utf-8", page(status, sentence))
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

/// `sentence` is one of our own, never something a caller sent.
fn page(status: StatusCode, sentence: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"de\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{code}</title><h1>{code}</h1><p>{sentence}</p><p><a href=\"/\">Zur Startseite</a></p></html>",
        code = status.as_u16(),
    )
}
