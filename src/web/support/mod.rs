//! The vendor's support console. Never shows a secret, never acts as a person of an account.

mod account;
mod home;
mod log;
mod look;
mod own_sign_in;
mod sign_in;

pub use account::{SupportAccountPage, SupportConnection, SupportNote, SupportRequestView};
pub use home::{AccountHit, InboxEntry, SupportHomePage};
pub use log::{SupportLogEntry, SupportLogPage};
pub use look::{ProviderFacts, Standing, SupportLookPage, SupportPeoplePage, SupportPersonPage, Visited};
pub use own_sign_in::SupportOwnSignInPage;
pub use sign_in::SupportSignInPage;
