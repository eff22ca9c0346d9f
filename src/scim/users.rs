//! People as SCIM resources: canonical resource ⇄ `domain::users`, and the attributes that have a column of their own.
//!
//! The resource as the identity provider sent it is kept in `Profile::attributes`, without `userName`, `externalId` and
//! `active`, which live in columns of their own; the other columns are read from it. So stored values come back
//! unchanged, and nothing but this list ever reaches a column.

use serde_json::{Map, Value, json};

use super::common::{self, MAX_KEY_BYTES, Meta, location, take_text};
use super::conditions::Columns;
use super::protocol::dialects::Dialect;
use super::protocol::patch::{self, Operation};
use super::protocol::path::Path;
use super::protocol::resource::is_primary;
use super::protocol::schema::{Attribute, GROUP_TYPE, Named, ResourceType, USER_TYPE};
use super::protocol::{ScimError, comparable};
use crate::domain::conditions::{Condition, Test, TextTest};
use crate::domain::users::{Column, Profile, Searched, Shown, User, UserCondition};
use crate::model::{EmailAddress, Language, fold};

/// What the domain needs to know of a resource in canonical form.
pub fn profile(mut resource: Map<String, Value>, kind: &ResourceType) -> Result<Profile, ScimError> {
    let user_name = take_text(&mut resource, "userName").unwrap_or_default();
    if user_name.trim().is_empty() || user_name.chars().any(char::is_control) {
        return Err(ScimError::value(
            "The attribute userName must be a name that is not blank and has no control characters.",
        ));
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
        searched: Searched::default(),
        attributes: resource,
    };
    let profile = Profile { searched: searched(&profile, kind), ..profile };
    check_keys(&profile)?;
    Ok(profile)
}

/// What filters compare beside the columns, and the addresses besides the main one.
fn searched(profile: &Profile, kind: &ResourceType) -> Searched {
    let mut resource = profile.attributes.clone();
    if let Some(email) = &profile.email {
        resource.entry("emails").or_insert_with(|| main_address(email.as_str()));
    }
    let comparable = comparable::of(&resource, kind);
    let main = profile.email.as_ref().map(EmailAddress::key);
    let addresses = comparable.get("emails").and_then(Value::as_array).into_iter().flatten();
    let addresses =
        addresses.filter_map(|item| item.get("value")?.as_str()).filter(|key| Some(*key) != main.as_deref());
    Searched { other_addresses: addresses.map(str::to_owned).collect(), comparable }
}

/// What `emails` is for a person whose address is their `userName`.
fn main_address(email: &str) -> Value {
    json!([{"value": email, "type": "work", "primary": true}])
}

/// The resource of a person in canonical form, as the identity provider left it.
pub fn canonical(person: Shown) -> Map<String, Value> {
    let mut resource = person.attributes;
    resource.insert("userName".into(), person.user_name.into());
    resource.insert("active".into(), person.active.into());
    if let Some(id) = person.external_id {
        resource.insert("externalId".into(), id.into());
    }
    resource
}

/// A PATCH of somebody, whose resource `stored` is. Operations on `emails` find what a client is shown by then: of somebody without them, the address
/// that follows the `userName`.
pub fn patched(
    operations: Vec<Operation>,
    stored: &Map<String, Value>,
    before: &User,
    kind: &ResourceType,
    dialect: Dialect,
) -> Result<Map<String, Value>, ScimError> {
    let (first, rest) = match operations.iter().position(|operation| names_emails(operation, kind)) {
        Some(at) if !stored.contains_key("emails") => {
            let mut first = operations;
            let rest = first.split_off(at);
            (first, rest)
        }
        _ => (operations, Vec::new()),
    };
    if rest.is_empty() {
        return Ok(patch::apply(first, stored, kind, dialect)?.resource);
    }
    let mut resource = patch::run(first, stored.clone(), kind, dialect)?;
    if let Some(emails) = followed_address(&resource, before) {
        resource.insert("emails".into(), emails);
    }
    let resource = patch::run(rest, resource, kind, dialect)?;
    Ok(following(patch::checked(resource, stored, kind)?.resource, before))
}

/// What is left of a resource where somebody had no `emails` before: an address that would be shown without them goes on following the `userName`.
pub fn following(mut resource: Map<String, Value>, before: &User) -> Map<String, Value> {
    if !before.attributes.contains_key("emails")
        && let Some(emails) = resource.remove("emails")
        && followed_address(&resource, before).as_ref() != Some(&emails)
    {
        resource.insert("emails".into(), emails);
    }
    resource
}

/// The `emails` that are shown of somebody who has none in this resource.
fn followed_address(resource: &Map<String, Value>, before: &User) -> Option<Value> {
    let name = resource.get("userName")?.as_str()?;
    if name == before.user_name && !before.attributes.contains_key("emails") {
        // Read, not reckoned: somebody else may have taken it.
        return before.email.as_ref().map(|email| main_address(email.as_str()));
    }
    name.parse::<EmailAddress>().ok().map(|email| main_address(email.as_str()))
}

/// Whether an operation is about `emails`, or may be.
fn names_emails(operation: &Operation, kind: &ResourceType) -> bool {
    let is_emails = |path: &Path| matches!(kind.resolve(&path.attribute), Some(Named::Attribute { extension: None, attribute, .. }) if attribute.name == "emails");
    match (&operation.path, &operation.value) {
        (Some(path), _) => is_emails(path),
        (None, Some(Value::Object(members))) => {
            members.keys().any(|name| name.parse().is_ok_and(|path| is_emails(&path)))
        }
        (None, _) => true,
    }
}

