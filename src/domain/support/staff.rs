//! What the operator does about the support staff once they are there: who they are, somebody leaves, somebody has lost the second factor.

use serde_json::json;
use time::OffsetDateTime;

use super::{record_of, second_factor};
use crate::domain::access::OperatorScope;
use crate::domain::accounts::GeneratedPassword;
use crate::domain::db::Tx;
use crate::domain::fault::{Fault, faults_into};
use crate::model::{EmailAddress, StaffId};

/// A member of the support staff.
#[derive(Debug, Clone)]
pub struct Staff {
    /// Who.
    pub id: StaffId,
    /// The address they sign in by.
    pub email: String,
    /// Their name, as customers read it in their log.
    pub name: String,
    /// Since when.
    pub created_at: OffsetDateTime,
    /// The one-time code is set up.
    pub second_factor: bool,
    /// How many passkeys they have.
    pub passkeys: i64,
}

/// Everybody, by address.
pub async fn list(tx: &mut Tx, _operator: OperatorScope) -> Result<Vec<Staff>, Fault> {
    Ok(sqlx::query_as!(
        Staff,
        r#"select f.id, f.email, f.name, f.created_at, f.totp_confirmed_at is not null as "second_factor!",
                  (select count(*) from support_passkeys p where p.staff_id = f.id) as "passkeys!"
           from support_staff f order by f.email_key"#
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// Nobody of the staff has the address.
    #[error("nobody of the support staff has this address")]
    NotThere,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(StaffError);

/// What ended with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Whose.
    pub staff: StaffId,
    /// Sessions, and sign-ins that waited for the second factor.
    pub sessions: u64,
    /// Passkeys.
    pub passkeys: u64,
}

/// Takes somebody from the support staff: password, second factor, passkeys and sessions are gone at once. What they did stays in their
/// log and in those of customers, under their name. What customers allowed was allowed to the support, and what they asked for waits for
/// whoever is left: neither hangs on one person.
pub async fn remove(tx: &mut Tx, _operator: OperatorScope, email: &EmailAddress) -> Result<Ended, StaffError> {
    let staff = lock(tx, email).await?;
    let ended = end_ways_in(tx, staff).await?;
    let details = json!({ "by": "operator", "email": email.as_str() });
    record_of(tx, staff, "staff.removed", None, details).await?;
    sqlx::query!("delete from support_staff where id = $1", staff.get()).execute(tx.conn()).await?;
    Ok(ended)
}

/// Forgets somebody's second factor with its recovery codes, every passkey and every session: the next sign-in by password sets it up anew.
/// Whoever has the password could do that in their place, so a new one may be given with it.
pub async fn reset_second_factor(
    tx: &mut Tx,
    _operator: OperatorScope,
    email: &EmailAddress,
    password: Option<&GeneratedPassword>,
) -> Result<Ended, StaffError> {
    let staff = lock(tx, email).await?;
    let ended = end_ways_in(tx, staff).await?;
    second_factor::forget(tx, staff).await?;
    if let Some(password) = password {
        sqlx::query!("update support_staff set phc = $2 where id = $1", staff.get(), password.hash().as_str())
            .execute(tx.conn())
            .await?;
    }
    let details = json!({ "by": "operator", "password": password.is_some() });
    record_of(tx, staff, "staff.second_factor_reset", None, details).await?;
    Ok(ended)
}

/// Their row, before anything that hangs on it: whoever shows a code or adds a passkey at this moment has done so before, or comes too late.
async fn lock(tx: &mut Tx, email: &EmailAddress) -> Result<StaffId, StaffError> {
    let found = sqlx::query_scalar!("select id from support_staff where email_key = $1 for update", email.key())
        .fetch_optional(tx.conn())
        .await?;
    found.map(StaffId::new).ok_or(StaffError::NotThere)
}

/// Sessions and passkeys end together.
async fn end_ways_in(tx: &mut Tx, staff: StaffId) -> Result<Ended, Fault> {
    let passkeys = sqlx::query!("delete from support_passkeys where staff_id = $1", staff.get())
        .execute(tx.conn())
        .await?
        .rows_affected();
    let sessions = sqlx::query!("delete from support_sessions where staff_id = $1", staff.get())
        .execute(tx.conn())
        .await?
        .rows_affected();
    Ok(Ended { staff, sessions, passkeys })
}
