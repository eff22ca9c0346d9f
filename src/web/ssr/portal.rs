//! The portal's routes and what they share.

use std::sync::Arc;

use axum::Router;
use axum::response::Redirect;
use axum::routing::{get, post};

use super::{
    accounts, confirm, connections, help, invitations, licences, onboarding, passwords, profile, second_factor,
    security, sign_in, sign_in_methods, users,
};
use crate::domain::db::Db;
use crate::web::layouts::{Brand, PageAssets};
use crate::web::onboarding::AppDownload;
use crate::web::routes;

/// What every handler needs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Portal {
    /// The domain.
    pub db: Db,
    /// Name and contact.
    pub brand: Arc<Brand>,
    /// Style sheet and scripts.
    pub assets: Arc<PageAssets>,
    /// Where the app lies.
    pub downloads: Arc<[AppDownload]>,
    /// Origin people and identity providers use, without a slash at the end.
    pub origin: Arc<str>,
}

/// Every page of the customer portal.
///
/// The composition root adds the session layer, [`error_pages`](super::error_pages()) and
/// [`security_headers`](super::security_headers()), and puts a `RequestInfo` into each request.
pub fn portal_router(portal: Portal) -> Router {
    Router::new()
        .route("/", get(sign_in::home))
        .route(routes::SIGN_IN, get(sign_in::show).post(sign_in::submit))
        .route(routes::SIGN_OUT, post(sign_in::sign_out))
        .route(routes::CHOOSE_ACCOUNT, get(sign_in::choose).post(sign_in::chosen))
        .route(routes::SECOND_FACTOR, get(second_factor::show).post(second_factor::submit))
        .route(routes::ENROL, get(second_factor::enrol).post(second_factor::submit))
        .route(routes::CONFIRM, get(confirm::show).post(confirm::submit))
        .route(routes::PROFILE, get(profile::show).post(profile::act))
        .route(routes::PROFILE_SECOND_FACTOR, get(profile::enrol).post(profile::enrolled))
        .route(routes::FORGOT_PASSWORD, get(passwords::forgot).post(passwords::request))
        .route(routes::NEW_PASSWORD, get(passwords::new).post(passwords::set))
        .route("/einladung", get(invitations::bare).post(invitations::answer))
        .route("/einladung/{token}", get(invitations::show))
        .route(routes::START, get(accounts::start))
        .route(routes::USER_MANAGEMENT, get(accounts::overview))
        .route(routes::SCIM, get(connections::show).post(connections::act))
        .route("/de/benutzerverwaltung/scim/{connection}/einrichtung", get(connections::setup))
        .route("/de/benutzerverwaltung/scim/{connection}/ankunft", get(connections::arrival))
        .route(routes::LICENCES, get(licences::show).post(licences::switch))
        .route(routes::USERS, get(users::list).post(users::act_on_list))
        .route("/de/nutzerverwaltung/{user}", get(users::show).post(users::act))
        .route(routes::SIGN_IN_METHODS, get(sign_in_methods::show).post(sign_in_methods::switch))
        .route(routes::SECURITY, get(security::show).post(security::switch))
        .route(routes::WELCOME, get(onboarding::welcome))
        .route(routes::DOWNLOAD, get(onboarding::download))
        .route(routes::HELP, get(help::overview))
        .route("/de/hilfe/{slug}", get(help::article))
        .merge(aliases())
        .with_state(portal)
}

/// Short addresses people type or remember.
fn aliases() -> Router<Portal> {
    let to = |path: &'static str| get(async move || Redirect::to(path));
    Router::new()
        .route("/de", to("/"))
        .route("/benutzerverwaltung", to(routes::USER_MANAGEMENT))
        .route("/nutzerverwaltung", to(routes::USERS))
        .route("/users", to(routes::USERS))
        .route("/anmelden", to(routes::SIGN_IN))
        .route("/hilfe", to(routes::HELP))
        .route("/de/kontoeinstellungen", to(routes::SIGN_IN_METHODS))
}
