//! Filters evaluated in memory: value paths of PATCH, and the meaning that the translation to SQL must keep.
//!
//! An attribute without value equals nothing but `null`; `ne` is the opposite of `eq`. A comparison of a
//! multi-valued attribute holds when one of its values fulfils it. Text is compared without case unless the schema
//! says `caseExact` (RFC 7643 section 2.2); then spaces around it do not count either, as they do not for uniqueness.

use caseless::Caseless;
use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use unicode_normalization::UnicodeNormalization;

use super::dialects;
use super::error::{ScimError, ScimType};
use super::filter::{CompareOp, Filter};
use super::path::AttrPath;
use super::schema::{Attribute, Kind, Named, ResourceType};

/// Whether `resource` (in canonical spelling) fulfils `filter`.
pub fn resource(filter: &Filter, resource: &Map<String, Value>, kind: &ResourceType) -> Result<bool, ScimError> {
    evaluate(filter, &Scope::Resource(kind, resource))
}

/// Whether `element`, one value of the complex `attribute`, fulfils `filter`.
pub fn element(filter: &Filter, element: &Value, attribute: &Attribute) -> Result<bool, ScimError> {
    evaluate(filter, &Scope::Element(attribute, element))
}

enum Scope<'a> {
    Resource(&'a ResourceType, &'a Map<String, Value>),
    Element(&'a Attribute, &'a Value),
}

fn evaluate(filter: &Filter, scope: &Scope<'_>) -> Result<bool, ScimError> {
    match filter {
        Filter::And(parts) => {
            // Every part is evaluated, so that a bad attribute name is told whatever the data says.
            parts.iter().try_fold(true, |held, part| Ok(evaluate(part, scope)? && held))
        }
        Filter::Or(parts) => parts.iter().try_fold(false, |held, part| Ok(evaluate(part, scope)? || held)),
        Filter::Not(inner) => Ok(!evaluate(inner, scope)?),
        Filter::Present(path) => Ok(find(path, scope)?.values.iter().any(|value| !dialects::is_unassigned(value))),
        Filter::Compare { path, op, value } => {
            let found = find(path, scope)?;
            if *op == CompareOp::Ne {
                return Ok(!any(&found, CompareOp::Eq, value)?);
            }
            any(&found, *op, value)
        }
        Filter::ValuePath { path, filter } => {
            let found = find(path, scope)?;
            // Parts have no parts (RFC 7643 section 2.3.8), wherever the part was named.
            if found.whole.sub_attributes.is_empty() || path.sub.is_some() || matches!(scope, Scope::Element(..)) {
                return Err(refused(format!("{path} has no parts to filter by")));
            }
            // An empty value first: it finds bad names even when there is no value to try.
            element(filter, &Value::Object(Map::new()), found.whole)?;
            found.elements.iter().try_fold(false, |held, value| Ok(element(filter, value, found.whole)? || held))
        }
    }
}

struct Found<'a> {
    /// The attribute whose values are compared.
    attribute: &'a Attribute,
    values: Vec<&'a Value>,
    /// The attribute that was named, and its values before a part was taken.
    whole: &'a Attribute,
    elements: Vec<&'a Value>,
}

fn find<'a>(path: &AttrPath, scope: &Scope<'a>) -> Result<Found<'a>, ScimError> {
    let unknown = || refused(format!("there is no attribute {path}"));
    let (whole, elements, sub) = match scope {
        Scope::Resource(kind, resource) => match kind.resolve(path).ok_or_else(unknown)? {
            Named::Extension(_) => {
                return Err(refused(format!("{path} is a schema, not an attribute")));
            }
            Named::Attribute { extension, attribute, sub } => {
                let value = match extension {
                    Some(schema) => resource.get(&schema.id).and_then(|container| container.get(&attribute.name)),
                    None => resource.get(&attribute.name),
                };
                (attribute, listed(value), sub)
            }
        },
        Scope::Element(attribute, element) => {
            if path.urn.is_some() || path.sub.is_some() {
                return Err(unknown());
            }
            let sub = attribute.sub(&path.name).ok_or_else(unknown)?;
            (*attribute, vec![*element], Some(sub))
        }
    };
    // A complex attribute compared as such means its `value` (RFC 7644 section 3.4.2.2, `emails co "…"`).
    let part = sub.or_else(|| whole.sub("value"));
    let (attribute, values) = match part {
        Some(part) => (part, elements.iter().filter_map(|element| element.get(&part.name)).collect()),
        None => (whole, elements.clone()),
    };
    Ok(Found { attribute, values, whole, elements })
}

fn listed(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    }
}

fn any(found: &Found<'_>, op: CompareOp, expected: &Value) -> Result<bool, ScimError> {
    if expected.is_null() {
        return match op {
            CompareOp::Eq => Ok(found.values.iter().all(|value| dialects::is_unassigned(value))),
            _ => Err(refused(format!("`{}` cannot compare with null", op.as_str()))),
        };
    }
    let expected = Operand::expected(op, expected, found.attribute)?;
    Ok(found
        .values
        .iter()
        .any(|actual| Operand::of(actual, found.attribute).is_ok_and(|actual| actual.compare(op, &expected))))
}

