//! What providers publish about themselves, kept for a while: metadata for an hour, keys until a token names one that is not among them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
    CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode,
    CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{AdditionalProviderMetadata, ProviderMetadata};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Issuer, OidcError};
use crate::outbound::Outbound;

/// How long metadata and keys are used before they are read again.
const LIFETIME: Duration = Duration::from_secs(3600);
/// Keys are read again for an unknown key at most this often, so that junk tokens make no traffic.
const REFRESH: Duration = Duration::from_secs(60);
/// More issuers than any instance has; beyond, all are forgotten.
const MOST: usize = 1000;

/// RFC 9207, section 3.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ResponseIssuer {
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}
impl AdditionalProviderMetadata for ResponseIssuer {}

pub(super) type Metadata = ProviderMetadata<
    ResponseIssuer,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// A provider's metadata and keys as they were read.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub metadata: Arc<Metadata>,
    pub keys: Arc<CoreJsonWebKeySet>,
    read_at: Instant,
    /// When the keys alone were read again.
    refreshed_at: Option<Instant>,
}

type Slot = Arc<tokio::sync::Mutex<Option<Known>>>;

/// All providers this instance has asked. A slow one keeps only those waiting who want to go there.
#[derive(Debug)]
pub struct Directory {
    outbound: Outbound,
    slots: Mutex<HashMap<String, Slot>>,
}

impl Directory {
    /// Nobody is known yet.
    pub fn new(outbound: Outbound) -> Self {
        Self { outbound, slots: Mutex::default() }
    }

    pub(super) const fn outbound(&self) -> &Outbound {
        &self.outbound
    }

    fn slot(&self, issuer: &Issuer) -> Slot {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let name = issuer.discovery();
        if slots.len() >= MOST && !slots.contains_key(&name) {
            slots.clear();
        }
        Arc::clone(slots.entry(name).or_default())
    }

    /// The provider's metadata and keys, at most an hour old.
    pub(super) async fn of(&self, issuer: &Issuer) -> Result<Known, OidcError> {
        let slot = self.slot(issuer);
        let mut known = slot.lock().await;
        match &*known {
            Some(known) if known.read_at.elapsed() < LIFETIME => Ok(known.clone()),
            _ => Ok(known.insert(self.read(issuer).await?).clone()),
        }
    }

    /// [`of`](Self::of) for a token signed by a key that is not among those known; `None` where they were read a moment ago.
    pub(super) async fn with_new_keys(&self, issuer: &Issuer) -> Result<Option<Known>, OidcError> {
        let slot = self.slot(issuer);
        let mut slot = slot.lock().await;
        let Some(known) = slot.as_mut().filter(|known| known.refreshed_at.is_none_or(|at| at.elapsed() >= REFRESH))
        else {
            return Ok(None);
        };
        known.refreshed_at = Some(Instant::now());
        known.keys = Arc::new(self.keys(&known.metadata).await?);
        Ok(Some(known.clone()))
    }

    /// Reads both anew, whatever is known: an administrator is setting the provider up.
    pub async fn look(&self, issuer: &Issuer) -> Result<(), OidcError> {
        let known = self.read(issuer).await?;
        *self.slot(issuer).lock().await = Some(known);
        Ok(())
    }

    async fn read(&self, issuer: &Issuer) -> Result<Known, OidcError> {
        let metadata: Metadata = self.fetch(&issuer.discovery()).await?;
        if metadata.issuer().as_str() != issuer.announced() {
            return Err(OidcError::Provider(format!(
                "its metadata name the issuer {}, not {}",
                metadata.issuer().as_str(),
                issuer.announced()
            )));
        }
        if metadata.token_endpoint().is_none() {
            return Err(OidcError::Provider("its metadata name no token endpoint".to_owned()));
        }
        self.outbound
            .accepts(metadata.authorization_endpoint().url())
            .map_err(|error| OidcError::Provider(format!("authorization endpoint: {error}")))?;
        let keys = self.keys(&metadata).await?;
        Ok(Known { metadata: Arc::new(metadata), keys: Arc::new(keys), read_at: Instant::now(), refreshed_at: None })
    }

    async fn keys(&self, metadata: &Metadata) -> Result<CoreJsonWebKeySet, OidcError> {
        self.fetch(metadata.jwks_uri().as_str()).await
    }

    async fn fetch<T: DeserializeOwned>(&self, url: &str) -> Result<T, OidcError> {
        let wrong = |what: String| OidcError::Provider(format!("{url}: {what}"));
        let url = Url::parse(url).map_err(|error| wrong(error.to_string()))?;
        let answer = self.outbound.get(&url, "application/json").await.map_err(|error| wrong(error.to_string()))?;
        serde_json::from_slice(&answer).map_err(|error| wrong(format!("is not what it should be: {error}")))
    }
}
