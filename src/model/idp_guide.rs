//! The identity providers whose set-up is described.

use super::ConnectionProfile;

/// A set-up guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IdpGuide {
    /// `OneLogin`, as in the help article.
    #[default]
    OneLogin,
    /// Okta.
    Okta,
    /// Microsoft Entra ID.
    Entra,
    /// `JumpCloud`.
    JumpCloud,
    /// Google Workspace, through a bridge.
    Google,
    /// Anything that speaks SCIM 2.0.
    Generic,
}

impl IdpGuide {
    /// How a connection reads what this identity provider sends.
    pub const fn profile(self) -> ConnectionProfile {
        match self {
            Self::OneLogin => ConnectionProfile::OneLogin,
            Self::Okta => ConnectionProfile::Okta,
            Self::Entra => ConnectionProfile::Entra,
            Self::JumpCloud => ConnectionProfile::JumpCloud,
            Self::Google => ConnectionProfile::Google,
            Self::Generic => ConnectionProfile::Auto,
        }
    }

    /// The guide that fits a connection's profile; the article's where nothing was chosen.
    pub fn of(profile: ConnectionProfile) -> Self {
        if profile == ConnectionProfile::Auto {
            return Self::OneLogin;
        }
        Self::ALL.iter().copied().find(|guide| guide.profile() == profile).unwrap_or(Self::Generic)
    }
}

super::named!(IdpGuide {
    OneLogin = "onelogin",
    Okta = "okta",
    Entra = "entra",
    JumpCloud = "jumpcloud",
    Google = "google",
    Generic = "generic",
});
