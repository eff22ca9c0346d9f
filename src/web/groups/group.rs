//! One group: its rule with what would come of another one, and who is in it.

use leptos::prelude::*;

use super::effect::{self, Consequence};
use crate::model::{GroupId, Rights, SignInMethod, UserId};
use crate::web::components::{
    Badge, Chip, EmptyState, ErrorSummary, FieldErrors, Hidden, Icon, Notice, PageHeader, Pagination, Tone, icon,
};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, number, t};
use crate::web::users::{Status, right_boxes};
use crate::web::words;

/// A group, as an admin sees it.
#[derive(Debug, Clone)]
pub struct GroupDetail {
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
    /// When it came, as people read it.
    pub created: String,
    /// When it last changed, as people read it.
    pub changed: String,
    /// The place of its rule, counted from 1, and how many rules there are.
    pub place: Option<(usize, usize)>,
}

/// What is to be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The rule as it is ticked.
    Set,
    /// That there is no rule any more.
    Remove,
}

/// Somebody in the group.
#[derive(Debug, Clone)]
pub struct MemberRow {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// How they stand.
    pub status: Status,
    /// What they may now.
    pub rights: Rights,
    /// Another group decides about them.
    pub decided_by: Option<String>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct GroupPage {
    /// The group.
    pub group: GroupDetail,
    /// What is ticked.
    pub ticked: Rights,
    /// What is wrong with it.
    pub errors: FieldErrors,
    /// What is to be confirmed, and what would come of it.
    pub asked: Option<(Asked, Consequence)>,
    /// A page of its people.
    pub members: Vec<MemberRow>,
    /// From where the page before is read.
    pub first: Option<UserId>,
    /// From where the next page is read.
    pub last: Option<UserId>,
}

impl Page for GroupPage {
    fn title(&self, _: Lang) -> String {
        self.group.name.clone()
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Groups)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let here = routes::GROUP.with(lang, self.group.id);
        let previous = self.first.map(|person| format!("{here}?vor={person}"));
        let next = self.last.map(|person| format!("{here}?nach={person}"));
        let fact = |label: String, value: String| view! { <div><dt>{label}</dt><dd>{value}</dd></div> };
        let group = self.group;
        let rests = group.rests.then(|| view! { <Notice tone=Tone::Info title=t!(lang, "groups-rests-title")><p>{t!(lang, "groups-rests-text")}</p></Notice> });
        let place = group.place.map(|(place, rules)| {
            view! { <Chip tone=Tone::Good sign=Icon::Key label=t!(lang, "rules-place", place = place, rules = rules)/> }
        });
        let rule = rule(lang, &group, self.ticked, self.errors, self.asked);
        view! {
            <p class="crumb"><a href=routes::GROUPS.to(lang)>{t!(lang, "nav-groups")}</a></p>
            <PageHeader title=group.name>
                {place}
                <Badge label=t!(lang, "managed-by-scim") sign=Icon::Link/>
            </PageHeader>
            {rests}
            {rule}
            <section class="card" aria-labelledby="gruppe">
                <h2 id="gruppe">{t!(lang, "groups-column-group")}</h2>
                <dl class="facts">
                    {fact(t!(lang, "groups-column-connection"), words::method(lang, group.method))}
                    {fact(t!(lang, "groups-column-members"), number(lang, group.members))}
                    {fact(t!(lang, "groups-column-changed"), group.changed)}
                    {fact(t!(lang, "groups-since"), group.created)}
                </dl>
            </section>
            {members(lang, self.members)}
            <Pagination lang=lang previous=previous next=next/>
        }
        .into_any()
    }
}

