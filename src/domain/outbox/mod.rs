//! Mail as rows: written in the business transaction, sent afterwards by a worker, at least once and with the same link.
//!
//! Invitations and reminders are paced. A row is due, leased (60 s), then sent, tried again later, or dead. The secret link is sealed in the row and wiped once the mail is out.

mod changes;
mod message;
mod notifying;
mod outside;
mod sending;

use uuid::Uuid;

pub use changes::{ConnectionChange, FactorChange, KeyChange, PasskeyChange};
pub use message::Message;
pub(super) use notifying::write_to_administrators;
pub use notifying::{Choice, ChooseError, Event, choices, choose, write_digests};
pub use outside::forget_outside;
pub(super) use outside::{recall_outside, write_outside};
pub use sending::{LEASE, Mail, MailId, Outcome, Unreadable, claim, due, settle};

use super::access::AccountScope;
use super::db::Tx;
use super::fault::Fault;
use super::sealing::Place;
use super::secrets::PlainLink;
use crate::model::{EmailAddress, Language, UserId};

/// Puts a mail into the outbox of this unit of work. Of invitations and reminders the fourth to one address in a day waits.
pub(super) async fn write(
    tx: &mut Tx,
    scope: &AccountScope,
    user: Option<UserId>,
    to: &EmailAddress,
    language: Language,
    message: &Message,
    link: Option<&PlainLink>,
) -> Result<(), Fault> {
    let row = Row::of(tx, scope, message, link)?;
    sqlx::query!(
        "insert into outbox (account_id, id, kind, to_address, to_key, paced, language, payload, secret_sealed, user_id, created_at, next_attempt_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, case when $6 then next_invitation_mail($1, $5, $11) else $11 end)",
        scope.account().get(),
        row.id,
        row.kind,
        to.as_str(),
        to.key(),
        message.is_paced(),
        language.name(),
        row.payload,
        row.secret_sealed,
        user.map(UserId::get),
        tx.now(),
    )
    .execute(tx.conn())
    .await?;
    tx.mail_written();
    Ok(())
}

/// Invitations and reminders of a person that have not left do not leave any more.
pub(super) async fn recall_invitations(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    let now = tx.now();
    sqlx::query!(
        "delete from outbox where account_id = $1 and user_id = $2 and paced and coalesce(sent_at, dead_at) is null
           and (leased_until is null or leased_until <= $3)",
        scope.account().get(),
        user.get(),
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A row before it is written: by [`write()`], or by the one statement of an arrival.
#[derive(Debug)]
pub(super) struct Row {
    pub id: Uuid,
    pub kind: &'static str,
    pub payload: serde_json::Value,
    pub secret_sealed: Option<Vec<u8>>,
}

impl Row {
    pub(super) fn of(
        tx: &Tx,
        scope: &AccountScope,
        message: &Message,
        link: Option<&PlainLink>,
    ) -> Result<Self, Fault> {
        let id = tx.new_id();
        let seal = |link: &PlainLink| tx.sealer().seal(place(scope.account().get(), id), link.reveal().as_bytes());
        Ok(Self {
            id,
            kind: message.kind(),
            payload: serde_json::to_value(message)?,
            secret_sealed: link.map(seal).transpose()?,
        })
    }
}

const fn place(account: Uuid, row: Uuid) -> Place {
    Place { table: "outbox", column: "secret_sealed", account: Some(account), row }
}
