//! One person: profile with the reason for every lock, status, invitation, sessions.

use leptos::prelude::*;

use super::view::{MailState, Origin, Status};
use crate::model::{Rights, SignInMethod, UserId};
use crate::web::components::{Badge, Confirm, Hidden, Icon, Notice, PageHeader, Tone};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// A person, as an admin sees them.
#[derive(Debug, Clone)]
pub struct UserDetail {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Where mail goes.
    pub email: String,
    /// What they sign in with, where it differs.
    pub sign_in_email: Option<String>,
    /// As the identity provider sent it.
    pub phone: Option<String>,
    /// How they stand.
    pub status: Status,
    /// Their rights.
    pub rights: Rights,
    /// Who put them here.
    pub origin: Origin,
    /// How they sign in.
    pub method: Option<SignInMethod>,
    /// Holds a licence.
    pub seat: bool,
    /// When they came, as people read it.
    pub since: String,
    /// The last invitation mail.
    pub mail: Option<MailState>,
    /// The invitation can be sent again.
    pub can_resend: bool,
    /// Sessions that have not ended.
    pub sessions: i64,
    /// A second factor is asked for at sign-in.
    pub second_factor: bool,
}

/// What just happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserNote {
    /// The invitation was sent again.
    Resent,
    /// It was sent less than a minute ago.
    TooSoon,
    /// That many sessions ended.
    SessionsEnded(i64),
    /// The second factor was taken away.
    SecondFactorReset,
}

/// Nutzerverwaltung → one person.
#[derive(Debug, Clone)]
pub struct UserPage {
    /// The person.
    pub user: UserDetail,
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
        let note = self.note.map(|note| {
            let (tone, title) = match note {
                UserNote::Resent => (Tone::Good, t!(lang, "invitation-resent")),
                UserNote::TooSoon => (Tone::Info, t!(lang, "invitation-too-soon")),
                UserNote::SecondFactorReset => (Tone::Good, t!(lang, "factor-was-reset")),
                UserNote::SessionsEnded(n) => (Tone::Good, t!(lang, "sessions-ended", n = n)),
            };
            view! { <Notice tone=tone title=title/> }
        });
        let invitation =
            matches!(user.status, Status::Invited | Status::Expired | Status::Revoked).then(|| invitation(lang, &user));
        view! {
            <p class="crumb"><a href=routes::USERS>{t!(lang, "users-back")}</a></p>
            <PageHeader title=user.name.clone()>
                {user.status.chip(lang)}
                {managed_badge(lang, user.origin)}
            </PageHeader>
            {note}
            {profile(lang, &user)}
            {invitation}
            {(user.status == Status::Active).then(|| sessions(lang, &user))}
            {user.second_factor.then(|| second_factor(lang, &user))}
        }
        .into_any()
    }
}

fn managed_badge(lang: Lang, origin: Origin) -> Option<AnyView> {
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

fn profile(lang: Lang, user: &UserDetail) -> AnyView {
    let locked = user.origin.is_managed().then(|| view! { <p class="muted small">{t!(lang, "profile-locked")}</p> });
    let method = user.method.map_or_else(|| t!(lang, "none"), |method| words::method(lang, method));
    view! {
        <section class="card" aria-labelledby="profil">
            <h2 id="profil">{t!(lang, "profile-title")}</h2>
            {locked}
            <dl class="facts">
                {fact(t!(lang, "field-name"), view! { <bdi>{user.name.clone()}</bdi> }.into_any())}
                {fact(t!(lang, "field-email"), user.email.clone().into_any())}
                {user.sign_in_email.clone().map(|address| fact(t!(lang, "profile-sign-in-email"), address.into_any()))}
                {user.phone.clone().filter(|phone| !phone.is_empty()).map(|phone| fact(t!(lang, "profile-phone"), phone.into_any()))}
                {fact(t!(lang, "column-rights"), words::rights(lang, user.rights).join(", ").into_any())}
                {fact(t!(lang, "profile-method"), method.into_any())}
                {fact(t!(lang, "column-licence"), (if user.seat { t!(lang, "licence-held") } else { t!(lang, "licence-none") }).into_any())}
                {fact(t!(lang, "users-origin"), user.origin.label(lang).into_any())}
                {fact(t!(lang, "profile-since"), user.since.clone().into_any())}
            </dl>
        </section>
    }
    .into_any()
}

fn invitation(lang: Lang, user: &UserDetail) -> AnyView {
    let state = match &user.mail {
        Some(MailState::Undeliverable(words)) => {
            let (text, words) = (t!(lang, "undeliverable-text", email = user.email.clone()), words.clone());
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
        Status::Invited => t!(lang, "invitation-open-admin"),
        Status::Revoked => t!(lang, "invitation-revoked-admin"),
        Status::Expired | Status::Active | Status::Deactivated => t!(lang, "invitation-expired-admin"),
    };
    view! {
        <section class="card" aria-labelledby="einladung">
            <h2 id="einladung">{t!(lang, "invitation-title")}</h2>
            <p>{standing}</p>
            {state}
            {user.can_resend.then(|| view! {
                <form method="post" action=routes::user(user.id) class="actions">
                    <button class="button primary" name="aktion" value="erneut-senden">{t!(lang, "resend")}</button>
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
                    action=routes::user(user.id)
                >
                    <Hidden name="aktion" value="sitzungen-beenden"/>
                </Confirm>
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
                action=routes::user(user.id)
            >
                <Hidden name="aktion" value="faktor-zuruecksetzen"/>
            </Confirm>
        </section>
    }
    .into_any()
}
