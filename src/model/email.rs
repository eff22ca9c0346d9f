//! An address mail can be sent to.

use std::fmt;
use std::str::FromStr;

use super::fold;

/// A syntactically valid mail address of at most 254 characters, stored as given; compare by [`EmailAddress::key`].
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// A text that is no mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a mail address")]
pub struct InvalidEmail;

impl EmailAddress {
    /// The address as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address folded for comparison and look-up.
    pub fn key(&self) -> String {
        fold(&self.0)
    }

    /// Whether both are one address. Whoever has none shares it with nobody.
    pub fn shared(one: Option<&Self>, other: Option<&Self>) -> bool {
        matches!((one, other), (Some(one), Some(other)) if one.key() == other.key())
    }
}

impl FromStr for EmailAddress {
    type Err = InvalidEmail;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let s = s.trim();
        let options =
            email_address::Options::default().with_required_tld().without_display_text().without_domain_literal();
        // Quoted local parts are legal and nobody has one; they are how control characters get into headers.
        if s.len() > 254 || s.contains(['"', '\\']) || s.chars().any(char::is_control) {
            return Err(InvalidEmail);
        }
        email_address::EmailAddress::parse_with_options(s, options).map_err(|_| InvalidEmail)?;
        Ok(Self(s.to_owned()))
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = InvalidEmail;
    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(e: EmailAddress) -> Self {
        e.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::EmailAddress;

    #[test]
    fn addresses_people_have_are_accepted() {
        for good in ["ada@example.com", "ada.l+scim@sub.example.de", "jörg@bücher.example", "o'hara@example.com"] {
            assert!(good.parse::<EmailAddress>().is_ok(), "{good}");
        }
    }

    #[test]
    fn what_mail_cannot_reach_or_could_smuggle_headers_is_refused() {
        let long = format!("{}@example.com", "a".repeat(250));
        for bad in [
            "",
            "ada",
            "ada@",
            "@example.com",
            "ada@localhost",
            "a b@example.com",
            "Ada <ada@example.com>",
            "ada@example.com\r\nBcc: x@y.de",
            "\"a\"@example.com",
            "ada@[127.0.0.1]",
            &long,
        ] {
            assert!(bad.parse::<EmailAddress>().is_err(), "{bad}");
        }
    }
}
