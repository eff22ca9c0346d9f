//! The customer portal and the support console: Leptos as template engine, server-rendered, with a handful of islands.
//!
//! Pages take plain view structs and know neither HTTP nor the domain; `ssr` brings both together. Everything works without script.
//! In the browser build only `islands` exists (`lib.rs` holds the gate).

pub mod account;
pub mod address;
pub mod api_keys;
pub mod audit;
pub mod components;
pub mod connections;
pub mod csv;
pub mod dashboard;
pub mod domains;
pub mod errors;
pub mod groups;
pub mod help;
pub mod invitations;
pub mod islands;
pub mod keys;
pub mod layouts;
pub mod licences;
pub mod notifications;
pub mod onboarding;
pub mod profile;
pub mod request_log;
pub mod requests;
pub mod routes;
pub mod security;
pub mod sessions;
pub mod settings;
pub mod sign_in_methods;
pub mod sign_up;
pub mod ssr;
pub mod subscription;
pub mod support;
pub mod text;
pub mod users;
pub mod when;
pub mod words;
