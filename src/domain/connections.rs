//! SCIM connections: switching automatic user management on, and what is known about the identity provider behind it.
//!
//! `activating` switches one on, `method` changes how it invites, `resting` pauses it, `leaving` switches it off, `fence` keeps requests under way from overtaking that, `silence` notices that nothing comes any more.

mod activating;
mod fence;
mod leaving;
mod method;
mod resting;
mod silence;

use serde_json::json;
use time::OffsetDateTime;

use super::access::{AccountScope, Actor, AdminScope, ConnectionScope, Fresh, OperatorScope};
use super::audit::{self, Target};
use super::db::{Db, RequestInfo, Tx};
use super::fault::Fault;
use super::outbox::{self, ConnectionChange, Message};
use super::tokens::{self, PlainToken, Token};
use crate::model::{AccountId, ConnectionId, ConnectionProfile, Inviting, Linking, ScimCause, SignInMethod};

pub use activating::{ActivateError, activate, activate_for};
pub(super) use fence::{close_all, share};
pub use leaving::{DeactivateError, Former, deactivate, former};
pub use method::{ChangeMethodError, change_method};
pub use resting::{ResumeError, pause, resume};
pub use silence::{NOTED_AFTER, TOLD_AFTER, notice_silence};

/// A connection as the admin sees it.
#[derive(Debug, Clone)]
pub struct Connection {
    /// Which; the last part of the SCIM Base URL.
    pub id: ConnectionId,
    /// How its people are invited.
    pub method: SignInMethod,
    /// How what its identity provider sends is read.
    pub profile: ConnectionProfile,
    /// What becomes of people whom the account knows already.
    pub linking: Linking,
    /// When people who arrive are mailed.
    pub inviting: Inviting,
    /// When it was activated.
    pub created_at: OffsetDateTime,
    /// First answered request.
    pub first_request_at: Option<OffsetDateTime>,
    /// Last answered request.
    pub last_request_at: Option<OffsetDateTime>,
    /// What the identity provider calls itself.
    pub last_user_agent: Option<String>,
    /// The last request that was turned away.
    pub last_rejected: Option<Rejected>,
    /// How many people it manages.
    pub people: i64,
    /// Since when it rests, and by whose hand.
    pub paused: Option<(OffsetDateTime, String)>,
    /// Its tokens, newest first.
    pub tokens: Vec<Token>,
}

impl Connection {
    /// The live token, if there is one; while it is being replaced, the newer one.
    pub fn live_token(&self) -> Option<&Token> {
        self.tokens.iter().find(|t| t.revoked.is_none())
    }

    /// The token that is being replaced, as long as it works.
    pub fn replaced_token(&self) -> Option<&Token> {
        self.tokens.iter().find(|t| t.revoked.is_none() && t.overlap_ends_at.is_some())
    }
}

/// A request that was turned away at the door.
#[derive(Debug, Clone)]
pub struct Rejected {
    /// When.
    pub at: OffsetDateTime,
    /// Why: `unknown`, `revoked`, `expired` or `other_connection`.
    pub reason: String,
    /// The last four characters of the token it showed.
    pub last4: String,
}

/// Whether some connection of the account has a live token: people may come by themselves.
pub async fn any_live(tx: &mut Tx, scope: &AccountScope) -> Result<bool, Fault> {
    let now = tx.now();
    Ok(sqlx::query_scalar!(
        r#"select exists (select from tokens where account_id = $1 and revoked_at is null
                            and coalesce(least(expires_at, overlap_ends_at) > $2, true)) as "live!""#,
        scope.account().get(),
        now
    )
    .fetch_one(tx.conn())
    .await?)
}

