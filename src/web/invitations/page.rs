//! `/einladung/{token}`: looking never consumes anything, accepting is a POST.

use leptos::prelude::*;

use crate::model::SignInMethod;
use crate::web::components::{EmptyState, ErrorSummary, FieldErrors, Hidden, Icon, Notice, Tone};
use crate::web::layouts::{Chrome, Frame, Page};
use crate::web::routes;
use crate::web::sessions::{clean_address, new_password_fields};
use crate::web::text::{Lang, t};
use crate::web::words;

/// What the link leads to.
#[derive(Debug, Clone)]
pub enum InvitationState {
    /// It can be accepted (B33).
    Open(OpenInvitation),
    /// Somebody else is signed in (B37).
    OtherPerson {
        /// Who is signed in.
        signed_in: String,
        /// Whom the invitation is for, masked.
        masked_email: String,
    },
    /// Accepted before (B34).
    Accepted,
    /// Ran out; a fresh one can be asked for (B35).
    Expired {
        /// The company.
        account: String,
    },
    /// A fresh one is on its way to the same address.
    Renewed,
    /// A fresh one was asked for less than a minute ago.
    RenewedTooSoon,
    /// Withdrawn, or the person was deactivated (B36); also what an unknown link says.
    Gone,
}

/// An invitation that can be accepted.
#[derive(Debug, Clone)]
pub struct OpenInvitation {
    /// The company.
    pub account: String,
    /// The company's automatic user management invites (B29).
    pub by_scim: bool,
    /// The only way to accept it.
    pub method: SignInMethod,
    /// The invited address, masked: whoever holds the link need not be the person.
    pub masked_email: String,
    /// The account still allows that way.
    pub method_enabled: bool,
    /// Mistakes of the password form.
    pub errors: FieldErrors,
}

/// The page.
#[derive(Debug, Clone)]
pub struct InvitationPage {
    /// The link's token, carried by the forms.
    pub token: String,
    /// What it leads to.
    pub state: InvitationState,
}

impl Page for InvitationPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "invitation-page-title")
    }

    fn frame(&self) -> Frame {
        Frame::Narrow
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let brand = chrome.brand.name.clone();
        let token = self.token;
        let body = match self.state {
            InvitationState::Open(invitation) => open(chrome, token, invitation),
            InvitationState::OtherPerson { signed_in, masked_email } => other_person(lang, token, signed_in, masked_email),
            InvitationState::Accepted => view! {
                <h1>{t!(lang, "invitation-accepted-title")}</h1>
                <p>{t!(lang, "invitation-accepted-text", brand = brand)}</p>
                <a class="button primary wide" href=routes::SIGN_IN.to(lang)>{t!(lang, "sign-in")}</a>
            }
            .into_any(),
            InvitationState::Expired { account } => view! {
                <h1>{t!(lang, "invitation-expired-title")}</h1>
                <p>{t!(lang, "invitation-expired-text", account = account)}</p>
                <form method="post" action=routes::INVITATION.to(lang)>
                    <Hidden name="token" value=token/>
                    <button class="button primary wide" name="aktion" value="erneuern">{t!(lang, "invitation-renew")}</button>
                </form>
            }
            .into_any(),
            InvitationState::Renewed => view! {
                <h1>{t!(lang, "invitation-renewed-title")}</h1>
                <EmptyState sign=Icon::Mail title=t!(lang, "invitation-renewed-lead") text=t!(lang, "invitation-renewed-text")/>
            }
            .into_any(),
            InvitationState::RenewedTooSoon => view! {
                <h1>{t!(lang, "invitation-renewed-title")}</h1>
                <EmptyState sign=Icon::Clock title=t!(lang, "invitation-too-soon") text=t!(lang, "invitation-renewed-text")/>
            }
            .into_any(),
            InvitationState::Gone => view! {
                <h1>{t!(lang, "invitation-gone-title")}</h1>
                <p>{t!(lang, "invitation-gone-text")}</p>
                <p class="aside"><a href=routes::SIGN_IN.to(lang)>{t!(lang, "back-to-sign-in")}</a></p>
            }
            .into_any(),
        };
        view! { {body}{clean_address(chrome, routes::INVITATION.to(lang))} }.into_any()
    }
}

fn open(chrome: &Chrome, token: String, invitation: OpenInvitation) -> AnyView {
    let OpenInvitation { account, by_scim, method, masked_email, method_enabled, errors } = invitation;
    let lang = chrome.lang;
    let brand = chrome.brand.name.clone();
    let form = if !method_enabled {
        let name = words::method(lang, method);
        view! {
            <Notice tone=Tone::Warning title=t!(lang, "invitation-disabled-title")>
                <p>{t!(lang, "invitation-disabled-text", method = name)}</p>
            </Notice>
        }
        .into_any()
    } else if method == SignInMethod::Password {
        view! {
            <p>{t!(lang, "invitation-set-password")}</p>
            <ErrorSummary lang=lang errors=errors.clone()/>
            <form method="post" action=routes::INVITATION.to(lang) class="form">
                <Hidden name="token" value=token/>
                {new_password_fields(lang, 15, &errors)}
                <button class="button primary wide" name="aktion" value="annehmen">{words::accept_label(lang, method)}</button>
            </form>
        }
        .into_any()
    } else {
        view! {
            <p>{t!(lang, "invitation-provider-text", provider = words::provider(lang, method))}</p>
            <form method="post" action=routes::INVITATION.to(lang) class="form">
                <Hidden name="token" value=token/>
                <button class="button primary wide" name="aktion" value="annehmen">{words::accept_label(lang, method)}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <h1>{t!(lang, "invitation-heading", account = account, brand = brand)}</h1>
        <dl class="facts">
            {by_scim.then(|| view! { <div><dt>{t!(lang, "invitation-from")}</dt><dd>{t!(lang, "invitation-from-scim")}</dd></div> })}
            <div><dt>{t!(lang, "invitation-for")}</dt><dd>{masked_email}</dd></div>
            <div><dt>{t!(lang, "invitation-method")}</dt><dd>{words::method(lang, method)}</dd></div>
        </dl>
        {form}
    }
    .into_any()
}

fn other_person(lang: Lang, token: String, signed_in: String, masked_email: String) -> AnyView {
    view! {
        <h1>{t!(lang, "invitation-other-title")}</h1>
        <p>{t!(lang, "invitation-other-text", signed_in = signed_in, invited = masked_email)}</p>
        <form method="post" action=routes::INVITATION.to(lang)>
            <Hidden name="token" value=token/>
            <button class="button primary wide" name="aktion" value="konto-wechseln">{t!(lang, "invitation-switch")}</button>
        </form>
        <p class="aside"><a href="/">{t!(lang, "invitation-stay")}</a></p>
    }
    .into_any()
}
