//! The people of a connection as a list: filtered, sorted, paged.

use super::counts::PEOPLE;
use super::store::{COLUMNS, COLUMNS_AND_GROUPS, User};
use crate::domain::access::ConnectionScope;
use crate::domain::conditions::{self, Condition, Key, Relation, Statement, Test, TextTest};
use crate::domain::db::Tx;
use crate::domain::pages::{self, List, Page, PageError, Scope, Sort, Start};
use crate::model::{AccountId, GroupId, UserId};

/// What conditions and orders can name beside `comparable`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// `id`
    Id,
    /// `userName`; tests of it are folded.
    UserName,
    /// `externalId`, where case counts (RFC 7643 section 3.1).
    ExternalId,
    /// `active`
    Active,
    /// `meta.created`
    Created,
    /// `meta.lastModified`
    LastModified,
    /// `meta.version`, the entity tag.
    Version,
    /// `meta.location`: this text and the id.
    Location(String),
    /// Any of the person's addresses as a whole, folded.
    Address,
    /// Any of the person's groups, by id.
    Group,
    /// Any of the person's groups, by its name; tests of it are folded.
    GroupName,
    /// The person's groups, each with its parts; this text and the id is the address of one.
    Groups(String),
}

/// A condition on people.
pub type UserCondition = Condition<Column>;

/// A list as it is asked for.
#[derive(Debug, Clone)]
pub struct Listing<'a> {
    /// Whom it is narrowed to.
    pub condition: Option<&'a UserCondition>,
    /// Their order.
    pub sort: Sort<Column>,
    /// Where the page starts.
    pub start: Start,
    /// Most people on the page.
    pub limit: i64,
}

impl<'a> Listing<'a> {
    /// The first page in the order of arrival.
    pub const fn first(condition: Option<&'a UserCondition>, limit: i64) -> Self {
        Self { condition, sort: Sort { by: None, descending: false }, start: Start::Offset(0), limit }
    }
}

/// One page of the people this connection manages.
pub async fn list(tx: &mut Tx, scope: &ConnectionScope, listing: &Listing<'_>) -> Result<Page<User>, PageError> {
    pages::fetch(tx, &managed(scope, listing), &listing.start, listing.limit).await
}

/// How the page would be read; see [`pages::plan`].
pub async fn plan(tx: &mut Tx, scope: &ConnectionScope, listing: &Listing<'_>) -> Result<String, PageError> {
    pages::plan(tx, &managed(scope, listing), &listing.start, listing.limit).await
}

fn managed<'a>(scope: &'a ConnectionScope, listing: &'a Listing<'_>) -> List<'a, Column> {
    List {
        table: "users",
        columns: if listing.condition.is_some_and(Condition::finds_few) { COLUMNS_AND_GROUPS } else { COLUMNS },
        account: scope.account(),
        scope: Scope { sql: " and status <> 'removed' and connection_id = ", id: scope.connection().get() },
        counted: Some(PEOPLE),
        condition: listing.condition,
        sort: &listing.sort,
    }
}

const EQUAL: TextTest = TextTest::Whole(Relation::Equal);

