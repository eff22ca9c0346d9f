//! The frame around every page: document, navigation, footer with the constant place for contact.

use std::sync::Arc;

use leptos::prelude::*;

use super::components::{Hidden, Icon, icon};
use super::text::{Lang, t};
use super::when::Clock;
use super::{keys, routes};
use crate::model::Theme;

/// Where the style sheet and the browser part lie; names carry a content hash.
#[derive(Debug, Clone, Default)]
pub struct PageAssets {
    /// Path of the style sheet.
    pub css: Option<String>,
    /// Path of the module that wakes the islands; `None` where the browser part was not built.
    pub js: Option<String>,
    /// Path of the WebAssembly the module loads.
    pub wasm: Option<String>,
}

/// How people reach the vendor's support.
#[derive(Debug, Clone)]
pub struct Contact {
    /// What people read.
    pub label: String,
    /// Where it leads, `mailto:` or `https:`.
    pub href: String,
}

/// What an installation calls itself.
#[derive(Debug, Clone)]
pub struct Brand {
    /// The product's name.
    pub name: String,
    /// The support team; `None` where nothing is configured.
    pub contact: Option<Contact>,
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Their name.
    pub name: String,
    /// Their company.
    pub account: String,
    /// Manages the account.
    pub administrator: bool,
}

/// What every page needs around its content.
#[derive(Debug, Clone)]
pub struct Chrome {
    /// Language of the page.
    pub lang: Lang,
    /// Origin of the installation, without a slash at the end.
    pub origin: Arc<str>,
    /// Path and query of the page, for the way to its other languages.
    pub address: String,
    /// Name and contact.
    pub brand: Arc<Brand>,
    /// Style sheet and scripts.
    pub assets: Arc<PageAssets>,
    /// The response's nonce for scripts.
    pub nonce: String,
    /// How bright the page is; `None`: as the device.
    pub theme: Option<Theme>,
    /// Single keys lead to places.
    pub keys: bool,
    /// Who is signed in, if anybody.
    pub person: Option<SignedIn>,
    /// The reader's clock.
    pub clock: Clock,
    /// The request's id, to quote to the support.
    pub reference: String,
}

/// The entry of the navigation that is current.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nav {
    /// Übersicht.
    Dashboard,
    /// Benutzerverwaltung.
    UserManagement,
    /// Nutzerverwaltung.
    Users,
    /// Lizenzen.
    Licences,
    /// SCIM.
    Scim,
    /// Gruppen.
    Groups,
    /// Anmeldemethoden.
    SignInMethods,
    /// Domains of the account.
    Domains,
    /// Sicherheit.
    Security,
    /// Kontoeinstellungen: company, language, time zone.
    Settings,
    /// Benachrichtigungen.
    Notifications,
    /// Abonnement.
    Subscription,
    /// Support.
    Support,
    /// Protokoll.
    Audit,
    /// Mein Profil.
    Profile,
    /// Start page of people without admin right.
    Start,
    /// App herunterladen.
    Download,
    /// Hilfe.
    Help,
    /// Support console: accounts.
    SupportAccounts,
    /// Support console: own log.
    SupportLog,
    /// Support console: how one signs in.
    SupportSignIn,
    /// None of them.
    Elsewhere,
}

/// What stands around the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// One narrow column: signing in, invitations, errors.
    Narrow,
    /// The portal with its navigation; narrow for people who are not signed in.
    Portal(Nav),
    /// The support console.
    Support(Nav),
}

/// A page: its title, its frame, its content.
pub trait Page {
    /// The document's title, without the brand.
    fn title(&self, lang: Lang) -> String;
    /// What stands around it.
    fn frame(&self) -> Frame;
    /// The content of `<main>`, with exactly one H1.
    fn content(self, chrome: &Chrome) -> AnyView;
}

