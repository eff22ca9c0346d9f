//! Another token while the old one still works, so that nothing stands still in between (product S12).

use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{PlainToken, insert, notices};
use crate::domain::access::{AdminScope, Fresh};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::outbox::{self, ConnectionChange, Message};
use crate::domain::{accounts, connections};
use crate::model::{ConnectionId, Overlap, SignInMethod, TokenEnding, TokenLifetime};

/// Why there is no second token.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    /// No such connection in this account.
    #[error("no such connection")]
    NotThere,
    /// In this installation support alone replaces a live token (`EINLASS_TOKEN_SELF_SERVICE`).
    #[error("support replaces tokens here")]
    SupportOnly,
    /// This very form was already sent: its token was shown in the first answer.
    #[error("already done")]
    AlreadyDone,
    /// There is no live token that could go on working: a new one is generated instead.
    #[error("there is no live token")]
    NothingLive,
    /// Two tokens are live already.
    #[error("two tokens are live already")]
    AlreadyRotating {
        /// Who made the newer one.
        created_by: String,
        /// When.
        created_at: OffsetDateTime,
    },
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(RotateError);

/// Makes the token that replaces the live one, which goes on working for `overlap`. All administrators are mailed.
///
/// `idempotency_key` names the form; the same form never makes a second token. No precondition of SCIM is asked for: whoever fears for a
/// secret may replace it at any time.
pub async fn rotate(
    tx: &mut Tx,
    scope: &Fresh<AdminScope>,
    connection: ConnectionId,
    lifetime: TokenLifetime,
    overlap: Overlap,
    idempotency_key: Uuid,
) -> Result<PlainToken, RotateError> {
    let method = lock(tx, scope, connection).await?.ok_or(RotateError::NotThere)?;
    let account = scope.account().get();
    let done = sqlx::query_scalar!(
        r#"select exists (select from tokens where account_id = $1 and idempotency_key = $2) as "done!""#,
        account,
        idempotency_key
    )
    .fetch_one(tx.conn())
    .await?;
    if done {
        return Err(RotateError::AlreadyDone);
    }
    if !tx.policy().token_self_service {
        return Err(RotateError::SupportOnly);
    }
    notices::clear(tx, scope, connection).await?;
    let live = super::of_connection(tx, scope, connection).await?.into_iter().filter(|token| token.revoked.is_none());
    let live: Vec<_> = live.collect();
    let old = match live.as_slice() {
        [] => return Err(RotateError::NothingLive),
        [old] => old,
        [new, ..] => {
            return Err(RotateError::AlreadyRotating {
                created_by: new.created_by.clone(),
                created_at: new.created_at,
            });
        }
    };
    let until = tx.now() + overlap.duration();
    let until = old.expires_at.map_or(until, |expires| expires.min(until));
    sqlx::query!(
        "update tokens set slot = 'previous', overlap_ends_at = $3, next_notice_at = $3 where account_id = $1 and id = $2",
        account,
        old.id.get(),
        until
    )
    .execute(tx.conn())
    .await?;
    let token = insert(tx, scope, connection, lifetime, idempotency_key).await?;
    let message = Message::TokenRotated {
        account_name: accounts::name(tx, scope).await?,
        method,
        actor: scope.actor().signature(),
        last4: token.last4().to_owned(),
        old_last4: old.last4.clone(),
        until: until.unix_timestamp(),
    };
    outbox::write_to_administrators(tx, scope, &message).await?;
    Ok(token)
}

/// „Altes jetzt widerrufen“: the new token works alone. `false` where no replaced token is live (any more).
pub async fn end_replaced(tx: &mut Tx, scope: &AdminScope, connection: ConnectionId) -> Result<bool, Fault> {
    let Some(method) = lock(tx, scope, connection).await? else { return Ok(false) };
    let Some((token, last4)) = end(tx, scope, connection, "previous", TokenEnding::Replacement).await? else {
        return Ok(false);
    };
    note(tx, scope, connection, token, "token.replaced", method, ConnectionChange::OldTokenEnded { last4 }).await
}

/// „Abbrechen“: the new token ends, the old one goes on as if nothing had happened. `false` where nothing is being replaced (any more).
pub async fn withdraw(tx: &mut Tx, scope: &AdminScope, connection: ConnectionId) -> Result<bool, Fault> {
    let Some(method) = lock(tx, scope, connection).await? else { return Ok(false) };
    let (account, now) = (scope.account().get(), tx.now());
    let old = sqlx::query!(
        "select id, expires_at from tokens where account_id = $1 and connection_id = $2 and slot = 'previous' and revoked_at is null
           and coalesce(least(expires_at, overlap_ends_at) > $3, true)",
        account,
        connection.get(),
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(old) = old else { return Ok(false) };
    let Some((token, last4)) = end(tx, scope, connection, "current", TokenEnding::Withdrawal).await? else {
        return Ok(false);
    };
    sqlx::query!(
        "update tokens set slot = 'current', overlap_ends_at = null, next_notice_at = $3 where account_id = $1 and id = $2",
        account,
        old.id,
        notices::next(now, old.expires_at)
    )
    .execute(tx.conn())
    .await?;
    note(tx, scope, connection, token, "token.withdrawn", method, ConnectionChange::NewTokenWithdrawn { last4 }).await
}

/// Locks the account, as everything does that makes or ends tokens by an administrator's hand; the connection's method.
async fn lock(tx: &mut Tx, scope: &AdminScope, connection: ConnectionId) -> Result<Option<SignInMethod>, Fault> {
    let account = scope.account().get();
    sqlx::query!("select id from accounts where id = $1 for no key update", account).fetch_one(tx.conn()).await?;
    connections::active_method(tx, scope, connection).await
}

async fn end(
    tx: &mut Tx,
    scope: &AdminScope,
    connection: ConnectionId,
    slot: &str,
    ending: TokenEnding,
) -> Result<Option<(Uuid, String)>, Fault> {
    let now = tx.now();
    let ended = sqlx::query!(
        "update tokens set revoked_at = $3, revoked_by_kind = $4, ended_by = $5, next_notice_at = null
         where account_id = $1 and connection_id = $2 and slot = $6 and revoked_at is null and coalesce(least(expires_at, overlap_ends_at) > $3, true)
         returning id, last4",
        scope.account().get(),
        connection.get(),
        now,
        scope.actor().kind(),
        ending.name(),
        slot
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(ended.map(|token| (token.id, token.last4)))
}

async fn note(
    tx: &mut Tx,
    scope: &AdminScope,
    connection: ConnectionId,
    token: Uuid,
    action: &str,
    method: SignInMethod,
    change: ConnectionChange,
) -> Result<bool, Fault> {
    audit::record(tx, scope, action, Target::Token(token), json!({ "connection": connection })).await?;
    connections::tell(tx, scope, method, change).await?;
    Ok(true)
}
