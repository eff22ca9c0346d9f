//! S5: the one page that shows a SCIM Access Token. The SCIM Base URL waits until the dialog is closed.

use leptos::prelude::*;

use crate::model::ConnectionId;
use crate::web::components::{NewSecret, PageHeader, secret_dialog};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// The page with the dialog open.
pub struct TokenPage {
    /// Whose token.
    pub connection: ConnectionId,
    /// The token; rendered once, then gone.
    pub token: String,
}

impl Page for TokenPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "token-dialog-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Scim)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let brand = chrome.brand.name.clone();
        let new = NewSecret {
            secret: self.token,
            title: t!(lang, "token-dialog-title"),
            once: t!(lang, "token-dialog-once"),
            label: t!(lang, "token-name"),
            advice: vec![t!(lang, "token-dialog-advice"), t!(lang, "token-dialog-next")],
            saved: t!(lang, "token-dialog-saved"),
            unsaved: (t!(lang, "token-dialog-unsaved"), t!(lang, "token-dialog-unsaved-text")),
            action: routes::SCIM.to(lang).to_owned(),
            fields: vec![("aktion", "token-schliessen".to_owned()), ("verbindung", self.connection.to_string())],
        };
        view! {
            <PageHeader title=t!(lang, "scim-title") lead=t!(lang, "scim-explained", brand = brand)/>
            {secret_dialog(lang, new)}
        }
        .into_any()
    }
}
