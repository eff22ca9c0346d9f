//! People as SCIM resources: canonical resource ⇄ `domain::users`, and the filters the domain can answer.
//!
//! The resource as the identity provider sent it is kept in `Profile::attributes`, without `userName`, `externalId` and
//! `active`, which live in columns of their own; the other columns are read from it. So stored values come back
//! unchanged, and nothing but this list ever reaches a column (R-07).

use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::protocol::filter::{CompareOp, Filter};
use super::protocol::resource::{is_primary, schemas};
use super::protocol::schema::{Named, USER_TYPE};
use super::protocol::{ScimError, ScimType, matches};
use crate::domain::users::{Profile, User, UserFilter};
use crate::model::{EmailAddress, Language, UserId, fold};

/// Longest folded text that an index can hold whatever its script is; 2,704 bytes is `PostgreSQL`'s own limit.
pub(super) const MAX_KEY_BYTES: usize = 2000;

/// What the domain needs to know of a resource in canonical form.
pub fn profile(mut resource: Map<String, Value>) -> Result<Profile, ScimError> {
    let user_name = take_text(&mut resource, "userName").unwrap_or_default();
    if user_name.trim().is_empty() || user_name.chars().any(char::is_control) {
        return Err(ScimError::value("The attribute userName must be a name without control characters."));
    }
    let external_id = take_text(&mut resource, "externalId");
    let active = resource.remove("active").and_then(|value| value.as_bool());
    let part = |name: &str, part: &str| resource.get(name)?.get(part)?.as_str().map(str::to_owned);
    let text = |name: &str| resource.get(name)?.as_str().map(str::to_owned);
    let profile = Profile {
        email: email(&resource, &user_name)?,
        given_name: part("name", "givenName"),
        family_name: part("name", "familyName"),
        display_name: text("displayName").or_else(|| part("name", "formatted")),
        phone: main_value(resource.get("phoneNumbers")).map(str::to_owned),
        language: ["preferredLanguage", "locale"]
            .iter()
            .filter_map(|name| text(name))
            .find_map(|tag| Language::from_tag(&tag)),
        user_name,
        external_id,
        active,
        attributes: resource,
    };
    check_keys(&profile)?;
    Ok(profile)
}

/// The resource of a person in canonical form, as the identity provider left it.
pub fn canonical(user: &User) -> Map<String, Value> {
    let mut resource = user.attributes.clone();
    resource.insert("userName".into(), user.user_name.clone().into());
    resource.insert("active".into(), user.is_active().into());
    if let Some(id) = &user.external_id {
        resource.insert("externalId".into(), id.clone().into());
    }
    resource
}

/// The resource of a person as it is returned, before projection.
pub fn representation(user: &User, base_url: &str) -> Map<String, Value> {
    let mut resource = canonical(user);
    resource
        .entry("emails")
        .or_insert_with(|| json!([{"value": user.email.as_str(), "type": "work", "primary": true}]));
    resource.insert("schemas".into(), schemas(&resource, &USER_TYPE).into());
    resource.insert("id".into(), user.id.to_string().into());
    resource.insert(
        "meta".into(),
        json!({
            "resourceType": USER_TYPE.name,
            "created": moment(user.created_at),
            "lastModified": moment(user.updated_at),
            "location": location(base_url, user.id),
            "version": entity_tag(user)
        }),
    );
    resource
}

/// The address of a person's resource.
pub fn location(base_url: &str, id: UserId) -> String {
    format!("{base_url}{}/{id}", USER_TYPE.endpoint)
}

/// The weak entity tag of a person's resource (RFC 7644 section 3.14).
pub fn entity_tag(user: &User) -> String {
    format!("W/\"{}\"", user.version)
}

pub(super) fn moment(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}

