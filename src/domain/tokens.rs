//! SCIM Access Tokens: `einlass_live_scim_` + 33 random base62 characters (196 bits) + 6 of CRC32.
//!
//! Shown once, stored as SHA-256 and last four characters. Whatever is not well formed is refused before any query.

use std::fmt;

use serde_json::json;
use sqlx::Row;
use subtle::ConstantTimeEq;
use time::OffsetDateTime;
use uuid::Uuid;

use super::access::{AccountScope, Actor, AdminScope, ConnectionFacts, ConnectionScope, OperatorScope, SupportScope};
use super::audit::{self, Target};
use super::db::{Db, Purpose, RequestInfo, Tx, moment};
use super::fault::{Fault, faults_into};
use super::licences::{self, Missing, ScimEligible};
use super::outbox::{self, Message};
use super::secrets::{base62, random_base62, sha256};
use crate::model::{AccountId, ConnectionId, SignInMethod, TokenId};

/// What every token starts with, so that leaked ones can be found by scanners.
pub const PREFIX: &str = "einlass_live_scim_";
const RANDOM: usize = 33;
const CHECK: usize = 6;

/// A token in the clear: exists in the answer that made it and in requests that show it.
pub struct PlainToken(String);

impl PlainToken {
    pub(super) fn generate() -> Self {
        let body = format!("{PREFIX}{}", random_base62(RANDOM));
        Self(format!("{body}{}", checksum(&body)))
    }

    /// Takes what came in a request; `None` unless prefix, length, alphabet and checksum are right.
    pub fn parse(s: &str) -> Option<Self> {
        let random = s.strip_prefix(PREFIX)?;
        let well_formed = random.len() == RANDOM + CHECK && random.bytes().all(|b| b.is_ascii_alphanumeric());
        if !well_formed {
            return None;
        }
        let (body, check) = s.split_at(s.len() - CHECK);
        bool::from(check.as_bytes().ct_eq(checksum(body).as_bytes())).then(|| Self(s.to_owned()))
    }

    /// The token, for the one answer that shows it. Consumes it.
    pub fn reveal(self) -> String {
        self.0
    }

    /// The last four characters, by which people tell tokens apart.
    pub fn last4(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        sha256(self.0.as_bytes())
    }
}

impl fmt::Debug for PlainToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlainToken(…)")
    }
}

fn checksum(body: &str) -> String {
    base62(u64::from(crc32fast::hash(body.as_bytes())), CHECK)
}

/// A token's row: never the secret.
#[derive(Debug, Clone)]
pub struct Token {
    /// Which.
    pub id: TokenId,
    /// Last four characters.
    pub last4: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// By whom.
    pub created_by: String,
    /// When it was last shown by an identity provider, to the minute.
    pub last_used_at: Option<OffsetDateTime>,
    /// From where.
    pub last_used_ip: Option<String>,
    /// When, by what kind of actor and why it was revoked.
    pub revoked: Option<Revoked>,
}

/// How a token ended.
#[derive(Debug, Clone)]
pub struct Revoked {
    /// When.
    pub at: OffsetDateTime,
    /// `support`, `operator` or `user`.
    pub by: String,
    /// Why.
    pub reason: String,
    /// The support ticket.
    pub ticket: Option<String>,
}

/// All tokens of a connection, newest first.
pub async fn of_connection(tx: &mut Tx, scope: &AccountScope, connection: ConnectionId) -> Result<Vec<Token>, Fault> {
    let rows = sqlx::query!(
        "select id, last4, created_at, created_by_name, last_used_at, last_used_ip, revoked_at, revoked_by_kind, revoke_reason, revoke_ticket
         from tokens where account_id = $1 and connection_id = $2 order by created_at desc, id desc",
        scope.account().get(),
        connection.get()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Token {
            id: r.id.into(),
            last4: r.last4,
            created_at: r.created_at,
            created_by: r.created_by_name,
            last_used_at: r.last_used_at,
            last_used_ip: r.last_used_ip,
            revoked: r.revoked_at.map(|at| Revoked {
                at,
                by: r.revoked_by_kind.unwrap_or_default(),
                reason: r.revoke_reason.unwrap_or_default(),
                ticket: r.revoke_ticket,
            }),
        })
        .collect())
}

