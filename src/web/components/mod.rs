//! The building blocks of every page. Each renders plain HTML that works without script.

mod checklist;
mod chip;
mod copy_field;
mod dialog;
mod empty;
mod errors;
mod field;
mod icon;
mod notice;
mod page_header;
mod pagination;
mod search_field;
mod secret_dialog;

pub use checklist::{Check, Checklist};
pub use chip::{Badge, Chip, Tone};
pub use copy_field::{CopyCode, CopyField, copy_button};
pub use dialog::Confirm;
pub use empty::EmptyState;
pub use errors::{ErrorSummary, FieldErrors};
pub use field::{Hidden, TextField};
pub use icon::{Icon, icon};
pub use notice::Notice;
pub use page_header::PageHeader;
pub use pagination::Pagination;
pub use search_field::SearchField;
pub use secret_dialog::{NewSecret, secret_dialog};
