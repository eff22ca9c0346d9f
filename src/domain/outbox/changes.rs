//! What happened to a connection, a key or what somebody signs in by, as mails say it.

use serde::{Deserialize, Serialize};

use crate::model::ApiArea;

/// What an administrator did with a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionChange {
    /// The replaced token was ended before its time.
    OldTokenEnded {
        /// Its last four characters.
        last4: String,
    },
    /// The new token was withdrawn; the old one goes on.
    NewTokenWithdrawn {
        /// Its last four characters.
        last4: String,
    },
    /// It rests.
    Paused,
    /// It goes on.
    Resumed,
    /// It was switched off.
    Deactivated {
        /// Its people kept their access.
        kept: bool,
    },
}

/// What happened to somebody's second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorChange {
    /// It is asked for from now on.
    SetUp,
    /// The person switched it off.
    SwitchedOff,
    /// An administrator or the operator took it away.
    Reset,
    /// The recovery codes are others now.
    NewRecoveryCodes,
}

/// What happened to somebody's passkeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasskeyChange {
    /// There is one more.
    Added,
    /// There is one less.
    Removed,
    /// One that exists more than once was shown, and refused.
    Copied,
}

/// What happened to an API key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyChange {
    /// It was made.
    Made {
        /// Who did it.
        actor: String,
        /// What it opens.
        areas: Vec<ApiArea>,
        /// Until when.
        expires_at: i64,
    },
    /// It was revoked.
    Revoked {
        /// Who did it.
        actor: String,
    },
    /// It ended because whoever made it is no administrator any more.
    MakerLeft {
        /// Who made it.
        maker: String,
    },
    /// It runs out soon.
    Expiring {
        /// When.
        expires_at: i64,
        /// In how many days, rounded up.
        days: i64,
    },
    /// It ran out.
    Expired,
}
