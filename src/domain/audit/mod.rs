//! The audit log: one row per change, in the same transaction as the change.
//!
//! The app role can insert and read, nothing else. Details never hold a secret.

mod reading;

use serde_json::Value;
use uuid::Uuid;

pub use reading::{Entry, Found, Line, Position, Query, Side, about, page};

use super::access::{AccountScope, Actor};
use super::db::Tx;
use super::fault::Fault;

/// What a row is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target {
    Account,
    User(Uuid),
    Group(Uuid),
    Resource(Uuid),
    Connection(Uuid),
    Token(Uuid),
    ApiKey(Uuid),
    SignInMethod,
    Request(Uuid),
    Job(Uuid),
}

impl Target {
    const fn parts(self) -> (&'static str, Option<Uuid>) {
        match self {
            Self::Account => ("account", None),
            Self::User(id) => ("user", Some(id)),
            Self::Group(id) => ("group", Some(id)),
            Self::Resource(id) => ("resource", Some(id)),
            Self::Connection(id) => ("connection", Some(id)),
            Self::Token(id) => ("token", Some(id)),
            Self::ApiKey(id) => ("api_key", Some(id)),
            Self::SignInMethod => ("sign_in_method", None),
            Self::Request(id) => ("support_request", Some(id)),
            Self::Job(id) => ("job", Some(id)),
        }
    }
}

/// Writes what just happened. `action` is `noun.verb`, past tense.
pub(crate) async fn record(
    tx: &mut Tx,
    scope: &AccountScope,
    action: &str,
    target: Target,
    details: Value,
) -> Result<(), Fault> {
    record_as(tx, scope, scope.actor(), action, target, details).await
}

/// [`record`] with another actor than the scope's: an anonymous refusal, a person who just accepted.
pub(crate) async fn record_as(
    tx: &mut Tx,
    scope: &AccountScope,
    actor: &Actor,
    action: &str,
    target: Target,
    details: Value,
) -> Result<(), Fault> {
    let row = Row::of(tx, actor, action, target, details);
    sqlx::query!(
        "insert into audit_log (account_id, id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, details, request_id, ip)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        scope.account().get(),
        row.id,
        tx.now(),
        row.actor_kind,
        row.actor_id,
        row.actor_name,
        row.action,
        row.target_kind,
        row.target_id,
        row.details,
        row.request_id,
        row.ip,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The same about many at once, in one statement.
pub(crate) async fn record_each(
    tx: &mut Tx,
    scope: &AccountScope,
    action: &str,
    targets: impl Iterator<Item = Target>,
    details: &Value,
) -> Result<(), Fault> {
    let rows: Vec<Row> = targets.map(|target| Row::of(tx, scope.actor(), action, target, details.clone())).collect();
    let Some(first) = rows.first() else { return Ok(()) };
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let targets: Vec<Uuid> = rows.iter().filter_map(|row| row.target_id).collect();
    sqlx::query!(
        "insert into audit_log (account_id, id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, details, request_id, ip)
         select $1, r.id, $2, $3, $4, $5, $6, $7, r.target, $8, $9, $10 from unnest($11::uuid[], $12::uuid[]) r (id, target)",
        scope.account().get(),
        tx.now(),
        first.actor_kind,
        first.actor_id,
        first.actor_name,
        first.action,
        first.target_kind,
        first.details,
        first.request_id,
        first.ip,
        &ids,
        &targets,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A row before it is written: by [`record_as`], or by the one statement of an arrival.
#[derive(Debug)]
pub(super) struct Row {
    pub id: Uuid,
    pub actor_kind: &'static str,
    pub actor_id: Option<Uuid>,
    pub actor_name: String,
    pub action: String,
    pub target_kind: &'static str,
    pub target_id: Option<Uuid>,
    pub details: Value,
    pub request_id: Uuid,
    pub ip: Option<String>,
}

impl Row {
    pub(super) fn of(tx: &Tx, actor: &Actor, action: &str, target: Target, details: Value) -> Self {
        let (target_kind, target_id) = target.parts();
        Self {
            id: tx.new_id(),
            actor_kind: actor.kind(),
            actor_id: actor.id(),
            actor_name: actor.name().to_owned(),
            action: action.to_owned(),
            target_kind,
            target_id,
            details,
            request_id: tx.request().id.get(),
            ip: tx.request().ip.clone(),
        }
    }
}
