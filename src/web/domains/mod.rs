//! Kontoeinstellungen → Domains: which domains lead „Mit Firmen-Login“ to this account.

mod page;

pub use page::{DomainNote, DomainRow, DomainStanding, DomainsPage};
