//! What resources of every kind have alike: `id`, `externalId` and `meta` (RFC 7643 section 3.1).

use std::fmt::Display;

use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::protocol::resource::schemas;
use super::protocol::schema::{Attribute, ResourceType};
use crate::domain::columns::Common;

/// Longest folded text that an index can hold whatever its script is; 2,704 bytes is `PostgreSQL`'s own limit.
pub const MAX_KEY_BYTES: usize = 2000;

/// The address of a resource.
pub fn location(base_url: &str, kind: &ResourceType, id: impl Display) -> String {
    format!("{base_url}{}/{id}", kind.endpoint)
}

/// The weak entity tag of a resource (RFC 7644 section 3.14).
pub fn entity_tag(version: i64) -> String {
    format!("W/\"{version}\"")
}

/// What the service knows of a resource whatever its kind.
#[derive(Debug)]
pub struct Meta {
    /// `id`
    pub id: String,
    /// When the resource came.
    pub created_at: OffsetDateTime,
    /// When it last changed.
    pub updated_at: OffsetDateTime,
    /// Counts its changes.
    pub version: i64,
}

impl Meta {
    /// The resource with what the service adds: `schemas`, `id` and `meta`.
    pub fn complete(self, mut resource: Map<String, Value>, kind: &ResourceType, base_url: &str) -> Map<String, Value> {
        resource.insert("schemas".into(), schemas(&resource, kind).into());
        let meta = json!({
            "resourceType": kind.name,
            "created": moment(self.created_at),
            "lastModified": moment(self.updated_at),
            "location": location(base_url, kind, &self.id),
            "version": entity_tag(self.version)
        });
        resource.insert("id".into(), self.id.into());
        resource.insert("meta".into(), meta);
        resource
    }
}

fn moment(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}

/// Takes an attribute that is text out of a resource in canonical form.
pub fn take_text(resource: &mut Map<String, Value>, name: &str) -> Option<String> {
    match resource.remove(name)? {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// The column of an attribute, or of a part of it, that every resource of this kind has.
pub fn column(attribute: &Attribute, part: Option<&Attribute>, base_url: &str, kind: &ResourceType) -> Option<Common> {
    Some(match (attribute.name.as_str(), part.map(|part| part.name.as_str())) {
        ("id", None) => Common::Id,
        ("externalId", None) => Common::ExternalId,
        ("meta", Some("created")) => Common::Created,
        ("meta", Some("lastModified")) => Common::LastModified,
        ("meta", Some("version")) => Common::Version,
        ("meta", Some("location")) => Common::Location(location(base_url, kind, "")),
        _ => return None,
    })
}
