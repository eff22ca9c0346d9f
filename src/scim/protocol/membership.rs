//! PATCH of a group's `members` as a change of a set.
//!
//! The operations on `members` are folded, in their order, into who joins, who stays and who leaves, without reading who
//! is in the group: a group of fifty thousand is changed as fast as a group of one. The other operations of a message are
//! left to the generic PATCH.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use uuid::Uuid;

use super::dialects::{self, Dialect};
use super::error::{ScimError, ScimType};
use super::filter::{CompareOp, Filter};
use super::limits::{MAX_MEMBER_OPERATIONS, MAX_MEMBER_VALUES};
use super::matches;
use super::names::{Names, shortened};
use super::patch::{self, Op, Operation};
use super::path::Path;
use super::resource::{self, Reading};
use super::schema::{Attribute, GROUP_TYPE, MEMBERS, Named};

/// What becomes of the members of a group. Who is named nowhere stays, or leaves when `others_leave`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Change {
    fates: BTreeMap<Uuid, Fate>,
    others_leave: bool,
    /// What was to join and cannot be anybody.
    unknown: BTreeSet<String>,
}

/// Members as they were sent: people by id, and what is no id of a person and is tolerated.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Members {
    /// Who may be somebody.
    pub ids: BTreeSet<Uuid>,
    /// What cannot be anybody.
    pub unknown: BTreeSet<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Joins,
    /// Stays if a member, and does not join.
    Stays,
    Leaves,
}

impl Change {
    /// Who is a member afterwards, whatever they were before.
    pub fn joining(&self) -> impl Iterator<Item = Uuid> {
        self.with(Fate::Joins)
    }

    /// Who stays a member although everybody else leaves.
    pub fn staying(&self) -> impl Iterator<Item = Uuid> {
        self.with(Fate::Stays)
    }

    /// Who is no member afterwards; matters only when the others do not leave.
    pub fn leaving(&self) -> impl Iterator<Item = Uuid> {
        self.with(Fate::Leaves)
    }

    /// Whether everybody who neither joins nor stays leaves.
    pub const fn others_leave(&self) -> bool {
        self.others_leave
    }

    /// Who is to join, and what cannot be anybody.
    pub fn arriving(&self) -> Members {
        Members { ids: self.joining().collect(), unknown: self.unknown.clone() }
    }

    fn with(&self, fate: Fate) -> impl Iterator<Item = Uuid> {
        self.fates.iter().filter(move |(_, has)| **has == fate).map(|(id, _)| *id)
    }

    fn add(&mut self, members: Members) {
        self.fates.extend(members.ids.into_iter().map(|id| (id, Fate::Joins)));
        self.unknown.extend(members.unknown);
    }

    fn remove(&mut self, selection: Selection) {
        match selection {
            Selection::Only(ids) => self.fates.extend(ids.into_iter().map(|id| (id, Fate::Leaves))),
            Selection::AllBut(ids) => {
                self.fates.retain(|id, _| ids.contains(id));
                if !self.others_leave {
                    for id in ids {
                        self.fates.entry(id).or_insert(Fate::Stays);
                    }
                }
                self.others_leave = true;
                self.unknown.clear();
            }
        }
    }
}

/// Reads a PATCH message for a group.
pub fn parse(body: Map<String, Value>, dialect: Dialect) -> Result<Vec<Operation>, ScimError> {
    match dialect.members_with_operation(&body) {
        Some(operations) => operations,
        None => patch::parse_up_to(body, MAX_MEMBER_OPERATIONS, MAX_MEMBER_VALUES, dialect),
    }
}

/// Parts the operations on `members` from the others, which keep their order.
pub fn split(operations: Vec<Operation>, dialect: Dialect) -> Result<(Vec<Operation>, Change), ScimError> {
    let (mut others, mut change) = (Vec::new(), Change::default());
    for operation in operations {
        match (operation.path, operation.value) {
            (Some(path), value) if names_members(&path) => fold(&mut change, operation.op, &path, value, dialect)?,
            (None, Some(value)) => {
                let value = dialect.array_wrapped_scalar(value);
                let Value::Object(attributes) = value else {
                    others.push(Operation { op: operation.op, path: None, value: Some(value) });
                    continue;
                };
                // Without a path each member of the value is an operation with its name as the path.
                let (mut rest, mut names) = (Map::new(), Names::default());
                for (name, value) in attributes {
                    names.take(&name)?;
                    match name.parse::<Path>() {
                        Ok(path) if names_members(&path) && dialect.qualified_name(&path.attribute) => {
                            fold(&mut change, operation.op, &path, Some(value), dialect)?;
                        }
                        _ => drop(rest.insert(name, value)),
                    }
                }
                if !rest.is_empty() {
                    others.push(Operation { op: operation.op, path: None, value: Some(rest.into()) });
                }
            }
            (path, value) => others.push(Operation { op: operation.op, path, value }),
        }
    }
    Ok((others, change))
}

