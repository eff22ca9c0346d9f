//! Bulk messages (RFC 7644 section 3.7): their operations, and what these say of each other.
//!
//! A text `bulkId:x`, as a whole value anywhere in `data` or as the id in `path`, stands for the resource that the POST with the
//! `bulkId` x makes. Whatever is wrong with one operation is told in its own result; the message as a whole is refused only when
//! nobody could tell its operations apart.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::error::{ScimError, ScimType};
use super::json::whole_digits;
use super::limits::{MAX_BULK_ID_CHARS, MAX_BULK_OPERATIONS};
use super::names::shortened;

/// URN of the bulk message.
pub const BULK_REQUEST_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
/// URN of the answer to it.
pub const BULK_RESPONSE_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

/// What a reference to an operation starts with.
const REFERENCE: &str = "bulkId:";

/// A bulk message.
#[derive(Debug)]
pub struct Message {
    /// The operations in their order.
    pub operations: Vec<Operation>,
    /// `failOnErrors`: after so many errors the rest is left undone; without a number, or with 0, never.
    pub most_errors: Option<usize>,
}

/// One operation.
#[derive(Debug)]
pub struct Operation {
    /// Its method in capitals, as the result repeats it.
    pub method: String,
    /// What other operations call the resource it makes.
    pub bulk_id: Option<String>,
    /// What it does, or why it cannot be read.
    pub wanted: Result<Wanted, ScimError>,
}

/// What an operation does.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// To which kind of resource: the first part of the path, with its slash.
    pub endpoint: String,
    /// The version that the resource must have, as in `If-Match`.
    pub version: Option<String>,
    /// The change.
    pub action: Action,
}

/// A change of one resource. Ids and data may hold references.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// POST.
    Create(Map<String, Value>),
    /// PUT of the resource with this id.
    Replace(String, Map<String, Value>),
    /// PATCH of the resource with this id.
    Patch(String, Map<String, Value>),
    /// DELETE of the resource with this id.
    Remove(String),
}

/// Ids by `bulkId`.
pub type Ids = BTreeMap<String, String>;

impl Message {
    /// Reads a bulk message.
    pub fn parse(body: Map<String, Value>) -> Result<Self, ScimError> {
        let (mut schemas, mut operations, mut most_errors) = (None, None, None);
        for (name, value) in body {
            match name.to_ascii_lowercase().as_str() {
                "schemas" => schemas = Some(value),
                "operations" => operations = Some(value),
                "failonerrors" => most_errors = Some(value),
                _ => {}
            }
        }
        let urns = schemas.as_ref().and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if !urns.iter().filter_map(Value::as_str).any(|urn| urn.eq_ignore_ascii_case(BULK_REQUEST_SCHEMA)) {
            return Err(ScimError::syntax(format!("A bulk message names {BULK_REQUEST_SCHEMA} in schemas.")));
        }
        let Some(Value::Array(operations)) = operations else {
            return Err(ScimError::syntax("A bulk message has a list of Operations."));
        };
        if operations.len() > MAX_BULK_OPERATIONS {
            return Err(ScimError::status(
                413,
                format!(
                    "The bulk message has {} operations; maxOperations is {MAX_BULK_OPERATIONS}. Nothing was done.",
                    operations.len()
                ),
            ));
        }
        let mut operations: Vec<Operation> = operations
            .into_iter()
            .enumerate()
            .map(|(index, value)| operation(index, value))
            .collect::<Result<_, _>>()?;
        refuse_second_names(&mut operations);
        Ok(Self {
            operations,
            most_errors: most_errors.and_then(|value| fail_on_errors(&value).transpose()).transpose()?,
        })
    }

    /// The operations in an order in which everything is made before it is referred to, else in their own. Those that refer to each
    /// other in a circle stand together; most stand alone.
    pub fn order(&self) -> Vec<Vec<usize>> {
        let makers: BTreeMap<&str, usize> = (self.operations.iter().enumerate())
            .filter_map(|(index, operation)| Some((operation.makes()?, index)))
            .collect();
        let needs: Vec<Vec<usize>> = (self.operations.iter())
            .map(|operation| operation.references().iter().filter_map(|name| makers.get(*name).copied()).collect())
            .collect();
        let mut order =
            Order { needed: reach(&needs), needs, placed: vec![false; self.operations.len()], circles: vec![] };
        (0..self.operations.len()).for_each(|index| order.place(index));
        order.circles
    }

    /// Whether an operation makes something of this name.
    pub fn makes(&self, bulk_id: &str) -> bool {
        self.operations.iter().any(|operation| operation.makes() == Some(bulk_id))
    }
}

impl Operation {
    /// The name of what it makes.
    pub fn makes(&self) -> Option<&str> {
        let makes = matches!(self.wanted, Ok(Wanted { action: Action::Create(_), .. }));
        self.bulk_id.as_deref().filter(|_| makes)
    }

