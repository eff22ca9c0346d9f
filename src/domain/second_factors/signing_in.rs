//! From a proven password to a session: asked for the second factor, or led to set one up.

use serde_json::json;

use super::store::{self, load};
use super::{duty, set_up};
use crate::domain::access::{AccountScope, Actor};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::sessions::{self, pending::Pending};
use crate::domain::sign_in::{PasswordProven, SignedIn};
use crate::domain::totp::{Enrolment, SecondFactorError};
use crate::domain::users;
use crate::model::SignInMethod;

/// What comes after a password.
#[derive(Debug)]
pub enum AfterPassword {
    /// It was enough.
    SignedIn(SignedIn),
    /// A code is asked for.
    Code,
    /// A second factor has to be set up first.
    Enrol,
}

/// Decides what a proven password opens. The unit of work is to be committed: it writes down the sign-in, or draws the secret to set up.
pub async fn after_password(tx: &mut Tx, proof: &PasswordProven) -> Result<AfterPassword, Fault> {
    let scope = AccountScope::enter(tx, proof.account(), Actor::System).await?;
    if load(tx, &scope, proof.user()).await?.is_some_and(|stored| stored.confirmed) {
        return Ok(AfterPassword::Code);
    }
    if duty::is_required(tx, &scope).await? || has_short_password(tx, &scope, proof).await? {
        store::draw(tx, &scope, proof.user()).await?;
        return Ok(AfterPassword::Enrol);
    }
    let name = users::load(tx, &scope, proof.user(), false).await?.map(|user| user.display_name).unwrap_or_default();
    let actor = Actor::User { id: proof.user(), name, rights: proof.rights() };
    let scope = AccountScope::enter(tx, proof.account(), actor).await?;
    signed_in(tx, &scope, proof, None).await.map(AfterPassword::SignedIn)
}

async fn has_short_password(tx: &mut Tx, scope: &AccountScope, proof: &PasswordProven) -> Result<bool, Fault> {
    let short = sqlx::query_scalar!(
        "select short from password_credentials where account_id = $1 and user_id = $2",
        scope.account().get(),
        proof.user().get()
    );
    Ok(short.fetch_optional(tx.conn()).await?.unwrap_or(false))
}

async fn signed_in(
    tx: &mut Tx,
    scope: &AccountScope,
    proof: &PasswordProven,
    second_factor: Option<&str>,
) -> Result<SignedIn, Fault> {
    let details = json!({ "method": SignInMethod::Password, "second_factor": second_factor });
    audit::record(tx, scope, "session.signed_in", Target::User(proof.user().get()), details).await?;
    Ok(proof.clone().suffices())
}

/// What somebody has to set up before they are signed in; `None` when they have.
pub async fn enrolment_of(tx: &mut Tx, pending: &Pending, issuer: &str) -> Result<Option<Enrolment>, Fault> {
    store::enrolment(tx, &pending.scope, pending.proof.user(), issuer).await
}

/// Both factors were shown.
pub struct Shown {
    /// The proof.
    pub signed_in: SignedIn,
    /// Shown once, where the second factor was set up just now.
    pub recovery_codes: Option<Vec<String>>,
}

/// Looks at the code of somebody whose password was right: of their app, a recovery code, or the first one of an app they set up. On
/// [`SecondFactorError::Wrong`] the unit of work is to be committed: it counts the failure.
pub async fn show(tx: &mut Tx, pending: &Pending, typed: &str) -> Result<Shown, SecondFactorError> {
    let (scope, proof) = (&pending.scope, &pending.proof);
    let user = proof.user();
    if load(tx, scope, user).await?.is_some_and(|stored| stored.confirmed) {
        let with = if store::check(tx, scope, user, typed).await? { "recovery_code" } else { "totp" };
        let signed_in = signed_in(tx, scope, proof, Some(with)).await?;
        return Ok(Shown { signed_in, recovery_codes: None });
    }
    store::confirm(tx, scope, user, typed).await?;
    sessions::end_all(tx, scope, user).await?;
    let recovery_codes = Some(set_up(tx, scope, user).await?);
    Ok(Shown { signed_in: signed_in(tx, scope, proof, Some("totp")).await?, recovery_codes })
}
