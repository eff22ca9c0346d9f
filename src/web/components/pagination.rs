//! Paging in the address: links, so that back, bookmarks and new tabs work.

use leptos::prelude::*;

use super::{Icon, icon};
use crate::web::text::{Lang, t};

/// Previous and next page of a list that is read from somebody on, where nobody counts how many came before. Nothing on the only page.
#[component]
pub fn Pagination(
    lang: Lang,
    /// Address of the previous page.
    previous: Option<String>,
    /// Address of the next page.
    next: Option<String>,
) -> impl IntoView {
    if previous.is_none() && next.is_none() {
        return ().into_any();
    }
    view! {
        <nav class="pagination" aria-label=t!(lang, "paging-label")>
            <div class="actions">
                {previous.map(|href| view! { <a class="button" rel="prev" href=href>{icon(Icon::Previous)}{t!(lang, "paging-previous")}</a> })}
                {next.map(|href| view! { <a class="button" rel="next" href=href>{t!(lang, "paging-next")}{icon(Icon::Next)}</a> })}
            </div>
        </nav>
    }
    .into_any()
}
