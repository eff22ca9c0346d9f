//! Query parameters and conditional headers.

use axum::http::{HeaderMap, Uri, header};
use serde_json::{Map, Value};
use url::form_urlencoded;

use crate::scim::protocol::dialects::Dialect;
use crate::scim::protocol::discovery::SEARCH_SCHEMA;
use crate::scim::protocol::filter::{Filter, ParseError};
use crate::scim::protocol::json::whole_digits;
use crate::scim::protocol::limits::{DEFAULT_COUNT, MAX_COUNT};
use crate::scim::protocol::path::AttrPath;
use crate::scim::protocol::projection::Projection;
use crate::scim::protocol::{ScimError, ScimType};

/// Members of a search message that hold a list.
const LISTS: [&str; 3] = ["schemas", "attributes", "excludedAttributes"];
/// Members of a search message that hold one value.
const SINGLE: [&str; 6] = ["filter", "sortBy", "sortOrder", "startIndex", "count", "cursor"];

/// The page that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paging {
    /// By `startIndex` (RFC 7644 section 3.4.2.4).
    Index {
        /// 1 and up.
        start: i64,
        /// 0 to 200.
        count: i64,
    },
    /// By an empty `cursor`, with which a walk starts (RFC 9865).
    FirstPage {
        /// 0 to 200.
        count: i64,
    },
    /// By the `cursor` that the last answer gave.
    Cursor {
        /// As it was given.
        cursor: String,
        /// 0 to 200; `None` when it is not said again.
        count: Option<i64>,
    },
}

/// What a list is asked for, whatever kind of resource is listed.
#[derive(Debug, Clone)]
pub struct Wish {
    /// `filter`
    pub filter: Option<Filter>,
    /// `sortBy`, and whether `sortOrder` turns it round.
    pub sort: Option<(AttrPath, bool)>,
    /// The page.
    pub paging: Paging,
}

