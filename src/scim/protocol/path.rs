//! Attribute paths (RFC 7644 section 3.10) and PATCH paths (section 3.5.2).
//!
//! ```text
//! path = attrPath | attrPath "[" filter "]" [ "." name ]
//! ```

use std::fmt;
use std::str::FromStr;

use super::filter::{Filter, ParseError, Parser, tokens};

/// `[urn:]name[.sub]`, as written; what it names depends on the resource type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttrPath {
    /// Everything before the last colon.
    pub urn: Option<String>,
    /// Attribute.
    pub name: String,
    /// Part of a complex attribute.
    pub sub: Option<String>,
}

impl AttrPath {
    /// A plain attribute name.
    pub fn name(name: &str) -> Self {
        Self { urn: None, name: name.to_owned(), sub: None }
    }

    /// Splits `word` into its parts; `None` when it has not the form of an attribute path.
    pub(super) fn split(word: &str) -> Option<Self> {
        let (urn, rest) = match word.rsplit_once(':') {
            Some((urn, rest)) => (Some(urn), rest),
            None => (None, word),
        };
        if let Some(urn) = urn {
            let tail = urn.get(..4).filter(|head| head.eq_ignore_ascii_case("urn:")).map(|_| &urn[4..])?;
            let plain = tail.chars().all(|c| c.is_ascii_alphanumeric() || "-._:".contains(c));
            if tail.is_empty() || !plain {
                return None;
            }
        }
        let (name, sub) = match rest.split_once('.') {
            Some((name, sub)) => (name, Some(sub)),
            None => (rest, None),
        };
        if !is_name(name) || sub.is_some_and(|sub| !is_name(sub)) {
            return None;
        }
        Some(Self { urn: urn.map(str::to_owned), name: name.to_owned(), sub: sub.map(str::to_owned) })
    }
}

/// Whether `text` has the form of an attribute name (RFC 7643 section 2.1); `$ref` is one.
pub(super) fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '$')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

impl FromStr for AttrPath {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::split(text.trim()).ok_or_else(|| ParseError::at(1, "an attribute name was expected"))
    }
}

impl fmt::Display for AttrPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(urn) = &self.urn {
            write!(f, "{urn}:")?;
        }
        f.write_str(&self.name)?;
        match &self.sub {
            Some(sub) => write!(f, ".{sub}"),
            None => Ok(()),
        }
    }
}

/// The `path` of a PATCH operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The attribute; its `sub` is set only when there is no filter.
    pub attribute: AttrPath,
    /// Selects values of a multi-valued attribute.
    pub filter: Option<Filter>,
    /// The part of the selected values.
    pub sub: Option<String>,
}

impl FromStr for Path {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let tokens = tokens(text)?;
        let mut parser = Parser::new(text, &tokens);
        let attribute = parser.attr_path()?;
        let filter = parser.value_filter()?;
        let sub = match (&filter, parser.sub_attribute()) {
            (_, None) => None,
            (Some(_), Some((sub, _))) if is_name(sub) => Some(sub.to_owned()),
            (_, Some((_, position))) => {
                return Err(ParseError::at(position, "a sub-attribute was not expected"));
            }
        };
        if filter.is_some() && attribute.sub.is_some() {
            return Err(ParseError::at(1, "a value filter was given to a sub-attribute"));
        }
        parser.end().map_err(|error| ParseError { reason: "the end of the path was expected".to_owned(), ..error })?;
        Ok(Self { attribute, filter, sub })
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.attribute)?;
        if let Some(filter) = &self.filter {
            write!(f, "[{filter}]")?;
        }
        match &self.sub {
            Some(sub) => write!(f, ".{sub}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_paths_of_real_clients_are_read() {
        for text in [
            "active",
            "name.familyName",
            r#"emails[type eq "work"].value"#,
            r#"members[value eq "2819c223-7f76-453a-919d-413861904646"]"#,
            r#"members[value eq "2819c223"].displayName"#,
            r#"roles[primary eq "True"].value"#,
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
            r#"urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq "work"].value"#,
            "members.$ref",
        ] {
            assert_eq!(text.parse::<Path>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            ".",
            "a.b.c",
            "a..b",
            "a b",
            "a[",
            "a[]",
            "a[b]",
            "a]b",
            "a[b pr].",
            "a[b pr].c.d",
            "a.b[c pr]",
            "__proto__",
            "1a",
            ":a",
            "x:a",
            "a[b pr] c",
        ] {
            assert!(text.parse::<Path>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn printing_and_parsing_are_inverse(text in "[a-zA-Z.:\\[\\] \"$]{0,60}|(urn:a:[a-z.0-9]{1,9}:)?[a-z]{1,5}(\\[[a-z]{1,5} (pr|eq [0-9]{1,3}|sw \"[a-z]{0,4}\")\\])?(\\.[a-z]{1,5})?") {
            if let Ok(path) = text.parse::<Path>() {
                prop_assert_eq!(path.to_string().parse::<Path>().unwrap(), path);
            }
        }
    }
}
