//! The list: search, filters, order and page stand in the address; what an administrator leaves out is kept for them.

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use uuid::Uuid;

use super::{resend, saved, shown};
use crate::domain::access::ReadingScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::invitations;
use crate::domain::users::{
    self, From, ListPreferences, Listed, Order, OrderBy, PortalFilter, PortalPage, Status as Stands,
};
use crate::domain::{connections, sign_in_methods};
use crate::model::UserId;
use crate::web::layouts::Chrome;
use crate::web::routes;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::visit::Visit;
use crate::web::users::{
    Origin, PAGE_SIZES, Preferences, Sorting, Status, Turn, UserFilter, UserNote, UserRow, UsersPage,
};

/// The list's address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    suche: String,
    status: String,
    herkunft: String,
    recht: String,
    methode: String,
    lizenz: String,
    sortierung: String,
    groesse: Option<String>,
    nach: Option<String>,
    vor: Option<String>,
    hinweis: Option<String>,
    anzahl: Option<i64>,
}

impl ListQuery {
    pub fn filter(&self) -> UserFilter {
        let person = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<UserId>().ok());
        UserFilter {
            search: self.suche.trim().chars().take(320).collect(),
            status: Status::ALL.into_iter().find(|status| status.name() == self.status),
            origin: [Origin::Scim, Origin::Manual].into_iter().find(|origin| origin.name() == self.herkunft),
            right: self.recht.parse().ok(),
            method: self.methode.parse().ok(),
            licence: match self.lizenz.as_str() {
                "ja" => Some(true),
                "nein" => Some(false),
                _ => None,
            },
            sorting: Sorting::ALL.into_iter().find(|sorting| sorting.name() == self.sortierung).unwrap_or_default(),
            size: self
                .groesse
                .as_ref()
                .and_then(|size| size.parse().ok())
                .filter(|size| PAGE_SIZES.contains(size))
                .unwrap_or(PAGE_SIZES[0]),
            turn: match (person(&self.nach), person(&self.vor)) {
                (Some(person), _) => Turn::After(person),
                (None, Some(person)) => Turn::Before(person),
                (None, None) => Turn::Start,
            },
        }
    }
}

/// The list.
pub async fn list(visit: Visit, Query(query): Query<ListQuery>) -> Answer {
    let mut entered = visit.admin().await?;
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let filter = query.filter();
    let preferences = users::list_preferences(tx, scope).await?;
    let kept: Vec<_> = users::saved_filters(tx, scope).await?.into_iter().map(saved::row).collect();
    let found = found(tx, scope, &filter, preferences).await?;
    let unsent = invitations::unsent(tx, scope).await?;
    let without_address = invitations::without_address(tx, scope, None).await?;
    let scim_active = connections::any_live(tx, scope).await?;
    let methods = sign_in_methods::list(tx, scope).await?.into_iter().filter(|state| state.enabled);
    let methods = methods.map(|state| state.method).collect();
    let note = match query.hinweis.as_deref() {
        Some("gesendet") => Some(UserNote::Resent),
        Some("zu-frueh") => Some(UserNote::TooSoon),
        Some("ohne-adresse") => Some(UserNote::NoAddress),
        Some("entfernt") => Some(UserNote::Removed),
        Some("ansicht") => Some(UserNote::ViewKept),
        Some("filter") => Some(UserNote::FilterKept),
        Some("filter-entfernt") => Some(UserNote::FilterRemoved),
        Some("filter-name") => Some(UserNote::FilterNameNeeded),
        Some("filter-voll") => Some(UserNote::FiltersFull),
        Some("alle-gesendet") => Some(UserNote::AllSent(query.anzahl.unwrap_or_default().clamp(0, 1_000_000))),
        _ => None,
    };
    visit
        .page(entered, StatusCode::OK, |chrome| UsersPage {
            first: found.people.first().map(|listed| listed.user.id).filter(|_| found.has_before),
            last: found.people.last().map(|listed| listed.user.id).filter(|_| found.has_after),
            rows: found.people.into_iter().map(|listed| row(chrome, listed)).collect(),
            total: found.total.n,
            more: found.total.more,
            filter,
            methods,
            preferences: Preferences {
                hides_expired: preferences.hides_expired,
                hides_revoked: preferences.hides_revoked,
            },
            saved_most: i64::try_from(kept.len()).is_ok_and(|n| n >= users::MOST_FILTERS),
            saved: kept,
            scim_active,
            unsent,
            without_address,
            note,
        })
        .await
}

/// A page of the list.
pub async fn found(
    tx: &mut Tx,
    scope: &ReadingScope,
    filter: &UserFilter,
    preferences: ListPreferences,
) -> Result<PortalPage, Fault> {
    let (order, from) = (order(filter.sorting), from(filter.turn));
    users::page(tx, scope, &narrowed(filter, preferences), order, from, filter.size).await
}

