//! „Wartet auf Lizenz“: where the limit of the automatic adjustment is reached, people from the identity provider are stored all the
//! same, without licence and without mail, and go on when a licence is there (product decision 6).
//!
//! Whoever is invited or brought back by hand, or by a file, is refused there instead (`licences::room_for`): an administrator can raise the
//! limit, an identity provider cannot. Seats are counted under a lock of the account that only accounts with a limit ever take, after the
//! person was written.
//!
//! [`hold_back`] is the one way to begin to wait, and leaves a ledger row that nobody changes or deletes: the newest one of a person says
//! since when. Whoever is changed meanwhile keeps their place; whoever is deactivated and comes back begins anew.

use serde_json::json;
use time::Duration;

use super::Status;
use super::counts::seats;
use super::store::{self, User};
use crate::domain::access::{AccountScope, Actor, AdminScope, ConnectionScope, WorkerScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::licences::{self, Cause};
use crate::domain::outbox::{self, Message};
use crate::domain::{accounts, invitations};
use crate::model::{SignInMethod, UserId};

/// Administrators are told once in this time.
const TOLD_EVERY: Duration = Duration::days(1);
/// The word of the audit row.
const ACTION: &str = "licences.limit_reached";

/// Lets somebody who has just taken a seat wait instead, where that was one more than the account's limit.
pub(super) async fn hold_back(tx: &mut Tx, scope: &ConnectionScope, user: &mut User) -> Result<(), Fault> {
    let Some(limit) = licences::limits(tx, scope).await?.limit else { return Ok(()) };
    // The licences of real people must not wait for the end of a rehearsal.
    if !scope.facts().rehearsed {
        lock_seats(tx, scope).await?;
    }
    if seats(tx, scope).await?.taken <= limit {
        return Ok(());
    }
    user.status = Status::Waiting;
    user.seat = false;
    set_status(tx, scope, user.id, Status::Waiting).await?;
    invitations::revoke_open(tx, scope, user.id).await?;
    licences::seat_changed(tx, scope, user.id, &user.display_name, -1, Cause::LimitReached).await?;
    tell(tx, scope, user.id, limit, true).await
}

/// Writes down that somebody gets no licence, and tells administrators of a limit of theirs.
pub(super) async fn tell_limit(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    let count = licences::count(tx, scope).await?;
    let limit = licences::limits(tx, scope).await?.limit.filter(|_| count.automatic);
    tell(tx, scope, user, limit.unwrap_or(count.total), limit.is_some()).await
}

async fn tell(tx: &mut Tx, scope: &AccountScope, user: UserId, limit: i64, mailed: bool) -> Result<(), Fault> {
    let since = tx.now() - TOLD_EVERY;
    let told = sqlx::query_scalar!(
        r#"select exists (select from audit_log where account_id = $1 and action = $2 and at > $3) as "told!""#,
        scope.account().get(),
        ACTION,
        since
    )
    .fetch_one(tx.conn())
    .await?;
    audit::record(tx, scope, ACTION, Target::User(user.get()), json!({ "limit": limit })).await?;
    if mailed && !told {
        let message = Message::LimitReached { account_name: accounts::name(tx, scope).await?, limit };
        outbox::write_to_administrators(tx, scope, &message).await?;
    }
    Ok(())
}

/// How many people wait.
pub async fn waiting(tx: &mut Tx, scope: &AdminScope) -> Result<i64, Fault> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "waiting!" from users where account_id = $1 and status = 'waiting'"#,
        scope.account().get()
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Gives licences that are there to those who wait, in the order in which they began to. Returns how many people went on; at most `limit` of
/// an account.
pub async fn admit_waiting(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let accounts =
        sqlx::query_scalar!(r#"select account_id as "account_id!" from lookup_accounts_with_waiting($1)"#, limit)
            .fetch_all(tx.conn())
            .await?;
    let mut admitted = 0;
    for account in accounts {
        let scope = AccountScope::enter(tx, account.into(), Actor::System).await?;
        let most = i64::from(limit);
        let free = licences::room(tx, &scope).await?.map_or(most, |room| room.clamp(0, most));
        let next = sqlx::query_scalar!(
            "select u.id from users u
             left join lateral (
               select l.at from licence_ledger l
               where l.account_id = u.account_id and l.user_id = u.id and l.cause = $3 order by l.at desc limit 1) began on true
             where u.account_id = $1 and u.status = 'waiting' order by began.at, u.id limit $2 for update of u skip locked",
            account,
            free,
            Cause::LimitReached.name()
        )
        .fetch_all(tx.conn())
        .await?;
        for user in next {
            admit(tx, &scope, user.into()).await?;
            admitted += 1;
        }
    }
    Ok(admitted)
}

/// Lets somebody who waits go on: with their licence, where they need one, and their invitation.
pub(super) async fn admit(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    let Some(mut user) = store::load(tx, scope, user, true).await? else { return Ok(()) };
    user.status = if user.accepted_at.is_some() { Status::Active } else { Status::Invited };
    set_status(tx, scope, user.id, user.status).await?;
    if user.rights.app_user {
        licences::seat_changed(tx, scope, user.id, &user.display_name, 1, Cause::SeatGranted).await?;
    }
    audit::record(tx, scope, "user.seat_granted", Target::User(user.id.get()), json!({})).await?;
    if let (Status::Invited, Some(to)) = (user.status, &user.sign_in_email) {
        let how = sqlx::query!(
            r#"select c.method, c.inviting = 'at_once' as "at_once!" from users u join connections c on c.account_id = u.account_id and c.id = u.connection_id
               where u.account_id = $1 and u.id = $2"#,
            scope.account().get(),
            user.id.get()
        )
        .fetch_optional(tx.conn())
        .await?;
        let at_once = how.as_ref().is_none_or(|how| how.at_once);
        let method = match how {
            Some(how) => how.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?,
            None => SignInMethod::Password,
        };
        if at_once {
            invitations::send(tx, scope, &user, to, method, None).await?;
        }
    }
    Ok(())
}

/// The status alone: what SCIM shows of the person stays as it is, and with it the version.
async fn set_status(tx: &mut Tx, scope: &AccountScope, user: UserId, status: Status) -> Result<(), Fault> {
    sqlx::query!(
        "update users set status = $3 where account_id = $1 and id = $2",
        scope.account().get(),
        user.get(),
        status.name()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// One at a time counts seats against the limit, whoever they come by. Behind it nobody else is locked: whoever deals with several people locks them before.
pub(in crate::domain) async fn lock_seats(tx: &mut Tx, scope: &AccountScope) -> Result<(), Fault> {
    let key = format!("einlass seats {}", scope.account());
    sqlx::query!(r#"select pg_advisory_xact_lock(hashtextextended($1, 0)) as "locked!: ()""#, key)
        .execute(tx.conn())
        .await?;
    Ok(())
}
