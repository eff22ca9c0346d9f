//! Where pages meet HTTP and the domain: session → scope → unit of work → domain → commit → view.

mod render;
mod security_headers;

pub use crate::web::layouts::PageAssets;
pub use render::{html, render};
pub use security_headers::{PageNonce, SecurityHeaders, security_headers};
