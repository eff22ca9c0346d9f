//! Away and back: what is asked of a provider and what is made of its answer.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod, CoreErrorResponseType,
    CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType, CoreUserInfoClaims,
};
use openidconnect::{
    AccessToken, AdditionalClaims, AuthType, AuthorizationCode, ClaimsVerificationError, Client, ClientId,
    ClientSecret, CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields,
    IdTokenVerifier, LoginHint, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RequestTokenError, Scope, SignatureVerificationError, StandardErrorResponse, StandardTokenResponse,
    SubjectIdentifier, TokenResponse, UserInfoError,
};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use url::Url;
use uuid::Uuid;

use super::discovery::{Directory, Known};
use super::{Issuer, OidcError, Provider, Refusal};
use crate::model::{EmailAddress, ProviderIdentity, SignInMethod};
use crate::outbound::OutboundError;

/// Tokens are accepted up to this much before the provider's clock says so.
const LEEWAY: Duration = Duration::from_secs(60);
/// A token is read right after it was made; an older one was kept by somebody.
const OLDEST: Duration = Duration::from_secs(600);
/// How long ago somebody who was asked anew may have answered.
const FRESH: Duration = Duration::from_secs(300);

/// Signatures by a key that the provider alone holds. Neither `none` nor any shared secret.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// The tenant, with Microsoft.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Claims {
    #[serde(default)]
    tid: Option<String>,
}
impl AdditionalClaims for Claims {}

type Tokens = StandardTokenResponse<
    IdTokenFields<
        Claims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type OidcClient = Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Whom the provider is to ask, and how (OpenID Connect Core 1.0, 3.1.2.1 `prompt`, `max_age`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// Whoever is there: a session at the provider is enough.
    Whoever,
    /// Perhaps somebody else than before: the provider lets people choose.
    Other,
    /// The person again, whatever session there is.
    Anew,
}

/// What the browser carries until it comes back; nobody else may read or change it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Pending {
    state: String,
    nonce: String,
    verifier: String,
    ask: Ask,
}

impl Pending {
    /// The `state` of this departure: it names the answer.
    pub fn state(&self) -> &str {
        &self.state
    }
}

/// Where a browser goes, and what it carries.
#[derive(Debug)]
pub struct Departure {
    /// The provider's page.
    pub to: Url,
    /// To be kept for the return.
    pub pending: Pending,
}

/// The query a provider sends a browser back with (RFC 6749, 4.1.2; RFC 9207).
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Callback {
    /// The one-time code.
    pub code: Option<String>,
    /// Which departure this answers.
    pub state: Option<String>,
    /// Who answers.
    pub iss: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
}

/// This service as a client of OpenID providers. Cheap to clone.
#[derive(Debug, Clone)]
pub struct RelyingParty {
    directory: Arc<Directory>,
    /// Where providers send browsers back to: exactly this (RFC 9700, 2.1).
    redirect: RedirectUrl,
}

impl RelyingParty {
    /// With the absolute address of the callback.
    ///
    /// # Panics
    /// If that is no URL; it is made of the checked public URL.
    pub fn new(directory: Directory, callback: String) -> Self {
        Self {
            directory: Arc::new(directory),
            redirect: RedirectUrl::new(callback).expect("the public URL and a path of ours"),
        }
    }

    /// The redirect URI, for administrators to register.
    pub fn redirect_uri(&self) -> &str {
        self.redirect.as_str()
    }

