//! Invitations: one per person and try, any number of mails, each with a link of its own, all of them good until one is used (B38).
//!
//! Looking never consumes (R-35); accepting happens once, decided by one UPDATE (R-34).

use serde_json::json;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::access::{AccountScope, Actor, AdminScope, WorkerScope};
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::{Fault, faults_into};
use super::licences::{self, Cause};
use super::outbox::{self, Message};
use super::passwords::Hash;
use super::secrets::PlainLink;
use super::sign_in::SignedIn;
use super::users::{self, Status, User};
use super::{accounts, resets, sign_in_methods};
use crate::model::{AccountId, InvitationId, SignInMethod, UserId};

/// Between two mails to the same person (R-41).
const COOL_DOWN: Duration = Duration::seconds(60);
/// Invitation mails to one person in 24 hours (R-41).
const PER_DAY: i64 = 3;

/// Invites: a new invitation with its first mail. An open one for the same person ends.
pub(super) async fn send(
    tx: &mut Tx,
    scope: &AccountScope,
    user: &User,
    method: SignInMethod,
    inviter: Option<String>,
) -> Result<(), Fault> {
    revoke_open(tx, scope, user.id).await?;
    let (id, now) = (tx.new_id(), tx.now());
    let expires_at = now + tx.policy().invitation_lifetime;
    sqlx::query!(
        "insert into invitations (account_id, id, user_id, method, email, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)",
        scope.account().get(),
        id,
        user.id.get(),
        method.name(),
        user.sign_in_email.as_str(),
        now,
        expires_at
    )
    .execute(tx.conn())
    .await?;
    mail_link(tx, scope, user, InvitationId::new(id), method, expires_at, inviter).await
}

async fn mail_link(
    tx: &mut Tx,
    scope: &AccountScope,
    user: &User,
    invitation: InvitationId,
    method: SignInMethod,
    expires_at: OffsetDateTime,
    inviter: Option<String>,
) -> Result<(), Fault> {
    let link = PlainLink::generate();
    let (id, now) = (tx.new_id(), tx.now());
    sqlx::query!(
        "insert into invitation_links (account_id, id, invitation_id, hash, created_at) values ($1, $2, $3, $4, $5)",
        scope.account().get(),
        id,
        invitation.get(),
        &link.hash()[..],
        now
    )
    .execute(tx.conn())
    .await?;
    let message = Message::Invitation {
        account_name: accounts::name(tx, scope).await?,
        display_name: user.display_name.clone(),
        method,
        inviter,
        expires_at: expires_at.unix_timestamp(),
    };
    outbox::write(tx, scope, Some(user.id), &user.sign_in_email, user.language, &message, Some(&link)).await
}

/// The first invitation of somebody who is just arriving, before it is written: with its link and its mail.
#[derive(Debug)]
pub(super) struct Draft {
    pub id: Uuid,
    pub expires_at: OffsetDateTime,
    pub link_id: Uuid,
    pub link_hash: [u8; 32],
    pub mail: outbox::Row,
}

impl Draft {
    pub(super) fn of(
        tx: &Tx,
        scope: &AccountScope,
        account_name: &str,
        user: &User,
        method: SignInMethod,
    ) -> Result<Self, Fault> {
        let expires_at = tx.now() + tx.policy().invitation_lifetime;
        let link = PlainLink::generate();
        let message = Message::Invitation {
            account_name: account_name.to_owned(),
            display_name: user.display_name.clone(),
            method,
            inviter: None,
            expires_at: expires_at.unix_timestamp(),
        };
        Ok(Self {
            id: tx.new_id(),
            expires_at,
            link_id: tx.new_id(),
            link_hash: link.hash(),
            mail: outbox::Row::of(tx, scope, &message, Some(&link))?,
        })
    }
}

