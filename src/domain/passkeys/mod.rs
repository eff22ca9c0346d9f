//! Passkeys of people (`WebAuthn`): in place of the password and its second factor at once, or in place of a code. See docs/PASSKEYS.md.
//!
//! A passkey belongs to the method e-mail and password: it is set up beside a password, opens nothing where the account does not allow that
//! method, and goes with the password. Whoever shows one was verified by their device (PIN, finger, face), so that it counts as both factors.
//!
//! What is asked (`asking`) and how answers are judged (`judging`) is the same for support staff; theirs are kept by `support::passkeys`.

pub(super) mod asking;
mod ceremony;
pub(super) mod judging;
mod registering;
mod showing;

pub use ceremony::{Answer, Asked, NewPasskey, RelyingParty};
pub(super) use ceremony::{Holder, Making};
pub use registering::{RegisterError, begin, finish};
pub use showing::{ask_again, ask_anybody, ask_beside_password, prove_again, show, sign_in};

use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::access::{AccountScope, Fresh, PersonScope};
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::Fault;
use super::outbox::{self, Message, PasskeyChange};
use super::sessions::pending::Pending;
use super::users::{self, User};
use super::{accounts, sessions};
use crate::model::UserId;

/// Passkeys a person can have.
pub const MOST: i64 = 10;
/// Longest name of a passkey, in characters.
pub const NAME_CHARS: usize = 60;

/// A passkey as its owner sees it.
#[derive(Debug, Clone)]
pub struct Passkey {
    /// Names it in forms; opens nothing.
    pub id: Uuid,
    /// What the person calls it.
    pub name: String,
    /// It is kept by a password manager or cloud, and not on one device alone.
    pub synced: bool,
    /// When it was added.
    pub created_at: OffsetDateTime,
    /// When it was shown last.
    pub last_used_at: Option<OffsetDateTime>,
}

/// The person's passkeys, the oldest first.
pub async fn list(tx: &mut Tx, scope: &PersonScope) -> Result<Vec<Passkey>, Fault> {
    Ok(sqlx::query_as!(
        Passkey,
        "select id, name, synced, created_at, last_used_at from passkeys where account_id = $1 and user_id = $2 order by created_at, id",
        scope.account().get(),
        scope.user().get()
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Gives one of the person's passkeys another name; `false` when it is not there.
pub async fn rename(tx: &mut Tx, scope: &PersonScope, passkey: Uuid, name: &str) -> Result<bool, Fault> {
    let Some(name) = cleaned(name) else { return Ok(false) };
    let renamed = sqlx::query!(
        "update passkeys set name = $4 where account_id = $1 and user_id = $2 and id = $3",
        scope.account().get(),
        scope.user().get(),
        passkey,
        name
    )
    .execute(tx.conn())
    .await?;
    if renamed.rows_affected() == 0 {
        return Ok(false);
    }
    audit::record(tx, scope, "passkey.renamed", Target::User(scope.user().get()), json!({ "passkey": passkey }))
        .await?;
    Ok(true)
}

/// Removes one of the person's passkeys: it opens nothing any more, and all other sessions end. The password stays, so it never is the last
/// way in. `false` when it was gone before.
pub async fn remove(tx: &mut Tx, scope: &Fresh<PersonScope>, passkey: Uuid) -> Result<bool, Fault> {
    let user = users::myself(tx, scope).await?;
    let removed = sqlx::query!(
        "delete from passkeys where account_id = $1 and user_id = $2 and id = $3",
        scope.account().get(),
        user.id.get(),
        passkey
    )
    .execute(tx.conn())
    .await?;
    if removed.rows_affected() == 0 {
        return Ok(false);
    }
    sessions::end_all_but_this(tx, scope).await?;
    audit::record(tx, scope, "passkey.removed", Target::User(user.id.get()), json!({ "passkey": passkey })).await?;
    tell(tx, scope, &user, PasskeyChange::Removed).await?;
    Ok(true)
}

/// Whether somebody has one.
pub(super) async fn any(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<bool, Fault> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from passkeys where account_id = $1 and user_id = $2) as "any!""#,
        scope.account().get(),
        user.get()
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Whether somebody whose password was right could show one in place of a code.
pub async fn beside_password(tx: &mut Tx, pending: &Pending) -> Result<bool, Fault> {
    any(tx, &pending.scope, pending.proof.user()).await
}

/// Deletes all of somebody's. Returns how many.
pub(super) async fn forget(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<u64, Fault> {
    Ok(sqlx::query!("delete from passkeys where account_id = $1 and user_id = $2", scope.account().get(), user.get())
        .execute(tx.conn())
        .await?
        .rows_affected())
}

async fn tell(tx: &mut Tx, scope: &AccountScope, user: &User, change: PasskeyChange) -> Result<(), Fault> {
    let message = Message::PasskeyChanged { account_name: accounts::name(tx, scope).await?, change };
    outbox::write(tx, scope, Some(user.id), user.signs_in_by()?, user.language, &message, None).await
}

/// A name as it is kept; `None` for one without a visible character.
pub(super) fn cleaned(name: &str) -> Option<String> {
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    let name: String = name.trim().chars().take(NAME_CHARS).collect();
    let name = name.trim_end();
    (!name.is_empty()).then(|| name.to_owned())
}
