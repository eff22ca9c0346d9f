//! Nobody came yet: one reminder.

use serde_json::json;
use time::Duration;

use super::sending::{Mailing, mail_link};
use super::viewing::invited_by;
use crate::domain::access::{AccountScope, Actor, WorkerScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::users::{self, Status};
use crate::model::InvitationId;

/// How long ago the last mail about an invitation left when its person is reminded.
pub const AFTER: Duration = Duration::days(3);

/// Reminds people of invitations whose last mail left three days ago, once each, with a link of its own; at most `limit`, returns how many
/// were looked at. Whose mail has not left yet has nothing to be reminded of, and waits for it.
pub async fn remind(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let now = tx.now();
    let due = sqlx::query!(
        r#"select account_id as "account_id!", invitation_id as "invitation_id!" from lookup_invitations_to_remind($1, $2, $3)"#,
        now - AFTER,
        now,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    for row in &due {
        let scope = AccountScope::enter(tx, row.account_id.into(), Actor::System).await?;
        let invitation = InvitationId::new(row.invitation_id);
        // The person before the invitation, as whoever ends their access locks them.
        let Some(person) = invited_by(tx, &scope, invitation).await? else { continue };
        let user = users::load(tx, &scope, person, true).await?;
        // Of two instances one reminds.
        let reminded = sqlx::query!(
            r#"update invitations set reminded_at = $3
               where account_id = $1 and id = $2 and accepted_at is null and revoked_at is null and reminded_at is null
               returning method, expires_at"#,
            row.account_id,
            row.invitation_id,
            now
        )
        .fetch_optional(tx.conn())
        .await?;
        let Some(reminded) = reminded else { continue };
        let Some(user) = user.filter(|user| user.status == Status::Invited) else { continue };
        let Some(to) = &user.sign_in_email else { continue };
        let mailing = Mailing {
            invitation,
            method: reminded.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?,
            expires_at: reminded.expires_at,
            inviter: None,
            reminder: true,
        };
        mail_link(tx, &scope, &user, to, mailing).await?;
        audit::record(tx, &scope, "invitation.reminded", Target::User(user.id.get()), json!({})).await?;
    }
    Ok(due.len())
}
