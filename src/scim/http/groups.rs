//! `/Groups` (RFC 7644 sections 3.3 to 3.6).
//!
//! Members are read only where an answer shows them. The answer to a PATCH does not, unless it is asked for
//! `attributes=members`: a change of one member of fifty thousand would otherwise be answered with all of them.

use std::collections::HashMap;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::answer::{self, Refusal};
use super::caller::Caller;
use super::query::{self, Parameters};
use crate::domain::db::RequestInfo;
use crate::domain::groups::{self, Admitted, Group, GroupError, LockedGroup, Member};
use crate::model::{GroupId, UserId};
use crate::scim::groups::{
    Question, canonical, description, entity_tag, leaving, location, not_admitted, question, representation, wanted,
};
use crate::scim::protocol::discovery::LIST_SCHEMA;
use crate::scim::protocol::projection::Projection;
use crate::scim::protocol::schema::{GROUP_TYPE, MEMBERS};
use crate::scim::protocol::{ScimError, ScimType, membership, patch as patching};

type Answer = Result<Response, Refusal>;

/// `GET /Groups`
pub async fn list(mut caller: Caller) -> Response {
    let parameters = Parameters::of_uri(&caller.uri);
    let answer = list_in(&mut caller, &parameters).await;
    caller.conclude(answer).await
}

/// `POST /Groups/.search` (section 3.4.3)
pub async fn search(mut caller: Caller) -> Response {
    let answer = match caller.object().and_then(Parameters::of_search) {
        Ok(parameters) => list_in(&mut caller, &parameters).await,
        Err(error) => Err(error.into()),
    };
    caller.conclude(answer).await
}

/// `POST /Groups`
pub async fn create(mut caller: Caller) -> Response {
    let answer = create_in(&mut caller).await;
    caller.conclude(answer).await
}

/// `GET /Groups/{id}`
pub async fn get(mut caller: Caller) -> Response {
    let answer = get_in(&mut caller).await;
    caller.conclude(answer).await
}

/// `PUT /Groups/{id}`
pub async fn replace(mut caller: Caller) -> Response {
    let answer = replace_in(&mut caller).await;
    caller.conclude(answer).await
}

/// `PATCH /Groups/{id}`
pub async fn patch(mut caller: Caller) -> Response {
    let answer = patch_in(&mut caller).await;
    caller.conclude(answer).await
}

/// `DELETE /Groups/{id}`
pub async fn remove(mut caller: Caller) -> Response {
    let answer = remove_in(&mut caller).await;
    caller.conclude(answer).await
}

async fn list_in(caller: &mut Caller, parameters: &Parameters) -> Answer {
    let projection = parameters.projection()?;
    let page = parameters.page()?;
    let filter = match parameters.filter()?.as_ref().map(question).transpose()? {
        None => Some(None),
        Some(Question::Groups(filter)) => Some(Some(filter)),
        Some(Question::NoGroup) => None,
    };
    let (total, groups) = match filter {
        Some(filter) => groups::list(&mut caller.tx, &caller.scope, filter.as_ref(), page.start - 1, page.count)
            .await
            .map_err(|fault| caller.fault(fault))?,
        None => (0, Vec::new()),
    };
    let shown = projection.wants(&GROUP_TYPE, MEMBERS);
    let resources = resources(caller, &groups, &projection, shown).await?;
    let body = json!({
        "schemas": [LIST_SCHEMA],
        "totalResults": total,
        "startIndex": page.start,
        "itemsPerPage": resources.len(),
        "Resources": resources
    });
    Ok(answer::json(StatusCode::OK, &body))
}

async fn create_in(caller: &mut Caller) -> Answer {
    let projection = Parameters::of_uri(&caller.uri).projection()?;
    let wanted = wanted(caller.object()?)?;
    let joining = admitted(caller, wanted.members).await?;
    let Caller { tx, scope, eligible, request, .. } = caller;
    let group = groups::create(tx, scope, eligible, &wanted.description, &joining)
        .await
        .map_err(|error| not_written(error, request))?;
    one(StatusCode::CREATED, group, caller, &projection).await
}

