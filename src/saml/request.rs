//! Away: what is asked of a provider, and what the browser carries until it comes back.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};
use url::Url;
use uuid::Uuid;

use super::metadata::escaped;
use super::{ASSERTION, Arrival, IdentityProvider, PERSISTENT, PROTOCOL, Refusal, ServiceProvider};

/// How much a provider's clock may be behind ours.
const LEEWAY: Duration = Duration::seconds(60);

/// What the browser carries; nobody else may read or change it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Pending {
    /// The request's `ID`, which only the answer to it names.
    id: String,
    /// When it left, in seconds since 1970, where the person has to be asked anew.
    anew_since: Option<i64>,
}

impl Pending {
    /// Names this departure.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether an answer is the one to this request, by somebody who was asked anew where they had to be.
    pub fn is_answered_by(&self, arrival: &Arrival) -> Result<(), Refusal> {
        if !bool::from(self.id.as_bytes().ct_eq(arrival.in_response_to.as_bytes())) {
            return Err(Refusal::InResponseTo);
        }
        match self.anew_since {
            Some(left) if (arrival.authenticated_at + LEEWAY).unix_timestamp() < left => Err(Refusal::Authentication),
            _ => Ok(()),
        }
    }
}

/// Where a browser goes, and what it carries.
#[derive(Debug)]
pub struct AuthnRequest {
    /// The provider's page, with the request (HTTP-Redirect binding).
    pub to: Url,
    /// To be kept for the return.
    pub pending: Pending,
}

impl AuthnRequest {
    /// Asks a provider who somebody is; `anew` whatever session there is (`ForceAuthn`). Requests are not signed: whoever forges one gets an
    /// answer that this service takes from nobody but the browser that left.
    pub fn new(service: &ServiceProvider, provider: &IdentityProvider, anew: bool, now: OffsetDateTime) -> Self {
        let id = format!("_{}", Uuid::new_v4().simple());
        let at = now.replace_nanosecond(0).unwrap_or(now).format(&Rfc3339).unwrap_or_default();
        let mut xml = format!(
            "<samlp:AuthnRequest xmlns:samlp=\"{PROTOCOL}\" xmlns:saml=\"{ASSERTION}\" ID=\"{id}\" Version=\"2.0\" IssueInstant=\"{at}\" \
             Destination=\"{}\" ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" AssertionConsumerServiceURL=\"{}\"",
            escaped(provider.sso_url.as_str()),
            escaped(&service.acs),
        );
        if anew {
            xml.push_str(" ForceAuthn=\"true\"");
        }
        let _ = write!(xml, "><saml:Issuer>{}</saml:Issuer>", escaped(&service.entity_id));
        if provider.subject_attribute.is_none() {
            let _ = write!(xml, "<samlp:NameIDPolicy Format=\"{PERSISTENT}\" AllowCreate=\"true\"/>");
        }
        xml.push_str("</samlp:AuthnRequest>");
        let mut to = provider.sso_url.clone();
        to.query_pairs_mut().append_pair("SAMLRequest", &STANDARD.encode(deflated(xml.as_bytes())));
        Self { to, pending: Pending { id, anew_since: anew.then(|| now.unix_timestamp()) } }
    }
}

/// DEFLATE in its simplest form, one stored block (RFC 1951, 3.2.4): the binding wants the format, a request of 1 kB needs no compression.
///
/// # Panics
/// Beyond 64 KiB; addresses are shorter by far.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).expect("a request is short");
    let mut block = vec![1];
    block.extend_from_slice(&length.to_le_bytes());
    block.extend_from_slice(&(!length).to_le_bytes());
    block.extend_from_slice(bytes);
    block
}
