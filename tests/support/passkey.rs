//! An authenticator in software: makes passkeys and shows them, honestly or as somebody would who wants in.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub const USER_PRESENT: u8 = 0x01;
pub const USER_VERIFIED: u8 = 0x04;
pub const BACKED_UP: u8 = 0x08 | 0x10;
const WITH_KEY: u8 = 0x40;

/// A passkey with its private key.
#[derive(Clone)]
pub struct Passkey {
    pub id: Vec<u8>,
    pub handle: Vec<u8>,
    pub counter: u32,
    pub pkcs8: Vec<u8>,
}

/// What an authenticator and its browser say; a test changes what it wants to lie about.
#[derive(Clone)]
pub struct Device {
    pub origin: String,
    /// Over which the relying party's id is hashed; `None`: what the question says.
    pub rp_id: Option<String>,
    pub flags: u8,
    /// `webauthn.get`, `webauthn.create`.
    pub kind: Option<&'static str>,
    /// Another challenge than the question's.
    pub challenge: Option<String>,
}

impl Default for Device {
    fn default() -> Self {
        Self {
            origin: "https://portal.vendor.example".to_owned(),
            rp_id: None,
            flags: USER_PRESENT | USER_VERIFIED,
            kind: None,
            challenge: None,
        }
    }
}

pub fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn bytes(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().expect("text")).expect("base64url")
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).expect("random bytes");
    bytes
}

impl Passkey {
    fn pair(&self) -> EcdsaKeyPair {
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &self.pkcs8, &SystemRandom::new()).expect("a key")
    }

    /// The public key as CBOR (RFC 9053): ES256 on P-256.
    fn cose(&self) -> Vec<u8> {
        let pair = self.pair();
        let point = pair.public_key().as_ref();
        let (x, y) = point[1..].split_at(32);
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        key.extend(x);
        key.extend([0x22, 0x58, 0x20]);
        key.extend(y);
        key
    }
}

impl Device {
    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = self.challenge.clone().map_or_else(|| options["challenge"].clone(), Value::String);
        let kind = self.kind.unwrap_or(kind);
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn authenticator_data(&self, rp_id: &Value, flags: u8, counter: u32) -> Vec<u8> {
        let rp_id = self.rp_id.as_deref().unwrap_or_else(|| rp_id.as_str().expect("an id"));
        let mut data = Sha256::digest(rp_id.as_bytes()).to_vec();
        data.push(flags);
        data.extend(counter.to_be_bytes());
        data
    }

    /// Makes a passkey for a question.
    pub fn make(&self, options: &Value) -> (Passkey, Value) {
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new()).expect("a key");
        let (id, handle) = (random::<32>().to_vec(), bytes(&options["user"]["id"]));
        let passkey = Passkey { id, handle, counter: 1, pkcs8: pkcs8.as_ref().to_vec() };
        let answer = self.register(options, &passkey);
        (passkey, answer)
    }

    /// Says that a passkey was just made.
    pub fn register(&self, options: &Value, passkey: &Passkey) -> Value {
        let mut data = self.authenticator_data(&options["rp"]["id"], self.flags | WITH_KEY, passkey.counter);
        data.extend([0; 16]);
        data.extend(u16::try_from(passkey.id.len()).expect("short").to_be_bytes());
        data.extend(&passkey.id);
        data.extend(passkey.cose());
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        object.extend(u16::try_from(data.len()).expect("short").to_be_bytes());
        object.extend(&data);
        json!({
            "id": text(&passkey.id),
            "rawId": text(&passkey.id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "response": {
                "attestationObject": text(&object),
                "clientDataJSON": text(&self.client_data("webauthn.create", options)),
                "transports": ["internal", "hybrid"],
            },
            "clientExtensionResults": { "credProps": { "rk": true } },
        })
    }

    /// Shows a passkey; its counter moves on.
    pub fn show(&self, options: &Value, passkey: &mut Passkey) -> Value {
        passkey.counter += 1;
        self.said(options, passkey)
    }

    /// Shows a passkey as it is.
    pub fn said(&self, options: &Value, passkey: &Passkey) -> Value {
        let client_data = self.client_data("webauthn.get", options);
        let data = self.authenticator_data(&options["rpId"], self.flags, passkey.counter);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client_data));
        let signature = passkey.pair().sign(&SystemRandom::new(), &signed).expect("signs");
        json!({
            "id": text(&passkey.id),
            "rawId": text(&passkey.id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "response": {
                "authenticatorData": text(&data),
                "clientDataJSON": text(&client_data),
                "signature": text(signature.as_ref()),
                "userHandle": text(&passkey.handle),
            },
            "clientExtensionResults": {},
        })
    }
}
