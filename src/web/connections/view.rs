//! What the SCIM pages show, free of any rule.

use time::OffsetDateTime;

use crate::model::{ConnectionId, ConnectionProfile, Inviting, Linking, ScimCause, SignInMethod, TokenEnding, UserId};

/// The three preconditions and what can be chosen.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The account is on Premium.
    pub premium: bool,
    /// „Automatische Anpassung der Lizenzen“ is on.
    pub automatic: bool,
    /// A test account: a plan comes first.
    pub in_test: bool,
    /// The reference of an open request to change the plan.
    pub plan_request: Option<i64>,
    /// Every method, in the order people see them.
    pub methods: Vec<MethodOffer>,
}

impl Setup {
    /// At least one method is enabled and usable for SCIM.
    pub fn any_method(&self) -> bool {
        self.methods.iter().any(|offer| matches!(offer.availability, Availability::Ready | Availability::Connected))
    }

    /// Everything is there.
    pub fn complete(&self) -> bool {
        self.premium && self.automatic && self.any_method()
    }

    /// A method is left to activate SCIM for.
    pub fn anything_left(&self) -> bool {
        self.methods.iter().any(|offer| offer.availability == Availability::Ready)
    }
}

/// One method at „Aktivieren“.
#[derive(Debug, Clone)]
pub struct MethodOffer {
    /// Which.
    pub method: SignInMethod,
    /// Whether SCIM can be activated for it.
    pub availability: Availability,
    /// When SCIM was switched off for it.
    pub former: Option<OffsetDateTime>,
}

/// Whether SCIM can be activated for a method, or why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// It can.
    Ready,
    /// It already is.
    Connected,
    /// Switched off in the Anmeldemethoden.
    Disabled,
    /// This installation does not offer it.
    NotOffered,
    /// The account has to set it up first.
    NotConfigured,
}

/// A connection.
#[derive(Debug, Clone)]
pub struct ConnectionView {
    /// Which.
    pub id: ConnectionId,
    /// Its method.
    pub method: SignInMethod,
    /// The methods it could change to.
    pub other_methods: Vec<SignInMethod>,
    /// Open invitations by another method, where there are any.
    pub outdated: Option<i64>,
    /// Its address, for good.
    pub base_url: String,
    /// How it stands.
    pub health: Health,
    /// Its tokens, newest first.
    pub tokens: Vec<TokenView>,
    /// Admins may replace a live token themselves.
    pub self_service: bool,
    /// The live token was made a moment ago and never used: perhaps nobody saved it.
    pub fresh: bool,
    /// What deserves a look while it is connected (S8).
    pub hints: Vec<Hint>,
    /// The open request about a lost token.
    pub lost: Option<LostRequest>,
    /// The last call that was turned away.
    pub rejected: Option<Rejection>,
    /// People it manages.
    pub people: i64,
    /// How it reads what its identity provider sends.
    pub profile: ConnectionProfile,
    /// What becomes of people whom the account knows already.
    pub linking: Linking,
    /// When people who arrive are mailed.
    pub inviting: Inviting,
    /// Each of them about whom an admin is to decide or has decided.
    pub links: Vec<LinkChoice>,
    /// Removals that wait for an administrator, while the brake is engaged.
    pub held: Option<i64>,
}

/// Somebody whom the identity provider wanted to create and who is in the account already.
#[derive(Debug, Clone)]
pub struct LinkChoice {
    /// Which question.
    pub id: uuid::Uuid,
    /// Who.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// The address they sign in by.
    pub email: String,
    /// They decide over others.
    pub privileged: bool,
    /// When the identity provider last asked.
    pub asked_at: OffsetDateTime,
    /// What was decided.
    pub state: LinkState,
}

/// What an admin decided about somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Nothing yet.
    Open,
    /// „Verknüpfen“, which happens when the identity provider creates them the next time.
    Approved,
    /// „Ablehnen“.
    Declined,
}

impl ConnectionView {
    /// The live token; while it is being replaced, the newer one.
    pub fn live(&self) -> Option<&TokenView> {
        self.tokens.iter().find(|token| token.ended.is_none())
    }

    /// The token that is being replaced.
    pub fn replaced(&self) -> Option<&TokenView> {
        self.tokens.iter().find(|token| token.ended.is_none() && token.overlap_ends_at.is_some())
    }
}

/// What the log tells of the last day, for whoever sets a connection up.
#[derive(Debug, Clone, Default)]
pub struct News {
    /// Who was created last, newest first.
    pub arrived: Vec<String>,
    /// The last request that was refused, unless a change was accepted later.
    pub failed: Option<Failed>,
}

