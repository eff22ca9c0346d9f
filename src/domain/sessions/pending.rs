//! Between the password and the session: somebody has to choose an account or show a second factor first. Opens nothing, lives five minutes.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::Duration;

use super::{Origin, SessionHash, Stored, active, began, enter};
use crate::domain::access::{AccountScope, Actor};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::sign_in::PasswordProven;
use crate::model::{AccountId, UserId};

/// Time for the second step.
pub const LIFETIME: Duration = Duration::minutes(5);

/// Field of the session data that says it is one of these.
pub const PENDING_KEY: &str = "pending";
/// Field of the session data with the accounts a password fits: a list of [`Choice`].
pub const CHOICES_KEY: &str = "accounts";

/// An account a proven password fits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Choice {
    /// Which.
    pub account: AccountId,
    /// The person there.
    pub user: UserId,
    /// Its name.
    pub name: String,
}

/// Keeps a proven password while the second step is asked for; counts from when it was proven. `false` when the time is over, the person
/// may not sign in any more, or has another password by now.
pub async fn create(
    tx: &mut Tx,
    hash: &SessionHash,
    account: AccountId,
    user: UserId,
    data: &Value,
) -> Result<bool, Fault> {
    let scope = AccountScope::enter(tx, account, Actor::System).await?;
    let now = tx.now();
    let began = super::past(Origin::of(data).proven).map_or_else(|| began(data, now), |proven| proven.min(now));
    let created = sqlx::query!(
        "insert into pending_sign_ins (account_id, hash, user_id, data, created_at, expires_at)
         select $1, $2, u.id, $4, $5, $6::timestamptz from users u where u.account_id = $1 and u.id = $3 and u.status = 'active' and $6::timestamptz > $7::timestamptz
           and not exists (select from password_credentials p where p.account_id = u.account_id and p.user_id = u.id and date_trunc('second', p.changed_at) > $5)
         for share of u
         on conflict do nothing",
        scope.account().get(),
        hash.bytes(),
        user.get(),
        data,
        began,
        began + LIFETIME,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(created.rows_affected() == 1)
}

/// Reads one that is not over.
pub async fn load(tx: &mut Tx, hash: &SessionHash) -> Result<Option<Stored>, Fault> {
    let Some(scope) = enter(tx, hash).await? else { return Ok(None) };
    let now = tx.now();
    Ok(sqlx::query_as!(
        Stored,
        "select data, expires_at from pending_sign_ins where account_id = $1 and hash = $2 and expires_at > $3",
        scope.account().get(),
        hash.bytes(),
        now
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Ends one.
pub async fn delete(tx: &mut Tx, hash: &SessionHash) -> Result<(), Fault> {
    if let Some(scope) = enter(tx, hash).await? {
        sqlx::query!(
            "delete from pending_sign_ins where account_id = $1 and hash = $2",
            scope.account().get(),
            hash.bytes()
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

pub(super) async fn end_all(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    sqlx::query!(
        "delete from pending_sign_ins where account_id = $1 and user_id = $2",
        scope.account().get(),
        user.get()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whoever stands between password and session.
pub struct Pending {
    pub(in crate::domain) scope: AccountScope,
    pub(in crate::domain) proof: PasswordProven,
    choices: Vec<Choice>,
}

impl Pending {
    /// The accounts to choose from; empty when there is nothing to choose.
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// Turns to one of the accounts the password was proven for; `None` for any other.
    pub async fn choose(self, tx: &mut Tx, account: AccountId) -> Result<Option<PasswordProven>, Fault> {
        let Some(choice) = self.choices.into_iter().find(|choice| choice.account == account) else { return Ok(None) };
        let scope = AccountScope::enter(tx, choice.account, Actor::System).await?;
        let Some((_, rights)) = active(tx, &scope, choice.user).await? else { return Ok(None) };
        Ok(Some(PasswordProven::new(choice.account, choice.user, rights, self.proof.at())))
    }
}

/// Who stands between password and session under this id; `None` once the time is over or their access ended.
pub async fn find(tx: &mut Tx, hash: &SessionHash) -> Result<Option<Pending>, Fault> {
    let Some(scope) = enter(tx, hash).await? else { return Ok(None) };
    let now = tx.now();
    let row = sqlx::query!(
        "select user_id, data, created_at from pending_sign_ins where account_id = $1 and hash = $2 and expires_at > $3",
        scope.account().get(),
        hash.bytes(),
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let user = UserId::new(row.user_id);
    let Some((name, rights)) = active(tx, &scope, user).await? else { return Ok(None) };
    let scope = AccountScope::enter(tx, scope.account(), Actor::User { id: user, name, rights }).await?;
    let choices = row.data.get(CHOICES_KEY).and_then(|choices| Vec::deserialize(choices).ok()).unwrap_or_default();
    let proof = PasswordProven::new(scope.account(), user, rights, row.created_at);
    Ok(Some(Pending { scope, proof, choices }))
}
