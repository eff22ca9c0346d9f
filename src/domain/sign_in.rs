//! Signing in to the portal: the proof that every method ends in, and e-mail address and password.
//!
//! Three steps, so that no connection is held while argon2 works: [`candidates`] (one unit of work), [`Candidates::verify`] (none),
//! [`settle`] (another). Nothing in between says whether anybody has the address (R-29).

use std::cmp::Reverse;
use std::sync::Arc;

use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::access::{AccountScope, Actor};
use super::audit::{self, Target};
use super::db::{Db, Tx};
use super::fault::{Fault, faults_into};
use super::passwords::Password;
use super::secrets::sha256;
use super::{accounts, sign_in_methods};
use crate::model::{AccountId, EmailAddress, Rights, SignInMethod, UserId};

/// Proof of a password. Opens nothing yet: `second_factors::after_password` says whether it is enough.
#[derive(Debug, Clone)]
pub struct PasswordProven {
    account: AccountId,
    user: UserId,
    rights: Rights,
    at: OffsetDateTime,
}

impl PasswordProven {
    pub(super) const fn new(account: AccountId, user: UserId, rights: Rights, at: OffsetDateTime) -> Self {
        Self { account, user, rights, at }
    }

    /// In which account.
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// Whose.
    pub const fn user(&self) -> UserId {
        self.user
    }

    pub(super) const fn rights(&self) -> Rights {
        self.rights
    }

    /// When: a session that waited for a second factor is as old as this.
    pub const fn at(&self) -> OffsetDateTime {
        self.at
    }

    /// Enough to sign in.
    pub(super) const fn suffices(self) -> SignedIn {
        SignedIn::new(self.account, self.user, self.rights, SignInMethod::Password).proven(self.at)
    }
}

/// Proof that somebody has just shown who they are, with everything their account asks for; sessions start from nothing else.
#[derive(Debug, Clone)]
pub struct SignedIn {
    account: AccountId,
    user: UserId,
    rights: Rights,
    method: SignInMethod,
    at: Option<OffsetDateTime>,
}

impl SignedIn {
    pub(super) const fn new(account: AccountId, user: UserId, rights: Rights, method: SignInMethod) -> Self {
        Self { account, user, rights, method, at: None }
    }

    pub(super) const fn proven(mut self, at: OffsetDateTime) -> Self {
        self.at = Some(at);
        self
    }

    /// In which account.
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// Who.
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// What they may do: decides where they land.
    pub const fn rights(&self) -> Rights {
        self.rights
    }

    /// By which method.
    pub const fn method(&self) -> SignInMethod {
        self.method
    }

    /// When; `None`: at this moment.
    pub const fn at(&self) -> Option<OffsetDateTime> {
        self.at
    }
}

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Unknown address, wrong password, a method the account does not allow: one answer for all.
    #[error("address and password do not match")]
    Refused,
    /// Too many failures; come back later.
    #[error("too many failed attempts")]
    Throttled {
        /// Seconds to wait.
        retry_after: i64,
    },
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(SignInError);

/// Everybody who signs in with the address, in any account.
pub(super) async fn candidates_of(tx: &mut Tx, address: &EmailAddress) -> Result<Vec<(AccountId, UserId)>, Fault> {
    let rows = sqlx::query!(
        r#"select account_id as "account_id!", user_id as "user_id!" from lookup_sign_in($1)"#,
        address.key()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|r| (r.account_id.into(), r.user_id.into())).collect())
}

struct Candidate {
    proof: PasswordProven,
    account_name: String,
    phc: String,
}

/// The people a credential may belong to.
pub struct Candidates {
    address: EmailAddress,
    found: Vec<Candidate>,
}

/// Somebody whose password matched.
#[derive(Debug, Clone)]
pub struct Match {
    /// The proof.
    pub proof: PasswordProven,
    /// The company, for people in several accounts to choose from.
    pub account_name: String,
}

/// Looks for the people with this address, unless there were too many failures for address or network.
pub async fn candidates(tx: &mut Tx, address: EmailAddress) -> Result<Candidates, SignInError> {
    for (key, limit) in throttles(tx, &address) {
        refuse_beyond(tx, key, limit).await?;
    }
    let (mut found, now) = (Vec::new(), tx.now());
    for (account, user) in candidates_of(tx, &address).await? {
        let scope = AccountScope::enter(tx, account, Actor::System).await?;
        if !sign_in_methods::is_enabled(tx, &scope, SignInMethod::Password).await? {
            continue;
        }
        let row = sqlx::query!(
            "select p.phc, p.changed_at, u.right_app_user, u.right_administrator, u.right_project_manager
             from password_credentials p join users u on u.account_id = p.account_id and u.id = p.user_id
             where p.account_id = $1 and p.user_id = $2 and u.status = 'active'",
            account.get(),
            user.get()
        )
        .fetch_optional(tx.conn())
        .await?;
        if let Some(row) = row {
            let rights = Rights {
                app_user: row.right_app_user,
                administrator: row.right_administrator,
                project_manager: row.right_project_manager,
            };
            let candidate = Candidate {
                proof: PasswordProven::new(account, user, rights, now),
                account_name: accounts::name(tx, &scope).await?,
                phc: row.phc,
            };
            found.push((row.changed_at, candidate));
        }
    }
    // Whose password was set last comes first, so that a reset always brings an account within the first SLOTS.
    found.sort_by_key(|(changed_at, _)| Reverse(*changed_at));
    Ok(Candidates { address, found: found.into_iter().map(|(_, candidate)| candidate).collect() })
}

