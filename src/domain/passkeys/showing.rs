//! Showing a passkey: at the sign-in page, after the password in place of a code, or again before what matters.

use serde_json::json;
use uuid::Uuid;

use super::asking;
use super::ceremony::{Answer, Asked, Holder, RelyingParty, Showing};
use super::judging::{Judged, Kept, spend};
use super::tell;
use crate::domain::access::{AccountScope, Actor, PersonScope};
use crate::domain::audit::{self, Target};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::outbox::PasskeyChange;
use crate::domain::sessions::{self, SessionHash, pending::Pending};
use crate::domain::sign_in::{self, SignInError, SignedIn};
use crate::domain::{sign_in_methods, users};
use crate::model::{AccountId, SignInMethod, UserId};

/// The question at the sign-in page: the same for everybody, asked of no row.
pub fn ask_anybody(tx: &Tx, rp: &RelyingParty) -> Result<Asked, Fault> {
    asking::for_one(tx, rp, Holder::Anybody, &[])
}

/// The question after a password; `None` for somebody without a passkey.
pub async fn ask_beside_password(
    tx: &mut Tx,
    rp: &RelyingParty,
    pending: &Pending,
    session: &SessionHash,
) -> Result<Option<Asked>, Fault> {
    let (account, user) = (pending.proof.account(), pending.proof.user());
    let credentials = credentials(tx, &pending.scope, user).await?;
    asking::for_one_of(tx, rp, Holder::waiting(account, user, session), &credentials)
}

/// The question to somebody signed in; `None` for somebody without a passkey.
pub async fn ask_again(tx: &mut Tx, rp: &RelyingParty, scope: &PersonScope) -> Result<Option<Asked>, Fault> {
    let credentials = credentials(tx, scope, scope.user()).await?;
    asking::for_one_of(tx, rp, again(scope), &credentials)
}

fn again(scope: &PersonScope) -> Holder {
    Holder::Again { account: scope.account(), user: scope.user(), session: scope.session().bytes().to_vec() }
}

