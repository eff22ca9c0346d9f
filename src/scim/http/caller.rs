//! Who calls: an identity provider with a live token of the connection in the path, and its whole request.
//!
//! The order matters. What is not a well-formed token is refused before any query; the body is read before the
//! unit of work is opened, so that a slow client never holds a database connection; every failure of the token is the
//! same 401. Cookies are never looked at.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use serde_json::{Map, Value};

use super::State;
use super::answer::{Refusal, barred};
use super::query::{Conditions, Parameters};
use super::recording::Heard;
use super::rehearsing::{rehearse, step_back};
use super::resources::Target;
use super::work::{Trace, Work};
use crate::callers::{Place, bearer, liking};
use crate::domain::access::ConnectionScope;
use crate::domain::connections;
use crate::domain::db::{Mark, Purpose, RequestInfo};
use crate::domain::fault::Fault;
use crate::domain::rehearsals::{self, Held};
use crate::domain::tokens::{self, AuthenticateError, Entered, PlainToken};
use crate::domain::users;
use crate::model::{ConnectionId, ScimCause};
use crate::scim::protocol::json::{JSON, SCIM_JSON};
use crate::scim::protocol::limits::MAX_BODY_BYTES;
use crate::scim::protocol::schema::USER_TYPE;
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
    connection: ConnectionId,
    /// This use of the token is to be written down.
    news: bool,
    /// It relies on what is known of the token until it writes.
    at_once: bool,
    /// Given back last; nothing of a rehearsal takes one.
    place: Option<Place>,
    /// What the request log is told.
    heard: Heard,
    /// Where the unit of work goes back to when it is one of a rehearsal, and where this request's part of it starts.
    rehearsal: Option<(Held, Mark)>,
}

/// One operation as it was asked for.
#[derive(Debug)]
pub struct Asked {
    /// The parameters of the query.
    pub parameters: Parameters,
    /// The last part of the path where the route has an `{id}`, decoded (else empty), and the versions it is made dependent on.
    pub target: Target,
    content_type: Option<String>,
    /// Somebody compressed the body.
    encoded: bool,
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
        if self.encoded {
            return Err(ScimError::status(415, "The body must be sent without a Content-Encoding."));
        }
        json::parse_object(&self.body)
    }
}

impl FromRequest<State> for Caller {
    type Rejection = Response;

    async fn from_request(request: Request, state: &State) -> Result<Self, Response> {
        let mut heard = Heard::default();
        match Self::admit(request, state, &mut heard).await {
            Ok(caller) => Self { heard, ..caller }.acceptable().await,
            Err(refusal) => Err(heard.on(refusal.into_response())),
        }
    }
}

impl Caller {
    /// Leaves in `heard` what is known, whether the caller gets in or not.
    async fn admit(request: Request, state: &State, heard: &mut Heard) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let request = parts.extensions.get::<RequestInfo>().cloned().unwrap_or_else(RequestInfo::internal);
        let token = bearer(&parts.headers).and_then(PlainToken::parse);
        let rehearsed = bearer(&parts.headers).filter(|shown| shown.starts_with(rehearsals::PREFIX)).map(str::to_owned);
        // A path that is no text cannot name anything.
        let Ok(names) = RawPathParams::from_request_parts(&mut parts, state).await else {
            return Err(ScimError::status(404, "There is no such SCIM endpoint.").because("no_endpoint").into());
        };
        let connection = named(&names, "connection").and_then(|id| id.parse().ok());
        if let (Some(shown), Some(connection)) = (rehearsed, connection) {
            heard.rehearsed = true;
            let body = read(body).await?;
            heard.body = body.clone();
            let (work, rehearsal) = rehearse(state, request, &shown, connection, heard).await?;
            let rehearsal = Some(rehearsal);
            return Ok(Self { rehearsal, ..Self::asking(work, parts, &names, connection, body, state) });
        }
        let (Some(token), Some(connection)) = (token, connection) else {
            let shown = bearer(&parts.headers).is_some_and(|shown| !shown.is_empty());
            heard.cause = Some(if shown { ScimCause::TokenMalformed } else { ScimCause::TokenMissing });
            // Costs no query, so it is not counted either.
            return Err(Refusal::Unauthorised { shown });
        };
        let shown = bearer(&parts.headers).unwrap_or_default();
        state.rates.token(shown)?;
        let body = read(body).await?;
        heard.body = body.clone();
        let purpose = purpose(&parts);
        let place = state.lanes.enter(shown, purpose != Purpose::Reading).await?;
        let (work, news) = enter(state, request, &token, connection, purpose, &parts.headers, heard).await?;
        state.lanes.opened(shown, work.scope.account());
        let at_once = work.tx.purpose() == Purpose::AtOnce;
        Ok(Self { news, at_once, place: Some(place), ..Self::asking(work, parts, &names, connection, body, state) })
    }

    /// The caller, once it is proven who they are.
    fn asking(
        work: Work,
        parts: Parts,
        names: &RawPathParams,
        connection: ConnectionId,
        body: Bytes,
        state: &State,
    ) -> Self {
        Self {
            work,
            asked: Asked {
                parameters: Parameters::of_uri(&parts.uri),
                target: Target {
                    id: named(names, "id").unwrap_or_default().to_owned(),
                    conditions: Conditions::of(&parts.headers),
                },
                content_type: parts
                    .headers
                    .get(header::CONTENT_TYPE)
                    .map(|kind| kind.to_str().unwrap_or_default().to_owned()),
                encoded: (parts.headers.get_all(header::CONTENT_ENCODING).iter())
                    .any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity")),
                body,
            },
            headers: parts.headers,
            state: state.clone(),
            connection,
            news: false,
            at_once: false,
            place: None,
            heard: Heard::default(),
            rehearsal: None,
        }
    }

    /// Whoever takes no JSON could read no answer, so nothing is done for them (RFC 9110 section 12.5.1).
    async fn acceptable(self) -> Result<Self, Response> {
        if [SCIM_JSON, JSON].into_iter().any(|kind| liking(&self.headers, kind).takes()) {
            return Ok(self);
        }
        let why = "Answers are application/scim+json or application/json; the Accept header leaves out both.";
        Err(self.conclude(Err(ScimError::status(406, why).into())).await)
    }

    /// Whether it is to be done again in a transaction: somebody else was in the way, or what was tried by what is known of the token would be
    /// refused, which only what holds now may do. A rehearsal is over with its unit of work.
    pub fn tried_in_vain<T>(&self, outcome: &Result<T, Refusal>) -> bool {
        let conflict = matches!(outcome, Err(Refusal::Fault(fault, _)) if fault.is_conflict());
        let refused = matches!(outcome, Err(refusal) if !matches!(refusal, Refusal::Fault(..)));
        if self.at_once {
            // Where a single statement has written, nothing is done twice.
            (conflict || refused) && self.work.tx.purpose() != Purpose::Reading
        } else {
            conflict && self.rehearsal.is_none()
        }
    }

    /// The same request in a new unit of work to write in, after the old one was rolled back.
    pub async fn renewed(self) -> Result<Self, Response> {
        let Self {
            work: Work { tx, request, .. },
            asked,
            headers,
            state,
            connection,
            news,
            place,
            mut heard,
            rehearsal,
            at_once: _,
        } = self;
        drop(tx);
        let entered = match bearer(&headers).and_then(PlainToken::parse) {
            Some(token) => enter(&state, request, &token, connection, Purpose::Writing, &headers, &mut heard).await,
            None => Err(Refusal::Unauthorised { shown: false }),
        };
        match entered {
            Ok((work, _)) => {
                Ok(Self { work, asked, headers, state, connection, news, at_once: false, place, heard, rehearsal })
            }
            Err(refusal) => Err(heard.on(refusal.into_response())),
        }
    }

    /// What the client calls itself.
    pub fn user_agent(&self) -> &str {
        self.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default()
    }

    /// Ends the unit of work: durable with an answer, rolled back with a refusal. That somebody asked is kept either way.
    pub async fn conclude(self, outcome: Result<Response, Refusal>) -> Response {
        let Self { mut work, headers, state, news, place, mut heard, rehearsal, .. } = self;
        heard.person = work.about.take();
        if let Some((held, mark)) = rehearsal {
            return heard.on(step_back(work, held, mark, outcome).await.unwrap_or_else(IntoResponse::into_response));
        }
        let Work { tx, scope, request, traces, .. } = work;
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
        drop(place);
        heard.on(outcome.unwrap_or_else(IntoResponse::into_response))
    }
}

