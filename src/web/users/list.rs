//! The list of people: search and filters by GET, paging in the address, cards on narrow screens.

use leptos::prelude::*;

use super::bulk;
use super::filter::{Sorting, Turn, UserFilter};
use super::place::Place;
use super::saved::{self, SavedRow};
use super::search::{search, view_settings};
use super::view::{MailState, Origin, UserNote, UserRow};
use crate::model::{SignInMethod, UserId};
use crate::web::components::{Badge, EmptyState, Hidden, Icon, Notice, PageHeader, Pagination, Tone, icon};
use crate::web::keys;
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, number, t};
use crate::web::words;

/// How the administrator likes to see the list.
#[derive(Debug, Clone, Copy)]
pub struct Preferences {
    /// Without people whose invitation ran out.
    pub hides_expired: bool,
    /// Without people whose invitation was withdrawn.
    pub hides_revoked: bool,
}

/// Nutzerverwaltung.
#[derive(Debug, Clone)]
pub struct UsersPage {
    /// Rows of this page.
    pub rows: Vec<UserRow>,
    /// How many fit the filter, at least.
    pub total: i64,
    /// There are more than were counted.
    pub more: bool,
    /// The first person, where a page comes before.
    pub first: Option<UserId>,
    /// The last person, where a page comes behind.
    pub last: Option<UserId>,
    /// The filter.
    pub filter: UserFilter,
    /// Methods people can come by.
    pub methods: Vec<SignInMethod>,
    /// How the list is liked.
    pub preferences: Preferences,
    /// Searches the administrator keeps.
    pub saved: Vec<SavedRow>,
    /// They can keep no more.
    pub saved_most: bool,
    /// A connection invites people by itself.
    pub scim_active: bool,
    /// Invitations that nobody has sent yet.
    pub unsent: i64,
    /// People who cannot be invited, because they have no address.
    pub without_address: i64,
    /// What just happened.
    pub note: Option<UserNote>,
}

impl Page for UsersPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "nav-users")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Users)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let lead = count(lang, self.total, self.more);
        let query = self.filter.query(self.filter.turn);
        // The whole list, whatever page is shown.
        let file = format!("{}?{}", routes::USERS_EXPORT.to(lang), self.filter.query(Turn::Start));
        let there = !self.rows.is_empty();
        let hides = self.preferences.hides_expired || self.preferences.hides_revoked;
        let list = match (self.rows.is_empty(), self.filter.is_empty() && !hides) {
            (true, true) => empty(lang, self.scim_active),
            (true, false) => no_hit(lang, Place::Portal),
            (false, _) => view! {
                <div class="picked">
                    {table(lang, Place::Portal, self.rows, &query, &self.filter)}
                    {bulk::form(lang, &self.filter.query(Turn::Start))}
                </div>
                {paging(lang, Place::Portal, &self.filter, self.first, self.last)}
            }
            .into_any(),
        };
        view! {
            <PageHeader title=t!(lang, "nav-users") lead=lead>
                <a class="button primary" href=routes::INVITE.to(lang)>{t!(lang, "invite-title")}</a>
                <a class="button" href=routes::IMPORT.to(lang)>{t!(lang, "import-open")}</a>
                {there.then(|| view! { <a class="button" download href=file>{icon(Icon::Download)}{t!(lang, "export-csv")}</a> })}
            </PageHeader>
            {self.note.map(|note| note.notice(lang))}
            {self.scim_active.then(|| view! { <Notice tone=Tone::Info title=t!(lang, "users-scim-active")/> })}
            {unsent(lang, self.unsent)}
            {(self.without_address > 0).then(|| view! {
                <Notice tone=Tone::Warning title=t!(lang, "people-without-address", n = self.without_address)>
                    <p>{t!(lang, "people-without-address-text")}</p>
                </Notice>
            })}
            {search(lang, Place::Portal, &self.filter, &self.methods, keys::work(chrome))}
            {saved::links(lang, &self.saved, &self.filter)}
            <div class="folds">
                {view_settings(lang, self.preferences, &query)}
                {saved::keeping(lang, self.saved, &self.filter, &query, self.saved_most)}
            </div>
            {list}
        }
        .into_any()
    }
}

fn empty(lang: Lang, scim_active: bool) -> AnyView {
    let text = if scim_active { t!(lang, "users-empty-scim") } else { t!(lang, "users-empty-text") };
    view! {
        <EmptyState sign=Icon::People title=t!(lang, "users-empty-title") text=text>
            <a class="button primary" href=routes::SCIM.to(lang)>{t!(lang, "users-empty-fix")}</a>
            <a class="button" href=routes::INVITE.to(lang)>{t!(lang, "invite-title")}</a>
        </EmptyState>
    }
    .into_any()
}