/// The people that a list of members in canonical form names, as it is sent by POST and PUT.
pub fn people(members: Option<Value>, dialect: Dialect) -> Result<Members, ScimError> {
    let mut people = Members::default();
    for member in &listed(members) {
        match person(member)? {
            Ok(id) => drop(people.ids.insert(id)),
            Err(text) if dialect.unknown_member() => drop(people.unknown.insert(shortened(text))),
            Err(text) => return Err(unknown_member(text)),
        }
    }
    Ok(people)
}

/// The refusal of a member who is no person of the connection: never says whether the id is somebody else's.
pub fn unknown_member(id: &str) -> ScimError {
    let id = shortened(id);
    ScimError::value(format!("This connection manages no person with the id {id}, so nobody was added to the group."))
        .because("member_unknown")
}

/// The refusal of members none of whom is a person of the connection, where everybody else would leave: nobody means to empty a group so.
pub fn nobody_known(id: &str) -> ScimError {
    let id = shortened(id);
    ScimError::value(format!(
        "This connection manages none of the people that the group is to consist of, such as {id}, so nothing was changed."
    ))
}

/// The refusal of a group as a member.
pub fn nested_group(id: &str) -> ScimError {
    let id = shortened(id);
    ScimError::value(format!(
        "{id} is a group, and a group cannot be a member of a group here. Send the people of the nested group instead."
    ))
    .because("group_nested")
}

fn members() -> Option<&'static Attribute> {
    GROUP_TYPE.top_level(MEMBERS)
}

fn names_members(path: &Path) -> bool {
    matches!(GROUP_TYPE.resolve(&path.attribute), Some(Named::Attribute { attribute, .. }) if attribute.name == MEMBERS)
}

fn fold(change: &mut Change, op: Op, path: &Path, value: Option<Value>, dialect: Dialect) -> Result<(), ScimError> {
    if let Some(part) = path.sub.as_ref().or(path.attribute.sub.as_ref()) {
        return Err(part_refused(part));
    }
    match (op, &path.filter) {
        // One member is one to add, whatever the dialect.
        (Op::Add, None) => change.add(people(canonical(Some(listed(value).into()), dialect)?, dialect)?),
        (Op::Replace, None) => {
            let people = people(canonical(value, dialect)?, dialect)?;
            change.remove(Selection::everybody());
            change.add(people);
        }
        // A list of values removes those and keeps the others; an empty one removes nobody.
        (Op::Remove, None) => match value.filter(|value| !value.is_null()) {
            Some(listed_only) => {
                dialect.removal_by_value(MEMBERS, true)?;
                let listed_only = listed(canonical(Some(listed(Some(listed_only)).into()), dialect)?);
                // An id that is none is nobody's, so nobody is removed for it.
                change.remove(Selection::Only(listed_only.iter().filter_map(|member| id(text(member)?)).collect()));
            }
            None => change.remove(Selection::everybody()),
        },
        (Op::Remove, Some(filter)) => change.remove(select(filter, dialect)?),
        (Op::Add | Op::Replace, Some(_)) => {
            return Err(ScimError::of(
                ScimType::Mutability,
                "A member cannot be changed. Add members with the path members and a list of values.",
            ));
        }
    }
    Ok(())
}

fn part_refused(part: &str) -> ScimError {
    match members().and_then(|members| members.sub(part)) {
        Some(part) => ScimError::of(
            ScimType::Mutability,
            format!("members.{} cannot be changed. Remove the member and add another one.", part.name),
        ),
        None => ScimError::of(ScimType::InvalidPath, format!("There is no attribute members.{}.", shortened(part))),
    }
}

/// Members as sent, in canonical form. Parts that no schema knows are left out: they say nothing about who is a member.
fn canonical(value: Option<Value>, dialect: Dialect) -> Result<Option<Value>, ScimError> {
    let (Some(value), Some(members)) = (value, members()) else { return Ok(None) };
    check_named(&value, dialect)?;
    resource::value_of(members, value, MEMBERS, Reading::whole(dialect))
}

