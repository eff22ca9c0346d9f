//! Sign-in methods of an account: Kontoeinstellungen → Anmeldemethoden.

use std::collections::HashMap;

use super::access::{AccountScope, AdminScope, Fresh};
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::{Fault, faults_into};
use super::identities;
use crate::model::{Readiness, SignInMethod};

/// One method as the account has it.
#[derive(Debug, Clone)]
pub struct MethodState {
    /// Which.
    pub method: SignInMethod,
    /// Allowed in this account.
    pub enabled: bool,
    /// Whether people can sign in by it once it is enabled.
    pub readiness: Readiness,
    /// A SCIM connection invites by it.
    pub used_by_scim: bool,
}

impl MethodState {
    /// Whether people can sign in by it.
    pub(super) fn is_usable(&self) -> bool {
        self.enabled && self.readiness == Readiness::Ready
    }
}

/// All methods, in the order people see them.
pub async fn list(tx: &mut Tx, scope: &AccountScope) -> Result<Vec<MethodState>, Fault> {
    let rows = sqlx::query!(
        r#"select m.method, m.enabled, m.tenant_id is not null as "tenant!",
                  exists (select from connections c where c.account_id = m.account_id and c.method = m.method and c.deactivated_at is null) as "used_by_scim!"
           from sign_in_methods m where m.account_id = $1"#,
        scope.account().get()
    )
    .fetch_all(tx.conn())
    .await?;
    let own = sqlx::query!(
        r#"select exists (select from oidc_providers where account_id = $1) as "oidc!", exists (select from saml_providers where account_id = $1) as "saml!""#,
        scope.account().get()
    )
    .fetch_one(tx.conn())
    .await?;
    let offered = &tx.policy().offered;
    Ok(SignInMethod::ALL
        .iter()
        .map(|&method| {
            let row = rows.iter().find(|r| r.method == method.name());
            let configured = match method {
                SignInMethod::Password | SignInMethod::Google => true,
                SignInMethod::Microsoft => row.is_some_and(|r| r.tenant),
                SignInMethod::Oidc => own.oidc,
                SignInMethod::Saml => own.saml,
            };
            MethodState {
                method,
                enabled: row.is_some_and(|r| r.enabled),
                readiness: match (offered.contains(&method), configured) {
                    (false, _) => Readiness::NotOffered,
                    (true, false) => Readiness::NotConfigured,
                    (true, true) => Readiness::Ready,
                },
                used_by_scim: row.is_some_and(|r| r.used_by_scim),
            }
        })
        .collect())
}

/// How many people who are invited or active use each method: those last invited by it; whoever came without an invitation has a password.
pub async fn people(tx: &mut Tx, scope: &AccountScope) -> Result<HashMap<SignInMethod, i64>, Fault> {
    let rows = sqlx::query!(
        r#"select coalesce(method, 'password') as "method!", sum(with_access)::bigint as "people!" from people_counts
           where account_id = $1 group by 1"#,
        scope.account().get()
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|r| Ok((r.method.parse().map_err(|_| Fault::unexpected("a stored method is no method"))?, r.people)))
        .collect()
}

/// Whether somebody who is invited by a method now could accept by it.
pub async fn invites(tx: &mut Tx, scope: &AccountScope, method: SignInMethod) -> Result<bool, Fault> {
    let state = state(tx, scope, method).await?;
    Ok(state.enabled && state.is_usable())
}

/// The method, while people can be invited by it; else the first by which they can, as people see them. The method itself where there is none.
pub(super) fn or_another(states: &[MethodState], method: SignInMethod) -> SignInMethod {
    let mut usable = states.iter().filter(|state| state.is_usable()).map(|state| state.method);
    if usable.clone().any(|one| one == method) { method } else { usable.next().unwrap_or(method) }
}

/// One of [`list`].
pub(super) async fn state(tx: &mut Tx, scope: &AccountScope, method: SignInMethod) -> Result<MethodState, Fault> {
    let found = list(tx, scope).await?.into_iter().find(|state| state.method == method);
    found.ok_or_else(|| Fault::unexpected("a sign-in method without a state"))
}

/// Whether the account allows the method.
pub(super) async fn is_enabled(tx: &mut Tx, scope: &AccountScope, method: SignInMethod) -> Result<bool, Fault> {
    Ok(sqlx::query_scalar!(
        "select enabled from sign_in_methods where account_id = $1 and method = $2 for share",
        scope.account().get(),
        method.name()
    )
    .fetch_optional(tx.conn())
    .await?
    .unwrap_or(false))
}

