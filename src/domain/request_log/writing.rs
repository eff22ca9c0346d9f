//! From the queue into the tables: one statement for an account's requests, and one for each pack of them.

use std::collections::BTreeMap;

use sqlx::postgres::{PgHasArrayType, PgTypeInfo};
use sqlx::{Executor, Postgres, Type};
use uuid::Uuid;

use super::{Entry, Kept, packs};
use crate::domain::access::AccountScope;
use crate::domain::connections;
use crate::domain::db::{Db, RequestInfo, Tx};
use crate::domain::fault::Fault;
use crate::model::{AccountId, ScimCause, fold};

/// Writes the oldest entries down, at most a batch; returns how many there were. Where the database is away they wait on.
pub async fn flush(db: &Db) -> Result<usize, Fault> {
    let entries = db.request_log().take();
    if entries.is_empty() {
        return Ok(0);
    }
    match write(db, &entries).await {
        Ok(()) => Ok(entries.len()),
        Err(fault) => {
            if fault.is_unavailable() {
                db.request_log().give_back(entries);
            } else {
                db.request_log().lost(entries.len());
            }
            Err(fault)
        }
    }
}

async fn write(db: &Db, entries: &[Entry]) -> Result<(), Fault> {
    let mut tx = db.begin(&RequestInfo::internal()).await?;
    // Losing the last moments of a log in a crash is no harm; waiting for the disk would be one.
    tx.conn().execute("set local synchronous_commit = off").await?;
    let mut accounts: BTreeMap<AccountId, Vec<RequestEntry>> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for entry in entries {
        let account = match (entry.account, found.get(&entry.connection)) {
            (Some(account), _) => Some(account),
            (None, Some(account)) => *account,
            (None, None) => {
                let account = connections::account_of(&mut tx, entry.connection).await?;
                found.insert(entry.connection, account);
                account
            }
        };
        // An address that nobody has is nobody's log.
        if let Some(account) = account {
            accounts.entry(account).or_default().push(entry.into());
        }
    }
    for (account, entries) in accounts {
        let scope = AccountScope::attend(&mut tx, account).await?;
        let (packs, rows) = parted(entries);
        for (connection, entries) in packs {
            packs::keep(&mut tx, &scope, connection, &entries).await?;
        }
        if !rows.is_empty() {
            insert(&mut tx, &scope, &rows).await?;
        }
    }
    tx.commit().await
}

/// What is packed, by connection, and what becomes a row of its own.
fn parted(entries: Vec<RequestEntry>) -> (BTreeMap<Uuid, Vec<RequestEntry>>, Vec<RequestEntry>) {
    let (fit, mut rows): (Vec<_>, Vec<_>) = entries.into_iter().partition(packs::fits);
    let mut packs: BTreeMap<Uuid, Vec<RequestEntry>> = BTreeMap::new();
    for entry in fit {
        packs.entry(entry.connection_id).or_default().push(entry);
    }
    packs.retain(|_, entries| {
        let many = entries.len() >= packs::PACKED_FROM;
        if !many {
            rows.append(entries);
        }
        many
    });
    (packs, rows)
}

/// What a text column can hold of a text from outside.
fn storable(text: &str, most: usize) -> String {
    if text.len() <= most && !text.contains('\0') {
        return text.to_owned();
    }
    text.chars().map(|c| if c == '\0' { '\u{fffd}' } else { c }).take(most).collect()
}

/// An entry as the type of the same name takes it; the order is that type's.
#[derive(Debug, sqlx::Encode)]
pub(super) struct RequestEntry {
    pub(super) connection_id: Uuid,
    pub(super) id: Uuid,
    pub(super) operation: &'static str,
    pub(super) changes: bool,
    pub(super) rehearsed: bool,
    pub(super) resource: String,
    pub(super) target_id: Option<Uuid>,
    pub(super) person: Option<String>,
    pub(super) person_key: Option<String>,
    pub(super) call: String,
    pub(super) status: i16,
    pub(super) scim_type: Option<&'static str>,
    pub(super) cause: Option<&'static str>,
    pub(super) detail: Option<String>,
    pub(super) micros: i32,
    pub(super) results: Option<i64>,
    pub(super) user_agent: Option<String>,
    pub(super) ip: Option<String>,
    pub(super) last4: Option<String>,
    pub(super) asked: Option<String>,
    pub(super) asked_bytes: i32,
    pub(super) answered: Option<String>,
    pub(super) answered_bytes: i32,
}

impl Type<Postgres> for RequestEntry {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("request_entry")
    }
}

impl PgHasArrayType for RequestEntry {
    fn array_type_info() -> PgTypeInfo {
        PgTypeInfo::array_of("request_entry")
    }
}

impl From<&Entry> for RequestEntry {
    fn from(entry: &Entry) -> Self {
        let text = |text: &Option<String>, most| text.as_deref().map(|text| storable(text, most));
        let size = |kept: &Kept| i32::try_from(kept.bytes).unwrap_or(i32::MAX);
        let body = |kept: &Kept| text(&kept.text, usize::MAX);
        let person = text(&entry.person, 320).filter(|person| !person.trim().is_empty());
        Self {
            connection_id: entry.connection.get(),
            id: entry.id.get(),
            operation: entry.operation.name(),
            changes: entry.operation.changes(),
            rehearsed: entry.rehearsed,
            resource: storable(&entry.resource, 40),
            target_id: entry.target,
            person_key: person.as_deref().map(fold),
            person,
            call: storable(&entry.call, 2000),
            status: i16::try_from(entry.status).unwrap_or(i16::MAX),
            scim_type: entry.scim_type,
            cause: entry.cause.map(ScimCause::name),
            detail: text(&entry.detail, 2000),
            micros: i32::try_from(entry.took.as_micros()).unwrap_or(i32::MAX),
            results: entry.results,
            user_agent: text(&entry.user_agent, 200),
            ip: text(&entry.ip, 60),
            last4: entry.last4.clone(),
            asked: body(&entry.asked),
            asked_bytes: size(&entry.asked),
            answered: body(&entry.answered),
            answered_bytes: size(&entry.answered),
        }
    }
}

/// Who is kept under the target is looked up for those alone of whom nobody has said it.
async fn insert(tx: &mut Tx, scope: &AccountScope, entries: &[RequestEntry]) -> Result<(), Fault> {
    sqlx::query!(
        "insert into request_log (account_id, connection_id, id, operation, changes, rehearsed, resource, target_id, person, person_key, call, status,
                                  scim_type, cause, detail, micros, results, user_agent, ip, last4, asked, asked_bytes, answered, answered_bytes)
         select $1, n.connection_id, n.id, n.operation, n.changes, n.rehearsed, n.resource, n.target_id,
                coalesce(n.person, left(u.user_name, 320), left(g.display_name, 320)), coalesce(n.person_key, u.user_name_key, g.display_name_key),
                n.call, n.status, n.scim_type, n.cause, n.detail, n.micros, n.results, n.user_agent, n.ip, n.last4,
                n.asked, n.asked_bytes, n.answered, n.answered_bytes
         from unnest($2::request_entry[]) n
         left join users u on u.account_id = $1 and u.id = case when n.person is null then n.target_id end
         left join groups g on g.account_id = $1 and g.id = case when n.person is null then n.target_id end
         on conflict do nothing",
        scope.account().get(),
        entries as &[RequestEntry],
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
