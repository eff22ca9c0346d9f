//! People of an account: arriving, changing, leaving — by whichever door, always through here.
//!
//! Invariants: seat, invitation, sessions, ledger and audit move in the same unit of work as the person; a person is managed by at most
//! one connection and visible to it alone; rights never come from an identity provider, but for those of groups that an administrator set up.

mod addressing;
mod arrival;
mod brake;
mod by_group;
mod counts;
mod detaching;
mod editing;
mod encounter;
mod ending;
mod exporting;
mod importing;
mod inviting;
mod kept;
mod leaving;
mod linking;
mod listing;
mod own;
mod own_settings;
mod portal;
mod preferences;
mod provisioning;
mod purge;
mod query;
mod restoring;
mod rights;
mod saved_filters;
mod search;
mod shown;
mod store;
mod timeline;
mod unmanaging;
mod waiting;
mod writing;

pub use addressing::{AddressError, Addressed, readdress};
pub use brake::{held, release};
pub use by_group::{Source, WaitsFor, accounts_with_due_rights, follow_groups, rights_source, rights_under_way};
pub use counts::{Seats, fold_counts, fold_counts_of, seats};
pub use detaching::{RestoreError, detach, restore};
pub use editing::{EditError, ProfileEdit, edit};
pub use exporting::{Exported, Place, export, exported};
pub use importing::{Entry, Foreseen, foresee};
pub(super) use importing::{TakenIn, lock_all, lock_named, take_in};
pub use inviting::{InviteError, Invited, Invitee, Terms, invite};
pub use kept::record_kept_administrator;
pub use leaving::{LeaveError, deactivate, dismiss, reactivate};
pub use linking::{Decision, LinkRequest, NotLinked, ask_to_link, decide, link_requests};
pub(super) use listing::narrowed as push_narrowed;
pub use listing::{COUNTED, Count, From, Order, OrderBy, PortalFilter, PortalPage, count, page};
pub use own::{RenameError, choose_language, language, myself, rename};
pub use own_settings::{OwnSettings, choose_theme, switch_keys};
pub use portal::{Delivery, Listed, details, end_sessions};
pub use preferences::{ListPreferences, list_preferences, prefer};
pub use provisioning::{ProvisionError, ReplaceError, lock, provision, remove, replace};
pub use purge::{GRACE, purge};
pub use query::{Column, UserCondition, list, plan};
pub(in crate::domain) use rights::lock_administrators;
pub use rights::{RightsChange, RightsError, change_rights};
pub use saved_filters::{MOST_FILTERS, SaveError, SavedFilter, remove_filter, save_filter, saved_filters};
pub use shown::{Shown, find};
pub use store::User;
pub(super) use store::load;
pub use timeline::{Event, Happened, timeline};
pub(super) use unmanaging::{deactivate_managed, let_go};
pub(in crate::domain) use waiting::lock_seats;
pub use waiting::{admit_waiting, waiting};

use serde_json::{Map, Value};

use crate::model::{EmailAddress, Language};

/// Where somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Has an open invitation.
    Invited,
    /// Accepted.
    Active,
    /// Access ended; the person stays without time limit.
    Deactivated,
    /// The invitation ran out.
    Expired,
    /// The invitation was revoked.
    Revoked,
    /// The limit of the automatic adjustment is reached: no licence yet, no mail.
    Waiting,
    /// Deleted; the row waits for its 30 days.
    Removed,
}

crate::model::named!(Status {
    Invited = "invited",
    Active = "active",
    Deactivated = "deactivated",
    Expired = "expired",
    Revoked = "revoked",
    Waiting = "waiting",
    Removed = "removed",
});

impl Status {
    /// SCIM `active`: access has not been ended.
    pub fn is_active(self) -> bool {
        self != Self::Deactivated
    }
}

/// What an identity provider says about a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Unique in the account without case (RFC 7643 4.1.1); at most 320 characters.
    pub user_name: String,
    /// The primary address; `None` for somebody without a mailbox.
    pub email: Option<EmailAddress>,
    /// `name.givenName`.
    pub given_name: Option<String>,
    /// `name.familyName`.
    pub family_name: Option<String>,
    /// What people are called in lists; derived when nothing is sent.
    pub display_name: Option<String>,
    /// The primary telephone number, as sent.
    pub phone: Option<String>,
    /// From `preferredLanguage` or `locale`, where the product speaks it.
    pub language: Option<Language>,
    /// The identity provider's own id, opaque.
    pub external_id: Option<String>,
    /// `None`: not said, stays as it is (true for a new person).
    pub active: Option<bool>,
    /// The remaining SCIM attributes, stored and returned unchanged.
    pub attributes: Map<String, Value>,
    /// What lists are searched by.
    pub searched: Searched,
}

/// What filters and sorting look at beside the columns, derived from a profile by who reads it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Searched {
    /// The attributes in the form they are compared in.
    pub comparable: Map<String, Value>,
    /// Folded addresses besides the main one; at most 2,000 bytes each.
    pub other_addresses: Vec<String>,
}

impl Profile {
    /// What lists show: the first of `displayName`, given and family name, and `userName` that has anything to show, without control characters;
    /// at most 600 characters.
    pub fn shown_name(&self) -> String {
        let full: Vec<&str> = [&self.given_name, &self.family_name].into_iter().flatten().map(String::as_str).collect();
        let full = full.join(" ");
        let names = [self.display_name.as_deref().unwrap_or_default(), &full, &self.user_name];
        let mut shown = names.map(|name| name.chars().filter(|c| !c.is_control()).collect::<String>()).into_iter();
        let name = shown.find(|name| !name.trim().is_empty()).unwrap_or_default();
        name.chars().take(600).collect()
    }
}