/// The parameters of a query, from the URL or from a search message.
#[derive(Debug, Default)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Those of a URL; unknown ones, such as `aadOptscim062020` on a base URL, are nobody's business.
    pub fn of_uri(uri: &Uri) -> Self {
        Self(form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect())
    }

    /// Those of a search message (RFC 7644 section 3.4.3).
    pub fn of_search(message: Map<String, Value>) -> Result<Self, ScimError> {
        let mut parameters = Vec::new();
        let mut named = false;
        for (name, value) in message {
            let is_list = LISTS.iter().any(|list| list.eq_ignore_ascii_case(&name));
            if !is_list && !SINGLE.iter().any(|single| single.eq_ignore_ascii_case(&name)) {
                continue;
            }
            let text = match value {
                Value::Null => continue,
                Value::String(text) => text,
                Value::Number(number) => whole_digits(&number).unwrap_or_else(|| number.to_string()),
                Value::Array(items) if is_list => {
                    let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
                    texts
                        .ok_or_else(|| ScimError::value(format!("The parameter {name} must be a list of texts.")))?
                        .join(",")
                }
                Value::Bool(_) | Value::Object(_) | Value::Array(_) => {
                    let wanted = if is_list { "a list of texts" } else { "one text or number" };
                    return Err(ScimError::value(format!("The parameter {name} must be {wanted}.")));
                }
            };
            named |= name.eq_ignore_ascii_case("schemas")
                && text.split(',').any(|urn| urn.eq_ignore_ascii_case(SEARCH_SCHEMA));
            parameters.push((name, text));
        }
        if named {
            Ok(Self(parameters))
        } else {
            Err(ScimError::syntax(format!("A search message names {SEARCH_SCHEMA} in schemas.")))
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// `attributes` and `excludedAttributes`.
    pub fn projection(&self, dialect: Dialect) -> Result<Projection, ScimError> {
        Projection::parse(self.get("attributes"), self.get("excludedAttributes"), dialect)
    }

    /// What a list is asked for.
    pub fn wish(&self, dialect: Dialect) -> Result<Wish, ScimError> {
        Ok(Wish { filter: self.filter(dialect)?, sort: self.sort()?, paging: self.paging()? })
    }

    /// Whether `attributes` says what is to be returned.
    pub fn names_attributes(&self) -> bool {
        self.get("attributes").is_some()
    }

    fn filter(&self, dialect: Dialect) -> Result<Option<Filter>, ScimError> {
        self.get("filter").map(|text| dialect.bare_text(text).map_err(ParseError::into_filter_error)).transpose()
    }

    /// Whether there is a `filter` at all.
    pub fn has_filter(&self) -> bool {
        self.get("filter").is_some()
    }

    /// `sortBy` and `sortOrder` (RFC 7644 section 3.4.2.3).
    fn sort(&self) -> Result<Option<(AttrPath, bool)>, ScimError> {
        let descending = match self.get("sortOrder").filter(|text| !text.is_empty()) {
            Some(text) if text.eq_ignore_ascii_case("descending") => true,
            Some(text) if !text.eq_ignore_ascii_case("ascending") => {
                return Err(ScimError::value("The parameter sortOrder must be ascending or descending."));
            }
            _ => false,
        };
        let Some(text) = self.get("sortBy").filter(|text| !text.is_empty()) else { return Ok(None) };
        let path =
            text.parse().map_err(|_| ScimError::value("The parameter sortBy must be the name of an attribute."))?;
        Ok(Some((path, descending)))
    }

    /// `cursor`, or else `startIndex`, with `count`. By index, what lies outside is moved to the nearest possible value;
    /// by cursor it is refused (RFC 9865 section 2.1).
    fn paging(&self) -> Result<Paging, ScimError> {
        let (max, default) = (rows(MAX_COUNT), rows(DEFAULT_COUNT));
        let (start, count) = (self.integer("startIndex")?, self.integer("count")?);
        if let Some(cursor) = self.get("cursor") {
            if count.is_some_and(|count| !(0..=max).contains(&count)) {
                return Err(ScimError::of(
                    ScimType::InvalidCount,
                    format!("The parameter count must be between 0 and {max}."),
                ));
            }
            return Ok(match cursor {
                "" => Paging::FirstPage { count: count.unwrap_or(default) },
                cursor => Paging::Cursor { cursor: cursor.to_owned(), count },
            });
        }
        Ok(Paging::Index { start: start.unwrap_or(1).max(1), count: count.unwrap_or(default).clamp(0, max) })
    }

    fn integer(&self, name: &str) -> Result<Option<i64>, ScimError> {
        let Some(text) = self.get(name).filter(|text| !text.is_empty()) else { return Ok(None) };
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ScimError::value(format!("The parameter {name} must be a whole number.")));
        }
        let huge = if text.starts_with('-') { i64::MIN } else { i64::MAX };
        Ok(Some(text.parse().unwrap_or(huge)))
    }
}

fn rows(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// The versions that an operation is made dependent on (RFC 7644 section 3.14).
#[derive(Debug, Default)]
pub struct Conditions {
    if_match: Option<String>,
    if_none_match: Option<String>,
}

impl Conditions {
    /// Those of a request.
    pub fn of(headers: &HeaderMap) -> Self {
        // What is no text names no version, and is a condition all the same.
        let tags = |name| {
            let values: Vec<&str> =
                headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default()).collect();
            (!values.is_empty()).then(|| values.join(","))
        };
        Self { if_match: tags(header::IF_MATCH), if_none_match: tags(header::IF_NONE_MATCH) }
    }

    /// Those of an operation in a bulk message, which has one version or none (RFC 7644 section 3.7).
    pub const fn if_match(version: Option<String>) -> Self {
        Self { if_match: version, if_none_match: None }
    }

    /// `If-Match`: the client changes only what it has seen; `If-None-Match`: only what it has not (RFC 9110 section 13.1.2).
    pub fn allow_change_of(&self, entity_tag: &str) -> Result<(), ScimError> {
        if self.know(entity_tag)? {
            return Err(ScimError::status(
                412,
                "The resource has a version that the request rules out by If-None-Match.",
            ));
        }
        Ok(())
    }

    /// Whether the client already has the resource as it is (`If-None-Match`). `If-Match` comes first, for reading as well (RFC 9110 section 13.2.2).
    pub fn know(&self, entity_tag: &str) -> Result<bool, ScimError> {
        if self.if_match.as_ref().is_some_and(|tags| !names(tags, entity_tag)) {
            return Err(ScimError::status(412, "The resource was changed meanwhile; its version is another one."));
        }
        Ok(self.if_none_match.as_ref().is_some_and(|tags| names(tags, entity_tag)))
    }
}

