//! The portal's routes and what they share.

use std::sync::Arc;

use axum::Router;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{MethodRouter, get, post};

use super::connections::rehearsal::{self, Rehearse};
use super::problem::Answer;
use super::providers::{self, Providers};
use super::visit::Visit;
use super::{
    accounts, address, api_keys, audit, confirm, connections, dashboard, delete_test, domains, groups, help,
    invitations, language, licences, notifications, onboarding, own_methods, passkeys, passwords, profile, request_log,
    requests, saml, second_factor, security, settings, sign_in, sign_in_methods, sign_up, subscription, users,
};
use crate::domain::db::Db;
use crate::domain::passkeys::RelyingParty;
use crate::web::help::Article;
use crate::web::layouts::{Brand, PageAssets};
use crate::web::onboarding::AppDownload;
use crate::web::routes::{self, Route};
use crate::web::text::Lang;

/// What every handler needs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Portal {
    /// The domain.
    pub db: Db,
    /// Name and contact.
    pub brand: Arc<Brand>,
    /// Style sheet and scripts.
    pub assets: Arc<PageAssets>,
    /// The way to identity providers.
    pub providers: Arc<Providers>,
    /// Where the app lies.
    pub downloads: Arc<[AppDownload]>,
    /// Whether people may make test accounts for themselves.
    pub sign_up: bool,
    /// Who plays identity providers for „Verbindung testen“.
    pub rehearse: Arc<dyn Rehearse>,
    /// Origin people and identity providers use, without a slash at the end.
    pub origin: Arc<str>,
}

impl Portal {
    /// Whether cookies can be `Secure`: not on a loopback public URL.
    pub fn is_secure(&self) -> bool {
        self.origin.starts_with("https:")
    }

    /// This installation as authenticators know it; `None` where browsers have no passkeys for its address.
    pub fn passkeys(&self) -> Option<RelyingParty> {
        RelyingParty::new(&self.origin, &self.brand.name)
    }
}

