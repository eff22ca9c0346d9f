//! What a SAML provider can post and what is made of it (R-37 to R-39 for SAML): everything hostile is refused, for what it is.

use base64::Engine;
use einlass::model::{AccountId, SignInMethod};
use einlass::saml::{self, Arrival, AuthnRequest, IdentityProvider, Pending, Refusal, SamlError, ServiceProvider};
use time::OffsetDateTime;
use url::Url;
use uuid::Uuid;

use crate::support::node::{self, Program};

/// A provider, honest in its metadata alone.
pub struct Liar {
    pub program: Program,
    pub http: reqwest::Client,
    pub service: ServiceProvider,
    pub provider: IdentityProvider,
}

pub async fn liar() -> Liar {
    let program = node::start("hostile_saml.mjs").await;
    let http = reqwest::Client::new();
    let metadata = http.get(format!("{}/metadata", program.ready)).send().await.expect("answers");
    let described = saml::describe(&metadata.text().await.expect("text")).expect("metadata");
    let account = AccountId::new(Uuid::from_u128(7));
    let entity_id = format!("https://portal.example/saml/{account}");
    Liar {
        program,
        http,
        service: ServiceProvider { acs: format!("{entity_id}/acs"), entity_id },
        provider: IdentityProvider {
            entity_id: described.entity_id,
            sso_url: described.sso_url,
            certificates: described.certificates,
            subject_attribute: None,
            email_attribute: None,
        },
    }
}

impl Liar {
    pub async fn ask(&self, path: &str, query: &[(&str, &str)]) -> String {
        let url = Url::parse_with_params(&format!("{}/{path}", self.program.ready), query).expect("an address");
        self.http.get(url.as_str()).send().await.expect("answers").text().await.expect("text")
    }

    /// The form field of a kind, as the answer to a request.
    pub async fn field(&self, variant: &str, request: &str) -> String {
        let (sp, acs) = (self.service.entity_id.as_str(), self.service.acs.as_str());
        self.ask("response", &[("variant", variant), ("id", request), ("sp", sp), ("acs", acs)]).await
    }

    pub fn leave(&self, anew: bool) -> Pending {
        AuthnRequest::new(&self.service, &self.provider, anew, OffsetDateTime::now_utc()).pending
    }

    pub async fn come_back(&self, variant: &str) -> Result<Arrival, SamlError> {
        let pending = self.leave(false);
        let arrival = self.read(&self.field(variant, pending.id()).await)?;
        pending.is_answered_by(&arrival)?;
        Ok(arrival)
    }

    pub fn read(&self, field: &str) -> Result<Arrival, SamlError> {
        saml::read(field, &self.service, &self.provider, OffsetDateTime::now_utc())
    }
}

