//! The enterprise extension of User (RFC 7643 section 4.3).

use std::sync::LazyLock;

use super::super::limits::MAX_NAME_CHARS;
use super::{Attribute, Schema};

/// URN of the enterprise extension.
pub const ENTERPRISE_SCHEMA: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// The enterprise extension.
pub static ENTERPRISE_USER: LazyLock<Schema> = LazyLock::new(|| {
    let text = |name, description| Attribute::string(name, description).max(MAX_NAME_CHARS);
    Schema {
        id: ENTERPRISE_SCHEMA.to_owned(),
        name: "EnterpriseUser".to_owned(),
        description: "Enterprise User".to_owned(),
        attributes: vec![
            text("employeeNumber", "Number given by the organisation."),
            text("costCenter", "Cost centre."),
            text("organization", "Organisation."),
            text("division", "Division."),
            text("department", "Department."),
            Attribute::complex(
                "manager",
                "The person's manager, kept as sent.",
                vec![
                    text("value", "Identifier of the manager."),
                    Attribute::reference("$ref", "Address of the manager.", &["User"]),
                    text("displayName", "Name of the manager.").read_only(),
                ],
            ),
        ],
    }
});
