//! The address somebody signs in by follows the contact address that their identity provider, or for people of the account alone an
//! administrator, changed (product decision 10, R-08).
//!
//! Never by itself: the person, signed in and with their password shown again, asks for a link to the new mailbox and opens it signed in;
//! or, where what they signed in by is gone, an administrator approves with a reason. For Administrator and Projektmanager an identity
//! provider changes contact data and nothing else, and nobody approves: where no identity provider manages them, their own word moves
//! their sign-in. Every further change of address, password or access ends open links.

mod approving;
mod asking;
mod confirming;

pub use approving::{ApproveError, approve};
pub use asking::{AskError, LIFETIME, ask};
pub use confirming::{ConfirmError, confirm, view};

use serde_json::json;

use super::access::AccountScope;
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::{Fault, unique_key};
use super::outbox::{self, Message};
use super::users::{self, Status, User};
use super::{accounts, resets};
use crate::model::{EmailAddress, UserId};

/// What could move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What they sign in by.
    pub from: EmailAddress,
    /// The contact address.
    pub to: EmailAddress,
    /// An identity provider names it; otherwise an administrator did.
    pub managed: bool,
    /// Nobody but the person can say so: they decide over others.
    pub own_word: bool,
    /// What stands in the way.
    pub obstacle: Option<Obstacle>,
}

/// Why the sign-in stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// They are Administrator or Projektmanager, and an identity provider names the address.
    Privileged,
    /// Somebody else of the account signs in by the new address.
    Taken,
}

/// What could move for a person; `None` while both addresses are one, or there is no contact address.
pub async fn offer(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<Option<Offer>, Fault> {
    match users::load(tx, scope, user, false).await? {
        Some(user) => of(tx, scope, &user).await,
        None => Ok(None),
    }
}

async fn of(tx: &mut Tx, scope: &AccountScope, user: &User) -> Result<Option<Offer>, Fault> {
    let (Some(from), Some(to)) = (&user.sign_in_email, &user.email) else { return Ok(None) };
    if user.status != Status::Active || from.key() == to.key() {
        return Ok(None);
    }
    let (managed, own_word) = (user.connection.is_some(), user.rights.privileged());
    let obstacle = if managed && own_word {
        Some(Obstacle::Privileged)
    } else {
        is_taken(tx, scope, user, to).await?.then_some(Obstacle::Taken)
    };
    Ok(Some(Offer { from: from.clone(), to: to.clone(), managed, own_word, obstacle }))
}

async fn is_taken(tx: &mut Tx, scope: &AccountScope, user: &User, to: &EmailAddress) -> Result<bool, Fault> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from users where account_id = $1 and id <> $2 and sign_in_email_key = $3 and status <> 'removed') as "taken!""#,
        scope.account().get(),
        user.id.get(),
        to.key()
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Ends every open link of a person.
pub(super) async fn cancel(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    sqlx::query!(
        "delete from address_moves where account_id = $1 and user_id = $2 and used_at is null",
        scope.account().get(),
        user.get()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Moves the sign-in of a person whose row is locked, and tells the old address. `false` when somebody else signs in by the new one.
async fn carry_out(
    tx: &mut Tx,
    scope: &AccountScope,
    user: &User,
    offer: &Offer,
    why: serde_json::Value,
) -> Result<bool, Fault> {
    let moved = sqlx::query!(
        "update users set sign_in_email = $3, sign_in_email_key = $4 where account_id = $1 and id = $2",
        scope.account().get(),
        user.id.get(),
        offer.to.as_str(),
        offer.to.key()
    )
    .execute(tx.conn())
    .await;
    match moved {
        Ok(_) => {}
        Err(error) if unique_key(&error) == Some("users_sign_in_email_key") => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    cancel(tx, scope, user.id).await?;
    resets::end_all(tx, scope, user.id).await?;
    tell(tx, scope, user, offer, &offer.from).await?;
    let details = json!({ "from": offer.from, "to": offer.to, "why": why });
    audit::record(tx, scope, "sign_in_address.moved", Target::User(user.id.get()), details).await?;
    Ok(true)
}

async fn tell(tx: &mut Tx, scope: &AccountScope, user: &User, offer: &Offer, to: &EmailAddress) -> Result<(), Fault> {
    let message = Message::SignInAddressMoved {
        account_name: accounts::name(tx, scope).await?,
        new_address: offer.to.as_str().to_owned(),
    };
    outbox::write(tx, scope, Some(user.id), to, user.language, &message, None).await
}