/// Makes the connection's current token. The caller has locked the account and knows that there is no live one.
pub(super) async fn issue(
    tx: &mut Tx,
    scope: &AdminScope,
    connection: ConnectionId,
    method: SignInMethod,
    idempotency_key: Uuid,
) -> Result<PlainToken, Fault> {
    let token = PlainToken::generate();
    let (id, now, account) = (tx.new_id(), tx.now(), scope.account().get());
    sqlx::query!(
        "insert into tokens (account_id, id, connection_id, slot, hash, last4, created_at, created_by_kind, created_by_name, idempotency_key)
         values ($1, $2, $3, 'current', $4, $5, $6, $7, $8, $9)",
        account,
        id,
        connection.get(),
        &token.hash()[..],
        token.last4(),
        now,
        scope.actor().kind(),
        scope.actor().name(),
        idempotency_key,
    )
    .execute(tx.conn())
    .await?;
    audit::record(
        tx,
        scope,
        "token.created",
        Target::Token(id),
        json!({ "connection": connection, "last4": token.last4() }),
    )
    .await?;
    let account_name = super::accounts::name(tx, scope).await?;
    let message = Message::TokenCreated {
        account_name,
        method,
        actor: scope.actor().name().to_owned(),
        last4: token.last4().to_owned(),
    };
    outbox::write_to_administrators(tx, scope, &message).await?;
    Ok(token)
}

/// Why a bearer token opened nothing. Callers of SCIM are told none of this; the admin sees it.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticateError {
    /// Unknown, revoked, or a token of another connection.
    #[error("the token opens nothing here")]
    Refused,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(AuthenticateError);

/// An identity provider at the door: proven, in a unit of work turned to its account.
#[derive(Debug)]
pub struct Entered {
    /// The unit of work.
    pub tx: Tx,
    /// The proof.
    pub scope: ConnectionScope,
    /// Whether the account fulfils what SCIM needs, read in this unit of work.
    pub eligible: Result<ScimEligible, Vec<Missing>>,
}

/// Starts a unit of work for a request with this token, if it speaks for the identity provider of this connection. One round trip.
pub async fn authenticate(
    db: &Db,
    request: &RequestInfo,
    token: &PlainToken,
    connection: ConnectionId,
    purpose: Purpose,
) -> Result<Entered, AuthenticateError> {
    let hash = token.hash();
    let entered = db.begin_as(request, &hash, connection.get(), purpose).await?;
    let (mut tx, row) = entered.ok_or(AuthenticateError::Refused)?;
    if row.try_get("revoked")? || !bool::from(row.try_get::<Vec<u8>, _>("hash")?.ct_eq(&hash[..])) {
        return Err(AuthenticateError::Refused);
    }
    let account = AccountId::new(row.try_get("account_id")?);
    let stored = |what: &str| Fault::unexpected(format!("a stored {what} is none"));
    let method = row.try_get::<&str, _>("method")?.parse().map_err(|_| stored("method"))?;
    let plan = row.try_get::<&str, _>("plan")?.parse().map_err(|_| stored("plan"))?;
    let last_used = row.try_get::<Option<i64>, _>("last_used_us")?.map(moment).transpose()?;
    let facts = ConnectionFacts {
        token: TokenId::new(row.try_get("token_id")?),
        noted_at: last_used,
        rehearsed: false,
        account_name: row.try_get("account_name")?,
        language: row.try_get::<&str, _>("language")?.parse().map_err(|_| stored("language"))?,
        profile: row.try_get::<&str, _>("profile")?.parse().map_err(|_| stored("profile"))?,
        linking: row.try_get::<&str, _>("linking")?.parse().map_err(|_| stored("policy"))?,
        schemas: row.try_get("schemas")?,
    };
    let eligible = licences::eligible(plan, row.try_get("auto_licences")?);
    let scope = ConnectionScope::enter(&mut tx, account, connection, method, facts).await?;
    Ok(Entered { tx, scope, eligible })
}

