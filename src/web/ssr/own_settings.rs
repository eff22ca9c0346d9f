//! What people choose on their profile about how pages are.

use super::problem::{Answer, Problem};
use super::profile::back;
use super::visit::Visit;
use crate::domain::users;
use crate::model::Theme;
use crate::web::profile::ProfileNote;

/// „Darstellung speichern“: the next page is as bright as that, here and on every other device.
pub async fn choose_theme(visit: &Visit, name: &str) -> Answer {
    let theme: Option<Theme> = match name {
        "" => None,
        name => Some(name.parse().map_err(|_| Problem::BadForm)?),
    };
    let mut entered = visit.person().await?;
    users::choose_theme(&mut entered.tx, &entered.scope, theme).await?;
    entered.tx.commit().await?;
    Ok(back(visit, ProfileNote::ThemeSaved))
}

/// „Tasten speichern“.
pub async fn switch_keys(visit: &Visit, on: bool) -> Answer {
    let mut entered = visit.person().await?;
    users::switch_keys(&mut entered.tx, &entered.scope, on).await?;
    entered.tx.commit().await?;
    Ok(back(visit, ProfileNote::KeysSaved))
}
