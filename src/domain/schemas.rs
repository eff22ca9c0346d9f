//! Schemas that an account has of its own, as documents: what is in them is the business of the SCIM edge.
//!
//! Invariants: the values of people fit the schemas the account has now, because a schema never changes and goes only with the values.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::access::{AdminScope, ConnectionScope};
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::{Fault, faults_into};
use crate::model::fold;

/// Most schemas of one account.
pub const MAX_SCHEMAS: usize = 10;

/// A schema of an account.
#[derive(Debug, Clone)]
pub struct Declared {
    /// The document as it was declared.
    pub definition: Value,
    /// When.
    pub created_at: OffsetDateTime,
}

/// Why a schema was not declared.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The account has a schema with this URN.
    #[error("the account has a schema with this URN")]
    Taken,
    /// The account has as many as it can have.
    #[error("the account has {MAX_SCHEMAS} schemas, which is the most")]
    TooMany,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(AddError);

/// Every schema of the account, the oldest first. Nobody adds one before this unit of work ends.
pub async fn lock_all(tx: &mut Tx, scope: &AdminScope) -> Result<Vec<Declared>, Fault> {
    sqlx::query_scalar!("select id from accounts where id = $1 for no key update", scope.account().get())
        .fetch_one(tx.conn())
        .await?;
    list(tx, scope).await
}

/// Every schema of the account, the oldest first.
pub async fn list(tx: &mut Tx, scope: &AdminScope) -> Result<Vec<Declared>, Fault> {
    Ok(sqlx::query_as!(
        Declared,
        "select definition, created_at from custom_schemas where account_id = $1 order by created_at, urn_key",
        scope.account().get()
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Keeps the schemas of the account as they are until the unit of work ends, before anything of it is written or locked; `false` when they
/// are not those that the request came in with, so that it would write values of a schema that is gone. The one statement of a unit of work
/// without a transaction looks at them itself.
pub async fn hold(tx: &mut Tx, scope: &ConnectionScope) -> Result<bool, Fault> {
    if tx.is_at_once() {
        return Ok(true);
    }
    let Some(known) = scope.schemas() else { return Ok(true) };
    let account = scope.account().get();
    sqlx::query!("select pg_advisory_xact_lock_shared(hashtextextended('custom_schemas ' || $1::uuid, 0))", account)
        .execute(tx.conn())
        .await?;
    let now = sqlx::query_scalar!(
        "select jsonb_agg(definition order by created_at, urn_key)::text from custom_schemas where account_id = $1",
        account
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(now.as_deref() == Some(known))
}

/// Gives the account a schema; every request from now on knows it. The caller has locked the others and checked them against it.
pub async fn add(tx: &mut Tx, scope: &AdminScope, urn: &str, definition: &Value) -> Result<(), AddError> {
    if list(tx, scope).await?.len() >= MAX_SCHEMAS {
        return Err(AddError::TooMany);
    }
    let now = tx.now();
    let added = sqlx::query!(
        "insert into custom_schemas (account_id, urn_key, definition, created_at) values ($1, $2, $3, $4) on conflict do nothing",
        scope.account().get(),
        fold(urn),
        definition,
        now,
    )
    .execute(tx.conn())
    .await?;
    if added.rows_affected() == 0 {
        return Err(AddError::Taken);
    }
    Ok(audit::record(tx, scope, "schema.added", Target::Account, json!({ "urn": urn })).await?)
}

/// Why a schema was not taken away.
#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    /// The account has none with this URN.
    #[error("the account has no schema with this URN")]
    Unknown,
    /// So many people have values of it.
    #[error("{0} people have values of this schema")]
    InUse(i64),
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(RemoveError);

/// Takes a schema away, and with it the values of people when `with_values` says so. Answers how many people had some.
///
/// `urn` is spelled as in the document, because the values are kept under it.
pub async fn remove(tx: &mut Tx, scope: &AdminScope, urn: &str, with_values: bool) -> Result<i64, RemoveError> {
    let (account, now) = (scope.account().get(), tx.now());
    // Waits for everybody who is writing values of it, and whoever comes later finds it gone.
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('custom_schemas ' || $1::uuid, 0))", account)
        .execute(tx.conn())
        .await?;
    let removed = sqlx::query!("delete from custom_schemas where account_id = $1 and urn_key = $2", account, fold(urn))
        .execute(tx.conn())
        .await?;
    if removed.rows_affected() == 0 {
        return Err(RemoveError::Unknown);
    }
    let people = if with_values {
        let cleared = sqlx::query!(
            "update users set attributes = attributes - $2::text, comparable = comparable - $2::text, version = version + 1,
                              updated_at = greatest(updated_at, $3)
             where account_id = $1 and attributes ? $2::text",
            account,
            urn,
            now,
        )
        .execute(tx.conn())
        .await?;
        i64::try_from(cleared.rows_affected()).unwrap_or(i64::MAX)
    } else {
        let people = sqlx::query_scalar!(
            r#"select count(*) as "people!" from users where account_id = $1 and attributes ? $2::text"#,
            account,
            urn
        )
        .fetch_one(tx.conn())
        .await?;
        if people > 0 {
            return Err(RemoveError::InUse(people));
        }
        0
    };
    audit::record(tx, scope, "schema.removed", Target::Account, json!({ "urn": urn, "people": people })).await?;
    Ok(people)
}
