//! The groups of a connection as a list: filtered, sorted, paged.

use super::store::{COLUMNS, Group};
use crate::domain::access::ConnectionScope;
use crate::domain::conditions::{self, Condition, Key, Relation, Statement, Test, TextTest};
use crate::domain::db::Tx;
use crate::domain::pages::{self, List, Page, PageError, Scope, Sort, Start};
use crate::model::{AccountId, GroupId, UserId};

/// What conditions and orders can name. A group has nothing else to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// `id`
    Id,
    /// `displayName`; tests of it are folded.
    DisplayName,
    /// `externalId`, where case counts (RFC 7643 section 3.1).
    ExternalId,
    /// `meta.created`
    Created,
    /// `meta.lastModified`
    LastModified,
    /// `meta.version`, the entity tag.
    Version,
    /// `meta.location`: this text and the id.
    Location(String),
    /// Any of the members, by id.
    Member,
    /// The members, each with its parts; this text and the id is the address of one.
    Members(String),
}

/// A condition on groups.
pub type GroupCondition = Condition<Column>;

/// One page of the groups of this connection: at most `limit` from `start` on.
pub async fn list(
    tx: &mut Tx,
    scope: &ConnectionScope,
    condition: Option<&GroupCondition>,
    sort: &Sort<Column>,
    start: &Start,
    limit: i64,
) -> Result<Page<Group>, PageError> {
    let groups = List {
        table: "groups",
        columns: COLUMNS,
        account: scope.account(),
        scope: Scope { sql: " and connection_id = ", id: scope.connection().get() },
        counted: None,
        condition,
        sort,
    };
    pages::fetch(tx, &groups, start, limit).await
}

const EQUAL: TextTest = TextTest::Whole(Relation::Equal);

impl conditions::Column for Column {
    fn push(&self, q: &mut Statement, account: AccountId, test: &Test) {
        match (self, test) {
            (Self::ExternalId, Test::Present) => drop(q.push("external_id is not null")),
            (Self::Member, Test::Present) => {
                q.push("id in (select group_id from group_members where account_id = ").push_bind(account.get());
                q.push(")");
            }
            (_, Test::Present) => drop(q.push("true")),
            (Self::Id, Test::Text(EQUAL, text)) => match text.parse::<GroupId>() {
                // Case counts in an id, so only the form it is printed in is one.
                Ok(id) if id.to_string() == *text => drop(q.push("id = ").push_bind(id.get())),
                _ => drop(q.push("false")),
            },
            (Self::Member, Test::Text(EQUAL, text)) => match text.parse::<UserId>() {
                Ok(id) if id.to_string() == *text => {
                    q.push("id in (select group_id from group_members where account_id = ").push_bind(account.get());
                    q.push(" and user_id = ").push_bind(id.get()).push(")");
                }
                _ => drop(q.push("false")),
            },
            (Self::Id, Test::Text(test, text)) => push_text(q, "id::text collate \"C\"", *test, text),
            (Self::DisplayName, Test::Text(TextTest::StartsWith, text)) => {
                conditions::push_prefix(q, "display_name_key", text);
            }
            (Self::DisplayName, Test::Text(test, text)) => push_text(q, "display_name_key", *test, text),
            (Self::ExternalId, Test::Text(test, text)) => {
                q.push("(external_id is not null and ");
                push_text(q, "external_id collate \"C\"", *test, text);
                q.push(")");
            }
            (Self::Version, Test::Text(test, text)) => {
                push_text(q, "('W/\"' || version || '\"') collate \"C\"", *test, text);
            }
            (Self::Location(before), Test::Text(test, text)) => {
                let location = |q: &mut Statement| {
                    q.push("(").push_bind(before.clone()).push(" || id::text) collate \"C\"");
                };
                conditions::push_text(q, location, *test, text);
            }
            (Self::Created, Test::Moment(relation, at)) => conditions::push_moment(q, "created_at", *relation, *at),
            (Self::LastModified, Test::Moment(relation, at)) => {
                conditions::push_moment(q, "updated_at", *relation, *at);
            }
            (_, Test::Text(..) | Test::Number(..) | Test::Moment(..) | Test::Truth(_)) => drop(q.push("false")),
        }
    }

    fn push_elements(&self, q: &mut Statement, account: AccountId) {
        let Self::Members(location) = self else {
            q.push("select null::jsonb where false");
            return;
        };
        q.push(
            "select jsonb_build_object('value', u.id::text, 'display', u.display_name_key, 'type', 'user', '$ref', ",
        );
        q.push_bind(location.clone());
        q.push(" || u.id) from group_members m join users u on u.account_id = m.account_id and u.id = m.user_id where m.account_id = ");
        q.push_bind(account.get()).push(" and m.group_id = groups.id");
    }

    fn finds_few(&self, test: &Test) -> bool {
        matches!(test, Test::Text(EQUAL, _)) && matches!(self, Self::Id | Self::DisplayName | Self::ExternalId)
    }

    fn key(&self) -> Key {
        let text = |sql| Key { sql, kind: "text", nullable: false };
        let moment = |sql| Key { sql, kind: "timestamptz", nullable: false };
        match self {
            Self::Id | Self::Location(_) => text("id::text collate \"C\""),
            Self::DisplayName => text("display_name_key"),
            Self::ExternalId => Key { nullable: true, ..text("external_id collate \"C\"") },
            Self::Version => text("('W/\"' || version || '\"') collate \"C\""),
            Self::Created => moment("created_at"),
            Self::LastModified => moment("updated_at"),
            // Members have an order of their own; a group is not sorted by them.
            Self::Member | Self::Members(_) => text("'' collate \"C\""),
        }
    }
}

fn push_text(q: &mut Statement, column: &'static str, test: TextTest, text: &str) {
    let value = |q: &mut Statement| {
        q.push(column);
    };
    conditions::push_text(q, value, test, text);
}
