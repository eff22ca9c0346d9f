//! How long requests are kept.

use super::first_of;
use crate::domain::access::{AccountScope, Actor, WorkerScope};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;

/// Then they are deleted.
pub const KEPT: time::Duration = time::Duration::days(30);

/// Rows of one connection that go at a time.
const ROWS: i64 = 2000;
/// Packs of one connection that go at a time.
const PACKS: i64 = 100;

/// Deletes what is older than [`KEPT`], of at most `limit` connections; returns how many of them had something.
pub async fn forget_old(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let before = first_of(tx.now() - KEPT);
    let due = sqlx::query!(
        r#"select account_id as "account_id!", connection_id as "connection_id!" from lookup_logs_to_shorten($1, $2)"#,
        before,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    for row in &due {
        AccountScope::enter(tx, row.account_id.into(), Actor::System).await?;
        sqlx::query!(
            "delete from request_log where account_id = $1 and connection_id = $2 and id in
               (select id from request_log where account_id = $1 and connection_id = $2 and id < $3 order by id limit $4)",
            row.account_id,
            row.connection_id,
            before,
            ROWS
        )
        .execute(tx.conn())
        .await?;
        sqlx::query!(
            "delete from request_packs where account_id = $1 and connection_id = $2 and last_id in
               (select last_id from request_packs where account_id = $1 and connection_id = $2 and last_id < $3 order by last_id limit $4)",
            row.account_id,
            row.connection_id,
            before,
            PACKS
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(due.len())
}
