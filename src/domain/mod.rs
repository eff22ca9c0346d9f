//! The product: rules and SQL. No HTTP, no Leptos, no SCIM protocol.
//!
//! - `db` the unit of work; `access` proof of authority; `fault` what is nobody's answer; `secrets`, `sealing` what is stored of secrets
//! - `conditions`, `columns`, `pages`, `cursors` lists: what rows must fulfil, in which order and how many at once
//! - `accounts` customer companies; `sign_ups` who asks for one; `test_accounts` the time to try it; `sign_in_methods`, `identity_providers`, `saml_providers`, `domains` how their people get in; `licences` seats, count, ledger and limits, `billing` what they cost
//! - `connections` SCIM switched on; `tokens` its bearer secrets; `lapses` SCIM in use whose preconditions went; `requests` „Token verlegt?“, „Tarif wechseln“
//! - `api_keys` what programs of the company read by
//! - `users` people; `groups` whom an identity provider puts together; `invitations` how people join, `onboarding` what comes then; `passwords`, `passkeys`, `resets`, `identities`, `flows`, `sign_in`, `second_factors`, `proving`, `sessions` how they stay, `own_methods` what they add to that themselves, `own_data` what they take along;
//!   `address_moves` when the address they sign in by follows their identity provider
//! - `jobs` what is decided about many people at once; `group_rights` which rights the people of a group get
//! - `template_check` what a `OneLogin` template would bring
//! - `custom_resources` what an identity provider keeps here and nothing reads
//! - `support` the vendor's staff; `outbox` mail as rows; `audit` who did what; `request_log` what identity providers asked, `rehearsals` what we ask in their place
//!
//! Features call each other downwards in this order: `sign_ups` → `accounts`; `jobs`, `group_rights`, `own_methods`, `own_data` → `users` → `groups`, `invitations`, `address_moves`, `resets`, `sessions`, `api_keys` → `outbox`, `licences`, `audit` → `db`.
//! Functions never commit; the edges do.

pub mod access;
pub mod accounts;
pub mod address_moves;
pub mod api_keys;
pub mod audit;
pub mod billing;
pub mod columns;
pub mod conditions;
pub mod connections;
pub mod cursors;
pub mod custom_resources;
pub mod db;
pub mod domains;
pub mod fault;
pub mod flows;
pub mod group_rights;
pub mod groups;
pub mod identities;
pub mod identity_providers;
pub mod invitations;
pub mod jobs;
pub mod lapses;
pub mod licences;
pub mod locked;
pub mod onboarding;
pub mod outbox;
pub mod own_data;
pub mod own_methods;
pub mod pages;
pub mod passkeys;
pub mod passwords;
pub mod proving;
pub mod rehearsals;
pub mod request_log;
pub mod requests;
pub mod resets;
pub mod saml_providers;
pub mod schemas;
pub mod sealing;
pub mod second_factors;
pub mod secrets;
pub mod sessions;
pub mod sign_in;
pub mod sign_in_methods;
pub mod sign_ups;
pub mod support;
pub mod template_check;
pub mod test_accounts;
pub mod tokens;
pub mod totp;
pub mod users;
