//! Mail as rows: written in the business transaction, sent afterwards by a worker, at least once and with the same link.
//!
//! Invitations and reminders are paced. A row is due, leased (60 s), then sent, tried again later, or dead. The secret link is sealed in the row and wiped once the mail is out.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::access::{AccountScope, Actor, WorkerScope};
use super::db::Tx;
use super::fault::Fault;
use super::sealing::Place;
use super::secrets::PlainLink;
use crate::model::{AccountId, EmailAddress, Language, SignInMethod, UserId};

/// What a mail says, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    /// An invitation; carries a link.
    Invitation {
        /// The company.
        account_name: String,
        /// The person's name.
        display_name: String,
        /// How they will sign in.
        method: SignInMethod,
        /// Who invited, or `None` for the company's automatic user management.
        inviter: Option<String>,
        /// Until when the link works.
        expires_at: i64,
    },
    /// The invitation is still open after a while; carries a link.
    InvitationReminder {
        /// The company.
        account_name: String,
        /// The person's name.
        display_name: String,
        /// How they will sign in.
        method: SignInMethod,
        /// Until when the link works.
        expires_at: i64,
    },
    /// Somebody has accepted.
    AccountReady {
        /// The company.
        account_name: String,
        /// The person's name.
        display_name: String,
        /// How they sign in.
        method: SignInMethod,
    },
    /// A link to choose a new password.
    PasswordReset {
        /// The company.
        account_name: String,
        /// Until when the link works.
        expires_at: i64,
    },
    /// The password was changed.
    PasswordChanged {
        /// The company.
        account_name: String,
    },
    /// Somebody's second factor changed; goes to them.
    SecondFactorChanged {
        /// The company.
        account_name: String,
        /// How.
        change: FactorChange,
    },
    /// An identity provider changed the contact address of somebody who already accepted; goes to the old address (R-08).
    AddressChanged {
        /// The company.
        account_name: String,
        /// The new contact address.
        new_address: String,
    },
    /// A link to the new mailbox, by which the sign-in follows the contact address; carries a link.
    AddressConfirmation {
        /// The company.
        account_name: String,
        /// Until when the link works.
        expires_at: i64,
    },
    /// The sign-in has moved to another address; goes to the old one, and to the new one where an administrator approved.
    SignInAddressMoved {
        /// The company.
        account_name: String,
        /// What they sign in by from now on.
        new_address: String,
    },
    /// SCIM was activated, or a new token made; goes to every administrator.
    TokenCreated {
        /// The company.
        account_name: String,
        /// Which connection.
        method: SignInMethod,
        /// Who did it.
        actor: String,
        /// Last four characters of the token.
        last4: String,
    },
    /// A token was revoked; goes to every administrator.
    TokenRevoked {
        /// The company.
        account_name: String,
        /// Which connection.
        method: SignInMethod,
        /// Who did it.
        actor: String,
        /// Why.
        reason: String,
        /// The support ticket, if there is one.
        ticket: Option<String>,
        /// Last four characters of the token.
        last4: String,
    },
    /// An identity provider wanted to end the access of the last administrator, which was refused (B3); goes to every administrator.
    AdministratorKept {
        /// The company.
        account_name: String,
        /// Whose access.
        display_name: String,
    },
    /// Somebody came with a person's address but is another one to the identity provider, and was refused (R-37); goes to every
    /// administrator.
    IdentityChanged {
        /// The company.
        account_name: String,
        /// The person's address.
        address: String,
        /// Which provider.
        method: SignInMethod,
    },
    /// The brake holds many removals at once (R-21); goes to every administrator.
    RemovalsHeld {
        /// The company.
        account_name: String,
        /// Which connection.
        method: SignInMethod,
    },
}

/// What happened to somebody's second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorChange {
    /// It is asked for from now on.
    SetUp,
    /// The person switched it off.
    SwitchedOff,
    /// An administrator or the operator took it away.
    Reset,
    /// The recovery codes are others now.
    NewRecoveryCodes,
}

impl Message {
    /// The stored name of the kind; the mail text's key.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::InvitationReminder { .. } => "invitation_reminder",
            Self::AccountReady { .. } => "account_ready",
            Self::PasswordReset { .. } => "password_reset",
            Self::PasswordChanged { .. } => "password_changed",
            Self::SecondFactorChanged { .. } => "second_factor_changed",
            Self::AddressChanged { .. } => "address_changed",
            Self::AddressConfirmation { .. } => "address_confirmation",
            Self::SignInAddressMoved { .. } => "sign_in_address_moved",
            Self::TokenCreated { .. } => "token_created",
            Self::TokenRevoked { .. } => "token_revoked",
            Self::AdministratorKept { .. } => "administrator_kept",
            Self::IdentityChanged { .. } => "identity_changed",
            Self::RemovalsHeld { .. } => "removals_held",
        }
    }
}

