//! Registrieren: a test account for whoever shows that the address is theirs.

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::passwords::{Link, hashed, secret};
use super::problem::{Answer, Problem, later};
use super::sign_in::{admit, landing};
use super::visit::Visit;
use crate::domain::passwords::MIN_CHARS;
use crate::domain::resets::Standard;
use crate::domain::secrets::PlainLink;
use crate::domain::sign_ups::{self, AskError, ConfirmError, Wish};
use crate::model::EmailAddress;
use crate::web::components::FieldErrors;
use crate::web::routes;
use crate::web::sign_up::{SignUpConfirmPage, SignUpForm, SignUpOffer, SignUpPage};
use crate::web::text::t;

/// The form; signed-in people are already where they want to be.
pub async fn show(visit: Visit) -> Answer {
    if !visit.portal.sign_up {
        return Ok(off(&visit));
    }
    if let Some(entered) = visit.who().await? {
        return Ok(visit.to(landing(entered.scope.administrator().is_some())));
    }
    Ok(visit.plain(StatusCode::OK, SignUpPage::Form(SignUpForm::default())))
}

/// What an installation says that makes accounts in another way.
fn off(visit: &Visit) -> Response {
    visit.plain(StatusCode::NOT_FOUND, SignUpPage::Off)
}

/// The form's fields.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Fields {
    firma: String,
    name: String,
    email: String,
}

/// Mails what is to be mailed; answers the same for every address.
pub async fn ask(visit: Visit, Form(fields): Form<Fields>) -> Answer {
    if !visit.portal.sign_up {
        return Ok(off(&visit));
    }
    let lang = visit.lang();
    let form = SignUpForm {
        company: fields.firma.clone(),
        name: fields.name.clone(),
        email: fields.email.clone(),
        errors: FieldErrors::default(),
    };
    let wrong = |field, message| {
        let page = SignUpPage::Form(SignUpForm { errors: FieldErrors::one(field, message), ..form.clone() });
        Ok(visit.plain(StatusCode::UNPROCESSABLE_ENTITY, page))
    };
    let Ok(email) = fields.email.parse::<EmailAddress>() else { return wrong("email", t!(lang, "error-email")) };
    let wish = Wish { company: fields.firma, name: fields.name, email, language: lang.into() };
    let mut tx = visit.begin().await?;
    match sign_ups::ask(&mut tx, &wish).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(visit.plain(StatusCode::OK, SignUpPage::Sent))
        }
        Err(AskError::InvalidCompany) => wrong("firma", t!(lang, "settings-name-wrong")),
        Err(AskError::InvalidName) => wrong("name", t!(lang, "error-name")),
        Err(AskError::Throttled { retry_after }) => {
            let page = visit.plain(StatusCode::TOO_MANY_REQUESTS, SignUpPage::Throttled(form));
            Ok(later(page, retry_after))
        }
        Err(AskError::Fault(fault)) => Err(fault.into()),
    }
}

/// The page of the link; looking makes nothing.
pub async fn look(visit: Visit, Query(link): Query<Link>) -> Answer {
    if !visit.portal.sign_up {
        return Ok(off(&visit));
    }
    let token = link.into_token();
    match asked(&visit, &token).await? {
        Ok(wish) => Ok(offer(&visit, StatusCode::OK, token, &wish, None, FieldErrors::default())),
        Err(page) => Ok(page),
    }
}

/// What was asked with a live link, or the page that says what became of it.
async fn asked(visit: &Visit, token: &str) -> Result<Result<Wish, Response>, Problem> {
    let found = match PlainLink::parse(token) {
        Some(link) => sign_ups::peek(&mut visit.begin().await?, &link).await,
        None => Err(ConfirmError::Dead),
    };
    match found {
        Ok(wish) => Ok(Ok(wish)),
        Err(ConfirmError::Known) => Ok(Err(page(visit, StatusCode::CONFLICT, "", SignUpConfirmPage::Known))),
        Err(ConfirmError::Fault(fault)) => Err(fault.into()),
        Err(_) => Ok(Err(dead(visit))),
    }
}

fn dead(visit: &Visit) -> Response {
    page(visit, StatusCode::GONE, "", SignUpConfirmPage::Dead)
}

/// The address of the page is the link's, whatever form led here.
fn page(visit: &Visit, status: StatusCode, token: &str, page: SignUpConfirmPage) -> Response {
    let address = format!("{}?token={token}", routes::SIGN_UP_CONFIRM.to(visit.lang()));
    secret(visit.clone().at(address).plain(status, page))
}

fn offer(
    visit: &Visit,
    status: StatusCode,
    token: String,
    wish: &Wish,
    company: Option<String>,
    errors: FieldErrors,
) -> Response {
    let offer = SignUpOffer {
        token: token.clone(),
        company: company.unwrap_or_else(|| wish.company.clone()),
        name: wish.name.clone(),
        email: wish.email.to_string(),
        errors,
        least: MIN_CHARS,
    };
    page(visit, status, &token, SignUpConfirmPage::Offer(offer))
}

/// The company's name as it stays, and the password, twice.
#[derive(Debug, Deserialize)]
pub struct Confirmation {
    token: String,
    #[serde(default)]
    firma: String,
    #[serde(default)]
    passwort: String,
    #[serde(default)]
    passwort_wiederholt: String,
}

/// Makes the account and signs its administrator in.
pub async fn confirm(visit: Visit, Form(form): Form<Confirmation>) -> Answer {
    if !visit.portal.sign_up {
        return Ok(off(&visit));
    }
    let (lang, Confirmation { token, firma: company, passwort, passwort_wiederholt }) = (visit.lang(), form);
    let wish = match asked(&visit, &token).await? {
        Ok(wish) => wish,
        Err(page) => return Ok(page),
    };
    let Some(link) = PlainLink::parse(&token) else { return Ok(dead(&visit)) };
    let words = vec![wish.email.to_string(), wish.name.clone(), wish.company.clone(), company.clone()];
    let again = |errors| {
        Ok(offer(&visit, StatusCode::UNPROCESSABLE_ENTITY, token.clone(), &wish, Some(company.clone()), errors))
    };
    let standard = Standard { words, second_factor: false };
    let hash = match hashed(&visit, passwort, &passwort_wiederholt, standard).await? {
        Ok(hash) => hash,
        Err(errors) => return again(errors),
    };
    let mut tx = visit.begin().await?;
    match sign_ups::confirm(&mut tx, &link, &company, &hash).await {
        Ok(proof) => {
            tx.commit().await?;
            admit(&visit, &proof, None).await
        }
        Err(ConfirmError::InvalidCompany) => again(FieldErrors::one("firma", t!(lang, "settings-name-wrong"))),
        Err(ConfirmError::NameTaken) => again(FieldErrors::one("firma", t!(lang, "sign-up-name-taken"))),
        Err(ConfirmError::Dead) => Ok(dead(&visit)),
        Err(ConfirmError::Known) => Ok(page(&visit, StatusCode::CONFLICT, "", SignUpConfirmPage::Known)),
        Err(ConfirmError::Fault(fault)) => Err(fault.into()),
    }
}
