//! The discovery documents (RFC 7644 section 4), generated from the schemas and limits that the code enforces.

use serde_json::{Value, json};

use super::limits::{CURSOR_SECONDS, DEFAULT_COUNT, MAX_BODY_BYTES, MAX_BULK_OPERATIONS, MAX_COUNT};
use super::schema::{Attribute, Kind, Mutability, ResourceType, Returned, Schema, Uniqueness};

/// URN of list answers.
pub const LIST_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/// URN of the search message.
pub const SEARCH_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
/// URN of the schema of schemas.
pub const SCHEMA_SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";
/// URN of the schema of resource types.
pub const RESOURCE_TYPE_SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
/// URN of the schema of the service provider's configuration.
pub const CONFIG_SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

/// The member of the configuration that RFC 9865 section 4 adds.
pub const PAGINATION: &str = "pagination";

/// `/ServiceProviderConfig`: what the service does, and no more.
pub fn service_provider_config(base_url: &str, documentation: &str) -> Value {
    json!({
        "schemas": [CONFIG_SCHEMA],
        "documentationUri": documentation,
        "patch": {"supported": true},
        "bulk": {"supported": true, "maxOperations": MAX_BULK_OPERATIONS, "maxPayloadSize": MAX_BODY_BYTES},
        "filter": {"supported": true, "maxResults": MAX_COUNT},
        "changePassword": {"supported": false},
        "sort": {"supported": true},
        "etag": {"supported": true},
        PAGINATION: {
            "cursor": true,
            "index": true,
            "defaultPaginationMethod": "index",
            "defaultPageSize": DEFAULT_COUNT,
            "maxPageSize": MAX_COUNT,
            "cursorTimeout": CURSOR_SECONDS
        },
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "SCIM Access Token",
            "description": "The SCIM Access Token of the connection, sent as `Authorization: Bearer …`.",
            "specUri": "https://www.rfc-editor.org/rfc/rfc6750",
            "documentationUri": documentation,
            "primary": true
        }],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": format!("{base_url}/ServiceProviderConfig")
        }
    })
}

/// One entry of `/ResourceTypes`.
pub fn resource_type(base_url: &str, kind: &ResourceType) -> Value {
    let is_required = |schema: &Schema| kind.required_extensions.contains(&schema.id.as_str());
    let extensions: Vec<Value> =
        kind.extensions.iter().map(|schema| json!({"schema": schema.id, "required": is_required(schema)})).collect();
    json!({
        "schemas": [RESOURCE_TYPE_SCHEMA],
        "id": kind.name,
        "name": kind.name,
        "description": kind.description,
        "endpoint": kind.endpoint,
        "schema": kind.core.id,
        "schemaExtensions": extensions,
        "meta": {
            "resourceType": "ResourceType",
            "location": format!("{base_url}/ResourceTypes/{}", kind.name)
        }
    })
}

/// One entry of `/Schemas`.
pub fn schema(base_url: &str, schema: &Schema) -> Value {
    json!({
        "schemas": [SCHEMA_SCHEMA],
        "id": schema.id,
        "name": schema.name,
        "description": schema.description,
        "attributes": schema.attributes.iter().map(attribute).collect::<Vec<_>>(),
        "meta": {
            "resourceType": "Schema",
            "location": format!("{base_url}/Schemas/{}", schema.id)
        }
    })
}

/// A whole, unpaged list of discovery documents.
pub fn list(resources: &[Value]) -> Value {
    json!({
        "schemas": [LIST_SCHEMA],
        "totalResults": resources.len(),
        "startIndex": 1,
        "itemsPerPage": resources.len(),
        "Resources": resources
    })
}

fn attribute(definition: &Attribute) -> Value {
    let mut document = json!({
        "name": definition.name,
        "type": kind(definition.kind),
        "multiValued": definition.multi_valued,
        "description": definition.description,
        "required": definition.required,
        "mutability": mutability(definition.mutability),
        "returned": returned(definition.returned)
    });
    if definition.kind != Kind::Boolean && definition.kind != Kind::Complex {
        document["caseExact"] = definition.case_exact.into();
    }
    if definition.kind != Kind::Boolean {
        document["uniqueness"] = uniqueness(definition.uniqueness).into();
    }
    if !definition.canonical_values.is_empty() {
        document["canonicalValues"] = definition.canonical_values.clone().into();
    }
    if !definition.reference_types.is_empty() {
        document["referenceTypes"] = definition.reference_types.clone().into();
    }
    if !definition.sub_attributes.is_empty() {
        document["subAttributes"] = definition.sub_attributes.iter().map(attribute).collect();
    }
    document
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "string",
        Kind::Boolean => "boolean",
        Kind::Decimal => "decimal",
        Kind::Integer => "integer",
        Kind::DateTime => "dateTime",
        Kind::Binary => "binary",
        Kind::Reference => "reference",
        Kind::Complex => "complex",
    }
}

fn mutability(mutability: Mutability) -> &'static str {
    match mutability {
        Mutability::ReadOnly => "readOnly",
        Mutability::ReadWrite => "readWrite",
        Mutability::Immutable => "immutable",
        Mutability::WriteOnly => "writeOnly",
    }
}

fn returned(returned: Returned) -> &'static str {
    match returned {
        Returned::Always => "always",
        Returned::Never => "never",
        Returned::Default => "default",
        Returned::Request => "request",
    }
}

fn uniqueness(uniqueness: Uniqueness) -> &'static str {
    match uniqueness {
        Uniqueness::None => "none",
        Uniqueness::Server => "server",
        Uniqueness::Global => "global",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::protocol::schema::{ENTERPRISE_USER, USER, USER_TYPE};

    fn no_nulls(value: &Value) -> bool {
        match value {
            Value::Null => false,
            Value::Array(items) => items.iter().all(no_nulls),
            Value::Object(members) => members.values().all(no_nulls),
            _ => true,
        }
    }

    #[test]
    fn documents_carry_no_nulls_and_integer_limits() {
        let config = service_provider_config("https://x/scim/v2/1", "https://x/hilfe/scim");
        assert!(config["bulk"]["maxOperations"].is_u64());
        assert_eq!(config["filter"]["maxResults"], MAX_COUNT);
        for document in [config, schema("b", &USER), schema("b", &ENTERPRISE_USER), resource_type("b", &USER_TYPE)] {
            assert!(no_nulls(&document), "{document}");
        }
    }

    #[test]
    fn the_user_schema_is_what_a_live_attribute_mapping_needs() {
        let document = schema("https://x", &USER);
        let attribute = |name: &str| {
            document["attributes"].as_array().unwrap().iter().find(|item| item["name"] == name).cloned().unwrap()
        };
        assert_eq!(attribute("userName")["required"], true);
        assert_eq!(attribute("userName")["uniqueness"], "server");
        assert_eq!(attribute("userName")["caseExact"], false);
        assert_eq!(attribute("active")["type"], "boolean");
        assert_eq!(attribute("emails")["multiValued"], true);
        assert_eq!(attribute("groups")["mutability"], "readOnly");
        assert_eq!(document["meta"]["location"], "https://x/Schemas/urn:ietf:params:scim:schemas:core:2.0:User");
    }
}
