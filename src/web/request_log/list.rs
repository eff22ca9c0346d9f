//! The list of requests: newest first, narrowed by GET, paged by the last request shown.

use leptos::prelude::*;

use super::explanation::title;
use super::view::{Period, Place, Request, Selection, TroubleView, address};
use crate::model::{ConnectionId, RequestId, ScimOperation, SignInMethod};
use crate::web::components::{Badge, EmptyState, Hidden, Icon, Notice, PageHeader, SearchField, Tone, icon};
use crate::web::keys;
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// Protokoll.
#[derive(Debug, Clone)]
pub struct LogPage {
    /// Of which connection.
    pub place: Place,
    /// Its method.
    pub method: SignInMethod,
    /// The requests of this page.
    pub rows: Vec<Request>,
    /// Where the next page begins.
    pub older: Option<RequestId>,
    /// What is chosen.
    pub selection: Selection,
    /// What goes wrong at the moment.
    pub troubles: Vec<TroubleView>,
    /// The request that was asked for is gone.
    pub gone: bool,
    /// What stands above everything, for support.
    pub note: Option<String>,
}

impl Page for LogPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "log-title")
    }

    fn frame(&self) -> Frame {
        self.place.frame()
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let (path, portal) = (self.place.log(lang), self.place.support.is_none());
        let lead = t!(lang, "log-lead", method = words::method(lang, self.method));
        let all = path.clone();
        let narrowed = !self.selection.is_empty();
        let list = match (self.rows.is_empty(), narrowed || self.selection.older_than.is_some()) {
            (true, false) => view! {
                <EmptyState sign=Icon::Clock title=t!(lang, "log-empty-title") text=t!(lang, "log-empty-text")>
                    {portal.then(|| view! { <a class="button primary" href=routes::SCIM_SETUP.with(lang, self.place.connection)>{t!(lang, "scim-to-guide")}</a> })}
                </EmptyState>
            }
            .into_any(),
            (true, true) => view! {
                <EmptyState sign=Icon::Search title=t!(lang, "log-none-title") text=t!(lang, "log-none-text")>
                    <a class="button" href=all>{t!(lang, "log-reset")}</a>
                </EmptyState>
            }
            .into_any(),
            (false, _) => view! {
                {table(chrome, self.place, &self.rows)}
                {paging(lang, &path, &self.selection, self.older, self.rows.len())}
            }
            .into_any(),
        };
        let exports = (portal && !self.rows.is_empty()).then(|| exports(lang, self.place.connection, &self.selection));
        view! {
            <p class="crumb">{self.place.back(lang)}</p>
            <PageHeader title=t!(lang, "log-title") lead=lead>{exports}</PageHeader>
            {self.note.map(|note| view! { <Notice tone=Tone::Info title=note/> })}
            {self.gone.then(|| view! { <Notice tone=Tone::Warning title=t!(lang, "log-gone-title")><p>{t!(lang, "log-gone-text")}</p></Notice> })}
            {troubles(lang, &path, &self.troubles)}
            {filters(chrome, &path, &self.selection)}
            {list}
        }
        .into_any()
    }
}

fn exports(lang: Lang, connection: ConnectionId, selection: &Selection) -> AnyView {
    let path = routes::SCIM_LOG_EXPORT.with(lang, connection);
    let link = |format: &str| {
        let query = selection.query(None);
        address(&path, &format!("format={format}{}{query}", if query.is_empty() { "" } else { "&" }))
    };
    view! {
        <a class="button" download href=link("csv")>{icon(Icon::Download)}{t!(lang, "log-export-csv")}</a>
        <a class="button" download href=link("json")>{icon(Icon::Download)}{t!(lang, "log-export-json")}</a>
    }
    .into_any()
}

/// What was refused in the last 24 hours, each with the way to those requests.
fn troubles(lang: Lang, path: &str, troubles: &[TroubleView]) -> Option<AnyView> {
    if troubles.is_empty() {
        return None;
    }
    let items = troubles
        .iter()
        .map(|trouble| {
            let chosen = Selection { cause: Some(trouble.cause), period: Period::Day, ..Selection::default() };
            let text = t!(lang, "log-trouble", n = trouble.requests, cause = title(lang, trouble.cause));
            view! { <a class="button small" href=address(path, &chosen.query(None))>{text}</a> }
        })
        .collect_view();
    Some(
        view! { <Notice tone=Tone::Warning title=t!(lang, "log-troubles")><div class="actions">{items}</div></Notice> }
            .into_any(),
    )
}

