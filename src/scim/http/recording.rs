//! Every request that calls a connection's address leaves an entry in its log, after the answer and whatever the answer is.
//!
//! The reference by which people find it stands in the sentence of every refusal. Requests that nobody proved to be the identity provider's are
//! noted up to a number per minute, so that strangers cannot fill a log.

use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State as Shared};
use axum::http::response::Parts;
use axum::http::{HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt;
use serde::Deserialize;
use uuid::Uuid;

use super::State;
use super::causes::cause_of;
use super::redaction::Redaction;
use crate::domain::db::RequestInfo;
use crate::domain::request_log::{Entry, Kept};
use crate::model::{AccountId, ConnectionId, RequestId, ScimCause, ScimOperation};
use crate::scim::protocol::{ScimError, json};

/// What the handler learned of a request; travels with its answer.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// Whose token was shown.
    pub account: Option<AccountId>,
    /// Whom it was about, where that was read.
    pub person: Option<String>,
    /// What was sent.
    pub body: Bytes,
    /// The account's write-only attributes.
    pub write_only: Vec<String>,
    /// Why it was refused, where the answer must not say it.
    pub cause: Option<ScimCause>,
    /// The last four characters of a token that opened nothing.
    pub last4: Option<String>,
    /// A step of a rehearsal; without an account one of another instance, which is nobody's business.
    pub rehearsed: bool,
}

impl Heard {
    /// Sends it along.
    pub fn on(self, mut response: Response) -> Response {
        response.extensions_mut().insert(self);
        response
    }
}

/// The refusal an answer carries.
#[derive(Debug, Clone)]
pub struct Refused(pub ScimError);

/// The request's address, taken apart.
struct Call {
    connection: ConnectionId,
    method: Method,
    uri: Uri,
    /// Where the part below the base URL begins.
    below: usize,
    user_agent: Option<HeaderValue>,
}

impl Call {
    fn of(request: &Request) -> Option<Self> {
        let path = request.uri().path();
        let rest = path.strip_prefix("/v2/")?;
        let id = rest.split('/').next()?;
        let connection = id.parse().ok()?;
        Some(Self {
            connection,
            method: request.method().clone(),
            uri: request.uri().clone(),
            below: "/v2/".len() + id.len(),
            user_agent: request.headers().get(header::USER_AGENT).cloned(),
        })
    }

    fn path(&self) -> &str {
        let path = &self.uri.path()[self.below..];
        if path.is_empty() { "/" } else { path }
    }

    /// What it wants, of which endpoint, and the id in the path.
    fn wish(&self) -> (ScimOperation, &str, Option<&str>) {
        let mut parts = self.path().trim_start_matches('/').splitn(3, '/');
        let (first, id) = (parts.next().unwrap_or_default(), parts.next().filter(|id| !id.is_empty()));
        let operation = match (first, id, &self.method) {
            ("ServiceProviderConfig" | "ResourceTypes" | "Schemas", _, _) => ScimOperation::Discovery,
            ("Bulk", None, &Method::POST) => ScimOperation::Bulk,
            (".search" | "", None, _) | (_, Some(".search"), _) | (_, None, &Method::GET) => ScimOperation::List,
            (_, Some(_), &Method::GET) => ScimOperation::Read,
            (_, None, &Method::POST) => ScimOperation::Create,
            (_, Some(_), &Method::PUT) => ScimOperation::Replace,
            (_, Some(_), &Method::PATCH) => ScimOperation::Change,
            (_, Some(_), &Method::DELETE) => ScimOperation::Delete,
            _ => ScimOperation::Other,
        };
        let known = first.len() <= 40 && first.bytes().all(|b| b.is_ascii_alphabetic());
        (operation, if known { first } else { "" }, id)
    }
}

