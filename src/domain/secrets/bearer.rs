//! Bearer secrets of programs: a prefix by which scanners find leaked ones, 33 random base62 characters (196 bits), 6 of CRC32.
//!
//! Shown once, stored as SHA-256 and last four characters. Whatever is not well formed is refused before any query. The checksum
//! covers the prefix, so a secret of one kind is never one of another.

use std::fmt;
use std::marker::PhantomData;

use subtle::ConstantTimeEq;

use super::{base62, random_base62, sha256};

/// What the prefixes of all kinds begin with.
pub const MARK: &str = "einlass_live_";
const RANDOM: usize = 33;
const CHECK: usize = 6;

/// A kind of bearer secrets.
pub trait Kind {
    /// What every secret of this kind begins with; [`MARK`] and a word.
    const PREFIX: &'static str;
    /// What a secret prints of itself.
    const NAME: &'static str;
}

/// A bearer secret in the clear: exists in the answer that made it and in requests that show it.
pub struct Bearer<K> {
    text: String,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> Bearer<K> {
    pub(in crate::domain) fn generate() -> Self {
        let body = format!("{}{}", K::PREFIX, random_base62(RANDOM));
        Self { text: format!("{body}{}", checksum(&body)), kind: PhantomData }
    }

    /// Takes what came in a request; `None` unless prefix, length, alphabet and checksum are right.
    pub fn parse(s: &str) -> Option<Self> {
        let random = s.strip_prefix(K::PREFIX)?;
        let well_formed = random.len() == RANDOM + CHECK && random.bytes().all(|b| b.is_ascii_alphanumeric());
        if !well_formed {
            return None;
        }
        let (body, check) = s.split_at(s.len() - CHECK);
        bool::from(check.as_bytes().ct_eq(checksum(body).as_bytes()))
            .then(|| Self { text: s.to_owned(), kind: PhantomData })
    }
}

impl<K> Bearer<K> {
    /// The secret, for the one answer that shows it. Consumes it.
    pub fn reveal(self) -> String {
        self.text
    }

    /// The last four characters, by which people tell secrets apart.
    pub fn last4(&self) -> &str {
        &self.text[self.text.len() - 4..]
    }

    pub(in crate::domain) fn hash(&self) -> [u8; 32] {
        sha256(self.text.as_bytes())
    }
}

impl<K: Kind> fmt::Debug for Bearer<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(…)", K::NAME)
    }
}

fn checksum(body: &str) -> String {
    base62(u64::from(crc32fast::hash(body.as_bytes())), CHECK)
}
