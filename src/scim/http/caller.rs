//! Who calls: an identity provider with a live token of the connection in the path, and its whole request.
//!
//! The order matters. What is not a well-formed token is refused before any query; the body is read before the
//! unit of work is opened, so that a slow client never holds a database connection; every failure of the token is the
//! same 401. Cookies are never looked at.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use serde_json::{Map, Value};

use super::answer::{Refusal, barred};
use super::query::{Conditions, Parameters};
use super::resources::Target;
use super::{Shared, State};
use crate::domain::access::ConnectionScope;
use crate::domain::connections;
use crate::domain::db::{Purpose, RequestInfo, Tx};
use crate::domain::fault::Fault;
use crate::domain::licences::ScimEligible;
use crate::domain::tokens::{self, AuthenticateError, Entered, PlainToken};
use crate::domain::users;
use crate::model::{ConnectionId, UserId};
use crate::scim::profiles;
use crate::scim::protocol::dialects::Dialect;
use crate::scim::protocol::json::{JSON, SCIM_JSON};
use crate::scim::protocol::limits::MAX_BODY_BYTES;
use crate::scim::protocol::schema::ResourceType;
use crate::scim::protocol::{ScimError, json};

/// An authenticated request, inside its unit of work.
#[derive(Debug)]
pub struct Caller {
    /// Where its operations happen.
    pub work: Work,
    /// What it asks.
    pub asked: Asked,
    headers: HeaderMap,
    state: State,
    /// This use of the token is to be written down.
    news: bool,
}

/// The unit of work of an authenticated request, with everything that its operations need to know of the caller.
#[derive(Debug)]
pub struct Work {
    /// The unit of work.
    pub tx: Tx,
    /// Proof that the token speaks for the connection.
    pub scope: ConnectionScope,
    /// Proof of Premium and automatic licences.
    pub eligible: ScimEligible,
    /// The User resource of the account.
    pub people: Arc<ResourceType>,
    /// Whether `/TestResources` is offered.
    pub test_resource: bool,
    /// Base URL of the connection.
    pub base_url: String,
    /// Address of the guide.
    pub documentation_url: String,
    /// Who asked, for logs.
    pub request: RequestInfo,
    /// What is noted however this unit of work ends.
    pub traces: Vec<Trace>,
}

/// What a refusal leaves behind, in a unit of work of its own because that of the request was rolled back.
#[derive(Debug, Clone, Copy)]
pub enum Trace {
    /// An administrator is to decide about this person.
    LinkAsked(UserId),
    /// The access of this administrator, the last one, was to end.
    AdministratorKept(UserId),
}

impl Work {
    /// How the connection is spoken to.
    pub fn dialect(&self) -> Dialect {
        profiles::dialect(self.scope.profile())
    }

    /// A failure of this request that is nobody's answer.
    pub fn fault(&self, fault: impl Into<Fault>) -> Refusal {
        Refusal::Fault(fault.into(), self.request.clone())
    }
}

/// One operation as it was asked for.
#[derive(Debug)]
pub struct Asked {
    /// The parameters of the query.
    pub parameters: Parameters,
    /// The last part of the path where the route has an `{id}`, decoded (else empty), and the versions it is made dependent on.
    pub target: Target,
    content_type: Option<String>,
    body: Bytes,
}

impl Asked {
    /// The body as a JSON object, when the content type says that it is one.
    pub fn object(&self) -> Result<Map<String, Value>, ScimError> {
        if let Some(kind) = &self.content_type {
            let kind = kind.split(';').next().unwrap_or_default().trim();
            if !kind.eq_ignore_ascii_case(SCIM_JSON) && !kind.eq_ignore_ascii_case(JSON) {
                return Err(ScimError::status(415, "The body must be application/scim+json or application/json."));
            }
        }
        json::parse_object(&self.body)
    }
}

impl FromRequest<State> for Caller {
    type Rejection = Response;

    async fn from_request(request: Request, state: &State) -> Result<Self, Response> {
        Self::admit(request, state).await.map_err(IntoResponse::into_response)
    }
}

