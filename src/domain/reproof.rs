//! Somebody who is signed in shows their password again, before what a stolen session must not do.
//!
//! As with signing in no connection is held while argon2 works: [`own_password`], [`OwnPassword::verify`], [`count_wrong`].

use std::sync::Arc;

use super::access::{AccountScope, Actor};
use super::db::{Db, Tx};
use super::fault::Fault;
use super::passwords::Password;
use super::secrets::sha256;
use super::sign_in::{self, SignInError};
use crate::model::{AccountId, UserId};

/// Wrong passwords in 15 minutes before somebody has to wait.
const WRONG: i32 = 10;

/// Proof that a person has just shown their password again.
#[derive(Debug)]
pub struct Reproven {
    account: AccountId,
    user: UserId,
}

impl Reproven {
    /// Whether it is the proof of whoever acts.
    pub(super) fn is_of(&self, scope: &AccountScope) -> bool {
        self.account == scope.account() && matches!(scope.actor(), Actor::User { id, .. } if *id == self.user)
    }
}

/// The stored password of whoever acts.
#[derive(Debug)]
pub struct OwnPassword {
    account: AccountId,
    user: UserId,
    phc: String,
}

fn key(account: AccountId, user: UserId) -> [u8; 32] {
    sha256(format!("reproof\0{account}\0{user}").as_bytes())
}

/// Reads it; `None` for somebody who has none.
pub async fn own_password(tx: &mut Tx, scope: &AccountScope) -> Result<Option<OwnPassword>, SignInError> {
    let Actor::User { id: user, .. } = scope.actor() else { return Ok(None) };
    let user = *user;
    let account = scope.account();
    sign_in::refuse_beyond(tx, key(account, user), WRONG).await?;
    let phc = sqlx::query_scalar!(
        "select phc from password_credentials where account_id = $1 and user_id = $2",
        account.get(),
        user.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(phc.map(|phc| OwnPassword { account, user, phc }))
}

impl OwnPassword {
    /// Compares; `None` for a wrong one, which [`count_wrong`] is to be told.
    pub async fn verify(self, db: &Db, typed: Password) -> Result<Option<Reproven>, Fault> {
        let Self { account, user, phc } = self;
        let matches = db.hasher().verify(Arc::new(typed), Some(phc)).await?;
        Ok(matches.then_some(Reproven { account, user }))
    }
}

/// Counts a wrong password of whoever acts.
pub async fn count_wrong(tx: &mut Tx, scope: &AccountScope) -> Result<(), Fault> {
    match scope.actor() {
        Actor::User { id, .. } => sign_in::count_failure(tx, key(scope.account(), *id)).await,
        _ => Ok(()),
    }
}
