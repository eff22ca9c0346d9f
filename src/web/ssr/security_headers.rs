//! The headers every answer carries, and the content security policy of pages with a fresh nonce.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use leptos::nonce::Nonce;

/// The nonce of this response; pages read it from the request's extensions.
#[derive(Debug, Clone)]
pub struct PageNonce(pub String);

/// What the headers depend on.
#[derive(Debug, Clone, Copy)]
pub struct SecurityHeaders {
    /// Whether browsers should insist on TLS from now on: not on a loopback public URL.
    pub strict_transport: bool,
}

const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()";

/// Mints the nonce, runs the request, adds what the answer does not say itself.
pub async fn security_headers(State(settings): State<SecurityHeaders>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new().to_string();
    let machine = is_machine(request.uri());
    request.extensions_mut().insert(PageNonce(nonce.clone()));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: HeaderValue| {
        headers.entry(name).or_insert(value);
    };
    set(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Not `no-referrer`: browsers then send `Origin: null` with our own forms. Pages with a secret in sight say `no-referrer` themselves.
    set(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if settings.strict_transport {
        set(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    set(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    set(HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS));
    set(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if machine {
        set(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    } else {
        set(header::CONTENT_SECURITY_POLICY, policy(&nonce));
    }
    headers.remove(header::SERVER);
    response
}

fn policy(nonce: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).expect("a nonce is URL-safe base64")
}

/// Answers for programs: no page, so nothing to run.
fn is_machine(uri: &Uri) -> bool {
    ["/scim/", "/healthz", "/readyz"].iter().any(|prefix| uri.path().starts_with(prefix))
}
