//! The one page that shows an API key.

use leptos::prelude::*;

use crate::web::components::{NewSecret, PageHeader, secret_dialog};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// The page with the dialog open.
pub struct KeyPage {
    /// What the key is called.
    pub name: String,
    /// The key; rendered once, then gone.
    pub key: String,
}

impl Page for KeyPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "api-key-dialog-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Security)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let new = NewSecret {
            secret: self.key,
            title: t!(lang, "api-key-dialog-title"),
            once: t!(lang, "api-key-dialog-once"),
            label: self.name,
            advice: vec![t!(lang, "api-key-dialog-advice")],
            saved: t!(lang, "api-key-dialog-saved"),
            unsaved: (t!(lang, "api-key-dialog-unsaved"), t!(lang, "api-key-dialog-unsaved-text")),
            action: routes::API_KEYS.to(lang).to_owned(),
            fields: vec![("aktion", "schliessen".to_owned())],
        };
        view! {
            <PageHeader title=t!(lang, "api-keys-title") lead=t!(lang, "api-keys-lead")/>
            {secret_dialog(lang, new)}
        }
        .into_any()
    }
}
