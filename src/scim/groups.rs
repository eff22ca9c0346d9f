//! Groups as SCIM resources: canonical resource ⇄ `domain::groups`, and the filters the domain can answer.
//!
//! Members are never part of the canonical resource: they are rows of their own and change as a set.

use serde_json::{Map, Value, json};

use super::protocol::filter::{CompareOp, Filter};
use super::protocol::membership::{self, nested_group, unknown_member};
use super::protocol::resource::{normalise, schemas};
use super::protocol::schema::{GROUP_TYPE, MEMBERS, Named, USER_TYPE};
use super::protocol::{ScimError, ScimType, matches};
use super::users::{MAX_KEY_BYTES, location as location_of_person, moment, take_text};
use crate::domain::fault::Fault;
use crate::domain::groups::{AdmitError, Description, Group, GroupFilter, Leaving, Member, Membership};
use crate::model::{GroupId, UserId, fold};

/// A whole group as POST and PUT send it.
#[derive(Debug)]
pub struct Wanted {
    /// What it is called.
    pub description: Description,
    /// Who is in it.
    pub members: Vec<UserId>,
}

/// Reads a whole group. Who is not listed is no member: a client that empties a group sends no `members`.
pub fn wanted(body: Map<String, Value>) -> Result<Wanted, ScimError> {
    if let Some((_, members)) = body.iter().find(|(name, _)| name.eq_ignore_ascii_case(MEMBERS)) {
        membership::check_named(members)?;
    }
    let mut resource = normalise(body, &GROUP_TYPE)?;
    let members = membership::people(resource.remove(MEMBERS))?.into_iter().map(UserId::new).collect();
    Ok(Wanted { description: description(resource)?, members })
}

