//! Filters over resources of several types (RFC 7644 section 3.4.2.1).
//!
//! An attribute that a type does not have is one without value for every resource of it: no comparison holds but `ne` and that with
//! `null`. So a filter shrinks, type by type, to what the resources of the type can differ in.

use serde_json::{Map, json};

use super::error::ScimError;
use super::filter::{CompareOp, Filter};
use super::matches;
use super::path::AttrPath;
use super::schema::{Named, ResourceType};

/// Which resources of one type a filter finds.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Every one.
    All,
    /// None.
    Nothing,
    /// Those that fulfil this.
    Those(Filter),
}

/// Which resources of each type `filter` finds; an error when no type has an attribute that it names.
pub fn found(filter: Option<&Filter>, kinds: &[&ResourceType]) -> Result<Vec<Found>, ScimError> {
    let Some(filter) = filter else { return Ok(vec![Found::All; kinds.len()]) };
    check(filter, kinds)?;
    kinds.iter().map(|kind| of_kind(filter, kind)).collect()
}

fn check(filter: &Filter, kinds: &[&ResourceType]) -> Result<(), ScimError> {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().try_for_each(|part| check(part, kinds)),
        Filter::Not(inner) => check(inner, kinds),
        Filter::Compare { path, .. } | Filter::Present(path) | Filter::ValuePath { path, .. } => {
            let unknown = || matches::refused(format!("there is no attribute {path}"));
            // Tried on nothing, it tells whether it may be asked at all, also where another term decides.
            let mut tried = (kinds.iter().filter(|kind| kind.resolve(path).is_some()))
                .map(|kind| matches::resource(filter, &Map::new(), kind).map(drop));
            let first = tried.next().unwrap_or_else(|| Err(unknown()));
            if tried.any(|tried| tried.is_ok()) { Ok(()) } else { first }
        }
    }
}

fn of_kind(filter: &Filter, kind: &ResourceType) -> Result<Found, ScimError> {
    let parts = |parts: &[Filter]| parts.iter().map(|part| of_kind(part, kind)).collect::<Result<Vec<_>, _>>();
    Ok(match filter {
        Filter::And(all) => joined(parts(all)?, &Found::Nothing, Filter::And).unwrap_or(Found::All),
        Filter::Or(any) => joined(parts(any)?, &Found::All, Filter::Or).unwrap_or(Found::Nothing),
        Filter::Not(inner) => match of_kind(inner, kind)? {
            Found::All => Found::Nothing,
            Found::Nothing => Found::All,
            Found::Those(inner) => Found::Those(Filter::Not(Box::new(inner))),
        },
        Filter::Compare { path, op, value } => {
            if kind.resolve(path).is_none() {
                either((*op == CompareOp::Ne) != value.is_null())
            } else if names_type(path, kind) {
                let any = Map::from_iter([("meta".to_owned(), json!({"resourceType": kind.name}))]);
                either(matches::resource(filter, &any, kind)?)
            } else {
                Found::Those(filter.clone())
            }
        }
        Filter::Present(path) | Filter::ValuePath { path, .. } => {
            if kind.resolve(path).is_some() {
                Found::Those(filter.clone())
            } else {
                Found::Nothing
            }
        }
    })
}

const fn either(all: bool) -> Found {
    if all { Found::All } else { Found::Nothing }
}

fn names_type(path: &AttrPath, kind: &ResourceType) -> bool {
    matches!(kind.resolve(path), Some(Named::Attribute { extension: None, attribute, sub: Some(sub) })
        if attribute.name == "meta" && sub.name == "resourceType")
}

