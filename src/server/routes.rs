//! Everything this instance answers, with what stands around it.
//!
//! From the outside in: context, security headers, error pages where people read, the guards of `layers`, then the routes. So a refusal of a
//! guard carries the same headers and, where people read it, the same page as any other.

use std::num::NonZeroU32;
use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use tokio_util::sync::CancellationToken;
use tower::ServiceBuilder;

use super::config::{BadTokenRate, Config, MailDelivery, MailFiles, Platform, ScimRate, SharedProvider};
use super::layers::{Edge, behind};
use super::{assets, demo, health, limits, mailbox, scim_check, session};
use crate::api;
use crate::domain::db::Db;
use crate::oidc::{Directory, RelyingParty};
use crate::outbound::{Names, Outbound, Reachable};
use crate::scim;
use crate::web::layouts::{Brand, Contact, PageAssets};
use crate::web::onboarding::{AppDownload, System};
use crate::web::routes::{HELP_SCIM, OIDC_CALLBACK};
use crate::web::ssr::{
    Portal, Providers, Readers, Registration, SecurityHeaders, error_pages, portal_router, security_headers,
    support_router,
};
use crate::web::text::Lang;

/// All routes, ready to be served. After `leaving`, `/readyz` says no.
pub fn all(db: &Db, config: &Config, names: &Names, edge: &Edge, leaving: CancellationToken) -> Router {
    let secure = config.public_url.is_https();
    let portal = portal(db, config, names);
    let mut pages = portal_router(portal.clone())
        .layer(session::portal_layer(db, secure))
        .merge(support_router(portal.clone()).layer(session::support_layer(db, secure)))
        .fallback(file);
    if let Some(MailDelivery::Files(MailFiles::WithMailboxPage)) = config.mail {
        pages = pages.merge(mailbox::router(portal.clone(), config.data_dir.join("mail")));
        pages = pages.merge(demo::router(portal.clone(), demo::states_file(config)));
    }
    let programs = health::router(db.clone(), leaving)
        .merge(scim::http::router(db.clone(), scim_settings(config)))
        .merge(api::router(db.clone(), api_settings(config)));
    let headers = |readers| SecurityHeaders { strict_transport: secure, readers };
    let around_programs = from_fn_with_state(headers(Readers::Programs), security_headers);
    let around_pages = ServiceBuilder::new()
        .layer(from_fn_with_state(headers(Readers::People), security_headers))
        .layer(from_fn_with_state(portal, error_pages));
    behind!(programs, edge, around_programs).merge(behind!(pages, edge, around_pages))
}

/// What the portal shows of this installation.
fn portal(db: &Db, config: &Config, names: &Names) -> Portal {
    let pkg = assets::pkg();
    let contact = &config.support_contact;
    let href = if contact.contains("://") { contact.clone() } else { format!("mailto:{contact}") };
    let system = |platform| match platform {
        Platform::Windows => System::Windows,
        Platform::MacOs => System::MacOs,
        Platform::Linux => System::Linux,
    };
    let downloads = config.app_downloads.iter().map(|app| AppDownload {
        system: system(app.platform),
        url: app.url.to_string(),
        version: app.version.clone(),
        sha256: app.sha256.clone(),
    });
    Portal {
        db: db.clone(),
        brand: Arc::new(Brand {
            name: config.brand_name.clone(),
            contact: Some(Contact { label: contact.clone(), href }),
        }),
        assets: Arc::new(PageAssets {
            css: pkg.css.clone(),
            js: pkg.islands.as_ref().map(|islands| islands.js.clone()),
            wasm: pkg.islands.as_ref().map(|islands| islands.wasm.clone()),
        }),
        downloads: downloads.collect(),
        providers: Arc::new(providers(config, names)),
        sign_up: config.sign_up,
        rehearse: Arc::new(scim_check::Actor),
        origin: config.public_url.origin().into(),
    }
}

/// The way to identity providers.
fn providers(config: &Config, names: &Names) -> Providers {
    let client = |provider: &SharedProvider| Registration {
        address: provider.address.clone(),
        client_id: provider.client_id.clone(),
        client_secret: provider.client_secret.clone(),
    };
    let outbound = Outbound::new(Reachable::with(config.outbound_allow.clone()));
    Providers {
        saml: config.saml,
        outbound: outbound.clone(),
        names: names.clone(),
        relying_party: RelyingParty::new(
            Directory::new(outbound),
            format!("{}{}", config.public_url.origin(), OIDC_CALLBACK),
        ),
        google: config.google.as_ref().map(client),
        microsoft: config.microsoft.as_ref().map(client),
    }
}

/// Whether this build is one for test suites, which then find `/TestResources`. A release is none.
pub const fn offers_test_resource() -> bool {
    cfg!(feature = "test-resource")
}

fn scim_settings(config: &Config) -> scim::http::Settings {
    let BadTokenRate(bad_tokens_per_minute) = config.scim_bad_token_rate;
    scim::http::Settings {
        public_url: config.public_url.origin(),
        documentation_url: format!("{}{}", config.public_url.origin(), HELP_SCIM.to(Lang::En)),
        requests_per_second: match config.scim_rate {
            ScimRate::Off => None,
            ScimRate::PerSecond(n) => Some(n),
        },
        requests_at_once: limits::database_connections_per_account(),
        changes_at_once: limits::changes_at_once(),
        bad_tokens_per_minute,
        test_resource: offers_test_resource(),
    }
}

/// Requests per second that one API key may send: a walk through 100,000 people by whole pages takes less than half a minute.
const API_RATE: NonZeroU32 = NonZeroU32::new(10).unwrap();
/// Requests of one account to the API that are worked on at once, so that reports take few connections to the database from anybody.
const API_AT_ONCE: NonZeroU32 = NonZeroU32::new(2).unwrap();

fn api_settings(config: &Config) -> api::Settings {
    let BadTokenRate(bad_keys_per_minute) = config.scim_bad_token_rate;
    api::Settings {
        public_url: config.public_url.origin(),
        requests_per_second: API_RATE,
        requests_at_once: API_AT_ONCE,
        bad_keys_per_minute,
    }
}

/// The fallback of every path that is no page: a file of the browser part, or nothing.
async fn file(uri: Uri, headers: HeaderMap) -> Response {
    assets::respond(uri.path(), &headers).unwrap_or_else(|| (StatusCode::NOT_FOUND, "Not found.\n").into_response())
}