/// What the domain needs to know of a resource in canonical form.
pub fn description(mut resource: Map<String, Value>) -> Result<Description, ScimError> {
    let display_name = take_text(&mut resource, "displayName").unwrap_or_default();
    if display_name.trim().is_empty() || display_name.chars().any(char::is_control) {
        return Err(ScimError::value("The attribute displayName must be a name without control characters."));
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

/// Why somebody may not join, as the administrator reads it; a fault is given back.
pub fn not_admitted(error: AdmitError) -> Result<ScimError, Fault> {
    match error {
        AdmitError::Unknown(user) => Ok(unknown_member(&user.to_string())),
        AdmitError::Nested(group) => Ok(nested_group(&group.to_string())),
        AdmitError::Fault(fault) => Err(fault),
    }
}

/// The resource of a group in canonical form, without members.
pub fn canonical(group: &Group) -> Map<String, Value> {
    let mut resource = group.attributes.clone();
    resource.insert("displayName".into(), group.display_name.clone().into());
    if let Some(id) = &group.external_id {
        resource.insert("externalId".into(), id.clone().into());
    }
    resource
}

/// The resource of a group as it is returned, before projection. An empty group has no `members` (RFC 7643 section 2.5).
pub fn representation<'a>(
    group: &Group,
    members: impl IntoIterator<Item = &'a Member>,
    base_url: &str,
) -> Map<String, Value> {
    let mut resource = canonical(group);
    let members: Vec<Value> = members.into_iter().map(|member| shown_member(member, base_url)).collect();
    if !members.is_empty() {
        resource.insert(MEMBERS.into(), members.into());
    }
    resource.insert("schemas".into(), schemas(&resource, &GROUP_TYPE).into());
    resource.insert("id".into(), group.id.to_string().into());
    resource.insert(
        "meta".into(),
        json!({
            "resourceType": GROUP_TYPE.name,
            "created": moment(group.created_at),
            "lastModified": moment(group.updated_at),
            "location": location(base_url, group.id),
            "version": entity_tag(group)
        }),
    );
    resource
}

fn shown_member(member: &Member, base_url: &str) -> Value {
    json!({
        "value": member.user.to_string(),
        "$ref": location_of_person(base_url, member.user),
        "type": USER_TYPE.name,
        "display": member.display_name
    })
}

/// The attribute `groups` of a person (RFC 7643 section 4.1.2); `None` for somebody who is in none.
pub fn groups_of(user: UserId, memberships: &[Membership], base_url: &str) -> Option<Value> {
    let groups: Vec<Value> = memberships
        .iter()
        .filter(|membership| membership.user == user)
        .map(|membership| {
            json!({
                "value": membership.group.to_string(),
                "$ref": location(base_url, membership.group),
                "display": membership.display_name,
                "type": "direct"
            })
        })
        .collect();
    (!groups.is_empty()).then(|| groups.into())
}

/// The address of a group's resource.
pub fn location(base_url: &str, id: GroupId) -> String {
    format!("{base_url}{}/{id}", GROUP_TYPE.endpoint)
}

/// The weak entity tag of a group's resource (RFC 7644 section 3.14); it moves with the members.
pub fn entity_tag(group: &Group) -> String {
    format!("W/\"{}\"", group.version)
}

/// A filter in the form the domain answers it.
#[derive(Debug, PartialEq)]
pub enum Question {
    /// No such group can exist (an `id` that is none).
    NoGroup,
    /// Groups for which this holds.
    Groups(GroupFilter),
}

/// Reads a filter: `eq` on `id`, `displayName`, `externalId` and `members`, alone or joined by `and`.
pub fn question(filter: &Filter) -> Result<Question, ScimError> {
    // Evaluated on nothing first, so that unknown attributes and operators that do not fit are told in any case.
    matches::resource(filter, &Map::new(), &GROUP_TYPE)?;
    let terms = match filter {
        Filter::And(parts) => parts.as_slice(),
        term => std::slice::from_ref(term),
    };
    let mut all = Vec::new();
    for term in terms {
        match look_up(term).ok_or_else(unsupported)? {
            Question::Groups(filter) => all.push(filter),
            Question::NoGroup => return Ok(Question::NoGroup),
        }
    }
    Ok(Question::Groups(if all.len() == 1 { all.remove(0) } else { GroupFilter::All(all) }))
}

fn unsupported() -> ScimError {
    ScimError::of(
        ScimType::InvalidFilter,
        "This filter is valid but not supported yet. Supported are `eq` on displayName, externalId, id and members, alone or joined by `and`.",
    )
}

fn look_up(term: &Filter) -> Option<Question> {
    let (path, value, inner) = match term {
        Filter::Compare { path, op: CompareOp::Eq, value } => (path, value, None),
        Filter::ValuePath { path, filter } => match &**filter {
            Filter::Compare { path: inner, op: CompareOp::Eq, value } => (path, value, Some(inner.name.as_str())),
            _ => return None,
        },
        _ => return None,
    };
    let Some(Named::Attribute { extension: None, attribute, sub }) = GROUP_TYPE.resolve(path) else { return None };
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let part = inner.or(sub.map(|sub| sub.name.as_str())).map(str::to_ascii_lowercase);
    let filter = match (attribute.name.as_str(), part.as_deref()) {
        ("id", None) => text.parse().map(GroupFilter::Id).ok(),
        ("displayName", None) => Some(GroupFilter::DisplayName(text)),
        ("externalId", None) => Some(GroupFilter::ExternalId(text)),
        (MEMBERS, None | Some("value")) => text.parse().map(GroupFilter::Member).ok(),
        _ => return None,
    };
    Some(filter.map_or(Question::NoGroup, Question::Groups))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Result<Question, ScimError> {
        question(&text.parse().unwrap())
    }

    #[test]
    fn supported_filters_become_look_ups() {
        let id = "0193a5a0-0000-7000-8000-000000000001";
        let member = || GroupFilter::Member(id.parse().unwrap());
        assert_eq!(asked(r#"DisplayName eq "A""#), Ok(Question::Groups(GroupFilter::DisplayName("A".into()))));
        assert_eq!(asked("externalId eq 7"), Ok(Question::Groups(GroupFilter::ExternalId("7".into()))));
        for text in ["members", "members.value", "urn:ietf:params:scim:schemas:core:2.0:Group:members.value"] {
            assert_eq!(asked(&format!(r#"{text} eq "{id}""#)), Ok(Question::Groups(member())), "{text}");
        }
        assert_eq!(asked(&format!(r#"members[value eq "{id}"]"#)), Ok(Question::Groups(member())));
        assert_eq!(
            asked(&format!(r#"id eq "{id}" and members eq "{id}""#)),
            Ok(Question::Groups(GroupFilter::All(vec![GroupFilter::Id(id.parse().unwrap()), member()])))
        );
        assert_eq!(asked(r#"id eq "x""#), Ok(Question::NoGroup));
        assert_eq!(asked(r#"displayName eq "A" and members eq "x""#), Ok(Question::NoGroup));
    }

    #[test]
    fn other_filters_are_refused_and_say_so() {
        for text in [
            r#"displayName sw "a""#,
            "members pr",
            r#"members.display eq "a""#,
            r#"members[type eq "User"]"#,
            r#"displayName eq "a" or displayName eq "b""#,
            r#"nope eq "a""#,
            "displayName eq null",
        ] {
            assert_eq!(asked(text).unwrap_err().scim_type, Some(ScimType::InvalidFilter), "{text}");
        }
    }

    #[test]
    fn a_group_needs_a_name_that_can_be_compared() {
        let made = |name: String| description(Map::from_iter([("displayName".to_owned(), name.into())]));
        assert!(made("Entwicklung".into()).is_ok());
        for name in [" ".to_owned(), "a\nb".to_owned(), "\u{fdfa}".repeat(256)] {
            assert_eq!(made(name).unwrap_err().scim_type, Some(ScimType::InvalidValue));
        }
    }
}
