//! Licences: who holds a seat, how the count follows, and what SCIM needs before it may be used.
//!
//! A seat is a person with the right App-Nutzer who is invited or active; the database derives it from the row. With automatic adjustment
//! the licence count *is* the number of seats, so nobody waits on a counter; without it the count is what the customer bought.
//! Every change leaves a ledger row with its cause.

mod changing;
mod history;

pub use changing::{ChangeError, LimitError, Limits, MOST, change, limits, set_limits, terms};
pub use history::{LedgerEntry, Point, ledger, over_time};

use super::access::{AccountScope, AdminScope};
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::{Fault, faults_into};
use super::users::{self, Seats};
use crate::model::{Plan, UserId};

/// What is missing before SCIM may be used (article, step 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The account is not on Premium.
    Premium,
    /// „Automatische Anpassung der Lizenzen“ is off.
    AutoLicences,
}

/// Proof that the account is on Premium with automatic adjustment, read in this unit of work, or shortly before where it only reads.
#[derive(Debug)]
pub struct ScimEligible {
    _read: (),
}

/// Judges what was read of the account.
pub(super) fn eligible(plan: Plan, automatic: bool) -> Result<ScimEligible, Vec<Missing>> {
    let mut missing = Vec::new();
    if plan != Plan::Premium {
        missing.push(Missing::Premium);
    }
    if !automatic {
        missing.push(Missing::AutoLicences);
    }
    if missing.is_empty() { Ok(ScimEligible { _read: () }) } else { Err(missing) }
}

/// For an account that lacks something and may use SCIM for a while yet; `lapses` alone decides who.
pub(super) const fn within_grace() -> ScimEligible {
    ScimEligible { _read: () }
}

/// Reads the preconditions; they cannot change before this unit of work ends.
pub(super) async fn lock_eligible(
    tx: &mut Tx,
    scope: &AccountScope,
) -> Result<Result<ScimEligible, Vec<Missing>>, Fault> {
    let id = scope.account().get();
    let row = sqlx::query!("select plan, auto_licences from accounts where id = $1 for no key update", id)
        .fetch_one(tx.conn())
        .await?;
    let plan = row.plan.parse().map_err(|_| Fault::unexpected("a stored plan is none"))?;
    Ok(eligible(plan, row.auto_licences))
}

/// The licences of an account at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Licences {
    /// Follows the seats by itself.
    pub automatic: bool,
    /// Seats of people who accepted, and of those whose removal waits for an administrator (R-21).
    pub used: i64,
    /// Seats held by open invitations.
    pub reserved: i64,
    /// How many there are in all.
    pub total: i64,
}

impl Licences {
    /// How many are left.
    pub const fn free(&self) -> i64 {
        self.total - self.used - self.reserved
    }
}

/// Counts. A test account has as many as it needs, and none once its time is over.
pub async fn count(tx: &mut Tx, scope: &AccountScope) -> Result<Licences, Fault> {
    let now = tx.now();
    let row =
        sqlx::query!("select auto_licences, licences, test_ends_at from accounts where id = $1", scope.account().get())
            .fetch_one(tx.conn())
            .await?;
    let Seats { taken, reserved } = users::seats(tx, scope).await?;
    let (automatic, total) = match row.test_ends_at {
        Some(ends) if now < ends => (false, taken),
        Some(_) => (false, 0),
        None if row.auto_licences => (true, taken),
        None => (false, i64::from(row.licences)),
    };
    Ok(Licences { automatic, used: taken - reserved, reserved, total })
}

/// Whether so many people more may take a seat; see [`room`].
pub(super) async fn room_for(tx: &mut Tx, scope: &AccountScope, people: i64) -> Result<bool, Fault> {
    Ok(room(tx, scope).await?.is_none_or(|room| room >= people))
}

