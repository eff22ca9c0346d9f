//! The page with its forms.

use leptos::prelude::*;

use super::keys::keys;
use super::language::{LanguageView, language};
use super::methods::{OwnMethodRow, methods};
use super::own_data::own_data;
use super::passkeys::{PasskeysView, passkeys};
use super::second_factor::{FactorView, second_factor};
use super::sessions::{SessionRow, sessions};
use super::theme::theme;
use crate::web::address::{self, NewAddress};
use crate::web::components::{ErrorSummary, FieldErrors, Icon, Notice, PageHeader, TextField, Tone, icon};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::sessions::{Desk, new_password_fields};
use crate::web::text::{Lang, t};

/// What the page says about the person.
#[derive(Debug, Clone)]
pub struct ProfileView {
    /// Their name, as it stands or as it was typed.
    pub name: String,
    /// An identity provider owns the name.
    pub managed: bool,
    /// What they sign in with.
    pub sign_in_email: String,
    /// Another address that is named for them.
    pub new_address: Option<NewAddress>,
    /// How they can sign in, or could.
    pub methods: Vec<OwnMethodRow>,
    /// What they read.
    pub language: LanguageView,
    /// Characters a new password needs; `None` for somebody without a password.
    pub password_least: Option<usize>,
    /// Their second factor; `None` for somebody without a password.
    pub factor: Option<FactorView>,
    /// Their passkeys; `None` for somebody without a password, and where browsers have none for this address.
    pub passkeys: Option<PasskeysView>,
    /// Their sessions, this one first.
    pub sessions: Vec<SessionRow>,
}

/// What just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileNote {
    /// The name was saved.
    Renamed,
    /// The password was changed.
    PasswordChanged,
    /// The second factor is switched off.
    FactorOff,
    /// It stays: the account makes it a duty.
    FactorRequired,
    /// It stays: the password is too short to stand alone.
    FactorShortPassword,
    /// There is one more passkey.
    PasskeyAdded,
    /// A passkey has another name.
    PasskeyRenamed,
    /// A passkey is removed.
    PasskeyRemoved,
    /// There are as many passkeys as there can be.
    PasskeysFull,
    /// A session was ended.
    SessionEnded,
    /// All others were ended.
    OthersEnded,
    /// The language was saved.
    LanguageSaved,
    /// The brightness was saved.
    ThemeSaved,
    /// Single keys were switched on or off.
    KeysSaved,
    /// A further way to sign in is linked.
    MethodLinked,
    /// A way to sign in is removed.
    MethodRemoved,
    /// It stays, or was there before: the page shows why.
    MethodStays,
    /// The provider named another address.
    LinkOtherAddress,
    /// The provider named no address, or does not vouch for it.
    LinkNoAddress,
    /// Somebody else of the account comes by this identity.
    LinkSomebodyElse,
    /// Another session left for the provider.
    LinkStale,
}

impl ProfileNote {
    /// The value in addresses.
    pub const ALL: [(&'static str, Self); 21] = [
        ("name", Self::Renamed),
        ("passwort", Self::PasswordChanged),
        ("faktor-aus", Self::FactorOff),
        ("faktor-pflicht", Self::FactorRequired),
        ("faktor-passwort", Self::FactorShortPassword),
        ("passkey", Self::PasskeyAdded),
        ("passkey-umbenannt", Self::PasskeyRenamed),
        ("passkey-entfernt", Self::PasskeyRemoved),
        ("passkeys-voll", Self::PasskeysFull),
        ("sitzung", Self::SessionEnded),
        ("sitzungen", Self::OthersEnded),
        ("sprache", Self::LanguageSaved),
        ("darstellung", Self::ThemeSaved),
        ("tasten", Self::KeysSaved),
        ("verknuepft", Self::MethodLinked),
        ("methode-entfernt", Self::MethodRemoved),
        ("methode-bleibt", Self::MethodStays),
        ("andere-adresse", Self::LinkOtherAddress),
        ("keine-adresse", Self::LinkNoAddress),
        ("jemand-anderes", Self::LinkSomebodyElse),
        ("andere-sitzung", Self::LinkStale),
    ];

    /// The one of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(own, _)| *own == name).map(|(_, note)| note)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, other)| *other == self).map_or("", |(name, _)| name)
    }

