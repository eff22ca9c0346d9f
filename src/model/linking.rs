//! What becomes of people whom an account knows already when an identity provider creates them.

/// A connection's policy for people of the account whom nobody manages yet (product B31). Whoever decides over others is never linked
/// without an administrator, whatever the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Linking {
    /// „Automatisch verknüpfen“: people whose address is confirmed are given to the connection.
    Automatic,
    /// „Nachfragen“: an administrator decides about each of them.
    Ask,
}

super::named!(Linking { Automatic = "automatic", Ask = "ask" });
