//! SCIM Access Tokens: bearer secrets ([`Bearer`]) that begin with `einlass_live_scim_`.
//!
//! A connection has at most two live tokens: `current`, and while one is being replaced (`rotating`) `previous`. One whose time is over is
//! dead by comparison; `notices` writes it down afterwards, and warns before.

mod notices;
mod revoking;
mod rotating;

use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::access::{AccountScope, AdminScope, ConnectionScope};
use super::audit::{self, Target};
use super::db::{Db, Purpose, RequestInfo, Tx};
use super::fault::{Fault, faults_into};
use super::lapses;
use super::licences::{Missing, ScimEligible};
use super::outbox::{self, Message};
use super::secrets::{Bearer, Kind};
use crate::model::{ConnectionId, Plan, SignInMethod, TokenEnding, TokenId, TokenLifetime};

pub use notices::notice;
pub(super) use notices::{clear, next as next_notice, warning as due_warning};
pub use revoking::{RevokeError, Revoker, revoke};
pub use rotating::{RotateError, end_replaced, rotate, withdraw};

/// SCIM Access Tokens among the bearer secrets.
#[derive(Debug, Clone, Copy)]
pub enum ScimAccess {}

impl Kind for ScimAccess {
    const PREFIX: &'static str = "einlass_live_scim_";
    const NAME: &'static str = "PlainToken";
}

/// A token in the clear: exists in the answer that made it and in requests that show it.
pub type PlainToken = Bearer<ScimAccess>;

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
    /// When it runs out; `None`: never.
    pub expires_at: Option<OffsetDateTime>,
    /// Until when it works beside the one that replaces it.
    pub overlap_ends_at: Option<OffsetDateTime>,
    /// How it ended, also where nobody has written down yet that its time is over.
    pub revoked: Option<Revoked>,
}

/// How a token ended.
#[derive(Debug, Clone)]
pub struct Revoked {
    /// When.
    pub at: OffsetDateTime,
    /// `support`, `operator`, `user` or `system`.
    pub by: String,
    /// Why.
    pub reason: String,
    /// The support ticket.
    pub ticket: Option<String>,
    /// What ended it.
    pub ending: TokenEnding,
}

/// How a token ended by the clock, where it has.
fn over(
    now: OffsetDateTime,
    expires: Option<OffsetDateTime>,
    overlap: Option<OffsetDateTime>,
) -> Option<(OffsetDateTime, TokenEnding)> {
    let expiry = expires.map(|at| (at, TokenEnding::Expiry));
    let replaced = overlap.map(|at| (at, TokenEnding::Replacement));
    [expiry, replaced].into_iter().flatten().min_by_key(|(at, _)| *at).filter(|(at, _)| *at <= now)
}

/// All tokens of a connection, newest first.
pub async fn of_connection(tx: &mut Tx, scope: &AccountScope, connection: ConnectionId) -> Result<Vec<Token>, Fault> {
    let rows = sqlx::query!(
        "select id, last4, created_at, created_by_name, last_used_at, last_used_ip, expires_at, overlap_ends_at,
                revoked_at, revoked_by_kind, revoke_reason, revoke_ticket, ended_by
         from tokens where account_id = $1 and connection_id = $2 order by created_at desc, id desc",
        scope.account().get(),
        connection.get()
    )
    .fetch_all(tx.conn())
    .await?;
    let now = tx.now();
    rows.into_iter()
        .map(|r| {
            let written = match r.ended_by.as_deref() {
                None => TokenEnding::Revocation,
                Some(word) => word.parse().map_err(|_| Fault::unexpected("a stored ending is none"))?,
            };
            let ended = r.revoked_at.map(|at| (at, written)).or_else(|| over(now, r.expires_at, r.overlap_ends_at));
            Ok(Token {
                id: r.id.into(),
                last4: r.last4,
                created_at: r.created_at,
                created_by: r.created_by_name,
                last_used_at: r.last_used_at,
                last_used_ip: r.last_used_ip,
                expires_at: r.expires_at,
                overlap_ends_at: r.overlap_ends_at,
                revoked: ended.map(|(at, ending)| Revoked {
                    at,
                    by: r.revoked_by_kind.unwrap_or_else(|| "system".to_owned()),
                    reason: r.revoke_reason.unwrap_or_default(),
                    ticket: r.revoke_ticket,
                    ending,
                }),
            })
        })
        .collect()
}