    /// The providers this instance has asked.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Leads a browser to the provider.
    pub async fn begin(&self, provider: &Provider, ask: Ask, login_hint: Option<&str>) -> Result<Departure, OidcError> {
        let known = self.directory.of(&provider.issuer).await?;
        let client = self.client(provider, &known);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("profile".to_owned()))
            .set_redirect_uri(Cow::Borrowed(&self.redirect))
            .set_pkce_challenge(challenge);
        request = match (provider.method, ask) {
            // People have several accounts there; and Google knows no `login`.
            (SignInMethod::Google, _) | (SignInMethod::Microsoft, Ask::Whoever | Ask::Other) => {
                request.add_prompt(CoreAuthPrompt::SelectAccount)
            }
            // Not every provider knows `select_account`, and one that does not ends with an error.
            (_, Ask::Whoever) => request,
            (_, Ask::Other) => request.add_prompt(CoreAuthPrompt::Login),
            (_, Ask::Anew) => request.add_prompt(CoreAuthPrompt::Login).set_max_age(Duration::ZERO),
        };
        if let Some(hint) = login_hint {
            request = request.set_login_hint(LoginHint::new(hint.to_owned()));
        }
        let (to, state, nonce) = request.url();
        let pending = Pending {
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
            ask,
        };
        Ok(Departure { to, pending })
    }

    /// Reads what the browser brought back: who the provider says this is. The caller makes sure that `pending` is used once.
    pub async fn finish(
        &self,
        provider: &Provider,
        pending: &Pending,
        callback: &Callback,
    ) -> Result<ProviderIdentity, OidcError> {
        let state = callback.state.as_deref().unwrap_or_default();
        if !bool::from(state.as_bytes().ct_eq(pending.state.as_bytes())) {
            return Err(OidcError::Refused(Refusal::State));
        }
        let known = self.directory.of(&provider.issuer).await?;
        let promised = known.metadata.additional_metadata().authorization_response_iss_parameter_supported;
        match callback.iss.as_deref() {
            None if promised => return Err(OidcError::Refused(Refusal::ResponseIssuer)),
            Some(said) if !provider.issuer.answers_as(said) => {
                return Err(OidcError::Refused(Refusal::ResponseIssuer));
            }
            _ => {}
        }
        match callback.error.as_deref() {
            None => {}
            Some("access_denied" | "login_required" | "interaction_required") => return Err(OidcError::Cancelled),
            Some(code) => {
                return Err(OidcError::Declined(code.chars().filter(|c| !c.is_control()).take(100).collect()));
            }
        }
        let code = callback.code.clone().ok_or(OidcError::Refused(Refusal::Code))?;
        let client = self.client(provider, &known);
        let tokens = self.exchange(&client, code, &pending.verifier).await?;
        let identity = match read(provider, &known, &tokens, pending) {
            // A key that is new, or none of theirs: their list decides.
            Err(OidcError::Refused(Refusal::Signature)) => {
                match self.directory.with_new_keys(&provider.issuer).await? {
                    Some(known) => read(provider, &known, &tokens, pending)?,
                    None => return Err(OidcError::Refused(Refusal::Signature)),
                }
            }
            other => other?,
        };
        if identity.email.is_some() {
            return Ok(identity);
        }
        // Some providers keep the address for those who ask once more (Okta does when there is an access token).
        self.ask_for_address(&client, tokens.access_token().clone(), identity).await
    }

    fn client(&self, provider: &Provider, known: &Known) -> OidcClient {
        let metadata = &known.metadata;
        let methods = metadata.token_endpoint_auth_methods_supported();
        // In the header unless the provider takes the secret in the body alone (OpenID Connect Discovery 1.0, section 3: basic is the default).
        let in_body = methods.is_some_and(|methods| !methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        OidcClient::from_provider_metadata(
            metadata.as_ref().clone(),
            ClientId::new(provider.client_id.clone()),
            Some(ClientSecret::new(provider.client_secret.expose_secret().to_owned())),
        )
        .set_auth_type(if in_body { AuthType::RequestBody } else { AuthType::BasicAuth })
        .set_redirect_uri(self.redirect.clone())
    }

    async fn exchange(&self, client: &OidcClient, code: String, verifier: &str) -> Result<Tokens, OidcError> {
        let outcome = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| OidcError::Provider(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()))
            .request_async(self.directory.outbound())
            .await;
        outcome.map_err(|error| match error {
            RequestTokenError::ServerResponse(answer) => match answer.error() {
                CoreErrorResponseType::InvalidGrant => OidcError::Refused(Refusal::Code),
                other => OidcError::Provider(format!("token endpoint: {}", other.as_ref())),
            },
            RequestTokenError::Request(error) => OidcError::Provider(format!("token endpoint: {error}")),
            // An ID token that is no token at all makes the whole answer unreadable.
            RequestTokenError::Parse(..) => OidcError::Refused(Refusal::NoIdToken),
            RequestTokenError::Other(what) => OidcError::Provider(format!("token endpoint: {what}")),
        })
    }

    async fn ask_for_address(
        &self,
        client: &OidcClient,
        access: AccessToken,
        identity: ProviderIdentity,
    ) -> Result<ProviderIdentity, OidcError> {
        let Ok(request) = client.user_info(access, Some(SubjectIdentifier::new(identity.subject.clone()))) else {
            return Ok(identity);
        };
        let answer: Result<CoreUserInfoClaims, UserInfoError<OutboundError>> =
            request.request_async(self.directory.outbound()).await;
        Ok(match answer {
            Ok(claims) => ProviderIdentity {
                email: claims.email().and_then(|email| email.as_str().parse().ok()),
                email_verified: claims.email_verified(),
                ..identity
            },
            Err(error) => {
                tracing::info!(%error, "the provider says no address at its userinfo endpoint either");
                identity
            }
        })
    }
}

