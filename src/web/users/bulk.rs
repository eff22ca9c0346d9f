//! What is decided about many people at once: the choice under the list, the question, and how far it is.

use leptos::prelude::*;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::model::{Right, UserId};
use crate::web::components::{EmptyState, Hidden, Icon, Notice, PageHeader, Tone};
use crate::web::islands::{JobProgress, Progress};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, number, t};
use crate::web::words;

/// What is done to everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// „Erneut senden“.
    Resend,
    /// „Einladung zurückziehen“.
    Revoke,
    /// „Person deaktivieren“.
    Deactivate,
    /// A right is given.
    Give(Right),
    /// A right is taken.
    Take(Right),
}

impl Deed {
    /// Every deed, in the order of the choice.
    pub fn all() -> Vec<Self> {
        let rights = Right::ALL.iter().flat_map(|right| [Self::Give(*right), Self::Take(*right)]);
        [Self::Resend, Self::Revoke, Self::Deactivate].into_iter().chain(rights).collect()
    }

    /// The value in forms.
    pub fn name(self) -> String {
        match self {
            Self::Resend => "erneut-senden".to_owned(),
            Self::Revoke => "zurueckziehen".to_owned(),
            Self::Deactivate => "deaktivieren".to_owned(),
            Self::Give(right) => format!("geben-{right}"),
            Self::Take(right) => format!("nehmen-{right}"),
        }
    }

    /// What people read.
    pub fn label(self, lang: Lang) -> String {
        match self {
            Self::Resend => t!(lang, "bulk-resend"),
            Self::Revoke => t!(lang, "bulk-revoke"),
            Self::Deactivate => t!(lang, "bulk-deactivate"),
            Self::Give(right) => t!(lang, "bulk-give", right = words::right(lang, right)),
            Self::Take(right) => t!(lang, "bulk-take", right = words::right(lang, right)),
        }
    }
}

/// The box that chooses somebody.
pub(super) fn tick(lang: Lang, person: UserId, name: &str) -> AnyView {
    let label = t!(lang, "bulk-tick", name = name);
    view! { <input type="checkbox" form="auswahl" name="person" value=person.to_string() aria-label=label/> }.into_any()
}

/// The choice under the list.
pub(super) fn form(lang: Lang, list: &str) -> AnyView {
    let deeds = Deed::all()
        .into_iter()
        .map(|deed| view! { <option value=deed.name()>{deed.label(lang)}</option> })
        .collect_view();
    view! {
        <form method="post" action=routes::BULK.to(lang) class="filters bulk" id="auswahl">
            <Hidden name="liste" value=list/>
            <div class="field grow">
                <label class="label" for="tat">{t!(lang, "bulk-deed")}</label>
                <select id="tat" name="tat">{deeds}</select>
            </div>
            <button class="button" name="wen" value="auswahl">{t!(lang, "bulk-chosen")}</button>
            <button class="button" name="wen" value="alle">{t!(lang, "bulk-all")}</button>
        </form>
    }
    .into_any()
}

/// „Wirklich?“
#[derive(Debug, Clone)]
pub struct BulkPage {
    /// What is to be done.
    pub deed: Deed,
    /// To how many.
    pub people: i64,
    /// Everybody on the list, not those who were ticked.
    pub all: bool,
    /// The list's query.
    pub list: String,
    /// Who was ticked.
    pub chosen: Vec<UserId>,
    /// Names the form.
    pub key: String,
}

