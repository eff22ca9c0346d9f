//! The discovery endpoints (RFC 7644 section 4). A `filter` on them is refused with 403, as the RFC asks.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use super::answer::{self, Refusal};
use super::caller::Caller;
use crate::scim::protocol::dialects::closed_models;
use crate::scim::protocol::schema::{GROUP_TYPE, ResourceType, Schema, USER_TYPE};
use crate::scim::protocol::{ScimError, discovery};

/// `GET /ServiceProviderConfig`
pub async fn service_provider_config(caller: Caller) -> Response {
    let mut document = discovery::service_provider_config(&caller.work.base_url, &caller.work.documentation_url);
    if closed_models::knows_rfc_7643_alone(caller.user_agent())
        && let Some(members) = document.as_object_mut()
    {
        members.remove(discovery::PAGINATION);
    }
    conclude(caller, Some(document)).await
}

/// `GET /ResourceTypes`
pub async fn resource_types(caller: Caller) -> Response {
    let documents: Vec<Value> = all_types().map(|kind| discovery::resource_type(&caller.work.base_url, kind)).collect();
    let document = discovery::list(&documents);
    conclude(caller, Some(document)).await
}

/// `GET /ResourceTypes/{id}`
pub async fn resource_type(caller: Caller) -> Response {
    let document = all_types()
        .find(|kind| kind.name.eq_ignore_ascii_case(&caller.asked.target.id))
        .map(|kind| discovery::resource_type(&caller.work.base_url, kind));
    conclude(caller, document).await
}

/// `GET /Schemas`
pub async fn schemas(caller: Caller) -> Response {
    let documents: Vec<Value> = all_schemas().map(|schema| discovery::schema(&caller.work.base_url, schema)).collect();
    conclude(caller, Some(discovery::list(&documents))).await
}

/// `GET /Schemas/{urn}`
pub async fn schema(caller: Caller) -> Response {
    let document = all_schemas()
        .find(|schema| schema.id.eq_ignore_ascii_case(&caller.asked.target.id))
        .map(|schema| discovery::schema(&caller.work.base_url, schema));
    conclude(caller, document).await
}

fn all_types() -> impl Iterator<Item = &'static ResourceType> {
    [&*USER_TYPE, &*GROUP_TYPE].into_iter()
}

fn all_schemas() -> impl Iterator<Item = &'static Schema> {
    all_types().flat_map(|kind| std::iter::once(&kind.core).chain(&kind.extensions))
}

async fn conclude(caller: Caller, document: Option<Value>) -> Response {
    let answer = match document {
        _ if caller.asked.parameters.has_filter() => {
            Err(Refusal::from(ScimError::status(403, "Discovery endpoints cannot be filtered.")))
        }
        Some(document) => Ok(answer::json(StatusCode::OK, &document)),
        None => Err(ScimError::status(404, "There is no such document.").into()),
    };
    caller.conclude(answer).await
}
