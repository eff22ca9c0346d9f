//! How the person signs in: each method their account allows, with „Einrichten“, „Entfernen“ or the reason why it stays.

use leptos::prelude::*;

use crate::model::SignInMethod;
use crate::web::components::{Chip, Confirm, Hidden, Icon, Tone, icon};
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// One method.
#[derive(Debug, Clone)]
pub struct OwnMethodRow {
    /// Which.
    pub method: SignInMethod,
    /// How the person stands with it.
    pub standing: OwnStanding,
}

/// How the person stands with a method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnStanding {
    /// It can be set up.
    Missing,
    /// It can be removed; who the provider said they are, where it said so.
    Linked(Option<String>),
    /// It stays: nothing else opens the door.
    Last(Option<String>),
    /// It stays: they are signed in by it.
    InUse(Option<String>),
    /// It stays: their company invites by it.
    Company(Option<String>),
}

pub(super) fn methods(lang: Lang, rows: Vec<OwnMethodRow>) -> AnyView {
    let rows = rows.into_iter().map(|row| method(lang, row)).collect_view();
    view! {
        <section class="stack" aria-labelledby="anmeldung">
            <h2 id="anmeldung">{t!(lang, "own-methods-title")}</h2>
            <p>{t!(lang, "own-methods-text")}</p>
            <ul role="list" class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}

fn method(lang: Lang, row: OwnMethodRow) -> AnyView {
    let name = words::method(lang, row.method);
    let missing = row.standing == OwnStanding::Missing;
    let (email, action) = match row.standing {
        OwnStanding::Missing => (None, set_up(lang, row.method, &name)),
        OwnStanding::Linked(email) => (email, remove(lang, row.method, &name)),
        OwnStanding::Last(email) => (email, stays(t!(lang, "own-method-last"))),
        OwnStanding::InUse(email) => (email, stays(t!(lang, "own-method-in-use"))),
        OwnStanding::Company(email) => (email, stays(t!(lang, "own-method-company"))),
    };
    let chip = if missing {
        view! { <Chip tone=Tone::Neutral sign=Icon::Pause label=t!(lang, "own-method-missing")/> }
    } else {
        view! { <Chip tone=Tone::Good sign=Icon::Check label=t!(lang, "own-method-linked")/> }
    };
    view! {
        <li class="row">
            <div class="row-main">
                <h3>{name}</h3>
                <p class="tags">{chip}{email.map(|email| view! { <span class="muted small wrap">{email}</span> })}</p>
            </div>
            <div class="row-action">{action}</div>
        </li>
    }
    .into_any()
}

fn set_up(lang: Lang, method: SignInMethod, name: &str) -> AnyView {
    let spoken = t!(lang, "method-setup-named", method = name);
    view! {
        <form method="post" action=routes::PROFILE.to(lang)>
            <Hidden name="methode" value=method.name()/>
            <button class="button" name="aktion" value="methode-einrichten" aria-label=spoken>{t!(lang, "method-setup")}</button>
        </form>
    }
    .into_any()
}

fn remove(lang: Lang, method: SignInMethod, name: &str) -> AnyView {
    let text = if method == SignInMethod::Password {
        t!(lang, "own-method-remove-password-means")
    } else {
        t!(lang, "own-method-remove-means")
    };
    view! {
        <Confirm
            id=format!("entfernen-{method}")
            opener=t!(lang, "own-method-remove")
            title=t!(lang, "own-method-remove-title", method = name)
            text=text
            action_label=t!(lang, "own-method-remove")
            action_class="button danger"
            cancel_label=t!(lang, "cancel")
            action=routes::PROFILE.to(lang).to_owned()
        >
            <Hidden name="aktion" value="methode-entfernen"/>
            <Hidden name="methode" value=method.name()/>
        </Confirm>
    }
    .into_any()
}

fn stays(reason: String) -> AnyView {
    view! { <p class="muted small locked">{icon(Icon::Lock)}{reason}</p> }.into_any()
}
