//! Schemas that an account declares for its people, as documents of RFC 7643 section 7.
//!
//! A declaration says all that validation, PATCH, filters, projection and discovery need, and nothing the service would not keep:
//! whatever a document holds that has no effect here is refused with a sentence.

use serde_json::{Map, Value};

use super::super::names::shortened;
use super::super::path::{AttrPath, is_name};
use super::{
    Attribute, ENTITLEMENT_TYPE, GROUP_TYPE, Kind, Mutability, ROLE_TYPE, ResourceType, Returned, Schema, USER_TYPE,
};

/// Most attributes of one schema, parts of complex ones included.
pub const MAX_ATTRIBUTES: usize = 50;
/// Longest URN, in characters.
pub const MAX_URN_CHARS: usize = 256;
const MAX_NAME_CHARS: usize = 64;
const MAX_TEXT_CHARS: usize = 1000;
const MAX_CANONICAL_VALUES: usize = 100;

/// Why a document declares no schema: one sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Undeclared(String);

fn no<T>(why: impl Into<String>) -> Result<T, Undeclared> {
    Err(Undeclared(why.into()))
}

/// Reads a schema document.
pub fn parse(document: &Value) -> Result<Schema, Undeclared> {
    let Some(members) = document.as_object() else { return no("a schema is a JSON object") };
    check_members(members, &["schemas", "id", "name", "description", "attributes", "meta"], "the schema")?;
    let Some(id) = members.get("id").and_then(Value::as_str) else { return no("the schema has no id, its URN") };
    check_urn(id)?;
    let mut count = 0;
    let attributes = attributes(members.get("attributes"), "the schema", false, &mut count)?;
    if count > MAX_ATTRIBUTES {
        return no(format!("the schema has {count} attributes; {MAX_ATTRIBUTES} are the most, parts included"));
    }
    let name = text(members, "name", "the schema")?.unwrap_or_else(|| id.rsplit(':').next().unwrap_or(id).to_owned());
    let description = text(members, "description", "the schema")?.unwrap_or_default();
    Ok(Schema { id: id.to_owned(), name, description, attributes })
}

/// Whether the schema can stand beside those of the product and the `others` of the account.
pub fn check_beside(schema: &Schema, others: &[Schema]) -> Result<(), Undeclared> {
    let kinds: [&ResourceType; 4] = [&USER_TYPE, &GROUP_TYPE, &ROLE_TYPE, &ENTITLEMENT_TYPE];
    let known = kinds.into_iter().flat_map(|kind| std::iter::once(&kind.core).chain(&kind.extensions)).chain(others);
    let id = schema.id.to_ascii_lowercase();
    if id.starts_with("urn:ietf:") {
        return no("URNs that begin with urn:ietf: belong to the standards; choose one of your own");
    }
    for other in known.map(|other| other.id.to_ascii_lowercase()) {
        if other == id {
            return no(format!("the URN {} is taken", schema.id));
        }
        // `urn:a:b:c` would be both a schema and the attribute c of `urn:a:b`.
        if other.starts_with(&format!("{id}:")) || id.starts_with(&format!("{other}:")) {
            return no(format!("the URN {} continues another one, or another one continues it: {other}", schema.id));
        }
    }
    Ok(())
}

/// The User resource of an account with these schemas beside those of the product.
pub fn user_type_with(schemas: Vec<Schema>) -> ResourceType {
    let mut kind = (**USER_TYPE).clone();
    kind.extensions.extend(schemas);
    kind
}

fn check_urn(id: &str) -> Result<(), Undeclared> {
    let path = id.parse::<AttrPath>().ok().filter(|path| path.urn.is_some() && path.sub.is_none());
    if path.is_none() || id.chars().count() > MAX_URN_CHARS {
        return no(format!(
            "{} is no URN a schema can have: at most {MAX_URN_CHARS} characters, such as urn:example:hr:2.0:User, and a name behind the last colon",
            shortened(id)
        ));
    }
    Ok(())
}

fn check_members(members: &Map<String, Value>, known: &[&str], whose: &str) -> Result<(), Undeclared> {
    match members.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => no(format!("{whose} has the member {}, which means nothing here", shortened(name))),
        None => Ok(()),
    }
}

fn attributes(
    value: Option<&Value>,
    whose: &str,
    parts: bool,
    count: &mut usize,
) -> Result<Vec<Attribute>, Undeclared> {
    let list = value.and_then(Value::as_array).filter(|list| !list.is_empty());
    let Some(list) = list else {
        return no(format!("{whose} has no {}", if parts { "subAttributes" } else { "attributes" }));
    };
    let mut made: Vec<Attribute> = Vec::new();
    for document in list {
        *count += 1;
        let attribute = attribute(document, parts, count)?;
        if made.iter().any(|other| other.name.eq_ignore_ascii_case(&attribute.name)) {
            return no(format!("{whose} has two attributes {}", attribute.name));
        }
        made.push(attribute);
    }
    Ok(made)
}

