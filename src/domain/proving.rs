//! Somebody who is signed in shows again that it is them: before what a stolen session must not be able to do.
//!
//! Three steps like a sign-in, so that no connection is held while argon2 works: [`ask`], [`Question::verify`], then [`password`] or [`all`].

use std::sync::Arc;

use serde_json::json;
use time::OffsetDateTime;

use super::access::PersonScope;
use super::audit::{self, Target};
use super::db::{Db, Tx};
use super::fault::Fault;
use super::passwords::Password;
use super::second_factors;
use super::secrets::sha256;
use super::sign_in::{self, PasswordProven, SignInError, SignedIn};
use super::totp::SecondFactorError;
use crate::model::UserId;

/// Wrong passwords in 15 minutes. Only who holds a session of the person can make them, so nobody else is slowed down.
const LIMIT: i32 = 10;

/// A password that may be compared.
pub struct Question {
    at: OffsetDateTime,
    phc: Option<String>,
}

/// How the comparison ended.
pub struct Compared {
    at: OffsetDateTime,
    matches: bool,
}

fn key(user: UserId) -> [u8; 32] {
    sha256(format!("again\0{user}").as_bytes())
}

/// Reads what to compare with, unless there were too many failures.
pub async fn ask(tx: &mut Tx, scope: &PersonScope) -> Result<Question, SignInError> {
    sign_in::refuse_beyond(tx, key(scope.user()), LIMIT).await?;
    let phc = sqlx::query_scalar!(
        "select phc from password_credentials where account_id = $1 and user_id = $2",
        scope.account().get(),
        scope.user().get()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(Question { at: tx.now(), phc })
}

impl Question {
    /// Compares.
    pub async fn verify(self, db: &Db, password: Password) -> Result<Compared, Fault> {
        Ok(Compared { at: self.at, matches: db.hasher().verify(Arc::new(password), self.phc).await? })
    }
}

/// The password was shown again. On [`SignInError::Refused`] the unit of work is to be committed: it counts the failure.
pub async fn password(tx: &mut Tx, scope: &PersonScope, compared: &Compared) -> Result<PasswordProven, SignInError> {
    if !compared.matches {
        sign_in::count_failure(tx, key(scope.user())).await?;
        return Err(SignInError::Refused);
    }
    Ok(PasswordProven::new(scope.account(), scope.user(), scope.rights(), compared.at))
}

/// Everything a sign-in by password asks of this person was shown again: the password, and a code where a second factor is set up. A wrong
/// password never looks at the code. On [`SignInError::Refused`] the unit of work is to be committed.
pub async fn all(tx: &mut Tx, scope: &PersonScope, compared: &Compared, code: &str) -> Result<SignedIn, SignInError> {
    let proof = password(tx, scope, compared).await?;
    let user = scope.user();
    if second_factors::is_set_up(tx, scope, user).await? {
        second_factors::check(tx, scope, user, code).await.map_err(|error| match error {
            SecondFactorError::Wrong => SignInError::Refused,
            SecondFactorError::Throttled { retry_after } => SignInError::Throttled { retry_after },
            SecondFactorError::Fault(fault) => SignInError::Fault(fault),
        })?;
    }
    audit::record(tx, scope, "session.proven_again", Target::User(user.get()), json!({})).await?;
    Ok(proof.suffices())
}
