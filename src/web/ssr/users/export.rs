//! The list as a file: everybody the search and the filters let through, in the list's order.

use axum::extract::Query;

use super::list::{ListQuery, narrowed, order};
use super::shown;
use crate::domain::users::{self, Exported, Order, Place, PortalFilter};
use crate::web::ssr::files::{self, CSV, Walk};
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::visit::Visit;
use crate::web::text::t;
use crate::web::users::{ExportRow, export_head, export_line};
use crate::web::when::Clock;

/// People of a file that are read at a time.
const BATCH: i64 = 500;

/// Where the file stands.
struct PeopleFile {
    visit: Visit,
    filter: PortalFilter,
    order: Order,
    behind: Option<Place>,
    begun: bool,
    over: bool,
}

/// The file.
pub async fn export(visit: Visit, Query(query): Query<ListQuery>) -> Answer {
    let mut entered = visit.admin().await?;
    let filter = query.filter();
    let order = order(filter.sorting);
    let filter = narrowed(&filter, users::list_preferences(&mut entered.tx, &entered.scope).await?);
    let clock = Clock::new(&entered.account.time_zone, entered.tx.now());
    entered.tx.commit().await?;
    let name = format!("{}-{}.csv", t!(visit.lang(), "users-file"), clock.day(clock.now()));
    let walk = PeopleFile { visit, filter, order, behind: None, begun: false, over: false };
    Ok(files::attachment(CSV, &name, walk))
}

impl Walk for PeopleFile {
    async fn next(&mut self) -> Result<Option<String>, Problem> {
        if self.over {
            return Ok(None);
        }
        let lang = self.visit.lang();
        let mut entered = self.visit.admin().await?;
        let (tx, scope) = (&mut entered.tx, &entered.scope);
        let (people, place) = users::export(tx, scope, &self.filter, self.order, self.behind.as_ref(), BATCH).await?;
        entered.tx.commit().await?;
        self.behind = place;
        self.over = i64::try_from(people.len()).is_ok_and(|n| n < BATCH);
        let mut text = if self.begun { String::new() } else { export_head(lang) };
        self.begun = true;
        for person in people {
            text.push_str(&export_line(lang, &row(person)));
        }
        Ok(Some(text))
    }
}

fn row(person: Exported) -> ExportRow {
    ExportRow {
        name: person.name,
        email: person.email.unwrap_or_default(),
        status: shown::status(person.status),
        rights: person.rights,
        origin: shown::origin(person.connection, person.linked_at),
        method: person.method,
        seat: person.seat,
        language: person.language.into(),
        invited_at: person.invited_at,
        accepted_at: person.accepted_at,
        last_signed_in_at: person.last_signed_in_at,
    }
}