/// The whole document.
pub fn document<P: Page>(chrome: &Chrome, page: P) -> AnyView {
    let lang = chrome.lang;
    let title = format!("{} · {}", page.title(lang), chrome.brand.name);
    let frame = match page.frame() {
        Frame::Portal(_) if chrome.person.is_none() => Frame::Narrow,
        frame => frame,
    };
    let content = page.content(chrome);
    let body = match frame {
        Frame::Narrow => narrow(chrome, content),
        Frame::Portal(current) => {
            let administrator = chrome.person.as_ref().is_some_and(|person| person.administrator);
            let home = if administrator { routes::DASHBOARD } else { routes::START };
            shell(chrome, home.to(lang), portal_nav(chrome, current), portal_person(chrome), content)
        }
        Frame::Support(current) => {
            shell(chrome, routes::SUPPORT, support_nav(chrome, current), support_person(chrome), content)
        }
    };
    // The module asks for the WebAssembly last; the preload must be anonymous to match its `fetch`.
    let preload = chrome.assets.wasm.clone().map(
        |href| view! { <link rel="preload" r#as="fetch" r#type="application/wasm" crossorigin="anonymous" href=href/> },
    );
    let script = chrome
        .assets
        .js
        .clone()
        .map(|src| view! { <script type="module" src=src nonce=chrome.nonce.clone()></script> });
    view! {
        <html lang=lang.tag() data-theme=chrome.theme.map(Theme::name)>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content=chrome.theme.map_or("light dark", Theme::name)/>
                <meta name="robots" content="noindex"/>
                <title>{title}</title>
                {chrome.assets.css.clone().map(|href| view! { <link rel="stylesheet" href=href/> })}
                {alternates(chrome)}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                {preload}
                {script}
            </head>
            <body>
                <a class="skip" href="#inhalt">{t!(lang, "layout-skip")}</a>
                {body}
            </body>
        </html>
    }
    .into_any()
}

/// The page's addresses in every language, for pages that have one in each. Never the query: it may hold a secret.
fn alternates(chrome: &Chrome) -> Option<AnyView> {
    let path = chrome.address.split('?').next().unwrap_or_default();
    if routes::language(path).is_none() || !routes::is_page(path) {
        return None;
    }
    let alternate = |tag: &'static str, lang: Lang| {
        let href = format!("{}{}", chrome.origin, routes::translated(path, lang));
        view! { <link rel="alternate" hreflang=tag href=href/> }
    };
    let every = Lang::ALL.map(|lang| alternate(lang.tag(), lang)).collect_view();
    Some(view! { {every}{alternate("x-default", Lang::default())} }.into_any())
}

fn narrow(chrome: &Chrome, content: AnyView) -> AnyView {
    view! {
        <div class="narrow">
            <header class="narrow-top">{brand(chrome, routes::HOME.to(chrome.lang))}</header>
            <main id="inhalt" tabindex="-1" class="sheet">{content}</main>
            {footer(chrome)}
        </div>
    }
    .into_any()
}

fn shell(chrome: &Chrome, home: &'static str, nav: AnyView, person: AnyView, content: AnyView) -> AnyView {
    let lang = chrome.lang;
    view! {
        <header class="topbar">
            <button type="button" class="button menu-button" popovertarget="navigation">{icon(Icon::Menu)}{t!(lang, "layout-menu")}</button>
            {brand(chrome, home)}
            {person}
        </header>
        <div class="shell">
            <div class="side" id="navigation" popover="auto">{nav}</div>
            <div class="column">
                <main id="inhalt" tabindex="-1">{content}</main>
                {footer(chrome)}
            </div>
        </div>
    }
    .into_any()
}

fn brand(chrome: &Chrome, home: &'static str) -> AnyView {
    view! { <a class="brand" href=home>{icon(Icon::Mark)}<span>{chrome.brand.name.clone()}</span></a> }.into_any()
}

fn link(href: &'static str, sign: Icon, label: String, current: bool) -> AnyView {
    view! { <li><a href=href aria-current=current.then_some("page")>{icon(sign)}{label}</a></li> }.into_any()
}

fn portal_nav(chrome: &Chrome, current: Nav) -> AnyView {
    let lang = chrome.lang;
    let profile = link(routes::PROFILE.to(lang), Icon::Person, t!(lang, "nav-profile"), current == Nav::Profile);
    let help = link(routes::HELP.to(lang), Icon::Help, t!(lang, "nav-help"), current == Nav::Help);
    if !chrome.person.as_ref().is_some_and(|person| person.administrator) {
        return view! {
            <nav aria-label=t!(lang, "nav-label")>
                <ul role="list">
                    {link(routes::START.to(lang), Icon::Check, t!(lang, "nav-start"), current == Nav::Start)}
                    {link(routes::DOWNLOAD.to(lang), Icon::Download, t!(lang, "nav-download"), current == Nav::Download)}
                    {profile}
                    {help}
                </ul>
            </nav>
        }
        .into_any();
    }
    view! {
        <nav aria-label=t!(lang, "nav-label")>
            <ul role="list">
                {link(routes::DASHBOARD.to(lang), Icon::Home, t!(lang, "nav-dashboard"), current == Nav::Dashboard)}
            </ul>
            <p class="nav-group">
                <a href=routes::USER_MANAGEMENT.to(lang) aria-current=(current == Nav::UserManagement).then_some("page")>{t!(lang, "nav-user-management")}</a>
            </p>
            <ul role="list">
                {link(routes::USERS.to(lang), Icon::People, t!(lang, "nav-users"), current == Nav::Users)}
                {link(routes::LICENCES.to(lang), Icon::Seat, t!(lang, "nav-licences"), current == Nav::Licences)}
                {link(routes::SCIM.to(lang), Icon::Link, t!(lang, "nav-scim"), current == Nav::Scim)}
                {link(routes::GROUPS.to(lang), Icon::People, t!(lang, "nav-groups"), current == Nav::Groups)}
            </ul>
            <p class="nav-group">
                <a href=routes::ACCOUNT_SETTINGS.to(lang) aria-current=(current == Nav::Settings).then_some("page")>{t!(lang, "nav-settings")}</a>
            </p>
            <ul role="list">
                {link(routes::SIGN_IN_METHODS.to(lang), Icon::Key, t!(lang, "nav-methods"), current == Nav::SignInMethods)}
                {link(routes::DOMAINS.to(lang), Icon::Link, t!(lang, "nav-domains"), current == Nav::Domains)}
                {link(routes::SECURITY.to(lang), Icon::Lock, t!(lang, "nav-security"), current == Nav::Security)}
                {link(routes::NOTIFICATIONS.to(lang), Icon::Mail, t!(lang, "nav-notifications"), current == Nav::Notifications)}
                {link(routes::SUBSCRIPTION.to(lang), Icon::Receipt, t!(lang, "nav-subscription"), current == Nav::Subscription)}
                {link(routes::AUDIT_LOG.to(lang), Icon::Clock, t!(lang, "nav-audit"), current == Nav::Audit)}
            </ul>
            <ul role="list" class="nav-last">
                {link(routes::DOWNLOAD.to(lang), Icon::Download, t!(lang, "nav-download"), current == Nav::Download)}
                {profile}
                {help}
                {link(routes::SUPPORT_REQUESTS.to(lang), Icon::Info, t!(lang, "nav-support"), current == Nav::Support)}
            </ul>
        </nav>
    }
    .into_any()
}

