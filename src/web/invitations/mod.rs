//! The invitation as the invited person meets it (B29, B33–B39).

mod page;

pub use page::{InvitationPage, InvitationState, OpenInvitation};
