//! The three operations on a resource in canonical form.

use serde_json::{Map, Value};

use super::super::dialects;
use super::super::error::{ScimError, ScimType};
use super::super::path::{AttrPath, Path};
use super::super::resource::{check_immutable, check_required, shortened};
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
) -> Result<Patched, ScimError> {
    let mut resource = before.clone();
    for operation in operations {
        match operation.path {
            Some(path) => at_path(&mut resource, kind, operation.op, &path, operation.value, false)?,
            None => whole(&mut resource, kind, operation.op, operation.value)?,
        }
    }
    if let Some(removed) = kind
        .core
        .attributes
        .iter()
        .find(|item| item.required && before.contains_key(&item.name) && !resource.contains_key(&item.name))
    {
        return Err(ScimError::of(
            ScimType::Mutability,
            format!("{} is required and cannot be removed.", removed.name),
        ));
    }
    check_immutable(&resource, before, kind)?;
    check_required(&resource, kind)?;
    let changed = resource != *before;
    Ok(Patched { resource, changed })
}

/// An operation without path: each member of the value is one with its name as the path. Names may be dotted or
/// carry a URN, as Microsoft Entra ID sends them with `aadOptscim062020`.
fn whole(
    resource: &mut Map<String, Value>,
    kind: &ResourceType,
    op: Op,
    value: Option<Value>,
) -> Result<(), ScimError> {
    let Some(Value::Object(members)) = value else {
        return Err(ScimError::value("The value of an operation without path must be an object of attributes."));
    };
    for (name, value) in members {
        let path = name.parse::<Path>().map_err(|_| unknown(&name))?;
        at_path(resource, kind, op, &path, Some(value), true)?;
    }
    Ok(())
}

fn at_path(
    resource: &mut Map<String, Value>,
    kind: &ResourceType,
    op: Op,
    path: &Path,
    value: Option<Value>,
    path_less: bool,
) -> Result<(), ScimError> {
    match kind.resolve(&path.attribute).ok_or_else(|| unknown(&path.to_string()))? {
        Named::Extension(schema) => {
            if path.filter.is_some() {
                return Err(unknown(&path.to_string()));
            }
            whole_extension(resource, kind, schema, op, value)
        }
        Named::Attribute { extension, attribute, sub } => {
            let sub = match &path.sub {
                Some(name) => Some(attribute.sub(name).ok_or_else(|| unknown(&path.to_string()))?),
                None => sub,
            };
            if path.filter.is_some() && (attribute.sub_attributes.is_empty() || !attribute.multi_valued) {
                return Err(ScimError::of(
                    ScimType::InvalidPath,
                    format!("{} has no values to select from.", attribute.name),
                ));
            }
            if attribute.is_read_only() || sub.is_some_and(Attribute::is_read_only) {
                if dialects::read_only_in_whole_object(path_less) {
                    return Ok(());
                }
                return Err(ScimError::of(ScimType::Mutability, format!("{path} is written by the service alone.")));
            }
            let mut container = match extension {
                Some(schema) => match resource.remove(&schema.id) {
                    Some(Value::Object(members)) => members,
                    _ => Map::new(),
                },
                None => std::mem::take(resource),
            };
            let done = Target { attribute, sub, filter: path.filter.as_ref(), path }.run(op, &mut container, value);
            match extension {
                Some(_) if container.is_empty() => {}
                Some(schema) => drop(resource.insert(schema.id.clone(), Value::Object(container))),
                None => *resource = container,
            }
            done
        }
    }
}

/// An extension named as a whole: removed, or each member of the value is one of its attributes.
fn whole_extension(
    resource: &mut Map<String, Value>,
    kind: &ResourceType,
    schema: &Schema,
    op: Op,
    value: Option<Value>,
) -> Result<(), ScimError> {
    let members = match (op, value) {
        (Op::Remove, _) | (Op::Replace, Some(Value::Null)) => {
            resource.remove(&schema.id);
            return Ok(());
        }
        (_, Some(Value::Object(members))) => members,
        _ => {
            return Err(ScimError::value(format!("{} must be an object.", schema.id)));
        }
    };
    for (name, value) in members {
        if dialects::schemas_inside_extension(&name) {
            continue;
        }
        let attribute: AttrPath = name.parse().map_err(|_| unknown(&name))?;
        let path = Path { attribute: AttrPath { urn: Some(schema.id.clone()), ..attribute }, filter: None, sub: None };
        at_path(resource, kind, op, &path, Some(value), true)?;
    }
    Ok(())
}

fn unknown(path: &str) -> ScimError {
    ScimError::of(ScimType::InvalidPath, format!("There is no attribute {}.", shortened(path)))
}
