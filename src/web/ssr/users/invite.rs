//! „Neue Nutzer einladen“.

use axum::Form;
use axum::http::StatusCode;
use serde::Deserialize;

use super::rights::{self, Ticked};
use crate::domain::access::{AdminScope, Fresh};
use crate::domain::connections;
use crate::domain::sign_in_methods;
use crate::domain::test_accounts::PEOPLE;
use crate::domain::users::{self, InviteError, Invited, Invitee, Terms};
use crate::model::{EmailAddress, Rights, SignInMethod};
use crate::web::components::FieldErrors;
use crate::web::ssr::accounts::test_period;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::visit::{Entered, Visit};
use crate::web::text::{Lang, t};
use crate::web::users::{InviteForm, InvitePage, Line, LineTrouble, Sent, SentTo};

/// People of one list.
const MOST: usize = 500;
/// Characters of a name.
const NAME_CHARS: usize = 256;
/// Wrong entries that are named.
const NAMED: usize = 20;
/// Characters of a wrong entry that are shown again beside its reason.
const CUT: usize = 60;

/// The empty form.
pub async fn invite(visit: Visit) -> Answer {
    let entered = visit.admin().await?;
    let language = entered.account.language;
    let form = InviteForm { people: String::new(), rights: Rights::APP_USER, method: SignInMethod::Password, language };
    page(&visit, entered, Shown::of(form)).await
}

/// What the page says beside what it always says.
struct Shown {
    form: InviteForm,
    errors: FieldErrors,
    lines: Vec<Line>,
    proof_needed: bool,
    sent: Option<Sent>,
}

impl Shown {
    fn of(form: InviteForm) -> Self {
        Self { form, errors: FieldErrors::default(), lines: Vec::new(), proof_needed: false, sent: None }
    }

    fn refused(form: InviteForm, field: &'static str, message: String) -> Self {
        Self { errors: FieldErrors::one(field, message), ..Self::of(form) }
    }
}

async fn page(visit: &Visit, mut entered: Entered<AdminScope>, shown: Shown) -> Answer {
    let (tx, scope) = (&mut entered.tx, &entered.scope);
    let test = test_period(tx, &entered.account);
    let methods = sign_in_methods::list(tx, scope).await?.into_iter().filter(|state| state.enabled);
    let page = InvitePage {
        methods: methods.map(|state| state.method).collect(),
        effect: rights::effect(tx, scope, &entered.account).await?,
        scim_active: connections::any_live(tx, scope).await?,
        test,
        form: shown.form,
        errors: shown.errors,
        lines: shown.lines,
        proof_needed: shown.proof_needed,
        sent: shown.sent,
    };
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visit.page(entered, status, |_| page).await
}

/// The form's fields.
#[derive(Debug, Deserialize)]
pub struct InviteFields {
    #[serde(default)]
    personen: String,
    methode: String,
    sprache: String,
    #[serde(flatten)]
    rights: Ticked,
}

/// Invites everybody on the list who is not there yet, or nobody where one entry is wrong. Sent twice, it invites nobody twice.
pub async fn send(visit: Visit, Form(fields): Form<InviteFields>) -> Answer {
    let lang = visit.lang();
    let terms = Terms {
        rights: fields.rights.rights(),
        method: fields.methode.parse().map_err(|_| Problem::BadForm)?,
        language: fields.sprache.parse().map_err(|_| Problem::BadForm)?,
    };
    let form =
        InviteForm { people: fields.personen, rights: terms.rights, method: terms.method, language: terms.language };
    let shown = match read(&form.people) {
        Err(lines) => Shown { lines, ..Shown::refused(form, "personen", t!(lang, "invite-lines-wrong")) },
        Ok(people) if people.is_empty() => Shown::refused(form, "personen", t!(lang, "invite-nobody")),
        Ok(people) if people.len() > MOST => Shown::refused(form, "personen", t!(lang, "invite-too-many", most = MOST)),
        Ok(people) => {
            let mut entered = visit.admin().await?;
            let proof = Fresh::of(&entered.tx, entered.scope.clone());
            match users::invite(&mut entered.tx, &entered.scope, proof.as_ref(), &people, terms).await {
                Ok(outcomes) => {
                    entered.tx.commit().await?;
                    let sent = sent(&people, &outcomes);
                    let form = InviteForm { people: String::new(), ..form };
                    Shown { sent: Some(sent), ..Shown::of(form) }
                }
                Err(InviteError::Fault(fault)) => return Err(fault.into()),
                Err(error) => {
                    let (field, message) = refused(lang, &error);
                    let proof_needed = matches!(error, InviteError::ProofNeeded);
                    Shown { proof_needed, ..Shown::refused(form, field, message) }
                }
            }
        }
    };
    page(&visit, visit.admin().await?, shown).await
}