/// A request that was refused.
#[derive(Debug, Clone)]
pub struct Failed {
    /// When.
    pub at: OffsetDateTime,
    /// Why.
    pub cause: ScimCause,
    /// Whom it was about.
    pub person: Option<String>,
}

/// How a connection stands.
#[derive(Debug, Clone)]
pub enum Health {
    /// A live token, no call yet (S6).
    Waiting,
    /// Calls arrive (S7; S8 where something deserves a look).
    Connected {
        /// What calls, as far as it tells.
        client: Option<String>,
        /// When it last called.
        last: OffsetDateTime,
    },
    /// No live token (S10).
    Revoked {
        /// When it was revoked.
        at: OffsetDateTime,
        /// Support did it.
        by_support: bool,
        /// The reason given.
        reason: Option<String>,
    },
    /// The token ran out (S11).
    Expired {
        /// When.
        at: OffsetDateTime,
    },
    /// Two live tokens (S12).
    Rotating {
        /// Until when the old one works.
        until: OffsetDateTime,
        /// When the new one was first seen to work.
        used: Option<OffsetDateTime>,
    },
    /// An administrator paused it (S13).
    Paused {
        /// When.
        at: OffsetDateTime,
        /// Who.
        by: String,
    },
    /// The account lacks what SCIM needs (S14).
    Lapsed {
        /// Premium is missing; else the automatic adjustment of licences alone.
        premium_missing: bool,
        /// Until when it works on; `None` where it does not any more.
        until: Option<OffsetDateTime>,
    },
}

/// What deserves a look.
#[derive(Debug, Clone)]
pub enum Hint {
    /// Nothing has come since.
    Silent(OffsetDateTime),
    /// The token runs out soon.
    Expiring(OffsetDateTime),
    /// A call was turned away lately.
    Rejected(Rejection),
    /// So many people came without an address and cannot be invited.
    WithoutAddress(i64),
}

/// A token, never its secret.
#[derive(Debug, Clone)]
pub struct TokenView {
    /// Its last four characters.
    pub last4: String,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// By whom.
    pub created_by: String,
    /// When it last opened the door.
    pub last_used_at: Option<OffsetDateTime>,
    /// From where.
    pub last_used_from: Option<String>,
    /// When it runs out.
    pub expires_at: Option<OffsetDateTime>,
    /// Until when it works beside the one that replaces it.
    pub overlap_ends_at: Option<OffsetDateTime>,
    /// When and how it ended.
    pub ended: Option<(OffsetDateTime, TokenEnding)>,
}

/// An open request about a lost token (S9).
#[derive(Debug, Clone)]
pub struct LostRequest {
    /// Its number.
    pub reference: i64,
    /// When it was made.
    pub at: OffsetDateTime,
}

/// A call that was turned away.
#[derive(Debug, Clone)]
pub struct Rejection {
    /// When.
    pub at: OffsetDateTime,
    /// Why.
    pub reason: RejectionReason,
    /// The last four characters of the token it showed.
    pub last4: Option<String>,
}

/// Why a call was turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RejectionReason {
    /// Nobody's token.
    Unknown,
    /// A revoked one.
    Revoked,
    /// Another connection's.
    OtherConnection,
    /// One that had run out, when.
    Expired(Option<OffsetDateTime>),
}

/// What just happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScimNote {
    /// The switch for licences was turned on.
    AutomaticOn,
    /// The form was sent a second time; the token was made the first time.
    AlreadyMade {
        /// When, as people read it.
        at: String,
        /// By whom.
        by: String,
    },
    /// The request to change the plan is on its way.
    PlanRequested(i64),
    /// The request about a lost token is on its way.
    LostRequested(i64),
    /// The request was withdrawn.
    Withdrawn,
    /// The connection's settings were changed.
    Configured,
    /// People are invited by another method from now on.
    MethodChanged(SignInMethod),
    /// The method stays; the sentence says why.
    MethodStays(String),
    /// So many people are invited anew.
    InvitedAnew(i64),
    /// This question about somebody was answered.
    Decided(uuid::Uuid),
    /// There was nothing to decide (any more).
    DecidedBefore,
    /// The brake was released; so many removals went through.
    RemovalsConfirmed(i64),
    /// A precondition was gone when the button was pressed.
    NotEligible,
    /// Only support replaces a live token here.
    SupportOnly,
    /// The replaced token has ended.
    OldTokenEnded,
    /// The new token was withdrawn.
    NewTokenWithdrawn,
    /// It rests.
    Paused,
    /// It goes on.
    Resumed,
    /// It was switched off.
    Deactivated,
    /// They confirmed who they are; what they chose before stands there again and is to be sent once more.
    NotYet,
}
