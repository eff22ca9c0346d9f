//! A connection invites by another method.

use serde_json::json;

use super::activating::find_by_method;
use crate::domain::access::{AdminScope, Fresh};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::sign_in_methods;
use crate::model::{ConnectionId, Readiness, SignInMethod};

/// Why a connection goes on inviting as it did.
#[derive(Debug, thiserror::Error)]
pub enum ChangeMethodError {
    /// There is no such connection.
    #[error("there is no such connection")]
    NotThere,
    /// The account does not allow the method.
    #[error("the sign-in method is not enabled")]
    NotEnabled,
    /// People cannot sign in by this method: this installation does not offer it, or the account has not set it up.
    #[error("people cannot sign in by this method")]
    NotUsable,
    /// Another connection invites by it: there is one for each method.
    #[error("another connection invites by this method")]
    Taken,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ChangeMethodError);

/// Invites by another method from now on (product B13): token, Base URL and people stay, and who came in by the old method goes on doing
/// so. What becomes of open invitations is for `invitations::send_by_new_method`.
pub async fn change_method(
    tx: &mut Tx,
    scope: &Fresh<AdminScope>,
    connection: ConnectionId,
    method: SignInMethod,
) -> Result<(), ChangeMethodError> {
    let account = scope.account().get();
    // One lock with activation and the switches of methods: what is looked at here stays so until the end.
    sqlx::query!("select id from accounts where id = $1 for no key update", account).fetch_one(tx.conn()).await?;
    let before = sqlx::query_scalar!(
        "select method from connections where account_id = $1 and id = $2 and deactivated_at is null for no key update",
        account,
        connection.get()
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(ChangeMethodError::NotThere)?;
    if before == method.name() {
        return Ok(());
    }
    let state = sign_in_methods::state(tx, scope, method).await?;
    if !state.enabled {
        return Err(ChangeMethodError::NotEnabled);
    }
    if state.readiness != Readiness::Ready {
        return Err(ChangeMethodError::NotUsable);
    }
    if find_by_method(tx, scope, method).await?.is_some() {
        return Err(ChangeMethodError::Taken);
    }
    sqlx::query!(
        "update connections set method = $3 where account_id = $1 and id = $2",
        account,
        connection.get(),
        method.name()
    )
    .execute(tx.conn())
    .await?;
    let details = json!({ "from": before, "to": method });
    audit::record(tx, scope, "connection.method_changed", Target::Connection(connection.get()), details).await?;
    Ok(())
}
