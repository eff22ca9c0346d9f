//! When people who arrive are mailed.

/// A connection's policy for the invitations of people who arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Inviting {
    /// „Sofort senden“.
    AtOnce,
    /// „Erst auf Knopfdruck“: an administrator sends them.
    OnDemand,
}

super::named!(Inviting { AtOnce = "at_once", OnDemand = "on_demand" });
