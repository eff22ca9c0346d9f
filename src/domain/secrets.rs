//! Random secrets and what is stored of them.
//!
//! A secret has two types: the plain one is shown once and cannot be cloned, printed or serialised; the stored one is its SHA-256
//! (enough for secrets of ≥ 190 random bits, ASVS 6.5.2).

mod bearer;

use std::fmt;

use rand::TryRng;
use sha2::{Digest, Sha256};

pub use bearer::{Bearer, Kind, MARK};

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Fresh bytes from the operating system's generator.
///
/// # Panics
/// Where the operating system has no randomness: nothing secure can be done then.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rngs::SysRng.try_fill_bytes(&mut bytes).expect("the operating system provides randomness");
    bytes
}

/// `length` random base62 characters, each uniform (5.95 bits).
pub(crate) fn random_base62(length: usize) -> String {
    let mut out = String::with_capacity(length);
    while out.len() < length {
        for byte in random::<64>() {
            // 248 = 4 × 62: bytes above would favour the first characters.
            if byte < 248 && out.len() < length {
                out.push(char::from(BASE62[usize::from(byte % 62)]));
            }
        }
    }
    out
}

/// A number as `width` base62 digits, most significant first.
pub(crate) fn base62(mut number: u64, width: usize) -> String {
    let mut digits = vec![b'0'; width];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[(number % 62) as usize];
        number /= 62;
    }
    digits.into_iter().map(char::from).collect()
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // a String takes everything
        text
    })
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Random characters in a link: 40 of base62, 238 bits.
const LINK_LENGTH: usize = 40;

/// The secret part of an invitation or reset link: opaque, in one mail, stored as hash.
pub struct PlainLink(String);

impl PlainLink {
    pub(crate) fn generate() -> Self {
        Self(random_base62(LINK_LENGTH))
    }

    /// Takes what came in a request; `None` for what no link of ours can be, before any look-up.
    pub fn parse(s: &str) -> Option<Self> {
        (s.len() == LINK_LENGTH && s.bytes().all(|b| b.is_ascii_alphanumeric())).then(|| Self(s.to_owned()))
    }

    /// The text for the link itself and for the hidden field of its page; nowhere else.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        sha256(self.0.as_bytes())
    }
}

impl fmt::Debug for PlainLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlainLink(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_text_is_long_and_never_the_same() {
        let (a, b) = (random_base62(40), random_base62(40));
        assert_eq!(a.len(), 40);
        assert_ne!(a, b);
        assert!(a.bytes().all(|c| BASE62.contains(&c)));
    }

    #[test]
    fn numbers_are_written_in_fixed_width() {
        assert_eq!(base62(0, 6), "000000");
        assert_eq!(base62(61, 2), "0z");
        assert_eq!(base62(u64::from(u32::MAX), 6), "4gfFC3");
    }
}
