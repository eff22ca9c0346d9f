//! Invitation links: looking never consumes, accepting is a POST.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::Path;
use super::passwords::{hashed, secret};
use super::problem::{Answer, Problem};
use super::providers::depart_to_accept;
use super::sign_in::admit;
use super::visit::Visit;
use crate::domain::access::Actor;
use crate::domain::invitations::{self, AcceptError, ResendError, State, View};
use crate::domain::resets::Standard;
use crate::domain::secrets::PlainLink;
use crate::model::SignInMethod;
use crate::oidc::Ask;
use crate::web::components::FieldErrors;
use crate::web::invitations::{InvitationPage, InvitationState, OpenInvitation};
use crate::web::routes;

/// Without a token, as the cleaned address bar says it.
pub async fn bare(visit: Visit) -> Answer {
    Ok(gone(&visit))
}

/// Shows the invitation.
pub async fn show(visit: Visit, Path(token): Path<String>) -> Answer {
    if let Some(link) = PlainLink::parse(&token) {
        let mut tx = visit.begin().await?;
        invitations::note_opened(&mut tx, &link).await?;
        tx.commit().await?;
    }
    look(&visit, token, FieldErrors::default()).await
}

/// The address of the page is the link's, whatever form led here.
fn page(visit: &Visit, status: StatusCode, token: String, state: InvitationState) -> Response {
    let visit = visit.clone().at(routes::INVITATION_LINK.with(visit.lang(), &token));
    secret(visit.plain(status, InvitationPage { token, state }))
}

/// What links say that nobody sent.
fn gone(visit: &Visit) -> Response {
    secret(visit.plain(StatusCode::NOT_FOUND, InvitationPage { token: String::new(), state: InvitationState::Gone }))
}

async fn view(visit: &Visit, token: &str) -> Result<Option<(PlainLink, View)>, Problem> {
    let Some(link) = PlainLink::parse(token) else { return Ok(None) };
    let mut tx = visit.begin().await?;
    Ok(invitations::view(&mut tx, &link).await?.map(|view| (link, view)))
}

/// The page as the link stands, with mistakes of its form.
pub(super) async fn look(visit: &Visit, token: String, errors: FieldErrors) -> Answer {
    let Some((_, view)) = view(visit, &token).await? else { return Ok(gone(visit)) };
    let visit = &visit.speaking_to(view.language);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (status, state) = match view.state {
        State::Open { .. } => match somebody_else(visit, &view).await? {
            Some(signed_in) => {
                (StatusCode::OK, InvitationState::OtherPerson { signed_in, masked_email: masked(&view.email) })
            }
            None => (
                status,
                InvitationState::Open(OpenInvitation {
                    account: view.account_name,
                    by_scim: view.by_scim,
                    method: view.method,
                    masked_email: masked(&view.email),
                    method_enabled: view.method_enabled,
                    errors,
                }),
            ),
        },
        State::Accepted => (StatusCode::OK, InvitationState::Accepted),
        State::Expired => (StatusCode::OK, InvitationState::Expired { account: view.account_name }),
        State::Revoked => (StatusCode::GONE, InvitationState::Gone),
    };
    Ok(page(visit, status, token, state))
}

/// The name of whoever is signed in, unless it is the invited person.
async fn somebody_else(visit: &Visit, view: &View) -> Result<Option<String>, Problem> {
    let Some(entered) = visit.who().await? else { return Ok(None) };
    Ok(match entered.scope.actor() {
        Actor::User { id, name, .. } if (entered.account.id, *id) != (view.account, view.user) => {
            Some(format!("{name} ({})", entered.account.name))
        }
        _ => None,
    })
}

/// `a…@example.com`: enough to recognise one's own address.
fn masked(email: &str) -> String {
    match email.rsplit_once('@') {
        Some((local, domain)) => format!("{}…@{domain}", local.chars().next().unwrap_or('…')),
        None => "…".to_owned(),
    }
}

