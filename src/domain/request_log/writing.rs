//! From the queue into the table: one statement for an account's requests.

use std::collections::BTreeMap;

use sqlx::Executor;
use uuid::Uuid;

use super::{Entry, Kept};
use crate::domain::access::{AccountScope, Actor};
use crate::domain::connections;
use crate::domain::db::{Db, RequestInfo, Tx};
use crate::domain::fault::Fault;
use crate::model::{AccountId, fold};

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
    let mut accounts: BTreeMap<AccountId, Vec<&Entry>> = BTreeMap::new();
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
            accounts.entry(account).or_default().push(entry);
        }
    }
    for (account, entries) in accounts {
        let scope = AccountScope::enter(&mut tx, account, Actor::System).await?;
        insert(&mut tx, &scope, &entries).await?;
    }
    tx.commit().await
}

/// What a text column can hold of a text from outside.
fn storable(text: &str, most: usize) -> String {
    text.chars().map(|c| if c == '\0' { '\u{fffd}' } else { c }).take(most).collect()
}

async fn insert(tx: &mut Tx, scope: &AccountScope, entries: &[&Entry]) -> Result<(), Fault> {
    fn all<T>(entries: &[&Entry], of: impl Fn(&Entry) -> T) -> Vec<T> {
        entries.iter().map(|entry| of(entry)).collect()
    }
    let text = |text: &Option<String>, most| text.as_deref().map(|text| storable(text, most));
    let size = |kept: &Kept| i32::try_from(kept.bytes).unwrap_or(i32::MAX);
    let body = |kept: &Kept| kept.text.as_deref().map(|text| storable(text, usize::MAX));
    let person = |entry: &Entry| text(&entry.person, 320).filter(|person| !person.trim().is_empty());
    sqlx::query!(
        "insert into request_log (account_id, connection_id, id, operation, changes, resource, target_id, person, person_key, call, status,
                                  scim_type, cause, detail, micros, results, user_agent, ip, last4, asked, asked_bytes, answered, answered_bytes, rehearsed)
         select $1, n.connection_id, n.id, n.operation, n.changes, n.resource, n.target_id,
                coalesce(n.person, left(u.user_name, 320), left(g.display_name, 320)), coalesce(n.person_key, u.user_name_key, g.display_name_key),
                n.call, n.status, n.scim_type, n.cause, n.detail, n.micros, n.results, n.user_agent, n.ip, n.last4,
                n.asked, n.asked_bytes, n.answered, n.answered_bytes, n.rehearsed
         from unnest($2::uuid[], $3::uuid[], $4::text[], $5::boolean[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::text[],
                     $11::smallint[], $12::text[], $13::text[], $14::text[], $15::integer[], $16::bigint[], $17::text[], $18::text[],
                     $19::text[], $20::text[], $21::integer[], $22::text[], $23::integer[], $24::boolean[])
              as n (connection_id, id, operation, changes, resource, target_id, person, person_key, call, status, scim_type, cause, detail,
                    micros, results, user_agent, ip, last4, asked, asked_bytes, answered, answered_bytes, rehearsed)
         left join users u on u.account_id = $1 and u.id = n.target_id
         left join groups g on g.account_id = $1 and g.id = n.target_id
         on conflict do nothing",
        scope.account().get(),
        &all(entries, |entry| entry.connection.get())[..],
        &all(entries, |entry| entry.id.get())[..],
        &all(entries, |entry| entry.operation.name().to_owned())[..],
        &all(entries, |entry| entry.operation.changes())[..],
        &all(entries, |entry| storable(&entry.resource, 40))[..],
        &all(entries, |entry| entry.target) as &[Option<Uuid>],
        &all(entries, person) as &[Option<String>],
        &all(entries, |entry| person(entry).map(|person| fold(&person))) as &[Option<String>],
        &all(entries, |entry| storable(&entry.call, 2000))[..],
        &all(entries, |entry| i16::try_from(entry.status).unwrap_or(i16::MAX))[..],
        &all(entries, |entry| entry.scim_type.map(str::to_owned)) as &[Option<String>],
        &all(entries, |entry| entry.cause.map(|cause| cause.name().to_owned())) as &[Option<String>],
        &all(entries, |entry| text(&entry.detail, 2000)) as &[Option<String>],
        &all(entries, |entry| i32::try_from(entry.took.as_micros()).unwrap_or(i32::MAX))[..],
        &all(entries, |entry| entry.results) as &[Option<i64>],
        &all(entries, |entry| text(&entry.user_agent, 200)) as &[Option<String>],
        &all(entries, |entry| text(&entry.ip, 60)) as &[Option<String>],
        &all(entries, |entry| entry.last4.clone()) as &[Option<String>],
        &all(entries, |entry| body(&entry.asked)) as &[Option<String>],
        &all(entries, |entry| size(&entry.asked))[..],
        &all(entries, |entry| body(&entry.answered)) as &[Option<String>],
        &all(entries, |entry| size(&entry.answered))[..],
        &all(entries, |entry| entry.rehearsed)[..],
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
