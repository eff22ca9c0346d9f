//! The bundled help: one HTML fragment per article and language, our own words, no markup from anywhere else.

use leptos::prelude::*;

use super::components::PageHeader;
use super::connections::guides;
use super::layouts::{Chrome, Frame, Nav, Page, contact};
use super::routes::{self, Route};
use super::text::{Lang, t};
use crate::model::IdpGuide;

/// A bundled article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Article {
    /// SCIM: the automatic user management, step by step.
    Scim,
    /// More or fewer licences.
    Licences,
}

impl Article {
    /// In the order of the overview.
    pub const ALL: [Self; 2] = [Self::Scim, Self::Licences];

    /// Its page.
    pub const fn route(self) -> Route {
        match self {
            Self::Scim => routes::HELP_SCIM,
            Self::Licences => routes::HELP_LICENCES,
        }
    }

    fn title(self, chrome_brand: &str, lang: Lang) -> String {
        match self {
            Self::Scim => t!(lang, "help-scim-title", brand = chrome_brand),
            Self::Licences => t!(lang, "help-licences-title"),
        }
    }

    fn lead(self, lang: Lang) -> String {
        match self {
            Self::Scim => t!(lang, "help-scim-lead"),
            Self::Licences => t!(lang, "help-licences-lead"),
        }
    }

    const fn text(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Scim, Lang::De) => include_str!("de/scim.html"),
            (Self::Licences, Lang::De) => include_str!("de/licences.html"),
            (Self::Scim, Lang::En) => include_str!("en/scim.html"),
            (Self::Licences, Lang::En) => include_str!("en/licences.html"),
        }
    }
}

/// Hilfe.
#[derive(Debug, Clone, Copy)]
pub struct HelpPage;

impl Page for HelpPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-help")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Help)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let items = Article::ALL
            .into_iter()
            .map(|article| {
                view! {
                    <li class="row">
                        <div class="row-main">
                            <h2><a href=article.route().to(lang)>{article.title(&chrome.brand.name, lang)}</a></h2>
                            <p class="muted">{article.lead(lang)}</p>
                        </div>
                    </li>
                }
            })
            .collect_view();
        view! {
            <PageHeader title=t!(lang, "nav-help") lead=t!(lang, "help-lead")/>
            <ul role="list" class="rows">{items}</ul>
            <section class="card" aria-labelledby="anleitungen">
                <h2 id="anleitungen">{t!(lang, "help-guides-title")}</h2>
                {guide_list(lang)}
            </section>
            <section class="card" aria-labelledby="kontakt">
                <h2 id="kontakt">{t!(lang, "help-contact-title")}</h2>
                <p>{contact(chrome)}</p>
            </section>
        }
        .into_any()
    }
}

/// One article.
#[derive(Debug, Clone, Copy)]
pub struct ArticlePage {
    /// Which.
    pub article: Article,
}

impl Page for ArticlePage {
    fn title(&self, lang: Lang) -> String {
        match self.article {
            Article::Scim => t!(lang, "nav-scim"),
            Article::Licences => t!(lang, "nav-licences"),
        }
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Help)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let text = fill(self.article.text(lang), &chrome.brand.name);
        view! {
            <p class="crumb"><a href=routes::HELP.to(lang)>{t!(lang, "nav-help")}</a></p>
            <PageHeader title=self.article.title(&chrome.brand.name, lang) lead=self.article.lead(lang)/>
            <div class="prose" inner_html=text></div>
            {(self.article == Article::Scim).then(|| view! {
                <section class="card"><h2>{t!(lang, "help-guides-title")}</h2>{guide_list(lang)}</section>
            })}
            <section class="card"><h2>{t!(lang, "help-contact-title")}</h2><p>{contact(chrome)}</p></section>
        }
        .into_any()
    }
}

/// The guides, one for each identity provider.
fn guide_list(lang: Lang) -> AnyView {
    let items = IdpGuide::ALL
        .iter()
        .map(|guide| view! { <li><a href=routes::HELP_GUIDE.with(lang, guide)>{guides::name(lang, *guide)}</a></li> })
        .collect_view();
    view! { <ul role="list" class="tags">{items}</ul> }.into_any()
}

/// How an identity provider is set up, for everybody.
#[derive(Debug, Clone, Copy)]
pub struct GuidePage {
    /// Which.
    pub guide: IdpGuide,
}

impl Page for GuidePage {
    fn title(&self, lang: Lang) -> String {
        guides::title(lang, self.guide)
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Help)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let lead = t!(lang, "help-guide-lead", brand = chrome.brand.name.clone());
        let title = match self.guide {
            IdpGuide::Generic => t!(lang, "help-guide-title-generic"),
            guide => t!(lang, "help-guide-title", name = guides::name(lang, guide)),
        };
        view! {
            <p class="crumb"><a href=routes::HELP_SCIM.to(lang)>{t!(lang, "nav-scim")}</a></p>
            <PageHeader title=title lead=lead/>
            {guides::steps(lang, self.guide, None)}
            <section class="card"><h2>{t!(lang, "help-contact-title")}</h2><p>{contact(chrome)}</p></section>
        }
        .into_any()
    }
}

/// Puts the brand and the template into a fragment, escaped.
fn fill(text: &str, brand: &str) -> String {
    text.replace("{brand}", &escape(brand)).replace("{template}", &escape(super::connections::ONELOGIN_TEMPLATE))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