fn attribute(document: &Value, part: bool, count: &mut usize) -> Result<Attribute, Undeclared> {
    let Some(members) = document.as_object() else { return no("an attribute is a JSON object") };
    let name = members.get("name").and_then(Value::as_str).unwrap_or_default();
    let reserved = name.eq_ignore_ascii_case("schemas");
    if !is_name(name) || name.starts_with('$') || reserved || name.len() > MAX_NAME_CHARS {
        return no(format!("„{}“ is no name an attribute can have", shortened(name)));
    }
    let whose = format!("the attribute {name}");
    check_members(
        members,
        &[
            "name",
            "type",
            "multiValued",
            "description",
            "required",
            "canonicalValues",
            "caseExact",
            "mutability",
            "returned",
            "uniqueness",
            "referenceTypes",
            "subAttributes",
        ],
        &whose,
    )?;
    let kind = match members.get("type").map_or(Some("string"), Value::as_str) {
        Some("string") => Kind::String,
        Some("boolean") => Kind::Boolean,
        Some("decimal") => Kind::Decimal,
        Some("integer") => Kind::Integer,
        Some("dateTime") => Kind::DateTime,
        Some("binary") => Kind::Binary,
        Some("reference") => Kind::Reference,
        Some("complex") if !part => Kind::Complex,
        _ => return no(format!("{whose} has a type that there is not")),
    };
    let mut made = Attribute::new(kind, name, &text(members, "description", &whose)?.unwrap_or_default());
    made.multi_valued = truth(members, "multiValued", &whose)?.unwrap_or(false);
    made.required = truth(members, "required", &whose)?.unwrap_or(false);
    made.case_exact = truth(members, "caseExact", &whose)?.unwrap_or(made.case_exact);
    made.canonical_values = texts(members, "canonicalValues", &whose)?;
    made.reference_types = texts(members, "referenceTypes", &whose)?;
    if part && made.multi_valued {
        return no(format!("{whose} is a part and holds a list; parts hold one value"));
    }
    (made.mutability, made.returned) = characteristics(members, part, &whose)?;
    if !matches!(members.get("uniqueness").map_or(Some("none"), Value::as_str), Some("none")) {
        return no(format!("{whose} has another uniqueness than none"));
    }
    if kind == Kind::Complex {
        made.sub_attributes = attributes(members.get("subAttributes"), &whose, true, count)?;
    } else if members.contains_key("subAttributes") {
        return no(format!("{whose} has subAttributes and is not complex"));
    }
    Ok(made)
}

fn characteristics(
    members: &Map<String, Value>,
    part: bool,
    whose: &str,
) -> Result<(Mutability, Returned), Undeclared> {
    let mutability = match members.get("mutability").map_or(Some("readWrite"), Value::as_str) {
        Some("readWrite") => Mutability::ReadWrite,
        Some("immutable") if !part => Mutability::Immutable,
        Some("writeOnly") if !part => Mutability::WriteOnly,
        _ => {
            return no(format!(
                "{whose} has another mutability than readWrite, immutable or writeOnly (parts: readWrite)"
            ));
        }
    };
    let returned = match members.get("returned").map_or(Some("default"), Value::as_str) {
        Some("default") => Returned::Default,
        Some("always") if !part => Returned::Always,
        Some("request") if !part => Returned::Request,
        Some("never") if !part => Returned::Never,
        _ => {
            return no(format!("{whose} has another returned than always, default, request or never (parts: default)"));
        }
    };
    if (mutability == Mutability::WriteOnly) != (returned == Returned::Never) {
        return no(format!("{whose} is to be writeOnly and returned never, or neither"));
    }
    Ok((mutability, returned))
}

fn text(members: &Map<String, Value>, name: &str, whose: &str) -> Result<Option<String>, Undeclared> {
    match members.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if text.chars().count() <= MAX_TEXT_CHARS => Ok(Some(text.clone())),
        Some(_) => no(format!("{whose} has a {name} that is no text of at most {MAX_TEXT_CHARS} characters")),
    }
}

