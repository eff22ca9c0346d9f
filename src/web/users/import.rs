//! „Personen importieren“: the file, and what would happen line by line before anything does.

use leptos::prelude::*;

use super::edit::language;
use super::invite::{LineTrouble, escaped};
use super::rights::{LicenceEffect, boxes};
use crate::model::{Language, Rights, SignInMethod, UserId};
use crate::web::components::{Chip, ErrorSummary, FieldErrors, Hidden, Icon, Notice, PageHeader, Tone, icon};
use crate::web::layouts::{Chrome, Frame, Nav, Page};
use crate::web::routes;
use crate::web::text::{Lang, number, t};
use crate::web::words;

/// What somebody new gets where the file does not say.
#[derive(Debug, Clone, Copy)]
pub struct ImportTerms {
    /// Their rights.
    pub rights: Rights,
    /// How they accept.
    pub method: SignInMethod,
    /// The language of their mail.
    pub language: Language,
}

/// The form.
#[derive(Debug, Clone)]
pub struct ImportPage {
    /// As pasted.
    pub text: String,
    /// As chosen.
    pub terms: ImportTerms,
    /// Methods people can come by.
    pub methods: Vec<SignInMethod>,
    /// A connection invites people by itself.
    pub scim_active: bool,
    /// Kilobytes and lines of a file.
    pub most: (usize, usize),
    /// Mistakes.
    pub errors: FieldErrors,
}

impl Page for ImportPage {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "import-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Users)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let Self { text, terms, methods, scim_active, most: (kilobytes, lines), errors } = self;
        let wrong = errors.at("datei");
        let described = if wrong.is_some() { "datei-hint datei-error" } else { "datei-hint" };
        let invalid = wrong.is_some().then_some("true");
        let rights_error = errors.at("rechte-wahl");
        let method_error = errors.at("methode");
        let scim = scim_active.then(|| {
            view! { <Notice tone=Tone::Info title=t!(lang, "users-scim-active")><p>{t!(lang, "invite-scim-text")}</p></Notice> }
        });
        let options = methods
            .into_iter()
            .map(|method| view! { <option value=method.name() selected=method == terms.method>{words::method(lang, method)}</option> })
            .collect_view();
        let (kilobytes, lines) = (
            number(lang, i64::try_from(kilobytes).unwrap_or(i64::MAX)),
            number(lang, i64::try_from(lines).unwrap_or(i64::MAX)),
        );
        view! {
            <p class="crumb"><a href=routes::USERS.to(lang)>{t!(lang, "users-back")}</a></p>
            <PageHeader title=t!(lang, "import-title") lead=t!(lang, "import-lead")>
                <a class="button" download href=routes::IMPORT_EXAMPLE.to(lang)>{icon(Icon::Download)}{t!(lang, "import-example")}</a>
            </PageHeader>
            {scim}
            <form method="post" action=routes::IMPORT.to(lang) enctype="multipart/form-data" class="card form">
                <ErrorSummary lang=lang errors=errors/>
                <div class="field">
                    <label class="label" for="datei">{t!(lang, "import-file")}</label>
                    <p class="hint" id="datei-hint">{t!(lang, "import-file-hint", kilobytes = kilobytes, lines = lines)}</p>
                    <input
                        id="datei" name="datei" type="file" accept=".csv,.txt,text/csv,text/plain" aria-describedby=described aria-invalid=invalid
                    />
                    {wrong.map(|error| view! { <p class="field-error" id="datei-error">{icon(Icon::Warning)}{error}</p> })}
                </div>
                <div class="field">
                    <label class="label" for="text">{t!(lang, "import-text")}</label>
                    <p class="hint" id="text-hint">{t!(lang, "import-text-hint")}</p>
                    <textarea
                        id="text" name="text" rows="6" spellcheck="false" autocomplete="off" aria-describedby="text-hint" inner_html=escaped(&text)
                    ></textarea>
                </div>
                <h2>{t!(lang, "import-defaults")}</h2>
                <div class="field">
                    <p class="label" aria-hidden="true">{t!(lang, "column-rights")}</p>
                    {boxes(lang, terms.rights)}
                    {rights_error.map(|error| view! { <p class="field-error">{icon(Icon::Warning)}{error}</p> })}
                </div>
                <div class="field">
                    <label class="label" for="methode">{t!(lang, "profile-method")}</label>
                    <select id="methode" name="methode">{options}</select>
                    {method_error.map(|error| view! { <p class="field-error">{icon(Icon::Warning)}{error}</p> })}
                </div>
                {language(lang, terms.language)}
                <div class="actions">
                    <button class="button primary" name="aktion" value="pruefen">{t!(lang, "import-check")}</button>
                </div>
            </form>
        }
        .into_any()
    }
}

