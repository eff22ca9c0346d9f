//! The SCIM error (RFC 7644 section 3.12): status, optional `scimType`, and a sentence for the administrator who reads it.

use std::borrow::Cow;
use std::fmt;

use serde_json::{Value, json};

/// URN of the error message schema.
pub const ERROR_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// The detail keywords of RFC 7644 section 3.12, table 9, and RFC 9865 section 2.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScimType {
    /// The filter is not valid or not supported for this attribute.
    InvalidFilter,
    /// More results than the server is willing to process.
    TooMany,
    /// A unique value is taken.
    Uniqueness,
    /// The attribute cannot be changed in this way.
    Mutability,
    /// The body is not JSON or does not have the structure of the message.
    InvalidSyntax,
    /// The `path` of a PATCH operation names nothing that exists.
    InvalidPath,
    /// The `path` of a PATCH operation selects no value.
    NoTarget,
    /// A value is missing or does not fit its attribute.
    InvalidValue,
    /// The protocol version is not supported.
    InvalidVers,
    /// The request carries sensitive data in its URI.
    Sensitive,
    /// The cursor is none of this query (RFC 9865 section 2.1).
    InvalidCursor,
    /// The cursor is older than `cursorTimeout` (RFC 9865 section 2.1).
    ExpiredCursor,
    /// The page size is outside the limits, or another one than the cursor was given for (RFC 9865 section 2.1).
    InvalidCount,
}

impl ScimType {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::InvalidFilter,
        Self::TooMany,
        Self::Uniqueness,
        Self::Mutability,
        Self::InvalidSyntax,
        Self::InvalidPath,
        Self::NoTarget,
        Self::InvalidValue,
        Self::InvalidVers,
        Self::Sensitive,
        Self::InvalidCursor,
        Self::ExpiredCursor,
        Self::InvalidCount,
    ];

    /// The keyword as it stands on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidFilter => "invalidFilter",
            Self::TooMany => "tooMany",
            Self::Uniqueness => "uniqueness",
            Self::Mutability => "mutability",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::NoTarget => "noTarget",
            Self::InvalidValue => "invalidValue",
            Self::InvalidVers => "invalidVers",
            Self::Sensitive => "sensitive",
            Self::InvalidCursor => "invalidCursor",
            Self::ExpiredCursor => "expiredCursor",
            Self::InvalidCount => "invalidCount",
        }
    }

    /// The HTTP status RFC 7644 gives to this keyword.
    pub const fn status(self) -> u16 {
        match self {
            Self::Uniqueness => 409,
            Self::Sensitive => 403,
            Self::InvalidFilter
            | Self::TooMany
            | Self::Mutability
            | Self::InvalidSyntax
            | Self::InvalidPath
            | Self::NoTarget
            | Self::InvalidValue
            | Self::InvalidVers
            | Self::InvalidCursor
            | Self::ExpiredCursor
            | Self::InvalidCount => 400,
        }
    }
}

/// A refusal, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScimError {
    /// HTTP status.
    pub status: u16,
    /// Keyword, when the RFC has one for the case.
    pub scim_type: Option<ScimType>,
    /// One or two plain sentences.
    pub detail: Cow<'static, str>,
    /// A finer reason than the keyword, where a place knows one: a word that the request log explains. Never on the wire.
    pub cause: Option<&'static str>,
}

impl ScimError {
    /// A refusal with a keyword; the status follows from it.
    pub fn of(scim_type: ScimType, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { status: scim_type.status(), scim_type: Some(scim_type), detail: detail.into(), cause: None }
    }

    /// A refusal that has a status and no keyword.
    pub fn status(status: u16, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { status, scim_type: None, detail: detail.into(), cause: None }
    }

    /// 400 `invalidValue`.
    pub fn value(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::of(ScimType::InvalidValue, detail)
    }

    /// 400 `invalidSyntax`.
    pub fn syntax(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::of(ScimType::InvalidSyntax, detail)
    }

    /// The same with a finer reason.
    #[must_use]
    pub const fn because(mut self, cause: &'static str) -> Self {
        self.cause = Some(cause);
        self
    }

    /// The body of the answer. `status` is a string (RFC 7644 section 3.12).
    pub fn body(&self) -> Value {
        let mut body = json!({
            "schemas": [ERROR_SCHEMA],
            "status": self.status.to_string(),
            "detail": self.detail,
        });
        if let Some(scim_type) = self.scim_type {
            body["scimType"] = scim_type.as_str().into();
        }
        body
    }
}

impl fmt::Display for ScimError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.scim_type {
            Some(scim_type) => write!(f, "{} {}: {}", self.status, scim_type.as_str(), self.detail),
            None => write!(f, "{}: {}", self.status, self.detail),
        }
    }
}

impl std::error::Error for ScimError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_is_a_string_and_the_keyword_is_left_out_when_there_is_none() {
        let taken = ScimError::of(ScimType::Uniqueness, "taken").body();
        assert_eq!(
            taken,
            json!({"schemas": [ERROR_SCHEMA], "status": "409", "scimType": "uniqueness", "detail": "taken"})
        );
        let unknown = ScimError::status(404, "no such user").body();
        assert!(unknown.get("scimType").is_none());
    }
}