pub(super) fn take_text(resource: &mut Map<String, Value>, name: &str) -> Option<String> {
    match resource.remove(name)? {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// The value that counts of a multi-valued attribute: the primary one, else the one for work, else the first.
fn main_value(values: Option<&Value>) -> Option<&str> {
    let values = values?.as_array()?;
    let for_work = |value: &&Value| {
        value.get("type").and_then(Value::as_str).is_some_and(|kind| kind.eq_ignore_ascii_case("work"))
    };
    let main = values
        .iter()
        .find(|value| is_primary(value))
        .or_else(|| values.iter().find(for_work))
        .or_else(|| values.first())?;
    main.get("value")?.as_str()
}

/// The main address of `emails`, or `userName` when there is none, as in the `OneLogin` template of the guide.
fn email(resource: &Map<String, Value>, user_name: &str) -> Result<EmailAddress, ScimError> {
    match main_value(resource.get("emails")) {
        Some(address) => address
            .parse()
            .map_err(|_| ScimError::value("The main value of the attribute emails is not a valid e-mail address.")),
        None => user_name.parse().map_err(|_| {
            ScimError::value(
                "An e-mail address is needed: neither emails has a value nor is userName a valid e-mail address.",
            )
        }),
    }
}

fn check_keys(profile: &Profile) -> Result<(), ScimError> {
    let too_long = |text: &str| fold(text).len() > MAX_KEY_BYTES;
    let full = [profile.given_name.as_deref(), profile.family_name.as_deref()].map(Option::unwrap_or_default).join(" ");
    for (name, text) in
        [("userName", profile.user_name.as_str()), ("displayName", profile.display_name.as_deref().unwrap_or(&full))]
    {
        if too_long(text) {
            return Err(ScimError::value(format!("The attribute {name} is too long to be compared.")));
        }
    }
    Ok(())
}

/// A filter in the form the domain answers it.
#[derive(Debug, PartialEq)]
pub enum Question {
    /// No such person can exist (an `id` that is none).
    Nobody,
    /// At most one person; who also fulfils the rest of the filter, if there is a rest.
    AtMostOne(UserFilter, Option<Filter>),
}

impl Question {
    /// Whether the person found fulfils the rest of the filter.
    pub fn holds_for(rest: &Filter, person: &Map<String, Value>) -> Result<bool, ScimError> {
        matches::resource(rest, person, &USER_TYPE)
    }
}

/// Reads a filter. One `eq` on `id`, `userName`, `externalId` or the main e-mail address finds a person; whatever else is
/// joined to it by `and` is checked on that person.
pub fn question(filter: &Filter) -> Result<Question, ScimError> {
    // Evaluated on nobody first, so that unknown attributes and operators that do not fit are told in any case.
    matches::resource(filter, &Map::new(), &USER_TYPE)?;
    let terms = match filter {
        Filter::And(parts) => parts.as_slice(),
        term => std::slice::from_ref(term),
    };
    let (mut known, mut rest) = (Vec::new(), Vec::new());
    for term in terms {
        match look_up(term) {
            LookUp::Exact(filter) => known.push(filter),
            LookUp::Partly(filter) => {
                known.push(filter);
                rest.push(term.clone());
            }
            LookUp::FindsNobody => return Ok(Question::Nobody),
            LookUp::None => rest.push(term.clone()),
        }
    }
    let known = match known.len() {
        0 => return Err(unsupported()),
        1 => known.remove(0),
        _ => UserFilter::All(known),
    };
    let rest = match rest.len() {
        0 => None,
        1 => Some(rest.remove(0)),
        _ => Some(Filter::And(rest)),
    };
    Ok(Question::AtMostOne(known, rest))
}

fn unsupported() -> ScimError {
    ScimError::of(
        ScimType::InvalidFilter,
        "This filter is valid but not supported yet. Supported are `eq` on userName, externalId, id and emails.value (also emails[type eq \"work\"].value), alone or joined to other conditions by `and`.",
    )
}

/// The look-up a term stands for.
enum LookUp {
    /// It says all that the term says.
    Exact(UserFilter),
    /// The person it finds must still fulfil the term.
    Partly(UserFilter),
    /// No such person can exist.
    FindsNobody,
    /// There is none.
    None,
}

fn look_up(term: &Filter) -> LookUp {
    match term {
        Filter::Compare { path, op: CompareOp::Eq, value } => {
            let Some(Named::Attribute { extension: None, attribute, sub }) = USER_TYPE.resolve(path) else {
                return LookUp::None;
            };
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => return LookUp::None,
            };
            match (attribute.name.as_str(), sub.map(|sub| sub.name.as_str())) {
                ("id", None) => text.parse().map_or(LookUp::FindsNobody, |id| LookUp::Exact(UserFilter::Id(id))),
                ("userName", None) => LookUp::Exact(UserFilter::UserName(text)),
                ("externalId", None) => LookUp::Exact(UserFilter::ExternalId(text)),
                ("emails", None | Some("value")) => LookUp::Exact(UserFilter::Email(text)),
                _ => LookUp::None,
            }
        }
        Filter::ValuePath { path, filter } => {
            let Some(Named::Attribute { extension: None, attribute, sub: None }) = USER_TYPE.resolve(path) else {
                return LookUp::None;
            };
            let parts = match &**filter {
                Filter::And(parts) => parts.as_slice(),
                part => std::slice::from_ref(part),
            };
            let address = parts.iter().find_map(|part| match part {
                Filter::Compare { path, op: CompareOp::Eq, value: Value::String(text) }
                    if path.name.eq_ignore_ascii_case("value") =>
                {
                    Some(text)
                }
                _ => None,
            });
            match address {
                Some(address) if attribute.name == "emails" => LookUp::Partly(UserFilter::Email(address.clone())),
                _ => LookUp::None,
            }
        }
        _ => LookUp::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Result<Question, ScimError> {
        question(&text.parse().unwrap())
    }

    fn made(resource: Value) -> Result<Profile, ScimError> {
        let Value::Object(resource) = resource else { panic!("an object") };
        profile(resource)
    }

    #[test]
    fn the_main_address_is_primary_then_work_then_first_then_the_name() {
        let email =
            |emails: Value| made(json!({"userName": "n@example.com", "emails": emails})).unwrap().email.to_string();
        assert_eq!(
            email(json!([{"value": "a@example.com"}, {"value": "b@example.com", "primary": true}])),
            "b@example.com"
        );
        assert_eq!(
            email(json!([{"value": "a@example.com"}, {"value": "b@example.com", "type": "work"}])),
            "b@example.com"
        );
        assert_eq!(email(json!([{"value": "a@example.com"}, {"value": "b@example.com"}])), "a@example.com");
        assert_eq!(email(json!([])), "n@example.com");
    }

    #[test]
    fn a_person_without_a_valid_address_is_refused() {
        for resource in [
            json!({"userName": "ada"}),
            json!({"userName": "ada@example.com", "emails": [{"value": "nonsense"}]}),
            json!({"userName": " "}),
        ] {
            assert_eq!(made(resource).unwrap_err().scim_type, Some(ScimType::InvalidValue));
        }
    }

    #[test]
    fn a_name_that_grows_when_folded_is_refused() {
        let name = "\u{fdfa}".repeat(300);
        assert!(made(json!({"userName": name, "emails": [{"value": "a@example.com"}]})).is_err());
    }

    #[test]
    fn what_is_not_in_a_column_stays_in_the_attributes() {
        let made = made(json!({"userName": "a@example.com", "externalId": "7", "active": false, "title": "Dr", "name": {"givenName": "A"}})).unwrap();
        assert_eq!(Value::Object(made.attributes), json!({"title": "Dr", "name": {"givenName": "A"}}));
        assert_eq!(
            (made.active, made.external_id.as_deref(), made.given_name.as_deref()),
            (Some(false), Some("7"), Some("A"))
        );
    }

    #[test]
    fn supported_filters_become_look_ups() {
        assert_eq!(asked(r#"userName eq "A""#), Ok(Question::AtMostOne(UserFilter::UserName("A".into()), None)));
        assert_eq!(asked("externalId eq 7"), Ok(Question::AtMostOne(UserFilter::ExternalId("7".into()), None)));
        assert_eq!(asked(r#"emails eq "a""#), Ok(Question::AtMostOne(UserFilter::Email("a".into()), None)));
        assert_eq!(asked(r#"id eq "x""#), Ok(Question::Nobody));
        let Ok(Question::AtMostOne(UserFilter::Email(_), Some(rest))) = asked(r#"emails[type eq "work"].value eq "a""#)
        else {
            panic!()
        };
        assert_eq!(rest.to_string(), r#"emails[type eq "work" and value eq "a"]"#);
        let Ok(Question::AtMostOne(UserFilter::UserName(_), Some(rest))) =
            asked(r#"active eq true and userName eq "a""#)
        else {
            panic!()
        };
        assert_eq!(rest.to_string(), "active eq true");
    }

    #[test]
    fn other_filters_are_refused_and_say_so() {
        for text in [
            "title pr",
            r#"userName sw "a""#,
            r#"userName eq "a" or title pr"#,
            r#"nope eq "a""#,
            "userName eq null",
            "active gt true",
        ] {
            assert_eq!(asked(text).unwrap_err().scim_type, Some(ScimType::InvalidFilter), "{text}");
        }
        assert!(asked("title pr").unwrap_err().detail.contains("not supported yet"));
    }
}
