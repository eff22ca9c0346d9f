//! The rows, column by column: what is not named here does not leave.

use serde_json::Value;
use uuid::Uuid;

use super::{Place, Section};
use crate::domain::access::PersonScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;

/// Rows of a part.
const PART: i64 = 500;
/// Rows of a log that are looked through for a part. Neither log has an index for this: it is asked for seldom, and both are written all the time.
const LOOKED_THROUGH: i64 = 5_000;
/// Packs of requests that are looked through for a part.
const PACKS: i64 = 20;

/// The person's own row with what there is once of everybody.
pub(super) async fn person(tx: &mut Tx, scope: &PersonScope) -> Result<Value, Fault> {
    Ok(sqlx::query_scalar!(
        r#"select jsonb_build_object(
                'id', u.id, 'connection_id', u.connection_id, 'external_id', u.external_id, 'user_name', u.user_name, 'email', u.email,
                'sign_in_email', u.sign_in_email, 'given_name', u.given_name, 'family_name', u.family_name, 'display_name', u.display_name,
                'phone', u.phone, 'language', u.language, 'language_chosen', u.language_chosen, 'attributes', u.attributes,
                'right_app_user', u.right_app_user, 'right_administrator', u.right_administrator,
                'right_project_manager', u.right_project_manager, 'method', u.method, 'status', u.status, 'seat', u.seat, 'held', u.held,
                'created_at', u.created_at, 'updated_at', u.updated_at, 'accepted_at', u.accepted_at, 'removed_at', u.removed_at,
                'linked_at', u.linked_at, 'first_signed_in_at', u.first_signed_in_at, 'last_signed_in_at', u.last_signed_in_at,
                'app_loaded_at', u.app_loaded_at, 'app_signed_in_at', u.app_signed_in_at, 'version', u.version)
              || jsonb_build_object(
                'company', a.name,
                'password', case when p.user_id is not null then jsonb_build_object('changed_at', p.changed_at, 'short', p.short) end,
                'second_factor', case when f.user_id is not null then jsonb_build_object('confirmed_at', f.confirmed_at) end,
                'recovery_codes', array(select jsonb_build_object('used_at', r.used_at) from recovery_codes r
                  where r.account_id = u.account_id and r.user_id = u.id order by r.used_at),
                'settings', jsonb_build_object('theme', o.theme, 'keys', coalesce(o.keys, true)),
                'list', case when l.user_id is not null
                  then jsonb_build_object('hides_expired', l.hides_expired, 'hides_revoked', l.hides_revoked) end)
              as "row!"
           from users u join accounts a on a.id = u.account_id
           left join password_credentials p on p.account_id = u.account_id and p.user_id = u.id
           left join second_factors f on f.account_id = u.account_id and f.user_id = u.id
           left join own_settings o on o.account_id = u.account_id and o.user_id = u.id
           left join list_preferences l on l.account_id = u.account_id and l.user_id = u.id
           where u.account_id = $1 and u.id = $2"#,
        scope.account().get(),
        scope.user().get()
    )
    .fetch_one(tx.conn())
    .await?)
}

