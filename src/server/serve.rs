//! `einlass serve`: database, domain, routes, workers, listener; and an orderly end.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::config::{BadTokenRate, Config, MailDelivery, Platform, ScimRate};
use super::layers::{self, Edge};
use super::mail::{Sender, Transport, Worker};
use super::start::{StartError, Tenure};
use super::{assets, chores, listen, session, start, telemetry};
use crate::domain::db::Db;
use crate::scim;
use crate::web::layouts::{Brand, Contact, PageAssets};
use crate::web::onboarding::{AppDownload, System};
use crate::web::ssr::{Portal, SecurityHeaders, error_pages, portal_router, security_headers, support_router};

/// Pooled connections per core (performance: about 8).
const CONNECTIONS_PER_CORE: u32 = 8;

/// Serves until SIGTERM or SIGINT, then drains; a second signal ends at once.
pub async fn run(config: Config) -> Result<(), StartError> {
    telemetry::start(&config.log);
    let started = start::database(&config, Tenure::Server).await?;
    if let Some(notice) = started.notice() {
        tracing::info!("{notice}");
    }
    let result = serve_on(&started, &config).await;
    started.stop().await;
    result
}

async fn serve_on(started: &start::Started, config: &Config) -> Result<(), StartError> {
    let cores = std::thread::available_parallelism().map_or(2, |n| u32::try_from(n.get()).unwrap_or(2));
    let db = start::domain(started, config, cores * CONNECTIONS_PER_CORE).await?;
    let transport = transport(config)?;
    let listener = listen::bind(config.listen).await?;
    let (stop, kill, work) = (CancellationToken::new(), CancellationToken::new(), TaskTracker::new());
    let edge = Edge {
        public_url: config.public_url.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        work: work.clone(),
    };
    let router = layers::around(routes(&db, config, &stop), &edge);

    let workers = TaskTracker::new();
    workers.spawn(mail_worker(&db, config, transport).run(stop.clone()));
    workers.spawn(chores::run(db.clone(), stop.clone()));
    workers.close();
    tokio::spawn(wait_for_signals(stop.clone(), kill.clone()));

    eprintln!("einlass serves {} (listening on {})", config.public_url.origin(), config.listen);
    listen::serve(listener, router, listen::Limits::default(), stop, kill).await;
    work.close();
    // The listener has drained already; what is left is detached work and one mail at most.
    let _ = tokio::time::timeout(Duration::from_secs(30), async {
        work.wait().await;
        workers.wait().await;
    })
    .await;
    db.close().await;
    Ok(())
}

fn transport(config: &Config) -> Result<Transport, StartError> {
    match &config.mail {
        Some(MailDelivery::Smtp(url)) => Transport::smtp(url).map_err(StartError::Smtp),
        Some(MailDelivery::Files(_)) => Ok(Transport::files(&config.data_dir.join("mail"))?),
        None => Err(StartError::Smtp("no way to send mail is set".into())),
    }
}

fn mail_worker(db: &Db, config: &Config, transport: Transport) -> Worker {
    Worker {
        db: db.clone(),
        transport,
        sender: Sender {
            brand: config.brand_name.clone(),
            contact: config.support_contact.clone(),
            origin: config.public_url.origin(),
        },
        from: config.mail_from.clone(),
        domain: config.public_url.host().to_owned(),
    }
}

/// Everything this instance answers.
fn routes(db: &Db, config: &Config, stop: &CancellationToken) -> Router {
    let health = Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .with_state((db.clone(), stop.clone()));
    let portal = portal(db, config);
    let secure = config.public_url.is_https();
    let pages = portal_router(portal.clone())
        .layer(session::portal_layer(db, secure))
        .merge(support_router(portal.clone()).layer(session::support_layer(db, secure)))
        .fallback(file)
        .layer(from_fn_with_state(portal, error_pages));
    let headers = SecurityHeaders { strict_transport: secure };
    Router::new()
        .merge(health)
        .merge(scim::http::router(db.clone(), scim_settings(config)))
        .merge(pages)
        .layer(from_fn_with_state(headers, security_headers))
}

/// What the portal shows of this installation.
fn portal(db: &Db, config: &Config) -> Portal {
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
        origin: config.public_url.origin().into(),
    }
}

fn scim_settings(config: &Config) -> scim::http::Settings {
    let BadTokenRate(bad_tokens_per_minute) = config.scim_bad_token_rate;
    scim::http::Settings {
        public_url: config.public_url.origin(),
        documentation_url: format!("{}/de/hilfe/scim", config.public_url.origin()),
        requests_per_second: match config.scim_rate {
            ScimRate::Off => None,
            ScimRate::PerSecond(n) => Some(n),
        },
        bad_tokens_per_minute,
    }
}

/// 503 while stopping, so that load balancers look elsewhere, and while the database is away.
async fn ready(State((db, stop)): State<(Db, CancellationToken)>) -> Response {
    if stop.is_cancelled() || db.ping().await.is_err() {
        return (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response();
    }
    "ready\n".into_response()
}

async fn file(uri: Uri, headers: axum::http::HeaderMap) -> Response {
    assets::respond(uri.path(), &headers).unwrap_or_else(|| (StatusCode::NOT_FOUND, "Not found.\n").into_response())
}

async fn wait_for_signals(stop: CancellationToken, kill: CancellationToken) {
    let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) else {
        return;
    };
    for token in [stop, kill] {
        tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
        token.cancel();
    }
}
