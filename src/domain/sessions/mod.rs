//! Portal sessions as rows: found by the hash of their id, bound to a person, ended in the transaction that ends the person's access.
//!
//! `save` only updates: a request in flight cannot bring back a session that was ended meanwhile (R-24). Whoever has shown a password and
//! still owes a second factor or a choice has no session but a row of [`pending`], which opens nothing.

mod ended;
mod length;
mod own;
pub mod pending;

pub use ended::forget_ended;
pub use length::{Length, length, set_length};
pub(super) use own::end_all_but_this;
pub use own::{OwnSession, count, end_one, end_others, list};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::{Duration, OffsetDateTime};

use super::access::{AccountScope, Actor, SessionProof};
use super::db::Tx;
use super::fault::Fault;
use super::secrets::sha256;
use super::users::OwnSettings;
use crate::model::{AccountId, Rights, SignInMethod, UserId};

/// Without a request for this long an administrator's session ends at the latest (R-22); others' by what their account says ([`Length`]).
pub const ADMINISTRATOR_IDLE: Duration = Duration::minutes(60);
/// However busy, a session ends after this (R-22).
pub const ABSOLUTE: Duration = Duration::hours(24);

/// Field of the session data that names the account.
pub const ACCOUNT_KEY: &str = "account";
/// Field of the session data that names the person.
pub const USER_KEY: &str = "user";

/// Field of the session data that says when the person was proven, in seconds since 1970: another id does not make a session younger.
pub const SINCE_KEY: &str = "since";

/// Field of the session data that holds the [`Origin`].
pub const ORIGIN_KEY: &str = "origin";

/// Characters kept of what a browser calls itself.
const AGENT_CHARS: usize = 200;

/// How a session came about; stays with it under every id it gets.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Origin {
    /// By which method the person was proven.
    pub method: SignInMethod,
    /// When they were proven last, in seconds since 1970; `None`: when the session began.
    pub proven: Option<i64>,
    /// What the browser called itself.
    pub user_agent: Option<String>,
    /// The network address at sign-in.
    pub ip: Option<String>,
}

impl Origin {
    fn of(data: &Value) -> Self {
        data.get(ORIGIN_KEY).and_then(|origin| Self::deserialize(origin).ok()).unwrap_or(Self {
            method: SignInMethod::Password,
            proven: None,
            user_agent: None,
            ip: None,
        })
    }

    fn agent(&self) -> Option<String> {
        self.user_agent.as_ref().map(|text| text.chars().filter(|c| !c.is_control()).take(AGENT_CHARS).collect())
    }
}

/// SHA-256 of a session id; the id itself is in the cookie and nowhere else.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SessionHash([u8; 32]);

impl SessionHash {
    /// Hashes an id.
    pub fn of(id: i128) -> Self {
        Self(sha256(&id.to_be_bytes()))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for SessionHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionHash(…)")
    }
}

/// A stored session.
#[derive(Debug)]
pub struct Stored {
    /// What the web edge keeps in it.
    pub data: Value,
    /// When it ends unless something happens.
    pub expires_at: OffsetDateTime,
}

/// When the session in these data began; `now` for one that begins. Never later than `now`.
pub(super) fn began(data: &Value, now: OffsetDateTime) -> OffsetDateTime {
    past(data.get(SINCE_KEY).and_then(Value::as_i64)).map_or(now, |since| since.min(now))
}

fn past(seconds: Option<i64>) -> Option<OffsetDateTime> {
    seconds.and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
}

/// Starts a session for somebody who has just proved who they are, or continues theirs under another id: then the data say since when,
/// and its last hour does not begin anew (R-22). `false` when the id is taken, the time is over, or the proof is older than the person's
/// password: what was shown then is no proof any more (R-25).
pub async fn create(
    tx: &mut Tx,
    hash: &SessionHash,
    account: AccountId,
    user: UserId,
    data: &Value,
) -> Result<bool, Fault> {
    let scope = AccountScope::enter(tx, account, Actor::System).await?;
    let now = tx.now();
    let (began, origin) = (began(data, now), Origin::of(data));
    let Some(idle) = length::idle_of(tx, &scope, user).await? else { return Ok(false) };
    let proven = past(origin.proven).map_or(began, |proven| proven.clamp(began, now));
    // Only for somebody who is active at this moment: a deactivation that ran meanwhile wins. A proof is in whole seconds. A session that
    // goes on under another id is no other sign-in.
    let created = sqlx::query!(
        "with person as (
           update users u set first_signed_in_at = coalesce(first_signed_in_at, $5), last_signed_in_at = greatest(last_signed_in_at, $5)
           where u.account_id = $1 and u.id = $3 and u.status = 'active'
             and not exists (select from password_credentials p where p.account_id = u.account_id and p.user_id = u.id and date_trunc('second', p.changed_at) > $9)
           returning account_id, id)
         insert into sessions (account_id, hash, user_id, data, created_at, last_seen_at, expires_at, method, authenticated_at, user_agent, ip)
         select account_id, $2, id, $4, $5, $6, $7, $8, $9, $10, $11 from person
         on conflict do nothing",
        scope.account().get(),
        hash.bytes(),
        user.get(),
        data,
        began,
        now,
        (now + idle).min(began + ABSOLUTE),
        origin.method.name(),
        proven,
        origin.agent(),
        origin.ip
    )
    .execute(tx.conn())
    .await?;
    Ok(created.rows_affected() == 1)
}

