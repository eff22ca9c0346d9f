//! What tokens are known to open, for at most a second.
//!
//! A request that reads may rely on a proof that another one was given less than [`LIFETIME`] ago, so a revocation is effective on every
//! instance within that time; on the instance that commits it, it is so at once. A request that writes never does: it asks in its
//! own transaction, be that one statement. Refusals are not kept. This is the one place of the domain that looks at a monotonic clock: an age has nothing to do
//! with what time it is.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::Row;
use sqlx::postgres::PgRow;
use subtle::ConstantTimeEq;
use time::OffsetDateTime;
use uuid::Uuid;

use super::moment;
use crate::domain::access::ConnectionFacts;
use crate::domain::fault::Fault;
use crate::model::{AccountId, Plan, SignInMethod, TokenId};

/// How long a proof holds, counted from before it was asked for.
pub(super) const LIFETIME: Duration = Duration::from_secs(1);

/// Most proofs that are kept; then the database is asked.
const MOST: usize = 4096;

/// From so many on, those that have grown old are thrown out.
const WORTH_SWEEPING: usize = 64;

/// When a question was sent.
#[derive(Debug, Clone, Copy)]
pub struct Asked(Instant);

impl Asked {
    /// Now.
    pub fn now() -> Self {
        Self(Instant::now())
    }

    fn is_recent(self) -> bool {
        self.0.elapsed() < LIFETIME
    }
}

/// A live token of a connection, and what was read along with it.
#[derive(Debug)]
pub struct Proof {
    /// The account it speaks for.
    pub account: AccountId,
    /// How people of its connection are invited.
    pub method: SignInMethod,
    /// The account's plan.
    pub plan: Plan,
    /// Whether its licences follow by themselves.
    pub auto_licences: bool,
    /// When the token ends by itself; compared on every request, because a proof may outlive it.
    pub ends_at: Option<OffsetDateTime>,
    /// Since when the connection is paused.
    pub paused_at: Option<OffsetDateTime>,
    /// Since when the account lacks what SCIM needs while SCIM is in use.
    pub lapsed_at: Option<OffsetDateTime>,
    /// What nothing has to ask for again.
    pub facts: Arc<ConnectionFacts>,
    asked: Asked,
    /// The database's clock, and when its answer was here.
    clock: (OffsetDateTime, Instant),
}

impl Proof {
    /// Reads a row of `prove_connection`; `None` when the token is revoked.
    pub fn read(row: &PgRow, token: &[u8; 32], asked: Asked) -> Result<Option<Self>, Fault> {
        if row.try_get("revoked")? || !bool::from(row.try_get::<Vec<u8>, _>("hash")?.ct_eq(&token[..])) {
            return Ok(None);
        }
        let stored = |what: &str| Fault::unexpected(format!("a stored {what} is none"));
        let told = |column: &str| row.try_get::<Option<i64>, _>(column).map_err(Fault::from)?.map(moment).transpose();
        let facts = ConnectionFacts {
            token: TokenId::new(row.try_get("token_id")?),
            noted_at: told("last_used_us")?,
            rehearsed: false,
            account_name: row.try_get("account_name")?,
            language: row.try_get::<&str, _>("language")?.parse().map_err(|_| stored("language"))?,
            profile: row.try_get::<&str, _>("profile")?.parse().map_err(|_| stored("profile"))?,
            linking: row.try_get::<&str, _>("linking")?.parse().map_err(|_| stored("policy"))?,
            schemas: row.try_get("schemas")?,
            groups: AtomicBool::new(row.try_get("has_groups")?),
            limited: row.try_get("limited")?,
            rests_on: row.try_get("rests_on")?,
        };
        Ok(Some(Self {
            account: AccountId::new(row.try_get("account_id")?),
            method: row.try_get::<&str, _>("method")?.parse().map_err(|_| stored("method"))?,
            plan: row.try_get::<&str, _>("plan")?.parse().map_err(|_| stored("plan"))?,
            auto_licences: row.try_get("auto_licences")?,
            ends_at: told("ends_us")?,
            paused_at: told("paused_us")?,
            lapsed_at: told("lapsed_us")?,
            facts: Arc::new(facts),
            asked,
            clock: (moment(row.try_get("now_us")?)?, Instant::now()),
        }))
    }

    /// Whether it still holds for a request that reads.
    pub fn is_fresh(&self) -> bool {
        self.asked.is_recent()
    }

    /// What the database's clock said when it answered: the moment of the transaction that asked.
    pub const fn answered_at(&self) -> OffsetDateTime {
        self.clock.0
    }