/// Demands a `value` of every member that says anything at all: what else it says is the service's to write and would be left out, and somebody would
/// seem to be added who is not. A list that names nobody is none of those that empty a group; among others that are named, a member that says nothing is
/// one that nobody knows.
pub fn check_named(members: &Value, dialect: Dialect) -> Result<(), ScimError> {
    let named = |member: &Value| match member {
        Value::Object(parts) => {
            parts.iter().any(|(name, value)| name.eq_ignore_ascii_case("value") && !dialects::is_unassigned(value))
        }
        other => !dialects::is_unassigned(other),
    };
    let nameless = |member: &Value| !named(member);
    let members = match members {
        Value::Array(members) => members.as_slice(),
        Value::Object(parts) if !parts.is_empty() => std::slice::from_ref(members),
        _ => return Ok(()),
    };
    let left_out = |member: &Value| dialects::is_unassigned(member) && dialect.unknown_member();
    let nobody = !members.is_empty() && members.iter().all(nameless);
    if nobody || members.iter().any(|member| nameless(member) && !left_out(member)) {
        return Err(ScimError::value("The attribute members.value is required and must not be empty.")
            .because("attribute_missing"));
    }
    Ok(())
}

fn listed(members: Option<Value>) -> Vec<Value> {
    match members {
        Some(Value::Array(members)) => members,
        Some(member) => vec![member],
        None => Vec::new(),
    }
}

/// The id of a member, or what stands in its place and is none.
fn person(member: &Value) -> Result<Result<Uuid, &str>, ScimError> {
    let text = text(member).unwrap_or_default();
    let kind = member.get("type").and_then(Value::as_str).unwrap_or_default();
    if kind.eq_ignore_ascii_case(GROUP_TYPE.name) {
        return Err(nested_group(text));
    }
    Ok(id(text).ok_or(text))
}

fn text(member: &Value) -> Option<&str> {
    member.get("value")?.as_str()
}

/// Ids are UUIDs in the hyphenated form, as the service gives them out.
fn id(text: &str) -> Option<Uuid> {
    (text.len() == 36).then(|| text.parse().ok()).flatten()
}

/// Some people or all but some people: the sets that a filter on `value` and `type` can describe.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Selection {
    Only(BTreeSet<Uuid>),
    AllBut(BTreeSet<Uuid>),
}

impl Selection {
    const fn everybody() -> Self {
        Self::AllBut(BTreeSet::new())
    }

    const fn nobody() -> Self {
        Self::Only(BTreeSet::new())
    }

    fn not(self) -> Self {
        match self {
            Self::Only(ids) => Self::AllBut(ids),
            Self::AllBut(ids) => Self::Only(ids),
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Only(a), Self::Only(b)) => Self::Only(&a & &b),
            (Self::Only(a), Self::AllBut(b)) | (Self::AllBut(b), Self::Only(a)) => Self::Only(&a - &b),
            (Self::AllBut(a), Self::AllBut(b)) => Self::AllBut(&a | &b),
        }
    }

    fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }
}

fn select(filter: &Filter, dialect: Dialect) -> Result<Selection, ScimError> {
    if let Some(members) = members() {
        // Tried on nobody, so that unknown parts and operators that do not fit are told like everywhere else.
        dialect
            .check_part_literals(filter, members)
            .and_then(|()| matches::element(filter, &Value::Object(Map::new()), members))
            .map_err(|error| ScimError::of(ScimType::InvalidPath, error.detail))?;
    }
    selected(filter)
}

fn selected(filter: &Filter) -> Result<Selection, ScimError> {
    match filter {
        Filter::And(parts) => parts.iter().try_fold(Selection::everybody(), |all, part| Ok(all.and(selected(part)?))),
        Filter::Or(parts) => parts.iter().try_fold(Selection::nobody(), |any, part| Ok(any.or(selected(part)?))),
        Filter::Not(inner) => Ok(selected(inner)?.not()),
        // Every member has every part.
        Filter::Present(_) => Ok(Selection::everybody()),
        Filter::Compare { path, op: op @ (CompareOp::Eq | CompareOp::Ne), value: Value::String(text) } => {
            let equal = if path.name.eq_ignore_ascii_case("value") {
                Selection::Only(id(text).into_iter().collect())
            } else if path.name.eq_ignore_ascii_case("type") {
                if text.eq_ignore_ascii_case("User") { Selection::everybody() } else { Selection::nobody() }
            } else {
                return Err(unselectable());
            };
            Ok(if *op == CompareOp::Ne { equal.not() } else { equal })
        }
        Filter::Compare { .. } | Filter::ValuePath { .. } => Err(unselectable()),
    }
}

fn unselectable() -> ScimError {
    ScimError::of(
        ScimType::InvalidFilter,
        "Members are selected by `value eq` and `type eq`, joined by `and`, `or` and `not`; other conditions are not supported.",
    )
}

#[cfg(test)]
#[path = "membership_tests.rs"]
mod tests;
