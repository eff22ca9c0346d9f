//! The three operations on a resource in canonical form.

use serde_json::{Map, Value};

use super::super::dialects::{self, Dialect};
use super::super::error::{ScimError, ScimType};
use super::super::names::{Names, shortened};
use super::super::path::{AttrPath, Path};
use super::super::resource::{check_immutable, check_required, merged};
use super::super::schema::{Attribute, Named, ResourceType, Schema};
use super::target::Target;
use super::{Op, Operation};

/// The outcome of a PATCH.
#[derive(Debug, Clone, PartialEq)]
pub struct Patched {
    /// The resource afterwards, in canonical form.
    pub resource: Map<String, Value>,
    /// Whether it differs from before; if not, `lastModified` and the entity tag stay.
    pub changed: bool,
}

/// Applies `operations` in their order.
pub fn apply(
    operations: Vec<Operation>,
    before: &Map<String, Value>,
    kind: &ResourceType,
    dialect: Dialect,
) -> Result<Patched, ScimError> {
    checked(run(operations, before.clone(), kind, dialect)?, before, kind)
}

/// Carries out `operations` in their order. What comes of it is yet to be [`checked`]: what is left out on the way may be there in the end.
pub fn run(
    operations: Vec<Operation>,
    resource: Map<String, Value>,
    kind: &ResourceType,
    dialect: Dialect,
) -> Result<Map<String, Value>, ScimError> {
    let mut patch = Patch { resource, kind, dialect };
    for operation in operations {
        match operation.path {
            Some(path) => patch.at_path(operation.op, &path, operation.value, false)?,
            None => patch.whole(operation.op, operation.value)?,
        }
    }
    Ok(patch.resource)
}

/// What has become of `before`, where the schema allows it (RFC 7644 section 3.5.2).
pub fn checked(
    resource: Map<String, Value>,
    before: &Map<String, Value>,
    kind: &ResourceType,
) -> Result<Patched, ScimError> {
    if let Some(removed) = required_lost(before, &resource, kind) {
        return Err(ScimError::of(ScimType::Mutability, format!("{removed} is required and cannot be removed.")));
    }
    check_immutable(&resource, before, kind)?;
    check_required(&resource, kind)?;
    let changed = resource != *before;
    Ok(Patched { resource, changed })
}

/// The first required attribute that there was and is not any more (RFC 7644 section 3.5.2.2). An extension that goes as a whole takes its own along.
fn required_lost(before: &Map<String, Value>, after: &Map<String, Value>, kind: &ResourceType) -> Option<String> {
    lost(&kind.core, before, after).map(str::to_owned).or_else(|| {
        kind.extensions.iter().find_map(|schema| {
            let (before, after) = (before.get(&schema.id)?.as_object()?, after.get(&schema.id)?.as_object()?);
            Some(format!("{}:{}", schema.id, lost(schema, before, after)?))
        })
    })
}

fn lost<'a>(schema: &'a Schema, before: &Map<String, Value>, after: &Map<String, Value>) -> Option<&'a str> {
    let mut required = schema.attributes.iter().filter(|attribute| attribute.required).map(|it| it.name.as_str());
    required.find(|name| before.contains_key(*name) && !after.contains_key(*name))
}

/// A resource that operations are carried out on.
struct Patch<'a> {
    resource: Map<String, Value>,
    kind: &'a ResourceType,
    dialect: Dialect,
}

