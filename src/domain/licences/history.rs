//! The ledger as people read it, and the count over time.

use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use crate::domain::access::{AdminScope, ReadingScope};
use crate::domain::audit::Position;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;

/// One row of the ledger as people read it.
#[derive(Debug, Clone)]
pub struct LedgerEntry {
    /// Which.
    pub id: Uuid,
    /// When.
    pub at: OffsetDateTime,
    /// Why; one of [`Cause`](super::Cause)'s names.
    pub cause: String,
    /// Change of seats.
    pub seats_delta: i32,
    /// Change of the licence count.
    pub licences_delta: i32,
    /// Whose seat.
    pub user_id: Option<Uuid>,
    /// Whose seat, by name at that moment.
    pub user_label: Option<String>,
    /// Who caused it: `user`, `scim`, …
    pub actor_kind: String,
    /// Who caused it.
    pub actor_name: String,
    /// By which request.
    pub request_id: Uuid,
}

impl LedgerEntry {
    /// Its place in the ledger.
    pub const fn position(&self) -> Position {
        Position { at: self.at, id: self.id }
    }
}

/// The newest rows, or the next ones older than a position, newest first; at most `limit`.
pub async fn ledger(
    tx: &mut Tx,
    scope: &ReadingScope,
    before: Option<Position>,
    limit: i64,
) -> Result<Vec<LedgerEntry>, Fault> {
    // One condition for both, so that the index is entered where the page begins.
    let before = before.unwrap_or_else(|| Position { at: tx.now() + Duration::days(3650), id: Uuid::max() });
    Ok(sqlx::query_as!(
        LedgerEntry,
        "select id, at, cause, seats_delta, licences_delta, user_id, user_label, actor_kind, actor_name, request_id from licence_ledger
         where account_id = $1 and (at, id) < ($2, $3) order by at desc, id desc limit $4",
        scope.account().get(),
        before.at,
        before.id,
        limit,
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Where licences stood at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The day, in the account's calendar.
    pub day: Date,
    /// How many were in use or reserved.
    pub seats: i64,
    /// How many there were.
    pub total: i64,
}

/// The last `days` days up to today, the oldest first: today's counts, and the ledger walked back from them.
pub async fn over_time(tx: &mut Tx, scope: &AdminScope, days: i32) -> Result<Vec<Point>, Fault> {
    let count = super::count(tx, scope).await?;
    let now = tx.now();
    let rows = sqlx::query!(
        // Day by day, each from the index alone.
        r#"select d::date as "day!", changed.seats as "seats!", changed.total as "total!"
           from (select ($2::timestamptz at time zone time_zone)::date as day, time_zone from accounts where id = $1) today,
                generate_series((day - $3::int)::timestamp, day::timestamp, '1 day') d,
                lateral (
                  select coalesce(sum(l.seats_delta), 0)::bigint as seats, coalesce(sum(l.licences_delta), 0)::bigint as total
                  from licence_ledger l
                  where l.account_id = $1 and l.at >= d at time zone time_zone and l.at < (d + interval '1 day') at time zone time_zone) changed
           order by 1 desc"#,
        scope.account().get(),
        now,
        days
    )
    .fetch_all(tx.conn())
    .await?;
    let (mut seats, mut total) = (count.used + count.reserved, count.total);
    let mut points = Vec::with_capacity(rows.len());
    for row in rows {
        points.push(Point { day: row.day, seats: seats.max(0), total: total.max(0) });
        seats -= row.seats;
        total -= row.total;
    }
    points.reverse();
    Ok(points)
}
