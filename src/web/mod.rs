//! The portal in the browser.

pub mod islands;
#[cfg(feature = "ssr")]
pub mod text;
