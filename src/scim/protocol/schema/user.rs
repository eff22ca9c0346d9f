//! The core User schema (RFC 7643 section 4.1), every attribute.
//!
//! `password` is read-only here on purpose: people prove themselves by the sign-in method of their connection, so a
//! password sent by an identity provider is never stored. As with everything read-only, a POST or PUT leaves it out
//! and a PATCH of it is refused. It is listed because clients build their model of a person from this schema and
//! write to every attribute of RFC 7643 (Canaille).

use std::sync::LazyLock;

use super::super::limits::{MAX_ADDRESS_CHARS, MAX_BINARY_CHARS, MAX_NAME_CHARS};
use super::{Attribute, Kind, Schema};

/// URN of the core User schema.
pub const USER_SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

/// The core User schema.
pub static USER: LazyLock<Schema> = LazyLock::new(|| Schema {
    id: USER_SCHEMA.to_owned(),
    name: "User".to_owned(),
    description: "User Account".to_owned(),
    attributes: [single_values(), lists()].concat(),
});

fn single_values() -> Vec<Attribute> {
    let name = |name, description| Attribute::string(name, description).max(MAX_NAME_CHARS);
    vec![
        Attribute::string(
            "userName",
            "Name the person is matched by, usually the e-mail address; unique without case.",
        )
        .required()
        .unique()
        .max(MAX_ADDRESS_CHARS),
        Attribute::complex(
            "name",
            "The parts of the person's name.",
            vec![
                name("formatted", "The whole name as it is shown."),
                name("familyName", "Family name."),
                name("givenName", "Given name."),
                name("middleName", "Middle names."),
                name("honorificPrefix", "Title before the name."),
                name("honorificSuffix", "Suffix after the name."),
            ],
        ),
        name("displayName", "Name shown to others."),
        name("nickName", "Casual name."),
        Attribute::reference("profileUrl", "Address of the person's online profile.", &["external"]),
        name("title", "Job title."),
        name("userType", "Relation to the organisation, such as Employee or Contractor."),
        name("preferredLanguage", "Preferred language, as in an Accept-Language header."),
        name("locale", "Locale for formatting dates and numbers."),
        name("timezone", "Time zone name of the IANA database."),
        Attribute::new(Kind::Boolean, "active", "Whether the person may use the product.").required(),
        Attribute::string("password", "Never taken: people sign in by the method of their connection.")
            .exact()
            .read_only()
            .never(),
    ]
}

fn lists() -> Vec<Attribute> {
    vec![
        list(
            "emails",
            "E-mail addresses.",
            value(Kind::String, "E-mail address.").required().max(MAX_ADDRESS_CHARS),
            &["work", "home", "other"],
        ),
        list(
            "phoneNumbers",
            "Telephone numbers.",
            value(Kind::String, "Telephone number.").max(MAX_NAME_CHARS),
            &["work", "home", "mobile", "fax", "pager", "other"],
        ),
        list(
            "ims",
            "Instant messaging addresses.",
            value(Kind::String, "Instant messaging address."),
            &["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"],
        ),
        list(
            "photos",
            "Addresses of pictures of the person.",
            Attribute::reference("value", "Address of a picture.", &["external"]).max(MAX_BINARY_CHARS),
            &["photo", "thumbnail"],
        ),
        addresses(),
        Attribute::complex(
            "groups",
            "Groups the person belongs to; changed through the groups.",
            vec![
                Attribute::string("value", "Identifier of the group.").exact(),
                Attribute::reference("$ref", "Address of the group.", &["Group"]),
                Attribute::string("display", "Name of the group."),
                Attribute::string("type", "Whether the person is a member directly or through another group.")
                    .canonical(&["direct", "indirect"]),
            ],
        )
        .multi()
        .read_only(),
        list("entitlements", "Entitlements, kept as data without effect.", value(Kind::String, "Entitlement."), &[]),
        list("roles", "Roles, kept as data without effect on rights.", value(Kind::String, "Role."), &[]),
        list(
            "x509Certificates",
            "Certificates of the person.",
            value(Kind::Binary, "DER certificate in base64.").max(MAX_BINARY_CHARS),
            &[],
        ),
    ]
}

/// The usual multi-valued complex attribute (RFC 7643 section 2.4).
fn list(name: &str, description: &str, value: Attribute, types: &[&str]) -> Attribute {
    let parts = vec![
        value,
        Attribute::string("display", "Text to show.").max(MAX_NAME_CHARS),
        Attribute::string("type", "What the value is used for.").canonical(types).max(MAX_NAME_CHARS),
        Attribute::new(Kind::Boolean, "primary", "Whether this is the preferred value; at most one is."),
    ];
    Attribute::complex(name, description, parts).multi()
}

fn value(kind: Kind, description: &str) -> Attribute {
    Attribute::new(kind, "value", description)
}

fn addresses() -> Attribute {
    let part = |name, description| Attribute::string(name, description).max(1024);
    let parts = vec![
        part("formatted", "The whole address as it is shown."),
        part("streetAddress", "Street, house number and the like."),
        part("locality", "City."),
        part("region", "State or region."),
        part("postalCode", "Postal code."),
        part("country", "Country code of ISO 3166-1."),
        part("type", "What the address is used for.").canonical(&["work", "home", "other"]),
        Attribute::new(Kind::Boolean, "primary", "Whether this is the preferred address; at most one is."),
    ];
    Attribute::complex("addresses", "Postal addresses.", parts).multi()
}
