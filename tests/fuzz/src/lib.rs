//! The pure core of SCIM alone, compiled from the product's own files under the product's own name: a build for the fuzzer, with every
//! crate instrumented, takes a minute instead of ten.

pub mod scim;
