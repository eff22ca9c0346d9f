//! Passkeys on the profile, and the page that adds one. The same for people and for support staff.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::web::components::{Chip, Confirm, ErrorSummary, FieldErrors, Hidden, Icon, TextField, Tone};
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::sessions::{Desk, PasskeyUse, passkey_form};
use crate::web::text::{Lang, t};

/// One passkey.
#[derive(Debug, Clone)]
pub struct PasskeyRow {
    /// Names it in forms.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// Kept by a password manager or cloud.
    pub synced: bool,
    /// When it was added.
    pub since: OffsetDateTime,
    /// When it was shown last.
    pub used: Option<OffsetDateTime>,
}

/// How the person stands.
#[derive(Debug, Clone)]
pub struct PasskeysView {
    /// Theirs, the oldest first.
    pub rows: Vec<PasskeyRow>,
    /// There can be one more.
    pub more: bool,
}

/// The section.
pub fn passkeys(chrome: &Chrome, desk: Desk, view: PasskeysView) -> AnyView {
    let lang = chrome.lang;
    let list = (!view.rows.is_empty()).then(|| {
        let rows = view.rows.into_iter().map(|row| passkey(chrome, desk, row)).collect_view();
        view! { <ul role="list" class="rows">{rows}</ul> }
    });
    let add = if view.more {
        view! { <div class="actions"><a class="button" href=desk.add(lang)>{t!(lang, "passkey-add")}</a></div> }
            .into_any()
    } else {
        view! { <p class="muted small">{t!(lang, "passkeys-full")}</p> }.into_any()
    };
    view! {
        <section class="stack" aria-labelledby="passkeys">
            <h2 id="passkeys">{t!(lang, "passkeys-title")}</h2>
            <p>{t!(lang, "passkeys-text")}</p>
            {list}
            {add}
        </section>
    }
    .into_any()
}

fn passkey(chrome: &Chrome, desk: Desk, row: PasskeyRow) -> AnyView {
    let lang = chrome.lang;
    let kept = if row.synced {
        view! { <Chip tone=Tone::Neutral sign=Icon::Link label=t!(lang, "passkey-synced")/> }
    } else {
        view! { <Chip tone=Tone::Neutral sign=Icon::Key label=t!(lang, "passkey-one-device")/> }
    };
    let used = match row.used {
        Some(at) => view! { {t!(lang, "passkey-used")}" "{chrome.clock.ago_tag(lang, at)} }.into_any(),
        None => t!(lang, "passkey-unused").into_any(),
    };
    view! {
        <li class="row">
            <div class="row-main">
                <h3><bdi>{row.name.clone()}</bdi></h3>
                <p class="tags">{kept}</p>
                <p class="muted small">{t!(lang, "passkey-since")}" "{chrome.clock.stamp_tag(lang, row.since)}" · "{used}</p>
            </div>
            <div class="actions">{rename(lang, desk, row.id.clone(), row.name.clone())}{remove(lang, desk, row.id, row.name)}</div>
        </li>
    }
    .into_any()
}

fn rename(lang: Lang, desk: Desk, id: String, name: String) -> AnyView {
    let field = format!("passkey-name-{id}");
    view! {
        <Confirm
            id=format!("passkey-umbenennen-{}", id)
            opener=t!(lang, "passkey-rename")
            title=t!(lang, "passkey-rename-title")
            text=t!(lang, "passkey-rename-means")
            action_label=t!(lang, "passkey-rename")
            cancel_label=t!(lang, "cancel")
            action=desk.list(lang).to_owned()
        >
            <Hidden name="aktion" value="passkey-umbenennen"/>
            <Hidden name="passkey" value=id.clone()/>
            <div class="field">
                <label class="label" for=field.clone()>{t!(lang, "passkey-name")}</label>
                <input id=field.clone() name="name" value=name required maxlength="60" autocomplete="off"/>
            </div>
        </Confirm>
    }
    .into_any()
}

fn remove(lang: Lang, desk: Desk, id: String, name: String) -> AnyView {
    view! {
        <Confirm
            id=format!("passkey-entfernen-{}", id)
            opener=t!(lang, "passkey-remove")
            title=t!(lang, "passkey-remove-title", name = name)
            text=t!(lang, "passkey-remove-means")
            action_label=t!(lang, "passkey-remove")
            action_class="button danger"
            cancel_label=t!(lang, "cancel")
            action=desk.list(lang).to_owned()
        >
            <Hidden name="aktion" value="passkey-entfernen"/>
            <Hidden name="passkey" value=id.clone()/>
        </Confirm>
    }
    .into_any()
}

/// „Passkey hinzufügen“.
#[derive(Debug, Clone)]
pub struct PasskeyPage {
    /// Whose it will be.
    pub desk: Desk,
    /// What it could be called.
    pub name: String,
    /// Browsers have passkeys for this address.
    pub possible: bool,
    /// Mistakes of the form.
    pub errors: FieldErrors,
}

impl Page for PasskeyPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "passkey-add")
    }

    fn frame(&self) -> Frame {
        self.desk.frame()
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let (lang, desk) = (chrome.lang, self.desk);
        let form = self.possible.then(|| {
            let field = view! {
                <TextField
                    name="name"
                    label=t!(lang, "passkey-name")
                    hint=t!(lang, "passkey-name-hint")
                    value=self.name.clone()
                    maxlength=60
                    error=self.errors.at("name")
                />
            };
            passkey_form(lang, desk, PasskeyUse::Add, desk.add(lang), None, Some(field.into_any()), "passkey-ohne")
        });
        view! {
            <p class="crumb"><a href=desk.list(lang)>{desk.list_title(lang)}</a></p>
            <h1>{t!(lang, "passkey-add")}</h1>
            <p class="lead">{t!(lang, "passkey-add-lead")}</p>
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            <p id="passkey-ohne">{t!(lang, "passkey-impossible")}</p>
            {form}
            <p class="aside"><a href=desk.list(lang)>{t!(lang, "cancel")}</a></p>
        }
        .into_any()
    }
}
