//! Tokens that run out: administrators are warned 30 days, a week and a day before, once each, and told when it happened (product B52).

use serde_json::json;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::domain::access::{AccountScope, Actor, WorkerScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::outbox::{self, Message};
use crate::model::{ConnectionId, SignInMethod, TokenEnding};

/// So many days before a token runs out its administrators are warned.
const WARNINGS: [i64; 3] = [30, 7, 1];

/// When a worker looks at a token, or an API key, next: at its next warning, or at its end.
pub(in crate::domain) fn next(now: OffsetDateTime, expires: Option<OffsetDateTime>) -> Option<OffsetDateTime> {
    let expires = expires?;
    let warnings = WARNINGS.into_iter().map(|days| expires - Duration::days(days));
    Some(warnings.chain([expires]).find(|at| *at > now).unwrap_or(expires))
}

/// The warning that is due: the last one whose time has come, so that one missed is not made up for.
pub(in crate::domain) fn warning(now: OffsetDateTime, expires: OffsetDateTime) -> Option<i64> {
    WARNINGS.into_iter().rfind(|days| expires - Duration::days(*days) <= now)
}

/// A token that ended by the clock.
struct Over {
    last4: String,
    method: SignInMethod,
    ending: TokenEnding,
}

/// Warns of tokens that run out and writes down those that ended by the clock; at most `limit`, returns how many were looked at.
pub async fn notice(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let now = tx.now();
    let due = sqlx::query!(
        r#"select account_id as "account_id!", token_id as "token_id!" from lookup_tokens_to_notice($1, $2)"#,
        now,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    for row in &due {
        let scope = AccountScope::enter(tx, row.account_id.into(), Actor::System).await?;
        match write_down(tx, &scope, row.token_id).await? {
            Some(over) => tell(tx, &scope, over).await?,
            None => warn(tx, &scope, row.token_id).await?,
        }
    }
    Ok(due.len())
}

/// Writes down that tokens of a connection have ended by the clock, so that their place is free.
pub(in crate::domain) async fn clear(tx: &mut Tx, scope: &AccountScope, connection: ConnectionId) -> Result<(), Fault> {
    let over = sqlx::query_scalar!(
        "select id from tokens where account_id = $1 and connection_id = $2 and revoked_at is null and least(expires_at, overlap_ends_at) <= $3",
        scope.account().get(),
        connection.get(),
        tx.now()
    )
    .fetch_all(tx.conn())
    .await?;
    for token in over {
        write_down(tx, scope, token).await?;
    }
    Ok(())
}

/// Of any number of instances one writes it down.
async fn write_down(tx: &mut Tx, scope: &AccountScope, token: Uuid) -> Result<Option<Over>, Fault> {
    let now = tx.now();
    let ended = sqlx::query!(
        r#"update tokens t set revoked_at = least(expires_at, overlap_ends_at), revoked_by_kind = 'system', next_notice_at = null,
                  ended_by = case when overlap_ends_at <= coalesce(expires_at, overlap_ends_at) then 'replacement' else 'expiry' end
           from connections c where c.account_id = t.account_id and c.id = t.connection_id
             and t.account_id = $1 and t.id = $2 and t.revoked_at is null and least(expires_at, overlap_ends_at) <= $3
           returning t.last4, c.method, t.connection_id, t.ended_by as "ended_by!""#,
        scope.account().get(),
        token,
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(ended) = ended else { return Ok(None) };
    let ending = ended.ended_by.parse().map_err(|_| Fault::unexpected("a stored ending is none"))?;
    let action = if ending == TokenEnding::Expiry { "token.expired" } else { "token.replaced" };
    let details = json!({ "connection": ended.connection_id, "last4": ended.last4 });
    audit::record_as(tx, scope, &Actor::System, action, Target::Token(token), details).await?;
    let method = ended.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?;
    Ok(Some(Over { last4: ended.last4, method, ending }))
}

/// A token that was replaced ended as announced; one that ran out is told of.
async fn tell(tx: &mut Tx, scope: &AccountScope, over: Over) -> Result<(), Fault> {
    if over.ending != TokenEnding::Expiry {
        return Ok(());
    }
    let account_name = crate::domain::accounts::name(tx, scope).await?;
    let message = Message::TokenExpired { account_name, method: over.method, last4: over.last4 };
    outbox::write_to_administrators(tx, scope, &message).await
}

async fn warn(tx: &mut Tx, scope: &AccountScope, token: Uuid) -> Result<(), Fault> {
    let now = tx.now();
    let row = sqlx::query!(
        "select t.last4, t.expires_at, t.overlap_ends_at, t.revoked_at, c.method from tokens t
         join connections c on c.account_id = t.account_id and c.id = t.connection_id
         where t.account_id = $1 and t.id = $2 and t.next_notice_at <= $3 for no key update of t",
        scope.account().get(),
        token,
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(()) };
    // One that is being replaced has its end announced already.
    let expires = row.expires_at.filter(|_| row.revoked_at.is_none() && row.overlap_ends_at.is_none());
    let at = if row.revoked_at.is_none() { row.overlap_ends_at.or_else(|| next(now, expires)) } else { None };
    sqlx::query!(
        "update tokens set next_notice_at = $3 where account_id = $1 and id = $2",
        scope.account().get(),
        token,
        at
    )
    .execute(tx.conn())
    .await?;
    let Some((expires, days)) = expires.and_then(|at| Some((at, warning(now, at)?))) else { return Ok(()) };
    audit::record(tx, scope, "token.expiry_announced", Target::Token(token), json!({ "days": days })).await?;
    let message = Message::TokenExpiring {
        account_name: crate::domain::accounts::name(tx, scope).await?,
        method: row.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?,
        last4: row.last4,
        expires_at: expires.unix_timestamp(),
        days,
    };
    outbox::write_to_administrators(tx, scope, &message).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn warnings_come_once_each_and_the_nearest_alone_where_some_were_missed() {
        let end = datetime!(2027-03-31 12:00 UTC);
        let before = |days| end - Duration::days(days);
        assert_eq!(next(before(90), Some(end)), Some(before(30)));
        assert_eq!(next(before(30), Some(end)), Some(before(7)));
        assert_eq!(next(before(3), Some(end)), Some(before(1)));
        assert_eq!(next(before(1), Some(end)), Some(end));
        assert_eq!(next(before(1), None), None);
        assert_eq!(warning(before(31), end), None);
        assert_eq!(warning(before(30), end), Some(30));
        assert_eq!(warning(before(5), end), Some(7));
        assert_eq!(warning(before(1), end), Some(1));
    }
}
