//! The floor's statements: one per request, the fastest shape known for each.

macro_rules! columns {
    () => {
        "id, external_id, user_name, email, given_name, family_name, display_name, phone, status, created_at, updated_at, version"
    };
}

/// One person by id: account, id.
pub const BY_ID: &str =
    concat!("select ", columns!(), " from users where account_id = $1 and id = $2 and status <> 'removed'");

/// One person by folded name: account, name.
pub const BY_NAME: &str =
    concat!("select ", columns!(), " from users where account_id = $1 and user_name_key = $2 and status <> 'removed'");

/// A page: ids first, then their rows; the total is counted beside it: account, connection, offset, limit.
pub const PAGE: &str = concat!(
    "select (select count(*) from users where account_id = $1 and connection_id = $2 and status <> 'removed') as total, ",
    columns!(),
    " from users where account_id = $1 and id = any (array(
        select id from users where account_id = $1 and connection_id = $2 and status <> 'removed' order by created_at, id offset $3 limit $4))
      order by created_at, id"
);

/// Person, ledger, invitation, link, mail and audit.
pub const CREATE: &str = concat!(
    "with person as (
       insert into users (account_id, id, connection_id, external_id, user_name, user_name_key, email, email_key, sign_in_email, sign_in_email_key,
         given_name, family_name, display_name, display_name_key, phone, language, attributes, right_app_user, status, created_at, updated_at, method)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $7, $8, $9, $10, $11, $12, $13, 'de', $14, true, 'invited', now(), now(), 'password')
       returning ",
    columns!(),
    "), ledger as (
       insert into licence_ledger (account_id, id, at, cause, seats_delta, licences_delta, user_id, user_label, actor_kind, actor_name, request_id)
       values ($1, $15, now(), 'invited', 1, 1, $2, $11, 'scim', 'password', $24)
     ), invitation as (
       insert into invitations (account_id, id, user_id, method, email, created_at, expires_at)
       values ($1, $16, $2, 'password', $7, now(), now() + interval '7 days')
     ), link as (
       insert into invitation_links (account_id, id, invitation_id, hash, created_at) values ($1, $17, $16, $20, now())
     ), mail as (
       insert into outbox (account_id, id, kind, to_address, to_key, paced, language, payload, secret_sealed, user_id, created_at, next_attempt_at)
       values ($1, $18, 'invitation', $7, $8, true, 'de', $21, $22, $2, now(), now())
     ), audit as (
       insert into audit_log (account_id, id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, details, request_id, ip)
       values ($1, $19, now(), 'scim', $3, 'password', 'user.provisioned', 'user', $2, $23, $24, '127.0.0.1')
     ) select * from person"
);

/// Person, ledger where a seat is taken or given back, audit: account, id, name, folded name, active, ids of ledger and audit, details, connection, request.
pub const PATCH: &str = concat!(
    "with before as (select seat from users where account_id = $1 and id = $2 for update), person as (
       update users u set display_name = $3, display_name_key = $4, status = case when $5 then 'active' else 'deactivated' end,
         updated_at = now(), version = version + 1 from before where u.account_id = $1 and u.id = $2
       returning u.seat, ",
    columns!(),
    "), ledger as (
       insert into licence_ledger (account_id, id, at, cause, seats_delta, licences_delta, user_id, user_label, actor_kind, actor_name, request_id)
       select $1, $6, now(), 'deactivated', 1, 1, $2, $3, 'scim', 'password', $10 from before, person where before.seat <> person.seat
     ), audit as (
       insert into audit_log (account_id, id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, details, request_id, ip)
       values ($1, $7, now(), 'scim', $9, 'password', 'user.replaced', 'user', $2, $8, $10, '127.0.0.1')
     ) select * from person"
);

/// The row alone: account, id, name, folded name, active.
pub const BARE_UPDATE: &str = concat!(
    "update users set display_name = $3, display_name_key = $4, status = case when $5 then 'active' else 'deactivated' end,
       updated_at = now(), version = version + 1 where account_id = $1 and id = $2 returning ",
    columns!()
);
