//! Kontoeinstellungen: company, language, time zone.

use axum::Form;
use axum::http::StatusCode;
use serde::Deserialize;

use super::problem::{Answer, Problem};
use super::visit::{Entered, Visit};
use crate::domain::access::AdminScope;
use crate::domain::accounts::{self, Profile, ProfileError};
use crate::model::Language;
use crate::web::components::FieldErrors;
use crate::web::settings::SettingsPage;
use crate::web::text::{Lang, t};
use crate::web::when::Clock;

/// The page.
pub async fn show(visit: Visit) -> Answer {
    page(&visit, visit.admin().await?, false).await
}

async fn page(visit: &Visit, entered: Entered<AdminScope>, saved: bool) -> Answer {
    let account = &entered.account;
    let page = SettingsPage {
        name: account.name.clone(),
        language: account.language.into(),
        time_zone: account.time_zone.clone(),
        errors: FieldErrors::default(),
        saved,
        test: account.test_ends_at.is_some(),
    };
    visit.page(entered, StatusCode::OK, |_| page).await
}

/// The page's form.
#[derive(Debug, Deserialize)]
pub struct SettingsForm {
    name: String,
    kontosprache: String,
    zeitzone: String,
}

/// Stores it.
pub async fn save(visit: Visit, Form(form): Form<SettingsForm>) -> Answer {
    let language = Language::from(Lang::of_tag(&form.kontosprache).ok_or(Problem::BadForm)?);
    let lang = visit.lang();
    let mut entered = visit.admin().await?;
    let to = Profile { name: form.name.clone(), language, time_zone: form.zeitzone.trim().to_owned() };
    // What pages cannot show times in is no time zone, even where the database knows it.
    let stored = if Clock::knows(&to.time_zone) {
        accounts::set_profile(&mut entered.tx, &entered.scope, &to).await
    } else {
        Err(ProfileError::UnknownZone)
    };
    let errors = match stored {
        Ok(account) => {
            entered.account = account;
            return page(&visit, entered, true).await;
        }
        Err(ProfileError::InvalidName) => FieldErrors::one("name", t!(lang, "settings-name-wrong")),
        Err(ProfileError::UnknownZone) => FieldErrors::one("zeitzone", t!(lang, "settings-zone-wrong")),
        Err(ProfileError::Fault(fault)) => return Err(fault.into()),
    };
    let clipped = |text: &str, most| text.chars().take(most).collect();
    let page = SettingsPage {
        name: clipped(&form.name, 400),
        language: language.into(),
        time_zone: clipped(&form.zeitzone, 100),
        errors,
        saved: false,
        test: entered.account.test_ends_at.is_some(),
    };
    visit.page(entered, StatusCode::UNPROCESSABLE_ENTITY, |_| page).await
}
