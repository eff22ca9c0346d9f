//! The groups of a connection as a list: filtered, sorted, paged.

use super::store::{COLUMNS, Group};
use crate::domain::access::ConnectionScope;
use crate::domain::columns::Common;
use crate::domain::conditions::{self, Condition, Finds, Key, Rows, Statement, Test, TextTest};
use crate::domain::db::Tx;
use crate::domain::pages::{self, List, Listing, Page, PageError};
use crate::model::{AccountId, UserId};

/// What conditions and orders can name. A group has nothing else to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// What people have too.
    Common(Common),
    /// `displayName`; tests of it are folded.
    DisplayName,
    /// Any of the members, by id.
    Member,
    /// The members, each with its parts; this text and the id is the address of one.
    Members(String),
}

/// A condition on groups.
pub type GroupCondition = Condition<Column>;

/// One page of the groups of this connection.
pub async fn list(
    tx: &mut Tx,
    scope: &ConnectionScope,
    listing: &Listing<'_, Column>,
) -> Result<Page<Group>, PageError> {
    let groups = List {
        rows: Rows::managed(scope, "groups"),
        columns: [COLUMNS, ""],
        counted: None,
        condition: listing.condition,
        sort: &listing.sort,
    };
    pages::fetch(tx, &groups, &listing.start, listing.limit).await
}

impl conditions::Column for Column {
    fn push(&self, q: &mut Statement, account: AccountId, test: &Test) {
        match (self, test) {
            (Self::Common(column), test) => column.push(q, account, test),
            (Self::Member, Test::Present) => {
                q.push("id in (select group_id from group_members where account_id = ").push_bind(account.get());
                q.push(")");
            }
            (_, Test::Present) => drop(q.push("true")),
            (Self::Member, Test::Text(TextTest::EQUAL, text)) => match text.parse::<UserId>() {
                Ok(id) if id.to_string() == *text => {
                    q.push("id in (select group_id from group_members where account_id = ").push_bind(account.get());
                    q.push(" and user_id = ").push_bind(id.get()).push(")");
                }
                _ => drop(q.push("false")),
            },
            (Self::DisplayName, Test::Text(TextTest::StartsWith, text)) => {
                conditions::push_prefix(q, "display_name_key", text);
            }
            (Self::DisplayName, Test::Text(test, text)) => {
                conditions::push_column_text(q, "display_name_key", *test, text);
            }
            (_, Test::Text(..) | Test::Number(..) | Test::Moment(..) | Test::Truth(_)) => drop(q.push("false")),
        }
    }

    fn push_elements(&self, q: &mut Statement, account: AccountId) {
        let Self::Members(location) = self else {
            return conditions::push_no_elements(q);
        };
        q.push(
            "select jsonb_build_object('value', u.id::text, 'display', u.display_name_key, 'type', 'user', '$ref', ",
        );
        q.push_bind(location.clone());
        q.push(" || u.id) from group_members m join users u on u.account_id = m.account_id and u.id = m.user_id where m.account_id = ");
        q.push_bind(account.get()).push(" and m.group_id = groups.id");
    }

    fn finds(&self, test: &Test) -> Finds {
        match (self, test) {
            (Self::Common(column), test) => column.finds(test),
            (Self::DisplayName, Test::Text(TextTest::EQUAL, _)) => Finds::One,
            _ => Finds::Many,
        }
    }

    fn key(&self) -> Key {
        match self {
            Self::Common(column) => column.key(),
            Self::DisplayName => Key::text("display_name_key"),
            // Members have an order of their own; a group is not sorted by them.
            Self::Member | Self::Members(_) => Key::text("'' collate \"C\""),
        }
    }
}
