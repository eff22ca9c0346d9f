//! One request of a member of the support staff.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::Response;
use tower_sessions::Session;

use crate::domain::access::{Fresh, SupportScope};
use crate::domain::db::Tx;
use crate::domain::sessions::SessionHash;
use crate::domain::support;
use crate::model::StaffId;
use crate::web::layouts::{Chrome, Page, SignedIn};
use crate::web::ssr::portal::Portal;
use crate::web::ssr::problem::Problem;
use crate::web::ssr::render;
use crate::web::ssr::visit::{Context, anonymous_chrome};
use crate::web::text::{Lang, t};
use crate::web::when::Clock;

/// Where the staff's clocks stand.
const ZONE: &str = "Europe/Berlin";

/// The visitor of this request.
#[derive(Debug)]
pub struct StaffVisit {
    /// What handlers share.
    pub portal: Portal,
    /// The staff's session.
    pub session: Session,
    context: Context,
    /// The page they are on: forms go to the address of their page.
    page: String,
    /// What the browser calls itself.
    user_agent: Option<String>,
}

impl FromRequestParts<Portal> for StaffVisit {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, state: &Portal) -> Result<Self, Self::Rejection> {
        let session = Session::from_request_parts(parts, state).await?;
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self {
            portal: state.clone(),
            session,
            context: Context::of(parts),
            page: parts.uri.path().to_owned(),
            user_agent: user_agent.map(ToOwned::to_owned),
        })
    }
}

impl StaffVisit {
    /// A unit of work.
    pub async fn begin(&self) -> Result<Tx, Problem> {
        Ok(self.portal.db.begin(&self.context.request).await?)
    }

    /// The language of the console: that of the switch, else the browser's.
    pub fn lang(&self) -> Lang {
        self.context.lang()
    }

    /// What the browser calls itself.
    pub fn user_agent(&self) -> Option<&str> {
        self.user_agent.as_deref()
    }

    /// The session they came in.
    pub fn hash(&self) -> Result<SessionHash, Problem> {
        self.session.id().map(|id| SessionHash::of(id.0)).ok_or(Problem::StaffSignIn)
    }

    /// Somebody with both factors; everybody else is sent to the sign-in.
    pub async fn staff(&self) -> Result<(Tx, SupportScope), Problem> {
        let hash = self.hash()?;
        let mut tx = self.begin().await?;
        let scope = support::authenticate(&mut tx, &hash).await?.ok_or(Problem::StaffSignIn)?;
        Ok((tx, scope))
    }

    /// The same with a proof of the last minutes; whoever has an older one is led to confirm and comes back to this page.
    pub async fn fresh_staff(&self) -> Result<(Tx, Fresh<SupportScope>), Problem> {
        let (tx, scope) = self.staff().await?;
        let fresh = Fresh::of_staff(&tx, scope).ok_or_else(|| Problem::StaffConfirm(self.page.clone()))?;
        Ok((tx, fresh))
    }

    /// Somebody between the two factors.
    pub async fn pending(&self) -> Result<(Tx, StaffId), Problem> {
        let hash = self.hash()?;
        let mut tx = self.begin().await?;
        let staff = support::pending(&mut tx, &hash).await?.ok_or(Problem::StaffSignIn)?;
        Ok((tx, staff))
    }

    /// What stands around a page of the console.
    pub fn chrome_for(&self, tx: &Tx, scope: &SupportScope) -> Chrome {
        let chrome = anonymous_chrome(&self.portal, &self.context);
        let person = SignedIn {
            name: scope.name().to_owned(),
            account: t!(chrome.lang, "support-console"),
            administrator: false,
        };
        Chrome { person: Some(person), clock: Clock::new(ZONE, tx.now()), ..chrome }
    }

    /// Commits what looking left in the logs, then answers with the page.
    pub async fn page<P: Page>(
        &self,
        tx: Tx,
        scope: &SupportScope,
        status: StatusCode,
        page: P,
    ) -> Result<Response, Problem> {
        let chrome = self.chrome_for(&tx, scope);
        tx.commit().await?;
        Ok(render(&chrome, status, page))
    }

    /// A page for nobody in particular.
    pub fn plain<P: Page>(&self, status: StatusCode, page: P) -> Response {
        render(&anonymous_chrome(&self.portal, &self.context), status, page)
    }
}