/// What would happen to a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Nothing, because something is wrong with it.
    Wrong(LineTrouble),
    /// Nothing: an identity provider manages them.
    Managed(UserId),
    /// They get another name or language.
    Changed(UserId),
    /// They are invited, with these rights.
    Invited(Rights),
    /// Nothing: they are there, as the file says.
    Same(UserId),
}

/// One line.
#[derive(Debug, Clone)]
pub struct ImportRow {
    /// Its number in the file.
    pub number: u64,
    /// Its address, as typed.
    pub address: String,
    /// Its name, as typed.
    pub name: String,
    /// What would happen.
    pub fate: Fate,
}

/// How many lines would come to which end.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportCounts {
    /// Invited.
    pub invited: i64,
    /// Of those, with a licence.
    pub seats: i64,
    /// Changed.
    pub changed: i64,
    /// There already.
    pub same: i64,
    /// Refused.
    pub refused: i64,
}

/// What would happen.
#[derive(Debug, Clone)]
pub struct ImportPreview {
    /// The file, to be sent again.
    pub text: String,
    /// What new people get where the file does not say.
    pub terms: ImportTerms,
    /// The lines that are shown, what is wrong first.
    pub rows: Vec<ImportRow>,
    /// Lines that are not.
    pub more: i64,
    /// All lines.
    pub counts: ImportCounts,
    /// Columns nobody reads.
    pub ignored: Vec<String>,
    /// What a licence means here.
    pub effect: LicenceEffect,
    /// A proof is wanted first.
    pub proof_needed: bool,
    /// Names the form.
    pub key: String,
}

impl ImportPreview {
    /// Licences that are missing before it can begin.
    pub fn missing(&self) -> i64 {
        match self.effect {
            LicenceEffect::Automatic(None) | LicenceEffect::Test => 0,
            LicenceEffect::Automatic(Some(free)) | LicenceEffect::Free(free) => {
                (self.counts.seats - free.max(0)).max(0)
            }
        }
    }

    fn licences(&self, lang: Lang) -> Option<AnyView> {
        let (seats, missing) = (self.counts.seats, self.missing());
        if seats == 0 {
            return None;
        }
        let sentence = match self.effect {
            _ if missing > 0 => {
                return Some(
                    view! {
                        <Notice tone=Tone::Danger title=t!(lang, "import-licences-missing", n = missing)>
                            <p>{t!(lang, "import-licences-missing-text")}" "<a href=routes::LICENCES.to(lang)>{t!(lang, "nav-licences")}</a></p>
                        </Notice>
                    }
                    .into_any(),
                );
            }
            LicenceEffect::Automatic(_) => t!(lang, "import-licences-automatic", n = seats),
            LicenceEffect::Test => t!(lang, "effect-test"),
            LicenceEffect::Free(free) => t!(lang, "import-licences-free", n = seats, free = number(lang, free)),
        };
        Some(view! { <Notice tone=Tone::Info title=sentence/> }.into_any())
    }

    fn order(&self, lang: Lang) -> Option<AnyView> {
        if self.counts.invited + self.counts.changed == 0 || self.missing() > 0 {
            return None;
        }
        let rights = [
            (self.terms.rights.app_user, "recht-app_user"),
            (self.terms.rights.administrator, "recht-administrator"),
            (self.terms.rights.project_manager, "recht-project_manager"),
        ];
        let rights = rights.into_iter().filter(|(held, _)| *held);
        let rights = rights.map(|(_, name)| view! { <Hidden name=name value="ja"/> }).collect_view();
        let confirm = format!("{}?weiter={}", routes::CONFIRM.to(lang), routes::IMPORT.to(lang));
        let proof = self.proof_needed.then(|| {
            view! {
                <Notice tone=Tone::Warning title=t!(lang, "import-proof-needed")>
                    <p>{t!(lang, "import-proof-text")}" "<a href=confirm target="_blank">{t!(lang, "invite-confirm-link")}</a></p>
                </Notice>
            }
        });
        Some(
            view! {
                {proof}
                <form method="post" action=routes::IMPORT.to(lang) enctype="multipart/form-data">
                    <Hidden name="text" value=self.text.clone()/>
                    <Hidden name="methode" value=self.terms.method.name()/>
                    <Hidden name="sprache" value=self.terms.language.name()/>
                    <Hidden name="schluessel" value=self.key.clone()/>
                    {rights}
                    <div class="actions">
                        <button class="button primary" name="aktion" value="uebernehmen">{t!(lang, "import-go")}</button>
                        <a class="button" href=routes::IMPORT.to(lang)>{t!(lang, "import-other")}</a>
                    </div>
                </form>
            }
            .into_any(),
        )
    }
}

