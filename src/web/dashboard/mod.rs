//! Übersicht: what is left to set up, how SCIM and the licences stand, what happened last.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::web::account::{ScimSummary, TestPeriod};
use crate::web::audit;
use crate::web::components::{Check, Checklist, Icon, Notice, PageHeader, Tone, icon};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes::{self, Route};
use crate::web::text::{Lang, number, t};

/// What is set up.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "a list of steps, each done or not")]
pub struct Progress {
    /// On Premium.
    pub premium: bool,
    /// Automatic adjustment of licences.
    pub automatic: bool,
    /// A method SCIM can invite by.
    pub method: bool,
    /// SCIM is activated.
    pub activated: bool,
    /// The first request has arrived.
    pub connected: bool,
}

impl Progress {
    /// In the order of the list.
    const fn steps(self) -> [bool; 5] {
        [self.premium, self.automatic, self.method, self.activated, self.connected]
    }
}

/// How the connections stand.
#[derive(Debug, Clone)]
pub struct ScimHealth {
    /// In one word.
    pub summary: ScimSummary,
    /// The last request.
    pub last_request: Option<OffsetDateTime>,
    /// People who came by it.
    pub people: i64,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Event {
    /// When.
    pub at: OffsetDateTime,
    /// What, as `noun.verb`.
    pub action: String,
    /// What kind of actor.
    pub actor_kind: String,
    /// Who.
    pub actor_name: String,
    /// On whom, where it has a name.
    pub target: Option<String>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct DashboardPage {
    /// The company.
    pub account: String,
    /// How its test stands, if it is one.
    pub test: Option<TestPeriod>,
    /// What is set up.
    pub progress: Progress,
    /// How SCIM stands.
    pub scim: ScimHealth,
    /// Licences taken, and in all.
    pub licences: (i64, i64),
    /// The count follows by itself.
    pub automatic: bool,
    /// Active people.
    pub active: i64,
    /// Open invitations.
    pub invited: i64,
    /// Nobody but the administrators is here yet, and nothing is activated.
    pub fresh: bool,
    /// The newest events.
    pub events: Vec<Event>,
}

impl Page for DashboardPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-dashboard")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Dashboard)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let in_test = self.test.is_some();
        let over = self.test.as_ref().is_some_and(TestPeriod::is_over);
        let test = self.test.map(|test| test.notice(chrome));
        let steps = self.fresh.then(|| first_steps(lang, in_test, over));
        let done = self.progress.steps().into_iter().all(|done| done);
        let setup = (!done && !self.fresh).then(|| checklist(lang, self.progress));
        let finished = (done && self.scim.people == 0)
            .then(|| view! { <Notice tone=Tone::Good title=t!(lang, "dashboard-set-up")/> });
        let cards = view! {
            <div class="cards">
                {scim(chrome, &self.scim)}
                {licences(lang, self.licences, self.automatic, in_test)}
                {people(lang, self.active, self.invited)}
            </div>
        };
        view! {
            <PageHeader title=t!(lang, "nav-dashboard") lead=self.account/>
            {test}
            {steps}
            {finished}
            {setup}
            {cards}
            {events(chrome, self.events)}
        }
        .into_any()
    }
}

/// `over`: the test has ended, so that nobody can be invited before a plan is chosen, which the notice above asks for.
fn first_steps(lang: Lang, in_test: bool, over: bool) -> AnyView {
    let step = |title: String, text: String, to: Route, label: String, class: &'static str| {
        view! {
            <li class="row">
                <div class="row-main"><h3>{title}</h3><p class="muted">{text}</p></div>
                <a class=class href=to.to(lang)>{label}</a>
            </li>
        }
    };
    // SCIM is not part of a test: people are invited by hand, and a plan comes next.
    let next = if in_test {
        view! {
            {step(t!(lang, "dashboard-step-invite"), t!(lang, "dashboard-step-invite-text"), routes::INVITE, t!(lang, "invite-title"), if over { "button" } else { "button primary" })}
            {step(t!(lang, "dashboard-step-plan"), t!(lang, "dashboard-step-plan-text"), routes::SUBSCRIPTION, t!(lang, "test-choose"), "button")}
        }
        .into_any()
    } else {
        view! {
            {step(t!(lang, "dashboard-step-scim"), t!(lang, "dashboard-step-scim-text"), routes::SCIM, t!(lang, "overview-scim-activate"), "button primary")}
            {step(t!(lang, "dashboard-step-people"), t!(lang, "dashboard-step-people-text"), routes::HELP_SCIM, t!(lang, "dashboard-step-people-link"), "button")}
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="schritte">
            <h2 id="schritte">{t!(lang, "dashboard-steps-title")}</h2>
            <ol class="rows" role="list">
                {step(t!(lang, "dashboard-step-methods"), t!(lang, "dashboard-step-methods-text"), routes::SIGN_IN_METHODS, t!(lang, "check-method-fix"), "button")}
                {next}
            </ol>
        </section>
    }
    .into_any()
}

