//! What administrators see and do in the Nutzerverwaltung.

use serde_json::json;
use time::OffsetDateTime;

use super::Status;
use super::store::{self, User};
use crate::domain::access::{AdminScope, ReadingScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::sessions;
use crate::model::{SignInMethod, UserId};

/// Where the last mail of an invitation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// They have no address: nothing can be sent.
    NoAddress,
    /// There is none: an administrator sends it.
    Unsent,
    /// Waiting to be sent, or tried again.
    Waiting,
    /// Three mails went to the address today, so it waits.
    Later {
        /// Until when.
        at: OffsetDateTime,
    },
    /// The mail server took it.
    Sent {
        /// When.
        at: OffsetDateTime,
    },
    /// Given up.
    Undeliverable {
        /// What the mail server said.
        reason: String,
    },
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Who.
    pub user: User,
    /// How they sign in: the method of their newest invitation, or password.
    pub method: SignInMethod,
    /// Their newest invitation mail.
    pub delivery: Option<Delivery>,
    /// When they first signed in to the portal, and when they last did.
    pub signed_in: Option<(OffsetDateTime, OffsetDateTime)>,
}

/// Everybody with their newest invitation mail and visits.
pub(super) async fn with_invitations(
    tx: &mut Tx,
    scope: &ReadingScope,
    users: Vec<User>,
) -> Result<Vec<Listed>, Fault> {
    let ids: Vec<_> = users.iter().map(|u| u.id.get()).collect();
    let (account, now) = (scope.account().get(), tx.now());
    let mails = sqlx::query!(
        "select distinct on (user_id) user_id, sent_at, dead_at, last_error, attempts, next_attempt_at from outbox
         where account_id = $1 and user_id = any($2) and kind in ('invitation', 'invitation_reminder') order by user_id, created_at desc, id desc",
        account,
        &ids
    )
    .fetch_all(tx.conn())
    .await?;
    let invited = sqlx::query_scalar!(
        "select user_id from invitations where account_id = $1 and user_id = any($2) and accepted_at is null and revoked_at is null",
        account,
        &ids
    )
    .fetch_all(tx.conn())
    .await?;
    let more = sqlx::query!(
        "select id, method, first_signed_in_at, last_signed_in_at from users where account_id = $1 and id = any($2)",
        account,
        &ids
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(users
        .into_iter()
        .map(|user| {
            let mail = mails.iter().find(|m| m.user_id == Some(user.id.get()));
            let awaited = matches!(user.status, Status::Invited | Status::Expired | Status::Revoked | Status::Waiting);
            let delivery = if awaited && user.sign_in_email.is_none() {
                Some(Delivery::NoAddress)
            } else if user.status == Status::Invited && !invited.contains(&user.id.get()) {
                Some(Delivery::Unsent)
            } else {
                mail.map(|m| match (m.sent_at, m.dead_at) {
                    (Some(at), _) => Delivery::Sent { at },
                    (None, Some(_)) => Delivery::Undeliverable { reason: m.last_error.clone().unwrap_or_default() },
                    (None, None) if m.attempts == 0 && m.next_attempt_at > now => {
                        Delivery::Later { at: m.next_attempt_at }
                    }
                    (None, None) => Delivery::Waiting,
                })
            };
            let more = more.iter().find(|more| more.id == user.id.get());
            let method = more.and_then(|more| more.method.as_deref()?.parse().ok()).unwrap_or(SignInMethod::Password);
            let signed_in = more.and_then(|more| more.first_signed_in_at.zip(more.last_signed_in_at));
            Listed { user, method, delivery, signed_in }
        })
        .collect())
}

/// One person with their newest invitation mail; removed ones, too, until they are deleted.
pub async fn details(tx: &mut Tx, scope: &ReadingScope, id: UserId) -> Result<Option<Listed>, Fault> {
    match store::load_any(tx, scope, id, false).await? {
        Some(user) => Ok(with_invitations(tx, scope, vec![user]).await?.pop()),
        None => Ok(None),
    }
}

/// Ends every session of a person. Returns how many there were; `None` for a person who is not there.
pub async fn end_sessions(tx: &mut Tx, scope: &AdminScope, id: UserId) -> Result<Option<u64>, Fault> {
    if store::load(tx, scope, id, true).await?.is_none() {
        return Ok(None);
    }
    let ended = sessions::end_all(tx, scope, id).await?;
    audit::record(tx, scope, "sessions.ended", Target::User(id.get()), json!({ "count": ended })).await?;
    Ok(Some(ended))
}
