//! The credentials of a request (RFC 6750 section 2.1). Cookies, queries and bodies are never looked at.

use axum::http::{HeaderMap, header};

/// The credentials of the one `Authorization` header, when there is exactly one and its scheme is Bearer.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
