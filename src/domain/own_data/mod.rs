//! „Meine Daten herunterladen“: everything the product keeps about a person, for the person (GDPR, article 15 and 20).
//!
//! Read a section at a time, and long ones a part at a time, so that it holds neither memory nor a connection however much there is. Never in
//! it: secrets, their hashes, and what somebody else is called or did elsewhere. `tests/own_data.rs` goes through every table that names a
//! person and says which section holds it, or why none does.

mod rows;

use serde_json::{Value, json};
use uuid::Uuid;

use super::access::{Fresh, PersonScope};
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::Fault;

/// A part of what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Accounts at identity providers that open the door.
    LinkedSignInMethods,
    /// Passkeys, without what proves them.
    Passkeys,
    /// Sessions, without their ids.
    Sessions,
    /// Passwords that were to be chosen anew.
    PasswordResets,
    /// Addresses the sign-in was to move to.
    AddressMoves,
    /// Invitations, without their links.
    Invitations,
    /// Groups of the identity provider.
    Groups,
    /// The group that decides about the rights.
    RightsByGroup,
    /// Questions whether the identity provider may manage the person.
    LinkRequests,
    /// When an identity provider ended the access.
    Removals,
    /// Searches of the list of people that are kept.
    SavedFilters,
    /// What is told by mail, and how.
    NotificationChoices,
    /// News that wait for the daily mail.
    WaitingNews,
    /// Requests to the vendor's support.
    SupportRequests,
    /// Licences taken and given back.
    Licences,
    /// Mails, without their links.
    Mails,
    /// What identity providers asked about the person, for as long as requests are kept.
    ScimRequests,
    /// What the person did, and what was done to them.
    AuditLog,
}

crate::model::named!(Section {
    LinkedSignInMethods = "linked_sign_in_methods",
    Passkeys = "passkeys",
    Sessions = "sessions",
    PasswordResets = "password_resets",
    AddressMoves = "address_moves",
    Invitations = "invitations",
    Groups = "groups",
    RightsByGroup = "rights_by_group",
    LinkRequests = "link_requests",
    Removals = "removals",
    SavedFilters = "saved_filters",
    NotificationChoices = "notification_choices",
    WaitingNews = "waiting_news",
    SupportRequests = "support_requests",
    Licences = "licences",
    Mails = "mails",
    ScimRequests = "scim_requests",
    AuditLog = "audit_log",
});

/// Where a part of a section begins; [`Place::default`] is its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    connection: Uuid,
    row: Uuid,
    /// Among the requests that are kept together.
    packed: bool,
}

/// The person themselves, and the note that somebody took their data along: whoever holds a stolen session cannot.
pub async fn begin(tx: &mut Tx, scope: &Fresh<PersonScope>) -> Result<Value, Fault> {
    let person = rows::person(tx, scope).await?;
    audit::record(tx, scope, "user.data_taken", Target::User(scope.user().get()), json!({})).await?;
    Ok(person)
}

/// The rows of a section from a place on, and the place where the next part begins; `None` where there is no more.
pub async fn read(
    tx: &mut Tx,
    scope: &PersonScope,
    section: Section,
    place: Place,
) -> Result<(Vec<Value>, Option<Place>), Fault> {
    match section {
        Section::Licences => rows::licences(tx, scope, place).await,
        Section::Mails => rows::mails(tx, scope, place).await,
        Section::ScimRequests if place.packed => rows::packed_requests(tx, scope, place).await,
        Section::ScimRequests => rows::scim_requests(tx, scope, place).await,
        Section::AuditLog => rows::audit_log(tx, scope, place).await,
        short => Ok((rows::short(tx, scope, short).await?, None)),
    }
}
