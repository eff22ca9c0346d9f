//! Rows of `groups`.

use serde_json::{Map, Value};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, QueryBuilder, Row};
use time::OffsetDateTime;

use crate::domain::access::ConnectionScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::{GroupId, fold};

/// A group as stored.
#[derive(Debug, Clone)]
pub struct Group {
    /// Which.
    pub id: GroupId,
    /// The identity provider's own id.
    pub external_id: Option<String>,
    /// As sent.
    pub display_name: String,
    /// Remaining SCIM attributes.
    pub attributes: Map<String, Value>,
    /// RFC 7643 3.1 `meta.created`.
    pub created_at: OffsetDateTime,
    /// RFC 7643 3.1 `meta.lastModified`.
    pub updated_at: OffsetDateTime,
    /// Counts changes of the group and of its members; the weak `ETag` is made of it.
    pub version: i64,
}

impl FromRow<'_, PgRow> for Group {
    fn from_row(r: &PgRow) -> Result<Self, sqlx::Error> {
        let Value::Object(attributes) = r.try_get::<Value, _>("attributes")? else {
            return Err(sqlx::Error::Decode("groups.attributes holds what the product never writes".into()));
        };
        Ok(Self {
            id: GroupId::new(r.try_get("id")?),
            external_id: r.try_get("external_id")?,
            display_name: r.try_get("display_name")?,
            attributes,
            created_at: r.try_get("created_at")?,
            updated_at: r.try_get("updated_at")?,
            version: r.try_get("version")?,
        })
    }
}

pub(super) const COLUMNS: &str = "id, external_id, display_name, attributes, created_at, updated_at, version";

/// One group of the connection.
pub(super) async fn load(
    tx: &mut Tx,
    scope: &ConnectionScope,
    id: GroupId,
    lock: bool,
) -> Result<Option<Group>, Fault> {
    let mut q = QueryBuilder::new("select ");
    q.push(COLUMNS).push(" from groups where account_id = ").push_bind(scope.account().get());
    q.push(" and connection_id = ").push_bind(scope.connection().get()).push(" and id = ").push_bind(id.get());
    if lock {
        q.push(" for update");
    }
    Ok(q.build_query_as().fetch_optional(tx.conn()).await?)
}

/// `false` when the name or the `externalId` is taken.
pub(super) async fn insert(tx: &mut Tx, scope: &ConnectionScope, group: &Group) -> Result<bool, Fault> {
    let inserted = sqlx::query!(
        "insert into groups (account_id, id, connection_id, external_id, display_name, display_name_key, attributes, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8) on conflict do nothing",
        scope.account().get(),
        group.id.get(),
        scope.connection().get(),
        group.external_id,
        group.display_name,
        fold(&group.display_name),
        Value::Object(group.attributes.clone()),
        group.created_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(inserted.rows_affected() == 1)
}

pub(super) async fn is_name_taken(tx: &mut Tx, scope: &ConnectionScope, display_name: &str) -> Result<bool, Fault> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from groups where account_id = $1 and connection_id = $2 and display_name_key = $3) as "taken!""#,
        scope.account().get(),
        scope.connection().get(),
        fold(display_name),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Writes back everything that can change.
pub(super) async fn update(tx: &mut Tx, scope: &ConnectionScope, group: &Group) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update groups set external_id = $3, display_name = $4, display_name_key = $5, attributes = $6, updated_at = $7, version = $8
         where account_id = $1 and id = $2",
        scope.account().get(),
        group.id.get(),
        group.external_id,
        group.display_name,
        fold(&group.display_name),
        Value::Object(group.attributes.clone()),
        group.updated_at,
        group.version,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, scope: &ConnectionScope, id: GroupId) -> Result<(), Fault> {
    sqlx::query!("delete from groups where account_id = $1 and id = $2", scope.account().get(), id.get())
        .execute(tx.conn())
        .await?;
    tx.rights_asked();
    Ok(())
}