/// All rows of a section that nobody has many of.
pub(super) async fn short(tx: &mut Tx, scope: &PersonScope, section: Section) -> Result<Vec<Value>, Fault> {
    macro_rules! all {
        ($sql:literal) => {
            sqlx::query_scalar!($sql, scope.account().get(), scope.user().get()).fetch_all(tx.conn()).await?
        };
    }
    Ok(match section {
        Section::LinkedSignInMethods => all!(
            r#"select jsonb_build_object('method', method, 'issuer', issuer, 'subject', subject, 'email', email, 'created_at', created_at,
                      'last_used_at', last_used_at) as "row!" from identities where account_id = $1 and user_id = $2 order by created_at, id"#
        ),
        Section::Passkeys => all!(
            r#"select jsonb_build_object('name', name, 'synced', synced, 'created_at', created_at, 'last_used_at', last_used_at) as "row!"
               from passkeys where account_id = $1 and user_id = $2 order by created_at, id"#
        ),
        Section::Sessions => all!(
            r#"select jsonb_build_object('method', method, 'created_at', created_at, 'authenticated_at', authenticated_at,
                      'last_seen_at', last_seen_at, 'expires_at', expires_at, 'user_agent', user_agent, 'ip', ip) as "row!"
               from sessions where account_id = $1 and user_id = $2 order by created_at, id"#
        ),
        Section::PasswordResets => all!(
            r#"select jsonb_build_object('created_at', created_at, 'expires_at', expires_at, 'used_at', used_at) as "row!"
               from password_resets where account_id = $1 and user_id = $2 order by created_at, id"#
        ),
        Section::AddressMoves => all!(
            r#"select jsonb_build_object('email', email, 'created_at', created_at, 'expires_at', expires_at, 'used_at', used_at) as "row!"
               from address_moves where account_id = $1 and user_id = $2 order by created_at, id"#
        ),
        Section::Invitations => all!(
            r#"select jsonb_build_object('method', method, 'email', email, 'created_at', created_at, 'expires_at', expires_at,
                      'accepted_at', accepted_at, 'revoked_at', revoked_at, 'reminded_at', reminded_at, 'opened_at', opened_at) as "row!"
               from invitations where account_id = $1 and user_id = $2 order by created_at, id"#
        ),
        Section::Groups => all!(
            r#"select jsonb_build_object('group_id', m.group_id, 'name', g.display_name, 'added_at', m.added_at) as "row!"
               from group_members m join groups g on g.account_id = m.account_id and g.id = m.group_id
               where m.account_id = $1 and m.user_id = $2 order by m.added_at, g.id"#
        ),
        Section::RightsByGroup => all!(
            r#"select jsonb_build_object('group_name', group_name, 'waits_for', waits_for) as "row!" from group_rights where account_id = $1 and user_id = $2"#
        ),
        Section::LinkRequests => all!(
            r#"select jsonb_build_object('connection_id', connection_id, 'asked_at', asked_at, 'last_asked_at', last_asked_at, 'decision', decision,
                      'decided_at', decided_at) as "row!" from link_requests where account_id = $1 and user_id = $2 order by asked_at, id"#
        ),
        Section::Removals => all!(
            r#"select jsonb_build_object('connection_id', connection_id, 'at', at) as "row!" from removals
               where account_id = $1 and user_id = $2 order by at, id"#
        ),
        Section::SavedFilters => all!(
            r#"select jsonb_build_object('name', name, 'query', query, 'created_at', created_at) as "row!" from saved_filters
               where account_id = $1 and user_id = $2 order by created_at, id"#
        ),
        Section::NotificationChoices => all!(
            r#"select jsonb_build_object('event', event, 'choice', choice) as "row!" from notification_choices
               where account_id = $1 and user_id = $2 order by event"#
        ),
        Section::WaitingNews => all!(
            r#"select jsonb_build_object('at', at, 'due_at', due_at, 'payload', payload) as "row!" from digest_entries
               where account_id = $1 and user_id = $2 order by at, id"#
        ),
        Section::SupportRequests => all!(
            r#"select jsonb_build_object('reference', reference, 'connection_id', connection_id, 'kind', kind, 'message', message, 'status', status, 'created_at', created_at,
                      'closed_at', closed_at) as "row!" from support_requests where account_id = $1 and created_by = $2 order by reference"#
        ),
        Section::Licences | Section::Mails | Section::ScimRequests | Section::AuditLog => Vec::new(),
    })
}

/// Where the next part begins, if there may be one.
fn next(rows: usize, most: i64, last: Option<Uuid>) -> Option<Place> {
    let full = i64::try_from(rows).is_ok_and(|rows| rows >= most);
    last.filter(|_| full).map(|row| Place { row, ..Place::default() })
}

type Part = (Vec<Value>, Option<Place>);

/// A row of a section that is read in the order of its ids.
struct Told {
    id: Uuid,
    row: Value,
}

/// A part of such a section.
fn part(found: Vec<Told>) -> Part {
    let next = next(found.len(), PART, found.last().map(|told| told.id));
    (found.into_iter().map(|told| told.row).collect(), next)
}

/// Licences, without the names of who took or gave them.
pub(super) async fn licences(tx: &mut Tx, scope: &PersonScope, place: Place) -> Result<Part, Fault> {
    let found = sqlx::query_as!(
        Told,
        r#"select id, jsonb_build_object('at', at, 'cause', cause, 'seats_delta', seats_delta, 'licences_delta', licences_delta, 'user_label', user_label,
                  'actor_kind', actor_kind, 'request_id', request_id) as "row!"
           from licence_ledger where account_id = $1 and user_id = $2 and id > $3 order by id limit $4"#,
        scope.account().get(),
        scope.user().get(),
        place.row,
        PART
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(part(found))
}

/// Mails to the person.
pub(super) async fn mails(tx: &mut Tx, scope: &PersonScope, place: Place) -> Result<Part, Fault> {
    let found = sqlx::query_as!(
        Told,
        r#"select id, jsonb_build_object('kind', kind, 'to_address', to_address, 'language', language, 'payload', payload, 'created_at', created_at,
                  'sent_at', sent_at, 'dead_at', dead_at, 'attempts', attempts, 'last_error', last_error) as "row!"
           from outbox where account_id = $1 and user_id = $2 and id > $3 order by id limit $4"#,
        scope.account().get(),
        scope.user().get(),
        place.row,
        PART
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(part(found))
}

