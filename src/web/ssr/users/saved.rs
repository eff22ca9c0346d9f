//! Searches of the list that an administrator keeps.

use uuid::Uuid;

use super::list::filter_of;
use crate::domain::users::{self, SaveError, SavedFilter};
use crate::web::ssr::problem::Problem;
use crate::web::ssr::visit::Visit;
use crate::web::users::{SavedRow, Turn};

/// A search as the page shows it; whatever the list does not know any more is dropped.
pub(super) fn row(saved: SavedFilter) -> SavedRow {
    SavedRow { id: saved.id.to_string(), name: saved.name, filter: filter_of(&saved.query) }
}

/// „Filter speichern“; returns what the list says afterwards.
pub(super) async fn keep(visit: &Visit, name: &str, list: &str) -> Result<&'static str, Problem> {
    let mut entered = visit.admin().await?;
    // From its beginning, whatever page was shown.
    let query = filter_of(list).query(Turn::Start);
    match users::save_filter(&mut entered.tx, &entered.scope, name, &query).await {
        Ok(()) => {
            entered.tx.commit().await?;
            Ok("filter")
        }
        Err(SaveError::InvalidName) => Ok("filter-name"),
        Err(SaveError::TooLong) => Err(Problem::BadForm),
        Err(SaveError::Full) => Ok("filter-voll"),
        Err(SaveError::Fault(fault)) => Err(fault.into()),
    }
}

/// „Entfernen“; one that is gone already is removed, too.
pub(super) async fn remove(visit: &Visit, filter: Uuid) -> Result<&'static str, Problem> {
    let mut entered = visit.admin().await?;
    users::remove_filter(&mut entered.tx, &entered.scope, filter).await?;
    entered.tx.commit().await?;
    Ok("filter-entfernt")
}
