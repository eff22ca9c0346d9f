//! One request of one visitor: who they are, proven anew each time, and what their pages need around them.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use time::OffsetDateTime;
use tower_sessions::Session;

use super::drafts;
use super::language::Wanted;
use super::portal::Portal;
use super::problem::Problem;
use super::render::render;
use super::security_headers::PageNonce;
use super::theme;
use crate::domain::access::{AccountScope, Actor, AdminScope, Fresh, PersonScope};
use crate::domain::accounts::{self, Account};
use crate::domain::db::{RequestInfo, Tx};
use crate::domain::sessions::pending::{self, Choice, Pending};
use crate::domain::sessions::{self, Origin, Proven, SessionHash};
use crate::domain::sign_in::{PasswordProven, SignedIn};
use crate::domain::users::{self, OwnSettings};
use crate::model::{AccountId, Language, SignInMethod, Theme, UserId};
use crate::web::layouts::{self, Chrome, Page};
use crate::web::routes::Route;
use crate::web::text::Lang;
use crate::web::when::Clock;

/// What a request brings along, whoever makes it.
#[derive(Debug, Clone)]
pub struct Context {
    /// Who asked, under which number.
    pub request: RequestInfo,
    nonce: String,
    wanted: Wanted,
    /// How bright this browser last saw pages.
    theme: Option<Theme>,
    /// Path and query, to find the same page in another language.
    address: String,
}

impl Context {
    /// Reads what the layers outside left; a request without it is one of our own.
    pub fn of(parts: &Parts) -> Self {
        let extensions = &parts.extensions;
        Self {
            request: extensions.get::<RequestInfo>().cloned().unwrap_or_else(RequestInfo::internal),
            nonce: extensions.get::<PageNonce>().map(|nonce| nonce.0.clone()).unwrap_or_default(),
            wanted: Wanted::of(parts),
            theme: theme::seen_before(&parts.headers),
            address: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
        }
    }

    /// The language of pages about nobody in particular.
    pub fn lang(&self) -> Lang {
        self.wanted.lang(None)
    }
}

/// The visitor of this request.
#[derive(Debug, Clone)]
pub struct Visit {
    /// What handlers share.
    pub portal: Portal,
    /// The session, read only when somebody asks.
    pub session: Session,
    context: Context,
    /// Where they wanted to go, to come back after signing in; GET alone.
    target: Option<String>,
    /// The page they are on: forms go to the address of their page.
    page: String,
    /// What the browser calls itself.
    user_agent: Option<String>,
}

/// Field of the session data: where to go after the second step.
const NEXT_KEY: &str = "next";

impl<S: Send + Sync> FromRequestParts<S> for Visit
where
    Portal: FromRef<S>,
{
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let session = Session::from_request_parts(parts, state).await?;
        let context = Context::of(parts);
        let target = (parts.method == Method::GET).then(|| context.address.clone());
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self {
            portal: Portal::from_ref(state),
            session,
            context,
            target,
            page: parts.uri.path().to_owned(),
            user_agent: user_agent.map(ToOwned::to_owned),
        })
    }
}

/// Somebody signed in, with the unit of work that proved it.
pub struct Entered<Scope> {
    /// The unit of work, turned to their account.
    pub tx: Tx,
    /// The proof.
    pub scope: Scope,
    /// Their account.
    pub account: Account,
    /// How they like pages.
    pub settings: OwnSettings,
}

impl<Scope> Entered<Scope> {
    /// The same with another proof, which was drawn from the first.
    pub fn with<Other>(self, scope: Other) -> Entered<Other> {
        Entered { tx: self.tx, scope, account: self.account, settings: self.settings }
    }
}

/// A scope that shows whose pages these are.
pub trait AsAccount {
    /// The scope of everybody signed in.
    fn as_account(&self) -> &AccountScope;
}

impl AsAccount for AccountScope {
    fn as_account(&self) -> &AccountScope {
        self
    }
}

impl AsAccount for AdminScope {
    fn as_account(&self) -> &AccountScope {
        self
    }
}

impl AsAccount for PersonScope {
    fn as_account(&self) -> &AccountScope {
        self
    }
}

impl<S: AsAccount> AsAccount for Fresh<S> {
    fn as_account(&self) -> &AccountScope {
        (**self).as_account()
    }
}

impl Visit {
    /// A unit of work without an account.
    pub async fn begin(&self) -> Result<Tx, Problem> {
        Ok(self.portal.db.begin(&self.context.request).await?)
    }

    /// A value of this request alone: names the form on its page (one form, one token).
    pub fn form_key(&self) -> String {
        self.context.request.id.to_string()
    }

