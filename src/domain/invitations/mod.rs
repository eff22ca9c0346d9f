//! Invitations: one per person and try, any number of mails, each with a link of its own, all of them good until one is used (B38).
//!
//! People whose connection invites on demand have no invitation until an administrator sends one. At most three mails a day reach one
//! address, whatever asks for them: a further one waits.
//!
//! Looking never consumes; accepting happens once, decided by one UPDATE.

mod accepting;
mod expiry;
mod outdated;
mod reminding;
mod resending;
mod sending;
mod viewing;
mod waiting;
mod withdrawing;

pub(super) use accepting::mismatch;
pub use accepting::{AcceptError, Mismatch, accept_with_identity, accept_with_password};
pub use expiry::expire;
pub use outdated::{outdated, send_by_new_method};
pub use reminding::{AFTER, remind};
pub use resending::{ResendError, Sent, renew, resend};
pub(super) use sending::{Draft, end_without_address, is_open, method_of, revoke_open, send, send_if_at_once};
pub use viewing::{State, View, note_opened, view};
pub use waiting::{send_unsent, unsent, without_address};
pub use withdrawing::withdraw;
