//! Willkommen: three steps, the first already done; left and resumed at will (B30a).

use leptos::prelude::*;

use crate::web::address::{self, NewAddress};
use crate::web::components::{Icon, PageHeader, icon};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// How far somebody has come.
#[derive(Debug, Clone)]
pub struct Progress {
    /// Their company.
    pub account: String,
    /// They have the app.
    pub loaded: bool,
    /// They say that they signed in there.
    pub signed_in: bool,
    /// The address their identity provider names, where they do not sign in by it.
    pub new_address: Option<NewAddress>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct WelcomePage {
    /// `None` for people who are not signed in.
    pub progress: Option<Progress>,
}

impl Page for WelcomePage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "welcome-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Elsewhere)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let brand = chrome.brand.name.clone();
        let (guest, loaded, signed_in) = match &self.progress {
            Some(progress) => (false, progress.loaded, progress.signed_in),
            None => (true, false, false),
        };
        let lead = match &self.progress {
            None => t!(lang, "welcome-lead-guest"),
            Some(progress) => {
                let left = i64::from(!loaded) + i64::from(!signed_in);
                t!(lang, "welcome-lead", account = progress.account.clone(), n = left)
            }
        };
        let class = if loaded { "button" } else { "button primary" };
        let load = view! {
            <a class=class href=routes::DOWNLOAD.to(lang)>{icon(Icon::Download)}{t!(lang, "nav-download")}</a>
            {(!guest && !loaded).then(|| said(lang, t!(lang, "welcome-2-have"), "app-geladen", "button"))}
        };
        let enter = (!guest && !signed_in).then(|| {
            said(lang, t!(lang, "welcome-3-done"), "app-angemeldet", if loaded { "button primary" } else { "button" })
        });
        view! {
            <PageHeader title=t!(lang, "welcome-heading", brand = brand.clone()) lead=lead/>
            {address::waiting(lang, self.progress.and_then(|progress| progress.new_address))}
            <ol class="milestones" role="list">
                {milestone(lang, 1, true, t!(lang, "welcome-1-title"), t!(lang, "welcome-1-text"), ().into_any())}
                {milestone(lang, 2, loaded, t!(lang, "welcome-2-title"), t!(lang, "welcome-2-text"), load.into_any())}
                {milestone(lang, 3, signed_in, t!(lang, "welcome-3-title"), t!(lang, "welcome-3-text", brand = brand), enter.into_any())}
            </ol>
        }
        .into_any()
    }
}

fn milestone(lang: Lang, number: u8, done: bool, title: String, text: String, deed: AnyView) -> AnyView {
    let sign = if done { icon(Icon::Check).into_any() } else { number.to_string().into_any() };
    view! {
        <li data-done=done.to_string()>
            <span class="milestone-sign">{sign}</span>
            <div>
                <h2>{done.then(|| view! { <span class="sr-only">{t!(lang, "check-done")}": "</span> })}{title}</h2>
                <p class="muted">{text}</p>
                <div class="actions">{deed}</div>
            </div>
        </li>
    }
    .into_any()
}

/// What only the person knows.
fn said(lang: Lang, label: String, deed: &'static str, class: &'static str) -> AnyView {
    view! {
        <form method="post" action=routes::WELCOME.to(lang)>
            <button class=class name="aktion" value=deed>{label}</button>
        </form>
    }
    .into_any()
}
