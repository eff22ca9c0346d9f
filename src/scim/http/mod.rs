//! The SCIM interface over HTTP: `/scim/v2/{connection}/…`.
//!
//! Every handler but that of the description takes a [`Caller`](caller::Caller), which exists only for a request that showed a live token of the
//! connection in its path: no path can be written that reaches data without one. Every answer under `/scim`,
//! errors of unknown routes and panics included, is JSON in SCIM's shape.

mod answer;
mod bulk;
mod caller;
mod causes;
mod custom_resources;
mod discovery;
mod groups;
mod kinds;
mod lists;
mod query;
mod recording;
mod redaction;
mod rehearsing;
mod resources;
mod rights;
mod root;
mod users;
mod work;

use std::any::Any;
use std::num::NonZeroU32;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use tower::{ServiceBuilder, ServiceExt};
use tower_http::catch_panic::CatchPanicLayer;

use self::answer::Refusal;
use self::caller::Caller;
use self::custom_resources::{CustomResources, TestResource};
use self::groups::Groups;
use self::kinds::Kinds;
use self::resources::Resources;
use self::rights::Endpoint;
use self::users::Users;
use super::protocol::json::{JSON, SCIM_JSON};
use super::protocol::{ScimError, openapi};
use crate::callers::{Lanes, Rates, liking};
use crate::domain::db::Db;

/// How the interface is set up, decided by the composition root.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Origin that identity providers reach the product by, without a slash at the end.
    pub public_url: String,
    /// Address of the guide that `documentationUri` names.
    pub documentation_url: String,
    /// Requests per second that one token may send; `None` for no limit.
    pub requests_per_second: Option<NonZeroU32>,
    /// Requests of one account that are worked on at once; the others wait for their turn.
    pub requests_at_once: NonZeroU32,
    /// Those of them that may change something.
    pub changes_at_once: NonZeroU32,
    /// Requests per minute with bad tokens that one address may send.
    pub bad_tokens_per_minute: NonZeroU32,
    /// Whether `/TestResources` is offered: to test suites, by a build for tests alone.
    pub test_resource: bool,
}

/// What the handlers share.
#[derive(Debug)]
struct Shared {
    db: Db,
    settings: Settings,
    rates: Rates,
    lanes: Lanes,
    kinds: Kinds,
}

type State = Arc<Shared>;

/// Where the description of the interface is, below `/scim`.
const DESCRIPTION: &str = "/openapi.json";

/// Everything under `/scim`.
///
/// The composition root puts a [`RequestInfo`](crate::domain::db::RequestInfo) into the extensions of each request.
pub fn router(db: Db, settings: Settings) -> Router {
    let rates = Rates::new(settings.requests_per_second, settings.bad_tokens_per_minute);
    let lanes = Lanes::new(settings.requests_at_once, settings.changes_at_once);
    let state: State = Arc::new(Shared { db, settings, rates, lanes, kinds: Kinds::default() });
    let mut scim = routes();
    if state.settings.test_resource {
        scim = endpoint::<CustomResources<TestResource>>(scim);
    }
    let scim = scim.method_not_allowed_fallback(bad_method).with_state(state.clone());
    let exact = scim.clone().fallback(unknown);
    let scim = scim.fallback(move |request| exact.clone().oneshot(with_single_slashes(request))).layer(
        ServiceBuilder::new()
            .layer(middleware::from_fn_with_state(state.clone(), record_and_shape))
            .layer(CatchPanicLayer::custom(panicked)),
    );
    // Nested, so that logs and figures name the route; a slash behind the prefix alone is not part of that.
    Router::new().nest("/scim", scim).route("/scim/", any(unknown).layer(middleware::from_fn(shape)))
}

/// Every endpoint that every build has.
fn routes() -> Router<State> {
    endpoint::<Groups>(endpoint::<Users>(Router::new()))
        .merge(rights("Roles", Endpoint::Roles))
        .merge(rights("Entitlements", Endpoint::Entitlements))
        .route("/v2/{connection}", get(root::list))
        .route("/v2/{connection}/", get(root::list))
        .route("/v2/{connection}/.search", post(root::search))
        .route("/v2/{connection}/ServiceProviderConfig", get(discovery::service_provider_config))
        .route("/v2/{connection}/ResourceTypes", get(discovery::resource_types))
        .route("/v2/{connection}/ResourceTypes/{id}", get(discovery::resource_type))
        .route("/v2/{connection}/Schemas", get(discovery::schemas))
        .route("/v2/{connection}/Schemas/{id}", get(discovery::schema))
        .route("/v2/{connection}/Me", get(me).post(me).put(me).patch(me).delete(me))
        .route("/v2/{connection}/Bulk", post(bulk::bulk))
        .route(DESCRIPTION, get(description))
}

/// The routes of one resource type.
fn endpoint<R: Resources>(router: Router<State>) -> Router<State> {
    let all = format!("/v2/{{connection}}{}", R::built_in().endpoint);
    router
        .route(&all, get(resources::list::<R>).post(resources::create::<R>))
        .route(&format!("{all}/.search"), post(resources::search::<R>))
        .route(
            &format!("{all}/{{id}}"),
            get(resources::get::<R>)
                .put(resources::replace::<R>)
                .patch(resources::patch::<R>)
                .delete(resources::remove::<R>),
        )
}

