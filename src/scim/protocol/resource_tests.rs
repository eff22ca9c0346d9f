//! What bodies become.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::scim::protocol::ScimType;
use crate::scim::protocol::schema::{ENTERPRISE_SCHEMA, USER_SCHEMA, USER_TYPE};

fn normalised(body: Value) -> Result<Value, ScimError> {
    let Value::Object(body) = body else { panic!("an object") };
    normalise(body, &USER_TYPE, Dialect::AUTO).map(Value::Object)
}

fn keyword(body: Value) -> Option<ScimType> {
    normalised(body).unwrap_err().scim_type
}

#[test]
fn the_template_of_the_article_with_an_empty_phone() {
    let body = json!({
        "schemas": [USER_SCHEMA],
        "userName": "ada@example.com",
        "name": {"formatted": "Ada Lovelace", "givenName": "Ada", "familyName": "Lovelace"},
        "emails": [{"value": "ada@example.com", "primary": true, "type": "work"}],
        "phoneNumbers": [{"value": "", "primary": true, "type": "work"}]
    });
    assert_eq!(
        normalised(body).unwrap(),
        json!({
            "userName": "ada@example.com",
            "name": {"formatted": "Ada Lovelace", "givenName": "Ada", "familyName": "Lovelace"},
            "emails": [{"value": "ada@example.com", "primary": true, "type": "work"}]
        })
    );
}

#[test]
fn names_are_matched_without_case_and_unknown_ones_ignored() {
    let body = json!({"USERNAME": "a@b", "NAME": {"givenname": "A", "shoeSize": 3}, "password": "x", "isAdmin": true, "urn:x:y": {}});
    assert_eq!(normalised(body).unwrap(), json!({"userName": "a@b", "name": {"givenName": "A"}}));
}

#[test]
fn what_the_service_writes_is_ignored() {
    let body = json!({"userName": "a@b", "id": "other", "meta": {"resourceType": "User"}, "groups": [{"value": "g"}]});
    assert_eq!(normalised(body).unwrap(), json!({"userName": "a@b"}));
}

#[test]
fn what_clients_send_in_other_shapes_is_understood() {
    let body = json!({
        "userName": ["a@b"], "active": "False", "emails": {"value": "a@b", "primary": "True"}, "roles": ["admin"],
        ENTERPRISE_SCHEMA: {"manager": "42", "department": ""}
    });
    assert_eq!(
        normalised(body).unwrap(),
        json!({
            "userName": "a@b", "active": false, "emails": [{"value": "a@b", "primary": true}], "roles": [{"value": "admin"}],
            ENTERPRISE_SCHEMA: {"manager": {"value": "42"}}
        })
    );
}

#[test]
fn unassigned_values_vanish() {
    let body = json!({"userName": "a@b", "emails": null, "addresses": [], "title": "", "name": {"formatted": null}, ENTERPRISE_SCHEMA: {}});
    assert_eq!(normalised(body).unwrap(), json!({"userName": "a@b"}));
}

#[test]
fn the_same_value_of_the_same_type_is_there_once() {
    let email = |value: &str, of_type: &str| json!({"value": value, "type": of_type});
    let body = json!({"userName": "a@b", "emails": [email("a@b", "work"), {"value": "a@b", "type": "work", "primary": true}, email("a@b", "home"), email("A@b", "work")],
                      "addresses": [{"type": "work", "country": "DE"}, {"type": "work", "country": "DE"}]});
    let once = normalised(body).unwrap();
    assert_eq!(
        once["emails"],
        json!([{"value": "a@b", "type": "work", "primary": true}, email("a@b", "home"), email("A@b", "work")])
    );
    assert_eq!(once["addresses"].as_array().map(Vec::len), Some(2), "what has no value is not compared by it");
}

