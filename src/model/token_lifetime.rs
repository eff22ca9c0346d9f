//! How long a SCIM Access Token works, how long a replaced one still does, and what ends it.

use time::Duration;

/// How long a token works; chosen when it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TokenLifetime {
    /// Until it is revoked or replaced.
    #[default]
    Unlimited,
    /// 90 days.
    Quarter,
    /// 180 days.
    HalfYear,
    /// 365 days.
    Year,
}

impl TokenLifetime {
    /// `None` for one that never runs out.
    pub const fn duration(self) -> Option<Duration> {
        match self {
            Self::Unlimited => None,
            Self::Quarter => Some(Duration::days(90)),
            Self::HalfYear => Some(Duration::days(180)),
            Self::Year => Some(Duration::days(365)),
        }
    }
}

super::named!(TokenLifetime {
    Unlimited = "unlimited",
    Quarter = "90_days",
    HalfYear = "180_days",
    Year = "1_year",
});

/// How long the old token still works beside the one that replaces it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overlap {
    /// One hour.
    Hour,
    /// One day.
    #[default]
    Day,
    /// Seven days.
    Week,
}

impl Overlap {
    /// As a duration.
    pub const fn duration(self) -> Duration {
        match self {
            Self::Hour => Duration::hours(1),
            Self::Day => Duration::days(1),
            Self::Week => Duration::days(7),
        }
    }
}

super::named!(Overlap { Hour = "1_hour", Day = "1_day", Week = "7_days" });

/// What ended a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenEnding {
    /// Support or the operator revoked it.
    Revocation,
    /// It ran out.
    Expiry,
    /// Another one replaced it.
    Replacement,
    /// It was to replace another one, and an administrator thought better of it.
    Withdrawal,
    /// SCIM was switched off for its connection.
    Deactivation,
}

super::named!(TokenEnding {
    Revocation = "revocation",
    Expiry = "expiry",
    Replacement = "replacement",
    Withdrawal = "withdrawal",
    Deactivation = "deactivation",
});
