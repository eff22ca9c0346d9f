//! Signatures inside XML, of one form only (XML Signature Syntax and Processing 1.1; saml-core-2.0, 5.4): one reference to the element that
//! the signature stands in, two transforms, exclusive canonical form, a key that is known beforehand.
//!
//! `KeyInfo` is never read. What the signature says is read from its own canonical bytes, and what it covers is handed out as the bytes
//! whose digest it names, for the caller to read and nothing else.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey, VerificationAlgorithm,
};
use sha2::{Digest, Sha256, Sha384, Sha512};
use subtle::ConstantTimeEq;
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::der::asn1::ObjectIdentifier;

use super::xml::{Node, parse};
use super::{DSIG, Refusal};

const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const ELLIPTIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

/// Which keys a method goes with, and how it is checked. All else, SHA-1 and shared secrets above all, is refused.
fn method(uri: &str) -> Option<(ObjectIdentifier, &'static dyn VerificationAlgorithm)> {
    let name = uri.strip_prefix("http://www.w3.org/2001/04/xmldsig-more#")?;
    Some(match name {
        "rsa-sha256" => (RSA, &RSA_PKCS1_2048_8192_SHA256),
        "rsa-sha384" => (RSA, &RSA_PKCS1_2048_8192_SHA384),
        "rsa-sha512" => (RSA, &RSA_PKCS1_2048_8192_SHA512),
        "ecdsa-sha256" => (ELLIPTIC, &ECDSA_P256_SHA256_FIXED),
        "ecdsa-sha384" => (ELLIPTIC, &ECDSA_P384_SHA384_FIXED),
        _ => return None,
    })
}

fn digest(uri: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    Some(match uri {
        "http://www.w3.org/2001/04/xmlenc#sha256" => Sha256::digest(bytes).to_vec(),
        "http://www.w3.org/2001/04/xmldsig-more#sha384" => Sha384::digest(bytes).to_vec(),
        "http://www.w3.org/2001/04/xmlenc#sha512" => Sha512::digest(bytes).to_vec(),
        _ => return None,
    })
}

/// Whether a certificate holds a key that signatures can be checked with.
pub(super) fn is_usable(certificate: &[u8]) -> bool {
    Certificate::from_der(certificate).is_ok_and(|certificate| {
        let oid = certificate.tbs_certificate().subject_public_key_info().algorithm.oid;
        oid == RSA || oid == ELLIPTIC
    })
}

/// Checks the signature that stands directly in an element and hands out what it covers: the element in canonical form, without the
/// signature.
pub(super) fn covered(element: Node<'_, '_>, certificates: &[Vec<u8>]) -> Result<String, Refusal> {
    let signature = element.only(DSIG, "Signature").ok_or(Refusal::Unsigned)?;
    let parts: Vec<_> = signature.children().collect();
    let (info, value) = match parts[..] {
        [info, value] => (info, value),
        [info, value, key] if key.is(DSIG, "KeyInfo") => (info, value),
        _ => return Err(Refusal::SignatureShape),
    };
    if !info.is(DSIG, "SignedInfo") || !value.is(DSIG, "SignatureValue") {
        return Err(Refusal::SignatureShape);
    }
    let info = info.canonical(None, &[]).ok_or(Refusal::Xml)?;
    let said = SignedInfo::read(&info)?;
    let id = element.attribute("ID").filter(|id| !id.is_empty()).ok_or(Refusal::Reference)?;
    if said.uri.strip_prefix('#') != Some(id) {
        return Err(Refusal::Reference);
    }
    let prefixes: Vec<_> = said.prefixes.iter().map(String::as_str).collect();
    let covered = element.canonical(Some(signature), &prefixes).ok_or(Refusal::Xml)?;
    let digest = digest(&said.digest_method, covered.as_bytes()).ok_or(Refusal::Algorithm)?;
    if !bool::from(digest.ct_eq(&said.digest)) {
        return Err(Refusal::Digest);
    }
    let value = decoded(value).ok_or(Refusal::SignatureShape)?;
    let (kind, algorithm) = method(&said.method).ok_or(Refusal::Algorithm)?;
    let signed = certificates.iter().filter_map(|der| Certificate::from_der(der).ok()).any(|certificate| {
        let key = certificate.tbs_certificate().subject_public_key_info();
        key.algorithm.oid == kind
            && UnparsedPublicKey::new(algorithm, key.subject_public_key.raw_bytes())
                .verify(info.as_bytes(), &value)
                .is_ok()
    });
    if signed { Ok(covered) } else { Err(Refusal::Signature) }
}

