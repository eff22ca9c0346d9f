//! The product's words for the product's values, used by pages and mails alike.

use super::text::{Lang, t};
use crate::model::{
    ApiArea, ApiKeyEnding, ApiKeyLifetime, ConnectionProfile, Inviting, Linking, Overlap, Plan, Right, Rights,
    SignInMethod, TokenEnding, TokenLifetime,
};

/// The name of a sign-in method.
pub fn method(lang: Lang, method: SignInMethod) -> String {
    match method {
        SignInMethod::Password => t!(lang, "method-password"),
        SignInMethod::Google => t!(lang, "method-google"),
        SignInMethod::Microsoft => t!(lang, "method-microsoft"),
        SignInMethod::Oidc => t!(lang, "method-oidc"),
        SignInMethod::Saml => t!(lang, "method-saml"),
    }
}

/// The provider behind a method, as the third case: „weiter zu Google“, „von deinem Firmen-Login“.
pub fn provider(lang: Lang, method: SignInMethod) -> String {
    match method {
        SignInMethod::Google | SignInMethod::Microsoft => self::method(lang, method),
        SignInMethod::Password | SignInMethod::Oidc | SignInMethod::Saml => t!(lang, "provider-company"),
    }
}

/// The button of the sign-in page: „Mit Google anmelden“.
pub fn sign_in_label(lang: Lang, method: SignInMethod) -> String {
    t!(lang, "sign-in-with", method = self::method(lang, method))
}

/// The button of an invitation: „Mit Google annehmen“.
pub fn accept_label(lang: Lang, method: SignInMethod) -> String {
    match method {
        SignInMethod::Password => t!(lang, "accept-password"),
        SignInMethod::Google => t!(lang, "accept-google"),
        SignInMethod::Microsoft => t!(lang, "accept-microsoft"),
        SignInMethod::Oidc => t!(lang, "accept-oidc"),
        SignInMethod::Saml => t!(lang, "accept-saml"),
    }
}

/// How the invited person will sign in, as the invitation says it.
pub fn invitation_sentence(lang: Lang, method: SignInMethod) -> String {
    match method {
        SignInMethod::Password => t!(lang, "invite-by-password"),
        SignInMethod::Google => t!(lang, "invite-by-google"),
        SignInMethod::Microsoft => t!(lang, "invite-by-microsoft"),
        SignInMethod::Oidc => t!(lang, "invite-by-oidc"),
        SignInMethod::Saml => t!(lang, "invite-by-saml"),
    }
}

/// The name of a plan.
pub fn plan(lang: Lang, plan: Plan) -> String {
    match plan {
        Plan::Basic => t!(lang, "plan-basic"),
        Plan::Connect => t!(lang, "plan-connect"),
        Plan::Premium => t!(lang, "plan-premium"),
    }
}

/// The name of a connection's profile.
pub fn profile(lang: Lang, profile: ConnectionProfile) -> String {
    match profile {
        ConnectionProfile::Auto => t!(lang, "profile-auto"),
        ConnectionProfile::Strict => t!(lang, "profile-strict"),
        ConnectionProfile::Entra => "Microsoft Entra ID".to_owned(),
        ConnectionProfile::Okta => "Okta".to_owned(),
        ConnectionProfile::OneLogin => "OneLogin".to_owned(),
        ConnectionProfile::Google => "Google Workspace".to_owned(),
        ConnectionProfile::JumpCloud => "JumpCloud".to_owned(),
        ConnectionProfile::Authentik => "authentik".to_owned(),
        ConnectionProfile::Rauthy => "rauthy".to_owned(),
        ConnectionProfile::Canaille => "Canaille".to_owned(),
        ConnectionProfile::PocketId => "pocket-id".to_owned(),
        ConnectionProfile::Rippling => "Rippling".to_owned(),
        ConnectionProfile::Ping => "Ping Identity".to_owned(),
        ConnectionProfile::Sap => "SAP Cloud Identity Services".to_owned(),
    }
}

