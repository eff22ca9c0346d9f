//! The form that sends a passkey's answer. It appears where script and browser can make one; everything else works without.

use leptos::prelude::*;

use crate::web::components::Hidden;
use crate::web::islands::PasskeyButton;
use crate::web::layouts::{Frame, Nav};
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

/// Whose passkeys they are: people's and those of support staff have questions, pages and addresses of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// People, in the portal.
    Portal,
    /// Staff, in the support console.
    Console,
}

impl Desk {
    const fn question(self) -> &'static str {
        match self {
            Self::Portal => routes::PASSKEY,
            Self::Console => routes::SUPPORT_PASSKEY,
        }
    }

    /// The page that lists them.
    pub const fn list(self, lang: Lang) -> &'static str {
        match self {
            Self::Portal => routes::PROFILE.to(lang),
            Self::Console => routes::SUPPORT_OWN_SIGN_IN,
        }
    }

    /// What that page is called.
    pub fn list_title(self, lang: Lang) -> String {
        match self {
            Self::Portal => t!(lang, "own-profile-title"),
            Self::Console => t!(lang, "support-nav-sign-in"),
        }
    }

    /// The page that adds one.
    pub const fn add(self, lang: Lang) -> &'static str {
        match self {
            Self::Portal => routes::PROFILE_PASSKEY.to(lang),
            Self::Console => routes::SUPPORT_NEW_PASSKEY,
        }
    }

    /// Where somebody confirms that it is them.
    pub const fn confirm(self, lang: Lang) -> &'static str {
        match self {
            Self::Portal => routes::CONFIRM.to(lang),
            Self::Console => routes::SUPPORT_CONFIRM,
        }
    }

    /// What stands around these pages.
    pub const fn frame(self) -> Frame {
        match self {
            Self::Portal => Frame::Portal(Nav::Profile),
            Self::Console => Frame::Support(Nav::SupportSignIn),
        }
    }
}

/// The form, sent to `action`. `next` is where to go afterwards; `fields` is what else is asked; `instead` the id of what stands there for
/// browsers without passkeys.
pub fn passkey_form(
    lang: Lang,
    desk: Desk,
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
                    url=desk.question().to_owned()
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
