//! The form that sends a passkey's answer. It appears where script and browser can make one; everything else works without.

use leptos::prelude::*;

use crate::web::components::Hidden;
use crate::web::islands::PasskeyButton;
use crate::web::routes;
use crate::web::text::{Lang, t};

/// What a passkey is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyUse {
    /// To sign in with it alone.
    SignIn,
    /// In place of a code, after the password.
    SecondFactor,
    /// Again, before what matters.
    Confirm,
    /// To add one.
    Add,
}

impl PasskeyUse {
    /// The value in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "anmelden",
            Self::SecondFactor => "zweiter-faktor",
            Self::Confirm => "bestaetigen",
            Self::Add => "neu",
        }
    }
}

/// The form, sent to `action`. `next` is where to go afterwards; `fields` is what else is asked; `instead` the id of what stands there for
/// browsers without passkeys.
pub fn passkey_form(
    lang: Lang,
    purpose: PasskeyUse,
    action: &'static str,
    next: Option<String>,
    fields: Option<AnyView>,
    instead: &str,
) -> AnyView {
    let (label, class) = match purpose {
        PasskeyUse::SignIn => (t!(lang, "passkey-sign-in"), "button wide"),
        PasskeyUse::SecondFactor | PasskeyUse::Confirm => (t!(lang, "passkey-use"), "button wide"),
        PasskeyUse::Add => (t!(lang, "passkey-add"), "button primary"),
    };
    let create = purpose == PasskeyUse::Add;
    let form = if create { "card form" } else { "form" };
    let failed = if create { t!(lang, "passkey-not-made") } else { t!(lang, "passkey-not-shown") };
    view! {
        <div hidden>
            <form method="post" action=action class=form>
                {next.map(|next| view! { <Hidden name="weiter" value=next/> })}
                <Hidden name="antwort" value=""/>
                {fields}
                <PasskeyButton
                    url=routes::PASSKEY.to_owned()
                    purpose=purpose.name().to_owned()
                    create=create
                    label=label
                    class=class.to_owned()
                    failed=failed
                    exists=t!(lang, "passkey-exists")
                    instead=instead.to_owned()
                />
            </form>
        </div>
    }
    .into_any()
}
