//! What somebody signed in by is gone: an administrator vouches for them.

use serde_json::json;

use super::{Obstacle, Offer, carry_out, of, tell};
use crate::domain::access::{AdminScope, Fresh};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::{sessions, users};
use crate::model::UserId;

/// Longest reason, in characters.
const REASON: usize = 1000;

/// Why nothing moved.
#[derive(Debug, thiserror::Error)]
pub enum ApproveError {
    /// Both addresses are one, nobody is there, or they are Administrator or Projektmanager.
    #[error("there is nothing to move")]
    NothingToMove,
    /// Somebody else of the account signs in by the address.
    #[error("the address is taken")]
    Taken,
    /// The reason is missing or longer than 1,000 characters.
    #[error("a reason of at most 1,000 characters is needed")]
    ReasonNeeded,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ApproveError);

/// Moves the sign-in of a person to the contact address. Ends every session, because nobody has shown whose they are; both addresses
/// are told.
pub async fn approve(tx: &mut Tx, scope: &Fresh<AdminScope>, user: UserId, reason: &str) -> Result<(), ApproveError> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON {
        return Err(ApproveError::ReasonNeeded);
    }
    let user = users::load(tx, scope, user, true).await?.ok_or(ApproveError::NothingToMove)?;
    let offer = match of(tx, scope, &user).await? {
        Some(offer @ Offer { obstacle: None, own_word: false, .. }) => offer,
        Some(Offer { obstacle: Some(Obstacle::Taken), .. }) => return Err(ApproveError::Taken),
        Some(Offer { obstacle: Some(Obstacle::Privileged) | None, .. }) | None => {
            return Err(ApproveError::NothingToMove);
        }
    };
    if !carry_out(tx, scope, &user, &offer, json!({ "approved": reason })).await? {
        return Err(ApproveError::Taken);
    }
    sessions::end_all(tx, scope, user.id).await?;
    tell(tx, scope, &user, &offer, &offer.to).await?;
    Ok(())
}
