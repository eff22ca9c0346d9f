//! Proof of authority.
//!
//! Every domain function on an account's data takes one of these; they have no public constructor and are made only by the feature that
//! checked something: a session (`sessions`), a token (`tokens`), an invitation link (`invitations`), a staff session (`support`), or the
//! command line of the machine itself (`operator`). Making one also turns the unit of work to the account, so row level security and the
//! `WHERE` clauses always agree.

mod actor;

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::db::Tx;
use super::fault::Fault;
use super::sessions::SessionHash;
use crate::model::{
    AccountId, ConnectionId, ConnectionProfile, Language, Linking, Rights, SignInMethod, StaffId, TokenId, UserId,
};
use time::{Duration, OffsetDateTime};

pub use actor::Actor;

/// May see one account's data, as the actor may.
#[derive(Debug, Clone)]
pub struct AccountScope {
    account: AccountId,
    actor: Actor,
    session: Option<SessionProof>,
}

/// The session somebody speaks in, and how and when it was proven last.
#[derive(Debug, Clone, Copy)]
pub(super) struct SessionProof {
    pub hash: SessionHash,
    pub method: SignInMethod,
    pub at: OffsetDateTime,
}

impl AccountScope {
    /// Turns the unit of work to the account and vouches for the actor. Callers have just proved both.
    pub(super) async fn enter(tx: &mut Tx, account: AccountId, actor: Actor) -> Result<Self, Fault> {
        tx.enter(account).await?;
        Ok(Self { account, actor, session: None })
    }

    /// Turns the unit of work to the account for a chore of the product's own that changes nothing a token opens ([`Tx::attend`]).
    pub(super) async fn attend(tx: &mut Tx, account: AccountId) -> Result<Self, Fault> {
        tx.attend(account).await?;
        Ok(Self { account, actor: Actor::System, session: None })
    }

    /// The same, in a session that was found.
    pub(super) const fn in_session(mut self, session: SessionProof) -> Self {
        self.session = Some(session);
        self
    }

    /// Which account.
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// Who acts.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Proof that the actor manages this account; `None` for everybody else.
    pub fn administrator(&self) -> Option<AdminScope> {
        let manages = match &self.actor {
            Actor::User { rights, .. } => rights.administrator,
            Actor::Operator => true,
            Actor::Scim { .. } | Actor::ApiKey { .. } | Actor::Support { .. } | Actor::System => false,
        };
        manages.then(|| AdminScope(ReadingScope(self.clone())))
    }

    /// Proof that a person of the account speaks in a session of theirs; `None` for everybody else.
    pub fn person(&self) -> Option<PersonScope> {
        match (&self.actor, self.session) {
            (Actor::User { id, rights, .. }, Some(session)) => {
                Some(PersonScope { scope: self.clone(), user: *id, rights: *rights, session })
            }
            _ => None,
        }
    }
}

/// May see and change what is the person's own: their sessions, their password, their second factor.
#[derive(Debug, Clone)]
pub struct PersonScope {
    scope: AccountScope,
    user: UserId,
    rights: Rights,
    session: SessionProof,
}

impl PersonScope {
    /// Who.
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// By which method this session began.
    pub const fn method(&self) -> SignInMethod {
        self.session.method
    }

    pub(super) const fn rights(&self) -> Rights {
        self.rights
    }

    pub(super) const fn session(&self) -> &SessionHash {
        &self.session.hash
    }

    /// When they last proved who they are.
    pub(super) const fn proven_at(&self) -> OffsetDateTime {
        self.session.at
    }
}

impl Deref for PersonScope {
    type Target = AccountScope;
    fn deref(&self) -> &AccountScope {
        &self.scope
    }
}

impl AsRef<AccountScope> for PersonScope {
    fn as_ref(&self) -> &AccountScope {
        &self.scope
    }
}

/// How long a proof counts as just given.
pub const RECENT: Duration = Duration::minutes(5);

/// A scope whose holder proved themselves at most [`RECENT`] ago. What a stolen session must not be able to do takes one of these.
#[derive(Debug, Clone)]
pub struct Fresh<S>(S);

impl<S: AsRef<AccountScope>> Fresh<S> {
    /// `None` where the last proof is older: „Bitte bestätige, dass du es bist“.
    pub fn of(tx: &Tx, scope: S) -> Option<Self> {
        let account = scope.as_ref();
        let fresh = match (account.actor(), account.session) {
            (Actor::User { .. }, Some(session)) => tx.now() - session.at <= RECENT,
            _ => false,
        };
        fresh.then_some(Self(scope))
    }
}

impl Fresh<AdminScope> {
    /// The operator, who proves themselves with every command.
    pub(super) fn operator(scope: &AccountScope) -> Option<Self> {
        scope.administrator().filter(|scope| scope.actor == Actor::Operator).map(Self)
    }
}

impl Fresh<AdminScope> {
    /// The proof somebody had given when they ordered what is done now.
    pub(super) const fn kept(scope: AdminScope) -> Self {
        Self(scope)
    }
}

impl<S> AsRef<S> for Fresh<S> {
    fn as_ref(&self) -> &S {
        &self.0
    }
}

impl<S> Deref for Fresh<S> {
    type Target = S;
    fn deref(&self) -> &S {
        &self.0
    }
}

