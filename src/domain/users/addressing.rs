//! An administrator names another address for somebody whom no identity provider manages.
//!
//! The way is the one of an address that an identity provider changes (R-08, product decision 10): before anybody accepted it becomes the
//! address they are invited at; afterwards it is contact data, and the sign-in follows when the person, with their password, and the new
//! mailbox say so: [`address_moves`].

use serde_json::json;

use super::Status;
use super::provisioning::touch;
use super::store::{self, User};
use super::writing;
use crate::domain::access::{AdminScope, Fresh};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into, unique_key};
use crate::domain::outbox::{self, Message};
use crate::domain::{accounts, address_moves, invitations, resets};
use crate::model::{EmailAddress, UserId, fold};

/// What a new address means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Addressed {
    /// It is the one they sign in by, or the same in other letters: nothing is left to confirm.
    Same,
    /// They have not accepted: from now on they are invited at it, and older links are dead.
    Moved,
    /// They sign in as before until they confirm it.
    Unconfirmed,
}

/// Why the address stays.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    /// Nobody with this id.
    #[error("nobody is there to change")]
    NotThere,
    /// An identity provider owns the address.
    #[error("the identity provider owns the address")]
    Managed,
    /// Somebody else of the account has it: as their name, to be mailed at or to sign in by.
    #[error("the address is taken")]
    Taken,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(AddressError);

/// Changes the address. Open links to change the password or the sign-in end; whoever has accepted is told where they sign in.
pub async fn readdress(
    tx: &mut Tx,
    scope: &Fresh<AdminScope>,
    id: UserId,
    to: EmailAddress,
) -> Result<Addressed, AddressError> {
    let before = store::load(tx, scope, id, true).await?.ok_or(AddressError::NotThere)?;
    if before.connection.is_some() {
        return Err(AddressError::Managed);
    }
    if before.email.as_ref() == Some(&to) {
        return Ok(Addressed::Same);
    }
    if is_taken(tx, scope, id, &to).await? {
        return Err(AddressError::Taken);
    }
    let mut after = User { email: Some(to.clone()), ..before.clone() };
    if before.email.as_ref().is_some_and(|email| fold(&before.user_name) == email.key()) {
        after.user_name = to.to_string();
    }
    let accepted = before.accepted_at.is_some();
    if !accepted {
        after.sign_in_email = Some(to.clone());
    }
    touch(tx, &mut after);
    let log = ("user.address_changed", json!({ "from": before.email, "to": to }));
    writing::update(tx, scope, &after, None, log).await.map_err(|error| {
        let taken = unique_key(&error).is_some_and(|name| name.starts_with("users_"));
        if taken { AddressError::Taken } else { error.into() }
    })?;
    if before.email.as_ref().is_some_and(|email| email.key() == to.key()) {
        return Ok(Addressed::Same);
    }
    resets::end_all(tx, scope, id).await?;
    address_moves::cancel(tx, scope, id).await?;
    if accepted {
        let sign_in = before.signs_in_by()?;
        if to.key() == sign_in.key() {
            return Ok(Addressed::Same);
        }
        let message = Message::AddressChanged {
            account_name: accounts::name(tx, scope).await?,
            new_address: Some(to.to_string()),
            by: Some(scope.actor().name().to_owned()),
        };
        outbox::write(tx, scope, Some(id), sign_in, before.language, &message, None).await?;
        return Ok(Addressed::Unconfirmed);
    }
    let waits = before.email.is_none() || invitations::is_open(tx, scope, id).await?;
    if after.status == Status::Invited && waits {
        let method = invitations::method_of(tx, scope, id).await?;
        invitations::send(tx, scope, &after, &to, method, Some(scope.actor().name().to_owned())).await?;
    }
    Ok(Addressed::Moved)
}

async fn is_taken(tx: &mut Tx, scope: &AdminScope, id: UserId, address: &EmailAddress) -> Result<bool, Fault> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from users where account_id = $1 and id <> $2 and status <> 'removed'
             and (email_key = $3 or user_name_key = $3 or sign_in_email_key = $3)) as "taken!""#,
        scope.account().get(),
        id.get(),
        address.key()
    )
    .fetch_one(tx.conn())
    .await?)
}
