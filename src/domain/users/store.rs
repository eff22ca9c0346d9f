//! Rows of `users`.

use serde_json::{Map, Value};
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{Column as _, FromRow, Postgres, QueryBuilder, Row};
use time::OffsetDateTime;
use uuid::Uuid;

use super::Status;
use crate::domain::access::{AccountScope, ConnectionScope};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::groups::Membership;
use crate::domain::locked::{Locked, Seen};
use crate::model::{ConnectionId, EmailAddress, Language, Rights, UserId};

/// A person as stored.
#[derive(Debug, Clone)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// The connection that manages them; `None`: invited by hand.
    pub connection: Option<ConnectionId>,
    /// The identity provider's own id.
    pub external_id: Option<String>,
    /// As sent.
    pub user_name: String,
    /// Contact address; `None` where their identity provider names none.
    pub email: Option<EmailAddress>,
    /// The address that proves who somebody is; SCIM moves it, and takes it, only until the invitation is accepted.
    pub sign_in_email: Option<EmailAddress>,
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// What lists show.
    pub display_name: String,
    /// Primary telephone number.
    pub phone: Option<String>,
    /// Language of mail.
    pub language: Language,
    /// They chose it themselves, so that no identity provider moves it.
    pub language_chosen: bool,
    /// Remaining SCIM attributes.
    pub attributes: Map<String, Value>,
    /// Rights.
    pub rights: Rights,
    /// Where they stand.
    pub status: Status,
    /// Holds a licence.
    pub seat: bool,
    /// RFC 7643 3.1 `meta.created`.
    pub created_at: OffsetDateTime,
    /// RFC 7643 3.1 `meta.lastModified`.
    pub updated_at: OffsetDateTime,
    /// When the invitation was accepted.
    pub accepted_at: Option<OffsetDateTime>,
    /// When they were given to their connection, for somebody who had come by another door (product B31).
    pub linked_at: Option<OffsetDateTime>,
    /// Counts changes; the weak `ETag` is made of it.
    pub version: i64,
    /// The groups of their connection that they are in, by age; `None` where nobody asked or there are none to be in.
    pub groups: Option<Vec<Membership>>,
}

impl User {
    /// SCIM `active`.
    pub fn is_active(&self) -> bool {
        self.status.is_active()
    }

    /// The address of somebody who has accepted: nobody comes in without one.
    pub fn signs_in_by(&self) -> Result<&EmailAddress, Fault> {
        self.sign_in_email.as_ref().ok_or_else(|| Fault::unexpected("somebody who accepted has no address"))
    }
}

pub(super) fn bad(what: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("users.{what} holds what the product never writes").into())
}

/// By position, in the order of [`COLUMNS`]: looking up two dozen names in every row takes longer than reading it.
impl FromRow<'_, PgRow> for User {
    fn from_row(r: &PgRow) -> Result<Self, sqlx::Error> {
        let Value::Object(attributes) = r.try_get::<Value, _>(11)? else {
            return Err(bad("attributes"));
        };
        let (email, sign_in_email) = (r.try_get::<Option<&str>, _>(4)?, r.try_get::<Option<&str>, _>(5)?);
        let parse = |address: Option<&str>| address.map(str::parse::<EmailAddress>).transpose();
        let parsed = parse(email).map_err(|_| bad("email"))?;
        let sign_in_email = match sign_in_email {
            same if same == email => parsed.clone(),
            other => parse(other).map_err(|_| bad("sign_in_email"))?,
        };
        Ok(Self {
            id: UserId::new(r.try_get(0)?),
            connection: r.try_get::<Option<Uuid>, _>(1)?.map(ConnectionId::new),
            external_id: r.try_get(2)?,
            user_name: r.try_get(3)?,
            email: parsed,
            sign_in_email,
            given_name: r.try_get(6)?,
            family_name: r.try_get(7)?,
            display_name: r.try_get(8)?,
            phone: r.try_get(9)?,
            language: r.try_get::<&str, _>(10)?.parse().map_err(|_| bad("language"))?,
            attributes,
            rights: Rights { app_user: r.try_get(12)?, administrator: r.try_get(13)?, project_manager: r.try_get(14)? },
            status: r.try_get::<&str, _>(15)?.parse().map_err(|_| bad("status"))?,
            seat: r.try_get(16)?,
            created_at: r.try_get(17)?,
            updated_at: r.try_get(18)?,
            accepted_at: r.try_get(19)?,
            linked_at: r.try_get(20)?,
            version: r.try_get(21)?,
            language_chosen: r.try_get(22)?,
            groups: groups_at(r, 23)?,
        })
    }
}

