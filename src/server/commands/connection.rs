//! `einlass connection …` and `einlass token …`

use clap::Subcommand;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Answer, CommandError, OPERATOR, begin, named, rfc3339};
use crate::domain::access::AdminScope;
use crate::domain::accounts;
use crate::domain::connections::{self, ActivateError, Change};
use crate::domain::db::{Db, Tx};
use crate::domain::licences::Missing;
use crate::domain::tokens::{self, Revoker, Token as Row};
use crate::model::{ConnectionId, ConnectionProfile, Inviting, Linking, SignInMethod};
use crate::server::config::PublicUrl;

/// SCIM connections.
#[derive(Debug, Subcommand)]
pub enum Connection {
    /// Switch SCIM on for a sign-in method, or make a new token after the old one was revoked; prints the token once
    Activate {
        /// The account's id or exact name
        #[arg(long)]
        account: String,
        /// password, google, microsoft, oidc or saml
        #[arg(long)]
        method: SignInMethod,
    },
    /// Change how a connection reads what its identity provider sends, and what becomes of people the account knows already
    Set {
        /// The connection's id (the last part of its SCIM Base URL)
        #[arg(long)]
        connection: ConnectionId,
        /// auto, strict, or one client: entra, okta, onelogin, google, jumpcloud, authentik, rauthy, canaille, pocket-id, rippling, ping, sap
        #[arg(long)]
        profile: Option<ConnectionProfile>,
        /// automatic: people with a confirmed address are linked; ask: an administrator decides in the portal
        #[arg(long, value_name = "automatic|ask")]
        linking: Option<Linking>,
        /// When people who arrive are mailed: at once, or once an administrator sends the invitations in the portal
        #[arg(long, value_name = "at_once|on_demand")]
        inviting: Option<Inviting>,
    },
    /// The connections of one account, or of all, with the state of their tokens
    List {
        /// The account's id or exact name; all accounts without it
        #[arg(long)]
        account: Option<String>,
    },
}

/// SCIM Access Tokens.
#[derive(Debug, Subcommand)]
pub enum Token {
    /// End every live token of a connection at once; the administrators get mail
    Revoke {
        /// The connection's id (the last part of its SCIM Base URL)
        #[arg(long)]
        connection: ConnectionId,
        /// Why; the customer reads it
        #[arg(long)]
        reason: String,
    },
}

pub(super) async fn run(command: Connection, db: &Db, public_url: &PublicUrl) -> Result<Answer, CommandError> {
    match command {
        Connection::Activate { account, method } => activate(&account, method, db, public_url).await,
        Connection::Set { connection, profile, linking, inviting } => {
            set(connection, Change { profile, linking, inviting }, db).await
        }
        Connection::List { account } => list(account.as_deref(), db, public_url).await,
    }
}

async fn activate(
    account: &str,
    method: SignInMethod,
    db: &Db,
    public_url: &PublicUrl,
) -> Result<Answer, CommandError> {
    let mut tx = begin(db).await?;
    let scope = named(&mut tx, account).await?;
    let key = Uuid::new_v4(); // One call, one token: a second call is refused because the first token lives.
    let (connection, token) = connections::activate(&mut tx, &scope, method, key).await.map_err(refusal)?;
    tx.commit().await?;
    let (base_url, token) = (base_url(public_url, connection), token.reveal());
    Ok(Answer {
        lines: vec![format!("SCIM Base URL        {base_url}"), format!("SCIM Access Token    {token}   (shown once)")],
        json: json!({ "connection_id": connection, "method": method, "base_url": base_url, "token": token }),
    })
}

fn refusal(e: ActivateError) -> CommandError {
    let sentence = match e {
        ActivateError::NotEligible(missing) => {
            let missing: Vec<_> = missing
                .iter()
                .map(|m| match m {
                    Missing::Premium => "the plan premium (account set --plan premium)",
                    Missing::AutoLicences => "automatic adjustment of licences (account set --auto-licences on)",
                })
                .collect();
            format!("SCIM needs {}", missing.join(" and "))
        }
        ActivateError::MethodNotEnabled => "the account does not allow this sign-in method".into(),
        ActivateError::MethodNotUsable => "people cannot sign in by this method: it is not set up here".into(),
        ActivateError::AlreadyDone => "this activation has been carried out already".into(),
        ActivateError::TokenLive { created_by, created_at } => {
            format!(
                "there is a live token, made by {created_by} on {}; revoke it first (token revoke)",
                rfc3339(created_at)
            )
        }
        ActivateError::Fault(f) => return CommandError::Fault(f),
    };
    CommandError::Refused(sentence)
}

