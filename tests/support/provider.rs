//! An identity provider that speaks HTTP to processes, on whichever of them it is sent to.

use reqwest::Method;
use serde_json::{Value, json};

use super::process::{Installation, Instance};
use super::smtp::SmtpServer;

/// The host both processes are reached by.
const HOST: &str = "portal.beispiel.example";

/// Two processes on one database, one product to the outside.
pub struct Pair {
    pub here: Installation,
    pub one: Instance,
    pub two: Instance,
    _mail: SmtpServer,
}

impl Pair {
    /// On a database of the test cluster, without a limit of requests.
    pub async fn on(database: &str) -> Self {
        let mail = SmtpServer::start().await;
        let here = Installation::on(database)
            .with("EINLASS_SCIM_RATE", "off")
            .with("EINLASS_PUBLIC_URL", &format!("https://{HOST}"))
            .with("EINLASS_SMTP_URL", &mail.url);
        let (one, two) = tokio::join!(here.serve(), here.serve());
        Self { here, one, two, _mail: mail }
    }

    /// The origin of one or the other, in turn.
    pub fn origin(&self, n: usize) -> String {
        if n.is_multiple_of(2) { self.one.origin.clone() } else { self.two.origin.clone() }
    }

    pub async fn stop(self) {
        self.one.stop().await;
        self.two.stop().await;
    }
}

/// The connection of one account, as its identity provider holds it.
#[derive(Clone)]
pub struct Provider {
    client: reqwest::Client,
    /// `/scim/v2/{connection}`
    pub path: String,
    pub token: String,
}

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub etag: String,
    pub body: Value,
}

impl Answer {
    /// Status and keyword, as an error has them.
    pub fn refusal(&self) -> (u16, &str) {
        (self.status, self.body["scimType"].as_str().unwrap_or_default())
    }

    pub fn id(&self) -> String {
        self.body["id"].as_str().unwrap_or_else(|| panic!("an id: {self:?}")).to_owned()
    }

    /// Ids of a list.
    pub fn ids(&self) -> Vec<String> {
        let found = self.body["Resources"].as_array().unwrap_or_else(|| panic!("a list: {self:?}"));
        found.iter().map(|resource| resource["id"].as_str().expect("an id").to_owned()).collect()
    }
}

impl Provider {
    /// A Premium account of this name with SCIM switched on at the command line.
    pub async fn of(here: &Installation, account: &str) -> Self {
        let admin = format!("admin@{}.example", account.to_lowercase().replace(' ', "-"));
        let account_create = ["account", "create", "--name", account, "--admin-email", &admin];
        here.json(&[&account_create[..], &["--plan", "premium", "--auto-licences"]].concat()).await;
        let made = here.json(&["connection", "activate", "--account", account, "--method", "password"]).await;
        let path = url::Url::parse(made["base_url"].as_str().expect("a base URL")).expect("an address");
        Self {
            // A connection per request, so that a proxy between can decide about each.
            client: reqwest::Client::builder().pool_max_idle_per_host(0).build().expect("a client"),
            path: path.path().to_owned(),
            token: made["token"].as_str().expect("a token").to_owned(),
        }
    }

    /// Sends a request to the process (or proxy) at `origin`; no answer is an error.
    pub async fn send(
        &self,
        origin: &str,
        method: &str,
        path: &str,
        if_match: Option<&str>,
        body: Option<&Value>,
    ) -> Result<Answer, reqwest::Error> {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let mut request = self
            .client
            .request(method, format!("{origin}{}{path}", self.path))
            .bearer_auth(&self.token)
            .header("host", HOST);
        if let Some(version) = if_match {
            request = request.header("if-match", version);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/scim+json").body(body.to_string());
        }
        let response = request.send().await?;
        let status = response.status().as_u16();
        let etag = response.headers().get("etag").and_then(|tag| tag.to_str().ok()).unwrap_or_default().to_owned();
        let body = serde_json::from_str(&response.text().await?).unwrap_or(Value::Null);
        Ok(Answer { status, etag, body })
    }

    /// The same provider, asking at another connection.
    pub fn at(&self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self.clone() }
    }

    /// The same, where nothing is in the way.
    pub async fn ask(&self, origin: &str, method: &str, path: &str, body: Option<&Value>) -> Answer {
        self.send(origin, method, path, None, body).await.expect("an answer")
    }
}

/// A PATCH message.
pub fn patch(operations: Value) -> Value {
    json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations})
}

/// The path that finds people by a filter.
pub fn finding(filter: &str) -> String {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("filter", filter).finish();
    format!("/Users?{query}")
}
