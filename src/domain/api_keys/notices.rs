//! Keys that run out: administrators are warned as they are of tokens, and told when it happened. Keys that ended are forgotten later.

use serde_json::json;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::tell;
use crate::domain::access::{AccountScope, Actor, WorkerScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::outbox::KeyChange;
use crate::domain::tokens;

/// For so long it can be seen that a key was there and how it ended; the audit log says it for good.
pub const KEPT: Duration = Duration::days(90);

/// When a worker looks at a key next: at its next warning, or at its end.
pub(super) fn next(now: OffsetDateTime, expires: OffsetDateTime) -> OffsetDateTime {
    tokens::next_notice(now, Some(expires)).unwrap_or(expires)
}

/// Warns of keys that run out, writes down those that did, forgets those that ended [`KEPT`] ago; at most `limit`, returns how many were
/// looked at.
pub async fn notice(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let now = tx.now();
    let due = sqlx::query!(
        r#"select account_id as "account_id!", key_id as "key_id!" from lookup_api_keys_to_look_at($1, $2)"#,
        now,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    for row in &due {
        let scope = AccountScope::enter(tx, row.account_id.into(), Actor::System).await?;
        look_at(tx, &scope, row.key_id).await?;
    }
    Ok(due.len())
}

/// Of any number of instances one does it.
async fn look_at(tx: &mut Tx, scope: &AccountScope, key: Uuid) -> Result<(), Fault> {
    let (account, now) = (scope.account().get(), tx.now());
    let stored = sqlx::query!(
        "select name, last4, expires_at, ended_at from api_keys where account_id = $1 and id = $2 and next_look_at <= $3 for update",
        account,
        key,
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(stored) = stored else { return Ok(()) };
    if stored.ended_at.is_some() {
        sqlx::query!("delete from api_keys where account_id = $1 and id = $2", account, key).execute(tx.conn()).await?;
        return Ok(());
    }
    let change = if stored.expires_at <= now {
        sqlx::query!(
            "update api_keys set ended_at = expires_at, ended_by = 'expiry', next_look_at = $3 where account_id = $1 and id = $2",
            account,
            key,
            now + KEPT
        )
        .execute(tx.conn())
        .await?;
        let details = json!({ "name": stored.name, "last4": stored.last4 });
        audit::record(tx, scope, "api_key.expired", Target::ApiKey(key), details).await?;
        KeyChange::Expired
    } else {
        sqlx::query!(
            "update api_keys set next_look_at = $3 where account_id = $1 and id = $2",
            account,
            key,
            next(now, stored.expires_at)
        )
        .execute(tx.conn())
        .await?;
        let Some(days) = tokens::due_warning(now, stored.expires_at) else { return Ok(()) };
        let details = json!({ "name": stored.name, "last4": stored.last4, "days": days });
        audit::record(tx, scope, "api_key.expiry_announced", Target::ApiKey(key), details).await?;
        KeyChange::Expiring { expires_at: stored.expires_at.unix_timestamp(), days }
    };
    tell(tx, scope, &stored.name, &stored.last4, change).await
}
