//! What can be tolerated, and a dialect as a choice of it.

use super::super::schema::{GROUP_TYPE, ResourceType};

/// Something that is sent beyond the RFC and read as what it means. What every profile reads alike is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tolerance {
    /// [`Dialect::boolean_text`]
    BooleanText,
    /// [`Dialect::array_wrapped_scalar`]
    ArrayWrappedScalar,
    /// [`Dialect::object_as_list`]
    ObjectAsList,
    /// [`Dialect::bare_value`]
    BareValue,
    /// [`Dialect::element_from_path`]
    ElementFromPath,
    /// [`Dialect::removal_by_value`]
    RemovalByValue,
    /// [`Dialect::read_only_in_whole_object`]
    ReadOnlyInWholeObject,
    /// [`Dialect::qualified_name`]
    QualifiedName,
    /// [`Dialect::vendor_schema`]
    VendorSchema,
    /// [`Dialect::patch_without_schemas`]
    PatchWithoutSchemas,
    /// [`Dialect::members_with_operation`]
    MembersWithOperation,
    /// [`Dialect::number_as_text`]
    NumberAsText,
    /// [`Dialect::unknown_member`]
    UnknownMember,
    /// [`Dialect::bare_text`]
    BareText,
    /// [`Dialect::value_path_in_attributes`]
    ValuePathInAttributes,
    /// [`Dialect::extension_name_without_urn`]
    ExtensionNameWithoutUrn,
    /// [`Dialect::filter_on_single_value`]
    FilterOnSingleValue,
}

impl Tolerance {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::BooleanText,
        Self::ArrayWrappedScalar,
        Self::ObjectAsList,
        Self::BareValue,
        Self::ElementFromPath,
        Self::RemovalByValue,
        Self::ReadOnlyInWholeObject,
        Self::QualifiedName,
        Self::VendorSchema,
        Self::PatchWithoutSchemas,
        Self::MembersWithOperation,
        Self::NumberAsText,
        Self::UnknownMember,
        Self::BareText,
        Self::ValuePathInAttributes,
        Self::ExtensionNameWithoutUrn,
        Self::FilterOnSingleValue,
    ];

    /// The name of the function.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BooleanText => "boolean_text",
            Self::ArrayWrappedScalar => "array_wrapped_scalar",
            Self::ObjectAsList => "object_as_list",
            Self::BareValue => "bare_value",
            Self::ElementFromPath => "element_from_path",
            Self::RemovalByValue => "removal_by_value",
            Self::ReadOnlyInWholeObject => "read_only_in_whole_object",
            Self::QualifiedName => "qualified_name",
            Self::VendorSchema => "vendor_schema",
            Self::PatchWithoutSchemas => "patch_without_schemas",
            Self::MembersWithOperation => "members_with_operation",
            Self::NumberAsText => "number_as_text",
            Self::UnknownMember => "unknown_member",
            Self::BareText => "bare_text",
            Self::ValuePathInAttributes => "value_path_in_attributes",
            Self::ExtensionNameWithoutUrn => "extension_name_without_urn",
            Self::FilterOnSingleValue => "filter_on_single_value",
        }
    }
}

/// Which resources have their PATCH answered 204, unless `attributes` asks for more (RFC 7644 section 3.5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Silent {
    Never,
    AboutGroups,
    Always,
}

/// How one connection is spoken to: asked wherever the strict answer would be an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    tolerances: &'static [Tolerance],
    silent: Silent,
    closed_models: bool,
}

impl Dialect {
    /// Tolerant of everything.
    pub const AUTO: Self = Self::of(Tolerance::ALL);
    /// The RFC to the letter.
    pub const STRICT: Self = Self::of(&[]);

    /// One that tolerates these.
    pub const fn of(tolerances: &'static [Tolerance]) -> Self {
        Self { tolerances, silent: Silent::Never, closed_models: false }
    }

    /// The same, with every PATCH of a group answered 204.
    #[must_use]
    pub const fn silent_about_groups(self) -> Self {
        Self { silent: Silent::AboutGroups, ..self }
    }

    /// The same, with every PATCH answered 204.
    #[must_use]
    pub const fn silent(self) -> Self {
        Self { silent: Silent::Always, ..self }
    }

    /// The same, for a client that refuses a configuration with members that RFC 7643 does not know.
    #[must_use]
    pub const fn with_closed_models(self) -> Self {
        Self { closed_models: true, ..self }
    }

    /// Whether the configuration leaves `pagination` (RFC 9865 section 4, a SHOULD) out; cursors are answered all the same.
    ///
    /// Canaille 0.3 is built on `scim2-models` 0.6, which refuses the whole document otherwise.
    pub const fn knows_rfc_7643_alone(self) -> bool {
        self.closed_models
    }

    /// Whether this is read as what it means.
    pub fn tolerates(self, tolerance: Tolerance) -> bool {
        self.tolerances.contains(&tolerance)
    }

    /// Everything that is read as what it means.
    pub const fn tolerances(self) -> &'static [Tolerance] {
        self.tolerances
    }

    /// Whether a PATCH of such a resource is answered 204 unless `attributes` asks for more.
    pub fn answers_patch_with_nothing(self, kind: &ResourceType) -> bool {
        match self.silent {
            Silent::Never => false,
            Silent::AboutGroups => kind.name == GROUP_TYPE.name,
            Silent::Always => true,
        }
    }
}
