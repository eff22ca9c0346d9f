//! The audit log as administrators read it: newest first, narrowed, from position to position. Nothing is deleted while the account is there.

use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::access::{AccountScope, ReadingScope};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::fold;

/// One row as people read it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// When.
    pub at: OffsetDateTime,
    /// `user`, `scim`, `support`, `operator` or `system`.
    pub actor_kind: String,
    /// Who, by name.
    pub actor_name: String,
    /// What, as `noun.verb`.
    pub action: String,
    /// On whom or what.
    pub target_id: Option<Uuid>,
    /// More, without secrets.
    pub details: Value,
}

/// The newest entries about one person, newest first; at most 100.
pub async fn about(tx: &mut Tx, scope: &AccountScope, target: Uuid) -> Result<Vec<Entry>, Fault> {
    Ok(sqlx::query_as!(
        Entry,
        "select at, actor_kind, actor_name, action, target_id, details from audit_log
         where account_id = $1 and target_id = $2 order by at desc, id desc limit 100",
        scope.account().get(),
        target,
    )
    .fetch_all(tx.conn())
    .await?)
}

/// A row's place in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// When it was written.
    pub at: OffsetDateTime,
    /// Its id.
    pub id: Uuid,
}

/// On which side of a position a page lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The newest rows.
    Newest,
    /// Older than the position.
    Before(Position),
    /// Newer than the position.
    After(Position),
}

/// What the log is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// From this moment on.
    pub from: Option<OffsetDateTime>,
    /// Before this moment.
    pub until: Option<OffsetDateTime>,
    /// Only actors of this kind.
    pub actor_kind: Option<String>,
    /// Only this action, `noun.verb`.
    pub action: Option<String>,
    /// Part of the name of who did it, or of the name or address of whom it was done to; without case.
    pub search: String,
    /// Only what was done to this.
    pub target: Option<Uuid>,
    /// Only what this request did.
    pub request: Option<Uuid>,
}

/// One row with everything that is known of it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which.
    pub id: Uuid,
    /// When.
    pub at: OffsetDateTime,
    /// `user`, `scim`, `support`, `operator` or `system`.
    pub actor_kind: String,
    /// Who, if they have an id.
    pub actor_id: Option<Uuid>,
    /// Who, by the name they had.
    pub actor_name: String,
    /// What, as `noun.verb`.
    pub action: String,
    /// `account`, `user`, `group`, `connection`, …
    pub target_kind: String,
    /// On whom or what, if it has an id.
    pub target_id: Option<Uuid>,
    /// What it is called today; `None` where it has no name or is gone.
    pub target_name: Option<String>,
    /// More, without secrets.
    pub details: Value,
    /// The request that did it.
    pub request_id: Uuid,
    /// From which address.
    pub ip: Option<String>,
}

impl Line {
    /// Its place in the log.
    pub const fn position(&self) -> Position {
        Position { at: self.at, id: self.id }
    }
}

/// A page of the log, newest first.
#[derive(Debug, Clone)]
pub struct Found {
    /// The rows.
    pub lines: Vec<Line>,
    /// There are newer ones.
    pub newer: bool,
    /// There are older ones.
    pub older: bool,
}

/// At most `limit` rows on the given side of a position.
pub async fn page(tx: &mut Tx, scope: &ReadingScope, query: &Query, side: Side, limit: i64) -> Result<Found, Fault> {
    let limit = limit.clamp(1, 1000);
    let mut lines = match side {
        Side::Newest => older(tx, scope, query, None, limit + 1).await?,
        Side::Before(position) => older(tx, scope, query, Some(position), limit + 1).await?,
        Side::After(position) => newer(tx, scope, query, position, limit + 1).await?,
    };
    let more = i64::try_from(lines.len()).unwrap_or(i64::MAX) > limit;
    lines.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    if let Side::After(_) = side {
        lines.reverse();
        return Ok(Found { lines, newer: more, older: true });
    }
    Ok(Found { lines, newer: side != Side::Newest, older: more })
}

/// The columns of [`Line`], what rows are narrowed by, and nothing about their order.
macro_rules! lines {
    ($order:tt, $tx:expr, $scope:expr, $query:expr, $position:expr, $limit:expr) => {{
        let (query, position): (&Query, Option<Position>) = ($query, $position);
        let search = fold(query.search.trim());
        let rows = sqlx::query_as!(
            Line,
            r#"select l.id, l.at, l.actor_kind, l.actor_id, l.actor_name, l.action, l.target_kind, l.target_id,
                      case l.target_kind when 'user' then u.display_name when 'group' then g.display_name
                        when 'support_request' then r.reference::text when 'connection' then c.method end as "target_name?",
                      l.details, l.request_id, l.ip
               from audit_log l
               left join users u on l.target_kind = 'user' and u.account_id = l.account_id and u.id = l.target_id
               left join groups g on l.target_kind = 'group' and g.account_id = l.account_id and g.id = l.target_id
               left join connections c on l.target_kind = 'connection' and c.account_id = l.account_id and c.id = l.target_id
               left join support_requests r on l.target_kind = 'support_request' and r.account_id = l.account_id and r.id = l.target_id
               where l.account_id = $1
                 and ($2::timestamptz is null or l.at >= $2) and ($3::timestamptz is null or l.at < $3)
                 and ($4::text is null or l.actor_kind = $4) and ($5::text is null or l.action = $5)
                 and ($6 = '' or strpos(lower(l.actor_name), $6) > 0 or strpos(u.display_name_key, $6) > 0 or strpos(u.email_key, $6) > 0)
                 and ($7::uuid is null or l.target_id = $7) and ($8::uuid is null or l.request_id = $8)
                 and "# + $order,
            $scope.account().get(),
            query.from,
            query.until,
            query.actor_kind,
            query.action,
            search,
            query.target,
            query.request,
            position.map(|position| position.at),
            position.map(|position| position.id),
            $limit,
        )
        .fetch_all($tx.conn())
        .await?;
        Ok(rows)
    }};
}

async fn older(
    tx: &mut Tx,
    scope: &ReadingScope,
    query: &Query,
    position: Option<Position>,
    limit: i64,
) -> Result<Vec<Line>, Fault> {
    lines!(
        "($9::timestamptz is null or (l.at, l.id) < ($9, $10)) order by l.at desc, l.id desc limit $11",
        tx,
        scope,
        query,
        position,
        limit
    )
}

async fn newer(
    tx: &mut Tx,
    scope: &ReadingScope,
    query: &Query,
    position: Position,
    limit: i64,
) -> Result<Vec<Line>, Fault> {
    lines!("(l.at, l.id) > ($9, $10) order by l.at, l.id limit $11", tx, scope, query, Some(position), limit)
}
