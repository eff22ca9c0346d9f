//! SCIM in the portal: the way to „Aktivieren“, the token dialog, the connections and their set-up guide.
//!
//! Every state of the wizard is computed from facts by `ssr`; the pages here only say it.

mod arrival;
mod card;
mod method;
mod offer;
mod page;
mod rehearsal;
mod settings;
mod setup;
mod token;
mod view;

pub use arrival::arrival_of;
pub use page::ScimPage;
pub use rehearsal::{RehearsalPage, Rehearsed, Speaker, Step, Verdict};
pub use setup::{ONELOGIN_TEMPLATE, SetupPage};
pub use token::TokenPage;
pub use view::{
    Availability, ConnectionView, Failed, Health, LinkChoice, LinkState, LostRequest, MethodOffer, News, Rejection,
    RejectionReason, ScimNote, Setup, TokenView,
};
