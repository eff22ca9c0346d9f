//! What identity providers send beyond the RFC, one named function each.
//!
//! A tolerance belongs here when the strict answer would be an error and the intention is unambiguous. What depends on a connection's
//! profile is a function of its [`Dialect`]; the rest holds for all of them. The rest of the protocol core follows the RFC and calls these
//! functions where it would otherwise refuse.

mod asking;
mod literals;
pub mod members;
mod paths;
mod tolerance;

use serde_json::{Map, Value};

pub use tolerance::{Dialect, Tolerance};

use super::comparable;
use super::error::ScimError;
use super::filter::{CompareOp, Filter};
use super::patch::Op;
use super::path::AttrPath;
use super::schema::Attribute;

impl Dialect {
    /// `"True"` and `"False"` in any case are read as booleans.
    ///
    /// Sent by Microsoft Entra ID for `active` and `primary`, in values and in value filters.
    pub fn boolean_text(self, text: &str) -> Option<bool> {
        boolean_text(text).filter(|_| self.tolerates(Tolerance::BooleanText))
    }

    /// `["Platform"]` for a single-valued attribute is read as its one value, and so is `[{…}]` in an operation on the whole resource or on
    /// an extension.
    ///
    /// Sent by Microsoft Entra ID in PATCH operations; objects in a list by SCIM-SDK until 1.33, which wraps whatever it is given.
    pub fn array_wrapped_scalar(self, value: Value) -> Value {
        match value {
            Value::Array(mut items) if items.len() == 1 && self.tolerates(Tolerance::ArrayWrappedScalar) => {
                items.remove(0)
            }
            other => other,
        }
    }

    /// One object (or text) for a multi-valued attribute is read as a list of one.
    ///
    /// Sent by `OneLogin` templates that write `emails` as an object. One value for an `add` is no tolerance: it is what is added.
    pub fn object_as_list(self, value: Value, at: &str) -> Result<Vec<Value>, ScimError> {
        match value {
            Value::Array(items) => Ok(items),
            other if is_unassigned(&other) || self.tolerates(Tolerance::ObjectAsList) => Ok(vec![other]),
            _ => Err(ScimError::value(format!("The attribute {at} must be a list of values."))),
        }
    }

    /// A bare text for a complex attribute is read as its `value`.
    ///
    /// Sent by Microsoft Entra ID for `manager`, `roles` and `emails`.
    pub fn bare_value(self, value: Value) -> Value {
        match value {
            Value::String(text) if self.tolerates(Tolerance::BareValue) => {
                Value::Object(Map::from_iter([("value".to_owned(), Value::String(text))]))
            }
            other => other,
        }
    }

    /// A value path that selects nothing makes the value that its filter describes.
    ///
    /// Microsoft Entra ID and Polis write `phoneNumbers[type eq "mobile"].value` for a person who has no mobile number yet and expect the
    /// number to be stored. RFC 7644 section 3.5.2.3 answers a `replace` with `noTarget`; an `add` may add.
    pub fn element_from_path(self, op: Op) -> bool {
        op == Op::Add || self.tolerates(Tolerance::ElementFromPath)
    }

    /// A `remove` with a list of values removes those values and keeps the others.
    ///
    /// Sent by Microsoft Entra ID (without `aadOptscim062020`), authentik, rauthy and `JumpCloud` for group members. The
    /// RFC ignores the value and would empty the attribute, which nobody who sends values can mean: so the strict answer is a refusal.
    /// `complex`: whether a path can name single values of it.
    pub fn removal_by_value(self, name: &str, complex: bool) -> Result<(), ScimError> {
        if self.tolerates(Tolerance::RemovalByValue) {
            return Ok(());
        }
        let instead = if complex {
            format!("Name the values in the path, as in {name}[value eq \"…\"].")
        } else {
            "Replace it by the values that stay.".to_owned()
        };
        Err(ScimError::value(format!(
            "A remove of {name} removes every value whatever its value says (RFC 7644 section 3.5.2.2). {instead}"
        )))
    }

    /// Attributes the service writes (`id`, `meta`, `groups`, `schemas`) inside the whole object of a path-less PATCH
    /// operation are ignored beside others, as they are in a PUT.
    ///
    /// Sent by Okta (`id` with every group rename) and authentik (`schemas`, `id`). A `path` that names one is refused.
    pub fn read_only_in_whole_object(self, in_whole: bool) -> bool {
        in_whole && self.tolerates(Tolerance::ReadOnlyInWholeObject)
    }

    /// Names of parts (`name.givenName`) and full names (`urn:…:User:department`) in the value of a path-less PATCH operation are paths.
    ///
    /// Sent by Microsoft Entra ID with `aadOptscim062020`. The RFC has names of attributes and URNs of extensions there.
    pub fn qualified_name(self, name: &AttrPath) -> bool {
        (name.sub.is_none() && name.urn.is_none()) || self.tolerates(Tolerance::QualifiedName)
    }

    /// A schema URN of a vendor that adds nothing this service needs is ignored.
    ///
    /// Microsoft Entra ID lists its ADSCIM group schema in `schemas`, Okta those of its own profiles.
    pub fn vendor_schema(self, urn: &str) -> bool {
        is_vendor_schema(urn) && self.tolerates(Tolerance::VendorSchema)
    }

    /// A PATCH without `schemas`, from clients that predate the final RFC, is read as one; `schemas` that name something
    /// else are refused.
    ///
    /// Sent by `OneLogin`'s older connectors.
    pub fn patch_without_schemas(self, body: &Map<String, Value>) -> bool {
        let without = !body.keys().any(|name| name.eq_ignore_ascii_case("schemas"));
        without && self.tolerates(Tolerance::PatchWithoutSchemas)
    }
}

