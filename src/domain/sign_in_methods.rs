//! Sign-in methods of an account: Kontoeinstellungen → Anmeldemethoden.

use super::access::{AccountScope, AdminScope, Fresh};
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::{Fault, faults_into};
use crate::model::SignInMethod;

/// One method as the account has it.
#[derive(Debug, Clone)]
pub struct MethodState {
    /// Which.
    pub method: SignInMethod,
    /// Allowed in this account.
    pub enabled: bool,
    /// A SCIM connection invites by it.
    pub used_by_scim: bool,
    /// How many people use it: those last invited by it; whoever came without an invitation has a password.
    pub people: i64,
}

/// All methods, in the order people see them.
pub async fn list(tx: &mut Tx, scope: &AccountScope) -> Result<Vec<MethodState>, Fault> {
    let rows = sqlx::query!(
        r#"select m.method, m.enabled,
                  exists (select from connections c where c.account_id = m.account_id and c.method = m.method) as "used_by_scim!",
                  (select count(*) from users u where u.account_id = m.account_id and u.status in ('invited', 'active')
                    and coalesce((select i.method from invitations i where i.account_id = u.account_id and i.user_id = u.id
                                  order by i.created_at desc, i.id desc limit 1), 'password') = m.method) as "people!"
           from sign_in_methods m where m.account_id = $1"#,
        scope.account().get()
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(SignInMethod::ALL
        .iter()
        .map(|&method| {
            let row = rows.iter().find(|r| r.method == method.name());
            MethodState {
                method,
                enabled: row.is_some_and(|r| r.enabled),
                used_by_scim: row.is_some_and(|r| r.used_by_scim),
                people: row.map_or(0, |r| r.people),
            }
        })
        .collect())
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
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(SetMethodError);

/// Allows or forbids a method. Setting it to what it is changes nothing.
pub async fn set(
    tx: &mut Tx,
    scope: &Fresh<AdminScope>,
    method: SignInMethod,
    enabled: bool,
) -> Result<(), SetMethodError> {
    let account = scope.account().get();
    // One lock for the whole decision: two admins cannot each remove the other's last method.
    sqlx::query!("select id from accounts where id = $1 for update", account).fetch_one(tx.conn()).await?;
    let states = list(tx, scope).await?;
    let Some(state) = states.iter().find(|s| s.method == method) else {
        return Err(Fault::unexpected("a sign-in method without a state").into());
    };
    if state.enabled == enabled {
        return Ok(());
    }
    if !enabled {
        if state.used_by_scim {
            return Err(SetMethodError::UsedByScim);
        }
        if method.can_sign_in() && !states.iter().any(|s| s.method != method && s.enabled && s.method.can_sign_in()) {
            return Err(SetMethodError::LastUsable);
        }
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
