//! How identity providers are set up, step by step, with the names their own pages use; in the portal with the account's own values, in
//! the help for everybody.

use leptos::prelude::*;

use super::ONELOGIN_TEMPLATE;
use crate::model::IdpGuide;
use crate::web::components::{CopyCode, CopyField};
use crate::web::routes;
use crate::web::text::{Lang, t};

/// What an identity provider is called.
pub fn name(lang: Lang, guide: IdpGuide) -> String {
    match guide {
        IdpGuide::OneLogin => "OneLogin".to_owned(),
        IdpGuide::Okta => "Okta".to_owned(),
        IdpGuide::Entra => "Microsoft Entra ID".to_owned(),
        IdpGuide::JumpCloud => "JumpCloud".to_owned(),
        IdpGuide::Google => "Google Workspace".to_owned(),
        IdpGuide::Generic => t!(lang, "guide-generic"),
    }
}

/// „Okta, Schritt für Schritt“.
pub fn title(lang: Lang, guide: IdpGuide) -> String {
    t!(lang, "guide-title", name = name(lang, guide))
}

const fn text(guide: IdpGuide, lang: Lang) -> &'static str {
    match (guide, lang) {
        (IdpGuide::Okta, Lang::De) => include_str!("../help/de/okta.html"),
        (IdpGuide::Okta, Lang::En) => include_str!("../help/en/okta.html"),
        (IdpGuide::Entra, Lang::De) => include_str!("../help/de/entra.html"),
        (IdpGuide::Entra, Lang::En) => include_str!("../help/en/entra.html"),
        (IdpGuide::JumpCloud, Lang::De) => include_str!("../help/de/jumpcloud.html"),
        (IdpGuide::JumpCloud, Lang::En) => include_str!("../help/en/jumpcloud.html"),
        (IdpGuide::Google, Lang::De) => include_str!("../help/de/google.html"),
        (IdpGuide::Google, Lang::En) => include_str!("../help/en/google.html"),
        (IdpGuide::Generic | IdpGuide::OneLogin, Lang::De) => include_str!("../help/de/generic.html"),
        (IdpGuide::Generic | IdpGuide::OneLogin, Lang::En) => include_str!("../help/en/generic.html"),
    }
}

/// The steps; without `base_url` they say where to find it.
pub fn steps(lang: Lang, guide: IdpGuide, base_url: Option<&str>) -> AnyView {
    if guide == IdpGuide::OneLogin {
        return view! { {onelogin(lang, base_url)}{people(lang)} }.into_any();
    }
    let own = base_url.map(ToOwned::to_owned);
    let named = match base_url {
        Some(base_url) => format!("<code>{base_url}</code>"),
        None => t!(lang, "guide-base-url-elsewhere"),
    };
    let html = text(guide, lang).replace("{base_url}", &named);
    view! {
        <section class="card guide" aria-labelledby="anleitung">
            <h2 id="anleitung">{title(lang, guide)}</h2>
            {own.map(|own| view! { <CopyField lang=lang id="guide-base-url".to_owned() label=t!(lang, "scim-base-url") value=own/> })}
            <div class="prose" inner_html=html></div>
        </section>
    }
    .into_any()
}

fn onelogin(lang: Lang, base_url: Option<&str>) -> AnyView {
    let base_url = match base_url {
        Some(own) => view! {
            <CopyField lang=lang id="guide-base-url".to_owned() label=t!(lang, "scim-base-url") value=own.to_owned()/>
        }
        .into_any(),
        None => view! { <p class="muted">{t!(lang, "guide-base-url-where")}</p> }.into_any(),
    };
    view! {
        <section class="card guide" aria-labelledby="onelogin">
            <h2 id="onelogin">{title(lang, IdpGuide::OneLogin)}</h2>
            <ol class="steps">
                <li><p>{t!(lang, "guide-1")}</p></li>
                <li><p>{t!(lang, "guide-2-before")}" "<b lang="en">"SCIM Provisioner with SAML (SCIM v2 Core)"</b>{t!(lang, "guide-2-after")}</p></li>
                <li>
                    <p>{t!(lang, "guide-3")}</p>
                    {base_url}
                    <p>{t!(lang, "guide-3-token")}</p>
                    <p>{t!(lang, "guide-3-template")}</p>
                    <CopyCode lang=lang id="vorlage" label="SCIM JSON Template".to_owned() code=ONELOGIN_TEMPLATE/>
                    <p class="small"><a href="/onelogin-scim-template.json" download>{t!(lang, "guide-3-download")}</a></p>
                </li>
                <li><p>{t!(lang, "guide-4")}</p><p class="muted">{t!(lang, "guide-4-phone")}</p></li>
                <li><p>{t!(lang, "guide-5")}</p><p class="muted">{t!(lang, "guide-5-approval")}</p></li>
                <li><p>{t!(lang, "guide-6")}</p></li>
            </ol>
        </section>
    }
    .into_any()
}

fn people(lang: Lang) -> AnyView {
    view! {
        <section class="card guide" aria-labelledby="personen">
            <h2 id="personen">{t!(lang, "guide-people-title")}</h2>
            <p>{t!(lang, "guide-people-existing")}</p>
            <ol class="steps">
                <li><p>{t!(lang, "guide-people-1")}</p></li>
                <li><p>{t!(lang, "guide-people-2")}</p></li>
                <li><p>{t!(lang, "guide-people-3")}</p></li>
            </ol>
            <p>{t!(lang, "guide-people-done")}" "<a href=routes::USERS.to(lang)>{t!(lang, "nav-users")}</a>"."</p>
        </section>
    }
    .into_any()
}