    /// What it says.
    pub fn view(self, lang: Lang) -> AnyView {
        let (tone, title) = match self {
            Self::Renamed => (Tone::Good, t!(lang, "profile-renamed")),
            Self::PasswordChanged => (Tone::Good, t!(lang, "profile-password-changed")),
            Self::FactorOff => (Tone::Good, t!(lang, "factor-switched-off")),
            Self::FactorRequired => (Tone::Danger, t!(lang, "factor-required")),
            Self::FactorShortPassword => (Tone::Danger, t!(lang, "factor-short-password")),
            Self::PasskeyAdded => (Tone::Good, t!(lang, "passkey-added")),
            Self::PasskeyRenamed => (Tone::Good, t!(lang, "passkey-renamed")),
            Self::PasskeyRemoved => (Tone::Good, t!(lang, "passkey-removed")),
            Self::PasskeysFull => (Tone::Danger, t!(lang, "passkeys-full")),
            Self::SessionEnded => (Tone::Good, t!(lang, "own-session-ended")),
            Self::OthersEnded => (Tone::Good, t!(lang, "own-sessions-ended")),
            Self::LanguageSaved => (Tone::Good, t!(lang, "own-language-saved")),
            Self::ThemeSaved => (Tone::Good, t!(lang, "theme-saved")),
            Self::KeysSaved => (Tone::Good, t!(lang, "keys-saved")),
            Self::MethodLinked => (Tone::Good, t!(lang, "own-method-now-linked")),
            Self::MethodRemoved => (Tone::Good, t!(lang, "own-method-now-removed")),
            Self::MethodStays => (Tone::Danger, t!(lang, "own-method-unchanged")),
            Self::LinkOtherAddress => (Tone::Danger, t!(lang, "own-link-other-address")),
            Self::LinkNoAddress => (Tone::Danger, t!(lang, "own-link-no-address")),
            Self::LinkSomebodyElse => (Tone::Danger, t!(lang, "own-link-somebody-else")),
            Self::LinkStale => (Tone::Danger, t!(lang, "own-link-stale")),
        };
        view! { <Notice tone=tone title=title/> }.into_any()
    }
}

/// Mein Profil.
#[derive(Debug, Clone)]
pub struct ProfilePage {
    /// The person.
    pub view: ProfileView,
    /// What just happened.
    pub note: Option<ProfileNote>,
    /// Mistakes of the form that was sent.
    pub errors: FieldErrors,
}

impl Page for ProfilePage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "own-profile-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Profile)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let view = self.view;
        view! {
            <PageHeader title=t!(lang, "own-profile-title")/>
            {self.note.map(|note| note.view(lang))}
            {address::waiting(lang, view.new_address.clone())}
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            {person(lang, &view, &self.errors)}
            {language(lang, view.language)}
            {theme(lang, chrome.theme)}
            {keys(chrome)}
            {methods(lang, view.methods)}
            {view.password_least.map(|least| password(lang, least, &view.sign_in_email, &self.errors))}
            {view.factor.map(|factor| second_factor(lang, &factor))}
            {view.passkeys.map(|view| passkeys(chrome, Desk::Portal, view))}
            {sessions(chrome, view.sessions)}
            {own_data(lang)}
        }
        .into_any()
    }
}

fn person(lang: Lang, view: &ProfileView, errors: &FieldErrors) -> AnyView {
    let name = if view.managed {
        view! { <p class="muted small locked">{icon(Icon::Lock)}{t!(lang, "own-profile-locked")}</p> }.into_any()
    } else {
        view! {
            <form method="post" action=routes::PROFILE.to(lang) class="form">
                <TextField name="name" label=t!(lang, "field-name") value=view.name.clone() autocomplete="name" maxlength=256 error=errors.at("name")/>
                <button class="button" name="aktion" value="name">{t!(lang, "own-name-save")}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="person">
            <h2 id="person">{t!(lang, "own-person-title")}</h2>
            <dl class="facts">
                {view.managed.then(|| view! { <div><dt>{t!(lang, "field-name")}</dt><dd><bdi>{view.name.clone()}</bdi></dd></div> })}
                <div><dt>{t!(lang, "own-sign-in-email")}</dt><dd class="wrap">{view.sign_in_email.clone()}</dd></div>
            </dl>
            {name}
        </section>
    }
    .into_any()
}

fn password(lang: Lang, least: usize, address: &str, errors: &FieldErrors) -> AnyView {
    view! {
        <section class="card" aria-labelledby="passwort-aendern">
            <h2 id="passwort-aendern">{t!(lang, "own-password-title")}</h2>
            <p>{t!(lang, "own-password-text")}</p>
            <form method="post" action=routes::PROFILE.to(lang) class="form">
                // Password managers need to know whose password changes.
                <input type="hidden" autocomplete="username" value=address.to_owned()/>
                <TextField
                    name="aktuelles_passwort"
                    kind="password"
                    label=t!(lang, "field-current-password")
                    autocomplete="current-password"
                    maxlength=1024
                    error=errors.at("aktuelles_passwort")
                />
                {new_password_fields(lang, least, errors)}
                <button class="button" name="aktion" value="passwort">{t!(lang, "own-password-save")}</button>
            </form>
        </section>
    }
    .into_any()
}
