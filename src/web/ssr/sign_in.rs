//! Signing in and out, and choosing among several accounts.

use axum::Form;
use axum::extract::Query;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::problem::{Answer, Problem};
use super::visit::Visit;
use crate::domain::passwords::Password;
use crate::domain::sessions;
use crate::domain::sign_in::{self, Match, SignInError};
use crate::model::{AccountId, EmailAddress, UserId};
use crate::web::components::FieldErrors;
use crate::web::routes::{self, Route};
use crate::web::sessions::{AccountChoice, ChooseAccountPage, SignInNote, SignInPage};
use crate::web::text::t;

/// Field of the session data: the accounts a proven credential fits.
const CHOICES_KEY: &str = "accounts";

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Choice {
    account: AccountId,
    user: UserId,
    name: String,
    administrator: bool,
}

/// `/`, `/de`, `/en`: everybody's own first page.
pub async fn home(visit: Visit) -> Answer {
    let page = match visit.who().await? {
        Some(entered) => landing(entered.scope.administrator().is_some()),
        None => routes::SIGN_IN,
    };
    Ok(Redirect::to(page.to(visit.spoken().await?)).into_response())
}

const fn landing(administrator: bool) -> Route {
    if administrator { routes::USER_MANAGEMENT } else { routes::START }
}

/// Query of the sign-in page.
#[derive(Debug, Deserialize)]
pub struct Arrival {
    hinweis: Option<String>,
    weiter: Option<String>,
}

/// The form; signed-in people are already where they want to be.
pub async fn show(visit: Visit, Query(arrival): Query<Arrival>) -> Answer {
    if let Some(entered) = visit.who().await? {
        return Ok(visit.to(landing(entered.scope.administrator().is_some())));
    }
    let note = match arrival.hinweis.as_deref() {
        Some("abgemeldet") => Some(SignInNote::SignedOut),
        Some("passwort") => Some(SignInNote::PasswordChanged),
        Some("sitzung") => Some(SignInNote::SessionEnded),
        _ => None,
    };
    let next = own_page(&visit, arrival.weiter);
    Ok(visit.plain(StatusCode::OK, SignInPage { next, note, ..blank(&visit) }))
}

fn blank(visit: &Visit) -> SignInPage {
    SignInPage { providers: visit.portal.providers.for_everybody(), ..SignInPage::default() }
}

/// A page of this portal, in the language of the request.
pub(super) fn own_page(visit: &Visit, address: Option<String>) -> Option<String> {
    address
        .filter(|address| routes::is_own(address) && routes::language(address).is_some())
        .map(|address| routes::translated(&address, visit.lang()))
}

/// The form's fields.
#[derive(Debug, Deserialize)]
pub struct Credentials {
    email: String,
    passwort: String,
    weiter: Option<String>,
}

/// Compares, counts failures, starts the session.
pub async fn submit(visit: Visit, Form(form): Form<Credentials>) -> Answer {
    let next = own_page(&visit, form.weiter);
    let page = SignInPage { email: form.email.clone(), next, ..blank(&visit) };
    let mut errors = FieldErrors::default();
    let address = form.email.parse::<EmailAddress>();
    if address.is_err() {
        errors.push("email", t!(visit.lang(), "error-email"));
    }
    if form.passwort.is_empty() {
        errors.push("passwort", t!(visit.lang(), "error-password-missing"));
    }
    let Some(address) = address.ok().filter(|_| errors.is_empty()) else {
        return Ok(visit.plain(StatusCode::UNPROCESSABLE_ENTITY, SignInPage { errors, ..page }));
    };
    let mut tx = visit.begin().await?;
    let candidates = match sign_in::candidates(&mut tx, address).await {
        Ok(candidates) => candidates,
        Err(error) => return refused(&visit, page, error),
    };
    drop(tx);
    let (address, matches) = candidates.verify(&visit.portal.db, Password::typed(form.passwort)).await?;
    let mut tx = visit.begin().await?;
    let settled = sign_in::settle(&mut tx, &address, &matches).await;
    // Also when nothing matched: the failure is to be counted.
    tx.commit().await?;
    if let Err(error) = settled {
        return refused(&visit, page, error);
    }
    enter(&visit, matches, page.next).await
}

/// Starts the session of whoever was proven; several choose their account first.
pub(super) async fn enter(visit: &Visit, matches: Vec<Match>, next: Option<String>) -> Answer {
    let Some(first) = matches.first() else { return Err(Problem::BadForm) };
    visit.start_session(&first.signed_in).await?;
    if matches.len() > 1 {
        let choices: Vec<Choice> = matches
            .iter()
            .map(|m| Choice {
                account: m.signed_in.account(),
                user: m.signed_in.user(),
                name: m.account_name.clone(),
                administrator: m.signed_in.rights().administrator,
            })
            .collect();
        visit.session.insert(CHOICES_KEY, choices).await?;
        return Ok(visit.to(routes::CHOOSE_ACCOUNT));
    }
    Ok(match next {
        Some(next) => Redirect::to(&next).into_response(),
        None => visit.to(landing(first.signed_in.rights().administrator)),
    })
}

fn refused(visit: &Visit, page: SignInPage, error: SignInError) -> Answer {
    match error {
        SignInError::Refused => {
            Ok(visit.plain(StatusCode::UNAUTHORIZED, SignInPage { note: Some(SignInNote::Refused), ..page }))
        }
        SignInError::Throttled { retry_after } => {
            let mut response =
                visit.plain(StatusCode::TOO_MANY_REQUESTS, SignInPage { note: Some(SignInNote::Throttled), ..page });
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
            Ok(response)
        }
        SignInError::Fault(fault) => Err(fault.into()),
    }
}

/// The accounts to choose from.
pub async fn choose(visit: Visit) -> Answer {
    // Only while the session lives: its data alone proves nothing.
    drop(visit.signed_in().await?);
    let choices = choices(&visit).await?;
    if choices.is_empty() {
        return Ok(visit.to(routes::HOME));
    }
    let accounts = choices.into_iter().map(|choice| AccountChoice { id: choice.account, name: choice.name }).collect();
    Ok(visit.plain(StatusCode::OK, ChooseAccountPage { accounts }))
}

async fn choices(visit: &Visit) -> Result<Vec<Choice>, Problem> {
    Ok(visit.session.get(CHOICES_KEY).await?.unwrap_or_default())
}

/// The chosen account.
#[derive(Debug, Deserialize)]
pub struct Chosen {
    konto: AccountId,
}

/// Starts the session in the chosen account, among those that were proven.
pub async fn chosen(visit: Visit, Form(form): Form<Chosen>) -> Answer {
    drop(visit.signed_in().await?);
    let choice =
        choices(&visit).await?.into_iter().find(|choice| choice.account == form.konto).ok_or(Problem::NotFound)?;
    // As old as the proof: a choice that waited opens nothing whose password was set meanwhile.
    let since: Option<i64> = visit.session.get(sessions::SINCE_KEY).await?;
    visit.start_session_for(choice.account, choice.user).await?;
    if let Some(since) = since {
        visit.session.insert(sessions::SINCE_KEY, since).await?;
    }
    Ok(visit.to(landing(choice.administrator)))
}

/// Ends the session.
pub async fn sign_out(visit: Visit) -> Result<Response, Problem> {
    visit.session.flush().await?;
    Ok(Redirect::to(&format!("{}?hinweis=abgemeldet", routes::SIGN_IN.to(visit.lang()))).into_response())
}
