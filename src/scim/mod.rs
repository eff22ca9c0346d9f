//! The SCIM 2.0 service provider (RFC 7643, 7644).
//!
//! `protocol` is the pure core: text and JSON in, values out. `users` and `groups` turn resources into people and groups of the domain
//! and back, `custom_resources` those of every other type, `common` is for what they all have, `conditions` turns filters into what the domain can ask its rows, `profiles` says how a connection is spoken to. `http` is the edge: it proves who calls, opens and
//! commits the unit of work, and answers in SCIM's shape.

pub mod common;
pub mod conditions;
pub mod custom_resources;
pub mod groups;
pub mod http;
pub mod profiles;
pub mod protocol;
pub mod users;