async fn set(connection: ConnectionId, change: Change, db: &Db) -> Result<Answer, CommandError> {
    if matches!(change, Change { profile: None, linking: None, inviting: None }) {
        return Err(CommandError::Refused("nothing to change: give --profile, --linking or --inviting".into()));
    }
    let mut tx = begin(db).await?;
    let unknown = || CommandError::Refused(format!("there is no connection {connection}"));
    let scope = connections::operate(&mut tx, OPERATOR, connection).await?.ok_or_else(unknown)?;
    connections::configure(&mut tx, &scope, connection, change).await?;
    let now = connections::list(&mut tx, &scope).await?.into_iter().find(|c| c.id == connection).ok_or_else(unknown)?;
    tx.commit().await?;
    Ok(Answer {
        lines: vec![format!(
            "profile {}, linking {}, inviting {}; within a second for every request",
            now.profile, now.linking, now.inviting
        )],
        json: json!({ "connection_id": connection, "profile": now.profile, "linking": now.linking, "inviting": now.inviting }),
    })
}

async fn list(account: Option<&str>, db: &Db, public_url: &PublicUrl) -> Result<Answer, CommandError> {
    let mut answer = Answer { lines: Vec::new(), json: Value::Null };
    let mut documents = Vec::new();
    if let Some(account) = account {
        let mut tx = begin(db).await?;
        let scope = named(&mut tx, account).await?;
        list_one(&mut tx, &scope, public_url, &mut answer.lines, &mut documents).await?;
    } else {
        let mut last = None;
        loop {
            // A unit of work for each page: however many accounts there are, none is locked for long.
            let mut tx = begin(db).await?;
            let page = accounts::after(&mut tx, OPERATOR, last).await?;
            for id in &page {
                let scope = named(&mut tx, &id.to_string()).await?;
                list_one(&mut tx, &scope, public_url, &mut answer.lines, &mut documents).await?;
            }
            last = page.last().copied();
            if last.is_none() {
                break;
            }
        }
    }
    if answer.lines.is_empty() {
        answer.lines.push("no connection: SCIM is not active".into());
    }
    Ok(Answer { json: Value::Array(documents), ..answer })
}

async fn list_one(
    tx: &mut Tx,
    scope: &AdminScope,
    public_url: &PublicUrl,
    lines: &mut Vec<String>,
    documents: &mut Vec<Value>,
) -> Result<(), CommandError> {
    let account = accounts::get(tx, scope).await?;
    for c in connections::list(tx, scope).await? {
        let base_url = base_url(public_url, c.id);
        lines.push(format!("{}  {}  {}  {} people  {}", c.id, account.name, c.method, c.people, base_url));
        lines.extend(c.tokens.iter().map(|t| format!("    token …{}  {}", t.last4, state(t))));
        documents.push(json!({
            "account_id": account.id, "account": account.name,
            "connection_id": c.id, "method": c.method, "profile": c.profile, "linking": c.linking, "inviting": c.inviting, "base_url": base_url, "people": c.people,
            "first_request_at": c.first_request_at.map(rfc3339), "last_request_at": c.last_request_at.map(rfc3339),
            "tokens": c.tokens.iter().map(document).collect::<Vec<Value>>(),
        }));
    }
    Ok(())
}

fn state(t: &Row) -> String {
    match (&t.revoked, t.last_used_at) {
        (Some(r), _) => format!("revoked {} by {}: {}", rfc3339(r.at), r.by, r.reason),
        (None, Some(at)) => format!("live, last used {}", rfc3339(at)),
        (None, None) => "live, never used".into(),
    }
}

fn document(t: &Row) -> Value {
    json!({
        "token_id": t.id, "last4": t.last4, "created_at": rfc3339(t.created_at), "last_used_at": t.last_used_at.map(rfc3339),
        "revoked_at": t.revoked.as_ref().map(|r| rfc3339(r.at)), "revoke_reason": t.revoked.as_ref().map(|r| r.reason.clone()),
    })
}

fn base_url(public_url: &PublicUrl, connection: ConnectionId) -> String {
    format!("{}/scim/v2/{connection}", public_url.origin())
}

pub(super) async fn run_token(command: Token, db: &Db) -> Result<Answer, CommandError> {
    let Token::Revoke { connection, reason } = command;
    let mut tx = begin(db).await?;
    let ended = tokens::revoke(&mut tx, Revoker::Operator(OPERATOR), connection, &reason)
        .await
        .map_err(CommandError::refused)?;
    tx.commit().await?;
    Ok(Answer {
        lines: vec![format!("{ended} token revoked; within a second every request is answered 401")],
        json: json!({ "connection_id": connection, "revoked": ended }),
    })
}
