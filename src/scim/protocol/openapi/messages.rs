//! The messages of the protocol as JSON Schemas: lists, searches, PATCH, bulk, errors and the discovery documents.

use serde_json::{Map, Value, json};

use super::super::bulk::{BULK_REQUEST_SCHEMA, BULK_RESPONSE_SCHEMA};
use super::super::discovery::{
    CONFIG_SCHEMA, LIST_SCHEMA, PAGINATION, RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA, SEARCH_SCHEMA,
};
use super::super::error::{ERROR_SCHEMA, ScimType};
use super::super::limits::{
    MAX_BULK_ID_CHARS, MAX_BULK_OPERATIONS, MAX_COUNT, MAX_MEMBER_OPERATIONS, MAX_PATCH_OPERATIONS,
};
use super::super::patch::PATCH_SCHEMA;
use super::super::schema::{GROUP_TYPE, ResourceType, USER_TYPE};
use super::{message_schemas, only_schema, resources, schema, shared};

/// All of them by name.
pub fn schemas() -> Map<String, Value> {
    let mut schemas = Map::from_iter([
        ("Error".to_owned(), error()),
        ("SearchRequest".to_owned(), search()),
        ("BulkRequest".to_owned(), bulk_request()),
        ("BulkResponse".to_owned(), bulk_response()),
        ("ServiceProviderConfig".to_owned(), service_provider_config()),
        ("ResourceType".to_owned(), resource_type()),
        ("Schema".to_owned(), schema_document()),
        ("Attribute".to_owned(), attribute()),
        ("MixedList".to_owned(), list(&json!({"anyOf": [schema(USER_TYPE.name), schema(GROUP_TYPE.name)]}), MAX_COUNT)),
    ]);
    let listed = resources::types().map(|(kind, _)| (kind.name, Some(MAX_COUNT)));
    for (name, most) in listed.into_iter().chain([("ResourceType", None), ("Schema", None)]) {
        schemas.insert(list_name(name), list(&schema(name), most.unwrap_or(usize::MAX)));
    }
    for (kind, most) in [(&**USER_TYPE, MAX_PATCH_OPERATIONS), (&*GROUP_TYPE, MAX_MEMBER_OPERATIONS)] {
        schemas.insert(patch_name(kind), patch(most));
    }
    schemas
}

/// The name of a list of what has this name.
pub fn list_name(name: &str) -> String {
    format!("{name}List")
}

/// The name of the PATCH message for such a resource.
pub fn patch_name(kind: &ResourceType) -> String {
    format!("{}Patch", kind.name)
}

fn error() -> Value {
    json!({
        "type": "object",
        "description": "RFC 7644 section 3.12",
        "properties": {
            "schemas": only_schema(ERROR_SCHEMA),
            "status": {"type": "string", "pattern": "^[45][0-9][0-9]$", "description": "The HTTP status"},
            "scimType": {"enum": ScimType::ALL.map(ScimType::as_str)},
            "detail": {"type": "string", "minLength": 1, "description": "What is wrong, for an administrator"}
        },
        "required": ["schemas", "status", "detail"],
        "additionalProperties": false
    })
}

fn list(item: &Value, most: usize) -> Value {
    let mut resources = json!({"type": "array", "items": item});
    if most < usize::MAX {
        resources["maxItems"] = most.into();
    }
    json!({
        "type": "object",
        "description": "RFC 7644 section 3.4.2, RFC 9865",
        "properties": {
            "schemas": only_schema(LIST_SCHEMA),
            "totalResults": {"type": "integer", "minimum": 0, "description": "How many resources the whole list has"},
            "itemsPerPage": {"type": "integer", "minimum": 0, "description": "How many of them are on this page"},
            "startIndex": {"type": "integer", "minimum": 1},
            "nextCursor": {"type": "string", "minLength": 1},
            "previousCursor": {"type": "string", "minLength": 1},
            "Resources": resources
        },
        "required": ["schemas", "totalResults", "itemsPerPage", "Resources"],
        "additionalProperties": false
    })
}

