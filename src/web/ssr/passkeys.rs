//! Passkeys: the question a browser gets, and what its answer opens.

use axum::Form;
use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tower_sessions::cookie::time::Duration;
use uuid::Uuid;

use super::portal::Portal;
use super::problem::{Answer, Problem};
use super::profile::back;
use super::providers::{carried, cookie, cookie_name};
use super::visit::Visit;
use crate::domain::access::{Fresh, PersonScope};
use crate::domain::db::Tx;
use crate::domain::flows;
use crate::domain::passkeys::{self, Asked, NewPasskey, RegisterError, RelyingParty};
use crate::domain::sessions::SessionHash;
use crate::domain::sign_in::{SignInError, SignedIn};
use crate::web::components::FieldErrors;
use crate::web::profile::{PasskeyPage, ProfileNote, device};
use crate::web::routes;
use crate::web::sessions::Desk;
use crate::web::text::t;

/// What a question is for.
#[derive(Debug, Deserialize)]
pub struct Wish {
    pub(super) fuer: String,
}

pub(super) fn relying_party(portal: &Portal) -> Result<RelyingParty, Problem> {
    portal.passkeys().ok_or(Problem::NotFound)
}

/// The question, and in a cookie what the browser carries until it is answered.
pub async fn ask(visit: Visit, Form(wish): Form<Wish>) -> Answer {
    let rp = relying_party(&visit.portal)?;
    let asked = match wish.fuer.as_str() {
        "anmelden" => passkeys::ask_anybody(&visit.begin().await?, &rp)?,
        "zweiter-faktor" => {
            let session = session(&visit)?;
            let (mut tx, pending) = visit.pending().await?;
            passkeys::ask_beside_password(&mut tx, &rp, &pending, &session).await?.ok_or(Problem::NotFound)?
        }
        "bestaetigen" => {
            let mut entered = visit.person().await?;
            passkeys::ask_again(&mut entered.tx, &rp, &entered.scope).await?.ok_or(Problem::NotFound)?
        }
        "neu" => {
            let mut entered = visit.fresh_person().await?;
            passkeys::begin(&mut entered.tx, &rp, &entered.scope).await.map_err(not_another_one)?
        }
        _ => return Err(Problem::BadForm),
    };
    question(&visit.portal, asked)
}

/// Why there is no question for a new one.
pub(super) fn not_another_one(error: RegisterError) -> Problem {
    match error {
        RegisterError::Fault(fault) => fault.into(),
        _ => Problem::Forbidden,
    }
}

/// A question to the browser, and what it carries until it is answered.
pub(super) fn question(portal: &Portal, asked: Asked) -> Answer {
    let name = cookie_name(portal, &asked.name).ok_or(Problem::BadForm)?;
    let mut answer = Json(asked.options).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::SET_COOKIE, cookie(portal, name, asked.sealed, flows::LIFETIME));
    Ok(answer)
}

fn session(visit: &Visit) -> Result<SessionHash, Problem> {
    visit.session.id().map(|id| SessionHash::of(id.0)).ok_or(Problem::SignIn(visit.lang(), None))
}

/// What the browser carries for a question, and the header that takes it away.
pub(super) struct Brought {
    sealed: Option<String>,
    gone: Option<HeaderValue>,
}

impl Brought {
    pub(super) fn of(portal: &Portal, headers: &HeaderMap, question: Option<String>) -> Self {
        let name = question.and_then(|question| cookie_name(portal, &question));
        let sealed = name.as_ref().and_then(|name| carried(headers, name));
        Self { sealed, gone: name.map(|name| cookie(portal, name, String::new(), Duration::ZERO)) }
    }

    /// What belongs to the question; `None` where the browser brought nothing.
    pub(super) fn sealed(&self) -> Option<&str> {
        self.sealed.as_deref()
    }

    pub(super) fn taken(self, mut response: Response) -> Response {
        if let Some(gone) = self.gone {
            response.headers_mut().append(header::SET_COOKIE, gone);
        }
        response
    }
}

/// How an answer was received.
pub enum Received<Proof> {
    /// It opens what was asked for.
    Right(Proof),
    /// It does not.
    Refused,
    /// Too many failures; come back after so many seconds.
    Throttled(i64),
}

/// Where an answer was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At the sign-in page.
    SignIn,
    /// After the password.
    SecondFactor,
    /// Where somebody signed in confirms that it is them.
    Confirm,
}

/// An answer to be judged, with what the browser carries for its question.
pub(super) struct Shown {
    /// By whom.
    pub rp: RelyingParty,
    /// What the authenticator said.
    pub answer: passkeys::Answer,
    brought: Brought,
}

impl Shown {
    /// Reads a form's answer.
    pub fn of(portal: &Portal, headers: &HeaderMap, text: &str) -> Result<Self, Problem> {
        let rp = relying_party(portal)?;
        let answer = passkeys::Answer::parse(text).ok_or(Problem::BadForm)?;
        let brought = Brought::of(portal, headers, answer.question());
        Ok(Self { rp, answer, brought })
    }

    /// See [`Brought::sealed`].
    pub fn sealed(&self) -> Option<&str> {
        self.brought.sealed()
    }

