//! The resource type `TestResource` of the public compliance suite `scim2/test-suite`: every data type, mutability, `returned` and
//! uniqueness of RFC 7643, so that what people and groups cannot show can be tried from outside. It is data alone, and stands for every
//! resource type that is: a build for tests offers it, a release never does.

use std::sync::LazyLock;

use super::super::limits::MAX_ADDRESS_CHARS;
use super::{Attribute, Kind, Mutability, ResourceType, Returned, Schema};

/// URN of the schema.
pub const TEST_RESOURCE_SCHEMA: &str = "urn:ietf:params:scim:schemas:test:2.0:TestResource";
/// URN of the extension, which every such resource has.
pub const TEST_EXTENSION_SCHEMA: &str = "urn:ietf:params:scim:schemas:extension:test:2.0:TestResource";

/// The resource type.
pub static TEST_RESOURCE_TYPE: LazyLock<ResourceType> = LazyLock::new(|| ResourceType {
    name: "TestResource",
    endpoint: "/TestResources",
    description: "Every kind of attribute there is, for test suites",
    core: core(),
    extensions: vec![extension()],
    required_extensions: &[TEST_EXTENSION_SCHEMA],
});

fn core() -> Schema {
    let text = |name| Attribute::string(name, "A text.");
    let typed = |kind, name| Attribute::new(kind, name, "A value of this type.");
    let multi_complex = vec![text("value"), text("type"), typed(Kind::Boolean, "primary")];
    Schema {
        id: TEST_RESOURCE_SCHEMA.to_owned(),
        name: "TestResource".to_owned(),
        description: "Every kind of attribute there is".to_owned(),
        attributes: vec![
            text("identifier").required().unique().max(MAX_ADDRESS_CHARS),
            text("caseExactString").exact(),
            text("caseInsensitiveString"),
            typed(Kind::Integer, "integerAttr"),
            typed(Kind::Decimal, "decimalAttr"),
            typed(Kind::Boolean, "booleanAttr"),
            typed(Kind::DateTime, "dateTimeAttr"),
            typed(Kind::Binary, "binaryAttr"),
            Attribute::reference("referenceAttr", "An address.", &["uri"]),
            text("readOnlyAttr").read_only(),
            Attribute { mutability: Mutability::Immutable, ..text("immutableAttr") },
            Attribute { mutability: Mutability::WriteOnly, ..text("writeOnlyAttr") }.never(),
            Attribute { returned: Returned::Request, ..text("requestOnlyAttr") },
            text("alwaysReturnedAttr").always(),
            text("multiStrings").multi(),
            Attribute::complex(
                "complexAttr",
                "An object.",
                vec![text("sub1"), typed(Kind::Integer, "sub2"), typed(Kind::Boolean, "sub3")],
            ),
            Attribute::complex("multiComplex", "Objects of which one is the primary.", multi_complex).multi(),
            text("uniqueString").unique().max(MAX_ADDRESS_CHARS),
        ],
    }
}

fn extension() -> Schema {
    Schema {
        id: TEST_EXTENSION_SCHEMA.to_owned(),
        name: "TestExtension".to_owned(),
        description: "What a required extension demands".to_owned(),
        attributes: vec![
            Attribute::string("extString", "A text."),
            Attribute::string("extRequired", "A text that is required.").required(),
            Attribute::new(Kind::Integer, "extInteger", "A whole number."),
        ],
    }
}
