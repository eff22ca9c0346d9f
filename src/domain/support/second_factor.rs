//! The second factor: TOTP (RFC 6238), each code once, with ten recovery codes.

use serde_json::json;
use totp_rs::{Builder, Secret, Totp};

use crate::domain::access::SupportScope;
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::domain::sealing::Place;
use crate::domain::secrets::{random, random_base62, sha256};
use crate::domain::sign_in::{self, SignInError};
use crate::model::StaffId;

const RECOVERY_CODES: usize = 10;

/// What somebody needs to set up their authenticator app.
pub struct Enrolment {
    /// `otpauth://…`, for the QR code.
    pub url: String,
    /// The same secret to type in.
    pub secret: String,
}

/// What the second step asks for.
pub enum SecondFactorNeeded {
    /// First sign-in: set up the app, then show a code.
    Enrol(Enrolment),
    /// Show a code.
    Code,
}

/// Why the second step failed.
#[derive(Debug, thiserror::Error)]
pub enum SecondFactorError {
    /// Wrong, expired or already used.
    #[error("the code is not right")]
    Wrong,
    /// Five wrong codes in 15 minutes.
    #[error("too many wrong codes")]
    Throttled {
        /// Seconds to wait.
        retry_after: i64,
    },
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(SecondFactorError);

const fn place(staff: StaffId) -> Place {
    Place { table: "support_staff", column: "totp_sealed", account: None, row: staff.get() }
}

fn totp(secret: [u8; 20], email: &str, issuer: &str) -> Result<Totp, Fault> {
    Builder::new()
        .with_secret(Secret::new_stack(secret))
        .with_account_name(email.replace(':', "").as_str())
        .with_issuer(Some(issuer.replace(':', "").as_str()))
        .build()
        .map_err(|e| Fault::unexpected(e.to_string()))
}

async fn stored(tx: &mut Tx, staff: StaffId, issuer: &str) -> Result<(Totp, bool, i64), Fault> {
    let row = sqlx::query!(
        "select email, totp_sealed, totp_confirmed_at, totp_last_step from support_staff where id = $1 for update",
        staff.get()
    )
    .fetch_one(tx.conn())
    .await?;
    let secret: [u8; 20] = if let Some(sealed) = row.totp_sealed {
        tx.sealer()
            .open(place(staff), &sealed)?
            .try_into()
            .map_err(|_| Fault::unexpected("a TOTP secret of another length"))?
    } else {
        let secret = random::<20>();
        let sealed = tx.sealer().seal(place(staff), &secret)?;
        sqlx::query!("update support_staff set totp_sealed = $2 where id = $1", staff.get(), sealed)
            .execute(tx.conn())
            .await?;
        secret
    };
    Ok((totp(secret, &row.email, issuer)?, row.totp_confirmed_at.is_some(), row.totp_last_step))
}

/// What to ask somebody who has shown the first factor. `issuer` names the entry in their app. The unit of work has to be committed: a
/// first visit stores the new secret.
pub async fn needed(tx: &mut Tx, staff: StaffId, issuer: &str) -> Result<SecondFactorNeeded, Fault> {
    let (totp, confirmed, _) = stored(tx, staff, issuer).await?;
    if confirmed {
        return Ok(SecondFactorNeeded::Code);
    }
    let url = totp.to_url().map_err(|e| Fault::unexpected(e.to_string()))?;
    Ok(SecondFactorNeeded::Enrol(Enrolment { url, secret: totp.secret().to_base32() }))
}

/// Checks a code of the app, or a recovery code. The first right code completes the enrolment and returns the recovery codes, shown once.
/// On [`SecondFactorError::Wrong`] the unit of work is to be committed: it counts the failure.
pub async fn confirm(tx: &mut Tx, staff: StaffId, typed: &str) -> Result<Option<Vec<String>>, SecondFactorError> {
    let throttle = sha256(format!("second factor\0{staff}").as_bytes());
    sign_in::refuse_beyond(tx, throttle, 5).await.map_err(|e| match e {
        SignInError::Throttled { retry_after } => SecondFactorError::Throttled { retry_after },
        SignInError::Fault(f) => SecondFactorError::Fault(f),
        SignInError::Refused => SecondFactorError::Wrong,
    })?;
    let (totp, confirmed, last_step) = stored(tx, staff, "").await?;
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let now = u64::try_from(tx.now().unix_timestamp()).unwrap_or(0);
    let step = totp.check(&typed, now).and_then(|s| i64::try_from(s).ok()).filter(|s| *s > last_step);
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
    let name =
        sqlx::query_scalar!("select name from support_staff where id = $1", staff.get()).fetch_one(tx.conn()).await?;
    let scope = SupportScope { staff, name };
    super::record(
        tx,
        &scope,
        "session.second_factor",
        None,
        json!({ "recovery_code": recovered, "enrolled": !confirmed }),
    )
    .await?;
    if confirmed { Ok(None) } else { Ok(Some(issue_recovery_codes(tx, staff).await?)) }
}

async fn use_recovery_code(tx: &mut Tx, staff: StaffId, typed: &str) -> Result<bool, Fault> {
    let now = tx.now();
    let used = sqlx::query!(
        "update support_recovery_codes set used_at = $3 where staff_id = $1 and hash = $2 and used_at is null",
        staff.get(),
        &sha256(typed.as_bytes())[..],
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(used.rows_affected() == 1)
}

async fn issue_recovery_codes(tx: &mut Tx, staff: StaffId) -> Result<Vec<String>, Fault> {
    sqlx::query!("delete from support_recovery_codes where staff_id = $1", staff.get()).execute(tx.conn()).await?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        // 4 × 5 base62 characters: 119 bits, so a plain hash is enough (ASVS 6.5.2).
        let code = (0..4).map(|_| random_base62(5)).collect::<Vec<_>>().join("-");
        sqlx::query!(
            "insert into support_recovery_codes (staff_id, hash) values ($1, $2)",
            staff.get(),
            &sha256(code.as_bytes())[..]
        )
        .execute(tx.conn())
        .await?;
        codes.push(code);
    }
    Ok(codes)
}