impl Patch<'_> {
    /// An operation without path: each member of the value is one with its name as the path.
    fn whole(&mut self, op: Op, value: Option<Value>) -> Result<(), ScimError> {
        let value = value.map(|value| self.dialect.array_wrapped_scalar(value));
        let Some(Value::Object(members)) = value else {
            return Err(ScimError::value("The value of an operation without path must be an object of attributes."));
        };
        // Beside what is meant, an object carries what the service writes; where there is nothing else, that is what is meant.
        let is_whole = members.keys().any(|name| !self.is_read_only(name) || is_common(name));
        let (mut names, mut named) = (Names::default(), Vec::with_capacity(members.len()));
        for (name, value) in members {
            names.take(&name)?;
            let path = name.parse::<Path>().map_err(|_| unknown(&name))?;
            named.push((name, path, value));
        }
        // An object has no order: which value is the primary one is said of a value that is there.
        named.sort_by_key(|(_, path, _)| path.sub.as_deref().is_some_and(|part| part.eq_ignore_ascii_case("primary")));
        for (name, path, value) in named {
            let is_extension = matches!(self.kind.resolve(&path.attribute), Some(Named::Extension(_)));
            if !is_extension && !self.dialect.qualified_name(&path.attribute) {
                return Err(ScimError::of(
                    ScimType::InvalidPath,
                    format!(
                        "{} is the path of an attribute. Send it as the path of an operation; in a value, attributes stand under their own names.",
                        shortened(&name)
                    ),
                ));
            }
            self.at_path(op, &path, Some(value), is_whole)?;
        }
        Ok(())
    }

    fn is_read_only(&self, name: &str) -> bool {
        let named = name.parse::<Path>().ok().and_then(|path| self.kind.resolve(&path.attribute));
        matches!(named, Some(Named::Attribute { attribute, .. }) if attribute.is_read_only())
    }

    fn at_path(&mut self, op: Op, path: &Path, value: Option<Value>, in_whole: bool) -> Result<(), ScimError> {
        let kind = self.kind;
        let named = kind.resolve(&path.attribute);
        let named = named.or_else(|| self.dialect.extension_name_without_urn(&path.attribute, kind));
        match named.ok_or_else(|| unknown(&path.to_string()))? {
            Named::Extension(schema) => {
                if path.filter.is_some() {
                    return Err(unknown(&path.to_string()));
                }
                self.whole_extension(schema, op, value)
            }
            Named::Attribute { extension, attribute, sub } => {
                let sub = match &path.sub {
                    Some(name) => Some(attribute.sub(name).ok_or_else(|| unknown(&path.to_string()))?),
                    None => sub,
                };
                let selectable = attribute.multi_valued || self.dialect.filter_on_single_value();
                if path.filter.is_some() && (attribute.sub_attributes.is_empty() || !selectable) {
                    return Err(ScimError::of(
                        ScimType::InvalidPath,
                        format!("{} has no values to select from.", attribute.name),
                    ));
                }
                if attribute.is_read_only() || sub.is_some_and(Attribute::is_read_only) {
                    if self.dialect.read_only_in_whole_object(in_whole) {
                        return Ok(());
                    }
                    return Err(ScimError::of(
                        ScimType::Mutability,
                        format!("{path} is written by the service alone."),
                    ));
                }
                let mut container = match extension {
                    Some(schema) => match self.resource.remove(&schema.id) {
                        Some(Value::Object(members)) => members,
                        _ => Map::new(),
                    },
                    None => std::mem::take(&mut self.resource),
                };
                let target = Target { attribute, sub, filter: path.filter.as_ref(), path, dialect: self.dialect };
                let done = target.run(op, &mut container, value);
                if let Some(Value::Array(values)) = container.get_mut(&attribute.name) {
                    *values = merged(attribute, std::mem::take(values));
                }
                match extension {
                    Some(_) if container.is_empty() => {}
                    Some(schema) => drop(self.resource.insert(schema.id.clone(), Value::Object(container))),
                    None => self.resource = container,
                }
                done
            }
        }
    }

    /// An extension named as a whole: removed, or each member of the value is one of its attributes.
    fn whole_extension(&mut self, schema: &Schema, op: Op, value: Option<Value>) -> Result<(), ScimError> {
        let members = match (op, value.map(|value| self.dialect.array_wrapped_scalar(value))) {
            (Op::Remove, _) => {
                self.resource.remove(&schema.id);
                return Ok(());
            }
            (_, Some(Value::Object(members))) => members,
            (op, Some(value)) if dialects::is_unassigned(&value) => {
                if op == Op::Replace {
                    self.resource.remove(&schema.id);
                }
                return Ok(());
            }
            _ => {
                return Err(ScimError::value(format!("{} must be an object.", schema.id)));
            }
        };
        let mut names = Names::default();
        for (name, value) in members {
            names.take(&name)?;
            if dialects::schemas_inside_extension(&name) {
                continue;
            }
            let attribute: AttrPath = name.parse().map_err(|_| unknown(&name))?;
            let attribute = AttrPath { urn: Some(schema.id.clone()), ..attribute };
            self.at_path(op, &Path { attribute, filter: None, sub: None }, Some(value), true)?;
        }
        Ok(())
    }
}

/// Whether every resource has an attribute of this name (RFC 7643 section 3.1, and `schemas`).
fn is_common(name: &str) -> bool {
    ["id", "schemas", "meta"].iter().any(|common| name.eq_ignore_ascii_case(common))
}

fn unknown(path: &str) -> ScimError {
    ScimError::of(ScimType::InvalidPath, format!("There is no attribute {}.", shortened(path)))
}
