//! Protokoll: who did what, when, on whom, from where — to be narrowed, paged and taken along.

mod details;
mod export;
mod page;
mod words;

pub use export::{Format, first, last, line};
pub use page::{AuditFilter, AuditPage, AuditRow, Turn};
pub use words::{ACTIONS, ACTOR_KINDS, actor, sentence};