async fn get_in(caller: &mut Caller) -> Answer {
    let projection = Parameters::of_uri(&caller.uri).projection()?;
    let id = id(caller)?;
    let group = groups::find(&mut caller.tx, &caller.scope, id)
        .await
        .map_err(|fault| caller.fault(fault))?
        .ok_or_else(no_such_group)?;
    let tag = entity_tag(&group);
    if query::is_known(&caller.headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    one(StatusCode::OK, group, caller, &projection).await
}

async fn replace_in(caller: &mut Caller) -> Answer {
    let projection = Parameters::of_uri(&caller.uri).projection()?;
    let id = id(caller)?;
    let wanted = wanted(caller.object()?)?;
    let joining = admitted_to(caller, id, wanted.members).await?;
    let before = locked(caller, id).await?;
    query::if_match(&caller.headers, &entity_tag(&before))?;
    let everybody_else = groups::Leaving::AllBut(Vec::new());
    let Caller { tx, scope, eligible, request, .. } = caller;
    let group = groups::change(tx, scope, eligible, before, &wanted.description, &joining, &everybody_else)
        .await
        .map_err(|error| not_written(error, request))?;
    one(StatusCode::OK, group, caller, &projection).await
}

async fn patch_in(caller: &mut Caller) -> Answer {
    let projection = Parameters::of_uri(&caller.uri).projection()?;
    let id = id(caller)?;
    let (others, change) = membership::split(membership::parse(caller.object()?)?)?;
    let joining = admitted_to(caller, id, change.joining().map(UserId::new)).await?;
    let before = locked(caller, id).await?;
    query::if_match(&caller.headers, &entity_tag(&before))?;
    let patched = patching::apply(others, &canonical(&before), &GROUP_TYPE)?;
    let description = description(patched.resource)?;
    let Caller { tx, scope, eligible, request, .. } = caller;
    let group = groups::change(tx, scope, eligible, before, &description, &joining, &leaving(&change))
        .await
        .map_err(|error| not_written(error, request))?;
    let shown = projection.names(&GROUP_TYPE, MEMBERS);
    answered(StatusCode::OK, group, caller, &projection, shown).await
}

async fn remove_in(caller: &mut Caller) -> Answer {
    let id = id(caller)?;
    let before = locked(caller, id).await?;
    query::if_match(&caller.headers, &entity_tag(&before))?;
    let Caller { tx, scope, eligible, .. } = caller;
    groups::remove(tx, scope, eligible, before).await.map_err(|fault| caller.fault(fault))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn id(caller: &Caller) -> Result<GroupId, ScimError> {
    caller.id.parse().map_err(|_| no_such_group())
}

async fn locked(caller: &mut Caller, id: GroupId) -> Result<LockedGroup, Refusal> {
    let found = groups::lock(&mut caller.tx, &caller.scope, id).await.map_err(|fault| caller.fault(fault))?;
    Ok(found.ok_or_else(no_such_group)?)
}

async fn admitted(caller: &mut Caller, people: impl IntoIterator<Item = UserId>) -> Result<Admitted, Refusal> {
    match groups::admit(&mut caller.tx, &caller.scope, people).await {
        Ok(admitted) => Ok(admitted),
        Err(error) => Err(not_admitted(error).map_or_else(|fault| caller.fault(fault), Refusal::from)),
    }
}

/// [`admitted`] for a group that may not be there, which then matters more than who would join it.
async fn admitted_to(
    caller: &mut Caller,
    id: GroupId,
    people: impl IntoIterator<Item = UserId>,
) -> Result<Admitted, Refusal> {
    let refused = match admitted(caller, people).await {
        Err(refused @ Refusal::Scim(_)) => refused,
        other => return other,
    };
    let found = groups::find(&mut caller.tx, &caller.scope, id).await.map_err(|fault| caller.fault(fault))?;
    Err(if found.is_some() { refused } else { no_such_group().into() })
}

fn no_such_group() -> ScimError {
    ScimError::status(404, "This connection manages no group with this id.")
}

/// Why a group was not made or changed.
fn not_written(error: GroupError, request: &RequestInfo) -> Refusal {
    let sentence = match error {
        GroupError::NameTaken => "This connection already manages a group with this displayName.",
        GroupError::ExternalIdTaken => "This connection already manages a group with this externalId.",
        GroupError::Fault(fault) => return Refusal::Fault(fault, request.clone()),
    };
    ScimError::of(ScimType::Uniqueness, sentence).into()
}

async fn resources(
    caller: &mut Caller,
    groups: &[Group],
    projection: &Projection,
    with_members: bool,
) -> Result<Vec<Value>, Refusal> {
    let members = if with_members && !groups.is_empty() {
        groups::members(&mut caller.tx, &caller.scope, groups).await.map_err(|fault| caller.fault(fault))?
    } else {
        Vec::new()
    };
    let mut by_group: HashMap<GroupId, Vec<&Member>> = HashMap::new();
    for member in &members {
        by_group.entry(member.group).or_default().push(member);
    }
    let shown = groups.iter().map(|group| {
        let members = by_group.remove(&group.id).unwrap_or_default();
        Value::Object(projection.apply(representation(group, members, &caller.base_url), &GROUP_TYPE))
    });
    Ok(shown.collect())
}

/// One group, with its members unless they are not wanted.
async fn one(status: StatusCode, group: Group, caller: &mut Caller, projection: &Projection) -> Answer {
    let shown = projection.wants(&GROUP_TYPE, MEMBERS);
    answered(status, group, caller, projection, shown).await
}

/// One group, with `ETag` and address in the header.
async fn answered(
    status: StatusCode,
    group: Group,
    caller: &mut Caller,
    projection: &Projection,
    with_members: bool,
) -> Answer {
    let headers = [(header::ETAG, entity_tag(&group)), (header::LOCATION, location(&caller.base_url, group.id))];
    let body = resources(caller, &[group], projection, with_members).await?.pop().unwrap_or_default();
    let mut response = answer::json(status, &body);
    for (name, text) in headers {
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}
