//! Secrets at rest that must be read again: mail links until the mail is out, TOTP secrets.
//!
//! `XChaCha20-Poly1305` with the place of the value as associated data, so a sealed value moved to another row does not open.

use std::fmt;

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use uuid::Uuid;

use super::fault::Fault;
use super::secrets::{random, sha256};

/// The first byte of every sealed value names the key generation, so that a later release can rotate keys.
const KEY_ID: u8 = 1;
const NONCE: usize = 24;

/// Where a sealed value lives; part of what is authenticated.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub table: &'static str,
    pub column: &'static str,
    pub account: Option<Uuid>,
    pub row: Uuid,
}

impl Place {
    fn associated_data(self) -> Vec<u8> {
        format!("{}|{}|{}|{}", self.table, self.account.unwrap_or_default(), self.row, self.column).into_bytes()
    }
}

/// The instance's sealing key (`EINLASS_KEY_FILE`).
pub struct Sealer {
    cipher: XChaCha20Poly1305,
    pepper: [u8; 32],
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(…)")
    }
}

impl Sealer {
    /// Takes the 32 bytes of the key file.
    pub fn new(key: &[u8; 32]) -> Self {
        Self {
            cipher: XChaCha20Poly1305::new(key.into()),
            pepper: sha256(&[b"einlass fingerprints\0", &key[..]].concat()),
        }
    }

    /// A hash of a text that only this installation can make, so that nobody finds the text by trying all there are.
    pub(crate) fn fingerprint(&self, text: &str) -> [u8; 32] {
        let inner = sha256(&[&self.pepper[..], text.as_bytes()].concat());
        sha256(&[&self.pepper[..], &inner[..]].concat())
    }

    pub(crate) fn seal(&self, place: Place, secret: &[u8]) -> Result<Vec<u8>, Fault> {
        let nonce: [u8; NONCE] = random();
        let sealed = self
            .cipher
            .encrypt((&nonce).into(), Payload { msg: secret, aad: &place.associated_data() })
            .map_err(|_| Fault::unexpected("sealing failed"))?;
        Ok([&[KEY_ID], &nonce[..], &sealed].concat())
    }

    pub(crate) fn open(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
        let wrong = || {
            Fault::unexpected(format!("{}.{}: the sealed value does not open with this key", place.table, place.column))
        };
        let (id, rest) = sealed.split_first().ok_or_else(wrong)?;
        let (nonce, text) = rest.split_first_chunk::<NONCE>().ok_or_else(wrong)?;
        if *id != KEY_ID {
            return Err(wrong());
        }
        self.cipher.decrypt(nonce.into(), Payload { msg: text, aad: &place.associated_data() }).map_err(|_| wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// a ciphertext moved to another row, column or account does not open.
    #[test]
    fn r58_a_sealed_value_opens_only_where_it_was_sealed() {
        let sealer = Sealer::new(&[7; 32]);
        let here =
            Place { table: "outbox", column: "secret", account: Some(Uuid::from_u128(1)), row: Uuid::from_u128(2) };
        let sealed = sealer.seal(here, b"link").expect("seals");
        assert_eq!(sealer.open(here, &sealed).expect("opens"), b"link");
        for elsewhere in [
            Place { row: Uuid::from_u128(3), ..here },
            Place { account: None, ..here },
            Place { column: "other", ..here },
            Place { table: "other", ..here },
        ] {
            assert!(sealer.open(elsewhere, &sealed).is_err());
        }
        assert!(Sealer::new(&[8; 32]).open(here, &sealed).is_err());
    }
}