    /// What the request says about its language.
    pub const fn wanted(&self) -> Wanted {
        self.context.wanted
    }

    /// The language of the request's path, and of pages about nobody in particular.
    pub fn lang(&self) -> Lang {
        self.context.lang()
    }

    /// The visit of somebody whose language is known, unless they chose another.
    pub fn speaking_to(&self, theirs: Language) -> Self {
        self.speaking(self.wanted().lang(Some(theirs)))
    }

    /// The visit in a language that was settled before.
    pub fn speaking(&self, lang: Lang) -> Self {
        let mut visit = self.clone();
        visit.context.wanted = Wanted::settled(lang);
        visit
    }

    /// The visit as that of another page: where the switch leads back to.
    #[must_use]
    pub fn at(mut self, address: impl Into<String>) -> Self {
        self.context.address = address.into();
        self
    }

    /// The language for paths that name none: that of whoever is signed in comes before the browser's.
    pub async fn spoken(&self) -> Result<Lang, Problem> {
        if let Some(chosen) = self.wanted().chosen() {
            return Ok(chosen);
        }
        let theirs = match self.who().await? {
            Some(mut entered) => users::language(&mut entered.tx, &entered.scope).await?,
            None => None,
        };
        Ok(self.wanted().lang(theirs))
    }

    /// What the browser calls itself.
    pub fn user_agent(&self) -> Option<&str> {
        self.user_agent.as_deref()
    }

    /// The path of the page they are on.
    pub fn page_path(&self) -> &str {
        &self.page
    }

    /// Leads to a page in the language of the request.
    pub fn to(&self, route: Route) -> Response {
        Redirect::to(route.to(self.lang())).into_response()
    }

    /// Who is signed in; `None` for nobody.
    pub async fn who(&self) -> Result<Option<Entered<AccountScope>>, Problem> {
        let Some(id) = self.session.id() else { return Ok(None) };
        let mut tx = self.begin().await?;
        let proven = sessions::authenticate(&mut tx, &SessionHash::of(id.0)).await?;
        let Some(Proven { scope, settings }) = proven else { return Ok(None) };
        let account = accounts::get(&mut tx, &scope).await?;
        Ok(Some(Entered { tx, scope, account, settings }))
    }

    /// Somebody must be signed in.
    pub async fn signed_in(&self) -> Result<Entered<AccountScope>, Problem> {
        self.who().await?.ok_or_else(|| Problem::SignIn(self.lang(), self.target.clone()))
    }

    /// An administrator must be signed in. Others are led to their own page, and refused when they try to change something.
    pub async fn admin(&self) -> Result<Entered<AdminScope>, Problem> {
        let entered = self.signed_in().await?;
        match entered.scope.administrator() {
            Some(scope) => Ok(entered.with(scope)),
            None if self.target.is_some() => Err(Problem::AdminsOnly(self.lang())),
            None => Err(Problem::Forbidden),
        }
    }

    /// Somebody must be signed in, to look after what is theirs.
    pub async fn person(&self) -> Result<Entered<PersonScope>, Problem> {
        let entered = self.signed_in().await?;
        let scope = entered.scope.person().ok_or(Problem::Forbidden)?;
        Ok(entered.with(scope))
    }

    /// [`admin`](Self::admin) with a proof of the last minutes; whoever has an older one is led to confirm and comes back to this page.
    pub async fn fresh_admin(&self) -> Result<Entered<Fresh<AdminScope>>, Problem> {
        self.freshly(self.admin().await?)
    }

    /// [`person`](Self::person) with a proof of the last minutes.
    pub async fn fresh_person(&self) -> Result<Entered<Fresh<PersonScope>>, Problem> {
        self.freshly(self.person().await?)
    }

    /// Leads to the question, and from there back to this page.
    pub fn confirm(&self) -> Problem {
        Problem::Confirm(self.lang(), self.page.clone())
    }

    fn freshly<S: AsRef<AccountScope>>(&self, entered: Entered<S>) -> Result<Entered<Fresh<S>>, Problem> {
        let Entered { tx, scope, account, settings } = entered;
        let scope = Fresh::of(&tx, scope).ok_or_else(|| self.confirm())?;
        Ok(Entered { tx, scope, account, settings })
    }

    /// Somebody whose password was right, and who still has to choose an account or show a second factor.
    pub async fn pending(&self) -> Result<(Tx, Pending), Problem> {
        let Some(id) = self.session.id() else { return Err(Problem::SignIn(self.lang(), None)) };
        let mut tx = self.begin().await?;
        let pending =
            pending::find(&mut tx, &SessionHash::of(id.0)).await?.ok_or(Problem::SignIn(self.lang(), None))?;
        Ok((tx, pending))
    }

