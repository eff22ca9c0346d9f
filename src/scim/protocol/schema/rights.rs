//! The schemas of Okta's discovery of roles and entitlements (Okta, SCIM with entitlements): what the product can grant.
//!
//! They say what there is and change nothing: rights never come from SCIM data.

use std::sync::LazyLock;

use super::{Attribute, ResourceType, Schema};

/// URN of the Role schema.
pub const ROLE_SCHEMA: &str = "urn:okta:scim:schemas:core:1.0:Role";
/// URN of the Entitlement schema.
pub const ENTITLEMENT_SCHEMA: &str = "urn:okta:scim:schemas:core:1.0:Entitlement";

/// The Role resource: a right that a person can have.
pub static ROLE_TYPE: LazyLock<ResourceType> = LazyLock::new(|| ResourceType {
    name: "Role",
    endpoint: "/Roles",
    description: "A right that administrators give in the customer portal",
    core: read_only(ROLE_SCHEMA, "Role", "A right of a person, given in the customer portal alone"),
    extensions: Vec::new(),
    required_extensions: &[],
});

/// The Entitlement resource: what a person takes up.
pub static ENTITLEMENT_TYPE: LazyLock<ResourceType> = LazyLock::new(|| ResourceType {
    name: "Entitlement",
    endpoint: "/Entitlements",
    description: "What a person takes up of what the account has",
    core: read_only(ENTITLEMENT_SCHEMA, "Entitlement", "What a person takes up of what the account has"),
    extensions: Vec::new(),
    required_extensions: &[],
});

fn read_only(id: &str, name: &str, description: &str) -> Schema {
    Schema {
        id: id.to_owned(),
        name: name.to_owned(),
        description: description.to_owned(),
        attributes: [
            Attribute::string("displayName", "Name as the customer portal shows it."),
            Attribute::string("type", "What kind it is of."),
            Attribute::string("description", "What it means; at most 1,000 characters."),
        ]
        .map(Attribute::read_only)
        .to_vec(),
    }
}
