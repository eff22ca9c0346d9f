//! One credential, several accounts: which one?

use leptos::prelude::*;

use crate::model::AccountId;
use crate::web::components::Hidden;
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// An account the proven credential fits.
#[derive(Debug, Clone)]
pub struct AccountChoice {
    /// Which.
    pub id: AccountId,
    /// Its name.
    pub name: String,
}

/// The choice.
#[derive(Debug, Clone)]
pub struct ChooseAccountPage {
    /// At least two.
    pub accounts: Vec<AccountChoice>,
    /// What an identity provider proved, sealed; without it the server remembers the password that was proven.
    pub proof: Option<String>,
}

impl Page for ChooseAccountPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "choose-account-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let choices = self
            .accounts
            .into_iter()
            .map(|account| view! { <li><button class="button wide" name="konto" value=account.id.to_string()>{account.name}</button></li> })
            .collect_view();
        view! {
            <h1>{t!(lang, "choose-account-title")}</h1>
            <p class="lead">{t!(lang, "choose-account-lead")}</p>
            <form method="post" action=routes::CHOOSE_ACCOUNT.to(lang)>
                {self.proof.map(|proof| view! { <Hidden name="beweis" value=proof/> })}
                <ul role="list" class="stack">{choices}</ul>
            </form>
        }
        .into_any()
    }
}
