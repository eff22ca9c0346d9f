//! The vendor's support staff: a table, a sign-in and sessions of their own, outside of every account.
//!
//! Two factors always. Staff can see states and revoke tokens; they can never read or make one, choose a password, or act as a person of
//! an account. Who the people of an account are, and what happened to them, they see while an administrator allows it (`consent`).
//! Whatever they do stands in their own log and in the customer's.

mod consent;
mod console;
pub mod passkeys;
mod second_factor;
mod sessions;
mod staff;

use std::sync::Arc;

use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

pub use consent::{
    AllowError, Consent, ConsentedSupportScope, LASTS, Look, REMEMBERED, allow, consent, look_into, withdraw,
};
pub use console::{AccountOverview, InboxItem, inbox, revoke_token, search, settle_request, view};
pub use second_factor::{SecondFactorNeeded, codes_left, confirm, needed, prove_again};
pub use sessions::{
    PROVEN_KEY, SECOND_FACTOR_KEY, STAFF_KEY, authenticate, create_session, delete_session, load_session, pending,
    save_session,
};
pub use staff::{Ended, Staff, StaffError, list, remove, reset_second_factor};

use super::access::{OperatorScope, SupportScope};
use super::accounts::GeneratedPassword;
use super::db::{Db, Tx};
use super::fault::{Fault, faults_into};
use super::passwords::Password;
use super::secrets::sha256;
use super::sign_in::{self, SignInError};
use crate::model::{EmailAddress, StaffId};

/// New staff and their generated first password, shown once to the operator.
#[derive(Debug)]
pub struct CreatedStaff {
    /// Who.
    pub id: StaffId,
    /// The first password.
    pub password: String,
}

/// Why nobody was added.
#[derive(Debug, thiserror::Error)]
pub enum CreateStaffError {
    /// Somebody with this address is staff already.
    #[error("somebody with this address is staff already")]
    Taken,
    /// Nobody's answer.
    #[error(transparent)]
    Fault(Fault),
}
faults_into!(CreateStaffError);

/// Adds somebody to the support staff; the first sign-in sets up the second factor.
pub async fn create(
    tx: &mut Tx,
    _operator: OperatorScope,
    email: &EmailAddress,
    name: &str,
    password: GeneratedPassword,
) -> Result<CreatedStaff, CreateStaffError> {
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(200).collect();
    let name = if name.is_empty() { email.as_str().to_owned() } else { name };
    let (id, now) = (tx.new_id(), tx.now());
    let (plain, hash) = password.into_parts();
    let inserted = sqlx::query!(
        "insert into support_staff (id, email, email_key, name, phc, created_at) values ($1, $2, $3, $4, $5, $6) on conflict (email_key) do nothing",
        id,
        email.as_str(),
        email.key(),
        name,
        hash.as_str(),
        now
    )
    .execute(tx.conn())
    .await?;
    if inserted.rows_affected() == 0 {
        return Err(CreateStaffError::Taken);
    }
    Ok(CreatedStaff { id: StaffId::new(id), password: plain })
}

/// Somebody whose password may be compared.
pub struct StaffCandidate {
    key: [u8; 32],
    found: Option<(StaffId, String)>,
}

/// Proof of the first factor.
#[derive(Debug)]
pub struct PasswordProven {
    staff: StaffId,
}

impl PasswordProven {
    /// Whose password it was.
    pub const fn staff(&self) -> StaffId {
        self.staff
    }
}

/// Looks for staff with this address, unless there were too many failures.
pub async fn candidate(tx: &mut Tx, email: &EmailAddress) -> Result<StaffCandidate, SignInError> {
    let key = sha256(format!("support\0{}\0{}", email.key(), tx.request().ip.as_deref().unwrap_or("local")).as_bytes());
    sign_in::refuse_beyond(tx, key, 10).await?;
    let found = sqlx::query!("select id, phc from support_staff where email_key = $1", email.key())
        .fetch_optional(tx.conn())
        .await?;
    Ok(StaffCandidate { key, found: found.map(|f| (f.id.into(), f.phc)) })
}

impl StaffCandidate {
    /// Compares; the work is the same whether anybody was found. `Err` carries what [`failed`] counts.
    pub async fn verify(self, db: &Db, password: Password) -> Result<Result<PasswordProven, FailedSignIn>, Fault> {
        let (staff, phc) = self.found.unzip();
        let matches = db.hasher().verify(Arc::new(password), phc).await?;
        Ok(match staff {
            Some(staff) if matches => Ok(PasswordProven { staff }),
            _ => Err(FailedSignIn { key: self.key }),
        })
    }
}

/// A first factor that did not match.
#[derive(Debug)]
pub struct FailedSignIn {
    key: [u8; 32],
}

/// Counts a failure against address and caller.
pub async fn failed(tx: &mut Tx, failure: &FailedSignIn) -> Result<(), Fault> {
    sign_in::count_failure(tx, failure.key).await
}

/// Writes into the staff's own log.
pub(super) async fn record(
    tx: &mut Tx,
    scope: &SupportScope,
    action: &str,
    subject: Option<Uuid>,
    details: Value,
) -> Result<(), Fault> {
    record_of(tx, scope.staff(), action, subject, details).await
}

/// The same for somebody on their way in.
async fn record_of(
    tx: &mut Tx,
    staff: StaffId,
    action: &str,
    subject: Option<Uuid>,
    details: Value,
) -> Result<(), Fault> {
    let (id, now, request) = (tx.new_id(), tx.now(), tx.request().clone());
    sqlx::query!(
        "insert into support_log (id, staff_id, staff_name, at, action, subject, details, request_id, ip)
         select $1, f.id, f.name, $3, $4, $5, $6, $7, $8 from support_staff f where f.id = $2",
        id,
        staff.get(),
        now,
        action,
        subject,
        details,
        request.id.get(),
        request.ip
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// One line of the staff's own log.
#[derive(Debug, Clone)]
pub struct LogEntry {
    /// When.
    pub at: OffsetDateTime,
    /// What, as `noun.verb`.
    pub action: String,
    /// The account it was about.
    pub subject: Option<Uuid>,
    /// More, without secrets.
    pub details: Value,
}

/// What this person did, newest first; at most 100.
pub async fn log(tx: &mut Tx, scope: &SupportScope) -> Result<Vec<LogEntry>, Fault> {
    Ok(sqlx::query_as!(
        LogEntry,
        "select at, action, subject, details from support_log where staff_id = $1 order by at desc, id desc limit 100",
        scope.staff().get()
    )
    .fetch_all(tx.conn())
    .await?)
}

/// Notes a completed sign-in in the staff's own log.
pub async fn signed_in(tx: &mut Tx, scope: &SupportScope) -> Result<(), Fault> {
    record(tx, scope, "session.signed_in", None, json!({})).await
}