/// Makes the connection's current token. The caller has locked the account and knows that there is no live one.
pub(super) async fn issue(
    tx: &mut Tx,
    scope: &AdminScope,
    connection: ConnectionId,
    method: SignInMethod,
    lifetime: TokenLifetime,
    idempotency_key: Uuid,
) -> Result<PlainToken, Fault> {
    let token = insert(tx, scope, connection, lifetime, idempotency_key).await?;
    let account_name = super::accounts::name(tx, scope).await?;
    let message = Message::TokenCreated {
        account_name,
        method,
        actor: scope.actor().signature(),
        last4: token.last4().to_owned(),
    };
    outbox::write_to_administrators(tx, scope, &message).await?;
    Ok(token)
}

/// The row of a new current token and its entry in the log.
async fn insert(
    tx: &mut Tx,
    scope: &AdminScope,
    connection: ConnectionId,
    lifetime: TokenLifetime,
    idempotency_key: Uuid,
) -> Result<PlainToken, Fault> {
    let token = PlainToken::generate();
    let (id, now, account) = (tx.new_id(), tx.now(), scope.account().get());
    let expires_at = lifetime.duration().map(|time| now + time);
    sqlx::query!(
        "insert into tokens (account_id, id, connection_id, slot, hash, last4, created_at, created_by_kind, created_by_name, idempotency_key, expires_at, next_notice_at)
         values ($1, $2, $3, 'current', $4, $5, $6, $7, $8, $9, $10, $11)",
        account,
        id,
        connection.get(),
        &token.hash()[..],
        token.last4(),
        now,
        scope.actor().kind(),
        scope.actor().name(),
        idempotency_key,
        expires_at,
        notices::next(now, expires_at),
    )
    .execute(tx.conn())
    .await?;
    let details = json!({ "connection": connection, "last4": token.last4(), "lifetime": lifetime });
    audit::record(tx, scope, "token.created", Target::Token(id), details).await?;
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
    /// Whether SCIM may be used now, read along with the proof.
    pub eligible: Result<ScimEligible, Barred>,
}

/// Why nothing is done for somebody whose token is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Barred {
    /// An administrator has paused the connection, since when.
    Paused(OffsetDateTime),
    /// The account lacks what SCIM needs, and its grace period is over.
    Missing(Vec<Missing>),
}

/// Starts a unit of work for a request with this token, if it speaks for the identity provider of this connection. At most one round
/// trip; one that reads may rely on what was proven less than a second ago.
pub async fn authenticate(
    db: &Db,
    request: &RequestInfo,
    token: &PlainToken,
    connection: ConnectionId,
    purpose: Purpose,
) -> Result<Entered, AuthenticateError> {
    let entered = db.begin_as(request, &token.hash(), connection.get(), purpose).await?;
    let (mut tx, proof) = entered.ok_or(AuthenticateError::Refused)?;
    // By this request's clock: a proof that is relied on outlives no expiry.
    let ended = proof.ends_at.is_some_and(|at| at <= tx.now());
    let eligible = admitted(proof.paused_at, proof.plan, proof.auto_licences, proof.lapsed_at, tx.now());
    if tx.is_at_once() && (ended || eligible.is_err()) {
        drop(tx);
        // Refused by what holds now.
        return Box::pin(authenticate(db, request, token, connection, Purpose::Writing)).await;
    }
    if ended {
        return Err(AuthenticateError::Refused);
    }
    let facts = proof.facts.clone();
    let scope = ConnectionScope::enter(&mut tx, proof.account, connection, proof.method, facts).await?;
    Ok(Entered { tx, scope, eligible })
}

/// Whether SCIM may be used now, judged by what was read of connection and account.
pub(super) fn admitted(
    paused: Option<OffsetDateTime>,
    plan: Plan,
    automatic: bool,
    lapsed: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<ScimEligible, Barred> {
    match paused {
        Some(since) => Err(Barred::Paused(since)),
        None => lapses::eligible(plan, automatic, lapsed, now).map_err(Barred::Missing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r11_only_our_own_well_formed_tokens_parse() {
        let token = PlainToken::generate();
        let text = token.reveal();
        assert!(PlainToken::parse(&text).is_some());
        assert_eq!(text.len(), ScimAccess::PREFIX.len() + 39);
        let flipped = if text.ends_with('0') {
            format!("{}1", &text[..text.len() - 1])
        } else {
            format!("{}0", &text[..text.len() - 1])
        };
        for bad in [
            "",
            ScimAccess::PREFIX,
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
