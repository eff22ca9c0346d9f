//! The resources of one type and connection as a list: filtered, sorted, paged.

use super::store::{COLUMNS, CustomResource};
use crate::domain::access::ConnectionScope;
use crate::domain::columns::Common;
use crate::domain::conditions::{self, Condition, Finds, Key, Rows, Statement, Test, TextTest};
use crate::domain::db::Tx;
use crate::domain::pages::{self, List, Listing, Page, PageError};
use crate::model::AccountId;

/// What conditions and orders can name beside the comparable form, where `externalId` is too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// What people and groups have too.
    Common(Common),
    /// `meta.resourceType`
    Kind,
}

/// A condition on resources.
pub type CustomCondition = Condition<Column>;

/// One page of the resources of the type `kind` of this connection.
pub async fn list(
    tx: &mut Tx,
    scope: &ConnectionScope,
    kind: &'static str,
    listing: &Listing<'_, Column>,
) -> Result<Page<CustomResource>, PageError> {
    let of_kind = Condition::Column(Column::Kind, Test::Text(TextTest::EQUAL, kind.to_owned()));
    let condition = Condition::All(std::iter::once(of_kind).chain(listing.condition.cloned()).collect());
    let resources = List {
        rows: Rows::managed(scope, "custom_resources"),
        columns: [COLUMNS, ""],
        counted: None,
        condition: Some(&condition),
        sort: &listing.sort,
    };
    pages::fetch(tx, &resources, &listing.start, listing.limit).await
}

impl conditions::Column for Column {
    fn push(&self, q: &mut Statement, account: AccountId, test: &Test) {
        match (self, test) {
            (Self::Common(column), test) => column.push(q, account, test),
            (Self::Kind, Test::Present) => drop(q.push("true")),
            (Self::Kind, Test::Text(test, text)) => conditions::push_column_text(q, "kind", *test, text),
            (Self::Kind, Test::Number(..) | Test::Moment(..) | Test::Truth(_)) => drop(q.push("false")),
        }
    }

    fn push_elements(&self, q: &mut Statement, _account: AccountId) {
        conditions::push_no_elements(q);
    }

    fn finds(&self, test: &Test) -> Finds {
        if let Self::Common(column) = self { column.finds(test) } else { Finds::Many }
    }

    fn key(&self) -> Key {
        match self {
            Self::Common(column) => column.key(),
            Self::Kind => Key::text("kind"),
        }
    }
}
