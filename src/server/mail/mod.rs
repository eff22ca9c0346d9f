//! Mail: rows of the outbox become letters, letters become MIME, and a worker hands them over, at least once.

mod credential_letters;
mod key_letters;
mod letter;
mod message;
mod scim_letters;
mod sign_up_letters;
mod support_letters;
mod transport;
mod wording;
mod worker;

pub use letter::{Letter, Sender};
pub use message::compose;
pub use transport::{Delivery, Transport};
pub use worker::{Worker, backoff};
