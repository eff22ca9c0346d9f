//! Rates of the SCIM interface.

use std::num::NonZeroU32;

/// Microsoft's provisioning service sends up to 25 requests per second; a lower limit would break it.
const SLOWEST_USABLE: u32 = 25;

/// Requests per second that one token may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScimRate {
    /// No limit.
    Off,
    /// At most this many, at least 25.
    PerSecond(NonZeroU32),
}

impl ScimRate {
    /// Reads a number of at least 25, or `off`.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self::Off);
        }
        text.parse::<NonZeroU32>()
            .ok()
            .filter(|rate| rate.get() >= SLOWEST_USABLE)
            .map(Self::PerSecond)
            .ok_or_else(|| format!("must be a number of requests per second from {SLOWEST_USABLE} up, or off"))
    }
}

impl Default for ScimRate {
    fn default() -> Self {
        Self::PerSecond(const { NonZeroU32::new(500).unwrap() })
    }
}

/// Requests with unknown tokens that one address may send in a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadTokenRate(pub NonZeroU32);

impl BadTokenRate {
    /// Reads a number of at least 1.
    pub fn parse(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| "must be a number of requests per minute from 1 up".to_owned())
    }
}

impl Default for BadTokenRate {
    fn default() -> Self {
        Self(const { NonZeroU32::new(120).unwrap() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_that_would_starve_an_identity_provider_is_refused() {
        assert_eq!(ScimRate::parse("off"), Ok(ScimRate::Off));
        assert!(matches!(ScimRate::parse("25"), Ok(ScimRate::PerSecond(_))));
        for text in ["24", "0", "-1", "fast", ""] {
            assert!(ScimRate::parse(text).is_err(), "{text} must be refused");
        }
        assert!(BadTokenRate::parse("0").is_err());
    }
}
