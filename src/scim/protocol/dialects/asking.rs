//! What clients ask for beyond the RFC.

use super::super::filter::{Filter, ParseError};
use super::super::path::{AttrPath, Path};
use super::{Dialect, Tolerance};

impl Dialect {
    /// A word where a filter has a value is read as that text, unless it is a word of the grammar.
    ///
    /// Sent by Microsoft's collection of requests for testing a service: `userName sw O`, `meta.created gt 2015-10-10T14:38:21-07:00`.
    pub fn bare_text(self, filter: &str) -> Result<Filter, ParseError> {
        if self.tolerates(Tolerance::BareText) { Filter::parse_with_bare_text(filter) } else { filter.parse() }
    }

    /// A value path among `attributes` and `excludedAttributes` names its attribute, with all its values.
    ///
    /// Sent by the same collection: `attributes=emails[type eq "work"]`.
    pub fn value_path_in_attributes(self, name: &str) -> Result<AttrPath, ParseError> {
        if self.tolerates(Tolerance::ValuePathInAttributes) && name.contains('[') {
            let Path { attribute, sub, .. } = name.parse()?;
            return Ok(AttrPath { sub: attribute.sub.or(sub), ..attribute });
        }
        name.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_a_text_and_a_word_of_the_grammar_is_none() {
        let read = |text: &str| Dialect::AUTO.bare_text(text).map(|filter| filter.to_string());
        assert_eq!(read("userName sw O").unwrap(), r#"userName sw "O""#);
        assert_eq!(
            read("name.familyName eq Employee and (emails.value co example.com or title pr)").unwrap(),
            r#"name.familyName eq "Employee" and (emails.value co "example.com" or title pr)"#
        );
        assert_eq!(read("active eq true and x eq 7 and y eq null").unwrap(), "active eq true and x eq 7 and y eq null");
        for none in [
            "userName eq",
            "userName eq and title pr",
            "userName eq or",
            "userName eq not",
            "userName eq (a)",
            "userName eq 'a'",
            "userName eq “a”",
        ] {
            assert!(read(none).is_err(), "{none}");
        }
        assert!(Dialect::STRICT.bare_text("userName sw O").is_err());
    }

    #[test]
    fn a_value_path_names_its_attribute() {
        let named = |text: &str| Dialect::AUTO.value_path_in_attributes(text).map(|path| path.to_string());
        assert_eq!(named(r#"emails[type eq "work"]"#).unwrap(), "emails");
        assert_eq!(named(r#"emails[type eq "a,b"].value"#).unwrap(), "emails.value");
        assert_eq!(named("name.givenName").unwrap(), "name.givenName");
        assert!(named("emails[type").is_err() && named("a b").is_err());
        assert!(Dialect::STRICT.value_path_in_attributes(r#"emails[type eq "work"]"#).is_err());
    }
}
