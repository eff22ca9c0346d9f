//! A lost token ends by the hand of support or of the operator (article, product B18).

use serde_json::json;

use crate::domain::access::{AccountScope, Actor, OperatorScope, SupportScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::outbox::{self, Message};
use crate::domain::{accounts, connections, requests};
use crate::model::ConnectionId;

/// Who may revoke: support and the operator for a lost token (article), with a reason.
#[derive(Debug)]
pub enum Revoker<'a> {
    /// The vendor's support; needs a ticket.
    Support(&'a SupportScope, &'a str),
    /// The command line.
    Operator(OperatorScope),
}

/// Why nothing was revoked.
#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    /// No such connection.
    #[error("no such connection")]
    UnknownConnection,
    /// The connection has no live token.
    #[error("there is no live token")]
    NothingLive,
    /// Reason or ticket is missing or too long.
    #[error("a reason of at most 1,000 characters is needed, and a ticket of at most 100")]
    ReasonNeeded,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(RevokeError);

/// Revokes every live token of a connection: the next request that writes, on every instance, is 401; one that reads at once on this instance, a
/// second later on every other. Closes the open „Token verlegt?“ request,
/// mails all administrators, and is visible in the customer's own log. Returns how many tokens ended.
pub async fn revoke(
    tx: &mut Tx,
    by: Revoker<'_>,
    connection: ConnectionId,
    reason: &str,
) -> Result<usize, RevokeError> {
    let reason = reason.trim();
    let (actor, ticket) = match &by {
        Revoker::Support(scope, ticket) => (scope.actor(), Some(ticket.trim())),
        Revoker::Operator(_) => (Actor::Operator, None),
    };
    if reason.is_empty()
        || reason.chars().count() > 1000
        || ticket.is_some_and(|t| t.is_empty() || t.chars().count() > 100)
    {
        return Err(RevokeError::ReasonNeeded);
    }
    let account = connections::account_of(tx, connection).await?.ok_or(RevokeError::UnknownConnection)?;
    let scope = AccountScope::enter(tx, account, actor).await?;
    let now = tx.now();
    let ended = sqlx::query!(
        "update tokens t set revoked_at = $3, revoked_by_kind = $4, revoke_reason = $5, revoke_ticket = $6, next_notice_at = null
         from connections c where c.account_id = t.account_id and c.id = t.connection_id
           and t.account_id = $1 and t.connection_id = $2 and t.revoked_at is null
         returning t.id, t.last4, c.method",
        account.get(),
        connection.get(),
        now,
        scope.actor().kind(),
        reason,
        ticket,
    )
    .fetch_all(tx.conn())
    .await?;
    if ended.is_empty() {
        return Err(RevokeError::NothingLive);
    }
    let account_name = accounts::name(tx, &scope).await?;
    for token in &ended {
        audit::record(
            tx,
            &scope,
            "token.revoked",
            Target::Token(token.id),
            json!({ "connection": connection, "last4": token.last4, "reason": reason, "ticket": ticket }),
        )
        .await?;
        let method = token.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?;
        let message = Message::TokenRevoked {
            account_name: account_name.clone(),
            method,
            actor: scope.actor().signature(),
            reason: reason.to_owned(),
            ticket: ticket.map(str::to_owned),
            last4: token.last4.clone(),
        };
        outbox::write_to_administrators(tx, &scope, &message).await?;
    }
    requests::close_for_connection(tx, &scope, connection).await?;
    Ok(ended.len())
}
