//! The query of an address, and how one page leads to the next.
//!
//! A page ends at a row, whose place is sealed into the address of the next one, so a walk meets every row that is there all the while
//! exactly once, whoever comes or goes. An address of a page is good for one account and one query.

use axum::http::Uri;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::BASE;
use super::caller::Caller;
use super::refusal::Refusal;
use crate::domain::access::ReadingScope;
use crate::domain::cursors::{self, Cursor, CursorError};
use crate::domain::pages::{Position, Start};

/// Rows of a page, unless another number is asked for.
pub const USUAL: i64 = 100;
/// Most rows of a page.
pub const MOST: i64 = 500;
/// How long the address of a page is good: a collector may rest.
pub const GOOD_FOR: Duration = Duration::days(365);

/// Names and values as they came.
#[derive(Debug)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Of an address.
    pub fn of(uri: &Uri) -> Self {
        Self(url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect())
    }

    /// Refuses what is not known here or stands there twice: whoever mistypes a filter is not to get everybody.
    pub fn only(&self, known: &[&str]) -> Result<(), Refusal> {
        for (n, (name, _)) in self.0.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                let name: String = name.chars().take(40).collect();
                let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                return Err(Refusal::bad(format!("There is no parameter {name} here. Known: {known}.")));
            }
            if self.0[..n].iter().any(|(other, _)| other == name) {
                return Err(Refusal::bad(format!("The parameter {name} stands there twice.")));
            }
        }
        Ok(())
    }

    /// The value of a parameter, if it is there.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    fn limit(&self) -> Result<Option<i64>, Refusal> {
        let Some(typed) = self.get("limit") else { return Ok(None) };
        match typed.parse() {
            Ok(limit @ 1..=MOST) => Ok(Some(limit)),
            _ => Err(Refusal::bad(format!("The limit is a whole number from 1 to {MOST}."))),
        }
    }
}

/// A place in a list by when a row came and its id.
#[derive(Debug, Clone, Copy)]
pub struct Spot {
    /// When.
    pub at: OffsetDateTime,
    /// Which.
    pub id: Uuid,
}

/// A walk through one list.
#[derive(Debug)]
pub struct Walk {
    /// Path below the interface.
    path: &'static str,
    /// Parameters that say what the list is.
    filter: Vec<(&'static str, String)>,
    /// Behind which row the page starts; `None`: at the beginning.
    pub behind: Option<Spot>,
    /// Rows of a page.
    pub limit: i64,
}

impl Walk {
    /// The page that is asked for of a list, which `filter` tells apart from others at the same path.
    pub fn of(
        caller: &Caller,
        scope: &ReadingScope,
        path: &'static str,
        filter: &[&'static str],
    ) -> Result<Self, Refusal> {
        let parameters = &caller.parameters;
        let filter: Vec<_> = filter.iter().filter_map(|name| Some((*name, parameters.get(name)?.to_owned()))).collect();
        let wished = parameters.limit()?;
        let mut walk = Self { path, filter, behind: None, limit: wished.unwrap_or(USUAL) };
        if let Some(text) = parameters.get("cursor") {
            let opened = cursors::open(&caller.tx, scope, &walk.name(), text, GOOD_FOR);
            let Cursor { start, count } = opened.map_err(not_continued)?;
            if wished.is_some_and(|limit| limit != count) {
                return Err(Refusal::bad(format!("The limit stays what it was for the first page: {count}.")));
            }
            if let Start::After(Position { created_at, id, .. }) = start {
                walk.behind = Some(Spot { at: created_at, id });
            }
            walk.limit = count;
        }
        Ok(walk)
    }

    /// The address of the page behind a row.
    pub fn next(&self, caller: &Caller, scope: &ReadingScope, behind: Spot) -> Result<String, Refusal> {
        let start = Start::After(Position { key: None, created_at: behind.at, id: behind.id });
        let sealed = cursors::seal(&caller.tx, scope, &self.name(), &Cursor { start, count: self.limit });
        let cursor = sealed.map_err(|fault| caller.fault(&fault))?.unwrap_or_default();
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.filter).append_pair("cursor", &cursor);
        Ok(format!("{}{BASE}{}?{}", caller.public_url, self.path, query.finish()))
    }

    fn name(&self) -> String {
        format!("{BASE}{}?{:?}", self.path, self.filter)
    }
}

fn not_continued(error: CursorError) -> Refusal {
    match error {
        CursorError::Invalid => {
            Refusal::bad("The cursor belongs to no page of this list. Follow next as it stands in the last answer.")
        }
        CursorError::Expired => Refusal::bad("The cursor is older than a year. Start again without it."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detail(query: &str) -> Option<String> {
        let parameters = Parameters::of(&format!("/people?{query}").parse().expect("an address"));
        let refused = parameters.only(&["status", "limit"]).and_then(|()| parameters.limit().map(drop));
        refused.err().map(|refusal| format!("{refusal:?}"))
    }

    #[test]
    fn what_is_mistyped_is_refused_by_its_name() {
        assert_eq!(detail("status=active&limit=500"), None);
        assert_eq!(detail(""), None);
        for (query, said) in [
            ("stauts=active", "There is no parameter stauts here. Known: status, limit."),
            ("limit=5&limit=6", "The parameter limit stands there twice."),
            ("limit=0", "from 1 to 500"),
            ("limit=501", "from 1 to 500"),
            ("limit=ten", "from 1 to 500"),
        ] {
            let told = detail(query).unwrap_or_default();
            assert!(told.contains(said), "{query}: {told}");
        }
    }
}
