//! Who somebody is at an identity provider: linked once, by an invitation, and found again by issuer and subject alone (R-37).

use serde_json::json;
use time::Duration;

use super::access::{AccountScope, Actor};
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::{Fault, unique_key};
use super::outbox::{self, Message};
use super::sign_in::{self, SignedIn};
use super::{accounts, identity_providers, saml_providers, sessions, sign_in_methods};
use crate::model::{AccountId, ProviderIdentity, SignInMethod, UserId};

/// Somebody whom an identity opens.
#[derive(Debug, Clone)]
pub struct Found {
    /// The proof.
    pub signed_in: SignedIn,
    /// The company, for people in several accounts to choose from.
    pub account_name: String,
}

/// The people an identity opens, where their account allows its method. `of` is the account whose own provider was asked: what such a
/// provider says counts nowhere else, because its administrators decide what it says.
pub async fn sign_in(tx: &mut Tx, identity: &ProviderIdentity, of: Option<AccountId>) -> Result<Vec<Found>, Fault> {
    let rows = sqlx::query!(
        r#"select account_id as "account_id!", user_id as "user_id!" from lookup_identity($1, $2, $3)"#,
        identity.method.name(),
        identity.issuer,
        identity.subject
    )
    .fetch_all(tx.conn())
    .await?;
    let mut matches = Vec::new();
    for row in rows {
        let account = AccountId::new(row.account_id);
        if of.is_some_and(|of| of != account) {
            continue;
        }
        let scope = AccountScope::enter(tx, account, Actor::System).await?;
        if !is_welcome(tx, &scope, identity).await? {
            continue;
        }
        let user = row.user_id.into();
        if let Some((_, rights)) = sessions::active(tx, &scope, user).await? {
            let signed_in = SignedIn::new(account, user, rights, identity.method);
            matches.push(Found { signed_in, account_name: accounts::name(tx, &scope).await? });
        }
    }
    Ok(matches)
}

/// Whether the installation offers the method and the account allows it, from this issuer.
pub(super) async fn is_welcome(tx: &mut Tx, scope: &AccountScope, identity: &ProviderIdentity) -> Result<bool, Fault> {
    let offered = tx.policy().offered.contains(&identity.method);
    if !offered || !sign_in_methods::is_enabled(tx, scope, identity.method).await? {
        return Ok(false);
    }
    Ok(match identity.method {
        SignInMethod::Password => false,
        SignInMethod::Google => true,
        // The issuer of a tenant holds its id: `{authority}/{tenant}/v2.0`.
        SignInMethod::Microsoft => identity_providers::tenant(tx, scope)
            .await?
            .is_some_and(|tenant| identity.issuer.ends_with(&format!("/{tenant}/v2.0"))),
        SignInMethod::Oidc => {
            identity_providers::own(tx, scope).await?.is_some_and(|own| own.issuer == identity.issuer)
        }
        SignInMethod::Saml => {
            saml_providers::of(tx, scope).await?.is_some_and(|provider| provider.entity_id == identity.issuer)
        }
    })
}

/// Writes down that somebody comes in by an identity.
pub async fn record(tx: &mut Tx, who: &SignedIn, identity: &ProviderIdentity) -> Result<(), Fault> {
    let scope = AccountScope::enter(tx, who.account(), Actor::System).await?;
    let now = tx.now();
    let name = sqlx::query_scalar!(
        "update identities i set last_used_at = $4 from users u
         where i.account_id = $1 and i.user_id = $2 and i.method = $3 and u.account_id = i.account_id and u.id = i.user_id returning u.display_name",
        who.account().get(),
        who.user().get(),
        identity.method.name(),
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    sign_in::record(tx, &scope, who, name.unwrap_or_default()).await
}

/// Links an identity to somebody who has just accepted an invitation with it; `false` where it is somebody else's of this account.
pub(super) async fn link(
    tx: &mut Tx,
    scope: &AccountScope,
    user: UserId,
    identity: &ProviderIdentity,
) -> Result<bool, Fault> {
    let (id, now) = (tx.new_id(), tx.now());
    let linked = sqlx::query!(
        "insert into identities (account_id, id, user_id, method, issuer, subject, email, created_at, last_used_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
         on conflict (account_id, user_id, method) do update set issuer = excluded.issuer, subject = excluded.subject, email = excluded.email,
           created_at = excluded.created_at, last_used_at = excluded.last_used_at",
        scope.account().get(),
        id,
        user.get(),
        identity.method.name(),
        identity.issuer,
        identity.subject,
        identity.email.as_ref().map(crate::model::EmailAddress::as_str),
        now
    )
    .execute(tx.conn())
    .await;
    match linked {
        Ok(_) => Ok(true),
        Err(error) if unique_key(&error) == Some("identities_account_id_method_issuer_subject_key") => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Forgets by which identities somebody came.
pub(super) async fn forget(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<(), Fault> {
    sqlx::query!("delete from identities where account_id = $1 and user_id = $2", scope.account().get(), user.get())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Forgets by which identity of a method somebody came.
pub(super) async fn forget_one(
    tx: &mut Tx,
    scope: &AccountScope,
    user: UserId,
    method: SignInMethod,
) -> Result<(), Fault> {
    sqlx::query!(
        "delete from identities where account_id = $1 and user_id = $2 and method = $3",
        scope.account().get(),
        user.get(),
        method.name()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Forgets everybody's identities of a method: who vouched for them does so no more.
pub(super) async fn forget_all(tx: &mut Tx, scope: &AccountScope, method: SignInMethod) -> Result<(), Fault> {
    sqlx::query!("delete from identities where account_id = $1 and method = $2", scope.account().get(), method.name())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// How often administrators are told about the same person.
const TELL_AGAIN: Duration = Duration::days(1);

/// Somebody unknown came with an address that belongs to a person who comes as somebody else from the same provider: the mailbox, or the
/// whole domain, may have changed hands. They were refused; here the account's administrators are told (R-37).
pub async fn report_changed(tx: &mut Tx, identity: &ProviderIdentity, of: Option<AccountId>) -> Result<(), Fault> {
    let Some(address) = identity.email.as_ref() else { return Ok(()) };
    for (account, user) in sign_in::candidates_of(tx, address).await? {
        if of.is_some_and(|of| of != account) {
            continue;
        }
        let scope = AccountScope::enter(tx, account, Actor::System).await?;
        let since = tx.now() - TELL_AGAIN;
        let news = sqlx::query_scalar!(
            r#"select exists (select from identities where account_id = $1 and user_id = $2 and method = $3 and issuer = $4 and subject <> $5)
                 and not exists (select from audit_log where account_id = $1 and target_id = $2 and action = 'identity.changed_refused' and at > $6) as "news!""#,
            account.get(),
            user.get(),
            identity.method.name(),
            identity.issuer,
            identity.subject,
            since
        )
        .fetch_one(tx.conn())
        .await?;
        if !news || !is_welcome(tx, &scope, identity).await? {
            continue;
        }
        let details = json!({ "method": identity.method, "issuer": identity.issuer });
        audit::record(tx, &scope, "identity.changed_refused", Target::User(user.get()), details).await?;
        let message = Message::IdentityChanged {
            account_name: accounts::name(tx, &scope).await?,
            address: address.as_str().to_owned(),
            method: identity.method,
        };
        outbox::write_to_administrators(tx, &scope, &message).await?;
    }
    Ok(())
}
