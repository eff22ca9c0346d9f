//! Kontoeinstellungen → Sicherheit.

use axum::Form;
use axum::http::StatusCode;
use serde::Deserialize;

use super::problem::{Answer, Problem};
use super::visit::{AsAccount, Entered, Visit};
use crate::domain::access::AdminScope;
use crate::domain::api_keys;
use crate::domain::second_factors;
use crate::domain::sessions::{self, Length};
use crate::domain::support::{self, AllowError};
use crate::web::security::{SecurityNote, SecurityPage, SessionLengthView};

/// The page.
pub async fn show(visit: Visit) -> Answer {
    page(&visit, visit.admin().await?, None).await
}

async fn page<S>(visit: &Visit, mut entered: Entered<S>, note: Option<SecurityNote>) -> Answer
where
    S: AsAccount + AsRef<AdminScope>,
{
    let tx = &mut entered.tx;
    let coverage = second_factors::coverage(tx, entered.scope.as_ref()).await?;
    let required = second_factors::is_required(tx, entered.scope.as_account()).await?;
    let support = support::consent(tx, entered.scope.as_account()).await?.map(|consent| (consent.by, consent.until));
    let length = sessions::length(tx, entered.scope.as_account()).await?;
    let api_keys = api_keys::live(tx, entered.scope.as_ref()).await?;
    let page = SecurityPage {
        required,
        people: coverage.people,
        with_second_factor: coverage.with_second_factor,
        support,
        length: SessionLengthView {
            choices: Length::ALL.map(Length::minutes).to_vec(),
            minutes: length.minutes(),
            administrators: length.idle(true).whole_minutes(),
        },
        api_keys,
        note,
    };
    visit.page(entered, StatusCode::OK, |_| page).await
}

/// The page's forms.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SecurityForm {
    pflicht: String,
    zugriff: String,
    sitzungsdauer: String,
}

/// „Zweiter Faktor ist Pflicht“, „Abmelden ohne Aktivität“, „Support-Zugriff“.
pub async fn act(visit: Visit, Form(form): Form<SecurityForm>) -> Answer {
    match (form.pflicht.as_str(), form.zugriff.as_str(), form.sitzungsdauer.as_str()) {
        ("ein" | "aus", "", "") => {
            let mut entered = visit.fresh_admin().await?;
            second_factors::set_required(&mut entered.tx, &entered.scope, form.pflicht == "ein").await?;
            page(&visit, entered, Some(SecurityNote::Switched)).await
        }
        ("", "erlauben", "") => {
            let mut entered = visit.fresh_admin().await?;
            match support::allow(&mut entered.tx, &entered.scope).await {
                Ok(()) => page(&visit, entered, Some(SecurityNote::SupportAllowed)).await,
                Err(AllowError::NobodyOfTheAccount) => Err(Problem::Forbidden),
                Err(AllowError::Fault(fault)) => Err(fault.into()),
            }
        }
        ("", "beenden", "") => {
            // Whoever closes a door needs no proof.
            let mut entered = visit.admin().await?;
            support::withdraw(&mut entered.tx, &entered.scope).await?;
            page(&visit, entered, Some(SecurityNote::SupportEnded)).await
        }
        ("", "", minutes) => {
            let length = minutes.parse().ok().and_then(Length::of_minutes).ok_or(Problem::BadForm)?;
            let mut entered = visit.fresh_admin().await?;
            sessions::set_length(&mut entered.tx, &entered.scope, length).await?;
            page(&visit, entered, Some(SecurityNote::LengthChosen)).await
        }
        _ => Err(Problem::BadForm),
    }
}
