//! The brake: an identity provider that removes many people at once may be broken, so what cannot be taken back waits (R-21).
//!
//! Access ends at once in any case. Once more than ten people and more than a fifth of a connection's people lost it within ten
//! minutes, their licences stay taken and no deletion clock runs until an administrator lets the removals go through. A licence is kept by whoever had
//! access, as `users.held` says; the clock of whoever is deleted waits by when they were (`lookup_removed_users`).

use serde_json::json;
use time::Duration;

use crate::domain::access::{AccountScope, AdminScope, ConnectionScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::licences::{self, Cause};
use crate::domain::outbox::{self, Message};
use crate::model::{ConnectionId, UserId};

/// Removals within this time are one event; `lookup_removed_users` says the same.
pub(super) const WINDOW: Duration = Duration::minutes(10);
/// So many are everyday; of more than these a flood is more than a fifth of those who had access before.
pub(super) const EVERYDAY: i64 = 10;

/// Notes that somebody loses access through the connection; `true` when they keep their licence for now. Their row is written already.
/// From here on others wait, so little should follow.
///
/// `had_access` is false for somebody suspended before, who does not count and keeps a licence only where their first removal is held.
pub(super) async fn removal(
    tx: &mut Tx,
    scope: &ConnectionScope,
    user: UserId,
    had_access: bool,
) -> Result<bool, Fault> {
    // The removals of real people must not wait for the end of a rehearsal.
    if scope.facts().rehearsed {
        return Ok(false);
    }
    let (account, connection, now) = (scope.account().get(), scope.connection().get(), tx.now());
    let noted = sqlx::query!(
        r#"select held as "held!", flood as "flood!", notes as "notes!" from note_removal($1, $2, $3, $4, $5, $6, $7, $8, false)"#,
        account,
        connection,
        user.get(),
        tx.new_id(),
        now,
        now - WINDOW,
        EVERYDAY,
        had_access
    )
    .fetch_one(tx.conn())
    .await?;
    tx.summed_up(noted.notes);
    if noted.flood {
        engage(tx, scope, user).await?;
    }
    Ok(noted.held || noted.flood)
}

/// From now on removals wait, the last one too, and so do those of the last ten minutes: they take their licences back.
async fn engage(tx: &mut Tx, scope: &ConnectionScope, last: UserId) -> Result<(), Fault> {
    let (account, connection, now, id) = (scope.account().get(), scope.connection().get(), tx.now(), tx.new_id());
    sqlx::query!(
        "insert into brakes (account_id, id, connection_id, engaged_at) values ($1, $2, $3, $4)",
        account,
        id,
        connection,
        now
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!("update users set held = true where account_id = $1 and id = $2", account, last.get())
        .execute(tx.conn())
        .await?;
    // Whose row is locked is being changed at this moment, perhaps by a removal that waits for this one: nobody waits in a circle.
    let earlier = sqlx::query!(
        "update users set held = true where account_id = $1 and id in
           (select id from users where account_id = $1 and connection_id = $2 and id <> $3 and not held and status in ('deactivated', 'removed')
              and id in (select user_id from removals where account_id = $1 and connection_id = $2 and at > $4) for update skip locked)
         returning id, display_name, seat",
        account,
        connection,
        last.get(),
        now - WINDOW
    )
    .fetch_all(tx.conn())
    .await?;
    let seats =
        earlier.iter().filter(|person| person.seat).map(|person| (person.id.into(), person.display_name.as_str()));
    licences::seats_changed(tx, scope, seats, 1, Cause::RemovalHeld).await?;
    let held = earlier.len() + 1;
    audit::record(tx, scope, "brake.engaged", Target::Connection(connection), json!({ "held": held })).await?;
    let message = Message::RemovalsHeld { account_name: scope.facts().account_name.clone(), method: scope.method() };
    outbox::write_to_administrators(tx, scope, &message).await
}

/// How many removals of a connection wait, for their licence or their deletion clock; `None` while the brake is not engaged.
pub async fn held(tx: &mut Tx, scope: &AccountScope, connection: ConnectionId) -> Result<Option<i64>, Fault> {
    Ok(sqlx::query_scalar!(
        r#"select (select count(*) from users u where u.account_id = $1 and u.connection_id = $2
                     and (u.held or (u.status = 'removed' and u.removed_at >= b.engaged_at - $3::interval))) as "held!"
           from brakes b where b.account_id = $1 and b.connection_id = $2 and b.released_at is null"#,
        scope.account().get(),
        connection.get(),
        WINDOW as _
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// An administrator lets the removals go through: licences are free, deletion clocks start now. Returns how many waited.
pub async fn release(tx: &mut Tx, scope: &AdminScope, connection: ConnectionId) -> Result<usize, Fault> {
    let (account, now) = (scope.account().get(), tx.now());
    // People before the brake, as removals lock them, so that nobody waits in a circle.
    sqlx::query!(
        "select id from users where account_id = $1 and connection_id = $2 and held order by id for update",
        account,
        connection.get()
    )
    .fetch_all(tx.conn())
    .await?;
    let engaged_at = sqlx::query_scalar!(
        "update brakes set released_at = $3 where account_id = $1 and connection_id = $2 and released_at is null returning engaged_at",
        account,
        connection.get(),
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(engaged_at) = engaged_at else { return Ok(0) };
    let gone = sqlx::query!(
        r#"with waiting as (
             select id, seat from users where account_id = $1 and connection_id = $2 and (held or (status = 'removed' and removed_at >= $4)) for update)
           update users u set held = false, removed_at = case when u.status = 'removed' then $3::timestamptz end
           from waiting w where u.account_id = $1 and u.id = w.id
           returning u.id, u.display_name, u.status, w.seat as "had_seat!""#,
        account,
        connection.get(),
        now,
        engaged_at - WINDOW
    )
    .fetch_all(tx.conn())
    .await?;
    for (removed, cause) in [(true, Cause::Removed), (false, Cause::Deactivated)] {
        let seats = gone.iter().filter(|person| person.had_seat && (person.status == "removed") == removed);
        let seats = seats.map(|person| (person.id.into(), person.display_name.as_str()));
        licences::seats_changed(tx, scope, seats, -1, cause).await?;
    }
    // What was let through is not counted again.
    sqlx::query!("delete from removals where account_id = $1 and connection_id = $2", account, connection.get())
        .execute(tx.conn())
        .await?;
    let details = json!({ "released": gone.len() });
    audit::record(tx, scope, "brake.released", Target::Connection(connection.get()), details).await?;
    Ok(gone.len())
}
