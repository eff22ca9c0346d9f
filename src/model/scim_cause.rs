//! Why a SCIM request was refused, as the request log keeps it and the portal explains it.

/// One reason an identity provider can meet. Finer than status and `scimType`: each has a fix of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ScimCause {
    /// No credentials, or not exactly one `Authorization: Bearer`.
    TokenMissing,
    /// What was sent is no SCIM Access Token of ours: cut off, or something else.
    TokenMalformed,
    /// A well-formed token that nobody holds.
    TokenUnknown,
    /// A token that was revoked.
    TokenRevoked,
    /// A token whose time is over.
    TokenExpired,
    /// The token of another connection of the account.
    TokenOfOtherConnection,
    /// Too many bad tokens from one address.
    TooManyBadTokens,
    /// More requests a second than one token may send.
    TooManyRequests,
    /// The plan lacks SCIM.
    NotPremium,
    /// The automatic adjustment of licences is off.
    NoAutomaticLicences,
    /// An administrator has paused the connection.
    Paused,
    /// The address is no SCIM endpoint.
    NoEndpoint,
    /// The endpoint does not know the method.
    BadMethod,
    /// Nothing is kept under the id.
    NotThere,
    /// A discovery document was asked for with a filter.
    DiscoveryFiltered,
    /// `/Me`: a token is nobody.
    MeUnsupported,
    /// The body, or the bulk message, is too large.
    TooLarge,
    /// The body is of another media type.
    MediaType,
    /// The client takes no JSON.
    NotAcceptable,
    /// The body is no message of the protocol.
    InvalidSyntax,
    /// The resource was changed meanwhile.
    ChangedMeanwhile,
    /// There is no address to invite somebody at.
    EmailMissing,
    /// The address is none.
    EmailInvalid,
    /// A required attribute is missing or empty.
    AttributeMissing,
    /// A value does not fit its attribute.
    ValueInvalid,
    /// A member is nobody whom the connection manages.
    MemberUnknown,
    /// A group was to be a member.
    GroupNested,
    /// The filter cannot be used.
    FilterInvalid,
    /// The filter finds too much or takes too long.
    FilterTooExpensive,
    /// The cursor is none of this list.
    CursorInvalid,
    /// The cursor is too old.
    CursorExpired,
    /// The page size is none.
    CountInvalid,
    /// A PATCH names an attribute that does not exist.
    PathInvalid,
    /// A PATCH selects nothing.
    NoTarget,
    /// The attribute cannot be changed.
    Immutable,
    /// The last administrator would lose access.
    LastAdministrator,
    /// The connection manages somebody with this name or address already.
    AlreadyManaged,
    /// A suspended person has the name and another `externalId`.
    AnotherExternalId,
    /// Another connection of the account manages them.
    ManagedElsewhere,
    /// Invited by hand, and they sign in by another address.
    LinkAnotherAddress,
    /// Invited by hand, and not accepted yet.
    LinkNotConfirmed,
    /// Invited by hand, and without access.
    LinkNotActive,
    /// Invited by hand, and they decide over others.
    LinkPrivileged,
    /// The connection asks before it links.
    LinkAsked,
    /// An administrator declined to link them.
    LinkDeclined,
    /// The `externalId` is taken.
    ExternalIdTaken,
    /// Name, address or `externalId` belong to somebody else.
    ValueTaken,
    /// The name of the group is taken.
    GroupTaken,
    /// Another operation of the bulk message failed before.
    BulkReference,
    /// We failed.
    Failed,
    /// We are away for a moment.
    Unavailable,
}

super::named!(ScimCause {
    TokenMissing = "token_missing",
    TokenMalformed = "token_malformed",
    TokenUnknown = "token_unknown",
    TokenRevoked = "token_revoked",
    TokenExpired = "token_expired",
    TokenOfOtherConnection = "token_of_other_connection",
    TooManyBadTokens = "too_many_bad_tokens",
    TooManyRequests = "too_many_requests",
    NotPremium = "not_premium",
    NoAutomaticLicences = "no_automatic_licences",
    Paused = "paused",
    NoEndpoint = "no_endpoint",
    BadMethod = "bad_method",
    NotThere = "not_there",
    DiscoveryFiltered = "discovery_filtered",
    MeUnsupported = "me_unsupported",
    TooLarge = "too_large",
    MediaType = "media_type",
    NotAcceptable = "not_acceptable",
    InvalidSyntax = "invalid_syntax",
    ChangedMeanwhile = "changed_meanwhile",
    EmailMissing = "email_missing",
    EmailInvalid = "email_invalid",
    AttributeMissing = "attribute_missing",
    ValueInvalid = "value_invalid",
    MemberUnknown = "member_unknown",
    GroupNested = "group_nested",
    FilterInvalid = "filter_invalid",
    FilterTooExpensive = "filter_too_expensive",
    CursorInvalid = "cursor_invalid",
    CursorExpired = "cursor_expired",
    CountInvalid = "count_invalid",
    PathInvalid = "path_invalid",
    NoTarget = "no_target",
    Immutable = "immutable",
    LastAdministrator = "last_administrator",
    AlreadyManaged = "already_managed",
    AnotherExternalId = "another_external_id",
    ManagedElsewhere = "managed_elsewhere",
    LinkAnotherAddress = "link_another_address",
    LinkNotConfirmed = "link_not_confirmed",
    LinkNotActive = "link_not_active",
    LinkPrivileged = "link_privileged",
    LinkAsked = "link_asked",
    LinkDeclined = "link_declined",
    ExternalIdTaken = "external_id_taken",
    ValueTaken = "value_taken",
    GroupTaken = "group_taken",
    BulkReference = "bulk_reference",
    Failed = "failed",
    Unavailable = "unavailable",
});
