//! The API for programs of the customer company: `/api/v1/…`, read only, for reports and for whoever collects events (SIEM). Whoever wants
//! to write uses SCIM.
//!
//! Every handler but that of the description takes a [`Caller`](caller::Caller), which exists only for a request that showed a live API
//! key, and gets what it reads by through the key's areas alone. Answers are JSON, refusals problem details (RFC 9457), errors of unknown
//! routes and panics included.

mod audit_events;
mod caller;
mod licences;
pub mod openapi;
mod people;
mod query;
mod refusal;

use std::any::Any;
use std::num::NonZeroU32;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

use self::refusal::Refusal;
use crate::callers::{Lanes, Rates, liking};
use crate::domain::db::Db;

/// How the interface is set up, decided by the composition root.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Origin that programs reach the product by, without a slash at the end.
    pub public_url: String,
    /// Requests per second that one key may send.
    pub requests_per_second: NonZeroU32,
    /// Requests of one account that are worked on at once; the others wait for their turn.
    pub requests_at_once: NonZeroU32,
    /// Requests per minute with bad keys that one address may send.
    pub bad_keys_per_minute: NonZeroU32,
}

/// What the handlers share.
#[derive(Debug)]
struct Shared {
    db: Db,
    settings: Settings,
    rates: Rates,
    lanes: Lanes,
}

type State = Arc<Shared>;

/// Where the interface is.
const BASE: &str = "/api/v1";
/// Where its description is, below that.
const DESCRIPTION: &str = "/openapi.json";

/// Everything under `/api`.
///
/// The composition root puts a [`RequestInfo`](crate::domain::db::RequestInfo) into the extensions of each request.
pub fn router(db: Db, settings: Settings) -> Router {
    let rates = Rates::new(Some(settings.requests_per_second), settings.bad_keys_per_minute);
    let lanes = Lanes::new(settings.requests_at_once, settings.requests_at_once);
    let state: State = Arc::new(Shared { db, settings, rates, lanes });
    let guarded =
        || ServiceBuilder::new().layer(middleware::from_fn(acceptable)).layer(CatchPanicLayer::custom(panicked));
    let api = routes().fallback(unknown).method_not_allowed_fallback(bad_method).layer(guarded()).with_state(state);
    let nothing = || any(unknown).layer(guarded());
    // Nested, so that logs and figures name the route; what stands beside the version is nothing.
    Router::new().nest(BASE, api).route("/api", nothing()).route("/api/", nothing()).route("/api/{*rest}", nothing())
}

/// Every endpoint.
fn routes() -> Router<State> {
    Router::new()
        .route("/people", get(people::list))
        .route("/people/{id}", get(people::one))
        .route("/licences", get(licences::count))
        .route("/licences/ledger", get(licences::ledger))
        .route("/audit-events", get(audit_events::list))
        .route(DESCRIPTION, get(description))
}

/// The description of all this, for everybody: it says nothing about anybody.
async fn description() -> Response {
    static TEXT: LazyLock<String> = LazyLock::new(|| openapi::document().to_string());
    let headers = [(header::CONTENT_TYPE, refusal::JSON), (header::CACHE_CONTROL, "public, max-age=3600")];
    (headers, TEXT.as_str()).into_response()
}

/// A point in time as answers write it: UTC, RFC 3339.
fn moment(at: OffsetDateTime) -> String {
    at.to_offset(UtcOffset::UTC).format(&Rfc3339).unwrap_or_default()
}

async fn unknown() -> Refusal {
    Refusal::of(
        StatusCode::NOT_FOUND,
        "There is nothing at this address. What there is stands in /api/v1/openapi.json.",
    )
}

async fn bad_method() -> Refusal {
    Refusal::of(
        StatusCode::METHOD_NOT_ALLOWED,
        "This API only reads: GET and HEAD are all there is. People are changed by SCIM or in the customer portal.",
    )
}

/// A panic is our fault: its text is in the log (`telemetry`), the client is told no more than that.
fn panicked(_cause: Box<dyn Any + Send + 'static>) -> Response {
    Refusal::of(StatusCode::INTERNAL_SERVER_ERROR, "The service failed. The request may be sent again later.")
        .into_response()
}

/// Refuses whoever takes no JSON (RFC 9110 section 12.5.1); whoever does not say takes it.
async fn acceptable(request: Request, next: Next) -> Response {
    if liking(request.headers(), refusal::JSON).takes() {
        next.run(request).await
    } else {
        Refusal::of(StatusCode::NOT_ACCEPTABLE, "Answers are application/json; the Accept header leaves that out.")
            .into_response()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What axum prints of a router names every path once: `RouteId(3): "/people"`.
    #[test]
    fn every_route_is_described() {
        let printed = format!("{:?}", routes());
        let paths = printed.split("RouteId(").filter_map(|text| text.split_once("): \"")?.1.split_once('"'));
        // The fallback is two routes of axum's own.
        let own = ["/", "/{*__private__axum_fallback}", DESCRIPTION];
        let routes: BTreeSet<&str> = paths.map(|(path, _)| path).filter(|path| !own.contains(path)).collect();
        let document = openapi::document();
        let described: BTreeSet<&str> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
        assert!(routes.contains("/people/{id}"), "{printed}");
        assert_eq!(routes, described);
    }
}