/// Parts joined to one filter: one that decides alone does, and the rest of those that differ. `None` when nothing is left to differ in.
fn joined(parts: Vec<Found>, decides: &Found, join: fn(Vec<Filter>) -> Filter) -> Option<Found> {
    if parts.contains(decides) {
        return Some(decides.clone());
    }
    let mut those: Vec<Filter> = Vec::new();
    for part in parts {
        if let Found::Those(filter) = part {
            those.push(filter);
        }
    }
    match those.len() {
        0 => None,
        1 => those.pop().map(Found::Those),
        _ => Some(Found::Those(join(those))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    use crate::scim::protocol::ScimType;
    use crate::scim::protocol::schema::{GROUP_TYPE, USER_TYPE};

    fn of(text: &str) -> Result<Vec<String>, ScimError> {
        let found = found(Some(&text.parse().unwrap()), &[&USER_TYPE, &GROUP_TYPE])?;
        let written = found.into_iter().map(|found| match found {
            Found::All => "all".to_owned(),
            Found::Nothing => "nothing".to_owned(),
            Found::Those(filter) => filter.to_string(),
        });
        Ok(written.collect())
    }

    #[test]
    fn a_filter_shrinks_to_what_a_type_can_answer() {
        for (text, people, groups) in [
            (r#"userName eq "a""#, r#"userName eq "a""#, "nothing"),
            (r#"displayName eq "a""#, r#"displayName eq "a""#, r#"displayName eq "a""#),
            (r#"userName ne "a""#, r#"userName ne "a""#, "all"),
            ("userName eq null", "userName eq null", "all"),
            ("userName ne null", "userName ne null", "nothing"),
            (r#"members eq "1" or displayName pr"#, "displayName pr", r#"members eq "1" or displayName pr"#),
            (r#"userName pr and displayName eq "a""#, r#"userName pr and displayName eq "a""#, "nothing"),
            (r#"not (emails[type eq "work"])"#, r#"not (emails[type eq "work"])"#, "all"),
            (r#"meta.resourceType eq "User""#, "all", "nothing"),
            (r#"META.resourcetype ne "User" and displayName pr"#, "nothing", "displayName pr"),
            (r#"meta.resourceType eq "Device""#, "nothing", "nothing"),
            (
                r#"urn:ietf:params:scim:schemas:core:2.0:Group:displayName eq "a""#,
                "nothing",
                r#"urn:ietf:params:scim:schemas:core:2.0:Group:displayName eq "a""#,
            ),
        ] {
            assert_eq!(of(text), Ok(vec![people.to_owned(), groups.to_owned()]), "{text}");
        }
        assert_eq!(found(None, &[&USER_TYPE]), Ok(vec![Found::All]));
    }

    #[test]
    fn an_attribute_that_no_type_has_is_an_invalid_filter() {
        for text in ["nope pr", r#"userName pr or not (name.nope eq "a")"#, "meta.resourceType eq true"] {
            assert_eq!(of(text).unwrap_err().scim_type, Some(ScimType::InvalidFilter), "{text}");
        }
    }

    #[test]
    fn what_is_left_of_a_filter_finds_what_the_filter_finds() {
        let person = json!({"id": "1", "userName": "a", "displayName": "b", "meta": {"resourceType": "User"}});
        let group = json!({"id": "2", "displayName": "a", "meta": {"resourceType": "Group"}});
        for text in [
            r#"userName eq "a" or displayName eq "a""#,
            r#"not (userName eq "a") and displayName pr"#,
            r#"not (userName eq "a" and members pr)"#,
            r#"meta.resourceType eq "Group" or displayName eq "b""#,
        ] {
            let whole: Filter = text.parse().unwrap();
            let left = found(Some(&whole), &[&USER_TYPE, &GROUP_TYPE]).unwrap();
            // A type that knows the attributes of both says what the whole filter means.
            let mut both = (**USER_TYPE).clone();
            both.core.attributes.extend(GROUP_TYPE.core.attributes.iter().filter(|a| a.name == "members").cloned());
            for (found, resource, kind) in [(&left[0], &person, &**USER_TYPE), (&left[1], &group, &*GROUP_TYPE)] {
                let resource: &Map<String, Value> = resource.as_object().unwrap();
                let holds = match found {
                    Found::All => true,
                    Found::Nothing => false,
                    Found::Those(filter) => matches::resource(filter, resource, kind).unwrap(),
                };
                assert_eq!(holds, matches::resource(&whole, resource, &both).unwrap(), "{text} of a {}", kind.name);
            }
        }
    }
}