/// Comparisons a refused sign-in makes, however many accounts hold the address (R-29).
const SLOTS: usize = 3;

impl Candidates {
    /// Compares the password with the first [`SLOTS`] of them, or with nobody's where there are fewer: the work is the same for every
    /// address. Whoever matched one has the others compared, too.
    pub async fn verify(self, db: &Db, password: Password) -> Result<(EmailAddress, Vec<Match>), Fault> {
        let typed = Arc::new(password);
        let mut matches = Vec::new();
        let mut found = self.found.into_iter();
        for _ in 0..SLOTS {
            let (phc, proven) = found.next().map(Candidate::into_parts).unzip();
            if db.hasher().verify(Arc::clone(&typed), phc).await? {
                matches.extend(proven);
            }
        }
        if !matches.is_empty() {
            for (phc, proven) in found.map(Candidate::into_parts) {
                if db.hasher().verify(Arc::clone(&typed), Some(phc)).await? {
                    matches.push(proven);
                }
            }
        }
        Ok((self.address, matches))
    }
}

impl Candidate {
    fn into_parts(self) -> (String, Match) {
        (self.phc, Match { proof: self.proof, account_name: self.account_name })
    }
}

/// Counts a failure against address and network. Who signed in is written down where the session begins.
pub async fn settle(tx: &mut Tx, address: &EmailAddress, matches: &[Match]) -> Result<(), SignInError> {
    if matches.is_empty() {
        for (key, _) in throttles(tx, address) {
            count_failure(tx, key).await?;
        }
        return Err(SignInError::Refused);
    }
    Ok(())
}

/// Writes down that somebody came in.
pub(super) async fn record(tx: &mut Tx, scope: &AccountScope, who: &SignedIn, name: String) -> Result<(), Fault> {
    let actor = Actor::User { id: who.user, name, rights: who.rights };
    let details = json!({ "method": who.method });
    audit::record_as(tx, scope, &actor, "session.signed_in", Target::User(who.user.get()), details).await
}

/// The same for whoever shows something that names nobody before it was checked: the network alone can be slowed down.
pub(super) async fn refuse_network(tx: &mut Tx) -> Result<(), SignInError> {
    let (key, limit) = of_network(&network(tx.request().ip.as_deref().unwrap_or("local")));
    refuse_beyond(tx, key, limit).await
}

/// Counts a failure against the network alone.
pub(super) async fn count_network(tx: &mut Tx) -> Result<(), Fault> {
    let (key, _) = of_network(&network(tx.request().ip.as_deref().unwrap_or("local")));
    count_failure(tx, key).await
}

const WINDOW: Duration = Duration::minutes(15);

/// Who is slowed down, and after how many failures in 15 minutes. Address and network together are strict, so that a stranger elsewhere
/// cannot lock anybody out; each alone is generous.
fn throttles(tx: &Tx, address: &EmailAddress) -> [([u8; 32], i32); 3] {
    let network = network(tx.request().ip.as_deref().unwrap_or("local"));
    [(key(["both", &address.key(), &network]), 10), (key(["address", &address.key(), ""]), 100), of_network(&network)]
}

fn key(parts: [&str; 3]) -> [u8; 32] {
    sha256(parts.join("\0").as_bytes())
}

fn of_network(network: &str) -> ([u8; 32], i32) {
    (key(["network", network, ""]), 200)
}

/// An IPv6 caller owns a /64 (R-29).
pub(super) fn network(ip: &str) -> String {
    match ip.parse() {
        Ok(std::net::IpAddr::V6(v6)) => {
            v6.segments()[..4].iter().map(|s| format!("{s:x}")).collect::<Vec<_>>().join(":")
        }
        _ => ip.to_owned(),
    }
}

pub(super) async fn refuse_beyond(tx: &mut Tx, key: [u8; 32], limit: i32) -> Result<(), SignInError> {
    let now = tx.now();
    let row = sqlx::query!(
        "select window_start, failures from sign_in_failures where key = $1 and window_start > $2",
        &key[..],
        now - WINDOW
    )
    .fetch_optional(tx.conn())
    .await?;
    match row {
        Some(r) if r.failures >= limit => {
            Err(SignInError::Throttled { retry_after: (r.window_start + WINDOW - now).whole_seconds().max(1) })
        }
        _ => Ok(()),
    }
}

pub(super) async fn count_failure(tx: &mut Tx, key: [u8; 32]) -> Result<(), Fault> {
    let now = tx.now();
    sqlx::query!(
        "insert into sign_in_failures (key, window_start, failures) values ($1, $2, 1)
         on conflict (key) do update set
           failures = case when sign_in_failures.window_start > $3 then sign_in_failures.failures + 1 else 1 end,
           window_start = case when sign_in_failures.window_start > $3 then sign_in_failures.window_start else $2 end",
        &key[..],
        now,
        now - WINDOW
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
