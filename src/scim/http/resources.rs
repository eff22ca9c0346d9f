//! What the endpoints of every resource type have in common (RFC 7644 sections 3.3 to 3.6): order of checks, conditions,
//! projection, headers. What differs is a [`Resources`] of its own.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::answer::{self, Refusal};
use super::caller::{Asked, Caller};
use super::lists::{self, Listed};
use super::query::{Conditions, Parameters, Wish};
use super::work::Work;
use crate::scim::common;
use crate::scim::protocol::ScimError;
use crate::scim::protocol::projection::Projection;
use crate::scim::protocol::schema::ResourceType;

/// A kind of resource that a connection keeps.
pub trait Resources: Send + Sized + 'static {
    /// One of them.
    type Stored: Send + Sync;

    /// The sentence for an id that this connection keeps nothing under.
    const UNKNOWN: &'static str;

    /// Its definition in the product; where it is found and what it is called are the same for every account.
    fn built_in() -> &'static ResourceType;

    /// Its definition for the caller's account.
    fn kind(work: &Work) -> &ResourceType;

    /// The page that is wished for.
    fn page(work: &mut Work, wish: &Wish) -> impl Future<Output = Result<Listed<Self::Stored>, Refusal>> + Send;

    /// Makes one of a body.
    fn create(work: &mut Work, body: Map<String, Value>) -> impl Future<Output = Result<Self::Stored, Refusal>> + Send;

    /// Reads one; `None` when this connection keeps none with the id.
    fn find(work: &mut Work, id: &str) -> impl Future<Output = Result<Option<Self::Stored>, Refusal>> + Send;

    /// Replaces one by a body.
    fn replace(
        work: &mut Work,
        target: &Target,
        body: Map<String, Value>,
    ) -> impl Future<Output = Result<Self::Stored, Refusal>> + Send;

    /// Changes one by a PATCH message, wholly or not at all.
    fn patch(
        work: &mut Work,
        target: &Target,
        body: Map<String, Value>,
    ) -> impl Future<Output = Result<Self::Stored, Refusal>> + Send;

    /// Ends one.
    fn remove(work: &mut Work, target: &Target) -> impl Future<Output = Result<(), Refusal>> + Send;

    /// What is returned of them, before projection; what the projection drops need not be read.
    fn shown(
        work: &mut Work,
        stored: Vec<Self::Stored>,
        projection: &Projection,
    ) -> impl Future<Output = Result<Vec<Map<String, Value>>, Refusal>> + Send;

    /// What is returned of one that a PATCH changed; `None` where it is out of proportion to the change, which is answered 204.
    fn shown_after_patch(
        work: &mut Work,
        stored: Self::Stored,
        projection: &Projection,
    ) -> impl Future<Output = Result<Option<Map<String, Value>>, Refusal>> + Send {
        async { Ok(Self::shown(work, vec![stored], projection).await?.pop()) }
    }

    /// Its id.
    fn id(stored: &Self::Stored) -> String;

    /// Its weak entity tag.
    fn entity_tag(stored: &Self::Stored) -> String;

    /// What people call it; `None` where they have no name for it.
    fn name(_stored: &Self::Stored) -> Option<&str> {
        None
    }
}

/// The address of the resource with this id.
pub fn location<R: Resources>(work: &Work, id: &str) -> String {
    common::location(&work.base_url, R::built_in(), id)
}

/// The resource that an operation is to change.
#[derive(Debug)]
pub struct Target {
    /// Its id, as in the path.
    pub id: String,
    /// The version it must have.
    pub conditions: Conditions,
}

impl Target {
    /// The resource that was found under the id and locked, in the version the client expects.
    pub fn checked<R: Resources, L>(&self, found: Option<L>, version: impl Fn(&L) -> i64) -> Result<L, ScimError> {
        let found = found.ok_or_else(unknown::<R>)?;
        self.conditions.allow_change_of(&common::entity_tag(version(&found)))?;
        Ok(found)
    }
}

/// The refusal of an id that this connection keeps nothing under.
pub fn unknown<R: Resources>() -> ScimError {
    ScimError::status(404, R::UNKNOWN)
}

/// An answer, or why there is none.
pub type Answer = Result<Response, Refusal>;

/// So often an operation is done again: once because it relied on what is known of the token, once because somebody was in the way.
const AGAIN: usize = 2;

/// Carries an operation out; what did not come off ([`Caller::tried_in_vain`]) is done again in a transaction.
macro_rules! carry_out {
    ($caller:ident, $operation:ident) => {{
        let mut caller = $caller;
        let mut answer = $operation::<R>(&mut caller.work, &caller.asked).await;
        for _ in 0..AGAIN {
            if !caller.tried_in_vain(&answer) {
                break;
            }
            caller = match caller.renewed().await {
                Ok(again) => again,
                Err(refusal) => return refusal,
            };
            answer = $operation::<R>(&mut caller.work, &caller.asked).await;
        }
        caller.conclude(answer).await
    }};
}

/// `GET` of the endpoint.
pub async fn list<R: Resources>(mut caller: Caller) -> Response {
    let answer = list_in::<R>(&mut caller.work, &caller.asked.parameters).await;
    caller.conclude(answer).await
}

/// `POST …/.search`: a list whose parameters are in the body, so that no name or address stands in a log of URLs
/// (RFC 7644 section 3.4.3).
pub async fn search<R: Resources>(mut caller: Caller) -> Response {
    let answer = match caller.asked.object().and_then(Parameters::of_search) {
        Ok(parameters) => list_in::<R>(&mut caller.work, &parameters).await,
        Err(error) => Err(error.into()),
    };
    caller.conclude(answer).await
}

