//! The two questions to an authenticator: for a passkey that is there, and for a new one. The same for people and for support staff.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use uuid::Uuid;

use super::ceremony::{Asked, Holder, Making, RelyingParty, Showing};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::secrets::random;

/// The question for a passkey; with `credentials` for one of these.
pub(in crate::domain) fn for_one(
    tx: &Tx,
    rp: &RelyingParty,
    holder: Holder,
    credentials: &[Vec<u8>],
) -> Result<Asked, Fault> {
    let (challenge, state) =
        rp.0.start_discoverable_authentication().map_err(|error| Fault::unexpected(error.to_string()))?;
    let mut options = challenge.public_key;
    // Nothing we would read.
    options.extensions = None;
    let mut said = serde_json::to_value(&options)?;
    said["allowCredentials"] = descriptors(credentials);
    Showing::ask(tx, holder, &options.challenge, state, said)
}

/// The question for one of these passkeys; `None` where there are none: an empty list would ask for anybody's.
pub(in crate::domain) fn for_one_of(
    tx: &Tx,
    rp: &RelyingParty,
    holder: Holder,
    credentials: &[Vec<u8>],
) -> Result<Option<Asked>, Fault> {
    if credentials.is_empty() {
        return Ok(None);
    }
    for_one(tx, rp, holder, credentials).map(Some)
}

/// Whom a new passkey is for, as authenticators show it.
pub(in crate::domain) struct Owner<'o> {
    /// See [`handle`].
    pub handle: Uuid,
    /// What they sign in by.
    pub name: &'o str,
    /// The same, and where.
    pub called: &'o str,
}

/// What authenticators know somebody by who has no passkey yet: random, and of no meaning elsewhere.
pub(in crate::domain) fn handle() -> Uuid {
    uuid::Builder::from_random_bytes(random()).into_uuid()
}

/// The question for a new passkey: to be kept by the authenticator, with the owner verified, and not where one of `credentials` is.
pub(in crate::domain) fn for_a_new_one(
    tx: &Tx,
    rp: &RelyingParty,
    holder: Holder,
    owner: &Owner<'_>,
    credentials: &[Vec<u8>],
) -> Result<Asked, Fault> {
    let (challenge, state) =
        rp.0.start_passkey_registration(owner.handle, owner.name, owner.called, None)
            .map_err(|error| Fault::unexpected(error.to_string()))?;
    let options = &challenge.public_key;
    let mut said = serde_json::to_value(options)?;
    // What the library leaves open.
    said["authenticatorSelection"]["residentKey"] = json!("required");
    said["authenticatorSelection"]["requireResidentKey"] = json!(true);
    said["excludeCredentials"] = descriptors(credentials);
    Making::ask(tx, holder, &options.challenge, state, said)
}

/// Passkeys as authenticators are told of them.
fn descriptors(credentials: &[Vec<u8>]) -> Value {
    let descriptor = |id: &Vec<u8>| json!({ "type": "public-key", "id": URL_SAFE_NO_PAD.encode(id) });
    credentials.iter().map(descriptor).collect()
}