/// The routes of a list that never changes.
fn rights(name: &str, endpoint: Endpoint) -> Router<State> {
    let all = format!("/v2/{{connection}}/{name}");
    Router::new()
        .route(&all, get(move |caller: Caller| endpoint.list(caller)))
        .route(&format!("{all}/.search"), post(move |caller: Caller| endpoint.search(caller)))
        .route(&format!("{all}/{{id}}"), get(move |caller: Caller| endpoint.get(caller)))
}

/// RFC 7644 section 3.11: a token of a connection is nobody.
async fn me(caller: Caller) -> Response {
    caller
        .conclude(Err(ScimError::status(
            501,
            "A SCIM Access Token belongs to a connection, not to a person, so there is no /Me.",
        )
        .into()))
        .await
}

/// The description of all this, for everybody: it says nothing about anybody.
async fn description() -> Response {
    static TEXT: LazyLock<String> = LazyLock::new(|| openapi::document().to_string());
    let headers = [(header::CONTENT_TYPE, JSON), (header::CACHE_CONTROL, "public, max-age=3600")];
    (headers, TEXT.as_str()).into_response()
}

async fn unknown() -> Refusal {
    ScimError::status(404, "There is no such SCIM endpoint.").because("no_endpoint").into()
}

/// The request with the address that was meant: a base URL that was typed with a slash at its end makes `…//Users`, and some clients end
/// theirs with one.
fn with_single_slashes(mut request: Request) -> Request {
    let parts: Vec<&str> = request.uri().path().split('/').filter(|part| !part.is_empty()).collect();
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    // Parts of an address make an address again; if they did not, there would be no endpoint for it either.
    if let Ok(meant) = format!("/{}{query}", parts.join("/")).parse() {
        *request.uri_mut() = meant;
    }
    request
}

async fn bad_method() -> Refusal {
    ScimError::status(405, "This method is not supported here.").into()
}

/// A panic is our fault: its text is in the log (`telemetry`), the client is told no more than that.
fn panicked(_cause: Box<dyn Any + Send + 'static>) -> Response {
    Refusal::from(ScimError::status(500, "The service failed. The request may be sent again later.")).into_response()
}

/// One layer for both: each of its own would box every request once more.
async fn record_and_shape(state: axum::extract::State<State>, request: Request, next: Next) -> Response {
    let plain_json = asks_plain_json(&request);
    shaped(recording::record(state, request, next).await, plain_json)
}

async fn shape(request: Request, next: Next) -> Response {
    let plain_json = asks_plain_json(&request);
    shaped(next.run(request).await, plain_json)
}

/// `application/json` is sent to those who like it better than SCIM's own type.
fn asks_plain_json(request: &Request) -> bool {
    liking(request.headers(), JSON) > liking(request.headers(), SCIM_JSON)
}

/// Names the content type that `Accept` asks for (RFC 7644 section 3.1).
fn shaped(mut response: Response, plain_json: bool) -> Response {
    if plain_json && response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == SCIM_JSON) {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
    }
    response
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use axum::routing::get;
    use http_body_util::BodyExt;
    use serde_json::{Value, json};

    use super::*;

    #[tokio::test]
    async fn a_panic_is_an_error_in_scim_s_shape_that_tells_nothing() {
        let fails = get(async || -> Response { panic!("hunter2") });
        let service = Router::new().route("/", fails).layer(CatchPanicLayer::custom(panicked));
        let response = service.oneshot(Request::new(axum::body::Body::empty())).await.expect("answers");
        assert_eq!(
            (response.status().as_u16(), &response.headers()[header::CONTENT_TYPE]),
            (500, &HeaderValue::from_static(SCIM_JSON))
        );
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        let body: Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(body["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]));
        assert_eq!(body["status"], "500");
        assert!(!body.to_string().contains("hunter2"), "{body}");
    }

    /// What axum prints of a router names every path once: `RouteId(3): "/v2/…"`.
    #[test]
    fn every_route_is_described() {
        let printed = format!("{:?}", routes());
        let paths = printed.split("RouteId(").filter_map(|text| text.split_once("): \"")?.1.split_once('"'));
        // The fallback is two routes of axum's own.
        let own = ["/", "/{*__private__axum_fallback}"];
        let routes: BTreeSet<&str> = paths.map(|(path, _)| path).filter(|path| !own.contains(path)).collect();
        let below: BTreeSet<&str> = (routes.iter())
            .filter(|route| **route != DESCRIPTION)
            .map(|route| route.strip_prefix("/v2/{connection}").expect("a path of a connection"))
            // The base URL with and without a slash is one endpoint.
            .map(|path| if path.is_empty() { "/" } else { path })
            .collect();
        let document = openapi::document();
        let described: BTreeSet<&str> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
        assert!(routes.contains(DESCRIPTION), "{printed}");
        assert_eq!(below, described);
    }
}
