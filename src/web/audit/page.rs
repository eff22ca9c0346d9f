//! The page of the log: filters by GET, everything in the address, one row per change with its details folded away.

use leptos::prelude::*;
use serde_json::Value;
use time::OffsetDateTime;

use super::details::{Detail, details};
use super::{export::Format, words};
use crate::web::components::{EmptyState, ErrorSummary, FieldErrors, Hidden, Icon, PageHeader, SearchField, icon};
use crate::web::keys;
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// One change.
#[derive(Debug, Clone)]
pub struct AuditRow {
    /// When.
    pub at: OffsetDateTime,
    /// `user`, `scim`, `support`, `operator` or `system`.
    pub actor_kind: String,
    /// Who, if they have an id.
    pub actor_id: Option<String>,
    /// Who, by the name they had.
    pub actor_name: String,
    /// What, as `noun.verb`.
    pub action: String,
    /// What kind of thing it was done to.
    pub target_kind: String,
    /// To which, if it has an id.
    pub target_id: Option<String>,
    /// What that is called today.
    pub target_name: Option<String>,
    /// What else is known.
    pub details: Value,
    /// The request that did it.
    pub request_id: String,
    /// From which address.
    pub ip: Option<String>,
}

/// What the log is narrowed to, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Part of a name or address.
    pub search: String,
    /// Kind of actor.
    pub actor: String,
    /// Action, `noun.verb`.
    pub action: String,
    /// First day, `2026-11-26`.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Id of what it was done to.
    pub target: String,
    /// Id of the request that did it.
    pub request: String,
}

/// A way to other rows: the name of the parameter and the position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// Older than this.
    Older(String),
    /// Newer than this.
    Newer(String),
}

impl AuditFilter {
    fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("suche", &self.search),
            ("wer", &self.actor),
            ("aktion", &self.action),
            ("von", &self.from),
            ("bis", &self.until),
            ("ziel", &self.target),
            ("anfrage", &self.request),
        ]
    }

    /// Nothing is filtered.
    pub fn is_empty(&self) -> bool {
        self.pairs().iter().all(|(_, value)| value.is_empty())
    }

    fn address(&self, path: &str, more: &[(&str, &str)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.pairs().into_iter().filter(|(_, value)| !value.is_empty()));
        query.extend_pairs(more);
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    fn page(&self, lang: Lang, turn: &Turn) -> String {
        let (name, position) = match turn {
            Turn::Older(position) => ("vor", position),
            Turn::Newer(position) => ("nach", position),
        };
        self.address(routes::AUDIT_LOG.to(lang), &[(name, position)])
    }

    fn file(&self, lang: Lang, format: Format) -> String {
        self.address(routes::AUDIT_EXPORT.to(lang), &[("format", format.name())])
    }
}

/// Protokoll.
#[derive(Debug, Clone)]
pub struct AuditPage {
    /// The rows, newest first.
    pub rows: Vec<AuditRow>,
    /// What they are narrowed to.
    pub filter: AuditFilter,
    /// What is wrong with it.
    pub errors: FieldErrors,
    /// The way to newer rows.
    pub newer: Option<Turn>,
    /// The way to older rows.
    pub older: Option<Turn>,
}

impl Page for AuditPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-audit")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Audit)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let filter = &self.filter;
        let files = [(Format::Csv, t!(lang, "export-csv")), (Format::Json, t!(lang, "export-json"))]
            .map(|(format, label)| view! { <a class="button" download href=filter.file(lang, format)>{icon(Icon::Download)}{label}</a> })
            .collect_view();
        let list = if self.rows.is_empty() {
            nothing(lang, filter)
        } else {
            view! { {table(chrome, self.rows)}{turns(lang, filter, self.newer.as_ref(), self.older.as_ref())} }
                .into_any()
        };
        view! {
            <PageHeader title=t!(lang, "nav-audit") lead=t!(lang, "audit-lead")>{files}</PageHeader>
            <ErrorSummary lang=lang errors=self.errors.clone()/>
            {form(chrome, filter, &self.errors)}
            {list}
            <p class="muted small">{t!(lang, "audit-retention")}</p>
        }
        .into_any()
    }
}