fn filters(chrome: &Chrome, path: &str, selection: &Selection) -> AnyView {
    let (lang, keyed) = (chrome.lang, keys::work(chrome));
    let any = t!(lang, "users-any");
    let kinds = [
        ScimOperation::Create,
        ScimOperation::Change,
        ScimOperation::Replace,
        ScimOperation::Delete,
        ScimOperation::List,
        ScimOperation::Read,
        ScimOperation::Bulk,
        ScimOperation::Discovery,
    ]
    .into_iter()
    .map(|kind| view! { <option value=kind.name() selected=selection.operation == Some(kind)>{kind_label(lang, kind)}</option> })
    .collect_view();
    let periods = Period::ALL
        .into_iter()
        .map(|period| view! { <option value=period.name() selected=selection.period == period>{period.label(lang)}</option> })
        .collect_view();
    let outcome = |value: &'static str, refused: bool, label: String| {
        view! { <option value=value selected=selection.refused == Some(refused)>{label}</option> }
    };
    let cause = selection.cause.map(|cause| {
        view! {
            <Hidden name="grund" value=cause.name()/>
            <p class="muted small">{t!(lang, "log-only-cause", cause = title(lang, cause))}</p>
        }
    });
    view! {
        <form method="get" action=path.to_owned() class="filters" role="search">
            <SearchField label=t!(lang, "log-search") value=selection.search.clone() hint=t!(lang, "log-search-hint") keyed=keyed/>
            <div class="field">
                <label class="label" for="ergebnis">{t!(lang, "log-outcome")}</label>
                <select id="ergebnis" name="ergebnis">
                    <option value="">{any.clone()}</option>
                    {outcome("angenommen", false, t!(lang, "log-outcome-fine"))}
                    {outcome("abgelehnt", true, t!(lang, "log-outcome-refused"))}
                </select>
            </div>
            <div class="field">
                <label class="label" for="art">{t!(lang, "log-operation")}</label>
                <select id="art" name="art">
                    <option value="">{any}</option>
                    <option value="aenderungen" selected=selection.changes>{t!(lang, "log-changes")}</option>
                    {kinds}
                </select>
            </div>
            <div class="field">
                <label class="label" for="zeit">{t!(lang, "log-time")}</label>
                <select id="zeit" name="zeit">{periods}</select>
            </div>
            <button class="button">{icon(Icon::Search)}{t!(lang, "log-go")}</button>
            {(!selection.is_empty()).then(|| view! { <a class="button quiet" href=path.to_owned()>{t!(lang, "log-reset")}</a> })}
            {cause}
        </form>
    }
    .into_any()
}

/// The name of a kind of request, whatever it is about.
fn kind_label(lang: Lang, kind: ScimOperation) -> String {
    let what = t!(lang, "log-kind-entry");
    match kind {
        ScimOperation::List => t!(lang, "log-op-list", what = what),
        ScimOperation::Read => t!(lang, "log-op-read", what = what),
        ScimOperation::Create => t!(lang, "log-op-create", what = what),
        ScimOperation::Replace => t!(lang, "log-op-replace", what = what),
        ScimOperation::Change => t!(lang, "log-op-change", what = what),
        ScimOperation::Delete => t!(lang, "log-op-delete", what = what),
        ScimOperation::Bulk => t!(lang, "log-op-bulk"),
        ScimOperation::Discovery => t!(lang, "log-op-discovery"),
        ScimOperation::Other => t!(lang, "log-op-other"),
    }
}

fn table(chrome: &Chrome, place: Place, rows: &[Request]) -> AnyView {
    let lang = chrome.lang;
    let rows = rows.iter().map(|row| table_row(chrome, place, row)).collect_view();
    view! {
        <div class="table-box">
            <table class="table">
                <caption class="sr-only">{t!(lang, "log-title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(lang, "log-column-request")}</th>
                        <th scope="col">{t!(lang, "log-outcome")}</th>
                        <th scope="col">{t!(lang, "log-column-when")}</th>
                        <th scope="col">{t!(lang, "log-column-took")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn table_row(chrome: &Chrome, place: Place, row: &Request) -> AnyView {
    let lang = chrome.lang;
    view! {
        <tr>
            <th scope="row">
                <a href=place.request(lang, row.id)>{row.label(lang)}</a>
                {row.person.clone().map(|person| view! { <span class="muted small"><bdi>{person}</bdi></span> })}
                {row.rehearsed.then(|| view! { <Badge label=t!(lang, "rehearsal-badge")/> })}
            </th>
            <td data-label=t!(lang, "log-outcome")>
                {row.chip(lang)}
                {row.remark(lang).map(|remark| view! { <span class="muted small">{remark}</span> })}
            </td>
            <td data-label=t!(lang, "log-column-when")>{chrome.clock.stamp_tag(lang, row.at)}</td>
            <td data-label=t!(lang, "log-column-took") class="number">{t!(lang, "log-took", ms = row.took.clone())}</td>
        </tr>
    }
    .into_any()
}

fn paging(lang: Lang, path: &str, selection: &Selection, older: Option<RequestId>, shown: usize) -> AnyView {
    let shown = i64::try_from(shown).unwrap_or(i64::MAX);
    let newest = selection.older_than.map(|_| address(path, &selection.query(None)));
    let older = older.map(|id| address(path, &selection.query(Some(id))));
    view! {
        <nav class="pagination" aria-label=t!(lang, "paging-label")>
            <p class="muted">{t!(lang, "log-shown", n = shown)}</p>
            <div class="actions">
                {newest.map(|href| view! { <a class="button" href=href>{icon(Icon::Previous)}{t!(lang, "log-newest")}</a> })}
                {older.map(|href| view! { <a class="button" rel="next" href=href>{t!(lang, "log-older")}{icon(Icon::Next)}</a> })}
            </div>
        </nav>
    }
    .into_any()
}
