//! How somebody likes every page to be, on all their devices. Nothing of it matters to anybody else, so nothing of it is in the audit log.

use crate::domain::access::{AccountScope, Actor, PersonScope};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::Theme;

/// What somebody chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnSettings {
    /// How bright pages are; `None`: as their device.
    pub theme: Option<Theme>,
    /// Single keys lead to places (WCAG 2.1.4).
    pub keys: bool,
}

impl Default for OwnSettings {
    fn default() -> Self {
        Self { theme: None, keys: true }
    }
}

/// What the one who asks chose, or the default; also the default for anybody who is no person of the account.
pub async fn own_settings(tx: &mut Tx, scope: &AccountScope) -> Result<OwnSettings, Fault> {
    let Actor::User { id, .. } = scope.actor() else { return Ok(OwnSettings::default()) };
    let row = sqlx::query!(
        "select theme, keys from own_settings where account_id = $1 and user_id = $2",
        scope.account().get(),
        id.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map_or_else(OwnSettings::default, |row| OwnSettings {
        theme: row.theme.and_then(|theme| theme.parse().ok()),
        keys: row.keys,
    }))
}

/// Keeps how bright the person's pages are; `None`: as their device.
pub async fn choose_theme(tx: &mut Tx, scope: &PersonScope, theme: Option<Theme>) -> Result<(), Fault> {
    sqlx::query!(
        "insert into own_settings (account_id, user_id, theme) values ($1, $2, $3)
         on conflict (account_id, user_id) do update set theme = excluded.theme",
        scope.account().get(),
        scope.user().get(),
        theme.map(Theme::name)
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Switches the person's single keys on or off.
pub async fn switch_keys(tx: &mut Tx, scope: &PersonScope, on: bool) -> Result<(), Fault> {
    sqlx::query!(
        "insert into own_settings (account_id, user_id, keys) values ($1, $2, $3)
         on conflict (account_id, user_id) do update set keys = excluded.keys",
        scope.account().get(),
        scope.user().get(),
        on
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
