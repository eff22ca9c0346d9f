//! Plans a customer can be on.

/// The customer's plan. SCIM needs [`Plan::Premium`] (article, step 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Plan {
    /// Basic.
    Basic,
    /// Connect.
    Connect,
    /// Premium, the one with SCIM.
    Premium,
}

super::named!(Plan { Basic = "basic", Connect = "connect", Premium = "premium" });
