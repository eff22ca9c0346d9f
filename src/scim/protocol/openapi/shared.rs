//! What operations have in common: parameters, headers, refusals.

use serde_json::{Map, Value, json};

use super::super::limits::{CURSOR_SECONDS, DEFAULT_COUNT, MAX_BODY_BYTES, MAX_COUNT, MAX_FILTER_BYTES};
use super::{component, content, schema};

/// A parameter of a query, which a search message has as a member.
#[derive(Debug)]
pub struct Parameter {
    /// What it does.
    pub description: String,
    /// Of its value.
    pub schema: Value,
}

/// The parameters of a list, in the order in which they are told.
pub const OF_LISTS: [&str; 8] =
    ["filter", "sortBy", "sortOrder", "startIndex", "count", "cursor", "attributes", "excludedAttributes"];

/// Every answer that a request of any kind can get instead of its own.
pub const ANYWHERE: [u16; 13] = [400, 401, 403, 404, 406, 408, 413, 414, 421, 429, 431, 500, 503];

/// Refusals that are no SCIM errors: one says that nothing is sent, the others come from the HTTP library.
const WITHOUT_BODY: [u16; 3] = [304, 414, 431];

/// The parameter of this name, one of [`OF_LISTS`].
pub fn parameter(name: &str) -> Parameter {
    let text = |format: &str| json!({"type": "string", "format": format, "maxLength": MAX_FILTER_BYTES});
    let (description, schema) = match name {
        "filter" => (
            format!("RFC 7644 section 3.4.2.2; at most {MAX_FILTER_BYTES} bytes"),
            json!({"type": "string", "format": "scim-filter", "minLength": 1, "maxLength": MAX_FILTER_BYTES}),
        ),
        "sortBy" => ("An attribute or a part of one; by arrival without it".to_owned(), text("scim-order")),
        "sortOrder" => ("Ascending without it".to_owned(), json!({"enum": ["ascending", "descending", ""]})),
        "startIndex" => ("The first resource of the page; 1 and less are the first".to_owned(), number()),
        "count" => (
            format!(
                "Most resources on the page; {DEFAULT_COUNT} without it. By index it is moved to between 0 and {MAX_COUNT}, with a cursor it must be there"
            ),
            number(),
        ),
        "cursor" => (
            format!(
                "Empty for the first page, then nextCursor or previousCursor of the last answer, for {CURSOR_SECONDS} seconds (RFC 9865)"
            ),
            json!({"type": "string", "format": "scim-cursor"}),
        ),
        "attributes" => ("Only these attributes are returned".to_owned(), text("scim-attributes")),
        _ => ("All but these attributes are returned".to_owned(), text("scim-attributes")),
    };
    Parameter { description, schema }
}

/// A whole number; empty it is not said.
fn number() -> Value {
    json!({"anyOf": [{"type": "integer"}, {"const": ""}]})
}

/// All parameters by name.
pub fn parameters() -> Map<String, Value> {
    let mut parameters: Map<String, Value> = (OF_LISTS.iter())
        .map(|&name| {
            let Parameter { description, schema } = parameter(name);
            let whole = json!({"name": name, "in": "query", "description": description, "schema": schema});
            (name.to_owned(), whole)
        })
        .collect();
    let tags = json!({"type": "string"});
    for (name, place, required, description, schema) in [
        ("id", "path", true, "As the service gave it", json!({"type": "string", "minLength": 1})),
        ("If-Match", "header", false, "Versions the resource must have (RFC 7644 section 3.14)", tags.clone()),
        ("If-None-Match", "header", false, "Versions that are known: a GET of one is 304, a change 412", tags),
    ] {
        let whole =
            json!({"name": name, "in": place, "required": required, "description": description, "schema": schema});
        parameters.insert(name.to_owned(), whole);
    }
    parameters
}

/// All headers of answers by name.
pub fn headers() -> Value {
    let header =
        |description: &str, schema: Value| json!({"required": true, "description": description, "schema": schema});
    json!({
        "ETag": header("The version of the resource", json!({"type": "string", "pattern": "^W/\"[0-9]+\"$"})),
        "Location": header("The address of the resource", json!({"type": "string", "pattern": "^https?://"})),
        "WWW-Authenticate": header("RFC 6750 section 3", json!({"type": "string", "pattern": "^Bearer "})),
        "Retry-After": header("Seconds until the next request is welcome", json!({"type": "integer", "minimum": 1}))
    })
}

/// The headers of these names.
pub fn with_headers(names: &[&str]) -> Value {
    names.iter().map(|&name| (name.to_owned(), component("headers", name))).collect::<Map<_, _>>().into()
}

/// The refusals by status.
pub fn refusals() -> Map<String, Value> {
    let refusals: [(u16, &str, &[&str]); 18] = [
        (400, "Something in the request cannot be read or carried out; scimType and detail say what", &[]),
        (401, "No live token of this connection", &["WWW-Authenticate"]),
        (403, "The plan lacks SCIM, a discovery document was filtered, or the request came over plain http", &[]),
        (404, "There is nothing under this address that the connection manages", &[]),
        (406, "The Accept header leaves out SCIM's media type and JSON", &[]),
        (408, "The body came in too slowly", &[]),
        (409, "A unique value is taken, or the last administrator would lose access", &[]),
        (412, "The resource has another version than If-Match says, or one that If-None-Match rules out", &[]),
        (413, "The body or the bulk message is too large", &[]),
        (414, "The address is longer than 65,534 bytes; answered before the service sees it, without a body", &[]),
        (415, "The body is of another media type than SCIM's and JSON's", &[]),
        (421, "This host is not served here", &[]),
        (429, "Too many requests of this token, or with bad tokens from this address", &["Retry-After"]),
        (431, "The header is too large; answered before the service sees it, without a body", &[]),
        (500, "The service failed", &[]),
        (501, "Not part of this service", &[]),
        (503, "The service is not available for a moment", &["Retry-After"]),
        (304, "The client has the resource as it is", &["ETag"]),
    ];
    let whole = refusals.into_iter().map(|(status, description, names)| {
        let mut refusal = json!({"description": description});
        if !WITHOUT_BODY.contains(&status) {
            refusal["content"] = content(&schema("Error"));
        }
        if status == 413 {
            refusal["description"] =
                format!("{description}: more than {MAX_BODY_BYTES} bytes or too many operations").into();
        }
        if !names.is_empty() {
            refusal["headers"] = with_headers(names);
        }
        (refusal_name(status), refusal)
    });
    whole.collect()
}

/// The name of a refusal.
pub fn refusal_name(status: u16) -> String {
    format!("Status{status}")
}