fn rule(
    lang: Lang,
    group: &GroupDetail,
    ticked: Rights,
    errors: FieldErrors,
    asked: Option<(Asked, Consequence)>,
) -> AnyView {
    let action = routes::GROUP.with(lang, group.id);
    let text = if group.place.is_some() { t!(lang, "rule-text") } else { t!(lang, "rule-none") };
    let remove = group.place.is_some().then(|| {
        view! { <button class="button" name="aktion" value="entfernen-vorschau">{t!(lang, "rule-remove")}</button> }
    });
    let error = errors.at("rechte-wahl").map(|error| view! { <p class="field-error">{icon(Icon::Warning)}{error}</p> });
    // The next step is the one button that stands out.
    let look = if asked.is_some() { "button" } else { "button primary" };
    let preview = asked.map(|(asked, effect)| question(lang, &action, asked, ticked, &effect));
    view! {
        <section class="card" aria-labelledby="regel">
            <h2 id="regel">{t!(lang, "rule-title")}</h2>
            <p>{text}</p>
            <p class="muted small">{t!(lang, "rules-first")}</p>
            <ErrorSummary lang=lang errors=errors/>
            <form method="post" action=format!("{action}#vorschau") class="form">
                {right_boxes(lang, ticked)}
                {error}
                <p class="muted small">{t!(lang, "rule-by-hand")}</p>
                <p class="muted small">{t!(lang, "rule-administrator")}</p>
                <div class="actions">
                    <button class=look name="aktion" value="vorschau">{t!(lang, "rule-preview")}</button>
                    {remove}
                </div>
            </form>
            {preview}
        </section>
    }
    .into_any()
}

/// What would come of it, with the button that does it.
fn question(lang: Lang, action: &str, asked: Asked, ticked: Rights, effect: &Consequence) -> AnyView {
    let names = words::rights(lang, ticked).join(", ");
    let (title, deed, label) = match asked {
        Asked::Set => (t!(lang, "rule-set-title", rights = names), "speichern", t!(lang, "rule-save")),
        Asked::Remove => (t!(lang, "rule-remove-title"), "entfernen", t!(lang, "rule-remove")),
    };
    let held = [
        ("recht-app_user", ticked.app_user),
        ("recht-administrator", ticked.administrator),
        ("recht-project_manager", ticked.project_manager),
    ];
    let held = held.into_iter().filter(|(_, held)| *held && asked == Asked::Set);
    let held = held.map(|(name, _)| view! { <Hidden name=name value="ja"/> }).collect_view();
    view! {
        <div class="terms" id="vorschau" tabindex="-1" aria-labelledby="vorschau-titel" role="group">
            <h3 id="vorschau-titel">{title}</h3>
            {effect::sentences(lang, effect)}
            <form method="post" action=action.to_owned() class="actions">
                {held}
                <button class="button primary" name="aktion" value=deed>{label}</button>
                <a class="button" href=action.to_owned()>{t!(lang, "cancel")}</a>
            </form>
        </div>
    }
    .into_any()
}

fn members(lang: Lang, rows: Vec<MemberRow>) -> AnyView {
    let list = if rows.is_empty() {
        view! { <EmptyState sign=Icon::People title=t!(lang, "members-empty-title") text=t!(lang, "members-empty-text")/> }.into_any()
    } else {
        let rows = rows.into_iter().map(|row| member(lang, row)).collect_view();
        view! {
            <div class="table-box">
                <table class="table">
                    <caption class="sr-only">{t!(lang, "groups-column-members")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!(lang, "column-person")}</th>
                            <th scope="col">{t!(lang, "users-status")}</th>
                            <th scope="col">{t!(lang, "column-rights")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="mitglieder" class="stack">
            <h2 id="mitglieder">{t!(lang, "groups-column-members")}</h2>
            <p class="muted">{t!(lang, "members-text")}</p>
            {list}
        </section>
    }
    .into_any()
}

fn member(lang: Lang, row: MemberRow) -> AnyView {
    let decided = row.decided_by.map(|name| {
        view! { <span class="muted small">{t!(lang, "members-decided-by", name = name)}</span> }
    });
    view! {
        <tr>
            <th scope="row">
                <a href=routes::USER.with(lang, row.id)><bdi>{row.name}</bdi></a>
                <span class="muted small">{row.email}</span>
            </th>
            <td data-label=t!(lang, "users-status")>{row.status.chip(lang)}</td>
            <td data-label=t!(lang, "column-rights")>{words::rights(lang, row.rights).join(", ")}{decided}</td>
        </tr>
    }
    .into_any()
}