/// A value in the form its attribute is compared in.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// Folded, unless case counts.
    Text(String),
    /// Whatever its offset.
    Moment(OffsetDateTime),
    /// With or without a fraction.
    Number(f64),
    /// `true` or `false`.
    Truth(bool),
}

impl Operand {
    /// What a stored value of `attribute` is compared as.
    pub fn of(value: &Value, attribute: &Attribute) -> Result<Self, ScimError> {
        Ok(match Self::untrimmed(value, attribute)? {
            Self::Text(text) if !attribute.case_exact => Self::Text(text.trim().to_owned()),
            other => other,
        })
    }

    /// What a value in a filter is compared as by `op`; an error when the two do not fit the attribute.
    ///
    /// Spaces around a part of a text count: `co " b"` finds the second word.
    pub fn expected(op: CompareOp, value: &Value, attribute: &Attribute) -> Result<Self, ScimError> {
        let operand = match op {
            CompareOp::Co | CompareOp::Sw | CompareOp::Ew => Self::untrimmed(value, attribute)?,
            _ => Self::of(value, attribute)?,
        };
        operand.check(op, attribute)?;
        Ok(operand)
    }

    fn untrimmed(value: &Value, attribute: &Attribute) -> Result<Self, ScimError> {
        let unfit = || refused(format!("{value} does not fit the attribute {}", attribute.name));
        match attribute.kind {
            Kind::Boolean => match value {
                Value::Bool(truth) => Ok(Self::Truth(*truth)),
                Value::String(text) => dialects::boolean_text(text).map(Self::Truth).ok_or_else(unfit),
                _ => Err(unfit()),
            },
            Kind::Integer | Kind::Decimal => {
                value.as_f64().or_else(|| dialects::text_as_number(value)).map(Self::Number).ok_or_else(unfit)
            }
            Kind::DateTime => {
                let text = value.as_str().ok_or_else(unfit)?;
                moment(text).map(Self::Moment).ok_or_else(unfit)
            }
            Kind::String | Kind::Reference | Kind::Binary => {
                let text = match value {
                    Value::String(text) => text.clone(),
                    other => dialects::number_as_text(other).ok_or_else(unfit)?,
                };
                Ok(Self::Text(if attribute.case_exact { text } else { folded(&text) }))
            }
            Kind::Complex => Err(refused(format!("{} has parts; compare one of them", attribute.name))),
        }
    }

    fn check(&self, op: CompareOp, attribute: &Attribute) -> Result<(), ScimError> {
        use CompareOp::{Co, Eq, Ew, Ge, Gt, Le, Lt, Ne, Sw};
        let fits = match (self, op) {
            (_, Eq | Ne) | (Self::Number(_) | Self::Moment(_), Gt | Ge | Lt | Le) => true,
            (Self::Truth(_), _) | (Self::Number(_) | Self::Moment(_), Co | Sw | Ew) => false,
            (Self::Text(_), Co | Sw | Ew | Gt | Ge | Lt | Le) => attribute.kind != Kind::Binary,
        };
        if fits { Ok(()) } else { Err(refused(format!("`{}` does not apply to {}", op.as_str(), attribute.name))) }
    }

    fn compare(&self, op: CompareOp, expected: &Self) -> bool {
        if let (Self::Text(actual), Self::Text(expected)) = (self, expected) {
            match op {
                CompareOp::Co => return actual.contains(expected.as_str()),
                CompareOp::Sw => return actual.starts_with(expected.as_str()),
                CompareOp::Ew => return actual.ends_with(expected.as_str()),
                _ => {}
            }
        }
        let order = match (self, expected) {
            (Self::Text(actual), Self::Text(expected)) => Some(actual.cmp(expected)),
            (Self::Moment(actual), Self::Moment(expected)) => Some(actual.cmp(expected)),
            (Self::Number(actual), Self::Number(expected)) => actual.partial_cmp(expected),
            (Self::Truth(actual), Self::Truth(expected)) => Some(actual.cmp(expected)),
            _ => None,
        };
        order.is_some_and(|order| match op {
            CompareOp::Eq => order.is_eq(),
            CompareOp::Ne => order.is_ne(),
            CompareOp::Gt => order.is_gt(),
            CompareOp::Ge => order.is_ge(),
            CompareOp::Lt => order.is_lt(),
            CompareOp::Le => order.is_le(),
            CompareOp::Co | CompareOp::Sw | CompareOp::Ew => false,
        })
    }
}

/// A `dateTime` (RFC 7643 section 2.3.5): XML Schema leaves its offset optional, and one without is read as UTC.
pub(super) fn moment(text: &str) -> Option<OffsetDateTime> {
    let read = |text: &str| OffsetDateTime::parse(text, &Rfc3339).ok();
    read(text).or_else(|| read(&format!("{text}Z")))
}

