//! Domains of an account: whoever types one of them at „Mit Firmen-Login“ is led to its identity provider.
//!
//! A domain counts once a TXT record in DNS shows that its owner is with the account; at most one account holds it. It is looked at again by
//! itself, and counts no more when the record has been gone for [`LAPSE`]. It opens nothing and moves nobody's address: it says where to go.

use serde_json::json;
use time::{Duration, OffsetDateTime};
use url::Host;
use uuid::Uuid;

use super::access::{AccountScope, Actor, AdminScope, Fresh, WorkerScope};
use super::accounts;
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::{Fault, faults_into, unique_key};
use super::outbox::{self, Message};
use super::secrets::random_base62;
use crate::model::AccountId;

/// How long the record of a verified domain may be gone.
pub const LAPSE: Duration = Duration::hours(72);
/// How often a verified domain is looked at.
const EVERY: Duration = Duration::hours(6);
/// Domains of one account.
const MOST: i64 = 20;
/// In front of the domain: where the record stands.
const HOST: &str = "_einlass-challenge";

/// A domain as its administrators see it.
#[derive(Debug, Clone)]
pub struct Domain {
    /// Which.
    pub id: Uuid,
    /// Its name, as DNS has it.
    pub name: String,
    /// What the TXT record says.
    pub record: String,
    /// Since when it counts; `None` while it does not.
    pub verified_at: Option<OffsetDateTime>,
    /// When DNS was asked last.
    pub checked_at: Option<OffsetDateTime>,
    /// Since when the record of a verified domain is gone.
    pub missing_since: Option<OffsetDateTime>,
}

impl Domain {
    /// Where the TXT record stands.
    pub fn host(&self) -> String {
        host(&self.name)
    }
}

fn host(domain: &str) -> String {
    format!("{HOST}.{domain}")
}

fn record(challenge: &str) -> String {
    format!("einlass-domain-verification={challenge}")
}

/// The name of a domain as DNS has it; `None` for what is none, or has no dot.
pub fn parse(typed: &str) -> Option<String> {
    let typed = typed.trim().trim_end_matches('.');
    let Ok(Host::Domain(name)) = Host::parse(typed) else { return None };
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    (name.len() <= 230 && name.contains('.') && name.split('.').all(label)).then_some(name)
}

/// The account that holds a domain.
pub(super) async fn holder(tx: &mut Tx, domain: &str) -> Result<Option<AccountId>, Fault> {
    let found = sqlx::query_scalar!(r#"select account_id as "account_id!" from lookup_domain($1)"#, domain)
        .fetch_optional(tx.conn())
        .await?;
    Ok(found.map(AccountId::new))
}

/// The account's domains by name.
pub async fn list(tx: &mut Tx, scope: &AdminScope) -> Result<Vec<Domain>, Fault> {
    let rows = sqlx::query!(
        "select id, domain, challenge, verified_at, checked_at, missing_since from account_domains where account_id = $1 order by domain",
        scope.account().get()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Domain {
            id: row.id,
            name: row.domain,
            record: record(&row.challenge),
            verified_at: row.verified_at,
            checked_at: row.checked_at,
            missing_since: row.missing_since,
        })
        .collect())
}

/// Why a domain was not added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// Not a domain.
    #[error("not a domain")]
    Invalid,
    /// The account has it in its list.
    #[error("it is there already")]
    There,
    /// The account has as many as it may.
    #[error("too many domains")]
    TooMany,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(AddError);

/// Adds a domain, which counts for nothing until [`settle`] saw its record.
pub async fn add(tx: &mut Tx, scope: &Fresh<AdminScope>, typed: &str) -> Result<(), AddError> {
    let name = parse(typed).ok_or(AddError::Invalid)?;
    let account = scope.account().get();
    sqlx::query!("select id from accounts where id = $1 for no key update", account).fetch_one(tx.conn()).await?;
    let there = sqlx::query_scalar!(r#"select count(*) as "n!" from account_domains where account_id = $1"#, account)
        .fetch_one(tx.conn())
        .await?;
    if there >= MOST {
        return Err(AddError::TooMany);
    }
    let (id, now) = (tx.new_id(), tx.now());
    sqlx::query!(
        "insert into account_domains (account_id, id, domain, challenge, created_at) values ($1, $2, $3, $4, $5)",
        account,
        id,
        name,
        random_base62(32),
        now
    )
    .execute(tx.conn())
    .await
    .map_err(|error| match unique_key(&error) {
        Some("account_domains_account_id_domain_key") => AddError::There,
        _ => error.into(),
    })?;
    audit::record(tx, scope, "domain.added", Target::Account, json!({ "domain": name })).await?;
    Ok(())
}

/// Takes a domain away; it leads nowhere any more. `false` for one that is not there.
pub async fn remove(tx: &mut Tx, scope: &Fresh<AdminScope>, id: Uuid) -> Result<bool, Fault> {
    let gone = sqlx::query_scalar!(
        "delete from account_domains where account_id = $1 and id = $2 returning domain",
        scope.account().get(),
        id
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(domain) = gone else { return Ok(false) };
    audit::record(tx, scope, "domain.removed", Target::Account, json!({ "domain": domain })).await?;
    Ok(true)
}

/// What DNS said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// These texts stand at the host; none where the name is not there.
    Texts(Vec<String>),
    /// No answer: nothing is known, and nothing changes.
    NoAnswer,
}

/// How a domain stands after DNS was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    Verified,
    /// Its record is not there.
    Missing,
    /// Its record is there, and another account holds it.
    Taken,
    /// Nobody knows at the moment.
    Unknown,
}

