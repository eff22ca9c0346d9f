//! What the lists of people show.

use leptos::prelude::*;

use crate::model::{Rights, UserId};
use crate::web::components::{Chip, Icon, Notice, Tone};
use crate::web::text::{Lang, t};

/// How somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// An invitation is open.
    Invited,
    /// Accepted.
    Active,
    /// Switched off.
    Deactivated,
    /// The invitation ran out.
    Expired,
    /// The invitation was withdrawn.
    Revoked,
    /// There is no licence yet.
    Waiting,
    /// Removed; can come back for 30 days.
    Removed,
}

impl Status {
    /// In the order of the filter.
    pub const ALL: [Self; 7] =
        [Self::Invited, Self::Active, Self::Waiting, Self::Deactivated, Self::Expired, Self::Revoked, Self::Removed];

    /// The value in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invited => "eingeladen",
            Self::Active => "aktiv",
            Self::Deactivated => "deaktiviert",
            Self::Expired => "abgelaufen",
            Self::Revoked => "zurueckgezogen",
            Self::Waiting => "wartet",
            Self::Removed => "entfernt",
        }
    }

    /// The word people read.
    pub fn label(self, lang: Lang) -> String {
        match self {
            Self::Invited => t!(lang, "status-invited"),
            Self::Active => t!(lang, "status-active"),
            Self::Deactivated => t!(lang, "status-deactivated"),
            Self::Expired => t!(lang, "status-expired"),
            Self::Revoked => t!(lang, "status-revoked"),
            Self::Waiting => t!(lang, "status-waiting"),
            Self::Removed => t!(lang, "status-removed"),
        }
    }

    /// The chip.
    pub fn chip(self, lang: Lang) -> AnyView {
        let (tone, sign) = match self {
            Self::Invited => (Tone::Info, Icon::Mail),
            Self::Active => (Tone::Good, Icon::Check),
            Self::Deactivated => (Tone::Neutral, Icon::Pause),
            Self::Expired => (Tone::Warning, Icon::Clock),
            Self::Revoked => (Tone::Neutral, Icon::Undo),
            Self::Waiting => (Tone::Warning, Icon::Seat),
            Self::Removed => (Tone::Neutral, Icon::Cross),
        };
        view! { <Chip tone=tone sign=sign label=self.label(lang)/> }.into_any()
    }
}

/// Who put somebody on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// An identity provider.
    Scim,
    /// Somebody else first; an identity provider manages them since (product B31).
    Linked,
    /// An admin.
    Manual,
}

impl Origin {
    /// The value in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            // One value: whoever looks for people of SCIM finds those who were linked, too.
            Self::Scim | Self::Linked => "scim",
            Self::Manual => "manuell",
        }
    }

    /// An identity provider manages them.
    pub const fn is_managed(self) -> bool {
        matches!(self, Self::Scim | Self::Linked)
    }

    /// The word people read.
    pub fn label(self, lang: Lang) -> String {
        match self {
            Self::Scim => t!(lang, "origin-scim"),
            Self::Linked => t!(lang, "origin-linked"),
            Self::Manual => t!(lang, "origin-manual"),
        }
    }
}

/// Where the last invitation mail is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailState {
    /// There is nowhere to send one: the person has no address.
    NoAddress,
    /// There is none yet: an admin sends it.
    Unsent,
    /// Three went to the address today; when it leaves, as people read it.
    Later(String),
    /// On its way.
    Queued,
    /// The mail server took it; when, as people read it.
    Sent(String),
    /// Given up: „Nicht zustellbar“, with the mail server's words.
    Undeliverable(String),
}

impl MailState {
    /// One line under the status.
    pub fn line(&self, lang: Lang) -> AnyView {
        match self {
            Self::Queued => view! { <span class="muted small">{t!(lang, "mail-state-queued")}</span> }.into_any(),
            Self::Sent(at) => {
                view! { <span class="muted small">{t!(lang, "mail-state-sent", at = at.clone())}</span> }.into_any()
            }
            Self::NoAddress => {
                view! { <Chip tone=Tone::Warning sign=Icon::MailOff label=t!(lang, "mail-state-no-address")/> }
                    .into_any()
            }
            Self::Unsent => view! { <span class="muted small">{t!(lang, "mail-state-unsent")}</span> }.into_any(),
            Self::Later(at) => {
                view! { <span class="muted small">{t!(lang, "mail-state-later", at = at.clone())}</span> }.into_any()
            }
            Self::Undeliverable(_) => {
                view! { <Chip tone=Tone::Danger sign=Icon::MailOff label=t!(lang, "status-undeliverable")/> }.into_any()
            }
        }
    }
}

/// One row of the list.
#[derive(Debug, Clone)]
pub struct UserRow {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their address, if they have one.
    pub email: Option<String>,
    /// How they stand.
    pub status: Status,
    /// Their rights.
    pub rights: Rights,
    /// Who put them here.
    pub origin: Origin,
    /// Holds a licence.
    pub seat: bool,
    /// The invitation mail, while it matters.
    pub mail: Option<MailState>,
    /// For somebody active: when they last signed in, as people read it.
    pub last_sign_in: Option<Option<String>>,
    /// The invitation can be sent again.
    pub can_resend: bool,
}

