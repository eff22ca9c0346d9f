//! Filters and `sortBy` of a resource type → conditions and orders of the domain.
//!
//! Whatever [`matches`] says of a resource in memory, the condition says of its row; tests hold the two together. Attributes that have
//! a column of their own are named by [`Columns`]; everything else is looked up in the comparable form of the resource.

use serde_json::{Map, Value};

use super::protocol::filter::{CompareOp, Filter};
use super::protocol::matches::{self, Operand};
use super::protocol::path::AttrPath;
use super::protocol::schema::{Attribute, Kind, Named, ResourceType, Schema};
use super::protocol::{ScimError, comparable};
use crate::domain::conditions::{Condition, Elements, Relation, Test, TextTest};
use crate::domain::pages::{Form, SortBy};

/// The attributes of a resource type that are not only in its comparable form.
pub trait Columns {
    /// Names of the table's columns.
    type Column;

    /// What says the same of a row as `test` says of this attribute, or of this part of it; `None`: the comparable form says it.
    ///
    /// For a multi-valued attribute the test is of any one of its values. Extensions are never asked about.
    fn condition(
        &self,
        attribute: &Attribute,
        part: Option<&Attribute>,
        test: &Test,
    ) -> Option<Condition<Self::Column>>;

    /// The column that stands for the values of this multi-valued attribute, where they are rows of another table.
    fn rows(&self, attribute: &Attribute) -> Option<Self::Column>;

    /// The column that rows are sorted by when they are sorted by this attribute, or by this part of it.
    fn sort(&self, attribute: &Attribute, part: Option<&Attribute>) -> Option<Self::Column>;
}

/// The condition that a filter is, or why it is none.
pub fn condition<T: Columns>(
    filter: &Filter,
    kind: &ResourceType,
    columns: &T,
) -> Result<Condition<T::Column>, ScimError> {
    // Evaluated on nothing first, so that unknown attributes and operators that do not fit are told in any case.
    matches::resource(filter, &Map::new(), kind)?;
    Compiler { kind, columns }.condition(filter, Scope::Resource)
}

/// What `sortBy` names (RFC 7644 section 3.4.2.3). `None` where every resource has the same value.
pub fn sort_by<T: Columns>(
    path: &AttrPath,
    kind: &ResourceType,
    columns: &T,
) -> Result<Option<SortBy<T::Column>>, ScimError> {
    let unknown = || ScimError::value(format!("There is no attribute {path} to sort by."));
    let Some(Named::Attribute { extension, attribute, sub }) = kind.resolve(path) else { return Err(unknown()) };
    let part = sub.or_else(|| attribute.sub("value"));
    if extension.is_none() {
        if let Some(column) = columns.sort(attribute, part) {
            return Ok(Some(SortBy::Column(column)));
        }
        if is_constant(attribute, part) {
            return Ok(None);
        }
    }
    let target = part.unwrap_or(attribute);
    if target.kind == Kind::Complex {
        return Err(ScimError::value(format!("The attribute {path} has parts; sort by one of them.")));
    }
    let whole = place(extension, attribute);
    let part: Vec<String> = part.into_iter().map(|part| part.name.clone()).collect();
    let form = if matches!(target.kind, Kind::Integer | Kind::Decimal) { Form::Number } else { Form::Text };
    Ok(Some(if attribute.multi_valued {
        SortBy::Main(whole, part, form)
    } else {
        SortBy::Attribute([whole, part].concat(), form)
    }))
}

/// `schemas` and `meta.resourceType`, which the comparable form does not repeat for every row.
fn is_constant(attribute: &Attribute, part: Option<&Attribute>) -> bool {
    attribute.name == "schemas" || (attribute.name == "meta" && part.is_some_and(|part| part.name == "resourceType"))
}

fn place(extension: Option<&Schema>, attribute: &Attribute) -> Vec<String> {
    extension.map(|schema| schema.id.clone()).into_iter().chain([attribute.name.clone()]).collect()
}

