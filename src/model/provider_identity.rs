//! What an identity provider says about somebody.

use super::{EmailAddress, SignInMethod};

/// Who somebody is at an identity provider, as it has just been proven. Issuer and subject name the person for good; a mail address is
/// only what the provider says today.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct ProviderIdentity {
    /// By which sign-in method it was proven.
    pub method: SignInMethod,
    /// Who says so: the issuer, with Microsoft the tenant's own, with SAML the entity id.
    pub issuer: String,
    /// The person's name there, never given to anybody else (OpenID Connect Core 1.0, section 2 `sub`; with SAML a persistent `NameID` or the
    /// attribute that the account chose); 1 to 255 characters.
    pub subject: String,
    /// The mail address.
    pub email: Option<EmailAddress>,
    /// Whether the provider says that the address is the person's own; `None` where it says nothing.
    pub email_verified: Option<bool>,
}
