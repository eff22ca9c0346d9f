//! What becomes of people whose SCIM connection is switched off.

/// What an administrator chooses for the people of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PeopleAfter {
    /// They stay as they are, and are managed by hand.
    #[default]
    Kept,
    /// Their access ends; they are managed by hand.
    Deactivated,
}

super::named!(PeopleAfter { Kept = "kept", Deactivated = "deactivated" });