/// Whether this is a `dateTime` to be stored and returned: XML Schema has a capital `T` and `Z`, and offsets of 14 hours at most. Whoever looks for
/// one need not spell it so.
pub(super) fn is_date_time(text: &str) -> bool {
    let Some(moment) = moment(text) else { return false };
    let offset = moment.offset().whole_minutes().unsigned_abs();
    text.as_bytes().get(10) == Some(&b'T') && !text.ends_with('z') && offset <= 14 * 60
}

/// Without case and whatever the normal form, as the product compares names everywhere.
fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkc().default_case_fold().nfkc().collect()
}

pub(in crate::scim) fn refused(reason: impl std::fmt::Display) -> ScimError {
    ScimError::of(ScimType::InvalidFilter, format!("The filter cannot be used: {reason}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::protocol::schema::USER_TYPE;
    use serde_json::json;

    fn holds(text: &str) -> Result<bool, ScimError> {
        let person = json!({
            "id": "Ab1", "externalId": "E1", "userName": "Ada@Example.com", "active": true,
            "emails": [{"value": "ada@example.com", "type": "work", "primary": true}, {"value": "a@home.org", "type": "home"}],
            "meta": {"lastModified": "2026-01-02T03:04:05Z"},
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Engines"}
        });
        resource(&text.parse().unwrap(), person.as_object().unwrap(), &USER_TYPE)
    }

    #[test]
    fn case_follows_the_schema() {
        assert_eq!(holds(r#"userName eq "ada@example.COM""#), Ok(true));
        assert_eq!(holds(r#"externalId eq "e1""#), Ok(false));
        assert_eq!(holds(r#"id eq "AB1""#), Ok(false));
        assert_eq!(holds(r#"emails co "HOME""#), Ok(true));
    }

    #[test]
    fn spaces_around_count_in_parts_alone() {
        assert_eq!(holds(r#"userName eq " ada@example.com ""#), Ok(true));
        assert_eq!(holds(r#"userName sw " ada""#), Ok(false));
        assert_eq!(holds(r#"externalId eq " E1""#), Ok(false));
    }

    #[test]
    fn one_value_must_fulfil_the_whole_value_path() {
        assert_eq!(holds(r#"emails[type eq "work" and value eq "ada@example.com"]"#), Ok(true));
        assert_eq!(holds(r#"emails[type eq "home" and value eq "ada@example.com"]"#), Ok(false));
        assert_eq!(holds(r#"emails.type eq "home" and emails.value eq "ada@example.com""#), Ok(true));
        assert_eq!(holds(r#"emails[primary eq "True"].value sw "ada""#), Ok(true));
    }

    #[test]
    fn absent_attributes_equal_null_alone() {
        assert_eq!(holds("title pr"), Ok(false));
        assert_eq!(holds("title eq null"), Ok(true));
        assert_eq!(holds(r#"title ne "x""#), Ok(true));
        assert_eq!(holds("not (title pr)"), Ok(true));
    }

    #[test]
    fn moments_are_compared_as_moments() {
        assert_eq!(holds(r#"meta.lastModified eq "2026-01-02T04:04:05+01:00""#), Ok(true));
        assert_eq!(holds(r#"meta.lastModified gt "2025-12-31T00:00:00Z""#), Ok(true));
        assert_eq!(holds(r#"meta.lastModified eq "2026-01-02T03:04:05.000""#), Ok(true));
        for text in ["2026-01-02", "2026-01-02T03:04", "2026-01-02T03:04:05ZZ", "2026-01-02T03:04:05+01:00Z", ""] {
            assert!(holds(&format!(r#"meta.lastModified eq "{text}""#)).is_err(), "{text}");
        }
    }

    #[test]
    fn a_date_time_is_spelled_as_xml_schema_has_it() {
        for text in ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.5-14:00", "2026-01-02T03:04:05"] {
            assert!(is_date_time(text), "{text}");
        }
        for text in [
            "2026-01-02 03:04:05Z",
            "2026-01-02t03:04:05Z",
            "2026-01-02T03:04:05z",
            "2026-01-02T03:04:05+14:01",
            "2026",
        ] {
            assert!(!is_date_time(text), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_compared_is_an_invalid_filter() {
        for text in [
            "active gt true",
            r#"nope eq "x""#,
            r#"emails[nope eq "x"]"#,
            r#"ims[nope eq "x"]"#,
            r#"userName[value eq "x"]"#,
            r#"name eq "x""#,
            r#"emails.value[type eq "work"]"#,
            r#"emails[type[value eq "work"]]"#,
            "active eq 1",
            "title pr and nope pr",
        ] {
            let error = holds(text).unwrap_err();
            assert_eq!(error.scim_type, Some(ScimType::InvalidFilter), "{text}");
        }
    }

    #[test]
    fn extensions_are_reached_by_urn() {
        assert_eq!(
            holds(r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "engines""#),
            Ok(true)
        );
    }
}