impl Message {
    /// One account may have thousands of them at once, and one address is to get few: they leave at a pace (R-41).
    const fn is_paced(&self) -> bool {
        matches!(self, Self::Invitation { .. } | Self::InvitationReminder { .. })
    }
}

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
        "delete from outbox where account_id = $1 and user_id = $2 and paced and sent_at is null and dead_at is null
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

/// Puts the same mail into the outbox for every active administrator of the account.
pub(super) async fn write_to_administrators(tx: &mut Tx, scope: &AccountScope, message: &Message) -> Result<(), Fault> {
    let admins = sqlx::query!(
        "select id, sign_in_email, language from users where account_id = $1 and right_administrator and status = 'active' order by id",
        scope.account().get()
    )
    .fetch_all(tx.conn())
    .await?;
    for admin in admins {
        let to = admin.sign_in_email.parse().map_err(|_| Fault::unexpected("a stored address is no address"))?;
        write(tx, scope, Some(admin.id.into()), &to, admin.language.parse().unwrap_or_default(), message, None).await?;
    }
    Ok(())
}

const fn place(account: Uuid, row: Uuid) -> Place {
    Place { table: "outbox", column: "secret_sealed", account: Some(account), row }
}

/// Names a mail; the Message-ID is made of it, so that a second try is recognisable as the same mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MailId {
    account: AccountId,
    id: Uuid,
}

impl MailId {
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
    /// What it says.
    pub message: Message,
    /// The secret part of its link.
    pub link: Option<PlainLink>,
    /// When it was written.
    pub created_at: OffsetDateTime,
    /// How many tries there were, this one included.
    pub attempt: i32,
}

/// How long a worker may take to send one mail before another takes it over.
pub const LEASE: Duration = Duration::seconds(60);

/// Mails that are due; at most `limit`. Takes no lease. Accounts take turns, each with its oldest mail, so that thousands of invitations
/// of one keep nobody else's mail waiting; and of those at most 300 leave in a minute (R-41).
pub async fn due(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<Vec<MailId>, Fault> {
    let now = tx.now();
    let rows = sqlx::query!(
        r#"select account_id as "account_id!", outbox_id as "outbox_id!" from lookup_due_mail($1, $2)"#,
        now,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|r| MailId { account: r.account_id.into(), id: r.outbox_id }).collect())
}

/// Takes the lease of one due mail; `None` when somebody else has it. The caller commits before it sends.
pub async fn claim(tx: &mut Tx, _worker: WorkerScope, mail: MailId) -> Result<Option<Mail>, Fault> {
    let scope = AccountScope::enter(tx, mail.account, Actor::System).await?;
    let now = tx.now();
    let row = sqlx::query!(
        "update outbox set leased_until = $3, attempts = attempts + 1
         where account_id = $1 and id = (select id from outbox where account_id = $1 and id = $2 and sent_at is null and dead_at is null
            and next_attempt_at <= $4 and (leased_until is null or leased_until <= $4) for update skip locked)
         returning to_address, language, payload, secret_sealed, created_at, attempts",
        scope.account().get(),
        mail.id,
        now + LEASE,
        now,
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let link = match row.secret_sealed {
        Some(sealed) => {
            let text =
                String::from_utf8(tx.sealer().open(place(mail.account.get(), mail.id), &sealed)?).unwrap_or_default();
            Some(PlainLink::parse(&text).ok_or_else(|| Fault::unexpected("a sealed link is no link"))?)
        }
        None => None,
    };
    Ok(Some(Mail {
        id: mail,
        to: row.to_address.parse().map_err(|_| Fault::unexpected("a stored address is no address"))?,
        language: row.language.parse().unwrap_or_default(),
        message: serde_json::from_value(row.payload)?,
        link,
        created_at: row.created_at,
        attempt: row.attempts,
    }))
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
    let scope = AccountScope::enter(tx, mail.account, Actor::System).await?;
    let (account, now) = (scope.account().get(), tx.now());
    match outcome {
        Outcome::Sent => {
            sqlx::query!("update outbox set sent_at = $3, secret_sealed = null, leased_until = null, last_error = null where account_id = $1 and id = $2 and sent_at is null", account, mail.id, now)
                .execute(tx.conn())
                .await?;
        }
        Outcome::Retry { after, reason } => {
            sqlx::query!(
                "update outbox set next_attempt_at = $3, leased_until = null, last_error = $4 where account_id = $1 and id = $2 and sent_at is null",
                account,
                mail.id,
                now + *after,
                clipped(reason)
            )
            .execute(tx.conn())
            .await?;
        }
        Outcome::Dead { reason } => {
            sqlx::query!(
                "update outbox set dead_at = $3, secret_sealed = null, leased_until = null, last_error = $4 where account_id = $1 and id = $2 and sent_at is null",
                account,
                mail.id,
                now,
                clipped(reason)
            )
            .execute(tx.conn())
            .await?;
        }
    }
    Ok(())
}

fn clipped(reason: &str) -> String {
    reason.chars().filter(|c| !c.is_control()).take(500).collect()
}