/// The connections of an account, oldest first; not those that were switched off.
pub async fn list(tx: &mut Tx, scope: &AccountScope) -> Result<Vec<Connection>, Fault> {
    let rows = sqlx::query!(
        r#"select c.id, c.method, c.profile, c.linking, c.inviting, c.created_at, c.first_request_at, c.last_request_at, c.last_user_agent, c.last_rejected_at, c.last_rejected_reason, c.last_rejected_last4, c.paused_at, c.paused_by,
                  (select coalesce(sum(n.people), 0)::bigint from people_counts n where n.account_id = c.account_id and n.connection_id = c.id) as "people!"
           from connections c where c.account_id = $1 and c.deactivated_at is null order by c.created_at, c.id"#,
        scope.account().get()
    )
    .fetch_all(tx.conn())
    .await?;
    let mut connections = Vec::with_capacity(rows.len());
    for r in rows {
        let id = ConnectionId::new(r.id);
        let rejected = match (r.last_rejected_at, r.last_rejected_reason, r.last_rejected_last4) {
            (Some(at), Some(reason), Some(last4)) => Some(Rejected { at, reason, last4 }),
            _ => None,
        };
        connections.push(Connection {
            id,
            method: r.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?,
            profile: r.profile.parse().map_err(|_| Fault::unexpected("a stored profile is none"))?,
            linking: r.linking.parse().map_err(|_| Fault::unexpected("a stored policy is none"))?,
            inviting: r.inviting.parse().map_err(|_| Fault::unexpected("a stored policy is none"))?,
            created_at: r.created_at,
            first_request_at: r.first_request_at,
            last_request_at: r.last_request_at,
            last_user_agent: r.last_user_agent,
            last_rejected: rejected,
            people: r.people,
            paused: r.paused_at.zip(r.paused_by),
            tokens: tokens::of_connection(tx, scope, id).await?,
        });
    }
    Ok(connections)
}

/// What changes about a connection; `None` leaves it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Change {
    /// How what is sent is read.
    pub profile: Option<ConnectionProfile>,
    /// What becomes of people whom the account knows already.
    pub linking: Option<Linking>,
    /// When people who arrive are mailed.
    pub inviting: Option<Inviting>,
}

/// Changes how a connection works, from the next request on. `false` for a connection that is not there.
pub async fn configure(
    tx: &mut Tx,
    scope: &AdminScope,
    connection: ConnectionId,
    change: Change,
) -> Result<bool, Fault> {
    let account = scope.account().get();
    let before = sqlx::query!(
        "select profile, linking, inviting from connections where account_id = $1 and id = $2 and deactivated_at is null for no key update",
        account,
        connection.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(before) = before else { return Ok(false) };
    let was = (before.profile.as_str(), before.linking.as_str(), before.inviting.as_str());
    let is = (
        change.profile.map_or(was.0, |profile| profile.name()),
        change.linking.map_or(was.1, |linking| linking.name()),
        change.inviting.map_or(was.2, |inviting| inviting.name()),
    );
    if was == is {
        return Ok(true);
    }
    sqlx::query!(
        "update connections set profile = $3, linking = $4, inviting = $5 where account_id = $1 and id = $2",
        account,
        connection.get(),
        is.0,
        is.1,
        is.2
    )
    .execute(tx.conn())
    .await?;
    let words = |(profile, linking, inviting)| json!({ "profile": profile, "linking": linking, "inviting": inviting });
    let details = json!({ "from": words(was), "to": words(is) });
    audit::record(tx, scope, "connection.configured", Target::Connection(connection.get()), details).await?;
    Ok(true)
}

/// Turns to the account of a connection as its administrator, for the operator who names nothing else; `None` if there is none.
pub async fn operate(
    tx: &mut Tx,
    _operator: OperatorScope,
    connection: ConnectionId,
) -> Result<Option<Fresh<AdminScope>>, Fault> {
    match account_of(tx, connection).await? {
        Some(account) => Ok(Fresh::operator(&AccountScope::enter(tx, account, Actor::Operator).await?)),
        None => Ok(None),
    }
}

/// The method of a connection of the account that was not switched off.
pub(super) async fn active_method(
    tx: &mut Tx,
    scope: &AccountScope,
    connection: ConnectionId,
) -> Result<Option<SignInMethod>, Fault> {
    let method = sqlx::query_scalar!(
        "select method from connections where account_id = $1 and id = $2 and deactivated_at is null",
        scope.account().get(),
        connection.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    method.map(|method| method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))).transpose()
}

