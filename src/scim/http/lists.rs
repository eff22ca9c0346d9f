//! Lists of resources: what is asked for, and the `ListResponse` (RFC 7644 section 3.4.2, RFC 9865).

use serde_json::{Value, json};
use time::Duration;

use super::answer::Refusal;
use super::caller::Work;
use super::query::{Paging, Parameters};
use crate::domain::conditions::Condition;
use crate::domain::cursors::{self, Cursor, CursorError};
use crate::domain::pages::{Page, Position, Sort, Start};
use crate::scim::conditions::{self, Columns};
use crate::scim::protocol::discovery::LIST_SCHEMA;
use crate::scim::protocol::limits::CURSOR_SECONDS;
use crate::scim::protocol::schema::ResourceType;
use crate::scim::protocol::{ScimError, ScimType};

/// A list as it is asked for.
#[derive(Debug)]
pub struct Question<C> {
    /// `filter`
    pub condition: Option<Condition<C>>,
    /// `sortBy` and `sortOrder`
    pub sort: Sort<C>,
    /// Most resources on the page.
    pub count: i64,
    by: By,
    query: String,
}

#[derive(Debug)]
enum By {
    Index(i64),
    FirstPage,
    Cursor(Start),
}

impl<C> Question<C> {
    /// Reads the parameters of a query for resources of one kind.
    pub fn read<T: Columns<Column = C>>(
        parameters: &Parameters,
        kind: &ResourceType,
        columns: &T,
        work: &Work,
    ) -> Result<Self, ScimError> {
        let filter = parameters.filter()?;
        let sorted = parameters.sort()?;
        let condition = filter.as_ref().map(|filter| conditions::condition(filter, kind, columns)).transpose()?;
        let sort = match &sorted {
            Some((path, descending)) => Sort { by: conditions::sort_by(path, kind, columns)?, descending: *descending },
            None => Sort { by: None, descending: false },
        };
        // What must be the same on every page of a walk; the size of the pages is in the cursor.
        let filter = filter.map(|filter| filter.to_string());
        let sorted = sorted.map(|(path, descending)| (path.to_string(), descending));
        let query = json!([kind.name, filter, sorted]).to_string();
        let (by, count) = match parameters.paging()? {
            Paging::Index { start, count } => (By::Index(start), count),
            Paging::FirstPage { count } => (By::FirstPage, count),
            Paging::Cursor { cursor, count } => {
                let lifetime = Duration::seconds(CURSOR_SECONDS.into());
                let opened = cursors::open(&work.tx, &work.scope, &query, &cursor, lifetime).map_err(not_continued)?;
                if count.is_some_and(|count| count != opened.count) {
                    return Err(ScimError::of(
                        ScimType::InvalidCount,
                        format!("The parameter count must stay what it was for the first page: {}.", opened.count),
                    ));
                }
                (By::Cursor(opened.start), opened.count)
            }
        };
        Ok(Self { condition, sort, count, by, query })
    }

    /// Where the page starts.
    pub fn start(&self) -> Start {
        match &self.by {
            By::Index(start) => Start::Offset(start - 1),
            By::FirstPage => Start::Offset(0),
            By::Cursor(start) => start.clone(),
        }
    }
}

/// One page of resources, and what the answer says about it.
#[derive(Debug)]
pub struct Listed<T> {
    /// The page.
    pub items: Vec<T>,
    head: Value,
}

impl<T> Listed<T> {
    /// A page that answers a question: `startIndex` for those who count, cursors for those who walk.
    pub fn of<C>(question: &Question<C>, page: Page<T>, work: &Work) -> Result<Self, Refusal> {
        let Page { total, items, before, after } = page;
        let mut head = json!({ "schemas": [LIST_SCHEMA], "totalResults": total, "itemsPerPage": items.len() });
        if let By::Index(start) = question.by {
            head["startIndex"] = start.into();
            return Ok(Self { items, head });
        }
        let seal = |place: Option<Position>, start: fn(Position) -> Start| {
            let Some(place) = place else { return Ok(None) };
            let cursor = Cursor { start: start(place), count: question.count };
            cursors::seal(&work.tx, &work.scope, &question.query, &cursor).map_err(|fault| work.fault(fault))
        };
        if let Some(cursor) = seal(after, Start::After)? {
            head["nextCursor"] = cursor.into();
        }
        if let Some(cursor) = seal(before, Start::Before)? {
            head["previousCursor"] = cursor.into();
        }
        Ok(Self { items, head })
    }

    /// The `ListResponse` with the page's resources as they are shown.
    pub fn response(self, resources: Vec<Value>) -> Value {
        let mut response = self.head;
        response["Resources"] = resources.into();
        response
    }
}

fn not_continued(error: CursorError) -> ScimError {
    match error {
        CursorError::Invalid => ScimError::of(
            ScimType::InvalidCursor,
            "The cursor belongs to no page of this query. Send an empty cursor for the first page, then the nextCursor of the last answer with the same parameters.",
        ),
        CursorError::Expired => ScimError::of(
            ScimType::ExpiredCursor,
            format!("The cursor is older than {CURSOR_SECONDS} seconds. Start again with an empty cursor."),
        ),
    }
}
