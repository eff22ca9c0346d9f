//! The set-up guide of a connection: the article's step 2 and 3 with the account's own values, the same for other identity providers,
//! and what arrives while one works.

use leptos::prelude::*;

use super::arrival::arrival_of;
use super::guides::{self, steps};
use super::hints::rejection_notice;
use super::template::{TemplateView, template_check};
use super::view::{ConnectionView, Health, News};
use crate::model::IdpGuide;
use crate::web::components::{Hidden, Notice, PageHeader, Tone};
use crate::web::islands::WaitForFirstRequest;
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// The template of the article, the same file that can be downloaded.
pub const ONELOGIN_TEMPLATE: &str = include_str!("../../../public/onelogin-scim-template.json");

/// The guide.
#[derive(Debug, Clone)]
pub struct SetupPage {
    /// Of which connection.
    pub connection: ConnectionView,
    /// What its log tells.
    pub news: News,
    /// For which identity provider.
    pub guide: IdpGuide,
    /// What came of checking a template.
    pub checked: Option<TemplateView>,
}

impl Page for SetupPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "setup-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Scim)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let Self { connection, news, guide, checked } = self;
        let arrival = arrival_of(lang, &chrome.clock, &connection, &news);
        let waiting = matches!(connection.health, Health::Waiting);
        let lead = t!(lang, "setup-lead", method = words::method(lang, connection.method));
        let own = routes::SCIM_SETUP.with(lang, connection.id);
        let revoked = matches!(connection.health, Health::Revoked { .. } | Health::Expired { .. });
        let rejected = connection.rejected.as_ref().filter(|_| !waiting);
        view! {
            <p class="crumb"><a href=routes::SCIM.to(lang)>{t!(lang, "setup-back")}</a></p>
            <PageHeader title=t!(lang, "setup-title") lead=lead/>
            <section class="card live" aria-labelledby="ankunft">
                <h2 id="ankunft">{t!(lang, "setup-live-title")}</h2>
                <WaitForFirstRequest url=routes::SCIM_ARRIVALS.with(lang, connection.id) first=arrival/>
                {rejected.map(|rejected| rejection_notice(lang, &chrome.clock, rejected, revoked))}
                <p class="small"><a href=own>{t!(lang, "setup-live-refresh")}</a>" · "<a href=routes::SCIM_LOG.with(lang, connection.id)>{t!(lang, "log-open")}</a></p>
            </section>
            {revoked.then(|| view! {
                <Notice tone=Tone::Danger title=t!(lang, "setup-no-token")><p><a href=routes::SCIM.to(lang)>{t!(lang, "token-new")}</a></p></Notice>
            })}
            {choice(lang, &connection, guide)}
            {steps(lang, guide, Some(&connection.base_url))}
            {(guide == IdpGuide::OneLogin).then(|| template_check(lang, connection.id, checked))}
        }
        .into_any()
    }
}

/// Whose guide: choosing one also tells the connection whose habits to expect.
fn choice(lang: Lang, connection: &ConnectionView, chosen: IdpGuide) -> AnyView {
    let buttons = IdpGuide::ALL
        .iter()
        .map(|guide| {
            let current = (*guide == chosen).then_some("true");
            view! { <button class="button small" name="anbieter" value=guide.name() aria-current=current>{guides::name(lang, *guide)}</button> }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="anbieter">
            <h2 id="anbieter">{t!(lang, "guide-choice")}</h2>
            <p class="muted">{t!(lang, "guide-choice-text")}</p>
            <form method="post" action=routes::SCIM_SETUP.with(lang, connection.id) class="actions">
                <Hidden name="aktion" value="anleitung"/>
                {buttons}
            </form>
        </section>
    }
    .into_any()
}
