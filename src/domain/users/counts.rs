//! How many people and seats there are, without counting them: the database notes every change in a row of its own, the sum is the count.

use crate::domain::access::{AccountScope, WorkerScope};
use crate::domain::db::{MANY_NOTES, Tx};
use crate::domain::fault::Fault;
use crate::domain::pages::Counted;
use crate::model::AccountId;

/// How many people of a connection are not removed.
pub(super) const PEOPLE: Counted = Counted { table: "people_counts", column: "people" };

/// The seats of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seats {
    /// All of them.
    pub taken: i64,
    /// Those of people who were invited and have not accepted.
    pub reserved: i64,
}

/// How many seats there are, with what this unit of work changed.
pub async fn seats(tx: &mut Tx, scope: &AccountScope) -> Result<Seats, Fault> {
    let sum = sqlx::query!(
        r#"select coalesce(sum(seats), 0)::bigint as "taken!", coalesce(sum(reserved), 0)::bigint as "reserved!", count(*) as "notes!"
           from (select seats, reserved from people_counts where account_id = $1 order by account_id, id) notes"#,
        scope.account().get()
    )
    .fetch_one(tx.conn())
    .await?;
    tx.summed_up(sum.notes);
    Ok(Seats { taken: sum.taken, reserved: sum.reserved })
}

/// Folds the notes of accounts that have many; at most `limit` connections are looked at, returns in how many accounts something was folded.
pub async fn fold_counts(tx: &mut Tx, worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let mut due = sqlx::query_scalar!(
        r#"select account_id as "account_id!" from lookup_counts_to_fold($1, $2)"#,
        MANY_NOTES,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    due.sort_unstable();
    due.dedup();
    let mut folded = 0;
    for account in due {
        folded += usize::from(fold_counts_of(tx, worker, account.into()).await?);
    }
    Ok(folded)
}

/// Replaces what is noted of an account by its sums, one for each connection and method, where there are many; `false` where there are not, or
/// somebody else is at it. The sums are the same at every moment.
pub async fn fold_counts_of(tx: &mut Tx, _worker: WorkerScope, account: AccountId) -> Result<bool, Fault> {
    let scope = AccountScope::attend(tx, account).await?;
    // The account first, which whoever deletes it holds before its notes; and nobody waits for notes that another one folds.
    let many = sqlx::query_scalar!(
        r#"select (select count(*) from people_counts where account_id = $1) >= $2::bigint
                  and pg_try_advisory_xact_lock(hashtextextended('counts ' || $1::uuid, 0)) as "many!"
           from accounts where id = $1 for key share"#,
        scope.account().get(),
        i64::from(MANY_NOTES)
    )
    .fetch_optional(tx.conn())
    .await?;
    if many != Some(true) {
        return Ok(false);
    }
    sqlx::query!(
        "with folded as (delete from people_counts where account_id = $1
                         returning connection_id, method, people, with_access, seats, reserved)
         insert into people_counts (account_id, connection_id, method, people, with_access, seats, reserved)
         select $1, connection_id, method, sum(people), sum(with_access), sum(seats), sum(reserved) from folded group by connection_id, method",
        scope.account().get()
    )
    .execute(tx.conn())
    .await?;
    Ok(true)
}
