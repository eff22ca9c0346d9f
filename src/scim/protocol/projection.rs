//! Which attributes an answer carries (RFC 7644 section 3.9, RFC 7643 section 7 "returned").

use serde_json::{Map, Value};

use super::dialects::Dialect;
use super::error::ScimError;
use super::limits::MAX_FILTER_BYTES;
use super::path::{AttrPath, Path};
use super::schema::{Attribute, Named, ResourceType, Returned, Schema};

/// The attributes a request wants, from `attributes` and `excludedAttributes`.
#[derive(Debug, Clone, Default)]
pub struct Projection {
    only: Option<Vec<AttrPath>>,
    without: Vec<AttrPath>,
    /// What the request itself has written.
    written: Vec<AttrPath>,
}

impl Projection {
    /// Reads the two parameters; names that no schema knows select nothing.
    pub fn parse(attributes: Option<&str>, excluded: Option<&str>, dialect: Dialect) -> Result<Self, ScimError> {
        let attributes = attributes.filter(|text| !text.trim().is_empty());
        let only = attributes.map(|text| names("attributes", text, dialect)).transpose()?;
        let without = excluded.map(|text| names("excludedAttributes", text, dialect)).transpose()?.unwrap_or_default();
        Ok(Self { only, without, written: Vec::new() })
    }

    /// The same for the answer to a POST, PUT or PATCH with this body: what is returned on request alone is part of it where the client said it
    /// (RFC 7643 section 7 "returned").
    #[must_use]
    pub fn after_writing(mut self, body: &Map<String, Value>, kind: &ResourceType) -> Self {
        let schemas = || std::iter::once(&kind.core).chain(&kind.extensions);
        let on_request = |schema: &Schema| schema.attributes.iter().any(|it| it.returned == Returned::Request);
        if self.only.is_none() && schemas().any(on_request) {
            said(body, kind, &mut self.written);
        }
        self
    }

    /// Whether `attribute` at the top of a resource is wanted, wholly or in part.
    pub fn wants(&self, kind: &ResourceType, attribute: &str) -> bool {
        kind.top_level(attribute).is_none_or(|attribute| self.keeps(kind, None, attribute))
    }

    /// Whether `attributes` names this part of `attribute` at the top of a resource; for parts that are returned on request alone.
    pub fn asks_for(&self, kind: &ResourceType, attribute: &str, part: &str) -> bool {
        let Some(attribute) = kind.top_level(attribute) else { return false };
        let named = |path: &AttrPath| hits(path, kind, None, attribute) == Some(Hit::Part(part.to_owned()));
        self.only.iter().flatten().any(named) && self.wants(kind, &attribute.name)
    }

    /// Whether `attributes` says what is wanted.
    pub const fn names_attributes(&self) -> bool {
        self.only.is_some()
    }

    /// Takes out of `resource` (canonical, with `schemas`, `id` and `meta`) what is not wanted.
    pub fn apply(&self, mut resource: Map<String, Value>, kind: &ResourceType) -> Map<String, Value> {
        resource.retain(|name, value| {
            if let Some(schema) = kind.extension(name) {
                let Value::Object(members) = value else { return false };
                members.retain(|name, value| {
                    let kept = schema.attribute(name).filter(|member| self.keeps(kind, Some(&schema.id), member));
                    kept.is_some_and(|member| self.keep_parts(kind, Some(&schema.id), member, value))
                });
                !members.is_empty()
            } else {
                let kept = kind.top_level(name).filter(|attribute| self.keeps(kind, None, attribute));
                kept.is_some_and(|attribute| self.keep_parts(kind, None, attribute, value))
            }
        });
        resource
    }

    fn keeps(&self, kind: &ResourceType, urn: Option<&str>, attribute: &Attribute) -> bool {
        match attribute.returned {
            Returned::Always => return true,
            Returned::Never => return false,
            Returned::Default | Returned::Request => {}
        }
        let asked = match &self.only {
            None if attribute.returned == Returned::Default => true,
            None => self.written.iter().any(|path| hits(path, kind, urn, attribute).is_some()),
            Some(only) => only.iter().any(|path| hits(path, kind, urn, attribute).is_some()),
        };
        asked && !self.without.iter().any(|path| hits(path, kind, urn, attribute) == Some(Hit::Whole))
    }

    /// Takes out sub-attributes that are not wanted; whether anything is left (RFC 7643 section 2.5: nothing is no value).
    fn keep_parts(&self, kind: &ResourceType, urn: Option<&str>, attribute: &Attribute, value: &mut Value) -> bool {
        if self.only.is_none() && self.without.is_empty() {
            return true;
        }
        let named = |paths: &[AttrPath]| -> Vec<Hit> {
            paths.iter().filter_map(|path| hits(path, kind, urn, attribute)).collect()
        };
        let only = self.only.as_deref().map(named).filter(|parts| !parts.contains(&Hit::Whole)).unwrap_or_default();
        let without = named(&self.without);
        if only.is_empty() && without.is_empty() {
            return true;
        }
        let listed =
            |parts: &[Hit], name: &str| parts.iter().any(|part| matches!(part, Hit::Part(part) if part == name));
        let narrow = |value: &mut Value| {
            if let Value::Object(members) = value {
                members.retain(|name, _| (only.is_empty() || listed(&only, name)) && !listed(&without, name));
            }
        };
        let says_something = |value: &Value| value.as_object().is_none_or(|members| !members.is_empty());
        match value {
            Value::Array(items) => {
                items.iter_mut().for_each(narrow);
                items.retain(says_something);
                !items.is_empty()
            }
            other => {
                narrow(other);
                says_something(other)
            }
        }
    }
}

