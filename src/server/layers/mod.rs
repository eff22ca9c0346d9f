//! What every request passes before a route sees it, in this order:
//!
//! 1. [`context`] gives it an id, a client address and a span, and counts it
//! 2. [`panics`] turn into a page with that id
//! 3. [`origin`] refuses foreign hosts (421), plain http on `/scim` and `/api` (403) and forged forms (403)
//! 4. [`body`] is read whole within its limit and deadline
//! 5. [`detached`] runs what may change something in a task of its own, so that a client who hangs up never leaves half a request
//!
//! The invariant behind 4 and 5: from the moment domain work starts, it depends on no client any more.

mod body;
mod context;
mod detached;
mod origin;
mod panics;
mod refusal;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;
use tokio_util::task::TaskTracker;

pub use self::context::context;
pub use self::panics::answer as panicked;
use super::config::PublicUrl;

/// What the layers need to know about the deployment.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The only host this instance answers for.
    pub public_url: PublicUrl,
    /// Proxies whose forwarded headers are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Counts detached work; drained at shutdown.
    pub work: TaskTracker,
}

/// Puts a group of routes behind all this. `$answers` stands between the context and the guards and is what the group does to its answers,
/// those of the guards included. One layer of the router for the whole stack: with each of its own, every request is boxed, and all
/// that is below copied, once more. A macro, because the type of such a stack has no name.
macro_rules! behind {
    ($router:expr, $edge:expr, $answers:expr) => {{
        let edge = std::sync::Arc::new($edge.clone());
        $router.layer(
            tower::ServiceBuilder::new()
                .layer(axum::middleware::from_fn_with_state(edge.clone(), $crate::server::layers::context))
                .layer($answers)
                .layer(tower_http::catch_panic::CatchPanicLayer::custom($crate::server::layers::panicked))
                .layer(axum::middleware::from_fn_with_state(edge, $crate::server::layers::guarded)),
        )
    }};
}
pub(super) use behind;

/// One layer for the guards, for the same reason.
pub async fn guarded(State(edge): State<Arc<Edge>>, request: Request, next: Next) -> Response {
    let request = match origin::check(&edge.public_url, &request) {
        Ok(()) => body::read_whole(request).await,
        Err(refusal) => Err(refusal),
    };
    match request {
        Ok(request) => detached::run(&edge.work, request, next).await,
        Err(refusal) => *refusal,
    }
}

/// Whether a path takes what SAML providers post: it comes from their site, without a cookie of ours, and is believed for its signature
/// and for the request it answers alone.
fn is_saml_answer(path: &str) -> bool {
    let account = path.strip_prefix("/saml/").and_then(|rest| rest.strip_suffix("/acs"));
    account.is_some_and(|account| account.parse::<uuid::Uuid>().is_ok())
}

/// Whether a path belongs to an interface whose clients show a bearer secret and no cookie.
fn takes_bearer(path: &str) -> bool {
    is_scim(path) || is_api(path)
}

/// Whether a path belongs to the SCIM interface.
fn is_scim(path: &str) -> bool {
    path == "/scim" || path.starts_with("/scim/")
}

/// Whether a path belongs to the API for programs of the customer.
fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

#[cfg(test)]
mod tests;
