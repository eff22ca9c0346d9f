//! SCIM in the portal: the way to „Aktivieren“, the token dialog, the connections and their set-up guide.
//!
//! Every state of the wizard is computed from facts by `ssr`; the pages here only say it.

mod actions;
mod arrival;
mod behaviour;
mod card;
mod decisions;
mod fixes;
pub mod guides;
mod hints;
mod method;
mod note;
mod offer;
mod page;
mod reason;
mod rehearsal;
mod settings_page;
mod setup;
mod state;
mod template;
mod token;
mod view;

pub use arrival::arrival_of;
pub use card::token_facts;
pub use page::ScimPage;
pub use reason::{Reason, Spot};
pub use rehearsal::{RehearsalPage, Rehearsed, Speaker, Step, Verdict};
pub use settings_page::SettingsPage;
pub use setup::{ONELOGIN_TEMPLATE, SetupPage};
pub use state::{Said, said};
pub use template::TemplateView;
pub use token::TokenPage;
pub use view::{
    Availability, ConnectionView, Failed, Health, Hint, LinkChoice, LinkState, LostRequest, MethodOffer, News,
    Rejection, RejectionReason, ScimNote, Setup, TokenView,
};