    /// What the database's clock says, as long as the proof is fresh; never ahead of it, and in whole microseconds as everything it says.
    pub fn now(&self) -> OffsetDateTime {
        let micros = i64::try_from(self.clock.1.elapsed().as_micros()).unwrap_or(i64::MAX);
        self.clock.0 + time::Duration::microseconds(micros)
    }
}

/// Proofs by hash of the token and id of the connection.
#[derive(Default)]
pub struct Proofs(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    proofs: HashMap<([u8; 32], Uuid), Arc<Proof>>,
    sweep_at: usize,
    /// Accounts in which something may have changed: what was asked before says nothing any more, even when it is answered later.
    changed: HashMap<AccountId, Asked>,
}

impl Proofs {
    /// A fresh proof that the token opens the connection.
    pub fn find(&self, token: &[u8; 32], connection: Uuid) -> Option<Arc<Proof>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.proofs.get(&(*token, connection)).filter(|proof| proof.is_fresh()).cloned()
    }

    /// Keeps a proof for the next requests.
    pub fn keep(&self, token: &[u8; 32], connection: Uuid, proof: &Arc<Proof>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.proofs.len() >= kept.sweep_at.max(WORTH_SWEEPING) {
            kept.proofs.retain(|_, proof| proof.is_fresh());
            kept.sweep_at = 2 * kept.proofs.len();
        }
        let outdated = kept.changed.get(&proof.account).is_some_and(|changed| proof.asked.0 <= changed.0);
        if !outdated && proof.is_fresh() && kept.proofs.len() < MOST {
            kept.proofs.insert((*token, connection), proof.clone());
        }
    }

    /// Keeps nothing of these accounts that was asked for before.
    pub fn forget(&self, accounts: &[AccountId]) {
        if accounts.is_empty() {
            return;
        }
        let now = Asked::now();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.changed.retain(|_, changed| changed.is_recent());
        kept.changed.extend(accounts.iter().map(|account| (*account, now)));
        kept.proofs.retain(|_, proof| !accounts.contains(&proof.account));
    }
}

/// Hashes of tokens are nobody's business.
impl fmt::Debug for Proofs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proofs(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConnectionProfile, Language, Linking};

    fn proof(account: AccountId, asked: Asked) -> Arc<Proof> {
        let facts = ConnectionFacts {
            token: TokenId::new(Uuid::nil()),
            noted_at: None,
            rehearsed: false,
            account_name: "Rot GmbH".to_owned(),
            language: Language::default(),
            profile: ConnectionProfile::Auto,
            linking: Linking::Ask,
            schemas: None,
            groups: AtomicBool::new(false),
            limited: false,
            rests_on: String::new(),
        };
        let clock = (OffsetDateTime::UNIX_EPOCH, Instant::now());
        let (method, plan) = (SignInMethod::Password, Plan::Premium);
        Arc::new(Proof {
            account,
            method,
            plan,
            auto_licences: true,
            ends_at: None,
            paused_at: None,
            lapsed_at: None,
            facts: Arc::new(facts),
            asked,
            clock,
        })
    }

    const TOKEN: [u8; 32] = [7; 32];

    #[test]
    fn r18_a_proof_is_good_for_its_token_and_connection_and_for_a_second() {
        let (proofs, account, connection) = (Proofs::default(), AccountId::new(Uuid::nil()), Uuid::nil());
        proofs.keep(&TOKEN, connection, &proof(account, Asked::now()));
        assert!(proofs.find(&TOKEN, connection).is_some());
        assert!(proofs.find(&[8; 32], connection).is_none());
        assert!(proofs.find(&TOKEN, Uuid::max()).is_none());
        let old = Asked(Instant::now().checked_sub(LIFETIME).expect("the machine is older than a second"));
        assert!(!proof(account, old).is_fresh());
        proofs.forget(&[account]);
        proofs.keep(&TOKEN, connection, &proof(account, old));
        assert!(proofs.find(&TOKEN, connection).is_none());
    }

    #[test]
    fn r18_what_was_asked_before_a_change_is_not_believed_after_it() {
        let (proofs, connection) = (Proofs::default(), Uuid::nil());
        let [red, blue] = [Uuid::nil(), Uuid::max()].map(AccountId::new);
        let asked = Asked::now();
        proofs.keep(&TOKEN, connection, &proof(red, asked));
        proofs.forget(&[blue]);
        assert!(proofs.find(&TOKEN, connection).is_some(), "another account's change");
        proofs.forget(&[red]);
        assert!(proofs.find(&TOKEN, connection).is_none());
        proofs.keep(&TOKEN, connection, &proof(red, asked));
        assert!(proofs.find(&TOKEN, connection).is_none(), "its answer came late");
        proofs.keep(&TOKEN, connection, &proof(red, Asked(Instant::now() + Duration::from_millis(1))));
        assert!(proofs.find(&TOKEN, connection).is_some());
    }
}
