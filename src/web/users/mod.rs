//! Nutzerverwaltung: the list of people, invitations by hand and one person's page.

mod bulk;
mod detail;
mod edit;
mod export;
mod filter;
mod import;
mod invite;
mod list;
mod rights;
mod search;
mod timeline;
mod view;

pub use bulk::{BulkPage, Deed, JobPage, OtherPerson};
pub use detail::{UserDetail, UserPage};
pub use edit::{AddressForm, ProfileForm};
pub use export::{ExportRow, head as export_head, line as export_line};
pub use filter::{PAGE_SIZES, Sorting, Turn, UserFilter};
pub use import::{Fate, ImportCounts, ImportPage, ImportPreview, ImportRow, ImportTerms};
pub use invite::{InviteForm, InvitePage, Line, LineTrouble, Sent, SentTo};
pub use list::{Preferences, UsersPage};
pub use rights::{LicenceEffect, RightsFrom, RightsWait, boxes as right_boxes, rights_of};
pub use timeline::{ByGroup, TimelineEvent, TimelineLine};
pub use view::{AddressChoice, AddressStanding, MailState, Origin, Status, UserNote, UserRow};