/// How many people more may take a seat: with automatic adjustment as many as its limit leaves, otherwise as licences are free; `None`: any number, as in a test
/// while it lasts. The answer holds until the unit of work ends.
pub(super) async fn room(tx: &mut Tx, scope: &AccountScope) -> Result<Option<i64>, Fault> {
    let id = scope.account().get();
    // Whoever sets a limit or another way of counting waits for those who took this for true.
    let account = sqlx::query!(
        r#"select auto_licences and test_ends_at is null as "automatic!", licence_limit from accounts where id = $1 for key share"#,
        id
    )
    .fetch_one(tx.conn())
    .await?;
    if account.automatic {
        let Some(limit) = account.licence_limit else { return Ok(None) };
        users::lock_seats(tx, scope).await?;
        return Ok(Some(i64::from(limit) - users::seats(tx, scope).await?.taken));
    }
    // Whoever arrived holds the account against being deleted, and so do others at the same time: nobody may wait for that.
    let test = sqlx::query_scalar!("select test_ends_at from accounts where id = $1 for no key update", id)
        .fetch_one(tx.conn())
        .await?;
    if test.is_some_and(|ends| tx.now() < ends) {
        return Ok(None);
    }
    Ok(Some(count(tx, scope).await?.free()))
}

/// Why a seat was taken or given back; stands in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A person was invited.
    Invited,
    /// An expired or revoked invitation was renewed.
    InvitationRenewed,
    /// A deactivated person came back.
    Reactivated,
    /// A person was deactivated.
    Deactivated,
    /// A person was removed.
    Removed,
    /// An invitation ran out.
    InvitationExpired,
    /// An invitation was revoked.
    InvitationRevoked,
    /// A removal waits for an administrator, so the licence stays taken (R-21).
    RemovalHeld,
    /// Somebody who is invited or active became App-Nutzer.
    RightGiven,
    /// Somebody is App-Nutzer no longer.
    RightTaken,
    /// Automatic adjustment was switched on or off.
    AdjustmentSwitched,
    /// The limit of the automatic adjustment: the person waits.
    LimitReached,
    /// A licence for somebody who waited.
    SeatGranted,
    /// An administrator bought licences.
    Bought,
    /// An administrator cancelled licences.
    Cancelled,
    /// A test ended with a plan.
    PlanChosen,
}

crate::model::named!(Cause {
    Invited = "invited",
    InvitationRenewed = "invitation_renewed",
    Reactivated = "reactivated",
    Deactivated = "deactivated",
    Removed = "removed",
    InvitationExpired = "invitation_expired",
    InvitationRevoked = "invitation_revoked",
    RemovalHeld = "removal_held",
    RightGiven = "right_given",
    RightTaken = "right_taken",
    AdjustmentSwitched = "adjustment_switched",
    LimitReached = "limit_reached",
    SeatGranted = "seat_granted",
    Bought = "bought",
    Cancelled = "cancelled",
    PlanChosen = "plan_chosen",
});

/// Writes the ledger row of a person who took (`+1`) or gave back (`-1`) a seat in this unit of work.
pub(super) async fn seat_changed(
    tx: &mut Tx,
    scope: &AccountScope,
    user: UserId,
    label: &str,
    delta: i32,
    cause: Cause,
) -> Result<(), Fault> {
    seats_changed(tx, scope, [(user, label)], delta, cause).await
}

