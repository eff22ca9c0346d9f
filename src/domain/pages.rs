//! Pages of a filtered list in a stable order, by offset or from a position on.
//!
//! The order is total: what is asked for first, then when a row came and its id, which never change. A position names the last row seen
//! by these values, so a walk from position to position meets every row that is there all the while exactly once, whoever comes or goes.

use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row};
use time::OffsetDateTime;
use uuid::Uuid;

use super::conditions::{Column, Condition, Finds, Key, Rows, Statement};
use super::db::Tx;
use super::fault::Fault;

/// Texts in `comparable` are sorted by as many characters, so that a position has a bounded size.
const KEY_CHARS: i32 = 256;

/// What a list is sorted by before the time of arrival.
#[derive(Debug, Clone, PartialEq)]
pub enum SortBy<C> {
    /// A column.
    Column(C),
    /// The value at this place of `comparable`.
    Attribute(Vec<String>, Form),
    /// This part of the primary, or else the first, element of the list at this place of `comparable`.
    Main(Vec<String>, Vec<String>, Form),
}

/// What values of `comparable` are compared as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Texts and truth values.
    Text,
    /// Numbers.
    Number,
}

/// The order of a list. Rows without value come last, or first when descending (RFC 7644 section 3.4.2.3).
#[derive(Debug, Clone, PartialEq)]
pub struct Sort<C> {
    /// `None`: by arrival alone.
    pub by: Option<SortBy<C>>,
    /// Whether `by` is turned round; the time of arrival never is.
    pub descending: bool,
}

/// A row's place in the order of its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// What it is sorted by, as text.
    pub key: Option<String>,
    /// When it came.
    pub created_at: OffsetDateTime,
    /// Its id.
    pub id: Uuid,
}

/// Where a page starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// After so many rows.
    Offset(i64),
    /// Behind this place.
    After(Position),
    /// Ending before this place.
    Before(Position),
}

/// A page as it is asked for.
#[derive(Debug, Clone)]
pub struct Listing<'a, C> {
    /// What the list is narrowed to.
    pub condition: Option<&'a Condition<C>>,
    /// Its order.
    pub sort: Sort<C>,
    /// Where the page starts.
    pub start: Start,
    /// Most rows on the page.
    pub limit: i64,
}

impl<'a, C> Listing<'a, C> {
    /// The first page in the order of arrival.
    pub const fn first(condition: Option<&'a Condition<C>>, limit: i64) -> Self {
        Self { condition, sort: Sort { by: None, descending: false }, start: Start::Offset(0), limit }
    }
}

/// Where it is written down how many rows a whole list has.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    /// Table with the key `account_id` and `id`, a column `connection_id`, the next one and many rows.
    pub table: &'static str,
    /// The column whose sum is the number.
    pub column: &'static str,
}

/// The rows of one list.
#[derive(Debug)]
pub struct List<'a, C> {
    /// Which rows of a table are in the list at all; they have a column `created_at`, too.
    pub rows: Rows,
    /// What is read of a row; `id` and `created_at` are among it. And what is read along, or nothing.
    pub columns: [&'static str; 2],
    /// How many that are; without it they are counted.
    pub counted: Option<Counted>,
    /// What they must fulfil.
    pub condition: Option<&'a Condition<C>>,
    /// Their order.
    pub sort: &'a Sort<C>,
}

/// One page.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// How many rows the list has.
    pub total: i64,
    /// The page's rows in the list's order.
    pub items: Vec<T>,
    /// The place of the first row, when there is a page before.
    pub before: Option<Position>,
    /// The place of the last row, when there is a page behind.
    pub after: Option<Position>,
}

/// Why a list is not read.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// It takes longer than a list may.
    #[error("the list takes too long")]
    TooMuch,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}

impl From<sqlx::Error> for PageError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            // query_canceled: our own statement timeout.
            sqlx::Error::Database(cause) if cause.code().is_some_and(|code| code == "57014") => Self::TooMuch,
            _ => Self::Fault(error.into()),
        }
    }
}

