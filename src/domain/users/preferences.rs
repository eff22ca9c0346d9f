//! How an administrator likes to see the list; theirs alone, on every device.

use crate::domain::access::{Actor, AdminScope};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;

/// What somebody chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListPreferences {
    /// People whose invitation ran out are left out (product B45).
    pub hides_expired: bool,
    /// People whose invitation was withdrawn are left out.
    pub hides_revoked: bool,
}

/// What the administrator chose, or the default.
pub async fn list_preferences(tx: &mut Tx, scope: &AdminScope) -> Result<ListPreferences, Fault> {
    let Actor::User { id, .. } = scope.actor() else { return Ok(ListPreferences::default()) };
    let chosen = sqlx::query_as!(
        ListPreferences,
        "select hides_expired, hides_revoked from list_preferences where account_id = $1 and user_id = $2",
        scope.account().get(),
        id.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(chosen.unwrap_or_default())
}

/// Keeps what the administrator chose.
pub async fn prefer(tx: &mut Tx, scope: &AdminScope, chosen: ListPreferences) -> Result<(), Fault> {
    let Actor::User { id, .. } = scope.actor() else { return Ok(()) };
    sqlx::query!(
        "insert into list_preferences (account_id, user_id, hides_expired, hides_revoked) values ($1, $2, $3, $4)
         on conflict (account_id, user_id) do update set hides_expired = excluded.hides_expired, hides_revoked = excluded.hides_revoked",
        scope.account().get(),
        id.get(),
        chosen.hides_expired,
        chosen.hides_revoked
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
