//! What a SCIM request wants to do.

/// The kinds of requests, as the request log tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScimOperation {
    /// `GET` of an endpoint, or a `/.search`.
    List,
    /// `GET` of one resource.
    Read,
    /// `POST` of an endpoint.
    Create,
    /// `PUT`.
    Replace,
    /// `PATCH`.
    Change,
    /// `DELETE`.
    Delete,
    /// `POST /Bulk`.
    Bulk,
    /// What the service can do.
    Discovery,
    /// Anything else.
    Other,
}

super::named!(ScimOperation {
    List = "list",
    Read = "read",
    Create = "create",
    Replace = "replace",
    Change = "change",
    Delete = "delete",
    Bulk = "bulk",
    Discovery = "discovery",
    Other = "other",
});

impl ScimOperation {
    /// Whether it is to change something.
    pub const fn changes(self) -> bool {
        match self {
            Self::Create | Self::Replace | Self::Change | Self::Delete | Self::Bulk => true,
            Self::List | Self::Read | Self::Discovery | Self::Other => false,
        }
    }
}
