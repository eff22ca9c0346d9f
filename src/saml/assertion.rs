//! What a signed assertion says, and whether it says it to us, now, about somebody (saml-core-2.0, 2; saml-profiles-2.0, 4.1.4.2 and 4.1.4.3).

use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use super::xml::Node;
use super::{ASSERTION, Arrival, EMAIL_ADDRESS, IdentityProvider, PERSISTENT, Refusal, ServiceProvider};
use crate::model::{EmailAddress, ProviderIdentity, SignInMethod};

/// How far a provider's clock may be ahead of ours.
const LEEWAY: Duration = Duration::seconds(60);
/// An assertion is read right after it was made; an older one was kept by somebody.
pub(super) const OLDEST: Duration = Duration::minutes(10);

const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

/// Attributes that usually hold the mail address, where the administrator chose none.
const EMAIL_ATTRIBUTES: [&str; 4] = [
    "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "mail",
    "email",
];

/// Reads an assertion whose bytes are signed.
pub(super) fn read(
    assertion: Node<'_, '_>,
    service: &ServiceProvider,
    provider: &IdentityProvider,
    now: OffsetDateTime,
) -> Result<Arrival, Refusal> {
    if !assertion.is(ASSERTION, "Assertion") || assertion.attribute("Version") != Some("2.0") {
        return Err(Refusal::Shape);
    }
    let id = assertion.attribute("ID").filter(|id| (1..=255).contains(&id.len())).ok_or(Refusal::Shape)?;
    let issuer = assertion.only(ASSERTION, "Issuer").and_then(Node::text);
    if issuer.as_deref() != Some(provider.entity_id.as_str()) {
        return Err(Refusal::Issuer);
    }
    let issued = instant(assertion, "IssueInstant")?.ok_or(Refusal::Shape)?;
    begins(issued, now)?;
    ends(issued + OLDEST, now)?;
    conditions(assertion, service, now)?;
    let subject = assertion.only(ASSERTION, "Subject").ok_or(Refusal::Subject)?;
    let in_response_to = confirmation(subject, service, now)?;
    let authenticated_at = authentication(assertion, now)?;
    let identity = identity(assertion, subject, service, provider)?;
    Ok(Arrival { identity, in_response_to, assertion: id.to_owned(), authenticated_at })
}

/// The instant in an attribute, in UTC (saml-core-2.0, 1.3.3).
fn instant(node: Node<'_, '_>, name: &str) -> Result<Option<OffsetDateTime>, Refusal> {
    let Some(text) = node.attribute(name) else { return Ok(None) };
    let parsed = OffsetDateTime::parse(text, &Rfc3339).ok().filter(|at| at.offset().is_utc());
    parsed.map(Some).ok_or(Refusal::Shape)
}

fn begins(at: OffsetDateTime, now: OffsetDateTime) -> Result<(), Refusal> {
    if at > now + LEEWAY { Err(Refusal::NotYetValid) } else { Ok(()) }
}

/// Without leeway: what ended, ended.
fn ends(at: OffsetDateTime, now: OffsetDateTime) -> Result<(), Refusal> {
    if at <= now { Err(Refusal::Expired) } else { Ok(()) }
}

fn conditions(assertion: Node<'_, '_>, service: &ServiceProvider, now: OffsetDateTime) -> Result<(), Refusal> {
    let conditions = assertion.only(ASSERTION, "Conditions").ok_or(Refusal::Conditions)?;
    if let Some(at) = instant(conditions, "NotBefore")? {
        begins(at, now)?;
    }
    ends(instant(conditions, "NotOnOrAfter")?.ok_or(Refusal::Conditions)?, now)?;
    let mut audiences = Vec::new();
    for condition in conditions.children() {
        if condition.is(ASSERTION, "AudienceRestriction") {
            audiences.extend(condition.children());
        } else if !condition.is(ASSERTION, "OneTimeUse") {
            // What is not understood makes the assertion worth nothing (saml-core-2.0, 2.5.1.1).
            return Err(Refusal::Conditions);
        }
    }
    // Ours alone: an assertion that others take, too, could come from them.
    let ours = |audience: &Node<'_, '_>| {
        audience.is(ASSERTION, "Audience") && audience.text().as_deref() == Some(service.entity_id.as_str())
    };
    if audiences.is_empty() || !audiences.iter().all(ours) { Err(Refusal::Audience) } else { Ok(()) }
}