/// Draws the conclusion from what DNS said; `None` for a domain that is not there (any more).
pub async fn settle(tx: &mut Tx, scope: &AccountScope, id: Uuid, seen: &Seen) -> Result<Option<Standing>, Fault> {
    let (account, now) = (scope.account().get(), tx.now());
    let row = sqlx::query!(
        "select domain, challenge, verified_at, missing_since from account_domains where account_id = $1 and id = $2 for update",
        account,
        id
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let Seen::Texts(texts) = seen else { return Ok(Some(Standing::Unknown)) };
    let there = texts.iter().any(|text| text.trim() == record(&row.challenge));
    let (standing, verified_at, missing_since) = match (there, row.verified_at) {
        (true, Some(since)) => (Standing::Verified, Some(since), None),
        (true, None) => {
            // Of any number of accounts that ask for it at once one gets it.
            sqlx::query!(
                r#"select pg_advisory_xact_lock(hashtext('einlass domain ' || $1)) as "locked!: ()""#,
                row.domain
            )
            .execute(tx.conn())
            .await?;
            match holder(tx, &row.domain).await? {
                Some(_) => (Standing::Taken, None, None),
                None => (Standing::Verified, Some(now), None),
            }
        }
        (false, None) => (Standing::Missing, None, None),
        (false, Some(since)) => {
            let missing = row.missing_since.unwrap_or(now);
            if now - missing >= LAPSE {
                (Standing::Missing, None, None)
            } else {
                (Standing::Missing, Some(since), Some(missing))
            }
        }
    };
    sqlx::query!(
        "update account_domains set verified_at = $3, missing_since = $4, checked_at = $5 where account_id = $1 and id = $2",
        account,
        id,
        verified_at,
        missing_since,
        now
    )
    .execute(tx.conn())
    .await?;
    let details = json!({ "domain": row.domain });
    match (row.verified_at, verified_at) {
        (None, Some(_)) => audit::record(tx, scope, "domain.verified", Target::Account, details).await?,
        (Some(_), None) => audit::record(tx, scope, "domain.lapsed", Target::Account, details).await?,
        _ => {}
    }
    if let (None, Some(since)) = (row.missing_since, missing_since) {
        let message = Message::DomainMissing {
            account_name: accounts::name(tx, scope).await?,
            domain: row.domain,
            until: (since + LAPSE).unix_timestamp(),
        };
        outbox::write_to_administrators(tx, scope, &message).await?;
    }
    Ok(Some(standing))
}

/// A domain to ask DNS about.
#[derive(Debug, Clone)]
pub struct Due {
    /// Whose.
    pub account: AccountId,
    /// Which.
    pub id: Uuid,
    /// Where its record stands.
    pub host: String,
}

/// Takes verified domains that were not looked at for a while, at most `limit`; of two instances one gets each.
pub async fn claim(tx: &mut Tx, _worker: WorkerScope, limit: i32) -> Result<Vec<Due>, Fault> {
    let now = tx.now();
    let found = sqlx::query!(
        r#"select account_id as "account_id!", domain_id as "domain_id!" from lookup_domains_to_check($1, $2)"#,
        now - EVERY,
        limit
    )
    .fetch_all(tx.conn())
    .await?;
    let mut due = Vec::new();
    for row in found {
        let scope = AccountScope::enter(tx, row.account_id.into(), Actor::System).await?;
        let taken = sqlx::query_scalar!(
            "update account_domains set checked_at = $3 where account_id = $1 and id = $2 and checked_at <= $4 returning domain",
            scope.account().get(),
            row.domain_id,
            now,
            now - EVERY
        )
        .fetch_optional(tx.conn())
        .await?;
        due.extend(taken.map(|domain| Due { account: scope.account(), id: row.domain_id, host: host(&domain) }));
    }
    Ok(due)
}

/// [`settle`] for a domain that was [`claim`]ed.
pub async fn settle_claimed(tx: &mut Tx, _worker: WorkerScope, due: &Due, seen: &Seen) -> Result<(), Fault> {
    let scope = AccountScope::enter(tx, due.account, Actor::System).await?;
    settle(tx, &scope, due.id, seen).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn domains_are_read_as_dns_has_them() {
        for (typed, name) in [
            (" Beispiel.Example ", "beispiel.example"),
            ("beispiel.example.", "beispiel.example"),
            ("mail.beispiel.example", "mail.beispiel.example"),
            ("müller.example", "xn--mller-kva.example"),
        ] {
            assert_eq!(parse(typed).as_deref(), Some(name));
        }
        for wrong in [
            "",
            "beispiel",
            "192.0.2.1",
            "[::1]",
            "a b.example",
            "-a.example",
            "a..example",
            "a_b.example",
            "x@y.example",
            "https://y.example",
            &"a".repeat(64),
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
