//! What a provider posts: one response with one signed assertion, and nothing beside it (R-37 for SAML).
//!
//! Positions are fixed: the assertion stands directly in the response, its signature directly in the assertion. An element of one of these
//! names anywhere else, in whatever namespace, ends it, so there is nothing to wrap a signature around (XSW 1 to 8).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use time::OffsetDateTime;

use super::xml::{Node, parse};
use super::{
    ASSERTION, Arrival, DSIG, IdentityProvider, PROTOCOL, Refusal, SamlError, ServiceProvider, assertion, signature,
};

const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";

/// Reads the form field `SAMLResponse` (saml-bindings-2.0, 3.5.4). Which browser asked, and whether the assertion was here before, is for
/// the caller to find out.
pub fn read(
    field: &str,
    service: &ServiceProvider,
    provider: &IdentityProvider,
    now: OffsetDateTime,
) -> Result<Arrival, SamlError> {
    let text: String = field.split_ascii_whitespace().collect();
    let bytes = STANDARD.decode(text).map_err(|_| Refusal::Encoding)?;
    let text = String::from_utf8(bytes).map_err(|_| Refusal::Encoding)?;
    let doc = parse(&text).ok_or(Refusal::Xml)?;
    let response = Node::root(&doc).ok_or(Refusal::Xml)?;
    nothing_is_out_of_place(response)?;
    // Where the response is signed, too, what is signed is read on; a second signature that proves nothing is no reason to let it through.
    if response.only(DSIG, "Signature").is_none() {
        return open(response, service, provider, now);
    }
    let covered = signature::covered(response, &provider.certificates)?;
    let doc = parse(&covered).ok_or(Refusal::Xml)?;
    open(Node::root(&doc).ok_or(Refusal::Xml)?, service, provider, now)
}

/// Whether everything that could be mistaken for something else stands where it must, once.
fn nothing_is_out_of_place(response: Node<'_, '_>) -> Result<(), SamlError> {
    if !response.is(PROTOCOL, "Response") {
        return Err(Refusal::Shape.into());
    }
    let everything = response.everything();
    let called = |name: &'static str| everything.iter().filter(move |node| node.is_called(name));
    if everything.iter().any(|node| {
        ["EncryptedAssertion", "EncryptedID", "EncryptedAttribute", "EncryptedData"]
            .iter()
            .any(|name| node.is_called(name))
    }) {
        return Err(Refusal::Encrypted.into());
    }
    if let Some(code) = declined(response) {
        return Err(SamlError::Declined(code));
    }
    let assertion = match called("Assertion").collect::<Vec<_>>()[..] {
        [only] => response.only(ASSERTION, "Assertion").filter(|direct| direct.is_same(*only)),
        _ => None,
    };
    let assertion = assertion.ok_or(Refusal::Assertions)?;
    let own = assertion.only(DSIG, "Signature").ok_or(Refusal::Unsigned)?;
    let outer = response.only(DSIG, "Signature");
    let expected = |node: &Node<'_, '_>| node.is_same(own) || outer.is_some_and(|outer| node.is_same(outer));
    if !called("Signature").all(expected) || called("SignedInfo").count() > 1 + usize::from(outer.is_some()) {
        return Err(Refusal::SignatureShape.into());
    }
    if called("Response").count() > 1 {
        return Err(Refusal::Shape.into());
    }
    let mut ids: Vec<_> = everything.iter().flat_map(|node| node.ids()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() < all { Err(Refusal::Ids.into()) } else { Ok(()) }
}

/// The innermost status of an answer that is none.
fn declined(response: Node<'_, '_>) -> Option<String> {
    let outer = response.only(PROTOCOL, "Status")?.only(PROTOCOL, "StatusCode")?;
    let code = outer.attribute("Value").filter(|code| *code != SUCCESS)?;
    let inner = outer.only(PROTOCOL, "StatusCode").and_then(|inner| inner.attribute("Value")).unwrap_or(code);
    let name = inner.rsplit(':').next().unwrap_or_default();
    Some(name.chars().filter(char::is_ascii_alphanumeric).take(60).collect())
}

fn open(
    response: Node<'_, '_>,
    service: &ServiceProvider,
    provider: &IdentityProvider,
    now: OffsetDateTime,
) -> Result<Arrival, SamlError> {
    let status = response.only(PROTOCOL, "Status").and_then(|status| status.only(PROTOCOL, "StatusCode"));
    if response.attribute("Version") != Some("2.0") || status.and_then(|code| code.attribute("Value")) != Some(SUCCESS)
    {
        return Err(Refusal::Shape.into());
    }
    if response.attribute("Destination") != Some(service.acs.as_str()) {
        return Err(Refusal::Destination.into());
    }
    match response.all(ASSERTION, "Issuer").collect::<Vec<_>>()[..] {
        [] => {}
        [issuer] if issuer.text().as_deref() == Some(provider.entity_id.as_str()) => {}
        _ => return Err(Refusal::Issuer.into()),
    }
    let assertion = response.only(ASSERTION, "Assertion").ok_or(Refusal::Assertions)?;
    // From here on nothing of the posted text is read any more: only what was signed.
    let covered = signature::covered(assertion, &provider.certificates)?;
    let doc = parse(&covered).ok_or(Refusal::Xml)?;
    let arrival = assertion::read(Node::root(&doc).ok_or(Refusal::Xml)?, service, provider, now)?;
    // An unsigned envelope may say less than the assertion, never something else.
    match response.attribute("InResponseTo") {
        Some(request) if request == arrival.in_response_to => Ok(arrival),
        _ => Err(Refusal::InResponseTo.into()),
    }
}
