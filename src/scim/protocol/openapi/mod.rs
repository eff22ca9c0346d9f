//! The SCIM surface as an OpenAPI 3.1 description, made of the schemas and limits that the code enforces.
//!
//! It describes what every profile takes and answers, so what the profile strict refuses is outside of it. The schemas that accounts
//! declare for themselves are not part of it; their values appear as members named by a URN. `docs/openapi.json` is this description,
//! written by `einlass scim openapi`.

mod messages;
mod paths;
mod resources;
mod shared;

use serde_json::{Value, json};

/// The whole description. Its address of the service is relative: below the origin it was read from.
pub fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Einlass SCIM 2.0",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "People and groups of one account, kept by an identity provider (RFC 7643, RFC 7644, RFC 9865).\n\nNames of attributes, operators and URNs have no case, which JSON Schema cannot say: they stand here in their canonical spelling. In the profiles other than strict some requests are read that depart from this description.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"}
        },
        "servers": [{
            "url": "/scim/v2/{connection}",
            "description": "The SCIM Base URL, as the customer portal shows it",
            "variables": {"connection": {
                "default": "00000000-0000-0000-0000-000000000000",
                "description": "Id of the connection"
            }}
        }],
        "security": [{"token": []}],
        "tags": paths::tags(),
        "paths": paths::all(),
        "components": {
            "securitySchemes": {"token": {
                "type": "http",
                "scheme": "bearer",
                "description": "The SCIM Access Token of the connection (RFC 6750)"
            }},
            "parameters": shared::parameters(),
            "headers": shared::headers(),
            "responses": shared::refusals(),
            "schemas": schemas()
        }
    })
}

fn schemas() -> Value {
    let mut schemas = resources::schemas();
    schemas.extend(messages::schemas());
    schemas.into()
}

fn component(kind: &str, name: &str) -> Value {
    json!({"$ref": format!("#/components/{kind}/{name}")})
}

fn schema(name: &str) -> Value {
    component("schemas", name)
}

/// Both media types, with the same schema.
fn content(schema: &Value) -> Value {
    json!({(super::json::SCIM_JSON): {"schema": schema}, (super::json::JSON): {"schema": schema}})
}

/// `schemas` of a message.
fn message_schemas(urn: &str) -> Value {
    json!({"type": "array", "items": {"type": "string"}, "contains": {"const": urn}})
}

/// `schemas` of an answer that has one.
fn only_schema(urn: &str) -> Value {
    json!({"type": "array", "items": {"const": urn}, "minItems": 1, "maxItems": 1})
}
