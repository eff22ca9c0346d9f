//! A filter: what is printed of it says the same, and its meaning obeys the laws of logic.

use std::hint::black_box;

use einlass::scim::protocol::ScimError;
use einlass::scim::protocol::filter::{Filter, ParseError};
use einlass::scim::protocol::limits::MAX_FILTER_BYTES;
use einlass::scim::protocol::matches;
use einlass::scim::protocol::schema::{GROUP_TYPE, ResourceType, USER_TYPE};
use serde_json::{Map, Value};

use super::patch::{group, person};

pub fn work(data: &[u8]) {
    if let Ok(filter) = str::from_utf8(data).unwrap_or_default().parse::<Filter>() {
        drop(black_box(matches::resource(&filter, person(), &USER_TYPE)));
    }
}

pub fn check(data: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(data) else { return false };
    match text.parse::<Filter>() {
        Ok(filter) => {
            assert!(text.len() <= MAX_FILTER_BYTES);
            check_printed(&filter);
            check_meaning(&filter, &USER_TYPE, person());
            check_meaning(&filter, &GROUP_TYPE, group());
            true
        }
        Err(error) => {
            check_error(&error, text);
            false
        }
    }
}

/// The position of a fault lies in the text or right behind it, in characters.
pub fn check_error(error: &ParseError, text: &str) {
    match error.position {
        Some(position) => assert!((1..=text.chars().count() + 1).contains(&position), "{error}"),
        None => assert!(text.len() > MAX_FILTER_BYTES, "{error}"),
    }
}

fn check_printed(filter: &Filter) {
    let printed = filter.to_string();
    match printed.parse::<Filter>() {
        Ok(read) => assert_eq!(&read, filter, "{printed}"),
        Err(error) => assert!(is_limit(&error, &printed), "{printed}: {error}"),
    }
}

/// Whether the text is refused for its size: printing writes numbers and groups out, and so may pass a limit that the text kept.
pub fn is_limit(error: &ParseError, text: &str) -> bool {
    text.len() > MAX_FILTER_BYTES || error.reason.contains("nested groups")
}

fn check_meaning(filter: &Filter, kind: &ResourceType, resource: &Map<String, Value>) {
    let held = |filter: Filter| matches::resource(&filter, resource, kind);
    let outcome = matches::resource(filter, resource, kind);
    let not = |filter: &Filter| Filter::Not(Box::new(filter.clone()));
    let pair = || vec![filter.clone(), not(filter)];
    let expected: [Result<bool, ScimError>; 4] =
        [outcome.clone().map(|held| !held), outcome.clone(), outcome.clone().map(|_| false), outcome.map(|_| true)];
    let told = [held(not(filter)), held(not(&not(filter))), held(Filter::And(pair())), held(Filter::Or(pair()))];
    assert_eq!(told, expected, "{filter}");
}