    /// The names of what it refers to.
    pub fn references(&self) -> BTreeSet<&str> {
        self.wanted.as_ref().map(Wanted::references).unwrap_or_default()
    }
}

impl Wanted {
    /// The names of what it refers to.
    pub fn references(&self) -> BTreeSet<&str> {
        self.texts().into_iter().filter_map(|text| text.strip_prefix(REFERENCE)).collect()
    }

    /// The id in its path, unless that is a reference.
    pub fn id(&self) -> Option<&str> {
        match &self.action {
            Action::Create(_) => None,
            Action::Replace(id, _) | Action::Patch(id, _) | Action::Remove(id) => {
                Some(id.as_str()).filter(|id| !id.starts_with(REFERENCE))
            }
        }
    }

    /// Every text in it that could name a resource.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        match &self.action {
            Action::Create(data) => data.values().for_each(|value| gather(value, &mut texts)),
            Action::Replace(id, data) | Action::Patch(id, data) => {
                texts.push(id.as_str());
                data.values().for_each(|value| gather(value, &mut texts));
            }
            Action::Remove(id) => texts.push(id.as_str()),
        }
        texts
    }

    /// The same with ids in the place of references, as far as they are known.
    #[must_use]
    pub fn resolved(mut self, ids: &Ids) -> Self {
        let known = |text: &mut String| {
            if let Some(id) = text.strip_prefix(REFERENCE).and_then(|name| ids.get(name)) {
                id.clone_into(text);
            }
        };
        match &mut self.action {
            Action::Create(data) => data.values_mut().for_each(|value| each_text(value, &known)),
            Action::Replace(id, data) | Action::Patch(id, data) => {
                known(id);
                data.values_mut().for_each(|value| each_text(value, &known));
            }
            Action::Remove(id) => known(id),
        }
        self
    }

    /// The same without the values that are still references, and without the elements of lists that hold one.
    #[must_use]
    pub fn without_references(mut self) -> Self {
        if let Action::Create(data) | Action::Replace(_, data) | Action::Patch(_, data) = &mut self.action {
            data.values_mut().for_each(clear_references);
        }
        self
    }
}

fn operation(index: usize, value: Value) -> Result<Operation, ScimError> {
    let Value::Object(members) = value else {
        return Err(ScimError::syntax(format!("Operation {} of the bulk message is no object.", index + 1)));
    };
    let (mut method, mut bulk_id, mut version, mut path, mut data) = (Value::Null, None, None, Value::Null, None);
    for (name, value) in members {
        match name.to_ascii_lowercase().as_str() {
            "method" => method = value,
            "bulkid" => bulk_id = Some(value).filter(|value| !value.is_null()),
            "version" => version = Some(value).filter(|value| !value.is_null()),
            "path" => path = value,
            "data" => data = Some(value),
            _ => {}
        }
    }
    let method = shortened(method.as_str().unwrap_or_default()).to_ascii_uppercase();
    let (bulk_id, named) = match bulk_id {
        None => (None, Ok(())),
        Some(Value::String(name)) if (1..=MAX_BULK_ID_CHARS).contains(&name.chars().count()) => (Some(name), Ok(())),
        Some(_) => {
            let detail = format!("The bulkId of an operation is a text of 1 to {MAX_BULK_ID_CHARS} characters.");
            (None, Err(ScimError::value(detail)))
        }
    };
    let version = match version {
        None => Ok(None),
        Some(Value::String(tag)) => Ok(Some(tag)),
        Some(_) => Err(ScimError::value("The version of an operation is the text of an entity tag.")),
    };
    let wanted = named.and_then(|()| wanted(&method, bulk_id.as_deref(), version?, path.as_str(), data));
    Ok(Operation { method, bulk_id, wanted })
}

fn wanted(
    method: &str,
    bulk_id: Option<&str>,
    version: Option<String>,
    path: Option<&str>,
    data: Option<Value>,
) -> Result<Wanted, ScimError> {
    let path = path.ok_or_else(|| ScimError::syntax("An operation has a path under the base URL, such as /Users."))?;
    // The rest of the path is one id, whatever stands in it: a bulkId may hold a slash.
    let (endpoint, id) = path.trim_start_matches('/').split_once('/').unwrap_or((path.trim_start_matches('/'), ""));
    let id = Some(id.to_owned()).filter(|id| !id.is_empty());
    let data = match data {
        Some(Value::Object(data)) => Ok(data),
        _ => Err(ScimError::syntax(format!("The data of a {method} operation is an object."))),
    };
    let action = match (method, id) {
        ("POST", None) if bulk_id.is_none() => {
            return Err(ScimError::value("A POST operation needs a bulkId (RFC 7644 section 3.7)."));
        }
        ("POST", None) => Action::Create(data?),
        ("PUT", Some(id)) => Action::Replace(id, data?),
        ("PATCH", Some(id)) => Action::Patch(id, data.and_then(without_references_in_paths)?),
        ("DELETE", Some(id)) => Action::Remove(id),
        ("POST" | "PUT" | "PATCH" | "DELETE", _) => {
            let path = shortened(path);
            return Err(ScimError::status(405, format!("The method {method} is not supported at {path}.")));
        }
        _ => return Err(ScimError::syntax("The method of an operation is POST, PUT, PATCH or DELETE.")),
    };
    Ok(Wanted { endpoint: format!("/{endpoint}"), version, action })
}

