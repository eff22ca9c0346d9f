//! Lists of resources: what is asked for, and the `ListResponse` (RFC 7644 section 3.4.2, RFC 9865).

use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::answer::Refusal;
use super::query::{Paging, Wish};
use super::work::Work;
use crate::domain::conditions::Condition;
use crate::domain::cursors::{self, Cursor, CursorError};
use crate::domain::pages::{Listing, Page, Position, Sort, Start};
use crate::scim::conditions::{self, Columns};
use crate::scim::protocol::discovery::LIST_SCHEMA;
use crate::scim::protocol::limits::CURSOR_SECONDS;
use crate::scim::protocol::schema::ResourceType;
use crate::scim::protocol::{ScimError, ScimType};

/// A list as it is asked for.
#[derive(Debug)]
pub struct Question<C> {
    condition: Option<Condition<C>>,
    sort: Sort<C>,
    count: i64,
    by: By,
    query: String,
}

#[derive(Debug)]
enum By {
    Index(i64),
    FirstPage,
    Cursor(Start),
}

impl<C: Clone> Question<C> {
    /// Reads a wish for resources of one kind.
    pub fn read<T: Columns<Column = C>>(
        wish: &Wish,
        kind: &ResourceType,
        columns: &T,
        work: &Work,
    ) -> Result<Self, ScimError> {
        if let Some(filter) = &wish.filter {
            work.dialect().check_literals(filter, kind)?;
        }
        let condition = wish.filter.as_ref().map(|filter| conditions::condition(filter, kind, columns)).transpose()?;
        let sort = match &wish.sort {
            Some((path, descending)) => Sort { by: conditions::sort_by(path, kind, columns)?, descending: *descending },
            None => Sort { by: None, descending: false },
        };
        let (by, count) = match &wish.paging {
            Paging::Index { start, count } => (By::Index(*start), *count),
            Paging::FirstPage { count } => (By::FirstPage, *count),
            Paging::Cursor { cursor, count } => {
                let opened = open(wish, kind, cursor, *count, work)?;
                (By::Cursor(opened.start), opened.count)
            }
        };
        // Whoever counts needs no cursor.
        let query = if let By::Index(_) = by { String::new() } else { walk(wish, kind) };
        Ok(Self { condition, sort, count, by, query })
    }

    /// The page, as the domain is asked for it.
    pub fn listing(&self) -> Listing<'_, C> {
        let start = match &self.by {
            By::Index(start) => Start::Offset(start - 1),
            By::FirstPage => Start::Offset(0),
            By::Cursor(start) => start.clone(),
        };
        Listing { condition: self.condition.as_ref(), sort: self.sort.clone(), start, limit: self.count }
    }
}

/// What must be the same on every page of a walk; the size of the pages is in the cursor.
fn walk(wish: &Wish, kind: &ResourceType) -> String {
    let filter = wish.filter.as_ref().map(ToString::to_string);
    let sorted = wish.sort.as_ref().map(|(path, descending)| (path.to_string(), descending));
    json!([kind.name, filter, sorted]).to_string()
}

/// The cursor that the last page of the same walk gave; it says how many resources a page has.
pub fn open(
    wish: &Wish,
    kind: &ResourceType,
    cursor: &str,
    count: Option<i64>,
    work: &Work,
) -> Result<Cursor, ScimError> {
    let lifetime = Duration::seconds(CURSOR_SECONDS.into());
    let opened = cursors::open(&work.tx, &work.scope, &walk(wish, kind), cursor, lifetime).map_err(not_continued)?;
    if count.is_some_and(|count| count != opened.count) {
        return Err(ScimError::of(
            ScimType::InvalidCount,
            format!("The parameter count must stay what it was for the first page: {}.", opened.count),
        ));
    }
    Ok(opened)
}

/// The cursor of a page of this walk.
pub fn seal(
    wish: &Wish,
    kind: &ResourceType,
    start: Start,
    count: i64,
    work: &Work,
) -> Result<Option<String>, Refusal> {
    cursors::seal(&work.tx, &work.scope, &walk(wish, kind), &Cursor { start, count }).map_err(|fault| work.fault(fault))
}

/// The cursor of the first page of an unsorted list.
pub fn beginning(work: &Work, kind: &ResourceType, wish: &Wish, count: i64) -> Result<Option<String>, Refusal> {
    let before_all = Position { key: None, created_at: OffsetDateTime::UNIX_EPOCH, id: Uuid::nil() };
    seal(wish, kind, Start::After(before_all), count, work)
}

/// One page of resources, and what the answer says about it.
#[derive(Debug)]
pub struct Listed<T> {
    /// The page.
    pub items: Vec<T>,
    /// The rest of the answer.
    pub head: Head,
}

/// What a `ListResponse` says about its page: `startIndex` to those who count, cursors to those who walk.
#[derive(Debug)]
pub struct Head {
    /// How many resources the whole list has.
    pub total: i64,
    /// How many the page could have had.
    pub count: i64,
    /// Where the page starts, counted from 1.
    pub start: Option<i64>,
    /// The cursor of the page behind.
    pub next: Option<String>,
    /// The cursor of the page before.
    pub previous: Option<String>,
}

impl<T> Listed<T> {
    /// A page that answers a question.
    pub fn of<C>(question: &Question<C>, page: Page<T>, work: &Work) -> Result<Self, Refusal> {
        let Page { total, items, before, after } = page;
        let mut head = Head { total, count: question.count, start: None, next: None, previous: None };
        if let By::Index(start) = question.by {
            head.start = Some(start);
            return Ok(Self { items, head });
        }
        let seal = |place: Option<Position>, start: fn(Position) -> Start| {
            let Some(place) = place else { return Ok(None) };
            let cursor = Cursor { start: start(place), count: question.count };
            cursors::seal(&work.tx, &work.scope, &question.query, &cursor).map_err(|fault| work.fault(fault))
        };
        head.next = seal(after, Start::After)?;
        head.previous = seal(before, Start::Before)?;
        Ok(Self { items, head })
    }
}

impl Head {
    /// Of a list that cannot have anything in it.
    pub const fn of_nothing(wish: &Wish) -> Self {
        let start = if let Paging::Index { start, .. } = wish.paging { Some(start) } else { None };
        Self { total: 0, count: 0, start, next: None, previous: None }
    }

    /// The `ListResponse` with the page's resources as they are shown.
    pub fn response(self, resources: Vec<Value>) -> Value {
        let mut response =
            json!({ "schemas": [LIST_SCHEMA], "totalResults": self.total, "itemsPerPage": resources.len() });
        if let Some(start) = self.start {
            response["startIndex"] = start.into();
        }
        for (name, cursor) in [("nextCursor", self.next), ("previousCursor", self.previous)] {
            if let Some(cursor) = cursor {
                response[name] = cursor.into();
            }
        }
        response["Resources"] = resources.into();
        response
    }
}

pub fn not_continued(error: CursorError) -> ScimError {
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
