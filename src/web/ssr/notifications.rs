//! Kontoeinstellungen → Benachrichtigungen.

use std::collections::BTreeMap;

use axum::Form;
use axum::http::StatusCode;

use super::problem::{Answer, Problem};
use super::visit::{Entered, Visit};
use crate::domain::access::PersonScope;
use crate::domain::outbox::{self, Choice, ChooseError, Event};
use crate::web::notifications::{EventRow, NotificationsPage};

/// Administrators choose for themselves, so both is asked for: that they are one, and who they are.
async fn administrator(visit: &Visit) -> Result<Entered<PersonScope>, Problem> {
    let entered = visit.admin().await?;
    let scope = entered.scope.person().ok_or(Problem::Forbidden)?;
    Ok(entered.with(scope))
}

/// The page.
pub async fn show(visit: Visit) -> Answer {
    page(&visit, administrator(&visit).await?, false).await
}

async fn page(visit: &Visit, mut entered: Entered<PersonScope>, saved: bool) -> Answer {
    let rows = outbox::choices(&mut entered.tx, &entered.scope).await?.into_iter().map(|(event, choice)| EventRow {
        event: event.name(),
        choice: choice.name(),
        can_be_off: event.can_be_off(),
    });
    let page = NotificationsPage { rows: rows.collect(), saved };
    visit.page(entered, StatusCode::OK, |_| page).await
}

/// Stores the choices; an event the form does not name stays as it is.
pub async fn save(visit: Visit, Form(form): Form<BTreeMap<String, String>>) -> Answer {
    let mut wanted = Vec::new();
    for (event, choice) in &form {
        let (Ok(event), Ok(choice)) = (event.parse::<Event>(), choice.parse::<Choice>()) else {
            return Err(Problem::BadForm);
        };
        wanted.push((event, choice));
    }
    let mut entered = administrator(&visit).await?;
    match outbox::choose(&mut entered.tx, &entered.scope, &wanted).await {
        Ok(()) => page(&visit, entered, true).await,
        // The page offers neither.
        Err(ChooseError::NoAdministrator | ChooseError::AlwaysTold(_)) => Err(Problem::BadForm),
        Err(ChooseError::Fault(fault)) => Err(fault.into()),
    }
}