#[derive(Clone, Copy)]
enum Scope<'a> {
    Resource,
    /// Inside the brackets of this attribute.
    Parts(Option<&'a Schema>, &'a Attribute),
}

struct Compiler<'a, T> {
    kind: &'a ResourceType,
    columns: &'a T,
}

type Target<'a> = (Option<&'a Schema>, &'a Attribute, Option<&'a Attribute>);

impl<T: Columns> Compiler<'_, T> {
    fn condition(&self, filter: &Filter, scope: Scope<'_>) -> Result<Condition<T::Column>, ScimError> {
        let all = |parts: &[Filter]| parts.iter().map(|part| self.condition(part, scope)).collect::<Result<_, _>>();
        Ok(match filter {
            Filter::And(parts) => Condition::All(all(parts)?),
            Filter::Or(parts) => Condition::Any(all(parts)?),
            Filter::Not(inner) => not(self.condition(inner, scope)?),
            Filter::Present(path) => self.term(self.target(path, scope)?, &Test::Present, scope),
            Filter::Compare { path, op, value } => {
                let target = self.target(path, scope)?;
                match op {
                    _ if value.is_null() && *op == CompareOp::Ne => self.term(target, &Test::Present, scope),
                    _ if value.is_null() => not(self.term(target, &Test::Present, scope)),
                    CompareOp::Ne => not(self.term(target, &test(CompareOp::Eq, value, target)?, scope)),
                    op => self.term(target, &test(*op, value, target)?, scope),
                }
            }
            Filter::ValuePath { path, filter } => {
                let (extension, attribute, _) = self.target(path, scope)?;
                self.value_path(extension, attribute, filter)?
            }
        })
    }

    /// What a path names; its part is `value` where a complex attribute is named as such.
    fn target<'a>(&'a self, path: &AttrPath, scope: Scope<'a>) -> Result<Target<'a>, ScimError> {
        let unknown = || matches::refused(format!("there is no attribute {path}"));
        match scope {
            Scope::Resource => match self.kind.resolve(path) {
                Some(Named::Attribute { extension, attribute, sub }) => {
                    Ok((extension, attribute, sub.or_else(|| attribute.sub("value"))))
                }
                _ => Err(unknown()),
            },
            Scope::Parts(extension, attribute) => {
                Ok((extension, attribute, Some(attribute.sub(&path.name).ok_or_else(unknown)?)))
            }
        }
    }

    fn term(&self, target: Target<'_>, test: &Test, scope: Scope<'_>) -> Condition<T::Column> {
        let (extension, attribute, part) = target;
        let part_name: Vec<String> = part.into_iter().map(|part| part.name.clone()).collect();
        if attribute.multi_valued && matches!(scope, Scope::Parts(..)) {
            return Condition::Attribute(part_name, stored(test));
        }
        if extension.is_none() {
            if let Some(constant) = self.constant(attribute, part, test) {
                return constant;
            }
            if let Some(condition) = self.columns.condition(attribute, part, test) {
                return condition;
            }
        }
        if attribute.multi_valued {
            let one = Condition::Attribute(part_name, stored(test));
            Condition::Element(self.elements(extension, attribute), Box::new(one))
        } else {
            Condition::Attribute([place(extension, attribute), part_name].concat(), stored(test))
        }
    }

    fn elements(&self, extension: Option<&Schema>, attribute: &Attribute) -> Elements<T::Column> {
        let rows = if extension.is_none() { self.columns.rows(attribute) } else { None };
        rows.map_or_else(|| Elements::Comparable(place(extension, attribute)), Elements::Rows)
    }

    fn value_path(
        &self,
        extension: Option<&Schema>,
        attribute: &Attribute,
        filter: &Filter,
    ) -> Result<Condition<T::Column>, ScimError> {
        let scope = Scope::Parts(extension, attribute);
        let inner = self.condition(filter, scope)?;
        if !attribute.multi_valued {
            let there = self.term((extension, attribute, None), &Test::Present, Scope::Resource);
            return Ok(Condition::All(vec![there, inner]));
        }
        let one = Condition::Element(self.elements(extension, attribute), Box::new(inner));
        // What one value must equal, some value must: so a column that looks values up can be asked first.
        let terms = match filter {
            Filter::And(parts) => parts.as_slice(),
            term => std::slice::from_ref(term),
        };
        let mut parts = Vec::new();
        for term in terms {
            if let (None, Filter::Compare { path, op: CompareOp::Eq, value }) = (extension, term)
                && !value.is_null()
            {
                let target = self.target(path, scope)?;
                parts.extend(self.columns.condition(attribute, target.2, &test(CompareOp::Eq, value, target)?));
            }
        }
        parts.push(one);
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) })
    }

    /// Conditions on what is the same for every resource, or follows from the extensions it has.
    fn constant(&self, attribute: &Attribute, part: Option<&Attribute>, test: &Test) -> Option<Condition<T::Column>> {
        if !is_constant(attribute, part) {
            return (attribute.name == "meta" && part.is_none()).then_some(Condition::Constant(true));
        }
        let core = if attribute.name == "schemas" { &self.kind.core.id } else { self.kind.name };
        let mut found = vec![Condition::Constant(passes(core, test))];
        if attribute.name == "schemas" {
            let passing = self.kind.extensions.iter().filter(|schema| passes(&schema.id, test));
            found.extend(passing.map(|schema| Condition::Attribute(vec![schema.id.clone()], Test::Present)));
        }
        Some(Condition::Any(found))
    }
}

