//! Out of the process. HTTP to identity providers: only where [`Reachable`] permits, no redirects, 5 s, 1 MiB. DNS: [`Names`].

mod addresses;
mod names;

use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect;
use url::{Host, Url};

pub use addresses::Reachable;
pub use names::{Names, NoAnswer};

/// For the whole exchange, body included.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Largest answer that is read, in bytes.
const MAX_ANSWER: usize = 1024 * 1024;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// The address is none that is ever called.
    #[error("{0}")]
    Address(&'static str),
    /// No connection, no answer in time, or broken on the way.
    #[error("{0}")]
    Unreachable(String),
    /// Another status than 200.
    #[error("answered {0}")]
    Status(http::StatusCode),
    /// More than [`MAX_ANSWER`].
    #[error("the answer is larger than 1 MiB")]
    TooLarge,
}

const NOT_PUBLIC: &str = "the address lies in a network that is not called from here";

/// Resolves names and keeps the addresses that may be called, at the moment of the call: a name that changes its mind afterwards
/// (DNS rebinding) changes nothing.
struct Guard(Reachable);

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let reachable = self.0.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let permitted: Vec<SocketAddr> = found.into_iter().filter(|a| reachable.permits(a.ip())).collect();
            if permitted.is_empty() {
                return Err(NOT_PUBLIC.into());
            }
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}

/// The only way out of the process towards addresses that customers name. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Outbound {
    http: reqwest::Client,
    reachable: Reachable,
}

impl Outbound {
    /// A client for what is reachable. Proxies of the environment are not used: they would resolve names behind our back.
    ///
    /// # Panics
    /// Where the machine has no usable TLS roots: nothing could be called.
    pub fn new(reachable: Reachable) -> Self {
        let http = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .timeout(TIMEOUT)
            .dns_resolver(Arc::new(Guard(reachable.clone())))
            .user_agent(concat!("einlass/", env!("CARGO_PKG_VERSION")))
            .build()
            .expect("the system's TLS roots can be read");
        Self { http, reachable }
    }

    /// Whether an address may be called or shown to a browser at all: https, or http where the operator named the machine itself.
    pub fn accepts(&self, url: &Url) -> Result<(), OutboundError> {
        if !url.username().is_empty() || url.password().is_some() {
            return Err(OutboundError::Address("an address must not carry a user name or password"));
        }
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::from(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::from(address)),
            Some(Host::Domain(_)) => None,
            None => return Err(OutboundError::Address("an address needs a host")),
        };
        // Names are looked at when they are resolved.
        if literal.is_some_and(|address| !self.reachable.permits(address)) {
            return Err(OutboundError::Address(NOT_PUBLIC));
        }
        match url.scheme() {
            "https" => Ok(()),
            "http" if literal.is_some_and(|address| self.reachable.allows(address)) => Ok(()),
            _ => Err(OutboundError::Address("an address must start with https://")),
        }
    }

    /// What lies at an address, where it answers with 200.
    pub async fn get(&self, url: &Url, accept: &'static str) -> Result<Vec<u8>, OutboundError> {
        let request = http::Request::get(url.as_str())
            .header(http::header::ACCEPT, accept)
            .body(Vec::new())
            .map_err(|_| OutboundError::Address("no address"))?;
        let answer = self.send(request).await?;
        if answer.status() != http::StatusCode::OK {
            return Err(OutboundError::Status(answer.status()));
        }
        Ok(answer.into_body())
    }

    /// One request, one answer, read whole.
    pub async fn send(&self, request: HttpRequest) -> Result<HttpResponse, OutboundError> {
        let url = Url::parse(&request.uri().to_string()).map_err(|_| OutboundError::Address("no address"))?;
        self.accepts(&url)?;
        let request = reqwest::Request::try_from(request).map_err(|error| told(&error))?;
        let mut answer = self.http.execute(request).await.map_err(|error| told(&error))?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| told(&error))? {
            if body.len() + chunk.len() > MAX_ANSWER {
                return Err(OutboundError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = HttpResponse::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

impl<'c> AsyncHttpClient<'c> for Outbound {
    type Error = OutboundError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, OutboundError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

/// The innermost reason: the outer ones repeat the address.
fn told(error: &reqwest::Error) -> OutboundError {
    if error.is_timeout() {
        return OutboundError::Unreachable(format!("no answer within {} s", TIMEOUT.as_secs()));
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    OutboundError::Unreachable(cause.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(outbound: &Outbound, url: &str) -> bool {
        outbound.accepts(&Url::parse(url).expect("a URL")).is_ok()
    }

    #[test]
    fn r39_an_address_is_https_and_no_literal_of_ours() {
        let strict = Outbound::new(Reachable::default());
        assert!(accepts(&strict, "https://idp.example/x"));
        for bad in [
            "http://idp.example/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://169.254.169.254/latest/meta-data/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://user:secret@idp.example/",
            "ftp://idp.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
        ] {
            assert!(!accepts(&strict, bad), "{bad}");
        }
        let here = Outbound::new(Reachable::with(vec!["127.0.0.1/32".parse().expect("a network")]));
        assert!(accepts(&here, "http://127.0.0.1:4000/x"));
        assert!(!accepts(&here, "http://127.0.0.2:4000/x"));
        assert!(!accepts(&here, "http://localhost:4000/x"), "a name proves nothing before it is resolved");
    }

    #[tokio::test]
    async fn r39_a_name_that_leads_inside_is_not_called() {
        let strict = Outbound::new(Reachable::default());
        let request = http::Request::get("https://localhost/x").body(Vec::new()).expect("a request");
        let error = strict.send(request).await.expect_err("refused");
        assert!(error.to_string().contains(NOT_PUBLIC), "{error}");
    }
}
