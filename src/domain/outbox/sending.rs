//! The worker's side: what is due, who has it, how it ended.

use serde_json::Value;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::message::Message;
use super::{outside, place};
use crate::domain::access::{AccountScope, WorkerScope};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::sealing::Place;
use crate::domain::secrets::PlainLink;
use crate::model::{AccountId, EmailAddress, Language};

/// Names a mail; the Message-ID is made of it, so that a second try is recognisable as the same mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MailId {
    /// `None` for mail about no account.
    account: Option<AccountId>,
    id: Uuid,
}

impl MailId {
    pub(super) const fn outside(id: Uuid) -> Self {
        Self { account: None, id }
    }

    /// The row's id.
    pub const fn get(self) -> Uuid {
        self.id
    }
}

/// A leased mail, ready to be rendered and sent.
#[derive(Debug)]
pub struct Mail {
    /// Which.
    pub id: MailId,
    /// To whom.
    pub to: EmailAddress,
    /// In which language.
    pub language: Language,
    /// The account's time zone, for the times it names.
    pub time_zone: String,
    /// What it says.
    pub message: Message,
    /// The secret part of its link.
    pub link: Option<PlainLink>,
    /// When it was written.
    pub created_at: OffsetDateTime,
    /// How many tries there were, this one included.
    pub attempt: i32,
}

/// A leased mail of which this version cannot say what it says: another one wrote it, or its link was sealed by another key.
#[derive(Debug)]
pub struct Unreadable {
    /// As [`Mail::attempt`].
    pub attempt: i32,
    /// What it is about the row.
    pub why: Fault,
}

/// How long a worker may take to send one mail before another takes it over.
pub const LEASE: Duration = Duration::seconds(60);