fn checklist(lang: Lang, progress: Progress) -> AnyView {
    let told = [
        (t!(lang, "check-premium"), t!(lang, "check-premium-text"), routes::SUBSCRIPTION, t!(lang, "plan-change")),
        (
            t!(lang, "check-automatic"),
            t!(lang, "check-automatic-text"),
            routes::LICENCES,
            t!(lang, "overview-to-licences"),
        ),
        (
            t!(lang, "check-method"),
            t!(lang, "check-method-text"),
            routes::SIGN_IN_METHODS,
            t!(lang, "check-method-fix"),
        ),
        (
            t!(lang, "dashboard-check-scim"),
            t!(lang, "dashboard-check-scim-text"),
            routes::SCIM,
            t!(lang, "overview-scim-activate"),
        ),
        (
            t!(lang, "dashboard-check-request"),
            t!(lang, "dashboard-check-request-text"),
            routes::SCIM,
            t!(lang, "overview-to-scim"),
        ),
    ];
    let (mut checks, mut fixes) = (Vec::new(), Vec::new());
    for ((title, text, to, label), done) in told.into_iter().zip(progress.steps()) {
        let state = if done { t!(lang, "check-done") } else { t!(lang, "check-missing") };
        checks.push(Check { title, text, state, done });
        fixes.push((!done).then(|| view! { <a class="button" href=to.to(lang)>{label}</a> }.into_any()));
    }
    view! {
        <section class="card" aria-labelledby="einrichten">
            <h2 id="einrichten">{t!(lang, "dashboard-setup-title")}</h2>
            <Checklist label=t!(lang, "dashboard-setup-title") checks=checks fixes=fixes/>
        </section>
    }
    .into_any()
}

fn card(sign: Icon, title: String, figure: AnyView, text: AnyView, href: String, link: String) -> AnyView {
    view! {
        <section class="card figure-card">
            <h2>{icon(sign)}{title}</h2>
            <p class="figure">{figure}</p>
            <p class="muted">{text}</p>
            <p class="card-link"><a href=href>{link}</a></p>
        </section>
    }
    .into_any()
}

fn scim(chrome: &Chrome, health: &ScimHealth) -> AnyView {
    let (lang, summary) = (chrome.lang, health.summary);
    let text = match (summary, health.last_request) {
        // When the last request came says how it goes.
        (ScimSummary::Rotating | ScimSummary::Connected | ScimSummary::Waiting, Some(at)) => view! { {t!(lang, "dashboard-last-request")}" "{chrome.clock.ago_tag(lang, at)}" · "{t!(lang, "dashboard-people", n = health.people)} }.into_any(),
        _ => summary.sentence(lang).into_any(),
    };
    card(
        Icon::Link,
        t!(lang, "nav-scim"),
        summary.chip(lang),
        text,
        routes::SCIM.to(lang).to_owned(),
        summary.link(lang),
    )
}

fn licences(lang: Lang, (taken, total): (i64, i64), automatic: bool, test: bool) -> AnyView {
    let figure = if test {
        number(lang, taken)
    } else {
        t!(lang, "dashboard-licences", taken = number(lang, taken), total = number(lang, total))
    };
    let text = if test {
        t!(lang, "overview-licences-test")
    } else if automatic {
        t!(lang, "overview-licences-automatic")
    } else {
        let free: i64 = total - taken;
        t!(lang, "overview-licences-free", n = free)
    };
    let to = routes::LICENCES.to(lang).to_owned();
    card(Icon::Seat, t!(lang, "nav-licences"), figure.into_any(), text.into_any(), to, t!(lang, "overview-to-licences"))
}

fn people(lang: Lang, active: i64, invited: i64) -> AnyView {
    let text = t!(lang, "dashboard-invited-text", n = active);
    let to = format!("{}?status=eingeladen", routes::USERS.to(lang));
    card(
        Icon::Mail,
        t!(lang, "dashboard-invited"),
        number(lang, invited).into_any(),
        text.into_any(),
        to,
        t!(lang, "dashboard-to-invited"),
    )
}

fn events(chrome: &Chrome, events: Vec<Event>) -> Option<AnyView> {
    let lang = chrome.lang;
    (!events.is_empty()).then(|| {
        let items = events
            .into_iter()
            .map(|event| {
                let what = audit::sentence(lang, &event.action).unwrap_or(event.action);
                let who = audit::actor(lang, &event.actor_kind, &event.actor_name);
                let target = event.target.map(|name| view! { " "<bdi>{name}</bdi> });
                view! {
                    <li class="row">
                        <p class="row-main"><span>{what}{target}</span><span class="muted small"><bdi>{who}</bdi></span></p>
                        <p class="muted small">{chrome.clock.ago_tag(lang, event.at)}</p>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section aria-labelledby="zuletzt">
                <div class="card-head">
                    <h2 id="zuletzt">{t!(lang, "dashboard-events-title")}</h2>
                    <a href=routes::AUDIT_LOG.to(lang)>{t!(lang, "dashboard-to-audit")}</a>
                </div>
                <ul class="rows" role="list">{items}</ul>
            </section>
        }
        .into_any()
    })
}
