//! The Nutzerverwaltung's list as files and programs read it: the same people in the same order, a part at a time.
//!
//! A part starts behind a place in the order, not behind a person: whoever is deleted or renamed meanwhile ends no file and starts none anew.

use sqlx::postgres::PgRow;
use sqlx::{QueryBuilder, Row};
use time::OffsetDateTime;
use uuid::Uuid;

use super::Status;
use super::listing::{Order, OrderBy, PortalFilter, narrowed};
use crate::domain::access::ReadingScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::{ConnectionId, Language, Rights, SignInMethod, UserId};

/// A person as files and programs are told of them.
#[derive(Debug, Clone)]
pub struct Exported {
    /// Who.
    pub id: UserId,
    /// What they are called.
    pub name: String,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// Contact address.
    pub email: Option<String>,
    /// Where they stand.
    pub status: Status,
    /// Rights.
    pub rights: Rights,
    /// Who manages them.
    pub connection: Option<ConnectionId>,
    /// When they were given to their connection, for somebody who had come by another door.
    pub linked_at: Option<OffsetDateTime>,
    /// How they sign in: the method of their newest invitation, or password.
    pub method: SignInMethod,
    /// Holds a licence.
    pub seat: bool,
    /// Language of mail.
    pub language: Language,
    /// When they came.
    pub created_at: OffsetDateTime,
    /// When they were last invited.
    pub invited_at: Option<OffsetDateTime>,
    /// When they accepted.
    pub accepted_at: Option<OffsetDateTime>,
    /// When they last signed in.
    pub last_signed_in_at: Option<OffsetDateTime>,
}

/// A place in the order of a list.
#[derive(Debug, Clone)]
pub struct Place {
    key: Key,
    id: UserId,
}

#[derive(Debug, Clone)]
enum Key {
    Text(String),
    Moment(OffsetDateTime),
    Id(Uuid),
}

/// What is read of a person, in the order of [`read`].
const COLUMNS: &str = "id, display_name, email, status, right_app_user, right_administrator, right_project_manager, connection_id, linked_at, seat, language,
    accepted_at, last_signed_in_at, method,
    (select max(i.created_at) from invitations i where i.account_id = users.account_id and i.user_id = users.id),
    given_name, family_name, created_at";
/// Where the key of the order stands behind them.
const KEY: usize = 18;

impl Place {
    /// Behind this id, whether or not somebody has it: a place of [`OrderBy::Id`].
    pub const fn behind(id: UserId) -> Self {
        Self { key: Key::Id(id.get()), id }
    }
}

/// One person, also one who was removed and can be restored; `None` for nobody of the account.
pub async fn exported(tx: &mut Tx, scope: &ReadingScope, id: UserId) -> Result<Option<Exported>, Fault> {
    let mut q = QueryBuilder::new("select ");
    q.push(COLUMNS).push(" from users where account_id = ").push_bind(scope.account().get());
    q.push(" and id = ").push_bind(id.get());
    q.build().fetch_optional(tx.conn()).await?.as_ref().map(read).transpose()
}

/// The next people of the list behind a place, at most `limit`, and the place of the last one.
pub async fn export(
    tx: &mut Tx,
    scope: &ReadingScope,
    filter: &PortalFilter,
    order: Order,
    behind: Option<&Place>,
    limit: i64,
) -> Result<(Vec<Exported>, Option<Place>), Fault> {
    let (column, direction) = (order.by.column(), if order.descending { " desc" } else { "" });
    let mut q = QueryBuilder::new("select ");
    q.push(COLUMNS).push(", ");
    q.push(column);
    narrowed(&mut q, scope, filter);
    if let Some(place) = behind {
        q.push(" and (").push(column).push(if order.descending { ", id) < (" } else { ", id) > (" });
        match &place.key {
            Key::Text(key) => q.push_bind(key.clone()),
            Key::Moment(key) => q.push_bind(*key),
            Key::Id(key) => q.push_bind(*key),
        };
        q.push(", ").push_bind(place.id.get()).push(")");
    }
    q.push(" order by ").push(column).push(direction).push(", id").push(direction);
    q.push(" limit ").push_bind(limit);
    let rows = q.build().persistent(false).fetch_all(tx.conn()).await?;
    let place = rows.last().map(|row| place(row, order.by)).transpose()?;
    let people = rows.iter().map(read).collect::<Result<_, _>>()?;
    Ok((people, place))
}

fn place(row: &PgRow, by: OrderBy) -> Result<Place, sqlx::Error> {
    let key = match by {
        OrderBy::Name | OrderBy::Email => Key::Text(row.try_get(KEY)?),
        OrderBy::Id => Key::Id(row.try_get(KEY)?),
        OrderBy::Arrival | OrderBy::LastSignIn => Key::Moment(row.try_get(KEY)?),
    };
    Ok(Place { key, id: UserId::new(row.try_get(0)?) })
}

/// By position, in the order of the statement.
fn read(row: &PgRow) -> Result<Exported, Fault> {
    let method: Option<&str> = row.try_get(13)?;
    Ok(Exported {
        id: UserId::new(row.try_get(0)?),
        given_name: row.try_get(15)?,
        family_name: row.try_get(16)?,
        created_at: row.try_get(17)?,
        name: row.try_get(1)?,
        email: row.try_get(2)?,
        status: row.try_get::<&str, _>(3)?.parse().map_err(|_| Fault::unexpected("a stored status is none"))?,
        rights: Rights { app_user: row.try_get(4)?, administrator: row.try_get(5)?, project_manager: row.try_get(6)? },
        connection: row.try_get::<Option<Uuid>, _>(7)?.map(ConnectionId::new),
        linked_at: row.try_get(8)?,
        seat: row.try_get(9)?,
        language: row.try_get::<&str, _>(10)?.parse().map_err(|_| Fault::unexpected("a stored language is none"))?,
        accepted_at: row.try_get(11)?,
        last_signed_in_at: row.try_get(12)?,
        method: method.and_then(|method| method.parse().ok()).unwrap_or(SignInMethod::Password),
        invited_at: row.try_get(14)?,
    })
}
