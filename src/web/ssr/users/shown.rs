//! People of the domain as the pages show them.

use time::OffsetDateTime;

use crate::domain::users::{Delivery, Status as Stands, User};
use crate::model::ConnectionId;
use crate::web::layouts::Chrome;
use crate::web::users::{MailState, Origin, Status};

pub(in crate::web::ssr) fn status(status: Stands) -> Status {
    match status {
        Stands::Invited => Status::Invited,
        Stands::Active => Status::Active,
        Stands::Deactivated => Status::Deactivated,
        Stands::Expired => Status::Expired,
        Stands::Revoked => Status::Revoked,
        Stands::Waiting => Status::Waiting,
        Stands::Removed => Status::Removed,
    }
}

pub(in crate::web::ssr) fn stands(status: Status) -> Stands {
    match status {
        Status::Invited => Stands::Invited,
        Status::Active => Stands::Active,
        Status::Deactivated => Stands::Deactivated,
        Status::Expired => Stands::Expired,
        Status::Revoked => Stands::Revoked,
        Status::Waiting => Stands::Waiting,
        Status::Removed => Stands::Removed,
    }
}

pub(super) const fn waits_for_answer(status: Status) -> bool {
    matches!(status, Status::Invited | Status::Expired | Status::Revoked)
}

/// „Erneut senden“ would send something.
pub(super) fn can_resend(user: &User) -> bool {
    waits_for_answer(status(user.status)) && user.sign_in_email.is_some()
}

pub(super) fn mail(chrome: &Chrome, status: Status, delivery: Option<Delivery>) -> Option<MailState> {
    delivery.filter(|_| waits_for_answer(status)).map(|delivery| match delivery {
        Delivery::NoAddress => MailState::NoAddress,
        Delivery::Unsent => MailState::Unsent,
        Delivery::Later { at } => MailState::Later(chrome.clock.moment(chrome.lang, at)),
        Delivery::Waiting => MailState::Queued,
        Delivery::Sent { at } => MailState::Sent(chrome.clock.moment(chrome.lang, at)),
        Delivery::Undeliverable { reason } => MailState::Undeliverable(reason),
    })
}

pub(super) fn origin(connection: Option<ConnectionId>, linked_at: Option<OffsetDateTime>) -> Origin {
    match (connection, linked_at) {
        (Some(_), Some(_)) => Origin::Linked,
        (Some(_), None) => Origin::Scim,
        (None, _) => Origin::Manual,
    }
}
