//! What an identity provider reads by the hundred, kept together: one row for what a connection read within a moment.
//!
//! Rows of their own, each with its entries of indexes, cost the database as much as the reading. So what is only read and answered
//! as it was wished, and is much at a time, is packed; whatever changes something, is refused or comes alone stays a row of its own. Whoever reads the log
//! finds both in one order.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::moment_of;
use super::reading::{Bounds, Filter, Logged, Search};
use super::writing::RequestEntry;
use crate::domain::access::AccountScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::model::{ConnectionId, RequestId, ScimOperation, fold};

/// From so many of one connection in a batch on they are packed. Fewer come several times a second at most.
pub(super) const PACKED_FROM: usize = 50;
/// Packs that are read at once.
const AT_ONCE: i64 = 4;

/// Whether this may be kept in a pack: nothing but a reading that went well, of which everything is known that will ever be.
pub(super) fn fits(entry: &RequestEntry) -> bool {
    !entry.changes
        && entry.status < 400
        && !entry.rehearsed
        && entry.cause.is_none()
        && entry.answered.is_none()
        && (entry.person.is_some() || entry.target_id.is_none())
}

/// A request in a pack; its members are called like the columns of `request_log`.
#[derive(Debug, Serialize, Deserialize)]
struct Packed<'a> {
    id: Uuid,
    operation: Cow<'a, str>,
    resource: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    person: Option<Cow<'a, str>>,
    call: Cow<'a, str>,
    status: i16,
    micros: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    results: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user_agent: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ip: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asked: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "is_zero")]
    asked_bytes: i32,
    #[serde(default, skip_serializing_if = "is_zero")]
    answered_bytes: i32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")]
const fn is_zero(number: &i32) -> bool {
    *number == 0
}

impl<'a> From<&'a RequestEntry> for Packed<'a> {
    fn from(entry: &'a RequestEntry) -> Self {
        let text = |text: &'a Option<String>| text.as_deref().map(Cow::Borrowed);
        Self {
            id: entry.id,
            operation: Cow::Borrowed(entry.operation),
            resource: Cow::Borrowed(&entry.resource),
            target_id: entry.target_id,
            person: text(&entry.person),
            call: Cow::Borrowed(&entry.call),
            status: entry.status,
            micros: entry.micros,
            results: entry.results,
            user_agent: text(&entry.user_agent),
            ip: text(&entry.ip),
            asked: text(&entry.asked),
            asked_bytes: entry.asked_bytes,
            answered_bytes: entry.answered_bytes,
        }
    }
}

impl From<Packed<'_>> for Logged {
    fn from(packed: Packed<'_>) -> Self {
        Self {
            id: RequestId::new(packed.id),
            at: moment_of(packed.id),
            operation: packed.operation.parse().ok(),
            rehearsed: false,
            resource: packed.resource.into_owned(),
            target: packed.target_id,
            person: packed.person.map(Cow::into_owned),
            call: packed.call.into_owned(),
            status: u16::try_from(packed.status).unwrap_or(0),
            scim_type: None,
            cause: None,
            detail: None,
            micros: packed.micros,
            results: packed.results,
            user_agent: packed.user_agent.map(Cow::into_owned),
            ip: packed.ip.map(Cow::into_owned),
            last4: None,
            asked: packed.asked.map(Cow::into_owned),
            asked_bytes: packed.asked_bytes,
            answered: None,
            answered_bytes: packed.answered_bytes,
        }
    }
}

/// Keeps requests of one connection that all fit.
pub(super) async fn keep(
    tx: &mut Tx,
    scope: &AccountScope,
    connection: Uuid,
    entries: &[RequestEntry],
) -> Result<(), Fault> {
    let ids = entries.iter().map(|entry| entry.id);
    let Some((first, last)) = ids.clone().min().zip(ids.max()) else { return Ok(()) };
    let operations: BTreeSet<&str> = entries.iter().map(|entry| entry.operation).collect();
    let persons: BTreeSet<&String> = entries.iter().filter_map(|entry| entry.person_key.as_ref()).collect();
    let packed: Vec<Packed<'_>> = entries.iter().map(Packed::from).collect();
    let text = serde_json::to_string(&packed).map_err(|_| Fault::unexpected("a request cannot be written as JSON"))?;
    sqlx::query!(
        "insert into request_packs (account_id, connection_id, last_id, first_id, operations, persons, entries)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        scope.account().get(),
        connection,
        last,
        first,
        &operations.into_iter().map(str::to_owned).collect::<Vec<_>>(),
        &persons.into_iter().cloned().collect::<Vec<_>>(),
        text
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whether this filter could find anything in a pack.
fn may_hold(filter: &Filter) -> bool {
    filter.outcome != Some(super::Outcome::Refused)
        && filter.cause.is_none()
        && !filter.changes
        && !filter.operation.is_some_and(ScimOperation::changes)
}

/// Puts what the filter leaves of the packs among what was found, newest first; at most `most` in all.
pub(super) async fn add(
    tx: &mut Tx,
    scope: &AccountScope,
    connection: ConnectionId,
    (filter, search): (&Filter, &Search),
    bounds: Bounds,
    most: usize,
    found: &mut Vec<Logged>,
) -> Result<(), Fault> {
    if !may_hold(filter) {
        return Ok(());
    }
    let (prefix, end) = search.person().unzip();
    let wanted = |one: &Packed<'_>| {
        bounds.hold(one.id)
            && filter.operation.is_none_or(|operation| one.operation == operation.name())
            && prefix
                .as_deref()
                .is_none_or(|prefix| one.person.as_deref().is_some_and(|person| fold(person).starts_with(prefix)))
    };
    let mut before: Option<Uuid> = None;
    loop {
        let packs = sqlx::query!(
            "select last_id, entries from request_packs
             where account_id = $1 and connection_id = $2 and last_id >= $3 and first_id < $4 and ($5::uuid is null or last_id < $5)
               and ($6::text is null or $6 = any(operations))
               and ($7::text is null or exists (select from unnest(persons) person where person collate \"C\" >= $7 and person collate \"C\" < $8))
             order by last_id desc limit $9",
            scope.account().get(),
            connection.get(),
            bounds.from,
            bounds.until,
            before,
            filter.operation.map(ScimOperation::name),
            prefix.as_deref(),
            end.as_deref(),
            AT_ONCE
        )
        .fetch_all(tx.conn())
        .await?;
        let Some(oldest) = packs.last().map(|pack| pack.last_id) else { return Ok(()) };
        for pack in packs {
            if most.checked_sub(1).and_then(|last| found.get(last)).is_some_and(|last| last.id.get() > pack.last_id) {
                return Ok(()); // Everything that is left is older.
            }
            let entries: Vec<Packed<'_>> = serde_json::from_str(&pack.entries)
                .map_err(|_| Fault::unexpected("requests that were kept together cannot be read"))?;
            found.extend(entries.into_iter().filter(wanted).map(Logged::from));
            found.sort_unstable_by_key(|one| std::cmp::Reverse(one.id));
            // After a fault in the middle of writing a request may be in two packs.
            found.dedup_by_key(|one| one.id);
            found.truncate(most);
        }
        before = Some(oldest);
    }
}
