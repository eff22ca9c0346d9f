//! The form of somebody's rights.

use axum::response::IntoResponse;
use serde::Deserialize;

use super::person::page;
use crate::domain::access::{Actor, AdminScope, Fresh};
use crate::domain::accounts::Account;
use crate::domain::db::Tx;
use crate::domain::licences;
use crate::domain::users::{self, RightsChange, RightsError};
use crate::model::{Right, Rights, UserId};
use crate::web::routes;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::visit::Visit;
use crate::web::users::{LicenceEffect, UserNote, rights_of};

/// Which boxes were ticked, and which were when the page was made.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ticked {
    gezeigt: String,
    #[serde(rename = "recht-app_user")]
    app_user: Option<String>,
    #[serde(rename = "recht-administrator")]
    administrator: Option<String>,
    #[serde(rename = "recht-project_manager")]
    project_manager: Option<String>,
}

impl Ticked {
    /// The rights that were ticked.
    pub(in crate::web::ssr) const fn rights(&self) -> Rights {
        Rights {
            app_user: self.app_user.is_some(),
            administrator: self.administrator.is_some(),
            project_manager: self.project_manager.is_some(),
        }
    }

    fn change(&self) -> Result<RightsChange, Problem> {
        let shown: Result<Vec<Right>, _> = self.gezeigt.split_whitespace().map(str::parse).collect();
        Ok(RightsChange::between(rights_of(&shown.map_err(|_| Problem::BadForm)?), self.rights()))
    }
}

/// What taking a licence means in the account. Where the count follows by itself and without limit, nobody counts.
pub(super) async fn effect(tx: &mut Tx, scope: &AdminScope, account: &Account) -> Result<LicenceEffect, Problem> {
    if let Some(ends) = account.test_ends_at {
        return Ok(if tx.now() < ends { LicenceEffect::Test } else { LicenceEffect::Free(0) });
    }
    if !account.auto_licences {
        return Ok(LicenceEffect::Free(licences::count(tx, scope).await?.free()));
    }
    let Some(limit) = licences::limits(tx, scope).await?.limit else { return Ok(LicenceEffect::Automatic(None)) };
    Ok(LicenceEffect::Automatic(Some(limit - licences::count(tx, scope).await?.total)))
}

/// „Rechte speichern“. Whoever takes Administrator from themselves leaves the page.
pub(super) async fn change(visit: &Visit, user: UserId, form: &Ticked) -> Answer {
    let change = form.change()?;
    let mut entered = visit.admin().await?;
    let proof = Fresh::of(&entered.tx, entered.scope.clone());
    let own = matches!(entered.scope.actor(), Actor::User { id, .. } if *id == user);
    match users::change_rights(&mut entered.tx, &entered.scope, proof.as_ref(), user, change).await {
        Ok(rights) => {
            entered.tx.commit().await?;
            if own && !rights.administrator {
                return Ok(visit.to(routes::START).into_response());
            }
            page(visit, visit.admin().await?, user, Some(UserNote::RightsChanged)).await
        }
        Err(RightsError::ProofNeeded) => Err(visit.confirm()),
        Err(RightsError::NotThere) => Err(Problem::NotFound),
        Err(RightsError::Fault(fault)) => Err(fault.into()),
        Err(error) => {
            let note = match error {
                RightsError::LastAdministrator => UserNote::LastAdministrator,
                RightsError::NoLicence => UserNote::NoLicence,
                RightsError::ByGroup => UserNote::RightsByGroup,
                _ => UserNote::RightNeeded,
            };
            drop(entered);
            page(visit, visit.admin().await?, user, Some(note)).await
        }
    }
}
