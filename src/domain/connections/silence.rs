//! Connections from which nothing has come for long (product B51).

use serde_json::json;
use time::Duration;

use crate::domain::access::{AccountScope, Actor, WorkerScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::outbox::{self, Message};

/// After so long the portal says so.
pub const NOTED_AFTER: Duration = Duration::days(9);
/// After so long administrators get mail, once for each silence.
pub const TOLD_AFTER: Duration = Duration::days(14);

/// Mails the administrators of connections that fell silent; at most `limit`, returns how many were looked at.
pub async fn notice_silence(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let now = tx.now();
    let due = sqlx::query!(
        r#"select account_id as "account_id!", connection_id as "connection_id!" from lookup_silent_connections($1, $2)"#,
        now - TOLD_AFTER,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    for row in &due {
        let scope = AccountScope::enter(tx, row.account_id.into(), Actor::System).await?;
        let silent = sqlx::query!(
            r#"update connections c set silence_told_at = $3
               where account_id = $1 and id = $2 and silence_told_at is null and last_request_at <= $4
               returning method, last_request_at as "last!",
                 exists (select from tokens t where t.account_id = c.account_id and t.connection_id = c.id and t.revoked_at is null
                           and coalesce(least(t.expires_at, t.overlap_ends_at) > $3, true)) as "live!""#,
            row.account_id,
            row.connection_id,
            now,
            now - TOLD_AFTER
        )
        .fetch_optional(tx.conn())
        .await?;
        // Without a live token nothing can come, and that has been told of.
        let Some(silent) = silent.filter(|silent| silent.live) else { continue };
        audit::record(tx, &scope, "connection.fell_silent", Target::Connection(row.connection_id), json!({})).await?;
        let message = Message::ScimSilent {
            account_name: crate::domain::accounts::name(tx, &scope).await?,
            method: silent.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?,
            last: silent.last.unix_timestamp(),
        };
        outbox::write_to_administrators(tx, &scope, &message).await?;
    }
    Ok(due.len())
}
