//! Query parameters and conditional headers.

use axum::http::{HeaderMap, Uri, header};
use url::form_urlencoded;

use crate::domain::users::User;
use crate::scim::protocol::filter::{Filter, ParseError};
use crate::scim::protocol::limits::{DEFAULT_COUNT, MAX_COUNT};
use crate::scim::protocol::projection::Projection;
use crate::scim::protocol::ScimError;
use crate::scim::users::entity_tag;

/// The value of a query parameter; unknown ones, such as `aadOptscim062020` on a base URL, are nobody's business.
fn parameter(uri: &Uri, name: &str) -> Option<String> {
    form_urlencoded::parse(uri.query()?.as_bytes()).find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.into_owned())
}

/// `attributes` and `excludedAttributes`.
pub fn projection(uri: &Uri) -> Result<Projection, ScimError> {
    Projection::parse(parameter(uri, "attributes").as_deref(), parameter(uri, "excludedAttributes").as_deref())
}

/// `filter`.
pub fn filter(uri: &Uri) -> Result<Option<Filter>, ScimError> {
    parameter(uri, "filter").map(|text| text.parse().map_err(ParseError::into_filter_error)).transpose()
}

/// Whether there is a `filter` at all.
pub fn has_filter(uri: &Uri) -> bool {
    parameter(uri, "filter").is_some()
}

/// The page that `startIndex` and `count` ask for (RFC 7644 section 3.4.2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// 1 and up.
    pub start: i64,
    /// 0 to 200.
    pub count: i64,
}

/// `startIndex` and `count`: what lies outside is moved to the nearest possible value.
pub fn page(uri: &Uri) -> Result<Page, ScimError> {
    let max = i64::try_from(MAX_COUNT).unwrap_or(i64::MAX);
    let default = i64::try_from(DEFAULT_COUNT).unwrap_or(max);
    let start = integer(uri, "startIndex")?.unwrap_or(1).max(1);
    let count = integer(uri, "count")?.unwrap_or(default).clamp(0, max);
    Ok(Page { start, count })
}

fn integer(uri: &Uri, name: &str) -> Result<Option<i64>, ScimError> {
    let Some(text) = parameter(uri, name).filter(|text| !text.is_empty()) else { return Ok(None) };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(&text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ScimError::value(format!("The parameter {name} must be a whole number.")));
    }
    let huge = if text.starts_with('-') { i64::MIN } else { i64::MAX };
    Ok(Some(text.parse().unwrap_or(huge)))
}

/// `If-Match`: the client changes only what it has seen (RFC 7644 section 3.14).
pub fn if_match(headers: &HeaderMap, user: &User) -> Result<(), ScimError> {
    match tags(headers, header::IF_MATCH) {
        Some(tags) if !names(&tags, user) => Err(ScimError::status(412, "The resource was changed meanwhile; its version is another one.")),
        _ => Ok(()),
    }
}

/// `If-None-Match`: whether the client already has the resource as it is.
pub fn is_known(headers: &HeaderMap, user: &User) -> bool {
    tags(headers, header::IF_NONE_MATCH).is_some_and(|tags| names(&tags, user))
}

fn tags(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    let values: Vec<&str> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    (!values.is_empty()).then(|| values.join(","))
}

/// Weak comparison: `W/"3"` and `"3"` are the same version.
fn names(tags: &str, user: &User) -> bool {
    let current = entity_tag(user);
    let current = current.trim_start_matches("W/");
    tags.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == current)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paged(query: &str) -> Result<(i64, i64), ScimError> {
        page(&format!("/Users?{query}").parse().unwrap()).map(|page| (page.start, page.count))
    }

    #[test]
    fn pages_are_moved_into_what_is_possible() {
        assert_eq!(paged(""), Ok((1, 100)));
        assert_eq!(paged("startIndex=0&count=-3"), Ok((1, 0)));
        assert_eq!(paged("startIndex=-9223372036854775809&count=9223372036854775808"), Ok((1, 200)));
        assert_eq!(paged("startIndex=9223372036854775808&count=0"), Ok((i64::MAX, 0)));
        assert_eq!(paged("STARTINDEX=7&aadOptscim062020"), Ok((7, 100)));
        assert!(paged("count=ten").is_err());
        assert!(paged("startIndex=1.5").is_err());
    }
}
