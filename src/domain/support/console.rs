//! What support can do across accounts: find, look, revoke, settle.

use serde_json::json;
use uuid::Uuid;

use super::{Consent, consent, record};
use crate::domain::access::{AccountScope, SupportScope};
use crate::domain::accounts::{self, Account};
use crate::domain::audit::{self, Target};
use crate::domain::connections::{self, Connection};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::licences::{self, Licences};
use crate::domain::requests::{self, Request};
use crate::domain::tokens::{self, RevokeError, Revoker};
use crate::model::{AccountId, ConnectionId};

/// Accounts whose name contains the text, or whose own or connection's id it is; at most 20.
pub async fn search(tx: &mut Tx, scope: &SupportScope, text: &str) -> Result<Vec<Account>, Fault> {
    let text: String = text.trim().chars().take(200).collect();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let ids = sqlx::query_scalar!(r#"select account_id as "account_id!" from lookup_accounts($1, 20)"#, text)
        .fetch_all(tx.conn())
        .await?;
    record(tx, scope, "accounts.searched", None, json!({ "hits": ids.len() })).await?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let account = AccountScope::enter(tx, AccountId::new(id), scope.actor()).await?;
        found.push(accounts::get(tx, &account).await?);
    }
    Ok(found)
}

/// An open request with its account.
#[derive(Debug, Clone)]
pub struct InboxItem {
    /// Whose.
    pub account: Account,
    /// What.
    pub request: Request,
}

/// Open requests of all accounts, oldest first; at most 200.
pub async fn inbox(tx: &mut Tx, scope: &SupportScope) -> Result<Vec<InboxItem>, Fault> {
    let rows = sqlx::query!(
        r#"select account_id as "account_id!", request_id as "request_id!" from lookup_open_requests(200)"#
    )
    .fetch_all(tx.conn())
    .await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let account = AccountScope::enter(tx, row.account_id.into(), scope.actor()).await?;
        let request = requests::list(tx, &account).await?.into_iter().find(|r| r.id == row.request_id);
        if let Some(request) = request {
            items.push(InboxItem { account: accounts::get(tx, &account).await?, request });
        }
    }
    Ok(items)
}

/// One account as support sees it: states, never a secret.
#[derive(Debug, Clone)]
pub struct AccountOverview {
    /// The account.
    pub account: Account,
    /// Its licences.
    pub licences: Licences,
    /// Its connections with the rows of their tokens.
    pub connections: Vec<Connection>,
    /// Its requests, newest first.
    pub requests: Vec<Request>,
    /// What lets support see more.
    pub consent: Option<Consent>,
}

/// Looks into an account; the customer sees in their log that support looked. `None` for an account that is not there.
pub async fn view(tx: &mut Tx, scope: &SupportScope, id: AccountId) -> Result<Option<AccountOverview>, Fault> {
    let Some(account) = enter(tx, scope, id).await? else { return Ok(None) };
    record(tx, scope, "account.viewed", Some(id.get()), json!({})).await?;
    audit::record(tx, &account, "account.viewed_by_support", Target::Account, json!({})).await?;
    Ok(Some(AccountOverview {
        account: accounts::get(tx, &account).await?,
        licences: licences::count(tx, &account).await?,
        connections: connections::list(tx, &account).await?,
        requests: requests::list(tx, &account).await?,
        consent: consent(tx, &account).await?,
    }))
}

/// Turns to the account with this id; one that calls itself by it is another one.
async fn enter(tx: &mut Tx, scope: &SupportScope, id: AccountId) -> Result<Option<AccountScope>, Fault> {
    let found = sqlx::query_scalar!(r#"select account_id as "account_id!" from lookup_account($1)"#, id.to_string())
        .fetch_all(tx.conn())
        .await?;
    if found.contains(&id.get()) { Ok(Some(AccountScope::enter(tx, id, scope.actor()).await?)) } else { Ok(None) }
}

/// „Token widerrufen“: with a reason and a ticket; the admins get mail (article, product B18).
pub async fn revoke_token(
    tx: &mut Tx,
    scope: &SupportScope,
    connection: ConnectionId,
    reason: &str,
    ticket: &str,
) -> Result<(), RevokeError> {
    tokens::revoke(tx, Revoker::Support(scope, ticket), connection, reason).await?;
    record(
        tx,
        scope,
        "token.revoked",
        Some(connection.get()),
        json!({ "reason": reason.trim(), "ticket": ticket.trim() }),
    )
    .await?;
    Ok(())
}

/// Marks a request as done; `false` for one that is not there.
pub async fn settle_request(
    tx: &mut Tx,
    scope: &SupportScope,
    account: AccountId,
    request: Uuid,
) -> Result<bool, Fault> {
    let Some(account) = enter(tx, scope, account).await? else { return Ok(false) };
    requests::settle(tx, &account, request).await?;
    record(tx, scope, "request.settled", Some(account.account().get()), json!({ "request": request })).await?;
    Ok(true)
}
