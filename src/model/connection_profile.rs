//! Whose habits a connection expects.

/// How a connection reads what its identity provider sends: tolerant, to the letter, or as one client is known to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectionProfile {
    /// Tolerant where the strict answer would be an error and the intention is unambiguous.
    Auto,
    /// RFC 7643 and 7644 to the letter.
    Strict,
    /// Microsoft Entra ID.
    Entra,
    /// Okta.
    Okta,
    /// `OneLogin`.
    OneLogin,
    /// Google Workspace.
    Google,
    /// `JumpCloud`.
    JumpCloud,
    /// authentik.
    Authentik,
    /// rauthy.
    Rauthy,
    /// Canaille.
    Canaille,
    /// pocket-id.
    PocketId,
    /// Rippling.
    Rippling,
    /// `PingOne` and `PingFederate`.
    Ping,
    /// SAP Cloud Identity Services.
    Sap,
}

impl ConnectionProfile {
    /// Whether a suspended person who is created again comes back in place. To the letter they exist, so creating them is a conflict.
    pub const fn restores(self) -> bool {
        !matches!(self, Self::Strict)
    }
}

super::named!(ConnectionProfile {
    Auto = "auto",
    Strict = "strict",
    Entra = "entra",
    Okta = "okta",
    OneLogin = "onelogin",
    Google = "google",
    JumpCloud = "jumpcloud",
    Authentik = "authentik",
    Rauthy = "rauthy",
    Canaille = "canaille",
    PocketId = "pocket-id",
    Rippling = "rippling",
    Ping = "ping",
    Sap = "sap",
});
