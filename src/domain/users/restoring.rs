//! A suspended person whom their identity provider creates again: the same row and id, but trusted with nothing that was theirs.
//!
//! The address may belong to somebody new, so rights, password, identities, sessions, resets and links end, and whoever reads the mailbox is invited
//! like anybody else. What hangs on a person otherwise — history, memberships that the identity provider gave since — stays.

use serde_json::json;

use super::provisioning::{newcomer, touch};
use super::store::{self, User};
use super::writing;
use super::{Profile, ProvisionError, by_group, waiting};
use crate::domain::access::{AccountScope, ConnectionScope};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::licences::{self, Cause};
use crate::domain::{address_moves, api_keys, identities, invitations, onboarding, resets, sessions};
use crate::model::UserId;

/// Restores somebody whose row is locked: with `active: false` they stay suspended, and are invited when they are reactivated.
pub(super) async fn restore(
    tx: &mut Tx,
    scope: &ConnectionScope,
    before: User,
    profile: &Profile,
) -> Result<User, ProvisionError> {
    let mut after = User {
        id: before.id,
        created_at: before.created_at,
        updated_at: before.updated_at,
        version: before.version,
        groups: before.groups,
        ..newcomer(tx, scope, profile)
    };
    touch(tx, &mut after);
    store::reassign(tx, scope, &after).await?;
    let details = json!({ "user_name": after.user_name, "active": after.is_active(), "rights_before": before.rights });
    let log = ("user.restored", details);
    writing::update(tx, scope, &after, Some(&profile.searched), log).await.map_err(ProvisionError::of_taken)?;
    store::keep_addresses(tx, scope, after.id, &profile.searched.other_addresses).await?;
    forget_credentials(tx, scope, after.id).await?;
    // What groups give that they were added to since is looked at anew.
    by_group::ask(tx, scope, after.id).await?;
    // Read, not reckoned: a removal that waits for an administrator keeps its licence.
    after.seat = store::holds_seat(tx, scope, after.id).await?;
    match (before.seat, after.seat) {
        (false, true) => {
            licences::seat_changed(tx, scope, after.id, &after.display_name, 1, Cause::Reactivated).await?;
        }
        (true, false) => {
            licences::seat_changed(tx, scope, after.id, &after.display_name, -1, Cause::Deactivated).await?;
        }
        _ => {}
    }
    if after.is_active() {
        invitations::send_if_at_once(tx, scope, &after).await?;
        if !before.seat {
            waiting::hold_back(tx, scope, &mut after).await?;
        }
    }
    Ok(after)
}

/// Deletes everything by which somebody could show that they are this person.
async fn forget_credentials(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    resets::forget_credentials(tx, scope, user).await?;
    identities::forget(tx, scope, user).await?;
    resets::end_all(tx, scope, user).await?;
    address_moves::cancel(tx, scope, user).await?;
    sessions::end_all(tx, scope, user).await?;
    api_keys::end_of_maker(tx, scope, user).await?;
    onboarding::forget(tx, scope, user).await?;
    invitations::revoke_open(tx, scope, user).await
}
