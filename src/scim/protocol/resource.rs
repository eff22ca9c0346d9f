//! Checks a body against its schemas and brings it into canonical form.
//!
//! Canonical means: names spelled as in the schema, types right, nothing unassigned (`null`, `[]`, `""`), nothing the
//! service writes itself, extensions under their URN. Values are otherwise kept exactly as sent. Attributes no schema
//! knows are ignored in a whole resource (RFC 7644 section 3.3 leaves that to the service; [`Reading::part`] is for
//! PATCH, where ignoring one would claim a change that did not happen).

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value};

use super::dialects::{self, Dialect};
use super::error::ScimError;
use super::json::whole_number;
use super::limits::MAX_PATCH_VALUES;
use super::matches::is_date_time;
use super::names::{given_twice, shortened};
use super::schema::{Attribute, Kind, Mutability, ResourceType, Schema};

/// The alphabet of RFC 4648 section 4, with or without the `=` at its end (RFC 7643 section 2.3.6).
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// How a value is read.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    dialect: Dialect,
    unknown: Unknown,
}

impl Reading {
    /// A whole resource, of which names that no schema knows are left out.
    pub const fn whole(dialect: Dialect) -> Self {
        Self { dialect, unknown: Unknown::Ignore }
    }

    /// A part that is to change, in which a name that no schema knows is an `invalidPath`.
    pub const fn part(dialect: Dialect) -> Self {
        Self { dialect, unknown: Unknown::Refuse }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unknown {
    Ignore,
    Refuse,
}

/// The canonical form of a whole resource sent by POST or PUT.
pub fn normalise(
    body: Map<String, Value>,
    kind: &ResourceType,
    dialect: Dialect,
) -> Result<Map<String, Value>, ScimError> {
    let reading = Reading::whole(dialect);
    let mut resource = Map::new();
    for (name, value) in body {
        if name.eq_ignore_ascii_case("schemas") {
            check_schemas(&value, kind, dialect)?;
            continue;
        }
        if let Some(schema) = kind.extension(&name) {
            let value = extension(&schema.id, &schema.attributes, value, reading)?;
            insert_once(&mut resource, &schema.id, value)?;
        } else if let Some(attribute) = kind.top_level(&name).filter(|attribute| !attribute.is_read_only()) {
            insert_once(&mut resource, &attribute.name, value_of(attribute, value, &attribute.name, reading)?)?;
        }
    }
    check_required(&resource, kind)?;
    Ok(resource)
}

/// Demands every required attribute that a client can write, and the required parts of what there is.
pub fn check_required(resource: &Map<String, Value>, kind: &ResourceType) -> Result<(), ScimError> {
    let extensions = kind.extensions.iter().filter_map(|schema| Some((schema, resource.get(&schema.id)?.as_object()?)));
    for (schema, members) in extensions {
        check_required_parts(members, schema)?;
    }
    if let Some(urn) = kind.required_extensions.iter().find(|urn| !resource.contains_key(**urn)) {
        return Err(missing(urn));
    }
    for attribute in &kind.core.attributes {
        let values = match resource.get(&attribute.name) {
            Some(Value::Array(values)) => values.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        let left_out = dialects::active_left_out(attribute);
        if attribute.required && values.is_empty() && !left_out {
            return Err(missing(&attribute.name));
        }
        for part in attribute.sub_attributes.iter().filter(|part| part.required) {
            if values.iter().any(|value| value.get(&part.name).is_none()) {
                return Err(missing(&format!("{}.{}", attribute.name, part.name)));
            }
        }
    }
    Ok(())
}

/// An extension demands its required attributes of those who have anything of it at all.
fn check_required_parts(members: &Map<String, Value>, schema: &Schema) -> Result<(), ScimError> {
    for attribute in &schema.attributes {
        let value = members.get(&attribute.name);
        if attribute.required && value.is_none() {
            return Err(missing(&format!("{}:{}", schema.id, attribute.name)));
        }
        let values = value.map_or(&[][..], |value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice));
        for part in attribute.sub_attributes.iter().filter(|part| part.required) {
            if values.iter().any(|value| value.get(&part.name).is_none()) {
                return Err(missing(&format!("{}:{}.{}", schema.id, attribute.name, part.name)));
            }
        }
    }
    Ok(())
}

/// A resource that takes the place of `before`, with what cannot be changed any more: left out it stays, another value is refused
/// (RFC 7644 section 3.5.1). Of an extension that is sent what no client can read stays as well: who sends back what they read says nothing of it.
pub fn with_kept(
    mut resource: Map<String, Value>,
    before: &Map<String, Value>,
    kind: &ResourceType,
) -> Result<Map<String, Value>, ScimError> {
    for (schema, attribute, value) in held_in(before, kind, Mutability::WriteOnly) {
        let members = match schema {
            Some(schema) => resource.get_mut(&schema.id).and_then(Value::as_object_mut),
            None => Some(&mut resource),
        };
        if let Some(members) = members {
            members.entry(attribute.name.clone()).or_insert_with(|| value.clone());
        }
    }
    for (schema, attribute, value) in held_in(before, kind, Mutability::Immutable) {
        let members = match schema {
            Some(schema) => resource.entry(schema.id.clone()).or_insert_with(|| Map::new().into()).as_object_mut(),
            None => Some(&mut resource),
        };
        if let Some(members) = members {
            members.entry(attribute.name.clone()).or_insert_with(|| value.clone());
        }
    }
    check_immutable(&resource, before, kind)?;
    check_required(&resource, kind)?;
    Ok(resource)
}

/// Refuses another value, or none, where an attribute cannot be changed once it has one.
pub fn check_immutable(
    resource: &Map<String, Value>,
    before: &Map<String, Value>,
    kind: &ResourceType,
) -> Result<(), ScimError> {
    let changed = held_in(before, kind, Mutability::Immutable).find(|(schema, attribute, value)| {
        let members = schema.map_or(Some(resource), |schema| resource.get(&schema.id)?.as_object());
        members.and_then(|members| members.get(&attribute.name)) != Some(*value)
    });
    match changed {
        Some((schema, attribute, _)) => {
            let urn = schema.map(|schema| format!("{}:", schema.id)).unwrap_or_default();
            Err(ScimError::of(
                super::ScimType::Mutability,
                format!("{urn}{} cannot be changed once it has a value.", attribute.name),
            ))
        }
        None => Ok(()),
    }
}

/// What there is of this mutability, with the extension that holds it.
fn held_in<'a>(
    resource: &'a Map<String, Value>,
    kind: &'a ResourceType,
    mutability: Mutability,
) -> impl Iterator<Item = (Option<&'a Schema>, &'a Attribute, &'a Value)> {
    let held = kind.extensions.iter().map(|schema| (Some(schema), resource.get(&schema.id).and_then(Value::as_object)));
    std::iter::once((None, Some(resource))).chain(held).flat_map(move |(extension, members)| {
        let attributes = &extension.unwrap_or(&kind.core).attributes;
        let fixed = attributes.iter().filter(move |attribute| attribute.mutability == mutability);
        fixed.filter_map(move |attribute| Some((extension, attribute, members?.get(&attribute.name)?)))
    })
}

fn missing(name: &str) -> ScimError {
    let cause = if name.split('.').next() == Some("emails") { "email_missing" } else { "attribute_missing" };
    ScimError::value(format!("The attribute {name} is required and must not be empty.")).because(cause)
}

/// The `schemas` a resource in canonical form has.
pub fn schemas(resource: &Map<String, Value>, kind: &ResourceType) -> Vec<Value> {
    let extensions = kind.extensions.iter().filter(|schema| resource.contains_key(&schema.id));
    std::iter::once(&kind.core).chain(extensions).map(|schema| schema.id.clone().into()).collect()
}

fn check_schemas(value: &Value, kind: &ResourceType, dialect: Dialect) -> Result<(), ScimError> {
    let unusable = || ScimError::value("The attribute schemas must be a list of schema URNs.");
    let mut core = false;
    for urn in value.as_array().ok_or_else(unusable)? {
        let urn = urn.as_str().ok_or_else(unusable)?;
        if urn.eq_ignore_ascii_case(&kind.core.id) {
            core = true;
        } else if kind.extension(urn).is_none() && !dialect.vendor_schema(urn) {
            return Err(ScimError::value(format!("The schema {} is not known for a {}.", shortened(urn), kind.name)));
        }
    }
    if core { Ok(()) } else { Err(ScimError::value(format!("The attribute schemas must contain {}.", kind.core.id))) }
}

/// The canonical form of an extension's object, `None` when nothing is assigned.
pub fn extension(
    urn: &str,
    attributes: &[Attribute],
    value: Value,
    reading: Reading,
) -> Result<Option<Value>, ScimError> {
    if dialects::is_unassigned(&value) {
        return Ok(None);
    }
    let Value::Object(members) = value else {
        return Err(ScimError::value(format!("{urn} must be an object.")));
    };
    parts(attributes, members, urn, ':', reading)
}

/// The canonical form of an attribute's whole value, `None` when it is unassigned.
pub fn value_of(attribute: &Attribute, value: Value, at: &str, reading: Reading) -> Result<Option<Value>, ScimError> {
    if !attribute.multi_valued {
        return single(attribute, reading.dialect.array_wrapped_scalar(value), at, reading);
    }
    let mut values = Vec::new();
    for (index, item) in reading.dialect.object_as_list(value, at)?.into_iter().enumerate() {
        if let Some(item) = single(attribute, item, &format!("{at}[{index}]"), reading)? {
            values.push(item);
        }
    }
    // Equal values are one before they are counted, unless there are so many that nobody means them.
    if values.len() > attribute.max_values.max(MAX_PATCH_VALUES) {
        check_values(attribute, &values, at)?;
    }
    let values = merged(attribute, values);
    check_values(attribute, &values, at)?;
    Ok(if values.is_empty() { None } else { Some(Value::Array(values)) })
}

/// One of values that are the same by `value` and `type`, which are not returned twice (RFC 7643 section 2.4); what a later one says of the
/// other parts counts.
pub fn merged(attribute: &Attribute, values: Vec<Value>) -> Vec<Value> {
    if attribute.sub("value").is_none() || values.len() < 2 {
        return values;
    }
    let mut distinct: Vec<Value> = Vec::with_capacity(values.len());
    for value in values {
        let same = |kept: &&mut Value| {
            let is = |part| kept.get(part) == value.get(part);
            value.get("value").is_some() && is("value") && is("type")
        };
        match (distinct.iter_mut().find(same), value) {
            (Some(Value::Object(kept)), Value::Object(said)) => kept.extend(said),
            (_, value) => distinct.push(value),
        }
    }
    distinct
}

/// Number of values and the primary rule (RFC 7643 section 2.4).
pub fn check_values(attribute: &Attribute, values: &[Value], at: &str) -> Result<(), ScimError> {
    let most = attribute.max_values;
    if attribute.multi_valued && values.len() > most {
        return Err(ScimError::value(format!("The attribute {at} has more than {most} values.")));
    }
    if values.iter().filter(|value| is_primary(value)).count() > 1 {
        return Err(ScimError::value(format!("The attribute {at} has more than one primary value.")));
    }
    Ok(())
}

/// Whether a value is the primary one of its attribute.
pub fn is_primary(value: &Value) -> bool {
    value.get("primary") == Some(&Value::Bool(true))
}

/// The canonical form of one value, `None` when it is unassigned.
pub fn single(attribute: &Attribute, value: Value, at: &str, reading: Reading) -> Result<Option<Value>, ScimError> {
    if dialects::is_unassigned(&value) {
        return Ok(None);
    }
    let wrong = |wanted: &str| ScimError::value(format!("The attribute {at} must be {wanted}."));
    let value = match attribute.kind {
        Kind::Complex => return complex(attribute, value, at, reading),
        Kind::Boolean => match &value {
            Value::Bool(_) => value,
            Value::String(text) => reading.dialect.boolean_text(text).ok_or_else(|| wrong("true or false"))?.into(),
            _ => return Err(wrong("true or false")),
        },
        Kind::Integer => whole_number(value).ok_or_else(|| wrong("a whole number that 64 bits can hold"))?,
        Kind::Decimal if value.is_number() => value,
        Kind::Decimal => return Err(wrong("a number")),
        Kind::String | Kind::Reference | Kind::Binary | Kind::DateTime => {
            let text = value.as_str().ok_or_else(|| wrong("a text"))?;
            if text.chars().count() > attribute.max_chars {
                return Err(ScimError::value(format!(
                    "The attribute {at} is longer than {} characters.",
                    attribute.max_chars
                )));
            }
            match attribute.kind {
                Kind::Binary if BASE64.decode(text).is_err() => return Err(wrong("base64 text")),
                Kind::DateTime if !is_date_time(text) => {
                    return Err(wrong("a date and time, such as 2026-01-31T12:00:00Z"));
                }
                _ => value,
            }
        }
    };
    Ok(Some(value))
}

fn complex(attribute: &Attribute, value: Value, at: &str, reading: Reading) -> Result<Option<Value>, ScimError> {
    Ok(label_or_value(attribute, value, at, reading)?.filter(|value| says_something(attribute, value)))
}

/// The canonical form of a complex value that is given, be it no more than a label ([`says_something`]); `None` when nothing of it is assigned.
pub(super) fn label_or_value(
    attribute: &Attribute,
    value: Value,
    at: &str,
    reading: Reading,
) -> Result<Option<Value>, ScimError> {
    let value = if attribute.sub("value").is_some() { reading.dialect.bare_value(value) } else { value };
    let Value::Object(members) = value else {
        return Err(ScimError::value(format!("The attribute {at} must be an object.")));
    };
    parts(&attribute.sub_attributes, members, at, '.', reading)
}

/// Whether one value of a multi-valued attribute is more than a label: `{"type":"work","primary":true}` says what a
/// value is for without giving one, which is what remains of the `OneLogin` template for a person without phone.
pub(super) fn says_something(attribute: &Attribute, value: &Value) -> bool {
    !attribute.multi_valued
        || value.as_object().is_none_or(|members| members.keys().any(|name| name != "type" && name != "primary"))
}

/// The parts of a complex value in canonical form, without asking whether they say something.
pub(super) fn complex_parts(
    attribute: &Attribute,
    members: Map<String, Value>,
    dialect: Dialect,
) -> Result<Map<String, Value>, ScimError> {
    match parts(&attribute.sub_attributes, members, &attribute.name, '.', Reading::part(dialect))? {
        Some(Value::Object(parts)) => Ok(parts),
        _ => Ok(Map::new()),
    }
}

fn parts(
    definitions: &[Attribute],
    members: Map<String, Value>,
    at: &str,
    joint: char,
    reading: Reading,
) -> Result<Option<Value>, ScimError> {
    let mut object = Map::new();
    for (name, value) in members {
        let definition = definitions.iter().find(|definition| definition.name.eq_ignore_ascii_case(&name));
        match definition {
            Some(definition) if definition.is_read_only() => {}
            Some(definition) => {
                let at = format!("{at}{joint}{}", definition.name);
                let value = value_of(definition, value, &at, reading)?;
                insert_once(&mut object, &definition.name, value)?;
            }
            None if reading.unknown == Unknown::Ignore => {}
            None => {
                let name = shortened(&name);
                return Err(ScimError::of(
                    super::ScimType::InvalidPath,
                    format!("There is no attribute {at}{joint}{name}."),
                ));
            }
        }
    }
    Ok(if object.is_empty() { None } else { Some(Value::Object(object)) })
}

/// Two spellings of one name in the same object leave open which is meant.
fn insert_once(object: &mut Map<String, Value>, name: &str, value: Option<Value>) -> Result<(), ScimError> {
    if let Some(value) = value
        && object.insert(name.to_owned(), value).is_some()
    {
        return Err(given_twice(name));
    }
    Ok(())
}

#[cfg(test)]
#[path = "resource_tests.rs"]
pub(in crate::scim::protocol) mod tests;
