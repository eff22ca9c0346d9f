//! Benutzerverwaltung → Gruppen: the groups an identity provider pushed, and which rights their people get.

mod effect;
mod group;
mod list;

pub use effect::{Consequence, Price, Shift};
pub use group::{Asked, GroupDetail, GroupPage, MemberRow};
pub use list::{GroupNote, GroupRow, GroupsPage, Moving};
