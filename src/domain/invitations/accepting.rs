//! Somebody joins.

use serde_json::json;

use super::viewing::{enter, invited_by};
use crate::domain::access::{AccountScope, Actor};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::outbox::{self, Message};
use crate::domain::passwords::Hash;
use crate::domain::secrets::PlainLink;
use crate::domain::sign_in::{PasswordProven, SignedIn};
use crate::domain::users::{self, Status, User};
use crate::domain::{accounts, identities, resets, sessions, sign_in, sign_in_methods};
use crate::model::{EmailAddress, ProviderIdentity, SignInMethod};

/// Why an invitation was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// Unknown, used, expired, revoked: [`super::view`] tells which.
    #[error("the invitation is not open")]
    NotOpen,
    /// Another method was invited to, or the account stopped allowing it.
    #[error("this method is not allowed here")]
    MethodNotAllowed,
    /// The identity does not prove that its holder is the invited person.
    #[error("the identity is not the invited person's: {0:?}")]
    NotThePerson(Mismatch),
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(AcceptError);

/// In what an identity differs from the invited person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// The provider says no mail address.
    NoAddress,
    /// The provider says that the address is not proven to be the person's.
    NotVerified,
    /// The address is another one than the invited.
    OtherAddress,
    /// Somebody else of this account comes by this identity.
    SomebodyElse,
}

/// Accepts by e-mail and password: sets the password, closes every link, makes the person active. Of any number at once one succeeds.
pub async fn accept_with_password(
    tx: &mut Tx,
    link: &PlainLink,
    password: &Hash,
) -> Result<PasswordProven, AcceptError> {
    let (scope, user) = close(tx, link, SignInMethod::Password).await?;
    resets::set_password(tx, &scope, user.id, password).await?;
    join(tx, &scope, &user, SignInMethod::Password).await?;
    Ok(PasswordProven::new(scope.account(), user.id, user.rights, tx.now()))
}

/// Accepts by an identity provider: the mail address it names counts here, once, because the link came by mail to the same address;
/// from then on issuer and subject alone do. Of any number at once one succeeds.
pub async fn accept_with_identity(
    tx: &mut Tx,
    link: &PlainLink,
    identity: &ProviderIdentity,
) -> Result<SignedIn, AcceptError> {
    let (scope, user) = close(tx, link, identity.method).await?;
    if !identities::is_welcome(tx, &scope, identity).await? {
        return Err(AcceptError::MethodNotAllowed);
    }
    if let Some(mismatch) = mismatch(identity, user.signs_in_by()?) {
        return Err(AcceptError::NotThePerson(mismatch));
    }
    // Whatever somebody could do with an earlier credential ends with the new one.
    sessions::end_all(tx, &scope, user.id).await?;
    if !identities::link(tx, &scope, user.id, identity).await? {
        return Err(AcceptError::NotThePerson(Mismatch::SomebodyElse));
    }
    join(tx, &scope, &user, identity.method).await?;
    let proof = SignedIn::new(scope.account(), user.id, user.rights, identity.method);
    sign_in::record(tx, &scope, &proof, user.display_name).await?;
    Ok(proof)
}

/// In what an identity differs from whoever signs in by an address; `None` where it may be theirs.
pub(in crate::domain) fn mismatch(identity: &ProviderIdentity, theirs: &EmailAddress) -> Option<Mismatch> {
    match (&identity.email, identity.email_verified) {
        (None, _) => Some(Mismatch::NoAddress),
        (Some(_), Some(false)) => Some(Mismatch::NotVerified),
        // Google always says whether; whoever is silent there is not Google. Microsoft and companies' own providers need not say it: the
        // directory is the account's own, and a link or a session has shown who the person is.
        (Some(_), None) if identity.method == SignInMethod::Google => Some(Mismatch::NotVerified),
        (Some(address), _) if address.key() != theirs.key() => Some(Mismatch::OtherAddress),
        _ => None,
    }
}

/// Takes an open invitation by its only method; whoever comes second finds it closed.
async fn close(tx: &mut Tx, link: &PlainLink, method: SignInMethod) -> Result<(AccountScope, User), AcceptError> {
    let (scope, invitation) = enter(tx, link).await?.ok_or(AcceptError::NotOpen)?;
    let now = tx.now();
    if !sign_in_methods::is_enabled(tx, &scope, method).await? {
        return Err(AcceptError::MethodNotAllowed);
    }
    // The person before the invitation, as whoever ends their access locks them.
    let person = invited_by(tx, &scope, invitation).await?.ok_or(AcceptError::NotOpen)?;
    let user = users::load(tx, &scope, person, true).await?.ok_or(AcceptError::NotOpen)?;
    let accepted = sqlx::query!(
        "update invitations set accepted_at = $3 where account_id = $1 and id = $2 and accepted_at is null and revoked_at is null and expires_at > $3
         returning method, email",
        scope.account().get(),
        invitation.get(),
        now
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(AcceptError::NotOpen)?;
    if accepted.method != method.name() {
        return Err(AcceptError::MethodNotAllowed);
    }
    // The mailbox the link went to is the one they sign in by.
    let theirs = EmailAddress::shared(accepted.email.parse().ok().as_ref(), user.sign_in_email.as_ref());
    if user.status != Status::Invited || !theirs {
        return Err(AcceptError::NotOpen);
    }
    Ok((scope, user))
}

/// Makes a person active whose invitation has just been used, whatever they sign in by, and tells them what comes next.
async fn join(tx: &mut Tx, scope: &AccountScope, user: &User, method: SignInMethod) -> Result<(), Fault> {
    let now = tx.now();
    sqlx::query!(
        "update users set status = 'active', accepted_at = coalesce(accepted_at, $3), updated_at = greatest(updated_at, $3) where account_id = $1 and id = $2",
        scope.account().get(),
        user.id.get(),
        now
    )
    .execute(tx.conn())
    .await?;
    outbox::recall_invitations(tx, scope, user.id).await?;
    let actor = Actor::User { id: user.id, name: user.display_name.clone(), rights: user.rights };
    let details = json!({ "method": method });
    audit::record_as(tx, scope, &actor, "invitation.accepted", Target::User(user.id.get()), details).await?;
    let message = Message::AccountReady {
        account_name: accounts::name(tx, scope).await?,
        display_name: user.display_name.clone(),
        method,
    };
    outbox::write(tx, scope, Some(user.id), user.signs_in_by()?, user.language, &message, None).await
}
