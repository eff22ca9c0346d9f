//! The core Group schema (RFC 7643 section 4.2).

use std::sync::LazyLock;

use super::super::limits::{MAX_MEMBER_VALUES, MAX_NAME_CHARS};
use super::{Attribute, Mutability, Returned, Schema};

/// URN of the core Group schema.
pub const GROUP_SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// The attribute that holds who is in a group.
pub const MEMBERS: &str = "members";

/// The core Group schema. Members are people; a group is never one.
pub static GROUP: LazyLock<Schema> = LazyLock::new(|| {
    let members = Attribute::complex(
        MEMBERS,
        "The people in the group.",
        vec![
            immutable(Attribute::string("value", "Identifier of the person.").exact().required()),
            immutable(Attribute::reference("$ref", "Address of the person.", &["User"])),
            immutable(Attribute::string("type", "What kind of member it is.").canonical(&["User"])),
            // Not by default: RFC 7643 section 8.7.1 has none, and a name that changes is no new version of the group. But clients
            // that make their models of the schema send one.
            Attribute {
                returned: Returned::Request,
                ..Attribute::string("display", "Name of the person.").read_only()
            },
        ],
    );
    Schema {
        id: GROUP_SCHEMA.to_owned(),
        name: "Group".to_owned(),
        description: "Group".to_owned(),
        attributes: vec![
            Attribute::string("displayName", "Name of the group; unique in the connection without case.")
                .required()
                .unique()
                .max(MAX_NAME_CHARS),
            Attribute { max_values: MAX_MEMBER_VALUES, ..members.multi() },
        ],
    }
});

fn immutable(attribute: Attribute) -> Attribute {
    Attribute { mutability: Mutability::Immutable, ..attribute }
}
