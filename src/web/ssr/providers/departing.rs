//! Away to a provider: by a link of the sign-in page, or by a form of ours.

use axum::Form;
use axum::extract::Query;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::carrying::{cookie, cookie_name};
use super::{Asked, Flow, Purpose, answer, told};
use crate::domain::own_methods::Ticket;
use crate::domain::{flows, identity_providers};
use crate::model::{AccountId, SignInMethod};
use crate::oidc::Ask;
use crate::web::sessions::{CompanySignInPage, DeparturePage, ProviderAnswer};
use crate::web::ssr::Path;
use crate::web::ssr::passwords::secret;
use crate::web::ssr::problem::{Answer, Problem};
use crate::web::ssr::saml;
use crate::web::ssr::sign_in::own_page;
use crate::web::ssr::visit::Visit;

/// The way out: the provider's address and the cookie to carry.
struct Way {
    to: String,
    cookie: HeaderValue,
}

async fn leave(
    visit: &Visit,
    method: SignInMethod,
    account: Option<AccountId>,
    purpose: Purpose,
    ask: Ask,
    login_hint: Option<&str>,
) -> Result<Result<Way, ProviderAnswer>, Problem> {
    let providers = &visit.portal.providers;
    let mut tx = visit.begin().await?;
    if let (SignInMethod::Saml, Some(account)) = (method, account) {
        // A SAML provider offers no choice of accounts: who wants to be somebody else is asked anew.
        let Some(request) = saml::depart(visit, &mut tx, account, ask != Ask::Whoever).await? else {
            return Ok(Err(ProviderAnswer::NotSetUp));
        };
        let name = cookie_name(&visit.portal, request.pending.id()).ok_or(Problem::BadForm)?;
        let asked = Asked::Saml(request.pending);
        let sealed = flows::seal(&tx, Flow { asked, method, account: Some(account), purpose, lang: visit.lang() })?;
        return Ok(Ok(Way { to: request.to.into(), cookie: cookie(&visit.portal, name, sealed, flows::LIFETIME) }));
    }
    let Some(provider) = providers.of(&mut tx, method, account).await? else {
        return Ok(Err(ProviderAnswer::NotSetUp));
    };
    // The provider may take its time; nobody waits for it with a connection in hand.
    drop(tx);
    let departure = match providers.relying_party.begin(&provider, ask, login_hint).await {
        Ok(departure) => departure,
        Err(error) => return Ok(Err(told(error))),
    };
    let state = departure.pending.state().to_owned();
    let name = cookie_name(&visit.portal, &state).ok_or(Problem::BadForm)?;
    let flow = Flow { asked: Asked::Oidc(departure.pending), method, account, purpose, lang: visit.lang() };
    let sealed = flows::seal(&visit.begin().await?, flow)?;
    Ok(Ok(Way { to: departure.to.into(), cookie: cookie(&visit.portal, name, sealed, flows::LIFETIME) }))
}

/// Query of a departure.
#[derive(Debug, Deserialize)]
pub struct Next {
    weiter: Option<String>,
}

/// „Mit Google anmelden“, „Mit Microsoft anmelden“.
pub async fn depart(visit: Visit, Path(method): Path<String>, Query(next): Query<Next>) -> Answer {
    let method = method.parse().ok().filter(|m| matches!(m, SignInMethod::Google | SignInMethod::Microsoft));
    let Some(method) = method else { return Err(Problem::NotFound) };
    let purpose = Purpose::SignIn { next: own_page(&visit, next.weiter) };
    match leave(&visit, method, None, purpose, Ask::Whoever, None).await? {
        Ok(way) => Ok(([(header::SET_COOKIE, way.cookie)], Redirect::to(&way.to)).into_response()),
        Err(why) => Ok(answer(&visit, Some(method), why)),
    }
}