/// May read what administrators read of an account: its people, what happened to them, its connections. An administrator has it, and
/// the vendor's support as long as one of them allows it ([`ConsentedSupportScope`](super::support::ConsentedSupportScope)), and part by
/// part whoever shows an API key ([`KeyScope`](super::api_keys::KeyScope)).
#[derive(Debug, Clone)]
pub struct ReadingScope(AccountScope);

impl ReadingScope {
    /// For `support` and `api_keys`, which have just read what grants it.
    pub(super) const fn granted(scope: AccountScope) -> Self {
        Self(scope)
    }
}

impl Deref for ReadingScope {
    type Target = AccountScope;
    fn deref(&self) -> &AccountScope {
        &self.0
    }
}

/// May change an account's settings: an administrator signed in, or the operator.
#[derive(Debug, Clone)]
pub struct AdminScope(ReadingScope);

impl Deref for AdminScope {
    type Target = ReadingScope;
    fn deref(&self) -> &ReadingScope {
        &self.0
    }
}

impl AsRef<AccountScope> for AdminScope {
    fn as_ref(&self) -> &AccountScope {
        self
    }
}

impl AsRef<Self> for AdminScope {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// An identity provider that showed a live token of this connection.
#[derive(Debug, Clone)]
pub struct ConnectionScope {
    scope: AccountScope,
    connection: ConnectionId,
    method: SignInMethod,
    facts: Arc<ConnectionFacts>,
}

/// What proving the token read along, so that nothing asks for it again.
#[derive(Debug)]
pub(super) struct ConnectionFacts {
    /// The token that was shown.
    pub token: TokenId,
    /// When its use was last written down.
    pub noted_at: Option<OffsetDateTime>,
    /// Nothing of it will have happened (`rehearsals`).
    pub rehearsed: bool,
    /// The account's name.
    pub account_name: String,
    /// The account's language.
    pub language: Language,
    /// How what the identity provider sends is read.
    pub profile: ConnectionProfile,
    /// What becomes of people whom the account knows already.
    pub linking: Linking,
    /// The documents of the account's own schemas, as the text of a list; `None` when it has none.
    pub schemas: Option<String>,
    /// The connection has groups, or may have.
    pub groups: AtomicBool,
    /// The account limits its licences.
    pub limited: bool,
    /// Which versions of the rows were read that all of this rests on.
    pub rests_on: String,
}

impl ConnectionScope {
    pub(super) async fn enter(
        tx: &mut Tx,
        account: AccountId,
        connection: ConnectionId,
        method: SignInMethod,
        facts: Arc<ConnectionFacts>,
    ) -> Result<Self, Fault> {
        let scope = AccountScope::enter(tx, account, Actor::Scim { connection }).await?;
        Ok(Self { scope, connection, method, facts })
    }

    pub(super) fn facts(&self) -> &ConnectionFacts {
        &self.facts
    }

    /// The documents of the account's own schemas, as the JSON text of a list; `None` when it has none.
    pub fn schemas(&self) -> Option<&str> {
        self.facts.schemas.as_deref()
    }

    /// Whether this connection may have groups. `false` is known: a connection's first group is told of once nobody believes it any more
    /// ([`Tx::commit`]).
    pub fn has_groups(&self) -> bool {
        self.facts.groups.load(Ordering::Relaxed)
    }

    /// From here on it has; returns whether that is news.
    pub(super) fn gets_group(&self) -> bool {
        !self.facts.groups.swap(true, Ordering::Relaxed)
    }

    /// Which connection; it sees exactly the people it manages.
    pub const fn connection(&self) -> ConnectionId {
        self.connection
    }

    /// How what the identity provider sends is read.
    pub fn profile(&self) -> ConnectionProfile {
        self.facts.profile
    }

    /// How people who arrive here are invited.
    pub const fn method(&self) -> SignInMethod {
        self.method
    }
}

impl Deref for ConnectionScope {
    type Target = AccountScope;
    fn deref(&self) -> &AccountScope {
        &self.scope
    }
}

/// May look into accounts as the vendor's support: see states, revoke tokens. Never a secret, never as a person of the account.
#[derive(Debug, Clone)]
pub struct SupportScope {
    pub(super) staff: StaffId,
    pub(super) name: String,
    /// The session they speak in.
    pub(super) session: SessionHash,
    /// When they last proved who they are.
    pub(super) proven_at: OffsetDateTime,
}

impl Fresh<SupportScope> {
    /// `None` where the last proof is older than [`RECENT`].
    pub fn of_staff(tx: &Tx, scope: SupportScope) -> Option<Self> {
        (tx.now() - scope.proven_at <= RECENT).then_some(Self(scope))
    }
}

impl SupportScope {
    /// Who acts.
    pub const fn staff(&self) -> StaffId {
        self.staff
    }

    /// Their name.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn actor(&self) -> Actor {
        Actor::Support { id: self.staff, name: self.name.clone() }
    }
}

/// May act for any account: whoever runs the binary with its settings (command line).
#[derive(Debug, Clone, Copy)]
pub struct OperatorScope(());

impl OperatorScope {
    /// Only the command line makes one: being able to run the binary with the database's settings is the proof.
    pub const fn at_the_command_line() -> Self {
        Self(())
    }
}

/// May do the product's own chores: expiry, deletion clocks, mail.
#[derive(Debug, Clone, Copy)]
pub struct WorkerScope(());

impl WorkerScope {
    /// Only the composition root makes one, for its workers.
    pub const fn for_workers() -> Self {
        Self(())
    }
}
