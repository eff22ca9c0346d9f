//! Somebody joins.

use serde_json::json;

use super::viewing::enter;
use crate::domain::access::Actor;
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::passwords::Hash;
use crate::domain::secrets::PlainLink;
use crate::domain::sign_in::PasswordProven;
use crate::domain::users::{self, Status};
use crate::domain::{resets, sign_in_methods};
use crate::model::SignInMethod;

/// Why an invitation was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// Unknown, used, expired, revoked: [`super::view`] tells which.
    #[error("the invitation is not open")]
    NotOpen,
    /// Another method was invited to, or the account stopped allowing it.
    #[error("this method is not allowed here")]
    MethodNotAllowed,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(AcceptError);

/// Accepts by e-mail and password: sets the password, closes every link, makes the person active. Of any number at once one succeeds.
pub async fn accept_with_password(
    tx: &mut Tx,
    link: &PlainLink,
    password: &Hash,
) -> Result<PasswordProven, AcceptError> {
    let (scope, invitation) = enter(tx, link).await?.ok_or(AcceptError::NotOpen)?;
    let (account, now) = (scope.account().get(), tx.now());
    if !sign_in_methods::is_enabled(tx, &scope, SignInMethod::Password).await? {
        return Err(AcceptError::MethodNotAllowed);
    }
    let accepted = sqlx::query!(
        "update invitations set accepted_at = $3 where account_id = $1 and id = $2 and accepted_at is null and revoked_at is null and expires_at > $3
         returning user_id, method",
        account,
        invitation.get(),
        now
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(AcceptError::NotOpen)?;
    if accepted.method != SignInMethod::Password.name() {
        return Err(AcceptError::MethodNotAllowed);
    }
    let user = users::load(tx, &scope, accepted.user_id.into(), true)
        .await?
        .filter(|u| u.status == Status::Invited)
        .ok_or(AcceptError::NotOpen)?;
    sqlx::query!(
        "update users set status = 'active', accepted_at = coalesce(accepted_at, $3), updated_at = greatest(updated_at, $3) where account_id = $1 and id = $2",
        account,
        user.id.get(),
        now
    )
    .execute(tx.conn())
    .await?;
    resets::set_password(tx, &scope, user.id, password).await?;
    let actor = Actor::User { id: user.id, name: user.display_name.clone(), rights: user.rights };
    audit::record_as(
        tx,
        &scope,
        &actor,
        "invitation.accepted",
        Target::User(user.id.get()),
        json!({ "method": SignInMethod::Password }),
    )
    .await?;
    Ok(PasswordProven::new(scope.account(), user.id, user.rights, now))
}