fn nothing(lang: Lang, filter: &AuditFilter) -> AnyView {
    if filter.is_empty() {
        return view! { <EmptyState sign=Icon::Clock title=t!(lang, "audit-empty-title") text=t!(lang, "audit-empty-text")/> }
            .into_any();
    }
    view! {
        <EmptyState sign=Icon::Search title=t!(lang, "audit-no-hit-title") text=t!(lang, "audit-no-hit-text")>
            <a class="button" href=routes::AUDIT_LOG.to(lang)>{t!(lang, "users-show-all")}</a>
        </EmptyState>
    }
    .into_any()
}

fn turns(lang: Lang, filter: &AuditFilter, newer: Option<&Turn>, older: Option<&Turn>) -> Option<AnyView> {
    (newer.is_some() || older.is_some()).then(|| {
        view! {
            <nav class="pagination" aria-label=t!(lang, "paging-label")>
                <div class="actions">
                    {newer.map(|turn| view! { <a class="button" rel="prev" href=filter.page(lang, turn)>{icon(Icon::Previous)}{t!(lang, "audit-newer")}</a> })}
                    {older.map(|turn| view! { <a class="button" rel="next" href=filter.page(lang, turn)>{t!(lang, "audit-older")}{icon(Icon::Next)}</a> })}
                </div>
            </nav>
        }
        .into_any()
    })
}

fn form(chrome: &Chrome, filter: &AuditFilter, errors: &FieldErrors) -> AnyView {
    let (lang, keyed) = (chrome.lang, keys::work(chrome));
    let option = |value: &'static str, label: String, chosen: &str| view! { <option value=value selected=value == chosen>{label}</option> };
    let actors =
        words::ACTOR_KINDS.map(|kind| option(kind, words::actor_kind(lang, kind), &filter.actor)).collect_view();
    let mut actions: Vec<_> =
        words::ACTIONS.iter().filter_map(|action| Some((*action, words::sentence(lang, action)?))).collect();
    actions.sort_by(|a, b| a.1.cmp(&b.1));
    let actions = actions.into_iter().map(|(action, label)| option(action, label, &filter.action)).collect_view();
    let actors =
        view! { <select id="wer" name="wer"><option value="">{t!(lang, "users-any")}</option>{actors}</select> }
            .into_any();
    let actions =
        view! { <select id="aktion" name="aktion"><option value="">{t!(lang, "users-any")}</option>{actions}</select> }
            .into_any();
    let kept = [("ziel", &filter.target), ("anfrage", &filter.request)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <Hidden name=name value=value.clone()/> })
        .collect_view();
    let only = (!filter.target.is_empty()).then(|| t!(lang, "audit-only-target"));
    let only = only.or_else(|| (!filter.request.is_empty()).then(|| t!(lang, "audit-only-request")));
    view! {
        <form method="get" action=routes::AUDIT_LOG.to(lang) class="filters" role="search">
            {kept}
            <SearchField label=t!(lang, "audit-search") value=filter.search.clone() keyed=keyed/>
            <div class="field">
                <label class="label" for="wer">{t!(lang, "audit-actor")}</label>
                {actors}
            </div>
            <div class="field">
                <label class="label" for="aktion">{t!(lang, "audit-what")}</label>
                {actions}
            </div>
            {day("von", t!(lang, "audit-from"), &filter.from, errors)}
            {day("bis", t!(lang, "audit-until"), &filter.until, errors)}
            <button class="button">{icon(Icon::Search)}{t!(lang, "users-search-go")}</button>
            {(!filter.is_empty()).then(|| view! { <a class="button quiet" href=routes::AUDIT_LOG.to(lang)>{t!(lang, "users-show-all")}</a> })}
        </form>
        {only.map(|text| view! { <p class="muted small">{text}</p> })}
    }
    .into_any()
}

