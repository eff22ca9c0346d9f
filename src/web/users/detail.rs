//! One person: profile with the reason for every lock, status, invitation, sessions.

use leptos::prelude::*;

use super::edit::{self, AddressForm, ProfileForm};
use super::place::Place;
use super::rights::{self, LicenceEffect, RightsFrom};
use super::timeline::{self, TimelineLine};
use super::view::{AddressChoice, AddressStanding, MailState, Origin, Status, UserNote};
use crate::model::{Rights, SignInMethod, UserId};
use crate::web::address::source;
use crate::web::components::{Badge, Confirm, Hidden, Icon, Notice, PageHeader, TextField, Tone};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::text::{Lang, t};
use crate::web::words;

/// A person, as an admin sees them.
#[derive(Debug, Clone)]
pub struct UserDetail {
    /// Who.
    pub id: UserId,
    /// The query of the list they were found in; empty: the whole list.
    pub list: String,
    /// Their name.
    pub name: String,
    /// Where mail goes, if it can go anywhere.
    pub email: Option<String>,
    /// What they sign in with, where it differs.
    pub sign_in_email: Option<String>,
    /// Their contact address is another than they sign in by.
    pub address: Option<AddressChoice>,
    /// Why it is approved, as typed before the confirmation.
    pub reason: String,
    /// As the identity provider sent it.
    pub phone: Option<String>,
    /// How they stand.
    pub status: Status,
    /// Their rights.
    pub rights: Rights,
    /// The group they come from; `None`: given by hand.
    pub rights_from: Option<RightsFrom>,
    /// Who put them here.
    pub origin: Origin,
    /// How they sign in.
    pub method: Option<SignInMethod>,
    /// Holds a licence.
    pub seat: bool,
    /// When they came, as people read it.
    pub since: String,
    /// When they first and last signed in, as people read it; for somebody who has accepted.
    pub signed_in: Option<Option<(String, String)>>,
    /// The last invitation mail.
    pub mail: Option<MailState>,
    /// The invitation can be sent again.
    pub can_resend: bool,
    /// Sessions that have not ended.
    pub sessions: i64,
    /// A second factor is asked for at sign-in.
    pub second_factor: bool,
    /// What a licence means in this account.
    pub effect: LicenceEffect,
    /// Until when somebody removed can be restored, as people read it.
    pub restorable_until: Option<String>,
}

impl UserDetail {
    /// Where their page is and its forms go.
    pub fn address(&self, lang: Lang) -> String {
        Place::Portal.person(lang, self.id, &self.list)
    }
}

/// Nutzerverwaltung → one person.
#[derive(Debug, Clone)]
pub struct UserPage {
    /// The person.
    pub user: UserDetail,
    /// What of their profile can be changed here.
    pub form: ProfileForm,
    /// Their address, where it can be changed here.
    pub address_form: Option<AddressForm>,
    /// What happened to them, newest first.
    pub timeline: Vec<TimelineLine>,
    /// What just happened.
    pub note: Option<UserNote>,
}

impl Page for UserPage {
    fn title(&self, _: Lang) -> String {
        self.user.name.clone()
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Users)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let user = self.user;
        let note = self.note.map(|note| note.notice(lang));
        let invitation =
            matches!(user.status, Status::Invited | Status::Expired | Status::Revoked).then(|| invitation(lang, &user));
        let there = user.status != Status::Removed;
        view! {
            <p class="crumb"><a href=Place::Portal.narrowed(lang, &user.list)>{t!(lang, "users-back")}</a></p>
            <PageHeader title=user.name.clone()>
                {user.status.chip(lang)}
                {managed_badge(lang, user.origin)}
            </PageHeader>
            {note}
            {profile(lang, &user, self.form, self.address_form)}
            {there.then(|| rights::card(lang, &user))}
            {invitation}
            {user.address.as_ref().map(|choice| address(lang, &user, choice))}
            {(user.status == Status::Active).then(|| sessions(lang, &user))}
            {if there { access(lang, &user) } else { removed(lang, &user) }}
            {user.second_factor.then(|| second_factor(lang, &user))}
            {timeline::card(chrome, self.timeline)}
        }
        .into_any()
    }
}

/// „Durch SCIM verwaltet“.
pub fn managed_badge(lang: Lang, origin: Origin) -> Option<AnyView> {
    let label = match origin {
        Origin::Scim => t!(lang, "managed-by-scim"),
        Origin::Linked => origin.label(lang),
        Origin::Manual => return None,
    };
    Some(view! { <Badge label=label sign=Icon::Link/> }.into_any())
}

fn fact(label: String, value: AnyView) -> AnyView {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any()
}

fn profile(lang: Lang, user: &UserDetail, form: ProfileForm, address_form: Option<AddressForm>) -> AnyView {
    let locked = user.origin.is_managed().then(|| view! { <p class="muted small">{t!(lang, "profile-locked")}</p> });
    view! {
        <section class="card" aria-labelledby="profil">
            <h2 id="profil">{t!(lang, "profile-title")}</h2>
            {locked}
            {facts(lang, user)}
            {edit::form(lang, user.address(lang), form)}
            {address_form.map(|form| edit::address(lang, user.address(lang), form))}
        </section>
    }
    .into_any()
}

