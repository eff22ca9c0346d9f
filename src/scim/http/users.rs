//! `/Users` (RFC 7644 sections 3.3 to 3.6).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::answer::{self, Refusal, not_listed, not_provisioned, not_replaced};
use super::caller::Caller;
use super::lists::{Asked, list_response};
use super::query::{self, Parameters};
use crate::domain::users::{self, Listing, LockedUser, Profile, User};
use crate::model::UserId;
use crate::scim::protocol::projection::Projection;
use crate::scim::protocol::schema::USER_TYPE;
use crate::scim::protocol::{ScimError, patch as patching, resource};
use crate::scim::users::{People, canonical, entity_tag, location, profile, representation};

type Answer = Result<Response, Refusal>;

/// `GET /Users`
pub async fn list(mut caller: Caller) -> Response {
    let parameters = Parameters::of_uri(&caller.uri);
    let answer = list_in(&mut caller, &parameters).await;
    caller.conclude(answer).await
}

/// `POST /Users/.search` and `POST /.search`: a list whose parameters are in the body, so that no name or address
/// stands in a log of URLs (section 3.4.3). People are all there is to search.
pub async fn search(mut caller: Caller) -> Response {
    let answer = match caller.object().and_then(Parameters::of_search) {
        Ok(parameters) => list_in(&mut caller, &parameters).await,
        Err(error) => Err(error.into()),
    };
    caller.conclude(answer).await
}

/// `POST /Users`
pub async fn create(mut caller: Caller) -> Response {
    let answer = create_in(&mut caller).await;
    caller.conclude(answer).await
}

/// `GET /Users/{id}`
pub async fn get(mut caller: Caller) -> Response {
    let answer = get_in(&mut caller).await;
    caller.conclude(answer).await
}

/// `PUT /Users/{id}`
pub async fn replace(mut caller: Caller) -> Response {
    let answer = replace_in(&mut caller).await;
    caller.conclude(answer).await
}

/// `PATCH /Users/{id}`
pub async fn patch(mut caller: Caller) -> Response {
    let answer = patch_in(&mut caller).await;
    caller.conclude(answer).await
}

/// `DELETE /Users/{id}`
pub async fn remove(mut caller: Caller) -> Response {
    let answer = remove_in(&mut caller).await;
    caller.conclude(answer).await
}

async fn list_in(caller: &mut Caller, parameters: &Parameters) -> Answer {
    let projection = parameters.projection()?;
    let asked = Asked::read(parameters, &USER_TYPE, &People { base_url: &caller.base_url }, caller)?;
    let listing = Listing {
        condition: asked.condition.as_ref(),
        sort: asked.sort.clone(),
        start: asked.start(),
        limit: asked.count,
    };
    let page = users::list(&mut caller.tx, &caller.scope, &listing)
        .await
        .map_err(|error| not_listed(error, &caller.request))?;
    let resources: Vec<Value> = page.items.iter().map(|user| projected(user, caller, &projection)).collect();
    Ok(answer::json(StatusCode::OK, &list_response(&asked, &page, resources, caller)?))
}

async fn create_in(caller: &mut Caller) -> Answer {
    let projection = Parameters::of_uri(&caller.uri).projection()?;
    let profile = wanted(caller.object()?)?;
    let Caller { tx, scope, eligible, request, .. } = caller;
    let user =
        users::provision(tx, scope, eligible, &profile).await.map_err(|error| not_provisioned(error, request))?;
    Ok(one(StatusCode::CREATED, &user, caller, &projection))
}

async fn get_in(caller: &mut Caller) -> Answer {
    let projection = Parameters::of_uri(&caller.uri).projection()?;
    let id: UserId = caller.id.parse().map_err(|_| no_such_person())?;
    let user = users::find(&mut caller.tx, &caller.scope, id)
        .await
        .map_err(|fault| caller.fault(fault))?
        .ok_or_else(no_such_person)?;
    if query::is_known(&caller.headers, &user) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, entity_tag(&user))]).into_response());
    }
    Ok(one(StatusCode::OK, &user, caller, &projection))
}

async fn replace_in(caller: &mut Caller) -> Answer {
    let projection = Parameters::of_uri(&caller.uri).projection()?;
    let before = locked(caller).await?;
    query::if_match(&caller.headers, &before)?;
    let profile = wanted(caller.object()?)?;
    write(caller, before, &profile, &projection).await
}

async fn patch_in(caller: &mut Caller) -> Answer {
    let projection = Parameters::of_uri(&caller.uri).projection()?;
    let before = locked(caller).await?;
    query::if_match(&caller.headers, &before)?;
    let operations = patching::parse(caller.object()?)?;
    let patched = patching::apply(operations, &canonical(&before), &USER_TYPE)?;
    if !patched.changed {
        return Ok(one(StatusCode::OK, &before, caller, &projection));
    }
    write(caller, before, &profile(patched.resource)?, &projection).await
}

async fn remove_in(caller: &mut Caller) -> Answer {
    let before = locked(caller).await?;
    query::if_match(&caller.headers, &before)?;
    let Caller { tx, scope, eligible, request, .. } = caller;
    users::remove(tx, scope, eligible, before).await.map_err(|error| not_replaced(error, request))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn locked(caller: &mut Caller) -> Result<LockedUser, Refusal> {
    let id: UserId = caller.id.parse().map_err(|_| no_such_person())?;
    let found = users::lock(&mut caller.tx, &caller.scope, id).await.map_err(|fault| caller.fault(fault))?;
    Ok(found.ok_or_else(no_such_person)?)
}

async fn write(caller: &mut Caller, before: LockedUser, profile: &Profile, projection: &Projection) -> Answer {
    let Caller { tx, scope, eligible, request, .. } = caller;
    let user =
        users::replace(tx, scope, eligible, before, profile).await.map_err(|error| not_replaced(error, request))?;
    Ok(one(StatusCode::OK, &user, caller, projection))
}

fn wanted(body: Map<String, Value>) -> Result<Profile, ScimError> {
    profile(resource::normalise(body, &USER_TYPE)?)
}

fn no_such_person() -> ScimError {
    ScimError::status(404, "This connection manages no person with this id.")
}

fn projected(user: &User, caller: &Caller, projection: &Projection) -> Value {
    Value::Object(projection.apply(representation(user, &caller.base_url), &USER_TYPE))
}

/// One person, with `ETag` and address in the header.
fn one(status: StatusCode, user: &User, caller: &Caller, projection: &Projection) -> Response {
    let mut response = answer::json(status, &projected(user, caller, projection));
    for (name, text) in [(header::ETAG, entity_tag(user)), (header::LOCATION, location(&caller.base_url, user.id))] {
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