impl Caller {
    async fn admit(request: Request, state: &State) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let request = parts.extensions.get::<RequestInfo>().cloned().unwrap_or_else(RequestInfo::internal);
        let token = bearer(&parts.headers).and_then(PlainToken::parse);
        // A path that is no text cannot name anything.
        let Ok(Path(names)) = Path::<HashMap<String, String>>::from_request_parts(&mut parts, state).await else {
            return Err(ScimError::status(404, "There is no such SCIM endpoint.").into());
        };
        let connection = names.get("connection").and_then(|id| id.parse().ok());
        let (Some(token), Some(connection)) = (token, connection) else {
            // Costs no query, so it is not counted either.
            return Err(Refusal::Unauthorised);
        };
        let shown = bearer(&parts.headers).unwrap_or_default();
        state.rates.token(shown)?;
        let body = read(body).await?;
        let fault = |fault| Refusal::Fault(fault, request.clone());
        let entered = tokens::authenticate(&state.db, &request, &token, connection, purpose(&parts)).await;
        let Entered { tx, scope, eligible } = match entered {
            Ok(entered) => entered,
            Err(AuthenticateError::Refused) => {
                let refusal = state.rates.bad_token(request.ip.as_deref());
                if matches!(refusal, Refusal::Unauthorised) {
                    note_rejection(state, &request, connection, &token).await.map_err(fault)?;
                }
                return Err(refusal);
            }
            Err(AuthenticateError::Fault(cause)) => return Err(fault(cause)),
        };
        let news = connections::is_news(&tx, &scope);
        let eligible = match eligible {
            Ok(eligible) => eligible,
            Err(why) => {
                drop(tx);
                if news {
                    note(state, &scope, &request, &parts.headers).await;
                }
                return Err(barred(&why).into());
            }
        };
        let people = state.kinds.of(&scope).map_err(fault)?;
        let Shared { settings, .. } = &**state;
        Ok(Self {
            work: Work {
                tx,
                scope,
                eligible,
                people,
                test_resource: settings.test_resource,
                base_url: format!("{}/scim/v2/{connection}", settings.public_url),
                documentation_url: settings.documentation_url.clone(),
                request,
                traces: Vec::new(),
            },
            asked: Asked {
                parameters: Parameters::of_uri(&parts.uri),
                target: Target {
                    id: names.get("id").cloned().unwrap_or_default(),
                    conditions: Conditions::of(&parts.headers),
                },
                content_type: parts
                    .headers
                    .get(header::CONTENT_TYPE)
                    .map(|kind| kind.to_str().unwrap_or_default().to_owned()),
                body,
            },
            headers: parts.headers,
            state: state.clone(),
            news,
        })
    }

    /// What the client calls itself.
    pub fn user_agent(&self) -> &str {
        self.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default()
    }

    /// Ends the unit of work: durable with an answer, rolled back with a refusal. That somebody asked is kept either way.
    pub async fn conclude(self, outcome: Result<Response, Refusal>) -> Response {
        let Self { work: Work { tx, scope, request, traces, .. }, headers, state, news, .. } = self;
        let outcome = match outcome {
            Ok(response) => {
                tx.commit().await.map(|()| response).map_err(|fault| Refusal::Fault(fault, request.clone()))
            }
            Err(refusal) => {
                drop(tx);
                Err(refusal)
            }
        };
        if news {
            note(&state, &scope, &request, &headers).await;
        }
        for trace in traces {
            let noted = match trace {
                Trace::LinkAsked(person) => users::ask_to_link(&state.db, &request, &scope, person).await,
                Trace::AdministratorKept(person) => {
                    users::record_kept_administrator(&state.db, &request, &scope, person).await
                }
            };
            if let Err(failure) = noted {
                tracing::warn!(request = %request.id, ?trace, cause = &failure as &dyn std::error::Error, "a refusal left no trace");
            }
        }
        outcome.unwrap_or_else(IntoResponse::into_response)
    }
}

/// Whether a request changes anything: a search does not, although it is a `POST` (RFC 7644 section 3.4.3).
fn purpose(parts: &Parts) -> Purpose {
    let reads = matches!(parts.method, Method::GET | Method::HEAD) || parts.uri.path().ends_with("/.search");
    if reads { Purpose::Reading } else { Purpose::Writing }
}

/// The credentials of the one `Authorization` header, when there is exactly one and its scheme is Bearer.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Reads at most twice the limit: enough for most clients to finish sending and see the 413.
async fn read(mut body: Body) -> Result<Bytes, Refusal> {
    let too_large =
        || Refusal::from(ScimError::status(413, format!("The request body is larger than {MAX_BODY_BYTES} bytes.")));
    let mut bytes = Vec::new();
    let mut seen = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| ScimError::syntax("The request body did not arrive whole."))?;
        let Ok(data) = frame.into_data() else { continue };
        seen += data.len();
        if seen > 2 * MAX_BODY_BYTES {
            return Err(too_large());
        }
        if seen <= MAX_BODY_BYTES {
            bytes.extend_from_slice(&data);
        }
    }
    if seen > MAX_BODY_BYTES { Err(too_large()) } else { Ok(bytes.into()) }
}

/// Notes that somebody with a live token asked. The answer stands whatever becomes of the note.
async fn note(state: &State, scope: &ConnectionScope, request: &RequestInfo, headers: &HeaderMap) {
    let user_agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    if let Err(failure) = connections::record_request(&state.db, request, scope, user_agent).await {
        tracing::warn!(request = %request.id, cause = &failure as &dyn std::error::Error, "a SCIM request could not be noted");
    }
}

async fn note_rejection(
    state: &State,
    request: &RequestInfo,
    connection: ConnectionId,
    token: &PlainToken,
) -> Result<(), Fault> {
    let mut tx = state.db.begin(request).await?;
    connections::record_rejection(&mut tx, connection, token).await?;
    tx.commit().await
}