impl Page for ImportPreview {
    fn title(&self, lang: Lang) -> String {
        t!(lang, "import-preview-title")
    }

    fn frame(&self) -> Frame {
        Frame::Portal(Nav::Users)
    }

    fn content(self, chrome: &Chrome) -> AnyView {
        let lang = chrome.lang;
        let ImportCounts { invited, changed, same, refused, .. } = self.counts;
        let (licences, order) = (self.licences(lang), self.order(lang));
        let nothing = order.is_none().then(|| {
            view! { <p class="actions"><a class="button" href=routes::IMPORT.to(lang)>{t!(lang, "import-other")}</a></p> }
        });
        let ignored = (!self.ignored.is_empty()).then(|| {
            view! { <p class="muted small">{t!(lang, "import-ignored", columns = self.ignored.join(", "))}</p> }
        });
        let more = (self.more > 0).then(|| {
            view! { <p class="muted small">{t!(lang, "import-more", n = number(lang, self.more))}</p> }
        });
        let rows = self.rows.into_iter().map(|row| line(lang, row)).collect_view();
        let figure = |label: String, n: i64| view! { <div><dt>{label}</dt><dd>{number(lang, n)}</dd></div> };
        view! {
            <p class="crumb"><a href=routes::IMPORT.to(lang)>{t!(lang, "import-title")}</a></p>
            <PageHeader title=t!(lang, "import-preview-title") lead=t!(lang, "import-preview-lead")/>
            <section class="card" aria-labelledby="ergebnis">
                <h2 id="ergebnis">{t!(lang, "import-preview-counts")}</h2>
                <dl class="facts">
                    {figure(t!(lang, "import-fate-invited"), invited)}
                    {figure(t!(lang, "import-fate-changed"), changed)}
                    {figure(t!(lang, "import-fate-same"), same)}
                    {figure(t!(lang, "import-fate-refused"), refused)}
                </dl>
                {ignored}
            </section>
            {licences}
            {order}
            {nothing}
            <div class="table-box">
                <table class="table">
                    <caption class="sr-only">{t!(lang, "import-preview-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!(lang, "import-line")}</th>
                            <th scope="col">{t!(lang, "column-person")}</th>
                            <th scope="col">{t!(lang, "import-what")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {more}
        }
        .into_any()
    }
}

fn line(lang: Lang, row: ImportRow) -> AnyView {
    let (tone, sign, label, user) = match &row.fate {
        Fate::Wrong(_) => (Tone::Danger, Icon::Cross, t!(lang, "import-fate-refused"), None),
        Fate::Managed(user) => (Tone::Warning, Icon::Link, t!(lang, "import-fate-refused"), Some(*user)),
        Fate::Changed(user) => (Tone::Info, Icon::Check, t!(lang, "import-fate-changed"), Some(*user)),
        Fate::Invited(_) => (Tone::Good, Icon::Mail, t!(lang, "import-fate-invited"), None),
        Fate::Same(user) => (Tone::Neutral, Icon::Person, t!(lang, "import-fate-same"), Some(*user)),
    };
    let said = match row.fate {
        Fate::Wrong(trouble) => trouble_of(lang, trouble),
        Fate::Managed(_) => t!(lang, "import-why-managed"),
        Fate::Changed(_) => t!(lang, "import-means-changed"),
        Fate::Invited(rights) => words::rights(lang, rights).join(", "),
        Fate::Same(_) => t!(lang, "import-means-same"),
    };
    let shown = if row.address.is_empty() { "–".to_owned() } else { row.address };
    let who = match user {
        Some(user) => view! { <a href=routes::USER.with(lang, user)><bdi>{shown}</bdi></a> }.into_any(),
        None => view! { <bdi>{shown}</bdi> }.into_any(),
    };
    let name = (!row.name.is_empty()).then(|| view! { <span class="muted small"><bdi>{row.name}</bdi></span> });
    view! {
        <tr>
            <td data-label=t!(lang, "import-line") class="number">{row.number.to_string()}</td>
            <th scope="row" class="wrap">{who}{name}</th>
            <td data-label=t!(lang, "import-what")><Chip tone=tone sign=sign label=label/><span class="muted small">{said}</span></td>
        </tr>
    }
    .into_any()
}

fn trouble_of(lang: Lang, trouble: LineTrouble) -> String {
    match trouble {
        LineTrouble::NoAddress => t!(lang, "import-why-no-address"),
        LineTrouble::Name => t!(lang, "import-why-name"),
        LineTrouble::Right => t!(lang, "import-why-right"),
        LineTrouble::Language => t!(lang, "import-why-language"),
        LineTrouble::Twice(first) => t!(lang, "import-why-twice", line = first),
    }
}
