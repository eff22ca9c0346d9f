//! Clients whose models of the discovery documents know RFC 7643 alone and refuse every document that says more.

/// The whole configuration is unreadable to such a client as soon as it carries `pagination` (RFC 9865 section 4, a
/// SHOULD), so it is left out for them; cursors are answered all the same.
///
/// Canaille 0.3 is built on `scim2-models` 0.6, which forbids members it does not know, and names itself by its HTTP
/// library alone.
pub fn knows_rfc_7643_alone(user_agent: &str) -> bool {
    user_agent.starts_with("python-httpx/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_models_and_others_see_everything() {
        assert!(knows_rfc_7643_alone("python-httpx/0.28.1"));
        for other in ["", "python-httpx2/2.16.2", "python-requests/2.34", "Okta SCIM Client 1.0.0"] {
            assert!(!knows_rfc_7643_alone(other), "{other}");
        }
    }
}
