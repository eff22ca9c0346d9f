//! Passkeys of support staff: in place of password and one-time code at once, in place of the code, and to prove themselves again.
//!
//! What is asked and how answers are judged is the same as for people ([`asking`], [`judging`]); whose passkeys these are is not: another
//! table, and questions that name the console, so that neither opens what is the other's. A passkey is added by staff who have both
//! factors, opens nothing while the one-time code is not set up, and so never is the last way in. Staff get no mail: what is added,
//! removed or refused stands in their own log.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{record, record_of, sessions};
use crate::domain::access::{Fresh, SupportScope};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::passkeys::asking::{self, Owner};
use crate::domain::passkeys::judging::{self, Judged, Kept, spend};
use crate::domain::passkeys::{
    Answer, Asked, Holder, MOST, Making, NewPasskey, Passkey, RegisterError, RelyingParty, cleaned,
};
use crate::domain::sessions::SessionHash;
use crate::domain::sign_in::{self, SignInError};
use crate::model::StaffId;

/// The passkeys of a member of staff, the oldest first.
pub async fn list(tx: &mut Tx, scope: &SupportScope) -> Result<Vec<Passkey>, Fault> {
    Ok(sqlx::query_as!(
        Passkey,
        "select id, name, synced, created_at, last_used_at from support_passkeys where staff_id = $1 order by created_at, id",
        scope.staff().get()
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Gives one of them another name; `false` when it is not there.
pub async fn rename(tx: &mut Tx, scope: &SupportScope, passkey: Uuid, name: &str) -> Result<bool, Fault> {
    let Some(name) = cleaned(name) else { return Ok(false) };
    let renamed = sqlx::query!(
        "update support_passkeys set name = $3 where staff_id = $1 and id = $2",
        scope.staff().get(),
        passkey,
        name
    )
    .execute(tx.conn())
    .await?;
    if renamed.rows_affected() == 0 {
        return Ok(false);
    }
    record(tx, scope, "passkey.renamed", None, json!({ "passkey": passkey })).await?;
    Ok(true)
}

/// Removes one of them: it opens nothing any more, and all other sessions end. `false` when it was gone before.
pub async fn remove(tx: &mut Tx, scope: &Fresh<SupportScope>, passkey: Uuid) -> Result<bool, Fault> {
    let removed =
        sqlx::query!("delete from support_passkeys where staff_id = $1 and id = $2", scope.staff().get(), passkey)
            .execute(tx.conn())
            .await?;
    if removed.rows_affected() == 0 {
        return Ok(false);
    }
    sessions::end_others(tx, scope).await?;
    record(tx, scope, "passkey.removed", None, json!({ "passkey": passkey })).await?;
    Ok(true)
}

/// Whether somebody whose password was right could show one in place of the code.
pub async fn beside_password(tx: &mut Tx, staff: StaffId) -> Result<bool, Fault> {
    Ok(!credentials(tx, staff).await?.is_empty())
}

async fn credentials(tx: &mut Tx, staff: StaffId) -> Result<Vec<Vec<u8>>, Fault> {
    Ok(sqlx::query_scalar!(
        "select credential_id from support_passkeys where staff_id = $1 order by created_at, id",
        staff.get()
    )
    .fetch_all(tx.conn())
    .await?)
}

/// The question at the console's sign-in page: the same for everybody, asked of no row.
pub fn ask_anybody(tx: &Tx, rp: &RelyingParty) -> Result<Asked, Fault> {
    asking::for_one(tx, rp, Holder::AnybodyOfStaff, &[])
}

/// The question after the password; `None` for somebody without a passkey.
pub async fn ask_beside_password(
    tx: &mut Tx,
    rp: &RelyingParty,
    staff: StaffId,
    session: &SessionHash,
) -> Result<Option<Asked>, Fault> {
    ask(tx, rp, staff, waiting(staff, session)).await
}

/// The question to staff signed in; `None` for somebody without a passkey.
pub async fn ask_again(tx: &mut Tx, rp: &RelyingParty, scope: &SupportScope) -> Result<Option<Asked>, Fault> {
    ask(tx, rp, scope.staff(), again(scope)).await
}

fn waiting(staff: StaffId, session: &SessionHash) -> Holder {
    Holder::StaffWaiting { staff, session: session.bytes().to_vec() }
}

fn again(scope: &SupportScope) -> Holder {
    Holder::StaffAgain { staff: scope.staff(), session: scope.session.bytes().to_vec() }
}

async fn ask(tx: &mut Tx, rp: &RelyingParty, staff: StaffId, holder: Holder) -> Result<Option<Asked>, Fault> {
    let credentials = credentials(tx, staff).await?;
    asking::for_one_of(tx, rp, holder, &credentials)
}

/// Somebody shows a passkey at the console's sign-in page: both factors at once, because their device has verified them. Says who. On
/// [`SignInError::Refused`] the unit of work is to be committed: the question is used up, and the failure counts.
pub async fn sign_in(
    tx: &mut Tx,
    rp: &RelyingParty,
    sealed: Option<&str>,
    answer: &Answer,
) -> Result<StaffId, SignInError> {
    sign_in::refuse_network(tx).await?;
    // Nobody is named before, so the authenticator has to say whose it is.
    let shown = match answer.handle() {
        Some(_) => shown(tx, rp, None, (sealed, &Holder::AnybodyOfStaff), answer).await?,
        None => None,
    };
    let Some((staff, passkey)) = shown else {
        sign_in::count_network(tx).await?;
        return Err(SignInError::Refused);
    };
    let details = json!({ "passkey": passkey, "alone": true });
    record_of(tx, staff, "session.passkey", None, details).await?;
    Ok(staff)
}

/// Staff whose password was right show a passkey of theirs in place of the code. On [`SignInError::Refused`] the unit of work is to be
/// committed.
pub async fn show(
    tx: &mut Tx,
    rp: &RelyingParty,
    staff: StaffId,
    session: &SessionHash,
    sealed: Option<&str>,
    answer: &Answer,
) -> Result<(), SignInError> {
    let holder = waiting(staff, session);
    let Some((_, passkey)) = shown(tx, rp, Some(staff), (sealed, &holder), answer).await? else {
        return Err(SignInError::Refused);
    };
    record_of(tx, staff, "session.passkey", None, json!({ "passkey": passkey, "alone": false })).await?;
    Ok(())
}

/// Staff signed in show a passkey of theirs again. On [`SignInError::Refused`] the unit of work is to be committed.
pub async fn prove_again(
    tx: &mut Tx,
    rp: &RelyingParty,
    scope: &SupportScope,
    sealed: Option<&str>,
    answer: &Answer,
) -> Result<(), SignInError> {
    let holder = again(scope);
    if shown(tx, rp, Some(scope.staff()), (sealed, &holder), answer).await?.is_none() {
        return Err(SignInError::Refused);
    }
    record(tx, scope, "session.proven_again", None, json!({ "by": "passkey" })).await?;
    Ok(())
}

/// Whose passkey it is, and which, if this holder may answer and the answer is right; with `of`, only if it is theirs. Its counter moves on.
/// One whose counter went back exists twice: it is refused and written down.
async fn shown(
    tx: &mut Tx,
    rp: &RelyingParty,
    of: Option<StaffId>,
    (sealed, holder): (Option<&str>, &Holder),
    answer: &Answer,
) -> Result<Option<(StaffId, Uuid)>, Fault> {
    let Some(showing) = spend(tx, sealed, holder).await? else { return Ok(None) };
    let row = sqlx::query!(
        "select p.id, p.staff_id, p.handle, p.credential from support_passkeys p join support_staff f on f.id = p.staff_id
         where p.credential_id = $1 and f.totp_confirmed_at is not null for update of p",
        answer.credential()
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row.filter(|row| of.is_none_or(|staff| staff.get() == row.staff_id)) else { return Ok(None) };
    let (passkey, staff) = (row.id, StaffId::new(row.staff_id));
    match Kept::new(passkey, row.handle, row.credential)?.judge(rp, showing, answer)? {
        Judged::Right { credential, synced } => {
            keep(tx, passkey, credential, synced).await?;
            Ok(Some((staff, passkey)))
        }
        Judged::Copied => {
            record_of(tx, staff, "passkey.copy_refused", None, json!({ "passkey": passkey })).await?;
            Ok(None)
        }
        Judged::Wrong => Ok(None),
    }
}

async fn keep(tx: &mut Tx, passkey: Uuid, credential: Value, synced: bool) -> Result<(), Fault> {
    let now = tx.now();
    sqlx::query!(
        "update support_passkeys set credential = $2, synced = $3, last_used_at = $4 where id = $1",
        passkey,
        credential,
        synced,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What a member of staff has so far; locks them, so that of two additions at once the second sees the first.
struct Held {
    email: String,
    handle: Option<Uuid>,
    credentials: Vec<Vec<u8>>,
}

async fn held(tx: &mut Tx, scope: &SupportScope) -> Result<Held, RegisterError> {
    let staff = scope.staff().get();
    let email = sqlx::query_scalar!("select email from support_staff where id = $1 for no key update", staff)
        .fetch_one(tx.conn())
        .await?;
    let rows = sqlx::query!(
        "select handle, credential_id from support_passkeys where staff_id = $1 order by created_at, id",
        staff
    )
    .fetch_all(tx.conn())
    .await?;
    if i64::try_from(rows.len()).unwrap_or(MOST) >= MOST {
        return Err(RegisterError::TooMany);
    }
    let handle = rows.first().map(|row| row.handle);
    Ok(Held { email, handle, credentials: rows.into_iter().map(|row| row.credential_id).collect() })
}

/// The question for a new passkey; `console` is what authenticators call the place.
pub async fn begin(
    tx: &mut Tx,
    rp: &RelyingParty,
    scope: &Fresh<SupportScope>,
    console: &str,
) -> Result<Asked, RegisterError> {
    let Held { email, handle, credentials } = held(tx, scope).await?;
    let handle = handle.unwrap_or_else(asking::handle);
    let called = format!("{email} ({console})");
    let session = scope.session.bytes().to_vec();
    let holder = Holder::StaffAdding { staff: scope.staff(), session, handle };
    Ok(asking::for_a_new_one(tx, rp, holder, &Owner { handle, name: &email, called: &called }, &credentials)?)
}

/// The answer: from now on the passkey opens the console. All other sessions end. On [`RegisterError::Refused`] the unit of work is to be
/// committed: the question is used up.
pub async fn finish(
    tx: &mut Tx,
    rp: &RelyingParty,
    scope: &Fresh<SupportScope>,
    sealed: &str,
    answer: &NewPasskey,
    name: &str,
) -> Result<(), RegisterError> {
    let name = cleaned(name).ok_or(RegisterError::NoName)?;
    let carried = Making::spend(tx, sealed).await?.ok_or(RegisterError::Refused)?;
    let Holder::StaffAdding { staff, session, handle } = carried.holder else { return Err(RegisterError::Refused) };
    if (staff, session.as_slice()) != (scope.staff(), scope.session.bytes()) {
        return Err(RegisterError::Refused);
    }
    held(tx, scope).await?;
    let made = judging::made(rp, &carried.state, answer)?.ok_or(RegisterError::Refused)?;
    let (id, now) = (tx.new_id(), tx.now());
    let added = sqlx::query!(
        "insert into support_passkeys (id, staff_id, handle, credential_id, credential, name, synced, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (credential_id) do nothing",
        id,
        staff.get(),
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
    sessions::end_others(tx, scope).await?;
    record(tx, scope, "passkey.added", None, json!({ "passkey": id })).await?;
    Ok(())
}
