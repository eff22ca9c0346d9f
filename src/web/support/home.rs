//! Finding an account, and the inbox of requests.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::model::AccountId;
use crate::web::components::{EmptyState, Icon, PageHeader, SearchField, icon};
use crate::web::keys;
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// An account the search found.
#[derive(Debug, Clone)]
pub struct AccountHit {
    /// Which.
    pub id: AccountId,
    /// Its name.
    pub name: String,
}

/// An open request.
#[derive(Debug, Clone)]
pub struct InboxEntry {
    /// Its number.
    pub reference: i64,
    /// „Token verlegt“ or „Tarif wechseln“; one of the domain's names.
    pub kind: String,
    /// Whose.
    pub account: AccountId,
    /// Whose, by name.
    pub account_name: String,
    /// Who asked.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
}

/// The console's first page.
#[derive(Debug, Clone)]
pub struct SupportHomePage {
    /// What was searched.
    pub search: String,
    /// `None` before a search.
    pub hits: Option<Vec<AccountHit>>,
    /// Open requests, oldest first.
    pub inbox: Vec<InboxEntry>,
}

impl Page for SupportHomePage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "support-nav-accounts")
    }

    fn frame(&self) -> Frame {
        Frame::Support(Nav::SupportAccounts)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let hits = self.hits.map(|hits| hits_view(lang, hits));
        view! {
            <PageHeader title=t!(lang, "support-console")/>
            <form method="get" action=routes::SUPPORT class="filters" role="search">
                <SearchField label=t!(lang, "support-search") value=self.search maxlength=200 keyed=keys::work(chrome)/>
                <button class="button">{icon(Icon::Search)}{t!(lang, "users-search-go")}</button>
            </form>
            {hits}
            <section aria-labelledby="eingang">
                <h2 id="eingang">{t!(lang, "support-inbox")}</h2>
                {inbox(chrome, self.inbox)}
            </section>
        }
        .into_any()
    }
}

fn hits_view(lang: Lang, hits: Vec<AccountHit>) -> AnyView {
    if hits.is_empty() {
        return view! { <EmptyState sign=Icon::Search title=t!(lang, "support-no-hit") text=t!(lang, "support-no-hit-text")/> }.into_any();
    }
    let items = hits
        .into_iter()
        .map(|hit| {
            view! {
                <li class="row">
                    <div class="row-main"><a href=routes::support_account(hit.id)><bdi>{hit.name}</bdi></a><span class="muted small mono wrap">{hit.id.to_string()}</span></div>
                </li>
            }
        })
        .collect_view();
    view! { <ul role="list" class="rows">{items}</ul> }.into_any()
}

fn inbox(chrome: &Chrome, entries: Vec<InboxEntry>) -> AnyView {
    let lang = chrome.lang;
    if entries.is_empty() {
        return view! { <EmptyState sign=Icon::Check title=t!(lang, "support-inbox-empty") text=t!(lang, "support-inbox-empty-text")/> }.into_any();
    }
    let rows = entries
        .into_iter()
        .map(|entry| {
            view! {
                <tr>
                    <th scope="row"><a href=routes::support_account(entry.account)>{format!("#{}", entry.reference)}</a></th>
                    <td data-label=t!(lang, "support-column-kind")>{request_kind(lang, &entry.kind)}</td>
                    <td data-label=t!(lang, "support-column-account")><bdi>{entry.account_name}</bdi></td>
                    <td data-label=t!(lang, "support-column-by")><bdi>{entry.by}</bdi></td>
                    <td data-label=t!(lang, "support-column-at")>{chrome.clock.ago_tag(lang, entry.at)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-box">
            <table class="table">
                <caption class="sr-only">{t!(lang, "support-inbox")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(lang, "support-column-reference")}</th>
                        <th scope="col">{t!(lang, "support-column-kind")}</th>
                        <th scope="col">{t!(lang, "support-column-account")}</th>
                        <th scope="col">{t!(lang, "support-column-by")}</th>
                        <th scope="col">{t!(lang, "support-column-at")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The words for a request's kind.
pub fn request_kind(lang: Lang, kind: &str) -> String {
    match kind {
        "token_lost" => t!(lang, "request-token-lost"),
        "other" => t!(lang, "request-other"),
        "plan_change" => t!(lang, "request-plan-change"),
        other => other.to_owned(),
    }
}