/// The groups that stand behind the columns of a row; `None` where they were not read.
pub(super) fn groups_at(r: &PgRow, place: usize) -> Result<Option<Vec<Membership>>, sqlx::Error> {
    if r.columns().get(place).is_none_or(|column| column.name() != "groups") {
        return Ok(None);
    }
    let groups: Option<Json<_>> = r.try_get(place)?;
    Ok(Some(groups.map_or_else(Vec::new, |Json(groups)| groups)))
}

pub(super) const COLUMNS: &str = "id, connection_id, external_id, user_name, email, sign_in_email, given_name, family_name, display_name, phone, language, attributes, \
     right_app_user, right_administrator, right_project_manager, status, seat, created_at, updated_at, accepted_at, linked_at, version, language_chosen";

/// Behind the columns of one or few people: for them cheaper than asking apart.
pub(super) const GROUPS: &str = ", (select jsonb_agg(jsonb_build_object('user', m.user_id, 'group', g.id, 'display_name', g.display_name) order by g.created_at, g.id)
        from group_members m join groups g on g.account_id = m.account_id and g.id = m.group_id
        where m.account_id = users.account_id and m.user_id = users.id and g.connection_id = users.connection_id) as groups";

/// What is read behind the columns of one or few people of a connection: where it has no groups, there are none to be read along.
pub(super) fn groups_of(scope: &ConnectionScope) -> &'static str {
    if scope.has_groups() { GROUPS } else { "" }
}