/// What is known of somebody.
pub fn facts(lang: Lang, user: &UserDetail) -> AnyView {
    let method = user.method.map_or_else(|| t!(lang, "none"), |method| words::method(lang, method));
    view! {
        <dl class="facts">
            {fact(t!(lang, "field-name"), view! { <bdi>{user.name.clone()}</bdi> }.into_any())}
            {fact(t!(lang, "field-email"), user.email.clone().unwrap_or_else(|| t!(lang, "none")).into_any())}
            {user.sign_in_email.clone().map(|address| fact(t!(lang, "profile-sign-in-email"), address.into_any()))}
            {user.phone.clone().filter(|phone| !phone.is_empty()).map(|phone| fact(t!(lang, "profile-phone"), phone.into_any()))}
            {fact(t!(lang, "profile-method"), method.into_any())}
            {fact(t!(lang, "column-licence"), (if user.seat { t!(lang, "licence-held") } else { t!(lang, "licence-none") }).into_any())}
            {fact(t!(lang, "users-origin"), user.origin.label(lang).into_any())}
            {fact(t!(lang, "profile-since"), user.since.clone().into_any())}
            {user.signed_in.clone().map(|signed_in| match signed_in {
                Some((first, last)) => view! {
                    {fact(t!(lang, "profile-first-sign-in"), first.into_any())}
                    {fact(t!(lang, "profile-last-sign-in"), last.into_any())}
                }
                .into_any(),
                None => fact(t!(lang, "profile-first-sign-in"), t!(lang, "signed-in-never").into_any()),
            })}
        </dl>
    }
    .into_any()
}

fn invitation(lang: Lang, user: &UserDetail) -> AnyView {
    let state = match &user.mail {
        Some(MailState::Undeliverable(words)) => {
            let email = user.email.clone().unwrap_or_default();
            let (text, words) = (t!(lang, "undeliverable-text", email = email), words.clone());
            view! {
                <Notice tone=Tone::Danger title=t!(lang, "status-undeliverable")>
                    <p>{text}</p>
                    <p class="mono small wrap">{words}</p>
                </Notice>
            }
            .into_any()
        }
        Some(mail) => view! { <p>{mail.line(lang)}</p> }.into_any(),
        None => ().into_any(),
    };
    let standing = match user.status {
        _ if user.mail == Some(MailState::NoAddress) => {
            if user.origin.is_managed() {
                t!(lang, "invitation-no-address-managed")
            } else {
                t!(lang, "invitation-no-address-manual")
            }
        }
        Status::Invited if user.mail == Some(MailState::Unsent) => t!(lang, "invitation-unsent-admin"),
        Status::Invited => t!(lang, "invitation-open-admin"),
        Status::Revoked => t!(lang, "invitation-revoked-admin"),
        Status::Expired | Status::Active | Status::Deactivated | Status::Waiting | Status::Removed => {
            t!(lang, "invitation-expired-admin")
        }
    };
    let resend = if user.mail == Some(MailState::Unsent) { t!(lang, "invitation-send") } else { t!(lang, "resend") };
    view! {
        <section class="card" aria-labelledby="einladung">
            <h2 id="einladung">{t!(lang, "invitation-title")}</h2>
            <p>{standing}</p>
            {state}
            {(user.can_resend || user.status == Status::Invited).then(|| view! {
                <form method="post" action=user.address(lang) class="actions">
                    {user.can_resend.then(|| view! {
                        <button class="button primary" name="aktion" value="erneut-senden">{resend}</button>
                    })}
                    {(user.status == Status::Invited).then(|| view! {
                        <button class="button" name="aktion" value="zurueckziehen">{t!(lang, "invitation-withdraw")}</button>
                    })}
                </form>
            })}
        </section>
    }
    .into_any()
}

fn sessions(lang: Lang, user: &UserDetail) -> AnyView {
    view! {
        <section class="card" aria-labelledby="sitzungen">
            <h2 id="sitzungen">{t!(lang, "sessions-title")}</h2>
            <p>{t!(lang, "sessions-open", n = user.sessions)}" "{t!(lang, "sessions-text")}</p>
                <Confirm
                    id="sitzungen-beenden".to_owned()
                    opener=t!(lang, "sessions-end")
                    title=t!(lang, "sessions-end-title")
                    text=t!(lang, "sessions-end-text", name = user.name.clone())
                    action_label=t!(lang, "sessions-end")
                    action_class="button danger"
                    cancel_label=t!(lang, "cancel")
                    action=user.address(lang)
                >
                    <Hidden name="aktion" value="sitzungen-beenden"/>
                </Confirm>
        </section>
    }
    .into_any()
}

