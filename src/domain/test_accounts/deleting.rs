//! A test account deleted by its administrator: everything of it goes in one unit of work, and its administrators' addresses are burnt.
//!
//! A test account has few people ([`PEOPLE`](super::PEOPLE)), so no worker is needed. What stays is that it was there, without a name
//! (`ended_accounts`), and the hashes of the burnt addresses.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::access::{Actor, AdminScope, Fresh, OperatorScope};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::outbox::{self, Message};
use crate::domain::{accounts, sign_ups, users};

/// Why the account stays.
#[derive(Debug, thiserror::Error)]
pub enum DeleteError {
    /// It has a plan.
    #[error("no test account")]
    NoTest,
    /// What was typed is not the account's name.
    #[error("the name is another one")]
    NameDiffers,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(DeleteError);

/// Deletes the test account of an administrator, with everything in it: people, sessions, invitations, resets, mail that has not left, the
/// log. Nothing of it can be brought back. The administrator is told by mail.
pub async fn delete(tx: &mut Tx, scope: &Fresh<AdminScope>, typed_name: &str) -> Result<(), DeleteError> {
    let Actor::User { id, .. } = scope.actor() else { return Err(DeleteError::NoTest) };
    let (account, now) = (scope.account().get(), tx.now());
    // People before the account, in the order in which everybody locks them.
    sqlx::query!("select id from users where account_id = $1 order by id for update", account)
        .fetch_all(tx.conn())
        .await?;
    let stored = sqlx::query!("select created_at, test_ends_at from accounts where id = $1 for update", account)
        .fetch_one(tx.conn())
        .await?;
    if stored.test_ends_at.is_none() {
        return Err(DeleteError::NoTest);
    }
    if typed_name.trim() != accounts::name(tx, scope).await?.trim() {
        return Err(DeleteError::NameDiffers);
    }
    let person =
        users::load(tx, scope, *id, false).await?.ok_or_else(|| Fault::unexpected("somebody who is not there acts"))?;
    let (address, language) = (person.signs_in_by()?.clone(), person.language);
    let administrators = sqlx::query_scalar!(
        r#"select sign_in_email as "address!" from users
           where account_id = $1 and right_administrator and status = 'active' and sign_in_email is not null order by sign_in_email_key"#,
        account
    )
    .fetch_all(tx.conn())
    .await?;
    for administrator in administrators {
        let administrator = administrator.parse().map_err(|_| Fault::unexpected("a stored address is no address"))?;
        sign_ups::burn(tx, &administrator).await?;
    }
    let request = tx.request().id;
    sqlx::query!(
        "insert into ended_accounts (account, created_at, ended_at, request_id) values ($1, $2, $3, $4)",
        account,
        stored.created_at,
        now,
        request.get()
    )
    .execute(tx.conn())
    .await?;
    // Whatever hangs on the account goes with it; the request log hangs on nothing.
    sqlx::query!("delete from request_log where account_id = $1", account).execute(tx.conn()).await?;
    sqlx::query!("delete from request_packs where account_id = $1", account).execute(tx.conn()).await?;
    sqlx::query!("delete from accounts where id = $1", account).execute(tx.conn()).await?;
    Ok(outbox::write_outside(tx, &address, language, &Message::TestDeleted, None).await?)
}

/// That an account was there.
#[derive(Debug, Clone)]
pub struct Ended {
    /// Which.
    pub account: Uuid,
    /// Since when it was there.
    pub created_at: OffsetDateTime,
    /// When it was deleted.
    pub ended_at: OffsetDateTime,
    /// By which request.
    pub request_id: Uuid,
}

/// Accounts that were deleted, the newest first; at most `limit`.
pub async fn ended(tx: &mut Tx, _operator: OperatorScope, limit: i64) -> Result<Vec<Ended>, Fault> {
    Ok(sqlx::query_as!(
        Ended,
        "select account, created_at, ended_at, request_id from ended_accounts order by ended_at desc, account limit $1",
        limit
    )
    .fetch_all(tx.conn())
    .await?)
}
