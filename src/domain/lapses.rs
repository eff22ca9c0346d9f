//! SCIM in use whose preconditions went: it works on for a grace period, with mail, and is then closed; people keep their access (product
//! S14, B50).

use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::access::{AccountScope, Actor, WorkerScope};
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::Fault;
use super::licences::{self, Missing, ScimEligible};
use super::outbox::{self, Message};
use crate::model::Plan;

/// How long SCIM works on without what it needs.
pub const GRACE: Duration = Duration::days(14);
/// How long before its end administrators are reminded.
const REMINDED: Duration = Duration::days(3);

/// When SCIM stops for an account that lapsed at this moment.
pub fn ends(lapsed: OffsetDateTime) -> OffsetDateTime {
    lapsed + GRACE
}

/// Judges what was read of the account in the caller's unit of work.
pub(super) fn eligible(
    plan: Plan,
    automatic: bool,
    lapsed: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<ScimEligible, Vec<Missing>> {
    match lapsed {
        Some(at) if now < ends(at) => Ok(licences::within_grace()),
        _ => licences::eligible(plan, automatic),
    }
}

/// Since when the account lacks what SCIM needs while SCIM is in use.
pub async fn since(tx: &mut Tx, scope: &AccountScope) -> Result<Option<OffsetDateTime>, Fault> {
    let at = sqlx::query_scalar!("select scim_lapsed_at from accounts where id = $1", scope.account().get());
    Ok(at.fetch_one(tx.conn()).await?)
}

/// Follows a change of plan or of automatic adjustment: the grace period starts where SCIM is in use, or is over because nothing is
/// missing any more. The caller has locked the account.
pub(super) async fn follow(tx: &mut Tx, scope: &AccountScope) -> Result<(), Fault> {
    let now = tx.now();
    let row = sqlx::query!(
        r#"select a.plan, a.auto_licences, a.scim_lapsed_at,
             exists (select from tokens t join connections c on c.account_id = t.account_id and c.id = t.connection_id
                     where t.account_id = a.id and t.revoked_at is null and coalesce(least(t.expires_at, t.overlap_ends_at) > $2, true)
                       and c.paused_at is null) as "in_use!"
           from accounts a where a.id = $1"#,
        scope.account().get(),
        now
    )
    .fetch_one(tx.conn())
    .await?;
    let plan = row.plan.parse().map_err(|_| Fault::unexpected("a stored plan is none"))?;
    match (licences::eligible(plan, row.auto_licences), row.scim_lapsed_at) {
        (Err(missing), None) if row.in_use => {
            set(tx, scope, Some(now), Some(ends(now) - REMINDED)).await?;
            let details = json!({ "until": ends(now).unix_timestamp() });
            audit::record(tx, scope, "scim.lapsed", Target::Account, details).await?;
            tell(tx, scope, &missing, ends(now)).await
        }
        (Ok(_), Some(_)) => {
            set(tx, scope, None, None).await?;
            audit::record(tx, scope, "scim.restored", Target::Account, json!({})).await
        }
        _ => Ok(()),
    }
}

async fn set(
    tx: &mut Tx,
    scope: &AccountScope,
    lapsed: Option<OffsetDateTime>,
    notice: Option<OffsetDateTime>,
) -> Result<(), Fault> {
    sqlx::query!(
        "update accounts set scim_lapsed_at = $2, scim_notice_at = $3 where id = $1",
        scope.account().get(),
        lapsed,
        notice
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

async fn tell(tx: &mut Tx, scope: &AccountScope, missing: &[Missing], until: OffsetDateTime) -> Result<(), Fault> {
    let message = Message::ScimLapsing {
        account_name: super::accounts::name(tx, scope).await?,
        premium_missing: missing.contains(&Missing::Premium),
        until: until.unix_timestamp(),
        over: until <= tx.now(),
    };
    outbox::write_to_administrators(tx, scope, &message).await
}

/// Reminds administrators of grace periods that end and tells them of those that ended; at most `limit`, returns how many were looked at.
pub async fn notice(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let now = tx.now();
    let due =
        sqlx::query_scalar!(r#"select account_id as "account_id!" from lookup_lapsing_accounts($1, $2)"#, now, limit)
            .fetch_all(tx.conn())
            .await?;
    for account in &due {
        let scope = AccountScope::enter(tx, (*account).into(), Actor::System).await?;
        let row = sqlx::query!(
            "select plan, auto_licences, scim_lapsed_at from accounts where id = $1 and scim_notice_at <= $2 for no key update",
            account,
            now
        )
        .fetch_optional(tx.conn())
        .await?;
        let Some(row) = row else { continue };
        let Some(lapsed) = row.scim_lapsed_at else {
            set(tx, &scope, None, None).await?;
            continue;
        };
        let over = ends(lapsed) <= now;
        set(tx, &scope, Some(lapsed), (!over).then(|| ends(lapsed))).await?;
        let plan = row.plan.parse().map_err(|_| Fault::unexpected("a stored plan is none"))?;
        let Err(missing) = licences::eligible(plan, row.auto_licences) else { continue };
        if over {
            audit::record(tx, &scope, "scim.closed", Target::Account, json!({})).await?;
        }
        tell(tx, &scope, &missing, ends(lapsed)).await?;
    }
    Ok(due.len())
}
