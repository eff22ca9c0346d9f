//! Whom a file named to whom nothing was done is forgotten after a while; the number of their line and why stay.

use time::Duration;

use crate::domain::access::{AccountScope, Actor, WorkerScope};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;

/// For so long an administrator sees whom it was about; as long as whoever was removed can come back.
pub const KEPT: Duration = Duration::days(30);

/// Forgets the addresses of imports that ended [`KEPT`] ago, of at most `limit` jobs; returns of how many.
pub async fn forget_files(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let now = tx.now();
    let due = sqlx::query!(
        r#"select account_id as "account_id!", job_id as "job_id!" from lookup_jobs_to_forget($1, $2)"#,
        now,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    for job in &due {
        AccountScope::enter(tx, job.account_id.into(), Actor::System).await?;
        sqlx::query!(
            "update job_people set entry = null where account_id = $1 and job_id = $2 and entry is not null",
            job.account_id,
            job.job_id
        )
        .execute(tx.conn())
        .await?;
        sqlx::query!("update jobs set forget_at = null where account_id = $1 and id = $2", job.account_id, job.job_id)
            .execute(tx.conn())
            .await?;
    }
    Ok(due.len())
}
