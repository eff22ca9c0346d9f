//! What an account says about its SAML identity provider, and the provider's answers until the browser that asked has fetched them.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::access::{AccountScope, Actor, AdminScope, Fresh};
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::Fault;
use super::flows;
use super::sealing::Place;
use super::secrets::{PlainLink, hex, sha256};
use super::sign_in_methods::{self, VouchError};
use crate::model::{AccountId, SignInMethod};

/// An account's SAML identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamlProvider {
    /// Its name; an assertion of another is nobody's here.
    pub entity_id: String,
    /// Where browsers are led to.
    pub sso_url: String,
    /// Its signing certificates, DER; 1 to 10.
    pub certificates: Vec<Vec<u8>>,
    /// The attribute that names people for good; the `NameID` in format persistent where there is none.
    pub subject_attribute: Option<String>,
    /// The attribute with the mail address; the usual places where there is none.
    pub email_attribute: Option<String>,
    /// When an administrator last came back from it by „Anmeldung testen“.
    pub tested_at: Option<OffsetDateTime>,
}

/// The account's provider; `None` where none is set up.
pub async fn of(tx: &mut Tx, scope: &AccountScope) -> Result<Option<SamlProvider>, Fault> {
    Ok(sqlx::query_as!(
        SamlProvider,
        "select entity_id, sso_url, certificates, subject_attribute, email_attribute, tested_at from saml_providers where account_id = $1",
        scope.account().get()
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// [`of`] for somebody who is on their way there or back and not yet known; `None` where the installation does not offer SAML.
pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Option<SamlProvider>, Fault> {
    if !tx.policy().offered.contains(&SignInMethod::Saml) {
        return Ok(None);
    }
    let scope = AccountScope::enter(tx, account, Actor::System).await?;
    of(tx, &scope).await
}

/// Sets up or changes the provider. Another one, or another attribute that names people, ends what the old opened, because the same name
/// may mean somebody else now.
pub async fn set(tx: &mut Tx, scope: &Fresh<AdminScope>, to: &SamlProvider) -> Result<(), VouchError> {
    let before = of(tx, scope).await?;
    let naming = |provider: &SamlProvider| (provider.entity_id.clone(), provider.subject_attribute.clone());
    if before.as_ref().is_some_and(|before| naming(before) != naming(to)) {
        sign_in_methods::revouch(tx, scope, SignInMethod::Saml).await?;
    }
    let (account, now) = (scope.account().get(), tx.now());
    sqlx::query!(
        "insert into saml_providers (account_id, entity_id, sso_url, certificates, subject_attribute, email_attribute, changed_at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (account_id) do update set entity_id = excluded.entity_id, sso_url = excluded.sso_url, certificates = excluded.certificates,
           subject_attribute = excluded.subject_attribute, email_attribute = excluded.email_attribute, changed_at = excluded.changed_at, tested_at = null",
        account,
        to.entity_id,
        to.sso_url,
        &to.certificates,
        to.subject_attribute,
        to.email_attribute,
        now
    )
    .execute(tx.conn())
    .await?;
    let told = |provider: &SamlProvider| {
        let keys: Vec<_> = provider.certificates.iter().map(|certificate| hex(&sha256(certificate))).collect();
        json!({
            "entity_id": provider.entity_id, "sso_url": provider.sso_url, "certificates": keys,
            "subject_attribute": provider.subject_attribute, "email_attribute": provider.email_attribute,
        })
    };
    let details = json!({ "method": SignInMethod::Saml, "from": before.as_ref().map(told), "to": told(to) });
    audit::record(tx, scope, "identity_provider.set", Target::SignInMethod, details).await?;
    Ok(())
}

/// Notes that an administrator has just come back from the provider.
pub async fn tested(tx: &mut Tx, scope: &AdminScope) -> Result<(), Fault> {
    let now = tx.now();
    sqlx::query!("update saml_providers set tested_at = $2 where account_id = $1", scope.account().get(), now)
        .execute(tx.conn())
        .await?;
    let details = json!({ "method": SignInMethod::Saml });
    audit::record(tx, scope, "identity_provider.tested", Target::SignInMethod, details).await
}

/// How long an answer waits for its browser, which comes at once.
const WAIT: Duration = Duration::minutes(5);

const fn place(account: AccountId) -> Place {
    Place { table: "saml_arrivals", column: "sealed", account: Some(account.get()), row: Uuid::nil() }
}

/// Keeps what a verified assertion says, under a name for the browser alone; `None` where this assertion was here before.
/// `assertion` is its own name.
pub async fn keep<T: Serialize>(
    tx: &mut Tx,
    account: AccountId,
    assertion: &str,
    what: &T,
) -> Result<Option<PlainLink>, Fault> {
    if !flows::use_once(tx, &format!("saml assertion of {account}: {assertion}")).await? {
        return Ok(None);
    }
    AccountScope::enter(tx, account, Actor::System).await?;
    let (handle, now) = (PlainLink::generate(), tx.now());
    let sealed = tx.sealer().seal(place(account), &serde_json::to_vec(what)?)?;
    // Whoever never came to fetch theirs.
    sqlx::query!("delete from saml_arrivals where account_id = $1 and expires_at <= $2", account.get(), now)
        .execute(tx.conn())
        .await?;
    sqlx::query!(
        "insert into saml_arrivals (account_id, hash, sealed, expires_at) values ($1, $2, $3, $4)",
        account.get(),
        &handle.hash()[..],
        sealed,
        now + WAIT
    )
    .execute(tx.conn())
    .await?;
    Ok(Some(handle))
}

/// Takes what was kept; of any number at once one gets it.
pub async fn take<T: DeserializeOwned>(
    tx: &mut Tx,
    account: AccountId,
    handle: &PlainLink,
) -> Result<Option<T>, Fault> {
    AccountScope::enter(tx, account, Actor::System).await?;
    let now = tx.now();
    let kept = sqlx::query_scalar!(
        "delete from saml_arrivals where account_id = $1 and hash = $2 and expires_at > $3 returning sealed",
        account.get(),
        &handle.hash()[..],
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(kept) = kept else { return Ok(None) };
    Ok(Some(serde_json::from_slice(&tx.sealer().open(place(account), &kept)?)?))
}
