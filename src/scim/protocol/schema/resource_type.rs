//! Kinds of resource, and what a path names in one.

use std::sync::{Arc, LazyLock};

use super::super::limits::MAX_ADDRESS_CHARS;
use super::super::path::AttrPath;
use super::{Attribute, ENTERPRISE_USER, GROUP, Kind, Schema, USER, find};

/// A kind of resource: its place and its schemas (RFC 7643 section 6).
#[derive(Debug, Clone)]
pub struct ResourceType {
    /// Name, as in `meta.resourceType`.
    pub name: &'static str,
    /// Path under the base URL.
    pub endpoint: &'static str,
    /// What it is.
    pub description: &'static str,
    /// The main schema.
    pub core: Schema,
    /// Extensions; each lives under its URN.
    pub extensions: Vec<Schema>,
    /// URNs of the extensions that every resource has; the others are optional.
    pub required_extensions: &'static [&'static str],
}

/// What an attribute path names in a resource type.
#[derive(Debug, Clone, Copy)]
pub enum Named<'a> {
    /// A whole extension.
    Extension(&'a Schema),
    /// An attribute, in an extension or (`None`) at the top, and perhaps one of its parts.
    Attribute {
        /// The extension that holds it.
        extension: Option<&'a Schema>,
        /// The attribute.
        attribute: &'a Attribute,
        /// The part that the path ends in.
        sub: Option<&'a Attribute>,
    },
}

impl ResourceType {
    /// The extension with this URN, matched without case.
    pub fn extension(&self, urn: &str) -> Option<&Schema> {
        self.extensions.iter().find(|schema| schema.id.eq_ignore_ascii_case(urn))
    }

    /// The attribute of this name at the top of a resource: common (RFC 7643 section 3.1) or of the main schema.
    pub fn top_level(&self, name: &str) -> Option<&Attribute> {
        self.core.attribute(name).or_else(|| find(&COMMON, name))
    }

    /// What `path` names, or `None` when there is no such attribute.
    pub fn resolve(&self, path: &AttrPath) -> Option<Named<'_>> {
        let (extension, attribute) = match &path.urn {
            None => (None, self.top_level(&path.name)?),
            Some(urn) => {
                // The last part of an extension's own URN looks like an attribute name: `…:enterprise:2.0:User`.
                let whole = self.extensions.iter().find(|schema| {
                    path.sub.is_none()
                        && schema.id.len() == urn.len() + 1 + path.name.len()
                        && schema.id[..urn.len()].eq_ignore_ascii_case(urn)
                        && schema.id[urn.len() + 1..].eq_ignore_ascii_case(&path.name)
                });
                if let Some(schema) = whole {
                    return Some(Named::Extension(schema));
                }
                if self.core.id.eq_ignore_ascii_case(urn) {
                    (None, self.top_level(&path.name)?)
                } else {
                    let schema = self.extension(urn)?;
                    (Some(schema), schema.attribute(&path.name)?)
                }
            }
        };
        let sub = match &path.sub {
            Some(name) => Some(attribute.sub(name)?),
            None => None,
        };
        Some(Named::Attribute { extension, attribute, sub })
    }
}

/// The attributes every resource has (RFC 7643 sections 3 and 3.1); no schema document lists them.
pub static COMMON: LazyLock<Vec<Attribute>> = LazyLock::new(|| {
    vec![
        Attribute::reference("schemas", "URNs of the schemas in use.", &["uri"])
            .multi()
            .required()
            .always()
            .read_only(),
        Attribute::string("id", "Identifier given by the service.").exact().always().unique().read_only(),
        Attribute::string("externalId", "Identifier given by the client.").exact().max(MAX_ADDRESS_CHARS),
        Attribute::complex(
            "meta",
            "Facts about the resource.",
            vec![
                Attribute::string("resourceType", "Name of the resource type.").exact(),
                Attribute::new(Kind::DateTime, "created", "When the resource was created."),
                Attribute::new(Kind::DateTime, "lastModified", "When the resource was last changed."),
                Attribute::reference("location", "Address of the resource.", &["uri"]),
                Attribute::string("version", "Entity tag of the resource.").exact(),
            ],
        )
        .read_only(),
    ]
});

/// The User resource: core schema and enterprise extension. An account with schemas of its own has another one.
pub static USER_TYPE: LazyLock<Arc<ResourceType>> = LazyLock::new(|| {
    Arc::new(ResourceType {
        name: "User",
        endpoint: "/Users",
        description: "A person of the account",
        core: USER.clone(),
        extensions: vec![ENTERPRISE_USER.clone()],
        required_extensions: &[],
    })
});

/// The Group resource: core schema alone.
pub static GROUP_TYPE: LazyLock<ResourceType> = LazyLock::new(|| ResourceType {
    name: "Group",
    endpoint: "/Groups",
    description: "A group of people of the account",
    core: GROUP.clone(),
    extensions: Vec::new(),
    required_extensions: &[],
});

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(path: &str) -> Option<String> {
        let path: AttrPath = path.parse().ok()?;
        Some(match USER_TYPE.resolve(&path)? {
            Named::Extension(schema) => schema.id.clone(),
            Named::Attribute { extension, attribute, sub } => format!(
                "{}{}{}",
                extension.map(|_| "ext:").unwrap_or_default(),
                attribute.name,
                sub.map(|sub| format!(".{}", sub.name)).unwrap_or_default()
            ),
        })
    }

    #[test]
    fn paths_find_their_attribute_without_case_and_with_urn() {
        let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        assert_eq!(resolved("USERNAME").as_deref(), Some("userName"));
        assert_eq!(resolved("Name.GivenName").as_deref(), Some("name.givenName"));
        assert_eq!(resolved("meta.created").as_deref(), Some("meta.created"));
        assert_eq!(resolved("urn:ietf:params:scim:schemas:core:2.0:User:userName").as_deref(), Some("userName"));
        assert_eq!(resolved(enterprise).as_deref(), Some(enterprise));
        assert_eq!(resolved(&format!("{enterprise}:manager.value")).as_deref(), Some("ext:manager.value"));
        assert_eq!(
            resolved("urn:IETF:params:scim:schemas:extension:enterprise:2.0:user:department").as_deref(),
            Some("ext:department")
        );
    }

    #[test]
    fn unknown_names_resolve_to_nothing() {
        for path in
            ["__proto__", "constructor", "name.nope", "department", "urn:x:y:department", "userName.value", "isAdmin"]
        {
            assert_eq!(resolved(path), None, "{path}");
        }
    }
}
