//! What the library says of an answer, whoever's passkey it is. Who may answer, and what comes of it, others decide.

use serde_json::Value;
use uuid::Uuid;
use webauthn_rs::prelude::{Credential, Passkey as Stored, PasskeyRegistration, WebauthnError};

use super::ceremony::{Answer, Holder, NewPasskey, RelyingParty, Showing};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;

/// The question the browser brought, used up, if this holder may answer it.
pub(in crate::domain) async fn spend(
    tx: &mut Tx,
    sealed: Option<&str>,
    holder: &Holder,
) -> Result<Option<Showing>, Fault> {
    let Some(sealed) = sealed else { return Ok(None) };
    Ok(Showing::spend(tx, sealed).await?.filter(|showing| showing.holder == *holder))
}

/// A stored passkey. It is locked: of two answers at once the second is held against the counter of the first.
pub(in crate::domain) struct Kept {
    /// Its row.
    pub id: Uuid,
    handle: Uuid,
    stored: Stored,
}

/// What an answer is worth.
pub(in crate::domain) enum Judged {
    /// It is this passkey's. This is to be stored: its counter moved on.
    Right {
        /// The passkey as it is now.
        credential: Value,
        /// Whether it exists more than once.
        synced: bool,
    },
    /// Its counter went back: it exists twice.
    Copied,
    /// It is not.
    Wrong,
}

impl Kept {
    /// Reads what is stored.
    pub(in crate::domain) fn new(id: Uuid, handle: Uuid, credential: Value) -> Result<Self, Fault> {
        Ok(Self { id, handle, stored: serde_json::from_value(credential)? })
    }

    /// Judges an answer to a question that was used up.
    pub(in crate::domain) fn judge(
        mut self,
        rp: &RelyingParty,
        showing: Showing,
        answer: &Answer,
    ) -> Result<Judged, Fault> {
        // Authenticators may leave it away where they were told which passkeys are meant.
        if answer.handle().is_some_and(|handle| handle != self.handle) {
            return Ok(Judged::Wrong);
        }
        let result = match answer.verify(rp, showing, &self.stored) {
            Ok(result) => result,
            Err(WebauthnError::CredentialPossibleCompromise) => return Ok(Judged::Copied),
            Err(error) => {
                tracing::info!(%error, "a passkey was refused");
                return Ok(Judged::Wrong);
            }
        };
        if !result.user_verified() {
            return Ok(Judged::Wrong);
        }
        self.stored.update_credential(&result);
        Ok(Judged::Right { credential: serde_json::to_value(&self.stored)?, synced: result.backup_state() })
    }
}

/// A new passkey, to be stored.
pub(in crate::domain) struct Made {
    /// What authenticators call it. Random: who brings one that is there has copied it.
    pub credential_id: Vec<u8>,
    /// The passkey.
    pub credential: Value,
    /// Whether it exists more than once.
    pub synced: bool,
}

/// Judges what an authenticator made; `None` where it does not hold.
pub(in crate::domain) fn made(
    rp: &RelyingParty,
    state: &PasskeyRegistration,
    answer: &NewPasskey,
) -> Result<Option<Made>, Fault> {
    let stored = match rp.0.finish_passkey_registration(&answer.0, state) {
        Ok(stored) => stored,
        Err(error) => {
            tracing::info!(%error, "a new passkey was refused");
            return Ok(None);
        }
    };
    let credential = Credential::from(stored.clone());
    Ok(Some(Made {
        credential_id: credential.cred_id.as_slice().to_vec(),
        credential: serde_json::to_value(&stored)?,
        synced: credential.backup_state,
    }))
}
