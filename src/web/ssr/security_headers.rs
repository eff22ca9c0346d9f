//! The headers every answer carries, and the content security policy of pages with a fresh nonce.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use leptos::nonce::Nonce;

/// The nonce of this response; pages read it from the request's extensions.
#[derive(Debug, Clone)]
pub struct PageNonce(pub String);

/// Who reads the answers of a group of routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Pages, and every path that is nothing: there may be something to run, with the nonce.
    People,
    /// Programs: no page, so nothing to run.
    Programs,
}

/// What the headers depend on; each group of routes has its own, so that no path has to be looked at.
#[derive(Debug, Clone, Copy)]
pub struct SecurityHeaders {
    /// Whether browsers should insist on TLS from now on: not on a loopback public URL.
    pub strict_transport: bool,
    /// Whom the routes are for.
    pub readers: Readers,
}

const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()";

/// Mints the nonce, runs the request, adds what the answer does not say itself.
pub async fn security_headers(State(settings): State<SecurityHeaders>, mut request: Request, next: Next) -> Response {
    let nonce = (settings.readers == Readers::People).then(|| Nonce::new().to_string());
    if let Some(nonce) = &nonce {
        request.extensions_mut().insert(PageNonce(nonce.clone()));
    }
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
    let policy = match nonce {
        Some(nonce) => policy(&nonce),
        None => HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
    };
    set(header::CONTENT_SECURITY_POLICY, policy);
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

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    /// One header of the answer at a path of these routes.
    async fn header(readers: Readers, path: &str, strict_transport: bool, name: &str) -> String {
        let own = get(async || [(header::CACHE_CONTROL, "public, max-age=60"), (header::SERVER, "somebody")]);
        let router = Router::new()
            .route("/own", own)
            .fallback(async || "page")
            .layer(from_fn_with_state(SecurityHeaders { strict_transport, readers }, security_headers));
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let answer = router.oneshot(request).await.expect("an answer");
        answer.headers().get(name).map(|value| value.to_str().expect("text").to_owned()).unwrap_or_default()
    }

    #[tokio::test]
    async fn r42_every_answer_carries_the_headers_it_does_not_say_itself() {
        for readers in [Readers::People, Readers::Programs] {
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("permissions-policy", PERMISSIONS),
                ("cache-control", "no-store"),
                ("strict-transport-security", "max-age=63072000; includeSubDomains"),
            ] {
                assert_eq!(header(readers, "/", true, name).await, value, "{readers:?}");
            }
        }
        let page = async |path, strict, name| header(Readers::People, path, strict, name).await;
        assert_eq!(page("/", false, "strict-transport-security").await, "", "loopback has no TLS to insist on");
        assert_eq!(page("/own", true, "cache-control").await, "public, max-age=60");
        assert_eq!(page("/own", true, "server").await, "", "who serves is nobody's business");
    }

    #[tokio::test]
    async fn r43_scripts_need_the_nonce_of_their_answer_and_nobody_frames_a_page() {
        let policy = async |readers| header(readers, "/", true, "content-security-policy").await;
        let (one, other) = (policy(Readers::People).await, policy(Readers::People).await);
        assert!(
            one.starts_with("default-src 'none'; script-src 'nonce-") && one.contains("frame-ancestors 'none'"),
            "{one}"
        );
        assert!(!one.contains("unsafe-inline") && one.contains("form-action 'self'; base-uri 'none'"), "{one}");
        assert_ne!(one, other, "a nonce is used once");
        assert_eq!(policy(Readers::Programs).await, "default-src 'none'; frame-ancestors 'none'");
    }
}
