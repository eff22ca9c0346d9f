//! Who acts: stands in audit rows and decides what a scope may become.

use uuid::Uuid;

use crate::model::{ApiKeyId, ConnectionId, Rights, StaffId, UserId};

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person of the account.
    User {
        /// Who.
        id: UserId,
        /// Their name at that moment.
        name: String,
        /// Their rights at that moment.
        rights: Rights,
    },
    /// The identity provider behind a connection.
    Scim {
        /// Through which connection.
        connection: ConnectionId,
    },
    /// A program of the account with an API key. It changes nothing, so no row says that it did.
    ApiKey {
        /// Which key.
        id: ApiKeyId,
        /// What the key is called.
        name: String,
    },
    /// Staff of the vendor.
    Support {
        /// Who.
        id: StaffId,
        /// Their name at that moment.
        name: String,
    },
    /// The vendor's operator at the command line.
    Operator,
    /// A worker of the product.
    System,
}

impl Actor {
    /// The word stored in audit rows.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::User { .. } => "user",
            Self::Scim { .. } => "scim",
            Self::ApiKey { .. } => "api_key",
            Self::Support { .. } => "support",
            Self::Operator => "operator",
            Self::System => "system",
        }
    }

    /// The name stored in audit rows, so that they stay readable when the person is gone.
    pub fn name(&self) -> &str {
        match self {
            Self::User { name, .. } | Self::ApiKey { name, .. } | Self::Support { name, .. } => name,
            Self::Scim { .. } => "SCIM",
            Self::Operator => "Operator",
            Self::System => "Einlass",
        }
    }

    /// What mail to the account calls them: whoever is none of its people says what they are.
    pub(in crate::domain) fn signature(&self) -> String {
        match self {
            Self::Support { name, .. } => format!("{name} (Support)"),
            other => other.name().to_owned(),
        }
    }

    pub(in crate::domain) const fn id(&self) -> Option<Uuid> {
        match self {
            Self::User { id, .. } => Some(id.get()),
            Self::Scim { connection } => Some(connection.get()),
            Self::ApiKey { id, .. } => Some(id.get()),
            Self::Support { id, .. } => Some(id.get()),
            Self::Operator | Self::System => None,
        }
    }
}
