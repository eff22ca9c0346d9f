//! What people see and change of their own row.

use serde_json::json;

use super::provisioning::touch;
use super::store::{self, User};
use super::writing;
use crate::domain::access::{AccountScope, Actor, PersonScope};
use crate::domain::accounts;
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::model::Language;

/// Characters of a name.
const NAME_CHARS: usize = 256;

/// The person who asks.
pub async fn myself(tx: &mut Tx, scope: &PersonScope) -> Result<User, Fault> {
    load(tx, scope, false).await
}

async fn load(tx: &mut Tx, scope: &PersonScope, lock: bool) -> Result<User, Fault> {
    let user = store::load(tx, scope, scope.user(), lock).await?;
    user.ok_or_else(|| Fault::unexpected("somebody who is signed in is nobody"))
}

/// Whether a trimmed text can be somebody's name.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= NAME_CHARS && !text.chars().any(char::is_control)
}

/// Why a name stays.
#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    /// An identity provider manages the person; the name is changed there.
    #[error("the identity provider owns the name")]
    Managed,
    /// Empty, longer than 256 characters, or holding control characters.
    #[error("a name has 1 to 256 characters")]
    Invalid,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(RenameError);

/// Changes what the person is called in lists and mails.
pub async fn rename(tx: &mut Tx, scope: &PersonScope, name: &str) -> Result<(), RenameError> {
    let name = name.trim();
    if !is_name(name) {
        return Err(RenameError::Invalid);
    }
    let mut user = load(tx, scope, true).await?;
    if user.connection.is_some() {
        return Err(RenameError::Managed);
    }
    if user.display_name == name {
        return Ok(());
    }
    name.clone_into(&mut user.display_name);
    touch(tx, &mut user);
    writing::update(tx, scope, &user, None, ("user.renamed", json!({}))).await.map_err(Fault::from)?;
    Ok(())
}

/// Their language; `None` for anybody who is no person of the account.
pub async fn language(tx: &mut Tx, scope: &AccountScope) -> Result<Option<Language>, Fault> {
    let Actor::User { id, .. } = scope.actor() else { return Ok(None) };
    let language = sqlx::query_scalar!(
        "select language from users where account_id = $1 and id = $2",
        scope.account().get(),
        id.get()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(language.and_then(|language| language.parse().ok()))
}

/// Sets the language of the person's mails and of pages that name none; `None` goes back to what is said about them: the account's
/// language, and again their identity provider's from its next word on. Returns the language they have now.
pub async fn choose_language(tx: &mut Tx, scope: &PersonScope, chosen: Option<Language>) -> Result<Language, Fault> {
    let language = match chosen {
        Some(chosen) => chosen,
        None => accounts::get(tx, scope).await?.language,
    };
    let changed = sqlx::query!(
        "update users set language = $3, language_chosen = $4 where account_id = $1 and id = $2 and (language, language_chosen) is distinct from ($3, $4)",
        scope.account().get(),
        scope.user().get(),
        language.name(),
        chosen.is_some()
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    if changed > 0 {
        let details = json!({ "language": language, "chosen": chosen.is_some() });
        audit::record(tx, scope, "user.language_chosen", Target::User(scope.user().get()), details).await?;
    }
    Ok(language)
}
