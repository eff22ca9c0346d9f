//! Willkommen, and the downloads of the app; open to everybody, because the app is no secret.

use axum::http::{HeaderMap, StatusCode, header};

use super::address;
use super::problem::Answer;
use super::visit::Visit;
use crate::web::onboarding::{DownloadPage, System, WelcomePage};

/// Willkommen.
pub async fn welcome(visit: Visit) -> Answer {
    match visit.who().await? {
        Some(mut entered) => {
            let new_address = address::waiting(&mut entered.tx, &entered.scope).await?;
            let account = Some(entered.account.name.clone());
            visit.page(entered, StatusCode::OK, |_| WelcomePage { account, new_address }).await
        }
        None => Ok(visit.plain(StatusCode::OK, WelcomePage { account: None, new_address: None })),
    }
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