fn search() -> Value {
    let names = |name: &str| {
        json!({
            "description": shared::parameter(name).description,
            "anyOf": [
                {"type": "array", "items": {"type": "string", "format": "scim-attribute"}},
                {"type": "string", "format": "scim-attributes"},
                {"type": "null"}
            ]
        })
    };
    let mut properties = Map::from_iter([
        ("schemas".to_owned(), message_schemas(SEARCH_SCHEMA)),
        ("attributes".to_owned(), names("attributes")),
        ("excludedAttributes".to_owned(), names("excludedAttributes")),
    ]);
    for name in ["filter", "sortBy", "sortOrder", "startIndex", "count", "cursor"] {
        let parameter = shared::parameter(name);
        let mut choices = vec![parameter.schema, json!({"type": "null"})];
        if ["startIndex", "count"].contains(&name) {
            choices.push(json!({"type": "string", "pattern": "^[+-]?[0-9]+$"}));
        }
        let value = json!({"description": parameter.description, "anyOf": choices});
        properties.insert(name.to_owned(), value);
    }
    json!({
        "type": "object",
        "description": "A list whose parameters are in the body (RFC 7644 section 3.4.3)",
        "properties": properties,
        "required": ["schemas"]
    })
}

fn patch(most: usize) -> Value {
    let path = json!({"type": "string", "format": "scim-path", "minLength": 1});
    let operation = |op: &[&str], required: &[&str]| {
        json!({
            "type": "object",
            "properties": {"op": {"enum": op}, "path": path, "value": {}},
            "required": required
        })
    };
    let whole = json!({
        "type": "object",
        "properties": {
            "op": {"enum": ["add", "replace"]},
            "path": {"enum": [null, ""]},
            "value": {"type": "object", "description": "Attributes by name"}
        },
        "required": ["op", "value"]
    });
    json!({
        "type": "object",
        "description": "Operations that apply in their order, all or none (RFC 7644 section 3.5.2)",
        "properties": {
            "schemas": message_schemas(PATCH_SCHEMA),
            "Operations": {
                "type": "array",
                "minItems": 1,
                "maxItems": most,
                "items": {"anyOf": [
                    operation(&["add", "replace"], &["op", "path", "value"]),
                    operation(&["remove"], &["op", "path"]),
                    whole
                ]}
            }
        },
        "required": ["schemas", "Operations"]
    })
}

fn bulk_request() -> Value {
    json!({
        "type": "object",
        "description": "Operations that are each answered for themselves; `bulkId:x` stands for what the POST with the bulkId x makes (RFC 7644 section 3.7)",
        "properties": {
            "schemas": message_schemas(BULK_REQUEST_SCHEMA),
            "failOnErrors": {"type": ["integer", "null"], "minimum": 0, "description": "After so many errors the rest is left undone; 0 sets no limit"},
            "Operations": {
                "type": "array",
                "maxItems": MAX_BULK_OPERATIONS,
                "items": {
                    "type": "object",
                    "properties": {
                        "method": {"enum": ["POST", "PUT", "PATCH", "DELETE"]},
                        "path": {"type": "string", "format": "scim-bulk-path", "description": "Under the base URL"},
                        "bulkId": {"type": "string", "minLength": 1, "maxLength": MAX_BULK_ID_CHARS},
                        "version": {"type": "string", "description": "The If-Match of the operation"},
                        "data": {"type": "object"}
                    },
                    "required": ["method", "path"]
                }
            }
        },
        "required": ["schemas", "Operations"]
    })
}