/// Mails that are due; at most `limit`. Takes no lease. Accounts take turns, each with its oldest mail, so that thousands of invitations
/// of one keep nobody else's mail waiting; and of those at most 300 leave in a minute (R-41). Mail about no account comes on top.
pub async fn due(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<Vec<MailId>, Fault> {
    let now = tx.now();
    let rows = sqlx::query!(
        r#"select account_id as "account_id!", outbox_id as "outbox_id!" from lookup_due_mail($1, $2)"#,
        now,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    let of_accounts = rows.into_iter().map(|r| MailId { account: Some(r.account_id.into()), id: r.outbox_id });
    let outside = outside::due(tx, limit).await?.into_iter().map(MailId::outside);
    Ok(of_accounts.chain(outside).collect())
}

/// Takes the lease of one due mail; `None` when somebody else has it. The caller commits before it sends, and settles what cannot be read as well: such
/// a row would be due again at once.
///
/// Here and wherever one mail or one person's mail is meant, what waits is asked for as `coalesce(sent_at, dead_at) is null`: said as the index
/// of waiting mail says it, the planner may take that one for the key, and goes through everything that waits once that is much.
pub async fn claim(tx: &mut Tx, _worker: WorkerScope, mail: MailId) -> Result<Option<Result<Mail, Unreadable>>, Fault> {
    let Some(account) = mail.account else { return outside::claim(tx, mail.id).await };
    let scope = AccountScope::attend(tx, account).await?;
    let now = tx.now();
    let row = sqlx::query!(
        r#"update outbox set leased_until = $3, attempts = attempts + 1
         where account_id = $1 and id = (select id from outbox where account_id = $1 and id = $2 and coalesce(sent_at, dead_at) is null
            and next_attempt_at <= $4 and (leased_until is null or leased_until <= $4) for update skip locked)
         returning to_address, language, (select a.time_zone from accounts a where a.id = outbox.account_id) as "time_zone!", payload, secret_sealed, created_at, attempts"#,
        scope.account().get(),
        mail.id,
        now + LEASE,
        now,
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let leased = Leased {
        id: mail,
        to: row.to_address,
        language: row.language,
        time_zone: row.time_zone,
        payload: row.payload,
        sealed: row.secret_sealed,
        created_at: row.created_at,
        attempt: row.attempts,
    };
    Ok(Some(leased.read(tx, place(account.get(), mail.id))))
}

/// A leased row as it is stored.
pub(super) struct Leased {
    pub id: MailId,
    pub to: String,
    pub language: String,
    pub time_zone: String,
    pub payload: Value,
    pub sealed: Option<Vec<u8>>,
    pub created_at: OffsetDateTime,
    pub attempt: i32,
}

impl Leased {
    /// What it says; its link was sealed for `place`.
    pub(super) fn read(self, tx: &Tx, place: Place) -> Result<Mail, Unreadable> {
        let attempt = self.attempt;
        let read = || {
            Ok(Mail {
                id: self.id,
                to: self.to.parse().map_err(|_| Fault::unexpected("a stored address is no address"))?,
                time_zone: self.time_zone,
                language: self.language.parse().unwrap_or_default(),
                message: serde_json::from_value(self.payload)?,
                link: opened(tx, place, self.sealed)?,
                created_at: self.created_at,
                attempt,
            })
        };
        read().map_err(|why| Unreadable { attempt, why })
    }
}

/// How a try ended.
#[derive(Debug)]
pub enum Outcome {
    /// The mail server took it.
    Sent,
    /// Try again after the delay (F-05: the first tries come quickly, all together they span more than a day).
    Retry {
        /// From now.
        after: Duration,
        /// What the server said.
        reason: String,
    },
    /// Given up: refused for good, or tried for too long. Shown in the portal as „nicht zustellbar“.
    Dead {
        /// What the server said.
        reason: String,
    },
}

/// Writes down how a try ended.
pub async fn settle(tx: &mut Tx, _worker: WorkerScope, mail: MailId, outcome: &Outcome) -> Result<(), Fault> {
    let Some(account) = mail.account else { return outside::settle(tx, mail.id, outcome).await };
    let scope = AccountScope::attend(tx, account).await?;
    let Ending { sent, dead, next, reason } = Ending::of(outcome, tx.now());
    sqlx::query!(
        "update outbox set sent_at = $3, dead_at = coalesce(dead_at, $4), next_attempt_at = coalesce($5, next_attempt_at), last_error = $6,
                           leased_until = null, secret_sealed = case when $5::timestamptz is null then null else secret_sealed end
         where account_id = $1 and id = $2 and sent_at is null",
        scope.account().get(),
        mail.id,
        sent,
        dead,
        next,
        reason
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What the end of a try leaves in the row: one of the moments, and why it did not leave. A row that was given up stays that.
#[derive(Debug)]
pub(super) struct Ending {
    pub sent: Option<OffsetDateTime>,
    pub dead: Option<OffsetDateTime>,
    /// Only then the link is still needed.
    pub next: Option<OffsetDateTime>,
    pub reason: Option<String>,
}

impl Ending {
    pub(super) fn of(outcome: &Outcome, now: OffsetDateTime) -> Self {
        let (sent, dead, next, reason) = match outcome {
            Outcome::Sent => (Some(now), None, None, None),
            Outcome::Retry { after, reason } => (None, None, Some(now + *after), Some(reason)),
            Outcome::Dead { reason } => (None, Some(now), None, Some(reason)),
        };
        Self { sent, dead, next, reason: reason.map(|reason| clipped(reason)) }
    }
}

/// The link that a row has sealed.
fn opened(tx: &Tx, place: Place, sealed: Option<Vec<u8>>) -> Result<Option<PlainLink>, Fault> {
    let Some(sealed) = sealed else { return Ok(None) };
    let text = String::from_utf8(tx.sealer().open(place, &sealed)?).unwrap_or_default();
    PlainLink::parse(&text).map(Some).ok_or_else(|| Fault::unexpected("a sealed link is no link"))
}

fn clipped(reason: &str) -> String {
    reason.chars().filter(|c| !c.is_control()).take(500).collect()
}
