//! The discovery endpoints (RFC 7644 section 4). A `filter` on them is refused with 403, as the RFC asks.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use super::answer::{self, Refusal};
use super::caller::Caller;
use super::work::Work;
use crate::model::ConnectionProfile;
use crate::scim::protocol::schema::{
    ENTITLEMENT_TYPE, GROUP_TYPE, ROLE_TYPE, ResourceType, Schema, TEST_RESOURCE_TYPE,
};
use crate::scim::protocol::{ScimError, dialects, discovery};

/// `GET /ServiceProviderConfig`
pub async fn service_provider_config(caller: Caller) -> Response {
    let mut document = discovery::service_provider_config(&caller.work.base_url, &caller.work.documentation_url);
    if caller.work.dialect().knows_rfc_7643_alone()
        && let Some(members) = document.as_object_mut()
    {
        members.remove(discovery::PAGINATION);
    }
    conclude(caller, Some(document)).await
}

/// `GET /ResourceTypes`
pub async fn resource_types(caller: Caller) -> Response {
    let documents: Vec<Value> =
        listed_types(&caller).map(|kind| discovery::resource_type(&caller.work.base_url, kind)).collect();
    conclude(caller, Some(discovery::list(&documents))).await
}

/// `GET /ResourceTypes/{id}`
pub async fn resource_type(caller: Caller) -> Response {
    let document = all_types(&caller.work)
        .find(|kind| kind.name.eq_ignore_ascii_case(&caller.asked.target.id))
        .map(|kind| discovery::resource_type(&caller.work.base_url, kind));
    conclude(caller, document).await
}

/// `GET /Schemas`
pub async fn schemas(caller: Caller) -> Response {
    let schemas = listed_types(&caller).flat_map(schemas_of);
    let documents: Vec<Value> = schemas.map(|schema| discovery::schema(&caller.work.base_url, schema)).collect();
    conclude(caller, Some(discovery::list(&documents))).await
}

/// `GET /Schemas/{urn}`
pub async fn schema(caller: Caller) -> Response {
    let document = all_types(&caller.work)
        .flat_map(schemas_of)
        .find(|schema| schema.id.eq_ignore_ascii_case(&caller.asked.target.id))
        .map(|schema| discovery::schema(&caller.work.base_url, schema));
    conclude(caller, document).await
}

fn all_types(work: &Work) -> impl Iterator<Item = &ResourceType> {
    let test_resource = work.test_resource.then_some(&*TEST_RESOURCE_TYPE);
    [&*work.people, &*GROUP_TYPE, &*ROLE_TYPE, &*ENTITLEMENT_TYPE].into_iter().chain(test_resource)
}

/// What a client can provision, and for those who look for them also what they can only read. By name everybody gets every document.
fn listed_types(caller: &Caller) -> impl Iterator<Item = &ResourceType> {
    let of_okta = caller.work.scope.profile() == ConnectionProfile::Okta;
    let with_rights = of_okta || dialects::looks_for_rights(caller.user_agent());
    all_types(&caller.work)
        .filter(move |kind| with_rights || ![ROLE_TYPE.name, ENTITLEMENT_TYPE.name].contains(&kind.name))
}

fn schemas_of(kind: &ResourceType) -> impl Iterator<Item = &Schema> {
    std::iter::once(&kind.core).chain(&kind.extensions)
}

async fn conclude(caller: Caller, document: Option<Value>) -> Response {
    let answer = match document {
        _ if caller.asked.parameters.has_filter() => {
            let error = ScimError::status(403, "Discovery endpoints cannot be filtered.").because("discovery_filtered");
            Err(Refusal::from(error))
        }
        Some(document) => Ok(answer::json(StatusCode::OK, &document)),
        None => Err(ScimError::status(404, "There is no such document.").into()),
    };
    caller.conclude(answer).await
}
