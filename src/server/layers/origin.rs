//! Requests that were meant for somebody else, or made by somebody else.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::Response;

use super::context::ForwardedHttp;
use super::refusal::refuse;
use super::{is_api, is_saml_answer, takes_bearer};
use crate::server::config::PublicUrl;

/// Names of this machine for itself; with a loopback public URL they are one host.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Whether a request is addressed to us, came over TLS where it must, and was made by our own pages where it changes something; else its refusal.
pub fn check(public_url: &PublicUrl, request: &Request) -> Result<(), Box<Response>> {
    let path = request.uri().path();
    if matches!(path, "/healthz" | "/readyz") {
        return Ok(());
    }
    let refused = |status, sentence| Err(Box::new(refuse(path, status, sentence)));
    if !is_our_host(public_url, request.uri(), request.headers()) {
        return refused(
            StatusCode::MISDIRECTED_REQUEST,
            "Unter dieser Adresse antwortet hier niemand. This host is not served here.",
        );
    }
    if takes_bearer(path) {
        // Cookies mean nothing here, so nothing can be forged; but a secret must never cross the wire in clear, not even towards a redirect.
        if request.extensions().get::<ForwardedHttp>().is_some_and(|plain| plain.0) {
            let sentence = if is_api(path) {
                "This API is spoken over https only. Revoke the key and make another one: it was sent in clear."
            } else {
                "SCIM is spoken over https only. Replace the token: it was sent in clear."
            };
            return refused(StatusCode::FORBIDDEN, sentence);
        }
    } else if !request.method().is_safe() && !is_saml_answer(path) && !is_own_form(public_url, request.headers()) {
        return refused(
            StatusCode::FORBIDDEN,
            "Diese Anfrage kam nicht von einer Seite des Kundenportals. This request did not come from a page of the Customer Portal.",
        );
    }
    Ok(())
}

/// Compares every name the request gives for its host with the public URL.
fn is_our_host(public_url: &PublicUrl, uri: &Uri, headers: &HeaderMap) -> bool {
    let mut named = headers.get_all(header::HOST).iter().map(|value| value.to_str().unwrap_or_default());
    let (host, second) = (named.next(), named.next());
    let authority = uri.authority().map(axum::http::uri::Authority::as_str);
    second.is_none()
        && (host.is_some() || authority.is_some())
        && [host, authority].into_iter().flatten().all(|name| is_public(public_url, name))
}

fn is_public(public_url: &PublicUrl, authority: &str) -> bool {
    // An IPv6 address has colons of its own, inside its brackets.
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()),
        _ => (authority, Some(if public_url.is_https() { 443 } else { 80 })),
    };
    let same_host = host.eq_ignore_ascii_case(public_url.host())
        || (public_url.is_loopback() && LOOPBACK.iter().any(|name| host.eq_ignore_ascii_case(name)));
    same_host && port == Some(public_url.port())
}

/// Browsers say where a form came from. Whoever does not say is refused: it is no browser, and has no business with forms.
fn is_own_form(public_url: &PublicUrl, headers: &HeaderMap) -> bool {
    let mut sites = headers.get_all("sec-fetch-site").iter();
    match (sites.next(), sites.next()) {
        (Some(site), None) => site == "same-origin",
        (Some(_), Some(_)) => false,
        (None, _) => {
            let mut origins = headers.get_all(header::ORIGIN).iter();
            let (origin, second) = (origins.next().and_then(|origin| origin.to_str().ok()), origins.next());
            second.is_none() && origin.is_some_and(|origin| is_own_origin(public_url, origin))
        }
    }
}

fn is_own_origin(public_url: &PublicUrl, origin: &str) -> bool {
    if origin == public_url.origin() {
        return true;
    }
    public_url.is_loopback()
        && PublicUrl::parse(origin).is_ok_and(|other| {
            other.origin() == origin
                && other.is_https() == public_url.is_https()
                && is_public(public_url, &format!("{}:{}", other.host(), other.port()))
        })
}