/// What a path takes of an attribute.
#[derive(Debug, PartialEq, Eq)]
enum Hit {
    Whole,
    Part(String),
}

/// What `path` takes of `attribute`, `None` when it names another one.
fn hits(path: &AttrPath, kind: &ResourceType, urn: Option<&str>, attribute: &Attribute) -> Option<Hit> {
    match kind.resolve(path)? {
        Named::Extension(schema) => (urn == Some(schema.id.as_str())).then_some(Hit::Whole),
        Named::Attribute { extension, attribute: named, sub } => {
            let same = extension.map(|schema| schema.id.as_str()) == urn && named.name == attribute.name;
            same.then(|| sub.map_or(Hit::Whole, |sub| Hit::Part(sub.name.clone())))
        }
    }
}

/// Collects what a body names: the members of a resource and of its extensions, or the paths of a PATCH.
fn said(body: &Map<String, Value>, kind: &ResourceType, into: &mut Vec<AttrPath>) {
    let Some(Value::Array(operations)) = member(body, "Operations") else {
        body.iter().for_each(|(name, value)| said_at(name, Some(value), kind, into));
        return;
    };
    for operation in operations.iter().filter_map(Value::as_object) {
        match (member(operation, "path"), member(operation, "value")) {
            (Some(Value::String(path)), value) => said_at(path, value, kind, into),
            (_, Some(Value::Object(members))) => said(members, kind, into),
            _ => {}
        }
    }
}

/// The URN of an extension stands for the members that are given of it.
fn said_at(path: &str, value: Option<&Value>, kind: &ResourceType, into: &mut Vec<AttrPath>) {
    match (kind.extension(path), value) {
        (Some(schema), Some(Value::Object(members))) => into.extend(members.keys().map(|name| AttrPath {
            urn: Some(schema.id.clone()),
            name: name.clone(),
            sub: None,
        })),
        _ => into.extend(path.parse::<Path>().map(|path| path.attribute)),
    }
}

fn member<'a>(object: &'a Map<String, Value>, wanted: &str) -> Option<&'a Value> {
    object.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
}

fn names(parameter: &str, text: &str, dialect: Dialect) -> Result<Vec<AttrPath>, ScimError> {
    if text.len() > MAX_FILTER_BYTES {
        return Err(ScimError::value(format!("The parameter {parameter} is longer than {MAX_FILTER_BYTES} bytes.")));
    }
    let mut within = false;
    // A comma between brackets parts no names.
    let parts = |c: char| {
        within = match c {
            '[' => true,
            ']' => false,
            _ => within,
        };
        c == ',' && !within
    };
    text.split(parts)
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| {
            dialect
                .value_path_in_attributes(name)
                .map_err(|_| ScimError::value(format!("The parameter {parameter} is no list of attribute names.")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::protocol::schema::{ENTERPRISE_SCHEMA, USER_TYPE};
    use serde_json::json;

    fn projected(attributes: Option<&str>, excluded: Option<&str>) -> Value {
        let Value::Object(person) = json!({
            "schemas": ["s"], "id": "1", "userName": "a", "title": "t",
            "name": {"givenName": "G", "familyName": "F"},
            "emails": [{"value": "a@b", "type": "work"}],
            ENTERPRISE_SCHEMA: {"department": "d", "division": "v"},
            "meta": {"version": "W/\"1\""}
        }) else {
            panic!()
        };
        Value::Object(Projection::parse(attributes, excluded, Dialect::AUTO).unwrap().apply(person, &USER_TYPE))
    }

    #[test]
    fn everything_by_default() {
        assert_eq!(projected(None, None).as_object().unwrap().len(), 8);
        assert_eq!(projected(Some(""), Some("")).as_object().unwrap().len(), 8);
    }

    #[test]
    fn only_what_is_asked_for_and_what_is_always_returned() {
        assert_eq!(
            projected(Some("USERNAME,name.givenName"), None),
            json!({"schemas": ["s"], "id": "1", "userName": "a", "name": {"givenName": "G"}})
        );
        assert_eq!(
            projected(Some(&format!("{ENTERPRISE_SCHEMA}:department,emails.value")), None),
            json!({"schemas": ["s"], "id": "1", "emails": [{"value": "a@b"}], ENTERPRISE_SCHEMA: {"department": "d"}})
        );
        assert_eq!(projected(Some("nope"), None), json!({"schemas": ["s"], "id": "1"}));
    }

    #[test]
    fn without_what_is_excluded_except_what_is_always_returned() {
        let rest = projected(None, Some(&format!("id,name.familyName,emails,meta,title,{ENTERPRISE_SCHEMA}")));
        assert_eq!(rest, json!({"schemas": ["s"], "id": "1", "userName": "a", "name": {"givenName": "G"}}));
    }

    #[test]
    fn what_has_no_part_left_is_left_out() {
        let rest = projected(None, Some("name.familyName,name.givenName,emails.value,emails.type"));
        assert!(rest.get("name").is_none() && rest.get("emails").is_none(), "{rest}");
        assert_eq!(projected(Some("emails.display"), None), json!({"schemas": ["s"], "id": "1"}));
    }

    #[test]
    fn a_list_that_is_none_is_refused() {
        assert!(Projection::parse(Some("a b"), None, Dialect::AUTO).is_err());
    }
}
