//! People of connections that invite on demand: they are there, hold their licence, and wait for an administrator to send the mail.
//!
//! The licence is reserved when somebody arrives and not when the mail leaves (product decision 7): whoever assigned them in the identity
//! provider decided about the licence, and the button never fails for want of one. Nothing expires before it was sent.

use serde_json::json;

use super::sending::{invitation_message, invited_by_method};
use crate::domain::access::{AdminScope, ReadingScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::secrets::PlainLink;
use crate::domain::sign_in_methods;
use crate::domain::{accounts, outbox};
use crate::model::ConnectionId;

/// People per statement.
const BATCH: i64 = 500;

/// How many invitations of the account were never sent and could be: whoever has no address waits for one, not for the button.
pub async fn unsent(tx: &mut Tx, scope: &ReadingScope) -> Result<i64, Fault> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "unsent!" from users u where u.account_id = $1 and u.status = 'invited' and u.sign_in_email is not null and not exists (
             select from invitations i where i.account_id = u.account_id and i.user_id = u.id and i.accepted_at is null and i.revoked_at is null)"#,
        scope.account().get()
    )
    .fetch_one(tx.conn())
    .await?)
}

/// How many people of the account, or of one connection, cannot be invited because they have no address.
pub async fn without_address(tx: &mut Tx, scope: &ReadingScope, of: Option<ConnectionId>) -> Result<i64, Fault> {
    // By their place in the order of addresses, behind everybody who has one.
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from users
           where account_id = $1 and email_place >= U&'\+10FFFF' and status = 'invited' and sign_in_email is null and ($2::uuid is null or connection_id = $2)"#,
        scope.account().get(),
        of.map(ConnectionId::get)
    )
    .fetch_one(tx.conn())
    .await?)
}

/// „Alle senden“: invites everybody who was never sent an invitation; returns how many.
pub async fn send_unsent(tx: &mut Tx, scope: &AdminScope) -> Result<usize, Fault> {
    let account_name = accounts::name(tx, scope).await?;
    let mut sent = 0;
    loop {
        let batch = send_batch(tx, scope, &account_name).await?;
        sent += batch;
        if batch == 0 {
            break;
        }
    }
    if sent > 0 {
        audit::record(tx, scope, "invitations.sent", Target::Account, json!({ "count": sent })).await?;
    }
    Ok(sent)
}

async fn send_batch(tx: &mut Tx, scope: &AdminScope, account_name: &str) -> Result<usize, Fault> {
    let (account, now) = (scope.account().get(), tx.now());
    let people = sqlx::query!(
        r#"select u.id, u.display_name, u.sign_in_email as "address!", u.sign_in_email_key as "key!", u.language, c.method as "connection?", coalesce(u.method, 'password') as "own!"
           from users u left join connections c on c.account_id = u.account_id and c.id = u.connection_id
           where u.account_id = $1 and u.status = 'invited' and u.sign_in_email is not null and not exists (
             select from invitations i where i.account_id = u.account_id and i.user_id = u.id and i.accepted_at is null and i.revoked_at is null)
           order by u.id limit $2 for update of u skip locked"#,
        account,
        BATCH
    )
    .fetch_all(tx.conn())
    .await?;
    let expires_at = now + tx.policy().invitation_lifetime;
    let states = sign_in_methods::list(tx, scope).await?;
    let (mut ids, mut invitations, mut links, mut hashes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut mails, mut payloads, mut secrets) = (Vec::new(), Vec::new(), Vec::new());
    let (mut methods, mut addresses, mut keys, mut languages) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for person in &people {
        let link = PlainLink::generate();
        let method = invited_by_method(&states, person.connection.as_deref(), &person.own)?;
        let message =
            invitation_message(account_name.to_owned(), person.display_name.clone(), method, expires_at, None);
        let mail = outbox::Row::of(tx, scope, &message, Some(&link))?;
        ids.push(person.id);
        invitations.push(tx.new_id());
        links.push(tx.new_id());
        hashes.push(link.hash().to_vec());
        mails.push(mail.id);
        payloads.push(mail.payload);
        secrets.push(mail.secret_sealed.unwrap_or_default());
        methods.push(method.name().to_owned());
        addresses.push(person.address.clone());
        keys.push(person.key.clone());
        languages.push(person.language.clone());
    }
    if ids.is_empty() {
        return Ok(0);
    }
    sqlx::query!(
        "with people as (
           select * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bytea[], $6::uuid[], $7::jsonb[], $8::bytea[], $9::text[], $10::text[], $11::text[], $12::text[])
             p (user_id, invitation, link, hash, mail, payload, secret, method, address, address_key, language)),
         person as (
           update users u set method = p.method from people p where u.account_id = $1 and u.id = p.user_id and u.method is distinct from p.method),
         invitation as (
           insert into invitations (account_id, id, user_id, method, email, created_at, expires_at)
           select $1, invitation, user_id, method, address, $13, $14 from people),
         link as (
           insert into invitation_links (account_id, id, invitation_id, hash, created_at) select $1, link, invitation, hash, $13 from people)
         insert into outbox (account_id, id, kind, to_address, to_key, paced, language, payload, secret_sealed, user_id, created_at, next_attempt_at)
         select $1, mail, 'invitation', address, address_key, true, language, payload, secret, user_id, $13, next_invitation_mail($1, address_key, $13) from people",
        account,
        &ids,
        &invitations,
        &links,
        &hashes,
        &mails,
        &payloads,
        &secrets,
        &methods,
        &addresses,
        &keys,
        &languages,
        now,
        expires_at
    )
    .execute(tx.conn())
    .await?;
    tx.mail_written();
    Ok(ids.len())
}