/// Writes by which addresses besides the main one somebody is found from now on; they seldom move.
pub(super) async fn keep_addresses(
    tx: &mut Tx,
    scope: &AccountScope,
    id: UserId,
    addresses: &[String],
) -> Result<(), Fault> {
    sqlx::query!(
        "with gone as (
           delete from user_addresses where account_id = $1 and user_id = $2 and address_key <> all ($3::text[]))
         insert into user_addresses (account_id, user_id, address_key)
         select $1, $2, address from unnest($3::text[]) address on conflict do nothing",
        scope.account().get(),
        id.get(),
        addresses
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes what neither an identity provider nor a change of status can move: who manages a person, their rights, whether they accepted and chose a
/// language.
/// For the two doors through which an identity provider meets somebody who was there before ([`super::restoring`], [`super::linking`]);
/// [`super::writing`] writes the rest.
pub(super) async fn reassign(tx: &mut Tx, scope: &AccountScope, user: &User) -> Result<(), Fault> {
    sqlx::query!(
        "update users set connection_id = $3, linked_at = $4, right_app_user = $5, right_administrator = $6, right_project_manager = $7, accepted_at = $8, language_chosen = $9
         where account_id = $1 and id = $2",
        scope.account().get(),
        user.id.get(),
        user.connection.map(ConnectionId::get),
        user.linked_at,
        user.rights.app_user,
        user.rights.administrator,
        user.rights.project_manager,
        user.accepted_at,
        user.language_chosen,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// No connection manages a person any more, and nothing waits: [`super::writing`] writes the rest.
pub(super) async fn release(tx: &mut Tx, scope: &AccountScope, id: UserId) -> Result<(), Fault> {
    let account = scope.account().get();
    sqlx::query!(
        "update users set connection_id = null, external_id = null, linked_at = null, held = false where account_id = $1 and id = $2",
        account,
        id.get()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The removal of a person waits for no administrator (any more). Said so that the person is found by the key, not among all who wait.
pub(super) async fn wait_no_longer(tx: &mut Tx, scope: &AccountScope, id: UserId) -> Result<(), Fault> {
    let account = scope.account().get();
    sqlx::query!(
        "update users set held = false where account_id = $1 and id = $2 and held is not false",
        account,
        id.get()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whether a person holds a licence, as the row says at this moment.
pub(super) async fn holds_seat(tx: &mut Tx, scope: &AccountScope, id: UserId) -> Result<bool, Fault> {
    let account = scope.account().get();
    Ok(sqlx::query_scalar!(r#"select seat as "seat!" from users where account_id = $1 and id = $2"#, account, id.get())
        .fetch_one(tx.conn())
        .await?)
}

/// One person of the account, whoever manages them.
pub(in crate::domain) async fn load(
    tx: &mut Tx,
    scope: &AccountScope,
    id: UserId,
    lock: bool,
) -> Result<Option<User>, Fault> {
    Ok(load_any(tx, scope, id, lock).await?.filter(|user| user.status != Status::Removed))
}

/// Somebody who was removed and is not deleted yet; locked until the unit of work ends.
pub(super) async fn load_removed(tx: &mut Tx, scope: &AccountScope, id: UserId) -> Result<Option<User>, Fault> {
    Ok(load_any(tx, scope, id, true).await?.filter(|user| user.status == Status::Removed))
}

/// One person whom the connection manages, locked until the unit of work ends.
pub(super) async fn lock_managed(
    tx: &mut Tx,
    scope: &ConnectionScope,
    id: UserId,
) -> Result<Option<Locked<User>>, Fault> {
    let user = read(tx, scope, groups_of(scope), id, true).await?;
    Ok(user.filter(|user| is_managed(user, scope)).map(Locked::held))
}

/// One person whom the connection manages, and which version of them it is, to be written by the next statement ([`super::writing`]).
pub(super) async fn load_to_write(
    tx: &mut Tx,
    scope: &ConnectionScope,
    id: UserId,
) -> Result<Option<Locked<User>>, Fault> {
    const BEHIND: &str = ", xmin::text as version_seen, exists (select from sessions s where s.account_id = users.account_id and s.user_id = users.id) as signed_in";
    let mut q = by_id(scope, &[COLUMNS, groups_of(scope), BEHIND], id);
    let Some(row) = q.build().fetch_optional(tx.conn()).await? else { return Ok(None) };
    let seen = Some(Seen { version: row.try_get("version_seen")?, signed_in: row.try_get("signed_in")? });
    let stored = User::from_row(&row)?;
    Ok(Some(Locked { stored, seen }).filter(|user| is_managed(user, scope)))
}

fn is_managed(user: &User, scope: &ConnectionScope) -> bool {
    user.status != Status::Removed && user.connection == Some(scope.connection())
}

/// One person of the account, removed or not.
pub(super) async fn load_any(tx: &mut Tx, scope: &AccountScope, id: UserId, lock: bool) -> Result<Option<User>, Fault> {
    read(tx, scope, GROUPS, id, lock).await
}

async fn read(
    tx: &mut Tx,
    scope: &AccountScope,
    groups: &'static str,
    id: UserId,
    lock: bool,
) -> Result<Option<User>, Fault> {
    let mut q = by_id(scope, &[COLUMNS, groups], id);
    if lock {
        q.push(" for update");
    }
    Ok(q.build_query_as().fetch_optional(tx.conn()).await?)
}

pub(super) fn by_id(scope: &AccountScope, columns: &[&'static str], id: UserId) -> QueryBuilder<Postgres> {
    let mut q = QueryBuilder::new("select ");
    q.push(columns.concat()).push(" from users where account_id = ").push_bind(scope.account().get());
    q.push(" and id = ").push_bind(id.get());
    q
}
