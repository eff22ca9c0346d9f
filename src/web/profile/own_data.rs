//! What the product keeps about the person, to take along.

use leptos::prelude::*;

use crate::web::components::{Icon, icon};
use crate::web::routes;
use crate::web::text::{Lang, t};

pub(super) fn own_data(lang: Lang) -> AnyView {
    view! {
        <section class="card" aria-labelledby="meine-daten">
            <h2 id="meine-daten">{t!(lang, "own-data-title")}</h2>
            <p>{t!(lang, "own-data-text")}</p>
            <p class="muted small">{t!(lang, "own-data-without")}</p>
            <form method="post" action=routes::PROFILE.to(lang) class="actions">
                <button class="button" name="aktion" value="daten">{icon(Icon::Download)}{t!(lang, "own-data-download")}</button>
            </form>
        </section>
    }
    .into_any()
}
