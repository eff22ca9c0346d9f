//! How somebody likes every page to be, on all their devices. Nothing of it matters to anybody else, so nothing of it is in the audit log.

use crate::domain::access::PersonScope;
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

impl OwnSettings {
    /// What is stored of it; nothing is, for somebody who never chose.
    pub(in crate::domain) fn stored(theme: Option<&str>, keys: Option<bool>) -> Self {
        Self { theme: theme.and_then(|theme| theme.parse().ok()), keys: keys.unwrap_or(Self::default().keys) }
    }
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
