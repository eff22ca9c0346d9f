//! What mails say, each kind with what its text needs.

use super::Event;
use super::changes::{ConnectionChange, FactorChange, KeyChange, PasskeyChange};
use serde::{Deserialize, Serialize};

use crate::model::SignInMethod;

/// What a mail says, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    /// An invitation; carries a link.
    Invitation {
        /// The company.
        account_name: String,
        /// The person's name.
        display_name: String,
        /// How they will sign in.
        method: SignInMethod,
        /// Who invited, or `None` for the company's automatic user management.
        inviter: Option<String>,
        /// Until when the link works.
        expires_at: i64,
    },
    /// The invitation is still open after a while; carries a link.
    InvitationReminder {
        /// The company.
        account_name: String,
        /// The person's name.
        display_name: String,
        /// How they will sign in.
        method: SignInMethod,
        /// Until when the link works.
        expires_at: i64,
    },
    /// Somebody has accepted.
    AccountReady {
        /// The company.
        account_name: String,
        /// The person's name.
        display_name: String,
        /// How they sign in.
        method: SignInMethod,
    },
    /// A link to choose a new password.
    PasswordReset {
        /// The company.
        account_name: String,
        /// Until when the link works.
        expires_at: i64,
    },
    /// The password was changed.
    PasswordChanged {
        /// The company.
        account_name: String,
    },
    /// Somebody's second factor changed; goes to them.
    SecondFactorChanged {
        /// The company.
        account_name: String,
        /// How.
        change: FactorChange,
    },
    /// Somebody's passkeys changed; goes to them.
    PasskeyChanged {
        /// The company.
        account_name: String,
        /// How.
        change: PasskeyChange,
    },
    /// Somebody linked a further way to sign in, or removed one; goes to them.
    SignInMethodChanged {
        /// The company.
        account_name: String,
        /// Which way.
        method: SignInMethod,
        /// From now on, or no more.
        linked: bool,
    },
    /// The contact address of somebody who already accepted was changed; goes to the old address.
    AddressChanged {
        /// The company.
        account_name: String,
        /// The new contact address; `None`: there is none any more.
        new_address: Option<String>,
        /// The administrator who did it; `None`: the identity provider.
        #[serde(default)]
        by: Option<String>,
    },
    /// A link to the new mailbox, by which the sign-in follows the contact address; carries a link.
    AddressConfirmation {
        /// The company.
        account_name: String,
        /// Until when the link works.
        expires_at: i64,
    },
    /// The sign-in has moved to another address; goes to the old one, and to the new one where an administrator approved.
    SignInAddressMoved {
        /// The company.
        account_name: String,
        /// What they sign in by from now on.
        new_address: String,
    },
    /// Somebody asked for an account with this address, and nobody signs in by it; carries a link. It says nothing of what they typed:
    /// strangers could have anything mailed to anybody.
    SignUp {
        /// Until when the link works.
        expires_at: i64,
    },
    /// Somebody asked for an account with an address that people sign in by already.
    SignUpKnown,
    /// Somebody asked for an account with an address that had its test.
    SignUpBurnt,
    /// A test account is deleted; goes to the administrator who did it.
    TestDeleted,
    /// A test ends soon; goes to every administrator.
    TestEnding {
        /// The company.
        account_name: String,
        /// When.
        ends_at: i64,
        /// In how many days, rounded up.
        days: i64,
    },
    /// SCIM was activated, or a new token made; goes to every administrator.
    TokenCreated {
        /// The company.
        account_name: String,
        /// Which connection.
        method: SignInMethod,
        /// Who did it.
        actor: String,
        /// Last four characters of the token.
        last4: String,
    },
    /// A token was revoked; goes to every administrator.
    TokenRevoked {
        /// The company.
        account_name: String,
        /// Which connection.
        method: SignInMethod,
        /// Who did it.
        actor: String,
        /// Why.
        reason: String,
        /// The support ticket, if there is one.
        ticket: Option<String>,
        /// Last four characters of the token.
        last4: String,
    },
    /// A token was made that replaces another one; goes to every administrator.
    TokenRotated {
        /// The company.
        account_name: String,
        /// Which connection.
        method: SignInMethod,
        /// Who did it.
        actor: String,
        /// Last four characters of the new token.
        last4: String,
        /// Last four characters of the old one.
        old_last4: String,
        /// Until when the old one works.
        until: i64,
    },
    /// A token runs out soon; goes to every administrator.
    TokenExpiring {
        /// The company.
        account_name: String,
        /// Which connection.
        method: SignInMethod,
        /// Last four characters of the token.
        last4: String,
        /// When.
        expires_at: i64,
        /// In how many days, rounded up.
        days: i64,
    },
    /// A token ran out; goes to every administrator.
    TokenExpired {
        /// The company.
        account_name: String,
        /// Which connection.
        method: SignInMethod,
        /// Last four characters of the token.
        last4: String,
    },
    /// An API key came, ended or runs out; goes to every administrator.
    ApiKeyChanged {
        /// The company.
        account_name: String,
        /// What the key is called.
        name: String,
        /// Its last four characters.
        last4: String,
        /// What.
        change: KeyChange,
    },
    /// An administrator changed how a connection stands; goes to every administrator.
    ConnectionChanged {
        /// The company.
        account_name: String,
        /// Which connection.
        method: SignInMethod,
        /// Who did it.
        actor: String,
        /// What.
        change: ConnectionChange,
    },
    /// SCIM is in use and the account lacks what it needs; goes to every administrator.
    ScimLapsing {
        /// The company.
        account_name: String,
        /// The plan is missing, else the automatic adjustment alone.
        premium_missing: bool,
        /// Until when SCIM works on.
        until: i64,
        /// That moment has passed.
        over: bool,
    },
    /// No request has come for long; goes to every administrator.
    ScimSilent {
        /// The company.
        account_name: String,
        /// Which connection.
        method: SignInMethod,
        /// When the last one came.
        last: i64,
    },
    /// An identity provider wanted to end the access of the last administrator, or the rule of a group their right, which was refused
    /// (B3); goes to every administrator.
    AdministratorKept {
        /// The company.
        account_name: String,
        /// Whose access.
        display_name: String,
        /// The group, where it is about the right alone.
        #[serde(default)]
        group: Option<String>,
    },
    /// Somebody came into a group whose rule gives less than Administrator, which they had been given by hand (product decision 13); goes to
    /// every administrator, and so to them, too.
    AdministratorByRule {
        /// The company.
        account_name: String,
        /// Who has the right no more.
        display_name: String,
        /// The group.
        group: String,
    },
    /// Somebody came with a person's address but is another one to the identity provider, and was refused; goes to every
    /// administrator.
    IdentityChanged {
        /// The company.
        account_name: String,
        /// The person's address.
        address: String,
        /// Which provider.
        method: SignInMethod,
    },
    /// The limit of the automatic adjustment is reached, and somebody waits for a licence; goes to every administrator.
    LimitReached {
        /// The company.
        account_name: String,
        /// The limit.
        limit: i64,
    },
    /// What an administrator wanted to hear of once a day.
    Digest {
        /// The company.
        account_name: String,
        /// What happened, the oldest first.
        events: Vec<Message>,
    },
    /// The DNS record of a verified domain is gone; goes to every administrator.
    DomainMissing {
        /// The company.
        account_name: String,
        /// Which domain.
        domain: String,
        /// When it counts no more, unless the record is back.
        until: i64,
    },
    /// An administrator lets the vendor's support look into the account; goes to every administrator.
    SupportAllowed {
        /// The company.
        account_name: String,
        /// Who did it.
        actor: String,
        /// Until when.
        until: i64,
    },
    /// The brake holds many removals at once; goes to every administrator.
    RemovalsHeld {
        /// The company.
        account_name: String,
        /// Which connection.
        method: SignInMethod,
    },
}

