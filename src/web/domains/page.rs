//! The domains with their records, and the form for another one.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::web::components::{
    Chip, Confirm, CopyField, EmptyState, ErrorSummary, FieldErrors, Hidden, Icon, Notice, PageHeader, TextField, Tone,
};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// One domain.
#[derive(Debug, Clone)]
pub struct DomainRow {
    /// Names it in forms.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where the TXT record stands.
    pub host: String,
    /// What it says.
    pub record: String,
    /// How it stands.
    pub standing: DomainStanding,
    /// When DNS was asked last.
    pub checked_at: Option<OffsetDateTime>,
}

/// How a domain stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DomainStanding {
    /// Its record was not seen yet.
    Waiting,
    /// It counts.
    Verified,
    /// It counts until then, because its record is gone.
    Missing(OffsetDateTime),
}

/// What just happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DomainNote {
    /// It is in the list.
    Added,
    /// It is gone.
    Removed,
    /// It counts.
    Verified(String),
    /// The record was not there.
    Missing(String),
    /// Another account holds it.
    Taken(String),
    /// DNS did not answer.
    NoAnswer,
    /// Confirmed, and what was typed stands there again.
    NotYet,
}

impl DomainNote {
    fn view(self, lang: Lang) -> AnyView {
        let (tone, title) = match self {
            Self::Added => (Tone::Good, t!(lang, "domain-added")),
            Self::Removed => (Tone::Good, t!(lang, "domain-removed")),
            Self::Verified(name) => (Tone::Good, t!(lang, "domain-now-verified", domain = name)),
            Self::Missing(name) => (Tone::Warning, t!(lang, "domain-not-found", domain = name)),
            Self::Taken(name) => (Tone::Danger, t!(lang, "domain-taken", domain = name)),
            Self::NoAnswer => (Tone::Warning, t!(lang, "domain-no-answer")),
            Self::NotYet => (Tone::Info, t!(lang, "domain-not-yet")),
        };
        view! { <Notice tone=tone title=title/> }.into_any()
    }
}

/// The page.
#[derive(Debug, Clone, Default)]
pub struct DomainsPage {
    /// The account's domains.
    pub domains: Vec<DomainRow>,
    /// What was typed.
    pub typed: String,
    /// What just happened.
    pub note: Option<DomainNote>,
    /// Mistakes of the form.
    pub errors: FieldErrors,
}

impl Page for DomainsPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-domains")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Domains)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let list = if self.domains.is_empty() {
            view! { <EmptyState sign=Icon::Link title=t!(lang, "domains-empty-title") text=t!(lang, "domains-empty-text")/> }
                .into_any()
        } else {
            self.domains.into_iter().map(|row| domain(chrome, row)).collect_view().into_any()
        };
        view! {
            <p class="crumb"><a href=routes::ACCOUNT_SETTINGS.to(lang)>{t!(lang, "nav-settings")}</a></p>
            <PageHeader title=t!(lang, "nav-domains") lead=t!(lang, "domains-lead")/>
            {self.note.map(|note| note.view(lang))}
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            {list}
            <section class="card" aria-labelledby="neue-domain">
                <h2 id="neue-domain">{t!(lang, "domain-add-title")}</h2>
                <form method="post" action=routes::DOMAINS.to(lang) class="form">
                    <TextField
                        name="domain"
                        label=t!(lang, "domain-field")
                        hint=t!(lang, "domain-field-hint")
                        value=self.typed
                        maxlength=253
                        error=self.errors.at("domain")
                    />
                    <button class="button primary" name="aktion" value="hinzufuegen">{t!(lang, "domain-add")}</button>
                </form>
            </section>
        }
        .into_any()
    }
}

fn domain(chrome: &Chrome, row: DomainRow) -> AnyView {
    let lang = chrome.lang;
    let title = format!("domain-{}", row.id);
    let (chip, text) = match row.standing {
        DomainStanding::Waiting => (
            view! { <Chip tone=Tone::Neutral sign=Icon::Clock label=t!(lang, "domain-waiting")/> },
            t!(lang, "domain-waiting-text"),
        ),
        DomainStanding::Verified => (
            view! { <Chip tone=Tone::Good sign=Icon::Check label=t!(lang, "domain-verified")/> },
            t!(lang, "domain-verified-text"),
        ),
        DomainStanding::Missing(until) => (
            view! { <Chip tone=Tone::Warning sign=Icon::Warning label=t!(lang, "domain-missing")/> },
            t!(lang, "domain-missing-text", until = chrome.clock.moment(lang, until)),
        ),
    };
    let spoken = t!(lang, "domain-check-named", domain = row.name.clone());
    let checked = row.checked_at.map(|at| {
        view! { <p class="muted small">{t!(lang, "domain-checked")}" "{chrome.clock.ago_tag(lang, at)}</p> }
    });
    view! {
        <section class="card" aria-labelledby=title.clone()>
            <div class="card-head"><h2 class="wrap" id=title.clone()>{row.name.clone()}</h2>{chip}</div>
            <p>{text}</p>
            <CopyField lang=lang id=format!("host-{}", row.id) label=t!(lang, "domain-host") value=row.host/>
            <CopyField lang=lang id=format!("text-{}", row.id) label=t!(lang, "domain-record") value=row.record/>
            {checked}
            <div class="actions">
                <form method="post" action=routes::DOMAINS.to(lang)>
                    <Hidden name="id" value=row.id.clone()/>
                    <button class="button" name="aktion" value="pruefen" aria-label=spoken>{t!(lang, "domain-check")}</button>
                </form>
                <Confirm
                    id=format!("entfernen-{}", row.id)
                    opener=t!(lang, "domain-remove")
                    title=t!(lang, "domain-remove-title", domain = row.name)
                    text=t!(lang, "domain-remove-text")
                    action_label=t!(lang, "domain-remove")
                    action_class="button danger"
                    cancel_label=t!(lang, "cancel")
                    action=routes::DOMAINS.to(lang).to_owned()
                >
                    <Hidden name="aktion" value="entfernen"/>
                    <Hidden name="id" value=row.id/>
                </Confirm>
            </div>
        </section>
    }
    .into_any()
}
