//! One operation on one attribute.

use serde_json::{Map, Value};

use super::super::dialects::{self, Dialect};
use super::super::error::{ScimError, ScimType};
use super::super::filter::Filter;
use super::super::matches;
use super::super::path::Path;
use super::super::resource::{self, Reading, check_values, is_primary};
use super::super::schema::{Attribute, Mutability};
use super::Op;

/// The attribute, part or values that an operation is about.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) attribute: &'a Attribute,
    pub(super) sub: Option<&'a Attribute>,
    pub(super) filter: Option<&'a Filter>,
    /// As it was written, for refusals.
    pub(super) path: &'a Path,
    pub(super) dialect: Dialect,
}

impl Target<'_> {
    /// Carries the operation out on `container`, the object that holds the attribute.
    pub(super) fn run(
        &self,
        op: Op,
        container: &mut Map<String, Value>,
        value: Option<Value>,
    ) -> Result<(), ScimError> {
        let name = &self.attribute.name;
        if op == Op::Add && value.as_ref().is_some_and(dialects::is_unassigned) {
            return Ok(()); // nothing is added
        }
        if let Some(filter) = self.filter.filter(|_| !self.attribute.multi_valued) {
            // The one value is meant when it is the one that was described.
            let meant = !self.selected(&list(container.get(name).cloned()), filter)?.is_empty();
            return match op {
                _ if meant => Target { filter: None, ..*self }.run(op, container, value),
                Op::Remove => Ok(()),
                Op::Add | Op::Replace => Err(self.no_target()),
            };
        }
        let before = container.get(name).cloned();
        let after = match (op, value) {
            (Op::Remove, value) => self.removed(before.clone(), value)?,
            (Op::Add | Op::Replace, None) => {
                return Err(ScimError::value(format!("{} has no value.", self.path)));
            }
            (op, Some(value)) => self.written(op, before.clone(), value)?,
        };
        if self.attribute.mutability == Mutability::Immutable && before.is_some() && before != after {
            return Err(ScimError::of(ScimType::Mutability, format!("{name} cannot be changed once it has a value.")));
        }
        match after {
            Some(value) => drop(container.insert(name.clone(), value)),
            None => drop(container.remove(name)),
        }
        Ok(())
    }

    fn no_target(&self) -> ScimError {
        ScimError::of(ScimType::NoTarget, format!("{} selects no value.", self.path))
    }

    const fn reading(&self) -> Reading {
        Reading::part(self.dialect)
    }

    /// The attribute after `add` or `replace`.
    fn written(&self, op: Op, before: Option<Value>, value: Value) -> Result<Option<Value>, ScimError> {
        if !self.attribute.multi_valued {
            return match self.sub {
                Some(sub) => self.with_part(before, sub, value),
                None => self.set(before, value),
            };
        }
        let stored = list(before);
        let values = match (self.filter, self.sub) {
            (Some(filter), _) => self.write_selected(op, stored, filter, &value)?,
            (None, Some(sub)) => self.write_part_of_all(stored, sub, &value)?,
            (None, None) => self.write_all(op, stored, value)?,
        };
        check_values(self.attribute, &values, &self.attribute.name)?;
        Ok(if values.is_empty() { None } else { Some(Value::Array(values)) })
    }

    /// A single value; the parts of a complex one that are not given stay (RFC 7644 section 3.5.2.1, 3.5.2.3).
    fn set(&self, before: Option<Value>, value: Value) -> Result<Option<Value>, ScimError> {
        let unassigned = dialects::is_unassigned(&value);
        let cleared = cleared_parts(self.attribute, &value);
        let value = resource::value_of(self.attribute, value, &self.attribute.name, self.reading())?;
        match (before, value) {
            (Some(Value::Object(mut stored)), value) if !unassigned || !cleared.is_empty() => {
                for part in cleared {
                    stored.remove(part);
                }
                if let Some(Value::Object(parts)) = value {
                    stored.extend(parts);
                }
                Ok(if stored.is_empty() { None } else { Some(Value::Object(stored)) })
            }
            (_, value) => Ok(value),
        }
    }

    fn with_part(&self, before: Option<Value>, sub: &Attribute, value: Value) -> Result<Option<Value>, ScimError> {
        let mut parts = match before {
            Some(Value::Object(parts)) => parts,
            _ => Map::new(),
        };
        match self.part(sub, value)? {
            Some(value) => drop(parts.insert(sub.name.clone(), value)),
            None => drop(parts.remove(&sub.name)),
        }
        Ok(if parts.is_empty() { None } else { Some(Value::Object(parts)) })
    }

    fn part(&self, sub: &Attribute, value: Value) -> Result<Option<Value>, ScimError> {
        resource::value_of(sub, value, &format!("{}.{}", self.attribute.name, sub.name), self.reading())
    }

    fn write_all(&self, op: Op, stored: Vec<Value>, value: Value) -> Result<Vec<Value>, ScimError> {
        let value = if op == Op::Add { Value::Array(list(Some(value))) } else { value };
        let given = list(resource::value_of(self.attribute, value, &self.attribute.name, self.reading())?);
        if op == Op::Replace {
            return Ok(given);
        }
        let mut values = stored;
        for value in given {
            if !values.contains(&value) {
                if is_primary(&value) {
                    values.iter_mut().for_each(demote);
                }
                values.push(value);
            }
        }
        Ok(values)
    }

    /// `emails.value` without filter means every value.
    fn write_part_of_all(
        &self,
        mut stored: Vec<Value>,
        sub: &Attribute,
        value: &Value,
    ) -> Result<Vec<Value>, ScimError> {
        if stored.is_empty() {
            stored.push(Value::Object(Map::new()));
        }
        let mut values = Vec::new();
        for item in stored {
            let after = self.with_part(Some(item), sub, value.clone())?;
            values.extend(after.filter(|after| resource::says_something(self.attribute, after)));
        }
        Ok(values)
    }

    fn write_selected(
        &self,
        op: Op,
        mut stored: Vec<Value>,
        filter: &Filter,
        value: &Value,
    ) -> Result<Vec<Value>, ScimError> {
        let known = stored.len();
        let mut selected = self.selected(&stored, filter)?;
        if selected.is_empty() {
            if !self.dialect.element_from_path(op) {
                return Err(self.no_target());
            }
            if dialects::is_unassigned(value) {
                return Ok(stored); // there is nothing to clear
            }
            let made = dialects::element_from_filter(filter).ok_or_else(|| self.no_target())?;
            let made = Value::Object(resource::complex_parts(self.attribute, made, self.dialect)?);
            // No value can be of type work and of type home.
            if self.selected(std::slice::from_ref(&made), filter)?.is_empty() {
                return Err(self.no_target());
            }
            selected.push(stored.len());
            stored.push(made);
        }
        let mut emptied = Vec::new();
        for &index in &selected {
            let was_primary = index < known && is_primary(&stored[index]);
            let after = match self.sub {
                Some(sub) => self.with_part(Some(stored[index].clone()), sub, value.clone())?,
                None => self.selected_value(op, &stored[index], filter, value)?,
            };
            match after.filter(|after| resource::says_something(self.attribute, after)) {
                Some(after) => {
                    if is_primary(&after) && !was_primary {
                        stored.iter_mut().for_each(demote);
                    }
                    stored[index] = after;
                }
                None => emptied.push(index),
            }
        }
        Ok(without(stored, &emptied))
    }

    /// `add` completes a selected value, `replace` puts the given one in its place; what the filter demanded stays. What is given may be a label
    /// alone, such as `{"primary":true}`: it takes the place of no value, so it completes the one it is put on.
    fn selected_value(
        &self,
        op: Op,
        stored: &Value,
        filter: &Filter,
        value: &Value,
    ) -> Result<Option<Value>, ScimError> {
        let value = self.dialect.array_wrapped_scalar(value.clone());
        if dialects::is_unassigned(&value) {
            return Ok(None);
        }
        let given = resource::label_or_value(self.attribute, value, &self.attribute.name, self.reading())?;
        let Some(given) = given else {
            return Ok(Some(stored.clone()).filter(|_| op == Op::Add));
        };
        let mut parts = match stored {
            Value::Object(stored) if op == Op::Add || !resource::says_something(self.attribute, &given) => {
                stored.clone()
            }
            _ => {
                let demanded = dialects::element_from_filter(filter).unwrap_or_default();
                resource::complex_parts(self.attribute, demanded, self.dialect)?
            }
        };
        if let Value::Object(given) = given {
            parts.extend(given);
        }
        Ok(Some(Value::Object(parts)))
    }

    /// The attribute after `remove`. Removing what is not there changes nothing: identity providers repeat themselves.
    fn removed(&self, before: Option<Value>, value: Option<Value>) -> Result<Option<Value>, ScimError> {
        let value = value.filter(|value| !dialects::is_unassigned(value));
        if !self.attribute.multi_valued {
            return match (self.sub, before) {
                (Some(sub), before) => self.with_part(before, sub, Value::Null),
                (None, _) => Ok(None),
            };
        }
        let stored = list(before);
        let values = match (self.filter, self.sub) {
            (Some(filter), sub) => {
                let selected = self.selected(&stored, filter)?;
                match sub {
                    Some(sub) => self.without_part(stored, &selected, sub)?,
                    None => without(stored, &selected),
                }
            }
            (None, Some(sub)) => {
                let all: Vec<usize> = (0..stored.len()).collect();
                self.without_part(stored, &all, sub)?
            }
            (None, None) => match value {
                Some(value) => {
                    self.dialect.removal_by_value(&self.attribute.name, !self.attribute.sub_attributes.is_empty())?;
                    let given = list(resource::value_of(self.attribute, value, &self.attribute.name, self.reading())?);
                    stored
                        .into_iter()
                        .filter(|item| !given.iter().any(|given| dialects::is_meant(given, item, self.attribute)))
                        .collect()
                }
                None => Vec::new(),
            },
        };
        Ok(if values.is_empty() { None } else { Some(Value::Array(values)) })
    }

    fn without_part(&self, stored: Vec<Value>, selected: &[usize], sub: &Attribute) -> Result<Vec<Value>, ScimError> {
        let mut values = Vec::new();
        for (index, item) in stored.into_iter().enumerate() {
            if selected.contains(&index) {
                let rest = self.with_part(Some(item), sub, Value::Null)?;
                values.extend(rest.filter(|rest| resource::says_something(self.attribute, rest)));
            } else {
                values.push(item);
            }
        }
        Ok(values)
    }

    fn selected(&self, stored: &[Value], filter: &Filter) -> Result<Vec<usize>, ScimError> {
        // Tried on an empty value too, so that a bad name is told even when there is nothing to select from.
        let as_path = |error: ScimError| ScimError::of(ScimType::InvalidPath, error.detail);
        self.dialect.check_part_literals(filter, self.attribute).map_err(as_path)?;
        matches::element(filter, &Value::Object(Map::new()), self.attribute).map_err(as_path)?;
        let mut selected = Vec::new();
        for (index, item) in stored.iter().enumerate() {
            if matches::element(filter, item, self.attribute).map_err(as_path)? {
                selected.push(index);
            }
        }
        Ok(selected)
    }
}

/// Names of the parts that `value` clears with `null` or `""`.
fn cleared_parts<'a>(attribute: &'a Attribute, value: &Value) -> Vec<&'a str> {
    let Value::Object(members) = value else {
        return Vec::new();
    };
    members
        .iter()
        .filter(|(_, value)| dialects::is_unassigned(value))
        .filter_map(|(name, _)| attribute.sub(name).map(|sub| sub.name.as_str()))
        .collect()
}

fn list(value: Option<Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(items)) => items,
        Some(value) => vec![value],
        None => Vec::new(),
    }
}

fn without(values: Vec<Value>, indices: &[usize]) -> Vec<Value> {
    values.into_iter().enumerate().filter(|(index, _)| !indices.contains(index)).map(|(_, value)| value).collect()
}

/// Another value became the primary one (RFC 7644 section 3.5.2).
fn demote(value: &mut Value) {
    if is_primary(value) {
        value["primary"] = Value::Bool(false);
    }
}
