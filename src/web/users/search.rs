//! The form above the list, and what an administrator wants left out of it.

use leptos::prelude::*;

use super::filter::{PAGE_SIZES, Sorting, UserFilter, licence_name};
use super::list::Preferences;
use super::place::Place;
use super::view::{Origin, Status};
use crate::model::{Right, SignInMethod};
use crate::web::components::{Hidden, Icon, SearchField, icon};
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// A choice; without `any` one of the options is always chosen.
fn choice(
    name: &'static str,
    label: String,
    any: Option<String>,
    options: impl IntoIterator<Item = (String, String, bool)>,
) -> AnyView {
    let options = options
        .into_iter()
        .map(|(value, label, chosen)| view! { <option value=value selected=chosen>{label}</option> })
        .collect_view();
    view! {
        <div class="field">
            <label class="label" for=name>{label}</label>
            <select id=name name=name>{any.map(|any| view! { <option value="">{any}</option> })}{options}</select>
        </div>
    }
    .into_any()
}

/// Search, filters and order; a GET, so that they stand in the address.
/// `keys`: single keys lead to places, one of them here.
pub fn search(lang: Lang, place: Place, filter: &UserFilter, methods: &[SignInMethod], keys: bool) -> AnyView {
    let any = || Some(t!(lang, "users-any"));
    let statuses = Status::ALL.map(|one| (one.name().to_owned(), one.label(lang), filter.status == Some(one)));
    let origins = [Origin::Scim, Origin::Manual];
    let origins = origins.map(|one| (one.name().to_owned(), one.label(lang), filter.origin == Some(one)));
    let rights =
        Right::ALL.iter().map(|one| (one.name().to_owned(), words::right(lang, *one), filter.right == Some(*one)));
    let methods = methods.iter();
    let methods = methods.map(|one| (one.name().to_owned(), words::method(lang, *one), filter.method == Some(*one)));
    let licences = [true, false].map(|held| {
        let label = if held { t!(lang, "licence-with") } else { t!(lang, "licence-without") };
        (licence_name(held).to_owned(), label, filter.licence == Some(held))
    });
    let sortings = Sorting::ALL.map(|one| (one.name().to_owned(), one.label(lang), filter.sorting == one));
    let sizes = PAGE_SIZES.map(|size| (size.to_string(), size.to_string(), filter.size == size));
    view! {
        <form method="get" action=place.people(lang) class="filters" role="search">
            <SearchField label=t!(lang, "users-search") value=filter.search.clone() keyed=keys/>
            {choice("status", t!(lang, "users-status"), any(), statuses)}
            {choice("recht", t!(lang, "column-right"), any(), rights)}
            {choice("herkunft", t!(lang, "users-origin"), any(), origins)}
            {choice("methode", t!(lang, "profile-method"), any(), methods)}
            {choice("lizenz", t!(lang, "column-licence"), any(), licences)}
            {choice("sortierung", t!(lang, "users-sort"), None, sortings)}
            {choice("groesse", t!(lang, "users-page-size"), None, sizes)}
            <button class="button">{icon(Icon::Search)}{t!(lang, "users-search-go")}</button>
            {(!filter.is_empty()).then(|| view! { <a class="button quiet" href=place.people(lang)>{t!(lang, "users-show-all")}</a> })}
        </form>
    }
    .into_any()
}

/// What is left out; kept for this administrator alone.
pub fn view_settings(lang: Lang, preferences: Preferences, query: &str) -> AnyView {
    let option = |name: &'static str, label: String, on: bool| {
        view! { <label class="checkbox radio"><input type="checkbox" name=name value="ein" checked=on/>{label}</label> }
    };
    view! {
        <details class="fold">
            <summary>{t!(lang, "list-view")}</summary>
            <form method="post" action=routes::USERS.to(lang) class="form">
                <Hidden name="liste" value=query/>
                <fieldset class="stack">
                    <legend class="sr-only">{t!(lang, "list-view")}</legend>
                    {option("abgelaufene", t!(lang, "list-hide-expired"), preferences.hides_expired)}
                    {option("zurueckgezogene", t!(lang, "list-hide-revoked"), preferences.hides_revoked)}
                </fieldset>
                <div class="actions">
                    <button class="button" name="aktion" value="ansicht">{t!(lang, "list-view-save")}</button>
                </div>
            </form>
        </details>
    }
    .into_any()
}
