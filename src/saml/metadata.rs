//! Metadata (saml-metadata-2.0): what a provider says about itself, and what this service says to it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use super::xml::{Node, parse_metadata};
use super::{DSIG, METADATA, PERSISTENT, PROTOCOL, ServiceProvider, signature};

const REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
/// More keys than any provider announces.
const MOST_CERTIFICATES: usize = 10;

/// What is kept of a provider's metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Its name.
    pub entity_id: String,
    /// Where browsers are led to.
    pub sso_url: Url,
    /// Its signing certificates, DER.
    pub certificates: Vec<Vec<u8>>,
}

/// Why metadata cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MetadataError {
    /// No XML, or XML with a document type.
    #[error("this is no XML that is let in")]
    Xml,
    /// Not one `EntityDescriptor` with a name of 1 to 1000 characters.
    #[error("this describes no single entity")]
    NotOneEntity,
    /// No `IDPSSODescriptor` for SAML 2.0.
    #[error("this describes no identity provider of SAML 2.0")]
    NoProvider,
    /// No `SingleSignOnService` by HTTP-Redirect.
    #[error("there is no sign-in address for HTTP-Redirect")]
    NoAddress,
    /// No certificate with an RSA or elliptic key to check signatures with.
    #[error("there is no usable signing certificate")]
    NoCertificate,
}

/// Reads a provider's metadata. Signatures in it are not looked at: it is believed because an administrator brought it, or because the
/// address they named answered over TLS.
pub fn describe(text: &str) -> Result<Described, MetadataError> {
    let doc = parse_metadata(text).ok_or(MetadataError::Xml)?;
    let root = Node::root(&doc).ok_or(MetadataError::Xml)?;
    let entity =
        if root.is(METADATA, "EntitiesDescriptor") { root.only(METADATA, "EntityDescriptor") } else { Some(root) };
    let entity = entity.filter(|entity| entity.is(METADATA, "EntityDescriptor")).ok_or(MetadataError::NotOneEntity)?;
    let named = |name: &&str| (1..=1000).contains(&name.chars().count()) && name.trim() == *name;
    let entity_id = entity.attribute("entityID").filter(named).ok_or(MetadataError::NotOneEntity)?;
    let speaks = |node: &Node<'_, '_>| {
        node.attribute("protocolSupportEnumeration")
            .is_some_and(|all| all.split_whitespace().any(|one| one == PROTOCOL))
    };
    let provider = entity.all(METADATA, "IDPSSODescriptor").find(speaks).ok_or(MetadataError::NoProvider)?;
    let address = provider
        .all(METADATA, "SingleSignOnService")
        .filter(|service| service.attribute("Binding") == Some(REDIRECT))
        .filter_map(|service| Url::parse(service.attribute("Location")?).ok())
        .find(|url| matches!(url.scheme(), "https" | "http") && url.host().is_some() && url.as_str().len() <= 2000);
    let certificates: Vec<_> = provider
        .all(METADATA, "KeyDescriptor")
        .filter(|key| matches!(key.attribute("use"), None | Some("signing")))
        .flat_map(|key| key.all(DSIG, "KeyInfo"))
        .flat_map(|info| info.all(DSIG, "X509Data"))
        .flat_map(|data| data.all(DSIG, "X509Certificate"))
        .filter_map(|certificate| {
            let text: String = certificate.text()?.split_ascii_whitespace().collect();
            STANDARD.decode(text).ok()
        })
        .filter(|certificate| signature::is_usable(certificate))
        .take(MOST_CERTIFICATES)
        .collect();
    if certificates.is_empty() {
        return Err(MetadataError::NoCertificate);
    }
    Ok(Described { entity_id: entity_id.to_owned(), sso_url: address.ok_or(MetadataError::NoAddress)?, certificates })
}

/// This service's metadata for one account's provider.
pub fn of_service(service: &ServiceProvider) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <md:EntityDescriptor xmlns:md=\"{METADATA}\" entityID=\"{}\">\n  \
         <md:SPSSODescriptor AuthnRequestsSigned=\"false\" WantAssertionsSigned=\"true\" protocolSupportEnumeration=\"{PROTOCOL}\">\n    \
         <md:NameIDFormat>{PERSISTENT}</md:NameIDFormat>\n    \
         <md:AssertionConsumerService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"{}\" index=\"0\" isDefault=\"true\"/>\n  \
         </md:SPSSODescriptor>\n</md:EntityDescriptor>\n",
        escaped(&service.entity_id),
        escaped(&service.acs),
    )
}

/// Text as it may stand in an attribute or between tags.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
