//! Away to an identity provider and back: what the browser carries, and what its return opens.

use std::fmt::Write;

use axum::Form;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use tower_sessions::cookie::{Cookie, SameSite};

use super::invitations;
use super::passwords::secret;
use super::problem::{Answer, Problem};
use super::sign_in::{go_to, own_page};
use super::visit::Visit;
use crate::domain::db::Tx;
use crate::domain::identities::Found;
use crate::domain::invitations::{AcceptError, Mismatch};
use crate::domain::secrets::PlainLink;
use crate::domain::sign_in::SignedIn;
use crate::domain::{flows, identities, identity_providers, saml_providers};
use crate::model::{AccountId, ProviderIdentity, SignInMethod};
use crate::oidc::{Ask, Callback, Issuer, OidcError, Pending, Provider, RelyingParty};
use crate::outbound::Outbound;
use crate::saml;
use crate::web::components::FieldErrors;
use crate::web::routes;
use crate::web::sessions::{
    AccountChoice, ChooseAccountPage, CompanySignInPage, DeparturePage, ProviderAnswer, ProviderAnswerPage,
};
use crate::web::text::Lang;

/// This installation's registration with a provider that every account can use.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Issuer (Google) or authority (Microsoft), without a slash at the end.
    pub address: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: SecretString,
}

/// The way to identity providers.
#[derive(Debug)]
pub struct Providers {
    /// This service as their client.
    pub relying_party: RelyingParty,
    /// Google, where the operator registered this installation.
    pub google: Option<Registration>,
    /// Microsoft Entra ID, likewise.
    pub microsoft: Option<Registration>,
    /// Whether accounts may use SAML.
    pub saml: bool,
    /// The way to what administrators name.
    pub outbound: Outbound,
    /// Whether cookies can be `Secure`: not on a loopback public URL.
    pub secure_cookies: bool,
}

impl Providers {
    /// The methods that the sign-in page offers to everybody.
    pub fn for_everybody(&self) -> Vec<SignInMethod> {
        [(SignInMethod::Google, &self.google), (SignInMethod::Microsoft, &self.microsoft)]
            .into_iter()
            .filter_map(|(method, there)| there.is_some().then_some(method))
            .collect()
    }

    /// The provider behind a method, for people of `account` or, with Google and Microsoft, of any.
    async fn of(
        &self,
        tx: &mut Tx,
        method: SignInMethod,
        account: Option<AccountId>,
    ) -> Result<Option<Provider>, Problem> {
        let made = |issuer: Issuer, client_id: String, client_secret: SecretString| Provider {
            method,
            issuer,
            client_id,
            client_secret,
        };
        Ok(match (method, account) {
            (SignInMethod::Google, _) => self
                .google
                .as_ref()
                .map(|at| made(Issuer::Exact(at.address.clone()), at.client_id.clone(), at.client_secret.clone())),
            (SignInMethod::Microsoft, account) => {
                let Some(at) = self.microsoft.as_ref() else { return Ok(None) };
                let authority = at.address.clone();
                let issuer = match account {
                    None => Issuer::EveryTenant { authority },
                    Some(account) => match identity_providers::tenant_of(tx, account).await? {
                        Some(tenant) => Issuer::of_tenant(&authority, tenant),
                        None => return Ok(None),
                    },
                };
                Some(made(issuer, at.client_id.clone(), at.client_secret.clone()))
            }
            (SignInMethod::Oidc, Some(account)) => identity_providers::own_of(tx, account)
                .await?
                .map(|own| made(Issuer::Exact(own.issuer), own.client_id, own.client_secret)),
            (SignInMethod::Oidc, None) | (SignInMethod::Password | SignInMethod::Saml, _) => None,
        })
    }
}

/// What a return is for.
#[derive(Debug, Serialize, Deserialize)]
pub enum Purpose {
    /// To sign in, and to go on there.
    SignIn {
        /// A path of this portal.
        next: Option<String>,
    },
    /// To accept the invitation behind this link.
    Accept {
        /// The link's token.
        token: String,
    },
    /// To show again, in a session that goes on, that it is the same person.
    Confirm {
        /// A page of this portal.
        next: Option<String>,
    },
    /// To show an administrator what the account's own provider says.
    Test,
}

/// What was asked, and of whom.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Asked {
    /// An OpenID provider.
    Oidc(Pending),
    /// A SAML provider.
    Saml(saml::Pending),
}

/// What the browser carries.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Flow {
    /// To know the answer by.
    pub(super) asked: Asked,
    method: SignInMethod,
    /// Whose provider it is, or whose invitation.
    pub(super) account: Option<AccountId>,
    purpose: Purpose,
    /// What they read before they left; the way back names no language.
    pub(super) lang: Lang,
}

/// Names the cookie of one departure, so that several tabs do not disturb each other. `None` for what is no state of ours.
fn cookie_name(visit: &Visit, state: &str) -> Option<String> {
    let head = state.get(..8)?;
    let plain = head.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let prefix = if visit.portal.providers.secure_cookies { "__Host-" } else { "" };
    plain.then(|| format!("{prefix}einlass-flow-{head}"))
}