/// Verifies an ID token (OpenID Connect Core 1.0, 3.1.3.7).
fn read(provider: &Provider, known: &Known, tokens: &Tokens, pending: &Pending) -> Result<ProviderIdentity, OidcError> {
    let refused = OidcError::Refused;
    let token = tokens.id_token().ok_or(refused(Refusal::NoIdToken))?;
    // As for a public client: then the library accepts no shared secret as a key, whatever the list of algorithms says.
    let verifier = IdTokenVerifier::new_public_client(
        ClientId::new(provider.client_id.clone()),
        known.metadata.issuer().clone(),
        known.keys.as_ref().clone(),
    )
    .set_allowed_algs(ALGORITHMS)
    // With every tenant the metadata hold a pattern; the issuer is compared below for both kinds.
    .require_issuer_match(matches!(provider.issuer, Issuer::Exact(_)))
    .set_issue_time_verifier_fn(|issued| {
        if recent(issued.timestamp(), OLDEST) { Ok(()) } else { Err(ISSUED_AT.to_owned()) }
    });
    let claims =
        token.claims(&verifier, &Nonce::new(pending.nonce.clone())).map_err(|error| refused(reason(&error)))?;
    let tenant = claims.additional_claims().tid.as_deref().and_then(|tid| tid.parse::<Uuid>().ok());
    let issuer = claims.issuer().as_str().to_owned();
    if !provider.issuer.is(&issuer, tenant) {
        return Err(refused(Refusal::Issuer));
    }
    if claims.authorized_party().is_some_and(|party| party.as_str() != provider.client_id) {
        return Err(refused(Refusal::AuthorizedParty));
    }
    let subject = claims.subject().as_str().to_owned();
    if subject.is_empty() || subject.len() > 255 || subject.chars().any(char::is_control) {
        return Err(refused(Refusal::Subject));
    }
    if pending.ask == Ask::Anew && !asked_anew(provider.method, claims.auth_time().map(|at| at.timestamp())) {
        return Err(refused(Refusal::AuthTime));
    }
    let said = claims.email().map(|email| email.as_str().to_owned());
    Ok(ProviderIdentity {
        method: provider.method,
        issuer,
        subject,
        email: said.and_then(|email| email.parse::<EmailAddress>().ok()),
        email_verified: claims.email_verified(),
    })
}

const ISSUED_AT: &str = "issued at another time";

/// Whether the moment, in seconds since 1970, is not before `oldest` ago nor in the future.
fn recent(moment: i64, oldest: Duration) -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let Ok(moment) = u64::try_from(moment).map(Duration::from_secs) else { return false };
    moment <= now + LEEWAY && moment + oldest + LEEWAY >= now
}

/// `auth_time` is required where `max_age` was sent (OpenID Connect Core 1.0, section 2). Google never says it and Microsoft only where an
/// administrator asks for it: with them the question itself has to do.
fn asked_anew(method: SignInMethod, auth_time: Option<i64>) -> bool {
    match auth_time {
        Some(moment) => recent(moment, FRESH),
        None => matches!(method, SignInMethod::Google | SignInMethod::Microsoft),
    }
}

fn reason(error: &ClaimsVerificationError) -> Refusal {
    match error {
        ClaimsVerificationError::Expired(what) if what == ISSUED_AT => Refusal::IssuedAt,
        ClaimsVerificationError::Expired(_) => Refusal::Expired,
        ClaimsVerificationError::InvalidAudience(_) => Refusal::Audience,
        ClaimsVerificationError::InvalidAuthTime(_) => Refusal::AuthTime,
        ClaimsVerificationError::InvalidIssuer(_) => Refusal::Issuer,
        ClaimsVerificationError::InvalidNonce(_) => Refusal::Nonce,
        ClaimsVerificationError::InvalidSubject(_) => Refusal::Subject,
        // Encrypted tokens, which are unsupported, were never asked for.
        ClaimsVerificationError::Unsupported(_)
        | ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::DisallowedAlg(_)
            | SignatureVerificationError::UnsupportedAlg(_)
            | SignatureVerificationError::NoSignature,
        ) => Refusal::Algorithm,
        _ => Refusal::Signature,
    }
}