#[test]
fn wrong_values_are_refused() {
    for body in [
        json!({}),
        json!({"userName": ""}),
        json!({"userName": 3}),
        json!({"userName": ["a", "b"]}),
        json!({"userName": {"value": "a"}}),
        json!({"userName": "a@b", "active": "yes"}),
        json!({"userName": "a@b", "active": 1}),
        json!({"userName": "a@b", "name": "A"}),
        json!({"userName": "a@b", "emails": [3]}),
        json!({"userName": "a@b", "emails": [{"value": "a", "primary": true}, {"value": "b", "primary": true}]}),
        json!({"userName": "a@b", "emails": (0..21).map(|n| json!({"value": n.to_string()})).collect::<Vec<_>>()}),
        json!({"userName": "a@b", "x509Certificates": [{"value": "not base64!"}]}),
        json!({"userName": "x".repeat(321)}),
        json!({"userName": "a@b", "displayName": "x".repeat(257)}),
        json!({"userName": "a@b", ENTERPRISE_SCHEMA: 3}),
        json!({"userName": "a@b", "schemas": "x"}),
        json!({"userName": "a@b", "schemas": []}),
        json!({"userName": "a@b", "schemas": [USER_SCHEMA, "urn:unknown"]}),
    ] {
        assert_eq!(keyword(body.clone()), Some(ScimType::InvalidValue), "{body}");
    }
    assert_eq!(keyword(json!({"userName": "a@b", "username": "b"})), Some(ScimType::InvalidSyntax));
}

#[test]
fn schemas_follow_the_content() {
    let Value::Object(resource) = json!({"userName": "a@b", ENTERPRISE_SCHEMA: {"department": "x"}}) else { panic!() };
    assert_eq!(schemas(&resource, &USER_TYPE), vec![json!(USER_SCHEMA), json!(ENTERPRISE_SCHEMA)]);
}

pub(in crate::scim::protocol) fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[a-zA-Z@. ]{0,8}".prop_map(Value::from),
        Just(json!("True")),
    ];
    let name = proptest::sample::select(vec![
        "value",
        "type",
        "primary",
        "display",
        "givenName",
        "formatted",
        "x",
        "active",
        "department",
        "manager",
    ]);
    leaf.prop_recursive(3, 12, 3, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::vec((name.clone(), inner), 0..3).prop_map(|pairs| Value::Object(
                pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
            )),
        ]
    })
}

#[test]
fn equal_values_are_one_before_they_are_counted_and_an_extension_may_have_no_value() {
    let made = |more: Value| {
        let mut body = json!({"userName": "a@b"});
        more.as_object().unwrap().iter().for_each(|(name, value)| body[name] = value.clone());
        normalise(body.as_object().unwrap().clone(), &USER_TYPE, Dialect::STRICT).map(Value::Object)
    };
    let role = json!({"value": "r", "primary": true});
    assert_eq!(made(json!({"roles": [role, role]})).unwrap()["roles"], json!([role]));
    let emails: Vec<Value> = (0..40).map(|n| json!({"value": format!("{}@b.example", n % 20)})).collect();
    assert_eq!(made(json!({"emails": emails})).unwrap()["emails"].as_array().unwrap().len(), 20);
    assert!(made(json!({"roles": [role, {"value": "s", "primary": true}]})).is_err());
    for nothing in [json!(null), json!(""), json!([]), json!({})] {
        assert_eq!(made(json!({ENTERPRISE_SCHEMA: nothing})).unwrap(), json!({"userName": "a@b"}), "{nothing}");
    }
}

proptest! {
    #[test]
    fn the_canonical_form_is_a_fixed_point(
        values in proptest::collection::vec((proptest::sample::select(vec!["userName", "name", "EMAILS", "active", "title", "addresses", "roles", ENTERPRISE_SCHEMA, "bogus", "id"]), any_json()), 0..6)
    ) {
        let mut body: Map<String, Value> = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        body.entry("userName").or_insert(json!("a@b"));
        if let Ok(once) = normalise(body, &USER_TYPE, Dialect::AUTO) {
            prop_assert_eq!(normalise(once.clone(), &USER_TYPE, Dialect::AUTO), Ok(once));
        }
    }
}
