//! One account as support sees it: requests, connections, tokens without their secret, revocation with reason and ticket.

use leptos::prelude::*;
use time::OffsetDateTime;

use super::home::request_kind;
use crate::model::{AccountId, ConnectionId, Plan, SignInMethod};
use crate::web::components::{
    Chip, EmptyState, ErrorSummary, FieldErrors, Hidden, Icon, Notice, PageHeader, TextField, Tone,
};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, number, t};
use crate::web::words;

/// A connection, as support sees it.
#[derive(Debug, Clone)]
pub struct SupportConnection {
    /// Which.
    pub id: ConnectionId,
    /// Its method.
    pub method: SignInMethod,
    /// The live token's last four characters and birth; `None` when none is live.
    pub token: Option<(String, OffsetDateTime)>,
    /// When a request was last answered.
    pub last_request: Option<OffsetDateTime>,
    /// People it manages.
    pub people: i64,
}

/// An open request of the account.
#[derive(Debug, Clone)]
pub struct SupportRequestView {
    /// Its number.
    pub reference: i64,
    /// One of the domain's names.
    pub kind: String,
    /// Who asked.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
    /// What they wrote.
    pub message: String,
}

/// What just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupportNote {
    /// The token was revoked.
    Revoked,
    /// There was no live token.
    NothingToRevoke,
    /// The request was closed.
    Closed,
}

/// The page.
#[derive(Debug, Clone)]
pub struct SupportAccountPage {
    /// Which account.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// Its plan.
    pub plan: Plan,
    /// When its test ends or ended, if it is a test account.
    pub test_ends_at: Option<OffsetDateTime>,
    /// Its automatic adjustment of licences.
    pub automatic: bool,
    /// Open requests.
    pub requests: Vec<SupportRequestView>,
    /// Connections.
    pub connections: Vec<SupportConnection>,
    /// Who lets support see more, and until when.
    pub access: Option<(String, OffsetDateTime)>,
    /// What just happened.
    pub note: Option<SupportNote>,
    /// What was typed into the form that failed: connection, reason, ticket.
    pub typed: Option<(ConnectionId, String, String)>,
    /// Mistakes of that form.
    pub errors: FieldErrors,
}

impl Page for SupportAccountPage {
    fn title(&self, _: Lang) -> String {
        self.name.clone()
    }

    fn frame(&self) -> Frame {
        Frame::Support(Nav::SupportAccounts)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let path = routes::support_account(self.id);
        let plan = match self.test_ends_at {
            Some(ends) if ends <= chrome.clock.now() => {
                t!(lang, "test-over-title", date = chrome.clock.date(lang, ends))
            }
            Some(ends) => t!(lang, "test-until", date = chrome.clock.date(lang, ends)),
            None => words::plan(lang, self.plan),
        };
        let note = self.note.map(|note| {
            let (tone, title) = match note {
                SupportNote::Revoked => (Tone::Good, t!(lang, "support-revoked")),
                SupportNote::NothingToRevoke => (Tone::Info, t!(lang, "support-nothing-to-revoke")),
                SupportNote::Closed => (Tone::Good, t!(lang, "support-closed")),
            };
            view! { <Notice tone=tone title=title/> }
        });
        let connections = if self.connections.is_empty() {
            view! { <EmptyState sign=Icon::Link title=t!(lang, "support-no-connection") text=t!(lang, "support-no-connection-text")/> }.into_any()
        } else {
            self.connections
                .iter()
                .map(|connection| connection_view(chrome, connection, &path, self.typed.as_ref(), &self.errors))
                .collect_view()
                .into_any()
        };
        let requests = self.requests.into_iter().map(|request| request_view(chrome, request, &path)).collect_view();
        view! {
            <p class="crumb"><a href=routes::SUPPORT>{t!(lang, "support-nav-accounts")}</a></p>
            <PageHeader title=self.name.clone()/>
            {note}
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            <section class="card">
                <dl class="facts">
                    <div><dt>{t!(lang, "support-account-id")}</dt><dd class="mono wrap">{self.id.to_string()}</dd></div>
                    <div><dt>{t!(lang, "support-plan")}</dt><dd>{plan}</dd></div>
                    <div><dt>{t!(lang, "automatic-title")}</dt><dd>{if self.automatic { t!(lang, "switched-on") } else { t!(lang, "switched-off") }}</dd></div>
                </dl>
            </section>
            {access(chrome, self.id, self.access)}
            {requests}
            <h2>{t!(lang, "support-connections")}</h2>
            {connections}
        }
        .into_any()
    }
}

