//! The resources of one type and connection as a list: filtered, sorted, paged.

use super::store::{COLUMNS, CustomResource};
use crate::domain::access::ConnectionScope;
use crate::domain::conditions::{self, Condition, Key, Relation, Statement, Test, TextTest};
use crate::domain::db::Tx;
use crate::domain::pages::{self, List, Listing, Page, PageError, Scope};
use crate::model::{AccountId, CustomResourceId};

/// What conditions and orders can name beside the comparable form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// `id`
    Id,
    /// `meta.resourceType`
    Kind,
    /// `meta.created`
    Created,
    /// `meta.lastModified`
    LastModified,
    /// `meta.version`, the entity tag.
    Version,
    /// `meta.location`: this text and the id.
    Location(String),
}

/// A condition on resources.
pub type CustomCondition = Condition<Column>;

const EQUAL: TextTest = TextTest::Whole(Relation::Equal);

/// One page of the resources of the type `kind` of this connection.
pub async fn list(
    tx: &mut Tx,
    scope: &ConnectionScope,
    kind: &'static str,
    listing: &Listing<'_, Column>,
) -> Result<Page<CustomResource>, PageError> {
    let of_kind = Condition::Column(Column::Kind, Test::Text(EQUAL, kind.to_owned()));
    let condition = Condition::All(std::iter::once(of_kind).chain(listing.condition.cloned()).collect());
    let resources = List {
        table: "custom_resources",
        columns: COLUMNS,
        account: scope.account(),
        scope: Scope { sql: " and connection_id = ", id: scope.connection().get() },
        counted: None,
        condition: Some(&condition),
        sort: &listing.sort,
    };
    pages::fetch(tx, &resources, &listing.start, listing.limit).await
}

impl conditions::Column for Column {
    fn push(&self, q: &mut Statement, _account: AccountId, test: &Test) {
        match (self, test) {
            (_, Test::Present) => drop(q.push("true")),
            (Self::Id, Test::Text(EQUAL, text)) => match text.parse::<CustomResourceId>() {
                // Case counts in an id, so only the form it is printed in is one.
                Ok(id) if id.to_string() == *text => drop(q.push("id = ").push_bind(id.get())),
                _ => drop(q.push("false")),
            },
            (Self::Created, Test::Moment(relation, at)) => conditions::push_moment(q, "created_at", *relation, *at),
            (Self::LastModified, Test::Moment(relation, at)) => {
                conditions::push_moment(q, "updated_at", *relation, *at);
            }
            (Self::Location(before), Test::Text(test, text)) => {
                let location = |q: &mut Statement| {
                    q.push("(").push_bind(before.clone()).push(" || id::text) collate \"C\"");
                };
                conditions::push_text(q, location, *test, text);
            }
            (Self::Id | Self::Kind | Self::Version, Test::Text(test, text)) => {
                let value = |q: &mut Statement| {
                    q.push(self.key().sql);
                };
                conditions::push_text(q, value, *test, text);
            }
            (_, Test::Text(..) | Test::Number(..) | Test::Moment(..) | Test::Truth(_)) => drop(q.push("false")),
        }
    }

    fn push_elements(&self, q: &mut Statement, _account: AccountId) {
        q.push("select null::jsonb where false");
    }

    fn finds_few(&self, test: &Test) -> bool {
        matches!((self, test), (Self::Id, Test::Text(EQUAL, _)))
    }

    fn key(&self) -> Key {
        let text = |sql| Key { sql, kind: "text", nullable: false };
        let moment = |sql| Key { sql, kind: "timestamptz", nullable: false };
        match self {
            Self::Id | Self::Location(_) => text("id::text collate \"C\""),
            Self::Kind => text("kind"),
            Self::Version => text("('W/\"' || version || '\"') collate \"C\""),
            Self::Created => moment("created_at"),
            Self::LastModified => moment("updated_at"),
        }
    }
}
