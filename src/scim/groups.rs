//! Groups as SCIM resources: canonical resource ⇄ `domain::groups`, and the filters the domain can answer.
//!
//! Members are never part of the canonical resource: they are rows of their own and change as a set.

use serde_json::{Map, Value, json};

use super::common::{self, MAX_KEY_BYTES, Meta, location, take_text};
use super::conditions::Columns;
use super::protocol::ScimError;
use super::protocol::dialects::Dialect;
use super::protocol::membership::{self, Members};
use super::protocol::resource::normalise;
use super::protocol::schema::{Attribute, GROUP_TYPE, MEMBERS, USER_TYPE};
use crate::domain::conditions::{Condition, Test, TextTest};
use crate::domain::groups::{Column, Description, Group, GroupCondition, Leaving, Member, Membership};
use crate::model::{UserId, fold};

/// A whole group as POST and PUT send it.
#[derive(Debug)]
pub struct Wanted {
    /// What it is called.
    pub description: Description,
    /// Who is in it.
    pub members: Members,
}

/// Reads a whole group. Who is not listed is no member: a client that empties a group sends no `members`.
pub fn wanted(body: Map<String, Value>, dialect: Dialect) -> Result<Wanted, ScimError> {
    if let Some((_, members)) = body.iter().find(|(name, _)| name.eq_ignore_ascii_case(MEMBERS)) {
        membership::check_named(members, dialect)?;
    }
    let mut resource = normalise(body, &GROUP_TYPE, dialect)?;
    let members = membership::people(resource.remove(MEMBERS), dialect)?;
    Ok(Wanted { description: description(resource)?, members })
}

/// What the domain needs to know of a resource in canonical form.
pub fn description(mut resource: Map<String, Value>) -> Result<Description, ScimError> {
    let display_name = take_text(&mut resource, "displayName").unwrap_or_default();
    if display_name.trim().is_empty() || display_name.chars().any(char::is_control) {
        return Err(ScimError::value(
            "The attribute displayName must be a name that is not blank and has no control characters.",
        ));
    }
    if fold(&display_name).len() > MAX_KEY_BYTES {
        return Err(ScimError::value("The attribute displayName is too long to be compared."));
    }
    Ok(Description { display_name, external_id: take_text(&mut resource, "externalId"), attributes: resource })
}

/// Who leaves by a PATCH.
pub fn leaving(change: &membership::Change) -> Leaving {
    if change.others_leave() {
        Leaving::AllBut(change.staying().map(UserId::new).collect())
    } else {
        Leaving::Only(change.leaving().map(UserId::new).collect())
    }
}

/// The resource of a group in canonical form, without members.
pub fn canonical(group: Group) -> Map<String, Value> {
    let mut resource = group.attributes;
    resource.insert("displayName".into(), group.display_name.into());
    if let Some(id) = group.external_id {
        resource.insert("externalId".into(), id.into());
    }
    resource
}

/// The resource of a group as it is returned, before projection. An empty group has no `members` (RFC 7643 section 2.5).
pub fn representation<'a>(
    group: Group,
    members: impl IntoIterator<Item = &'a Member>,
    base_url: &str,
) -> Map<String, Value> {
    let id = group.id.to_string();
    let meta = Meta { id, created_at: group.created_at, updated_at: group.updated_at, version: group.version };
    let mut resource = canonical(group);
    let members: Vec<Value> = members.into_iter().map(|member| shown_member(member, base_url)).collect();
    if !members.is_empty() {
        resource.insert(MEMBERS.into(), members.into());
    }
    meta.complete(resource, &GROUP_TYPE, base_url)
}

fn shown_member(member: &Member, base_url: &str) -> Value {
    let mut shown = json!({
        "value": member.user.to_string(),
        "$ref": location(base_url, &USER_TYPE, member.user),
        "type": USER_TYPE.name
    });
    if let Some(name) = &member.display_name {
        shown["display"] = name.as_str().into();
    }
    shown
}

/// The attribute `groups` of a person (RFC 7643 section 4.1.2); `None` for somebody who is in none.
pub fn groups_of(user: UserId, memberships: &[Membership], base_url: &str) -> Option<Value> {
    let groups: Vec<Value> = memberships
        .iter()
        .filter(|membership| membership.user == user)
        .map(|membership| {
            json!({
                "value": membership.group.to_string(),
                "$ref": location(base_url, &GROUP_TYPE, membership.group),
                "display": membership.display_name,
                "type": "direct"
            })
        })
        .collect();
    (!groups.is_empty()).then(|| groups.into())
}

/// The columns of groups, for filters and sorting on behalf of one connection.
#[derive(Debug)]
pub struct Teams<'a> {
    /// Base URL of the connection, of which `meta.location` is made.
    pub base_url: &'a str,
}

impl Columns for Teams<'_> {
    type Column = Column;

    fn condition(&self, attribute: &Attribute, part: Option<&Attribute>, test: &Test) -> Option<GroupCondition> {
        let column = match (attribute.name.as_str(), part.map(|part| part.name.as_str()), test) {
            (MEMBERS, Some("value"), Test::Present | Test::Text(TextTest::EQUAL, _)) => Column::Member,
            _ => self.sort(attribute, part)?,
        };
        Some(Condition::Column(column, test.clone()))
    }

    fn rows(&self, attribute: &Attribute) -> Option<Column> {
        (attribute.name == MEMBERS).then(|| Column::Members(location(self.base_url, &USER_TYPE, "")))
    }

    fn sort(&self, attribute: &Attribute, part: Option<&Attribute>) -> Option<Column> {
        match (attribute.name.as_str(), part) {
            ("displayName", None) => Some(Column::DisplayName),
            _ => common::column(attribute, part, self.base_url, &GROUP_TYPE).map(Column::Common),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::protocol::ScimType;

    #[test]
    fn a_group_needs_a_name_that_can_be_compared() {
        let made = |name: String| description(Map::from_iter([("displayName".to_owned(), name.into())]));
        assert!(made("Entwicklung".into()).is_ok());
        for name in [" ".to_owned(), "a\nb".to_owned(), "\u{fdfa}".repeat(256)] {
            assert_eq!(made(name).unwrap_err().scim_type, Some(ScimType::InvalidValue));
        }
    }
}
