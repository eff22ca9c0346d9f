//! The deletion clock: 30 days after removal the row goes (product decision 7).

use serde_json::json;
use time::Duration;

use crate::domain::access::{AccountScope, Actor, WorkerScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;

/// How long a removed person can be restored.
pub const GRACE: Duration = Duration::days(30);

/// Deletes people whose 30 days are over, with everything that hangs on them; at most `limit`, returns how many. The audit rows stay.
pub async fn purge(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let before = tx.now() - GRACE;
    let due = sqlx::query!(
        r#"select account_id as "account_id!", user_id as "user_id!" from lookup_removed_users($1, $2)"#,
        before,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    for row in &due {
        let scope = AccountScope::enter(tx, row.account_id.into(), Actor::System).await?;
        let gone = sqlx::query!(
            "delete from users where account_id = $1 and id = $2 and removed_at <= $3",
            row.account_id,
            row.user_id,
            before
        )
        .execute(tx.conn())
        .await?;
        if gone.rows_affected() > 0 {
            audit::record(tx, &scope, "user.purged", Target::User(row.user_id), json!({})).await?;
        }
    }
    Ok(due.len())
}
