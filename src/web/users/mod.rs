//! Nutzerverwaltung: the list of people, invitations by hand and one person's page.

mod bulk;
mod detail;
mod edit;
mod export;
mod filter;
mod import;
mod invite;
mod list;
mod place;
mod rights;
mod saved;
mod search;
mod timeline;
mod view;

pub use bulk::{BulkPage, Deed, JobPage, OtherPerson, progress_of};
pub use detail::{UserDetail, UserPage, facts, managed_badge};
pub use edit::{AddressForm, ProfileForm};
pub use export::{ExportRow, head as export_head, line as export_line};
pub use filter::{PAGE_SIZES, Sorting, Turn, UserFilter};
pub use import::{Fate, ImportCounts, ImportPage, ImportPreview, ImportRow, ImportTerms};
pub use invite::{InviteForm, InvitePage, Line, LineTrouble, Sent, SentTo};
pub use list::{Preferences, UsersPage, count, no_hit, paging, table};
pub use place::{LIST, Place};
pub use rights::{LicenceEffect, RightsFrom, RightsWait, boxes as right_boxes, rights_of, shown as rights_shown};
pub use saved::SavedRow;
pub use search::search;
pub use timeline::{ByGroup, TimelineEvent, TimelineLine, card as timeline};
pub use view::{AddressChoice, AddressStanding, MailState, Origin, Status, UserNote, UserRow};
