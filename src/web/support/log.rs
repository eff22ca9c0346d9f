//! The staff member's own log.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::web::components::{EmptyState, Icon, PageHeader};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::text::{Lang, t};

/// One deed.
#[derive(Debug, Clone)]
pub struct SupportLogEntry {
    /// When.
    pub at: OffsetDateTime,
    /// What, one of the domain's names.
    pub action: String,
    /// On what.
    pub subject: String,
}

/// The page.
#[derive(Debug, Clone)]
pub struct SupportLogPage {
    /// Newest first.
    pub entries: Vec<SupportLogEntry>,
}

impl Page for SupportLogPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "support-nav-log")
    }

    fn frame(&self) -> Frame {
        Frame::Support(Nav::SupportLog)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let body = if self.entries.is_empty() {
            view! { <EmptyState sign=Icon::Clock title=t!(lang, "support-log-empty") text=t!(lang, "support-log-empty-text")/> }.into_any()
        } else {
            let rows = self
                .entries
                .into_iter()
                .map(|entry| {
                    view! {
                        <tr>
                            <th scope="row">{chrome.clock.stamp_tag(lang, entry.at)}</th>
                            <td data-label=t!(lang, "support-log-action") >{deed(lang, &entry.action)}</td>
                            <td data-label=t!(lang, "support-log-subject") class="mono wrap">{entry.subject}</td>
                        </tr>
                    }
                })
                .collect_view();
            view! {
                <div class="table-box">
                    <table class="table">
                        <caption class="sr-only">{t!(lang, "support-nav-log")}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{t!(lang, "ledger-when")}</th>
                                <th scope="col">{t!(lang, "support-log-action")}</th>
                                <th scope="col">{t!(lang, "support-log-subject")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        view! { <PageHeader title=t!(lang, "support-nav-log") lead=t!(lang, "support-log-lead")/>{body} }.into_any()
    }
}

/// What was done, by the domain's name for it.
fn deed(lang: Lang, action: &str) -> String {
    match action {
        "accounts.searched" => t!(lang, "support-did-searched"),
        "account.viewed" => t!(lang, "support-did-viewed"),
        "support_access.account_viewed" => t!(lang, "support-did-look"),
        "support_access.people_viewed" => t!(lang, "support-did-people"),
        "support_access.person_viewed" => t!(lang, "support-did-person"),
        "support_access.requests_viewed" => t!(lang, "support-did-requests"),
        "support_access.request_viewed" => t!(lang, "support-did-request"),
        "token.revoked" => t!(lang, "support-did-revoked"),
        "request.settled" => t!(lang, "support-did-settled"),
        "session.signed_in" => t!(lang, "support-did-sign-in"),
        "session.second_factor" => t!(lang, "support-did-second-factor"),
        "session.passkey" => t!(lang, "support-did-passkey"),
        "session.proven_again" => t!(lang, "support-did-prove-again"),
        "staff.second_factor_reset" => t!(lang, "support-did-reset"),
        "passkey.added" => t!(lang, "deed-passkey-added"),
        "passkey.removed" => t!(lang, "deed-passkey-removed"),
        "passkey.renamed" => t!(lang, "deed-passkey-renamed"),
        "passkey.copy_refused" => t!(lang, "deed-passkey-copy-refused"),
        other => other.to_owned(),
    }
}
