//! The one view of a new bearer secret: a dialog that asks whether it was saved before it goes.
//!
//! It is part of the answer to the POST that made the secret and nothing else ever renders it. The secret is text of the document alone: no
//! island takes it as a prop, nothing serialises it, and [`NewSecret`] cannot be printed.

use leptos::prelude::*;

use super::{Hidden, Icon, copy_button, icon};
use crate::web::islands::TokenDialog;
use crate::web::text::{Lang, t};

/// A new secret with the words around it.
pub struct NewSecret {
    /// The secret; rendered once, then gone.
    pub secret: String,
    /// „Dein SCIM Access Token“
    pub title: String,
    /// „Du siehst dieses Token nur jetzt.“
    pub once: String,
    /// What it is called.
    pub label: String,
    /// What to do with it.
    pub advice: Vec<String>,
    /// „Ich habe das Token gespeichert“
    pub saved: String,
    /// „Token nicht gespeichert?“, and what that means.
    pub unsaved: (String, String),
    /// Where „Schließen“ leads.
    pub action: String,
    /// What the form carries along.
    pub fields: Vec<(&'static str, String)>,
}

/// The dialog, open.
pub fn secret_dialog(lang: Lang, new: NewSecret) -> AnyView {
    let advice = new.advice.into_iter().map(|line| view! { <p class="muted">{line}</p> }).collect_view();
    let fields = new.fields.into_iter().map(|(name, value)| view! { <Hidden name=name value=value/> }).collect_view();
    let (unsaved, means) = new.unsaved;
    view! {
        <dialog class="dialog token-dialog" id="token-dialog" open aria-labelledby="token-titel" aria-describedby="token-text">
            <form method="post" action=new.action>
                <h2 id="token-titel" tabindex="-1" autofocus>{new.title}</h2>
                <p id="token-text" class="token-warning">{icon(Icon::Warning)}{new.once}</p>
                <p class="label" id="token-label">{new.label}</p>
                <div class="copy-row">
                    <output id="token" class="token mono" tabindex="0" aria-labelledby="token-label" translate="no">{new.secret}</output>
                    {copy_button(lang, "token")}
                </div>
                {advice}
                {fields}
                <label class="checkbox">
                    <input type="checkbox" id="token-gespeichert" name="gespeichert" value="ja" required autocomplete="off"/>
                    <span>{new.saved}</span>
                </label>
                <div class="actions">
                    <button class="button primary" id="token-schliessen">{t!(lang, "close")}</button>
                </div>
                <details class="fold" id="token-ungespeichert">
                    <summary>{unsaved}</summary>
                    <p>{means}</p>
                    <button class="button danger" formnovalidate>{t!(lang, "token-dialog-unsaved-close")}</button>
                </details>
            </form>
        </dialog>
        <TokenDialog/>
    }
    .into_any()
}