/// Every page of the customer portal.
///
/// The composition root adds the session layer, [`error_pages`](super::error_pages()) and
/// [`security_headers`](super::security_headers()), and puts a `RequestInfo` into each request.
pub fn portal_router(portal: Portal) -> Router {
    Router::new()
        .route(routes::ROOT, get(sign_in::home))
        .page(routes::HOME, get(sign_in::home))
        .route(routes::LANGUAGE, post(language::switch))
        .route(routes::PASSWORD_STRENGTH, post(passwords::judge))
        .route(routes::PASSKEY, post(passkeys::ask))
        .page(routes::SIGN_IN, get(sign_in::show).post(sign_in::submit))
        .page(routes::SIGN_IN_WITH, get(providers::depart))
        .page(routes::COMPANY_SIGN_IN, get(providers::company).post(providers::depart_to_company))
        .route(routes::OIDC_CALLBACK, get(providers::arrive))
        .route("/saml/{account}", get(saml::metadata))
        .route("/saml/{account}/acs", post(saml::receive))
        .route("/saml/{account}/ankunft/{handle}", get(saml::fetch))
        .page(routes::SIGN_OUT, post(sign_in::sign_out))
        .page(routes::CHOOSE_ACCOUNT, get(sign_in::choose).post(sign_in::chosen))
        .page(routes::SECOND_FACTOR, get(second_factor::show).post(second_factor::submit))
        .page(routes::ENROL, get(second_factor::enrol).post(second_factor::submit))
        .page(routes::CONFIRM, get(confirm::show).post(confirm::submit))
        .page(routes::PROFILE, get(profile::show).post(profile::act))
        .page(routes::PROFILE_SECOND_FACTOR, get(profile::enrol).post(profile::enrolled))
        .page(routes::PROFILE_PASSKEY, get(passkeys::new).post(passkeys::add))
        .page(routes::PROFILE_PASSWORD, get(own_methods::first_password).post(own_methods::set_first_password))
        .page(routes::FORGOT_PASSWORD, get(passwords::forgot).post(passwords::request))
        .page(routes::NEW_PASSWORD, get(passwords::new).post(passwords::set))
        .page(routes::SIGN_UP, get(sign_up::show).post(sign_up::ask))
        .page(routes::SIGN_UP_CONFIRM, get(sign_up::look).post(sign_up::confirm))
        .page(routes::INVITATION, get(invitations::bare).post(invitations::answer))
        .page(routes::INVITATION_LINK, get(invitations::show))
        .page(routes::START, get(accounts::start))
        .page(routes::DASHBOARD, get(dashboard::show))
        .page(routes::USER_MANAGEMENT, get(accounts::overview))
        .page(routes::SCIM, get(connections::show).post(connections::act))
        .page(routes::SCIM_SETUP, get(connections::setup).post(connections::act_on_setup))
        .page(routes::SCIM_SETTINGS, get(connections::settings).post(connections::act_on_settings))
        .page(routes::SCIM_ARRIVALS, get(connections::arrival))
        .page(routes::SCIM_TEST, get(rehearsal::show).post(rehearsal::play))
        .page(routes::SCIM_LOG, get(request_log::show))
        .page(routes::SCIM_LOG_EXPORT, get(request_log::export))
        .page(routes::LICENCES, get(licences::show).post(licences::act))
        .page(routes::LICENCES_EXPORT, get(licences::export))
        .page(routes::GROUPS, get(groups::list).post(groups::act_on_list))
        .page(routes::GROUP, get(groups::show).post(groups::act))
        .page(routes::USERS, get(users::list).post(users::act_on_list))
        .page(routes::INVITE, get(users::invite).post(users::send))
        .page(routes::USERS_EXPORT, get(users::export))
        .page(routes::IMPORT, get(users::import_form).post(users::import))
        .page(routes::IMPORT_EXAMPLE, get(users::import_example))
        .page(routes::BULK, get(users::bulk_again).post(users::bulk))
        .page(routes::JOB, get(users::job))
        .page(routes::JOB_PROGRESS, get(users::job_progress))
        .page(routes::USER, get(users::show).post(users::act))
        .page(routes::SIGN_IN_METHODS, get(sign_in_methods::show).post(sign_in_methods::switch))
        .page(routes::DOMAINS, get(domains::show).post(domains::act))
        .page(routes::SECURITY, get(security::show).post(security::act))
        .page(routes::API_KEYS, get(api_keys::show).post(api_keys::act))
        .page(routes::ACCOUNT_SETTINGS, get(settings::show).post(settings::save))
        .page(routes::DELETE_TEST, get(delete_test::show).post(delete_test::delete))
        .page(routes::NOTIFICATIONS, get(notifications::show).post(notifications::save))
        .page(routes::SUBSCRIPTION, get(subscription::show).post(subscription::change))
        .page(routes::SUPPORT_REQUESTS, get(requests::show).post(requests::act))
        .page(routes::AUDIT_LOG, get(audit::show))
        .page(routes::AUDIT_EXPORT, get(audit::export))
        .page(routes::OIDC_SETUP, get(sign_in_methods::oidc).post(sign_in_methods::set_oidc))
        .page(routes::MICROSOFT_SETUP, get(sign_in_methods::microsoft).post(sign_in_methods::set_microsoft))
        .page(routes::SAML_SETUP, get(sign_in_methods::saml).post(sign_in_methods::set_saml))
        .page(routes::ADDRESS, get(address::show).post(address::act))
        .page(routes::WELCOME, get(onboarding::welcome).post(onboarding::step))
        .page(routes::DOWNLOAD, get(onboarding::download))
        .page(routes::DOWNLOAD_FILE, get(onboarding::file))
        .page(routes::HELP, get(help::overview))
        .page(routes::HELP_SCIM, get(async |visit| help::article(visit, Article::Scim).await))
        .page(routes::HELP_GUIDE, get(help::guide))
        .page(routes::HELP_LICENCES, get(async |visit| help::article(visit, Article::Licences).await))
        .merge(aliases())
        .with_state(portal)
}

/// Serves a page under its path in every language.
trait Pages {
    fn page(self, route: Route, methods: MethodRouter<Portal>) -> Self;
}

impl Pages for Router<Portal> {
    fn page(self, route: Route, methods: MethodRouter<Portal>) -> Self {
        Lang::ALL.into_iter().fold(self, |router, lang| router.route(route.to(lang), methods.clone()))
    }
}

/// Short addresses people type or remember.
fn aliases() -> Router<Portal> {
    let to = |route: Route| {
        get(async move |visit: Visit| -> Answer { Ok(Redirect::to(route.to(visit.spoken().await?)).into_response()) })
    };
    Router::new()
        .route("/benutzerverwaltung", to(routes::USER_MANAGEMENT))
        .route("/user-management", to(routes::USER_MANAGEMENT))
        .route("/nutzerverwaltung", to(routes::USERS))
        .route("/users", to(routes::USERS))
        .route("/anmelden", to(routes::SIGN_IN))
        .route("/sign-in", to(routes::SIGN_IN))
        .route("/hilfe", to(routes::HELP))
        .route("/help", to(routes::HELP))
}
