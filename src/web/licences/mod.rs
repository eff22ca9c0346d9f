//! Benutzerverwaltung → Lizenzen: figures, the automatic adjustment, buying and cancelling, the count over time, the ledger.

mod changing;
mod chart;
mod ledger;
mod limits;
mod page;

pub use changing::{ChangeForm, Offer, Terms};
pub use chart::Mark;
pub use ledger::{LedgerRow, cause, csv_head, csv_line};
pub use limits::LimitForm;
pub use page::{LicenceNote, LicencesPage, Prices, figures};
