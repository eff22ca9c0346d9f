//! The SCIM 2.0 service provider (RFC 7643, 7644).
//!
//! `protocol` is the pure core: text and JSON in, values out.

pub mod protocol;
