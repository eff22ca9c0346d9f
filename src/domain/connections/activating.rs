//! „Aktivieren“: connection and token in one unit of work, at most once for one form (R-16).

use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::access::{AccountScope, AdminScope, Fresh};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::licences::{self, Missing};
use crate::domain::sign_in_methods;
use crate::domain::tokens::{self, PlainToken};
use crate::model::{ConnectionId, Readiness, SignInMethod, TokenLifetime};

/// Why there is no new token.
#[derive(Debug, thiserror::Error)]
pub enum ActivateError {
    /// Premium or automatic adjustment is missing (article, step 1).
    #[error("preconditions are missing")]
    NotEligible(Vec<Missing>),
    /// The account does not allow the method.
    #[error("the sign-in method is not enabled")]
    MethodNotEnabled,
    /// People cannot sign in by this method: this installation does not offer it, or the account has not set it up.
    #[error("people cannot sign in by this method")]
    MethodNotUsable,
    /// This very form was already sent: its token was shown in the first answer.
    #[error("already done")]
    AlreadyDone,
    /// There is a live token; a lost one is revoked first (product B19).
    #[error("there is a live token")]
    TokenLive {
        /// Who made it.
        created_by: String,
        /// When.
        created_at: OffsetDateTime,
    },
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ActivateError);

/// Switches SCIM on for a sign-in method: connection, token, audit row and mails in one unit of work. With an existing connection whose
/// token was revoked this makes the new token; the Base URL stays.
///
/// `idempotency_key` names the form; the same form never makes a second token. The token never runs out; [`activate_for`] makes one that does.
pub async fn activate(
    tx: &mut Tx,
    scope: &Fresh<AdminScope>,
    method: SignInMethod,
    idempotency_key: Uuid,
) -> Result<(ConnectionId, PlainToken), ActivateError> {
    activate_for(tx, scope, method, TokenLifetime::Unlimited, idempotency_key).await
}

/// [`activate`] with a token that works for so long.
pub async fn activate_for(
    tx: &mut Tx,
    scope: &Fresh<AdminScope>,
    method: SignInMethod,
    lifetime: TokenLifetime,
    idempotency_key: Uuid,
) -> Result<(ConnectionId, PlainToken), ActivateError> {
    // Locks the account: of any number of activations at once exactly one goes on at a time (R-16).
    let eligible = licences::lock_eligible(tx, scope).await?;
    let account = scope.account().get();
    let done = sqlx::query_scalar!(
        r#"select exists (select from tokens where account_id = $1 and idempotency_key = $2) as "done!""#,
        account,
        idempotency_key
    )
    .fetch_one(tx.conn())
    .await?;
    if done {
        return Err(ActivateError::AlreadyDone);
    }
    eligible.map_err(ActivateError::NotEligible)?;
    if !sign_in_methods::is_enabled(tx, scope, method).await? {
        return Err(ActivateError::MethodNotEnabled);
    }
    if sign_in_methods::state(tx, scope, method).await?.readiness != Readiness::Ready {
        return Err(ActivateError::MethodNotUsable);
    }
    let connection = match find_by_method(tx, scope, method).await? {
        Some(id) => {
            refuse_live_token(tx, scope, id).await?;
            tokens::clear(tx, scope, id).await?;
            wake(tx, scope, id, method).await?;
            id
        }
        None => insert(tx, scope, method).await?,
    };
    let token = tokens::issue(tx, scope, connection, method, lifetime, idempotency_key).await?;
    Ok((connection, token))
}

pub(super) async fn find_by_method(
    tx: &mut Tx,
    scope: &AccountScope,
    method: SignInMethod,
) -> Result<Option<ConnectionId>, Fault> {
    let id = sqlx::query_scalar!(
        "select id from connections where account_id = $1 and method = $2",
        scope.account().get(),
        method.name()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(id.map(ConnectionId::new))
}

async fn refuse_live_token(tx: &mut Tx, scope: &AccountScope, connection: ConnectionId) -> Result<(), ActivateError> {
    match tokens::of_connection(tx, scope, connection).await?.into_iter().find(|t| t.revoked.is_none()) {
        Some(live) => Err(ActivateError::TokenLive { created_by: live.created_by, created_at: live.created_at }),
        None => Ok(()),
    }
}

async fn insert(tx: &mut Tx, scope: &AdminScope, method: SignInMethod) -> Result<ConnectionId, Fault> {
    let (id, now) = (tx.new_id(), tx.now());
    sqlx::query!(
        "insert into connections (account_id, id, method, created_at) values ($1, $2, $3, $4)",
        scope.account().get(),
        id,
        method.name(),
        now
    )
    .execute(tx.conn())
    .await?;
    audit::record(tx, scope, "connection.activated", Target::Connection(id), json!({ "method": method })).await?;
    Ok(ConnectionId::new(id))
}

/// Switches a connection on again that was switched off; nothing to do for any other.
async fn wake(tx: &mut Tx, scope: &AdminScope, connection: ConnectionId, method: SignInMethod) -> Result<(), Fault> {
    let woken = sqlx::query!(
        "update connections set deactivated_at = null where account_id = $1 and id = $2 and deactivated_at is not null",
        scope.account().get(),
        connection.get()
    )
    .execute(tx.conn())
    .await?;
    if woken.rows_affected() > 0 {
        let details = json!({ "method": method, "again": true });
        audit::record(tx, scope, "connection.activated", Target::Connection(connection.get()), details).await?;
    }
    Ok(())
}