/// `emails[type eq "work"].value eq "x"` in a filter is read as `emails[type eq "work" and value eq "x"]`.
///
/// Sent by Microsoft Entra ID when it matches people by address. The grammar of RFC 7644 has no sub-attribute there.
pub fn value_path_with_sub_attribute(path: AttrPath, filter: Filter, sub: &str, op: CompareOp, value: Value) -> Filter {
    let compare = Filter::Compare { path: AttrPath::name(sub), op, value };
    let inner = match filter {
        Filter::And(mut parts) => {
            parts.push(compare);
            Filter::And(parts)
        }
        other => Filter::And(vec![other, compare]),
    };
    Filter::ValuePath { path, filter: Box::new(inner) }
}

/// What [`Dialect::boolean_text`] means; filters were asked before whether it is tolerated ([`Dialect::check_literals`]).
pub fn boolean_text(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// `""` is read as no value, like `null` and `[]` (RFC 7643 section 2.5).
///
/// Sent by `OneLogin` templates for empty fields (`phoneNumbers[0].value`), and by Microsoft Entra ID to clear `manager`; the
/// latter also sends `"$ref": null` with every member of a group.
pub fn is_unassigned(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(is_unassigned),
        Value::Object(members) => members.values().all(is_unassigned),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A person sent without `active` is meant to be active, and one already there stays as they are.
///
/// The schema says that `active` is required, because every person has it and it cannot be removed; the template of
/// the guide for `OneLogin` does not send it, and Okta may leave it out of a PUT.
pub fn active_left_out(missing: &Attribute) -> bool {
    missing.name == "active"
}

/// The member `schemas` inside an extension's object says nothing and is ignored.
///
/// Sent by clients built on `scim2-models`.
pub fn schemas_inside_extension(name: &str) -> bool {
    name.eq_ignore_ascii_case("schemas")
}

/// The value that a value filter of `eq` terms describes.
pub fn element_from_filter(filter: &Filter) -> Option<Map<String, Value>> {
    let terms = match filter {
        Filter::And(parts) => parts.as_slice(),
        term => std::slice::from_ref(term),
    };
    terms
        .iter()
        .map(|term| match term {
            Filter::Compare { path: AttrPath { urn: None, name, sub: None }, op: CompareOp::Eq, value }
                if !value.is_null() =>
            {
                Some((name.clone(), value.clone()))
            }
            _ => None,
        })
        .collect()
}

/// Whether `stored` is meant by `given` in a [removal by value](Dialect::removal_by_value): it has everything the given one has, as `eq` compares it.
pub fn is_meant(given: &Value, stored: &Value, attribute: &Attribute) -> bool {
    let same = |attribute: &Attribute, given: &Value, stored: &Value| {
        given == stored
            || comparable::single(given, attribute)
                .is_some_and(|form| Some(form) == comparable::single(stored, attribute))
    };
    match (given, stored) {
        (Value::Object(given), Value::Object(stored)) => {
            let mut meaningful = given.iter().filter(|(_, value)| !is_unassigned(value)).peekable();
            let has = |name: &str, value: &Value| match (stored.get(name), attribute.sub(name)) {
                (Some(stored), Some(part)) => same(part, value, stored),
                (stored, _) => stored == Some(value),
            };
            meaningful.peek().is_some() && meaningful.all(|(name, value)| has(name, value))
        }
        (given, stored) => same(attribute, given, stored),
    }
}

fn is_vendor_schema(urn: &str) -> bool {
    ["http://schemas.microsoft.com/", "urn:okta:"].iter().any(|head| starts_with_ignoring_case(urn, head))
}

fn starts_with_ignoring_case(text: &str, head: &str) -> bool {
    text.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head))
}

/// The read-only lists of roles and entitlements are among the resource types of a client that looks for them there.
///
/// Okta asks `/ResourceTypes` and `/Schemas` for what it can discover. Other clients take everything that is listed there for something
/// they may create, as conformance tests and mappings made from the schemas do.
pub fn looks_for_rights(user_agent: &str) -> bool {
    user_agent.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("okta"))
}

/// A number compared with a text attribute is compared by its digits, where it is tolerated ([`Dialect::check_literals`]).
///
/// Microsoft Entra ID leaves the quotes off a numeric `externalId`. One that JSON would write otherwise (`1.50`, `12e4`, twenty digits)
/// arrives here as the text that was written.
pub fn number_as_text(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The other way round: a text that is compared with a number.
pub fn text_as_number(value: &Value) -> Option<f64> {
    serde_json::from_str::<serde_json::Number>(value.as_str()?).ok()?.as_f64()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_element_is_made_only_of_equalities() {
        let element = |text: &str| element_from_filter(&text.parse().unwrap()).map(Value::Object);
        assert_eq!(element(r#"type eq "mobile""#), Some(json!({"type": "mobile"})));
        assert_eq!(element(r#"type eq "work" and primary eq true"#), Some(json!({"type": "work", "primary": true})));
        assert_eq!(element(r#"type ne "work""#), None);
        assert_eq!(element(r#"type eq "work" or type eq "home""#), None);
    }

    #[test]
    fn emptiness_looks_inside() {
        for empty in [json!(null), json!(""), json!([]), json!({}), json!([null, ""]), json!({"value": ""})] {
            assert!(is_unassigned(&empty), "{empty}");
        }
        for full in [json!(false), json!(0), json!(" "), json!([false])] {
            assert!(!is_unassigned(&full), "{full}");
        }
    }

    #[test]
    fn vendor_schemas_are_known_by_their_prefix() {
        assert!(is_vendor_schema("http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"));
        assert!(!is_vendor_schema("urn:example:unknown"));
    }
}
