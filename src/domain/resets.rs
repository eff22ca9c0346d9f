//! Password resets: a link by mail to the stored address, once, for an hour (R-27).

use serde_json::json;
use time::Duration;

use super::access::{AccountScope, Actor, Fresh, PersonScope};
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::{Fault, faults_into};
use super::outbox::{self, Message};
use super::passwords::Hash;
use super::secrets::PlainLink;
use super::sign_in::{PasswordProven, SignedIn};
use super::users::{self, Status, User};
use super::{accounts, address_moves, passkeys, second_factors, sessions, sign_in_methods};
use crate::model::{AccountId, EmailAddress, SignInMethod, UserId};

const LIFETIME: Duration = Duration::minutes(60);
/// Mails per person and day, so that strangers cannot flood a mailbox.
const PER_DAY: i64 = 5;

/// Mails a reset link to everybody who signs in with this address by password. Says nothing about whether anybody does.
pub async fn request(tx: &mut Tx, address: &EmailAddress) -> Result<(), Fault> {
    for (account, user) in super::sign_in::candidates_of(tx, address).await? {
        let scope = AccountScope::enter(tx, account, Actor::System).await?;
        // Locked, so that access that ends meanwhile ends this, too.
        let Some(user) = users::load(tx, &scope, user, true).await?.filter(|u| u.status == Status::Active) else {
            continue;
        };
        if sign_in_methods::is_enabled(tx, &scope, SignInMethod::Password).await?
            && has_password(tx, &scope, user.id).await?
            && below_limit(tx, &scope, user.id).await?
        {
            send(tx, &scope, &user).await?;
        }
    }
    Ok(())
}

async fn has_password(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<bool, Fault> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from password_credentials where account_id = $1 and user_id = $2) as "has!""#,
        scope.account().get(),
        user.get()
    )
    .fetch_one(tx.conn())
    .await?)
}