/// Ends the open invitation of a person and with it every link.
pub(super) async fn revoke_open(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    let now = tx.now();
    sqlx::query!(
        "update invitations set revoked_at = $3 where account_id = $1 and user_id = $2 and accepted_at is null and revoked_at is null",
        scope.account().get(),
        user.get(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

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

/// What somebody who opened a link sees.
#[derive(Debug, Clone)]
pub struct View {
    /// The company.
    pub account_name: String,
    /// The person's name.
    pub display_name: String,
    /// The invited address; pages show it masked.
    pub email: String,
    /// Who this is for; to notice that somebody else is signed in (B37).
    pub user: UserId,
    /// The account.
    pub account: AccountId,
    /// The account's automatic user management invited, not somebody by hand (B29).
    pub by_scim: bool,
    /// How the invitation is accepted.
    pub method: SignInMethod,
    /// Whether the account (still) allows that method.
    pub method_enabled: bool,
    /// Where it stands.
    pub state: State,
}

/// Where an invitation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Can be accepted until then.
    Open {
        /// Until when.
        until: OffsetDateTime,
    },
    /// Has been accepted.
    Accepted,
    /// Ran out; a fresh one can be asked for.
    Expired,
    /// Revoked, or the person was deactivated meanwhile.
    Revoked,
}

/// Shows an invitation; changes nothing. `None` for a link nobody sent.
pub async fn view(tx: &mut Tx, link: &PlainLink) -> Result<Option<View>, Fault> {
    let Some((scope, invitation)) = enter(tx, link).await? else { return Ok(None) };
    let Some(row) = sqlx::query!(
        "select i.user_id, i.method, i.expires_at, i.accepted_at, i.revoked_at, u.status, u.display_name, u.sign_in_email, u.connection_id
         from invitations i join users u on u.account_id = i.account_id and u.id = i.user_id where i.account_id = $1 and i.id = $2",
        scope.account().get(),
        invitation.get()
    )
    .fetch_optional(tx.conn())
    .await?
    else {
        return Ok(None);
    };
    let method: SignInMethod = row.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?;
    let gone = matches!(row.status.as_str(), "deactivated" | "removed" | "revoked");
    let state = if gone {
        State::Revoked
    } else if row.accepted_at.is_some() || row.status == "active" {
        State::Accepted
    } else if row.expires_at <= tx.now() {
        // A link that ran out says so even after a newer invitation took its place: the person can still ask for a mail.
        State::Expired
    } else if row.revoked_at.is_some() {
        State::Revoked
    } else {
        State::Open { until: row.expires_at }
    };
    Ok(Some(View {
        account_name: accounts::name(tx, &scope).await?,
        display_name: row.display_name,
        email: row.sign_in_email,
        user: row.user_id.into(),
        account: scope.account(),
        by_scim: row.connection_id.is_some(),
        method,
        method_enabled: sign_in_methods::is_enabled(tx, &scope, method).await?,
        state,
    }))
}

async fn enter(tx: &mut Tx, link: &PlainLink) -> Result<Option<(AccountScope, InvitationId)>, Fault> {
    let found = sqlx::query!(
        r#"select account_id as "account_id!", invitation_id as "invitation_id!" from lookup_invitation($1)"#,
        &link.hash()[..]
    )
    .fetch_optional(tx.conn())
    .await?;
    match found {
        Some(f) => {
            Ok(Some((AccountScope::enter(tx, f.account_id.into(), Actor::System).await?, f.invitation_id.into())))
        }
        None => Ok(None),
    }
}

/// Why an invitation was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// Unknown, used, expired, revoked: [`view`] tells which.
    #[error("the invitation is not open")]
    NotOpen,
    /// Another method was invited to, or the account stopped allowing it (R-40).
    #[error("this method is not allowed here")]
    MethodNotAllowed,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(AcceptError);

/// Accepts by e-mail and password: sets the password, closes every link, makes the person active. Of any number at once one succeeds.
pub async fn accept_with_password(tx: &mut Tx, link: &PlainLink, password: &Hash) -> Result<SignedIn, AcceptError> {
    let (scope, invitation) = enter(tx, link).await?.ok_or(AcceptError::NotOpen)?;
    let (account, now) = (scope.account().get(), tx.now());
    if !sign_in_methods::is_enabled(tx, &scope, SignInMethod::Password).await? {
        return Err(AcceptError::MethodNotAllowed);
    }
    let accepted = sqlx::query!(
        "update invitations set accepted_at = $3 where account_id = $1 and id = $2 and accepted_at is null and revoked_at is null and expires_at > $3
         returning user_id, method",
        account,
        invitation.get(),
        now
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(AcceptError::NotOpen)?;
    if accepted.method != SignInMethod::Password.name() {
        return Err(AcceptError::MethodNotAllowed);
    }
    let user = users::load(tx, &scope, accepted.user_id.into(), true)
        .await?
        .filter(|u| u.status == Status::Invited)
        .ok_or(AcceptError::NotOpen)?;
    sqlx::query!(
        "update users set status = 'active', accepted_at = coalesce(accepted_at, $3), updated_at = greatest(updated_at, $3) where account_id = $1 and id = $2",
        account,
        user.id.get(),
        now
    )
    .execute(tx.conn())
    .await?;
    resets::set_password(tx, &scope, user.id, password).await?;
    let actor = Actor::User { id: user.id, name: user.display_name.clone(), rights: user.rights };
    audit::record_as(
        tx,
        &scope,
        &actor,
        "invitation.accepted",
        Target::User(user.id.get()),
        json!({ "method": SignInMethod::Password }),
    )
    .await?;
    Ok(SignedIn::new(scope.account(), user.id, user.rights))
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

/// Gives back the licences of invitations that ran out; at most `limit`, returns how many. Expiry itself needs no worker: a link past
/// its time is dead by comparison.
pub async fn expire(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let now = tx.now();
    let due = sqlx::query!(r#"select account_id as "account_id!", invitation_id as "invitation_id!" from lookup_expired_invitations($1, $2)"#, now, limit).fetch_all(tx.conn()).await?;
    for row in &due {
        let scope = AccountScope::enter(tx, row.account_id.into(), Actor::System).await?;
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
