//! Forged, misdirected, oversized and abandoned requests, against the whole stack of layers.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use http_body_util::BodyExt;
use hyper::body::Frame;
use tokio::sync::Notify;
use tower::ServiceExt;

use super::*;

struct Stack {
    router: Router,
    edge: Edge,
    changes: Arc<AtomicUsize>,
    begun: Arc<Notify>,
    go_on: Arc<Notify>,
}

fn stack(public_url: &str) -> Stack {
    let edge = Edge {
        public_url: PublicUrl::parse(public_url).expect("an origin"),
        trusted_proxies: vec!["10.0.0.0/8".parse().expect("a network")],
        work: TaskTracker::new(),
    };
    let (changes, begun, go_on) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()), Arc::new(Notify::new()));
    let count = Arc::clone(&changes);
    let change = move |body: Bytes| {
        count.fetch_add(1, Ordering::SeqCst);
        async move { body.len().to_string() }
    };
    let saml = change.clone();
    let (count, tell, wait) = (Arc::clone(&changes), Arc::clone(&begun), Arc::clone(&go_on));
    let slow = move || async move {
        tell.notify_one();
        wait.notified().await;
        count.fetch_add(1, Ordering::SeqCst);
        "done"
    };
    let router = Router::new()
        .route("/", get(async || "page").post(change.clone()))
        .route("/de/anmelden", post(change.clone()))
        .route("/en/sign-in", post(change.clone()))
        .route("/de/nutzerverwaltung/import", post(change.clone()))
        .route("/en/users/import", post(change.clone()))
        .route("/de/nutzerverwaltung/import/beispiel", post(change.clone()))
        .route("/scim/v2/{*rest}", post(change.clone()))
        .route("/api/v1/{*rest}", post(change))
        .route("/saml/{*rest}", post(saml))
        .route("/slow", post(slow))
        .route(
            "/panic",
            get(async || -> &'static str { panic!("hunter2") }).post(async || -> &'static str { panic!("hunter2") }),
        )
        .route("/healthz", get(async || "ok"))
        .route("/headers", get(async |headers: HeaderMap| format!("{headers:?}")));
    Stack { router: behind!(router, &edge, tower::layer::util::Identity::new()), edge, changes, begun, go_on }
}

fn request(method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Request {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "portal.example.com");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body.into()).expect("a request")
}

impl Stack {
    async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Response {
        self.router.clone().oneshot(request(method, path, headers, body)).await.expect("the router answers")
    }

    async fn status(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> u16 {
        self.send(method, path, headers, body).await.status().as_u16()
    }
}

async fn text(response: Response) -> String {
    String::from_utf8_lossy(&response.into_body().collect().await.expect("a body").to_bytes()).into_owned()
}

const PORTAL: &str = "https://portal.example.com";
const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

///
#[tokio::test]
async fn forged_forms_are_refused_and_change_nothing() {
    let stack = stack(PORTAL);
    for forged in [
        &[][..],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
        &[("sec-fetch-site", "cross-site"), ("origin", PORTAL)],
        &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
        &[("origin", "https://portal.example.com.evil.example")],
        &[("origin", "http://portal.example.com")],
        &[("origin", "https://portal.example.com:8443")],
        &[("origin", "null")],
    ] {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            assert_eq!(stack.status(method, "/", forged, "").await, 403, "{method} {forged:?}");
        }
    }
    assert_eq!(stack.changes.load(Ordering::SeqCst), 0);
    assert_eq!(stack.status("POST", "/", &[OWN], "").await, 200);
    assert_eq!(stack.status("POST", "/", &[("origin", PORTAL)], "").await, 200);
    assert_eq!(
        stack.status("GET", "/", &[("sec-fetch-site", "cross-site")], "").await,
        200,
        "links from elsewhere work"
    );
}

#[tokio::test]
async fn scim_needs_no_origin_because_it_knows_no_cookie() {
    assert_eq!(stack(PORTAL).status("POST", "/scim/v2/x/Users", &[], "{}").await, 200);
}

///
#[tokio::test]
async fn a_saml_provider_posts_from_elsewhere_to_the_assertion_endpoint_alone() {
    let stack = stack(PORTAL);
    let elsewhere = [("sec-fetch-site", "cross-site"), ("origin", "https://idp.example")];
    let id = "0199c1f0-0000-7000-8000-000000000001";
    assert_eq!(stack.status("POST", &format!("/saml/{id}/acs"), &elsewhere, "x").await, 200);
    for path in
        [format!("/saml/{id}"), format!("/saml/{id}/acs/x"), format!("/saml/x/{id}/acs"), "/saml/x/acs".to_owned()]
    {
        assert_eq!(stack.status("POST", &path, &elsewhere, "x").await, 403, "{path}");
    }
    let large = |size: usize| vec![b'x'; size];
    assert_eq!(stack.status("POST", &format!("/saml/{id}/acs"), &elsewhere, large(256 * 1024)).await, 200);
    assert_eq!(stack.status("POST", &format!("/saml/{id}/acs"), &elsewhere, large(256 * 1024 + 1)).await, 413);
}

#[tokio::test]
async fn the_api_needs_no_origin_because_it_knows_no_cookie() {
    assert_eq!(stack(PORTAL).status("POST", "/api/v1/people", &[], "{}").await, 200, "the route decides");
    assert_eq!(stack(PORTAL).status("POST", "/apis", &[], "{}").await, 403, "beside it is no part of it");
}