    /// Commits what was judged, then lets `respond` say what came of it.
    pub async fn settle<Proof>(
        self,
        tx: Tx,
        judged: Result<Proof, SignInError>,
        respond: impl AsyncFnOnce(Received<Proof>) -> Answer,
    ) -> Answer {
        let received = match judged {
            Ok(proof) => Received::Right(proof),
            Err(SignInError::Refused) => Received::Refused,
            Err(SignInError::Throttled { retry_after }) => Received::Throttled(retry_after),
            Err(SignInError::Fault(fault)) => return Err(fault.into()),
        };
        // A refused question is used up, too.
        tx.commit().await?;
        Ok(self.brought.taken(respond(received).await?))
    }
}

/// Has an answer judged, then lets `respond` say what came of it.
pub async fn receive(
    visit: &Visit,
    headers: &HeaderMap,
    text: &str,
    place: Place,
    respond: impl AsyncFnOnce(Received<SignedIn>) -> Answer,
) -> Answer {
    let shown = Shown::of(&visit.portal, headers, text)?;
    let (rp, answer, sealed) = (&shown.rp, &shown.answer, shown.sealed());
    let (tx, judged) = match place {
        Place::SignIn => {
            let mut tx = visit.begin().await?;
            let judged = passkeys::sign_in(&mut tx, rp, sealed, answer).await;
            (tx, judged)
        }
        Place::SecondFactor => {
            let session = session(visit)?;
            let (mut tx, pending) = visit.pending().await?;
            let judged = passkeys::show(&mut tx, rp, &pending, &session, sealed, answer).await;
            (tx, judged)
        }
        Place::Confirm => {
            let mut entered = visit.person().await?;
            let judged = passkeys::prove_again(&mut entered.tx, rp, &entered.scope, sealed, answer).await;
            (entered.tx, judged)
        }
    };
    shown.settle(tx, judged, respond).await
}

/// The page that adds one.
pub async fn new(visit: Visit) -> Answer {
    page(&visit, StatusCode::OK, None, FieldErrors::default()).await
}

async fn page(visit: &Visit, status: StatusCode, name: Option<String>, errors: FieldErrors) -> Answer {
    let entered = visit.fresh_person().await?;
    let possible = visit.portal.passkeys().is_some();
    let name = name.unwrap_or_else(|| device(visit.lang(), visit.user_agent()));
    visit.page(entered, status, |_| PasskeyPage { desk: Desk::Portal, name, possible, errors }).await
}

/// What an authenticator made, and what it is to be called.
#[derive(Debug, Deserialize)]
pub struct Made {
    pub(super) antwort: String,
    pub(super) name: String,
}

/// Adds it.
pub async fn add(visit: Visit, headers: HeaderMap, Form(made): Form<Made>) -> Answer {
    let rp = relying_party(&visit.portal)?;
    let made_key = NewPasskey::parse(&made.antwort).ok_or(Problem::BadForm)?;
    let brought = Brought::of(&visit.portal, &headers, made_key.question());
    let mut entered = visit.fresh_person().await?;
    let sealed = brought.sealed().unwrap_or_default();
    let finished = passkeys::finish(&mut entered.tx, &rp, &entered.scope, sealed, &made_key, &made.name).await;
    let lang = visit.lang();
    let response = match finished {
        Ok(()) => {
            entered.tx.commit().await?;
            visit.session.cycle_id().await?;
            back(&visit, ProfileNote::PasskeyAdded)
        }
        Err(RegisterError::Refused) => {
            // The question is used up.
            entered.tx.commit().await?;
            let errors = FieldErrors::one("name", t!(lang, "passkey-refused"));
            page(&visit, StatusCode::UNPROCESSABLE_ENTITY, Some(made.name), errors).await?
        }
        Err(RegisterError::NoName) => {
            drop(entered);
            let errors = FieldErrors::one("name", t!(lang, "passkey-name-missing"));
            page(&visit, StatusCode::UNPROCESSABLE_ENTITY, Some(made.name), errors).await?
        }
        Err(RegisterError::TooMany) => back(&visit, ProfileNote::PasskeysFull),
        Err(RegisterError::NoPassword) => return Err(Problem::Forbidden),
        Err(RegisterError::Fault(fault)) => return Err(fault.into()),
    };
    Ok(brought.taken(response))
}

/// „Umbenennen“.
pub async fn rename(visit: &Visit, passkey: Uuid, name: &str) -> Answer {
    let mut entered = visit.person().await?;
    let renamed = passkeys::rename(&mut entered.tx, &entered.scope, passkey, name).await?;
    entered.tx.commit().await?;
    Ok(if renamed { back(visit, ProfileNote::PasskeyRenamed) } else { visit.to(routes::PROFILE) })
}

/// „Entfernen“: the session goes on under another id.
pub async fn remove(visit: &Visit, passkey: Uuid) -> Answer {
    let mut entered = visit.fresh_person().await?;
    let scope: &Fresh<PersonScope> = &entered.scope;
    passkeys::remove(&mut entered.tx, scope, passkey).await?;
    entered.tx.commit().await?;
    visit.session.cycle_id().await?;
    // Removed now or before: it is not there any more.
    Ok(back(visit, ProfileNote::PasskeyRemoved))
}
