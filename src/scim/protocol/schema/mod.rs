//! Attributes as data (RFC 7643 sections 2 and 7).
//!
//! Validation, PATCH, filters, projection and the discovery documents all read the same definitions, so none of
//! them can promise what another does not keep. Definitions are owned values: the built-in ones are made once per
//! process, and an account's own extension can be made at run time from the same types.

pub mod custom;
mod enterprise;
mod group;
mod resource_type;
mod rights;
mod test_resource;
mod user;

pub use enterprise::{ENTERPRISE_SCHEMA, ENTERPRISE_USER};
pub use group::{GROUP, GROUP_SCHEMA, MEMBERS};
pub use resource_type::{COMMON, GROUP_TYPE, Named, ResourceType, USER_TYPE};
pub use rights::{ENTITLEMENT_TYPE, ROLE_TYPE};
pub use test_resource::{TEST_EXTENSION_SCHEMA, TEST_RESOURCE_SCHEMA, TEST_RESOURCE_TYPE};
pub use user::{USER, USER_SCHEMA};

use super::limits::{MAX_STRING_CHARS, MAX_VALUES};

/// Data type of an attribute (RFC 7643 section 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Unicode text.
    String,
    /// `true` or `false`.
    Boolean,
    /// A number with a fraction.
    Decimal,
    /// A whole number.
    Integer,
    /// A moment with an offset, as in RFC 3339.
    DateTime,
    /// Base64 text.
    Binary,
    /// A URI.
    Reference,
    /// An object of sub-attributes.
    Complex,
}

/// Who may write an attribute and when (RFC 7643 section 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutability {
    /// Written by the service alone.
    ReadOnly,
    /// Written at any time.
    ReadWrite,
    /// Written once, at creation or when it has no value.
    Immutable,
    /// Written at any time, never returned.
    WriteOnly,
}

/// When an attribute is part of an answer (RFC 7643 section 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returned {
    /// In every answer.
    Always,
    /// In no answer.
    Never,
    /// Unless the request asks for other attributes.
    Default,
    /// When the request asks for it.
    Request,
}

/// Where no other resource may have the same value (RFC 7643 section 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uniqueness {
    /// Values may repeat.
    None,
    /// Unique in the account.
    Server,
    /// Unique everywhere.
    Global,
}

/// One attribute or sub-attribute.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// Name in its canonical spelling; matched without case.
    pub name: String,
    /// Data type.
    pub kind: Kind,
    /// Whether it holds a list.
    pub multi_valued: bool,
    /// What it means, for the schema document.
    pub description: String,
    /// Whether a resource must have it.
    pub required: bool,
    /// Whether comparisons respect case.
    pub case_exact: bool,
    /// Who may write it.
    pub mutability: Mutability,
    /// When it is returned.
    pub returned: Returned,
    /// Where it must be unique.
    pub uniqueness: Uniqueness,
    /// Suggested values; others are accepted.
    pub canonical_values: Vec<String>,
    /// For references: the kinds of resource it may point to.
    pub reference_types: Vec<String>,
    /// For complex attributes: its parts.
    pub sub_attributes: Vec<Attribute>,
    /// Longest text in characters.
    pub max_chars: usize,
    /// For lists: most values.
    pub max_values: usize,
}

impl Attribute {
    /// A single-valued, optional, writable attribute with the defaults of RFC 7643 section 2.2.
    pub fn new(kind: Kind, name: &str, description: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            multi_valued: false,
            description: description.to_owned(),
            required: false,
            case_exact: matches!(kind, Kind::Reference | Kind::Binary),
            mutability: Mutability::ReadWrite,
            returned: Returned::Default,
            uniqueness: Uniqueness::None,
            canonical_values: Vec::new(),
            reference_types: Vec::new(),
            sub_attributes: Vec::new(),
            max_chars: MAX_STRING_CHARS,
            max_values: MAX_VALUES,
        }
    }

    /// A text attribute.
    pub fn string(name: &str, description: &str) -> Self {
        Self::new(Kind::String, name, description)
    }

    /// An object of sub-attributes.
    pub fn complex(name: &str, description: &str, sub_attributes: Vec<Attribute>) -> Self {
        Self { sub_attributes, ..Self::new(Kind::Complex, name, description) }
    }

    /// A URI that points to one of `types`.
    pub fn reference(name: &str, description: &str, types: &[&str]) -> Self {
        Self { reference_types: owned(types), ..Self::new(Kind::Reference, name, description) }
    }

    /// The same, holding a list.
    #[must_use]
    pub fn multi(self) -> Self {
        Self { multi_valued: true, ..self }
    }

    /// The same, demanded of every resource.
    #[must_use]
    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same, compared with case.
    #[must_use]
    pub fn exact(self) -> Self {
        Self { case_exact: true, ..self }
    }

    /// The same, written by the service alone; its parts too.
    #[must_use]
    pub fn read_only(self) -> Self {
        let sub_attributes = self.sub_attributes.into_iter().map(Self::read_only).collect();
        Self { mutability: Mutability::ReadOnly, sub_attributes, ..self }
    }

    /// The same, in every answer.
    #[must_use]
    pub fn always(self) -> Self {
        Self { returned: Returned::Always, ..self }
    }

    /// The same, in no answer.
    #[must_use]
    pub fn never(self) -> Self {
        Self { returned: Returned::Never, ..self }
    }

    /// The same, unique in the account.
    #[must_use]
    pub fn unique(self) -> Self {
        Self { uniqueness: Uniqueness::Server, ..self }
    }

    /// The same with suggested values.
    #[must_use]
    pub fn canonical(self, values: &[&str]) -> Self {
        Self { canonical_values: owned(values), ..self }
    }

    /// The same with a limit of its own.
    #[must_use]
    pub fn max(self, max_chars: usize) -> Self {
        Self { max_chars, ..self }
    }

    /// The sub-attribute of this name, matched without case.
    pub fn sub(&self, name: &str) -> Option<&Attribute> {
        find(&self.sub_attributes, name)
    }

    /// Whether the service alone writes it.
    pub fn is_read_only(&self) -> bool {
        self.mutability == Mutability::ReadOnly
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn find<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
}

/// A named set of attributes.
#[derive(Debug, Clone)]
pub struct Schema {
    /// URN.
    pub id: String,
    /// Short name.
    pub name: String,
    /// What it describes.
    pub description: String,
    /// The attributes.
    pub attributes: Vec<Attribute>,
}

impl Schema {
    /// The attribute of this name, matched without case.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        find(&self.attributes, name)
    }
}