/// A page that goes on to the provider by itself: a form's answer must not be a redirect to another origin (`form-action 'self'`).
fn go_on(visit: &Visit, method: SignInMethod, way: Way) -> Response {
    let mut response = secret(visit.plain(StatusCode::OK, DeparturePage { method, to: way.to.clone() }));
    let headers = response.headers_mut();
    headers.insert(header::SET_COOKIE, way.cookie);
    if let Ok(refresh) = HeaderValue::from_str(&format!("0;url={}", way.to)) {
        headers.insert(header::REFRESH, refresh);
    }
    response
}

/// „Annehmen“ of an invitation by a provider.
pub async fn depart_to_accept(
    visit: &Visit,
    method: SignInMethod,
    account: AccountId,
    token: String,
    email: &str,
    ask: Ask,
) -> Answer {
    match leave(visit, method, Some(account), Purpose::Accept { token }, ask, Some(email)).await? {
        Ok(way) => Ok(go_on(visit, method, way)),
        Err(why) => Ok(answer(visit, Some(method), why)),
    }
}

/// „Bei Google bestätigen“: the provider has to ask anew.
pub async fn depart_to_confirm(
    visit: &Visit,
    method: SignInMethod,
    account: AccountId,
    next: Option<String>,
) -> Answer {
    match leave(visit, method, Some(account), Purpose::Confirm { next }, Ask::Anew, None).await? {
        Ok(way) => Ok(go_on(visit, method, way)),
        Err(why) => Ok(answer(visit, Some(method), why)),
    }
}

/// „Einrichten“ of a further way to sign in; `email` is whom the provider should ask for.
pub async fn depart_to_link(
    visit: &Visit,
    method: SignInMethod,
    account: AccountId,
    ticket: Ticket,
    email: &str,
) -> Answer {
    match leave(visit, method, Some(account), Purpose::Link { ticket }, Ask::Whoever, Some(email)).await? {
        Ok(way) => Ok(go_on(visit, method, way)),
        Err(why) => Ok(answer(visit, Some(method), why)),
    }
}

/// „Anmeldung testen“.
pub async fn depart_to_test(visit: &Visit, method: SignInMethod, account: AccountId) -> Answer {
    match leave(visit, method, Some(account), Purpose::Test, Ask::Whoever, None).await? {
        Ok(way) => Ok(go_on(visit, method, way)),
        Err(why) => Ok(answer(visit, Some(method), why)),
    }
}

/// „Mit Firmen-Login“.
pub async fn company(visit: Visit, Query(next): Query<Next>) -> Answer {
    let page = CompanySignInPage { next: own_page(&visit, next.weiter), ..CompanySignInPage::default() };
    Ok(visit.plain(StatusCode::OK, page))
}

/// Which company.
#[derive(Debug, Deserialize)]
pub struct Company {
    firma: String,
    methode: Option<SignInMethod>,
    weiter: Option<String>,
}

/// On to the company's own provider.
pub async fn depart_to_company(visit: Visit, Form(form): Form<Company>) -> Answer {
    let next = own_page(&visit, form.weiter);
    let mut tx = visit.begin().await?;
    let found = identity_providers::company(&mut tx, &form.firma).await?;
    drop(tx);
    let page = CompanySignInPage { company: form.firma, next: next.clone(), ..CompanySignInPage::default() };
    let Some((account, methods)) = found else {
        return Ok(visit.plain(StatusCode::UNPROCESSABLE_ENTITY, CompanySignInPage { unknown: true, ..page }));
    };
    let method = match methods[..] {
        [only] => only,
        _ => match form.methode.filter(|chosen| methods.contains(chosen)) {
            Some(chosen) => chosen,
            None => return Ok(visit.plain(StatusCode::OK, CompanySignInPage { choices: methods, ..page })),
        },
    };
    match leave(&visit, method, Some(account), Purpose::SignIn { next }, Ask::Whoever, None).await? {
        Ok(way) => Ok(go_on(&visit, method, way)),
        Err(why) => Ok(answer(&visit, Some(method), why)),
    }
}