/// Lets the request through, then notes it.
pub async fn record(Shared(state): Shared<State>, mut request: Request, next: Next) -> Response {
    let Some(call) = Call::of(&request) else { return next.run(request).await };
    let started = Instant::now();
    let known = request.extensions().get::<RequestInfo>().cloned();
    // Nobody can quote an id that stands in no answer.
    let quotable = known.is_some();
    let info = known.unwrap_or_else(|| RequestInfo { id: RequestId::new(Uuid::now_v7()), ip: None });
    request.extensions_mut().insert(info.clone());
    let (mut parts, body) = next.run(request).await.into_parts();
    let refused = parts.extensions.remove::<Refused>().map(|Refused(error)| error);
    let heard = parts.extensions.remove::<Heard>().unwrap_or_default();
    // Answers of this interface are made whole.
    let mut body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    if let Some(error) = refused.as_ref().filter(|_| quotable && !body.is_empty()) {
        body = with_reference(error, info.id).into();
        // Whoever counted it before counted another one.
        parts.headers.remove(header::CONTENT_LENGTH);
    }
    let noted =
        heard.account.is_some() || !heard.rehearsed && state.rates.stranger(info.ip.as_deref(), call.connection);
    if noted {
        let entry = entry(&call, &info, heard, refused, &parts, &body, started);
        state.db.request_log().push(entry);
    }
    Response::from_parts(parts, Body::from(body))
}

/// The error with the reference in its sentence.
fn with_reference(error: &ScimError, id: RequestId) -> String {
    let id = id.to_string();
    if error.detail.contains(&id) {
        return error.body().to_string();
    }
    let mut error = error.clone();
    error.detail = format!("{} (reference {id})", error.detail).into();
    error.body().to_string()
}

fn entry(
    call: &Call,
    info: &RequestInfo,
    heard: Heard,
    refused: Option<ScimError>,
    parts: &Parts,
    answer: &Bytes,
    started: Instant,
) -> Entry {
    let (operation, resource, id) = call.wish();
    let status = parts.status.as_u16();
    let mut redaction = Redaction::with(heard.write_only);
    let asked = redaction.body(&heard.body);
    let line = redaction.call(call.method.as_str(), call.path(), call.uri.query());
    // What somebody read is in the portal already; what was changed or refused is worth keeping.
    let answered = if operation.changes() || status >= 400 {
        redaction.body(answer)
    } else {
        Kept { bytes: answer.len(), text: None }
    };
    let location = parts.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
    let made = location.and_then(|address| address.rsplit('/').next());
    let cause = heard.cause.or_else(|| refused.as_ref().map(cause_of));
    Entry {
        id: info.id,
        connection: call.connection,
        account: heard.account,
        operation,
        rehearsed: heard.rehearsed,
        resource: resource.to_owned(),
        target: id.or(made).and_then(|id| id.parse().ok()),
        person: (heard.person)
            .or_else(|| named(operation, &heard.body, call.uri.query()))
            .filter(|person| !redaction.covers(person)),
        call: line,
        status,
        scim_type: refused.as_ref().and_then(|error| error.scim_type).map(crate::scim::protocol::ScimType::as_str),
        cause: cause.or_else(|| (status >= 400).then_some(ScimCause::Failed)),
        detail: refused.map(|error| redaction.sentence(&error.detail)),
        took: started.elapsed(),
        results: (operation == ScimOperation::List && status < 300).then(|| results(answer)).flatten(),
        user_agent: call
            .user_agent
            .as_ref()
            .and_then(|agent| agent.to_str().ok())
            .map(|agent| redaction.sentence(agent)),
        ip: info.ip.clone(),
        last4: heard.last4,
        asked,
        answered,
    }
}

/// Whom a request names: who is created or replaced, or who is looked for.
fn named(operation: ScimOperation, body: &Bytes, query: Option<&str>) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        #[serde(alias = "username", alias = "UserName")]
        #[serde(rename = "userName")]
        user_name: Option<String>,
        #[serde(alias = "displayname")]
        #[serde(rename = "displayName")]
        display_name: Option<String>,
    }
    match operation {
        ScimOperation::Create | ScimOperation::Replace => {
            let named: Named = serde_json::from_slice(json::without_mark(body)).ok()?;
            named.user_name.or(named.display_name)
        }
        ScimOperation::List => {
            let (_, filter) = url::form_urlencoded::parse(query?.as_bytes()).find(|(name, _)| name == "filter")?;
            let names = ["username", "email", "externalid", "displayname"];
            let lower = filter.trim_start().to_ascii_lowercase();
            names
                .iter()
                .any(|name| lower.starts_with(name))
                .then(|| filter.split('"').nth(1).map(str::to_owned))
                .flatten()
        }
        _ => None,
    }
}

/// `totalResults`, which stands near the end of what we write.
fn results(answer: &[u8]) -> Option<i64> {
    let tail = String::from_utf8_lossy(&answer[answer.len().saturating_sub(300)..]).into_owned();
    let (_, rest) = tail.rsplit_once("\"totalResults\":")?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}