impl Message {
    /// The stored name of the kind; the mail text's key.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::InvitationReminder { .. } => "invitation_reminder",
            Self::AccountReady { .. } => "account_ready",
            Self::PasswordReset { .. } => "password_reset",
            Self::PasswordChanged { .. } => "password_changed",
            Self::SecondFactorChanged { .. } => "second_factor_changed",
            Self::PasskeyChanged { .. } => "passkey_changed",
            Self::SignInMethodChanged { .. } => "sign_in_method_changed",
            Self::AddressChanged { .. } => "address_changed",
            Self::AddressConfirmation { .. } => "address_confirmation",
            Self::SignInAddressMoved { .. } => "sign_in_address_moved",
            Self::SignUp { .. } => "sign_up",
            Self::SignUpKnown => "sign_up_known",
            Self::SignUpBurnt => "sign_up_burnt",
            Self::TestDeleted => "test_deleted",
            Self::TestEnding { .. } => "test_ending",
            Self::TokenCreated { .. } => "token_created",
            Self::TokenRevoked { .. } => "token_revoked",
            Self::TokenRotated { .. } => "token_rotated",
            Self::TokenExpiring { .. } => "token_expiring",
            Self::TokenExpired { .. } => "token_expired",
            Self::ApiKeyChanged { .. } => "api_key_changed",
            Self::ConnectionChanged { .. } => "connection_changed",
            Self::ScimLapsing { .. } => "scim_lapsing",
            Self::ScimSilent { .. } => "scim_silent",
            Self::AdministratorKept { .. } => "administrator_kept",
            Self::AdministratorByRule { .. } => "administrator_by_rule",
            Self::IdentityChanged { .. } => "identity_changed",
            Self::LimitReached { .. } => "limit_reached",
            Self::Digest { .. } => "digest",
            Self::DomainMissing { .. } => "domain_missing",
            Self::SupportAllowed { .. } => "support_allowed",
            Self::RemovalsHeld { .. } => "removals_held",
        }
    }

    /// Which event administrators choose about; `None` for what is no news to administrators.
    pub(super) const fn event(&self) -> Option<Event> {
        match self {
            Self::TokenCreated { .. }
            | Self::TokenRevoked { .. }
            | Self::TokenRotated { .. }
            | Self::TokenExpiring { .. }
            | Self::TokenExpired { .. }
            | Self::ApiKeyChanged { .. } => Some(Event::Token),
            Self::AdministratorKept { .. } => Some(Event::AdministratorKept),
            Self::IdentityChanged { .. } => Some(Event::IdentityChanged),
            Self::RemovalsHeld { .. } => Some(Event::RemovalsHeld),
            Self::LimitReached { .. } => Some(Event::LimitReached),
            Self::SupportAllowed { .. } => Some(Event::SupportAccess),
            _ => None,
        }
    }

    /// One account may have thousands of them at once, and one address is to get few: they leave at a pace.
    pub(super) const fn is_paced(&self) -> bool {
        matches!(self, Self::Invitation { .. } | Self::InvitationReminder { .. })
    }
}
