//! SCIM switched off for a sign-in method: its tokens end, its people are no longer managed, its history stays (product S15, B49).

use serde_json::json;
use time::OffsetDateTime;

use super::{active_method, fence, tell};
use crate::domain::access::{AccountScope, AdminScope, Fresh};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::outbox::ConnectionChange;
use crate::domain::{accounts, requests, users};
use crate::model::{ConnectionId, PeopleAfter, SignInMethod};

/// Why SCIM stays on.
#[derive(Debug, thiserror::Error)]
pub enum DeactivateError {
    /// No such connection.
    #[error("no such connection")]
    NotThere,
    /// What was typed is not the account's name.
    #[error("the name is another one")]
    NameDiffers,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(DeactivateError);

/// Switches SCIM off. Whoever does it keeps their own access, and so does the account's last administrator. Requests of the identity provider
/// that are under way are done before, and those that come meanwhile find their token ended. Returns how many people were managed.
pub async fn deactivate(
    tx: &mut Tx,
    scope: &Fresh<AdminScope>,
    connection: ConnectionId,
    typed_name: &str,
    people: PeopleAfter,
) -> Result<usize, DeactivateError> {
    let account = scope.account().get();
    fence::close(tx, connection).await?;
    sqlx::query!("select id from accounts where id = $1 for no key update", account).fetch_one(tx.conn()).await?;
    let method = active_method(tx, scope, connection).await?.ok_or(DeactivateError::NotThere)?;
    if typed_name.trim() != accounts::name(tx, scope).await?.trim() {
        return Err(DeactivateError::NameDiffers);
    }
    // People before the connection, in the order in which everybody locks them.
    users::release(tx, scope, connection).await?;
    if people == PeopleAfter::Deactivated {
        users::deactivate_managed(tx, scope, connection).await?;
    }
    let managed = users::let_go(tx, scope, connection).await?;
    let now = tx.now();
    sqlx::query!(
        "update connections set deactivated_at = $3, paused_at = null, paused_by = null where account_id = $1 and id = $2",
        account,
        connection.get(),
        now
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "update tokens set revoked_at = $3, revoked_by_kind = $4, ended_by = 'deactivation', next_notice_at = null
         where account_id = $1 and connection_id = $2 and revoked_at is null",
        account,
        connection.get(),
        now,
        scope.actor().kind()
    )
    .execute(tx.conn())
    .await?;
    requests::close_for_connection(tx, scope, connection).await?;
    let details = json!({ "method": method, "people": managed, "then": people });
    audit::record(tx, scope, "connection.deactivated", Target::Connection(connection.get()), details).await?;
    let kept = people == PeopleAfter::Kept;
    tell(tx, scope, method, ConnectionChange::Deactivated { kept }).await?;
    Ok(managed)
}

/// A connection that was switched off.
#[derive(Debug, Clone, Copy)]
pub struct Former {
    /// For which method.
    pub method: SignInMethod,
    /// When.
    pub at: OffsetDateTime,
}

/// Connections that were switched off and not activated again.
pub async fn former(tx: &mut Tx, scope: &AccountScope) -> Result<Vec<Former>, Fault> {
    let rows = sqlx::query!(
        r#"select method, deactivated_at as "at!" from connections where account_id = $1 and deactivated_at is not null order by deactivated_at"#,
        scope.account().get()
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let method = row.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?;
            Ok(Former { method, at: row.at })
        })
        .collect()
}