/// At most `limit` rows of a list from `start` on, and how many it has.
pub async fn fetch<C, T>(tx: &mut Tx, list: &List<'_, C>, start: &Start, limit: i64) -> Result<Page<T>, PageError>
where
    C: Column + Sync,
    T: for<'r> FromRow<'r, PgRow> + Send,
{
    let walks_an_index = list.condition.is_none_or(Condition::finds_few) && list.sort.by.is_none();
    if !walks_an_index {
        tx.expect_long_statements().await?;
    }
    let mut rows = if limit > 0 { read(tx, list, start, limit + 1).await? } else { Vec::new() };
    let fetched = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let more = fetched > limit;
    rows.truncate(usize::try_from(limit).unwrap_or_default());
    let whole = rows.first().filter(|_| whole(list).is_some()).map(|row| summed(tx, list, row)).transpose()?;
    let total = match (start, whole) {
        (Start::Offset(offset), _) if limit > 0 && !more && (fetched > 0 || *offset == 0) => offset + fetched,
        (_, Some(total)) => total,
        (_, None) => count(tx, list).await?,
    };
    let backwards = matches!(start, Start::Before(_));
    if backwards {
        rows.reverse();
    }
    let (has_before, has_after) = match start {
        Start::Offset(offset) => (*offset > 0, more),
        Start::After(_) => (true, more),
        Start::Before(_) => (more, true),
    };
    let place = |wanted: bool, row: Option<&PgRow>| row.filter(|_| wanted).map(position).transpose();
    let before = place(has_before, rows.first())?;
    let after = place(has_after, rows.last())?;
    let items = rows.iter().map(T::from_row).collect::<Result<_, _>>()?;
    Ok(Page { total, items, before, after })
}

/// How `PostgreSQL` reads a page and counts the list, in its own words: for the test that no list of everyday reads a whole table.
pub async fn plan<C: Column>(tx: &mut Tx, list: &List<'_, C>, start: &Start, limit: i64) -> Result<String, PageError> {
    let mut lines = Vec::new();
    let mut page = Statement::new("explain ");
    push_page(&mut page, list, start, limit);
    let mut total = Statement::new("explain ");
    push_count(&mut total, list);
    for mut explained in [page, total] {
        let plan: Vec<String> = explained.build_query_scalar().fetch_all(tx.conn()).await?;
        lines.extend(plan);
    }
    Ok(lines.join("\n"))
}

fn position(row: &PgRow) -> Result<Position, sqlx::Error> {
    Ok(Position { key: row.try_get("page_key")?, created_at: row.try_get("created_at")?, id: row.try_get("id")? })
}

async fn count<C: Column>(tx: &mut Tx, list: &List<'_, C>) -> Result<i64, PageError> {
    let mut q = Statement::new("");
    push_count(&mut q, list);
    let row = q.build().fetch_one(tx.conn()).await?;
    summed(tx, list, &row)
}

/// The number of rows as it was read. Where many were summed up for it, they are folded for those who ask next.
fn summed<C>(tx: &Tx, list: &List<'_, C>, row: &PgRow) -> Result<i64, PageError> {
    if whole(list).is_some() {
        tx.summed_up(row.try_get("page_notes")?);
    }
    Ok(row.try_get("page_total")?)
}

fn push_count<C: Column>(q: &mut Statement, list: &List<'_, C>) {
    if let Some(counted) = whole(list) {
        return push_sum(q, list, counted);
    }
    q.push("select count(*) as page_total from ");
    push_rows(q, list);
}

/// Where the number of rows is written down, for a list that nothing narrows.
fn whole<C>(list: &List<'_, C>) -> Option<Counted> {
    list.counted.filter(|_| list.condition.is_none())
}

/// The sum, and over how many rows it goes. In the order of the key an index is walked row by row, which marks what is dead for the next.
fn push_sum<C>(q: &mut Statement, list: &List<'_, C>, Counted { table, column }: Counted) {
    q.push("select coalesce(sum(")
        .push(column)
        .push("), 0)::bigint as page_total, count(*) as page_notes from (select ");
    q.push(column).push(" from ").push(table).push(" where account_id = ").push_bind(list.rows.account.get());
    q.push(" and connection_id = ").push_bind(list.rows.connection.get()).push(" order by account_id, id) notes");
}

async fn read<C: Column>(tx: &mut Tx, list: &List<'_, C>, start: &Start, limit: i64) -> Result<Vec<PgRow>, PageError> {
    let mut q = Statement::new("");
    push_page(&mut q, list, start, limit);
    Ok(q.build().fetch_all(tx.conn()).await?)
}

/// The statement that reads a page. An offset over wide rows would build every skipped row, so narrow queries come first: one for the row
/// that a whole list in the order of arrival goes on at, and for any other list that is sorted or skips rows one for the page's ids.
fn push_page<C: Column>(q: &mut Statement, list: &List<'_, C>, start: &Start, limit: i64) {
    let skipped = match start {
        Start::Offset(offset) => Some(*offset).filter(|offset| *offset > 0),
        Start::After(_) | Start::Before(_) => None,
    };
    let goes_on = skipped.filter(|_| list.sort.by.is_none() && list.condition.is_none());
    let narrow_first = list.sort.by.is_some() || (skipped.is_some() && goes_on.is_none());
    let backwards = matches!(start, Start::Before(_));
    let mut with = "with ";
    // The number of all rows is read along with the page, once.
    let number = if let Some(counted) = whole(list) {
        q.push(with).push("total as (");
        push_sum(q, list, counted);
        q.push(") ");
        with = ", ";
        ", (select page_total from total) as page_total, (select page_notes from total) as page_notes"
    } else {
        ""
    };
    if let Some(offset) = goes_on {
        q.push(with).push("beginning as (select created_at as first_at, id as first_id from ");
        push_rows(q, list);
        push_order(q, list.sort, backwards, ["", "created_at", "id"]);
        q.push(" limit 1 offset ").push_bind(offset).push(") ");
    }
    if narrow_first {
        q.push(with).push("page as (select id as page_id, created_at as page_created, ");
        push_key(q, list.sort);
        q.push(" as page_sort");
    } else {
        q.push("select ").push(list.columns.concat()).push(", null::text as page_key").push(number);
    }
    q.push(" from ");
    push_rows(q, list);
    if let Start::After(place) | Start::Before(place) = start {
        q.push(" and ");
        push_behind(q, list.sort, place, backwards);
    }
    if goes_on.is_some() {
        q.push(" and (created_at, id) >= ((select first_at from beginning), (select first_id from beginning))");
    }
    // One row needs neither order nor limit.
    if !narrow_first && list.condition.is_some_and(|condition| condition.finds() == Finds::One) {
        return;
    }
    push_order(q, list.sort, backwards, ["page_sort", "created_at", "id"]);
    q.push(" limit ").push_bind(limit);
    if !narrow_first {
        return;
    }
    if let Some(offset) = skipped {
        q.push(" offset ").push_bind(offset);
    }
    q.push(") select ").push(list.columns.concat()).push(", page_sort::text as page_key").push(number);
    // With an offset of its own the row is looked up by its key, whatever the planner thinks how many a page has.
    q.push(" from page cross join lateral (select * from ").push(list.rows.table);
    q.push(" where account_id = ").push_bind(list.rows.account.get());
    q.push(" and id = page_id offset 0) as ").push(list.rows.table);
    push_order(q, list.sort, backwards, ["page_sort", "page_created", "page_id"]);
}

fn push_rows<C: Column>(q: &mut Statement, list: &List<'_, C>) {
    list.rows.push(q);
    if let Some(condition) = list.condition {
        condition.push(q.push(" and "), &list.rows);
    }
}

/// Ascending or descending, seen from where the walk goes; nulls stand where `PostgreSQL` puts them: last, or first when descending.
fn direction(descending: bool, backwards: bool) -> &'static str {
    if descending == backwards { "" } else { " desc" }
}

