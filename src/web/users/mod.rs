//! Nutzerverwaltung: the list of people and one person's page.

mod detail;
mod list;
mod view;

pub use detail::{UserDetail, UserPage};
pub use list::UsersPage;
pub use view::{AddressChoice, AddressStanding, MailState, Origin, Status, UserFilter, UserNote, UserRow};
