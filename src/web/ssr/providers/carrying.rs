//! The cookies that know what somebody left for.

use axum::http::{HeaderMap, HeaderValue, header};
use tower_sessions::cookie::time::Duration;
use tower_sessions::cookie::{Cookie, SameSite};

use crate::web::ssr::portal::Portal;

/// Names the cookie of one departure, so that several tabs do not disturb each other. `None` for what is no state of ours.
pub(in crate::web::ssr) fn cookie_name(portal: &Portal, state: &str) -> Option<String> {
    let head = state.get(..8)?;
    let plain = head.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let prefix = if portal.is_secure() { "__Host-" } else { "" };
    plain.then(|| format!("{prefix}einlass-flow-{head}"))
}

/// Puts something into a cookie of its own, or with no lifetime takes it away.
pub(in crate::web::ssr) fn cookie(portal: &Portal, name: String, value: String, lifetime: Duration) -> HeaderValue {
    let cookie = Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(portal.is_secure())
        .max_age(lifetime);
    HeaderValue::from_str(&cookie.to_string()).expect("names and base64 are visible ASCII")
}

/// What the browser brought in the cookie.
pub(in crate::web::ssr) fn carried(headers: &HeaderMap, name: &str) -> Option<String> {
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    sent.flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}
