//! The groups: those with a rule in the order in which they are asked, the others by name.

use leptos::prelude::*;

use super::effect::{self, Consequence};
use crate::model::{GroupId, Rights, SignInMethod};
use crate::web::components::{Chip, EmptyState, Hidden, Icon, Notice, PageHeader, Pagination, SearchField, Tone, icon};
use crate::web::keys;
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, number, t};
use crate::web::words;

/// One line.
#[derive(Debug, Clone)]
pub struct GroupRow {
    /// Which.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// By which method its connection invites.
    pub method: SignInMethod,
    /// Its connection is switched off.
    pub rests: bool,
    /// How many people are in it.
    pub members: i64,
    /// There are more of them than that.
    pub more: bool,
    /// When it last changed, as people read it.
    pub changed: String,
    /// What its people get.
    pub rights: Option<Rights>,
}

/// What just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupNote {
    /// The rule is stored.
    Saved,
    /// The rule is gone.
    Removed,
    /// The order is another one.
    Moved,
    /// Somebody else changed the order, or the form came twice.
    OrderChanged,
}

impl GroupNote {
    fn notice(self, lang: Lang) -> AnyView {
        let (tone, title) = match self {
            Self::Saved => (Tone::Good, t!(lang, "rules-saved")),
            Self::Removed => (Tone::Good, t!(lang, "rules-removed")),
            Self::Moved => (Tone::Good, t!(lang, "rules-moved")),
            Self::OrderChanged => (Tone::Info, t!(lang, "rules-order-changed")),
        };
        let text = (tone == Tone::Good).then(|| view! { <p>{t!(lang, "rules-in-seconds")}</p> });
        view! { <Notice tone=tone title=title>{text}</Notice> }.into_any()
    }
}

/// A rule that would be moved, and what would come of it.
#[derive(Debug, Clone)]
pub struct Moving {
    /// Whose.
    pub group: GroupId,
    /// Its name.
    pub name: String,
    /// Its place, counted from 1.
    pub from: usize,
    /// Earlier, else later.
    pub up: bool,
    /// What would come of it.
    pub effect: Consequence,
}

/// The page.
#[derive(Debug, Clone)]
pub struct GroupsPage {
    /// With a rule, in order.
    pub rules: Vec<GroupRow>,
    /// Without one, a page of them.
    pub others: Vec<GroupRow>,
    /// What they are narrowed to.
    pub search: String,
    /// From where the page before is read.
    pub first: Option<GroupId>,
    /// From where the next page is read.
    pub last: Option<GroupId>,
    /// People's rights are being changed at this moment.
    pub under_way: bool,
    /// A question before a rule is moved.
    pub moving: Option<Moving>,
    /// What just happened.
    pub note: Option<GroupNote>,
}

impl Page for GroupsPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-groups")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Groups)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let nothing = self.rules.is_empty() && self.others.is_empty() && self.search.is_empty() && self.first.is_none();
        let body = if nothing {
            view! {
                <EmptyState sign=Icon::People title=t!(lang, "groups-empty-title") text=t!(lang, "groups-empty-text")>
                    <a class="button" href=routes::SCIM.to(lang)>{t!(lang, "groups-empty-fix")}</a>
                </EmptyState>
            }
            .into_any()
        } else {
            let link = |name: &str, group: GroupId| {
                let mut query = url::form_urlencoded::Serializer::new(String::new());
                if !self.search.is_empty() {
                    query.append_pair("suche", &self.search);
                }
                format!("{}?{}", routes::GROUPS.to(lang), query.append_pair(name, &group.to_string()).finish())
            };
            let (previous, next) =
                (self.first.map(|group| link("vor", group)), self.last.map(|group| link("nach", group)));
            view! {
                {rules(lang, self.rules)}
                {others(lang, self.others, &self.search, keys::work(chrome))}
                <Pagination lang=lang previous=previous next=next/>
            }
            .into_any()
        };
        view! {
            <PageHeader title=t!(lang, "nav-groups") lead=t!(lang, "groups-lead")/>
            {self.note.map(|note| note.notice(lang))}
            {(self.under_way && self.note.is_none()).then(|| view! { <Notice tone=Tone::Info title=t!(lang, "rules-under-way")/> })}
            {self.moving.map(|moving| question(lang, &moving))}
            {body}
        }
        .into_any()
    }
}

/// What would come of moving a rule, with the button that does it.
fn question(lang: Lang, moving: &Moving) -> AnyView {
    let title = if moving.up {
        t!(lang, "rules-up-title", name = moving.name.clone())
    } else {
        t!(lang, "rules-down-title", name = moving.name.clone())
    };
    view! {
        <section class="card" id="vorschau" aria-labelledby="vorschau-titel">
            <h2 id="vorschau-titel">{title}</h2>
            {effect::sentences(lang, &moving.effect)}
            <form method="post" action=routes::GROUPS.to(lang) class="actions">
                <Hidden name="gruppe" value=moving.group.to_string()/>
                <Hidden name="platz" value=moving.from.to_string()/>
                <Hidden name="bestaetigt" value="ja"/>
                <button class="button primary" name="aktion" value=direction(moving.up)>{t!(lang, "rules-move-confirm")}</button>
                <a class="button" href=routes::GROUPS.to(lang)>{t!(lang, "cancel")}</a>
            </form>
        </section>
    }
    .into_any()
}

