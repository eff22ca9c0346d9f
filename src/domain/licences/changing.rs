//! Licences bought and cancelled by hand, and the limits of the automatic adjustment.

use serde_json::json;

use super::{Cause, Licences, count, licences_changed};
use crate::domain::access::{AccountScope, AdminScope, Fresh};
use crate::domain::audit::{self, Target};
use crate::domain::billing::{self, Kind, Quote};
use crate::domain::connections;
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::model::Plan;

/// Most licences an account can have, and most that are bought at once.
pub const MOST: i64 = 1_000_000;

/// What so many licences more (or less, negative) would cost today.
pub async fn terms(tx: &mut Tx, scope: &AccountScope, plan: Plan, change: i64) -> Result<Quote, Fault> {
    let (month, credit) = (billing::month(tx, scope).await?, billing::credit(tx, scope).await?);
    let provider = billing::provider();
    Ok(billing::quote(provider, provider.licence_price(plan), change.clamp(-MOST, MOST), month, credit))
}

/// Why the number of licences stayed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// It follows the seats by itself.
    #[error("the count adjusts by itself")]
    Automatic,
    /// A test account buys none.
    #[error("a test account")]
    InTest,
    /// Somebody else has changed it since the page was shown, or this form was sent before.
    #[error("there are {0} licences by now")]
    Changed(i64),
    /// No licences, or more than [`MOST`].
    #[error("not a number of licences")]
    NotANumber,
    /// As many are in use or reserved.
    #[error("{0} licences are in use")]
    InUse(i64),
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ChangeError);

/// „Lizenzen hinzufügen“ (positive) and „Lizenzen kündigen“ (negative), at once, settled to the day (product B41). `expected` is the
/// count the page showed, so that a form sent twice buys once.
pub async fn change(
    tx: &mut Tx,
    scope: &Fresh<AdminScope>,
    change: i64,
    expected: i64,
) -> Result<(Licences, Quote), ChangeError> {
    let id = scope.account().get();
    let row = sqlx::query!("select plan, test_ends_at from accounts where id = $1 for update", id)
        .fetch_one(tx.conn())
        .await?;
    if row.test_ends_at.is_some() {
        return Err(ChangeError::InTest);
    }
    let plan: Plan = row.plan.parse().map_err(|_| Fault::unexpected("a stored plan is none"))?;
    let now = count(tx, scope).await?;
    if now.automatic {
        return Err(ChangeError::Automatic);
    }
    if now.total != expected {
        return Err(ChangeError::Changed(now.total));
    }
    let total = now.total.checked_add(change).filter(|_| change != 0).ok_or(ChangeError::NotANumber)?;
    let (Ok(total), Ok(delta)) = (i32::try_from(total), i32::try_from(change)) else {
        return Err(ChangeError::NotANumber);
    };
    if i64::from(total) > MOST {
        return Err(ChangeError::NotANumber);
    }
    if change < 0 && i64::from(total) < now.used + now.reserved {
        return Err(ChangeError::InUse(now.used + now.reserved));
    }
    let quote = terms(tx, scope, plan, change).await?;
    sqlx::query!("update accounts set licences = $2 where id = $1", id, total).execute(tx.conn()).await?;
    let (cause, kind, action) = if change > 0 {
        (Cause::Bought, Kind::LicencesAdded, "licences.added")
    } else {
        (Cause::Cancelled, Kind::LicencesCancelled, "licences.cancelled")
    };
    licences_changed(tx, scope, delta, cause).await?;
    billing::record(tx, scope, kind, plan, &quote).await?;
    audit::record(tx, scope, action, Target::Account, json!({ "from": now.total, "to": total })).await?;
    Ok((Licences { total: total.into(), ..now }, quote))
}

/// Where the automatic adjustment stops, and where it warns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// No more seats than this.
    pub limit: Option<i64>,
    /// From here on pages warn.
    pub warning: Option<i64>,
}

/// The limits of an account.
pub async fn limits(tx: &mut Tx, scope: &AccountScope) -> Result<Limits, Fault> {
    let row = sqlx::query!("select licence_limit, licence_warning from accounts where id = $1", scope.account().get())
        .fetch_one(tx.conn())
        .await?;
    Ok(Limits { limit: row.licence_limit.map(i64::from), warning: row.licence_warning.map(i64::from) })
}

/// Why the limits stayed.
#[derive(Debug, thiserror::Error)]
pub enum LimitError {
    /// The limit lies below the seats there are.
    #[error("{0} licences are in use")]
    InUse(i64),
    /// The warning lies above the limit, or a number is none.
    #[error("the warning lies above the limit")]
    Crossed,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(LimitError);

/// Sets where the automatic adjustment stops and where it warns. Setting them to what they are changes nothing. Whoever is arriving has
/// arrived before the seats are counted, or finds the limit.
pub async fn set_limits(tx: &mut Tx, scope: &AdminScope, to: Limits) -> Result<(), LimitError> {
    let id = scope.account().get();
    connections::close_all(tx, scope).await?;
    sqlx::query!("select id from accounts where id = $1 for update", id).fetch_one(tx.conn()).await?;
    let before = limits(tx, scope).await?;
    if before == to {
        return Ok(());
    }
    let now = count(tx, scope).await?;
    if to.limit.is_some_and(|limit| limit < now.used + now.reserved) {
        return Err(LimitError::InUse(now.used + now.reserved));
    }
    if to.limit.zip(to.warning).is_some_and(|(limit, warning)| warning > limit) {
        return Err(LimitError::Crossed);
    }
    let small = |n: Option<i64>| n.map(|n| i32::try_from(n).map_err(|_| LimitError::Crossed)).transpose();
    sqlx::query!(
        "update accounts set licence_limit = $2, licence_warning = $3 where id = $1",
        id,
        small(to.limit)?,
        small(to.warning)?
    )
    .execute(tx.conn())
    .await?;
    let words = |limits: Limits| json!({ "limit": limits.limit, "warning": limits.warning });
    audit::record(tx, scope, "licences.limits_set", Target::Account, json!({ "from": words(before), "to": words(to) }))
        .await?;
    Ok(())
}
