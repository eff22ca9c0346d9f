//! An identity provider in front of the SCIM interface: requests in, status and body out.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use einlass::domain::accounts::Created;
use einlass::domain::connections::{self, Change};
use einlass::domain::db::Db;
use einlass::model::{ConnectionId, Inviting};
use einlass::scim::http::{Settings, router};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::num::NonZeroU32;
use tower::ServiceExt;

use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh};
use crate::support::personas::{account, activate, administer, begin, mails};
use crate::support::portal::portal;

pub const BASE: &str = "https://einlass.example";

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    pub body: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Status and keyword of an error, after checking that it has SCIM's shape.
    pub fn refusal(&self) -> (u16, &str) {
        assert_eq!(self.body["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]), "{self:?}");
        assert_eq!(self.body["status"], self.status.to_string());
        assert!(self.body["detail"].as_str().is_some_and(|detail| !detail.is_empty()));
        (self.status, self.body["scimType"].as_str().unwrap_or_default())
    }

    pub fn id(&self) -> String {
        self.body["id"].as_str().expect("an id").to_owned()
    }
}

/// A connection's identity provider.
pub struct Idp {
    pub service: Router,
    pub connection: ConnectionId,
    pub token: String,
}

pub fn service(db: &Db, rate: Option<u32>, bad: u32) -> Router {
    router(db.clone(), settings(rate, bad))
}

pub fn settings(rate: Option<u32>, bad: u32) -> Settings {
    Settings {
        public_url: BASE.to_owned(),
        documentation_url: format!("{BASE}/hilfe/scim"),
        requests_per_second: rate.and_then(NonZeroU32::new),
        requests_at_once: NonZeroU32::new(6).expect("some"),
        changes_at_once: NonZeroU32::new(4).expect("some"),
        bad_tokens_per_minute: NonZeroU32::new(bad).expect("a rate"),
        test_resource: false,
    }
}

/// A company, its administrator and its identity provider.
pub struct Company {
    pub t: Fresh,
    pub created: Created,
    pub idp: Idp,
}

pub async fn company() -> Company {
    let t = fresh().await;
    let (created, idp) = idp(&t.db, "Beispiel GmbH").await;
    // The news of the connection.
    mails(&t.db).await;
    Company { t, created, idp }
}

impl Company {
    /// When people are invited from now on.
    pub async fn invites(&self, inviting: Inviting) {
        let mut tx = begin(&self.t.db).await;
        let admin = administer(&mut tx, &self.created).await;
        let change = Change { inviting: Some(inviting), ..Change::default() };
        assert!(connections::configure(&mut tx, &admin, self.idp.connection, change).await.expect("sets"));
        tx.commit().await.expect("commits");
    }

    /// The administrator, signed in.
    pub async fn admin(&self) -> Browser {
        Browser::signed_in(portal(&self.t.db), "admin@beispiel-gmbh.example", &self.created.admin_password).await
    }
}

/// A Premium account with a live connection.
pub async fn idp(db: &Db, name: &str) -> (Created, Idp) {
    let company = account(db, name).await;
    let (connection, token) = activate(db, &company).await;
    (company, Idp { service: service(db, None, 1000), connection, token })
}

pub async fn start() -> (Fresh, Idp) {
    let fresh = fresh().await;
    let (_, idp) = idp(&fresh.db, "Beispiel GmbH").await;
    (fresh, idp)
}

pub async fn send(service: &Router, request: Request<Body>) -> Answer {
    let response = service.clone().oneshot(request).await.expect("answers");
    let (parts, body) = response.into_parts();
    let text = String::from_utf8(body.collect().await.expect("a body").to_bytes().to_vec()).expect("text");
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Answer { status: parts.status.as_u16(), headers: parts.headers, text, body }
}

impl Idp {
    pub fn url(&self, path: &str) -> String {
        format!("/scim/v2/{}{path}", self.connection)
    }

    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let mut request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).expect("a method"))
            .uri(self.url(path))
            .header("authorization", format!("Bearer {}", self.token));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = send(&self.service, request.body(body.into()).expect("a request")).await;
        if answer.status != 204 && answer.status != 304 {
            assert!(answer.header("content-type").starts_with("application/"), "{method} {path}: {answer:?}");
        }
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[("accept", "application/scim+json")], "").await
    }

    pub async fn json(&self, method: &str, path: &str, body: Value) -> Answer {
        self.send(method, path, &[("content-type", "application/scim+json")], body.to_string()).await
    }

    pub async fn post(&self, body: Value) -> Answer {
        self.json("POST", "/Users", body).await
    }

    pub async fn patch(&self, id: &str, operations: Value) -> Answer {
        let body = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations});
        self.json("PATCH", &format!("/Users/{id}"), body).await
    }

    /// A filter, percent-encoded.
    pub async fn find(&self, filter: &str) -> Answer {
        let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("filter", filter).finish();
        self.get(&format!("/Users?{query}")).await
    }

    pub async fn create(&self, address: &str) -> String {
        let made = self.post(onelogin("Ada", "Lovelace", address, "")).await;
        assert_eq!(made.status, 201, "{made:?}");
        made.id()
    }
}

/// The JSON template of the guide with `OneLogin`'s macros filled in.
pub fn onelogin(first: &str, last: &str, address: &str, phone: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": address,
        "name": {"formatted": format!("{first} {last}"), "givenName": first, "familyName": last},
        "emails": [{"value": address, "primary": true, "type": "work"}],
        "phoneNumbers": [{"value": phone, "primary": true, "type": "work"}]
    })
}
