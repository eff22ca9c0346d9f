//! „Protokoll“ of a connection: the list, one request, and all of it as a file.

mod export;

use axum::extract::Query;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;

pub use export::export;

use super::Path;
use super::problem::{Answer, Problem};
use super::visit::{Entered, Visit};
use crate::domain::access::{AccountScope, AdminScope};
use crate::domain::connections::{self, Connection};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::request_log::{self, Filter, Logged, Outcome};
use crate::model::{ConnectionId, ConnectionProfile, RequestId, ScimOperation};
use crate::web::request_log::{LogPage, Period, Place, Provider, Request, RequestPage, Selection, TroubleView};
use crate::web::text::Lang;
use crate::web::words;

/// Requests on a page.
const PAGE: i64 = 50;

/// What stands in the address; whatever is not understood is not chosen.
#[derive(Debug, Default, Deserialize)]
pub struct LogQuery {
    #[serde(default)]
    suche: String,
    #[serde(default)]
    ergebnis: String,
    #[serde(default)]
    art: String,
    #[serde(default)]
    grund: String,
    #[serde(default)]
    zeit: String,
    #[serde(default)]
    vor: String,
    #[serde(default)]
    anfrage: String,
    #[serde(default)]
    format: String,
}

impl LogQuery {
    /// One request alone is asked for.
    pub const fn wants_one(&self) -> bool {
        !self.anfrage.is_empty()
    }

    /// Which, where what stands there is an id.
    pub fn request(&self) -> Option<RequestId> {
        self.anfrage.parse().ok()
    }

    /// What is chosen.
    pub fn selection(&self) -> Selection {
        Selection {
            search: self.suche.trim().chars().take(320).collect(),
            refused: match self.ergebnis.as_str() {
                "abgelehnt" => Some(true),
                "angenommen" => Some(false),
                _ => None,
            },
            changes: self.art == "aenderungen",
            operation: self.art.parse().ok(),
            cause: self.grund.parse().ok(),
            period: Period::ALL.into_iter().find(|period| period.name() == self.zeit).unwrap_or_default(),
            older_than: self.vor.parse().ok(),
        }
    }
}

fn filter(selection: &Selection, now: time::OffsetDateTime) -> Filter {
    Filter {
        outcome: selection.refused.map(|refused| if refused { Outcome::Refused } else { Outcome::Fine }),
        changes: selection.changes,
        operation: selection.operation,
        cause: selection.cause,
        search: selection.search.clone(),
        from: selection.period.length().map(|length| now - length),
        until: None,
        real: false,
    }
}

/// The list, or the one request that the address names.
pub async fn show(visit: Visit, Path(connection): Path<ConnectionId>, Query(query): Query<LogQuery>) -> Answer {
    let mut entered = visit.admin().await?;
    let connection = of_account(&mut entered, connection).await?;
    if query.wants_one() {
        let found = match query.request() {
            Some(id) => request_log::find(&mut entered.tx, &entered.scope, connection.id, id).await?,
            None => None,
        };
        return match found {
            Some(logged) => one(&visit, entered, &connection, logged).await,
            None => list(&visit, entered, &connection, Selection::default(), true).await,
        };
    }
    list(&visit, entered, &connection, query.selection(), false).await
}

async fn list(
    visit: &Visit,
    mut entered: Entered<AdminScope>,
    connection: &Connection,
    selection: Selection,
    gone: bool,
) -> Answer {
    let place = Place { connection: connection.id, support: None };
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let page = log_page(tx, scope, visit.lang(), place, connection, selection, gone).await?;
    let status = if gone { StatusCode::NOT_FOUND } else { StatusCode::OK };
    visit.page(entered, status, |_| page).await
}

/// A page of the log.
pub async fn log_page(
    tx: &mut Tx,
    scope: &AccountScope,
    lang: Lang,
    place: Place,
    connection: &Connection,
    selection: Selection,
    gone: bool,
) -> Result<LogPage, Fault> {
    let filter = filter(&selection, tx.now());
    let found = request_log::page(tx, scope, connection.id, &filter, selection.older_than, PAGE).await?;
    let troubles = request_log::troubles(tx, scope, connection.id).await?;
    let troubles = troubles.into_iter().take(5).map(|t| TroubleView { cause: t.cause, requests: t.requests }).collect();
    Ok(LogPage {
        place,
        method: connection.method,
        rows: found.rows.into_iter().map(|logged| request(lang, connection.profile, logged)).collect(),
        older: found.older,
        selection,
        troubles,
        gone,
        note: None,
    })
}

async fn one(visit: &Visit, entered: Entered<AdminScope>, connection: &Connection, logged: Logged) -> Answer {
    let place = Place { connection: connection.id, support: None };
    let page = request_page(visit.lang(), place, connection, logged, None);
    visit.page(entered, StatusCode::OK, |_| page).await
}

/// The page of one request; `note` stands above everything.
pub fn request_page(
    lang: Lang,
    place: Place,
    connection: &Connection,
    logged: Logged,
    note: Option<String>,
) -> RequestPage {
    let at = machine(&logged);
    let mut request = request(lang, connection.profile, logged);
    for (text, _) in [&mut request.asked, &mut request.answered] {
        *text = text.take().map(|text| readable(&text));
    }
    RequestPage { place, request, at, note }
}

async fn of_account(entered: &mut Entered<AdminScope>, id: ConnectionId) -> Result<Connection, Problem> {
    let all = connections::list(&mut entered.tx, &entered.scope).await?;
    all.into_iter().find(|connection| connection.id == id).ok_or(Problem::NotFound)
}

/// JSON in lines; anything else as it is.
fn readable(text: &str) -> String {
    let value = serde_json::from_str::<serde_json::Value>(text).ok();
    value.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_else(|| text.to_owned())
}

/// The moment as machines read it.
fn machine(logged: &Logged) -> String {
    let millis = i64::try_from(logged.at.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH).to_string()
}

/// Milliseconds with one digit behind the point, as the language writes it.
fn milliseconds(lang: Lang, micros: i32) -> String {
    let point = match lang {
        Lang::De => ',',
        Lang::En => '.',
    };
    format!("{}{point}{}", micros / 1000, micros % 1000 / 100)
}

/// Whose words are understood by whoever reads: the connection's own provider, else the one that called.
fn provider(profile: ConnectionProfile, user_agent: Option<&str>) -> Provider {
    match profile {
        ConnectionProfile::OneLogin => return Provider::OneLogin,
        ConnectionProfile::Okta => return Provider::Okta,
        ConnectionProfile::Entra => return Provider::Entra,
        _ => {}
    }
    match user_agent.and_then(words::client) {
        Some("OneLogin") => Provider::OneLogin,
        Some("Okta") => Provider::Okta,
        Some("Microsoft Entra ID") => Provider::Entra,
        _ => Provider::Other,
    }
}

fn request(lang: Lang, profile: ConnectionProfile, logged: Logged) -> Request {
    Request {
        id: logged.id,
        at: logged.at,
        operation: logged.operation.unwrap_or(ScimOperation::Other),
        rehearsed: logged.rehearsed,
        resource: logged.resource,
        person: logged.person,
        call: logged.call,
        status: logged.status,
        scim_type: logged.scim_type,
        cause: logged.cause,
        detail: logged.detail,
        took: milliseconds(lang, logged.micros),
        results: logged.results,
        provider: provider(profile, logged.user_agent.as_deref()),
        user_agent: logged.user_agent,
        ip: logged.ip,
        last4: logged.last4,
        asked: (logged.asked, i64::from(logged.asked_bytes)),
        answered: (logged.answered, i64::from(logged.answered_bytes)),
    }
}
