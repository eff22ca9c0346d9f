//! Conditions on rows, written as SQL: what the filters of an identity provider become.
//!
//! A table that is filtered has a column `comparable` (JSON, in the shape of the resource, text already folded) and columns of its own
//! that are faster or truer; a feature names the latter in a type that implements [`Column`]. Values are bound, never written; every
//! piece of SQL is either true or false and never unknown, so that `not` means what it says. The only text that varies comes from here.

use sqlx::{Postgres, QueryBuilder};
use time::{Duration, OffsetDateTime};

use super::access::ConnectionScope;
use crate::model::{AccountId, ConnectionId};

/// A statement under construction.
pub type Statement = QueryBuilder<Postgres>;

/// What a row must fulfil; `C` names the columns of its table.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition<C> {
    /// Every row, or none.
    Constant(bool),
    /// All of them.
    All(Vec<Condition<C>>),
    /// At least one of them.
    Any(Vec<Condition<C>>),
    /// The opposite.
    Not(Box<Condition<C>>),
    /// A column of the table passes.
    Column(C, Test),
    /// The value at this place of `comparable` passes; inside [`Condition::Element`], of the element.
    Attribute(Vec<String>, Test),
    /// Some one element of the list fulfils the condition, in which no column is named.
    Element(Elements<C>, Box<Condition<C>>),
}

/// A list that a row has.
#[derive(Debug, Clone, PartialEq)]
pub enum Elements<C> {
    /// At this place of `comparable`.
    Comparable(Vec<String>),
    /// In rows of another table.
    Rows(C),
}

/// What a value must pass. Nothing passes but what is there.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// There is a value.
    Present,
    /// Text, already folded where case does not count; ordered by code points.
    Text(TextTest, String),
    /// A number.
    Number(Relation, f64),
    /// A moment, for columns; those in `comparable` are text.
    Moment(Relation, OffsetDateTime),
    /// `true` or `false`.
    Truth(bool),
}

/// How text is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextTest {
    /// As a whole.
    Whole(Relation),
    /// It has this in it.
    Contains,
    /// It starts with this.
    StartsWith,
    /// It ends with this.
    EndsWith,
}

impl TextTest {
    /// The same text.
    pub const EQUAL: Self = Self::Whole(Relation::Equal);
}

/// How two values stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The same.
    Equal,
    /// After.
    Greater,
    /// After or the same.
    GreaterOrEqual,
    /// Before.
    Less,
    /// Before or the same.
    LessOrEqual,
}

impl Relation {
    const fn sql(self) -> &'static str {
        match self {
            Self::Equal => " = ",
            Self::Greater => " > ",
            Self::GreaterOrEqual => " >= ",
            Self::Less => " < ",
            Self::LessOrEqual => " <= ",
        }
    }
}

/// Which rows of a table a list can have at all, whatever it is narrowed to: those that a connection manages.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// The table; it has the columns `account_id` and `id`, which are its key, `connection_id` and `comparable`.
    pub table: &'static str,
    /// Whose rows.
    pub account: AccountId,
    /// Who manages them.
    pub connection: ConnectionId,
    /// What they fulfil besides: SQL that starts with `and`, or nothing.
    pub also: &'static str,
}

impl Rows {
    /// All rows of a table that the connection manages.
    pub fn managed(scope: &ConnectionScope, table: &'static str) -> Self {
        Self { table, account: scope.account(), connection: scope.connection(), also: "" }
    }

    /// Writes where they are found: what follows `from`.
    pub fn push(&self, q: &mut Statement) {
        q.push(self.table).push(" where account_id = ").push_bind(self.account.get());
        q.push(self.also).push(" and connection_id = ").push_bind(self.connection.get());
    }
}

/// The columns of a table that conditions can name.
pub trait Column {
    /// Writes that this column of a row of `account` passes. Never unknown: a column that may be null says so first.
    fn push(&self, statement: &mut Statement, account: AccountId, test: &Test);

    /// How many rows an index leaves of whoever passes the test.
    fn finds(&self, test: &Test) -> Finds;

