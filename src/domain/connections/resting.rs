//! A connection that rests for a while: SCIM answers 403 until an administrator lets it go on (product S13).

use serde_json::json;

use super::tell;
use crate::domain::access::AdminScope;
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::licences::{self, Missing};
use crate::domain::outbox::ConnectionChange;
use crate::model::ConnectionId;

/// Pauses a connection. `false` for one that is not there or rests already.
pub async fn pause(tx: &mut Tx, scope: &AdminScope, connection: ConnectionId) -> Result<bool, Fault> {
    let now = tx.now();
    let paused = sqlx::query_scalar!(
        "update connections set paused_at = $3, paused_by = $4
         where account_id = $1 and id = $2 and paused_at is null and deactivated_at is null returning method",
        scope.account().get(),
        connection.get(),
        now,
        scope.actor().name()
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(method) = paused else { return Ok(false) };
    audit::record(tx, scope, "connection.paused", Target::Connection(connection.get()), json!({})).await?;
    let method = method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?;
    tell(tx, scope, method, ConnectionChange::Paused).await?;
    Ok(true)
}

/// Why a connection rests on.
#[derive(Debug, thiserror::Error)]
pub enum ResumeError {
    /// No such connection, or it does not rest.
    #[error("nothing rests")]
    NotPaused,
    /// Premium or automatic adjustment is missing.
    #[error("preconditions are missing")]
    NotEligible(Vec<Missing>),
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ResumeError);

/// Lets a paused connection go on, if the account still has what SCIM needs.
pub async fn resume(tx: &mut Tx, scope: &AdminScope, connection: ConnectionId) -> Result<(), ResumeError> {
    licences::lock_eligible(tx, scope).await?.map_err(ResumeError::NotEligible)?;
    let resumed = sqlx::query_scalar!(
        "update connections set paused_at = null, paused_by = null
         where account_id = $1 and id = $2 and paused_at is not null and deactivated_at is null returning method",
        scope.account().get(),
        connection.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    let method = resumed.ok_or(ResumeError::NotPaused)?;
    audit::record(tx, scope, "connection.resumed", Target::Connection(connection.get()), json!({})).await?;
    let method = method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?;
    tell(tx, scope, method, ConnectionChange::Resumed).await?;
    Ok(())
}
