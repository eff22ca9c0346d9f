//! Another mail, asked for by an administrator or by the invited person.

use serde_json::json;
use time::Duration;

use super::sending::{mail_link, send};
use super::viewing::enter;
use crate::domain::access::{AccountScope, Actor, AdminScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::licences::{self, Cause};
use crate::domain::secrets::PlainLink;
use crate::domain::users::{self, Status, User};
use crate::model::{InvitationId, SignInMethod, UserId};

/// Between two mails to the same person (R-41).
const COOL_DOWN: Duration = Duration::seconds(60);
/// Invitation mails to one person in 24 hours (R-41).
const PER_DAY: i64 = 3;

/// Why no further mail went out.
#[derive(Debug, thiserror::Error)]
pub enum ResendError {
    /// Nobody with this id waits for an invitation.
    #[error("nobody is waiting for an invitation here")]
    NotInvited,
    /// The last mail is less than a minute old, or three went out today.
    #[error("too many mails to this person")]
    TooOften,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ResendError);

/// „Erneut senden“: another mail with another link; older links stay good. An expired or revoked invitation is renewed and takes its
/// licence again.
pub async fn resend(tx: &mut Tx, scope: &AdminScope, user: UserId) -> Result<(), ResendError> {
    let user = users::load(tx, scope, user, true).await?.ok_or(ResendError::NotInvited)?;
    again(tx, scope, &user).await?;
    audit::record(tx, scope, "invitation.resent", Target::User(user.id.get()), json!({})).await?;
    Ok(())
}

async fn again(tx: &mut Tx, scope: &AccountScope, user: &User) -> Result<(), ResendError> {
    if !matches!(user.status, Status::Invited | Status::Expired | Status::Revoked) {
        return Err(ResendError::NotInvited);
    }
    let (account, now) = (scope.account().get(), tx.now());
    let sent = sqlx::query!(
        r#"select count(*) filter (where l.created_at > $3) as "minute!", count(*) as "day!"
           from invitation_links l join invitations i on i.account_id = l.account_id and i.id = l.invitation_id
           where l.account_id = $1 and i.user_id = $2 and l.created_at > $4"#,
        account,
        user.id.get(),
        now - COOL_DOWN,
        now - Duration::days(1)
    )
    .fetch_one(tx.conn())
    .await?;
    if sent.minute > 0 || sent.day >= PER_DAY {
        return Err(ResendError::TooOften);
    }
    let last = sqlx::query!(
        "select id, method, expires_at, revoked_at, accepted_at from invitations where account_id = $1 and user_id = $2 order by created_at desc, id desc limit 1",
        account,
        user.id.get()
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(ResendError::NotInvited)?;
    let method: SignInMethod = last.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?;
    let inviter = match scope.actor() {
        Actor::User { name, .. } if user.connection.is_none() => Some(name.clone()),
        _ => None,
    };
    if user.status == Status::Invited && last.revoked_at.is_none() && last.expires_at > now {
        mail_link(tx, scope, user, InvitationId::new(last.id), method, last.expires_at, inviter).await?;
        return Ok(());
    }
    sqlx::query!(
        "update users set status = 'invited', updated_at = $3 where account_id = $1 and id = $2",
        account,
        user.id.get(),
        now
    )
    .execute(tx.conn())
    .await?;
    if !user.seat && user.rights.app_user {
        licences::seat_changed(tx, scope, user.id, &user.display_name, 1, Cause::InvitationRenewed).await?;
    }
    send(tx, scope, user, method, inviter).await?;
    Ok(())
}

/// The person asks for a fresh mail on the page of an expired link; it goes to the same address and nowhere else (B35).
pub async fn renew(tx: &mut Tx, link: &PlainLink) -> Result<(), ResendError> {
    let (scope, invitation) = enter(tx, link).await?.ok_or(ResendError::NotInvited)?;
    let now = tx.now();
    let user = sqlx::query_scalar!(
        "select user_id from invitations where account_id = $1 and id = $2 and accepted_at is null and expires_at <= $3",
        scope.account().get(),
        invitation.get(),
        now
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(ResendError::NotInvited)?;
    let user = users::load(tx, &scope, user.into(), true).await?.ok_or(ResendError::NotInvited)?;
    if user.status == Status::Revoked {
        return Err(ResendError::NotInvited);
    }
    again(tx, &scope, &user).await?;
    let actor = Actor::User { id: user.id, name: user.display_name.clone(), rights: user.rights };
    audit::record_as(tx, &scope, &actor, "invitation.renewed", Target::User(user.id.get()), json!({})).await?;
    Ok(())
}
