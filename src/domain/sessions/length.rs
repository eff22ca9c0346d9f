//! How long sessions of an account may idle: an administrator's decision about everybody of the account.
//!
//! What holds is read with every proof of a session, so a shorter time is true at once, on every instance, for sessions that began before.
//! A longer one is true for them from their next request on: what has ended stays ended.

use serde_json::json;
use time::Duration;

use super::ADMINISTRATOR_IDLE;
use crate::domain::access::{AccountScope, AdminScope, Fresh};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::UserId;

/// Without a request for this long a session ends; administrators' after [`ADMINISTRATOR_IDLE`] at the latest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length(i32);

impl Length {
    /// What can be chosen, in minutes, the shortest first.
    pub const ALL: [Self; 6] = [Self(15), Self(30), Self(60), Self(240), Self(480), Self(1440)];

    /// The one of so many minutes; `None` where there is none.
    pub fn of_minutes(minutes: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|length| length.0 == minutes)
    }

    /// How many minutes.
    pub const fn minutes(self) -> i32 {
        self.0
    }

    pub(super) fn stored(minutes: i32) -> Result<Self, Fault> {
        Self::of_minutes(minutes).ok_or_else(|| Fault::unexpected("a stored session length is none"))
    }

    /// How long a session of an administrator, or of somebody else, may idle.
    pub fn idle(self, administrator: bool) -> Duration {
        let chosen = Duration::minutes(self.0.into());
        if administrator { chosen.min(ADMINISTRATOR_IDLE) } else { chosen }
    }
}

/// What holds in the account.
pub async fn length(tx: &mut Tx, scope: &AccountScope) -> Result<Length, Fault> {
    let minutes = sqlx::query_scalar!("select session_idle_minutes from accounts where id = $1", scope.account().get())
        .fetch_one(tx.conn())
        .await?;
    Length::stored(minutes)
}

/// How long a session of this person may idle.
pub(super) async fn idle_of(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<Option<Duration>, Fault> {
    let row = sqlx::query!(
        "select a.session_idle_minutes, u.right_administrator from users u join accounts a on a.id = u.account_id
         where u.account_id = $1 and u.id = $2",
        scope.account().get(),
        user.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| Ok(Length::stored(row.session_idle_minutes)?.idle(row.right_administrator))).transpose()
}

/// Has sessions of the account idle so long from now on. Setting it to what it is changes nothing.
pub async fn set_length(tx: &mut Tx, scope: &Fresh<AdminScope>, to: Length) -> Result<(), Fault> {
    let from = sqlx::query_scalar!(
        "select session_idle_minutes from accounts where id = $1 for no key update",
        scope.account().get()
    )
    .fetch_one(tx.conn())
    .await?;
    if from == to.minutes() {
        return Ok(());
    }
    sqlx::query!("update accounts set session_idle_minutes = $2 where id = $1", scope.account().get(), to.minutes())
        .execute(tx.conn())
        .await?;
    let details = json!({ "from": { "minutes": from }, "to": { "minutes": to.minutes() } });
    audit::record(tx, scope, "sessions.length_set", Target::Account, details).await
}