///
#[tokio::test]
async fn a_secret_sent_in_clear_is_refused_without_a_redirect() {
    let stack = stack(PORTAL);
    for (path, kind) in [("/scim/v2/x/Users", "application/scim+json"), ("/api/v1/people", "application/problem+json")]
    {
        let mut plain = request("POST", path, &[("x-forwarded-proto", "http")], "{}");
        plain.extensions_mut().insert(axum::extract::ConnectInfo(std::net::SocketAddr::from(([10, 0, 0, 1], 4711))));
        let response = stack.router.clone().oneshot(plain).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        assert_eq!(response.headers()["content-type"], kind);
        assert_eq!(
            stack.status("POST", path, &[("x-forwarded-proto", "http")], "{}").await,
            200,
            "only a trusted proxy can say so"
        );
    }
}

///
#[tokio::test]
async fn foreign_hosts_are_misdirected_but_health_has_no_name() {
    let portal = stack(PORTAL);
    for foreign in [
        "evil.example",
        "portal.example.com:8443",
        "portal.example.com.evil.example",
        "portal.example.com@evil.example",
        "127.0.0.1",
        "",
    ] {
        assert_eq!(portal.status("GET", "/", &[("host", foreign)], "").await, 421, "{foreign}");
        assert_eq!(portal.status("GET", "/healthz", &[("host", foreign)], "").await, 200, "{foreign}");
    }
    for own in ["portal.example.com", "Portal.Example.COM", "portal.example.com:443"] {
        assert_eq!(portal.status("GET", "/", &[("host", own)], "").await, 200, "{own}");
    }
    assert_eq!(portal.status("GET", "https://evil.example/", &[], "").await, 421, "an absolute address counts");
    assert_eq!(portal.status("GET", "/", &[("host", "portal.example.com"), ("host", "evil.example")], "").await, 421);
}

#[tokio::test]
async fn on_loopback_all_its_names_are_one_host() {
    let local = stack("http://127.0.0.1:3000");
    for name in ["127.0.0.1:3000", "localhost:3000", "[::1]:3000"] {
        assert_eq!(local.status("GET", "/", &[("host", name)], "").await, 200, "{name}");
        let origin = format!("http://{name}");
        assert_eq!(local.status("POST", "/", &[("host", name), ("origin", &origin)], "").await, 200, "{name}");
    }
    for name in ["127.0.0.1", "localhost:3001", "evil.example:3000"] {
        assert_eq!(local.status("GET", "/", &[("host", name)], "").await, 421, "{name}");
    }
    assert_eq!(
        local.status("POST", "/", &[("host", "localhost:3000"), ("origin", "http://localhost:4000")], "").await,
        403
    );
}

///
#[tokio::test]
async fn bodies_above_their_limit_are_refused_also_without_a_length() {
    let stack = stack(PORTAL);
    for (path, limit) in [
        ("/", 64 * 1024),
        ("/de/anmelden", 4 * 1024),
        ("/en/sign-in", 4 * 1024),
        ("/scim/v2/x/Users", 1024 * 1024),
        ("/de/nutzerverwaltung/import", 1024 * 1024),
        ("/en/users/import", 1024 * 1024),
        ("/de/nutzerverwaltung/import/beispiel", 64 * 1024),
    ] {
        assert_eq!(text(stack.send("POST", path, &[OWN], vec![b'x'; limit]).await).await, limit.to_string());
        for size in [limit + 1, 2 * limit, 5 * limit] {
            assert_eq!(stack.status("POST", path, &[OWN], vec![b'x'; size]).await, 413, "{path} {size}");
            let chunks = Body::new(Chunks(size / 1024 + 1));
            assert_eq!(stack.status("POST", path, &[OWN], chunks).await, 413, "{path} {size} in chunks");
        }
    }
    assert_eq!(stack.changes.load(Ordering::SeqCst), 7);
}

/// So many KiB, of a total length that nobody announced.
struct Chunks(usize);

impl axum::body::HttpBody for Chunks {
    type Data = Bytes;
    type Error = std::convert::Infallible;
    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let Some(left) = self.0.checked_sub(1) else { return Poll::Ready(None) };
        self.0 = left;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b'x'; 1024])))))
    }
}

/// F-16
#[tokio::test]
async fn a_client_that_hangs_up_does_not_stop_what_it_started() {
    let stack = stack(PORTAL);
    let client = tokio::spawn(stack.router.clone().oneshot(request("POST", "/slow", &[OWN], "")));
    stack.begun.notified().await;
    client.abort();
    let _ = client.await;
    stack.go_on.notify_one();
    stack.edge.work.close();
    stack.edge.work.wait().await;
    assert_eq!(stack.changes.load(Ordering::SeqCst), 1, "the work went on, and the shutdown waited for it");
}

#[tokio::test]
async fn a_panic_is_a_page_with_a_number_and_tells_nothing() {
    let stack = stack(PORTAL);
    for method in ["GET", "POST"] {
        let response = stack.send(method, "/panic", &[OWN], "").await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(response.headers().contains_key("x-request-id"));
        assert!(!text(response).await.contains("hunter2"));
    }
}

#[tokio::test]
async fn routes_never_see_forwarded_headers() {
    let spoofed = [
        ("x-forwarded-for", "6.6.6.6"),
        ("x-forwarded-host", "evil.example"),
        ("forwarded", "for=6.6.6.6"),
        ("x-real-ip", "6.6.6.6"),
    ];
    let seen = text(stack(PORTAL).send("GET", "/headers", &spoofed, "").await).await;
    assert!(!seen.contains("6.6.6.6") && !seen.contains("evil"), "{seen}");
}