/// The sign-in follows the contact address, or why it does not.
fn address(lang: Lang, user: &UserDetail, choice: &AddressChoice) -> AnyView {
    let (from, to, source) = (choice.from.clone(), choice.to.clone(), source(choice.managed));
    let (text, open) = match choice.standing {
        AddressStanding::Open => (t!(lang, "address-admin-open", source = source, from = from, to = to.clone()), true),
        AddressStanding::Privileged => (t!(lang, "address-admin-privileged", from = from, to = to.clone()), false),
        AddressStanding::OwnWord => (t!(lang, "address-admin-own-word", from = from, to = to.clone()), false),
        AddressStanding::Taken => {
            (t!(lang, "address-admin-taken", source = source, from = from, to = to.clone()), false)
        }
    };
    let reason = user.reason.clone();
    let form = open.then(|| {
        view! {
            <Confirm
                id="adresse-freigeben".to_owned()
                opener=t!(lang, "address-approve")
                title=t!(lang, "address-approve-title")
                text=t!(lang, "address-approve-text", name = user.name.clone(), to = to)
                action_label=t!(lang, "address-approve")
                cancel_label=t!(lang, "cancel")
                action=user.address(lang)
            >
                <Hidden name="aktion" value="adresse-freigeben"/>
                <TextField name="grund" value=reason label=t!(lang, "address-reason") hint=t!(lang, "address-reason-hint") maxlength=1000/>
            </Confirm>
        }
    });
    view! {
        <section class="card" aria-labelledby="anmeldeadresse">
            <h2 id="anmeldeadresse">{t!(lang, "address-title")}</h2>
            <p>{text}</p>
            {form}
        </section>
    }
    .into_any()
}

fn second_factor(lang: Lang, user: &UserDetail) -> AnyView {
    view! {
        <section class="card" aria-labelledby="zweiter-faktor">
            <h2 id="zweiter-faktor">{t!(lang, "second-factor-title")}</h2>
            <p>{t!(lang, "factor-reset-text")}</p>
            <Confirm
                id="faktor-zuruecksetzen".to_owned()
                opener=t!(lang, "factor-reset")
                title=t!(lang, "factor-reset-title")
                text=t!(lang, "factor-reset-means", name = user.name.clone())
                action_label=t!(lang, "factor-reset")
                action_class="button danger"
                cancel_label=t!(lang, "cancel")
                action=user.address(lang)
            >
                <Hidden name="aktion" value="faktor-zuruecksetzen"/>
            </Confirm>
        </section>
    }
    .into_any()
}

/// The way out, and the way back in.
fn access(lang: Lang, user: &UserDetail) -> AnyView {
    let name = user.name.clone();
    let managed = user.origin.is_managed();
    let deactivate = matches!(user.status, Status::Active | Status::Invited).then(|| {
        let text = if managed {
            t!(lang, "access-deactivate-text-managed", name = name.clone())
        } else {
            t!(lang, "access-deactivate-text", name = name.clone())
        };
        confirm(lang, user, "deaktivieren", t!(lang, "access-deactivate"), t!(lang, "access-deactivate-title"), text)
    });
    let reactivate = (user.status == Status::Deactivated).then(|| {
        view! {
            <form method="post" action=user.address(lang)>
                <button class="button" name="aktion" value="aktivieren">{t!(lang, "access-reactivate")}</button>
            </form>
        }
    });
    let text = if managed {
        t!(lang, "access-remove-text-managed", name = name)
    } else {
        t!(lang, "access-remove-text", name = name)
    };
    let detach = managed.then(|| {
        let (label, title) = (t!(lang, "detach"), t!(lang, "detach-title"));
        confirm(lang, user, "loesen", label, title, t!(lang, "detach-text", name = user.name.clone()))
    });
    let remove = confirm(lang, user, "entfernen", t!(lang, "access-remove"), t!(lang, "access-remove-title"), text);
    view! {
        <section class="card" aria-labelledby="zugang">
            <h2 id="zugang">{t!(lang, "access-title")}</h2>
            <p>{if user.status == Status::Deactivated { t!(lang, "access-ended") } else { t!(lang, "access-text") }}</p>
            <div class="actions">{deactivate}{reactivate}{remove}{detach}</div>
        </section>
    }
    .into_any()
}

/// Somebody who can come back for a while.
fn removed(lang: Lang, user: &UserDetail) -> AnyView {
    let text = user.restorable_until.clone().map(|until| t!(lang, "restore-text", until = until));
    view! {
        <section class="card" aria-labelledby="zugang">
            <h2 id="zugang">{t!(lang, "access-title")}</h2>
            <p>{text}</p>
            <form method="post" action=user.address(lang) class="actions">
                <button class="button primary" name="aktion" value="wiederherstellen">{t!(lang, "restore")}</button>
            </form>
        </section>
    }
    .into_any()
}

fn confirm(lang: Lang, user: &UserDetail, deed: &'static str, label: String, title: String, text: String) -> AnyView {
    view! {
        <Confirm
            id=deed.to_owned()
            opener=label.clone()
            title=title
            text=text
            action_label=label
            action_class="button danger"
            cancel_label=t!(lang, "cancel")
            action=user.address(lang)
        >
            <Hidden name="aktion" value=deed/>
        </Confirm>
    }
    .into_any()
}
