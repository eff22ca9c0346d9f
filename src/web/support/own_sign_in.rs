//! How a member of staff signs in: the second factor and the passkeys.

use leptos::prelude::*;

use crate::web::components::{Chip, Icon, Notice, PageHeader, Tone};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::profile::{PasskeysView, ProfileNote, passkeys};
use crate::web::sessions::Desk;
use crate::web::text::{Lang, t};

/// The page.
#[derive(Debug, Clone)]
pub struct SupportOwnSignInPage {
    /// Recovery codes that were not used.
    pub codes_left: i64,
    /// Their passkeys; `None` where browsers have none for this address.
    pub passkeys: Option<PasskeysView>,
    /// What just happened.
    pub note: Option<ProfileNote>,
}

impl Page for SupportOwnSignInPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "support-nav-sign-in")
    }

    fn frame(&self) -> Frame {
        Frame::Support(Nav::SupportSignIn)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let keys = match self.passkeys {
            Some(view) => passkeys(chrome, Desk::Console, view),
            None => view! { <Notice tone=Tone::Neutral title=t!(lang, "support-passkeys-no-name")/> }.into_any(),
        };
        view! {
            <PageHeader title=t!(lang, "support-nav-sign-in")/>
            {self.note.map(|note| note.view(lang))}
            <section class="card" aria-labelledby="zweiter-faktor">
                <div class="card-head">
                    <h2 id="zweiter-faktor">{t!(lang, "second-factor-title")}</h2>
                    <Chip tone=Tone::Good sign=Icon::Check label=t!(lang, "switched-on")/>
                </div>
                <p>{t!(lang, "factor-on-text", n = self.codes_left)}</p>
            </section>
            {keys}
        }
        .into_any()
    }
}
