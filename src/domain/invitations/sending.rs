//! An invitation and its mail go out, or the open one ends.

use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::access::{AccountScope, ConnectionScope};
use crate::domain::accounts;
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::outbox::{self, Message};
use crate::domain::secrets::PlainLink;
use crate::domain::sign_in_methods::{self, MethodState, or_another};
use crate::domain::users::User;
use crate::model::{EmailAddress, InvitationId, SignInMethod, UserId};

/// Invites: a new invitation with its first mail to the address they will sign in by. An open one for the same person ends.
pub(in crate::domain) async fn send(
    tx: &mut Tx,
    scope: &AccountScope,
    user: &User,
    to: &EmailAddress,
    method: SignInMethod,
    inviter: Option<String>,
) -> Result<(), Fault> {
    revoke_open(tx, scope, user.id).await?;
    let (id, now) = (tx.new_id(), tx.now());
    let expires_at = now + tx.policy().invitation_lifetime;
    sqlx::query!(
        "with person as (update users set method = $4 where account_id = $1 and id = $3 and method is distinct from $4)
         insert into invitations (account_id, id, user_id, method, email, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)",
        scope.account().get(),
        id,
        user.id.get(),
        method.name(),
        to.as_str(),
        now,
        expires_at
    )
    .execute(tx.conn())
    .await?;
    let mailing = Mailing { invitation: InvitationId::new(id), method, expires_at, inviter, reminder: false };
    mail_link(tx, scope, user, to, mailing).await
}

/// [`send`] for somebody who comes (back) through a connection: where it invites on demand, or they have no address, an open invitation
/// ends and nothing is sent.
pub(in crate::domain) async fn send_if_at_once(tx: &mut Tx, scope: &ConnectionScope, user: &User) -> Result<(), Fault> {
    let at_once = sqlx::query_scalar!(
        r#"select inviting = 'at_once' as "at_once!" from connections where account_id = $1 and id = $2"#,
        scope.account().get(),
        scope.connection().get()
    )
    .fetch_one(tx.conn())
    .await?;
    match &user.sign_in_email {
        Some(to) if at_once => send(tx, scope, user, to, scope.method(), None).await,
        _ => revoke_open(tx, scope, user.id).await,
    }
}

/// One mail about an invitation.
pub(super) struct Mailing {
    pub invitation: InvitationId,
    pub method: SignInMethod,
    pub expires_at: OffsetDateTime,
    /// Who invites; `None` for the company's automatic user management.
    pub inviter: Option<String>,
    /// Not the first one.
    pub reminder: bool,
}

/// Another mail with another link of an invitation.
pub(super) async fn mail_link(
    tx: &mut Tx,
    scope: &AccountScope,
    user: &User,
    to: &EmailAddress,
    mailing: Mailing,
) -> Result<(), Fault> {
    let Mailing { invitation, method, expires_at, inviter, reminder } = mailing;
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
    let account_name = accounts::name(tx, scope).await?;
    let message = if reminder {
        Message::InvitationReminder {
            account_name,
            display_name: user.display_name.clone(),
            method,
            expires_at: expires_at.unix_timestamp(),
        }
    } else {
        invitation_message(account_name, user.display_name.clone(), method, expires_at, inviter)
    };
    outbox::write(tx, scope, Some(user.id), to, user.language, &message, Some(&link)).await
}

pub(super) fn invitation_message(
    account_name: String,
    display_name: String,
    method: SignInMethod,
    expires_at: OffsetDateTime,
    inviter: Option<String>,
) -> Message {
    Message::Invitation { account_name, display_name, method, inviter, expires_at: expires_at.unix_timestamp() }
}

/// The first invitation of somebody who is just arriving, before it is written: with its link and its mail.
#[derive(Debug)]
pub(in crate::domain) struct Draft {
    pub id: Uuid,
    pub expires_at: OffsetDateTime,
    pub link_id: Uuid,
    pub link_hash: [u8; 32],
    pub mail: outbox::Row,
}

impl Draft {
    pub(in crate::domain) fn of(
        tx: &Tx,
        scope: &AccountScope,
        account_name: &str,
        user: &User,
        method: SignInMethod,
    ) -> Result<Self, Fault> {
        let expires_at = tx.now() + tx.policy().invitation_lifetime;
        let link = PlainLink::generate();
        let message = invitation_message(account_name.to_owned(), user.display_name.clone(), method, expires_at, None);
        Ok(Self {
            id: tx.new_id(),
            expires_at,
            link_id: tx.new_id(),
            link_hash: link.hash(),
            mail: outbox::Row::of(tx, scope, &message, Some(&link))?,
        })
    }
}

/// How a person is invited: by the method of their connection, which may have changed since (product B13); else as they were last, or by another method
/// where the account does not allow that one any more.
pub(in crate::domain) async fn method_of(
    tx: &mut Tx,
    scope: &AccountScope,
    user: UserId,
) -> Result<SignInMethod, Fault> {
    let found = sqlx::query!(
        r#"select c.method as "connection?", coalesce(u.method, 'password') as "own!"
           from users u left join connections c on c.account_id = u.account_id and c.id = u.connection_id where u.account_id = $1 and u.id = $2"#,
        scope.account().get(),
        user.get()
    )
    .fetch_one(tx.conn())
    .await?;
    invited_by_method(&sign_in_methods::list(tx, scope).await?, found.connection.as_deref(), &found.own)
}

/// The method that somebody is invited by, of their connection's and their own, as they are stored.
pub(super) fn invited_by_method(
    states: &[MethodState],
    connection: Option<&str>,
    own: &str,
) -> Result<SignInMethod, Fault> {
    let parsed = |method: &str| method.parse().map_err(|_| Fault::unexpected("a stored method is no method"));
    connection.map_or_else(|| Ok(or_another(states, parsed(own)?)), parsed)
}

/// Whether an invitation of a person was sent and is neither accepted nor revoked.
pub(in crate::domain) async fn is_open(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<bool, Fault> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from invitations where account_id = $1 and user_id = $2 and accepted_at is null and revoked_at is null) as "open!""#,
        scope.account().get(),
        user.get()
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Ends what was sent to somebody whose only address was taken.
pub(in crate::domain) async fn end_without_address(
    tx: &mut Tx,
    scope: &AccountScope,
    user: UserId,
) -> Result<(), Fault> {
    if is_open(tx, scope, user).await? {
        revoke_open(tx, scope, user).await?;
        audit::record(tx, scope, "invitation.ended_without_address", Target::User(user.get()), json!({})).await?;
    }
    Ok(())
}

/// Ends the open invitation of a person and with it every link; mails that have not left stay unsent.
pub(in crate::domain) async fn revoke_open(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    outbox::recall_invitations(tx, scope, user).await?;
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
