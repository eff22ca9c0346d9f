//! The facts the SCIM pages are computed from, and the states they amount to (S1–S14).

use crate::domain::access::ReadingScope;
use crate::domain::accounts::Account;
use time::{Duration, OffsetDateTime};

use crate::domain::connections::{self, Connection, Former, NOTED_AFTER, Rejected};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::requests::{self, Ask, Request};
use crate::domain::sign_in_methods::{self, MethodState};
use crate::domain::tokens::Token;
use crate::domain::users::{self, Decision, LinkRequest};
use crate::domain::{invitations, lapses};
use crate::model::{ConnectionId, Plan, Readiness, SignInMethod, TokenEnding};
use crate::web::account::ScimSummary;
use crate::web::connections::{
    Availability, ConnectionView, Health, Hint, LinkChoice, LinkState, LostRequest, MethodOffer, Rejection,
    RejectionReason, Setup, TokenView,
};
use crate::web::words;

/// Everything the pages need, read in one unit of work.
pub struct Facts {
    preconditions: Preconditions,
    in_test: bool,
    methods: Vec<MethodState>,
    connections: Vec<(Connection, Waiting)>,
    open: Vec<Request>,
    links: Vec<LinkRequest>,
    former: Vec<Former>,
    self_service: bool,
}

/// Whether SCIM works for an account at all.
struct Preconditions {
    premium: bool,
    automatic: bool,
    lapsed_at: Option<OffsetDateTime>,
    now: OffsetDateTime,
}

impl Preconditions {
    async fn read(tx: &mut Tx, scope: &ReadingScope, account: &Account) -> Result<Self, Fault> {
        Ok(Self {
            premium: account.plan == Plan::Premium,
            automatic: account.auto_licences,
            lapsed_at: lapses::since(tx, scope).await?,
            now: tx.now(),
        })
    }

    /// How a connection stands.
    fn health(&self, connection: &Connection) -> Health {
        if let Some((at, by)) = &connection.paused {
            return Health::Paused { at: *at, by: by.clone() };
        }
        if !(self.premium && self.automatic) {
            let until = self.lapsed_at.map(lapses::ends).filter(|until| *until > self.now);
            return Health::Lapsed { premium_missing: !self.premium, until };
        }
        let Some(live) = connection.live_token() else { return ended(connection) };
        if let Some(until) = connection.replaced_token().and_then(|old| old.overlap_ends_at) {
            return Health::Rotating { until, used: live.last_used_at };
        }
        match connection.last_request_at.filter(|_| has_called(connection)) {
            Some(last) => Health::Connected { client: client(connection), last },
            None => Health::Waiting,
        }
    }
}

/// How the connections of an account stand, in one word: the one that most deserves a look.
pub async fn summary(
    tx: &mut Tx,
    scope: &ReadingScope,
    account: &Account,
    connections: &[Connection],
) -> Result<ScimSummary, Fault> {
    if connections.is_empty() {
        return Ok(ScimSummary::Off);
    }
    for connection in connections {
        if users::held(tx, scope, connection.id).await?.is_some() {
            return Ok(ScimSummary::Held);
        }
    }
    let preconditions = Preconditions::read(tx, scope, account).await?;
    let words = connections.iter().map(|connection| match preconditions.health(connection) {
        Health::Lapsed { until: None, .. } => ScimSummary::Blocked,
        Health::Lapsed { until: Some(_), .. } => ScimSummary::Lapsing,
        Health::Rotating { .. } => ScimSummary::Rotating,
        Health::Connected { .. } => ScimSummary::Connected,
        Health::Waiting => ScimSummary::Waiting,
        Health::Expired { .. } => ScimSummary::Expired,
        Health::Revoked { .. } => ScimSummary::Revoked,
        Health::Paused { .. } => ScimSummary::Paused,
    });
    Ok(words.min().unwrap_or(ScimSummary::Off))
}

