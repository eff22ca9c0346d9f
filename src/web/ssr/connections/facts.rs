//! The facts the SCIM pages are computed from, and the states they amount to (S1–S10).

use crate::domain::access::AdminScope;
use crate::domain::accounts::Account;
use crate::domain::connections::{self, Connection, Rejected};
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::invitations;
use crate::domain::requests::{self, Ask, Request};
use crate::domain::sign_in_methods::{self, MethodState};
use crate::domain::users::{self, Decision, LinkRequest};
use crate::model::{Plan, Readiness, SignInMethod};
use crate::web::connections::{
    Availability, ConnectionView, Health, LinkChoice, LinkState, LostRequest, MethodOffer, Rejection, RejectionReason,
    Setup, TokenView,
};
use crate::web::words;

/// Everything the pages need, read in one unit of work.
pub struct Facts {
    premium: bool,
    automatic: bool,
    methods: Vec<MethodState>,
    connections: Vec<(Connection, Waiting)>,
    open: Vec<Request>,
    links: Vec<LinkRequest>,
}

/// What waits for an administrator at a connection.
#[derive(Clone, Copy)]
struct Waiting {
    held: Option<i64>,
    outdated: i64,
}

impl Facts {
    /// Reads them.
    pub async fn read(tx: &mut Tx, scope: &AdminScope, account: &Account) -> Result<Self, Fault> {
        let open = requests::list(tx, scope).await?.into_iter().filter(|request| request.status == "open").collect();
        let mut connections = Vec::new();
        for connection in connections::list(tx, scope).await? {
            let held = users::held(tx, scope, connection.id).await?;
            let outdated = invitations::outdated(tx, scope, connection.id).await?;
            connections.push((connection, Waiting { held, outdated }));
        }
        Ok(Self {
            premium: account.plan == Plan::Premium,
            automatic: account.auto_licences,
            methods: sign_in_methods::list(tx, scope).await?,
            connections,
            open,
            links: users::link_requests(tx, scope).await?,
        })
    }

    /// The three preconditions and the methods.
    pub fn setup(&self) -> Setup {
        let methods = self
            .methods
            .iter()
            .map(|state| MethodOffer { method: state.method, availability: self.availability(state) })
            .collect();
        let plan_request =
            self.open.iter().find(|request| request.ask == Ask::PlanChange).map(|request| request.reference);
        Setup { premium: self.premium, automatic: self.automatic, plan_request, methods }
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

    fn view(&self, connection: &Connection, waiting: Waiting, origin: &str) -> ConnectionView {
        let lost = self.open.iter().find(|request| request.ask == Ask::TokenLost(connection.id));
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
            health: health(connection),
            token: connection.live_token().map(|token| TokenView {
                last4: token.last4.clone(),
                created_at: token.created_at,
                created_by: token.created_by.clone(),
                last_used_at: token.last_used_at,
            }),
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

fn health(connection: &Connection) -> Health {
    if connection.live_token().is_none() {
        let ended = connection.tokens.first().and_then(|token| token.revoked.as_ref());
        return Health::Revoked {
            at: ended.map_or(connection.created_at, |revoked| revoked.at),
            by_support: ended.is_some_and(|revoked| revoked.by == "support"),
            reason: ended.map(|revoked| revoked.reason.clone()).filter(|reason| !reason.is_empty()),
        };
    }
    match connection.last_request_at.filter(|_| has_called(connection)) {
        Some(last) => Health::Connected { client: client(connection), last },
        None => Health::Waiting,
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
        _ => RejectionReason::Unknown,
    };
    Some(Rejection { at, reason, last4: Some(last4) })
}
