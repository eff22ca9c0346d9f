//! Benutzerverwaltung: what SCIM does, and where people, licences and SCIM stand.

use leptos::prelude::*;

use crate::web::components::{Chip, Icon, PageHeader, Tone, icon};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, number, t};

/// How SCIM stands, in one word; of several connections the first one in this order counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScimSummary {
    /// Removals wait for an administrator.
    Held,
    /// The account lacks what SCIM needs, and requests are refused (S14).
    Blocked,
    /// It does, and SCIM works for a while (S14).
    Lapsing,
    /// Two tokens are live, the older one for a while (S12).
    Rotating,
    /// Requests arrive.
    Connected,
    /// Activated, no request yet.
    Waiting,
    /// The token ran out (S11).
    Expired,
    /// No live token.
    Revoked,
    /// An administrator paused it.
    Paused,
    /// Never activated.
    Off,
}

impl ScimSummary {
    /// The sign that says it.
    pub fn chip(self, lang: Lang) -> AnyView {
        let (tone, sign, label) = match self {
            Self::Held => (Tone::Danger, Icon::Warning, t!(lang, "overview-scim-held-chip")),
            Self::Blocked => (Tone::Danger, Icon::Cross, t!(lang, "scim-blocked")),
            Self::Lapsing => (Tone::Warning, Icon::Warning, t!(lang, "scim-grace")),
            Self::Rotating => (Tone::Info, Icon::Key, t!(lang, "scim-rotating")),
            Self::Connected => (Tone::Good, Icon::Check, t!(lang, "scim-connected")),
            Self::Waiting => (Tone::Info, Icon::Clock, t!(lang, "scim-waiting")),
            Self::Expired => (Tone::Danger, Icon::Clock, t!(lang, "token-ended-expired")),
            Self::Revoked => (Tone::Danger, Icon::Cross, t!(lang, "scim-revoked")),
            Self::Paused => (Tone::Warning, Icon::Pause, t!(lang, "scim-paused")),
            Self::Off => (Tone::Neutral, Icon::Pause, t!(lang, "scim-off")),
        };
        view! { <Chip tone=tone sign=sign label=label/> }.into_any()
    }

    /// What it means for the people of the account.
    pub fn sentence(self, lang: Lang) -> String {
        match self {
            Self::Held => t!(lang, "overview-scim-held"),
            Self::Lapsing => t!(lang, "overview-scim-lapsing"),
            Self::Rotating | Self::Connected => t!(lang, "overview-scim-connected"),
            Self::Waiting => t!(lang, "overview-scim-waiting"),
            Self::Blocked | Self::Expired | Self::Revoked | Self::Paused => t!(lang, "overview-scim-revoked"),
            Self::Off => t!(lang, "overview-scim-off"),
        }
    }

    /// What the link to the connection is called.
    pub fn link(self, lang: Lang) -> String {
        if self == Self::Off { t!(lang, "overview-scim-activate") } else { t!(lang, "overview-to-scim") }
    }
}

/// The figures of the page.
#[derive(Debug, Clone)]
pub struct Overview {
    /// People who accepted.
    pub active: i64,
    /// Open invitations.
    pub invited: i64,
    /// Licences in all.
    pub licences: i64,
    /// Licences nobody holds.
    pub free: i64,
    /// The count follows by itself.
    pub automatic: bool,
    /// A test account has none.
    pub test: bool,
    /// How SCIM stands.
    pub scim: ScimSummary,
}

/// Benutzerverwaltung.
#[derive(Debug, Clone)]
pub struct OverviewPage {
    /// `None` for people without admin right: they read, they do nothing.
    pub overview: Option<Overview>,
}

impl Page for OverviewPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-user-management")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::UserManagement)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let brand = chrome.brand.name.clone();
        let cards = self.overview.map_or_else(
            || view! { <p class="muted">{t!(lang, "admins-only-text")}</p> }.into_any(),
            |overview| view! { <div class="cards">{people_card(lang, &overview)}{licence_card(lang, &overview)}{scim_card(lang, &overview)}</div> }.into_any(),
        );
        view! {
            <PageHeader title=t!(lang, "nav-user-management")/>
            {cards}
            <section class="card" aria-labelledby="was-ist-scim">
                <h2 id="was-ist-scim">{t!(lang, "overview-scim-title")}</h2>
                <p>{t!(lang, "scim-explained", brand = brand)}</p>
                <p><a href=routes::HELP_SCIM.to(lang)>{t!(lang, "learn-more-scim")}</a></p>
            </section>
        }
        .into_any()
    }
}

fn card(sign: Icon, title: String, figure: AnyView, text: String, href: &'static str, link: String) -> AnyView {
    view! {
        <section class="card figure-card">
            <h2>{icon(sign)}{title}</h2>
            <p class="figure">{figure}</p>
            <p class="muted">{text}</p>
            <p class="card-link"><a href=href>{link}</a></p>
        </section>
    }
    .into_any()
}

fn people_card(lang: Lang, overview: &Overview) -> AnyView {
    card(
        Icon::People,
        t!(lang, "nav-users"),
        number(lang, overview.active + overview.invited).into_any(),
        t!(lang, "overview-people", active = overview.active, invited = overview.invited),
        routes::USERS.to(lang),
        t!(lang, "overview-to-users"),
    )
}

fn licence_card(lang: Lang, overview: &Overview) -> AnyView {
    let text = if overview.test {
        t!(lang, "overview-licences-test")
    } else if overview.automatic {
        t!(lang, "overview-licences-automatic")
    } else {
        t!(lang, "overview-licences-free", n = overview.free)
    };
    card(
        Icon::Seat,
        t!(lang, "nav-licences"),
        number(lang, overview.licences).into_any(),
        text,
        routes::LICENCES.to(lang),
        t!(lang, "overview-to-licences"),
    )
}

fn scim_card(lang: Lang, overview: &Overview) -> AnyView {
    let scim = overview.scim;
    card(Icon::Link, t!(lang, "nav-scim"), scim.chip(lang), scim.sentence(lang), routes::SCIM.to(lang), scim.link(lang))
}
