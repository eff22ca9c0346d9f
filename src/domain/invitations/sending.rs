//! An invitation and its mail go out, or the open one ends.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::access::AccountScope;
use crate::domain::accounts;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::outbox::{self, Message};
use crate::domain::secrets::PlainLink;
use crate::domain::users::User;
use crate::model::{InvitationId, SignInMethod, UserId};

/// Invites: a new invitation with its first mail. An open one for the same person ends.
pub(in crate::domain) async fn send(
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

/// Another mail with another link of an invitation.
pub(super) async fn mail_link(
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
    let message = message(accounts::name(tx, scope).await?, user, method, expires_at, inviter);
    outbox::write(tx, scope, Some(user.id), &user.sign_in_email, user.language, &message, Some(&link)).await
}

fn message(
    account_name: String,
    user: &User,
    method: SignInMethod,
    expires_at: OffsetDateTime,
    inviter: Option<String>,
) -> Message {
    Message::Invitation {
        account_name,
        display_name: user.display_name.clone(),
        method,
        inviter,
        expires_at: expires_at.unix_timestamp(),
    }
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
        let message = message(account_name.to_owned(), user, method, expires_at, None);
        Ok(Self {
            id: tx.new_id(),
            expires_at,
            link_id: tx.new_id(),
            link_hash: link.hash(),
            mail: outbox::Row::of(tx, scope, &message, Some(&link))?,
        })
    }
}

/// How a person was invited last; by password where nobody ever invited them.
pub(in crate::domain) async fn last_method(
    tx: &mut Tx,
    scope: &AccountScope,
    user: UserId,
) -> Result<SignInMethod, Fault> {
    let method = sqlx::query_scalar!(
        "select method from invitations where account_id = $1 and user_id = $2 order by created_at desc, id desc limit 1",
        scope.account().get(),
        user.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    method.map_or(Ok(SignInMethod::Password), |method| {
        method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))
    })
}

/// Ends the open invitation of a person and with it every link.
pub(in crate::domain) async fn revoke_open(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
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
