//! Another mail, asked for by an administrator or by the invited person.

use serde_json::json;
use time::Duration;

use super::sending::{Mailing, is_open, mail_link, method_of, send};
use super::viewing::enter;
use crate::domain::access::{AccountScope, Actor, AdminScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::licences::{self, Cause};
use crate::domain::secrets::PlainLink;
use crate::domain::test_accounts;
use crate::domain::users::{self, Status, User};
use crate::model::{InvitationId, UserId};

/// Between two mails to the same person (R-41).
const COOL_DOWN: Duration = Duration::seconds(60);
/// Invitation mails to one address in 24 hours (R-41); the database says the same in `next_invitation_mail`.
const PER_DAY: i64 = 3;

/// Why no further mail went out.
#[derive(Debug, thiserror::Error)]
pub enum ResendError {
    /// Nobody with this id waits for an invitation.
    #[error("nobody is waiting for an invitation here")]
    NotInvited,
    /// They have no address.
    #[error("there is no address to mail to")]
    NoAddress,
    /// The test of the account is over.
    #[error("the test is over")]
    TestOver,
    /// They would take a licence, and none is free.
    #[error("not enough licences are free")]
    NoLicence,
    /// The last mail is less than a minute old, or three went out today.
    #[error("too many mails to this person")]
    TooOften,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ResendError);

/// What „Erneut senden“ has sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// The first mail: nobody had sent one before.
    First,
    /// Another one.
    Again,
}

/// „Erneut senden“: another mail with another link; older links stay good, unless the person is invited by another method now. An expired
/// or revoked invitation is renewed and takes its licence again; one that was never sent is sent.
pub async fn resend(tx: &mut Tx, scope: &AdminScope, user: UserId) -> Result<Sent, ResendError> {
    let user = users::load(tx, scope, user, true).await?.ok_or(ResendError::NotInvited)?;
    let first = user.status == Status::Invited && !is_open(tx, scope, user.id).await?;
    again(tx, scope, &user).await?;
    let (sent, action) = if first { (Sent::First, "invitation.sent") } else { (Sent::Again, "invitation.resent") };
    audit::record(tx, scope, action, Target::User(user.id.get()), json!({})).await?;
    Ok(sent)
}

async fn again(tx: &mut Tx, scope: &AccountScope, user: &User) -> Result<(), ResendError> {
    if !matches!(user.status, Status::Invited | Status::Expired | Status::Revoked) {
        return Err(ResendError::NotInvited);
    }
    let to = user.sign_in_email.as_ref().ok_or(ResendError::NoAddress)?;
    if test_accounts::is_over(tx, scope).await? {
        return Err(ResendError::TestOver);
    }
    let (account, now) = (scope.account().get(), tx.now());
    // Whatever mailed this address counts: resends, renewals, reminders, a person who was deleted and created again.
    let sent = sqlx::query!(
        r#"select count(*) filter (where created_at > $3) as "minute!",
                  count(*) filter (where coalesce(sent_at, next_attempt_at) > $4) as "day!"
           from outbox where account_id = $1 and to_key = $2 and paced and created_at > $5"#,
        account,
        to.key(),
        now - COOL_DOWN,
        now - Duration::days(1),
        now - Duration::days(2)
    )
    .fetch_one(tx.conn())
    .await?;
    if sent.minute > 0 || sent.day >= PER_DAY {
        return Err(ResendError::TooOften);
    }
    let inviter = match scope.actor() {
        Actor::User { name, .. } if user.connection.is_none() => Some(name.clone()),
        _ => None,
    };
    let open = sqlx::query!(
        "select id, method, expires_at from invitations
         where account_id = $1 and user_id = $2 and accepted_at is null and revoked_at is null and expires_at > $3",
        account,
        user.id.get(),
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    let method = method_of(tx, scope, user.id).await?;
    if let Some(open) = open.filter(|open| user.status == Status::Invited && open.method == method.name()) {
        let mailing = Mailing {
            invitation: InvitationId::new(open.id),
            method,
            expires_at: open.expires_at,
            inviter,
            reminder: false,
        };
        mail_link(tx, scope, user, to, mailing).await?;
        return Ok(());
    }
    let takes_seat = user.rights.app_user && !user.seat;
    if takes_seat && !licences::room_for(tx, scope, 1).await? {
        return Err(ResendError::NoLicence);
    }
    sqlx::query!(
        "update users set status = 'invited', updated_at = greatest(updated_at, $3) where account_id = $1 and id = $2",
        account,
        user.id.get(),
        now
    )
    .execute(tx.conn())
    .await?;
    if takes_seat {
        licences::seat_changed(tx, scope, user.id, &user.display_name, 1, Cause::InvitationRenewed).await?;
    }
    send(tx, scope, user, to, method, inviter).await?;
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