/// `POST` of the endpoint.
pub async fn create<R: Resources>(caller: Caller) -> Response {
    carry_out!(caller, create_in)
}

/// `GET` of one resource.
pub async fn get<R: Resources>(mut caller: Caller) -> Response {
    let answer = get_in::<R>(&mut caller.work, &caller.asked).await;
    caller.conclude(answer).await
}

/// `PUT` of one resource.
pub async fn replace<R: Resources>(caller: Caller) -> Response {
    carry_out!(caller, replace_in)
}

/// `PATCH` of one resource.
pub async fn patch<R: Resources>(caller: Caller) -> Response {
    carry_out!(caller, patch_in)
}

/// `DELETE` of one resource.
pub async fn remove<R: Resources>(caller: Caller) -> Response {
    carry_out!(caller, remove_in)
}

async fn list_in<R: Resources>(work: &mut Work, parameters: &Parameters) -> Answer {
    let (wish, projection) = (parameters.wish(work.dialect())?, parameters.projection(work.dialect())?);
    let (head, resources) = page::<R>(work, &wish, &projection).await?;
    Ok(answer::json(StatusCode::OK, &head.response(resources)))
}

/// The page that is wished for, as it is shown.
pub async fn page<R: Resources>(
    work: &mut Work,
    wish: &Wish,
    projection: &Projection,
) -> Result<(lists::Head, Vec<Value>), Refusal> {
    let Listed { items, head } = R::page(work, wish).await?;
    Ok((head, projected::<R>(work, items, projection).await?))
}

/// The body of a request that writes, and what its answer shows.
fn writing<R: Resources>(work: &Work, asked: &Asked) -> Result<(Projection, Map<String, Value>), ScimError> {
    let projection = asked.parameters.projection(work.dialect())?;
    let body = asked.object()?;
    Ok((projection.after_writing(&body, R::kind(work)), body))
}

async fn create_in<R: Resources>(work: &mut Work, asked: &Asked) -> Answer {
    let (projection, body) = writing::<R>(work, asked)?;
    let stored = R::create(work, body).await?;
    work.is_about::<R>(&stored);
    one::<R>(StatusCode::CREATED, work, stored, &projection).await
}

async fn get_in<R: Resources>(work: &mut Work, asked: &Asked) -> Answer {
    let projection = asked.parameters.projection(work.dialect())?;
    let stored = R::find(work, &asked.target.id).await?.ok_or_else(unknown::<R>)?;
    work.is_about::<R>(&stored);
    let entity_tag = R::entity_tag(&stored);
    if asked.target.conditions.know(&entity_tag)? {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, entity_tag)]).into_response());
    }
    one::<R>(StatusCode::OK, work, stored, &projection).await
}

async fn replace_in<R: Resources>(work: &mut Work, asked: &Asked) -> Answer {
    let (projection, body) = writing::<R>(work, asked)?;
    let stored = R::replace(work, &asked.target, body).await?;
    work.is_about::<R>(&stored);
    one::<R>(StatusCode::OK, work, stored, &projection).await
}

async fn patch_in<R: Resources>(work: &mut Work, asked: &Asked) -> Answer {
    let (projection, body) = writing::<R>(work, asked)?;
    let stored = R::patch(work, &asked.target, body).await?;
    work.is_about::<R>(&stored);
    let silent = work.dialect().answers_patch_with_nothing(R::kind(work)) && !asked.parameters.names_attributes();
    let (head, entity_tag) = (Head::of::<R>(work, &stored), R::entity_tag(&stored));
    let shown = if silent { None } else { R::shown_after_patch(work, stored, &projection).await? };
    Ok(match shown {
        Some(shown) => head.above(StatusCode::OK, &Value::Object(projection.apply(shown, R::kind(work)))),
        None => (StatusCode::NO_CONTENT, [(header::ETAG, entity_tag)]).into_response(),
    })
}

async fn remove_in<R: Resources>(work: &mut Work, asked: &Asked) -> Answer {
    R::remove(work, &asked.target).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Resources as they are returned.
async fn projected<R: Resources>(
    work: &mut Work,
    stored: Vec<R::Stored>,
    projection: &Projection,
) -> Result<Vec<Value>, Refusal> {
    let shown = R::shown(work, stored, projection).await?;
    Ok(shown.into_iter().map(|resource| Value::Object(projection.apply(resource, R::kind(work)))).collect())
}

/// One resource, with `ETag` and address in the header.
async fn one<R: Resources>(status: StatusCode, work: &mut Work, stored: R::Stored, projection: &Projection) -> Answer {
    let head = Head::of::<R>(work, &stored);
    let shown = R::shown(work, vec![stored], projection).await?.pop().unwrap_or_default();
    Ok(head.above(status, &Value::Object(projection.apply(shown, R::kind(work)))))
}

/// What an answer says of a resource before the resource itself.
struct Head {
    entity_tag: Option<HeaderValue>,
    location: Option<HeaderValue>,
}

impl Head {
    fn of<R: Resources>(work: &Work, stored: &R::Stored) -> Self {
        Self {
            entity_tag: HeaderValue::from_str(&R::entity_tag(stored)).ok(),
            location: HeaderValue::from_str(&location::<R>(work, &R::id(stored))).ok(),
        }
    }

    fn above(self, status: StatusCode, resource: &Value) -> Response {
        let mut response = answer::json(status, resource);
        for (name, value) in [(header::ETAG, self.entity_tag), (header::LOCATION, self.location)] {
            if let Some(value) = value {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}
