//! Mail to administrators, as each of them wants it: at once, once a day, or not at all.

use serde_json::json;

use super::{Message, write};
use crate::domain::access::{AccountScope, Actor, PersonScope, WorkerScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};

/// What administrators are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A SCIM Access Token or an API key was made, replaced or revoked, or runs out.
    Token,
    /// The identity provider wanted to end the last administrator's access.
    AdministratorKept,
    /// Somebody came with a person's address but is another one.
    IdentityChanged,
    /// The brake holds many removals.
    RemovalsHeld,
    /// People wait for a licence.
    LimitReached,
    /// The vendor's support may look into the account.
    SupportAccess,
}

crate::model::named!(Event {
    Token = "token",
    AdministratorKept = "administrator_kept",
    IdentityChanged = "identity_changed",
    RemovalsHeld = "removals_held",
    LimitReached = "limit_reached",
    SupportAccess = "support_access",
});

impl Event {
    /// Whether somebody may not want to hear of it at all. Of what an attacker would do, everybody hears.
    pub const fn can_be_off(self) -> bool {
        match self {
            Self::Token | Self::IdentityChanged | Self::RemovalsHeld | Self::SupportAccess => false,
            Self::AdministratorKept | Self::LimitReached => true,
        }
    }
}

/// How somebody wants to hear of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// At once.
    Now,
    /// Once a day.
    Digest,
    /// Not at all.
    Off,
}

crate::model::named!(Choice { Now = "now", Digest = "digest", Off = "off" });

/// Tells every active administrator of the account, as they want it.
pub(in crate::domain) async fn write_to_administrators(
    tx: &mut Tx,
    scope: &AccountScope,
    message: &Message,
) -> Result<(), Fault> {
    let event = message.event().map(Event::name);
    let admins = sqlx::query!(
        r#"select u.id, u.sign_in_email as "address!", u.language, n.choice as "choice?" from users u
           left join notification_choices n on n.account_id = u.account_id and n.user_id = u.id and n.event = $2
           where u.account_id = $1 and u.right_administrator and u.status = 'active' order by u.id"#,
        scope.account().get(),
        event
    )
    .fetch_all(tx.conn())
    .await?;
    for admin in admins {
        match admin.choice.as_deref().and_then(|choice| choice.parse().ok()).unwrap_or(Choice::Now) {
            Choice::Off => {}
            Choice::Digest => keep(tx, scope, admin.id, message).await?,
            Choice::Now => {
                let to = admin.address.parse().map_err(|_| Fault::unexpected("a stored address is no address"))?;
                let language = admin.language.parse().unwrap_or_default();
                write(tx, scope, Some(admin.id.into()), &to, language, message, None).await?;
            }
        }
    }
    Ok(())
}

/// Puts an event aside for the mail of the day.
async fn keep(tx: &mut Tx, scope: &AccountScope, user: uuid::Uuid, message: &Message) -> Result<(), Fault> {
    let (id, now) = (tx.new_id(), tx.now());
    sqlx::query!(
        "insert into digest_entries (account_id, id, user_id, at, due_at, payload)
         select a.id, $2, $3, $4, (date_trunc('day', $4::timestamptz at time zone a.time_zone) + interval '1 day 7 hours') at time zone a.time_zone, $5
         from accounts a where a.id = $1",
        scope.account().get(),
        id,
        user,
        now,
        serde_json::to_value(message)?
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What a person chose, for every event.
pub async fn choices(tx: &mut Tx, scope: &PersonScope) -> Result<Vec<(Event, Choice)>, Fault> {
    let rows = sqlx::query!(
        "select event, choice from notification_choices where account_id = $1 and user_id = $2",
        scope.account().get(),
        scope.user().get()
    )
    .fetch_all(tx.conn())
    .await?;
    let of = |event: Event| rows.iter().find(|row| row.event == event.name()).and_then(|row| row.choice.parse().ok());
    Ok(Event::ALL.iter().map(|event| (*event, of(*event).unwrap_or(Choice::Now))).collect())
}

/// Why nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum ChooseError {
    /// Only administrators hear of anything.
    #[error("no administrator")]
    NoAdministrator,
    /// Everybody hears of this.
    #[error("this event cannot be switched off")]
    AlwaysTold(Event),
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ChooseError);

/// Stores how a person wants to hear of events. Choosing the same again changes nothing.
pub async fn choose(tx: &mut Tx, scope: &PersonScope, wanted: &[(Event, Choice)]) -> Result<(), ChooseError> {
    if scope.administrator().is_none() {
        return Err(ChooseError::NoAdministrator);
    }
    if let Some((event, _)) = wanted.iter().find(|(event, choice)| *choice == Choice::Off && !event.can_be_off()) {
        return Err(ChooseError::AlwaysTold(*event));
    }
    let before = choices(tx, scope).await?;
    let changed: Vec<_> = wanted.iter().copied().filter(|wish| !before.contains(wish)).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let (account, user) = (scope.account().get(), scope.user().get());
    for (event, choice) in &changed {
        if *choice == Choice::Now {
            sqlx::query!(
                "delete from notification_choices where account_id = $1 and user_id = $2 and event = $3",
                account,
                user,
                event.name()
            )
            .execute(tx.conn())
            .await?;
        } else {
            sqlx::query!(
                "insert into notification_choices (account_id, user_id, event, choice) values ($1, $2, $3, $4)
                 on conflict (account_id, user_id, event) do update set choice = excluded.choice",
                account,
                user,
                event.name(),
                choice.name()
            )
            .execute(tx.conn())
            .await?;
        }
    }
    let words = |of: &[(Event, Choice)]| {
        of.iter()
            .filter(|(event, _)| changed.iter().any(|(other, _)| other == event))
            .map(|(event, choice)| (event.name().to_owned(), json!(choice)))
            .collect::<serde_json::Map<_, _>>()
    };
    let details = json!({ "from": words(&before), "to": words(&changed) });
    audit::record(tx, scope, "notifications.set", Target::User(user), details).await?;
    Ok(())
}

/// Writes the mails of the day that are due: one to each administrator, about everything that was put aside for them. Who manages
/// the account no more gets none.
pub async fn write_digests(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<usize, Fault> {
    let now = tx.now();
    let due = sqlx::query!(
        r#"select account_id as "account_id!", user_id as "user_id!" from lookup_due_digests($1, $2)"#,
        now,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    for row in &due {
        let scope = AccountScope::enter(tx, row.account_id.into(), Actor::System).await?;
        let entries = sqlx::query!(
            "with gone as (delete from digest_entries where account_id = $1 and user_id = $2 returning at, id, payload)
             select payload as \"payload!\" from gone order by at, id",
            row.account_id,
            row.user_id
        )
        .fetch_all(tx.conn())
        .await?;
        let admin = sqlx::query!(
            r#"select sign_in_email as "address!", language from users where account_id = $1 and id = $2 and right_administrator and status = 'active'"#,
            row.account_id,
            row.user_id
        )
        .fetch_optional(tx.conn())
        .await?;
        let events: Vec<Message> =
            entries.into_iter().filter_map(|entry| serde_json::from_value(entry.payload).ok()).collect();
        if let (Some(admin), false) = (admin, events.is_empty()) {
            let to = admin.address.parse().map_err(|_| Fault::unexpected("a stored address is no address"))?;
            let account_name = crate::domain::accounts::name(tx, &scope).await?;
            let message = Message::Digest { account_name, events };
            let language = admin.language.parse().unwrap_or_default();
            write(tx, &scope, Some(row.user_id.into()), &to, language, &message, None).await?;
        }
    }
    Ok(due.len())
}