/// Mails all administrators what one of them did.
pub(super) async fn tell(
    tx: &mut Tx,
    scope: &AccountScope,
    method: SignInMethod,
    change: ConnectionChange,
) -> Result<(), Fault> {
    let account_name = super::accounts::name(tx, scope).await?;
    let message = Message::ConnectionChanged { account_name, method, actor: scope.actor().signature(), change };
    outbox::write_to_administrators(tx, scope, &message).await
}

/// The account a connection belongs to: one of the named look-ups without an account.
pub(super) async fn account_of(tx: &mut Tx, connection: ConnectionId) -> Result<Option<AccountId>, Fault> {
    let id = sqlx::query_scalar!(r#"select account_id as "account_id!" from lookup_connection($1)"#, connection.get())
        .fetch_optional(tx.conn())
        .await?;
    Ok(id.map(AccountId::new))
}

/// How exact „zuletzt benutzt“ is, so that reads stay reads.
const NOTED_EVERY: time::Duration = time::Duration::minutes(1);

/// Whether the use of the token should be written down again: it is new, or the last note is a minute old.
pub fn is_news(tx: &Tx, scope: &ConnectionScope) -> bool {
    scope.facts().noted_at.is_none_or(|at| tx.now() - at >= NOTED_EVERY)
}

/// Notes that a live token was shown, whatever the answer was; a unit of work of its own, so that no request waits for another one's.
pub async fn record_request(
    db: &Db,
    request: &RequestInfo,
    scope: &ConnectionScope,
    user_agent: Option<&str>,
) -> Result<(), Fault> {
    let mut tx = db.begin(request).await?;
    AccountScope::enter(&mut tx, scope.account(), scope.actor().clone()).await?;
    let (now, ip) = (tx.now(), request.ip.clone());
    let user_agent = user_agent.map(|ua| ua.chars().filter(|c| !c.is_control()).take(200).collect::<String>());
    let (account, connection) = (scope.account().get(), scope.connection().get());
    sqlx::query!(
        "update connections set first_request_at = coalesce(first_request_at, $3), last_request_at = $3, last_user_agent = coalesce($4, last_user_agent), silence_told_at = null
         where account_id = $1 and id = $2",
        account,
        connection,
        now,
        user_agent,
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "update tokens set last_used_at = $3, last_used_ip = $4 where account_id = $1 and id = $2",
        account,
        scope.facts().token.get(),
        now,
        ip
    )
    .execute(tx.conn())
    .await?;
    tx.commit().await
}

/// Notes a request that showed a well-formed token this connection does not accept, so that the admin who is setting up sees it (B27).
/// Returns why; `None` where there is no such connection.
pub async fn record_rejection(
    tx: &mut Tx,
    connection: ConnectionId,
    token: &PlainToken,
) -> Result<Option<ScimCause>, Fault> {
    let Some(account) = account_of(tx, connection).await? else { return Ok(None) };
    let scope = AccountScope::enter(tx, account, super::access::Actor::System).await?;
    let (now, hash) = (tx.now(), token.hash());
    let reason = sqlx::query_scalar!(
        "update connections c set last_rejected_at = $3, last_rejected_last4 = $4,
                last_rejected_reason = coalesce((select case when t.connection_id <> c.id then 'other_connection'
                                                      when t.ended_by = 'expiry' or (t.revoked_at is null and t.expires_at <= $3) then 'expired'
                                                      else 'revoked' end
                                                 from tokens t where t.account_id = c.account_id and t.hash = $5), 'unknown')
         where c.account_id = $1 and c.id = $2
         returning last_rejected_reason",
        scope.account().get(),
        connection.get(),
        now,
        token.last4(),
        &hash[..]
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(reason.flatten().map(|reason| match reason.as_str() {
        "revoked" => ScimCause::TokenRevoked,
        "expired" => ScimCause::TokenExpired,
        "other_connection" => ScimCause::TokenOfOtherConnection,
        _ => ScimCause::TokenUnknown,
    }))
}
