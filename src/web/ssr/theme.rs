//! How bright a page is: as the person chose, and where nobody is signed in as this browser last saw it.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use tower_sessions::cookie::{Cookie, SameSite, time::Duration};

use super::language::cookie_named;
use super::portal::Portal;
use crate::model::Theme;

/// Holds a brightness and nothing about the person, for pages before the sign-in.
const COOKIE: &str = "einlass-theme";

/// What this browser last saw.
pub fn seen_before(headers: &HeaderMap) -> Option<Theme> {
    cookie_named(headers, COOKIE)?.value().parse().ok()
}

/// The answer that has the browser keep for a year what it sees now, where that is something else.
pub fn remembered(portal: &Portal, mut answer: Response, before: Option<Theme>, now: Option<Theme>) -> Response {
    if before == now {
        return answer;
    }
    let (value, age) = now.map_or(("", Duration::ZERO), |theme| (theme.name(), Duration::days(365)));
    let cookie = Cookie::build((COOKIE, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(portal.is_secure())
        .max_age(age)
        .to_string();
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}
