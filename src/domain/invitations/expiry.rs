//! Nobody came.

use serde_json::json;

use super::viewing::invited_by;
use crate::domain::access::{AccountScope, Actor, WorkerScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::licences::{self, Cause};
use crate::domain::users;
use crate::model::InvitationId;

/// Gives back the licences of invitations that ran out; at most `limit`, returns how many. Expiry itself needs no worker: a link past
/// its time is dead by comparison.
pub async fn expire(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let now = tx.now();
    let due = sqlx::query!(r#"select account_id as "account_id!", invitation_id as "invitation_id!" from lookup_expired_invitations($1, $2)"#, now, limit).fetch_all(tx.conn()).await?;
    for row in &due {
        let scope = AccountScope::enter(tx, row.account_id.into(), Actor::System).await?;
        // The person before the invitation, and what is true of both once nobody changes them any more: somebody may just have been invited anew.
        let Some(person) = invited_by(tx, &scope, InvitationId::new(row.invitation_id)).await? else { continue };
        users::load(tx, &scope, person, true).await?;
        let user = sqlx::query!(
            "update users u set status = 'expired', updated_at = greatest(u.updated_at, $3) from invitations i
             where u.account_id = $1 and i.account_id = u.account_id and i.id = $2 and i.user_id = u.id and u.status = 'invited'
               and i.accepted_at is null and i.revoked_at is null and i.expires_at <= $3
             returning u.id, u.display_name, u.right_app_user",
            row.account_id,
            row.invitation_id,
            now
        )
        .fetch_optional(tx.conn())
        .await?;
        let Some(user) = user else { continue };
        if user.right_app_user {
            licences::seat_changed(tx, &scope, user.id.into(), &user.display_name, -1, Cause::InvitationExpired)
                .await?;
        }
        audit::record(tx, &scope, "invitation.expired", Target::User(user.id), json!({})).await?;
    }
    Ok(due.len())
}
