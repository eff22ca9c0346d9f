//! Lizenzen.

use axum::Form;
use axum::http::StatusCode;
use serde::Deserialize;

use super::problem::{Answer, Problem};
use super::visit::{Entered, Visit};
use crate::domain::access::AdminScope;
use crate::domain::connections;
use crate::domain::licences::{self, LedgerEntry, SwitchError};
use crate::web::licences::{LedgerRow, LicenceNote, LicencesPage};

/// How much of the ledger the page shows.
const LEDGER: i64 = 50;

/// The page.
pub async fn show(visit: Visit) -> Answer {
    page(&visit, visit.admin().await?, StatusCode::OK, None).await
}

async fn page(
    visit: &Visit,
    mut entered: Entered<AdminScope>,
    status: StatusCode,
    note: Option<LicenceNote>,
) -> Answer {
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let count = licences::count(tx, scope).await?;
    let scim_active = connections::list(tx, scope).await?.iter().any(|connection| connection.live_token().is_some());
    let ledger = licences::ledger(tx, scope, LEDGER).await?.into_iter().map(row).collect();
    let page = LicencesPage {
        used: count.used,
        reserved: count.reserved,
        free: count.free(),
        total: count.total,
        automatic: count.automatic,
        scim_active,
        ledger,
        note,
    };
    visit.page(entered, status, |_| page).await
}

fn row(entry: LedgerEntry) -> LedgerRow {
    LedgerRow {
        at: entry.at,
        cause: entry.cause,
        seats: entry.seats_delta,
        licences: entry.licences_delta,
        person: entry.user_id.map(|id| (id.into(), entry.user_label.unwrap_or_default())),
        actor: entry.actor_name,
    }
}

/// The switch's form.
#[derive(Debug, Deserialize)]
pub struct Switch {
    automatisch: String,
}

/// Switches automatic adjustment.
pub async fn switch(visit: Visit, Form(form): Form<Switch>) -> Answer {
    let on = match form.automatisch.as_str() {
        "ein" => true,
        "aus" => false,
        _ => return Err(Problem::BadForm),
    };
    let mut entered = visit.admin().await?;
    match licences::set_automatic(&mut entered.tx, &entered.scope, on).await {
        Ok(()) => {
            let note = if on { LicenceNote::SwitchedOn } else { LicenceNote::SwitchedOff };
            page(&visit, entered, StatusCode::OK, Some(note)).await
        }
        Err(SwitchError::ScimActive) => {
            drop(entered);
            page(&visit, visit.admin().await?, StatusCode::CONFLICT, Some(LicenceNote::ScimActive)).await
        }
        Err(SwitchError::Fault(fault)) => Err(fault.into()),
    }
}
