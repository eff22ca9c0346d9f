//! By which methods a person signs in, seen and changed by themselves on their profile (product B47).
//!
//! A further one counts only where the account allows it, and only for whoever has just proven themselves by the one they have: in the very
//! session that left for the provider, and, as with an invitation, where the provider names the address they sign in by (R-37). From then on
//! issuer and subject alone do. Every change ends the person's other sessions, their open resets and moves of address, and is told by mail.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::access::{Fresh, PersonScope};
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::{Fault, faults_into};
use super::invitations::{self, Mismatch};
use super::outbox::{self, Message};
use super::passwords::Hash;
use super::users::{self, User};
use super::{accounts, address_moves, identities, resets, sessions, sign_in_methods};
use crate::model::{AccountId, EmailAddress, ProviderIdentity, SignInMethod, UserId};

/// A method as the person has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnMethod {
    /// Which.
    pub method: SignInMethod,
    /// How they stand with it.
    pub standing: Standing,
}

/// How a person stands with a method their account allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// They can set it up.
    Missing,
    /// They can sign in by it.
    Linked {
        /// What the provider called them when it was linked.
        email: Option<String>,
        /// Why it stays; `None`: they can remove it.
        hold: Option<Hold>,
    },
}

/// Why a method of a person stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Nothing else opens the door.
    Last,
    /// They are signed in by it; whoever comes by another one has shown that the other one works.
    InUse,
    /// The connection that manages them invites by it.
    Company,
}

/// The methods a person can sign in by or could set up, in the order people see them.
pub async fn list(tx: &mut Tx, scope: &PersonScope) -> Result<Vec<OwnMethod>, Fault> {
    let (account, user) = (scope.account().get(), scope.user().get());
    let usable: Vec<_> =
        sign_in_methods::list(tx, scope).await?.into_iter().filter(sign_in_methods::MethodState::is_usable).collect();
    let held = sqlx::query!(
        r#"select 'password' as "method!", null as email from password_credentials where account_id = $1 and user_id = $2
           union all select method, email from identities where account_id = $1 and user_id = $2"#,
        account,
        user
    )
    .fetch_all(tx.conn())
    .await?;
    let company = sqlx::query_scalar!(
        "select c.method from users u join connections c on c.account_id = u.account_id and c.id = u.connection_id where u.account_id = $1 and u.id = $2",
        account,
        user
    )
    .fetch_optional(tx.conn())
    .await?;
    let linked = |method: SignInMethod| held.iter().find(|row| row.method == method.name());
    let ways = usable.iter().filter(|state| linked(state.method).is_some()).count();
    Ok(usable
        .iter()
        .map(|state| {
            let method = state.method;
            let standing = match linked(method) {
                None => Standing::Missing,
                Some(row) => Standing::Linked {
                    email: row.email.clone(),
                    hold: if ways == 1 {
                        Some(Hold::Last)
                    } else if company.as_deref() == Some(method.name()) {
                        Some(Hold::Company)
                    } else {
                        (scope.method() == method).then_some(Hold::InUse)
                    },
                },
            };
            OwnMethod { method, standing }
        })
        .collect())
}

/// Who left for a provider to link it, in which session: carried by the browser, sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    account: AccountId,
    user: UserId,
    session: Vec<u8>,
    method: SignInMethod,
}

/// Why no method was linked.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The account does not allow it, or there is one already.
    #[error("there is nothing to set up")]
    NotMissing,
    /// Another session, or another person, left for the provider.
    #[error("this session has not asked")]
    Stale,
    /// The identity does not prove that its holder is the person (R-37).
    #[error("the identity is not the person's: {0:?}")]
    NotThePerson(Mismatch),
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(LinkError);

/// Locks the person's row: of two changes at once the second sees the first.
async fn lock(tx: &mut Tx, scope: &PersonScope) -> Result<User, Fault> {
    let user = users::load(tx, scope, scope.user(), true).await?;
    user.ok_or_else(|| Fault::unexpected("somebody who is signed in is nobody"))
}

async fn standing(tx: &mut Tx, scope: &PersonScope, method: SignInMethod) -> Result<Option<Standing>, Fault> {
    Ok(list(tx, scope).await?.into_iter().find(|own| own.method == method).map(|own| own.standing))
}