/// Requests about this person alone; a request about many shows others.
pub(super) async fn scim_requests(tx: &mut Tx, scope: &PersonScope, place: Place) -> Result<Part, Fault> {
    let found = sqlx::query!(
        r#"with part as materialized (
             select * from request_log where account_id = $1 and (connection_id, id) > ($3, $4) order by connection_id, id limit $5)
           select (select count(*) from part) as "looked_through!",
                  (select connection_id from part order by connection_id desc, id desc limit 1) as last_connection,
                  (select id from part order by connection_id desc, id desc limit 1) as last_row,
                  array(select jsonb_build_object('id', id, 'connection_id', connection_id,
                          'at', to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0),
                          'operation', operation, 'resource', resource, 'person', person, 'call', call, 'status', status,
                          'scim_type', scim_type, 'cause', cause, 'detail', detail, 'user_agent', user_agent, 'ip', ip,
                          'asked', asked, 'answered', answered)
                        from part where target_id = $2 order by connection_id, id) as "rows!""#,
        scope.account().get(),
        scope.user().get(),
        place.connection,
        place.row,
        LOOKED_THROUGH
    )
    .fetch_one(tx.conn())
    .await?;
    let next = found.last_connection.zip(found.last_row).filter(|_| found.looked_through >= LOOKED_THROUGH);
    let packs = Place { packed: true, ..Place::default() };
    Ok((found.rows, Some(next.map_or(packs, |(connection, row)| Place { connection, row, packed: false }))))
}

/// The requests of [`scim_requests`] that are kept together with others.
pub(super) async fn packed_requests(tx: &mut Tx, scope: &PersonScope, place: Place) -> Result<Part, Fault> {
    let found = sqlx::query!(
        r#"with part as materialized (
             select connection_id, last_id, entries from request_packs
             where account_id = $1 and (connection_id, last_id) > ($3, $4) order by connection_id, last_id limit $5)
           select (select count(*) from part) as "looked_through!",
                  (select connection_id from part order by connection_id desc, last_id desc limit 1) as last_connection,
                  (select last_id from part order by connection_id desc, last_id desc limit 1) as last_row,
                  array(select jsonb_build_object('id', e.id, 'connection_id', part.connection_id,
                          'at', to_timestamp(('x' || left(replace(e.id::text, '-', ''), 12))::bit(48)::bigint / 1000.0),
                          'operation', e.operation, 'resource', e.resource, 'person', e.person, 'call', e.call, 'status', e.status,
                          'scim_type', null, 'cause', null, 'detail', null, 'user_agent', e.user_agent, 'ip', e.ip,
                          'asked', e.asked, 'answered', null)
                        from part, json_to_recordset(part.entries::json)
                          as e (id uuid, operation text, resource text, target_id uuid, person text, call text, status smallint, user_agent text, ip text, asked text)
                        where e.target_id = $2 order by part.connection_id, e.id) as "rows!""#,
        scope.account().get(),
        scope.user().get(),
        place.connection,
        place.row,
        PACKS
    )
    .fetch_one(tx.conn())
    .await?;
    let next = found.last_connection.zip(found.last_row).filter(|_| found.looked_through >= PACKS);
    Ok((found.rows, next.map(|(connection, row)| Place { connection, row, packed: true })))
}

/// Deeds by the person and to them. What was done to others is told without saying to whom, and who else did something by what they are alone.
pub(super) async fn audit_log(tx: &mut Tx, scope: &PersonScope, place: Place) -> Result<Part, Fault> {
    let found = sqlx::query!(
        r#"with part as materialized (
             select id, at, actor_kind, actor_id = $2 as own, action, target_kind, target_id = $2 as about, details, request_id, ip from audit_log
             where account_id = $1 and id > $3 order by id limit $4)
           select (select count(*) from part) as "looked_through!", (select id from part order by id desc limit 1) as last_row,
                  array(select jsonb_build_object('at', at, 'action', action, 'actor_kind', actor_kind, 'by_you', own is true, 'ip', ip,
                          'target_kind', target_kind, 'about_you', about is true, 'details', details, 'request_id', request_id)
                        from part where own or about order by id) as "rows!""#,
        scope.account().get(),
        scope.user().get(),
        place.row,
        LOOKED_THROUGH
    )
    .fetch_one(tx.conn())
    .await?;
    let looked_through = usize::try_from(found.looked_through).unwrap_or(usize::MAX);
    let rows = found.rows.into_iter().map(without_others).collect();
    Ok((rows, next(looked_through, LOOKED_THROUGH, found.last_row)))
}

/// Details of what was done to others are theirs, and so is from where somebody else did something.
fn without_others(mut row: Value) -> Value {
    let (by_you, about_you) = (row["by_you"] == true, row["about_you"] == true);
    if let Some(columns) = row.as_object_mut() {
        if !about_you {
            columns.remove("details");
        }
        if !by_you {
            columns.remove("ip");
        }
    }
    row
}
