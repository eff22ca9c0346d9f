//! PATCH (RFC 7644 section 3.5.2): a message of ordered operations, applied to a resource in canonical form.
//!
//! The whole message applies or nothing does: operations work on a copy. Every path is resolved against the schema
//! before anything is written, so a name the schema does not know can never become a member of the resource.

mod apply;
mod target;

use serde_json::{Map, Value};

use super::dialects::Dialect;
use super::error::{ScimError, ScimType};
use super::limits::{MAX_PATCH_OPERATIONS, MAX_PATCH_VALUES};
use super::path::Path;

pub use apply::{Patched, apply, checked, run};

/// URN of the PATCH message.
pub const PATCH_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Adds a value, or sets one that holds a single value.
    Add,
    /// Puts a value in the place of what is there.
    Replace,
    /// Takes values away.
    Remove,
}

/// One operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// What it does.
    pub op: Op,
    /// Where; without it the value is an object of attributes.
    pub path: Option<Path>,
    /// With what.
    pub value: Option<Value>,
}

/// Reads a PATCH message.
pub fn parse(body: Map<String, Value>, dialect: Dialect) -> Result<Vec<Operation>, ScimError> {
    parse_up_to(body, MAX_PATCH_OPERATIONS, MAX_PATCH_VALUES, dialect)
}

/// Reads a PATCH message of at most `most_operations` that carry at most `most_values` together.
pub fn parse_up_to(
    body: Map<String, Value>,
    most_operations: usize,
    most_values: usize,
    dialect: Dialect,
) -> Result<Vec<Operation>, ScimError> {
    let without_schemas = dialect.patch_without_schemas(&body);
    let mut schemas = None;
    let mut operations = None;
    for (name, value) in body {
        if name.eq_ignore_ascii_case("schemas") {
            schemas = Some(value);
        } else if name.eq_ignore_ascii_case("Operations") {
            operations = Some(value);
        }
    }
    let named = schemas
        .as_ref()
        .and_then(Value::as_array)
        .is_some_and(|urns| urns.iter().filter_map(Value::as_str).any(|urn| urn.eq_ignore_ascii_case(PATCH_SCHEMA)));
    if !named && !without_schemas {
        return Err(ScimError::syntax(format!("A PATCH message names {PATCH_SCHEMA} in schemas.")));
    }
    let Some(Value::Array(operations)) = operations else {
        return Err(ScimError::syntax("A PATCH message has a list of Operations."));
    };
    if operations.is_empty() {
        return Err(ScimError::syntax("The list of Operations is empty."));
    }
    if operations.len() > most_operations {
        return Err(ScimError::syntax(format!("A PATCH message has at most {most_operations} operations.")));
    }
    if operations.iter().map(leaves).sum::<usize>() > most_values {
        return Err(ScimError::syntax(format!(
            "The operations of a PATCH message carry at most {most_values} values."
        )));
    }
    operations.into_iter().enumerate().map(|(index, operation)| parse_one(index, operation)).collect()
}

fn parse_one(index: usize, operation: Value) -> Result<Operation, ScimError> {
    let number = index + 1;
    let Value::Object(members) = operation else {
        return Err(ScimError::syntax(format!("Operation {number} is no object.")));
    };
    let (mut op, mut path, mut value) = (None, None, None);
    for (name, member) in members {
        match name.to_ascii_lowercase().as_str() {
            "op" => op = Some(member),
            "path" => path = Some(member),
            "value" => value = Some(member),
            _ => {}
        }
    }
    let op = match op.as_ref().and_then(Value::as_str).map(str::to_ascii_lowercase).as_deref() {
        Some("add") => Op::Add,
        Some("replace") => Op::Replace,
        Some("remove") => Op::Remove,
        _ => {
            return Err(ScimError::syntax(format!("The op of operation {number} must be add, replace or remove.")));
        }
    };
    let path = match path {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) if text.trim().is_empty() => None,
        Some(Value::String(text)) => Some(text.parse::<Path>().map_err(super::filter::ParseError::into_path_error)?),
        Some(_) => {
            return Err(ScimError::of(ScimType::InvalidPath, format!("The path of operation {number} is no text.")));
        }
    };
    match (op, &path, &value) {
        (Op::Remove, None, _) => {
            return Err(ScimError::of(ScimType::NoTarget, format!("Operation {number} removes without a path.")));
        }
        (Op::Add | Op::Replace, _, None) => {
            return Err(ScimError::value(format!("Operation {number} has no value.")));
        }
        _ => {}
    }
    Ok(Operation { op, path, value })
}

fn leaves(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(leaves).sum(),
        Value::Object(members) => members.values().map(leaves).sum(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests;
