//! Resources of a type that is known as data alone: canonical resource ⇄ `domain::custom_resources`, whatever the type.

use serde_json::{Map, Value};

use super::common::{self, MAX_KEY_BYTES, Meta};
use super::conditions::Columns;
use super::protocol::schema::{Attribute, ResourceType, Uniqueness};
use super::protocol::{ScimError, comparable};
use crate::domain::columns::Common;
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
pub fn representation(stored: CustomResource, kind: &ResourceType, base_url: &str) -> Map<String, Value> {
    let id = stored.id.to_string();
    let meta = Meta { id, created_at: stored.created_at, updated_at: stored.updated_at, version: stored.version };
    meta.complete(stored.attributes, kind, base_url)
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
        let column = common::column(attribute, part, self.base_url, self.kind)?;
        // Among the attributes, where nothing is unique but what the type says.
        (column != Common::ExternalId).then_some(Column::Common(column))
    }
}