fn cookie(visit: &Visit, name: String, value: String, lifetime: tower_sessions::cookie::time::Duration) -> HeaderValue {
    let cookie = Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(visit.portal.providers.secure_cookies)
        .max_age(lifetime);
    HeaderValue::from_str(&cookie.to_string()).expect("names and base64 are visible ASCII")
}

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
        let Some(request) = super::saml::depart(visit, &mut tx, account, ask != Ask::Whoever).await? else {
            return Ok(Err(ProviderAnswer::NotSetUp));
        };
        let name = cookie_name(visit, request.pending.id()).ok_or(Problem::BadForm)?;
        let asked = Asked::Saml(request.pending);
        let sealed = flows::seal(&tx, Flow { asked, method, account: Some(account), purpose, lang: visit.lang() })?;
        return Ok(Ok(Way { to: request.to.into(), cookie: cookie(visit, name, sealed, flows::LIFETIME) }));
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
    let name = cookie_name(visit, &state).ok_or(Problem::BadForm)?;
    let flow = Flow { asked: Asked::Oidc(departure.pending), method, account, purpose, lang: visit.lang() };
    let sealed = flows::seal(&visit.begin().await?, flow)?;
    Ok(Ok(Way { to: departure.to.into(), cookie: cookie(visit, name, sealed, flows::LIFETIME) }))
}

/// What people are told of a failure; the rest is for the log.
fn told(error: OidcError) -> ProviderAnswer {
    match error {
        OidcError::Cancelled => ProviderAnswer::Cancelled,
        OidcError::Provider(reason) => {
            tracing::warn!(reason, "an identity provider cannot be used");
            ProviderAnswer::Unreachable
        }
        OidcError::Declined(code) => {
            tracing::info!(code, "an identity provider declined");
            ProviderAnswer::Declined(code)
        }
        OidcError::Refused(refusal) => {
            tracing::warn!(?refusal, "an answer of an identity provider was refused");
            ProviderAnswer::Refused
        }
    }
}

/// The page that says what came of it.
pub(super) fn answer(visit: &Visit, method: Option<SignInMethod>, answer: ProviderAnswer) -> Response {
    let status = match answer {
        ProviderAnswer::Cancelled | ProviderAnswer::Tested(_) => StatusCode::OK,
        ProviderAnswer::Stale => StatusCode::GONE,
        ProviderAnswer::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        ProviderAnswer::NotSetUp => StatusCode::NOT_FOUND,
        ProviderAnswer::Declined(_)
        | ProviderAnswer::Refused
        | ProviderAnswer::NotLasting
        | ProviderAnswer::Unknown { .. }
        | ProviderAnswer::Mismatch { .. } => StatusCode::FORBIDDEN,
    };
    secret(visit.plain(status, ProviderAnswerPage { method, answer }))
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

/// Back from the provider.
pub async fn arrive(visit: Visit, headers: HeaderMap, Query(callback): Query<Callback>) -> Answer {
    // This address works once.
    let address = routes::SIGN_IN.to(visit.lang());
    let visit = visit.at(address);
    let state = callback.state.clone().unwrap_or_default();
    arrived(&visit, &headers, &state, async |sealed| received(&visit, &sealed, &callback).await).await
}

/// Finds what the browser carries for a departure, and takes it away.
pub(super) async fn arrived(
    visit: &Visit,
    headers: &HeaderMap,
    departure: &str,
    received: impl AsyncFnOnce(String) -> Answer,
) -> Answer {
    let Some(name) = cookie_name(visit, departure) else { return Ok(answer(visit, None, ProviderAnswer::Stale)) };
    let mut response = match carried(headers, &name) {
        Some(sealed) => received(sealed).await?,
        None => answer(visit, None, ProviderAnswer::Stale),
    };
    let gone = cookie(visit, name, String::new(), tower_sessions::cookie::time::Duration::ZERO);
    response.headers_mut().append(header::SET_COOKIE, gone);
    Ok(response)
}

fn carried(headers: &HeaderMap, name: &str) -> Option<String> {
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    sent.flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

async fn received(visit: &Visit, sealed: &str, callback: &Callback) -> Answer {
    let mut tx = visit.begin().await?;
    let Some(flow) = flows::open::<Flow>(&tx, sealed) else { return Ok(answer(visit, None, ProviderAnswer::Stale)) };
    let visit = &visit.speaking(flow.lang);
    let method = Some(flow.method);
    let Asked::Oidc(pending) = &flow.asked else { return Ok(answer(visit, method, ProviderAnswer::Stale)) };
    if !flows::use_once(&mut tx, pending.state()).await? {
        return Ok(answer(visit, method, ProviderAnswer::Stale));
    }
    let provider = visit.portal.providers.of(&mut tx, flow.method, flow.account).await?;
    // Used up even if what follows fails; and the provider is asked without a connection in hand.
    tx.commit().await?;
    let Some(provider) = provider else { return Ok(answer(visit, method, ProviderAnswer::NotSetUp)) };
    match visit.portal.providers.relying_party.finish(&provider, pending, callback).await {
        Ok(identity) => proven(visit, flow, &identity).await,
        Err(OidcError::Cancelled) => match flow.purpose {
            // Back to where they can try again.
            Purpose::Accept { token } => invitations::look(visit, token, FieldErrors::default()).await,
            Purpose::SignIn { .. } | Purpose::Confirm { .. } | Purpose::Test => {
                Ok(answer(visit, method, ProviderAnswer::Cancelled))
            }
        },
        Err(error) => Ok(answer(visit, method, told(error))),
    }
}

/// Somebody showed who they are at the provider.
pub(super) async fn proven(visit: &Visit, flow: Flow, identity: &ProviderIdentity) -> Answer {
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
    match crate::domain::invitations::accept_with_identity(&mut tx, &link, identity).await {
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
        let mut text = String::new();
        let _ = write!(text, "{verified}");
        said.push(("email_verified".to_owned(), text));
    }
    Ok(answer(visit, Some(identity.method), ProviderAnswer::Tested(said)))
}