/// What support may see beyond this page, or how the customer allows it.
fn access(chrome: &Chrome, account: AccountId, allowed: Option<(String, OffsetDateTime)>) -> AnyView {
    let lang = chrome.lang;
    let (chip, body) = match allowed {
        None => (
            view! { <Chip tone=Tone::Neutral sign=Icon::Lock label=t!(lang, "support-access-none")/> }.into_any(),
            view! { <p>{t!(lang, "support-access-how")}</p> }.into_any(),
        ),
        Some((by, until)) => {
            let until = chrome.clock.moment(lang, until);
            (
                view! { <Chip tone=Tone::Good sign=Icon::Check label=t!(lang, "security-support-until", until = until.clone())/> }.into_any(),
                view! {
                    <p>{t!(lang, "support-look-note", by = by, until = until)}</p>
                    <div class="actions">
                        <a class="button primary" href=routes::support_look(account)>{t!(lang, "support-look-open")}</a>
                        <a class="button" href=routes::support_people(account)>{t!(lang, "support-people-open")}</a>
                    </div>
                }
                .into_any(),
            )
        }
    };
    view! {
        <section class="card" aria-labelledby="zugriff">
            <div class="card-head"><h2 id="zugriff">{t!(lang, "security-support-title")}</h2>{chip}</div>
            {body}
        </section>
    }
    .into_any()
}

fn request_view(chrome: &Chrome, request: SupportRequestView, path: &str) -> AnyView {
    let lang = chrome.lang;
    let at = chrome.clock.stamp_tag(lang, request.at);
    let path = path.to_owned();
    let title = format!("#{} · {}", request.reference, request_kind(lang, &request.kind));
    view! {
        <Notice tone=Tone::Warning title=title>
            <p><bdi>{request.by}</bdi>", "{at}</p>
            {(!request.message.is_empty()).then(|| view! { <p class="quoted">{request.message}</p> })}
            <form method="post" action=path>
                <Hidden name="anfrage" value=request.reference.to_string()/>
                <button class="button" name="aktion" value="anfrage-erledigt">{t!(lang, "support-request-done")}</button>
            </form>
        </Notice>
    }
    .into_any()
}

fn connection_view(
    chrome: &Chrome,
    connection: &SupportConnection,
    path: &str,
    typed: Option<&(ConnectionId, String, String)>,
    errors: &FieldErrors,
) -> AnyView {
    let lang = chrome.lang;
    let typed = typed.filter(|(id, ..)| *id == connection.id);
    let last = connection
        .last_request
        .map_or_else(|| t!(lang, "support-no-request").into_any(), |at| chrome.clock.ago_tag(lang, at));
    let (chip, token) = match &connection.token {
        Some((last4, at)) => (
            view! { <Chip tone=Tone::Good sign=Icon::Key label=t!(lang, "support-token-live")/> }.into_any(),
            view! { <span class="mono">"…"{last4.clone()}</span>", "{chrome.clock.stamp_tag(lang, *at)} }.into_any(),
        ),
        None => (
            view! { <Chip tone=Tone::Danger sign=Icon::Cross label=t!(lang, "scim-revoked")/> }.into_any(),
            t!(lang, "none").into_any(),
        ),
    };
    view! {
        <section class="card">
            <div class="card-head"><h3>{words::method(lang, connection.method)}</h3>{chip}</div>
            <dl class="facts">
                <div><dt>{t!(lang, "support-connection-id")}</dt><dd class="mono wrap">{connection.id.to_string()}</dd></div>
                <div><dt>{t!(lang, "token-name")}</dt><dd>{token}</dd></div>
                <div><dt>{t!(lang, "support-last-request")}</dt><dd>{last}</dd></div>
                <div><dt>{t!(lang, "scim-managed-people")}</dt><dd>{number(lang, connection.people)}</dd></div>
            </dl>
            {connection.token.is_some().then(|| revoke_form(lang, connection.id, path, typed, errors))}
        </section>
    }
    .into_any()
}

fn revoke_form(
    lang: Lang,
    connection: ConnectionId,
    path: &str,
    typed: Option<&(ConnectionId, String, String)>,
    errors: &FieldErrors,
) -> AnyView {
    let (reason, ticket) = typed.map(|(_, reason, ticket)| (reason.clone(), ticket.clone())).unwrap_or_default();
    let error = |field| typed.and_then(|_| errors.at(field));
    view! {
        <form method="post" action=path.to_owned() class="form">
            <Hidden name="aktion" value="widerrufen"/>
            <Hidden name="verbindung" value=connection.to_string()/>
            <TextField name="grund" label=t!(lang, "support-reason") hint=t!(lang, "support-reason-hint") value=reason maxlength=1000 error=error("grund")/>
            <TextField name="ticket" label=t!(lang, "support-ticket") value=ticket maxlength=100 error=error("ticket")/>
            <button class="button danger">{t!(lang, "support-revoke")}</button>
        </form>
    }
    .into_any()
}