fn day(name: &'static str, label: String, value: &str, errors: &FieldErrors) -> AnyView {
    let error = errors.at(name);
    let error_id = format!("{name}-error");
    view! {
        <div class="field">
            <label class="label" for=name>{label}</label>
            <input type="date" id=name name=name value=value.to_owned() aria-invalid=error.is_some().then_some("true") aria-describedby=error.is_some().then(|| error_id.clone())/>
            {error.map(|error| view! { <p class="field-error" id=error_id>{icon(Icon::Warning)}{error}</p> })}
        </div>
    }
    .into_any()
}

fn table(chrome: &Chrome, rows: Vec<AuditRow>) -> AnyView {
    let lang = chrome.lang;
    let rows = rows.into_iter().map(|row| line(chrome, row)).collect_view();
    view! {
        <div class="table-box">
            <table class="table">
                <caption class="sr-only">{t!(lang, "nav-audit")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(lang, "ledger-when")}</th>
                        <th scope="col">{t!(lang, "audit-what")}</th>
                        <th scope="col">{t!(lang, "audit-target")}</th>
                        <th scope="col">{t!(lang, "audit-actor")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(chrome: &Chrome, row: AuditRow) -> AnyView {
    let lang = chrome.lang;
    let what =
        words::sentence(lang, &row.action).unwrap_or_else(|| t!(lang, "audit-other", action = row.action.clone()));
    view! {
        <tr>
            <th scope="row">{chrome.clock.stamp_tag(lang, row.at)}</th>
            <td data-label=t!(lang, "audit-what")>
                <div>{what}{more(lang, &row)}</div>
            </td>
            <td data-label=t!(lang, "audit-target")>{aim(lang, &row)}</td>
            <td data-label=t!(lang, "audit-actor")><bdi>{words::actor(lang, &row.actor_kind, &row.actor_name)}</bdi></td>
        </tr>
    }
    .into_any()
}

/// Everything else that is known of a row, folded away. Forty times on a page, so its markup is spare.
fn more(lang: Lang, row: &AuditRow) -> AnyView {
    let same = AuditFilter { request: row.request_id.clone(), ..AuditFilter::default() }.address("", &[]);
    let mut facts: Vec<_> = details(lang, &row.details).into_iter().map(|detail| fact(lang, detail)).collect();
    facts.push(known(t!(lang, "audit-ip"), row.ip.clone().unwrap_or_else(|| "–".to_owned()).into_any()));
    facts.push(known(t!(lang, "audit-request"), view! { <a href=same>{row.request_id.clone()}</a> }.into_any()));
    facts.push(known(t!(lang, "audit-action"), view! { <code lang="en">{row.action.clone()}</code> }.into_any()));
    view! {
        <details class="fold small">
            <summary>{t!(lang, "audit-details")}</summary>
            <dl class="facts flat">{facts}</dl>
        </details>
    }
    .into_any()
}

fn known(label: String, value: AnyView) -> AnyView {
    view! { <dt>{label}</dt><dd>{value}</dd> }.into_any()
}

fn fact(lang: Lang, detail: Detail) -> AnyView {
    let value = view! { <bdi>{detail.value}</bdi> };
    let value = match detail.before {
        Some(before) => view! { <span class="sr-only">{t!(lang, "audit-before")}": "</span><del>{before}</del>" → "<span class="sr-only">{t!(lang, "audit-after")}": "</span>{value} }.into_any(),
        None => value.into_any(),
    };
    known(detail.label, value)
}

/// What it was done to, as a link where it has a page.
fn aim(lang: Lang, row: &AuditRow) -> AnyView {
    let name = words::target(lang, &row.target_kind, row.target_name.as_deref());
    let href = match (row.target_kind.as_str(), &row.target_name, &row.target_id) {
        ("user", Some(_), Some(id)) => Some(routes::USER.with(lang, id)),
        ("connection", Some(_), _) => Some(routes::SCIM.to(lang).to_owned()),
        _ => None,
    };
    match href {
        Some(href) => view! { <a href=href><bdi>{name}</bdi></a> }.into_any(),
        None => view! { <bdi>{name}</bdi> }.into_any(),
    }
}
