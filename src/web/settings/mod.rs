//! Kontoeinstellungen: the company's name, its language, its time zone.

mod deleting;

pub use deleting::{DeleteTestPage, TestDeletedPage};

use leptos::prelude::*;

use crate::web::components::{ErrorSummary, FieldErrors, Icon, Notice, PageHeader, TextField, Tone, icon};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

use deleting::way_to_deleting;

/// Zones most customers live in; any other name of the IANA database can be typed.
const ZONES: [&str; 30] = [
    "Europe/Berlin",
    "Europe/Vienna",
    "Europe/Zurich",
    "Europe/Amsterdam",
    "Europe/Athens",
    "Europe/Brussels",
    "Europe/Bucharest",
    "Europe/Budapest",
    "Europe/Copenhagen",
    "Europe/Dublin",
    "Europe/Helsinki",
    "Europe/Istanbul",
    "Europe/Kyiv",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Luxembourg",
    "Europe/Madrid",
    "Europe/Oslo",
    "Europe/Paris",
    "Europe/Prague",
    "Europe/Rome",
    "Europe/Stockholm",
    "Europe/Warsaw",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "UTC",
];

/// The page.
#[derive(Debug, Clone)]
pub struct SettingsPage {
    /// The company's name, as stored or typed.
    pub name: String,
    /// The account's language.
    pub language: Lang,
    /// The time zone's name, as stored or typed.
    pub time_zone: String,
    /// Mistakes of the form.
    pub errors: FieldErrors,
    /// It was stored just now.
    pub saved: bool,
    /// A test account, which can be deleted.
    pub test: bool,
}

impl Page for SettingsPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-settings")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Settings)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let languages = Lang::ALL
            .map(|one| view! { <option value=one.tag() selected=one == self.language lang=one.tag()>{one.own_name()}</option> })
            .collect_view();
        let zones = ZONES.map(|zone| view! { <option value=zone></option> }).collect_view();
        let zone_error = self.errors.at("zeitzone");
        let wrong = zone_error.is_some().then_some("true");
        let described = if zone_error.is_some() { "zeitzone-hint zeitzone-error" } else { "zeitzone-hint" };
        let now = t!(lang, "settings-zone-now", time = chrome.clock.time(chrome.clock.now()));
        let zone = view! {
                    <div class="field">
                        <label class="label" for="zeitzone">{t!(lang, "settings-zone")}</label>
                        <p class="hint" id="zeitzone-hint">{t!(lang, "settings-zone-hint")}" "{now}</p>
                        <input id="zeitzone" name="zeitzone" list="zeitzonen" value=self.time_zone required maxlength="64" autocomplete="off" spellcheck="false" aria-describedby=described aria-invalid=wrong/>
                        <datalist id="zeitzonen">{zones}</datalist>
                        {zone_error.map(|error| view! { <p class="field-error" id="zeitzone-error">{icon(Icon::Warning)}{error}</p> })}
                    </div>
        }
        .into_any();
        let language = view! {
                    <div class="field">
                        <label class="label" for="kontosprache">{t!(lang, "settings-language")}</label>
                        <p class="hint" id="kontosprache-hint">{t!(lang, "settings-language-hint")}</p>
                        <select id="kontosprache" name="kontosprache" aria-describedby="kontosprache-hint">{languages}</select>
                    </div>
        }
        .into_any();
        view! {
            <PageHeader title=t!(lang, "nav-settings") lead=t!(lang, "settings-lead")/>
            {self.saved.then(|| view! { <Notice tone=Tone::Good title=t!(lang, "account-settings-saved")/> })}
            <section class="card" aria-label=t!(lang, "nav-settings")>
                <ErrorSummary lang=lang errors=self.errors.clone()/>
                <form method="post" action=routes::ACCOUNT_SETTINGS.to(lang) class="form">
                    <TextField name="name" label=t!(lang, "settings-name") hint=t!(lang, "settings-name-hint") value=self.name error=self.errors.at("name") autocomplete="organization" maxlength=200/>
                    {language}
                    {zone}
                    <button class="button primary">{t!(lang, "save")}</button>
                </form>
            </section>
            {self.test.then(|| way_to_deleting(lang))}
        }
        .into_any()
    }
}