/// Which request the bearer may answer with it.
fn confirmation(subject: Node<'_, '_>, service: &ServiceProvider, now: OffsetDateTime) -> Result<String, Refusal> {
    let confirmation = subject.only(ASSERTION, "SubjectConfirmation").ok_or(Refusal::Confirmation)?;
    let data = confirmation.only(ASSERTION, "SubjectConfirmationData").ok_or(Refusal::Confirmation)?;
    let recipient = data.attribute("Recipient");
    if confirmation.attribute("Method") != Some(BEARER)
        || recipient != Some(service.acs.as_str())
        || data.attribute("NotBefore").is_some()
    {
        return Err(Refusal::Confirmation);
    }
    ends(instant(data, "NotOnOrAfter")?.ok_or(Refusal::Confirmation)?, now)?;
    let request = data.attribute("InResponseTo").filter(|request| (1..=100).contains(&request.len()));
    request.map(str::to_owned).ok_or(Refusal::InResponseTo)
}

/// When the person proved who they are.
fn authentication(assertion: Node<'_, '_>, now: OffsetDateTime) -> Result<OffsetDateTime, Refusal> {
    let statement = assertion.only(ASSERTION, "AuthnStatement").ok_or(Refusal::Authentication)?;
    let at = instant(statement, "AuthnInstant")?.ok_or(Refusal::Authentication)?;
    begins(at, now)?;
    if let Some(end) = instant(statement, "SessionNotOnOrAfter")? {
        ends(end, now)?;
    }
    Ok(at)
}

fn identity(
    assertion: Node<'_, '_>,
    subject: Node<'_, '_>,
    service: &ServiceProvider,
    provider: &IdentityProvider,
) -> Result<ProviderIdentity, Refusal> {
    let name = subject.only(ASSERTION, "NameID");
    let format = name.and_then(|name| name.attribute("Format"));
    let name_text = name.and_then(Node::text);
    let value = if let Some(attribute) = &provider.subject_attribute {
        self::attribute(assertion, attribute)
    } else {
        let name = name.ok_or(Refusal::Subject)?;
        if format != Some(PERSISTENT) {
            return Err(Refusal::NotLasting);
        }
        // The same name means somebody else under another qualifier (saml-core-2.0, 8.3.7).
        let foreign = |qualifier, own: &str| name.attribute(qualifier).is_some_and(|said| said != own);
        if foreign("NameQualifier", &provider.entity_id) || foreign("SPNameQualifier", &service.entity_id) {
            return Err(Refusal::Subject);
        }
        name_text.clone()
    };
    let value = value.filter(|value| is_name(value)).ok_or(Refusal::Subject)?;
    let email = match &provider.email_attribute {
        Some(attribute) => self::attribute(assertion, attribute),
        None if format == Some(EMAIL_ADDRESS) => name_text,
        None => EMAIL_ATTRIBUTES.into_iter().find_map(|usual| self::attribute(assertion, usual)),
    };
    Ok(ProviderIdentity {
        method: SignInMethod::Saml,
        issuer: provider.entity_id.clone(),
        subject: value,
        email: email.and_then(|email| email.trim().parse::<EmailAddress>().ok()),
        email_verified: None,
    })
}

/// Text that can be somebody's name as it stands: nothing is trimmed, because two names must never become one.
fn is_name(text: &str) -> bool {
    (1..=255).contains(&text.chars().count()) && text.trim() == text && !text.chars().any(char::is_control)
}

/// The only value of an attribute that is there once.
fn attribute(assertion: Node<'_, '_>, name: &str) -> Option<String> {
    let mut values = Vec::new();
    for statement in assertion.all(ASSERTION, "AttributeStatement") {
        for attribute in statement.all(ASSERTION, "Attribute").filter(|a| a.attribute("Name") == Some(name)) {
            values.extend(attribute.all(ASSERTION, "AttributeValue"));
        }
    }
    match values[..] {
        [only] => only.text(),
        _ => None,
    }
}
