//! The group page „Benutzerverwaltung“ and the pages for people without admin right.

mod overview;
mod start;

pub use overview::{Overview, OverviewPage, ScimSummary};
pub use start::StartPage;
