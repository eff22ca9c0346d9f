//! What an account says about its identity providers: its own OpenID provider, its directory at Microsoft, its short name for
//! „Mit Firmen-Login“.

use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::access::{AccountScope, Actor, AdminScope, Fresh};
use super::audit::{self, Target};
use super::db::Tx;
use super::domains;
use super::fault::{Fault, faults_into, unique_key};
use super::sealing::Place;
use super::sign_in_methods::{self, VouchError};
use crate::model::{AccountId, SignInMethod};

/// An account's own OpenID provider.
#[derive(Debug, Clone)]
pub struct OwnProvider {
    /// Its issuer, exactly as its metadata name it.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: SecretString,
    /// When an administrator last came back from it by „Anmeldung testen“.
    pub tested_at: Option<OffsetDateTime>,
}

const fn place(account: AccountId) -> Place {
    Place { table: "oidc_providers", column: "client_secret_sealed", account: Some(account.get()), row: account.get() }
}

/// The account's own OpenID provider; `None` where none is set up.
pub async fn own(tx: &mut Tx, scope: &AccountScope) -> Result<Option<OwnProvider>, Fault> {
    let row = sqlx::query!(
        "select issuer, client_id, client_secret_sealed, tested_at from oidc_providers where account_id = $1",
        scope.account().get()
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let secret = String::from_utf8(tx.sealer().open(place(scope.account()), &row.client_secret_sealed)?)
        .map_err(|_| Fault::unexpected("a sealed client secret is no text"))?;
    Ok(Some(OwnProvider {
        issuer: row.issuer,
        client_id: row.client_id,
        client_secret: secret.into(),
        tested_at: row.tested_at,
    }))
}

/// An account's own OpenID provider by what names it; its secret stays sealed.
#[derive(Debug, Clone)]
pub struct NamedProvider {
    /// Its issuer.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// When an administrator last came back from it by „Anmeldung testen“.
    pub tested_at: Option<OffsetDateTime>,
}

/// [`own`] for those who only look at it.
pub async fn named(tx: &mut Tx, scope: &AccountScope) -> Result<Option<NamedProvider>, Fault> {
    Ok(sqlx::query_as!(
        NamedProvider,
        "select issuer, client_id, tested_at from oidc_providers where account_id = $1",
        scope.account().get()
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// [`own`] for somebody who is on their way there and not yet known.
pub async fn own_of(tx: &mut Tx, account: AccountId) -> Result<Option<OwnProvider>, Fault> {
    let scope = AccountScope::enter(tx, account, Actor::System).await?;
    own(tx, &scope).await
}

/// The account that „Mit Firmen-Login“ means and the ways people may come to it; nothing tells a wrong name from one without. It is named
/// by its short name or by a verified domain; of a mail address the domain alone is looked at (product decision 11).
pub async fn company(tx: &mut Tx, typed: &str) -> Result<Option<(AccountId, Vec<SignInMethod>)>, Fault> {
    let name = typed.rsplit('@').next().unwrap_or_default();
    let found = match domains::parse(name) {
        Some(domain) => domains::holder(tx, &domain).await?,
        None => sqlx::query_scalar!(
            r#"select account_id as "account_id!" from lookup_short_name($1)"#,
            name.trim().to_lowercase()
        )
        .fetch_optional(tx.conn())
        .await?
        .map(AccountId::new),
    };
    let Some(account) = found else { return Ok(None) };
    let scope = AccountScope::enter(tx, account, Actor::System).await?;
    let states = sign_in_methods::list(tx, &scope).await?;
    let own = |method| matches!(method, SignInMethod::Oidc | SignInMethod::Saml);
    let methods: Vec<_> =
        states.iter().filter(|state| state.is_usable() && own(state.method)).map(|state| state.method).collect();
    Ok((!methods.is_empty()).then_some((account, methods)))
}

/// Sets up or changes the account's own OpenID provider; `None` keeps the secret that is there. Another issuer ends what the old one
/// opened ([`VouchError`] says what stands against it).
pub async fn set_own(
    tx: &mut Tx,
    scope: &Fresh<AdminScope>,
    issuer: &str,
    client_id: &str,
    secret: Option<SecretString>,
) -> Result<(), VouchError> {
    let before = own(tx, scope).await?;
    let Some(secret) = secret.or_else(|| before.as_ref().map(|own| own.client_secret.clone())) else {
        return Err(VouchError::SecretMissing);
    };
    if before.as_ref().is_some_and(|own| own.issuer != issuer) {
        sign_in_methods::revouch(tx, scope, SignInMethod::Oidc).await?;
    }
    let (account, now) = (scope.account(), tx.now());
    let sealed = tx.sealer().seal(place(account), secret.expose_secret().as_bytes())?;
    sqlx::query!(
        "insert into oidc_providers (account_id, issuer, client_id, client_secret_sealed, changed_at) values ($1, $2, $3, $4, $5)
         on conflict (account_id) do update set issuer = excluded.issuer, client_id = excluded.client_id,
           client_secret_sealed = excluded.client_secret_sealed, changed_at = excluded.changed_at, tested_at = null",
        account.get(),
        issuer,
        client_id,
        sealed,
        now
    )
    .execute(tx.conn())
    .await?;
    let details = json!({
        "from": before.map(|own| json!({ "issuer": own.issuer, "client_id": own.client_id })),
        "to": { "issuer": issuer, "client_id": client_id },
    });
    audit::record(tx, scope, "identity_provider.set", Target::SignInMethod, details).await?;
    Ok(())
}

/// Notes that an administrator has just come back from the account's own provider.
pub async fn tested(tx: &mut Tx, scope: &AdminScope) -> Result<(), Fault> {
    let now = tx.now();
    sqlx::query!("update oidc_providers set tested_at = $2 where account_id = $1", scope.account().get(), now)
        .execute(tx.conn())
        .await?;
    audit::record(tx, scope, "identity_provider.tested", Target::SignInMethod, json!({})).await
}

/// The only directory of Microsoft Entra ID whose people may come.
pub async fn tenant(tx: &mut Tx, scope: &AccountScope) -> Result<Option<Uuid>, Fault> {
    let row = sqlx::query_scalar!(
        "select tenant_id from sign_in_methods where account_id = $1 and method = 'microsoft'",
        scope.account().get()
    );
    Ok(row.fetch_optional(tx.conn()).await?.flatten())
}

/// [`tenant`] for somebody who is on their way there and not yet known.
pub async fn tenant_of(tx: &mut Tx, account: AccountId) -> Result<Option<Uuid>, Fault> {
    let scope = AccountScope::enter(tx, account, Actor::System).await?;
    tenant(tx, &scope).await
}

/// Names the directory at Microsoft. Another one ends what the old one opened.
pub async fn set_tenant(tx: &mut Tx, scope: &Fresh<AdminScope>, tenant: Uuid) -> Result<(), VouchError> {
    let before = self::tenant(tx, scope).await?;
    if before == Some(tenant) {
        return Ok(());
    }
    if before.is_some() {
        sign_in_methods::revouch(tx, scope, SignInMethod::Microsoft).await?;
    }
    let now = tx.now();
    sqlx::query!(
        "insert into sign_in_methods (account_id, method, enabled, changed_at, tenant_id) values ($1, 'microsoft', false, $2, $3)
         on conflict (account_id, method) do update set tenant_id = excluded.tenant_id",
        scope.account().get(),
        now,
        tenant
    )
    .execute(tx.conn())
    .await?;
    let details = json!({ "method": SignInMethod::Microsoft, "from": before, "to": tenant });
    audit::record(tx, scope, "sign_in_method.tenant_set", Target::SignInMethod, details).await?;
    Ok(())
}

/// Why the short name stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum ShortNameError {
    /// 2 to 40 of a–z, 0–9 and single hyphens between them.
    #[error("not a short name")]
    Invalid,
    /// Another account has it.
    #[error("taken")]
    Taken,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(ShortNameError);

/// The short name people of this account type at „Mit Firmen-Login“.
pub async fn short_name(tx: &mut Tx, scope: &AccountScope) -> Result<Option<String>, Fault> {
    Ok(sqlx::query_scalar!("select short_name from accounts where id = $1", scope.account().get())
        .fetch_one(tx.conn())
        .await?)
}

/// Sets the short name; upper case letters become lower case.
pub async fn set_short_name(tx: &mut Tx, scope: &Fresh<AdminScope>, name: &str) -> Result<(), ShortNameError> {
    let name = name.trim().to_lowercase();
    let letters = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !letters
        || !(2..=40).contains(&name.len())
        || name.starts_with('-')
        || name.ends_with('-')
        || name.contains("--")
    {
        return Err(ShortNameError::Invalid);
    }
    let before = short_name(tx, scope).await?;
    if before.as_deref() == Some(name.as_str()) {
        return Ok(());
    }
    sqlx::query!("update accounts set short_name = $2 where id = $1", scope.account().get(), name)
        .execute(tx.conn())
        .await
        .map_err(|error| match unique_key(&error) {
            Some("accounts_short_name") => ShortNameError::Taken,
            _ => error.into(),
        })?;
    audit::record(tx, scope, "account.short_name_set", Target::Account, json!({ "from": before, "to": name })).await?;
    Ok(())
}
