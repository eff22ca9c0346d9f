//! Resources of types that the product knows as data alone: an identity provider keeps them here, and nothing in the product reads them.
//!
//! Invariants: a connection sees its own resources alone; a value that is unique belongs to one resource of the type and connection,
//! whoever asks at once; a version moves when the content does and at no other time.

mod query;
mod store;

pub use query::{Column, CustomCondition, list};
pub use store::CustomResource;

use serde_json::{Map, Value, json};

use super::access::ConnectionScope;
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::{Fault, faults_into};
use super::licences::ScimEligible;
use super::locked::Locked;
use crate::model::CustomResourceId;

/// What an identity provider says about a resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// The resource in canonical form.
    pub attributes: Map<String, Value>,
    /// Its comparable form.
    pub comparable: Map<String, Value>,
    /// The values that no other resource of the type may have, each behind the name of its attribute; at most 2,000 bytes long.
    pub unique: Vec<(String, String)>,
}

/// Why a resource was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum CustomResourceError {
    /// Another resource of this type and connection has the value of this attribute.
    #[error("{0} is taken")]
    Taken(String),
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(CustomResourceError);

/// A new resource of the type `kind`.
pub async fn create(
    tx: &mut Tx,
    scope: &ConnectionScope,
    _eligible: &ScimEligible,
    kind: &'static str,
    content: Content,
) -> Result<CustomResource, CustomResourceError> {
    let now = tx.now();
    let Content { attributes, comparable, unique } = content;
    let id = CustomResourceId::new(tx.new_id());
    let resource = CustomResource { id, attributes, created_at: now, updated_at: now, version: 1 };
    store::insert(tx, scope, kind, &resource, comparable).await?;
    take(tx, scope, kind, id, &unique).await?;
    audit::record(tx, scope, "resource.created", Target::Resource(id.get()), json!({ "type": kind })).await?;
    Ok(resource)
}

/// One resource of this type and connection.
pub async fn find(
    tx: &mut Tx,
    scope: &ConnectionScope,
    kind: &'static str,
    id: CustomResourceId,
) -> Result<Option<CustomResource>, Fault> {
    store::load(tx, scope, kind, id, false).await
}

/// One resource of this type and connection, locked until the unit of work ends.
pub async fn lock(
    tx: &mut Tx,
    scope: &ConnectionScope,
    kind: &'static str,
    id: CustomResourceId,
) -> Result<Option<Locked<CustomResource>>, Fault> {
    Ok(store::load(tx, scope, kind, id, true).await?.map(Locked::held))
}

/// Gives a resource another content; saying the same again changes nothing, not even the version.
pub async fn change(
    tx: &mut Tx,
    scope: &ConnectionScope,
    _eligible: &ScimEligible,
    kind: &'static str,
    before: Locked<CustomResource>,
    content: Content,
) -> Result<CustomResource, CustomResourceError> {
    let before = before.into_inner();
    let Content { attributes, comparable, unique } = content;
    if attributes == before.attributes {
        return Ok(before);
    }
    // lastModified never goes back, whatever two instances' transactions think the time is.
    let updated_at = tx.now().max(before.updated_at);
    let after = CustomResource { attributes, updated_at, version: before.version + 1, ..before };
    store::release(tx, scope, after.id).await?;
    take(tx, scope, kind, after.id, &unique).await?;
    store::update(tx, scope, &after, comparable).await?;
    audit::record(tx, scope, "resource.changed", Target::Resource(after.id.get()), json!({ "type": kind })).await?;
    Ok(after)
}

/// A resource is deleted by the identity provider.
pub async fn remove(
    tx: &mut Tx,
    scope: &ConnectionScope,
    _eligible: &ScimEligible,
    kind: &'static str,
    resource: Locked<CustomResource>,
) -> Result<(), Fault> {
    let CustomResource { id, .. } = resource.into_inner();
    store::delete(tx, scope, id).await?;
    audit::record(tx, scope, "resource.removed", Target::Resource(id.get()), json!({ "type": kind })).await
}

async fn take(
    tx: &mut Tx,
    scope: &ConnectionScope,
    kind: &'static str,
    id: CustomResourceId,
    unique: &[(String, String)],
) -> Result<(), CustomResourceError> {
    for (attribute, value) in unique {
        if !store::take(tx, scope, kind, id, attribute, value).await? {
            return Err(CustomResourceError::Taken(attribute.clone()));
        }
    }
    Ok(())
}
