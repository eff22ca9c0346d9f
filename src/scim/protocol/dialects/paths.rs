//! Paths of PATCH operations beyond the RFC.

use super::super::path::AttrPath;
use super::super::schema::{Named, ResourceType};
use super::{Dialect, Tolerance};

impl Dialect {
    /// A name without URN that the main schema does not know and exactly one extension does is that extension's.
    ///
    /// Microsoft documents the change of a manager by Entra ID as an operation on `manager`. RFC 7644 section 3.10 has the URN of the
    /// extension before it.
    pub fn extension_name_without_urn<'a>(self, path: &AttrPath, kind: &'a ResourceType) -> Option<Named<'a>> {
        if path.urn.is_some() || !self.tolerates(Tolerance::ExtensionNameWithoutUrn) {
            return None;
        }
        let mut named = kind.extensions.iter().filter_map(|schema| Some((schema, schema.attribute(&path.name)?)));
        let (schema, attribute) = named.next()?;
        if named.next().is_some() {
            return None;
        }
        let sub = match &path.sub {
            Some(name) => Some(attribute.sub(name)?),
            None => None,
        };
        Some(Named::Attribute { extension: Some(schema), attribute, sub })
    }

    /// A value filter on a complex attribute that holds one value selects that value when it fulfils the filter.
    ///
    /// Microsoft Entra ID takes a manager away by `manager[value eq "…"]`. RFC 7644 section 3.5.2 has filters on multi-valued
    /// attributes alone.
    pub fn filter_on_single_value(self) -> bool {
        self.tolerates(Tolerance::FilterOnSingleValue)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::scim::protocol::schema::{GROUP_TYPE, USER_TYPE};

    fn named(dialect: Dialect, path: &str, kind: &ResourceType) -> Option<String> {
        let path: AttrPath = path.parse().unwrap();
        match dialect.extension_name_without_urn(&path, kind)? {
            Named::Attribute { extension: Some(schema), attribute, sub } => {
                Some(format!("{} {}{}", schema.name, attribute.name, sub.map_or("", |_| " and a part")))
            }
            _ => panic!("no attribute of an extension"),
        }
    }

    #[test]
    fn a_name_that_one_extension_has_is_found_there() {
        let found = |path| named(Dialect::AUTO, path, &USER_TYPE);
        assert_eq!(found("manager").as_deref(), Some("EnterpriseUser manager"));
        assert_eq!(found("MANAGER.value").as_deref(), Some("EnterpriseUser manager and a part"));
        for other in ["manager.nope", "nope", "urn:x:manager"] {
            assert_eq!(found(other), None, "{other}");
        }
        assert_eq!(named(Dialect::STRICT, "manager", &USER_TYPE), None);
        assert_eq!(named(Dialect::AUTO, "manager", &GROUP_TYPE), None);
    }

    #[test]
    fn a_name_that_two_extensions_have_is_nobody_s() {
        let mut kind = ResourceType::clone(&Arc::clone(&USER_TYPE));
        let mut twin = kind.extensions[0].clone();
        twin.id = "urn:example:twin".to_owned();
        kind.extensions.push(twin);
        assert_eq!(named(Dialect::AUTO, "manager", &kind), None);
    }
}