/// Every kind that is refused, and for what.
const HOSTILE: &[(&str, Refusal)] = &[
    ("unsigned", Refusal::Unsigned),
    ("only-the-response-is-signed", Refusal::Unsigned),
    ("other-key", Refusal::Signature),
    ("other-key-with-its-certificate", Refusal::Signature),
    ("other-key-as-key-value", Refusal::Signature),
    ("response-signed-by-other-key", Refusal::Signature),
    ("changed-name", Refusal::Digest),
    ("changed-mail", Refusal::Digest),
    ("changed-digest", Refusal::Signature),
    ("empty-signature", Refusal::Signature),
    ("no-signature-value", Refusal::SignatureShape),
    ("sha1-signature", Refusal::Algorithm),
    ("sha1-digest", Refusal::Algorithm),
    ("hmac-with-the-certificate", Refusal::Algorithm),
    ("elliptic-claims-rsa", Refusal::Signature),
    ("inclusive-canonical-form", Refusal::Algorithm),
    ("canonical-form-with-comments", Refusal::Algorithm),
    ("one-transform", Refusal::Algorithm),
    ("xpath-transform", Refusal::Algorithm),
    ("xslt-transform", Refusal::Algorithm),
    ("prefix-redefined", Refusal::Digest),
    ("default-namespace-redefined", Refusal::Digest),
    ("namespace-undeclared", Refusal::Xml),
    ("prefix-list-of-everything", Refusal::Digest),
    ("prefix-list-twice", Refusal::Algorithm),
    ("prefix-list-for-the-signature", Refusal::Algorithm),
    ("signature-of-another-namespace", Refusal::Unsigned),
    ("attribute-twice", Refusal::Xml),
    ("attribute-twice-by-two-prefixes", Refusal::Xml),
    ("signature-of-another-assertion", Refusal::Digest),
    ("signed-request-as-assertion", Refusal::Digest),
    ("signed-metadata-inside", Refusal::SignatureShape),
    ("second-signed-info-in-key-info", Refusal::SignatureShape),
    ("digest-twice", Refusal::SignatureShape),
    ("comment-in-digest", Refusal::Xml),
    ("elliptic-zero", Refusal::Signature),
    ("elliptic-as-der", Refusal::Signature),
    ("response-inside-response", Refusal::Assertions),
    ("another-element-signed", Refusal::Reference),
    ("whole-document-as-reference", Refusal::Reference),
    ("file-as-reference", Refusal::Reference),
    ("xpointer-as-reference", Refusal::Reference),
    ("two-references", Refusal::SignatureShape),
    ("same-id-twice", Refusal::Ids),
    ("same-id-in-other-spelling", Refusal::Ids),
    ("xsw1", Refusal::Assertions),
    ("xsw2", Refusal::Assertions),
    ("xsw3", Refusal::Assertions),
    ("xsw3-after", Refusal::Assertions),
    ("xsw4", Refusal::Assertions),
    ("xsw5", Refusal::Assertions),
    ("xsw6", Refusal::Assertions),
    ("xsw7", Refusal::Assertions),
    ("xsw7-turned", Refusal::Assertions),
    ("xsw8", Refusal::Assertions),
    ("wrapped-in-confirmation", Refusal::Assertions),
    ("wrapped-in-advice", Refusal::Assertions),
    ("wrapped-in-attribute", Refusal::Assertions),
    ("signature-beside", Refusal::Unsigned),
    ("two-signatures", Refusal::Unsigned),
    ("two-assertions", Refusal::Assertions),
    ("no-assertion", Refusal::Assertions),
    ("assertion-alone", Refusal::Shape),
    ("assertion-of-another-namespace", Refusal::Assertions),
    ("encrypted-only", Refusal::Encrypted),
    ("encrypted-beside", Refusal::Encrypted),
    ("encrypted-name", Refusal::Encrypted),
    ("comment-in-name", Refusal::Xml),
    ("comment-signed", Refusal::Xml),
    ("cdata-in-name", Refusal::Xml),
    ("instruction-in-name", Refusal::Xml),
    ("element-in-name", Refusal::Subject),
    ("document-type", Refusal::Xml),
    ("entity-bomb", Refusal::Xml),
    ("outside-entity", Refusal::Xml),
    ("unknown-entity", Refusal::Xml),
    ("too-deep", Refusal::Xml),
    ("not-well-formed", Refusal::Xml),
    ("rubbish", Refusal::Xml),
    ("utf-16", Refusal::Encoding),
    ("other-audience", Refusal::Audience),
    ("second-audience", Refusal::Audience),
    ("audience-with-slash", Refusal::Audience),
    ("no-audience", Refusal::Audience),
    ("other-recipient", Refusal::Confirmation),
    ("no-recipient", Refusal::Confirmation),
    ("other-destination", Refusal::Destination),
    ("no-destination", Refusal::Destination),
    ("other-issuer", Refusal::Issuer),
    ("issuer-with-space", Refusal::Issuer),
    ("other-response-issuer", Refusal::Issuer),
    ("holder-of-key", Refusal::Confirmation),
    ("unsolicited", Refusal::InResponseTo),
    ("unsolicited-envelope", Refusal::InResponseTo),
    ("envelope-answers-another", Refusal::InResponseTo),
    ("envelope-of-another-request", Refusal::InResponseTo),
    ("signed-envelope-of-another-request", Refusal::InResponseTo),
    ("envelope-of-no-request", Refusal::InResponseTo),
    ("envelope-of-a-request-by-prefix", Refusal::InResponseTo),
    ("envelope-for-another-account", Refusal::Destination),
    ("signed-envelope-for-another-account", Refusal::Destination),
    ("second-status", Refusal::Shape),
    ("second-status-code", Refusal::Shape),
    ("moved-into-the-signed-envelope-of-another-request", Refusal::Digest),
    ("signature-of-the-envelope-of-another-request", Refusal::Digest),
    ("expired", Refusal::Expired),
    ("confirmation-expired", Refusal::Expired),
    ("no-expiry", Refusal::Conditions),
    ("confirmation-without-expiry", Refusal::Confirmation),
    ("confirmation-with-beginning", Refusal::Confirmation),
    ("not-yet-valid", Refusal::NotYetValid),
    ("from-the-future", Refusal::NotYetValid),
    ("kept-for-long", Refusal::Expired),
    ("no-time-zone", Refusal::Shape),
    ("session-over", Refusal::Expired),
    ("no-conditions", Refusal::Conditions),
    ("unknown-condition", Refusal::Conditions),
    ("no-authentication", Refusal::Authentication),
    ("no-name", Refusal::Subject),
    ("empty-name", Refusal::Subject),
    ("name-with-space", Refusal::Subject),
    ("long-name", Refusal::Subject),
    ("name-of-another-provider", Refusal::Subject),
    ("mail-as-name", Refusal::NotLasting),
    ("passing-name", Refusal::NotLasting),
    ("unspecified-name", Refusal::NotLasting),
    ("saml-1", Refusal::Shape),
    ("no-status", Refusal::Shape),
];

