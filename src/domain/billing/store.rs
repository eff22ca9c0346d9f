//! What was bought, cancelled and changed, as rows; credit is their sum.

use serde_json::json;
use time::OffsetDateTime;

use super::proration::{Month, Quote, quote};
use super::provider;
use crate::domain::access::{AccountScope, AdminScope, Fresh};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::{lapses, licences, test_accounts, users};
use crate::model::Plan;

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Licences were bought.
    LicencesAdded,
    /// Licences were cancelled.
    LicencesCancelled,
    /// The plan is another one.
    PlanChanged,
}

crate::model::named!(Kind {
    LicencesAdded = "licences_added",
    LicencesCancelled = "licences_cancelled",
    PlanChanged = "plan_changed",
});

/// The month of the account's calendar this unit of work stands in.
pub async fn month(tx: &mut Tx, scope: &AccountScope) -> Result<Month, Fault> {
    let now = tx.now();
    let today = sqlx::query_scalar!(
        r#"select ($2::timestamptz at time zone time_zone)::date as "today!" from accounts where id = $1"#,
        scope.account().get(),
        now
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Month::of(today))
}

/// The credit of the account, in cents.
pub async fn credit(tx: &mut Tx, scope: &AccountScope) -> Result<i64, Fault> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(sum(credit_cents), 0)::bigint as "credit!" from billing_entries where account_id = $1"#,
        scope.account().get()
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Writes down what was quoted and done.
pub(in crate::domain) async fn record(
    tx: &mut Tx,
    scope: &AccountScope,
    kind: Kind,
    plan: Plan,
    quote: &Quote,
) -> Result<(), Fault> {
    let small = |n: i64| i16::try_from(n).map_err(|_| Fault::unexpected("a month of many days"));
    let (id, now, request) = (tx.new_id(), tx.now(), tx.request().id);
    sqlx::query!(
        "insert into billing_entries (account_id, id, at, kind, plan, quantity, unit_cents, days_left, days, net_cents, tax_cents,
                                      credit_cents, due_cents, actor_kind, actor_name, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        scope.account().get(),
        id,
        now,
        kind.name(),
        plan.name(),
        i32::try_from(quote.quantity).map_err(|_| Fault::unexpected("more licences than there can be"))?,
        quote.unit,
        small(quote.month.left)?,
        small(quote.month.days)?,
        quote.net,
        quote.tax,
        quote.credit,
        quote.due,
        scope.actor().kind(),
        scope.actor().name(),
        request.get(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// One entry as people read it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// When.
    pub at: OffsetDateTime,
    /// One of [`Kind`]'s names.
    pub kind: String,
    /// The plan afterwards.
    pub plan: String,
    /// How many licences it was about.
    pub quantity: i32,
    /// Before tax.
    pub net_cents: i64,
    /// The tax.
    pub tax_cents: i64,
    /// What it changed about the credit.
    pub credit_cents: i64,
    /// What was left to pay.
    pub due_cents: i64,
    /// Who did it.
    pub actor_name: String,
}

/// The newest entries, newest first; at most `limit`.
pub async fn entries(tx: &mut Tx, scope: &AdminScope, limit: i64) -> Result<Vec<Entry>, Fault> {
    Ok(sqlx::query_as!(
        Entry,
        "select at, kind, plan, quantity, net_cents, tax_cents, credit_cents, due_cents, actor_name from billing_entries
         where account_id = $1 order by at desc, id desc limit $2",
        scope.account().get(),
        limit
    )
    .fetch_all(tx.conn())
    .await?)
}

/// What another plan costs for the rest of the month.
pub async fn plan_quote(tx: &mut Tx, scope: &AccountScope, from: Plan, to: Plan) -> Result<Quote, Fault> {
    let (month, credit) = (month(tx, scope).await?, credit(tx, scope).await?);
    let licences = licences::count(tx, scope).await?.total;
    let unit = provider().licence_price(to) - provider().licence_price(from);
    Ok(quote(provider(), unit, licences, month, credit))
}

/// What a plan costs for the rest of the month at the end of a test: a licence for everybody who holds a seat.
pub async fn first_quote(tx: &mut Tx, scope: &AccountScope, plan: Plan) -> Result<Quote, Fault> {
    let (month, credit) = (month(tx, scope).await?, credit(tx, scope).await?);
    let seats = users::seats(tx, scope).await?.taken;
    Ok(quote(provider(), provider().licence_price(plan), seats, month, credit))
}

/// Ends the test of an account with a plan, at once; the rest of the month is settled to the day.
pub async fn choose_plan(tx: &mut Tx, scope: &Fresh<AdminScope>, plan: Plan) -> Result<Quote, ChangePlanError> {
    let account = scope.account().get();
    let test = sqlx::query_scalar!("select test_ends_at from accounts where id = $1 for update", account)
        .fetch_one(tx.conn())
        .await?;
    if test.is_none() {
        return Err(ChangePlanError::Changed);
    }
    let quote = first_quote(tx, scope, plan).await?;
    test_accounts::take_plan(tx, scope, plan).await?;
    record(tx, scope, Kind::PlanChanged, plan, &quote).await?;
    Ok(quote)
}

/// Why the plan stayed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePlanError {
    /// Somebody else has changed it since the page was shown.
    #[error("the plan is another one by now")]
    Changed,
    /// It is this plan already.
    #[error("the plan it has")]
    Same,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ChangePlanError);

/// „Tarif wechseln“, from the plan the page showed to another one, at once; the rest of the month is settled to the day.
///
/// Without Premium the SCIM connections of the account are refused from the next request on (product B7); tokens and people stay.
pub async fn change_plan(
    tx: &mut Tx,
    scope: &Fresh<AdminScope>,
    from: Plan,
    to: Plan,
) -> Result<Quote, ChangePlanError> {
    let account = scope.account().get();
    let stored = sqlx::query!("select plan, test_ends_at from accounts where id = $1 for update", account)
        .fetch_one(tx.conn())
        .await?;
    if stored.test_ends_at.is_some() || stored.plan != from.name() {
        return Err(ChangePlanError::Changed);
    }
    if from == to {
        return Err(ChangePlanError::Same);
    }
    let quote = plan_quote(tx, scope, from, to).await?;
    sqlx::query!("update accounts set plan = $2 where id = $1", account, to.name()).execute(tx.conn()).await?;
    record(tx, scope, Kind::PlanChanged, to, &quote).await?;
    audit::record(tx, scope, "account.plan_changed", Target::Account, json!({ "from": from, "to": to })).await?;
    lapses::follow(tx, scope).await?;
    Ok(quote)
}