/// People who wait for an admin to send their invitation.
fn unsent(lang: Lang, n: i64) -> Option<AnyView> {
    (n > 0).then(|| {
        view! {
            <Notice tone=Tone::Warning title=t!(lang, "invitations-unsent", n = n)>
                <p>{t!(lang, "invitations-unsent-text")}</p>
                <form method="post" action=routes::USERS.to(lang)>
                    <button class="button" name="aktion" value="alle-senden">{t!(lang, "invitations-send-all")}</button>
                </form>
            </Notice>
        }
        .into_any()
    })
}

/// How many people there are.
pub fn count(lang: Lang, total: i64, more: bool) -> String {
    if more { t!(lang, "users-count-more", n = number(lang, total)) } else { t!(lang, "users-count", n = total) }
}

/// Nobody fits the filter.
pub fn no_hit(lang: Lang, place: Place) -> AnyView {
    view! {
        <EmptyState sign=Icon::Search title=t!(lang, "users-no-hit-title") text=t!(lang, "users-no-hit-text")>
            <a class="button" href=place.people(lang)>{t!(lang, "users-show-all")}</a>
        </EmptyState>
    }
    .into_any()
}

/// The ways to the pages before the first and behind the last person.
pub fn paging(lang: Lang, place: Place, filter: &UserFilter, first: Option<UserId>, last: Option<UserId>) -> AnyView {
    let link = |turn: Turn| format!("{}?{}", place.people(lang), filter.query(turn));
    let previous = first.map(|person| link(Turn::Before(person)));
    let next = last.map(|person| link(Turn::After(person)));
    view! { <Pagination lang=lang previous=previous next=next/> }.into_any()
}

/// The people; `query` leads a row's form back to the same list.
pub fn table(lang: Lang, place: Place, rows: Vec<UserRow>, query: &str, filter: &UserFilter) -> AnyView {
    let (other, sorted) = match filter.sorting {
        Sorting::Name => (Sorting::NameDown, Some("ascending")),
        Sorting::NameDown => (Sorting::Name, Some("descending")),
        _ => (Sorting::Name, None),
    };
    let by_name = format!("{}?{}", place.people(lang), filter.sorted(other));
    let rows = rows.into_iter().map(|row| table_row(lang, place, row, query)).collect_view();
    view! {
        <div class="table-box">
            <table class="table">
                <caption class="sr-only">{t!(lang, "nav-users")}</caption>
                <thead>
                    <tr>
                        <th scope="col" aria-sort=sorted><a href=by_name>{t!(lang, "column-person")}</a></th>
                        <th scope="col">{t!(lang, "users-status")}</th>
                        <th scope="col">{t!(lang, "column-rights")}</th>
                        <th scope="col">{t!(lang, "users-origin")}</th>
                        <th scope="col">{t!(lang, "column-licence")}</th>
                        {place.acts().then(|| view! { <th scope="col"><span class="sr-only">{t!(lang, "column-actions")}</span></th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn table_row(lang: Lang, place: Place, row: UserRow, query: &str) -> AnyView {
    let rights = words::rights(lang, row.rights).join(", ");
    let origin = match row.origin {
        Origin::Scim | Origin::Linked => view! { <Badge label=row.origin.label(lang) sign=Icon::Link/> }.into_any(),
        Origin::Manual => row.origin.label(lang).into_any(),
    };
    let seen = row.last_sign_in.map(|last| {
        let text = last.map_or_else(|| t!(lang, "signed-in-never"), |at| t!(lang, "signed-in-last", at = at));
        view! { <span class="muted small">{text}</span> }
    });
    let resend = row.can_resend.then(|| {
        let (label, spoken) = if row.mail == Some(MailState::Unsent) {
            (t!(lang, "invitation-send"), t!(lang, "invitation-send-to", name = row.name.clone()))
        } else {
            (t!(lang, "resend"), t!(lang, "resend-to", name = row.name.clone()))
        };
        view! {
            <form method="post" action=routes::USERS.to(lang)>
                <Hidden name="aktion" value="erneut-senden"/>
                <Hidden name="person" value=row.id.to_string()/>
                <Hidden name="liste" value=query/>
                <button class="button small" aria-label=spoken>{label}</button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row">
                {place.acts().then(|| bulk::tick(lang, row.id, &row.name))}
                <a href=place.person(lang, row.id, query)><bdi>{row.name}</bdi></a>
                {row.email.map(|email| view! { <span class="muted small">{email}</span> })}
            </th>
            <td data-label=t!(lang, "users-status")>{row.status.chip(lang)}{row.mail.map(|mail| mail.line(lang))}{seen}</td>
            <td data-label=t!(lang, "column-rights")>{rights}</td>
            <td data-label=t!(lang, "users-origin")>{origin}</td>
            <td data-label=t!(lang, "column-licence")>{if row.seat { t!(lang, "licence-held") } else { t!(lang, "licence-none") }}</td>
            {place.acts().then(|| view! { <td class="row-action">{resend}</td> })}
        </tr>
    }
    .into_any()
}