    /// Starts a session for somebody who has just proved who they are; whatever session there was ends.
    pub async fn start_session(&self, proof: &SignedIn) -> Result<(), Problem> {
        self.session.flush().await?;
        self.fill(proof.account(), proof.user(), proof.method(), proof.at()).await?;
        if let Some(at) = proof.at() {
            self.session.insert(sessions::SINCE_KEY, at.unix_timestamp()).await?;
        }
        Ok(())
    }

    /// Goes on with the present session under another id and a new proof; it stays as old as it is.
    pub async fn renew_session(&self, proof: &SignedIn) -> Result<(), Problem> {
        let since: Option<i64> = self.session.get(sessions::SINCE_KEY).await?;
        let draft = self.session.get_value(drafts::KEY).await?;
        self.session.flush().await?;
        self.fill(proof.account(), proof.user(), proof.method(), proof.at()).await?;
        self.session.insert(sessions::SINCE_KEY, since).await?;
        if let Some(draft) = draft {
            self.session.insert_value(drafts::KEY, draft).await?;
        }
        Ok(())
    }

    /// Keeps a proven password until the second step; opens nothing.
    pub async fn start_pending(
        &self,
        proof: &PasswordProven,
        choices: Vec<Choice>,
        next: Option<String>,
    ) -> Result<(), Problem> {
        self.session.flush().await?;
        self.fill(proof.account(), proof.user(), SignInMethod::Password, Some(proof.at())).await?;
        self.session.insert(pending::PENDING_KEY, true).await?;
        self.session.insert(pending::CHOICES_KEY, choices).await?;
        self.session.insert(NEXT_KEY, next).await?;
        Ok(())
    }

    /// Where to go after the second step.
    pub async fn next(&self) -> Result<Option<String>, Problem> {
        Ok(self.session.get::<Option<String>>(NEXT_KEY).await?.flatten())
    }

    async fn fill(
        &self,
        account: AccountId,
        user: UserId,
        method: SignInMethod,
        proven: Option<OffsetDateTime>,
    ) -> Result<(), Problem> {
        let origin = Origin {
            method,
            proven: proven.map(OffsetDateTime::unix_timestamp),
            user_agent: self.user_agent.clone(),
            ip: self.context.request.ip.clone(),
        };
        self.session.insert(sessions::ACCOUNT_KEY, account).await?;
        self.session.insert(sessions::USER_KEY, user).await?;
        self.session.insert(sessions::ORIGIN_KEY, origin).await?;
        Ok(())
    }

    /// What stands around a page for nobody in particular.
    pub fn chrome(&self) -> Chrome {
        anonymous_chrome(&self.portal, &self.context)
    }

    /// What stands around a page for somebody signed in.
    pub fn chrome_for<S: AsAccount>(&self, entered: &Entered<S>) -> Chrome {
        let (account, settings) = (&entered.account, entered.settings);
        let (name, administrator) = match entered.scope.as_account().actor() {
            Actor::User { name, rights, .. } => (name.clone(), rights.administrator),
            other => (other.name().to_owned(), false),
        };
        Chrome {
            person: Some(layouts::SignedIn { name, account: account.name.clone(), administrator }),
            theme: settings.theme,
            keys: settings.keys,
            clock: Clock::new(&account.time_zone, entered.tx.now()),
            ..self.chrome()
        }
    }

    /// Commits what the page's queries noted (the session's idle deadline), then answers with the page.
    pub async fn page<P: Page, Scope: AsAccount>(
        &self,
        entered: Entered<Scope>,
        status: StatusCode,
        page: impl FnOnce(&Chrome) -> P,
    ) -> Result<Response, Problem> {
        let chrome = self.chrome_for(&entered);
        entered.tx.commit().await?;
        let answer = render(&chrome, status, page(&chrome));
        Ok(theme::remembered(&self.portal, answer, self.context.theme, chrome.theme))
    }

    /// A page for nobody in particular.
    pub fn plain<P: Page>(&self, status: StatusCode, page: P) -> Response {
        render(&self.chrome(), status, page)
    }
}

/// What stands around a page when nobody is known.
pub fn anonymous_chrome(portal: &Portal, context: &Context) -> Chrome {
    Chrome {
        lang: context.lang(),
        origin: portal.origin.clone(),
        address: context.address.clone(),
        brand: portal.brand.clone(),
        assets: portal.assets.clone(),
        nonce: context.nonce.clone(),
        theme: context.theme,
        keys: false,
        person: None,
        clock: Clock::new("UTC", OffsetDateTime::UNIX_EPOCH),
        reference: context.request.id.to_string(),
    }
}