/// Opens the unit of work of whoever shows this token, and says whether this use of it is to be written down.
async fn enter(
    state: &State,
    request: RequestInfo,
    token: &PlainToken,
    connection: ConnectionId,
    purpose: Purpose,
    headers: &HeaderMap,
    heard: &mut Heard,
) -> Result<(Work, bool), Refusal> {
    let fault = |fault| Refusal::Fault(fault, request.clone());
    let entered = tokens::authenticate(&state.db, &request, token, connection, purpose).await;
    let Entered { tx, scope, eligible } = match entered {
        Ok(entered) => entered,
        Err(AuthenticateError::Refused) => {
            let refusal = match state.rates.bad_token(request.ip.as_deref()) {
                Ok(()) => Refusal::Unauthorised { shown: true },
                Err(wait) => wait.into(),
            };
            heard.last4 = Some(token.last4().to_owned());
            heard.cause = if matches!(refusal, Refusal::Unauthorised { .. }) {
                note_rejection(state, &request, connection, token).await.map_err(fault)?
            } else {
                Some(ScimCause::TooManyBadTokens)
            };
            return Err(refusal);
        }
        Err(AuthenticateError::Fault(cause)) => return Err(fault(cause)),
    };
    heard.account = Some(scope.account());
    let news = connections::is_news(&tx, &scope);
    let eligible = match eligible {
        Ok(eligible) => eligible,
        Err(why) => {
            drop(tx);
            if news {
                note(state, &scope, &request, headers).await;
            }
            return Err(barred(&why).into());
        }
    };
    Ok((Work::of(state, request, tx, scope, eligible, connection, heard)?, news))
}

/// A part of the path by its name in the route, decoded.
fn named<'a>(names: &'a RawPathParams, wanted: &str) -> Option<&'a str> {
    names.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// Whether a request changes anything: a search does not, although it is a `POST` (RFC 7644 section 3.4.3). Who arrives is written by one
/// statement, and so are most changes of a person.
fn purpose(parts: &Parts) -> Purpose {
    let path = parts.uri.path();
    if matches!(parts.method, Method::GET | Method::HEAD) || path.ends_with("/.search") {
        return Purpose::Reading;
    }
    let is_people = |part: Option<&str>| part.is_some() && part == USER_TYPE.endpoint.strip_prefix('/');
    let mut parts_of_path = path.rsplit('/');
    let at_once = match parts.method {
        Method::POST => is_people(parts_of_path.next()),
        Method::PATCH | Method::PUT => is_people(parts_of_path.nth(1)),
        _ => false,
    };
    if at_once { Purpose::AtOnce } else { Purpose::Writing }
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
) -> Result<Option<ScimCause>, Fault> {
    let mut tx = state.db.begin(request).await?;
    let cause = connections::record_rejection(&mut tx, connection, token).await?;
    tx.commit().await?;
    Ok(cause)
}