/// „Einrichten“ of a provider: what the browser carries there, and the address to ask for.
pub async fn ask(
    tx: &mut Tx,
    scope: &Fresh<PersonScope>,
    method: SignInMethod,
) -> Result<(Ticket, EmailAddress), LinkError> {
    if standing(tx, scope, method).await? != Some(Standing::Missing) {
        return Err(LinkError::NotMissing);
    }
    let user = users::myself(tx, scope).await?;
    let session = scope.session().bytes().to_vec();
    Ok((Ticket { account: scope.account(), user: scope.user(), session, method }, user.signs_in_by()?.clone()))
}

/// Back from the provider: links who somebody is there to the person who left.
pub async fn link(
    tx: &mut Tx,
    scope: &Fresh<PersonScope>,
    ticket: &Ticket,
    identity: &ProviderIdentity,
) -> Result<(), LinkError> {
    let session = scope.session().bytes().to_vec();
    let here = Ticket { account: scope.account(), user: scope.user(), session, method: identity.method };
    if *ticket != here {
        return Err(LinkError::Stale);
    }
    let user = lock(tx, scope).await?;
    let missing = standing(tx, scope, identity.method).await? == Some(Standing::Missing);
    if !missing || !identities::is_welcome(tx, scope, identity).await? {
        return Err(LinkError::NotMissing);
    }
    if let Some(mismatch) = invitations::mismatch(identity, user.signs_in_by()?) {
        return Err(LinkError::NotThePerson(mismatch));
    }
    if !identities::link(tx, scope, user.id, identity).await? {
        return Err(LinkError::NotThePerson(Mismatch::SomebodyElse));
    }
    changed(tx, scope, &user, identity.method, true).await?;
    Ok(())
}

/// „Einrichten“ of e-mail and password: the first password of somebody who signs in another way.
pub async fn set_password(tx: &mut Tx, scope: &Fresh<PersonScope>, password: &Hash) -> Result<(), LinkError> {
    let user = lock(tx, scope).await?;
    let missing = standing(tx, scope, SignInMethod::Password).await? == Some(Standing::Missing);
    if !missing || !resets::set_first(tx, scope, password).await? {
        return Err(LinkError::NotMissing);
    }
    changed(tx, scope, &user, SignInMethod::Password, true).await?;
    Ok(())
}

/// Why a method of a person stays.
#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    /// They do not sign in by it.
    #[error("there is nothing to remove")]
    NotLinked,
    /// Something speaks against it.
    #[error("it stays: {0:?}")]
    Held(Hold),
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(RemoveError);

/// „Entfernen“: the person does not sign in by this method any more. With a password go the second factor and the
/// passkeys that stood beside it.
pub async fn remove(tx: &mut Tx, scope: &Fresh<PersonScope>, method: SignInMethod) -> Result<(), RemoveError> {
    let user = lock(tx, scope).await?;
    match standing(tx, scope, method).await? {
        Some(Standing::Linked { hold: None, .. }) => {}
        Some(Standing::Linked { hold: Some(hold), .. }) => return Err(RemoveError::Held(hold)),
        Some(Standing::Missing) | None => return Err(RemoveError::NotLinked),
    }
    if method == SignInMethod::Password {
        resets::forget_credentials(tx, scope, user.id).await?;
    } else {
        identities::forget_one(tx, scope, user.id, method).await?;
    }
    changed(tx, scope, &user, method, false).await?;
    Ok(())
}

/// What every change leaves behind.
async fn changed(
    tx: &mut Tx,
    scope: &PersonScope,
    user: &User,
    method: SignInMethod,
    linked: bool,
) -> Result<(), Fault> {
    sessions::end_all_but_this(tx, scope).await?;
    resets::end_all(tx, scope, user.id).await?;
    address_moves::cancel(tx, scope, user.id).await?;
    let action = if linked { "sign_in_method.linked" } else { "sign_in_method.unlinked" };
    audit::record(tx, scope, action, Target::User(user.id.get()), json!({ "method": method })).await?;
    let account_name = accounts::name(tx, scope).await?;
    let message = Message::SignInMethodChanged { account_name, method, linked };
    outbox::write(tx, scope, Some(user.id), user.signs_in_by()?, user.language, &message, None).await
}
