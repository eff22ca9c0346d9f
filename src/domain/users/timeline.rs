//! „Warum?“: what happened to one person, from the rows that were written when it happened.
//!
//! Known is what the product did and what the person did in it. What somebody does in the app, and when they work, is not recorded.

use serde_json::Value;
use time::OffsetDateTime;

use crate::domain::access::ReadingScope;
use crate::domain::audit;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::UserId;

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Event {
    /// When.
    pub at: OffsetDateTime,
    /// What.
    pub what: Happened,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Happened {
    /// Somebody changed something: a row of the audit log.
    Deed {
        /// `user`, `scim`, `support`, `operator` or `system`.
        actor_kind: String,
        /// Who, by name.
        actor: String,
        /// What, as `noun.verb`.
        action: String,
        /// More, without secrets.
        details: Value,
    },
    /// A licence was taken (`true`) or given back; the cause is one of [`licences::Cause`](crate::domain::licences::Cause)'s names.
    Licence(bool, String),
    /// The mail server took an invitation mail.
    MailSent,
    /// The mail server took a reminder.
    ReminderSent,
    /// An invitation mail was given up, with the mail server's words.
    MailRefused(String),
    /// Somebody opened a link of an invitation for the first time: the person, or their mail system.
    Opened,
    /// The person signed in to the portal for the first time.
    FirstSignIn,
    /// They pressed a download, or said that they have the app.
    AppLoaded,
}

/// Rows of each kind.
const ROWS: i64 = 100;

/// What is known of a person, newest first. Nobody's for an id that is not there.
pub async fn timeline(tx: &mut Tx, scope: &ReadingScope, id: UserId) -> Result<Vec<Event>, Fault> {
    let account = scope.account().get();
    let deeds = audit::about(tx, scope, id.get()).await?.into_iter().map(|entry| Event {
        at: entry.at,
        what: Happened::Deed {
            actor_kind: entry.actor_kind,
            actor: entry.actor_name,
            action: entry.action,
            details: entry.details,
        },
    });
    let mut events: Vec<Event> = deeds.collect();
    let seats = sqlx::query!(
        "select at, seats_delta, cause from licence_ledger where account_id = $1 and user_id = $2 and seats_delta <> 0 order by at desc, id desc limit $3",
        account,
        id.get(),
        ROWS
    )
    .fetch_all(tx.conn())
    .await?;
    events.extend(
        seats.into_iter().map(|row| Event { at: row.at, what: Happened::Licence(row.seats_delta > 0, row.cause) }),
    );
    let mails = sqlx::query!(
        r#"select kind, coalesce(sent_at, dead_at) as "at!", dead_at is not null and sent_at is null as "dead!", last_error from outbox
           where account_id = $1 and user_id = $2 and kind in ('invitation', 'invitation_reminder') and (sent_at is not null or dead_at is not null)
           order by created_at desc limit $3"#,
        account,
        id.get(),
        ROWS
    )
    .fetch_all(tx.conn())
    .await?;
    events.extend(mails.into_iter().map(|row| {
        let what = match (row.dead, row.kind.as_str()) {
            (true, _) => Happened::MailRefused(row.last_error.unwrap_or_default()),
            (false, "invitation_reminder") => Happened::ReminderSent,
            (false, _) => Happened::MailSent,
        };
        Event { at: row.at, what }
    }));
    let opened = sqlx::query_scalar!(
        r#"select opened_at as "at!" from invitations where account_id = $1 and user_id = $2 and opened_at is not null order by opened_at desc limit $3"#,
        account,
        id.get(),
        ROWS
    )
    .fetch_all(tx.conn())
    .await?;
    events.extend(opened.into_iter().map(|at| Event { at, what: Happened::Opened }));
    let steps = sqlx::query!(
        "select first_signed_in_at, app_loaded_at from users where account_id = $1 and id = $2",
        account,
        id.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    if let Some(steps) = steps {
        events.extend(steps.first_signed_in_at.map(|at| Event { at, what: Happened::FirstSignIn }));
        events.extend(steps.app_loaded_at.map(|at| Event { at, what: Happened::AppLoaded }));
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    Ok(events)
}
