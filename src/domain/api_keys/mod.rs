//! API keys: with one a program of the company reads what its areas open, and changes nothing. Whoever wants to write uses SCIM.
//!
//! A key belongs to the account and hangs on the administrator who made it: when they lose that right or leave, their keys end in the
//! same unit of work. It is proven in each request's own transaction, so whatever ends it ends it for the next request on every instance.
//! One whose time is over is dead by comparison; `notices` writes it down afterwards, and warns before.

mod ending;
mod making;
mod notices;

use std::fmt;

use subtle::ConstantTimeEq;
use time::{Duration, OffsetDateTime};

pub(super) use ending::end_of_maker;
pub use ending::revoke;
pub use making::{MakeError, NewKey, make};
pub use notices::{KEPT, notice};

use super::access::{AccountScope, Actor, AdminScope, ReadingScope};
use super::accounts;
use super::db::{Db, RequestInfo, Tx};
use super::fault::{Fault, faults_into};
use super::outbox::{self, KeyChange, Message};
use super::secrets::{Bearer, Kind};
use crate::model::{AccountId, ApiArea, ApiKeyEnding, ApiKeyId};

/// Keys of an account that may be live at once.
pub const MOST: i64 = 20;
/// How exact „zuletzt benutzt“ is, so that reads stay reads.
const NOTED_EVERY: Duration = Duration::minutes(1);
/// Most keys a list shows, those that ended among them.
const LISTED: i64 = 60;

/// API keys among the bearer secrets.
#[derive(Debug, Clone, Copy)]
pub enum ApiAccess {}

impl Kind for ApiAccess {
    const PREFIX: &'static str = "einlass_live_api_";
    const NAME: &'static str = "PlainKey";
}

/// What every key starts with.
pub const PREFIX: &str = ApiAccess::PREFIX;

/// A key in the clear: exists in the answer that made it and in requests that show it.
pub type PlainKey = Bearer<ApiAccess>;

/// A key's row: never the secret.
#[derive(Debug, Clone)]
pub struct ApiKey {
    /// Which.
    pub id: ApiKeyId,
    /// What it is called.
    pub name: String,
    /// What it opens.
    pub areas: Vec<ApiArea>,
    /// Last four characters.
    pub last4: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// By whom, by the name they had.
    pub created_by: String,
    /// When it runs out.
    pub expires_at: OffsetDateTime,
    /// When it was last shown, to the minute.
    pub last_used_at: Option<OffsetDateTime>,
    /// From where.
    pub last_used_ip: Option<String>,
    /// When and how it ended, also where nobody has written down yet that its time is over.
    pub ended: Option<(OffsetDateTime, ApiKeyEnding)>,
}

fn areas(stored: &[String]) -> Result<Vec<ApiArea>, Fault> {
    stored.iter().map(|name| name.parse().map_err(|_| Fault::unexpected("a stored area is none"))).collect()
}

/// The account's keys, live ones first, of each the newest first. Those that ended are forgotten after [`KEPT`].
pub async fn list(tx: &mut Tx, scope: &AdminScope) -> Result<Vec<ApiKey>, Fault> {
    let now = tx.now();
    let rows = sqlx::query!(
        "select id, name, areas, last4, created_at, created_by_name, expires_at, last_used_at, last_used_ip, ended_at, ended_by
         from api_keys where account_id = $1
         order by ended_at is not null or expires_at <= $2, created_at desc, id desc limit $3",
        scope.account().get(),
        now,
        LISTED
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let written =
                row.ended_by.map(|word| word.parse().map_err(|_| Fault::unexpected("a stored ending is none")));
            let over = (row.expires_at <= now).then_some((row.expires_at, ApiKeyEnding::Expiry));
            Ok(ApiKey {
                id: row.id.into(),
                name: row.name,
                areas: areas(&row.areas)?,
                last4: row.last4,
                created_at: row.created_at,
                created_by: row.created_by_name,
                expires_at: row.expires_at,
                last_used_at: row.last_used_at,
                last_used_ip: row.last_used_ip,
                ended: row.ended_at.zip(written.transpose()?).or(over),
            })
        })
        .collect()
}

/// How many keys work.
pub async fn live(tx: &mut Tx, scope: &AdminScope) -> Result<i64, Fault> {
    let now = tx.now();
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from api_keys where account_id = $1 and ended_at is null and expires_at > $2"#,
        scope.account().get(),
        now
    )
    .fetch_one(tx.conn())
    .await?)
}