fn not<C>(condition: Condition<C>) -> Condition<C> {
    Condition::Not(Box::new(condition))
}

fn test(op: CompareOp, value: &Value, (_, attribute, part): Target<'_>) -> Result<Test, ScimError> {
    let attribute = part.unwrap_or(attribute);
    let relation = match op {
        CompareOp::Gt => Relation::Greater,
        CompareOp::Ge => Relation::GreaterOrEqual,
        CompareOp::Lt => Relation::Less,
        CompareOp::Le => Relation::LessOrEqual,
        CompareOp::Eq | CompareOp::Ne | CompareOp::Co | CompareOp::Sw | CompareOp::Ew => Relation::Equal,
    };
    Ok(match Operand::expected(op, value, attribute)? {
        Operand::Text(text) => {
            let how = match op {
                CompareOp::Co => TextTest::Contains,
                CompareOp::Sw => TextTest::StartsWith,
                CompareOp::Ew => TextTest::EndsWith,
                _ => TextTest::Whole(relation),
            };
            Test::Text(how, text)
        }
        Operand::Moment(at) => Test::Moment(relation, at),
        Operand::Number(number) => Test::Number(relation, number),
        Operand::Truth(truth) => Test::Truth(truth),
    })
}

/// The test as it is put to the comparable form, in which moments are text.
fn stored(test: &Test) -> Test {
    match test {
        Test::Moment(relation, at) => Test::Text(TextTest::Whole(*relation), comparable::moment(*at)),
        other => other.clone(),
    }
}

/// Whether a text that is known beforehand, and whose case counts, passes.
fn passes(text: &str, test: &Test) -> bool {
    match test {
        Test::Present => true,
        Test::Text(TextTest::Contains, part) => text.contains(part.as_str()),
        Test::Text(TextTest::StartsWith, part) => text.starts_with(part.as_str()),
        Test::Text(TextTest::EndsWith, part) => text.ends_with(part.as_str()),
        Test::Text(TextTest::Whole(relation), other) => match relation {
            Relation::Equal => text == other,
            Relation::Greater => text > other.as_str(),
            Relation::GreaterOrEqual => text >= other.as_str(),
            Relation::Less => text < other.as_str(),
            Relation::LessOrEqual => text <= other.as_str(),
        },
        Test::Number(..) | Test::Moment(..) | Test::Truth(_) => false,
    }
}
