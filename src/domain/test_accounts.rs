//! Test accounts: for a while people are invited without licences; a plan makes one an account like any other (product B43).
//!
//! Beside the licences a test account may do what its plan says, which is Basic: SCIM is for Premium alone. When the time is over nobody
//! is invited any more; whoever is there keeps their access, and nothing is lost.

mod deleting;

pub use deleting::{DeleteError, Ended, delete, ended};

use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::access::{AccountScope, Actor, WorkerScope};
use super::db::Tx;
use super::fault::Fault;
use super::licences;
use super::outbox::{self, Message};
use super::{accounts, audit};
use crate::domain::audit::Target;
use crate::model::Plan;

/// How long a test lasts.
pub const PERIOD: Duration = Duration::days(14);
/// People a test account can have, whatever became of them: whoever has shown nothing but a mailbox may not have the whole world invited
/// (R-41).
pub const PEOPLE: i64 = 50;
/// So many days before the end administrators are told.
const WARNINGS: [i64; 2] = [3, 1];

/// When a worker looks at a test that ends then; `None` once everything is said.
pub(super) fn next_notice(now: OffsetDateTime, ends: OffsetDateTime) -> Option<OffsetDateTime> {
    WARNINGS.into_iter().map(|days| ends - Duration::days(days)).find(|at| *at > now)
}

/// When the test of an account ends or ended; `None` for an account with a plan of its own.
pub(super) async fn ends(tx: &mut Tx, scope: &AccountScope) -> Result<Option<OffsetDateTime>, Fault> {
    let ends = sqlx::query_scalar!("select test_ends_at from accounts where id = $1", scope.account().get());
    Ok(ends.fetch_one(tx.conn()).await?)
}

/// Whether nobody may be invited any more, because the test is over.
pub(super) async fn is_over(tx: &mut Tx, scope: &AccountScope) -> Result<bool, Fault> {
    let now = tx.now();
    Ok(ends(tx, scope).await?.is_some_and(|ends| ends <= now))
}

/// Whether a test account has more people than it can. The answer holds until the unit of work ends.
pub(super) async fn is_too_full(tx: &mut Tx, scope: &AccountScope) -> Result<bool, Fault> {
    if ends(tx, scope).await?.is_none() {
        return Ok(false);
    }
    let id = scope.account().get();
    let test = sqlx::query_scalar!("select test_ends_at from accounts where id = $1 for no key update", id)
        .fetch_one(tx.conn())
        .await?;
    let people = sqlx::query_scalar!(r#"select count(*) as "people!" from users where account_id = $1"#, id)
        .fetch_one(tx.conn())
        .await?;
    Ok(test.is_some() && people > PEOPLE)
}

/// Ends the test with a plan: there are as many licences as people hold seats. The caller has locked the account, so nobody comes or goes
/// meanwhile, and settles what it costs. Returns how many licences.
pub(super) async fn take_plan(tx: &mut Tx, scope: &AccountScope, plan: Plan) -> Result<i64, Fault> {
    let licences = licences::take_over(tx, scope).await?;
    sqlx::query!(
        "update accounts set plan = $2, test_ends_at = null, test_notice_at = null where id = $1",
        scope.account().get(),
        plan.name()
    )
    .execute(tx.conn())
    .await?;
    let details = json!({ "plan": plan, "licences": licences });
    audit::record(tx, scope, "account.plan_chosen", Target::Account, details).await?;
    Ok(licences)
}

/// Tells administrators of tests that end; at most `limit`, returns how many were looked at.
pub async fn notice(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let now = tx.now();
    let due =
        sqlx::query_scalar!(r#"select account_id as "account_id!" from lookup_tests_to_notice($1, $2)"#, now, limit)
            .fetch_all(tx.conn())
            .await?;
    for account in &due {
        let scope = AccountScope::enter(tx, (*account).into(), Actor::System).await?;
        let ends = sqlx::query_scalar!(
            r#"select test_ends_at as "ends!" from accounts where id = $1 and test_notice_at <= $2 for no key update"#,
            account,
            now
        )
        .fetch_optional(tx.conn())
        .await?;
        // Another instance has told them, or the account has a plan by now.
        let Some(ends) = ends else { continue };
        sqlx::query!("update accounts set test_notice_at = $2 where id = $1", account, next_notice(now, ends))
            .execute(tx.conn())
            .await?;
        if now < ends {
            let account_name = accounts::name(tx, &scope).await?;
            let message =
                Message::TestEnding { account_name, ends_at: ends.unix_timestamp(), days: days_left(now, ends) };
            outbox::write_to_administrators(tx, &scope, &message).await?;
        }
    }
    Ok(due.len())
}

/// The days until the end, the begun one counted; 0 afterwards.
pub fn days_left(now: OffsetDateTime, ends: OffsetDateTime) -> i64 {
    const DAY: i64 = 86_400;
    ((ends - now).whole_seconds().max(0) + DAY - 1) / DAY
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;
    use time::{Duration, OffsetDateTime};

    use super::{PERIOD, days_left, next_notice};

    const BEGAN: OffsetDateTime = datetime!(2026-11-01 09:00 UTC);

    #[test]
    fn administrators_are_told_three_days_and_one_day_before_the_end() {
        let ends = BEGAN + PERIOD;
        let (three, one) = (ends - Duration::days(3), ends - Duration::days(1));
        assert_eq!(next_notice(BEGAN, ends), Some(three));
        assert_eq!(next_notice(three, ends), Some(one));
        assert_eq!(next_notice(one, ends), None);
        assert_eq!(next_notice(ends, ends), None);
    }

    #[test]
    fn a_begun_day_counts() {
        let ends = BEGAN + PERIOD;
        for (hours, days) in [(0, 14), (1, 14), (24, 13), (13 * 24, 1), (14 * 24 - 1, 1), (14 * 24, 0), (15 * 24, 0)] {
            assert_eq!(days_left(BEGAN + Duration::hours(hours), ends), days, "{hours} h");
        }
    }
}
