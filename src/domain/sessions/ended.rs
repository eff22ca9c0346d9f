//! Sessions that have ended are forgotten after a while, with where and by what they were used.

use time::Duration;

use crate::domain::access::{AccountScope, Actor, WorkerScope};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;

/// For so long it can be found out where a session was that somebody asks about; as long as requests of identity providers are kept.
pub const KEPT: Duration = Duration::days(30);

/// Deletes sessions that ended before [`KEPT`], those of the vendor's support, too, and sign-ins nobody went on with, in at most `limit`
/// accounts; returns in how many. They open nothing from the moment they end on.
pub async fn forget_ended(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let before = tx.now() - KEPT;
    let due =
        sqlx::query_scalar!(r#"select account_id as "account_id!" from lookup_ended_sessions($1, $2)"#, before, limit)
            .fetch_all(tx.conn())
            .await?;
    for account in &due {
        AccountScope::enter(tx, (*account).into(), Actor::System).await?;
        sqlx::query!("delete from sessions where account_id = $1 and expires_at <= $2", account, before)
            .execute(tx.conn())
            .await?;
        sqlx::query!("delete from pending_sign_ins where account_id = $1 and expires_at <= $2", account, before)
            .execute(tx.conn())
            .await?;
    }
    sqlx::query!("delete from support_sessions where expires_at <= $1", before).execute(tx.conn()).await?;
    Ok(due.len())
}
