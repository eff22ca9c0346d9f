//! Support: what the account asked for, each with its number and where it stands, and the way to ask.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::web::components::{
    Chip, EmptyState, ErrorSummary, FieldErrors, Hidden, Icon, Notice, PageHeader, Tone, icon,
};
use crate::web::layouts::{Chrome, Frame, Nav, Page, contact};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// „Token verlegt?“
    TokenLost,
    /// Another plan.
    PlanChange,
    /// Anything else.
    Other,
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The support is at it.
    Open,
    /// Settled.
    Done,
    /// Taken back.
    Withdrawn,
}

/// One request.
#[derive(Debug, Clone)]
pub struct RequestRow {
    /// Which.
    pub id: String,
    /// The number people say on the telephone.
    pub reference: i64,
    /// What is asked for.
    pub subject: Subject,
    /// In the customer's words.
    pub message: String,
    /// Where it stands.
    pub standing: Standing,
    /// Who asked.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
    /// When it was settled.
    pub closed_at: Option<OffsetDateTime>,
}

/// What just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestNote {
    /// Filed under this number.
    Filed(i64),
    /// Taken back.
    Withdrawn,
}

/// The page.
#[derive(Debug, Clone)]
pub struct RequestsPage {
    /// The requests, newest first.
    pub rows: Vec<RequestRow>,
    /// What was typed.
    pub message: String,
    /// What is wrong with it.
    pub errors: FieldErrors,
    /// What just happened.
    pub note: Option<RequestNote>,
}

impl Page for RequestsPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-support")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Support)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let note = self.note.map(|note| {
            let title = match note {
                RequestNote::Filed(reference) => t!(lang, "request-filed", reference = reference.to_string()),
                RequestNote::Withdrawn => t!(lang, "request-withdrawn-note"),
            };
            view! { <Notice tone=Tone::Good title=title/> }
        });
        let error = self.errors.at("nachricht");
        let described = if error.is_some() { "nachricht-hint nachricht-error" } else { "nachricht-hint" };
        let list = if self.rows.is_empty() {
            view! { <EmptyState sign=Icon::Help title=t!(lang, "requests-empty-title") text=t!(lang, "requests-empty-text")/> }.into_any()
        } else {
            let rows = self.rows.into_iter().map(|row| item(chrome, row)).collect_view();
            view! { <ul class="rows" role="list">{rows}</ul> }.into_any()
        };
        let field = view! {
                    <div class="field">
                        <label class="label" for="nachricht">{t!(lang, "request-message")}</label>
                        <p class="hint" id="nachricht-hint">{t!(lang, "request-message-hint")}</p>
                        <textarea id="nachricht" name="nachricht" rows="5" required aria-describedby=described aria-invalid=error.is_some().then_some("true")>{self.message}</textarea>
                        {error.map(|error| view! { <p class="field-error" id="nachricht-error">{icon(Icon::Warning)}{error}</p> })}
                    </div>
        }
        .into_any();
        view! {
            <PageHeader title=t!(lang, "nav-support") lead=t!(lang, "requests-lead")/>
            {note}
            <section class="card" aria-labelledby="fragen">
                <h2 id="fragen">{t!(lang, "request-new-title")}</h2>
                <p>{t!(lang, "request-new-text")}" "<a href=routes::SCIM.to(lang)>{t!(lang, "request-token-link")}</a></p>
                <ErrorSummary lang=lang errors=self.errors.clone()/>
                <form method="post" action=routes::SUPPORT_REQUESTS.to(lang) class="form">
                    <Hidden name="aktion" value="fragen"/>
                    {field}
                    <button class="button primary">{t!(lang, "request-send")}</button>
                </form>
            </section>
            <section aria-labelledby="anfragen">
                <h2 id="anfragen">{t!(lang, "requests-title")}</h2>
                {list}
            </section>
            <section class="card" aria-labelledby="kontakt"><h2 id="kontakt">{t!(lang, "help-contact-title")}</h2><p>{contact(chrome)}</p></section>
        }
        .into_any()
    }
}

fn item(chrome: &Chrome, row: RequestRow) -> AnyView {
    let lang = chrome.lang;
    let subject = match row.subject {
        Subject::TokenLost => t!(lang, "request-token-lost"),
        Subject::PlanChange => t!(lang, "request-plan-change"),
        Subject::Other => t!(lang, "request-other"),
    };
    let (tone, sign, label) = match row.standing {
        Standing::Open => (Tone::Info, Icon::Clock, t!(lang, "request-open")),
        Standing::Done => (Tone::Good, Icon::Check, t!(lang, "request-done")),
        Standing::Withdrawn => (Tone::Neutral, Icon::Undo, t!(lang, "request-taken-back")),
    };
    let reference = row.reference.to_string();
    let withdraw = (row.standing == Standing::Open).then(|| {
        let spoken = t!(lang, "request-withdraw-spoken", reference = reference.clone());
        view! {
            <form method="post" action=routes::SUPPORT_REQUESTS.to(lang)>
                <Hidden name="aktion" value="zurueckziehen"/>
                <Hidden name="anfrage" value=row.id/>
                <button class="button small" aria-label=spoken>{t!(lang, "request-take-back")}</button>
            </form>
        }
    });
    let closed =
        row.closed_at.map(|at| view! { " · "{t!(lang, "request-closed")}" "{chrome.clock.stamp_tag(lang, at)} });
    let message = (!row.message.is_empty()).then(|| view! { <p class="wrap pre">{row.message}</p> });
    view! {
        <li class="row">
            <div class="row-main">
                <h3>{t!(lang, "request-head", reference = reference, subject = subject)}</h3>
                {message}
                <p class="muted small"><bdi>{row.by}</bdi>" · "{chrome.clock.stamp_tag(lang, row.at)}{closed}</p>
            </div>
            <div class="tags"><Chip tone=tone sign=sign label=label/>{withdraw}</div>
        </li>
    }
    .into_any()
}
