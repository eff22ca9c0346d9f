//! Hilfe; open to everybody.

use axum::http::StatusCode;

use super::problem::Answer;
use super::visit::Visit;
use crate::web::help::{Article, ArticlePage, HelpPage};
use crate::web::layouts::Page;

/// The overview.
pub async fn overview(visit: Visit) -> Answer {
    open(visit, HelpPage).await
}

/// One article.
pub async fn article(visit: Visit, article: Article) -> Answer {
    open(visit, ArticlePage { article }).await
}

async fn open<P: Page>(visit: Visit, page: P) -> Answer {
    match visit.who().await? {
        Some(entered) => visit.page(entered, StatusCode::OK, |_| page).await,
        None => Ok(visit.plain(StatusCode::OK, page)),
    }
}
