//! An administrator gives and takes rights (product B44). Rights never come from an identity provider (product decision 13): what a group
//! gives was decided by an administrator, too, and goes on until the rule is changed ([`super::by_group`]).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Status;
use super::by_group;
use super::provisioning::is_last_administrator;
use super::store::{self, User};
use super::waiting;
use crate::domain::access::{AccountScope, AdminScope, Fresh};
use crate::domain::address_moves;
use crate::domain::api_keys;
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::licences::{self, Cause};
use crate::model::{Rights, UserId};

/// What becomes of somebody's rights; what is not said stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RightsChange {
    /// App-Nutzer.
    pub app_user: Option<bool>,
    /// Administrator.
    pub administrator: Option<bool>,
    /// Projektmanager.
    pub project_manager: Option<bool>,
}

impl RightsChange {
    /// What somebody changed who saw `shown` and wants `wanted`: what others changed meanwhile is not undone by it.
    pub fn between(shown: Rights, wanted: Rights) -> Self {
        let moved = |before: bool, after: bool| (before != after).then_some(after);
        Self {
            app_user: moved(shown.app_user, wanted.app_user),
            administrator: moved(shown.administrator, wanted.administrator),
            project_manager: moved(shown.project_manager, wanted.project_manager),
        }
    }

    fn of(self, rights: Rights) -> Rights {
        Rights {
            app_user: self.app_user.unwrap_or(rights.app_user),
            administrator: self.administrator.unwrap_or(rights.administrator),
            project_manager: self.project_manager.unwrap_or(rights.project_manager),
        }
    }
}

/// Why somebody's rights stay.
#[derive(Debug, thiserror::Error)]
pub enum RightsError {
    /// Nobody with this id.
    #[error("nobody is there to change")]
    NotThere,
    /// Administrator is given and taken only with a proof of the last minutes.
    #[error("a fresh proof is needed")]
    ProofNeeded,
    /// The account's last administrator stays (product decision 7).
    #[error("the last administrator")]
    LastAdministrator,
    /// Somebody without any right could do nothing; ending their access is another deed.
    #[error("one right at least")]
    NoneLeft,
    /// The account buys its licences by hand and has none left.
    #[error("no licence is free")]
    NoLicence,
    /// They come from a group, and would come from it again: its rule is changed instead.
    #[error("the rights come from a group")]
    ByGroup,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(RightsError);

/// Gives and takes rights; the licence moves with App-Nutzer. `proof` is wanted where Administrator changes. Changing nothing is no change.
pub async fn change_rights(
    tx: &mut Tx,
    scope: &AdminScope,
    proof: Option<&Fresh<AdminScope>>,
    id: UserId,
    change: RightsChange,
) -> Result<Rights, RightsError> {
    if change.administrator == Some(false) {
        lock_administrators(tx, scope).await?;
    }
    let before = store::load(tx, scope, id, true).await?.ok_or(RightsError::NotThere)?;
    let rights = change.of(before.rights);
    if rights == before.rights {
        return Ok(rights);
    }
    if by_group::rights_source(tx, scope, id).await?.is_some() {
        return Err(RightsError::ByGroup);
    }
    if rights == Rights::default() {
        return Err(RightsError::NoneLeft);
    }
    if rights.administrator != before.rights.administrator {
        proof.filter(|proof| proof.account() == scope.account()).ok_or(RightsError::ProofNeeded)?;
    }
    if !rights.administrator && is_last_administrator(tx, scope, &before).await? {
        return Err(RightsError::LastAdministrator);
    }
    let needs_seat = rights.app_user && matches!(before.status, Status::Invited | Status::Active);
    if needs_seat && !before.seat && !licences::room_for(tx, scope, 1).await? {
        return Err(RightsError::NoLicence);
    }
    write(tx, scope, &before, rights, json!({ "from": before.rights, "to": rights })).await?;
    Ok(rights)
}

/// Writes other rights of somebody whose row is locked, and everything that follows: licence with its ledger row, the address they sign in
/// by, the API keys of an administrator, audit row.
pub(super) async fn write(
    tx: &mut Tx,
    scope: &AccountScope,
    before: &User,
    rights: Rights,
    details: Value,
) -> Result<(), Fault> {
    let seat = sqlx::query_scalar!(
        r#"update users set right_app_user = $3, right_administrator = $4, right_project_manager = $5
           where account_id = $1 and id = $2 returning seat as "seat!""#,
        scope.account().get(),
        before.id.get(),
        rights.app_user,
        rights.administrator,
        rights.project_manager
    )
    .fetch_one(tx.conn())
    .await?;
    match (before.seat, seat) {
        (false, true) => {
            licences::seat_changed(tx, scope, before.id, &before.display_name, 1, Cause::RightGiven).await?;
        }
        (true, false) => {
            licences::seat_changed(tx, scope, before.id, &before.display_name, -1, Cause::RightTaken).await?;
        }
        _ => {}
    }
    if rights.privileged() && !before.rights.privileged() {
        // Their sign-in follows no identity provider any more (product decision 10).
        address_moves::cancel(tx, scope, before.id).await?;
    }
    if before.rights.administrator && !rights.administrator {
        api_keys::end_of_maker(tx, scope, before.id).await?;
    }
    audit::record(tx, scope, "user.rights_changed", Target::User(before.id.get()), details).await?;
    if before.status == Status::Waiting && !rights.app_user {
        // There is no licence to wait for any more.
        waiting::admit(tx, scope, before.id).await?;
    }
    Ok(())
}

/// Administrators are locked in one order before anybody is: of two who take the right from each other at once one waits, none for good.
pub(in crate::domain) async fn lock_administrators(tx: &mut Tx, scope: &AdminScope) -> Result<(), Fault> {
    sqlx::query!(
        "select id from users where account_id = $1 and right_administrator and status = 'active' order by id for update",
        scope.account().get()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(())
}
