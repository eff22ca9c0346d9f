//! One request: what happened and what to do, the facts, both bodies without secrets, and all of it to copy for the support.

use std::fmt::Write as _;

use leptos::prelude::*;

use super::explanation::{explain, title};
use super::view::{Place, Request, Selection, address};
use crate::model::ConnectionId;
use crate::web::components::{Notice, PageHeader, Tone, copy_button};
use crate::web::islands::CopyButton;
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::text::{Lang, number, t};

/// The page.
#[derive(Debug, Clone)]
pub struct RequestPage {
    /// Of which connection.
    pub place: Place,
    /// The request.
    pub request: Request,
    /// When, for machines.
    pub at: String,
    /// What stands above everything, for support.
    pub note: Option<String>,
}

impl Page for RequestPage {
    fn title(&self, lang: Lang) -> String {
        self.request.label(lang)
    }

    fn frame(&self) -> Frame {
        self.place.frame()
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let Self { place, request, at, note } = self;
        let log = place.log(lang);
        let lead = request.person.clone().unwrap_or_else(|| request.call.clone());
        let chip = request.chip(lang);
        view! {
            <p class="crumb"><a href=log.clone()>{t!(lang, "log-all")}</a></p>
            <PageHeader title=request.label(lang) lead=lead>{chip}</PageHeader>
            {note.map(|note| view! { <Notice tone=Tone::Info title=note/> })}
            {request.rehearsed.then(|| view! { <Notice tone=Tone::Info title=t!(lang, "rehearsal-badge")><p>{t!(lang, "rehearsal-step")}</p></Notice> })}
            {explanation(lang, &request)}
            {facts(chrome, &log, &request)}
            {body(lang, "geschickt", t!(lang, "log-asked"), &request.asked)}
            {body(lang, "geantwortet", t!(lang, "log-answered"), &request.answered)}
            {place.support.is_none().then(|| support(lang, place.connection, &request, &at))}
        }
        .into_any()
    }
}

fn explanation(lang: Lang, request: &Request) -> Option<AnyView> {
    let cause = request.cause?;
    let (fix, place) = explain(lang, cause, request.provider);
    let tone = if request.status < 500 { Tone::Warning } else { Tone::Info };
    let view = view! {
        <Notice tone=tone title=title(lang, cause)>
            <p>{fix}</p>
            {place.map(|place| view! { <p>{place}</p> })}
        </Notice>
    };
    Some(view.into_any())
}

fn facts(chrome: &Chrome, log: &str, request: &Request) -> AnyView {
    let lang = chrome.lang;
    let fact = |label: String, value: AnyView| view! { <div><dt>{label}</dt><dd class="wrap">{value}</dd></div> };
    let text = |text: String| view! { <bdi>{text}</bdi> }.into_any();
    let code = |text: String| view! { <span class="mono">{text}</span> }.into_any();
    let status = match &request.scim_type {
        Some(keyword) => format!("{} {keyword}", request.status),
        None => request.status.to_string(),
    };
    let person = request.person.clone().map(|person| {
        let all = Selection { search: person.clone(), ..Selection::default() };
        let view =
            view! { <bdi>{person}</bdi>" · "<a href=address(log, &all.query(None))>{t!(lang, "log-person-all")}</a> };
        fact(t!(lang, "log-person"), view.into_any())
    });
    view! {
        <section class="card" aria-labelledby="angaben">
            <h2 id="angaben">{t!(lang, "log-facts")}</h2>
            <dl class="facts">
                {fact(t!(lang, "log-column-when"), chrome.clock.stamp_tag(lang, request.at))}
                {fact(t!(lang, "log-status"), code(status))}
                {request.detail.clone().map(|detail| fact(t!(lang, "log-detail-text"), view! { <span lang="en">{detail}</span> }.into_any()))}
                {person}
                {fact(t!(lang, "log-call"), code(request.call.clone()))}
                {fact(t!(lang, "log-column-took"), text(t!(lang, "log-took", ms = request.took.clone())))}
                {request.user_agent.clone().map(|agent| fact(t!(lang, "log-client"), text(agent)))}
                {request.ip.clone().map(|ip| fact(t!(lang, "log-ip"), code(ip)))}
                {request.last4.clone().map(|last4| fact(t!(lang, "log-token"), code(format!("…{last4}"))))}
                {fact(t!(lang, "log-reference"), code(request.id.to_string()))}
            </dl>
        </section>
    }
    .into_any()
}

fn body(lang: Lang, id: &'static str, label: String, (text, size): &(Option<String>, i64)) -> AnyView {
    if let Some(text) = text {
        return view! {
            <figure class="code">
                <figcaption><span class="label">{label}</span>{copy_button(lang, id)}</figcaption>
                <pre tabindex="0" id=id><code>{text.clone()}</code></pre>
            </figure>
        }
        .into_any();
    }
    let why = match size {
        0 => t!(lang, "log-no-body"),
        size => t!(lang, "log-not-kept", size = number(lang, *size)),
    };
    view! { <p><b>{label}</b>": "<span class="muted">{why}</span></p> }.into_any()
}

/// Everything support needs, in English and without anything of the person but what the call shows.
fn support(lang: Lang, connection: ConnectionId, request: &Request, at: &str) -> AnyView {
    let mut text = String::new();
    let scim_type = request.scim_type.as_deref().unwrap_or("-");
    let cause = request.cause.map_or("-", crate::model::ScimCause::name);
    let _ = writeln!(text, "reference: {}\nconnection: {connection}\ntime: {at}", request.id);
    let _ = writeln!(text, "call: {}\nstatus: {} {scim_type} ({cause})", request.call, request.status);
    let _ = writeln!(text, "detail: {}", request.detail.as_deref().unwrap_or("-"));
    let _ = write!(text, "client: {}\nduration: {} ms", request.user_agent.as_deref().unwrap_or("-"), request.took);
    let (copied, refused) = (t!(lang, "copy-done"), t!(lang, "copy-refused"));
    view! {
        <section class="card" aria-labelledby="fuer-support">
            <div class="card-head">
                <h2 id="fuer-support">{t!(lang, "log-support")}</h2>
                <CopyButton target="support-angaben".to_owned() label=t!(lang, "log-support") copied=copied refused=refused/>
            </div>
            <p class="muted small">{t!(lang, "log-support-text")}</p>
            <figure class="code"><pre tabindex="0" id="support-angaben" lang="en">{text}</pre></figure>
        </section>
    }
    .into_any()
}
