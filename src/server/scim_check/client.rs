//! HTTP to one SCIM service: its base URL, its token, no redirects, bounded answers.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use reqwest::{Method, redirect};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::{Host, Url, form_urlencoded};

/// Largest answer that is read, in bytes.
const MAX_ANSWER_BYTES: usize = 8 * 1024 * 1024;

/// A service and the right to ask it.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    shown: String,
    token: SecretString,
    timeout: Duration,
    /// How often a request that is refused for its token is sent, each time over a new connection.
    tries: usize,
}

/// A request in words: the method, the path under the base URL with a readable query, what is sent.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// `/Users?filter=…`, not yet encoded.
    pub path: String,
    /// Beside those that every request has.
    pub headers: BTreeMap<String, String>,
    /// Sent as it is.
    pub body: Option<String>,
    /// Without the token.
    pub anonymous: bool,
}

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// The body as JSON; `Null` when it is empty or none.
    pub body: Value,
    /// Whether there was a body at all.
    pub has_body: bool,
}

impl Answer {
    /// A header as text, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Client {
    /// A client of the service at `url`; the sentence says what is wrong with the address.
    pub fn new(url: &str, token: SecretString, timeout: Duration) -> Result<Self, String> {
        Self::trying(url, token, timeout, 1)
    }

    /// A client with a token that one of several instances behind the address knows: it asks up to `tries` times.
    pub fn trying(url: &str, token: SecretString, timeout: Duration, tries: usize) -> Result<Self, String> {
        let mut base = Url::parse(url).map_err(|error| format!("--url is no address: {error}"))?;
        if !base.username().is_empty() || base.password().is_some() {
            return Err("--url must not carry a user name or password".to_owned());
        }
        match base.scheme() {
            "https" => {}
            "http" if is_loopback(&base) => {}
            _ => return Err("--url must be https: over anything else the token could be read on its way".to_owned()),
        }
        base.set_fragment(None);
        let path = base.path().trim_end_matches('/').to_owned();
        base.set_path(&path);
        let mut http = reqwest::Client::builder().redirect(redirect::Policy::none()).timeout(timeout);
        if tries > 1 {
            // A connection that is kept stays with its instance.
            http = http.pool_max_idle_per_host(0);
        }
        let http = http.build().map_err(|error| format!("no connection can be made: {error}"))?;
        let mut shown = base.clone();
        shown.set_query(None);
        Ok(Self { http, shown: shown.to_string().trim_end_matches('/').to_owned(), base, token, timeout, tries })
    }

    /// The base URL without query and slash at the end.
    pub fn base(&self) -> &str {
        &self.shown
    }

    /// Sends a request; the sentence says why there is no answer.
    pub async fn send(&self, request: &Request) -> Result<Answer, String> {
        for _ in 1..self.tries {
            let answer = self.once(request).await?;
            if answer.status != 401 || request.anonymous {
                return Ok(answer);
            }
        }
        self.once(request).await
    }

    async fn once(&self, request: &Request) -> Result<Answer, String> {
        let method = Method::from_bytes(request.method.as_bytes()).map_err(|error| error.to_string())?;
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/scim+json"));
        headers.insert(USER_AGENT, HeaderValue::from_static(concat!("einlass-scim-check/", env!("CARGO_PKG_VERSION"))));
        if request.body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/scim+json"));
        }
        for (name, value) in &request.headers {
            let name = HeaderName::try_from(name).map_err(|error| error.to_string())?;
            headers.insert(name, HeaderValue::from_str(value).map_err(|error| error.to_string())?);
        }
        if !request.anonymous {
            let mut token = HeaderValue::from_str(&format!("Bearer {}", self.token.expose_secret()))
                .map_err(|_| "the token holds characters that no header can carry")?;
            token.set_sensitive(true);
            headers.insert(AUTHORIZATION, token);
        }
        let mut sent = self.http.request(method, self.address(&request.path)).headers(headers);
        if let Some(body) = &request.body {
            sent = sent.body(body.clone());
        }
        let mut response = sent.send().await.map_err(|error| self.told(&error))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.told(&error))? {
            if bytes.len() + chunk.len() > MAX_ANSWER_BYTES {
                return Err(format!("the answer is larger than {MAX_ANSWER_BYTES} bytes"));
            }
            bytes.extend_from_slice(&chunk);
        }
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Ok(Answer { status, headers, body, has_body: !bytes.is_empty() })
    }

    /// The innermost reason: the outer ones repeat the address.
    fn told(&self, error: &reqwest::Error) -> String {
        if error.is_timeout() {
            return format!("no answer within {} s", self.timeout.as_secs());
        }
        let mut cause: &dyn std::error::Error = error;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        cause.to_string()
    }

    /// The address of a path: its query encoded, that of the base URL (`?aadOptscim062020`) kept.
    fn address(&self, path: &str) -> Url {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut encoder = form_urlencoded::Serializer::new(String::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            encoder.append_pair(name, value);
        }
        let queries = [self.base.query().unwrap_or_default().to_owned(), encoder.finish()];
        let query = queries.iter().filter(|query| !query.is_empty()).map(String::as_str).collect::<Vec<_>>().join("&");
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        url.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
        url
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(url: &str) -> Result<Client, String> {
        Client::new(url, "t".into(), Duration::from_secs(1))
    }

    #[test]
    fn the_token_goes_over_https_or_stays_on_the_machine() {
        for fine in ["https://idp.example/scim/v2", "http://127.0.0.1:3000/x", "http://[::1]/x", "http://localhost/x"] {
            assert!(client(fine).is_ok(), "{fine}");
        }
        for bad in ["http://idp.example/x", "http://10.0.0.1/x", "ftp://idp.example", "x", "https://a:b@idp.example/"] {
            assert!(client(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn queries_are_encoded_and_that_of_the_base_url_stays() {
        let client = client("https://idp.example/scim/v2/?aadOptscim062020#x").unwrap();
        assert_eq!(client.base(), "https://idp.example/scim/v2");
        let found = client.address("/Users?filter=userName eq \"a b\"&count=1");
        assert_eq!(
            found.as_str(),
            "https://idp.example/scim/v2/Users?aadOptscim062020&filter=userName+eq+%22a+b%22&count=1"
        );
        assert_eq!(client.address("/Users").as_str(), "https://idp.example/scim/v2/Users?aadOptscim062020");
    }
}