/// The same for many people at once.
pub(super) async fn seats_changed<'a>(
    tx: &mut Tx,
    scope: &AccountScope,
    people: impl IntoIterator<Item = (UserId, &'a str)>,
    delta: i32,
    cause: Cause,
) -> Result<(), Fault> {
    let (mut ids, mut users, mut labels) = (Vec::new(), Vec::new(), Vec::new());
    for (user, label) in people {
        ids.push(tx.new_id());
        users.push(user.get());
        labels.push(label.to_owned());
    }
    if ids.is_empty() {
        return Ok(());
    }
    let (now, request) = (tx.now(), tx.request().id);
    sqlx::query!(
        "insert into licence_ledger (account_id, id, at, cause, seats_delta, licences_delta, user_id, user_label, actor_kind, actor_name, request_id)
         select a.id, p.id, $3, $4, $5, case when a.auto_licences and a.test_ends_at is null then $5 else 0 end, p.user_id, p.label, $8, $9, $10
         from accounts a cross join unnest($2::uuid[], $6::uuid[], $7::text[]) p (id, user_id, label) where a.id = $1",
        scope.account().get(),
        &ids,
        now,
        cause.name(),
        delta,
        &users,
        &labels,
        scope.actor().kind(),
        scope.actor().name(),
        request.get(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes the ledger row of a change of the licence count that is about nobody in particular.
async fn licences_changed(tx: &mut Tx, scope: &AccountScope, delta: i32, cause: Cause) -> Result<(), Fault> {
    let (row, now, request) = (tx.new_id(), tx.now(), tx.request().id);
    sqlx::query!(
        "insert into licence_ledger (account_id, id, at, cause, seats_delta, licences_delta, actor_kind, actor_name, request_id)
         values ($1, $2, $3, $4, 0, $5, $6, $7, $8)",
        scope.account().get(),
        row,
        now,
        cause.name(),
        delta,
        scope.actor().kind(),
        scope.actor().name(),
        request.get(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A test ends with a plan: from now on there are as many licences as seats. Returns how many.
pub(super) async fn take_over(tx: &mut Tx, scope: &AccountScope) -> Result<i64, Fault> {
    let seats = users::seats(tx, scope).await?.taken;
    let licences = i32::try_from(seats).map_err(|_| Fault::unexpected("more seats than there can be licences"))?;
    sqlx::query!("update accounts set licences = $2 where id = $1", scope.account().get(), licences)
        .execute(tx.conn())
        .await?;
    licences_changed(tx, scope, licences, Cause::PlanChosen).await?;
    Ok(seats)
}

/// Why the switch „Automatische Anpassung der Lizenzen“ did not move.
#[derive(Debug, thiserror::Error)]
pub enum SwitchError {
    /// SCIM is active and needs it (product B8).
    #[error("SCIM is active")]
    ScimActive,
    /// A test account has no licences to adjust.
    #[error("a test account")]
    InTest,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(SwitchError);

/// Switches automatic adjustment on or off. Switching it to what it is changes nothing. Whoever is arriving has arrived before the seats are counted, or is
/// counted by the new way.
pub async fn set_automatic(tx: &mut Tx, scope: &AdminScope, on: bool) -> Result<(), SwitchError> {
    let id = scope.account().get();
    super::connections::close_all(tx, scope).await?;
    let before =
        sqlx::query!("select auto_licences, licences, test_ends_at from accounts where id = $1 for update", id)
            .fetch_one(tx.conn())
            .await?;
    if before.auto_licences == on {
        return Ok(());
    }
    let operator = matches!(scope.actor(), super::access::Actor::Operator);
    if before.test_ends_at.is_some() && !operator {
        return Err(SwitchError::InTest);
    }
    let now = tx.now();
    if !on && !operator {
        let live = sqlx::query_scalar!(
            r#"select exists (select from tokens t join connections c on c.account_id = t.account_id and c.id = t.connection_id
                              where t.account_id = $1 and t.revoked_at is null and coalesce(least(t.expires_at, t.overlap_ends_at) > $2, true)
                                and c.paused_at is null) as "live!""#,
            id,
            now
        )
        .fetch_one(tx.conn())
        .await?;
        if live {
            return Err(SwitchError::ScimActive);
        }
    }
    let seats = i32::try_from(users::seats(tx, scope).await?.taken).unwrap_or(i32::MAX);
    // The count starts to follow the seats, or stays where they stand.
    let licences_delta = if on { seats - before.licences } else { 0 };
    sqlx::query!(
        "update accounts set auto_licences = $2, licences = $3 where id = $1",
        id,
        on,
        if on { before.licences } else { seats }
    )
    .execute(tx.conn())
    .await?;
    licences_changed(tx, scope, licences_delta, Cause::AdjustmentSwitched).await?;
    audit::record(
        tx,
        scope,
        "licences.automatic_adjustment_switched",
        Target::Account,
        serde_json::json!({ "on": on }),
    )
    .await?;
    super::lapses::follow(tx, scope).await?;
    Ok(())
}
