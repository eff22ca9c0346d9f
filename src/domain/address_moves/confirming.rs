//! The link in the new mailbox, opened by the person it was mailed for.

use serde_json::json;

use super::{Offer, carry_out, of};
use crate::domain::access::{AccountScope, Actor};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::secrets::PlainLink;
use crate::domain::users::{self, User};
use crate::model::{EmailAddress, UserId};
use uuid::Uuid;

/// Why a link moved nothing.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// Unknown, used, expired, somebody else's, or for an address that is not theirs any more: one answer for all.
    #[error("the link opens nothing")]
    Dead,
    /// Somebody else of the account signs in by the address.
    #[error("the address is taken")]
    Taken,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ConfirmError);

/// What a live link of whoever acts would move; changes nothing (GET is safe).
pub async fn view(tx: &mut Tx, scope: &AccountScope, link: &PlainLink) -> Result<Offer, ConfirmError> {
    let (_, _, offer) = open(tx, scope, link).await?;
    Ok(offer)
}

/// Moves the sign-in of whoever acts to the address the link was mailed to, once.
pub async fn confirm(tx: &mut Tx, scope: &AccountScope, link: &PlainLink) -> Result<EmailAddress, ConfirmError> {
    let (id, user, offer) = open(tx, scope, link).await?;
    let now = tx.now();
    let used = sqlx::query!(
        "update address_moves set used_at = $3 where account_id = $1 and id = $2 and used_at is null and expires_at > $3",
        scope.account().get(),
        id,
        now
    )
    .execute(tx.conn())
    .await?;
    if used.rows_affected() == 0 {
        return Err(ConfirmError::Dead);
    }
    if offer.obstacle.is_some() || !carry_out(tx, scope, &user, &offer, json!("confirmed")).await? {
        return Err(ConfirmError::Taken);
    }
    Ok(offer.to)
}

async fn open(tx: &mut Tx, scope: &AccountScope, link: &PlainLink) -> Result<(Uuid, User, Offer), ConfirmError> {
    let Actor::User { id: own, .. } = scope.actor() else { return Err(ConfirmError::Dead) };
    let found = sqlx::query!(
        r#"select account_id as "account_id!", move_id as "move_id!" from lookup_address_move($1)"#,
        &link.hash()[..]
    )
    .fetch_optional(tx.conn())
    .await?
    .filter(|found| found.account_id == scope.account().get())
    .ok_or(ConfirmError::Dead)?;
    let now = tx.now();
    // Their row first, as everybody does who changes it: whoever moves the address at the same time is waited for.
    let user = users::load(tx, scope, *own, true).await?.ok_or(ConfirmError::Dead)?;
    let mailed = sqlx::query!(
        "select user_id, email from address_moves where account_id = $1 and id = $2 and used_at is null and expires_at > $3",
        scope.account().get(),
        found.move_id,
        now
    )
    .fetch_optional(tx.conn())
    .await?
    .filter(|mailed| UserId::new(mailed.user_id) == *own)
    .ok_or(ConfirmError::Dead)?;
    let offer =
        of(tx, scope, &user).await?.filter(|offer| offer.to.as_str() == mailed.email).ok_or(ConfirmError::Dead)?;
    Ok((found.move_id, user, offer))
}
