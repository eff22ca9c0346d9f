//! Mail about no account: to whoever asked for one, or has none any more.
//!
//! As safe as the rows of accounts: at least once, under one id, its link sealed until it has left. What strangers can cause leaves at a pace.

use time::Duration;
use uuid::Uuid;

use super::message::Message;
use super::sending::{Ending, LEASE, Leased, Mail, MailId, Outcome, Unreadable};
use crate::domain::access::WorkerScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::sealing::Place;
use crate::domain::secrets::PlainLink;
use crate::model::{EmailAddress, Language};

/// So many leave in a minute, whoever asks.
const PER_MINUTE: i64 = 60;
/// How long a row is kept.
const KEPT: Duration = Duration::days(2);
/// Whose clock the times in such a mail are told by: where accounts begin, too.
const TIME_ZONE: &str = "Europe/Berlin";

const fn place(row: Uuid) -> Place {
    Place { table: "outside_mail", column: "secret_sealed", account: None, row }
}

/// Puts a mail that belongs to no account into this unit of work.
pub(in crate::domain) async fn write_outside(
    tx: &mut Tx,
    to: &EmailAddress,
    language: Language,
    message: &Message,
    link: Option<&PlainLink>,
) -> Result<(), Fault> {
    let (id, now) = (tx.new_id(), tx.now());
    let sealed = link.map(|link| tx.sealer().seal(place(id), link.reveal().as_bytes())).transpose()?;
    sqlx::query!(
        "insert into outside_mail (id, kind, to_address, to_key, language, payload, secret_sealed, created_at, next_attempt_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        id,
        message.kind(),
        to.as_str(),
        to.key(),
        language.name(),
        serde_json::to_value(message)?,
        sealed,
        now
    )
    .execute(tx.conn())
    .await?;
    tx.mail_written();
    Ok(())
}

/// Forgets every mail to an address, and sends none that has not left.
pub(in crate::domain) async fn recall_outside(tx: &mut Tx, to: &EmailAddress) -> Result<(), Fault> {
    sqlx::query!("delete from outside_mail where to_key = $1", to.key()).execute(tx.conn()).await?;
    Ok(())
}

/// What is due, the oldest first.
pub(super) async fn due(tx: &mut Tx, limit: i32) -> Result<Vec<Uuid>, Fault> {
    let now = tx.now();
    Ok(sqlx::query_scalar!(
        "select id from outside_mail
         where sent_at is null and dead_at is null and next_attempt_at <= $1 and (leased_until is null or leased_until <= $1)
         order by next_attempt_at, id
         limit least($2::bigint, greatest(0, $3 - (select count(*) from outside_mail where sent_at > $1::timestamptz - interval '1 minute')))",
        now,
        i64::from(limit),
        PER_MINUTE
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Takes the lease; `None` when somebody else has it.
pub(super) async fn claim(tx: &mut Tx, id: Uuid) -> Result<Option<Result<Mail, Unreadable>>, Fault> {
    let now = tx.now();
    let row = sqlx::query!(
        "update outside_mail set leased_until = $2, attempts = attempts + 1
         where id = (select id from outside_mail where id = $1 and coalesce(sent_at, dead_at) is null
            and next_attempt_at <= $3 and (leased_until is null or leased_until <= $3) for update skip locked)
         returning to_address, language, payload, secret_sealed, created_at, attempts",
        id,
        now + LEASE,
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let leased = Leased {
        id: MailId::outside(id),
        to: row.to_address,
        language: row.language,
        time_zone: TIME_ZONE.to_owned(),
        payload: row.payload,
        sealed: row.secret_sealed,
        created_at: row.created_at,
        attempt: row.attempts,
    };
    Ok(Some(leased.read(tx, place(id))))
}

/// Writes down how a try ended.
pub(super) async fn settle(tx: &mut Tx, id: Uuid, outcome: &Outcome) -> Result<(), Fault> {
    let Ending { sent, dead, next, reason } = Ending::of(outcome, tx.now());
    sqlx::query!(
        "update outside_mail set sent_at = $2, dead_at = coalesce(dead_at, $3), next_attempt_at = coalesce($4, next_attempt_at), last_error = $5, leased_until = null,
                                 secret_sealed = case when $4::timestamptz is null then null else secret_sealed end
         where id = $1 and sent_at is null",
        id,
        sent,
        dead,
        next,
        reason
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Forgets mail of a while ago, with the addresses in it; at most `limit`, returns how many.
pub async fn forget_outside(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let old = tx.now() - KEPT;
    let gone = sqlx::query!(
        "delete from outside_mail where id in (select id from outside_mail where created_at <= $1 order by created_at limit $2)",
        old,
        i64::from(limit)
    )
    .execute(tx.conn())
    .await?;
    Ok(usize::try_from(gone.rows_affected()).unwrap_or(0))
}
