//! The statement that writes a person who changes, with its line in the audit log; where access ends or comes back and nothing else is to be done,
//! that as well.

use serde_json::Value;

use super::store::User;
use super::{Searched, Status, brake};
use crate::domain::access::{AccountScope, ConnectionScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::licences::Cause;
use crate::domain::locked::Seen;
use crate::model::{EmailAddress, fold};

/// The statement that writes a person and the audit log, and what else `$tail` makes of it: it begins behind these two and ends with a
/// selection; its values begin with `$36`.
macro_rules! write_person {
    ($tx:ident, $scope:ident, $user:ident, $searched:expr, $log:ident, $seen:expr, $tail:literal $(, $more:expr)* $(,)?) => {
        sqlx::query!(
            r#"with person as (
             update users set external_id = $3, user_name = $4, user_name_key = $5, email = $6, email_key = $7, sign_in_email = $8, sign_in_email_key = $9,
                    given_name = $10, family_name = $11, display_name = $12, display_name_key = $13, phone = $14, language = $15, attributes = $16,
                    status = $17, held = held and $17 in ('deactivated', 'removed'), updated_at = $18, removed_at = case when $17 = 'removed' then $18::timestamptz end, version = $19,
                    comparable = coalesce($20, comparable)
             where account_id = $1 and id = $2 and ($32::text is null or (xmin::text = $32 and proof_must_stand($1, $33, $34, $35)))
             returning account_id, id),
             log as (
               insert into audit_log (account_id, id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, details, request_id, ip)
               select $1, $21::uuid, $22::timestamptz, $23, $24::uuid, $25, $26, $27, $28::uuid, $29::jsonb, $30::uuid, $31 from person)"# + $tail,
            $scope.account().get(),
            $user.id.get(),
            $user.external_id,
            $user.user_name,
            fold(&$user.user_name),
            $user.email.as_ref().map(EmailAddress::as_str),
            $user.email.as_ref().map(EmailAddress::key),
            $user.sign_in_email.as_ref().map(EmailAddress::as_str),
            $user.sign_in_email.as_ref().map(EmailAddress::key),
            $user.given_name,
            $user.family_name,
            $user.display_name,
            fold(&$user.display_name),
            $user.phone,
            $user.language.name(),
            Value::Object($user.attributes.clone()),
            $user.status.name(),
            $user.updated_at,
            $user.version,
            $searched.map(|searched: &Searched| Value::Object(searched.comparable.clone())),
            $log.id,
            $tx.now(),
            $log.actor_kind,
            $log.actor_id,
            $log.actor_name,
            $log.action,
            $log.target_kind,
            $log.target_id,
            $log.details,
            $log.request_id,
            $log.ip,
            $seen.map(|(_, seen): (&ConnectionScope, &Seen)| &seen.version),
            $seen.map(|(scope, _): (&ConnectionScope, &Seen)| scope.connection().get()),
            $seen.map(|(scope, _): (&ConnectionScope, &Seen)| scope.facts().token.get()),
            $seen.map(|(scope, _): (&ConnectionScope, &Seen)| scope.facts().rests_on.as_str()),
            $($more),*
        )
    };
}
/// Writes back everything an identity provider or a change of status can move but the other addresses ([`super::store::keep_addresses`]), and what the audit
/// log says about it. Unique keys are the caller's to check first. `searched`: `None` when the identity provider said nothing new.
pub(super) async fn update(
    tx: &mut Tx,
    scope: &AccountScope,
    user: &User,
    searched: Option<&Searched>,
    log: (&str, Value),
) -> Result<(), sqlx::Error> {
    write(tx, scope, user, searched, log, None).await?;
    Ok(())
}

/// The same of somebody whose lock is optimistic, as the first or only statement that writes; `false`, and nothing has happened, where they have
/// changed since they were read. Where the token does not open what it did, the statement fails as a conflict.
pub(super) async fn update_seen(
    tx: &mut Tx,
    scope: &ConnectionScope,
    user: &User,
    searched: &Searched,
    log: (&str, Value),
    seen: &Seen,
) -> Result<bool, sqlx::Error> {
    let written = write(tx, scope, user, Some(searched), log, Some((scope, seen))).await?;
    if written {
        tx.has_written();
    }
    Ok(written)
}

