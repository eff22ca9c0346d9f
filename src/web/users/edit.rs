//! What of a profile can be changed here; what an identity provider owns says so (product B29).

use leptos::prelude::*;

use crate::model::Language;
use crate::web::components::{ErrorSummary, FieldErrors, TextField};
use crate::web::text::{Lang, t};

/// The form's values, as stored or as they were refused.
#[derive(Debug, Clone)]
pub struct ProfileForm {
    /// Name; `None`: the identity provider owns it.
    pub name: Option<String>,
    /// Telephone number; `None`: the identity provider owns it.
    pub phone: Option<String>,
    /// Language of mail; `None`: the identity provider owns it.
    pub language: Option<Language>,
    /// Mistakes.
    pub errors: FieldErrors,
}

/// The address, as stored or as it was refused.
#[derive(Debug, Clone)]
pub struct AddressForm {
    /// The address.
    pub address: String,
    /// It was typed and not obeyed yet.
    pub typed: bool,
    /// They have accepted an invitation.
    pub accepted: bool,
    /// What is wrong.
    pub errors: FieldErrors,
}

/// The choice of a language for mail.
pub fn language(lang: Lang, chosen: Language) -> AnyView {
    let options = Lang::ALL
        .into_iter()
        .zip([Language::German, Language::English])
        .map(|(one, language)| view! { <option value=one.tag() selected=chosen == language lang=one.tag()>{one.own_name()}</option> })
        .collect_view();
    view! {
        <div class="field">
            <label class="label" for="sprache">{t!(lang, "profile-language")}</label>
            <select id="sprache" name="sprache">{options}</select>
        </div>
    }
    .into_any()
}

/// The form; nothing where an identity provider owns everything.
pub fn form(lang: Lang, action: String, form: ProfileForm) -> AnyView {
    let ProfileForm { name, phone, language: mail, errors } = form;
    if name.is_none() && phone.is_none() && mail.is_none() {
        return ().into_any();
    }
    let (wrong_name, wrong_phone, open) = (errors.at("name"), errors.at("telefon"), !errors.is_empty());
    let name = name.map(|name| {
        view! { <TextField name="name" label=t!(lang, "field-name") value=name maxlength=256 error=wrong_name/> }
    });
    let phone = phone.map(|phone| {
        view! { <TextField name="telefon" label=t!(lang, "profile-phone") value=phone maxlength=256 required=false inputmode="tel" error=wrong_phone/> }
    });
    view! {
        <details class="fold" open=open>
            <summary>{t!(lang, "profile-edit")}</summary>
            <form method="post" action=action class="form">
                <ErrorSummary lang=lang errors=errors/>
                {name}
                {phone}
                {mail.map(|mail| language(lang, mail))}
                <div class="actions">
                    <button class="button" name="aktion" value="profil">{t!(lang, "profile-save-button")}</button>
                </div>
            </form>
        </details>
    }
    .into_any()
}

/// The form of the address, with what it means.
pub fn address(lang: Lang, action: String, form: AddressForm) -> AnyView {
    let AddressForm { address, typed, accepted, errors } = form;
    let wrong = errors.at("email");
    let means = if accepted { t!(lang, "person-address-confirms") } else { t!(lang, "person-address-invites") };
    view! {
        <details class="fold" open=typed>
            <summary>{t!(lang, "person-address-edit")}</summary>
            <form method="post" action=action class="form">
                <ErrorSummary lang=lang errors=errors/>
                <TextField name="email" kind="email" label=t!(lang, "person-address-new") hint=means value=address maxlength=254 error=wrong/>
                <div class="actions">
                    <button class="button" name="aktion" value="adresse">{t!(lang, "person-address-save")}</button>
                </div>
            </form>
        </details>
    }
    .into_any()
}
