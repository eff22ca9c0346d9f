//! Forgotten and new passwords.

use axum::Form;
use axum::extract::Query;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::problem::{Answer, Problem};
use super::render::json;
use super::visit::Visit;
use crate::domain::passwords::{Hash, MIN_CHARS, MIN_CHARS_BESIDE, NewPassword, Password, Refusal};
use crate::domain::resets::{self, ResetError, Standard};
use crate::domain::secrets::PlainLink;
use crate::model::EmailAddress;
use crate::web::components::FieldErrors;
use crate::web::islands::Judgement;
use crate::web::routes;
use crate::web::sessions::{ForgotPasswordPage, NewPasswordPage};
use crate::web::text::{Lang, t};

/// The form that asks for a link.
pub async fn forgot(visit: Visit) -> Answer {
    Ok(visit.plain(StatusCode::OK, ForgotPasswordPage::default()))
}

/// Whose password.
#[derive(Debug, Deserialize)]
pub struct Request {
    email: String,
}

/// Mails a link where there is something to reset; answers the same in any case.
///
/// A form with several addresses is none of ours: one mail goes to the one stored address, or none.
pub async fn request(visit: Visit, form: Result<Form<Request>, FormRejection>) -> Answer {
    let Form(form) = form.map_err(|_| Problem::BadForm)?;
    let Ok(address) = form.email.parse::<EmailAddress>() else {
        let errors = FieldErrors::one("email", t!(visit.lang(), "error-email"));
        return Ok(visit
            .plain(StatusCode::UNPROCESSABLE_ENTITY, ForgotPasswordPage { email: form.email, errors, sent: false }));
    };
    let mut tx = visit.begin().await?;
    resets::request(&mut tx, &address).await?;
    tx.commit().await?;
    Ok(visit.plain(StatusCode::OK, ForgotPasswordPage { sent: true, ..ForgotPasswordPage::default() }))
}

/// The mailed link's query.
#[derive(Debug, Deserialize)]
pub struct Link {
    token: Option<String>,
}

impl Link {
    /// What stands there; empty where nothing does.
    pub fn into_token(self) -> String {
        self.token.unwrap_or_default()
    }
}

/// The form for the new password; looking consumes nothing.
pub async fn new(visit: Visit, Query(link): Query<Link>) -> Answer {
    let token = link.into_token();
    let Some(standard) = standard(&visit, &token).await? else { return Ok(dead(&visit)) };
    Ok(page(&visit, StatusCode::OK, Some(token), least(standard.second_factor), FieldErrors::default()))
}

/// The address of the page is the link's, whatever form led here.
fn page(visit: &Visit, status: StatusCode, token: Option<String>, least: usize, errors: FieldErrors) -> Response {
    let address = format!("{}?token={}", routes::NEW_PASSWORD.to(visit.lang()), token.as_deref().unwrap_or_default());
    secret(visit.clone().at(address).plain(status, NewPasswordPage { token, least, errors }))
}

fn dead(visit: &Visit) -> Response {
    page(visit, StatusCode::GONE, None, MIN_CHARS, FieldErrors::default())
}

/// The shortest password of somebody with or without a second factor.
pub const fn least(second_factor: bool) -> usize {
    if second_factor { MIN_CHARS_BESIDE } else { MIN_CHARS }
}

/// What the password of the person a live link belongs to is held against; `None` for a dead one.
async fn standard(visit: &Visit, token: &str) -> Result<Option<Standard>, Problem> {
    let Some(link) = PlainLink::parse(token) else { return Ok(None) };
    let mut tx = visit.begin().await?;
    match resets::peek(&mut tx, &link).await {
        Ok(standard) => Ok(Some(standard)),
        Err(ResetError::Dead) => Ok(None),
        Err(ResetError::Fault(fault)) => Err(fault.into()),
    }
}

/// The new password, twice.
#[derive(Debug, Deserialize)]
pub struct NewPasswordForm {
    token: String,
    passwort: String,
    passwort_wiederholt: String,
}

/// Sets it, once; signs nobody in.
pub async fn set(visit: Visit, Form(form): Form<NewPasswordForm>) -> Answer {
    let (Some(link), Some(standard)) = (PlainLink::parse(&form.token), standard(&visit, &form.token).await?) else {
        return Ok(dead(&visit));
    };
    let least = least(standard.second_factor);
    let hash = match hashed(&visit, form.passwort, &form.passwort_wiederholt, standard).await? {
        Ok(hash) => hash,
        Err(errors) => return Ok(page(&visit, StatusCode::UNPROCESSABLE_ENTITY, Some(form.token), least, errors)),
    };
    let mut tx = visit.begin().await?;
    match resets::complete(&mut tx, &link, &hash).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("{}?hinweis=passwort", routes::SIGN_IN.to(visit.lang()))).into_response())
        }
        Err(ResetError::Dead) => Ok(dead(&visit)),
        Err(ResetError::Fault(fault)) => Err(fault.into()),
    }
}

/// Checks and hashes a new password; no unit of work is held meanwhile.
pub async fn hashed(
    visit: &Visit,
    typed: String,
    repeated: &str,
    standard: Standard,
) -> Result<Result<Hash, FieldErrors>, Problem> {
    if typed != repeated {
        return Ok(Err(FieldErrors::one("passwort_wiederholt", t!(visit.lang(), "error-password-differs"))));
    }
    let Standard { mut words, second_factor } = standard;
    words.push(visit.portal.brand.name.clone());
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let typed = Password::typed(typed);
    let checked = if second_factor {
        NewPassword::check_beside_second_factor(typed, &words)
    } else {
        NewPassword::check(typed, &words)
    };
    match checked {
        Ok(password) => Ok(Ok(visit.portal.db.hasher().hash(password).await?)),
        Err(refusal) => Ok(Err(FieldErrors::one("passwort", refused(visit.lang(), refusal, second_factor)))),
    }
}

fn refused(lang: Lang, refusal: Refusal, second_factor: bool) -> String {
    match refusal {
        Refusal::TooShort => t!(lang, "error-password-short", least = least(second_factor)),
        Refusal::TooLong => t!(lang, "error-password-long"),
        Refusal::Guessable(why) => t!(lang, "error-password-guessable", why = why.name()),
    }
}

/// A password that is being typed.
#[derive(Debug, Deserialize)]
pub struct Typed {
    passwort: Password,
    mindestens: usize,
}

/// In which language to judge: the page's, because this address names none.
#[derive(Debug, Deserialize)]
pub struct Reader {
    sprache: Option<String>,
}

/// What would be said of a password if it were sent: by nobody's own words but those of whoever is signed in. Kept nowhere.
pub async fn judge(visit: Visit, Query(reader): Query<Reader>, Form(typed): Form<Typed>) -> Answer {
    let lang = reader.sprache.as_deref().and_then(Lang::of_tag).unwrap_or_else(|| visit.lang());
    let mut words = vec![visit.portal.brand.name.clone()];
    if let Some(mut entered) = visit.who().await?
        && let Some(scope) = entered.scope.person()
    {
        words.extend(resets::standard(&mut entered.tx, &scope).await?.words);
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let beside = typed.mindestens == MIN_CHARS_BESIDE;
    let (score, checked) = NewPassword::judge(typed.passwort, &words, beside);
    let text = match checked {
        Ok(()) => t!(lang, "password-good"),
        Err(refusal) => refused(lang, refusal, beside),
    };
    Ok(json(&Judgement { score, text }))
}

/// For pages with a secret in their address or text: nothing of it goes on.
pub fn secret(mut response: Response) -> Response {
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