async fn write(
    tx: &mut Tx,
    scope: &AccountScope,
    user: &User,
    searched: Option<&Searched>,
    (action, details): (&str, Value),
    seen: Option<(&ConnectionScope, &Seen)>,
) -> Result<bool, sqlx::Error> {
    let log = audit::Row::of(tx, scope.actor(), action, Target::User(user.id.get()), details);
    let written =
        write_person!(tx, scope, user, searched, log, seen, r#" select exists (select from person) as "written!""#);
    Ok(written.fetch_one(tx.conn()).await?.written)
}

/// How access changes by the statement that writes the person.
#[derive(Debug)]
pub(super) struct Switch {
    /// They lose it; otherwise it comes back.
    ends: bool,
    /// What is written in the ledger; 0: nothing, they hold no seat before or none after.
    seats: i32,
}

impl Switch {
    /// Of somebody who goes from `before` to `after`, where nothing but their row, a removal and the ledger is to be written. Whether more of them ends with
    /// their access is looked at by the statement.
    pub(super) fn of(scope: &ConnectionScope, before: &User, after: &User, seen: &Seen) -> Option<Self> {
        let alone = !seen.signed_in && before.groups.as_ref().is_none_or(Vec::is_empty);
        match (before.status, after.status) {
            (Status::Active, Status::Deactivated) if alone => Some(Self { ends: true, seats: -i32::from(before.seat) }),
            // Where licences are limited they are counted in a transaction.
            (Status::Deactivated, Status::Active) if !scope.facts().limited => {
                Some(Self { ends: false, seats: i32::from(after.rights.app_user) - i32::from(before.seat) })
            }
            _ => None,
        }
    }
}

/// [`update_seen`] of somebody whose access ends or comes back (R-20, R-21), as the only statement that writes. Where more than `switch` says is to be
/// done, the statement fails as a conflict. Gives whether their removal is held; `None`, and nothing has happened, where they have changed since.
pub(super) async fn switch_seen(
    tx: &mut Tx,
    scope: &ConnectionScope,
    user: &User,
    searched: &Searched,
    (action, details): (&str, Value),
    seen: &Seen,
    switch: &Switch,
) -> Result<Option<bool>, sqlx::Error> {
    let log = audit::Row::of(tx, scope.actor(), action, Target::User(user.id.get()), details);
    let (searched, seen, cause) =
        (Some(searched), Some((scope, seen)), if switch.ends { Cause::Deactivated } else { Cause::Reactivated });
    let (removal, entry, now) = (tx.new_id(), tx.new_id(), tx.now());
    let written = write_person!(
        tx,
        scope,
        user,
        searched,
        log,
        seen,
        r#", removal as (
             select n.held, n.notes from person p, note_removal(p.account_id, $33, p.id, $36, $37, $38, $39, true, true) n where $40),
           seat as (
             insert into licence_ledger (account_id, id, at, cause, seats_delta, licences_delta, user_id, user_label, actor_kind, actor_name, request_id)
             select a.id, $41, $37, $42, $43, case when a.auto_licences and a.test_ends_at is null then $43 else 0 end, p.id, $12, $23, $25, $30
             from person p join accounts a on a.id = p.account_id where $43 <> 0 and not exists (select from removal where held))
           select exists (select from person) as "written!", coalesce((select held from removal), false) as "held!", (select notes from removal) as notes"#,
        removal,
        now,
        now - brake::WINDOW,
        brake::EVERYDAY,
        switch.ends,
        entry,
        cause.name(),
        switch.seats,
    );
    let written = written.fetch_one(tx.conn()).await?;
    if !written.written {
        return Ok(None);
    }
    tx.has_written();
    tx.summed_up(written.notes.unwrap_or(0));
    Ok(Some(written.held))
}
