//! The credentials of a request (RFC 6750 section 2.1). Cookies, queries and bodies are never looked at (R-13, R-14).

use axum::http::{HeaderMap, HeaderValue, header};

/// The credentials of the one `Authorization` header, when there is exactly one and its scheme is Bearer.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// What a refusal asks for (RFC 6750 section 3.1): only whoever has shown something is told that it is worth nothing.
pub fn challenge(shown: bool) -> HeaderValue {
    HeaderValue::from_static(if shown {
        r#"Bearer realm="einlass", error="invalid_token""#
    } else {
        r#"Bearer realm="einlass""#
    })
}
