//! Time-based one-time codes (RFC 6238) and recovery codes, the same for people and for support staff. Who may show which, and that each
//! counts once, is decided beside their rows.

use totp_rs::{Builder, Secret, Totp};

use super::fault::{Fault, faults_into};
use super::secrets::{random, random_base62, sha256};
use super::sign_in::SignInError;

const RECOVERY_CODES: usize = 10;

/// What somebody needs to set up their authenticator app.
pub struct Enrolment {
    /// `otpauth://…`, for the QR code.
    pub url: String,
    /// The same secret to type in.
    pub secret: String,
}

/// Why a code was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum SecondFactorError {
    /// Wrong, expired or already used.
    #[error("the code is not right")]
    Wrong,
    /// Too many wrong codes in 15 minutes.
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

impl From<SignInError> for SecondFactorError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Throttled { retry_after } => Self::Throttled { retry_after },
            SignInError::Fault(fault) => Self::Fault(fault),
            SignInError::Refused => Self::Wrong,
        }
    }
}

/// A fresh secret.
pub(super) fn draw_secret() -> [u8; 20] {
    random()
}

/// What an authenticator app and we both hold.
pub(super) struct Authenticator(Totp);

impl Authenticator {
    /// `secret` as it was unsealed; `address` and `issuer` name the entry in the app.
    pub fn new(secret: Vec<u8>, address: &str, issuer: &str) -> Result<Self, Fault> {
        let secret: [u8; 20] = secret.try_into().map_err(|_| Fault::unexpected("a TOTP secret of another length"))?;
        Builder::new()
            .with_secret(Secret::new_stack(secret))
            .with_account_name(address.replace(':', "").as_str())
            .with_issuer(Some(issuer.replace(':', "").as_str()))
            .build()
            .map(Self)
            .map_err(|e| Fault::unexpected(e.to_string()))
    }

    pub fn enrolment(&self) -> Result<Enrolment, Fault> {
        let url = self.0.to_url().map_err(|e| Fault::unexpected(e.to_string()))?;
        Ok(Enrolment { url, secret: self.0.secret().to_base32() })
    }

    /// The time step of a code that is right now (half a minute more or less) and younger than the last one used: a code works once.
    pub fn step(&self, code: &str, now: time::OffsetDateTime, last_step: i64) -> Option<i64> {
        let now = u64::try_from(now.unix_timestamp()).unwrap_or(0);
        self.0.check(code, now).and_then(|step| i64::try_from(step).ok()).filter(|step| *step > last_step)
    }
}

/// A code as people type it, without the spaces their app shows.
pub(super) fn typed(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Ten fresh recovery codes: 4 × 5 base62 characters each, 119 bits, so a plain hash is enough (ASVS 6.5.2).
pub(super) fn draw_recovery_codes() -> Vec<String> {
    (0..RECOVERY_CODES).map(|_| (0..4).map(|_| random_base62(5)).collect::<Vec<_>>().join("-")).collect()
}

/// What is stored of a recovery code.
pub(super) fn recovery_hash(code: &str) -> [u8; 32] {
    sha256(code.as_bytes())
}
