//! The public origin. Links in mails, the SCIM base URL and the host check are built from it and nothing else.

use std::net::{IpAddr, SocketAddr};

use url::{Host, Url};

/// Scheme, host and port that the world uses to reach this instance; never a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(Url);

impl PublicUrl {
    /// Reads an origin. Plain http is for loopback hosts alone: anything else would put tokens on the wire in clear.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text)
            .map_err(|error| format!("is not an address ({error}); e.g. https://portal.example.com"))?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err("must begin with https:// and name a host".to_owned());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("must not carry a user name or password".to_owned());
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err("must be an origin alone, without path, query or fragment".to_owned());
        }
        let url = Self(url);
        if !url.is_https() && !url.is_loopback() {
            return Err("must be https: plain http is only for 127.0.0.1, [::1] and localhost".to_owned());
        }
        Ok(url)
    }

    /// The origin of a listener on loopback, for a start without any setting.
    pub fn of_loopback(listen: SocketAddr) -> Option<Self> {
        if !listen.ip().is_loopback() {
            return None;
        }
        Url::parse(&format!("http://{listen}")).ok().map(Self)
    }

    /// `https://portal.example.com`, without a slash at the end; a default port is left out, as browsers do.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Whether TLS protects the way here.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether only this machine can reach the address.
    pub fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
            Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
            None => false,
        }
    }

    /// The port, also where the scheme implies it.
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or(443)
    }

    /// The host as it stands in a `Host` header, without port: `portal.example.com`, `127.0.0.1`, `[::1]`.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl std::fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.origin())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_taken_as_it_is() {
        let url = PublicUrl::parse("https://portal.example.com").expect("an origin");
        assert_eq!((url.origin().as_str(), url.port(), url.is_loopback()), ("https://portal.example.com", 443, false));
        let url = PublicUrl::parse("http://[::1]:3000/").expect("a loopback origin");
        assert_eq!((url.origin().as_str(), url.host(), url.is_loopback()), ("http://[::1]:3000", "[::1]", true));
    }

    #[test]
    fn what_is_more_or_less_than_an_origin_is_refused() {
        for text in [
            "portal.example.com",
            "ftp://portal.example.com",
            "http://portal.example.com",
            "http://127.0.0.1.example.com",
            "https://a:b@portal.example.com",
            "https://portal.example.com/portal",
            "https://portal.example.com/?a",
        ] {
            assert!(PublicUrl::parse(text).is_err(), "{text} must be refused");
        }
    }
}
