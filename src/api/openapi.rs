//! The API as an OpenAPI 3.1 description. `docs/api-openapi.json` is this description, written by `einlass api openapi`.

use serde_json::{Map, Value, json};

use super::query::{MOST, USUAL};
use crate::domain::users::Status;
use crate::model::SignInMethod;

/// The whole description. Its address of the service is relative: below the origin it was read from.
pub fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Einlass API",
            "version": "1",
            "description": "People, licences and audit log of one account, to read: for reports and for whoever collects events (SIEM). Whoever wants to change people uses SCIM 2.0, which is described at /scim/openapi.json.\n\nFields may be added; what is there keeps its meaning within /api/v1.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"}
        },
        "servers": [{"url": super::BASE}],
        "security": [{"key": []}],
        "paths": {
            "/people": list("People", "people", "Everybody in the account, in the order in which they came. Removed people are listed by status=removed alone.",
                &[parameter("status", "Only people who stand here.", &json!({"enum": names(Status::ALL.iter().map(|s| s.name()))}))]),
            "/people/{id}": {"get": operation("Person", "people", "One person, also one who was removed and can be restored.",
                &[json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}})], "Person", &[404])},
            "/licences": {"get": operation("Licences", "licences", "How many licences there are, as the page Lizenzen shows them.", &[], "Licences", &[])},
            "/licences/ledger": list("Ledger", "licences", "Every change of the count, the newest first.", &[]),
            "/audit-events": list("AuditEvents", "audit_log", "What happened, the oldest first. An event is told two minutes after it happened. next is always there: it goes on where this page ended, and after the last event it is the address to ask again later.",
                &[parameter("since", "Only events from this moment on.", &moment())]),
        },
        "components": {
            "securitySchemes": {"key": {
                "type": "http",
                "scheme": "bearer",
                "description": "An API key (einlass_live_api_…), made in the customer portal under Kontoeinstellungen, Sicherheit, API-Schlüssel"
            }},
            "responses": refusals(),
            "schemas": schemas()
        }
    })
}

fn names<'a>(names: impl Iterator<Item = &'a str>) -> Value {
    names.collect::<Vec<_>>().into()
}

fn moment() -> Value {
    json!({"type": "string", "format": "date-time"})
}

fn or_null(mut schema: Value) -> Value {
    schema["type"] = json!([schema["type"], "null"]);
    schema
}

fn parameter(name: &str, description: &str, schema: &Value) -> Value {
    json!({"name": name, "in": "query", "description": description, "schema": schema})
}

