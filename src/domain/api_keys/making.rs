//! An administrator makes a key.

use serde_json::json;
use uuid::Uuid;

use super::{MOST, PlainKey, live, notices, tell};
use crate::domain::access::{Actor, AdminScope, Fresh};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into, unique_key};
use crate::domain::outbox::KeyChange;
use crate::model::{ApiArea, ApiKeyLifetime};

/// Characters of a name.
const NAME_CHARS: usize = 60;

/// A key as it is asked for.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// What it is called, so that people know whose it is.
    pub name: String,
    /// What it opens.
    pub areas: Vec<ApiArea>,
    /// How long.
    pub lifetime: ApiKeyLifetime,
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// A name has 1 to 60 characters and no control characters.
    #[error("this is no name")]
    InvalidName,
    /// A key opens one area at least.
    #[error("one area at least")]
    NoArea,
    /// [`MOST`] are live.
    #[error("there are too many keys")]
    Full,
    /// This very form was already sent: its key was shown in the first answer.
    #[error("already done")]
    AlreadyDone,
    /// A key hangs on an administrator of the account: the operator makes none.
    #[error("an administrator of the account makes keys")]
    NobodyOfTheAccount,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(MakeError);

/// Makes a key; all administrators are mailed. `form` names the form; the same form never makes a second key.
pub async fn make(tx: &mut Tx, scope: &Fresh<AdminScope>, new: &NewKey, form: Uuid) -> Result<PlainKey, MakeError> {
    let Actor::User { id: maker, name: maker_name, .. } = scope.actor() else {
        return Err(MakeError::NobodyOfTheAccount);
    };
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS || name.chars().any(char::is_control) {
        return Err(MakeError::InvalidName);
    }
    let areas: Vec<ApiArea> = ApiArea::ALL.iter().copied().filter(|area| new.areas.contains(area)).collect();
    if areas.is_empty() {
        return Err(MakeError::NoArea);
    }
    hold(tx, scope, maker.get()).await?;
    let account = scope.account().get();
    let done = sqlx::query_scalar!(
        r#"select exists (select from api_keys where account_id = $1 and form_key = $2) as "done!""#,
        account,
        form
    )
    .fetch_one(tx.conn())
    .await?;
    if done {
        return Err(MakeError::AlreadyDone);
    }
    if live(tx, scope).await? >= MOST {
        return Err(MakeError::Full);
    }
    let key = PlainKey::generate();
    let (id, now) = (tx.new_id(), tx.now());
    let expires = now + new.lifetime.duration();
    let names: Vec<String> = areas.iter().map(|area| area.name().to_owned()).collect();
    sqlx::query!(
        "insert into api_keys (account_id, id, name, areas, hash, last4, created_at, created_by, created_by_name, form_key, expires_at, next_look_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        account,
        id,
        name,
        &names,
        &key.hash()[..],
        key.last4(),
        now,
        maker.get(),
        maker_name.as_str(),
        form,
        expires,
        notices::next(now, expires),
    )
    .execute(tx.conn())
    .await
    .map_err(|e| if unique_key(&e).is_some_and(|c| c.starts_with("api_keys_account_id_form")) { MakeError::AlreadyDone } else { e.into() })?;
    let details = json!({ "name": name, "last4": key.last4(), "areas": areas, "lifetime": new.lifetime });
    audit::record(tx, scope, "api_key.created", Target::ApiKey(id), details).await?;
    let change = KeyChange::Made { actor: maker_name.clone(), areas, expires_at: expires.unix_timestamp() };
    tell(tx, scope, name, key.last4(), change).await?;
    Ok(key)
}

/// Holds the maker as the administrator they are, so that no key outlives a right that is taken meanwhile, and then the account, so that
/// of two keys at once the second one counts the first.
async fn hold(tx: &mut Tx, scope: &AdminScope, maker: Uuid) -> Result<(), MakeError> {
    let account = scope.account().get();
    let manages = sqlx::query_scalar!(
        r#"select right_administrator and status = 'active' as "manages!" from users where account_id = $1 and id = $2 for no key update"#,
        account,
        maker
    )
    .fetch_optional(tx.conn())
    .await?;
    if manages != Some(true) {
        return Err(MakeError::NobodyOfTheAccount);
    }
    sqlx::query!("select id from accounts where id = $1 for no key update", account).fetch_one(tx.conn()).await?;
    Ok(())
}
