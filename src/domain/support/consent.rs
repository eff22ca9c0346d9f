//! „Support-Zugriff“: an administrator lets support look into the account for 24 hours (R-62).
//!
//! Support reads what administrators read, changes nothing, and is nobody of the account. The consent is read in the unit of work that
//! shows something, so whatever ends it ends it for the next request, on every instance. The end needs no chore: it is compared.

use std::ops::Deref;

use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::record;
use crate::domain::access::{AccountScope, Actor, AdminScope, Fresh, ReadingScope, SupportScope};
use crate::domain::accounts;
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::outbox::{self, Message};
use crate::model::{AccountId, ConnectionId, RequestId, UserId};

/// How long a consent lasts.
pub const LASTS: Duration = Duration::hours(24);
/// For so long the same page, opened again by the same member of staff, leaves no further row.
pub const REMEMBERED: Duration = Duration::minutes(5);

/// A consent that counts.
#[derive(Debug, Clone)]
pub struct Consent {
    /// The administrator who gave it, by the name they had.
    pub by: String,
    /// Since when.
    pub at: OffsetDateTime,
    /// Until when.
    pub until: OffsetDateTime,
}

/// The account's consent; `None` where there is none, or none any more.
pub async fn consent(tx: &mut Tx, scope: &AccountScope) -> Result<Option<Consent>, Fault> {
    let now = tx.now();
    Ok(sqlx::query_as!(
        Consent,
        r#"select granted_by_name as "by!", granted_at as "at!", expires_at as "until!" from support_consents where account_id = $1 and expires_at > $2"#,
        scope.account().get(),
        now
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// Why support stays outside.
#[derive(Debug, thiserror::Error)]
pub enum AllowError {
    /// A person of the account says so, not the vendor's operator.
    #[error("a person of the account allows it")]
    NobodyOfTheAccount,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(AllowError);

/// Lets support look into the account for [`LASTS`]; every administrator is mailed. Where it is allowed already nothing changes, so
/// nobody makes it longer unnoticed.
pub async fn allow(tx: &mut Tx, scope: &Fresh<AdminScope>) -> Result<(), AllowError> {
    let Actor::User { name, .. } = scope.actor() else { return Err(AllowError::NobodyOfTheAccount) };
    let now = tx.now();
    let until = now + LASTS;
    let allowed = sqlx::query!(
        "insert into support_consents (account_id, granted_at, granted_by_name, expires_at) values ($1, $2, $3, $4)
         on conflict (account_id) do update
           set granted_at = excluded.granted_at, granted_by_name = excluded.granted_by_name, expires_at = excluded.expires_at
           where support_consents.expires_at <= excluded.granted_at",
        scope.account().get(),
        now,
        name.as_str(),
        until
    )
    .execute(tx.conn())
    .await?;
    if allowed.rows_affected() == 0 {
        return Ok(());
    }
    audit::record(tx, scope, "support_access.allowed", Target::Account, json!({})).await?;
    let account_name = accounts::name(tx, scope).await?;
    let message = Message::SupportAllowed { account_name, actor: name.clone(), until: until.unix_timestamp() };
    outbox::write_to_administrators(tx, scope, &message).await?;
    Ok(())
}

/// Ends it; the next request of support is refused. Ending what has ended changes nothing.
pub async fn withdraw(tx: &mut Tx, scope: &AdminScope) -> Result<(), Fault> {
    let counted = consent(tx, scope).await?.is_some();
    sqlx::query!("delete from support_consents where account_id = $1", scope.account().get())
        .execute(tx.conn())
        .await?;
    if counted {
        audit::record(tx, scope, "support_access.withdrawn", Target::Account, json!({})).await?;
    }
    Ok(())
}

/// What support looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// How the account stands: licences, invitations, connections, sign-in methods.
    Account,
    /// The list of people.
    People,
    /// One person.
    Person(UserId),
    /// What an identity provider asked of a connection.
    Requests(ConnectionId),
    /// One of these requests.
    Request(ConnectionId, RequestId),
}

impl Look {
    const fn action(self) -> &'static str {
        match self {
            Self::Account => "support_access.account_viewed",
            Self::People => "support_access.people_viewed",
            Self::Person(_) => "support_access.person_viewed",
            Self::Requests(_) => "support_access.requests_viewed",
            Self::Request(..) => "support_access.request_viewed",
        }
    }

    const fn target(self) -> Target {
        match self {
            Self::Account | Self::People => Target::Account,
            Self::Person(person) => Target::User(person.get()),
            Self::Requests(connection) | Self::Request(connection, _) => Target::Connection(connection.get()),
        }
    }

    /// What names the page beside its kind.
    fn details(self) -> Value {
        match self {
            Self::Account | Self::People => json!({}),
            Self::Person(person) => json!({ "person": person }),
            Self::Requests(connection) => json!({ "connection": connection }),
            Self::Request(connection, request) => json!({ "connection": connection, "request": request }),
        }
    }
}

/// May read one account as the vendor's support, because an administrator of it allows that at this moment. Made by [`look_into`] alone;
/// its unit of work cannot write any more.
#[derive(Debug, Clone)]
pub struct ConsentedSupportScope {
    scope: ReadingScope,
    consent: Consent,
}

impl ConsentedSupportScope {
    /// What allows it.
    pub const fn consent(&self) -> &Consent {
        &self.consent
    }
}

impl Deref for ConsentedSupportScope {
    type Target = ReadingScope;
    fn deref(&self) -> &ReadingScope {
        &self.scope
    }
}

/// Opens a page of the account to support and writes down, for both sides, that it did; `None` without consent. The unit of work has to
/// be committed before anything is shown, and does nothing but read from here on.
pub async fn look_into(
    tx: &mut Tx,
    staff: &SupportScope,
    account: AccountId,
    look: Look,
) -> Result<Option<ConsentedSupportScope>, Fault> {
    let account = AccountScope::enter(tx, account, staff.actor()).await?;
    let Some(consent) = consent(tx, &account).await? else { return Ok(None) };
    note(tx, staff, &account, &consent, look).await?;
    tx.only_read().await?;
    Ok(Some(ConsentedSupportScope { scope: ReadingScope::granted(account), consent }))
}

/// One row in either log, unless this page left them a moment ago under this consent.
async fn note(
    tx: &mut Tx,
    staff: &SupportScope,
    account: &AccountScope,
    consent: &Consent,
    look: Look,
) -> Result<(), Fault> {
    // Of two requests at once the second one sees what the first one wrote.
    sqlx::query!("select id from support_staff where id = $1 for no key update", staff.staff().get())
        .fetch_one(tx.conn())
        .await?;
    let since = consent.at.max(tx.now() - REMEMBERED);
    let noted = sqlx::query_scalar!(
        r#"select exists (select from support_log where staff_id = $1 and at >= $2 and action = $3 and subject = $4 and details = $5) as "noted!""#,
        staff.staff().get(),
        since,
        look.action(),
        account.account().get(),
        look.details()
    )
    .fetch_one(tx.conn())
    .await?;
    if noted {
        return Ok(());
    }
    record(tx, staff, look.action(), Some(account.account().get()), look.details()).await?;
    let details = match look {
        Look::Request(_, request) => json!({ "request": request }),
        _ => json!({}),
    };
    audit::record(tx, account, look.action(), look.target(), details).await
}
