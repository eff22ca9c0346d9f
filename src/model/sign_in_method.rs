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

/// Whether people can sign in by a method once an account allows it; SCIM can be activated only for such a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// They can.
    Ready,
    /// The installation does not offer it.
    NotOffered,
    /// The account has to say first what the method needs to know: its own provider, its directory at Microsoft.
    NotConfigured,
}
