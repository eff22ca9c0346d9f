//! Invitations: one per person and try, any number of mails, each with a link of its own, all of them good until one is used (B38).
//!
//! Looking never consumes; accepting happens once, decided by one UPDATE.

mod accepting;
mod expiry;
mod resending;
mod sending;
mod viewing;
mod withdrawing;

pub use accepting::{AcceptError, accept_with_password};
pub use expiry::expire;
pub use resending::{ResendError, renew, resend};
pub(super) use sending::{Draft, last_method, revoke_open, send};
pub use viewing::{State, View, view};
pub use withdrawing::withdraw;