async fn credentials(tx: &mut Tx, scope: &AccountScope, user: UserId) -> Result<Vec<Vec<u8>>, Fault> {
    Ok(sqlx::query_scalar!(
        "select credential_id from passkeys where account_id = $1 and user_id = $2 order by created_at, id",
        scope.account().get(),
        user.get()
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Somebody shows a passkey at the sign-in page: password and second factor at once, because their device has verified them. On
/// [`SignInError::Refused`] the unit of work is to be committed: the question is used up, and the failure counts.
pub async fn sign_in(
    tx: &mut Tx,
    rp: &RelyingParty,
    sealed: Option<&str>,
    answer: &Answer,
) -> Result<SignedIn, SignInError> {
    sign_in::refuse_network(tx).await?;
    if let Some(signed_in) = whoever(tx, rp, sealed, answer).await? {
        return Ok(signed_in);
    }
    sign_in::count_network(tx).await?;
    Err(SignInError::Refused)
}

async fn whoever(
    tx: &mut Tx,
    rp: &RelyingParty,
    sealed: Option<&str>,
    answer: &Answer,
) -> Result<Option<SignedIn>, Fault> {
    let Some(showing) = spend(tx, sealed, &Holder::Anybody).await? else { return Ok(None) };
    let Some(handle) = answer.handle() else { return Ok(None) };
    let found = sqlx::query_scalar!(
        r#"select account_id as "account_id!" from lookup_passkey($1, $2)"#,
        handle,
        answer.credential()
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(account) = found.map(AccountId::new) else { return Ok(None) };
    let scope = AccountScope::enter(tx, account, Actor::System).await?;
    if !sign_in_methods::is_enabled(tx, &scope, SignInMethod::Password).await? {
        return Ok(None);
    }
    let Some(row) = Row::load(tx, &scope, answer.credential()).await? else { return Ok(None) };
    let Some((name, rights)) = sessions::active(tx, &scope, row.user).await? else { return Ok(None) };
    let scope = AccountScope::enter(tx, account, Actor::User { id: row.user, name, rights }).await?;
    let user = row.user;
    if !row.holds(tx, rp, &scope, showing, answer).await? {
        return Ok(None);
    }
    let details = json!({ "method": SignInMethod::Password, "second_factor": "passkey" });
    audit::record(tx, &scope, "session.signed_in", Target::User(user.get()), details).await?;
    Ok(Some(SignedIn::new(account, user, rights, SignInMethod::Password).proven(tx.now())))
}

/// Somebody whose password was right shows a passkey of theirs in place of a code. On [`SignInError::Refused`] the unit of work is to be
/// committed.
pub async fn show(
    tx: &mut Tx,
    rp: &RelyingParty,
    pending: &Pending,
    session: &SessionHash,
    sealed: Option<&str>,
    answer: &Answer,
) -> Result<SignedIn, SignInError> {
    let (scope, proof) = (&pending.scope, &pending.proof);
    let holder = Holder::waiting(proof.account(), proof.user(), session);
    if !theirs(tx, rp, scope, proof.user(), (sealed, &holder), answer).await? {
        return Err(SignInError::Refused);
    }
    let details = json!({ "method": SignInMethod::Password, "second_factor": "passkey" });
    audit::record(tx, scope, "session.signed_in", Target::User(proof.user().get()), details).await?;
    Ok(proof.clone().suffices())
}

/// Somebody signed in shows a passkey of theirs in place of everything a sign-in by password asks of them. On [`SignInError::Refused`] the
/// unit of work is to be committed.
pub async fn prove_again(
    tx: &mut Tx,
    rp: &RelyingParty,
    scope: &PersonScope,
    sealed: Option<&str>,
    answer: &Answer,
) -> Result<SignedIn, SignInError> {
    let (user, holder) = (scope.user(), again(scope));
    if !theirs(tx, rp, scope, user, (sealed, &holder), answer).await? {
        return Err(SignInError::Refused);
    }
    audit::record(tx, scope, "session.proven_again", Target::User(user.get()), json!({ "by": "passkey" })).await?;
    Ok(SignedIn::new(scope.account(), user, scope.rights(), SignInMethod::Password).proven(tx.now()))
}

/// Whether it is a passkey of this person, where their account still allows what it stands for.
async fn theirs(
    tx: &mut Tx,
    rp: &RelyingParty,
    scope: &AccountScope,
    user: UserId,
    (sealed, holder): (Option<&str>, &Holder),
    answer: &Answer,
) -> Result<bool, Fault> {
    let Some(showing) = spend(tx, sealed, holder).await? else { return Ok(false) };
    if !sign_in_methods::is_enabled(tx, scope, SignInMethod::Password).await? {
        return Ok(false);
    }
    match Row::load(tx, scope, answer.credential()).await?.filter(|row| row.user == user) {
        Some(row) => row.holds(tx, rp, scope, showing, answer).await,
        None => Ok(false),
    }
}

/// A stored passkey, and whose it is.
struct Row {
    user: UserId,
    kept: Kept,
}

impl Row {
    async fn load(tx: &mut Tx, scope: &AccountScope, credential: &[u8]) -> Result<Option<Self>, Fault> {
        // The person before what hangs on them: whoever restores or removes them locks in this order, too.
        sqlx::query_scalar!(
            "select u.id from users u join passkeys p on p.account_id = u.account_id and p.user_id = u.id
             where p.account_id = $1 and p.credential_id = $2 for key share of u",
            scope.account().get(),
            credential
        )
        .fetch_optional(tx.conn())
        .await?;
        let row = sqlx::query!(
            "select id, user_id, handle, credential from passkeys where account_id = $1 and credential_id = $2 for update",
            scope.account().get(),
            credential
        )
        .fetch_optional(tx.conn())
        .await?;
        row.map(|row| Ok(Self { user: row.user_id.into(), kept: Kept::new(row.id, row.handle, row.credential)? }))
            .transpose()
    }

    /// Whether the answer is this passkey's; then its counter moves on. One whose counter went back exists twice: it is refused, written
    /// down, and its owner is told.
    async fn holds(
        self,
        tx: &mut Tx,
        rp: &RelyingParty,
        scope: &AccountScope,
        showing: Showing,
        answer: &Answer,
    ) -> Result<bool, Fault> {
        let (id, now) = (self.kept.id, tx.now());
        let (credential, synced) = match self.kept.judge(rp, showing, answer)? {
            Judged::Right { credential, synced } => (credential, synced),
            Judged::Copied => {
                refuse_copy(tx, scope, self.user, id).await?;
                return Ok(false);
            }
            Judged::Wrong => return Ok(false),
        };
        sqlx::query!(
            "update passkeys set credential = $3, synced = $4, last_used_at = $5 where account_id = $1 and id = $2",
            scope.account().get(),
            id,
            credential,
            synced,
            now
        )
        .execute(tx.conn())
        .await?;
        Ok(true)
    }
}

async fn refuse_copy(tx: &mut Tx, scope: &AccountScope, owner: UserId, passkey: Uuid) -> Result<(), Fault> {
    let details = json!({ "passkey": passkey });
    audit::record_as(tx, scope, &Actor::System, "passkey.copy_refused", Target::User(owner.get()), details).await?;
    match users::load(tx, scope, owner, false).await? {
        Some(user) => tell(tx, scope, &user, PasskeyChange::Copied).await,
        None => Ok(()),
    }
}