fn push_order<C: Column>(q: &mut Statement, sort: &Sort<C>, backwards: bool, [key, created, id]: [&str; 3]) {
    q.push(" order by ");
    if sort.by.is_some() {
        q.push(key).push(direction(sort.descending, backwards)).push(", ");
    }
    let tie = direction(false, backwards);
    q.push(created).push(tie).push(", ").push(id).push(tie);
}

/// The expression a list is sorted by.
fn push_key<C: Column>(q: &mut Statement, sort: &Sort<C>) {
    match &sort.by {
        None => drop(q.push("null::text")),
        Some(SortBy::Column(column)) => drop(q.push(column.key().sql)),
        Some(SortBy::Attribute(place, form)) => push_value(q, "comparable", place, *form),
        Some(SortBy::Main(list, part, form)) => {
            q.push("(select ");
            push_value(q, "element", part, *form);
            q.push(" from jsonb_array_elements(comparable #> ").push_bind(list.clone());
            q.push(") with ordinality as elements (element, place) order by element ->> 'primary' is distinct from 'true', place limit 1)");
        }
    }
}

/// What is at a place of a JSON value, in the form it is compared in; null where there is nothing of that form.
fn push_value(q: &mut Statement, base: &str, place: &[String], form: Form) {
    match form {
        Form::Text => {
            q.push("left(").push(base).push(" #>> ").push_bind(place.to_vec());
            q.push(", ").push(KEY_CHARS).push(") collate \"C\"");
        }
        Form::Number => {
            q.push("case when jsonb_typeof(").push(base).push(" #> ").push_bind(place.to_vec());
            q.push(") = 'number' then (").push(base).push(" #>> ").push_bind(place.to_vec()).push(")::float8 end");
        }
    }
}

/// Writes that a row comes behind `place`, or before it when the walk goes backwards.
fn push_behind<C: Column>(q: &mut Statement, sort: &Sort<C>, place: &Position, backwards: bool) {
    let Some(by) = &sort.by else { return push_tie(q, place, backwards) };
    let Key { kind, nullable, .. } = match by {
        SortBy::Column(column) => column.key(),
        SortBy::Attribute(_, form) | SortBy::Main(.., form) => {
            Key { sql: "", kind: if *form == Form::Number { "float8" } else { "text" }, nullable: true }
        }
    };
    let falling = sort.descending != backwards;
    let Some(from) = &place.key else {
        q.push("(");
        push_key(q, sort);
        q.push(if falling { " is not null or " } else { " is null and " });
        push_tie(q, place, backwards);
        q.push(")");
        return;
    };
    let compare = |q: &mut Statement, relation: &str| {
        push_key(q, sort);
        q.push(relation).push_bind(from.clone()).push("::").push(kind);
    };
    // The first comparison is the range an index walks; the second is exact.
    q.push("((");
    compare(q, if falling { " <= " } else { " >= " });
    q.push(" and (");
    compare(q, if falling { " < " } else { " > " });
    q.push(" or ");
    push_tie(q, place, backwards);
    q.push("))");
    if nullable && !falling {
        q.push(" or ");
        push_key(q, sort);
        q.push(" is null");
    }
    q.push(")");
}

fn push_tie(q: &mut Statement, place: &Position, backwards: bool) {
    q.push("(created_at, id)").push(if backwards { " < (" } else { " > (" });
    q.push_bind(place.created_at).push(", ").push_bind(place.id).push(")");
}
