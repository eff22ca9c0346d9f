//! Nutzerverwaltung: the list, invitations by hand, one person.

mod address;
mod bulk;
mod export;
mod import;
mod invite;
mod list;
mod person;
mod reading;
mod rights;
mod saved;
mod shown;

pub use bulk::{again as bulk_again, bulk, job, job_progress};
pub use export::export;
pub use import::{import, import_example, import_form};
pub use invite::{invite, send};
pub use list::{ListQuery, act as act_on_list, found, list, row};
pub use person::{act, detail, line, rights_from, show};
pub use rights::Ticked;
pub(super) use shown::{stands, status as shown_status};

use super::problem::Problem;
use super::visit::Visit;
use crate::domain::invitations::{self, ResendError, Sent};
use crate::model::UserId;
use crate::web::users::UserNote;

/// „Erneut senden“, and what to say of it.
async fn resend(visit: &Visit, person: UserId) -> Result<UserNote, Problem> {
    let mut entered = visit.admin().await?;
    match invitations::resend(&mut entered.tx, &entered.scope, person).await {
        Ok(sent) => {
            entered.tx.commit().await?;
            Ok(match sent {
                Sent::First => UserNote::AllSent(1),
                Sent::Again => UserNote::Resent,
            })
        }
        Err(ResendError::TooOften) => Ok(UserNote::TooSoon),
        Err(ResendError::NoAddress) => Ok(UserNote::NoAddress),
        Err(ResendError::TestOver) => Ok(UserNote::TestOver),
        Err(ResendError::NoLicence) => Ok(UserNote::NoLicence),
        Err(ResendError::NotInvited) => Err(Problem::NotFound),
        Err(ResendError::Fault(fault)) => Err(fault.into()),
    }
}