    /// Writes a query of the values that a row has in another table, each as one JSON object in comparable form.
    fn push_elements(&self, statement: &mut Statement, account: AccountId);

    /// What rows are sorted by when they are sorted by this column.
    fn key(&self) -> Key;
}

/// How many rows are found by an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finds {
    /// At most one.
    One,
    /// A handful.
    Few,
    /// As many as there are.
    Many,
}

/// An expression that rows are sorted by.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// SQL over the columns of one row; text in `collate "C"`.
    pub sql: &'static str,
    /// Type of the expression: `text`, `timestamptz` or `float8`.
    pub kind: &'static str,
    /// Whether it may be null.
    pub nullable: bool,
}

impl Key {
    /// A text that is always there.
    pub const fn text(sql: &'static str) -> Self {
        Self { sql, kind: "text", nullable: false }
    }

    /// A moment that is always there.
    pub const fn moment(sql: &'static str) -> Self {
        Self { sql, kind: "timestamptz", nullable: false }
    }
}

impl<C: Column> Condition<C> {
    /// Writes the condition on one of these rows as one boolean expression.
    pub fn push(&self, q: &mut Statement, rows: &Rows) {
        match self {
            Self::All(parts) => push_joined(parts, " and ", q, |part, q| part.push(q, rows)),
            // No index finds rows by one key or by another, so each part finds its own.
            Self::Any(parts) if parts.len() > 1 && self.finds_few() => {
                q.push("id in ");
                push_joined(parts, " union all ", q, |part, q| {
                    rows.push(q.push("select id from "));
                    part.push(q.push(" and "), rows);
                });
            }
            Self::Any(parts) => push_joined(parts, " or ", q, |part, q| part.push(q, rows)),
            _ => self.push_at("comparable", q, rows.account),
        }
    }

    /// How many rows an index leaves to look at.
    pub fn finds(&self) -> Finds {
        match self {
            Self::All(parts) => parts.iter().map(Self::finds).min().unwrap_or(Finds::Many),
            Self::Any(parts) => parts.iter().map(Self::finds).max().unwrap_or(Finds::One).max(Finds::Few),
            Self::Column(column, test) => column.finds(test),
            Self::Constant(false) => Finds::One,
            Self::Constant(true) | Self::Not(_) | Self::Attribute(..) | Self::Element(..) => Finds::Many,
        }
    }

    /// Whether an index leaves but a handful of rows to look at.
    pub fn finds_few(&self) -> bool {
        self.finds() <= Finds::Few
    }

    fn push_at(&self, base: &'static str, q: &mut Statement, account: AccountId) {
        match self {
            Self::Constant(everybody) => drop(q.push(if *everybody { "true" } else { "false" })),
            Self::All(parts) => push_joined(parts, " and ", q, |part, q| part.push_at(base, q, account)),
            Self::Any(parts) => push_joined(parts, " or ", q, |part, q| part.push_at(base, q, account)),
            Self::Not(inner) => {
                q.push("not (");
                inner.push_at(base, q, account);
                q.push(")");
            }
            Self::Column(column, test) => column.push(q, account, test),
            Self::Attribute(place, test) => push_attribute(base, place, test, q),
            Self::Element(elements, inner) => {
                q.push("exists (select from (");
                match elements {
                    Elements::Comparable(place) => {
                        q.push("select jsonb_array_elements(").push(base).push(" #> ").push_bind(place.clone());
                        q.push(")");
                    }
                    Elements::Rows(column) => column.push_elements(q, account),
                }
                q.push(") elements (element) where ");
                inner.push_at("element", q, account);
                q.push(")");
            }
        }
    }
}

fn push_joined<T>(parts: &[T], word: &str, q: &mut Statement, push: impl Fn(&T, &mut Statement)) {
    for (index, part) in parts.iter().enumerate() {
        q.push(if index == 0 { "(" } else { word });
        push(part, q);
    }
    q.push(")");
}

