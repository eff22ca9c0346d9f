//! Resources as JSON Schemas, one as it is returned and one as it is taken, both read from the definitions of attributes.

use serde_json::{Map, Value, json};

use super::super::schema::{
    Attribute, COMMON, ENTITLEMENT_TYPE, GROUP_TYPE, Kind, ROLE_TYPE, ResourceType, Returned, USER_TYPE, Uniqueness,
};
use super::{message_schemas, schema};

/// Not blank, and no control characters: what people are matched by and groups are called.
const NAME: &str = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$";

/// Padded, with no bits left over (RFC 4648 section 4).
const BASE64: &str = "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$";

/// The types with resources of their own, and whether clients write them.
pub fn types() -> [(&'static ResourceType, bool); 4] {
    [(&USER_TYPE, true), (&GROUP_TYPE, true), (&ROLE_TYPE, false), (&ENTITLEMENT_TYPE, false)]
}

/// The name of the schema of a resource as it is taken.
pub fn taken_name(kind: &ResourceType) -> String {
    format!("{}Request", kind.name)
}

/// All of them by name, with what stands for no value.
pub fn schemas() -> Map<String, Value> {
    let mut schemas = Map::from_iter([("Unassigned".to_owned(), unassigned())]);
    for (kind, written) in types() {
        schemas.insert(kind.name.to_owned(), returned(kind));
        if written {
            schemas.insert(taken_name(kind), taken(kind));
        }
    }
    schemas
}

/// RFC 7643 section 2.5, and what only consists of it.
fn unassigned() -> Value {
    json!({
        "description": "No value (RFC 7643 section 2.5): null, an empty text, and lists and objects of nothing else.",
        "anyOf": [
            {"enum": [null, ""]},
            {"type": "array", "items": schema("Unassigned")},
            {"type": "object", "additionalProperties": schema("Unassigned")}
        ]
    })
}

/// A resource as it is returned. Only what is always returned is required: a request may ask for parts.
fn returned(kind: &ResourceType) -> Value {
    let mut properties = returned_parts(COMMON.iter().chain(&kind.core.attributes));
    properties.insert("schemas".to_owned(), message_schemas(&kind.core.id));
    for extension in &kind.extensions {
        properties.insert(extension.id.clone(), returned_object(&extension.description, &extension.attributes));
    }
    let always: Vec<&str> = (COMMON.iter())
        .filter(|attribute| attribute.returned == Returned::Always)
        .map(|attribute| attribute.name.as_str())
        .collect();
    json!({
        "type": "object",
        "description": kind.description,
        "properties": properties,
        "required": always,
        // Schemas of an account's own.
        "patternProperties": {"^urn:": {"type": "object"}},
        "additionalProperties": false
    })
}

fn returned_parts<'a>(attributes: impl Iterator<Item = &'a Attribute>) -> Map<String, Value> {
    let shown = attributes.filter(|attribute| attribute.returned != Returned::Never);
    shown.map(|attribute| (attribute.name.clone(), returned_value(attribute))).collect()
}

fn returned_object(description: &str, attributes: &[Attribute]) -> Value {
    let properties = returned_parts(attributes.iter());
    json!({"type": "object", "description": description, "properties": properties, "additionalProperties": false})
}

fn returned_value(attribute: &Attribute) -> Value {
    let one = match attribute.kind {
        Kind::Complex => returned_object(&attribute.description, &attribute.sub_attributes),
        _ => simple(attribute),
    };
    if attribute.multi_valued { json!({"type": "array", "items": one, "minItems": 1}) } else { one }
}

/// A whole resource as POST and PUT take it. What no schema knows is ignored, and so is what the service writes itself.
fn taken(kind: &ResourceType) -> Value {
    let mut properties = taken_parts(COMMON.iter().chain(&kind.core.attributes));
    let known = std::iter::once(&kind.core).chain(&kind.extensions).map(|schema| schema.id.as_str());
    let mut schemas = message_schemas(&kind.core.id);
    schemas["items"] = json!({"enum": known.collect::<Vec<_>>()});
    properties.insert("schemas".to_owned(), schemas);
    for extension in &kind.extensions {
        let parts = taken_parts(extension.attributes.iter());
        let taken = json!({"type": ["object", "null"], "description": extension.description, "properties": parts});
        properties.insert(extension.id.clone(), taken);
    }
    let demanded: Vec<&str> = (kind.core.attributes.iter())
        .filter(|attribute| is_demanded(attribute))
        .map(|attribute| attribute.name.as_str())
        .collect();
    json!({"type": "object", "description": kind.description, "properties": properties, "required": demanded})
}

/// `active` is required by the schema and may be left out all the same (`dialects::active_left_out`).
fn is_demanded(attribute: &Attribute) -> bool {
    attribute.required && attribute.kind != Kind::Boolean
}

fn taken_parts<'a>(attributes: impl Iterator<Item = &'a Attribute>) -> Map<String, Value> {
    let written = attributes.filter(|attribute| !attribute.is_read_only());
    written.map(|attribute| (attribute.name.clone(), taken_value(attribute))).collect()
}

fn taken_value(attribute: &Attribute) -> Value {
    let mut one = simple(attribute);
    if attribute.kind == Kind::Complex {
        let demanded: Vec<&str> =
            (attribute.sub_attributes.iter()).filter(|part| is_demanded(part)).map(|part| part.name.as_str()).collect();
        one["properties"] = taken_parts(attribute.sub_attributes.iter()).into();
        if !demanded.is_empty() {
            one["required"] = demanded.into();
        }
    } else if one["type"] == "string" {
        one["maxLength"] = attribute.max_chars.into();
        if is_demanded(attribute) {
            one["minLength"] = 1.into();
        }
    }
    if attribute.uniqueness == Uniqueness::Server {
        one["pattern"] = NAME.into();
    }
    if attribute.name == "emails" {
        // The main one is where mail goes.
        one["properties"]["value"]["format"] = "email".into();
    }
    if attribute.multi_valued {
        one = taken_list(attribute, &one);
    }
    if is_demanded(attribute) { one } else { json!({"anyOf": [one, schema("Unassigned")]}) }
}

fn taken_list(attribute: &Attribute, one: &Value) -> Value {
    let mut list = json!({
        "type": "array",
        "items": {"anyOf": [one, schema("Unassigned")]},
        "maxItems": attribute.max_values
    });
    if is_demanded(attribute) {
        list["contains"] = one.clone();
    }
    if attribute.sub("primary").is_some() {
        // RFC 7643 section 2.4: at most one.
        let primary = json!({"type": "object", "properties": {"primary": {"const": true}}, "required": ["primary"]});
        list["allOf"] = json!([{"contains": primary, "minContains": 0, "maxContains": 1}]);
    }
    list
}

/// The value of a simple attribute, or the object of a complex one without its parts.
fn simple(attribute: &Attribute) -> Value {
    let mut simple = match attribute.kind {
        Kind::String | Kind::Reference => json!({"type": "string"}),
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Decimal => json!({"type": "number"}),
        Kind::Integer => json!({"type": "integer"}),
        Kind::DateTime => json!({"type": "string", "format": "date-time"}),
        Kind::Binary => json!({"type": "string", "contentEncoding": "base64", "pattern": BASE64}),
        Kind::Complex => json!({"type": "object"}),
    };
    simple["description"] = attribute.description.as_str().into();
    if !attribute.canonical_values.is_empty() {
        simple["examples"] = attribute.canonical_values.clone().into();
    }
    simple
}