/// The name of a connection's policy for people the account knows already.
pub fn linking(lang: Lang, linking: Linking) -> String {
    match linking {
        Linking::Automatic => t!(lang, "linking-automatic"),
        Linking::Ask => t!(lang, "linking-ask"),
    }
}

/// The name of a connection's policy for the invitations of people who arrive.
pub fn inviting(lang: Lang, inviting: Inviting) -> String {
    match inviting {
        Inviting::AtOnce => t!(lang, "inviting-at-once"),
        Inviting::OnDemand => t!(lang, "inviting-on-demand"),
    }
}

/// How long a token works.
pub fn lifetime(lang: Lang, lifetime: TokenLifetime) -> String {
    match lifetime {
        TokenLifetime::Unlimited => t!(lang, "lifetime-unlimited"),
        TokenLifetime::Quarter => t!(lang, "lifetime-days", n = 90),
        TokenLifetime::HalfYear => t!(lang, "lifetime-days", n = 180),
        TokenLifetime::Year => t!(lang, "lifetime-year"),
    }
}

/// How long a replaced token works on.
pub fn overlap(lang: Lang, overlap: Overlap) -> String {
    match overlap {
        Overlap::Hour => t!(lang, "overlap-hour"),
        Overlap::Day => t!(lang, "overlap-day"),
        Overlap::Week => t!(lang, "overlap-week"),
    }
}

/// What ended a token, as its state.
pub fn ending(lang: Lang, ending: TokenEnding) -> String {
    match ending {
        TokenEnding::Revocation => t!(lang, "scim-revoked"),
        TokenEnding::Expiry => t!(lang, "token-ended-expired"),
        TokenEnding::Replacement => t!(lang, "token-ended-replaced"),
        TokenEnding::Withdrawal => t!(lang, "token-ended-withdrawn"),
        TokenEnding::Deactivation => t!(lang, "token-ended-deactivated"),
    }
}

/// What an area of API keys is called.
pub fn area(lang: Lang, area: ApiArea) -> String {
    match area {
        ApiArea::People => t!(lang, "api-area-people"),
        ApiArea::Licences => t!(lang, "nav-licences"),
        ApiArea::AuditLog => t!(lang, "nav-audit"),
    }
}

/// How long an API key works.
pub fn key_lifetime(lang: Lang, lifetime: ApiKeyLifetime) -> String {
    t!(lang, "lifetime-days", n = lifetime.days())
}

/// What ended an API key, as its state.
pub fn key_ending(lang: Lang, ending: ApiKeyEnding) -> String {
    match ending {
        ApiKeyEnding::Revocation => t!(lang, "scim-revoked"),
        ApiKeyEnding::Expiry => t!(lang, "token-ended-expired"),
        ApiKeyEnding::Maker => t!(lang, "api-key-ended-maker"),
    }
}

/// The names of somebody's rights, the most powerful first.
pub fn rights(lang: Lang, rights: Rights) -> Vec<String> {
    [
        (rights.administrator, t!(lang, "right-administrator")),
        (rights.project_manager, t!(lang, "right-project-manager")),
        (rights.app_user, t!(lang, "right-app-user")),
    ]
    .into_iter()
    .filter_map(|(held, name)| held.then_some(name))
    .collect()
}

/// The name of one right.
pub fn right(lang: Lang, right: Right) -> String {
    match right {
        Right::AppUser => t!(lang, "right-app-user"),
        Right::Administrator => t!(lang, "right-administrator"),
        Right::ProjectManager => t!(lang, "right-project-manager"),
    }
}

/// What an identity provider calls itself, where we know it by its user agent.
pub fn client(user_agent: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 6] = [
        ("onelogin", "OneLogin"),
        ("okta", "Okta"),
        ("azure", "Microsoft Entra ID"),
        ("microsoft", "Microsoft Entra ID"),
        ("jumpcloud", "JumpCloud"),
        ("google", "Google"),
    ];
    let said = user_agent.to_ascii_lowercase();
    KNOWN.into_iter().find(|(mark, _)| said.contains(mark)).map(|(_, name)| name)
}