fn push_attribute(base: &str, place: &[String], test: &Test, q: &mut Statement) {
    let value = |q: &mut Statement| {
        q.push("(").push(base).push(" #>> ").push_bind(place.to_vec()).push(")");
    };
    match test {
        Test::Present => {
            value(q);
            q.push(" is not null");
        }
        Test::Text(test, text) => {
            q.push("coalesce(");
            let exact = |q: &mut Statement| {
                value(q);
                q.push(" collate \"C\"");
            };
            push_text(q, exact, *test, text);
            q.push(", false)");
        }
        Test::Truth(truth) => {
            q.push("coalesce(");
            value(q);
            q.push(" = ").push_bind(if *truth { "true" } else { "false" }).push(", false)");
        }
        // The kind is asked first: a cast of what is no number would fail the whole statement.
        Test::Number(order, number) => {
            q.push("coalesce(case when jsonb_typeof(").push(base).push(" #> ").push_bind(place.to_vec());
            q.push(") = 'number' then ");
            value(q);
            q.push("::float8").push(order.sql()).push_bind(*number).push(" end, false)");
        }
        Test::Moment(..) => drop(q.push("false")),
    }
}

/// Writes that a text passes.
pub fn push_text(q: &mut Statement, value: impl Fn(&mut Statement), test: TextTest, text: &str) {
    match test {
        TextTest::Whole(order) => {
            value(q);
            q.push(order.sql()).push_bind(text.to_owned());
        }
        TextTest::Contains => {
            q.push("strpos(");
            value(q);
            q.push(", ").push_bind(text.to_owned()).push(") > 0");
        }
        TextTest::StartsWith => {
            q.push("starts_with(");
            value(q);
            q.push(", ").push_bind(text.to_owned()).push(")");
        }
        TextTest::EndsWith => {
            q.push("right(");
            value(q);
            q.push(", length(").push_bind(text.to_owned()).push(")) = ").push_bind(text.to_owned());
        }
    }
}

/// Writes that the text of this SQL passes.
pub fn push_column_text(q: &mut Statement, sql: &'static str, test: TextTest, text: &str) {
    let value = |q: &mut Statement| {
        q.push(sql);
    };
    push_text(q, value, test, text);
}

/// Writes the query of [`Column::push_elements`] for a column that has no rows in another table.
pub fn push_no_elements(q: &mut Statement) {
    q.push("select null::jsonb where false");
}

/// Writes that a column of `collate "C"` starts with a text, as the range that an index can walk.
pub fn push_prefix(q: &mut Statement, column: &'static str, prefix: &str) {
    q.push("(").push(column).push(" >= ").push_bind(prefix.to_owned());
    if let Some(end) = after_prefix(prefix) {
        q.push(" and ").push(column).push(" < ").push_bind(end);
    }
    q.push(")");
}

/// The first text behind all those that start with `prefix`, in the order of code points.
fn after_prefix(prefix: &str) -> Option<String> {
    let mut chars: Vec<char> = prefix.chars().collect();
    while let Some(last) = chars.pop() {
        if let Some(next) = (last..=char::MAX).nth(1) {
            chars.push(next);
            return Some(chars.into_iter().collect());
        }
    }
    None
}

/// Writes that a column with a moment, which holds whole microseconds, passes.
pub fn push_moment(q: &mut Statement, column: &'static str, order: Relation, at: OffsetDateTime) {
    let rest = Duration::nanoseconds(i64::from(at.nanosecond() % 1000));
    let order = match order {
        _ if rest.is_zero() => order,
        Relation::Equal => {
            q.push("false");
            return;
        }
        Relation::Greater | Relation::GreaterOrEqual => Relation::Greater,
        Relation::Less | Relation::LessOrEqual => Relation::LessOrEqual,
    };
    q.push(column).push(order.sql()).push_bind(at - rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_prefix_is_the_next_text_behind_it() {
        assert_eq!(after_prefix("ab").as_deref(), Some("ac"));
        assert_eq!(after_prefix("a\u{d7ff}").as_deref(), Some("a\u{e000}"));
        assert_eq!(after_prefix("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(after_prefix("\u{10ffff}"), None);
        assert_eq!(after_prefix(""), None);
    }
}