/// Who may revoke: support and the operator for a lost token (article), with a reason.
#[derive(Debug)]
pub enum Revoker<'a> {
    /// The vendor's support; needs a ticket.
    Support(&'a SupportScope, &'a str),
    /// The command line.
    Operator(OperatorScope),
}

/// Why nothing was revoked.
#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    /// No such connection.
    #[error("no such connection")]
    UnknownConnection,
    /// The connection has no live token.
    #[error("there is no live token")]
    NothingLive,
    /// Reason or ticket is missing or too long.
    #[error("a reason of at most 1,000 characters is needed, and a ticket of at most 100")]
    ReasonNeeded,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(RevokeError);

/// Revokes every live token of a connection: the next request on every instance is 401. Closes the open „Token verlegt?“ request,
/// mails all administrators, and is visible in the customer's own log. Returns how many tokens ended.
pub async fn revoke(
    tx: &mut Tx,
    by: Revoker<'_>,
    connection: ConnectionId,
    reason: &str,
) -> Result<usize, RevokeError> {
    let reason = reason.trim();
    let (actor, ticket) = match &by {
        Revoker::Support(scope, ticket) => (scope.actor(), Some(ticket.trim())),
        Revoker::Operator(_) => (Actor::Operator, None),
    };
    if reason.is_empty()
        || reason.chars().count() > 1000
        || ticket.is_some_and(|t| t.is_empty() || t.chars().count() > 100)
    {
        return Err(RevokeError::ReasonNeeded);
    }
    let account = super::connections::account_of(tx, connection).await?.ok_or(RevokeError::UnknownConnection)?;
    let scope = AccountScope::enter(tx, account, actor).await?;
    let now = tx.now();
    let ended = sqlx::query!(
        "update tokens t set revoked_at = $3, revoked_by_kind = $4, revoke_reason = $5, revoke_ticket = $6
         from connections c where c.account_id = t.account_id and c.id = t.connection_id
           and t.account_id = $1 and t.connection_id = $2 and t.revoked_at is null
         returning t.id, t.last4, c.method",
        account.get(),
        connection.get(),
        now,
        scope.actor().kind(),
        reason,
        ticket,
    )
    .fetch_all(tx.conn())
    .await?;
    if ended.is_empty() {
        return Err(RevokeError::NothingLive);
    }
    let account_name = super::accounts::name(tx, &scope).await?;
    for token in &ended {
        audit::record(
            tx,
            &scope,
            "token.revoked",
            Target::Token(token.id),
            json!({ "connection": connection, "last4": token.last4, "reason": reason, "ticket": ticket }),
        )
        .await?;
        let method = token.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?;
        let message = Message::TokenRevoked {
            account_name: account_name.clone(),
            method,
            actor: scope.actor().name().to_owned(),
            reason: reason.to_owned(),
            ticket: ticket.map(str::to_owned),
            last4: token.last4.clone(),
        };
        outbox::write_to_administrators(tx, &scope, &message).await?;
    }
    super::requests::close_for_connection(tx, &scope, connection).await?;
    Ok(ended.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r11_only_our_own_well_formed_tokens_parse() {
        let token = PlainToken::generate();
        let text = token.0.clone();
        assert!(PlainToken::parse(&text).is_some());
        assert_eq!(text.len(), PREFIX.len() + RANDOM + CHECK);
        let flipped = if text.ends_with('0') {
            format!("{}1", &text[..text.len() - 1])
        } else {
            format!("{}0", &text[..text.len() - 1])
        };
        for bad in [
            "",
            PREFIX,
            "Bearer",
            &text[1..],
            &text[..text.len() - 1],
            &format!("{text}0"),
            &flipped,
            &text.to_uppercase(),
            &text.replace('_', "-"),
        ] {
            assert!(PlainToken::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_token_does_not_print() {
        let token = PlainToken::generate();
        assert_eq!(format!("{token:?}"), "PlainToken(…)");
    }
}
