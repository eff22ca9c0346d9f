//! How many people and seats there are, without counting them: the database notes every change in a row of its own, the sum is the count.

use crate::domain::access::{AccountScope, Actor, WorkerScope};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::pages::Counted;
use crate::model::ConnectionId;

/// How many people of a connection are not removed.
pub(super) const PEOPLE: Counted = Counted { table: "people_counts", column: "people", by: "connection_id" };

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
    Ok(sqlx::query_as!(
        Seats,
        r#"select coalesce(sum(seats), 0)::bigint as "taken!", coalesce(sum(reserved), 0)::bigint as "reserved!"
           from people_counts where account_id = $1"#,
        scope.account().get()
    )
    .fetch_one(tx.conn())
    .await?)
}

/// So many rows are summed up in no time.
pub(super) const WORTH_FOLDING: i32 = 64;

/// Replaces the rows of connections that have many by their sum, and those of people without a connection; at most `limit` sums, returns how many.
pub async fn fold_counts(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let due = sqlx::query!(
        r#"select account_id as "account_id!", connection_id from lookup_counts_to_fold($1, $2)"#,
        WORTH_FOLDING,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    for row in &due {
        let scope = AccountScope::enter(tx, row.account_id.into(), Actor::System).await?;
        fold(tx, &scope, row.connection_id.map(ConnectionId::new)).await?;
    }
    Ok(due.len())
}

/// Replaces what is noted of a connection, or of people without one, by its sum for each method. Whoever folds the same rows at the same time waits and
/// then finds them gone; the sum is the same at every moment.
pub(super) async fn fold(tx: &mut Tx, scope: &AccountScope, connection: Option<ConnectionId>) -> Result<(), Fault> {
    sqlx::query!(
        "with folded as (delete from people_counts where account_id = $1 and connection_id is not distinct from $2
                         returning method, people, with_access, seats, reserved)
         insert into people_counts (account_id, connection_id, method, people, with_access, seats, reserved)
         select $1, $2, method, sum(people), sum(with_access), sum(seats), sum(reserved) from folded group by method",
        scope.account().get(),
        connection.map(ConnectionId::get)
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
