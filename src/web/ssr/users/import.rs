//! „Personen importieren“: nothing is kept until the second form is sent, and then a job does it.

use axum::extract::Multipart;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use uuid::Uuid;

use super::reading::{self, MOST_BYTES, MOST_LINES, Sheet, Unreadable};
use super::rights;
use crate::domain::access::{AdminScope, Fresh};
use crate::domain::jobs::{self, OrderError};
use crate::domain::users::{self, Entry, Foreseen, Terms};
use crate::domain::{connections, sign_in_methods};
use crate::model::{Language, Right, Rights, SignInMethod};
use crate::web::components::FieldErrors;
use crate::web::csv;
use crate::web::routes;
use crate::web::ssr::files::{self, CSV};
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::visit::{Entered, Visit};
use crate::web::text::{Lang, number, t};
use crate::web::users::{Fate, ImportCounts, ImportPage, ImportPreview, ImportRow, ImportTerms, rights_of};
use crate::web::words;

/// Lines that are shown before the import.
const SHOWN: usize = 500;

/// The form's fields.
struct Fields {
    file: Vec<u8>,
    text: String,
    terms: ImportTerms,
    key: Option<Uuid>,
    confirmed: bool,
}

impl Fields {
    async fn read(mut body: Multipart, language: Language) -> Result<Self, Problem> {
        let terms = ImportTerms { rights: Rights::default(), method: SignInMethod::Password, language };
        let mut fields = Self { file: Vec::new(), text: String::new(), terms, key: None, confirmed: false };
        let mut ticked: Vec<Right> = Vec::new();
        while let Some(field) = body.next_field().await.map_err(|_| Problem::BadForm)? {
            let name = field.name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|_| Problem::BadForm)?;
            if name == "datei" {
                fields.file = bytes.to_vec();
                continue;
            }
            let value = String::from_utf8(bytes.to_vec()).map_err(|_| Problem::BadForm)?;
            match name.as_str() {
                "text" => fields.text = value,
                "methode" => fields.terms.method = value.parse().map_err(|_| Problem::BadForm)?,
                "sprache" => fields.terms.language = value.parse().map_err(|_| Problem::BadForm)?,
                "schluessel" => fields.key = Some(value.parse().map_err(|_| Problem::BadForm)?),
                "aktion" => fields.confirmed = value == "uebernehmen",
                other => ticked.extend(other.strip_prefix("recht-").and_then(|right| right.parse::<Right>().ok())),
            }
        }
        fields.terms.rights = rights_of(&ticked);
        Ok(fields)
    }

    /// What is to be read: the file, or else what was pasted.
    fn content(&self) -> Result<&[u8], fn(Lang) -> String> {
        match (self.file.is_empty(), self.text.trim().is_empty()) {
            (true, true) => Err(|lang| t!(lang, "import-nothing")),
            (false, false) => Err(|lang| t!(lang, "import-both")),
            (false, true) => Ok(&self.file),
            (true, false) => Ok(self.text.as_bytes()),
        }
    }
}

/// The empty form.
pub async fn import_form(visit: Visit) -> Answer {
    let entered = visit.admin().await?;
    let language = entered.account.language;
    let terms = ImportTerms { rights: Rights::APP_USER, method: SignInMethod::Password, language };
    form(&visit, entered, String::new(), terms, FieldErrors::default()).await
}

async fn form(
    visit: &Visit,
    mut entered: Entered<AdminScope>,
    text: String,
    terms: ImportTerms,
    errors: FieldErrors,
) -> Answer {
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let methods = sign_in_methods::list(tx, scope).await?.into_iter().filter(|state| state.enabled);
    let page = ImportPage {
        text,
        terms,
        methods: methods.map(|state| state.method).collect(),
        scim_active: connections::any_live(tx, scope).await?,
        most: (MOST_BYTES / 1000, MOST_LINES),
        errors,
    };
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visit.page(entered, status, |_| page).await
}

/// Says what would happen, or orders it.
pub async fn import(visit: Visit, body: Multipart) -> Answer {
    let lang = visit.lang();
    let mut entered = visit.admin().await?;
    let fields = Fields::read(body, entered.account.language).await?;
    let sheet = match fields.content() {
        Err(words) => Err(words(lang)),
        Ok(bytes) => reading::read(bytes).map_err(|why| unreadable(lang, &why)),
    };
    let sheet = match sheet {
        Ok(sheet) => sheet,
        Err(words) => {
            return form(&visit, entered, fields.text, fields.terms, FieldErrors::one("datei", words)).await;
        }
    };
    if fields.terms.rights == Rights::default() {
        let errors = FieldErrors::one("rechte-wahl", t!(lang, "rights-none-left"));
        return form(&visit, entered, fields.text, fields.terms, errors).await;
    }
    if !sign_in_methods::invites(&mut entered.tx, &entered.scope, fields.terms.method).await? {
        let errors = FieldErrors::one("methode", t!(lang, "invite-method-gone"));
        return form(&visit, entered, fields.text, fields.terms, errors).await;
    }
    let fates = fates(&mut entered, &sheet, fields.terms).await?;
    let makes_administrators =
        fates.iter().any(|fate| matches!(fate, Fate::Invited(Rights { administrator: true, .. })));
    let proof = Fresh::of(&entered.tx, entered.scope.clone());
    let proof_needed = makes_administrators && proof.is_none();
    let effect = rights::effect(&mut entered.tx, &entered.scope, &entered.account).await?;
    let content = String::from_utf8_lossy(fields.content().unwrap_or_default()).into_owned();
    let mut preview = ImportPreview {
        text: content,
        terms: fields.terms,
        counts: counts(&fates),
        rows: Vec::new(),
        more: 0,
        ignored: sheet.ignored.clone(),
        effect,
        proof_needed,
        key: fields.key.map_or_else(|| visit.form_key(), |key| key.to_string()),
    };
    if let (true, Some(key)) = (fields.confirmed, fields.key)
        && preview.missing() == 0
        && !proof_needed
    {
        let terms = Terms { rights: fields.terms.rights, method: fields.terms.method, language: fields.terms.language };
        let lines = chosen(sheet, &fates);
        let ordered = jobs::order_import(&mut entered.tx, &entered.scope, proof.as_ref(), key, terms, &lines).await;
        return match ordered {
            Ok(job) => {
                entered.tx.commit().await?;
                Ok(Redirect::to(&routes::JOB.with(lang, job)).into_response())
            }
            Err(OrderError::Nobody) => Ok(visit.to(routes::USERS)),
            Err(OrderError::ProofNeeded) => Err(visit.confirm()),
            Err(OrderError::NoPerson) => Err(Problem::Forbidden),
            Err(OrderError::Fault(fault)) => Err(fault.into()),
        };
    }
    let status = if fields.confirmed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    (preview.rows, preview.more) = shown(sheet, fates);
    visit.page(entered, status, |_| preview).await
}

