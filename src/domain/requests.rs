//! Requests of a customer to the vendor: „Token verlegt?“ (article, product S9), „Tarif wechseln“ and whatever else is said in words.

use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::access::{AccountScope, Actor, AdminScope};
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::{Fault, faults_into};
use crate::model::ConnectionId;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// The token of this connection is lost: please revoke it.
    TokenLost(ConnectionId),
    /// Another plan, please.
    PlanChange,
    /// Anything else, in words.
    Other,
}

/// A request as both sides see it.
#[derive(Debug, Clone)]
pub struct Request {
    /// Which.
    pub id: Uuid,
    /// The number people say on the telephone.
    pub reference: i64,
    /// What is asked for.
    pub ask: Ask,
    /// In the customer's words.
    pub message: String,
    /// `open`, `done` or `withdrawn`.
    pub status: String,
    /// Who asked.
    pub created_by_name: String,
    /// When.
    pub created_at: OffsetDateTime,
    /// When it was settled.
    pub closed_at: Option<OffsetDateTime>,
}

/// Why nothing was filed.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// More than 2,000 characters.
    #[error("the message is longer than 2,000 characters")]
    MessageTooLong,
    /// No such connection, or it has no live token that could be lost.
    #[error("there is no live token")]
    NothingLive,
    /// Anything else has to be said in words.
    #[error("nothing is said")]
    NothingSaid,
    /// [`MOST_OPEN`] requests are open.
    #[error("too many open requests")]
    TooMany,
    /// Only people file requests.
    #[error("only a person can file a request")]
    NotAPerson,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(FileError);

/// Most requests of an account that are open at once.
pub const MOST_OPEN: usize = 20;

/// Files a request; an open one for the same thing (of other things: in the same words) is returned instead of a second.
pub async fn file(tx: &mut Tx, scope: &AdminScope, ask: Ask, message: &str) -> Result<Request, FileError> {
    let Actor::User { id: user, name, .. } = scope.actor().clone() else { return Err(FileError::NotAPerson) };
    let message = message.trim();
    if message.chars().count() > 2000 {
        return Err(FileError::MessageTooLong);
    }
    let account = scope.account().get();
    sqlx::query!("select id from accounts where id = $1 for no key update", account).fetch_one(tx.conn()).await?;
    let mut open: Vec<_> = list(tx, scope).await?.into_iter().filter(|r| r.status == "open").collect();
    let same = |r: &Request| r.ask == ask && (ask != Ask::Other || r.message == message);
    if let Some(found) = open.iter().position(same) {
        return Ok(open.swap_remove(found));
    }
    if ask == Ask::Other && message.is_empty() {
        return Err(FileError::NothingSaid);
    }
    if open.len() >= MOST_OPEN {
        return Err(FileError::TooMany);
    }
    let (kind, connection) = match ask {
        Ask::TokenLost(connection) => {
            let live = sqlx::query_scalar!(
                r#"select exists (select from tokens where account_id = $1 and connection_id = $2 and revoked_at is null and coalesce(least(expires_at, overlap_ends_at) > $3, true)) as "live!""#,
                account,
                connection.get(),
                tx.now()
            )
            .fetch_one(tx.conn())
            .await?;
            if !live {
                return Err(FileError::NothingLive);
            }
            ("token_lost", Some(connection.get()))
        }
        Ask::PlanChange => ("plan_change", None),
        Ask::Other => ("other", None),
    };
    let (id, now) = (tx.new_id(), tx.now());
    let reference = sqlx::query_scalar!(
        "insert into support_requests (account_id, id, reference, kind, connection_id, message, status, created_by, created_by_name, created_at)
         values ($1, $2, nextval('support_request_reference'), $3, $4, $5, 'open', $6, $7, $8) returning reference",
        account,
        id,
        kind,
        connection,
        message,
        user.get(),
        name,
        now
    )
    .fetch_one(tx.conn())
    .await?;
    audit::record(
        tx,
        scope,
        "support_request.filed",
        Target::Request(id),
        json!({ "kind": kind, "reference": reference, "connection": connection }),
    )
    .await?;
    Ok(Request {
        id,
        reference,
        ask,
        message: message.to_owned(),
        status: "open".into(),
        created_by_name: name,
        created_at: now,
        closed_at: None,
    })
}

/// All requests of the account, newest first; at most 200.
pub async fn list(tx: &mut Tx, scope: &AccountScope) -> Result<Vec<Request>, Fault> {
    let rows = sqlx::query!(
        "select id, reference, kind, connection_id, message, status, created_by_name, created_at, closed_at from support_requests
         where account_id = $1 order by created_at desc, id desc limit 200",
        scope.account().get()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Request {
            id: r.id,
            reference: r.reference,
            ask: match r.connection_id {
                Some(connection) => Ask::TokenLost(connection.into()),
                None if r.kind == "other" => Ask::Other,
                None => Ask::PlanChange,
            },
            message: r.message,
            status: r.status,
            created_by_name: r.created_by_name,
            created_at: r.created_at,
            closed_at: r.closed_at,
        })
        .collect())
}

/// Takes an open request back; one that is settled stays as it is.
pub async fn withdraw(tx: &mut Tx, scope: &AdminScope, request: Uuid) -> Result<(), Fault> {
    close(tx, scope, request, "withdrawn", "support_request.withdrawn").await
}

/// Settles a request from the vendor's side.
pub(super) async fn settle(tx: &mut Tx, scope: &AccountScope, request: Uuid) -> Result<(), Fault> {
    close(tx, scope, request, "done", "support_request.done").await
}

/// Settles the open „Token verlegt?“ of a connection whose token was just revoked.
pub(super) async fn close_for_connection(
    tx: &mut Tx,
    scope: &AccountScope,
    connection: ConnectionId,
) -> Result<(), Fault> {
    let open = list(tx, scope).await?.into_iter().find(|r| r.status == "open" && r.ask == Ask::TokenLost(connection));
    match open {
        Some(request) => settle(tx, scope, request.id).await,
        None => Ok(()),
    }
}

async fn close(tx: &mut Tx, scope: &AccountScope, request: Uuid, status: &str, action: &str) -> Result<(), Fault> {
    let now = tx.now();
    let closed = sqlx::query!(
        "update support_requests set status = $3, closed_at = $4 where account_id = $1 and id = $2 and status = 'open'",
        scope.account().get(),
        request,
        status,
        now
    )
    .execute(tx.conn())
    .await?;
    if closed.rows_affected() > 0 {
        audit::record(tx, scope, action, Target::Request(request), json!({})).await?;
    }
    Ok(())
}
