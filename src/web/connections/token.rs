//! S5: the one page that shows a SCIM Access Token.
//!
//! It is the answer to the POST that made the token and nothing else ever renders it. The token is text of the document alone: no island
//! takes it as a prop, nothing serialises it, and this type cannot be printed. The SCIM Base URL waits until the dialog is closed.

use leptos::prelude::*;

use crate::model::ConnectionId;
use crate::web::components::{Hidden, Icon, PageHeader, copy_button, icon};
use crate::web::islands::TokenDialog;
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
        view! {
            <PageHeader title=t!(lang, "scim-title") lead=t!(lang, "scim-explained", brand = brand)/>
            <dialog class="dialog token-dialog" id="token-dialog" open aria-labelledby="token-titel" aria-describedby="token-text">
                <form method="post" action=routes::SCIM.to(lang)>
                    <h2 id="token-titel" tabindex="-1" autofocus>{t!(lang, "token-dialog-title")}</h2>
                    <p id="token-text" class="token-warning">{icon(Icon::Warning)}{t!(lang, "token-dialog-once")}</p>
                    <p class="label" id="token-label">{t!(lang, "token-name")}</p>
                    <div class="copy-row">
                        <output id="token" class="token mono" tabindex="0" aria-labelledby="token-label" translate="no">{self.token}</output>
                        {copy_button(lang, "token")}
                    </div>
                    <p class="muted">{t!(lang, "token-dialog-advice")}</p>
                    <p class="muted">{t!(lang, "token-dialog-next")}</p>
                    <Hidden name="aktion" value="token-schliessen"/>
                    <Hidden name="verbindung" value=self.connection.to_string()/>
                    <label class="checkbox">
                        <input type="checkbox" id="token-gespeichert" name="gespeichert" value="ja" required autocomplete="off"/>
                        <span>{t!(lang, "token-dialog-saved")}</span>
                    </label>
                    <div class="actions">
                        <button class="button primary" id="token-schliessen">{t!(lang, "close")}</button>
                    </div>
                    <details class="fold" id="token-ungespeichert">
                        <summary>{t!(lang, "token-dialog-unsaved")}</summary>
                        <p>{t!(lang, "token-dialog-unsaved-text")}</p>
                        <button class="button danger" formnovalidate>{t!(lang, "token-dialog-unsaved-close")}</button>
                    </details>
                </form>
            </dialog>
            <TokenDialog/>
        }
        .into_any()
    }
}
