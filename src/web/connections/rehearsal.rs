//! „Verbindung testen“: we speak as the identity provider would, and every step says what came of it.

use leptos::prelude::*;

use super::reason::Reason;
use crate::model::ConnectionId;
use crate::web::components::{Chip, Icon, Notice, PageHeader, Tone};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// Whom we play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// `OneLogin`.
    OneLogin,
    /// Okta.
    Okta,
    /// Microsoft Entra ID.
    Entra,
}

impl Speaker {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::OneLogin, Self::Okta, Self::Entra];

    /// The word of the form.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OneLogin => "onelogin",
            Self::Okta => "okta",
            Self::Entra => "entra",
        }
    }

    /// What it calls itself.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OneLogin => "OneLogin",
            Self::Okta => "Okta",
            Self::Entra => "Microsoft Entra ID",
        }
    }
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As wanted.
    Fine,
    /// Otherwise.
    Failed,
    /// Not tried.
    Skipped,
}

/// A step of the conversation.
#[derive(Debug, Clone)]
pub struct Step {
    /// What should happen, in German.
    pub german: String,
    /// The same in English.
    pub english: String,
    /// Method and address.
    pub call: String,
    /// HTTP status of the answer.
    pub status: Option<u16>,
    /// What became of it.
    pub verdict: Verdict,
    /// Why it is not as wanted.
    pub reasons: Vec<Reason>,
}

/// What the test came to.
#[derive(Debug, Clone)]
pub enum Rehearsed {
    /// Every step that was tried.
    Steps(Vec<Step>),
    /// There was no conversation, for this reason (in English).
    NotAsked(String),
    /// Somebody else tests at the moment.
    UnderWay,
}

/// The page.
#[derive(Debug, Clone)]
pub struct RehearsalPage {
    /// Of which connection.
    pub connection: ConnectionId,
    /// Whom we play, or would.
    pub speaker: Speaker,
    /// What came of it, once it was started.
    pub rehearsed: Option<Rehearsed>,
}

impl Page for RehearsalPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "rehearsal-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Scim)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let result = self.rehearsed.map(|rehearsed| result(lang, self.speaker, rehearsed));
        let again = result.is_some();
        let path = routes::SCIM_TEST.with(lang, self.connection);
        let speakers = Speaker::ALL
            .into_iter()
            .map(|speaker| {
                view! {
                    <label class="radio">
                        <input type="radio" name="als" value=speaker.name() checked=speaker == self.speaker/>
                        <span>{speaker.label()}</span>
                    </label>
                }
            })
            .collect_view();
        view! {
            <p class="crumb"><a href=routes::SCIM.to(lang)>{t!(lang, "setup-back")}</a></p>
            <PageHeader title=t!(lang, "rehearsal-title") lead=t!(lang, "rehearsal-lead")/>
            {result}
            <section class="card">
                <form method="post" action=path class="form">
                    <fieldset class="stack">
                        <legend class="label">{t!(lang, "rehearsal-speaker")}</legend>
                        {speakers}
                    </fieldset>
                    <div class="actions">
                        <button class="button primary">{if again { t!(lang, "rehearsal-again") } else { t!(lang, "rehearsal-start") }}</button>
                        <a class="button" href=routes::SCIM_LOG.with(lang, self.connection)>{t!(lang, "log-open")}</a>
                    </div>
                </form>
            </section>
        }
        .into_any()
    }
}

fn result(lang: Lang, speaker: Speaker, rehearsed: Rehearsed) -> AnyView {
    match rehearsed {
        Rehearsed::UnderWay => view! {
            <Notice tone=Tone::Warning title=t!(lang, "rehearsal-under-way")><p>{t!(lang, "rehearsal-under-way-text")}</p></Notice>
        }
        .into_any(),
        Rehearsed::NotAsked(reason) => view! {
            <Notice tone=Tone::Danger title=t!(lang, "rehearsal-not-asked")>
                <p>{t!(lang, "rehearsal-not-asked-text")}</p>
                <p lang="en">{reason}</p>
            </Notice>
        }
        .into_any(),
        Rehearsed::Steps(steps) => {
            let count = |verdict| i64::try_from(steps.iter().filter(|step| step.verdict == verdict).count()).unwrap_or(0);
            let (fine, failed) = (count(Verdict::Fine), count(Verdict::Failed));
            let who = speaker.label();
            let summary = if failed == 0 {
                view! { <Notice tone=Tone::Good title=t!(lang, "rehearsal-fine", who = who, n = fine)><p>{t!(lang, "rehearsal-nothing-stays")}</p></Notice> }
            } else {
                view! { <Notice tone=Tone::Danger title=t!(lang, "rehearsal-failed", who = who, n = failed)><p>{t!(lang, "rehearsal-nothing-stays")}</p></Notice> }
            };
            view! { {summary}{table(lang, steps)} }.into_any()
        }
    }
}

fn table(lang: Lang, steps: Vec<Step>) -> AnyView {
    let rows = steps.into_iter().map(|step| row(lang, step)).collect_view();
    view! {
        <div class="table-box">
            <table class="table">
                <caption class="sr-only">{t!(lang, "rehearsal-steps")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(lang, "rehearsal-step-column")}</th>
                        <th scope="col">{t!(lang, "log-outcome")}</th>
                        <th scope="col">{t!(lang, "log-call")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(lang: Lang, step: Step) -> AnyView {
    let (tone, sign, word) = match step.verdict {
        Verdict::Fine => (Tone::Good, Icon::Check, t!(lang, "rehearsal-step-fine")),
        Verdict::Failed => (Tone::Danger, Icon::Cross, t!(lang, "rehearsal-step-failed")),
        Verdict::Skipped => (Tone::Neutral, Icon::Pause, t!(lang, "rehearsal-step-skipped")),
    };
    let title = match lang {
        Lang::De => step.german,
        Lang::En => step.english,
    };
    let label = match step.status {
        // One line, however narrow the column.
        Some(status) => format!("{word}\u{a0}·\u{a0}{status}"),
        None => word,
    };
    let reasons = step.reasons.into_iter().map(|reason| reason.view(lang)).collect_view();
    view! {
        <tr>
            <th scope="row">{what(lang, &step.call)}<span class="muted small">{title}</span></th>
            <td data-label=t!(lang, "log-outcome")><Chip tone=tone sign=sign label=label/>{reasons}</td>
            <td data-label=t!(lang, "log-call")><span class="mono small wrap">{step.call}</span></td>
        </tr>
    }
    .into_any()
}

/// „Person anlegen“ for `POST /Users`.
fn what(lang: Lang, call: &str) -> String {
    let (method, path) = call.split_once(' ').unwrap_or((call, ""));
    let mut parts = path.split(['/', '?']).filter(|part| !part.is_empty());
    let what = match parts.next() {
        Some("Users") => t!(lang, "log-kind-person"),
        Some("Groups") => t!(lang, "log-kind-group"),
        _ => return t!(lang, "log-op-discovery"),
    };
    let one = path.trim_start_matches('/').split('?').next().is_some_and(|path| path.contains('/'));
    match (method, one) {
        ("GET", true) => t!(lang, "log-op-read", what = what),
        ("POST", _) => t!(lang, "log-op-create", what = what),
        ("PUT", _) => t!(lang, "log-op-replace", what = what),
        ("PATCH", _) => t!(lang, "log-op-change", what = what),
        ("DELETE", _) => t!(lang, "log-op-delete", what = what),
        _ => t!(lang, "log-op-list", what = what),
    }
}