/// What waits for an administrator at a connection.
#[derive(Clone, Copy)]
struct Waiting {
    held: Option<i64>,
    outdated: i64,
    without_address: i64,
}

/// A token runs out soon.
const SOON: Duration = Duration::days(30);
/// A token was made a moment ago.
const MOMENT: Duration = Duration::minutes(30);
/// A call that was turned away is news.
const NEWS: Duration = Duration::days(1);

impl Facts {
    /// Reads them.
    pub async fn read(tx: &mut Tx, scope: &ReadingScope, account: &Account) -> Result<Self, Fault> {
        let open = requests::list(tx, scope).await?.into_iter().filter(|request| request.status == "open").collect();
        let mut connections = Vec::new();
        for connection in connections::list(tx, scope).await? {
            let held = users::held(tx, scope, connection.id).await?;
            let outdated = invitations::outdated(tx, scope, connection.id).await?;
            let without_address = invitations::without_address(tx, scope, Some(connection.id)).await?;
            connections.push((connection, Waiting { held, outdated, without_address }));
        }
        Ok(Self {
            preconditions: Preconditions::read(tx, scope, account).await?,
            in_test: account.test_ends_at.is_some(),
            methods: sign_in_methods::list(tx, scope).await?,
            connections,
            open,
            links: users::link_requests(tx, scope).await?,
            former: connections::former(tx, scope).await?,
            self_service: tx.policy().token_self_service,
        })
    }

    /// The three preconditions and the methods.
    pub fn setup(&self) -> Setup {
        let methods = self
            .methods
            .iter()
            .map(|state| MethodOffer {
                method: state.method,
                availability: self.availability(state),
                former: self.former.iter().find(|former| former.method == state.method).map(|former| former.at),
            })
            .collect();
        let plan_request =
            self.open.iter().find(|request| request.ask == Ask::PlanChange).map(|request| request.reference);
        Setup {
            premium: self.preconditions.premium,
            automatic: self.preconditions.automatic,
            in_test: self.in_test,
            plan_request,
            methods,
        }
    }

    fn availability(&self, state: &MethodState) -> Availability {
        if self.connected(state.method) {
            Availability::Connected
        } else {
            match (state.readiness, state.enabled) {
                (Readiness::NotOffered, _) => Availability::NotOffered,
                (Readiness::NotConfigured, _) => Availability::NotConfigured,
                (Readiness::Ready, true) => Availability::Ready,
                (Readiness::Ready, false) => Availability::Disabled,
            }
        }
    }

    fn connected(&self, method: SignInMethod) -> bool {
        self.connections.iter().any(|(connection, _)| connection.method == method)
    }

    /// The connections, oldest first.
    pub fn connections(&self, origin: &str) -> Vec<ConnectionView> {
        self.connections.iter().map(|(connection, waiting)| self.view(connection, *waiting, origin)).collect()
    }

    /// One of them.
    pub fn connection(&self, id: ConnectionId, origin: &str) -> Option<ConnectionView> {
        let found = self.connections.iter().find(|(connection, _)| connection.id == id);
        found.map(|(connection, waiting)| self.view(connection, *waiting, origin))
    }

    fn view(&self, connection: &Connection, waiting: Waiting, origin: &str) -> ConnectionView {
        let lost = self.open.iter().find(|request| request.ask == Ask::TokenLost(connection.id));
        let fresh = connection
            .live_token()
            .is_some_and(|token| token.last_used_at.is_none() && self.preconditions.now - token.created_at < MOMENT);
        ConnectionView {
            id: connection.id,
            method: connection.method,
            other_methods: self
                .methods
                .iter()
                .filter(|state| self.availability(state) == Availability::Ready)
                .map(|state| state.method)
                .collect(),
            outdated: (waiting.outdated > 0).then_some(waiting.outdated),
            base_url: format!("{origin}/scim/v2/{}", connection.id),
            health: self.preconditions.health(connection),
            tokens: connection.tokens.iter().map(token).collect(),
            self_service: self.self_service,
            fresh,
            hints: self.hints(connection, waiting.without_address),
            lost: lost.map(|request| LostRequest { reference: request.reference, at: request.created_at }),
            rejected: rejection(connection),
            people: connection.people,
            profile: connection.profile,
            linking: connection.linking,
            inviting: connection.inviting,
            links: self.links.iter().filter(|link| link.connection == connection.id).map(choice).collect(),
            held: waiting.held,
        }
    }