#[tokio::test]
async fn r37_every_hostile_answer_is_refused_for_what_it_is() {
    let liar = liar().await;
    let mut wrong = Vec::new();
    for (variant, expected) in HOSTILE {
        let outcome = liar.come_back(variant).await;
        if !matches!(&outcome, Err(SamlError::Refused(refusal)) if refusal == expected) {
            wrong.push(format!("{variant}: {outcome:?}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
    // Nothing the liar can say is left out.
    let kinds: Vec<String> = serde_json::from_str(&liar.ask("kinds", &[]).await).expect("kinds");
    let others =
        ["logged-in-long-ago", "two-mails", "declined", "declined-with-assertion", "declined-of-another-request"];
    let left: Vec<_> = kinds
        .iter()
        .filter(|kind| !kind.starts_with("good") && !others.contains(&kind.as_str()))
        .filter(|kind| HOSTILE.iter().all(|(variant, _)| variant != kind))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn honest_answers_are_read_whoever_signed_how() {
    let mut liar = liar().await;
    for variant in [
        "good",
        "good-elliptic",
        "good-sha512",
        "good-both-signed",
        "good-prefixes",
        "good-spaced",
        "good-other-prefixes",
        "good-default-namespace",
        "good-references",
        "good-declared-around",
        "logged-in-long-ago",
    ] {
        let arrival = liar.come_back(variant).await.unwrap_or_else(|error| panic!("{variant}: {error}"));
        assert_eq!(arrival.identity.method, SignInMethod::Saml);
        assert_eq!(arrival.identity.issuer, "https://idp.example/saml");
        assert_eq!(arrival.identity.subject, "ada", "{variant}");
        assert_eq!(arrival.identity.email.expect("an address").as_str(), "ada@example.com", "{variant}");
        assert_eq!(arrival.identity.email_verified, None);
        assert_eq!(arrival.assertion, "_a1");
    }
    let nameless = liar.come_back("two-mails").await.expect("read");
    assert!(nameless.identity.email.is_none(), "of two addresses neither is meant");
    for (variant, code) in [
        ("declined", "AuthnFailed"),
        ("declined-with-assertion", "Requester"),
        ("declined-of-another-request", "Requester"),
    ] {
        assert_eq!(liar.come_back(variant).await.expect_err("declined"), SamlError::Declined(code.to_owned()));
    }

    // An attribute names people for good where the administrator chose one.
    liar.provider.subject_attribute = Some("oid".to_owned());
    let arrival = liar.come_back("good-mail-name").await.expect("read");
    assert_eq!(arrival.identity.subject, "ada-17");
    assert_eq!(arrival.identity.email.expect("an address").as_str(), "ada@example.com");
    let none = liar.come_back("good").await.expect_err("has no such attribute");
    assert_eq!(none, SamlError::Refused(Refusal::Subject));
    liar.provider.email_attribute = Some("other".to_owned());
    assert!(liar.come_back("good-mail-name").await.expect("read").identity.email.is_none(), "only the chosen one");
}

#[tokio::test]
async fn r38_an_answer_counts_for_the_request_it_answers_alone() {
    let liar = liar().await;
    let (mine, other) = (liar.leave(false), liar.leave(false));
    assert!(mine.id().len() >= 33 && mine.id() != other.id());
    let arrival = liar.read(&liar.field("good", mine.id()).await).expect("read");
    assert_eq!(mine.is_answered_by(&arrival), Ok(()));
    assert_eq!(other.is_answered_by(&arrival), Err(Refusal::InResponseTo));
}

#[tokio::test]
async fn who_has_to_be_asked_anew_by_saml_was() {
    let liar = liar().await;
    let pending = liar.leave(true);
    let fresh = liar.read(&liar.field("good", pending.id()).await).expect("read");
    assert_eq!(pending.is_answered_by(&fresh), Ok(()));
    let stale = liar.read(&liar.field("logged-in-long-ago", pending.id()).await).expect("read");
    assert_eq!(pending.is_answered_by(&stale), Err(Refusal::Authentication));
}

#[tokio::test]
async fn no_single_character_of_a_signed_answer_can_be_changed() {
    let liar = liar().await;
    let engine = base64::engine::general_purpose::STANDARD;
    let pending = liar.leave(false);
    let good = String::from_utf8(engine.decode(liar.field("good", pending.id()).await).expect("base64")).expect("text");
    let start = good.find("<saml:Assertion").expect("an assertion");
    let honest = liar.read(&engine.encode(&good)).expect("read");
    let mut accepted = 0;
    for at in start..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
        // The key that is sent along and the end of the padding of base64 are nothing anybody reads.
        if let Ok(arrival) = liar.read(&engine.encode(&bytes)) {
            accepted += 1;
            assert_eq!(format!("{arrival:?}"), format!("{honest:?}"), "byte {at}");
        }
    }
    let key = good.find("<KeyInfo").expect("a key")..good.find("</KeyInfo>").expect("its end");
    assert!(accepted <= key.len(), "{accepted} of {}", good.len() - start);
}

/// Anybody may post to the endpoint of a company that uses SAML: whatever fits into the field is done with in a moment. No clock is asked;
/// with work that grew with the square of the size this test would not end.
#[tokio::test]
async fn whatever_is_posted_costs_no_more_than_its_size() {
    let liar = liar().await;
    let good = liar.field("good", "_r").await;
    let good = base64::engine::general_purpose::STANDARD.decode(good).expect("base64");
    let good = String::from_utf8(good).expect("text");
    let declared: String = (0..6000).map(|n| format!(" xmlns:p{n}=\"urn:{n}\"")).collect::<Vec<_>>().concat();
    let attributes: String = (0..6000).map(|n| format!(" a{n}=\"{n}\"")).collect::<Vec<_>>().concat();
    let elements: String = "<x/>".repeat(12_000);
    let filled = format!("<samlp:Extensions><x{attributes}>{elements}</x></samlp:Extensions><samlp:Status>");
    let heavy = good
        .replacen("<samlp:Response ", &format!("<samlp:Response{declared} "), 1)
        .replacen("<samlp:Status>", &filled, 1)
        .replacen("<saml:Issuer>", &format!("<saml:Issuer{}>", &declared[..60_000]), 1);
    for round in 0..20 {
        let field = base64::engine::general_purpose::STANDARD.encode(&heavy);
        assert!(liar.read(&field).is_err(), "{round}: {} bytes", heavy.len());
    }
}
