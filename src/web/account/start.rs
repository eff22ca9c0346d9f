//! Where signed-in people without admin right land: who they are, the app, the way out.

use leptos::prelude::*;

use crate::web::address::{self, NewAddress};
use crate::web::components::{Notice, PageHeader, Tone};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// Start page.
#[derive(Debug, Clone)]
pub struct StartPage {
    /// Name of the person.
    pub name: String,
    /// Their company.
    pub account: String,
    /// The address their identity provider names, where they do not sign in by it.
    pub new_address: Option<NewAddress>,
    /// Steps of Willkommen that are left.
    pub steps_left: i64,
    /// They were sent here from a page for admins.
    pub refused: bool,
}

impl Page for StartPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-start")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Start)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        view! {
            <PageHeader title=t!(lang, "start-title", name = self.name.clone())/>
            {self.refused.then(|| view! { <Notice tone=Tone::Info title=t!(lang, "admins-only-title")><p>{t!(lang, "admins-only-text")}</p></Notice> })}
            {address::waiting(lang, self.new_address)}
            <section class="card">
                <dl class="facts">
                    <div><dt>{t!(lang, "field-name")}</dt><dd>{self.name}</dd></div>
                    <div><dt>{t!(lang, "field-company")}</dt><dd>{self.account}</dd></div>
                </dl>
                <div class="actions">
                    {(self.steps_left > 0).then(|| view! { <a class="button" href=routes::WELCOME.to(lang)>{t!(lang, "start-steps-left", n = self.steps_left)}</a> })}
                    <a class="button primary" href=routes::DOWNLOAD.to(lang)>{t!(lang, "nav-download")}</a>
                </div>
            </section>
        }
        .into_any()
    }
}
