//! On the way to an identity provider, and what is said to those who come back without being let in.

use leptos::prelude::*;

use crate::model::SignInMethod;
use crate::web::components::{Hidden, Notice, Tone};
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// Goes on to the provider by itself; the link is for browsers that do not.
#[derive(Debug, Clone)]
pub struct DeparturePage {
    /// Where to.
    pub method: SignInMethod,
    /// The provider's page.
    pub to: String,
}

impl Page for DeparturePage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "departure-title", provider = words::provider(lang, self.method))
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let provider = words::provider(lang, self.method);
        view! {
            <h1>{t!(lang, "departure-title", provider = provider.clone())}</h1>
            <p>{t!(lang, "departure-text", brand = chrome.brand.name.clone(), provider = provider.clone())}</p>
            <a class="button primary wide" href=self.to rel="noreferrer">{t!(lang, "departure-go", provider = provider)}</a>
        }
        .into_any()
    }
}

/// In what an identity differs from the invited person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// The provider says no mail address.
    NoAddress,
    /// The provider does not vouch for the address.
    NotVerified,
    /// Another address than the invited.
    OtherAddress,
    /// Somebody else of the account comes by this identity.
    SomebodyElse,
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum ProviderAnswer {
    /// The person said no there.
    Cancelled,
    /// Too late, used before, or not of this browser.
    Stale,
    /// The provider cannot be asked.
    Unreachable,
    /// Nobody set this provider up.
    NotSetUp,
    /// The provider ended it with this error code.
    Declined(String),
    /// The answer proves nothing.
    Refused,
    /// The answer names nobody for good.
    NotLasting,
    /// Nobody here comes by this identity.
    Unknown {
        /// The address the provider named.
        said: Option<String>,
    },
    /// Not the invited person.
    Mismatch {
        /// In what.
        mismatch: Mismatch,
        /// The address the provider named.
        said: Option<String>,
        /// The invited address, masked.
        invited: String,
        /// The link's token, to try again with.
        token: String,
    },
    /// „Anmeldung testen“ worked: claims and their values.
    Tested(Vec<(String, String)>),
}

/// The page.
#[derive(Debug, Clone)]
pub struct ProviderAnswerPage {
    /// Which method; unknown where the browser carried nothing.
    pub method: Option<SignInMethod>,
    /// What came of it.
    pub answer: ProviderAnswer,
}

impl Page for ProviderAnswerPage {
    fn title(&self, lang: Lang) -> String {
        match self.answer {
            ProviderAnswer::Tested(_) => t!(lang, "provider-tested-title"),
            ProviderAnswer::Cancelled => t!(lang, "provider-cancelled-title"),
            ProviderAnswer::Mismatch { .. } => t!(lang, "provider-mismatch-title"),
            _ => t!(lang, "provider-failed-title"),
        }
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let title = self.title(lang);
        let provider = self.method.map_or_else(|| t!(lang, "provider-generic"), |method| words::provider(lang, method));
        let reference = chrome.reference.clone();
        let body = match self.answer {
            ProviderAnswer::Tested(claims) => return tested(lang, title, self.method, claims),
            ProviderAnswer::Mismatch { mismatch, said, invited, token } => {
                return mismatched(lang, title, &provider, mismatch, said, invited, token);
            }
            ProviderAnswer::Cancelled => t!(lang, "provider-cancelled-text", provider = provider),
            ProviderAnswer::Stale => t!(lang, "provider-stale-text"),
            ProviderAnswer::Unreachable => t!(lang, "provider-unreachable-text", provider = provider),
            ProviderAnswer::NotSetUp => t!(lang, "provider-not-set-up-text", provider = provider),
            ProviderAnswer::Declined(code) => t!(lang, "provider-declined-text", provider = provider, code = code),
            ProviderAnswer::Refused => t!(lang, "provider-refused-text", provider = provider),
            ProviderAnswer::NotLasting => t!(lang, "provider-not-lasting-text", provider = provider),
            ProviderAnswer::Unknown { said: Some(said) } => {
                t!(lang, "provider-unknown-text", provider = provider, address = said)
            }
            ProviderAnswer::Unknown { said: None } => t!(lang, "provider-unknown-nameless", provider = provider),
        };
        view! {
            <h1>{title}</h1>
            <p>{body}</p>
            <a class="button primary wide" href=routes::SIGN_IN.to(lang)>{t!(lang, "back-to-sign-in")}</a>
            <p class="muted small">{t!(lang, "error-reference")}" "<span class="mono wrap">{reference}</span></p>
        }
        .into_any()
    }
}

fn mismatched(
    lang: Lang,
    title: String,
    provider: &str,
    mismatch: Mismatch,
    said: Option<String>,
    invited: String,
    token: String,
) -> AnyView {
    let said = said.unwrap_or_default();
    let text = match mismatch {
        Mismatch::OtherAddress => {
            t!(lang, "provider-other-address", provider = provider, said = said, invited = invited)
        }
        Mismatch::NoAddress => t!(lang, "provider-no-address", provider = provider, invited = invited),
        Mismatch::NotVerified => t!(lang, "provider-not-verified", provider = provider, said = said),
        Mismatch::SomebodyElse => t!(lang, "provider-somebody-else", provider = provider),
    };
    view! {
        <h1>{title}</h1>
        <p>{text}</p>
        <p>{t!(lang, "provider-invitation-stays")}</p>
        <form method="post" action=routes::INVITATION.to(lang)>
            <Hidden name="token" value=token/>
            <button class="button primary wide" name="aktion" value="anderes-konto">{t!(lang, "provider-choose-other")}</button>
        </form>
    }
    .into_any()
}

fn tested(lang: Lang, title: String, method: Option<SignInMethod>, claims: Vec<(String, String)>) -> AnyView {
    let (back, missing) = match method {
        Some(SignInMethod::Saml) => (routes::SAML_SETUP.to(lang), t!(lang, "saml-tested-no-address")),
        _ => (routes::OIDC_SETUP.to(lang), t!(lang, "provider-tested-no-address-text")),
    };
    let named = claims.iter().any(|(name, _)| name == "email");
    let rows = claims
        .into_iter()
        .map(|(name, value)| view! { <div><dt class="mono">{name}</dt><dd class="wrap">{value}</dd></div> })
        .collect_view();
    view! {
        <h1>{title}</h1>
        <p>{t!(lang, "provider-tested-text")}</p>
        <dl class="facts">{rows}</dl>
        {(!named).then(|| view! {
            <Notice tone=Tone::Warning title=t!(lang, "provider-tested-no-address")>
                <p>{missing}</p>
            </Notice>
        })}
        <a class="button primary wide" href=back>{t!(lang, "provider-tested-back")}</a>
    }
    .into_any()
}
