//! The group page „Benutzerverwaltung“ and the pages for people without admin right.

mod overview;
mod start;
mod test;

pub use overview::{Overview, OverviewPage, ScimSummary};
pub use start::StartPage;
pub use test::TestPeriod;
