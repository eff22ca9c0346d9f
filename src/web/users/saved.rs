//! Searches an administrator keeps: opened by a link, so that they stand in the address; kept and removed beside the list's view.

use leptos::prelude::*;

use super::filter::{Turn, UserFilter};
use crate::web::components::{Hidden, TextField};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// One that is kept.
#[derive(Debug, Clone)]
pub struct SavedRow {
    /// Names it in forms.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// The search.
    pub filter: UserFilter,
}

/// The way to each; the one that is shown is marked.
pub(super) fn links(lang: Lang, saved: &[SavedRow], now: &UserFilter) -> Option<AnyView> {
    let shown = now.query(Turn::Start);
    let links = saved.iter().map(|row| {
        let query = row.filter.query(Turn::Start);
        let current = (query == shown).then_some("true");
        let href = format!("{}?{query}", routes::USERS.to(lang));
        view! { <li><a class="button small" href=href aria-current=current><bdi>{row.name.clone()}</bdi></a></li> }
    });
    (!saved.is_empty()).then(|| {
        view! {
            <nav aria-label=t!(lang, "filters-saved")>
                <ul role="list" class="tags">{links.collect_view()}</ul>
            </nav>
        }
        .into_any()
    })
}

/// Keeps the search that is shown, removes others. `most`: there can be no more.
pub(super) fn keeping(lang: Lang, saved: Vec<SavedRow>, now: &UserFilter, query: &str, most: bool) -> AnyView {
    let (action, there) = (routes::USERS.to(lang), !saved.is_empty());
    let keep = if now.query(Turn::Start).is_empty() {
        view! { <p class="muted small">{t!(lang, "filter-nothing")}</p> }.into_any()
    } else if most {
        view! { <p class="muted small">{t!(lang, "filters-full")}</p> }.into_any()
    } else {
        view! {
            <form method="post" action=action class="form">
                <Hidden name="liste" value=query/>
                <TextField name="filtername" label=t!(lang, "filter-name") hint=t!(lang, "filter-name-hint") maxlength=60/>
                <button class="button" name="aktion" value="filter-merken">{t!(lang, "filter-save")}</button>
            </form>
        }
        .into_any()
    };
    let rows = saved
        .into_iter()
        .map(|row| {
            let spoken = t!(lang, "filter-remove-named", name = row.name.clone());
            view! {
                <li class="tags">
                    <bdi>{row.name}</bdi>
                    <form method="post" action=action>
                        <Hidden name="liste" value=query/>
                        <Hidden name="filter" value=row.id/>
                        <button class="button quiet small" name="aktion" value="filter-entfernen" aria-label=spoken>{t!(lang, "filter-remove")}</button>
                    </form>
                </li>
            }
        })
        .collect_view();
    view! {
        <details class="fold">
            <summary>{t!(lang, "filters-keep")}</summary>
            <div class="card">
                {keep}
                {there.then(|| view! { <ul role="list" class="stack">{rows}</ul> })}
            </div>
        </details>
    }
    .into_any()
}
