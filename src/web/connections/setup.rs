//! The set-up guide of a connection: the article's step 2 and 3 with the account's own values, and what arrives while one works.

use leptos::prelude::*;

use super::arrival::arrival_of;
use super::card::rejection_notice;
use super::view::{ConnectionView, Health, News};
use crate::web::components::{CopyCode, CopyField, Notice, PageHeader, Tone};
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
        let Self { connection, news } = self;
        let arrival = arrival_of(lang, &chrome.clock, &connection, &news);
        let waiting = matches!(connection.health, Health::Waiting);
        let lead = t!(lang, "setup-lead", method = words::method(lang, connection.method));
        let own = routes::SCIM_SETUP.with(lang, connection.id);
        let revoked = matches!(connection.health, Health::Revoked { .. });
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
                <Notice tone=Tone::Danger title=t!(lang, "scim-s10-title")><p><a href=routes::SCIM.to(lang)>{t!(lang, "token-new")}</a></p></Notice>
            })}
            {onelogin(lang, &connection)}
            {people(lang)}
        }
        .into_any()
    }
}

fn onelogin(lang: Lang, connection: &ConnectionView) -> AnyView {
    view! {
        <section class="card guide" aria-labelledby="onelogin">
            <h2 id="onelogin">{t!(lang, "guide-onelogin-title")}</h2>
            <ol class="steps">
                <li><p>{t!(lang, "guide-1")}</p></li>
                <li><p>{t!(lang, "guide-2-before")}" "<b lang="en">"SCIM Provisioner with SAML (SCIM v2 Core)"</b>{t!(lang, "guide-2-after")}</p></li>
                <li>
                    <p>{t!(lang, "guide-3")}</p>
                    <CopyField lang=lang id="guide-base-url".to_owned() label=t!(lang, "scim-base-url") value=connection.base_url.clone()/>
                    <p>{t!(lang, "guide-3-token")}</p>
                    <p>{t!(lang, "guide-3-template")}</p>
                    <CopyCode lang=lang id="vorlage" label="SCIM JSON Template".to_owned() code=ONELOGIN_TEMPLATE/>
                    <p class="small"><a href="/onelogin-scim-template.json" download>{t!(lang, "guide-3-download")}</a></p>
                </li>
                <li><p>{t!(lang, "guide-4")}</p><p class="muted">{t!(lang, "guide-4-phone")}</p></li>
                <li><p>{t!(lang, "guide-5")}</p><p class="muted">{t!(lang, "guide-5-approval")}</p></li>
                <li><p>{t!(lang, "guide-6")}</p></li>
            </ol>
        </section>
    }
    .into_any()
}

fn people(lang: Lang) -> AnyView {
    view! {
        <section class="card guide" aria-labelledby="personen">
            <h2 id="personen">{t!(lang, "guide-people-title")}</h2>
            <p>{t!(lang, "guide-people-existing")}</p>
            <ol class="steps">
                <li><p>{t!(lang, "guide-people-1")}</p></li>
                <li><p>{t!(lang, "guide-people-2")}</p></li>
                <li><p>{t!(lang, "guide-people-3")}</p></li>
            </ol>
            <p>{t!(lang, "guide-people-done")}" "<a href=routes::USERS.to(lang)>{t!(lang, "nav-users")}</a>"."</p>
        </section>
    }
    .into_any()
}
