//! Willkommen: three steps, the first already done (B30a).

use leptos::prelude::*;

use crate::web::address;
use crate::web::components::{Icon, PageHeader, icon};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// The page.
#[derive(Debug, Clone)]
pub struct WelcomePage {
    /// The company; `None` for people who are not signed in.
    pub account: Option<String>,
    /// The address their identity provider names, where they do not sign in by it.
    pub new_address: Option<String>,
}

impl Page for WelcomePage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "welcome-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Elsewhere)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let brand = chrome.brand.name.clone();
        let lead = self
            .account
            .map_or_else(|| t!(lang, "welcome-lead-guest"), |account| t!(lang, "welcome-lead", account = account));
        view! {
            <PageHeader title=t!(lang, "welcome-heading", brand = brand.clone()) lead=lead/>
            {address::waiting(lang, self.new_address)}
            <ol class="milestones" role="list">
                <li data-done="true">
                    <span class="milestone-sign">{icon(Icon::Check)}</span>
                    <div><h2>{t!(lang, "welcome-1-title")}</h2><p class="muted">{t!(lang, "welcome-1-text")}</p></div>
                </li>
                <li data-done="false">
                    <span class="milestone-sign">"2"</span>
                    <div>
                        <h2>{t!(lang, "welcome-2-title")}</h2>
                        <p class="muted">{t!(lang, "welcome-2-text")}</p>
                        <a class="button primary" href=routes::DOWNLOAD>{icon(Icon::Download)}{t!(lang, "nav-download")}</a>
                    </div>
                </li>
                <li data-done="false">
                    <span class="milestone-sign">"3"</span>
                    <div><h2>{t!(lang, "welcome-3-title")}</h2><p class="muted">{t!(lang, "welcome-3-text", brand = brand)}</p></div>
                </li>
            </ol>
        }
        .into_any()
    }
}
