//! Profiles of connections → dialects of the protocol.
//!
//! A profile of one client tolerates exactly what its recorded conversations in `tests/idp` need; `scim_profiles` holds the two together.

use super::protocol::dialects::{Dialect, Tolerance};
use crate::model::ConnectionProfile;

/// How a connection of this profile is spoken to.
pub const fn dialect(profile: ConnectionProfile) -> Dialect {
    use Tolerance::{
        ArrayWrappedScalar, BareText, BareValue, BooleanText, ElementFromPath, ExtensionNameWithoutUrn,
        FilterOnSingleValue, MembersWithOperation, NumberAsText, ObjectAsList, PatchWithoutSchemas, QualifiedName,
        ReadOnlyInWholeObject, RemovalByValue, UnknownMember, ValuePathInAttributes, VendorSchema,
    };
    match profile {
        ConnectionProfile::Auto => Dialect::AUTO,
        // Microsoft Entra ID wants nothing back of groups, which may be large.
        ConnectionProfile::Entra => Dialect::of(&[
            BooleanText,
            ArrayWrappedScalar,
            BareValue,
            ElementFromPath,
            RemovalByValue,
            QualifiedName,
            VendorSchema,
            NumberAsText,
            BareText,
            ValuePathInAttributes,
            ExtensionNameWithoutUrn,
            FilterOnSingleValue,
        ])
        .silent_about_groups(),
        ConnectionProfile::Okta => Dialect::of(&[ReadOnlyInWholeObject, VendorSchema, UnknownMember]),
        ConnectionProfile::OneLogin => Dialect::of(&[ObjectAsList, PatchWithoutSchemas, MembersWithOperation]),
        ConnectionProfile::JumpCloud | ConnectionProfile::Rauthy => Dialect::of(&[RemovalByValue]),
        ConnectionProfile::Authentik => Dialect::of(&[RemovalByValue, ReadOnlyInWholeObject]),
        ConnectionProfile::Sap => Dialect::of(&[ArrayWrappedScalar]).silent(),
        ConnectionProfile::Canaille => Dialect::STRICT.with_closed_models(),
        ConnectionProfile::Strict
        | ConnectionProfile::Google
        | ConnectionProfile::PocketId
        | ConnectionProfile::Rippling
        | ConnectionProfile::Ping => Dialect::STRICT,
    }
}
