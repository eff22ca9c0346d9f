//! Rows of `custom_resources` and `custom_resource_keys`.

use serde_json::{Map, Value};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, QueryBuilder, Row};
use time::OffsetDateTime;

use crate::domain::access::ConnectionScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::CustomResourceId;

/// A resource as stored.
#[derive(Debug, Clone)]
pub struct CustomResource {
    /// Which.
    pub id: CustomResourceId,
    /// The resource in canonical form.
    pub attributes: Map<String, Value>,
    /// RFC 7643 3.1 `meta.created`.
    pub created_at: OffsetDateTime,
    /// RFC 7643 3.1 `meta.lastModified`.
    pub updated_at: OffsetDateTime,
    /// Counts changes; the weak `ETag` is made of it.
    pub version: i64,
}

impl FromRow<'_, PgRow> for CustomResource {
    fn from_row(r: &PgRow) -> Result<Self, sqlx::Error> {
        let Value::Object(attributes) = r.try_get::<Value, _>("attributes")? else {
            return Err(sqlx::Error::Decode("custom_resources.attributes holds what the product never writes".into()));
        };
        Ok(Self {
            id: CustomResourceId::new(r.try_get("id")?),
            attributes,
            created_at: r.try_get("created_at")?,
            updated_at: r.try_get("updated_at")?,
            version: r.try_get("version")?,
        })
    }
}

pub(super) const COLUMNS: &str = "id, attributes, created_at, updated_at, version";

/// One resource of the connection.
pub(super) async fn load(
    tx: &mut Tx,
    scope: &ConnectionScope,
    kind: &'static str,
    id: CustomResourceId,
    lock: bool,
) -> Result<Option<CustomResource>, Fault> {
    let mut q = QueryBuilder::new("select ");
    q.push(COLUMNS).push(" from custom_resources where account_id = ").push_bind(scope.account().get());
    q.push(" and connection_id = ").push_bind(scope.connection().get()).push(" and id = ").push_bind(id.get());
    q.push(" and kind = ").push_bind(kind);
    if lock {
        q.push(" for update");
    }
    Ok(q.build_query_as().fetch_optional(tx.conn()).await?)
}

pub(super) async fn insert(
    tx: &mut Tx,
    scope: &ConnectionScope,
    kind: &'static str,
    resource: &CustomResource,
    comparable: Map<String, Value>,
) -> Result<(), Fault> {
    sqlx::query!(
        "insert into custom_resources (account_id, id, connection_id, kind, attributes, comparable, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7)",
        scope.account().get(),
        resource.id.get(),
        scope.connection().get(),
        kind,
        Value::Object(resource.attributes.clone()),
        Value::Object(comparable),
        resource.created_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes back everything that can change.
pub(super) async fn update(
    tx: &mut Tx,
    scope: &ConnectionScope,
    resource: &CustomResource,
    comparable: Map<String, Value>,
) -> Result<(), Fault> {
    sqlx::query!(
        "update custom_resources set attributes = $3, comparable = $4, updated_at = $5, version = $6 where account_id = $1 and id = $2",
        scope.account().get(),
        resource.id.get(),
        Value::Object(resource.attributes.clone()),
        Value::Object(comparable),
        resource.updated_at,
        resource.version,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, scope: &ConnectionScope, id: CustomResourceId) -> Result<(), Fault> {
    sqlx::query!("delete from custom_resources where account_id = $1 and id = $2", scope.account().get(), id.get())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// `false` when another resource of the type has the value.
pub(super) async fn take(
    tx: &mut Tx,
    scope: &ConnectionScope,
    kind: &'static str,
    id: CustomResourceId,
    attribute: &str,
    value: &str,
) -> Result<bool, Fault> {
    let taken = sqlx::query!(
        "insert into custom_resource_keys (account_id, connection_id, kind, attribute, value, resource_id)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        scope.account().get(),
        scope.connection().get(),
        kind,
        attribute,
        value,
        id.get(),
    )
    .execute(tx.conn())
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Gives every unique value of a resource back.
pub(super) async fn release(tx: &mut Tx, scope: &ConnectionScope, id: CustomResourceId) -> Result<(), Fault> {
    sqlx::query!(
        "delete from custom_resource_keys where account_id = $1 and resource_id = $2",
        scope.account().get(),
        id.get()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