fn support_nav(chrome: &Chrome, current: Nav) -> AnyView {
    let lang = chrome.lang;
    view! {
        <nav aria-label=t!(lang, "support-nav-label")>
            <ul role="list">
                {link(routes::SUPPORT, Icon::Search, t!(lang, "support-nav-accounts"), current == Nav::SupportAccounts)}
                {link(routes::SUPPORT_LOG, Icon::Clock, t!(lang, "support-nav-log"), current == Nav::SupportLog)}
                {link(routes::SUPPORT_OWN_SIGN_IN, Icon::Key, t!(lang, "support-nav-sign-in"), current == Nav::SupportSignIn)}
            </ul>
        </nav>
    }
    .into_any()
}

fn portal_person(chrome: &Chrome) -> AnyView {
    person(chrome, routes::SIGN_OUT.to(chrome.lang), Some(routes::PROFILE.to(chrome.lang)))
}

fn support_person(chrome: &Chrome) -> AnyView {
    person(chrome, routes::SUPPORT_SIGN_OUT, None)
}

fn person(chrome: &Chrome, sign_out: &'static str, profile: Option<&'static str>) -> AnyView {
    let lang = chrome.lang;
    let Some(person) = chrome.person.clone() else { return ().into_any() };
    let title = t!(lang, "layout-signed-in-as", name = person.name.clone());
    let who = view! {
        <span class="person-name">{person.name}</span>
        <span class="person-account">{person.account}</span>
    };
    let who = match profile {
        Some(href) => view! { <a href=href title=title>{who}</a> }.into_any(),
        None => view! { <p title=title>{who}</p> }.into_any(),
    };
    view! {
        <div class="person">
            {who}
            <form method="post" action=sign_out>
                <button class="button quiet">{icon(Icon::Exit)}<span>{t!(lang, "sign-out")}</span></button>
            </form>
        </div>
    }
    .into_any()
}

fn footer(chrome: &Chrome) -> AnyView {
    let lang = chrome.lang;
    view! {
        <footer class="footer">
            <p>{contact(chrome)}</p>
            <p><a href=routes::HELP.to(lang)>{t!(lang, "nav-help")}</a></p>
            {keys::button(chrome)}
            {language_switch(chrome)}
        </footer>
        {keys::dialog(chrome)}
    }
    .into_any()
}

/// A form, because it changes what is remembered; the answer leads to the same page and query.
fn language_switch(chrome: &Chrome) -> AnyView {
    let other = chrome.lang.other();
    view! {
        <form method="post" action=routes::LANGUAGE>
            <Hidden name="ziel" value=chrome.address.clone()/>
            <button class="button quiet small" name="sprache" value=other.tag() lang=other.tag()>{other.own_name()}</button>
        </form>
    }
    .into_any()
}

/// „Fragen? Support-Team: …“, the same on every page and on every error.
pub fn contact(chrome: &Chrome) -> AnyView {
    let lang = chrome.lang;
    match chrome.brand.contact.clone() {
        Some(Contact { label, href }) => view! { {t!(lang, "contact-lead")}" "<a href=href>{label}</a> }.into_any(),
        None => t!(lang, "contact-none", brand = chrome.brand.name.clone()).into_any(),
    }
}
