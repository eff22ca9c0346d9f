//! Kontoeinstellungen → Anmeldemethoden.

mod saml;
mod setup;

use std::collections::HashMap;

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use serde::Deserialize;

use super::problem::{Answer, Problem};
use super::visit::{AsAccount, Entered, Visit};
use crate::domain::access::AccountScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::sign_in_methods::{self, MethodState, SetMethodError};
use crate::model::SignInMethod;
use crate::web::sign_in_methods::{MethodNote, MethodRow, MethodsPage};
pub use saml::{saml, set_saml};
pub use setup::{microsoft, oidc, set_microsoft, set_oidc};

/// Query of the page.
#[derive(Debug, Deserialize)]
pub struct Origin {
    zurueck: Option<String>,
}

/// The page.
pub async fn show(visit: Visit, Query(origin): Query<Origin>) -> Answer {
    page(&visit, visit.admin().await?, StatusCode::OK, None, origin.zurueck).await
}

async fn page<S: AsAccount>(
    visit: &Visit,
    mut entered: Entered<S>,
    status: StatusCode,
    note: Option<MethodNote>,
    back: Option<String>,
) -> Answer {
    let methods = rows(&mut entered.tx, entered.scope.as_account()).await?;
    let page = MethodsPage { methods, note, back_to_scim: back.as_deref() == Some("scim") };
    visit.page(entered, status, |_| page).await
}

/// All methods as the page shows them.
pub async fn rows(tx: &mut Tx, scope: &AccountScope) -> Result<Vec<MethodRow>, Fault> {
    let states = sign_in_methods::list(tx, scope).await?;
    let people = sign_in_methods::people(tx, scope).await?;
    Ok(states.iter().map(|state| row(state, &states, &people)).collect())
}

fn row(state: &MethodState, all: &[MethodState], people: &HashMap<SignInMethod, i64>) -> MethodRow {
    MethodRow {
        method: state.method,
        enabled: state.enabled,
        used_by_scim: state.used_by_scim,
        last: sign_in_methods::is_last(state, all),
        readiness: state.readiness,
        people: people.get(&state.method).copied().unwrap_or(0),
    }
}

/// A row's form.
#[derive(Debug, Deserialize)]
pub struct Switch {
    methode: SignInMethod,
    schalten: String,
    zurueck: Option<String>,
}

/// Switches a method.
pub async fn switch(visit: Visit, Form(form): Form<Switch>) -> Answer {
    let on = match form.schalten.as_str() {
        "ein" => true,
        "aus" => false,
        _ => return Err(Problem::BadForm),
    };
    let mut entered = visit.fresh_admin().await?;
    let note = match sign_in_methods::set(&mut entered.tx, &entered.scope, form.methode, on).await {
        Ok(()) => {
            let note = if on { MethodNote::On(form.methode) } else { MethodNote::Off(form.methode) };
            return page(&visit, entered, StatusCode::OK, Some(note), form.zurueck).await;
        }
        Err(SetMethodError::LastUsable) => MethodNote::LastUsable,
        Err(SetMethodError::UsedByScim) => MethodNote::UsedByScim,
        Err(SetMethodError::LastOfAdministrators) => MethodNote::LastOfAdministrators,
        Err(SetMethodError::NotOffered) => MethodNote::NotOffered(form.methode),
        Err(SetMethodError::NotConfigured) => MethodNote::NotConfigured(form.methode),
        Err(SetMethodError::Fault(fault)) => return Err(fault.into()),
    };
    drop(entered);
    page(&visit, visit.admin().await?, StatusCode::CONFLICT, Some(note), form.zurueck).await
}
