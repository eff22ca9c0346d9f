//! Resources of a type that is known as data alone: canonical resource ⇄ `domain::custom_resources`, whatever the type.

use serde_json::{Map, Value};

use super::common::{MAX_KEY_BYTES, Meta, location};
use super::conditions::Columns;
use super::protocol::resource::schemas;
use super::protocol::schema::{Attribute, ResourceType, Uniqueness};
use super::protocol::{ScimError, comparable};
use crate::domain::conditions::{Condition, Test};
use crate::domain::custom_resources::{Column, Content, CustomCondition, CustomResource};

/// What the domain needs to know of a resource in canonical form.
pub fn content(attributes: Map<String, Value>, kind: &ResourceType) -> Result<Content, ScimError> {
    let comparable = comparable::of(&attributes, kind);
    let mut unique = Vec::new();
    for attribute in kind.core.attributes.iter().filter(|attribute| attribute.uniqueness != Uniqueness::None) {
        let Some(value) = comparable.get(&attribute.name) else { continue };
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if value.len() > MAX_KEY_BYTES {
            return Err(ScimError::value(format!("The attribute {} is too long to be compared.", attribute.name)));
        }
        unique.push((attribute.name.clone(), value));
    }
    Ok(Content { attributes, comparable, unique })
}

/// The resource as it is returned, before projection.
pub fn representation(stored: &CustomResource, kind: &ResourceType, base_url: &str) -> Map<String, Value> {
    let mut resource = stored.attributes.clone();
    resource.insert("schemas".into(), schemas(&resource, kind).into());
    resource.insert("id".into(), stored.id.to_string().into());
    let meta = Meta {
        created_at: stored.created_at,
        updated_at: stored.updated_at,
        version: stored.version,
        location: location(base_url, kind, stored.id),
    };
    resource.insert("meta".into(), meta.shown(kind));
    resource
}

/// The columns of such resources, for filters and sorting on behalf of one connection.
#[derive(Debug)]
pub struct CustomColumns<'a> {
    /// The type.
    pub kind: &'a ResourceType,
    /// Base URL of the connection, of which `meta.location` is made.
    pub base_url: &'a str,
}

impl Columns for CustomColumns<'_> {
    type Column = Column;

    fn condition(&self, attribute: &Attribute, part: Option<&Attribute>, test: &Test) -> Option<CustomCondition> {
        Some(Condition::Column(self.sort(attribute, part)?, test.clone()))
    }

    fn rows(&self, _attribute: &Attribute) -> Option<Column> {
        None
    }

    fn sort(&self, attribute: &Attribute, part: Option<&Attribute>) -> Option<Column> {
        Some(match (attribute.name.as_str(), part.map(|part| part.name.as_str())) {
            ("id", None) => Column::Id,
            ("meta", Some("created")) => Column::Created,
            ("meta", Some("lastModified")) => Column::LastModified,
            ("meta", Some("version")) => Column::Version,
            ("meta", Some("location")) => Column::Location(format!("{}{}/", self.base_url, self.kind.endpoint)),
            _ => return None,
        })
    }
}
