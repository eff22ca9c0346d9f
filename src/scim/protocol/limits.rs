//! Every limit of the SCIM surface, once: enforced by the code and told by the discovery documents.

/// Largest request body in bytes.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;
/// Deepest nesting of objects and arrays in a body.
pub const MAX_JSON_DEPTH: usize = 32;
/// Longest filter or path in bytes.
pub const MAX_FILTER_BYTES: usize = 4096;
/// Deepest nesting of groups and value paths in a filter.
pub const MAX_FILTER_DEPTH: usize = 12;
/// Most comparisons in one filter.
pub const MAX_FILTER_TERMS: usize = 32;
/// Most operations in one PATCH.
pub const MAX_PATCH_OPERATIONS: usize = 100;
/// Most values (leaves) that the operations of one PATCH carry together.
pub const MAX_PATCH_VALUES: usize = 1000;
/// Most operations in one PATCH of a group: identity providers send one per member. A body of [`MAX_BODY_BYTES`] ends it before.
pub const MAX_MEMBER_OPERATIONS: usize = 10_000;
/// Most values that one request on a group carries. A body of [`MAX_BODY_BYTES`] ends it before.
pub const MAX_MEMBER_VALUES: usize = 100_000;
/// Most members in the answer to a PATCH that did not ask for them: a group that has more is answered 204.
pub const MAX_MEMBERS_AFTER_PATCH: usize = 20;
/// Most members in one page of groups; a page of one group has all of them.
pub const MAX_LISTED_MEMBERS: usize = 100_000;
/// Most operations in one bulk message. A body of [`MAX_BODY_BYTES`] ends it before.
pub const MAX_BULK_OPERATIONS: usize = 100;
/// Longest `bulkId` in characters.
pub const MAX_BULK_ID_CHARS: usize = 320;
/// Page size of a list when `count` is not given.
pub const DEFAULT_COUNT: usize = 100;
/// Largest page of a list; a larger `count` is cut to it.
pub const MAX_COUNT: usize = 200;
/// How long a cursor can be used, in seconds.
pub const CURSOR_SECONDS: u32 = 24 * 60 * 60;
/// Most values of one multi-valued attribute.
pub const MAX_VALUES: usize = 20;
/// Longest `userName` and e-mail address in characters.
pub const MAX_ADDRESS_CHARS: usize = 320;
/// Longest name (`name.*`, `displayName`, …) in characters.
pub const MAX_NAME_CHARS: usize = 256;
/// Longest other string in characters.
pub const MAX_STRING_CHARS: usize = 4096;
/// Longest base64 text or reference in characters (certificates, `data:` photos).
pub const MAX_BINARY_CHARS: usize = 64 * 1024;
