//! What an API key opens, how long it works, and what ends it.

use time::Duration;

/// A part of the account that an API key may open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiArea {
    /// Its people: who they are, where they stand, what they may do.
    People,
    /// Its licences: how many, and why there are so many.
    Licences,
    /// Its audit log: who did what.
    AuditLog,
}

super::named!(ApiArea { People = "people", Licences = "licences", AuditLog = "audit_log" });

/// How long an API key works; none works for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ApiKeyLifetime {
    /// 30 days.
    Month,
    /// 90 days.
    #[default]
    Quarter,
    /// 365 days.
    Year,
}

impl ApiKeyLifetime {
    /// In days.
    pub const fn days(self) -> i64 {
        match self {
            Self::Month => 30,
            Self::Quarter => 90,
            Self::Year => 365,
        }
    }

    /// As a duration.
    pub const fn duration(self) -> Duration {
        Duration::days(self.days())
    }
}

super::named!(ApiKeyLifetime { Month = "30_days", Quarter = "90_days", Year = "365_days" });

/// What ended an API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiKeyEnding {
    /// An administrator revoked it.
    Revocation,
    /// It ran out.
    Expiry,
    /// Whoever made it is no administrator any more.
    Maker,
}

super::named!(ApiKeyEnding { Revocation = "revocation", Expiry = "expiry", Maker = "maker" });
