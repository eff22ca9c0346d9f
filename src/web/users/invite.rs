//! „Neue Nutzer einladen“: one or many addresses, what they get, and what it means for licences before anything is sent.

use leptos::prelude::*;

use super::edit::language;
use super::rights::{LicenceEffect, boxes};
use crate::model::{Language, Rights, SignInMethod, UserId};
use crate::web::account::TestPeriod;
use crate::web::components::{ErrorSummary, FieldErrors, Icon, Notice, PageHeader, Tone, icon};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, t};
use crate::web::words;

/// What is wrong with one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineTrouble {
    /// It is no address mail can be sent to.
    NoAddress,
    /// The name is too long.
    Name,
    /// It names a right there is not.
    Right,
    /// It names a language the product does not speak.
    Language,
    /// The address stands in an earlier line, too.
    Twice(u64),
}

/// One entry that cannot be invited.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its place, from 1.
    pub number: i64,
    /// As typed, cut.
    pub text: String,
    /// Why.
    pub trouble: LineTrouble,
}

/// The form's values.
#[derive(Debug, Clone)]
pub struct InviteForm {
    /// As typed.
    pub people: String,
    /// What everybody gets.
    pub rights: Rights,
    /// How they accept.
    pub method: SignInMethod,
    /// The language of their mail.
    pub language: Language,
}

/// Somebody on a list that was sent.
#[derive(Debug, Clone)]
pub struct SentTo {
    /// Who.
    pub user: UserId,
    /// Their address as typed.
    pub address: String,
}

/// What was sent.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// Invited now.
    pub now: Vec<SentTo>,
    /// There before.
    pub before: Vec<SentTo>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct InvitePage {
    /// Values of the form.
    pub form: InviteForm,
    /// Methods people can come by.
    pub methods: Vec<SignInMethod>,
    /// What a licence means here.
    pub effect: LicenceEffect,
    /// A connection invites people by itself.
    pub scim_active: bool,
    /// The account is a test account.
    pub test: Option<TestPeriod>,
    /// Mistakes.
    pub errors: FieldErrors,
    /// Entries that cannot be invited.
    pub lines: Vec<Line>,
    /// A proof is wanted first.
    pub proof_needed: bool,
    /// What was sent just now.
    pub sent: Option<Sent>,
}

impl Page for InvitePage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "invite-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Users)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let sent = self.sent.clone().map(|sent| outcome(lang, sent));
        let scim = self.scim_active.then(|| {
            view! { <Notice tone=Tone::Info title=t!(lang, "users-scim-active")><p>{t!(lang, "invite-scim-text")}</p></Notice> }
        });
        // Once a test is over the way on comes first.
        let over = self.test.filter(TestPeriod::is_over).map(|test| test.notice(chrome));
        view! {
            <p class="crumb"><a href=routes::USERS.to(lang)>{t!(lang, "users-back")}</a></p>
            <PageHeader title=t!(lang, "invite-title") lead=t!(lang, "invite-lead")/>
            {over}
            {sent}
            {scim}
            {form(lang, self)}
        }
        .into_any()
    }
}

fn form(lang: Lang, page: InvitePage) -> AnyView {
    let InvitePage { form, methods, effect, errors, lines, proof_needed, test, .. } = page;
    // Once a test is over, the way to a plan is the one button that stands out.
    let look = if test.is_some_and(|test| test.is_over()) { "button" } else { "button primary" };
    let wrong = errors.at("personen");
    let described = if wrong.is_some() { "personen-hint personen-error" } else { "personen-hint" };
    let invalid = wrong.is_some().then_some("true");
    let error = wrong.map(|error| {
        let lines = lines.into_iter().map(|line| line_error(lang, line)).collect_view();
        view! {
            <div id="personen-error">
                <p class="field-error">{icon(Icon::Warning)}{error}</p>
                <ul class="small">{lines}</ul>
            </div>
        }
    });
    let methods = methods
        .into_iter()
        .map(|method| view! { <option value=method.name() selected=method == form.method>{words::method(lang, method)}</option> })
        .collect_view();
    let rights_error = errors.at("rechte-wahl").map(|error| {
        let confirm = format!("{}?weiter={}", routes::CONFIRM.to(lang), routes::INVITE.to(lang));
        let way = proof_needed.then(|| {
            view! { " " <a href=confirm target="_blank">{t!(lang, "invite-confirm-link")}</a> }
        });
        view! { <p class="field-error">{icon(Icon::Warning)}<span>{error}{way}</span></p> }
    });
    view! {
        <form method="post" action=routes::INVITE.to(lang) class="card form">
            <ErrorSummary lang=lang errors=errors/>
            <div class="field">
                <label class="label" for="personen">{t!(lang, "invite-people")}</label>
                <p class="hint" id="personen-hint">{t!(lang, "invite-people-hint")}</p>
                <textarea
                    id="personen" name="personen" rows="6" required maxlength="60000" spellcheck="false" autocomplete="off"
                    aria-describedby=described aria-invalid=invalid inner_html=escaped(&form.people)
                ></textarea>
                {error}
            </div>
            <div class="field">
                <p class="label" aria-hidden="true">{t!(lang, "column-rights")}</p>
                {boxes(lang, form.rights)}
                {rights_error}
            </div>
            <div class="field">
                <label class="label" for="methode">{t!(lang, "profile-method")}</label>
                <select id="methode" name="methode">{methods}</select>
            </div>
            {language(lang, form.language)}
            <p class="small">{t!(lang, "effect-each")}" "{effect.sentence(lang)}</p>
            <div class="actions">
                <button class=look>{t!(lang, "invite-send")}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Text as it stands in a text area, where whatever is drawn between the tags would be read as typed.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn line_error(lang: Lang, line: Line) -> AnyView {
    let (number, text) = (line.number, line.text);
    let sentence = match line.trouble {
        LineTrouble::Name => t!(lang, "invite-line-name", number = number, text = text),
        _ => t!(lang, "invite-line-no-address", number = number, text = text),
    };
    view! { <li class="wrap">{sentence}</li> }.into_any()
}

/// Who was invited and who was there already.
fn outcome(lang: Lang, sent: Sent) -> AnyView {
    let list = move |people: Vec<SentTo>| {
        let people = people
            .into_iter()
            .map(|one| view! { <li class="wrap"><a href=routes::USER.with(lang, one.user)>{one.address}</a></li> })
            .collect_view();
        view! { <ul class="small">{people}</ul> }
    };
    let (now, before) = (sent.now.len(), sent.before.len());
    let tone = if now > 0 { Tone::Good } else { Tone::Info };
    view! {
        <Notice tone=tone title=t!(lang, "invitations-sent", n = now)>
            {(now > 0).then(|| list(sent.now))}
            {(before > 0).then(|| view! { <p>{t!(lang, "invite-before", n = before)}</p>{list(sent.before)} })}
        </Notice>
    }
    .into_any()
}