/// A reference is a whole value (RFC 7644 section 3.7.2). Inside of a path it would be compared as text, and select nothing without a word.
fn without_references_in_paths(patch: Map<String, Value>) -> Result<Map<String, Value>, ScimError> {
    let operations = patch.iter().find(|(name, _)| name.eq_ignore_ascii_case("Operations")).map(|(_, list)| list);
    let members = operations.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object).flatten();
    let mut paths = members.filter(|(name, _)| name.eq_ignore_ascii_case("path")).filter_map(|(_, path)| path.as_str());
    if paths.any(|path| path.contains(&format!("\"{REFERENCE}"))) {
        return Err(ScimError::of(
            ScimType::InvalidPath,
            "A reference to another operation is a whole value, never a part of a path.",
        ));
    }
    Ok(patch)
}

/// Nobody could tell what a name that is given twice refers to; the first one keeps it.
fn refuse_second_names(operations: &mut [Operation]) {
    let mut names = BTreeSet::new();
    for operation in operations {
        let second = operation.makes().is_some_and(|name| !names.insert(name.to_owned()));
        if second {
            let name = shortened(operation.bulk_id.as_deref().unwrap_or_default());
            operation.wanted =
                Err(ScimError::value(format!("The bulkId {name} already belongs to another operation.")));
        }
    }
}

fn fail_on_errors(value: &Value) -> Result<Option<usize>, ScimError> {
    match value {
        Value::Null => Ok(None),
        value => match value.as_number().and_then(whole_digits).filter(|digits| !digits.starts_with('-')) {
            // What an integer is in clients that know no absent one; to stop before anything is done is nobody's wish.
            Some(digits) if digits == "0" => Ok(None),
            // A number too large to be counted to stops nothing.
            Some(digits) => Ok(Some(digits.parse().unwrap_or(usize::MAX))),
            None => Err(ScimError::value("failOnErrors is a whole number of errors, 0 or more; 0 sets no limit.")),
        },
    }
}

/// `reach[a][b]`: a refers to b, directly or through others.
fn reach(needs: &[Vec<usize>]) -> Vec<Vec<bool>> {
    let count = needs.len();
    let mut reach = vec![vec![false; count]; count];
    for (from, needed) in needs.iter().enumerate() {
        for &to in needed {
            reach[from][to] = true;
        }
    }
    for through in 0..count {
        let beyond = reach[through].clone();
        for row in reach.iter_mut().filter(|row| row[through]) {
            row.iter_mut().zip(&beyond).for_each(|(here, there)| *here |= there);
        }
    }
    reach
}

struct Order {
    needs: Vec<Vec<usize>>,
    needed: Vec<Vec<bool>>,
    placed: Vec<bool>,
    circles: Vec<Vec<usize>>,
}

impl Order {
    /// As deep as there are operations at most.
    fn place(&mut self, index: usize) {
        if self.placed[index] {
            return;
        }
        let in_circle = |other: &usize| *other == index || (self.needed[index][*other] && self.needed[*other][index]);
        let circle: Vec<usize> = (0..self.placed.len()).filter(in_circle).collect();
        for &member in &circle {
            self.placed[member] = true;
        }
        let before: Vec<usize> = circle.iter().flat_map(|&member| self.needs[member].iter().copied()).collect();
        for needed in before {
            self.place(needed);
        }
        self.circles.push(circle);
    }
}

fn gather<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(items) => items.iter().for_each(|item| gather(item, texts)),
        Value::Object(members) => members.values().for_each(|member| gather(member, texts)),
        _ => {}
    }
}

fn each_text(value: &mut Value, change: &impl Fn(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(items) => items.iter_mut().for_each(|item| each_text(item, change)),
        Value::Object(members) => members.values_mut().for_each(|member| each_text(member, change)),
        _ => {}
    }
}

fn clear_references(value: &mut Value) {
    match value {
        Value::String(text) if text.starts_with(REFERENCE) => *value = Value::Null,
        Value::Array(items) => items.retain(|item| {
            let mut texts = Vec::new();
            gather(item, &mut texts);
            !texts.iter().any(|text| text.starts_with(REFERENCE))
        }),
        Value::Object(members) => members.values_mut().for_each(clear_references),
        _ => {}
    }
}

#[cfg(test)]
#[path = "bulk_tests.rs"]
mod tests;