/// Why a method stayed as it is.
#[derive(Debug, thiserror::Error)]
pub enum SetMethodError {
    /// The last enabled method people can sign in with cannot go.
    #[error("the last usable sign-in method")]
    LastUsable,
    /// A SCIM connection invites by it (product B12).
    #[error("in use by SCIM")]
    UsedByScim,
    /// No administrator could sign in by another one.
    #[error("the last method an administrator can sign in with")]
    LastOfAdministrators,
    /// This installation does not offer it.
    #[error("not offered by this installation")]
    NotOffered,
    /// The account has to say first what the method needs to know.
    #[error("not set up")]
    NotConfigured,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(SetMethodError);

/// Whether nobody could sign in any more without this one.
pub fn is_last(state: &MethodState, all: &[MethodState]) -> bool {
    state.is_usable() && !all.iter().any(|other| other.method != state.method && other.is_usable())
}

/// Allows or forbids a method. Setting it to what it is changes nothing. Forbidding ends what the method has opened and could still open:
/// sessions, open invitations and resets (R-40).
pub async fn set(
    tx: &mut Tx,
    scope: &Fresh<AdminScope>,
    method: SignInMethod,
    enabled: bool,
) -> Result<(), SetMethodError> {
    let account = scope.account().get();
    let states = lock(tx, scope).await?;
    let Some(state) = states.iter().find(|s| s.method == method) else {
        return Err(Fault::unexpected("a sign-in method without a state").into());
    };
    if state.enabled == enabled {
        return Ok(());
    }
    match (enabled, state.readiness) {
        (true, Readiness::NotOffered) => return Err(SetMethodError::NotOffered),
        (true, Readiness::NotConfigured) => return Err(SetMethodError::NotConfigured),
        (true, Readiness::Ready) => {}
        (false, _) if state.used_by_scim => return Err(SetMethodError::UsedByScim),
        (false, _) if is_last(state, &states) => return Err(SetMethodError::LastUsable),
        (false, _) if !administrators_remain(tx, scope, method, &states).await? => {
            return Err(SetMethodError::LastOfAdministrators);
        }
        (false, _) => end(tx, scope, method).await?,
    }
    let now = tx.now();
    sqlx::query!(
        "insert into sign_in_methods (account_id, method, enabled, changed_at) values ($1, $2, $3, $4)
         on conflict (account_id, method) do update set enabled = excluded.enabled, changed_at = excluded.changed_at",
        account,
        method.name(),
        enabled,
        now
    )
    .execute(tx.conn())
    .await?;
    audit::record(
        tx,
        scope,
        "sign_in_method.set",
        Target::SignInMethod,
        serde_json::json!({ "method": method, "enabled": enabled }),
    )
    .await?;
    Ok(())
}

/// The methods, until this unit of work ends. One lock for the whole decision: two admins cannot each remove the other's last method.
async fn lock(tx: &mut Tx, scope: &AccountScope) -> Result<Vec<MethodState>, Fault> {
    sqlx::query!("select id from accounts where id = $1 for no key update", scope.account().get())
        .fetch_one(tx.conn())
        .await?;
    list(tx, scope).await
}

/// Why who vouches for a method's people stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum VouchError {
    /// There is no secret to keep.
    #[error("a secret is missing")]
    SecretMissing,
    /// No administrator could sign in by another method, and by this one none can before they are linked anew.
    #[error("the last method an administrator can sign in with")]
    LastOfAdministrators,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(VouchError);

/// Somebody else vouches for the people of a method from now on, so the names of before may mean others: the identities are forgotten and
/// the sessions they opened end, as when the method is switched off (R-37, R-40). Open invitations stay, because they prove nothing yet.
/// Refused where no administrator could come in afterwards; of a method that is off nobody depends.
pub(super) async fn revouch(tx: &mut Tx, scope: &Fresh<AdminScope>, method: SignInMethod) -> Result<(), VouchError> {
    let states = lock(tx, scope).await?;
    let on = states.iter().any(|state| state.method == method && state.is_usable());
    if on && !administrators_remain(tx, scope, method, &states).await? {
        return Err(VouchError::LastOfAdministrators);
    }
    identities::forget_all(tx, scope, method).await?;
    end_sessions(tx, scope, method).await?;
    Ok(())
}

/// Whether some administrator can sign in by a method that stays.
async fn administrators_remain(
    tx: &mut Tx,
    scope: &AccountScope,
    without: SignInMethod,
    states: &[MethodState],
) -> Result<bool, Fault> {
    let others: Vec<String> = states
        .iter()
        .filter(|state| state.method != without && state.is_usable())
        .map(|state| state.method.name().to_owned())
        .collect();
    Ok(sqlx::query_scalar!(
        r#"select exists (select from users u where u.account_id = $1 and u.right_administrator and u.status = 'active'
             and ('password' = any($2) and exists (select from password_credentials p where p.account_id = u.account_id and p.user_id = u.id)
               or exists (select from identities i where i.account_id = u.account_id and i.user_id = u.id and i.method = any($2)))) as "remain!""#,
        scope.account().get(),
        &others
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Ends what a method that is going has opened and could still open.
async fn end(tx: &mut Tx, scope: &AdminScope, method: SignInMethod) -> Result<(), Fault> {
    let (account, now) = (scope.account().get(), tx.now());
    sqlx::query!(
        "update invitations set revoked_at = $3 where account_id = $1 and method = $2 and accepted_at is null and revoked_at is null",
        account,
        method.name(),
        now
    )
    .execute(tx.conn())
    .await?;
    end_sessions(tx, scope, method).await?;
    if method == SignInMethod::Password {
        sqlx::query!("delete from password_resets where account_id = $1 and used_at is null", account)
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

async fn end_sessions(tx: &mut Tx, scope: &AdminScope, method: SignInMethod) -> Result<(), Fault> {
    sqlx::query!("delete from sessions where account_id = $1 and method = $2", scope.account().get(), method.name())
        .execute(tx.conn())
        .await?;
    Ok(())
}
