//! The address somebody signs in by follows the one that is named for them, when they and the new mailbox say so.

mod page;

pub use page::{AddressPage, AddressState, Addresses, NewAddress, source, waiting};
