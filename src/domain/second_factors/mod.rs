//! The second factor of people: TOTP beside their password, with ten recovery codes.
//!
//! A secret is sealed in its row (R-58) and counts for nothing until a first code of it was right. Each code is right once. Whoever has a
//! password too short to stand alone, or is in an account where it is a duty, is led to set one up before anything else opens.

mod duty;
mod signing_in;
mod store;

pub use duty::{Coverage, coverage, is_required, set_required};
pub use signing_in::{AfterPassword, Shown, after_password, enrolment_of, show};
pub(super) use store::{check, forget, is_set_up};

use serde_json::json;

use self::store::{issue_recovery_codes, load};
use super::access::{AccountScope, AdminScope, Fresh, PersonScope};
use super::audit::{self, Target};
use super::db::Tx;
use super::fault::{Fault, faults_into};
use super::outbox::{self, FactorChange, Message};
use super::totp::{Enrolment, SecondFactorError};
use super::{accounts, passkeys, sessions, users};
use crate::model::UserId;

/// How somebody stands.
#[derive(Debug, Clone)]
pub struct State {
    /// A second factor is asked for at sign-in.
    pub set_up: bool,
    /// Recovery codes that were not used.
    pub codes_left: i64,
    /// The account makes it a duty.
    pub required: bool,
    /// Beside what it stands.
    pub password: Beside,
}

/// The password a second factor stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// None: the person signs in through a provider.
    NoPassword,
    /// One that is too short to stand alone.
    ShortPassword,
    /// One that could stand alone.
    Password,
}

/// How the person stands.
pub async fn state(tx: &mut Tx, scope: &PersonScope) -> Result<State, Fault> {
    let (account, user) = (scope.account().get(), scope.user().get());
    let row = sqlx::query!(
        r#"select exists (select from second_factors where account_id = $1 and user_id = $2 and confirmed_at is not null) as "set_up!",
                  (select count(*) from recovery_codes where account_id = $1 and user_id = $2 and used_at is null) as "codes_left!",
                  (select short from password_credentials where account_id = $1 and user_id = $2) as short"#,
        account,
        user
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(State {
        set_up: row.set_up,
        codes_left: row.codes_left,
        required: duty::is_required(tx, scope).await?,
        password: match row.short {
            None => Beside::NoPassword,
            Some(true) => Beside::ShortPassword,
            Some(false) => Beside::Password,
        },
    })
}

/// Draws the secret of a second factor, which counts once [`confirm`] saw a code of it. `false` where there is one already.
pub async fn begin(tx: &mut Tx, scope: &Fresh<PersonScope>) -> Result<bool, Fault> {
    store::draw(tx, scope, scope.user()).await
}

/// What to set up; `None` when nothing was begun. `issuer` names the entry in the app.
pub async fn enrolment(tx: &mut Tx, scope: &Fresh<PersonScope>, issuer: &str) -> Result<Option<Enrolment>, Fault> {
    store::enrolment(tx, scope, scope.user(), issuer).await
}

/// The first right code of what was begun: from now on sign-in asks for one, and the person's other sessions end. The recovery codes are
/// shown once. On [`SecondFactorError::Wrong`] the unit of work is to be committed: it counts the failure.
pub async fn confirm(tx: &mut Tx, scope: &Fresh<PersonScope>, typed: &str) -> Result<Vec<String>, SecondFactorError> {
    store::confirm(tx, scope, scope.user(), typed).await?;
    let codes = set_up(tx, scope, scope.user()).await?;
    sessions::end_all_but_this(tx, scope).await?;
    Ok(codes)
}

/// What every completed set-up leaves behind.
async fn set_up(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<Vec<String>, Fault> {
    let codes = issue_recovery_codes(tx, scope, user).await?;
    audit::record(tx, scope, "second_factor.set_up", Target::User(user.get()), json!({})).await?;
    tell(tx, scope, user, FactorChange::SetUp).await?;
    Ok(codes)
}

/// Why a second factor stays.
#[derive(Debug, thiserror::Error)]
pub enum SwitchOffError {
    /// The account makes it a duty.
    #[error("the account requires a second factor")]
    Required,
    /// The password is too short to stand alone; a longer one comes first.
    #[error("the password is too short to stand alone")]
    ShortPassword,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(SwitchOffError);

/// Switches it off; ends the person's other sessions (R-25). Switching off what is off changes nothing.
pub async fn switch_off(tx: &mut Tx, scope: &Fresh<PersonScope>) -> Result<(), SwitchOffError> {
    let state = state(tx, scope).await?;
    if !state.set_up {
        return Ok(());
    }
    if state.required {
        return Err(SwitchOffError::Required);
    }
    if state.password == Beside::ShortPassword {
        return Err(SwitchOffError::ShortPassword);
    }
    let user = scope.user();
    forget(tx, scope, user).await?;
    sessions::end_all_but_this(tx, scope).await?;
    audit::record(tx, scope, "second_factor.switched_off", Target::User(user.get()), json!({})).await?;
    tell(tx, scope, user, FactorChange::SwitchedOff).await?;
    Ok(())
}

/// Ten new recovery codes, shown once; the old ones end. `None` without a second factor.
pub async fn new_recovery_codes(tx: &mut Tx, scope: &Fresh<PersonScope>) -> Result<Option<Vec<String>>, Fault> {
    let user = scope.user();
    if load(tx, scope, user).await?.is_none_or(|stored| !stored.confirmed) {
        return Ok(None);
    }
    let codes = issue_recovery_codes(tx, scope, user).await?;
    sessions::end_all_but_this(tx, scope).await?;
    audit::record(tx, scope, "second_factor.recovery_codes_made", Target::User(user.get()), json!({})).await?;
    tell(tx, scope, user, FactorChange::NewRecoveryCodes).await?;
    Ok(Some(codes))
}

/// Whether a person of the account has one, or a passkey: all an administrator sees of it.
pub async fn of_person(tx: &mut Tx, scope: &AdminScope, user: UserId) -> Result<bool, Fault> {
    Ok(is_set_up(tx, scope, user).await? || passkeys::any(tx, scope, user).await?)
}

/// Takes somebody's second factor away because they lost it, and with it their passkeys, which may be on the same telephone: ends all their
/// sessions and tells them by mail. `false` when there was neither.
pub async fn reset(tx: &mut Tx, scope: &Fresh<AdminScope>, user: UserId) -> Result<bool, Fault> {
    let passkeys = passkeys::forget(tx, scope, user).await?;
    if !is_set_up(tx, scope, user).await? && passkeys == 0 {
        return Ok(false);
    }
    forget(tx, scope, user).await?;
    let ended = sessions::end_all(tx, scope, user).await?;
    audit::record(
        tx,
        scope,
        "second_factor.reset",
        Target::User(user.get()),
        json!({ "sessions": ended, "passkeys": passkeys }),
    )
    .await?;
    tell(tx, scope, user, FactorChange::Reset).await?;
    Ok(true)
}

async fn tell(tx: &mut Tx, scope: &AccountScope, user: UserId, change: FactorChange) -> Result<(), Fault> {
    let person =
        users::load(tx, scope, user, false).await?.ok_or_else(|| Fault::unexpected("nobody has this second factor"))?;
    let message = Message::SecondFactorChanged { account_name: accounts::name(tx, scope).await?, change };
    outbox::write(tx, scope, Some(user), person.signs_in_by()?, person.language, &message, None).await
}
