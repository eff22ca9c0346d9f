//! Ways to prove who somebody is.

/// A sign-in method an account can allow; it decides how people are invited and how they get in (article, step 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SignInMethod {
    /// E-mail address and password.
    Password,
    /// A Google account.
    Google,
    /// A Microsoft account.
    Microsoft,
    /// The company's own OpenID provider.
    Oidc,
    /// The company's SAML 2.0 identity provider.
    Saml,
}

super::named!(SignInMethod { Password = "password", Google = "google", Microsoft = "microsoft", Oidc = "oidc", Saml = "saml" });

impl SignInMethod {
    /// Whether people can sign in by this method in this release; SCIM can be activated only for such a method.
    pub const fn can_sign_in(self) -> bool {
        match self {
            Self::Password => true,
            Self::Google | Self::Microsoft | Self::Oidc | Self::Saml => false,
        }
    }
}
