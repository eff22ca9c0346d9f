//! Who asks and under which number: the request's id, its client's address, its span.
//!
//! Logs name the route's template, never the path: paths carry invitation links.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;
use tracing::Instrument;
use uuid::Uuid;

use super::Edge;
use crate::domain::db::RequestInfo;
use crate::model::RequestId;
use crate::server::metrics;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Which scheme the client used, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForwardedHttp(pub bool);

/// Adds [`RequestInfo`] to the request, its id to the answer, and one line to the log.
pub async fn context(State(edge): State<Arc<Edge>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let forwarded = Forwarded::take(request.headers_mut(), peer, &edge.trusted_proxies);
    // Says when, so that the request log needs no order of its own.
    let id = Uuid::now_v7();
    let info = RequestInfo { id: RequestId::new(id), ip: forwarded.client.map(|ip| ip.to_string()) };
    request.extensions_mut().insert(info);
    request.extensions_mut().insert(ForwardedHttp(forwarded.plain_http));

    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    // Of lines in between, the id alone is told: the line about the answer has the rest, and a span is written and read again for each.
    let span = tracing::info_span!("request", %id);
    let started = Instant::now();
    let mut response = next.run(request).instrument(span).await;
    let took = started.elapsed();
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    let status = response.status();
    tracing::info!(%id, %method, route, status = status.as_u16(), micros, "answered");
    metrics::answered(&route, &method, status, took);
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// What a trusted proxy says about its client.
#[derive(Debug, PartialEq, Eq)]
struct Forwarded {
    client: Option<IpAddr>,
    plain_http: bool,
}

impl Forwarded {
    /// Reads the forwarded headers if the peer is trusted, and removes them in any case: nothing further in may believe them.
    fn take(headers: &mut HeaderMap, peer: Option<IpAddr>, trusted: &[IpNet]) -> Self {
        let is_trusted = |ip: &IpAddr| trusted.iter().any(|net| net.contains(ip));
        let hops = values(headers, "x-forwarded-for");
        let schemes = values(headers, "x-forwarded-proto");
        for name in
            ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "forwarded", "x-real-ip"]
        {
            headers.remove(name);
        }
        let Some(peer) = peer.filter(is_trusted) else { return Self { client: peer, plain_http: false } };
        // From the right, each hop was written by the one after it: the first that is not ours is the client.
        let mut client = peer;
        for hop in hops.iter().rev() {
            let Some(ip) = address(hop) else { break };
            client = ip;
            if !is_trusted(&ip) {
                break;
            }
        }
        Self {
            client: Some(client),
            plain_http: schemes.last().is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")),
        }
    }
}

/// All values of a header that lists, in order.
fn values(headers: &HeaderMap, name: &str) -> Vec<String> {
    let lines = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    lines
        .flat_map(|line| line.split(','))
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
        .collect()
}

/// An address with or without port: `192.0.2.1`, `192.0.2.1:80`, `[2001:db8::1]:80`, `2001:db8::1`.
fn address(text: &str) -> Option<IpAddr> {
    let ip = text.parse::<IpAddr>().or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip())).ok();
    ip.or_else(|| text.strip_prefix('[')?.strip_suffix(']')?.parse().ok()).map(|ip| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, headers: &[(&'static str, &str)]) -> (String, bool) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().expect("a header value"));
        }
        let trusted = ["10.0.0.0/8".parse().expect("a network")];
        let found = Forwarded::take(&mut map, peer.parse().ok(), &trusted);
        assert!(map.is_empty(), "nothing further in may see them");
        (found.client.map(|ip| ip.to_string()).unwrap_or_default(), found.plain_http)
    }

    #[test]
    fn forwarded_headers_are_believed_from_trusted_proxies_alone() {
        let spoofed = [("x-forwarded-for", "203.0.113.9"), ("x-forwarded-proto", "http")];
        assert_eq!(seen("198.51.100.1", &spoofed), ("198.51.100.1".to_owned(), false));
        assert_eq!(seen("10.0.0.1", &spoofed), ("203.0.113.9".to_owned(), true));
    }

    #[test]
    fn the_rightmost_foreign_hop_is_the_client_whatever_stands_left_of_it() {
        let chain = [
            ("x-forwarded-for", "1.1.1.1, 203.0.113.9:4711"),
            ("x-forwarded-for", "10.9.9.9"),
            ("x-forwarded-proto", "http, https"),
        ];
        assert_eq!(seen("10.0.0.1", &chain), ("203.0.113.9".to_owned(), false));
        assert_eq!(seen("10.0.0.1", &[("x-forwarded-for", "1.1.1.1, unknown")]), ("10.0.0.1".to_owned(), false));
        assert_eq!(seen("10.0.0.1", &[("x-forwarded-for", "[2001:db8::1]:80")]), ("2001:db8::1".to_owned(), false));
    }
}