fn unreadable(lang: Lang, why: &Unreadable) -> String {
    let count = |n: usize| number(lang, i64::try_from(n).unwrap_or(i64::MAX));
    match why {
        Unreadable::TooLarge => t!(lang, "import-too-large", kilobytes = count(MOST_BYTES / 1000)),
        Unreadable::NotUtf8 => t!(lang, "import-not-utf8"),
        Unreadable::NoHead => t!(lang, "import-no-head"),
        Unreadable::TooMany => t!(lang, "import-too-many", lines = count(MOST_LINES)),
        Unreadable::Empty => t!(lang, "import-empty"),
    }
}

/// What would happen to each line.
async fn fates(entered: &mut Entered<AdminScope>, sheet: &Sheet, terms: ImportTerms) -> Result<Vec<Fate>, Problem> {
    let entries: Vec<Entry> = sheet.lines.iter().filter_map(|line| line.entry.clone().ok()).collect();
    let mut foreseen = users::foresee(&mut entered.tx, &entered.scope, &entries).await?.into_iter();
    let fate = |line: &reading::Read| match &line.entry {
        Err(trouble) => Fate::Wrong(*trouble),
        Ok(entry) => match foreseen.next() {
            Some(Foreseen::Changed(user)) => Fate::Changed(user),
            Some(Foreseen::Same(user)) => Fate::Same(user),
            Some(Foreseen::Managed(user)) => Fate::Managed(user),
            Some(Foreseen::Invited) | None => Fate::Invited(entry.rights.unwrap_or(terms.rights)),
        },
    };
    Ok(sheet.lines.iter().map(fate).collect())
}

fn counts(fates: &[Fate]) -> ImportCounts {
    let mut counts = ImportCounts::default();
    for fate in fates {
        match fate {
            Fate::Invited(rights) => {
                counts.invited += 1;
                counts.seats += i64::from(rights.app_user);
            }
            Fate::Changed(_) => counts.changed += 1,
            Fate::Same(_) => counts.same += 1,
            Fate::Wrong(_) | Fate::Managed(_) => counts.refused += 1,
        }
    }
    counts
}

/// The lines about which something happens.
fn chosen(sheet: Sheet, fates: &[Fate]) -> Vec<jobs::Line> {
    let lines = sheet.lines.into_iter().zip(fates);
    let lines = lines.filter(|(_, fate)| matches!(fate, Fate::Invited(_) | Fate::Changed(_)));
    lines
        .filter_map(|(line, fate)| {
            let number = i32::try_from(line.number).unwrap_or(i32::MAX);
            // Of somebody who is there a file changes no rights, whatever it says.
            let rights = |entry: &Entry| entry.rights.filter(|_| matches!(fate, Fate::Invited(_)));
            line.entry.ok().map(|entry| jobs::Line { number, entry: Entry { rights: rights(&entry), ..entry } })
        })
        .collect()
}

/// The lines that are shown, refusals and changes first, and how many are not.
fn shown(sheet: Sheet, fates: Vec<Fate>) -> (Vec<ImportRow>, i64) {
    let rows = sheet.lines.into_iter().zip(fates);
    let mut rows: Vec<ImportRow> = rows
        .map(|(line, fate)| ImportRow { number: line.number, address: line.address, name: line.name, fate })
        .collect();
    rows.sort_by_key(|row| match row.fate {
        Fate::Wrong(_) => 0,
        Fate::Managed(_) => 1,
        Fate::Changed(_) => 2,
        Fate::Invited(_) => 3,
        Fate::Same(_) => 4,
    });
    let more = rows.len().saturating_sub(SHOWN);
    rows.truncate(SHOWN);
    (rows, i64::try_from(more).unwrap_or(i64::MAX))
}

/// A file to begin with, in the language of the page.
pub async fn import_example(visit: Visit) -> Answer {
    visit.admin().await?;
    let lang = visit.lang();
    let head =
        [t!(lang, "field-email"), t!(lang, "field-name"), t!(lang, "column-rights"), t!(lang, "import-language")];
    let both = [Right::AppUser, Right::Administrator].map(|right| words::right(lang, right)).join(", ");
    let rows = [
        ["ada@beispiel.example", "Ada Lovelace", &words::right(lang, Right::AppUser), "Deutsch"],
        ["grete@beispiel.example", "Grete Müller", &both, "English"],
    ];
    let mut text = format!("{}{}", csv::START, csv::line(lang, head.iter().map(String::as_str)));
    for row in rows {
        text.push_str(&csv::line(lang, row));
    }
    Ok(files::whole(CSV, &format!("{}.csv", t!(lang, "import-example-file")), text))
}
