//! One question to an authenticator and its answer. The library checks the answer; here is what it is asked with and what it is bound to.
//!
//! A question is carried by the browser that asked, sealed ([`flows`]), and good for one answer: in the session it was asked in, for what it
//! was asked for. Authenticators are asked to find the passkey themselves, so the question at the sign-in page is the same for everybody.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::{Host, Url};
use uuid::Uuid;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, Passkey as Stored, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::flows;
use crate::domain::sessions::SessionHash;
use crate::model::{AccountId, StaffId, UserId};

/// Longest answer of a browser, in bytes.
const ANSWER_BYTES: usize = 16 * 1024;

/// This installation, as authenticators know it: by the host of its public URL.
#[derive(Debug, Clone)]
pub struct RelyingParty(pub(super) Webauthn);

impl RelyingParty {
    /// `None` where browsers have no passkeys: at an address that is no name. `origin` is the public URL, `name` what people call it.
    pub fn new(origin: &str, name: &str) -> Option<Self> {
        let origin = Url::parse(origin).ok()?;
        let Some(Host::Domain(host)) = origin.host() else { return None };
        let built = WebauthnBuilder::new(host, &origin).ok()?.rp_name(name).build().ok()?;
        Some(Self(built))
    }
}

/// A question, ready to be asked.
#[derive(Debug)]
pub struct Asked {
    /// What the browser hands to the authenticator.
    pub options: Value,
    /// Names the question; its answer names it, too.
    pub name: String,
    /// What the browser carries until then.
    pub sealed: String,
}

/// Who may answer, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::domain) enum Holder {
    /// Whoever has the browser that asked.
    Anybody,
    /// Somebody whose password was right, before their session.
    Waiting { account: AccountId, user: UserId, session: Vec<u8> },
    /// Somebody signed in who shows themselves again.
    Again { account: AccountId, user: UserId, session: Vec<u8> },
    /// Somebody signed in who adds a passkey under a handle.
    Adding { account: AccountId, user: UserId, session: Vec<u8>, handle: Uuid },
    /// Whoever has the browser that asked at the support console.
    AnybodyOfStaff,
    /// Staff whose password was right, before their session is worth anything.
    StaffWaiting { staff: StaffId, session: Vec<u8> },
    /// Staff signed in who show themselves again.
    StaffAgain { staff: StaffId, session: Vec<u8> },
    /// Staff signed in who add a passkey under a handle.
    StaffAdding { staff: StaffId, session: Vec<u8>, handle: Uuid },
}

impl Holder {
    pub(super) fn waiting(account: AccountId, user: UserId, session: &SessionHash) -> Self {
        Self::Waiting { account, user, session: session.bytes().to_vec() }
    }
}

/// What the browser carries, of a question to show a passkey or to make one.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::domain) struct Carried<State> {
    pub holder: Holder,
    name: String,
    pub state: State,
}

pub(in crate::domain) type Showing = Carried<DiscoverableAuthentication>;
pub(in crate::domain) type Making = Carried<PasskeyRegistration>;

impl<State: Serialize> Carried<State> {
    pub(super) fn ask(tx: &Tx, holder: Holder, challenge: &[u8], state: State, options: Value) -> Result<Asked, Fault> {
        let name = URL_SAFE_NO_PAD.encode(challenge);
        let sealed = flows::seal(tx, Self { holder, name: name.clone(), state })?;
        Ok(Asked { options, name, sealed })
    }
}

impl<State: serde::de::DeserializeOwned> Carried<State> {
    /// Opens what the browser brought and uses it up; `None` for what is not ours, too old or used before.
    pub(in crate::domain) async fn spend(tx: &mut Tx, sealed: &str) -> Result<Option<Self>, Fault> {
        let Some(carried) = flows::open::<Self>(tx, sealed) else { return Ok(None) };
        Ok(flows::use_once(tx, &format!("passkey\0{}", carried.name)).await?.then_some(carried))
    }
}

/// Which question an answer is to, as it says itself: finds what the browser carries. What it carries decides whether that is true.
fn question_of(client_data: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct ClientData {
        challenge: String,
    }
    serde_json::from_slice(client_data).ok().map(|data: ClientData| data.challenge)
}

/// What an authenticator said to show a passkey.
#[derive(Debug)]
pub struct Answer(pub(super) PublicKeyCredential);

impl Answer {
    /// Reads the browser's JSON; `None` for what is none.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > ANSWER_BYTES {
            return None;
        }
        serde_json::from_str(text).ok().map(Self)
    }

    /// Which question it is to.
    pub fn question(&self) -> Option<String> {
        question_of(self.0.response.client_data_json.as_ref())
    }

    pub(in crate::domain) fn credential(&self) -> &[u8] {
        self.0.get_credential_id()
    }

    /// Whom the authenticator calls its owner; `None` where it says nothing that could be ours.
    pub(in crate::domain) fn handle(&self) -> Option<Uuid> {
        Uuid::from_slice(self.0.get_user_unique_id()?).ok()
    }

    pub(super) fn verify(
        &self,
        rp: &RelyingParty,
        showing: Showing,
        stored: &Stored,
    ) -> Result<AuthenticationResult, WebauthnError> {
        rp.0.finish_discoverable_authentication_v2(&self.0, showing.state, stored)
    }
}

/// What an authenticator said when it made a passkey.
#[derive(Debug)]
pub struct NewPasskey(pub(super) RegisterPublicKeyCredential);

impl NewPasskey {
    /// Reads the browser's JSON; `None` for what is none.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > ANSWER_BYTES {
            return None;
        }
        serde_json::from_str(text).ok().map(Self)
    }

    /// Which question it is to.
    pub fn question(&self) -> Option<String> {
        question_of(self.0.response.client_data_json.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_a_name_to_belong_to() {
        let known = |origin: &str| RelyingParty::new(origin, "Memtime").is_some();
        assert!(known("https://portal.vendor.example"));
        assert!(known("http://localhost:3000"));
        for origin in ["http://127.0.0.1:3000", "http://[::1]:3000", "", "portal.vendor.example"] {
            assert!(!known(origin), "{origin}");
        }
    }
}
