//! Signing in through a SAML 2.0 identity provider: Web Browser SSO, away by HTTP-Redirect, back by HTTP-POST
//! (saml-profiles-2.0, 4.1; saml-bindings-2.0, 3.4 and 3.5). Why it looks like this is written in docs/SAML.md.
//!
//! Knows the protocol and nothing of accounts, pages or the database. [`AuthnRequest`] leads a browser away, [`read`] makes an [`Arrival`]
//! of what it brings back, [`Pending::is_answered_by`] says whether that is the answer to what this browser asked. The invariant: whatever
//! is read of an answer is read from the very bytes that a key of the stored metadata has signed.

mod assertion;
mod metadata;
mod request;
mod response;
mod signature;
mod xml;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use url::Url;

pub use metadata::{Described, MetadataError, describe, of_service};
pub use request::{AuthnRequest, Pending};
pub use response::read;
pub use signature::fingerprint;

use crate::model::ProviderIdentity;

/// Namespaces of SAML 2.0.
const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
/// Namespace of XML signatures.
const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";

/// A name that stays somebody's for good (saml-core-2.0, 8.3.7).
const PERSISTENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
/// A mail address as a name (saml-core-2.0, 8.3.2).
const EMAIL_ADDRESS: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

/// This service as one account's identity provider knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceProvider {
    /// Its name there, and the address of its metadata.
    pub entity_id: String,
    /// Where answers are posted to.
    pub acs: String,
}

/// An account's identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityProvider {
    /// Its name.
    pub entity_id: String,
    /// Where browsers are led to (HTTP-Redirect binding).
    pub sso_url: Url,
    /// Its signing certificates, DER: containers of keys, whose dates and issuers mean nothing (SAML V2.0 Metadata Interoperability Profile,
    /// 2.6.1).
    pub certificates: Vec<Vec<u8>>,
    /// The attribute that names somebody for good; the `NameID` in format persistent where none is chosen.
    pub subject_attribute: Option<String>,
    /// The attribute with the mail address; otherwise the `NameID` in format emailAddress, or an attribute of the usual names.
    pub email_attribute: Option<String>,
}

/// What an answer proves, until it is known which browser asked for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Arrival {
    /// Who somebody is.
    pub identity: ProviderIdentity,
    /// Which request it answers.
    pub in_response_to: String,
    /// The assertion's own name: it counts once (saml-profiles-2.0, 4.1.4.5).
    pub assertion: String,
    /// When the person proved who they are.
    #[serde(with = "time::serde::timestamp")]
    pub authenticated_at: OffsetDateTime,
}

/// Why nobody was proven.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SamlError {
    /// The provider ended it with this status (saml-core-2.0, 3.2.2.2).
    #[error("the provider answered {0}")]
    Declined(String),
    /// What came back proves nothing.
    #[error("refused: {0:?}")]
    Refused(Refusal),
}

impl From<Refusal> for SamlError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// What is wrong with an answer that was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No base64, or no UTF-8.
    Encoding,
    /// No XML, or XML with a document type, comments, CDATA, processing instructions, or nested too deep.
    Xml,
    /// No response of SAML 2.0, or something in it that has no place there.
    Shape,
    /// Something with a name (`ID`) that something else has, too.
    Ids,
    /// It is encrypted; no key for that is given to anybody.
    Encrypted,
    /// Not exactly one assertion.
    Assertions,
    /// The assertion bears no signature of its own.
    Unsigned,
    /// A signature that is not where, or not what, it must be.
    SignatureShape,
    /// Signed or digested in a way that is not accepted: SHA-1, a shared secret, another canonical form or transform.
    Algorithm,
    /// The signature speaks of something else than what it stands in.
    Reference,
    /// Changed after it was signed.
    Digest,
    /// Not signed by a key of the stored metadata.
    Signature,
    /// Another issuer.
    Issuer,
    /// Sent to somebody else.
    Destination,
    /// No bearer confirmation, or one for somebody else.
    Confirmation,
    /// Unsolicited, or the answer to another request.
    InResponseTo,
    /// For somebody else.
    Audience,
    /// Too old.
    Expired,
    /// From the future.
    NotYetValid,
    /// A condition that is not understood, or one that is missing.
    Conditions,
    /// Nobody says that, or when, the person was authenticated; or not anew although they had to be.
    Authentication,
    /// Nobody, more than one, or longer than 255 characters.
    Subject,
    /// A name that is not somebody's for good, and no attribute is chosen instead.
    NotLasting,
}
