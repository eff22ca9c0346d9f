//! What people see and end of their sessions (R-25).

use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::length::{idle_of, length};
use super::pending;
use crate::domain::access::{AccountScope, AdminScope, PersonScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::{SignInMethod, UserId};

/// A session as its owner sees it.
#[derive(Debug, Clone)]
pub struct OwnSession {
    /// Names it in forms; opens nothing.
    pub id: Uuid,
    /// By which method it began.
    pub method: SignInMethod,
    /// What the browser called itself.
    pub user_agent: Option<String>,
    /// The network address at sign-in.
    pub ip: Option<String>,
    /// When it began.
    pub created_at: OffsetDateTime,
    /// Last request, to the minute.
    pub last_seen_at: OffsetDateTime,
    /// The one that asks.
    pub this: bool,
}

/// The person's sessions that have not ended: this one first, then by last use.
pub async fn list(tx: &mut Tx, scope: &PersonScope) -> Result<Vec<OwnSession>, Fault> {
    let now = tx.now();
    let seen_after = now - length(tx, scope).await?.idle(scope.rights().administrator);
    let rows = sqlx::query!(
        r#"select id, method, user_agent, ip, created_at, last_seen_at, hash = $3 as "this!" from sessions
           where account_id = $1 and user_id = $2 and expires_at > $4 and last_seen_at > $5 order by 7 desc, last_seen_at desc, id"#,
        scope.account().get(),
        scope.user().get(),
        scope.session().bytes(),
        now,
        seen_after
    )
    .fetch_all(tx.conn())
    .await?;
    let mut sessions = Vec::with_capacity(rows.len());
    for row in rows {
        sessions.push(OwnSession {
            id: row.id,
            method: row.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?,
            user_agent: row.user_agent,
            ip: row.ip,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            this: row.this,
        });
    }
    Ok(sessions)
}

/// Ends one other session of the person; `false` when it had ended before. This one ends by signing out.
pub async fn end_one(tx: &mut Tx, scope: &PersonScope, session: Uuid) -> Result<bool, Fault> {
    let ended = sqlx::query!(
        "delete from sessions where account_id = $1 and user_id = $2 and id = $3 and hash <> $4",
        scope.account().get(),
        scope.user().get(),
        session,
        scope.session().bytes()
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    if ended > 0 {
        record(tx, scope, ended).await?;
    }
    Ok(ended > 0)
}

/// Ends every session of the person but this one, and every sign-in that waits for a second factor. Returns how many sessions.
pub async fn end_others(tx: &mut Tx, scope: &PersonScope) -> Result<u64, Fault> {
    let ended = end_all_but_this(tx, scope).await?;
    if ended > 0 {
        record(tx, scope, ended).await?;
    }
    Ok(ended)
}

async fn record(tx: &mut Tx, scope: &PersonScope, ended: u64) -> Result<(), Fault> {
    audit::record(tx, scope, "sessions.ended", Target::User(scope.user().get()), json!({ "count": ended })).await
}

/// [`end_others`] as part of something that has a row of its own in the audit log.
pub(in crate::domain) async fn end_all_but_this(tx: &mut Tx, scope: &PersonScope) -> Result<u64, Fault> {
    pending::end_all(tx, scope, scope.user()).await?;
    Ok(sqlx::query!(
        "delete from sessions where account_id = $1 and user_id = $2 and hash <> $3",
        scope.account().get(),
        scope.user().get(),
        scope.session().bytes()
    )
    .execute(tx.conn())
    .await?
    .rows_affected())
}

/// How many sessions of a person have not ended: all an administrator sees of them.
pub async fn count(tx: &mut Tx, scope: &AdminScope, user: UserId) -> Result<i64, Fault> {
    let (scope, now): (&AccountScope, _) = (scope, tx.now());
    let Some(idle) = idle_of(tx, scope, user).await? else { return Ok(0) };
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from sessions where account_id = $1 and user_id = $2 and expires_at > $3 and last_seen_at > $4"#,
        scope.account().get(),
        user.get(),
        now,
        now - idle
    )
    .fetch_one(tx.conn())
    .await?)
}