/// The `emails` that are shown of somebody who has an address and none of them stored.
fn shown_address(email: Option<&str>, attributes: &Map<String, Value>) -> Option<Value> {
    email.filter(|_| !attributes.contains_key("emails")).map(main_address)
}

/// The resource of a person as it is returned, before projection.
pub fn representation(mut person: Shown, base_url: &str, kind: &ResourceType) -> Map<String, Value> {
    if let Some(emails) = shown_address(person.email.as_deref(), &person.attributes) {
        person.attributes.insert("emails".into(), emails);
    }
    let id = person.id.to_string();
    let meta = Meta { id, created_at: person.created_at, updated_at: person.updated_at, version: person.version };
    meta.complete(canonical(person), kind, base_url)
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

/// The main address of `emails`, or a `userName` that is one, as in the `OneLogin` template of the guide; `None` for somebody without a
/// mailbox (RFC 7643 4.1.2 makes `emails` optional).
fn email(resource: &Map<String, Value>, user_name: &str) -> Result<Option<EmailAddress>, ScimError> {
    let Some(address) = main_value(resource.get("emails")) else { return Ok(user_name.parse().ok()) };
    address.parse().map(Some).map_err(|_| {
        ScimError::value("The main value of the attribute emails is not a valid e-mail address.")
            .because("email_invalid")
    })
}

fn check_keys(profile: &Profile) -> Result<(), ScimError> {
    let too_long = |text: &str| fold(text).len() > MAX_KEY_BYTES;
    let shown = if profile.display_name.is_some() { "displayName" } else { "name" };
    for (name, text) in [("userName", profile.user_name.as_str()), (shown, &profile.shown_name())] {
        if too_long(text) {
            return Err(ScimError::value(format!("The attribute {name} is too long to be compared.")));
        }
    }
    if profile.searched.other_addresses.iter().any(|address| address.len() > MAX_KEY_BYTES) {
        return Err(ScimError::value("A value of the attribute emails is too long to be compared."));
    }
    Ok(())
}

/// The columns of people, for filters and sorting on behalf of one connection.
#[derive(Debug)]
pub struct People<'a> {
    /// Base URL of the connection, of which `meta.location` is made.
    pub base_url: &'a str,
}

impl Columns for People<'_> {
    type Column = Column;

    fn condition(&self, attribute: &Attribute, part: Option<&Attribute>, test: &Test) -> Option<UserCondition> {
        let column = match (attribute.name.as_str(), part.map(|part| part.name.as_str()), test) {
            ("emails", Some("value"), Test::Text(TextTest::EQUAL, _)) => Column::Address,
            ("groups", Some("display"), _) => Column::GroupName,
            ("groups", Some("value"), Test::Present | Test::Text(TextTest::EQUAL, _)) => Column::Group,
            _ => self.sort(attribute, part)?,
        };
        Some(Condition::Column(column, test.clone()))
    }

    fn rows(&self, attribute: &Attribute) -> Option<Column> {
        (attribute.name == "groups").then(|| Column::Groups(location(self.base_url, &GROUP_TYPE, "")))
    }

    fn sort(&self, attribute: &Attribute, part: Option<&Attribute>) -> Option<Column> {
        match (attribute.name.as_str(), part) {
            ("userName", None) => Some(Column::UserName),
            ("active", None) => Some(Column::Active),
            _ => common::column(attribute, part, self.base_url, &USER_TYPE).map(Column::Common),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::protocol::ScimType;

    fn made(resource: Value) -> Result<Profile, ScimError> {
        let Value::Object(resource) = resource else { panic!("an object") };
        profile(resource, &USER_TYPE)
    }

    #[test]
    fn the_main_address_is_primary_then_work_then_first_then_the_name() {
        let email = |emails: Value| {
            made(json!({"userName": "n@example.com", "emails": emails})).unwrap().email.unwrap().to_string()
        };
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
    fn a_person_may_have_no_address_but_none_that_is_wrong() {
        assert_eq!(made(json!({"userName": "ada"})).unwrap().email, None);
        for resource in
            [json!({"userName": "ada@example.com", "emails": [{"value": "nonsense"}]}), json!({"userName": " "})]
        {
            assert_eq!(made(resource).unwrap_err().scim_type, Some(ScimType::InvalidValue));
        }
    }

    #[test]
    fn a_name_that_grows_when_folded_is_refused() {
        let name = "\u{fdfa}".repeat(300);
        assert!(made(json!({"userName": name, "emails": [{"value": "a@example.com"}]})).is_err());
    }

    #[test]
    fn addresses_besides_the_main_one_are_found_too() {
        let made = made(json!({"userName": "n@example.com", "emails": [{"value": "B@example.com"}, {"value": "A@example.com", "primary": true}, {"value": "a@EXAMPLE.com", "type": "other"}]})).unwrap();
        assert_eq!(made.searched.other_addresses, ["b@example.com"]);
        let long = "\u{fdfa}".repeat(300);
        assert!(
            super::profile(
                json!({"userName": "n@example.com", "emails": [{"value": "a@example.com"}, {"value": long}]})
                    .as_object()
                    .unwrap()
                    .clone(),
                &USER_TYPE
            )
            .is_err()
        );
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
}
