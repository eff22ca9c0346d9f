//! Hilfe; open to everybody.

use axum::http::StatusCode;

use super::Path;
use super::problem::{Answer, Problem};
use super::visit::Visit;
use crate::model::IdpGuide;
use crate::web::help::{Article, ArticlePage, GuidePage, HelpPage};
use crate::web::layouts::Page;

/// The overview.
pub async fn overview(visit: Visit) -> Answer {
    open(visit, HelpPage).await
}

/// One article.
pub async fn article(visit: Visit, article: Article) -> Answer {
    open(visit, ArticlePage { article }).await
}

/// How an identity provider is set up.
pub async fn guide(visit: Visit, Path(provider): Path<String>) -> Answer {
    let guide: IdpGuide = provider.parse().map_err(|_| Problem::NotFound)?;
    open(visit, GuidePage { guide }).await
}

async fn open<P: Page>(visit: Visit, page: P) -> Answer {
    match visit.who().await? {
        Some(entered) => visit.page(entered, StatusCode::OK, |_| page).await,
        None => Ok(visit.plain(StatusCode::OK, page)),
    }
}
