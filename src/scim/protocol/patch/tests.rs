//! PATCH messages of the RFC and of real clients.

#![expect(clippy::needless_pass_by_value, reason = "literals read better without `&`")]

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::scim::protocol::resource;
use crate::scim::protocol::schema::{ENTERPRISE_SCHEMA, USER_TYPE};

fn person() -> Value {
    json!({
        "userName": "ada@example.com", "active": true, "displayName": "Ada",
        "name": {"givenName": "Ada", "familyName": "Lovelace"},
        "emails": [{"value": "ada@example.com", "type": "work", "primary": true}],
        ENTERPRISE_SCHEMA: {"department": "Engines"}
    })
}

fn patched(operations: Value) -> Result<Patched, ScimError> {
    let Value::Object(message) = json!({"schemas": [PATCH_SCHEMA], "Operations": operations}) else { panic!() };
    let Value::Object(before) = person() else { panic!() };
    apply(parse(message, Dialect::AUTO)?, &before, &USER_TYPE, Dialect::AUTO)
}

/// The person with these members put over it; `null` takes one away.
fn expect(operations: Value, changes: Value) {
    let (Value::Object(mut wanted), Value::Object(changes)) = (person(), changes) else { panic!() };
    for (name, value) in changes {
        if value.is_null() {
            drop(wanted.remove(&name));
        } else {
            drop(wanted.insert(name, value));
        }
    }
    let outcome = patched(operations.clone()).unwrap_or_else(|error| panic!("{operations}: {error}"));
    assert_eq!(Value::Object(outcome.resource), Value::Object(wanted), "{operations}");
}

fn keyword(operations: Value) -> Option<ScimType> {
    patched(operations.clone()).map_err(|error| error.scim_type).expect_err(&operations.to_string())
}

#[test]
fn okta_deactivates_without_a_path() {
    expect(json!([{"op": "replace", "value": {"active": false}}]), json!({"active": false}));
    expect(
        json!([{"op": "replace", "value": {"id": "x", "meta": {}, "password": "x", "displayName": "A"}}]),
        json!({"displayName": "A"}),
    );
    expect(json!([{"op": "replace", "value": {"id": "x", "schemas": []}}]), json!({}));
}

