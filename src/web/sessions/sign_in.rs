//! One sign-in page for everyone (product decision 11).

use leptos::prelude::*;

use crate::model::SignInMethod;
use crate::web::components::{ErrorSummary, FieldErrors, Hidden, Notice, TextField, Tone};
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::routes;
use crate::web::sessions::{Desk, PasskeyUse, passkey_form};
use crate::web::text::{Lang, t};
use crate::web::words;

/// Why somebody stands here again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInNote {
    /// Signed out just now.
    SignedOut,
    /// A new password was set.
    PasswordChanged,
    /// The session ended, or there was none.
    SessionEnded,
    /// Address and password do not belong together, or the person may not sign in: nobody is told which.
    Refused,
    /// The passkey is none of ours, or not its owner's: nobody is told which.
    PasskeyRefused,
    /// Too many tries.
    Throttled,
}

/// E-mail address and password, or a provider.
#[derive(Debug, Clone, Default)]
pub struct SignInPage {
    /// What was typed before.
    pub email: String,
    /// Where to go afterwards, a path of this portal.
    pub next: Option<String>,
    /// The providers that everybody can come by.
    pub providers: Vec<SignInMethod>,
    /// Browsers have passkeys for this address.
    pub passkeys: bool,
    /// People may make test accounts for themselves.
    pub sign_up: bool,
    /// Message on top.
    pub note: Option<SignInNote>,
    /// Mistakes of the form.
    pub errors: FieldErrors,
}

impl Page for SignInPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "sign-in-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let query = self.next.as_deref().map(continuing).unwrap_or_default();
        let by_passkey = self.passkeys.then(|| {
            passkey_form(lang, Desk::Portal, PasskeyUse::SignIn, routes::SIGN_IN.to(lang), self.next.clone(), None, "")
        });
        let sign_up = self.sign_up.then(|| {
            view! { <p class="aside">{t!(lang, "sign-up-lead-in")}" "<a href=routes::SIGN_UP.to(lang)>{t!(lang, "sign-up-link")}</a></p> }
        });
        let others = self
            .providers
            .into_iter()
            .map(|method| {
                let to = format!("{}{query}", routes::SIGN_IN_WITH.with(lang, method));
                view! { <a class="button wide" href=to>{words::sign_in_label(lang, method)}</a> }
            })
            .collect_view();
        view! {
            <h1>{t!(lang, "sign-in-heading", brand = chrome.brand.name.clone())}</h1>
            {self.note.map(|note| note_view(lang, note))}
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            <form method="post" action=routes::SIGN_IN.to(lang) class="form">
                {self.next.map(|next| view! { <Hidden name="weiter" value=next/> })}
                <TextField
                    name="email"
                    kind="email"
                    label=t!(lang, "field-email")
                    value=self.email
                    autocomplete="username"
                    inputmode="email"
                    error=self.errors.at("email")
                />
                <TextField
                    name="passwort"
                    kind="password"
                    label=t!(lang, "field-password")
                    autocomplete="current-password"
                    maxlength=1024
                    error=self.errors.at("passwort")
                />
                <button class="button primary wide">{t!(lang, "sign-in")}</button>
            </form>
            <p class="aside"><a href=routes::FORGOT_PASSWORD.to(lang)>{t!(lang, "forgot-link")}</a></p>
            {sign_up}
            <section class="form" aria-labelledby="sonst">
                <h2 id="sonst">{t!(lang, "sign-in-other")}</h2>
                {by_passkey}
                {others}
                <a class="button wide" href=format!("{}{query}", routes::COMPANY_SIGN_IN.to(lang))>{t!(lang, "sign-in-company")}</a>
            </section>
        }
        .into_any()
    }
}

/// The query that carries where to go afterwards.
fn continuing(next: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::from("?"));
    query.append_pair("weiter", next).finish()
}

fn note_view(lang: Lang, note: SignInNote) -> AnyView {
    let (tone, title) = match note {
        SignInNote::SignedOut => (Tone::Good, t!(lang, "sign-in-signed-out")),
        SignInNote::PasswordChanged => (Tone::Good, t!(lang, "sign-in-password-changed")),
        SignInNote::SessionEnded => (Tone::Info, t!(lang, "sign-in-session-ended")),
        SignInNote::Refused => (Tone::Danger, t!(lang, "sign-in-refused")),
        SignInNote::PasskeyRefused => (Tone::Danger, t!(lang, "sign-in-passkey-refused")),
        SignInNote::Throttled => (Tone::Danger, t!(lang, "sign-in-throttled")),
    };
    view! { <Notice tone=tone title=title/> }.into_any()
}
