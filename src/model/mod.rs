//! Values of the product that every layer speaks: ids, addresses, methods, plans, rights.
//!
//! Nothing here does I/O, reads a clock or draws randomness. A value that exists is valid: fields are private and constructors check.

mod api_key;
mod connection_profile;
mod email;
mod fold;
mod id;
mod idp_guide;
mod inviting;
mod language;
mod linking;
mod people_after;
mod plan;
mod provider_identity;
mod rights;
mod scim_cause;
mod scim_operation;
mod sign_in_method;
mod theme;
mod token_lifetime;

pub use api_key::{ApiArea, ApiKeyEnding, ApiKeyLifetime};
pub use connection_profile::ConnectionProfile;
pub use email::{EmailAddress, InvalidEmail};
pub use fold::fold;
pub use id::{
    AccountId, ApiKeyId, ConnectionId, CustomResourceId, GroupId, InvitationId, RequestId, StaffId, TokenId, UserId,
};
pub use idp_guide::IdpGuide;
pub use inviting::Inviting;
pub use language::Language;
pub use linking::Linking;
pub use people_after::PeopleAfter;
pub use plan::Plan;
pub use provider_identity::ProviderIdentity;
pub use rights::{Right, Rights};
pub use scim_cause::ScimCause;
pub use scim_operation::ScimOperation;
pub use sign_in_method::{Readiness, SignInMethod};
pub use theme::Theme;
pub use token_lifetime::{Overlap, TokenEnding, TokenLifetime};

/// A word that is not one of an enumeration's names.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("„{found}“ is not one of: {allowed}")]
pub struct UnknownName {
    found: String,
    allowed: &'static str,
}

/// Writes the text form of a plain enumeration once: names, parsing and display agree.
macro_rules! named {
    ($ty:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl $ty {
            /// Every value, in the order people see them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name used in the database, on the command line and in JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
        impl std::fmt::Display for $ty {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
        impl std::str::FromStr for $ty {
            type Err = $crate::model::UnknownName;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                match s {
                    $($name => Ok(Self::$variant),)+
                    other => Err($crate::model::UnknownName::new(other, concat!($($name, " "),+))),
                }
            }
        }
        impl serde::Serialize for $ty {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.name())
            }
        }
        impl<'de> serde::Deserialize<'de> for $ty {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                <std::borrow::Cow<'de, str>>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use named;

impl UnknownName {
    pub(crate) fn new(found: &str, allowed: &'static str) -> Self {
        Self { found: found.chars().take(40).collect(), allowed: allowed.trim_end() }
    }
}