#[test]
fn entra_writes_strings_capitals_and_paths() {
    expect(json!([{"op": "Replace", "path": "active", "value": "False"}]), json!({"active": false}));
    expect(json!([{"op": "Replace", "path": "displayName", "value": ["Ada L."]}]), json!({"displayName": "Ada L."}));
    expect(
        json!([{"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "new@example.com"}]),
        json!({"emails": [{"value": "new@example.com", "type": "work", "primary": true}]}),
    );
    expect(
        json!([{"op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+49 1"}]),
        json!({"phoneNumbers": [{"value": "+49 1", "type": "mobile"}]}),
    );
    expect(
        json!([{"op": "Add", "path": "roles[primary eq \"True\"].value", "value": "boss"}]),
        json!({"roles": [{"value": "boss", "primary": true}]}),
    );
    expect(
        json!([{"op": "Add", "path": format!("{ENTERPRISE_SCHEMA}:manager"), "value": "42"}]),
        json!({ENTERPRISE_SCHEMA: {"department": "Engines", "manager": {"value": "42"}}}),
    );
    expect(
        json!([{"op": "Add", "path": format!("{ENTERPRISE_SCHEMA}:manager"), "value": "42"}, {"op": "Replace", "path": format!("{ENTERPRISE_SCHEMA}:manager"), "value": ""}]),
        json!({}),
    );
}

#[test]
fn entra_names_a_manager_without_urn_and_by_a_filter() {
    let before =
        json!([{"op": "Add", "path": "manager", "value": [{"$ref": "https://x.example/Users/42", "value": "42"}]}]);
    expect(
        before.clone(),
        json!({ENTERPRISE_SCHEMA: {"department": "Engines", "manager": {"$ref": "https://x.example/Users/42", "value": "42"}}}),
    );
    let with = |operation: Value| json!([before[0], operation]);
    for path in ["manager[value eq \"42\"]".to_owned(), format!("{ENTERPRISE_SCHEMA}:manager[value eq \"42\"]")] {
        expect(with(json!({"op": "remove", "path": path})), json!({}));
        expect(json!([{"op": "remove", "path": path}]), json!({}));
    }
    let other = with(json!({"op": "remove", "path": "manager[value eq \"43\"]"}));
    assert_eq!(patched(other).unwrap(), patched(before.clone()).unwrap(), "somebody else stays");
    expect(
        with(json!({"op": "replace", "path": "manager[value eq \"42\"].value", "value": "43"})),
        json!({ENTERPRISE_SCHEMA: {"department": "Engines", "manager": {"$ref": "https://x.example/Users/42", "value": "43"}}}),
    );
    expect(json!([{"op": "replace", "value": {"department": "X"}}]), json!({ENTERPRISE_SCHEMA: {"department": "X"}}));
}

#[test]
fn entra_folds_dotted_and_urn_names_into_one_value() {
    expect(
        json!([{"op": "replace", "value": {"displayName": "B", "name.givenName": "K", format!("{ENTERPRISE_SCHEMA}:employeeNumber"): "A", "emails[type eq \"work\"].value": "k@example.com"}}]),
        json!({
            "displayName": "B", "name": {"givenName": "K", "familyName": "Lovelace"},
            "emails": [{"value": "k@example.com", "type": "work", "primary": true}],
            ENTERPRISE_SCHEMA: {"department": "Engines", "employeeNumber": "A"}
        }),
    );
    expect(
        json!([{"op": "add", "value": {ENTERPRISE_SCHEMA: {"division": "X", "department": null, "manager.value": "7"}}}]),
        json!({ENTERPRISE_SCHEMA: {"department": "Engines", "division": "X", "manager": {"value": "7"}}}),
    );
}

#[test]
fn a_new_primary_value_takes_the_place_of_the_old_one() {
    expect(
        json!([{"op": "add", "path": "emails", "value": [{"value": "b@x", "primary": true}]}]),
        json!({"emails": [{"value": "ada@example.com", "type": "work", "primary": false}, {"value": "b@x", "primary": true}]}),
    );
    expect(
        json!([
            {"op": "add", "path": "emails", "value": {"value": "b@x", "type": "home"}},
            {"op": "replace", "path": "emails[type eq \"home\"].primary", "value": true}
        ]),
        json!({"emails": [{"value": "ada@example.com", "type": "work", "primary": false}, {"value": "b@x", "type": "home", "primary": true}]}),
    );
    assert_eq!(
        keyword(
            json!([{"op": "add", "path": "emails", "value": [{"value": "b", "primary": true}, {"value": "c", "primary": true}]}])
        ),
        Some(ScimType::InvalidValue)
    );
}

#[test]
fn replace_puts_a_selected_value_in_place_and_add_completes_it() {
    expect(
        json!([{"op": "replace", "path": "emails[type eq \"work\"]", "value": {"value": "b@x"}}]),
        json!({"emails": [{"value": "b@x", "type": "work"}]}),
    );
    expect(
        json!([{"op": "add", "path": "emails[type eq \"work\"]", "value": {"display": "D"}}]),
        json!({"emails": [{"value": "ada@example.com", "type": "work", "primary": true, "display": "D"}]}),
    );
    // What a value is for takes the place of no value.
    for (op, path, label, changed) in [
        ("add", "emails[type eq \"work\"]", json!({"primary": false}), json!({"primary": false})),
        ("replace", "emails[type eq \"work\"]", json!({"primary": false}), json!({"primary": false})),
        ("replace", "emails[value eq \"ada@example.com\"]", json!({"type": "home"}), json!({"type": "home"})),
        ("add", "emails[primary eq true]", json!([{"type": "home"}]), json!({"type": "home"})),
        ("add", "emails[type eq \"work\"]", json!({}), json!({})),
        ("add", "emails[type eq \"work\"]", json!({"display": null}), json!({})),
    ] {
        let mut wanted = person()["emails"][0].clone();
        wanted.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
        expect(json!([{"op": op, "path": path, "value": label}]), json!({"emails": [wanted]}));
    }
    for nothing in [json!(null), json!({}), json!({"value": ""})] {
        expect(
            json!([{"op": "replace", "path": "emails[type eq \"work\"]", "value": nothing}]),
            json!({"emails": null}),
        );
    }
}

#[test]
fn complex_attributes_keep_the_parts_that_are_not_named() {
    expect(
        json!([{"op": "replace", "path": "name", "value": {"givenName": "A"}}]),
        json!({"name": {"givenName": "A", "familyName": "Lovelace"}}),
    );
    expect(
        json!([{"op": "replace", "path": "name", "value": {"givenName": null}}]),
        json!({"name": {"familyName": "Lovelace"}}),
    );
    expect(json!([{"op": "replace", "path": "name", "value": null}]), json!({"name": null}));
    expect(json!([{"op": "remove", "path": "name.givenName"}]), json!({"name": {"familyName": "Lovelace"}}));
}

#[test]
fn removal_by_path_filter_and_value() {
    expect(json!([{"op": "remove", "path": "displayName"}]), json!({"displayName": null}));
    expect(
        json!([{"op": "Remove", "path": "emails[type eq \"work\"].primary"}]),
        json!({"emails": [{"value": "ada@example.com", "type": "work"}]}),
    );
    expect(
        json!([{"op": "add", "path": "emails", "value": {"value": "b@x"}}, {"op": "remove", "path": "emails", "value": [{"value": "b@x"}]}]),
        json!({}),
    );
    expect(json!([{"op": "remove", "path": ENTERPRISE_SCHEMA}]), json!({ENTERPRISE_SCHEMA: null}));
    expect(
        json!([{"op": "remove", "path": "nickName"}, {"op": "remove", "path": "emails[type eq \"home\"]"}]),
        json!({}),
    );
}

#[test]
fn an_unchanged_resource_is_told() {
    for operations in [
        json!([{"op": "replace", "path": "active", "value": true}]),
        json!([{"op": "add", "path": "emails", "value": [{"value": "ada@example.com", "type": "work", "primary": true}]}]),
        json!([{"op": "remove", "path": "title"}]),
        json!([{"op": "add", "path": "title", "value": ""}]),
    ] {
        assert!(!patched(operations.clone()).unwrap().changed, "{operations}");
    }
    assert!(patched(json!([{"op": "replace", "path": "active", "value": false}])).unwrap().changed);
}

#[test]
fn refusals_carry_the_keyword_of_the_rfc() {
    use ScimType::{InvalidPath, InvalidSyntax, InvalidValue, Mutability, NoTarget};
    for (operation, wanted) in [
        (json!({"op": "remove"}), NoTarget),
        (json!({"op": "replace", "path": "emails[type ne \"work\"].value", "value": "x"}), NoTarget),
        (json!({"op": "replace", "path": "isAdmin", "value": true}), InvalidPath),
        (json!({"op": "replace", "value": {"isAdmin": true}}), InvalidPath),
        (json!({"op": "add", "path": "__proto__.x", "value": 1}), InvalidPath),
        (json!({"op": "add", "path": "password", "value": "x"}), Mutability),
        (json!({"op": "replace", "value": {"password": "x"}}), Mutability),
        (json!({"op": "add", "value": {"groups": [{"value": "x"}], "password": "x"}}), Mutability),
        (json!({"op": "add", "path": "emails[nope eq 1].value", "value": "x"}), InvalidPath),
        (json!({"op": "add", "path": "emails[", "value": "x"}), InvalidPath),
        (json!({"op": "add", "path": "name[givenName eq \"x\"]", "value": {"familyName": "x"}}), NoTarget),
        (json!({"op": "remove", "path": "name[nope eq \"x\"]"}), InvalidPath),
        (json!({"op": "remove", "path": "title[value eq \"x\"]"}), InvalidPath),
        (
            json!({"op": "replace", "path": "emails[type eq \"work\" and type eq \"home\"].value", "value": "x"}),
            NoTarget,
        ),
        (json!({"op": "add", "path": 3, "value": "x"}), InvalidPath),
        (json!({"op": "replace", "path": "name", "value": {"bogus": 1}}), InvalidPath),
        (json!({"op": "replace", "path": "id", "value": "x"}), Mutability),
        (json!({"op": "replace", "path": "meta.created", "value": "x"}), Mutability),
        (json!({"op": "add", "path": "groups", "value": [{"value": "x"}]}), Mutability),
        (json!({"op": "remove", "path": "userName"}), Mutability),
        (json!({"op": "remove", "path": "active"}), Mutability),
        (json!({"op": "replace", "path": "userName", "value": ""}), Mutability),
        (json!({"op": "replace", "path": "active", "value": "maybe"}), InvalidValue),
        (json!({"op": "replace", "path": "active"}), InvalidValue),
        (json!({"op": "replace", "value": "x"}), InvalidValue),
        (json!({"op": "swap", "path": "active", "value": true}), InvalidSyntax),
        (json!({"path": "active", "value": true}), InvalidSyntax),
        (json!("x"), InvalidSyntax),
    ] {
        assert_eq!(keyword(json!([operation.clone()])), Some(wanted), "{operation}");
    }
    assert_eq!(keyword(json!([])), Some(InvalidSyntax));
    assert_eq!(keyword(json!(3)), Some(InvalidSyntax));
    assert_eq!(keyword(Value::from(vec![json!({"op": "remove", "path": "title"}); 101])), Some(InvalidSyntax));
    let many = |values: usize| json!([{"op": "add", "path": "title", "value": vec!["x"; values]}]);
    let counted = |values: usize| patched(many(values)).unwrap_err().detail.contains("at most 1000 values");
    assert!(counted(1001) && !counted(990), "R-48");
    let twice = json!({"Department": "A", "department": "B"});
    let whole = json!([{"op": "replace", "path": ENTERPRISE_SCHEMA, "value": twice}]);
    assert_eq!(keyword(whole), Some(InvalidSyntax));
    let Value::Object(message) = json!({"schemas": ["urn:x"], "Operations": [{"op": "remove", "path": "title"}]})
    else {
        panic!()
    };
    assert!(parse(message, Dialect::AUTO).is_err());
}

/// As Microsoft Entra ID sends several mappings in one object, whose names have no order.
#[test]
fn which_value_is_primary_is_said_of_a_value_of_the_same_object() {
    expect(
        json!([{"op": "replace", "value": {
            "emails[type eq \"other\"].value": "p@x.example", "emails[type eq \"other\"].primary": true}}]),
        json!({"emails": [
            {"value": "ada@example.com", "type": "work", "primary": false},
            {"value": "p@x.example", "type": "other", "primary": true}]}),
    );
}

#[test]
fn a_removal_by_value_compares_as_a_filter_does() {
    for given in [json!([{"value": "Ada@Example.com"}]), json!([{"value": "ada@example.com", "type": "WORK"}])] {
        expect(json!([{"op": "remove", "path": "emails", "value": given}]), json!({"emails": null}));
    }
    for given in [json!([{"value": "ada@example.co"}]), json!([{"value": "ada@example.com", "type": "home"}])] {
        expect(json!([{"op": "remove", "path": "emails", "value": given}]), json!({}));
    }
}

#[test]
fn one_bad_operation_leaves_nothing_behind() {
    let error = patched(
        json!([{"op": "replace", "path": "active", "value": false}, {"op": "replace", "path": "nope", "value": 1}]),
    );
    assert_eq!(error.unwrap_err().scim_type, Some(ScimType::InvalidPath));
}

fn any_operation() -> impl Strategy<Value = Value> {
    let path = proptest::sample::select(vec![
        "userName",
        "active",
        "name",
        "name.givenName",
        "emails",
        "emails[type eq \"work\"]",
        "emails[type eq \"home\"].value",
        "emails.value",
        "emails[primary eq true].type",
        "addresses",
        "roles",
        "title",
        "id",
        "bogus",
        ENTERPRISE_SCHEMA,
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
        "",
    ]);
    let op = proptest::sample::select(vec!["add", "Replace", "remove"]);
    (op, path, crate::scim::protocol::resource::tests::any_json())
        .prop_map(|(op, path, value)| json!({"op": op, "path": path, "value": value}))
}

proptest! {
    #[test]
    fn what_a_patch_leaves_is_in_canonical_form(operations in proptest::collection::vec(any_operation(), 1..5)) {
        if let Ok(Patched { resource, changed }) = patched(Value::from(operations)) {
            prop_assert_eq!(changed, Value::Object(resource.clone()) != person());
            prop_assert_eq!(resource::normalise(resource.clone(), &USER_TYPE, Dialect::AUTO), Ok(resource));
        }
    }
}
