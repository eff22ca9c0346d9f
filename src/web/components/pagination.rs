//! Paging in the address: links, so that back, bookmarks and new tabs work.

use leptos::prelude::*;

use super::{Icon, icon};
use crate::web::text::{Lang, number, t};

/// Previous and next page, with the range shown.
#[component]
pub fn Pagination(
    lang: Lang,
    /// First row shown, from 1.
    from: i64,
    /// Last row shown.
    to: i64,
    /// Rows in all.
    total: i64,
    /// Address of the previous page.
    previous: Option<String>,
    /// Address of the next page.
    next: Option<String>,
) -> impl IntoView {
    let range = t!(lang, "paging-range", from = number(lang, from), to = number(lang, to), total = number(lang, total));
    view! {
        <nav class="pagination" aria-label=t!(lang, "paging-label")>
            <p class="muted">{range}</p>
            <div class="actions">
                {previous.map(|href| view! { <a class="button" rel="prev" href=href>{icon(Icon::Previous)}{t!(lang, "paging-previous")}</a> })}
                {next.map(|href| view! { <a class="button" rel="next" href=href>{t!(lang, "paging-next")}{icon(Icon::Next)}</a> })}
            </div>
        </nav>
    }
    .into_any()
}