/// The invited address as pages show it; `…` where the link leads nowhere any more.
pub(super) async fn masked_address(visit: &Visit, link: &PlainLink) -> Result<String, Problem> {
    let mut tx = visit.begin().await?;
    Ok(invitations::view(&mut tx, link).await?.map_or_else(|| "…".to_owned(), |view| masked(&view.email)))
}

/// The page's forms.
#[derive(Debug, Deserialize)]
pub struct AnswerForm {
    aktion: String,
    token: String,
    #[serde(default)]
    passwort: String,
    #[serde(default)]
    passwort_wiederholt: String,
}

/// Accepts, asks for a fresh mail, or signs somebody else out.
pub async fn answer(visit: Visit, Form(form): Form<AnswerForm>) -> Answer {
    match form.aktion.as_str() {
        "annehmen" => accept(&visit, form, Ask::Whoever).await,
        "anderes-konto" => accept(&visit, form, Ask::Other).await,
        "erneuern" => renew(&visit, form.token).await,
        "konto-wechseln" => {
            visit.session.flush().await?;
            look(&visit, form.token, FieldErrors::default()).await
        }
        _ => Err(Problem::BadForm),
    }
}

async fn accept(visit: &Visit, form: AnswerForm, ask: Ask) -> Answer {
    let Some((link, view)) = view(visit, &form.token).await? else {
        return look(visit, form.token, FieldErrors::default()).await;
    };
    if !matches!(view.state, State::Open { .. }) || somebody_else(visit, &view).await?.is_some() {
        return look(visit, form.token, FieldErrors::default()).await;
    }
    if view.method != SignInMethod::Password {
        if !view.method_enabled {
            return look(visit, form.token, FieldErrors::default()).await;
        }
        return depart_to_accept(
            &visit.speaking_to(view.language),
            view.method,
            view.account,
            form.token,
            &view.email,
            ask,
        )
        .await;
    }
    let visit = &visit.speaking_to(view.language);
    // Nobody who was invited has a second factor yet.
    let standard = Standard { words: vec![view.email, view.display_name, view.account_name], second_factor: false };
    let hash = match hashed(visit, form.passwort, &form.passwort_wiederholt, standard).await? {
        Ok(hash) => hash,
        Err(errors) => return look(visit, form.token, errors).await,
    };
    let mut tx = visit.begin().await?;
    match invitations::accept_with_password(&mut tx, &link, &hash).await {
        Ok(proof) => {
            tx.commit().await?;
            admit(visit, &proof, Some(routes::WELCOME.to(visit.lang()).to_owned())).await
        }
        // Somebody was faster, or the method is not allowed (any more): the page says which.
        Err(AcceptError::NotOpen | AcceptError::MethodNotAllowed | AcceptError::NotThePerson(_)) => {
            drop(tx);
            look(visit, form.token, FieldErrors::default()).await
        }
        Err(AcceptError::Fault(fault)) => Err(fault.into()),
    }
}

async fn renew(visit: &Visit, token: String) -> Answer {
    let Some((link, view)) = view(visit, &token).await? else { return Ok(gone(visit)) };
    let visit = &visit.speaking_to(view.language);
    let mut tx = visit.begin().await?;
    let (status, state) = match invitations::renew(&mut tx, &link).await {
        Ok(()) => {
            tx.commit().await?;
            (StatusCode::OK, InvitationState::Renewed)
        }
        Err(ResendError::TooOften) => (StatusCode::TOO_MANY_REQUESTS, InvitationState::RenewedTooSoon),
        Err(ResendError::NotInvited | ResendError::NoAddress | ResendError::TestOver | ResendError::NoLicence) => {
            (StatusCode::GONE, InvitationState::Gone)
        }
        Err(ResendError::Fault(fault)) => return Err(fault.into()),
    };
    Ok(page(visit, status, token, state))
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn addresses_are_masked() {
        assert_eq!(masked("ada@example.com"), "a…@example.com");
        assert_eq!(masked("ö@bücher.example"), "ö…@bücher.example");
    }
}