/// A list that is walked page by page.
fn list(id: &str, area: &str, summary: &str, filters: &[Value]) -> Value {
    let mut parameters = filters.to_vec();
    parameters.push(parameter(
        "limit",
        "Rows of a page.",
        &json!({"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
    ));
    parameters.push(parameter("cursor", "Where the page starts: part of the address that next names. Good for a year, for this account and these parameters.", &json!({"type": "string"})));
    json!({"get": operation(id, area, summary, &parameters, &format!("{id}Page"), &[])})
}

fn operation(id: &str, area: &str, summary: &str, parameters: &[Value], answer: &str, more: &[u16]) -> Value {
    let reference = |kind: &str, name: &str| json!({"$ref": format!("#/components/{kind}/{name}")});
    let mut responses = Map::new();
    let body = json!({"application/json": {"schema": reference("schemas", answer)}});
    responses.insert("200".to_owned(), json!({"description": "As asked", "content": body}));
    for status in [400, 401, 403, 406, 429, 500, 503].iter().chain(more) {
        responses.insert(status.to_string(), reference("responses", &format!("Refusal{status}")));
    }
    json!({
        "operationId": format!("get{id}"),
        "summary": summary,
        "description": format!("Needs the area {area}."),
        "parameters": parameters,
        "responses": responses
    })
}

fn refusals() -> Value {
    let told = [
        (400, "A parameter is wrong; detail says which"),
        (401, "No valid API key. An unknown, an ended and a run out key are answered alike"),
        (403, "The key does not open this area"),
        (404, "There is nobody with this id"),
        (406, "The Accept header leaves application/json out"),
        (429, "Too many requests"),
        (500, "The service failed; detail has a reference for the support"),
        (503, "Not available for a moment"),
    ];
    let refusal = |(status, description): (u16, &str)| {
        let mut refusal = json!({"description": description, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}});
        let header = match status {
            401 => Some(("WWW-Authenticate", json!({"type": "string"}))),
            429 | 503 => Some(("Retry-After", json!({"type": "integer", "minimum": 1}))),
            _ => None,
        };
        if let Some((name, schema)) = header {
            refusal["headers"] = json!({name: {"required": true, "schema": schema}});
        }
        (format!("Refusal{status}"), refusal)
    };
    told.into_iter().map(refusal).collect::<Map<_, _>>().into()
}

/// An object whose members are all there.
fn object(members: Value) -> Value {
    let required: Vec<String> = members.as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default();
    json!({"type": "object", "required": required, "properties": members})
}

fn page(rows: &str, of: &str) -> Value {
    let next =
        or_null(json!({"type": "string", "format": "uri", "description": "The next page; null behind the last row"}));
    object(json!({rows: {"type": "array", "items": {"$ref": format!("#/components/schemas/{of}")}}, "next": next}))
}

fn schemas() -> Value {
    let (text, id) = (|| json!({"type": "string"}), || json!({"type": "string", "format": "uuid"}));
    let (flag, number) = (|| json!({"type": "boolean"}), || json!({"type": "integer"}));
    let mut events = page("events", "AuditEvent");
    events["properties"]["next"] = json!({"type": "string", "format": "uri"});
    events["properties"]["more"] = json!({"type": "boolean", "description": "There are further events already"});
    events["required"] = json!(["events", "more", "next"]);
    let mut person = object(json!({"id": id(), "name": or_null(text())}));
    person["type"] = json!(["object", "null"]);
    json!({
        "Problem": object(json!({"type": text(), "title": text(), "status": number(), "detail": text()})),
        "Person": object(json!({
            "id": id(),
            "name": text(),
            "given_name": or_null(text()),
            "family_name": or_null(text()),
            "email": or_null(text()),
            "status": {"enum": names(Status::ALL.iter().map(|s| s.name()))},
            "rights": object(json!({"app_user": flag(), "administrator": flag(), "project_manager": flag()})),
            "origin": {"enum": ["scim", "manual"], "description": "Who manages them: an identity provider, or administrators by hand"},
            "connection": or_null(id()),
            "linked_at": or_null(moment()),
            "licence": flag(),
            "sign_in_method": {"enum": names(SignInMethod::ALL.iter().map(|m| m.name()))},
            "language": {"enum": ["de", "en"]},
            "created_at": moment(),
            "invited_at": or_null(moment()),
            "accepted_at": or_null(moment()),
            "last_signed_in_at": or_null(moment())
        })),
        "PeoplePage": page("people", "Person"),
        "Licences": object(json!({"total": number(), "used": number(), "reserved": number(), "free": number(), "automatic": flag()})),
        "Change": object(json!({
            "id": id(), "at": moment(), "cause": text(), "in_use": number(), "licences": number(), "person": person,
            "actor": object(json!({"kind": text(), "name": text()})), "request": id()
        })),
        "LedgerPage": page("changes", "Change"),
        "AuditEvent": object(json!({
            "id": id(),
            "at": moment(),
            "actor": object(json!({"kind": {"enum": ["user", "scim", "support", "operator", "system"]}, "id": or_null(id()), "name": text()})),
            "action": {"type": "string", "description": "noun.verb, for example user.removed"},
            "target": object(json!({"kind": text(), "id": or_null(id()), "name": or_null(text())})),
            "details": {"type": "object", "description": "What else is known, by action; never a secret"},
            "request": id(),
            "ip": or_null(text())
        })),
        "AuditEventsPage": events
    })
}
