//! Benutzerverwaltung, and the start page of people without admin right.

use axum::extract::Query;
use axum::http::StatusCode;
use serde::Deserialize;

use super::address;
use super::connections::summary;
use super::problem::{Answer, Problem};
use super::visit::Visit;
use crate::domain::access::{Actor, AdminScope};
use crate::domain::accounts::Account;
use crate::domain::connections;
use crate::domain::db::Tx;
use crate::domain::users::{self, PortalFilter, Status};
use crate::domain::{licences, onboarding, test_accounts};
use crate::web::account::{Overview, OverviewPage, StartPage, TestPeriod};

/// Benutzerverwaltung; people without admin right read what SCIM is.
pub async fn overview(visit: Visit) -> Answer {
    let mut entered = visit.signed_in().await?;
    let overview = match entered.scope.administrator() {
        Some(admin) => {
            let tx = &mut entered.tx;
            let (active, invited) =
                (count(tx, &admin, Status::Active).await?, count(tx, &admin, Status::Invited).await?);
            let licences = licences::count(tx, &admin).await?;
            let connections = connections::list(tx, &admin).await?;
            Some(Overview {
                active,
                invited,
                licences: licences.total,
                free: licences.free().max(0),
                automatic: licences.automatic,
                test: entered.account.test_ends_at.is_some(),
                scim: summary(tx, &admin, &entered.account, &connections).await?,
            })
        }
        None => None,
    };
    visit.page(entered, StatusCode::OK, |_| OverviewPage { overview }).await
}

/// How the test of an account stands; `None` for one with a plan.
pub(super) fn test_period(tx: &Tx, account: &Account) -> Option<TestPeriod> {
    account.test_ends_at.map(|ends| TestPeriod {
        ends,
        days_left: test_accounts::days_left(tx.now(), ends),
        people: test_accounts::PEOPLE,
    })
}

/// How many people stand so.
pub(super) async fn count(tx: &mut Tx, admin: &AdminScope, status: Status) -> Result<i64, Problem> {
    let filter = PortalFilter { status: Some(status), ..PortalFilter::default() };
    Ok(users::count(tx, admin, &filter, i64::MAX).await?.n)
}

/// Query of the start page.
#[derive(Debug, Deserialize)]
pub struct Hint {
    hinweis: Option<String>,
}

/// Name, company, app, the way out.
pub async fn start(visit: Visit, Query(hint): Query<Hint>) -> Answer {
    let mut entered = visit.signed_in().await?;
    let new_address = address::waiting(&mut entered.tx, &entered.scope).await?;
    let steps_left = onboarding::steps(&mut entered.tx, &entered.scope).await?.left();
    let name = match entered.scope.actor() {
        Actor::User { name, .. } => name.clone(),
        other => other.name().to_owned(),
    };
    let refused = hint.hinweis.as_deref() == Some("admins");
    let account = entered.account.name.clone();
    visit.page(entered, StatusCode::OK, |_| StartPage { name, account, new_address, steps_left, refused }).await
}
