//! What comes after accepting: loading the app, signing in there (product B30a).
//!
//! Kept with the person, so that they go on where they were on another device. Known is what they pressed, and nothing else is claimed.

use time::OffsetDateTime;

use super::access::{AccountScope, Actor};
use super::db::Tx;
use super::fault::Fault;
use crate::model::UserId;

/// The steps after accepting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Steps {
    /// When they pressed a download, or said that they have the app.
    pub app_loaded_at: Option<OffsetDateTime>,
    /// When they said that they signed in there.
    pub app_signed_in_at: Option<OffsetDateTime>,
}

impl Steps {
    /// How many of the two are left.
    pub fn left(&self) -> i64 {
        i64::from(self.app_loaded_at.is_none()) + i64::from(self.app_signed_in_at.is_none())
    }
}

/// A step a person has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The app is loaded.
    AppLoaded,
    /// They signed in there; who did that has loaded it.
    AppSignedIn,
}

/// How far whoever acts has come.
pub async fn steps(tx: &mut Tx, scope: &AccountScope) -> Result<Steps, Fault> {
    let Actor::User { id, .. } = scope.actor() else { return Ok(Steps::default()) };
    let steps = sqlx::query_as!(
        Steps,
        "select app_loaded_at, app_signed_in_at from users where account_id = $1 and id = $2",
        scope.account().get(),
        id.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(steps.unwrap_or_default())
}

/// Notes a step of whoever acts; the first time counts.
pub async fn done(tx: &mut Tx, scope: &AccountScope, step: Step) -> Result<(), Fault> {
    let Actor::User { id, .. } = scope.actor() else { return Ok(()) };
    let now = tx.now();
    sqlx::query!(
        "update users set app_loaded_at = coalesce(app_loaded_at, $3), app_signed_in_at = case when $4 then coalesce(app_signed_in_at, $3) else app_signed_in_at end
         where account_id = $1 and id = $2",
        scope.account().get(),
        id.get(),
        now,
        step == Step::AppSignedIn
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whoever comes next begins anew: neither steps nor sign-ins are theirs.
pub(super) async fn forget(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    sqlx::query!(
        "update users set first_signed_in_at = null, last_signed_in_at = null, app_loaded_at = null, app_signed_in_at = null
         where account_id = $1 and id = $2",
        scope.account().get(),
        user.get()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
