//! The columns that people and groups have alike, as conditions and orders name them.

use uuid::Uuid;

use super::conditions::{self, Column, Finds, Key, Statement, Test, TextTest};
use crate::model::AccountId;

/// The version as the entity tag it is shown as.
const VERSION: &str = "('W/\"' || version || '\"') collate \"C\"";

/// A column of every listed resource (RFC 7643 section 3.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Common {
    /// `id`
    Id,
    /// `externalId`, where case counts.
    ExternalId,
    /// `meta.created`
    Created,
    /// `meta.lastModified`
    LastModified,
    /// `meta.version`, the entity tag.
    Version,
    /// `meta.location`: this text and the id.
    Location(String),
}

impl Column for Common {
    fn push(&self, q: &mut Statement, _account: AccountId, test: &Test) {
        match (self, test) {
            (Self::ExternalId, Test::Present) => drop(q.push("external_id is not null")),
            (_, Test::Present) => drop(q.push("true")),
            (Self::Id, Test::Text(TextTest::EQUAL, text)) => match text.parse::<Uuid>() {
                // Case counts in an id, so only the form it is printed in is one.
                Ok(id) if id.to_string() == *text => drop(q.push("id = ").push_bind(id)),
                _ => drop(q.push("false")),
            },
            (Self::Id, Test::Text(test, text)) => {
                conditions::push_column_text(q, "id::text collate \"C\"", *test, text);
            }
            (Self::ExternalId, Test::Text(TextTest::EQUAL, text)) => {
                q.push("(external_id is not null and external_id = ").push_bind(text.clone()).push(")");
            }
            (Self::ExternalId, Test::Text(test, text)) => {
                q.push("(external_id is not null and ");
                conditions::push_column_text(q, "external_id collate \"C\"", *test, text);
                q.push(")");
            }
            (Self::Version, Test::Text(test, text)) => conditions::push_column_text(q, VERSION, *test, text),
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

    fn push_elements(&self, q: &mut Statement, _account: AccountId) {
        conditions::push_no_elements(q);
    }

    fn finds(&self, test: &Test) -> Finds {
        match (self, test) {
            (Self::Id, Test::Text(TextTest::EQUAL, _)) => Finds::One,
            (Self::ExternalId, Test::Text(TextTest::EQUAL, _)) => Finds::Few,
            _ => Finds::Many,
        }
    }

    fn key(&self) -> Key {
        match self {
            Self::Id | Self::Location(_) => Key::text("id::text collate \"C\""),
            Self::ExternalId => Key { nullable: true, ..Key::text("external_id collate \"C\"") },
            Self::Version => Key::text(VERSION),
            Self::Created => Key::moment("created_at"),
            Self::LastModified => Key::moment("updated_at"),
        }
    }
}
