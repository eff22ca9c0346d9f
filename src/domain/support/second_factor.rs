//! The second factor: TOTP (RFC 6238), each code once, with ten recovery codes.

use serde_json::json;

use crate::domain::access::SupportScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::sealing::Place;
use crate::domain::secrets::sha256;
use crate::domain::sign_in;
use crate::domain::totp::{self, Authenticator, Enrolment, SecondFactorError};
use crate::model::StaffId;

/// What the second step asks for.
pub enum SecondFactorNeeded {
    /// First sign-in: set up the app, then show a code.
    Enrol(Enrolment),
    /// Show a code.
    Code,
}

const fn place(staff: StaffId) -> Place {
    Place { table: "support_staff", column: "totp_sealed", account: None, row: staff.get() }
}

async fn stored(tx: &mut Tx, staff: StaffId, issuer: &str) -> Result<(Authenticator, bool, i64), Fault> {
    let row = sqlx::query!(
        "select email, totp_sealed, totp_confirmed_at, totp_last_step from support_staff where id = $1 for update",
        staff.get()
    )
    .fetch_one(tx.conn())
    .await?;
    let secret = if let Some(sealed) = row.totp_sealed {
        tx.sealer().open(place(staff), &sealed)?
    } else {
        let secret = totp::draw_secret();
        let sealed = tx.sealer().seal(place(staff), &secret)?;
        sqlx::query!("update support_staff set totp_sealed = $2 where id = $1", staff.get(), sealed)
            .execute(tx.conn())
            .await?;
        secret.to_vec()
    };
    Ok((Authenticator::new(secret, &row.email, issuer)?, row.totp_confirmed_at.is_some(), row.totp_last_step))
}

/// What to ask somebody who has shown the first factor. `issuer` names the entry in their app. The unit of work has to be committed: a
/// first visit stores the new secret.
pub async fn needed(tx: &mut Tx, staff: StaffId, issuer: &str) -> Result<SecondFactorNeeded, Fault> {
    let (authenticator, confirmed, _) = stored(tx, staff, issuer).await?;
    if confirmed {
        return Ok(SecondFactorNeeded::Code);
    }
    Ok(SecondFactorNeeded::Enrol(authenticator.enrolment()?))
}

/// Checks a code of the app, or a recovery code. The first right code completes the enrolment and returns the recovery codes, shown once.
/// On [`SecondFactorError::Wrong`] the unit of work is to be committed: it counts the failure.
pub async fn confirm(tx: &mut Tx, staff: StaffId, typed: &str) -> Result<Option<Vec<String>>, SecondFactorError> {
    let Shown { recovered, enrolled } = show(tx, staff, typed).await?;
    let details = json!({ "recovery_code": recovered, "enrolled": enrolled });
    super::record_of(tx, staff, "session.second_factor", None, details).await?;
    if enrolled { Ok(Some(issue_recovery_codes(tx, staff).await?)) } else { Ok(None) }
}

/// The same for staff signed in who prove themselves again.
pub async fn prove_again(tx: &mut Tx, scope: &SupportScope, typed: &str) -> Result<(), SecondFactorError> {
    let Shown { recovered, .. } = show(tx, scope.staff(), typed).await?;
    let by = if recovered { "recovery_code" } else { "code" };
    super::record(tx, scope, "session.proven_again", None, json!({ "by": by })).await?;
    Ok(())
}

/// What failures of one member of staff are counted by.
fn throttle(staff: StaffId) -> [u8; 32] {
    sha256(format!("second factor\0{staff}").as_bytes())
}

/// The secret, its recovery codes, and the failures of whoever had lost it: the next sign-in sets it up anew. The caller has locked their row.
pub(super) async fn forget(tx: &mut Tx, staff: StaffId) -> Result<(), Fault> {
    sqlx::query!(
        "update support_staff set totp_sealed = null, totp_confirmed_at = null, totp_last_step = 0 where id = $1",
        staff.get()
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!("delete from support_recovery_codes where staff_id = $1", staff.get()).execute(tx.conn()).await?;
    sqlx::query!("delete from sign_in_failures where key = $1", &throttle(staff)[..]).execute(tx.conn()).await?;
    Ok(())
}

/// A code that was right.
struct Shown {
    /// It was a recovery code.
    recovered: bool,
    /// It was the first one.
    enrolled: bool,
}

async fn show(tx: &mut Tx, staff: StaffId, typed: &str) -> Result<Shown, SecondFactorError> {
    let throttle = throttle(staff);
    sign_in::refuse_beyond(tx, throttle, 5).await?;
    let (authenticator, confirmed, last_step) = stored(tx, staff, "").await?;
    let typed = totp::typed(typed);
    let step = authenticator.step(&typed, tx.now(), last_step);
    let recovered = if step.is_none() && confirmed { use_recovery_code(tx, staff, &typed).await? } else { false };
    if step.is_none() && !recovered {
        sign_in::count_failure(tx, throttle).await?;
        return Err(SecondFactorError::Wrong);
    }
    let at = tx.now();
    sqlx::query!(
        "update support_staff set totp_last_step = greatest(totp_last_step, $2), totp_confirmed_at = coalesce(totp_confirmed_at, $3) where id = $1",
        staff.get(),
        step.unwrap_or(0),
        at
    )
    .execute(tx.conn())
    .await?;
    Ok(Shown { recovered, enrolled: !confirmed })
}

/// Recovery codes that were not used.
pub async fn codes_left(tx: &mut Tx, scope: &SupportScope) -> Result<i64, Fault> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "left!" from support_recovery_codes where staff_id = $1 and used_at is null"#,
        scope.staff().get()
    )
    .fetch_one(tx.conn())
    .await?)
}

async fn use_recovery_code(tx: &mut Tx, staff: StaffId, typed: &str) -> Result<bool, Fault> {
    let now = tx.now();
    let used = sqlx::query!(
        "update support_recovery_codes set used_at = $3 where staff_id = $1 and hash = $2 and used_at is null",
        staff.get(),
        &totp::recovery_hash(typed)[..],
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(used.rows_affected() == 1)
}

async fn issue_recovery_codes(tx: &mut Tx, staff: StaffId) -> Result<Vec<String>, Fault> {
    sqlx::query!("delete from support_recovery_codes where staff_id = $1", staff.get()).execute(tx.conn()).await?;
    let codes = totp::draw_recovery_codes();
    for code in &codes {
        sqlx::query!(
            "insert into support_recovery_codes (staff_id, hash) values ($1, $2)",
            staff.get(),
            &totp::recovery_hash(code)[..]
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(codes)
}
