//! Away to an identity provider and back: what the browser carries, and what its return opens.

mod arriving;
mod carrying;
mod departing;
mod outcome;

use axum::http::StatusCode;
use axum::response::Response;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

pub use arriving::arrive;
pub(super) use arriving::arrived;
pub(super) use carrying::{carried, cookie, cookie_name};
pub use departing::{
    company, depart, depart_to_accept, depart_to_company, depart_to_confirm, depart_to_link, depart_to_test,
};
pub(super) use outcome::{chosen, proven};

use super::passwords::secret;
use super::problem::Problem;
use super::visit::Visit;
use crate::domain::db::Tx;
use crate::domain::identity_providers;
use crate::domain::own_methods::Ticket;
use crate::model::{AccountId, SignInMethod};
use crate::oidc::{Issuer, OidcError, Pending, Provider, RelyingParty};
use crate::outbound::{Names, Outbound};
use crate::saml;
use crate::web::sessions::{ProviderAnswer, ProviderAnswerPage};
use crate::web::text::Lang;

/// This installation's registration with a provider that every account can use.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Issuer (Google) or authority (Microsoft), without a slash at the end.
    pub address: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: SecretString,
}

/// The way to identity providers.
#[derive(Debug)]
pub struct Providers {
    /// This service as their client.
    pub relying_party: RelyingParty,
    /// Google, where the operator registered this installation.
    pub google: Option<Registration>,
    /// Microsoft Entra ID, likewise.
    pub microsoft: Option<Registration>,
    /// Whether accounts may use SAML.
    pub saml: bool,
    /// The way to what administrators name.
    pub outbound: Outbound,
    /// What DNS says about the domains they name.
    pub names: Names,
}

impl Providers {
    /// The methods that the sign-in page offers to everybody.
    pub fn for_everybody(&self) -> Vec<SignInMethod> {
        [(SignInMethod::Google, &self.google), (SignInMethod::Microsoft, &self.microsoft)]
            .into_iter()
            .filter_map(|(method, there)| there.is_some().then_some(method))
            .collect()
    }

    /// The provider behind a method, for people of `account` or, with Google and Microsoft, of any.
    async fn of(
        &self,
        tx: &mut Tx,
        method: SignInMethod,
        account: Option<AccountId>,
    ) -> Result<Option<Provider>, Problem> {
        let made = |issuer: Issuer, client_id: String, client_secret: SecretString| Provider {
            method,
            issuer,
            client_id,
            client_secret,
        };
        Ok(match (method, account) {
            (SignInMethod::Google, _) => self
                .google
                .as_ref()
                .map(|at| made(Issuer::Exact(at.address.clone()), at.client_id.clone(), at.client_secret.clone())),
            (SignInMethod::Microsoft, account) => {
                let Some(at) = self.microsoft.as_ref() else { return Ok(None) };
                let authority = at.address.clone();
                let issuer = match account {
                    None => Issuer::EveryTenant { authority },
                    Some(account) => match identity_providers::tenant_of(tx, account).await? {
                        Some(tenant) => Issuer::of_tenant(&authority, tenant),
                        None => return Ok(None),
                    },
                };
                Some(made(issuer, at.client_id.clone(), at.client_secret.clone()))
            }
            (SignInMethod::Oidc, Some(account)) => identity_providers::own_of(tx, account)
                .await?
                .map(|own| made(Issuer::Exact(own.issuer), own.client_id, own.client_secret)),
            (SignInMethod::Oidc, None) | (SignInMethod::Password | SignInMethod::Saml, _) => None,
        })
    }
}

/// What a return is for.
#[derive(Debug, Serialize, Deserialize)]
pub enum Purpose {
    /// To sign in, and to go on there.
    SignIn {
        /// A path of this portal.
        next: Option<String>,
    },
    /// To accept the invitation behind this link.
    Accept {
        /// The link's token.
        token: String,
    },
    /// To show again, in a session that goes on, that it is the same person.
    Confirm {
        /// A page of this portal.
        next: Option<String>,
    },
    /// To sign in by it, too, from now on.
    Link {
        /// Who asked, in which session.
        ticket: Ticket,
    },
    /// To show an administrator what the account's own provider says.
    Test,
}

/// What was asked, and of whom.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Asked {
    /// An OpenID provider.
    Oidc(Pending),
    /// A SAML provider.
    Saml(saml::Pending),
}

/// What the browser carries.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Flow {
    /// To know the answer by.
    pub(super) asked: Asked,
    method: SignInMethod,
    /// Whose provider it is, or whose invitation.
    pub(super) account: Option<AccountId>,
    purpose: Purpose,
    /// What they read before they left; the way back names no language.
    pub(super) lang: Lang,
}

/// What people are told of a failure; the rest is for the log.
fn told(error: OidcError) -> ProviderAnswer {
    match error {
        OidcError::Cancelled => ProviderAnswer::Cancelled,
        OidcError::Provider(reason) => {
            tracing::warn!(reason, "an identity provider cannot be used");
            ProviderAnswer::Unreachable
        }
        OidcError::Declined(code) => {
            tracing::info!(code, "an identity provider declined");
            ProviderAnswer::Declined(code)
        }
        OidcError::Refused(refusal) => {
            tracing::warn!(?refusal, "an answer of an identity provider was refused");
            ProviderAnswer::Refused
        }
    }
}

/// The page that says what came of it.
pub(super) fn answer(visit: &Visit, method: Option<SignInMethod>, answer: ProviderAnswer) -> Response {
    let status = match answer {
        ProviderAnswer::Cancelled | ProviderAnswer::Tested(_) => StatusCode::OK,
        ProviderAnswer::Stale => StatusCode::GONE,
        ProviderAnswer::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        ProviderAnswer::NotSetUp => StatusCode::NOT_FOUND,
        ProviderAnswer::Declined(_)
        | ProviderAnswer::Refused
        | ProviderAnswer::NotLasting
        | ProviderAnswer::Unknown { .. }
        | ProviderAnswer::Mismatch { .. } => StatusCode::FORBIDDEN,
    };
    secret(visit.plain(status, ProviderAnswerPage { method, answer }))
}