/// A program that showed a live key. It reads, area by area.
#[derive(Clone)]
pub struct KeyScope {
    reading: ReadingScope,
    areas: Vec<ApiArea>,
}

/// The areas say enough.
impl fmt::Debug for KeyScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyScope({:?})", self.areas)
    }
}

impl KeyScope {
    /// Proof that the key opens this area; `None` where it does not. There is no other way to what it reads.
    pub fn area(&self, area: ApiArea) -> Option<&ReadingScope> {
        self.areas.contains(&area).then_some(&self.reading)
    }

    /// Whose data.
    pub fn account(&self) -> AccountId {
        self.reading.account()
    }
}

/// A program at the door: proven, in a unit of work turned to its account that does nothing but read from here on. What it has written
/// is that the key was used: it is committed whatever the answer is.
#[derive(Debug)]
pub struct Entered {
    /// The unit of work.
    pub tx: Tx,
    /// The proof.
    pub scope: KeyScope,
}

/// Why a key opened nothing. Callers are told none of this.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticateError {
    /// Unknown, ended, or run out.
    #[error("the key opens nothing")]
    Refused,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(AuthenticateError);

/// Starts a unit of work for a request with this key.
pub async fn authenticate(db: &Db, request: &RequestInfo, key: &PlainKey) -> Result<Entered, AuthenticateError> {
    let mut tx = db.begin(request).await?;
    let (now, hash) = (tx.now(), key.hash());
    let found =
        sqlx::query!(r#"select account_id as "account_id!", key_id as "key_id!" from lookup_api_key($1)"#, &hash[..])
            .fetch_optional(tx.conn())
            .await?
            .ok_or(AuthenticateError::Refused)?;
    AccountScope::enter(&mut tx, found.account_id.into(), Actor::System).await?;
    let stored = sqlx::query!(
        "select name, areas, hash, expires_at, ended_at, last_used_at from api_keys where account_id = $1 and id = $2",
        found.account_id,
        found.key_id
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(AuthenticateError::Refused)?;
    let same = bool::from(stored.hash.ct_eq(&hash[..]));
    let (ended, over) = (stored.ended_at.is_some(), stored.expires_at <= now);
    if !same || ended || over {
        return Err(AuthenticateError::Refused);
    }
    let areas = areas(&stored.areas)?;
    let actor = Actor::ApiKey { id: found.key_id.into(), name: stored.name };
    let scope = AccountScope::enter(&mut tx, found.account_id.into(), actor).await?;
    if stored.last_used_at.is_none_or(|at| now - at >= NOTED_EVERY) {
        note(&mut tx, &scope, found.key_id.into()).await?;
    }
    tx.only_read().await?;
    Ok(Entered { tx, scope: KeyScope { reading: ReadingScope::granted(scope), areas } })
}

/// Writes down that the key was used. Where another request is about to, this one does not wait for it.
async fn note(tx: &mut Tx, scope: &AccountScope, key: ApiKeyId) -> Result<(), Fault> {
    let (now, ip) = (tx.now(), tx.request().ip.clone());
    sqlx::query!(
        "update api_keys set last_used_at = $3, last_used_ip = $4
         where account_id = $1 and id = (select k.id from api_keys k where k.account_id = $1 and k.id = $2 for no key update skip locked)",
        scope.account().get(),
        key.get(),
        now,
        ip
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Tells the administrators what happened to a key.
async fn tell(tx: &mut Tx, scope: &AccountScope, name: &str, last4: &str, change: KeyChange) -> Result<(), Fault> {
    let account_name = accounts::name(tx, scope).await?;
    let message = Message::ApiKeyChanged { account_name, name: name.to_owned(), last4: last4.to_owned(), change };
    outbox::write_to_administrators(tx, scope, &message).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tokens::PlainToken;

    #[test]
    fn r11_a_key_is_no_token_and_a_token_is_no_key() {
        let (key, token) = (PlainKey::generate().reveal(), PlainToken::generate().reveal());
        assert!(key.starts_with(PREFIX) && PlainKey::parse(&key).is_some() && PlainToken::parse(&token).is_some());
        assert!(PlainToken::parse(&key).is_none() && PlainKey::parse(&token).is_none());
        // Nor under the other's name: the checksum is of the whole.
        assert!(PlainToken::parse(&key.replace("_api_", "_scim_")).is_none());
        assert!(PlainKey::parse(&token.replace("_scim_", "_api_")).is_none());
    }

    #[test]
    fn a_key_does_not_print() {
        assert_eq!(format!("{:?}", PlainKey::generate()), "PlainKey(…)");
    }
}
