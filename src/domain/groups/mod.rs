//! Groups of people, put together by an identity provider.
//!
//! Invariants: a connection sees its own groups alone; a member is a person the same connection manages, never a group; who is deleted,
//! suspended or taken from the connection leaves every group in the same unit of work; a group's version moves when its content does and at no other time.
//! Rows are locked in one order — people, groups, members — so that changes at once wait for each other and never block for good.

mod holding;
mod members;
mod query;
mod rules;
mod store;

pub use holding::{hold, take_turn};
pub use members::{
    Admission, AdmitError, Admitted, Leaving, Member, Membership, admit, members, memberships, record_unknown,
};
pub(in crate::domain) use members::{empty_all, leave_all};
pub use query::{Column, GroupCondition, list};
pub use rules::Rule;
pub(in crate::domain) use rules::rules;
pub use store::Group;

use serde_json::{Map, Value, json};

use self::members::Moved;
use super::access::ConnectionScope;
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::{Fault, faults_into, unique_key};
use super::licences::ScimEligible;
use super::locked::Locked;
use crate::model::GroupId;

/// What an identity provider says about a group, but for its members.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    /// Unique in the connection without case; at most 256 characters.
    pub display_name: String,
    /// The identity provider's own id, opaque; unique in the connection.
    pub external_id: Option<String>,
    /// What else was sent, stored and returned unchanged.
    pub attributes: Map<String, Value>,
}

/// Why a group was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum GroupError {
    /// Another group of this connection has the name.
    #[error("displayName is taken")]
    NameTaken,
    /// Another group of this connection has the `externalId`.
    #[error("externalId is taken")]
    ExternalIdTaken,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(GroupError);

/// A new group with its first members. The first one of a connection is told of a second later: until then a proof may say that there is none.
pub async fn create(
    tx: &mut Tx,
    scope: &ConnectionScope,
    _eligible: &ScimEligible,
    description: &Description,
    joining: &Admitted,
) -> Result<Group, GroupError> {
    let now = tx.now();
    let group = Group {
        id: GroupId::new(tx.new_id()),
        external_id: description.external_id.clone(),
        display_name: description.display_name.clone(),
        attributes: description.attributes.clone(),
        created_at: now,
        updated_at: now,
        version: 1,
    };
    if !store::insert(tx, scope, &group).await? {
        let name_taken = store::is_name_taken(tx, scope, &group.display_name).await?;
        return Err(if name_taken { GroupError::NameTaken } else { GroupError::ExternalIdTaken });
    }
    if scope.gets_group() {
        tx.outdates_proofs();
    }
    let moved = members::change(tx, scope, group.id, joining, &Leaving::nobody()).await?;
    let details = json!({ "display_name": group.display_name, "joined": moved.joined });
    audit::record(tx, scope, "group.created", Target::Group(group.id.get()), details).await?;
    Ok(group)
}

/// One group of this connection.
pub async fn find(tx: &mut Tx, scope: &ConnectionScope, id: GroupId) -> Result<Option<Group>, Fault> {
    store::load(tx, scope, id, false).await
}

/// One group of this connection, locked until the unit of work ends. Whoever joins is admitted before.
pub async fn lock(tx: &mut Tx, scope: &ConnectionScope, id: GroupId) -> Result<Option<Locked<Group>>, Fault> {
    Ok(store::load(tx, scope, id, true).await?.map(Locked::held))
}

/// Changes what a group is called and who is in it, as one step. Members are touched one by one, however many others there are; saying
/// the same again changes nothing, not even the version.
pub async fn change(
    tx: &mut Tx,
    scope: &ConnectionScope,
    _eligible: &ScimEligible,
    before: Locked<Group>,
    description: &Description,
    joining: &Admitted,
    leaving: &Leaving,
) -> Result<Group, GroupError> {
    let before = before.into_inner();
    let mut after = before.clone();
    after.display_name.clone_from(&description.display_name);
    after.external_id.clone_from(&description.external_id);
    after.attributes.clone_from(&description.attributes);
    let moved = members::change(tx, scope, before.id, joining, leaving).await?;
    let changed = changed(&before, &after, &moved);
    if changed.is_empty() {
        return Ok(before);
    }
    // lastModified never goes back, whatever two instances' transactions think the time is.
    after.updated_at = tx.now().max(before.updated_at);
    after.version += 1;
    store::update(tx, scope, &after).await.map_err(|e| match unique_key(&e) {
        Some("groups_display_name_key") => GroupError::NameTaken,
        Some("groups_external_id") => GroupError::ExternalIdTaken,
        _ => e.into(),
    })?;
    let details = json!({ "changed": changed, "joined": moved.joined, "left": moved.left });
    audit::record(tx, scope, "group.changed", Target::Group(after.id.get()), details).await?;
    Ok(after)
}

fn changed(a: &Group, b: &Group, moved: &Moved) -> Vec<&'static str> {
    let pairs = [
        ("displayName", a.display_name != b.display_name),
        ("externalId", a.external_id != b.external_id),
        ("attributes", a.attributes != b.attributes),
        ("members", !moved.is_nobody()),
    ];
    pairs.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect()
}

/// A group is deleted by the identity provider; its members stay people (RFC 7644 3.6).
pub async fn remove(
    tx: &mut Tx,
    scope: &ConnectionScope,
    _eligible: &ScimEligible,
    group: Locked<Group>,
) -> Result<(), Fault> {
    let group = group.into_inner();
    let everybody = Leaving::AllBut(Vec::new());
    let moved = members::change(tx, scope, group.id, &Admitted::nobody(), &everybody).await?;
    rules::end(tx, scope, group.id, &group.display_name).await?;
    store::delete(tx, scope, group.id).await?;
    let details = json!({ "display_name": group.display_name, "left": moved.left });
    audit::record(tx, scope, "group.removed", Target::Group(group.id.get()), details).await
}
