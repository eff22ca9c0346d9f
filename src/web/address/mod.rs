//! The address somebody signs in by follows the one their identity provider names, when they and the new mailbox say so.

mod page;

pub use page::{AddressPage, AddressState, Addresses, waiting};