impl Page for BulkPage {
    fn title(&self, lang: Lang) -> String {
        self.deed.label(lang)
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Users)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let back = format!("{}?{}", routes::USERS.to(lang), self.list);
        if self.people == 0 {
            return view! {
                <PageHeader title=self.deed.label(lang)/>
                <EmptyState sign=Icon::People title=t!(lang, "bulk-nobody-title") text=t!(lang, "bulk-nobody-text")>
                    <a class="button" href=back>{t!(lang, "bulk-back")}</a>
                </EmptyState>
            }
            .into_any();
        }
        let chosen = self.chosen.iter().map(|person| view! { <Hidden name="person" value=person.to_string()/> });
        let chosen = chosen.collect_view();
        let whom = if self.all { "alle" } else { "auswahl" };
        view! {
            <p class="crumb"><a href=back.clone()>{t!(lang, "users-back")}</a></p>
            <PageHeader title=self.deed.label(lang) lead=t!(lang, "users-count", n = self.people)/>
            <form method="post" action=routes::BULK.to(lang) class="card form">
                <p>{t!(lang, "bulk-text")}</p>
                <Hidden name="tat" value=self.deed.name()/>
                <Hidden name="wen" value=whom/>
                <Hidden name="liste" value=self.list.clone()/>
                <Hidden name="schluessel" value=self.key.clone()/>
                {chosen}
                <div class="actions">
                    <button class="button primary" name="bestaetigt" value="ja">{self.deed.label(lang)}</button>
                    <a class="button" href=back>{t!(lang, "cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    }
}

/// Somebody to whom nothing was done.
#[derive(Debug, Clone)]
pub struct OtherPerson {
    /// Who.
    pub user: UserId,
    /// Their name; `None` when they are deleted, or were never there.
    pub name: Option<String>,
    /// For a line of a file: its number, and the address it names, as long as that is kept.
    pub line: Option<(i32, Option<String>)>,
    /// Why, one of the domain's names.
    pub outcome: String,
}

/// How far a job is.
#[derive(Debug, Clone)]
pub struct JobPage {
    /// What is done.
    pub deed: Option<Deed>,
    /// Which.
    pub job: Uuid,
    /// It does what a file says.
    pub import: bool,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
    /// How far it is.
    pub progress: Progress,
    /// People to whom it was done.
    pub done: i64,
    /// Others, the first of them.
    pub others: Vec<OtherPerson>,
}

/// How far a job is: on the page as it is made, and in every answer to its poll.
pub fn progress_of(lang: Lang, over: i64, people: i64, finished: bool) -> Progress {
    let sentence = t!(lang, "job-progress", over = number(lang, over), people = number(lang, people), n = people);
    Progress { people, over, sentence, finished }
}

impl Page for JobPage {
    fn title(&self, lang: Lang) -> String {
        match self.deed {
            Some(deed) => deed.label(lang),
            None if self.import => t!(lang, "import-title"),
            None => t!(lang, "job-title"),
        }
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Users)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let title = self.title(lang);
        let state = if self.progress.finished {
            view! { <Notice tone=Tone::Good title=t!(lang, "job-finished", done = self.done)/> }.into_any()
        } else {
            let here = chrome.address.clone();
            view! {
                <Notice tone=Tone::Info title=t!(lang, "job-running")>
                    <p>{t!(lang, "job-leave")}" "<a href=here>{t!(lang, "job-reload")}</a></p>
                </Notice>
            }
            .into_any()
        };
        let others = (!self.others.is_empty()).then(|| others(lang, self.others));
        let ordered = chrome.clock.stamp_tag(lang, self.at);
        view! {
            <p class="crumb"><a href=routes::USERS.to(lang)>{t!(lang, "users-back")}</a></p>
            <PageHeader title=title/>
            {state}
            <section class="card" aria-labelledby="stand">
                <h2 id="stand">{t!(lang, "job-title")}</h2>
                <JobProgress url=routes::JOB_PROGRESS.with(lang, self.job) first=self.progress/>
                <p class="muted small">{ordered}" "{t!(lang, "timeline-by", name = self.by)}</p>
            </section>
            {others}
        }
        .into_any()
    }
}

fn others(lang: Lang, people: Vec<OtherPerson>) -> AnyView {
    let rows = people
        .into_iter()
        .map(|person| {
            let name = match (person.name, person.line) {
                (_, Some((line, Some(address)))) => t!(lang, "job-line", line = line, address = address).into_any(),
                (_, Some((line, None))) => t!(lang, "job-line-alone", line = line).into_any(),
                (Some(name), None) => {
                    view! { <a href=routes::USER.with(lang, person.user)><bdi>{name}</bdi></a> }.into_any()
                }
                (None, None) => "–".into_any(),
            };
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td data-label=t!(lang, "job-reason")>{reason(lang, &person.outcome)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="ohne">
            <h2 id="ohne">{t!(lang, "job-others")}</h2>
            <div class="table-box">
                <table class="table">
                    <caption class="sr-only">{t!(lang, "job-others")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!(lang, "column-person")}</th>
                            <th scope="col">{t!(lang, "job-reason")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn reason(lang: Lang, outcome: &str) -> String {
    match outcome {
        "gone" => t!(lang, "outcome-gone"),
        "too_often" => t!(lang, "invitation-too-soon"),
        "yourself" => t!(lang, "access-yourself"),
        "last_administrator" => t!(lang, "access-last-administrator"),
        "no_licence" => t!(lang, "rights-no-licence"),
        "no_right_left" => t!(lang, "outcome-no-right"),
        "by_group" => t!(lang, "rights-by-group-locked"),
        "there_already" => t!(lang, "import-means-same"),
        "managed" => t!(lang, "import-why-managed"),
        "no_method" => t!(lang, "invite-method-gone"),
        "not_allowed" => t!(lang, "outcome-not-allowed"),
        "no_address" => t!(lang, "invitation-no-address"),
        _ => t!(lang, "outcome-failed"),
    }
}