/// SHA-256 of a certificate, as administrators compare it.
pub fn fingerprint(certificate: &[u8]) -> String {
    let pairs: Vec<_> = Sha256::digest(certificate).iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(":")
}

/// What a signature says it signs.
struct SignedInfo {
    method: String,
    uri: String,
    prefixes: Vec<String>,
    digest_method: String,
    digest: Vec<u8>,
}

impl SignedInfo {
    /// Reads the canonical bytes, which are those that are signed.
    fn read(canonical: &str) -> Result<Self, Refusal> {
        let doc = parse(canonical).ok_or(Refusal::Xml)?;
        let info = Node::root(&doc).ok_or(Refusal::Xml)?;
        let [form, method, reference] = children(info)?;
        expect(form, "CanonicalizationMethod")?;
        expect(method, "SignatureMethod")?;
        expect(reference, "Reference")?;
        // Neither takes parameters here: no prefixes, and no shortened HMAC (CVE-2009-0217).
        if algorithm(form)? != EXCLUSIVE || form.children().count() + method.children().count() > 0 {
            return Err(Refusal::Algorithm);
        }
        let [transforms, digest_method, digest] = children(reference)?;
        expect(transforms, "Transforms")?;
        expect(digest_method, "DigestMethod")?;
        expect(digest, "DigestValue")?;
        let [first, second] = children(transforms).map_err(|_| Refusal::Algorithm)?;
        expect(first, "Transform")?;
        expect(second, "Transform")?;
        let plain = first.children().next().is_none() && digest_method.children().next().is_none();
        if algorithm(first)? != ENVELOPED || algorithm(second)? != EXCLUSIVE || !plain {
            return Err(Refusal::Algorithm);
        }
        Ok(Self {
            method: algorithm(method)?.to_owned(),
            uri: reference.attribute("URI").ok_or(Refusal::Reference)?.to_owned(),
            prefixes: prefixes(second)?,
            digest_method: algorithm(digest_method)?.to_owned(),
            digest: decoded(digest).ok_or(Refusal::SignatureShape)?,
        })
    }
}

/// Namespaces that the canonical form keeps although they may not be in use (Exclusive XML Canonicalization 1.0, section 4).
fn prefixes(transform: Node<'_, '_>) -> Result<Vec<String>, Refusal> {
    let mut children = transform.children();
    let list = match (children.next(), children.next()) {
        (None, _) => return Ok(Vec::new()),
        (Some(list), None) if list.is(EXCLUSIVE, "InclusiveNamespaces") => list,
        _ => return Err(Refusal::Algorithm),
    };
    let names = list.attribute("PrefixList").ok_or(Refusal::Algorithm)?;
    Ok(names.split_ascii_whitespace().map(str::to_owned).collect())
}

/// Exactly so many elements.
fn children<'d, 'x, const N: usize>(node: Node<'d, 'x>) -> Result<[Node<'d, 'x>; N], Refusal> {
    node.children().collect::<Vec<_>>().try_into().map_err(|_| Refusal::SignatureShape)
}

fn expect(node: Node<'_, '_>, name: &str) -> Result<(), Refusal> {
    if node.is(DSIG, name) { Ok(()) } else { Err(Refusal::SignatureShape) }
}

fn algorithm<'d>(node: Node<'d, '_>) -> Result<&'d str, Refusal> {
    node.attribute("Algorithm").ok_or(Refusal::Algorithm)
}

fn decoded(node: Node<'_, '_>) -> Option<Vec<u8>> {
    let text: String = node.text()?.split_ascii_whitespace().collect();
    STANDARD.decode(text).ok()
}