/// Weak comparison: `W/"3"` and `"3"` are the same version.
fn names(tags: &str, current: &str) -> bool {
    let strong = |tag| str::strip_prefix(tag, "W/").unwrap_or(tag);
    tags.split(',').map(str::trim).any(|tag| tag == "*" || strong(tag) == strong(current))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn asked(query: &str) -> Parameters {
        Parameters::of_uri(&format!("/Users?{query}").parse().unwrap())
    }

    fn paged(query: &str) -> Result<(i64, i64), ScimError> {
        asked(query).paging().map(|paging| match paging {
            Paging::Index { start, count } => (start, count),
            Paging::FirstPage { .. } | Paging::Cursor { .. } => panic!("not by cursor"),
        })
    }

    #[test]
    fn pages_are_moved_into_what_is_possible() {
        assert_eq!(paged(""), Ok((1, 100)));
        assert_eq!(paged("startIndex=0&count=-3"), Ok((1, 0)));
        assert_eq!(paged("startIndex=-9223372036854775809&count=9223372036854775808"), Ok((1, 200)));
        assert_eq!(paged("startIndex=9223372036854775808&count=0"), Ok((i64::MAX, 0)));
        assert_eq!(paged("STARTINDEX=7&aadOptscim062020"), Ok((7, 100)));
        assert!(paged("count=ten").is_err());
        assert!(paged("startIndex=1.5").is_err());
    }

    #[test]
    fn a_cursor_is_asked_for_by_its_name_alone() {
        for query in ["cursor&count=7", "startIndex=3&cursor=&count=7"] {
            assert_eq!(asked(query).paging(), Ok(Paging::FirstPage { count: 7 }));
        }
        assert_eq!(asked("cursor=x").paging(), Ok(Paging::Cursor { cursor: "x".into(), count: None }));
        for query in ["cursor&count=201", "cursor&count=-1"] {
            assert_eq!(asked(query).paging().unwrap_err().scim_type, Some(ScimType::InvalidCount));
        }
    }

    #[test]
    fn a_number_that_is_none_is_refused_even_where_it_would_not_be_read() {
        for query in ["cursor&startIndex=x", "startIndex=1.5", "count=ten", "cursor&count=-"] {
            assert_eq!(asked(query).paging().unwrap_err().scim_type, Some(ScimType::InvalidValue), "{query}");
        }
    }

    #[test]
    fn a_search_message_holds_lists_where_there_are_lists_and_says_what_else_it_likes() {
        let search = |name: &str, value: Value| {
            let message = Map::from_iter([("schemas".into(), SEARCH_SCHEMA.into()), (name.into(), value)]);
            Parameters::of_search(message)
        };
        for (name, value) in [
            ("count", json!(["5"])),
            ("FILTER", json!(["id pr"])),
            ("sortOrder", json!(true)),
            ("attributes", json!({"a": 1})),
            ("excludedAttributes", json!([1])),
        ] {
            assert_eq!(search(name, value).unwrap_err().scim_type, Some(ScimType::InvalidValue), "{name}");
        }
        assert!(search("attributes", json!(["id", "userName"])).unwrap().names_attributes());
        assert!(search("excludedAttributes", json!("id,userName")).is_ok());
        let paged = |count: Value| search("count", count).unwrap().paging();
        assert_eq!(paged(json!(5.0)), Ok(Paging::Index { start: 1, count: 5 }));
        assert_eq!(paged(json!(1e300)), Ok(Paging::Index { start: 1, count: 200 }));
        assert!(paged(json!(1.5)).is_err());
        assert!(search("note", json!({"of": ["the client", 1]})).is_ok());
    }

    #[test]
    fn the_order_is_ascending_unless_it_is_said() {
        let sorted = |query: &str| asked(query).sort().map(|sort| sort.map(|(path, down)| (path.to_string(), down)));
        assert_eq!(sorted("sortOrder=descending"), Ok(None));
        assert_eq!(sorted("sortBy=name.familyName"), Ok(Some(("name.familyName".into(), false))));
        assert_eq!(sorted("sortby=userName&SORTORDER=Descending"), Ok(Some(("userName".into(), true))));
        assert!(sorted("sortBy=a%20b").is_err() && sorted("sortBy=userName&sortOrder=up").is_err());
    }
}