    /// What deserves a look, the most urgent first; what an administrator is to decide has notices of its own.
    fn hints(&self, connection: &Connection, without_address: i64) -> Vec<Hint> {
        let expiring = connection
            .live_token()
            .and_then(|token| token.expires_at)
            .filter(|at| *at - self.preconditions.now <= SOON);
        let silent = connection.last_request_at.filter(|last| self.preconditions.now - *last >= NOTED_AFTER);
        let rejected = rejection(connection).filter(|rejected| self.preconditions.now - rejected.at < NEWS);
        let without_address = (without_address > 0).then_some(Hint::WithoutAddress(without_address));
        [expiring.map(Hint::Expiring), rejected.map(Hint::Rejected), without_address, silent.map(Hint::Silent)]
            .into_iter()
            .flatten()
            .collect()
    }
}

fn token(token: &Token) -> TokenView {
    TokenView {
        last4: token.last4.clone(),
        created_at: token.created_at,
        created_by: token.created_by.clone(),
        last_used_at: token.last_used_at,
        last_used_from: token.last_used_ip.clone(),
        expires_at: token.expires_at,
        overlap_ends_at: token.overlap_ends_at,
        ended: token.revoked.as_ref().map(|ended| (ended.at, ended.ending)),
    }
}

fn choice(request: &LinkRequest) -> LinkChoice {
    LinkChoice {
        id: request.id,
        user: request.user,
        name: request.display_name.clone(),
        email: request.email.clone(),
        privileged: request.privileged,
        asked_at: request.last_asked_at,
        state: match request.decision {
            None => LinkState::Open,
            Some(Decision::Link) => LinkState::Approved,
            Some(Decision::Decline) => LinkState::Declined,
        },
    }
}

/// The live token of the connection has opened the door at least once.
pub fn has_called(connection: &Connection) -> bool {
    connection.live_token().is_some_and(|token| token.last_used_at.is_some())
}

/// No token is live: how the last one ended.
fn ended(connection: &Connection) -> Health {
    let last = connection.tokens.iter().filter_map(|token| token.revoked.as_ref()).max_by_key(|ended| ended.at);
    match last {
        Some(ended) if ended.ending == TokenEnding::Expiry => Health::Expired { at: ended.at },
        _ => Health::Revoked {
            at: last.map_or(connection.created_at, |ended| ended.at),
            by_support: last.is_some_and(|ended| ended.by == "support"),
            reason: last.map(|ended| ended.reason.clone()).filter(|reason| !reason.is_empty()),
        },
    }
}

fn client(connection: &Connection) -> Option<String> {
    connection.last_user_agent.as_deref().and_then(words::client).map(str::to_owned)
}

/// The last refused call, unless a later one was answered.
fn rejection(connection: &Connection) -> Option<Rejection> {
    let Rejected { at, reason, last4 } = connection.last_rejected.clone()?;
    if connection.last_request_at.is_some_and(|answered| answered > at) {
        return None;
    }
    let reason = match reason.as_str() {
        "revoked" => RejectionReason::Revoked,
        "other_connection" => RejectionReason::OtherConnection,
        "expired" => {
            RejectionReason::Expired(connection.tokens.iter().find(|t| t.last4 == last4).and_then(|t| t.expires_at))
        }
        _ => RejectionReason::Unknown,
    };
    Some(Rejection { at, reason, last4: Some(last4) })
}
