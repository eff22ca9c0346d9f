//! SAML from our side: what we ask for, whose metadata we take, and a provider that is none of ours.

use base64::Engine;
use einlass::model::AccountId;
use einlass::saml::{self, AuthnRequest, IdentityProvider, MetadataError, Refusal, SamlError, ServiceProvider};
use time::OffsetDateTime;
use url::Url;
use uuid::Uuid;

use crate::saml::liar;
use crate::support::node;

#[tokio::test]
async fn a_request_says_who_asks_for_what() {
    let mut liar = liar().await;
    let now = OffsetDateTime::now_utc();
    let first = AuthnRequest::new(&liar.service, &liar.provider, false, now);
    assert!(first.to.as_str().starts_with("https://idp.example/sso?a=b&c=d&SAMLRequest="), "{}", first.to);
    let inflate = async |request: &AuthnRequest| {
        let (_, packed) = request.to.query_pairs().find(|(name, _)| name == "SAMLRequest").expect("a request");
        liar.ask("inflate", &[("request", &packed)]).await
    };
    let xml = inflate(&first).await;
    for part in [
        &format!("ID=\"{}\"", first.pending.id()),
        "Destination=\"https://idp.example/sso?a=b&amp;c=d\"",
        &format!("AssertionConsumerServiceURL=\"{}\"", liar.service.acs),
        &format!("<saml:Issuer>{}</saml:Issuer>", liar.service.entity_id),
        "nameid-format:persistent",
    ] {
        assert!(xml.contains(part), "{part} in {xml}");
    }
    assert!(!xml.contains("ForceAuthn"), "{xml}");
    let anew = AuthnRequest::new(&liar.service, &liar.provider, true, now);
    assert!(inflate(&anew).await.contains("ForceAuthn=\"true\""));
    liar.provider.subject_attribute = Some("oid".to_owned());
    let free = AuthnRequest::new(&liar.service, &liar.provider, false, now);
    let (_, packed) = free.to.query_pairs().find(|(name, _)| name == "SAMLRequest").expect("a request");
    assert!(!liar.ask("inflate", &[("request", &packed)]).await.contains("NameIDPolicy"));
}

#[tokio::test]
async fn metadata_that_name_no_provider_are_told_apart() {
    let liar = liar().await;
    let good = liar.ask("metadata", &[]).await;
    let described = saml::describe(&good).expect("metadata");
    assert_eq!(described.entity_id, "https://idp.example/saml");
    assert_eq!(described.certificates.len(), 2, "those for signing");
    let several = format!(
        "<md:EntitiesDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\">{good}</md:EntitiesDescriptor>"
    );
    assert_eq!(saml::describe(&several), Ok(described));
    for (changed, why) in [
        (String::new(), MetadataError::Xml),
        (format!("<!DOCTYPE x [<!ENTITY a 'b'>]>{good}"), MetadataError::Xml),
        ("<a/>".to_owned(), MetadataError::NotOneEntity),
        (
            several.replace("</md:EntitiesDescriptor>", &format!("{good}</md:EntitiesDescriptor>")),
            MetadataError::NotOneEntity,
        ),
        (good.replace("entityID=\"https://idp.example/saml\"", ""), MetadataError::NotOneEntity),
        (good.replace("IDPSSODescriptor", "SPSSODescriptor"), MetadataError::NoProvider),
        (good.replace("SAML:2.0:protocol", "SAML:1.1:protocol"), MetadataError::NoProvider),
        (good.replace("HTTP-Redirect", "SOAP"), MetadataError::NoAddress),
        (good.replace("https://idp.example/sso", "javascript:alert(1)"), MetadataError::NoAddress),
        (good.replace("use=\"signing\"", "use=\"encryption\""), MetadataError::NoCertificate),
        (good.replace("<ds:X509Certificate>M", "<ds:X509Certificate>N"), MetadataError::NoCertificate),
    ] {
        assert_eq!(saml::describe(&changed), Err(why), "{changed}");
    }
    // Ours is read by the same reader, and is no provider's.
    let own = saml::of_service(&liar.service);
    assert_eq!(saml::describe(&own), Err(MetadataError::NoProvider));
    assert!(own.contains(&format!("entityID=\"{}\"", liar.service.entity_id)) && own.contains(&liar.service.acs));
    assert!(own.contains("WantAssertionsSigned=\"true\""));
}

/// A second implementation from end to end: pysaml2 reads our metadata and our request, and signs with xmlsec1.
#[tokio::test]
async fn pysaml2_and_this_service_understand_each_other() {
    let program = node::start_python("pysaml2_provider.py").await;
    let http = reqwest::Client::new();
    let metadata = http.get(format!("{}/metadata", program.ready)).send().await.expect("answers");
    let described = saml::describe(&metadata.text().await.expect("text")).expect("metadata");
    let account = AccountId::new(Uuid::from_u128(7));
    let entity_id = format!("https://portal.example/saml/{account}");
    let service = ServiceProvider { acs: format!("{entity_id}/acs"), entity_id };
    let provider = IdentityProvider {
        entity_id: described.entity_id,
        sso_url: described.sso_url,
        certificates: described.certificates,
        subject_attribute: None,
        email_attribute: None,
    };
    for (sign, refused) in [("assertion", None), ("both", None), ("response", Some(Refusal::Unsigned))] {
        let left = AuthnRequest::new(&service, &provider, false, OffsetDateTime::now_utc());
        let asked = left.to.query_pairs().find(|(name, _)| name == "SAMLRequest").expect("a request").1.into_owned();
        let said = [("sp", saml::of_service(&service)), ("request", asked), ("sign", sign.to_owned())];
        let url = Url::parse_with_params(&format!("{}/answer", program.ready), &said).expect("an address");
        let xml = http.get(url.as_str()).send().await.expect("answers").text().await.expect("text");
        let field = base64::engine::general_purpose::STANDARD.encode(&xml);
        let read = saml::read(&field, &service, &provider, OffsetDateTime::now_utc());
        match (read, refused) {
            (Ok(arrival), None) => {
                assert_eq!(left.pending.is_answered_by(&arrival), Ok(()));
                assert_eq!(arrival.identity.subject, "ada-17");
                assert_eq!(arrival.identity.email.expect("an address").as_str(), "ada@example.com");
            }
            (Err(SamlError::Refused(why)), Some(expected)) => assert_eq!(why, expected),
            (other, _) => panic!("{sign}: {other:?} of {xml}"),
        }
    }
}