async fn below_limit(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<bool, Fault> {
    let since = tx.now() - Duration::days(1);
    let sent = sqlx::query_scalar!(
        r#"select count(*) as "sent!" from password_resets where account_id = $1 and user_id = $2 and created_at > $3"#,
        scope.account().get(),
        user.get(),
        since
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(sent < PER_DAY)
}

async fn send(tx: &mut Tx, scope: &AccountScope, user: &User) -> Result<(), Fault> {
    let link = PlainLink::generate();
    let (id, now) = (tx.new_id(), tx.now());
    sqlx::query!(
        "insert into password_resets (account_id, id, user_id, hash, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)",
        scope.account().get(),
        id,
        user.id.get(),
        &link.hash()[..],
        now,
        now + LIFETIME
    )
    .execute(tx.conn())
    .await?;
    let message = Message::PasswordReset {
        account_name: accounts::name(tx, scope).await?,
        expires_at: (now + LIFETIME).unix_timestamp(),
    };
    outbox::write(tx, scope, Some(user.id), user.signs_in_by()?, user.language, &message, Some(&link)).await?;
    audit::record(tx, scope, "password_reset.requested", Target::User(user.id.get()), json!({})).await
}

/// Why a reset link did nothing.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// Unknown, used, expired, or the person may no longer sign in by password: one answer for all.
    #[error("the link opens nothing")]
    Dead,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ResetError);

/// What a new password of somebody is held against.
#[derive(Debug, Clone)]
pub struct Standard {
    /// The person's, the company's and the product's own words.
    pub words: Vec<String>,
    /// The person shows a second factor beside it.
    pub second_factor: bool,
}

impl Standard {
    /// Of a person of the account.
    pub(super) async fn of(tx: &mut Tx, scope: &AccountScope, user: &User) -> Result<Self, Fault> {
        let (address, name) = (user.signs_in_by()?.as_str().to_owned(), user.display_name.clone());
        Ok(Self {
            words: vec![address, name, accounts::name(tx, scope).await?],
            second_factor: second_factors::is_set_up(tx, scope, user.id).await?,
        })
    }
}

/// What the password of the person a live link belongs to is held against; changes nothing (GET is safe).
pub async fn peek(tx: &mut Tx, link: &PlainLink) -> Result<Standard, ResetError> {
    let (scope, user, _) = open(tx, link).await?;
    Ok(Standard::of(tx, &scope, &user).await?)
}

/// The same for somebody who changes their own.
pub async fn standard(tx: &mut Tx, scope: &PersonScope) -> Result<Standard, Fault> {
    let user = users::myself(tx, scope).await?;
    Standard::of(tx, scope, &user).await
}

/// Sets the new password of somebody who has just shown the old one: ends their other sessions and open resets, tells them by mail (R-25).
/// What comes back is the proof the present session goes on with, under another id.
pub async fn change(
    tx: &mut Tx,
    scope: &PersonScope,
    shown: &PasswordProven,
    password: &Hash,
) -> Result<SignedIn, Fault> {
    if (shown.account(), shown.user()) != (scope.account(), scope.user()) {
        return Err(Fault::unexpected("the password of somebody else was shown"));
    }
    let user = users::myself(tx, scope).await?;
    store(tx, scope, user.id, password).await?;
    sessions::end_all_but_this(tx, scope).await?;
    end_all(tx, scope, user.id).await?;
    audit::record(tx, scope, "password.changed", Target::User(user.id.get()), json!({ "by": "person" })).await?;
    tell(tx, scope, &user).await?;
    Ok(PasswordProven::new(scope.account(), user.id, user.rights, tx.now()).suffices())
}

/// Sets the first password of somebody who signed in another way; `false` where there is one. It is as old as what they have just shown: a
/// first password makes no proof of before worthless, and the session it is set in goes on.
pub(super) async fn set_first(tx: &mut Tx, scope: &Fresh<PersonScope>, password: &Hash) -> Result<bool, Fault> {
    let set = sqlx::query!(
        "insert into password_credentials (account_id, user_id, phc, short, changed_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
        scope.account().get(),
        scope.user().get(),
        password.as_str(),
        password.is_short(),
        scope.proven_at()
    )
    .execute(tx.conn())
    .await?;
    Ok(set.rows_affected() == 1)
}

async fn open(tx: &mut Tx, link: &PlainLink) -> Result<(AccountScope, User, uuid::Uuid), ResetError> {
    let found = sqlx::query!(
        r#"select account_id as "account_id!", reset_id as "reset_id!" from lookup_password_reset($1)"#,
        &link.hash()[..]
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(ResetError::Dead)?;
    let scope = AccountScope::enter(tx, AccountId::new(found.account_id), Actor::System).await?;
    let now = tx.now();
    let user = sqlx::query_scalar!(
        "select user_id from password_resets where account_id = $1 and id = $2 and used_at is null and expires_at > $3",
        scope.account().get(),
        found.reset_id,
        now
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(ResetError::Dead)?;
    let user = users::load(tx, &scope, user.into(), false)
        .await?
        .filter(|u| u.status == Status::Active)
        .ok_or(ResetError::Dead)?;
    if !sign_in_methods::is_enabled(tx, &scope, SignInMethod::Password).await? {
        return Err(ResetError::Dead);
    }
    Ok((scope, user, found.reset_id))
}

/// Sets the new password, once: ends all sessions and other resets, tells the person by mail, signs nobody in.
pub async fn complete(tx: &mut Tx, link: &PlainLink, password: &Hash) -> Result<(), ResetError> {
    let (scope, user, reset) = open(tx, link).await?;
    let now = tx.now();
    let used = sqlx::query!(
        "update password_resets set used_at = $3 where account_id = $1 and id = $2 and used_at is null",
        scope.account().get(),
        reset,
        now
    )
    .execute(tx.conn())
    .await?;
    if used.rows_affected() == 0 {
        return Err(ResetError::Dead);
    }
    set_password(tx, &scope, user.id, password).await?;
    end_all(tx, &scope, user.id).await?;
    let actor = Actor::User { id: user.id, name: user.display_name.clone(), rights: user.rights };
    audit::record_as(tx, &scope, &actor, "password.changed", Target::User(user.id.get()), json!({ "by": "reset" }))
        .await?;
    tell(tx, &scope, &user).await?;
    Ok(())
}

async fn tell(tx: &mut Tx, scope: &AccountScope, user: &User) -> Result<(), Fault> {
    let message = Message::PasswordChanged { account_name: accounts::name(tx, scope).await? };
    outbox::write(tx, scope, Some(user.id), user.signs_in_by()?, user.language, &message, None).await
}

/// Stores a hash; ends every session of the person and every open change of the address they sign in by (R-27).
pub(super) async fn set_password(
    tx: &mut Tx,
    scope: &AccountScope,
    user: UserId,
    password: &Hash,
) -> Result<(), Fault> {
    store(tx, scope, user, password).await?;
    sessions::end_all(tx, scope, user).await?;
    address_moves::cancel(tx, scope, user).await
}

async fn store(tx: &mut Tx, scope: &AccountScope, user: UserId, password: &Hash) -> Result<(), Fault> {
    let now = tx.now();
    sqlx::query!(
        "insert into password_credentials (account_id, user_id, phc, short, changed_at) values ($1, $2, $3, $4, $5)
         on conflict (account_id, user_id) do update set phc = excluded.phc, short = excluded.short, changed_at = excluded.changed_at",
        scope.account().get(),
        user.get(),
        password.as_str(),
        password.is_short(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Deletes a person's password, second factor and passkeys: nobody signs in by them until new ones are set.
pub(super) async fn forget_credentials(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    second_factors::forget(tx, scope, user).await?;
    passkeys::forget(tx, scope, user).await?;
    sqlx::query!(
        "delete from password_credentials where account_id = $1 and user_id = $2",
        scope.account().get(),
        user.get()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Ends every open reset of a person.
pub(super) async fn end_all(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    sqlx::query!(
        "delete from password_resets where account_id = $1 and user_id = $2 and used_at is null",
        scope.account().get(),
        user.get()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