/// Their contact address is another than they sign in by.
#[derive(Debug, Clone)]
pub struct AddressChoice {
    /// What they sign in by.
    pub from: String,
    /// The contact address.
    pub to: String,
    /// Their identity provider names it; otherwise an administrator did.
    pub managed: bool,
    /// What an admin can do about it.
    pub standing: AddressStanding,
}

/// Whether the sign-in can follow the contact address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressStanding {
    /// It can.
    Open,
    /// Never for Administrator and Projektmanager of an identity provider.
    Privileged,
    /// Administrator and Projektmanager confirm it themselves.
    OwnWord,
    /// Somebody else signs in by the new address.
    Taken,
}

/// What just happened to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserNote {
    /// The invitation was sent again.
    Resent,
    /// It was sent less than a minute ago.
    TooSoon,
    /// There is no address to send it to.
    NoAddress,
    /// So many invitations are on their way.
    AllSent(i64),
    /// That many sessions ended.
    SessionsEnded(i64),
    /// The second factor was taken away.
    SecondFactorReset,
    /// The invitation was withdrawn.
    Withdrawn,
    /// Their access ended.
    Deactivated,
    /// Their access is back.
    Reactivated,
    /// They are removed.
    Removed,
    /// They sign in by the new address from now on.
    AddressMoved,
    /// Nothing of that kind was to be decided.
    AddressNotMoved,
    /// The reason is missing or too long.
    ReasonNeeded,
    /// Nobody ends their own access.
    Yourself,
    /// The last administrator stays.
    LastAdministrator,
    /// What the list leaves out is kept.
    ViewKept,
    /// The search is kept.
    FilterKept,
    /// A search is kept no more.
    FilterRemoved,
    /// A search is kept under a name only.
    FilterNameNeeded,
    /// No more searches can be kept.
    FiltersFull,
    /// Their rights are others now.
    RightsChanged,
    /// Somebody without any right is nobody.
    RightNeeded,
    /// No licence is free.
    NoLicence,
    /// The test of the account is over: nobody is invited.
    TestOver,
    /// Their rights come from a group.
    RightsByGroup,
    /// Name, telephone number or language are others now.
    ProfileSaved,
    /// No identity provider manages them any more.
    Detached,
    /// They are there again, without access yet.
    Restored,
    /// Somebody else has their name or address by now.
    AddressTaken,
    /// Their address is another now, and invitations go there.
    AddressChanged,
    /// Their address is another now; they confirm it before they sign in by it.
    AddressNamed,
}

impl UserNote {
    /// The sentence on top of the page.
    pub fn notice(self, lang: Lang) -> AnyView {
        let (tone, title) = match self {
            Self::Resent => (Tone::Good, t!(lang, "invitation-resent")),
            Self::TooSoon => (Tone::Info, t!(lang, "invitation-too-soon")),
            Self::NoAddress => (Tone::Warning, t!(lang, "invitation-no-address")),
            Self::AllSent(n) => (Tone::Good, t!(lang, "invitations-sent", n = n)),
            Self::SessionsEnded(n) => (Tone::Good, t!(lang, "sessions-ended", n = n)),
            Self::SecondFactorReset => (Tone::Good, t!(lang, "factor-was-reset")),
            Self::Withdrawn => (Tone::Good, t!(lang, "invitation-withdrawn")),
            Self::Deactivated => (Tone::Good, t!(lang, "access-deactivated")),
            Self::Reactivated => (Tone::Good, t!(lang, "access-reactivated")),
            Self::Removed => (Tone::Good, t!(lang, "access-removed")),
            Self::AddressMoved => (Tone::Good, t!(lang, "address-approved")),
            Self::AddressNotMoved => (Tone::Info, t!(lang, "decided-before")),
            Self::ReasonNeeded => (Tone::Danger, t!(lang, "address-reason-needed")),
            Self::Yourself => (Tone::Warning, t!(lang, "access-yourself")),
            Self::LastAdministrator => (Tone::Warning, t!(lang, "access-last-administrator")),
            Self::ViewKept => (Tone::Good, t!(lang, "list-view-kept")),
            Self::FilterKept => (Tone::Good, t!(lang, "filter-kept")),
            Self::FilterRemoved => (Tone::Good, t!(lang, "filter-removed")),
            Self::FilterNameNeeded => (Tone::Danger, t!(lang, "filter-name-wrong")),
            Self::FiltersFull => (Tone::Danger, t!(lang, "filters-full")),
            Self::RightsChanged => (Tone::Good, t!(lang, "rights-changed")),
            Self::RightNeeded => (Tone::Danger, t!(lang, "rights-none-left")),
            Self::NoLicence => (Tone::Danger, t!(lang, "rights-no-licence")),
            Self::TestOver => (Tone::Danger, t!(lang, "invite-test-over")),
            Self::RightsByGroup => (Tone::Warning, t!(lang, "rights-by-group-locked")),
            Self::ProfileSaved => (Tone::Good, t!(lang, "profile-was-saved")),
            Self::Detached => (Tone::Good, t!(lang, "detached")),
            Self::Restored => (Tone::Good, t!(lang, "person-restored")),
            Self::AddressTaken => (Tone::Warning, t!(lang, "restore-taken")),
            Self::AddressChanged => (Tone::Good, t!(lang, "person-address-changed")),
            Self::AddressNamed => (Tone::Good, t!(lang, "person-address-named")),
        };
        view! { <Notice tone=tone title=title/> }.into_any()
    }
}