async fn enter(tx: &mut Tx, hash: &SessionHash) -> Result<Option<AccountScope>, Fault> {
    let found = sqlx::query_scalar!(r#"select account_id as "account_id!" from lookup_session($1)"#, hash.bytes())
        .fetch_optional(tx.conn())
        .await?;
    match found {
        Some(account) => Ok(Some(AccountScope::enter(tx, account.into(), Actor::System).await?)),
        None => Ok(None),
    }
}

/// Reads a session that has not ended.
pub async fn load(tx: &mut Tx, hash: &SessionHash) -> Result<Option<Stored>, Fault> {
    let Some(scope) = enter(tx, hash).await? else { return Ok(None) };
    let now = tx.now();
    let found = sqlx::query!(
        "select s.data, s.expires_at, s.last_seen_at, u.right_administrator, a.session_idle_minutes
         from sessions s join users u on u.account_id = s.account_id and u.id = s.user_id join accounts a on a.id = s.account_id
         where s.account_id = $1 and s.hash = $2",
        scope.account().get(),
        hash.bytes()
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = found else { return Ok(None) };
    let idle = Length::stored(row.session_idle_minutes)?.idle(row.right_administrator);
    let expires_at = row.expires_at.min(row.last_seen_at + idle);
    Ok((expires_at > now).then_some(Stored { data: row.data, expires_at }))
}

/// Writes back what the web edge keeps in a session; `false` when it has ended meanwhile.
pub async fn save(tx: &mut Tx, hash: &SessionHash, data: &Value) -> Result<bool, Fault> {
    let Some(scope) = enter(tx, hash).await? else { return Ok(false) };
    let saved = sqlx::query!(
        "update sessions set data = $3 where account_id = $1 and hash = $2",
        scope.account().get(),
        hash.bytes(),
        data
    )
    .execute(tx.conn())
    .await?;
    Ok(saved.rows_affected() == 1)
}

/// Ends one session.
pub async fn delete(tx: &mut Tx, hash: &SessionHash) -> Result<(), Fault> {
    if let Some(scope) = enter(tx, hash).await? {
        sqlx::query!("delete from sessions where account_id = $1 and hash = $2", scope.account().get(), hash.bytes())
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

/// Ends every session of a person, and every sign-in that waits for a second factor; in the transaction of whatever ended their access.
/// Returns how many sessions.
pub(super) async fn end_all(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<u64, Fault> {
    pending::end_all(tx, scope, user).await?;
    let ended =
        sqlx::query!("delete from sessions where account_id = $1 and user_id = $2", scope.account().get(), user.get())
            .execute(tx.conn())
            .await?;
    Ok(ended.rows_affected())
}

/// Somebody who speaks in a session of theirs.
#[derive(Debug, Clone)]
pub struct Proven {
    /// What they may.
    pub scope: AccountScope,
    /// How they like pages: read along, because every page asks for it.
    pub settings: OwnSettings,
}

/// Proves who speaks: the session exists, has not ended by what holds for its person in this moment, and they are active. Moves the idle
/// deadline at most once a minute.
pub async fn authenticate(tx: &mut Tx, hash: &SessionHash) -> Result<Option<Proven>, Fault> {
    let Some(found) = enter(tx, hash).await? else { return Ok(None) };
    let (account, now) = (found.account(), tx.now());
    let Some(row) = sqlx::query!(
        r#"select u.id, u.display_name, u.right_app_user, u.right_administrator, u.right_project_manager, s.created_at, s.last_seen_at,
                s.method, coalesce(s.authenticated_at, s.created_at) as "authenticated_at!", a.session_idle_minutes, o.theme, o.keys as "keys?"
         from sessions s join users u on u.account_id = s.account_id and u.id = s.user_id join accounts a on a.id = s.account_id
         left join own_settings o on o.account_id = s.account_id and o.user_id = s.user_id
         where s.account_id = $1 and s.hash = $2 and s.expires_at > $3 and u.status = 'active'"#,
        account.get(),
        hash.bytes(),
        now
    )
    .fetch_optional(tx.conn())
    .await?
    else {
        return Ok(None);
    };
    let idle = Length::stored(row.session_idle_minutes)?.idle(row.right_administrator);
    // Whatever was true when it was last used.
    if now - row.last_seen_at >= idle {
        return Ok(None);
    }
    if now - row.last_seen_at > Duration::minutes(1) {
        let until = (now + idle).min(row.created_at + ABSOLUTE);
        sqlx::query!(
            "update sessions set last_seen_at = $3, expires_at = $4 where account_id = $1 and hash = $2",
            account.get(),
            hash.bytes(),
            now,
            until
        )
        .execute(tx.conn())
        .await?;
    }
    let rights = Rights {
        app_user: row.right_app_user,
        administrator: row.right_administrator,
        project_manager: row.right_project_manager,
    };
    let method = row.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?;
    let proof = SessionProof { hash: *hash, method, at: row.authenticated_at };
    let actor = Actor::User { id: row.id.into(), name: row.display_name, rights };
    let settings = OwnSettings::stored(row.theme.as_deref(), row.keys);
    Ok(Some(Proven { scope: AccountScope::enter(tx, account, actor).await?.in_session(proof), settings }))
}

/// Name and rights of somebody who may have a session at this moment.
pub(super) async fn active(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<Option<(String, Rights)>, Fault> {
    let row = sqlx::query!(
        "select display_name, right_app_user, right_administrator, right_project_manager from users
         where account_id = $1 and id = $2 and status = 'active'",
        scope.account().get(),
        user.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| {
        let rights = Rights {
            app_user: row.right_app_user,
            administrator: row.right_administrator,
            project_manager: row.right_project_manager,
        };
        (row.display_name, rights)
    }))
}
