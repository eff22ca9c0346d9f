//! What a proof at a provider opens.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::{Flow, Purpose, answer};
use crate::domain::db::Tx;
use crate::domain::identities::Found;
use crate::domain::invitations::{self as joining, AcceptError, Mismatch};
use crate::domain::secrets::PlainLink;
use crate::domain::sign_in::SignedIn;
use crate::domain::{flows, identities, identity_providers, saml_providers};
use crate::model::{AccountId, ProviderIdentity, SignInMethod};
use crate::web::components::FieldErrors;
use crate::web::routes;
use crate::web::sessions::{AccountChoice, ChooseAccountPage, ProviderAnswer};
use crate::web::ssr::invitations;
use crate::web::ssr::own_methods;
use crate::web::ssr::passwords::secret;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::sign_in::go_to;
use crate::web::ssr::visit::Visit;

/// Somebody showed who they are at the provider.
pub(in crate::web::ssr) async fn proven(visit: &Visit, flow: Flow, identity: &ProviderIdentity) -> Answer {
    match flow.purpose {
        Purpose::SignIn { next } => {
            let of = flow.account.filter(|_| matches!(flow.method, SignInMethod::Oidc | SignInMethod::Saml));
            let mut tx = visit.begin().await?;
            let found = identities::sign_in(&mut tx, identity, of).await?;
            match found.as_slice() {
                [] => {
                    identities::report_changed(&mut tx, identity, of).await?;
                    tx.commit().await?;
                    Ok(unknown(visit, identity))
                }
                [one] => enter(visit, tx, identity, &one.signed_in, next).await,
                several => choose(visit, &tx, Undecided { identity: identity.clone(), of, next }, several),
            }
        }
        Purpose::Confirm { next } => confirm(visit, identity, next).await,
        Purpose::Accept { token } => accept(visit, token, identity).await,
        Purpose::Link { ticket } => own_methods::linked(visit, &ticket, identity).await,
        Purpose::Test => test(visit, flow.account, identity).await,
    }
}

fn unknown(visit: &Visit, identity: &ProviderIdentity) -> Response {
    let said = identity.email.as_ref().map(ToString::to_string);
    answer(visit, Some(identity.method), ProviderAnswer::Unknown { said })
}

async fn enter(visit: &Visit, mut tx: Tx, identity: &ProviderIdentity, who: &SignedIn, next: Option<String>) -> Answer {
    identities::record(&mut tx, who, identity).await?;
    tx.commit().await?;
    visit.start_session(who).await?;
    Ok(go_to(visit, who, next))
}

/// What an identity proved, until its person has chosen an account.
#[derive(Debug, Serialize, Deserialize)]
struct Undecided {
    identity: ProviderIdentity,
    of: Option<AccountId>,
    next: Option<String>,
}

fn choose(visit: &Visit, tx: &Tx, undecided: Undecided, found: &[Found]) -> Answer {
    let accounts =
        found.iter().map(|one| AccountChoice { id: one.signed_in.account(), name: one.account_name.clone() }).collect();
    let proof = Some(flows::seal(tx, undecided)?);
    let here = visit.clone().at(routes::SIGN_IN.to(visit.lang()));
    Ok(secret(here.plain(StatusCode::OK, ChooseAccountPage { accounts, proof })))
}

/// The account was chosen: the proof is looked at anew, and good once.
pub async fn chosen(visit: &Visit, proof: &str, account: AccountId) -> Answer {
    let mut tx = visit.begin().await?;
    let Some(Undecided { identity, of, next }) = flows::open(&tx, proof) else {
        return Ok(answer(visit, None, ProviderAnswer::Stale));
    };
    if !flows::use_once(&mut tx, proof).await? {
        return Ok(answer(visit, None, ProviderAnswer::Stale));
    }
    let found = identities::sign_in(&mut tx, &identity, of).await?;
    match found.iter().find(|one| one.signed_in.account() == account) {
        Some(one) => enter(visit, tx, &identity, &one.signed_in, next).await,
        None => Ok(unknown(visit, &identity)),
    }
}

/// Somebody who is signed in has shown again at their provider that it is them.
async fn confirm(visit: &Visit, identity: &ProviderIdentity, next: Option<String>) -> Answer {
    let mut entered = visit.person().await?;
    let (account, user) = (entered.account.id, entered.scope.user());
    let found = identities::sign_in(&mut entered.tx, identity, Some(account)).await?;
    let Some(one) = found.iter().find(|one| one.signed_in.account() == account && one.signed_in.user() == user) else {
        return Ok(unknown(visit, identity));
    };
    identities::record(&mut entered.tx, &one.signed_in, identity).await?;
    entered.tx.commit().await?;
    visit.renew_session(&one.signed_in).await?;
    Ok(Redirect::to(next.as_deref().unwrap_or(routes::HOME.to(visit.lang()))).into_response())
}

async fn accept(visit: &Visit, token: String, identity: &ProviderIdentity) -> Answer {
    let Some(link) = PlainLink::parse(&token) else { return Err(Problem::BadForm) };
    let mut tx = visit.begin().await?;
    match joining::accept_with_identity(&mut tx, &link, identity).await {
        Ok(signed_in) => {
            tx.commit().await?;
            visit.start_session(&signed_in).await?;
            Ok(visit.to(routes::WELCOME))
        }
        // Somebody was faster, or the method is not allowed (any more): the page says which.
        Err(AcceptError::NotOpen | AcceptError::MethodNotAllowed) => {
            drop(tx);
            invitations::look(visit, token, FieldErrors::default()).await
        }
        Err(AcceptError::NotThePerson(mismatch)) => {
            drop(tx);
            let invited = invitations::masked_address(visit, &link).await?;
            let said = identity.email.as_ref().map(ToString::to_string);
            let answered = ProviderAnswer::Mismatch { mismatch: words_of(mismatch), said, invited, token };
            Ok(answer(visit, Some(identity.method), answered))
        }
        Err(AcceptError::Fault(fault)) => Err(fault.into()),
    }
}

const fn words_of(mismatch: Mismatch) -> crate::web::sessions::Mismatch {
    use crate::web::sessions::Mismatch as Shown;
    match mismatch {
        Mismatch::NoAddress => Shown::NoAddress,
        Mismatch::NotVerified => Shown::NotVerified,
        Mismatch::OtherAddress => Shown::OtherAddress,
        Mismatch::SomebodyElse => Shown::SomebodyElse,
    }
}

async fn test(visit: &Visit, account: Option<AccountId>, identity: &ProviderIdentity) -> Answer {
    let mut entered = visit.admin().await?;
    if Some(entered.account.id) != account {
        return Err(Problem::Forbidden);
    }
    if identity.method == SignInMethod::Saml {
        saml_providers::tested(&mut entered.tx, &entered.scope).await?;
    } else {
        identity_providers::tested(&mut entered.tx, &entered.scope).await?;
    }
    entered.tx.commit().await?;
    let (issuer, subject) = if identity.method == SignInMethod::Saml { ("Issuer", "NameID") } else { ("iss", "sub") };
    let mut said = vec![(issuer.to_owned(), identity.issuer.clone()), (subject.to_owned(), identity.subject.clone())];
    said.extend(identity.email.as_ref().map(|email| ("email".to_owned(), email.to_string())));
    if let Some(verified) = identity.email_verified {
        said.push(("email_verified".to_owned(), verified.to_string()));
    }
    Ok(answer(visit, Some(identity.method), ProviderAnswer::Tested(said)))
}
