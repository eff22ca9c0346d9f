//! Ids. Each kind has its own type, so a person's id never stands where a connection's belongs.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// Wraps a raw id, read from a row or a path.
            pub const fn new(id: uuid::Uuid) -> Self {
                Self(id)
            }

            /// The raw id, to bind it in a query.
            pub const fn get(self) -> uuid::Uuid {
                self.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            /// Accepts the hyphenated form alone, as the system prints it.
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                let id = uuid::Uuid::try_parse(s)?;
                if s.len() == 36 { Ok(Self(id)) } else { uuid::Uuid::try_parse("").map(Self) }
            }
        }
        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// A customer company.
    AccountId,
    /// A person in one account; also the `id` of the SCIM resource.
    UserId,
    /// One group of people; also the `id` of the SCIM resource.
    GroupId,
    /// One resource of a type that the product knows as data alone; also the `id` of the SCIM resource.
    CustomResourceId,
    /// SCIM switched on for one sign-in method of one account.
    ConnectionId,
    /// One bearer secret of a connection (its row, never the secret).
    TokenId,
    /// One key of the account to the API for programs (its row, never the secret).
    ApiKeyId,
    /// One invitation of one person.
    InvitationId,
    /// One person of the vendor's support.
    StaffId,
    /// One request, job or command; stands in audit rows and error pages.
    RequestId,
}
