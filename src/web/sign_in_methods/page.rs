//! The account's sign-in methods as rows, each with its switch or the reason why it stays.

use leptos::prelude::*;

use crate::model::{Readiness, SignInMethod};
use crate::web::components::{Badge, Chip, Hidden, Icon, Notice, PageHeader, Tone, icon};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// One method.
#[derive(Debug, Clone)]
pub struct MethodRow {
    /// Which.
    pub method: SignInMethod,
    /// Allowed in this account.
    pub enabled: bool,
    /// SCIM invites by it: it stays.
    pub used_by_scim: bool,
    /// The last one people can sign in with: it stays.
    pub last: bool,
    /// Whether people can sign in by it once it is on.
    pub readiness: Readiness,
    /// People who use it.
    pub people: i64,
}

/// What just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MethodNote {
    /// Switched on.
    On(SignInMethod),
    /// Switched off.
    Off(SignInMethod),
    /// It stays: the last one.
    LastUsable,
    /// It stays: SCIM uses it.
    UsedByScim,
    /// It stays: no administrator could sign in by another one.
    LastOfAdministrators,
    /// It stays off: this installation does not offer it.
    NotOffered(SignInMethod),
    /// It stays off: it has to be set up first.
    NotConfigured(SignInMethod),
}

/// The page.
#[derive(Debug, Clone)]
pub struct MethodsPage {
    /// All methods.
    pub methods: Vec<MethodRow>,
    /// What just happened.
    pub note: Option<MethodNote>,
    /// Came from the SCIM page and goes back there.
    pub back_to_scim: bool,
}

impl Page for MethodsPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-methods")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::SignInMethods)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let back = self.back_to_scim;
        let rows = self.methods.iter().map(|row| method_row(lang, row, back)).collect_view();
        let note = self.note.map(|note| {
            let (tone, title) = match note {
                MethodNote::On(method) => {
                    (Tone::Good, t!(lang, "method-switched-on", method = words::method(lang, method)))
                }
                MethodNote::Off(method) => {
                    (Tone::Good, t!(lang, "method-switched-off", method = words::method(lang, method)))
                }
                MethodNote::LastUsable => (Tone::Danger, t!(lang, "method-last")),
                MethodNote::UsedByScim => (Tone::Danger, t!(lang, "method-used-by-scim")),
                MethodNote::LastOfAdministrators => (Tone::Danger, t!(lang, "method-last-of-admins")),
                MethodNote::NotOffered(method) => {
                    (Tone::Danger, t!(lang, "method-not-offered", method = words::method(lang, method)))
                }
                MethodNote::NotConfigured(method) => {
                    (Tone::Danger, t!(lang, "method-not-configured", method = words::method(lang, method)))
                }
            };
            view! { <Notice tone=tone title=title/> }
        });
        view! {
            <p class="crumb"><a href=routes::ACCOUNT_SETTINGS.to(lang)>{t!(lang, "nav-settings")}</a></p>
            <PageHeader title=t!(lang, "nav-methods") lead=t!(lang, "methods-lead")/>
            {note}
            {back.then(|| view! { <p><a class="button" href=routes::SCIM.to(lang)>{icon(Icon::Previous)}{t!(lang, "methods-back-to-scim")}</a></p> })}
            <ul role="list" class="rows">{rows}</ul>
        }
        .into_any()
    }
}

/// What is known of a method; `hint` says what stands in its way.
pub fn about(lang: Lang, row: &MethodRow, hint: Option<String>) -> AnyView {
    let name = words::method(lang, row.method);
    let chip = if row.enabled {
        view! { <Chip tone=Tone::Good sign=Icon::Check label=t!(lang, "switched-on")/> }
    } else {
        view! { <Chip tone=Tone::Neutral sign=Icon::Pause label=t!(lang, "switched-off")/> }
    };
    view! {
        <div class="row-main">
            <h2>{name}</h2>
            <p class="tags">
                {chip}
                {row.used_by_scim.then(|| view! { <Badge label=t!(lang, "method-scim-badge") sign=Icon::Link/> })}
                <span class="muted small">{t!(lang, "method-people", n = row.people)}</span>
            </p>
            {hint.map(|hint| view! { <p class="muted small">{hint}</p> })}
        </div>
    }
    .into_any()
}

fn method_row(lang: Lang, row: &MethodRow, back: bool) -> AnyView {
    let name = words::method(lang, row.method);
    let reason = match (row.enabled, row.used_by_scim, row.last) {
        (true, true, _) => Some(t!(lang, "method-used-by-scim")),
        (true, false, true) => Some(t!(lang, "method-last")),
        _ => None,
    };
    let hint = match row.readiness {
        Readiness::NotOffered => Some(t!(lang, "method-not-offered", method = name.clone())),
        Readiness::NotConfigured => Some(t!(lang, "method-not-configured", method = name.clone())),
        Readiness::Ready => None,
    };
    let setup = match row.method {
        _ if row.readiness == Readiness::NotOffered => None,
        SignInMethod::Oidc => Some(routes::OIDC_SETUP.to(lang)),
        SignInMethod::Microsoft => Some(routes::MICROSOFT_SETUP.to(lang)),
        SignInMethod::Saml => Some(routes::SAML_SETUP.to(lang)),
        SignInMethod::Password | SignInMethod::Google => None,
    };
    let setup = setup.map(|path| {
        let label =
            if row.readiness == Readiness::Ready { t!(lang, "method-change") } else { t!(lang, "method-setup") };
        let spoken = t!(lang, "method-setup-named", method = name.clone());
        view! { <a class="button" href=path aria-label=spoken>{label}</a> }
    });
    // What cannot be used can still be switched off, never on.
    let switchable = row.enabled || row.readiness == Readiness::Ready;
    let (to, label, aria) = if row.enabled {
        ("aus", t!(lang, "method-disable"), t!(lang, "method-disable-named", method = name.clone()))
    } else {
        ("ein", t!(lang, "method-enable"), t!(lang, "method-enable-named", method = name.clone()))
    };
    let action = match reason.clone() {
        Some(reason) => view! { <p class="muted small locked">{icon(Icon::Lock)}{reason}</p> }.into_any(),
        None if !switchable => ().into_any(),
        None => view! {
            <form method="post" action=routes::SIGN_IN_METHODS.to(lang)>
                <Hidden name="methode" value=row.method.name()/>
                {back.then(|| view! { <Hidden name="zurueck" value="scim"/> })}
                <button class="button" name="schalten" value=to aria-label=aria>{label}</button>
            </form>
        }
        .into_any(),
    };
    view! {
        <li class="row">
            {about(lang, row, hint)}
            <div class="actions">{setup}{action}</div>
        </li>
    }
    .into_any()
}