fn bulk_response() -> Value {
    json!({
        "type": "object",
        "properties": {
            "schemas": only_schema(BULK_RESPONSE_SCHEMA),
            "Operations": {
                "type": "array",
                "maxItems": MAX_BULK_OPERATIONS,
                "items": {
                    "type": "object",
                    "properties": {
                        "method": {"type": "string"},
                        "status": {"type": "string", "pattern": "^[245][0-9][0-9]$"},
                        "bulkId": {"type": "string"},
                        "location": {"type": "string"},
                        "version": {"type": "string"},
                        "response": schema("Error")
                    },
                    "required": ["method", "status"],
                    "additionalProperties": false
                }
            }
        },
        "required": ["schemas", "Operations"],
        "additionalProperties": false
    })
}

fn document(properties: &Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

fn text() -> Value {
    json!({"type": "string", "minLength": 1})
}

fn truth() -> Value {
    json!({"type": "boolean"})
}

fn meta() -> Value {
    document(&json!({"resourceType": text(), "location": text()}), &["resourceType", "location"])
}

fn service_provider_config() -> Value {
    let whole = || json!({"type": "integer", "minimum": 1});
    let supported = || document(&json!({"supported": truth()}), &["supported"]);
    let scheme = document(
        &json!({
            "type": text(), "name": text(), "description": text(), "specUri": text(), "documentationUri": text(), "primary": truth()
        }),
        &["type", "name", "description"],
    );
    let bulk = json!({"supported": truth(), "maxOperations": whole(), "maxPayloadSize": whole()});
    let pagination = json!({
        "cursor": truth(), "index": truth(), "defaultPaginationMethod": {"enum": ["cursor", "index"]},
        "defaultPageSize": whole(), "maxPageSize": whole(), "cursorTimeout": whole()
    });
    document(
        &json!({
            "schemas": only_schema(CONFIG_SCHEMA),
            "documentationUri": text(),
            "patch": supported(),
            "bulk": document(&bulk, &["supported", "maxOperations", "maxPayloadSize"]),
            "filter": document(&json!({"supported": truth(), "maxResults": whole()}), &["supported", "maxResults"]),
            "changePassword": supported(),
            "sort": supported(),
            "etag": supported(),
            PAGINATION: document(&pagination, &["cursor", "index"]),
            "authenticationSchemes": {"type": "array", "items": scheme, "minItems": 1},
            "meta": meta()
        }),
        &["schemas", "patch", "bulk", "filter", "changePassword", "sort", "etag", "authenticationSchemes", "meta"],
    )
}

fn resource_type() -> Value {
    let extension = document(&json!({"schema": text(), "required": truth()}), &["schema", "required"]);
    document(
        &json!({
            "schemas": only_schema(RESOURCE_TYPE_SCHEMA),
            "id": text(),
            "name": text(),
            "description": text(),
            "endpoint": {"type": "string", "pattern": "^/"},
            "schema": text(),
            "schemaExtensions": {"type": "array", "items": extension},
            "meta": meta()
        }),
        &["schemas", "id", "name", "endpoint", "schema", "meta"],
    )
}

fn schema_document() -> Value {
    document(
        &json!({
            "schemas": only_schema(SCHEMA_SCHEMA),
            "id": text(),
            "name": text(),
            "description": text(),
            "attributes": {"type": "array", "items": schema("Attribute")},
            "meta": meta()
        }),
        &["schemas", "id", "attributes", "meta"],
    )
}

/// RFC 7643 section 7.
fn attribute() -> Value {
    let texts = || json!({"type": "array", "items": {"type": "string"}});
    document(
        &json!({
            "name": text(),
            "type": {"enum": ["string", "boolean", "decimal", "integer", "dateTime", "binary", "reference", "complex"]},
            "multiValued": truth(),
            "description": {"type": "string"},
            "required": truth(),
            "caseExact": truth(),
            "mutability": {"enum": ["readOnly", "readWrite", "immutable", "writeOnly"]},
            "returned": {"enum": ["always", "never", "default", "request"]},
            "uniqueness": {"enum": ["none", "server", "global"]},
            "canonicalValues": texts(),
            "referenceTypes": texts(),
            "subAttributes": {"type": "array", "items": schema("Attribute")}
        }),
        &["name", "type", "multiValued", "description", "required", "mutability", "returned"],
    )
}
