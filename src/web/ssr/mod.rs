//! Where pages meet HTTP and the domain: session → scope → unit of work → domain → commit → view.
//!
//! Handlers are thin: read the form, one domain call, commit, show the page or answer 303. What cannot be answered is a
//! [`Problem`](problem::Problem); `error_pages` turns it into a page with the request's reference.

mod accounts;
mod address;
mod api_keys;
mod audit;
mod confirm;
mod connections;
mod dashboard;
mod delete_test;
mod domains;
mod drafts;
mod error_pages;
mod files;
mod groups;
mod help;
mod invitations;
mod language;
mod licences;
mod notifications;
mod onboarding;
mod own_data;
mod own_methods;
mod own_settings;
mod passkeys;
mod passwords;
mod path;
mod portal;
mod problem;
mod profile;
mod providers;
mod render;
mod request_log;
mod requests;
mod saml;
mod second_factor;
mod security;
mod security_headers;
mod settings;
mod sign_in;
mod sign_in_methods;
mod sign_up;
mod subscription;
mod support;
mod theme;
mod users;
mod visit;

pub use crate::web::layouts::PageAssets;
pub use connections::rehearsal::{Rehearse, Rehearsing};
pub use error_pages::error_pages;
pub use path::Path;
pub use portal::{Portal, portal_router};
pub use providers::{Providers, Registration};
pub use render::{html, json, render};
pub use security_headers::{PageNonce, Readers, SecurityHeaders, security_headers};
pub use support::support_router;
pub use visit::{Context, anonymous_chrome};
