//! Signing in through an OpenID provider: authorization code flow with PKCE (OpenID Connect Core 1.0, RFC 7636, RFC 9207, RFC 9700).
//!
//! Knows the protocol and the network and nothing of accounts, pages or the database. A [`RelyingParty`] leads a browser away
//! ([`RelyingParty::begin`]) and reads what it brings back ([`RelyingParty::finish`]); what comes out is who the provider says somebody
//! is, and nothing more. Whom that opens is decided by the domain.

mod discovery;
mod flow;

use secrecy::SecretString;
use uuid::Uuid;

pub use discovery::Directory;
pub use flow::{Ask, Callback, Departure, Pending, RelyingParty};

use crate::model::SignInMethod;

/// Who signs what a provider says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Issuer {
    /// Exactly this one.
    Exact(String),
    /// Any tenant of Microsoft Entra ID, each with an issuer of its own: `{authority}/{tenant id}/v2.0`.
    EveryTenant {
        /// Without a slash at the end, e.g. `https://login.microsoftonline.com`.
        authority: String,
    },
}

impl Issuer {
    /// One tenant of Microsoft Entra ID.
    pub fn of_tenant(authority: &str, tenant: Uuid) -> Self {
        Self::Exact(format!("{authority}/{tenant}/v2.0"))
    }

    /// Where its metadata lies (OpenID Connect Discovery 1.0, section 4).
    fn discovery(&self) -> String {
        match self {
            Self::Exact(issuer) => format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/')),
            Self::EveryTenant { authority } => {
                format!("{authority}/organizations/v2.0/.well-known/openid-configuration")
            }
        }
    }

    /// What its metadata call it.
    fn announced(&self) -> String {
        match self {
            Self::Exact(issuer) => issuer.clone(),
            Self::EveryTenant { authority } => format!("{authority}/{{tenantid}}/v2.0"),
        }
    }

    /// Whether an answer may say that it comes from `issuer` (RFC 9207): whose token it brings is another question.
    fn answers_as(&self, issuer: &str) -> bool {
        match self {
            Self::Exact(expected) => expected == issuer,
            Self::EveryTenant { authority } => issuer
                .strip_prefix(authority.as_str())
                .and_then(|rest| rest.strip_prefix('/')?.strip_suffix("/v2.0"))
                .is_some_and(|tenant| tenant.parse::<Uuid>().is_ok()),
        }
    }

    /// Whether a token of `issuer`, of the tenant it names, comes from here.
    fn is(&self, issuer: &str, tenant: Option<Uuid>) -> bool {
        match self {
            Self::Exact(expected) => expected == issuer,
            Self::EveryTenant { authority } => {
                tenant.is_some_and(|tenant| format!("{authority}/{tenant}/v2.0") == issuer)
            }
        }
    }
}

/// A provider as this service is registered with it.
#[derive(Debug, Clone)]
pub struct Provider {
    /// Which sign-in method leads here.
    pub method: SignInMethod,
    /// Who signs.
    pub issuer: Issuer,
    /// Our name there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: SecretString,
}

/// Why nobody was proven.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// The provider cannot be asked, or its metadata are not what they must be; the sentence is for those who run it.
    #[error("{0}")]
    Provider(String),
    /// The person said no at the provider (RFC 6749, 4.1.2.1 `access_denied`).
    #[error("cancelled at the provider")]
    Cancelled,
    /// The provider ended it with another error code.
    #[error("the provider answered {0}")]
    Declined(String),
    /// What came back proves nothing.
    #[error("refused: {0:?}")]
    Refused(Refusal),
}

/// What is wrong with an answer that was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not the answer to what this browser asked.
    State,
    /// The answer names another issuer, or none where one was promised (RFC 9207).
    ResponseIssuer,
    /// The code was not taken: used, foreign, or expired.
    Code,
    /// There is no ID token, or it is none.
    NoIdToken,
    /// Not signed by a key of the provider.
    Signature,
    /// Signed in a way that is not accepted: unsigned, by a shared secret, or by something else.
    Algorithm,
    /// Another issuer, or another tenant than its own.
    Issuer,
    /// For somebody else.
    Audience,
    /// Too old.
    Expired,
    /// Issued in the future or long ago.
    IssuedAt,
    /// Not the answer to this question.
    Nonce,
    /// Made for another client.
    AuthorizedParty,
    /// Nobody, or longer than OpenID allows.
    Subject,
    /// The person was not asked anew although they had to be.
    AuthTime,
}
