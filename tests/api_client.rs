//! A program of a company in front of the API: requests in, status and body out. Keys are made as administrators make them.

use std::num::NonZeroU32;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use einlass::api::{Settings, router};
use einlass::domain::accounts::Created;
use einlass::domain::db::{Db, RequestInfo};
use serde_json::Value;
use uuid::Uuid;

use crate::scim_client::{Answer, Idp, idp, send};
use crate::support::browser::{Browser, Shown};
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::mails;
use crate::support::portal::portal;

pub const BASE: &str = "https://einlass.example";
pub const KEYS: &str = "/de/kontoeinstellungen/sicherheit/api-schluessel";
pub const ALL: [&str; 3] = ["people", "licences", "audit_log"];

/// The API of an instance: so many requests a second for a key, so many bad keys a minute from an address.
pub fn service(db: &Db, rate: u32, bad: u32) -> Router {
    let number = |n| NonZeroU32::new(n).expect("a number");
    let settings = Settings {
        public_url: BASE.to_owned(),
        requests_per_second: number(rate),
        requests_at_once: number(2),
        bad_keys_per_minute: number(bad),
    };
    router(db.clone(), settings)
}

/// A company with SCIM, whose administrator is signed in.
pub struct Company {
    pub created: Created,
    pub idp: Idp,
    pub admin: Browser,
}

impl Company {
    pub async fn of(t: &Fresh, name: &str) -> Self {
        let (created, idp) = idp(&t.db, name).await;
        let address = format!("admin@{}.example", name.to_lowercase().replace(' ', "-"));
        let admin = Browser::signed_in(portal(&t.db), &address, &created.admin_password).await;
        Self { created, idp, admin }
    }
}

pub async fn company() -> (Fresh, Company) {
    let t = fresh().await;
    let company = Company::of(&t, "Beispiel GmbH").await;
    // The news of the connection.
    mails(&t.db).await;
    (t, company)
}

/// Sends the form of a new key.
pub async fn ask(admin: &mut Browser, name: &str, areas: &[&str], lifetime: &str, form: &str) -> Shown {
    let fields: Vec<String> = areas.iter().map(|area| format!("bereich-{area}")).collect();
    let mut sent = vec![("aktion", "anlegen"), ("name", name), ("gueltigkeit", lifetime), ("schluessel", form)];
    sent.extend(fields.iter().map(|field| (field.as_str(), "ja")));
    admin.post(KEYS, &sent).await
}

/// The key of the one answer that shows it.
pub fn shown(page: &Shown) -> String {
    let start = page.body.find("einlass_live_api_").unwrap_or_else(|| panic!("no key in {}", page.body));
    page.body[start..start + 56].to_owned()
}

/// A new key that opens these areas for 90 days.
pub async fn key(admin: &mut Browser, areas: &[&str]) -> String {
    let page = ask(admin, "Bericht", areas, "90_days", &Uuid::new_v4().to_string()).await;
    assert_eq!(page.status, 200, "{page:?}");
    shown(&page)
}

/// A program with a key.
#[derive(Clone)]
pub struct Program {
    pub service: Router,
    pub key: String,
}

impl Program {
    pub fn at(db: &Db, key: &str) -> Self {
        Self { service: service(db, 1000, 1000), key: key.to_owned() }
    }

    /// The same program in front of an instance whose clock is ahead.
    pub async fn later(&self, t: &Fresh, ahead: time::Duration) -> Self {
        Self::at(&instance_at(&t.superuser, ahead).await, &self.key)
    }

    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path.strip_prefix(BASE).unwrap_or(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut info = RequestInfo::internal();
        info.ip = Some("192.0.2.7".to_owned());
        let answer = send(&self.service, request.extension(info).body(Body::empty()).expect("a request")).await;
        assert_eq!(answer.header("set-cookie"), "", "{method} {path}");
        if path != "/api/v1/openapi.json" {
            assert_eq!(answer.header("cache-control"), "no-store", "{method} {path}");
        }
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        let path = if path.starts_with(BASE) { path.to_owned() } else { format!("/api/v1{path}") };
        self.send("GET", &path, &[("authorization", &format!("Bearer {}", self.key))]).await
    }

    /// What is there.
    pub async fn read(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"), "{path}: {answer:?}");
        answer.body
    }

    /// Status and sentence of a refusal, after checking that it has the shape of RFC 9457.
    pub async fn refusal(&self, path: &str) -> (u16, String) {
        problem(&self.get(path).await)
    }
}

pub fn problem(answer: &Answer) -> (u16, String) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{answer:?}");
    assert_eq!(answer.body["status"], answer.status);
    assert!(answer.body["title"].as_str().is_some_and(|title| !title.is_empty()), "{answer:?}");
    (answer.status, answer.body["detail"].as_str().expect("a sentence").to_owned())
}
