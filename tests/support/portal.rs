//! The portal of one instance, and somebody's browser in front of it: forms in, status and page out.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use einlass::domain::db::Db;
use einlass::oidc::{Directory, RelyingParty};
use einlass::outbound::{Outbound, Reachable};
use einlass::server::session::portal_layer;
use einlass::web::layouts::{Brand, PageAssets};
use einlass::web::onboarding::{AppDownload, System};
use einlass::web::ssr::{Portal, Providers, portal_router};
use http_body_util::BodyExt;
use tower::ServiceExt;

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
            google: None,
            microsoft: None,
            secure_cookies: false,
        }),
        origin: "https://portal.vendor.example".into(),
    }
}

/// The portal of an instance with its session layer, as the composition root builds it.
pub fn portal(db: &Db) -> Router {
    portal_router(settings(db)).layer(portal_layer(db, false))
}

/// A browser with at most one cookie.
#[derive(Clone)]
pub struct Browser {
    portal: Router,
    cookie: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Shown {
    pub status: u16,
    pub location: String,
    pub page: String,
}

impl Browser {
    pub const fn at(portal: Router) -> Self {
        Self { portal, cookie: None }
    }

    /// The same browser at another instance.
    pub fn elsewhere(&self, portal: Router) -> Self {
        Self { portal, cookie: self.cookie.clone() }
    }

    /// Signs in by address and password.
    pub async fn signed_in(portal: Router, address: &str, password: &str) -> Self {
        let mut browser = Self::at(portal);
        let answer = browser.post("/de/anmelden", &[("email", address), ("passwort", password)]).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        browser
    }

    pub async fn get(&mut self, path: &str) -> Shown {
        self.send("GET", path, String::new()).await
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Shown {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.send("POST", path, body).await
    }

    /// Sends a form as it stands.
    pub async fn send(&mut self, method: &str, path: &str, body: String) -> Shown {
        let mut request = Request::builder().method(method).uri(path);
        if method == "POST" {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let request = request.body(Body::from(body)).expect("a request");
        let (parts, body) = self.portal.clone().oneshot(request).await.expect("answers").into_parts();
        if let Some(set) = parts.headers.get(header::SET_COOKIE) {
            let set = set.to_str().expect("text").split(';').next().expect("a cookie").to_owned();
            self.cookie = Some(set).filter(|set| !set.ends_with('='));
        }
        let location = parts.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
        Shown {
            status: parts.status.as_u16(),
            location: location.to_owned(),
            page: String::from_utf8_lossy(&body.collect().await.expect("a body").to_bytes()).into_owned(),
        }
    }

    /// Whether the next request finds a session.
    pub async fn is_signed_in(&mut self) -> bool {
        self.get("/de/start").await.status == 200
    }
}
