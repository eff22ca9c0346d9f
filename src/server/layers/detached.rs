//! Work that may change something outlives its client: it runs in a task that nobody can cancel (trap 1, F-16).

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use super::refusal::refuse;

/// Runs everything but safe methods in a tracked task; the shutdown waits for all of them.
pub async fn run(work: &TaskTracker, request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let path = request.uri().path().to_owned();
    match work.spawn(next.run(request).in_current_span()).await {
        Ok(response) => response,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        // The runtime is going down; nothing else cancels these tasks.
        Err(_) => refuse(&path, StatusCode::SERVICE_UNAVAILABLE, "Der Dienst wird gerade neu gestartet."),
    }
}
