//! `/healthz`: the process lives. `/readyz`: it can do its work. Neither tells a version.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio_util::sync::CancellationToken;

use crate::domain::db::Db;

/// A database that takes longer is no help to anybody who asks.
const PATIENCE: Duration = Duration::from_secs(2);

/// Both routes. After `leaving`, readiness is gone, so that load balancers look elsewhere before the listener closes.
pub fn router(db: Db, leaving: CancellationToken) -> Router {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(ready)).with_state((db, leaving))
}

async fn ready(State((db, leaving)): State<(Db, CancellationToken)>) -> Response {
    let not_ready = |why: &'static str| (StatusCode::SERVICE_UNAVAILABLE, why).into_response();
    if leaving.is_cancelled() {
        return not_ready("stopping\n");
    }
    match tokio::time::timeout(PATIENCE, db.ping()).await {
        Ok(Ok(())) => "ready\n".into_response(),
        Ok(Err(_)) | Err(_) => not_ready("the database does not answer\n"),
    }
}
