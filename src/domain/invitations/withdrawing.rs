//! „Einladung zurückziehen“.

use serde_json::json;

use super::sending::revoke_open;
use crate::domain::access::AdminScope;
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::licences::{self, Cause};
use crate::model::UserId;

/// Ends an open invitation with every link of it and gives its licence back; „Erneut senden“ renews it. `false` when nobody with this id
/// is invited.
pub async fn withdraw(tx: &mut Tx, scope: &AdminScope, user: UserId) -> Result<bool, Fault> {
    let now = tx.now();
    let withdrawn = sqlx::query!(
        "update users set status = 'revoked', updated_at = greatest(updated_at, $3) where account_id = $1 and id = $2 and status = 'invited'
         returning display_name, right_app_user",
        scope.account().get(),
        user.get(),
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(person) = withdrawn else { return Ok(false) };
    revoke_open(tx, scope, user).await?;
    if person.right_app_user {
        licences::seat_changed(tx, scope, user, &person.display_name, -1, Cause::InvitationRevoked).await?;
    }
    audit::record(tx, scope, "invitation.withdrawn", Target::User(user.get()), json!({})).await?;
    Ok(true)
}
