//! Lizenzen: the count, the switch, the ledger.

mod page;

pub use page::{LedgerRow, LicenceNote, LicencesPage, cause};
