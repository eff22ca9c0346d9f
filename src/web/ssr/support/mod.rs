//! The support console: its own sessions, two factors, its own scope. Nothing of the portal's sign-in counts here.
//!
//! Its paths name no language: it speaks that of the switch, else that of the browser.

mod console;
mod look;
mod passkeys;
mod sign_in;
mod visit;

use axum::Router;
use axum::routing::{get, post};

use super::portal::Portal;
use crate::web::routes;

/// Every page of the support console; the composition root adds the staff's session layer.
pub fn support_router(portal: Portal) -> Router {
    Router::new()
        .route(routes::SUPPORT, get(console::home))
        .route(routes::SUPPORT_SIGN_IN, get(sign_in::show).post(sign_in::submit))
        .route(routes::SUPPORT_SECOND_FACTOR, get(sign_in::second_factor).post(sign_in::confirm))
        .route(routes::SUPPORT_ENROL, get(sign_in::enrol).post(sign_in::enrolled))
        .route(routes::SUPPORT_PASSKEY, post(passkeys::ask))
        .route(routes::SUPPORT_CONFIRM, get(sign_in::confirm_again).post(sign_in::confirmed))
        .route(routes::SUPPORT_OWN_SIGN_IN, get(passkeys::show).post(passkeys::act))
        .route(routes::SUPPORT_NEW_PASSKEY, get(passkeys::new).post(passkeys::add))
        .route(routes::SUPPORT_SIGN_OUT, post(sign_in::sign_out))
        .route(routes::SUPPORT_LOG, get(console::log))
        .route("/support-konsole/konten/{account}", get(console::account).post(console::act))
        .route("/support-konsole/konten/{account}/ansicht", get(look::account))
        .route("/support-konsole/konten/{account}/personen", get(look::people))
        .route("/support-konsole/konten/{account}/personen/{person}", get(look::person))
        .route("/support-konsole/konten/{account}/verbindungen/{connection}/protokoll", get(look::requests))
        .with_state(portal)
}
