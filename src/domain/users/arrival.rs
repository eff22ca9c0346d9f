//! Somebody new, written whole: person, licence, invitation with link and mail, audit — one statement, one round trip, all or nothing. Where there
//! is no transaction around it, it proves the token as well.

use serde_json::{Value, json};

use super::Searched;
use super::store::User;
use crate::domain::access::{AccountScope, ConnectionScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::invitations::Draft;
use crate::domain::licences::Cause;
use crate::model::{ConnectionId, EmailAddress, fold};

/// Writes a person who arrives through a connection: with a seat they are invited (or wait for the word, where the connection invites on
/// demand, or where they have no address), without one they are stored alone. `false`: one of the unique keys is taken, and nothing was written.
pub(super) async fn write(
    tx: &mut Tx,
    scope: &ConnectionScope,
    user: &User,
    searched: &Searched,
) -> Result<bool, Fault> {
    let account_scope: &AccountScope = scope;
    let draft = Draft::of(tx, account_scope, &scope.facts().account_name, user, scope.method())?;
    let details = json!({ "user_name": user.user_name, "active": user.is_active() });
    let log = audit::Row::of(tx, scope.actor(), "user.provisioned", Target::User(user.id.get()), details);
    let ledger = tx.new_id();
    let proof = tx.is_at_once().then(|| scope.facts());
    let written = sqlx::query!(
        r#"with person as (
             insert into users (account_id, id, connection_id, external_id, user_name, user_name_key, email, email_key, sign_in_email, sign_in_email_key,
                                given_name, family_name, display_name, display_name_key, phone, language, attributes,
                                right_app_user, right_administrator, right_project_manager, status, created_at, updated_at, accepted_at, comparable, method)
             values (case when $49::text is null or proof_must_stand($1, $3, $48, $49) then $1::uuid end, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $22, $23, $46,
                     (select $31 from connections c where c.account_id = $1 and c.id = $3 and $29 and c.inviting = 'at_once' and $9::text is not null))
             on conflict do nothing
             returning account_id, id, method
           ), addresses as (
             insert into user_addresses (account_id, user_id, address_key)
             select account_id, id, address from person, unnest($47::text[]) address on conflict do nothing
           ), seat as (
             insert into licence_ledger (account_id, id, at, cause, seats_delta, licences_delta, user_id, user_label, actor_kind, actor_name, request_id)
             select p.account_id, $24, $22, $25, 1, case when a.auto_licences and a.test_ends_at is null then 1 else 0 end, p.id, $13, $26, $27, $28
             from person p join accounts a on a.id = p.account_id where $29
           ), invitation as (
             insert into invitations (account_id, id, user_id, method, email, created_at, expires_at)
             select account_id, $30, id, method, $9, $22, $32 from person where method is not null
             returning account_id, user_id
           ), link as (
             insert into invitation_links (account_id, id, invitation_id, hash, created_at)
             select account_id, $33, $30, $34, $22 from invitation
           ), mail as (
             insert into outbox (account_id, id, kind, to_address, to_key, paced, language, payload, secret_sealed, user_id, created_at, next_attempt_at)
             select account_id, $35, $36, $9, $10, true, $16, $37, $38, user_id, $22, next_invitation_mail(account_id, $10, $22) from invitation
           ), log as (
             insert into audit_log (account_id, id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, details, request_id, ip)
             select account_id, $39, $22, $26, $40, $27, $41, $42, $43, $44, $28, $45 from person
           )
           select exists (select from person) as "written!", exists (select from invitation) as "invited!""#,
        scope.account().get(),
        user.id.get(),
        user.connection.map(ConnectionId::get),
        user.external_id,
        user.user_name,
        fold(&user.user_name),
        user.email.as_ref().map(EmailAddress::as_str),
        user.email.as_ref().map(EmailAddress::key),
        user.sign_in_email.as_ref().map(EmailAddress::as_str),
        user.sign_in_email.as_ref().map(EmailAddress::key),
        user.given_name,
        user.family_name,
        user.display_name,
        fold(&user.display_name),
        user.phone,
        user.language.name(),
        Value::Object(user.attributes.clone()),
        user.rights.app_user,
        user.rights.administrator,
        user.rights.project_manager,
        user.status.name(),
        user.created_at,
        user.accepted_at,
        ledger,
        Cause::Invited.name(),
        log.actor_kind,
        log.actor_name,
        log.request_id,
        user.seat,
        draft.id,
        scope.method().name(),
        draft.expires_at,
        draft.link_id,
        &draft.link_hash[..],
        draft.mail.id,
        draft.mail.kind,
        draft.mail.payload,
        draft.mail.secret_sealed,
        log.id,
        log.actor_id,
        log.action,
        log.target_kind,
        log.target_id,
        log.details,
        log.ip,
        Value::Object(searched.comparable.clone()),
        &searched.other_addresses,
        proof.map(|facts| facts.token.get()),
        proof.map(|facts| facts.rests_on.as_str()),
    )
    .fetch_one(tx.conn())
    .await?;
    if written.written {
        tx.has_written();
    }
    if written.invited {
        tx.mail_written();
    }
    Ok(written.written)
}