fn texts(members: &Map<String, Value>, name: &str, whose: &str) -> Result<Vec<String>, Undeclared> {
    let Some(value) = members.get(name) else { return Ok(Vec::new()) };
    let short = |value: &Value| value.as_str().filter(|text| text.chars().count() <= MAX_TEXT_CHARS).map(str::to_owned);
    let texts: Option<Vec<String>> = value.as_array().and_then(|items| items.iter().map(short).collect());
    match texts {
        Some(texts) if texts.len() <= MAX_CANONICAL_VALUES => Ok(texts),
        _ => no(format!("{whose} has {name} that are no list of at most {MAX_CANONICAL_VALUES} texts")),
    }
}

fn truth(members: &Map<String, Value>, name: &str, whose: &str) -> Result<Option<bool>, Undeclared> {
    match members.get(name) {
        None => Ok(None),
        Some(Value::Bool(truth)) => Ok(Some(*truth)),
        Some(_) => no(format!("{whose} has a {name} that is neither true nor false")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn declared(attributes: &Value) -> Result<Schema, String> {
        let document = json!({"id": "urn:example:hr:2.0:User", "attributes": attributes});
        parse(&document).map_err(|error| error.to_string())
    }

    #[test]
    fn a_document_is_told_again_by_discovery() {
        let document = json!({"id": "urn:example:hr:2.0:User", "name": "HR", "description": "Ours", "attributes": [
            {"name": "badge", "type": "string", "multiValued": false, "description": "Badge", "required": true, "caseExact": true,
             "canonicalValues": ["a"], "mutability": "immutable", "returned": "always", "uniqueness": "none"},
            {"name": "projects", "type": "complex", "multiValued": true, "description": "", "required": false, "mutability": "readWrite",
             "returned": "request", "uniqueness": "none", "subAttributes": [
               {"name": "value", "type": "integer", "multiValued": false, "description": "", "required": false, "caseExact": false,
                "mutability": "readWrite", "returned": "default", "uniqueness": "none"}]}
        ]});
        let told = crate::scim::protocol::discovery::schema("https://x", &parse(&document).unwrap());
        for member in ["id", "name", "description", "attributes"] {
            assert_eq!(told[member], document[member], "{member}");
        }
    }

    #[test]
    fn what_would_have_no_effect_or_no_meaning_is_refused() {
        for attributes in [
            json!([]),
            json!([{"name": "a"}, {"name": "A"}]),
            json!([{"name": "1a"}]),
            json!([{"name": "$ref"}]),
            json!([{"name": "schemas"}]),
            json!([{"name": "a", "type": "text"}]),
            json!([{"name": "a", "multivalued": true}]),
            json!([{"name": "a", "required": "true"}]),
            json!([{"name": "a", "uniqueness": "server"}]),
            json!([{"name": "a", "mutability": "readOnly"}]),
            json!([{"name": "a", "mutability": "writeOnly"}]),
            json!([{"name": "a", "returned": "never"}]),
            json!([{"name": "a", "type": "complex"}]),
            json!([{"name": "a", "subAttributes": [{"name": "b"}]}]),
            json!([{"name": "a", "type": "complex", "subAttributes": [{"name": "b", "type": "complex", "subAttributes": [{"name": "c"}]}]}]),
            json!([{"name": "a", "type": "complex", "subAttributes": [{"name": "b", "multiValued": true}]}]),
            json!((0..51).map(|index| json!({"name": format!("a{index}")})).collect::<Vec<_>>()),
        ] {
            assert!(declared(&attributes).is_err(), "{attributes}");
        }
        assert!(declared(&json!([{"name": "secret", "mutability": "writeOnly", "returned": "never"}])).is_ok());
        assert!(
            declared(&json!((0..50).map(|index| json!({"name": format!("a{index}")})).collect::<Vec<_>>())).is_ok()
        );
    }

    #[test]
    fn urns_are_well_formed_and_mean_one_thing() {
        let of = |id: &str| parse(&json!({"id": id, "attributes": [{"name": "a"}]}));
        for id in
            ["", "hr", "urn:", "urn:a", "urn:a:2.0", "urn:a b:c", "urn:a:b.c", &format!("urn:{}:a", "x".repeat(252))]
        {
            assert!(of(id).is_err(), "{id}");
        }
        let others = [of("urn:example:hr:User").unwrap()];
        for id in [
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            "URN:IETF:params:x",
            "urn:OKTA:scim:schemas:core:1.0:role",
            "urn:example:HR:user",
            "urn:example:hr",
            "urn:example:hr:User:Badge",
        ] {
            assert!(check_beside(&of(id).unwrap(), &others).is_err(), "{id}");
        }
        assert_eq!(check_beside(&of("urn:example:hr:UserTwo").unwrap(), &others), Ok(()));
    }
}
