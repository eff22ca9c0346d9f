//! A browser without scripts in front of the portal's pages: keeps its cookie, follows nothing by itself.

use std::net::IpAddr;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use einlass::domain::db::{Db, RequestInfo};
use einlass::server::session::support_layer;
use einlass::web::ssr::support_router;
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::portal::{portal, settings};

pub const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

#[derive(Clone)]
pub struct Browser {
    service: Router,
    pub cookie: Option<String>,
    pub ip: IpAddr,
}

/// What came back.
#[derive(Debug)]
pub struct Shown {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Shown {
    /// Where a redirect leads; empty for a page.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().expect("text"))
    }

    /// The text between two marks.
    pub fn between(&self, from: &str, to: &str) -> &str {
        let start = self.body.find(from).unwrap_or_else(|| panic!("no {from} in {}", self.body)) + from.len();
        &self.body[start..start + self.body[start..].find(to).expect("an end")]
    }
}

impl Browser {
    pub fn new(db: &Db) -> Self {
        Self::at(portal(db))
    }

    pub fn at(service: Router) -> Self {
        Self { service, cookie: None, ip: [192, 0, 2, 1].into() }
    }

    /// Signed in by address and password, without a second factor.
    pub async fn signed_in(service: Router, address: &str, password: &str) -> Self {
        let mut browser = Self::at(service);
        let answer = browser.sign_in(address, password).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
        browser
    }

    /// Before the support console.
    pub fn of_staff(db: &Db) -> Self {
        Self { service: support_router(settings(db)).layer(support_layer(db, false)), ..Self::new(db) }
    }

    /// The same browser before another instance, whose clock may be ahead.
    pub fn before(&self, db: &Db) -> Self {
        self.elsewhere(portal(db))
    }

    /// The same browser at another instance.
    pub fn elsewhere(&self, service: Router) -> Self {
        Self { service, ..self.clone() }
    }

    pub async fn get(&mut self, path: &str) -> Shown {
        self.exchange(Request::get(path), Body::empty()).await
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Shown {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.send("POST", path, body).await
    }

    /// Sends a form as it stands.
    pub async fn send(&mut self, method: &str, path: &str, body: String) -> Shown {
        let request = Request::builder().method(method).uri(path);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.exchange(request, Body::from(body)).await
    }

    /// Sends a form with a file, as `multipart/form-data` (RFC 7578); without a file's bytes the field is there and empty, as browsers send it.
    pub async fn post_file(&mut self, path: &str, form: &[(&str, &str)], file: &[u8]) -> Shown {
        const MARK: &str = "----einlass-pruefung";
        let mut body = Vec::new();
        for (name, value) in form {
            body.extend(
                format!("--{MARK}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        body.extend(
            format!("--{MARK}\r\nContent-Disposition: form-data; name=\"datei\"; filename=\"personen.csv\"\r\nContent-Type: text/csv\r\n\r\n").bytes(),
        );
        body.extend(file);
        body.extend(format!("\r\n--{MARK}--\r\n").bytes());
        let request = Request::post(path).header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={MARK}"));
        self.exchange(request, Body::from(body)).await
    }

    async fn exchange(&mut self, mut request: axum::http::request::Builder, body: Body) -> Shown {
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let mut info = RequestInfo::internal();
        info.ip = Some(self.ip.to_string());
        let request = request.header(header::USER_AGENT, FIREFOX).extension(info).body(body).expect("a request");
        let answer = self.service.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let set = set.to_str().expect("text");
            self.keep(set);
        }
        let body = body.collect().await.expect("a body").to_bytes();
        Shown { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).expect("text") }
    }

    /// Keeps one cookie of each name.
    fn keep(&mut self, set: &str) {
        fn name(pair: &str) -> Option<&str> {
            pair.split('=').next()
        }
        let pair = set.split(';').next().expect("a cookie");
        let kept = self.cookie.as_deref().unwrap_or_default().split("; ").filter(|old| !old.is_empty());
        let mut jar: Vec<&str> = kept.filter(|old| name(old) != name(pair)).collect();
        if !set.contains("Max-Age=0") {
            jar.push(pair);
        }
        self.cookie = (!jar.is_empty()).then(|| jar.join("; "));
    }

    /// Sends the sign-in form; what comes next is the test's business.
    pub async fn sign_in(&mut self, address: &str, password: &str) -> Shown {
        self.post("/de/anmelden", &[("email", address), ("passwort", password)]).await
    }

    /// Whether somebody is signed in here.
    pub async fn is_in(&mut self) -> bool {
        self.get("/de/profil").await.status == StatusCode::OK
    }
}