pub(super) const fn order(sorting: Sorting) -> Order {
    match sorting {
        Sorting::Name => Order { by: OrderBy::Name, descending: false },
        Sorting::NameDown => Order { by: OrderBy::Name, descending: true },
        Sorting::Email => Order { by: OrderBy::Email, descending: false },
        Sorting::EmailDown => Order { by: OrderBy::Email, descending: true },
        Sorting::Newest => Order { by: OrderBy::Arrival, descending: true },
        Sorting::Oldest => Order { by: OrderBy::Arrival, descending: false },
        Sorting::SeenLast => Order { by: OrderBy::LastSignIn, descending: true },
        Sorting::SeenFirst => Order { by: OrderBy::LastSignIn, descending: false },
    }
}

const fn from(turn: Turn) -> From {
    match turn {
        Turn::Start => From::Start,
        Turn::After(person) => From::After(person),
        Turn::Before(person) => From::Before(person),
    }
}

pub(super) fn narrowed(filter: &UserFilter, preferences: ListPreferences) -> PortalFilter {
    let hidden =
        [(preferences.hides_expired, Stands::Expired), (preferences.hides_revoked, Stands::Revoked)].into_iter();
    PortalFilter {
        search: filter.search.clone(),
        status: filter.status.map(shown::stands),
        managed: filter.origin.map(|origin| origin == Origin::Scim),
        right: filter.right,
        method: filter.method,
        licence: filter.licence,
        without: hidden.filter_map(|(hides, status)| hides.then_some(status)).collect(),
    }
}

/// A row of the list.
pub fn row(chrome: &Chrome, listed: Listed) -> UserRow {
    let Listed { user, delivery, signed_in, .. } = listed;
    let status = shown::status(user.status);
    let last = signed_in.map(|(_, last)| chrome.clock.ago(chrome.lang, last));
    let can_resend = shown::can_resend(&user);
    UserRow {
        last_sign_in: (status == Status::Active).then_some(last),
        id: user.id,
        name: user.display_name,
        email: user.email.map(String::from),
        status,
        rights: user.rights,
        origin: shown::origin(user.connection, user.linked_at),
        seat: user.seat,
        mail: shown::mail(chrome, status, delivery),
        can_resend,
    }
}

/// The list's forms.
#[derive(Debug, Deserialize)]
pub struct ListForm {
    aktion: String,
    person: Option<UserId>,
    #[serde(default)]
    liste: String,
    abgelaufene: Option<String>,
    zurueckgezogene: Option<String>,
    #[serde(default)]
    filtername: String,
    filter: Option<Uuid>,
}

/// „Erneut senden“ in a row, „Alle senden“, what is left out and which searches are kept; back to the same list.
pub async fn act(visit: Visit, Form(form): Form<ListForm>) -> Answer {
    let hint = match (form.aktion.as_str(), form.person) {
        ("alle-senden", _) => return send_all(&visit).await,
        ("ansicht", _) => {
            let mut entered = visit.admin().await?;
            let chosen = ListPreferences {
                hides_expired: form.abgelaufene.is_some(),
                hides_revoked: form.zurueckgezogene.is_some(),
            };
            users::prefer(&mut entered.tx, &entered.scope, chosen).await?;
            entered.tx.commit().await?;
            "ansicht"
        }
        ("filter-merken", _) => saved::keep(&visit, &form.filtername, &form.liste).await?,
        ("filter-entfernen", _) => saved::remove(&visit, form.filter.ok_or(Problem::BadForm)?).await?,
        ("erneut-senden", Some(person)) => match resend(&visit, person).await? {
            UserNote::AllSent(_) => "alle-gesendet&anzahl=1",
            UserNote::NoAddress => "ohne-adresse",
            UserNote::TooSoon => "zu-frueh",
            _ => "gesendet",
        },
        _ => return Err(Problem::BadForm),
    };
    let filter = filter_of(&form.liste);
    let query = filter.query(filter.turn);
    let separator = if query.is_empty() { "" } else { "&" };
    Ok(Redirect::to(&format!("{}?{query}{separator}hinweis={hint}", routes::USERS.to(visit.lang()))).into_response())
}

async fn send_all(visit: &Visit) -> Answer {
    let mut entered = visit.admin().await?;
    let sent = invitations::send_unsent(&mut entered.tx, &entered.scope).await?;
    entered.tx.commit().await?;
    Ok(Redirect::to(&format!("{}?hinweis=alle-gesendet&anzahl={sent}", routes::USERS.to(visit.lang()))).into_response())
}

/// Reads back what the list wrote into its form; whatever else stands there is dropped.
pub(super) fn filter_of(query: &str) -> UserFilter {
    let mut read = ListQuery::default();
    for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let value = value.into_owned();
        match key.as_ref() {
            "suche" => read.suche = value,
            "status" => read.status = value,
            "herkunft" => read.herkunft = value,
            "recht" => read.recht = value,
            "methode" => read.methode = value,
            "lizenz" => read.lizenz = value,
            "sortierung" => read.sortierung = value,
            "groesse" => read.groesse = Some(value),
            "nach" => read.nach = Some(value),
            "vor" => read.vor = Some(value),
            _ => {}
        }
    }
    read.filter()
}