const fn direction(up: bool) -> &'static str {
    if up { "hoch" } else { "runter" }
}

fn rules(lang: Lang, rows: Vec<GroupRow>) -> AnyView {
    let list = if rows.is_empty() {
        view! { <EmptyState sign=Icon::Key title=t!(lang, "rules-empty-title") text=t!(lang, "rules-empty-text")/> }
            .into_any()
    } else {
        let count = rows.len();
        let rows = rows.into_iter().enumerate().map(|(at, row)| rule(lang, at + 1, count, row)).collect_view();
        view! {
            <div class="table-box">
                <table class="table">
                    <caption class="sr-only">{t!(lang, "rules-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!(lang, "groups-column-group")}</th>
                            <th scope="col">{t!(lang, "column-rights")}</th>
                            <th scope="col">{t!(lang, "groups-column-members")}</th>
                            <th scope="col">{t!(lang, "groups-column-changed")}</th>
                            <th scope="col"><span class="sr-only">{t!(lang, "rules-order")}</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="regeln" class="stack">
            <h2 id="regeln">{t!(lang, "rules-title")}</h2>
            <p class="muted">{t!(lang, "rules-first")}" "{t!(lang, "rules-without")}</p>
            {list}
        </section>
    }
    .into_any()
}

fn rule(lang: Lang, place: usize, count: usize, row: GroupRow) -> AnyView {
    let rights = row.rights.map(|rights| words::rights(lang, rights).join(", ")).unwrap_or_default();
    let button = |up: bool, label: String, spoken: String| {
        view! { <button class="button small" name="aktion" value=direction(up) aria-label=spoken>{label}</button> }
    };
    let up =
        (place > 1).then(|| button(true, t!(lang, "rules-up"), t!(lang, "rules-up-named", name = row.name.clone())));
    let down = (place < count)
        .then(|| button(false, t!(lang, "rules-down"), t!(lang, "rules-down-named", name = row.name.clone())));
    let where_from = connection(lang, &row);
    view! {
        <tr id=format!("regel-{}", row.id)>
            <th scope="row">
                {format!("{place}. ")}<a href=routes::GROUP.with(lang, row.id)><bdi>{row.name.clone()}</bdi></a>
                {where_from}
            </th>
            <td data-label=t!(lang, "column-rights")>{rights}</td>
            <td data-label=t!(lang, "groups-column-members") class="number">{members(lang, row.members, row.more)}</td>
            <td data-label=t!(lang, "groups-column-changed")>{row.changed}</td>
            <td class="row-action">
                <form method="post" action=format!("{}#vorschau", routes::GROUPS.to(lang)) class="actions">
                    <Hidden name="gruppe" value=row.id.to_string()/>
                    <Hidden name="platz" value=place.to_string()/>
                    {up}
                    {down}
                </form>
            </td>
        </tr>
    }
    .into_any()
}

fn others(lang: Lang, rows: Vec<GroupRow>, search: &str, keyed: bool) -> AnyView {
    let list = match (rows.is_empty(), search.is_empty()) {
        (true, true) => view! { <p class="muted">{t!(lang, "groups-all-ruled")}</p> }.into_any(),
        (true, false) => view! {
            <EmptyState sign=Icon::Search title=t!(lang, "groups-no-hit-title") text=t!(lang, "groups-no-hit-text")>
                <a class="button" href=routes::GROUPS.to(lang)>{t!(lang, "groups-show-all")}</a>
            </EmptyState>
        }
        .into_any(),
        (false, _) => table(lang, rows),
    };
    view! {
        <section aria-labelledby="ohne-regel" class="stack">
            <h2 id="ohne-regel">{t!(lang, "groups-others-title")}</h2>
            <form method="get" action=routes::GROUPS.to(lang) class="filters" role="search">
                <SearchField label=t!(lang, "groups-search") value=search maxlength=256 keyed=keyed/>
                <button class="button">{icon(Icon::Search)}{t!(lang, "users-search-go")}</button>
            </form>
            {list}
        </section>
    }
    .into_any()
}

fn table(lang: Lang, rows: Vec<GroupRow>) -> AnyView {
    let rows = rows.into_iter().map(|row| {
        let where_from = connection(lang, &row);
        view! {
            <tr>
                <th scope="row"><a href=routes::GROUP.with(lang, row.id)><bdi>{row.name}</bdi></a>{where_from}</th>
                <td data-label=t!(lang, "groups-column-members") class="number">{members(lang, row.members, row.more)}</td>
                <td data-label=t!(lang, "groups-column-changed")>{row.changed}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="table-box">
            <table class="table">
                <caption class="sr-only">{t!(lang, "groups-others-title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(lang, "groups-column-group")}</th>
                        <th scope="col">{t!(lang, "groups-column-members")}</th>
                        <th scope="col">{t!(lang, "groups-column-changed")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The connection below a group's name.
fn connection(lang: Lang, row: &GroupRow) -> AnyView {
    let method = t!(lang, "groups-of-connection", method = words::method(lang, row.method));
    let rests = row.rests.then(|| view! { <Chip tone=Tone::Neutral sign=Icon::Pause label=t!(lang, "groups-rests")/> });
    view! { <span class="muted small">{method}</span>{rests} }.into_any()
}

fn members(lang: Lang, n: i64, more: bool) -> String {
    if more { t!(lang, "groups-members-more", n = number(lang, n)) } else { number(lang, n) }
}
