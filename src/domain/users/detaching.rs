//! „Vom SCIM lösen“ and „Wiederherstellen“: a person of an identity provider becomes one of the account alone.
//!
//! What SCIM deleted is gone for SCIM for good (product decision 7): whoever is restored belongs to no connection.

use serde_json::json;

use super::Status;
use super::by_group;
use super::leaving::LeaveError;
use super::provisioning::touch;
use super::store::{self, User};
use super::writing;
use crate::domain::access::AdminScope;
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into, unique_key};
use crate::domain::groups;
use crate::domain::licences::{self, Cause};
use crate::model::UserId;

/// „Vom SCIM lösen“: the identity provider neither sees nor changes the person any more; rights, sign-in, licence and history stay.
pub async fn detach(tx: &mut Tx, scope: &AdminScope, id: UserId) -> Result<(), LeaveError> {
    let before =
        store::load(tx, scope, id, true).await?.filter(|user| user.connection.is_some()).ok_or(LeaveError::NotThere)?;
    let after = without_connection(tx, &before);
    store::release(tx, scope, id).await?;
    let log = ("user.detached", json!({ "connection": before.connection, "external_id": before.external_id }));
    writing::update(tx, scope, &after, None, log).await?;
    give_back(tx, scope, &before).await?;
    by_group::keep(tx, scope, &[id.get()]).await?;
    groups::leave_all(tx, scope, id).await?;
    Ok(())
}

/// Why somebody stays removed.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// Nobody with this id is removed.
    #[error("nobody is there to restore")]
    NotThere,
    /// Somebody else has their name or address by now.
    #[error("name or address is taken")]
    Taken,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(RestoreError);

/// „Wiederherstellen“: somebody removed is there again, deactivated: access is given back by another deed.
pub async fn restore(tx: &mut Tx, scope: &AdminScope, id: UserId) -> Result<(), RestoreError> {
    let before = store::load_removed(tx, scope, id).await?.ok_or(RestoreError::NotThere)?;
    let after = User { status: Status::Deactivated, ..without_connection(tx, &before) };
    store::release(tx, scope, id).await?;
    let log = ("user.returned", json!({ "user_name": before.user_name }));
    writing::update(tx, scope, &after, None, log).await.map_err(|error| {
        let taken = unique_key(&error).is_some_and(|name| name.starts_with("users_"));
        if taken { RestoreError::Taken } else { error.into() }
    })?;
    give_back(tx, scope, &before).await?;
    Ok(())
}

fn without_connection(tx: &Tx, before: &User) -> User {
    let mut after = User { connection: None, external_id: None, linked_at: None, ..before.clone() };
    touch(tx, &mut after);
    after
}

/// The licence of somebody whose removal waited for an administrator, who has decided by this.
async fn give_back(tx: &mut Tx, scope: &AdminScope, before: &User) -> Result<(), Fault> {
    if before.seat && !store::holds_seat(tx, scope, before.id).await? {
        licences::seat_changed(tx, scope, before.id, &before.display_name, -1, Cause::Deactivated).await?;
    }
    Ok(())
}
