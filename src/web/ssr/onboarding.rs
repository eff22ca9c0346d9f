//! Willkommen, and the downloads of the app; open to everybody, because the app is no secret.

use axum::Form;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::Path;
use super::address;
use super::problem::{Answer, Problem};
use super::visit::Visit;
use crate::domain::onboarding::{self, Step};
use crate::web::onboarding::{DownloadPage, Progress, System, WelcomePage};
use crate::web::routes;

/// Willkommen.
pub async fn welcome(visit: Visit) -> Answer {
    let Some(mut entered) = visit.who().await? else {
        return Ok(visit.plain(StatusCode::OK, WelcomePage { progress: None }));
    };
    let steps = onboarding::steps(&mut entered.tx, &entered.scope).await?;
    let progress = Progress {
        account: entered.account.name.clone(),
        loaded: steps.app_loaded_at.is_some(),
        signed_in: steps.app_signed_in_at.is_some(),
        new_address: address::waiting(&mut entered.tx, &entered.scope).await?,
    };
    visit.page(entered, StatusCode::OK, |_| WelcomePage { progress: Some(progress) }).await
}

/// What a person says about themselves.
#[derive(Debug, Deserialize)]
pub struct StepForm {
    aktion: String,
}

/// „Habe ich schon“, „Ich bin in der App angemeldet“.
pub async fn step(visit: Visit, Form(form): Form<StepForm>) -> Answer {
    let step = match form.aktion.as_str() {
        "app-geladen" => Step::AppLoaded,
        "app-angemeldet" => Step::AppSignedIn,
        _ => return Err(Problem::BadForm),
    };
    let mut entered = visit.signed_in().await?;
    onboarding::done(&mut entered.tx, &entered.scope, step).await?;
    entered.tx.commit().await?;
    Ok(visit.to(routes::WELCOME))
}

/// App herunterladen.
pub async fn download(visit: Visit, headers: HeaderMap) -> Answer {
    let system = headers.get(header::USER_AGENT).and_then(|said| said.to_str().ok()).and_then(System::of_user_agent);
    let page = DownloadPage { downloads: visit.portal.downloads.to_vec(), system };
    match visit.who().await? {
        Some(entered) => visit.page(entered, StatusCode::OK, |_| page).await,
        None => Ok(visit.plain(StatusCode::OK, page)),
    }
}

/// The file of a system, wherever it lies; whoever is signed in has loaded the app. A form could not lead there: it may only post to us.
pub async fn file(visit: Visit, Path(system): Path<String>) -> Answer {
    let mut downloads = visit.portal.downloads.iter();
    let file = downloads.find(|download| download.system.slug() == system).ok_or(Problem::NotFound)?;
    let to = Redirect::to(&file.url);
    if let Some(mut entered) = visit.who().await? {
        onboarding::done(&mut entered.tx, &entered.scope, Step::AppLoaded).await?;
        entered.tx.commit().await?;
    }
    Ok(to.into_response())
}
