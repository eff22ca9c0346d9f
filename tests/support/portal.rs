//! The portal of one instance, as the composition root builds it.

use std::sync::Arc;

use axum::Router;
use einlass::domain::db::Db;
use einlass::oidc::{Directory, RelyingParty};
use einlass::outbound::{Names, Outbound, Reachable};
use einlass::server::session::portal_layer;
use einlass::web::layouts::{Brand, PageAssets};
use einlass::web::onboarding::{AppDownload, System};
use einlass::web::ssr::{Portal, Providers, portal_router};

/// What the composition root hands to the pages of an instance.
pub fn settings(db: &Db) -> Portal {
    Portal {
        db: db.clone(),
        brand: Arc::new(Brand { name: "Memtime".into(), contact: None }),
        assets: Arc::new(PageAssets::default()),
        downloads: [AppDownload {
            system: System::Windows,
            url: "https://downloads.vendor.example/app.msi".into(),
            version: None,
            sha256: None,
        }]
        .into(),
        providers: Arc::new(Providers {
            relying_party: RelyingParty::new(
                Directory::new(Outbound::new(Reachable::default())),
                "https://portal.vendor.example/oidc/callback".into(),
            ),
            saml: false,
            outbound: Outbound::new(Reachable::default()),
            names: Names::new(&[]),
            google: None,
            microsoft: None,
        }),
        sign_up: true,
        rehearse: Arc::new(einlass::server::scim_check::Actor),
        origin: "https://portal.vendor.example".into(),
    }
}

/// The portal of an instance with its session layer, as the composition root builds it.
pub fn portal(db: &Db) -> Router {
    portal_router(settings(db)).layer(portal_layer(db, false))
}