impl conditions::Column for Column {
    fn push(&self, q: &mut Statement, account: AccountId, test: &Test) {
        match (self, test) {
            (Self::ExternalId, Test::Present) => drop(q.push("external_id is not null")),
            (Self::Group | Self::GroupName, Test::Present) => {
                push_membership(q, account);
                q.push(")");
            }
            (Self::Group, Test::Text(EQUAL, text)) => match text.parse::<GroupId>() {
                Ok(id) if id.to_string() == *text => {
                    push_membership(q, account);
                    q.push(" and group_id = ").push_bind(id.get()).push(")");
                }
                _ => drop(q.push("false")),
            },
            (Self::GroupName, Test::Text(test, text)) => {
                push_membership(q, account);
                q.push(" and group_id in (select id from groups where account_id = ").push_bind(account.get());
                q.push(" and ");
                push_text(q, "display_name_key", *test, text);
                q.push("))");
            }
            (_, Test::Present) => drop(q.push("true")),
            (Self::Id, Test::Text(EQUAL, text)) => match text.parse::<UserId>() {
                // Case counts in an id, so only the form it is printed in is one.
                Ok(id) if id.to_string() == *text => drop(q.push("id = ").push_bind(id.get())),
                _ => drop(q.push("false")),
            },
            (Self::Id, Test::Text(test, text)) => push_text(q, "id::text collate \"C\"", *test, text),
            (Self::UserName, Test::Text(TextTest::StartsWith, text)) => {
                conditions::push_prefix(q, "user_name_key", text);
            }
            (Self::UserName, Test::Text(test, text)) => push_text(q, "user_name_key", *test, text),
            (Self::ExternalId, Test::Text(EQUAL, text)) => {
                q.push("(external_id is not null and external_id = ").push_bind(text.clone()).push(")");
            }
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
            (Self::Address, Test::Text(EQUAL, key)) => push_address(q, account, key),
            (Self::Active, Test::Truth(active)) => {
                q.push(if *active { "status <> 'deactivated'" } else { "status = 'deactivated'" });
            }
            (Self::Created, Test::Moment(relation, at)) => conditions::push_moment(q, "created_at", *relation, *at),
            (Self::LastModified, Test::Moment(relation, at)) => {
                conditions::push_moment(q, "updated_at", *relation, *at);
            }
            (_, Test::Text(..) | Test::Number(..) | Test::Moment(..) | Test::Truth(_)) => drop(q.push("false")),
        }
    }

    fn push_elements(&self, q: &mut Statement, account: AccountId) {
        let Self::Groups(location) = self else {
            q.push("select null::jsonb where false");
            return;
        };
        q.push(
            "select jsonb_build_object('value', g.id::text, 'display', g.display_name_key, 'type', 'direct', '$ref', ",
        );
        q.push_bind(location.clone());
        q.push(" || g.id) from group_members m join groups g on g.account_id = m.account_id and g.id = m.group_id where m.account_id = ");
        q.push_bind(account.get()).push(" and m.user_id = users.id and g.connection_id = users.connection_id");
    }

    fn finds_few(&self, test: &Test) -> bool {
        matches!(test, Test::Text(EQUAL, _))
            && matches!(self, Self::Id | Self::UserName | Self::ExternalId | Self::Address)
    }

    fn key(&self) -> Key {
        let text = |sql| Key { sql, kind: "text", nullable: false };
        let moment = |sql| Key { sql, kind: "timestamptz", nullable: false };
        match self {
            Self::Id | Self::Location(_) => text("id::text collate \"C\""),
            Self::UserName => text("user_name_key"),
            Self::ExternalId => Key { nullable: true, ..text("external_id collate \"C\"") },
            Self::Active => text("case when status = 'deactivated' then 'false' else 'true' end collate \"C\""),
            Self::Version => text("('W/\"' || version || '\"') collate \"C\""),
            Self::Created => moment("created_at"),
            Self::LastModified => moment("updated_at"),
            Self::Address => text("email_key"),
            // Whoever is in several groups has no one place by them; nobody is sorted by groups.
            Self::Group | Self::GroupName | Self::Groups(_) => text("'' collate \"C\""),
        }
    }
}

fn push_text(q: &mut Statement, column: &'static str, test: TextTest, text: &str) {
    let value = |q: &mut Statement| {
        q.push(column);
    };
    conditions::push_text(q, value, test, text);
}

/// People in groups, up to where the groups are narrowed.
fn push_membership(q: &mut Statement, account: AccountId) {
    q.push("id in (select user_id from group_members where account_id = ").push_bind(account.get());
}

/// The main address or another one, each by its own index.
fn push_address(q: &mut Statement, account: AccountId, key: &str) {
    q.push("id in (select id from users where status <> 'removed' and account_id = ").push_bind(account.get());
    q.push(" and email_key = ").push_bind(key.to_owned());
    q.push(" union all select user_id from user_addresses where account_id = ").push_bind(account.get());
    q.push(" and address_key = ").push_bind(key.to_owned()).push(")");
}
