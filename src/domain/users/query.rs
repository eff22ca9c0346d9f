//! The people of a connection as a list: filtered, sorted, paged.

use super::counts::PEOPLE;
use super::shown::{COLUMNS, Shown};
use super::store;
use crate::domain::access::ConnectionScope;
use crate::domain::columns::Common;
use crate::domain::conditions::{self, Condition, Finds, Key, Rows, Statement, Test, TextTest};
use crate::domain::db::Tx;
use crate::domain::pages::{self, List, Listing, Page, PageError};
use crate::model::{AccountId, GroupId};

/// What conditions and orders can name beside `comparable`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// What groups have too.
    Common(Common),
    /// `userName`; tests of it are folded.
    UserName,
    /// `active`
    Active,
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

/// One page of the people this connection manages.
pub async fn list(
    tx: &mut Tx,
    scope: &ConnectionScope,
    listing: &Listing<'_, Column>,
) -> Result<Page<Shown>, PageError> {
    pages::fetch(tx, &managed(scope, listing), &listing.start, listing.limit).await
}

/// How the page would be read; see [`pages::plan`].
pub async fn plan(tx: &mut Tx, scope: &ConnectionScope, listing: &Listing<'_, Column>) -> Result<String, PageError> {
    pages::plan(tx, &managed(scope, listing), &listing.start, listing.limit).await
}

fn managed<'a>(scope: &'a ConnectionScope, listing: &'a Listing<'_, Column>) -> List<'a, Column> {
    let few = listing.condition.is_some_and(Condition::finds_few);
    List {
        rows: Rows { also: " and status <> 'removed'", ..Rows::managed(scope, "users") },
        columns: [COLUMNS, if few { store::groups_of(scope) } else { "" }],
        counted: Some(PEOPLE),
        condition: listing.condition,
        sort: &listing.sort,
    }
}

impl conditions::Column for Column {
    fn push(&self, q: &mut Statement, account: AccountId, test: &Test) {
        match (self, test) {
            (Self::Common(column), test) => column.push(q, account, test),
            (Self::Group | Self::GroupName, Test::Present) => {
                push_membership(q, account);
                q.push(")");
            }
            (Self::Group, Test::Text(TextTest::EQUAL, text)) => match text.parse::<GroupId>() {
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
                conditions::push_column_text(q, "display_name_key", *test, text);
                q.push("))");
            }
            (_, Test::Present) => drop(q.push("true")),
            (Self::UserName, Test::Text(TextTest::StartsWith, text)) => {
                conditions::push_prefix(q, "user_name_key", text);
            }
            (Self::UserName, Test::Text(test, text)) => conditions::push_column_text(q, "user_name_key", *test, text),
            (Self::Address, Test::Text(TextTest::EQUAL, key)) => push_address(q, account, key),
            (Self::Active, Test::Truth(active)) => {
                q.push(if *active { "status <> 'deactivated'" } else { "status = 'deactivated'" });
            }
            (_, Test::Text(..) | Test::Number(..) | Test::Moment(..) | Test::Truth(_)) => drop(q.push("false")),
        }
    }

    fn push_elements(&self, q: &mut Statement, account: AccountId) {
        let Self::Groups(location) = self else {
            return conditions::push_no_elements(q);
        };
        q.push(
            "select jsonb_build_object('value', g.id::text, 'display', g.display_name_key, 'type', 'direct', '$ref', ",
        );
        q.push_bind(location.clone());
        q.push(" || g.id) from group_members m join groups g on g.account_id = m.account_id and g.id = m.group_id where m.account_id = ");
        q.push_bind(account.get()).push(" and m.user_id = users.id and g.connection_id = users.connection_id");
    }

    fn finds(&self, test: &Test) -> Finds {
        match (self, test) {
            (Self::Common(column), test) => column.finds(test),
            (Self::UserName, Test::Text(TextTest::EQUAL, _)) => Finds::One,
            (Self::Address, Test::Text(TextTest::EQUAL, _)) => Finds::Few,
            _ => Finds::Many,
        }
    }

    fn key(&self) -> Key {
        match self {
            Self::Common(column) => column.key(),
            Self::UserName => Key::text("user_name_key"),
            Self::Active => Key::text("case when status = 'deactivated' then 'false' else 'true' end collate \"C\""),
            Self::Address => Key::text("email_place"),
            // Whoever is in several groups has no one place by them; nobody is sorted by groups.
            Self::Group | Self::GroupName | Self::Groups(_) => Key::text("'' collate \"C\""),
        }
    }
}

/// People in groups, up to where the groups are narrowed.
fn push_membership(q: &mut Statement, account: AccountId) {
    q.push("id in (select user_id from group_members where account_id = ").push_bind(account.get());
}

/// The main address or another one, each by its own index.
fn push_address(q: &mut Statement, account: AccountId, key: &str) {
    q.push("id in (select id from users where status <> 'removed' and account_id = ").push_bind(account.get());
    // By its index; whoever has no address has a place all the same.
    q.push(" and email_key is not null and email_place = ").push_bind(key.to_owned());
    q.push(" union all select user_id from user_addresses where account_id = ").push_bind(account.get());
    q.push(" and address_key = ").push_bind(key.to_owned()).push(")");
}
