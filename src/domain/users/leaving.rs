//! An administrator ends somebody's access by hand, or gives it back.
//!
//! No brake here: whoever presses the button has decided. The identity provider of somebody it manages is not asked, and may decide
//! otherwise with its next request.

use serde_json::json;

use super::Status;
use super::ending::end_access;
use super::provisioning::{is_last_administrator, touch};
use super::rights::lock_administrators;
use super::store::{self, User};
use super::writing;
use crate::domain::access::{Actor, AdminScope};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::licences::{self, Cause};
use crate::domain::{invitations, test_accounts};
use crate::model::UserId;

/// Why nobody's access changed.
#[derive(Debug, thiserror::Error)]
pub enum LeaveError {
    /// Nobody with this id stands where this would change something.
    #[error("nobody is there to change")]
    NotThere,
    /// The administrator's own access: somebody else ends it.
    #[error("their own access")]
    Yourself,
    /// The test of the account is over, so nobody is invited.
    #[error("the test is over")]
    TestOver,
    /// They would take a licence, and none is free.
    #[error("not enough licences are free")]
    NoLicence,
    /// The account's last administrator stays (product decision 7).
    #[error("the last administrator")]
    LastAdministrator,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(LeaveError);

/// „Person deaktivieren“: access ends at once, the licence is free, the person stays without time limit.
pub async fn deactivate(tx: &mut Tx, scope: &AdminScope, id: UserId) -> Result<(), LeaveError> {
    leave(tx, scope, id, Status::Deactivated).await
}

/// „Person entfernen“: access ends at once, the licence is free, and in 30 days the row goes (product decision 7).
pub async fn dismiss(tx: &mut Tx, scope: &AdminScope, id: UserId) -> Result<(), LeaveError> {
    leave(tx, scope, id, Status::Removed).await
}

async fn leave(tx: &mut Tx, scope: &AdminScope, id: UserId, to: Status) -> Result<(), LeaveError> {
    // Whoever could be the last administrator is locked together with the others, before anybody is; everybody else waits for nobody.
    let seen = store::load(tx, scope, id, false).await?;
    if seen.is_some_and(|user| user.rights.administrator && user.status == Status::Active) {
        lock_administrators(tx, scope).await?;
    }
    let before =
        store::load(tx, scope, id, true).await?.filter(|user| user.status != to).ok_or(LeaveError::NotThere)?;
    if matches!(scope.actor(), Actor::User { id: own, .. } if *own == id) {
        return Err(LeaveError::Yourself);
    }
    if is_last_administrator(tx, scope, &before).await? {
        return Err(LeaveError::LastAdministrator);
    }
    let mut after = User { status: to, ..before.clone() };
    touch(tx, &mut after);
    let (action, cause) = match to {
        Status::Removed => ("user.removed", Cause::Removed),
        _ => ("user.deactivated", Cause::Deactivated),
    };
    writing::update(tx, scope, &after, None, (action, json!({ "user_name": before.user_name }))).await?;
    store::wait_no_longer(tx, scope, id).await?;
    if before.seat {
        licences::seat_changed(tx, scope, id, &before.display_name, -1, cause).await?;
    }
    end_access(tx, scope, id).await?;
    Ok(())
}

/// „Person aktivieren“: whoever had accepted is back with what they signed in by; anybody else is invited anew, where they have an address.
pub async fn reactivate(tx: &mut Tx, scope: &AdminScope, id: UserId) -> Result<(), LeaveError> {
    let before = store::load(tx, scope, id, true)
        .await?
        .filter(|user| user.status == Status::Deactivated)
        .ok_or(LeaveError::NotThere)?;
    let status = if before.accepted_at.is_some() { Status::Active } else { Status::Invited };
    if status == Status::Invited && test_accounts::is_over(tx, scope).await? {
        return Err(LeaveError::TestOver);
    }
    let takes_seat = before.rights.app_user && !before.seat;
    if takes_seat && !licences::room_for(tx, scope, 1).await? {
        return Err(LeaveError::NoLicence);
    }
    let mut after = User { status, ..before.clone() };
    touch(tx, &mut after);
    let log = ("user.reactivated", json!({ "user_name": before.user_name }));
    writing::update(tx, scope, &after, None, log).await?;
    if takes_seat {
        licences::seat_changed(tx, scope, id, &after.display_name, 1, Cause::Reactivated).await?;
    }
    if let (Status::Invited, Some(to)) = (status, &after.sign_in_email) {
        let method = invitations::method_of(tx, scope, id).await?;
        invitations::send(tx, scope, &after, to, method, None).await?;
    }
    Ok(())
}
