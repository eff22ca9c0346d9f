//! As `src/scim/mod.rs`, without what meets the domain.

#[path = "../../../src/scim/protocol/mod.rs"]
pub mod protocol;
