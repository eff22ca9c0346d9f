//! Values in filters that are not of their attribute's type: compared as what they mean, or refused.

use serde_json::Value;

use super::super::ScimError;
use super::super::filter::Filter;
use super::super::matches::refused;
use super::super::path::AttrPath;
use super::super::schema::{Attribute, Kind, Named, ResourceType};
use super::{Dialect, Tolerance};

impl Dialect {
    /// Refuses what this dialect does not compare; unknown names are told elsewhere.
    pub fn check_literals(self, filter: &Filter, kind: &ResourceType) -> Result<(), ScimError> {
        self.check(filter, &|path| match kind.resolve(path)? {
            Named::Extension(_) => None,
            Named::Attribute { attribute, sub, .. } => Some(sub.unwrap_or(attribute)),
        })
    }

    /// [`check_literals`](Self::check_literals) for a filter between the brackets of `attribute`.
    pub fn check_part_literals(self, filter: &Filter, attribute: &Attribute) -> Result<(), ScimError> {
        self.check(filter, &|path| attribute.sub(&path.name))
    }

    fn check<'a>(self, filter: &Filter, find: &dyn Fn(&AttrPath) -> Option<&'a Attribute>) -> Result<(), ScimError> {
        match filter {
            Filter::And(parts) | Filter::Or(parts) => parts.iter().try_for_each(|part| self.check(part, find)),
            Filter::Not(inner) => self.check(inner, find),
            Filter::Present(_) => Ok(()),
            Filter::ValuePath { path, filter } => match find(path) {
                Some(attribute) => self.check_part_literals(filter, attribute),
                None => Ok(()),
            },
            Filter::Compare { path, value, .. } => match find(path) {
                Some(attribute) => self.check_literal(value, attribute),
                None => Ok(()),
            },
        }
    }

    fn check_literal(self, value: &Value, attribute: &Attribute) -> Result<(), ScimError> {
        let attribute = attribute.sub("value").unwrap_or(attribute);
        let needed = match (attribute.kind, value) {
            (Kind::Boolean, Value::String(_)) => Tolerance::BooleanText,
            (Kind::String | Kind::Reference | Kind::Binary, Value::Number(_))
            | (Kind::Integer | Kind::Decimal, Value::String(_)) => Tolerance::NumberAsText,
            _ => return Ok(()),
        };
        if self.tolerates(needed) {
            return Ok(());
        }
        Err(refused(format!("{value} is not of the type of the attribute {}", attribute.name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::protocol::schema::USER_TYPE;

    #[test]
    fn only_literals_of_another_type_are_refused_and_only_strictly() {
        let check = |dialect: Dialect, text: &str| dialect.check_literals(&text.parse().unwrap(), &USER_TYPE);
        for text in [
            r#"active eq "True""#,
            "externalId eq 7",
            r#"not (emails[primary eq "true"])"#,
            r#"userName eq "a" or (title pr and emails eq 3)"#,
            r#"emails[type eq "work"].value eq 7"#,
        ] {
            assert!(check(Dialect::AUTO, text).is_ok(), "{text}");
            assert!(check(Dialect::STRICT, text).is_err(), "{text}");
        }
        for text in [
            "active eq true",
            r#"userName eq "7""#,
            "title eq null",
            "nope eq 7",
            r#"emails[type eq "work"].value eq "x""#,
        ] {
            assert!(check(Dialect::STRICT, text).is_ok(), "{text}");
        }
    }
}