fn refused(lang: Lang, error: &InviteError) -> (&'static str, String) {
    match error {
        InviteError::NoRight => ("rechte-wahl", t!(lang, "rights-none-left")),
        InviteError::ProofNeeded => ("rechte-wahl", t!(lang, "invite-proof-needed")),
        InviteError::MethodNotAllowed => ("methode", t!(lang, "invite-method-gone")),
        InviteError::TestOver => ("personen", t!(lang, "invite-test-over")),
        InviteError::TestFull => ("personen", t!(lang, "invite-test-full", most = PEOPLE)),
        InviteError::NoLicence | InviteError::Fault(_) => ("personen", t!(lang, "invite-no-licence")),
    }
}

fn sent(people: &[Invitee], outcomes: &[Invited]) -> Sent {
    let mut sent = Sent::default();
    for (invitee, outcome) in people.iter().zip(outcomes) {
        let address = invitee.email.to_string();
        match outcome {
            Invited::Now(user) => sent.now.push(SentTo { user: *user, address }),
            Invited::Before(user) => sent.before.push(SentTo { user: *user, address }),
        }
    }
    sent
}

/// Reads a list of addresses as people paste it: `ada@x.de`, `Ada Lovelace <ada@x.de>`, one a line or divided by commas and semicolons.
/// Who stands there twice is meant once.
fn read(text: &str) -> Result<Vec<Invitee>, Vec<Line>> {
    let entries = text.split(['\n', '\r', ';']).flat_map(|line| {
        // A comma inside „Lovelace, Ada <ada@x.de>“ divides nobody.
        let parts: Vec<&str> = if line.contains('<') { vec![line] } else { line.split([',', '\t', ' ']).collect() };
        parts
    });
    let entries = entries.map(str::trim).filter(|entry| !entry.is_empty());
    let (mut people, mut wrong): (Vec<Invitee>, Vec<Line>) = (Vec::new(), Vec::new());
    let mut known = std::collections::HashSet::new();
    for (place, entry) in entries.enumerate() {
        match entry_of(entry) {
            Ok(invitee) if known.insert(invitee.email.key()) => people.push(invitee),
            Err(trouble) if wrong.len() < NAMED => wrong.push(Line {
                number: i64::try_from(place + 1).unwrap_or(i64::MAX),
                text: entry.chars().filter(|c| !c.is_control()).take(CUT).collect(),
                trouble,
            }),
            // Meant once, or more than is named.
            Ok(_) | Err(_) => {}
        }
    }
    if wrong.is_empty() { Ok(people) } else { Err(wrong) }
}

fn entry_of(entry: &str) -> Result<Invitee, LineTrouble> {
    let (name, address) = match entry.rsplit_once('<') {
        Some((name, rest)) => {
            (name.trim().trim_matches(['"', ',']).trim(), rest.trim_end().trim_end_matches([',', '>']))
        }
        None => ("", entry),
    };
    let email: EmailAddress = address.parse().map_err(|_| LineTrouble::NoAddress)?;
    if name.chars().count() > NAME_CHARS || name.chars().any(char::is_control) {
        return Err(LineTrouble::Name);
    }
    Ok(Invitee { name: (!name.is_empty()).then(|| name.to_owned()), email })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_people_paste_them() {
        let pasted = "ada@beispiel.de, bob@beispiel.de;\r\n\"Lovelace, Ada\" <ADA@beispiel.de>\nGrete Müller <grete@beispiel.de>,\n\n";
        let people = read(pasted).expect("nothing is wrong");
        let read: Vec<_> = people.iter().map(|one| (one.name.as_deref(), one.email.as_str())).collect();
        assert_eq!(
            read,
            [(None, "ada@beispiel.de"), (None, "bob@beispiel.de"), (Some("Grete Müller"), "grete@beispiel.de")]
        );
    }

    #[test]
    fn one_wrong_entry_is_named_by_its_place() {
        let wrong = read("ada@beispiel.de\nnobody\nbob@").expect_err("two are wrong");
        let named: Vec<_> = wrong.iter().map(|line| (line.number, line.text.as_str(), line.trouble)).collect();
        assert_eq!(named, [(2, "nobody", LineTrouble::NoAddress), (3, "bob@", LineTrouble::NoAddress)]);
    }
}
