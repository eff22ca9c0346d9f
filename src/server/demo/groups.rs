//! Groups of the demo: every identity provider pushes two, and in an account at work one of them has a rule.

use serde_json::Map;

use super::super::group_rights as worker;
use super::super::start::StartError;
use crate::domain::access::{AdminScope, ConnectionScope, Fresh};
use crate::domain::db::{Db, Tx};
use crate::domain::group_rights::{self, Change, From};
use crate::domain::groups::{self, Description};
use crate::domain::licences::ScimEligible;
use crate::model::{Rights, UserId};

/// The group with a rule.
const LEADS: &str = "Projektleitung";
/// Everybody is in it.
const ALL: &str = "Alle Mitarbeitenden";

fn failed(error: impl std::fmt::Display) -> StartError {
    StartError::Refused(error.to_string())
}

/// The identity provider pushes its groups: everybody, and the first of them alone.
pub(super) async fn push(
    tx: &mut Tx,
    scope: &ConnectionScope,
    eligible: &ScimEligible,
    people: &[UserId],
) -> Result<(), StartError> {
    for (name, members) in [(ALL, people), (LEADS, people.get(..1).unwrap_or_default())] {
        let joining = groups::admit(tx, scope, members.iter().copied()).await.map_err(failed)?.admitted;
        let group = Description { display_name: name.to_owned(), external_id: None, attributes: Map::new() };
        groups::create(tx, scope, eligible, &group, &joining).await.map_err(failed)?;
    }
    Ok(())
}

/// The administrator makes whoever leads projects Projektmanager.
pub(super) async fn rule(tx: &mut Tx, scope: &Fresh<AdminScope>) -> Result<(), StartError> {
    let found = group_rights::list(tx, scope, LEADS, From::Start, 1).await?;
    let group = found.groups.first().ok_or_else(|| failed("a group that was just made is gone"))?;
    let rights = Rights { app_user: true, administrator: false, project_manager: true };
    group_rights::decide(tx, scope, Some(scope), Change::Set(group.id, rights)).await.map_err(failed)?;
    Ok(())
}

/// Everybody has what the rules say before anybody looks.
pub(super) async fn follow(db: &Db) -> Result<(), StartError> {
    Ok(worker::once(db).await?)
}
