//! The pure core of SCIM: text and JSON in, values out.
//!
//! No async, SQL, clock, HTTP or domain lives here, so that benches and fuzzers can use it as it is.
//! Every limit is checked before the tree it guards is built, and every failure is a [`ScimError`].

pub mod across;
pub mod bulk;
pub mod comparable;
pub mod dialects;
pub mod discovery;
pub mod error;
pub mod filter;
pub mod json;
pub mod limits;
pub mod matches;
pub mod membership;
mod names;
pub mod openapi;
pub mod patch;
pub mod path;
pub mod projection;
pub mod resource;
pub mod schema;

pub use error::{ScimError, ScimType};
