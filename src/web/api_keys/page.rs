//! The page: the keys there are, a new one, and how a program uses one.

use leptos::prelude::*;
use time::OffsetDateTime;

use super::form::{KeyForm, form};
use crate::model::{ApiArea, ApiKeyEnding, ApiKeyId};
use crate::web::components::{
    Badge, Chip, Confirm, CopyCode, CopyField, EmptyState, Hidden, Icon, Notice, PageHeader, Tone,
};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// A key, without its secret.
#[derive(Debug, Clone)]
pub struct KeyView {
    /// Which.
    pub id: ApiKeyId,
    /// What it is called.
    pub name: String,
    /// What it opens.
    pub areas: Vec<ApiArea>,
    /// How its text begins, and its last four characters.
    pub looks: (&'static str, String),
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// By whom.
    pub created_by: String,
    /// Until when it works.
    pub expires_at: OffsetDateTime,
    /// When it was last used, and from where.
    pub last_used: Option<(OffsetDateTime, Option<String>)>,
    /// When and how it ended.
    pub ended: Option<(OffsetDateTime, ApiKeyEnding)>,
}

/// What just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyNote {
    /// A key was revoked.
    Revoked,
    /// It had ended before.
    EndedBefore,
    /// The form had made its key already.
    AlreadyMade,
}

/// API-Schlüssel.
#[derive(Debug, Clone)]
pub struct ApiKeysPage {
    /// Live ones first.
    pub keys: Vec<KeyView>,
    /// The form of a new one.
    pub form: KeyForm,
    /// So many keys work that there is no room for another one.
    pub full: Option<i64>,
    /// What just happened.
    pub note: Option<KeyNote>,
}

impl Page for ApiKeysPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "api-keys-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Security)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let note = self.note.map(|note| match note {
            KeyNote::Revoked => view! { <Notice tone=Tone::Good title=t!(lang, "api-key-revoked")/> },
            KeyNote::EndedBefore => view! { <Notice tone=Tone::Info title=t!(lang, "api-key-ended-before")/> },
            KeyNote::AlreadyMade => view! { <Notice tone=Tone::Info title=t!(lang, "api-key-already-made")/> },
        });
        view! {
            <p class="crumb"><a href=routes::SECURITY.to(lang)>{t!(lang, "nav-security")}</a></p>
            <PageHeader title=t!(lang, "api-keys-title") lead=t!(lang, "api-keys-lead")/>
            {note}
            {keys(chrome, self.keys)}
            {form(lang, self.form, self.full)}
            {usage(chrome)}
        }
        .into_any()
    }
}

/// The keys there are, and those that ended.
fn keys(chrome: &Chrome, keys: Vec<KeyView>) -> AnyView {
    let lang = chrome.lang;
    let (live, ended): (Vec<_>, Vec<_>) = keys.into_iter().partition(|key| key.ended.is_none());
    let past = (!ended.is_empty()).then(|| {
        let rows = ended.into_iter().map(|key| row(chrome, key)).collect_view();
        view! {
            <details class="fold">
                <summary>{t!(lang, "api-keys-past")}</summary>
                <ul class="rows" role="list">{rows}</ul>
            </details>
        }
    });
    let list = if live.is_empty() {
        view! { <EmptyState sign=Icon::Key title=t!(lang, "api-keys-none") text=t!(lang, "api-keys-none-text")/> }
            .into_any()
    } else {
        let rows = live.into_iter().map(|key| row(chrome, key)).collect_view();
        view! { <ul class="rows" role="list">{rows}</ul> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="schluessel-liste">
            <h2 id="schluessel-liste">{t!(lang, "api-keys-yours")}</h2>
            {list}
            {past}
        </section>
    }
    .into_any()
}

fn row(chrome: &Chrome, key: KeyView) -> AnyView {
    let lang = chrome.lang;
    let clock = &chrome.clock;
    let areas = key.areas.iter().map(|area| view! { <Badge label=words::area(lang, *area)/> }).collect_view();
    let made = t!(lang, "token-created", at = clock.stamp(lang, key.created_at), by = key.created_by.clone());
    let used = match key.last_used.clone() {
        None => t!(lang, "token-never-used"),
        Some((at, None)) => t!(lang, "api-key-used", at = clock.stamp(lang, at)),
        Some((at, Some(from))) => t!(lang, "api-key-used-from", at = clock.stamp(lang, at), from = from),
    };
    let until = t!(lang, "token-valid-until", at = clock.stamp(lang, key.expires_at));
    let (begins, last4) = key.looks.clone();
    let deed = match key.ended {
        Some((at, ending)) => view! {
            <span class="muted small">{clock.stamp(lang, at)}</span>
            <Chip tone=Tone::Neutral sign=Icon::Cross label=words::key_ending(lang, ending)/>
        }
        .into_any(),
        None => revoke(lang, &key),
    };
    view! {
        <li class="row">
            <div class="row-main">
                <p><strong><bdi>{key.name}</bdi></strong>" "<span class="mono muted small">{format!("{begins}…{last4}")}</span></p>
                <div class="tags">{areas}</div>
                <p class="muted small">{made}", "{used}", "{until}</p>
            </div>
            <div class="tags">{deed}</div>
        </li>
    }
    .into_any()
}

fn revoke(lang: Lang, key: &KeyView) -> AnyView {
    let id = key.id.to_string();
    view! {
        <Confirm
            id=format!("widerrufen-{id}")
            opener=t!(lang, "api-key-revoke")
            opener_class="button danger"
            title=t!(lang, "api-key-revoke-title", name = key.name.clone())
            text=t!(lang, "api-key-revoke-text")
            action_label=t!(lang, "api-key-revoke")
            action_class="button danger"
            cancel_label=t!(lang, "cancel")
            action=routes::API_KEYS.to(lang).to_owned()
        >
            <Hidden name="aktion" value="widerrufen"/>
            <Hidden name="id" value=id/>
        </Confirm>
    }
    .into_any()
}

/// How a program uses a key.
fn usage(chrome: &Chrome) -> AnyView {
    let lang = chrome.lang;
    let base = format!("{}/api/v1", chrome.origin);
    let line = format!("curl -H \"Authorization: Bearer $EINLASS_API_KEY\" \\\n  \"{base}/people?status=active\"");
    let description = format!("{base}/openapi.json");
    view! {
        <section class="card" aria-labelledby="verwendung">
            <h2 id="verwendung">{t!(lang, "api-usage-title")}</h2>
            <CopyField lang=lang id="api-adresse".to_owned() label=t!(lang, "api-usage-base") value=base/>
            <CopyCode lang=lang id="api-beispiel" label=t!(lang, "api-usage-example") code=line/>
            <p>{t!(lang, "api-usage-text")}" "<a href=description>{t!(lang, "api-usage-description")}</a></p>
            <p class="muted">{t!(lang, "api-usage-scim")}" "<a href=routes::SCIM.to(lang)>{t!(lang, "api-usage-to-scim")}</a></p>
        </section>
    }
    .into_any()
}

/// The card on the page „Sicherheit“ that leads here.
pub fn api_keys_card(lang: Lang, live: i64) -> AnyView {
    view! {
        <section class="card" aria-labelledby="api-schluessel">
            <h2 id="api-schluessel">{t!(lang, "api-keys-title")}</h2>
            <p>{t!(lang, "api-keys-lead")}</p>
            <p class="muted small">{t!(lang, "api-keys-count", n = live)}</p>
            <div class="actions"><a class="button" href=routes::API_KEYS.to(lang)>{t!(lang, "api-keys-manage")}</a></div>
        </section>
    }
    .into_any()
}
