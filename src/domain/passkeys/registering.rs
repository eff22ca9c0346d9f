//! Adding a passkey: after a fresh proof, in the session that asked.

use serde_json::json;
use uuid::Uuid;

use super::asking::{self, Owner};
use super::ceremony::{Asked, Holder, Making, NewPasskey, RelyingParty};
use super::{MOST, cleaned, judging, tell};
use crate::domain::access::{Fresh, PersonScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::outbox::PasskeyChange;
use crate::domain::users::{self, User};
use crate::domain::{accounts, sessions, sign_in_methods};
use crate::model::SignInMethod;

/// Why no passkey was added.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The person has no password, or the account does not allow it.
    #[error("there is no password a passkey could stand for")]
    NoPassword,
    /// There are [`MOST`] already.
    #[error("there are as many as there can be")]
    TooMany,
    /// The name is empty.
    #[error("a name is needed")]
    NoName,
    /// The answer is not one to a question of this session, or it does not hold.
    #[error("the answer proves nothing")]
    Refused,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(RegisterError);

/// What a person has so far; locks them, so that of two additions at once the second sees the first.
struct Held {
    user: User,
    handle: Option<Uuid>,
    credentials: Vec<Vec<u8>>,
}

async fn held(tx: &mut Tx, scope: &PersonScope) -> Result<Held, RegisterError> {
    let user = users::load(tx, scope, scope.user(), true).await?;
    let user = user.ok_or_else(|| Fault::unexpected("somebody who is signed in is nobody"))?;
    let has_password = sqlx::query_scalar!(
        r#"select exists (select from password_credentials where account_id = $1 and user_id = $2) as "has!""#,
        scope.account().get(),
        user.id.get()
    )
    .fetch_one(tx.conn())
    .await?;
    if !has_password || !sign_in_methods::is_enabled(tx, scope, SignInMethod::Password).await? {
        return Err(RegisterError::NoPassword);
    }
    let rows = sqlx::query!(
        "select handle, credential_id from passkeys where account_id = $1 and user_id = $2 order by created_at, id",
        scope.account().get(),
        user.id.get()
    )
    .fetch_all(tx.conn())
    .await?;
    if i64::try_from(rows.len()).unwrap_or(MOST) >= MOST {
        return Err(RegisterError::TooMany);
    }
    let handle = rows.first().map(|row| row.handle);
    Ok(Held { user, handle, credentials: rows.into_iter().map(|row| row.credential_id).collect() })
}

/// The question for a new passkey, and not where there is one of theirs already.
pub async fn begin(tx: &mut Tx, rp: &RelyingParty, scope: &Fresh<PersonScope>) -> Result<Asked, RegisterError> {
    let Held { user, handle, credentials } = held(tx, scope).await?;
    let handle = handle.unwrap_or_else(asking::handle);
    let (name, account) = (user.signs_in_by()?.as_str(), accounts::name(tx, scope).await?);
    let called = format!("{name} ({account})");
    let session = scope.session().bytes().to_vec();
    let holder = Holder::Adding { account: scope.account(), user: user.id, session, handle };
    Ok(asking::for_a_new_one(tx, rp, holder, &Owner { handle, name, called: &called }, &credentials)?)
}

/// The answer: from now on the passkey opens what the password and its second factor do. The person's other sessions end, and they are
/// told by mail. On [`RegisterError::Refused`] the unit of work is to be committed: the question is used up.
pub async fn finish(
    tx: &mut Tx,
    rp: &RelyingParty,
    scope: &Fresh<PersonScope>,
    sealed: &str,
    answer: &NewPasskey,
    name: &str,
) -> Result<(), RegisterError> {
    let name = cleaned(name).ok_or(RegisterError::NoName)?;
    let carried = Making::spend(tx, sealed).await?.ok_or(RegisterError::Refused)?;
    let Holder::Adding { account, user, session, handle } = carried.holder else { return Err(RegisterError::Refused) };
    if (account, user, session.as_slice()) != (scope.account(), scope.user(), scope.session().bytes()) {
        return Err(RegisterError::Refused);
    }
    let user = held(tx, scope).await?.user;
    let made = judging::made(rp, &carried.state, answer)?.ok_or(RegisterError::Refused)?;
    let (id, now) = (tx.new_id(), tx.now());
    let added = sqlx::query!(
        "insert into passkeys (account_id, id, user_id, handle, credential_id, credential, name, synced, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (account_id, credential_id) do nothing",
        scope.account().get(),
        id,
        user.id.get(),
        handle,
        made.credential_id.as_slice(),
        made.credential,
        name,
        made.synced,
        now
    )
    .execute(tx.conn())
    .await?;
    if added.rows_affected() == 0 {
        return Err(RegisterError::Refused);
    }
    sessions::end_all_but_this(tx, scope).await?;
    audit::record(tx, scope, "passkey.added", Target::User(user.id.get()), json!({ "passkey": id })).await?;
    tell(tx, scope, &user, PasskeyChange::Added).await?;
    Ok(())
}
