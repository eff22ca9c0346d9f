//! A PATCH message: what it leaves is a resource in canonical form, whole or not at all, and one operation after the other comes to the
//! same as all of them together.

use std::hint::black_box;
use std::sync::LazyLock;

use einlass::scim::protocol::dialects::Dialect;
use einlass::scim::protocol::patch::{self, Operation, Patched};
use einlass::scim::protocol::path::Path;
use einlass::scim::protocol::schema::{ENTERPRISE_SCHEMA, GROUP_TYPE, ResourceType, USER_TYPE};
use einlass::scim::protocol::{ScimError, json, membership, resource};
use serde_json::{Map, Value, json};

static PERSON: LazyLock<Map<String, Value>> = LazyLock::new(|| {
    let person = json!({
        "userName": "ada@example.com", "externalId": "42", "active": true, "displayName": "Ada",
        "name": {"givenName": "Ada", "familyName": "Lovelace"},
        "emails": [
            {"value": "ada@example.com", "type": "work", "primary": true}, {"value": "ada@home.example", "type": "home"}
        ],
        "addresses": [{"type": "work", "locality": "London", "country": "GB"}],
        "roles": [{"value": "app-user"}],
        "x509Certificates": [{"value": "AAEC"}],
        ENTERPRISE_SCHEMA: {"department": "Engines", "manager": {"value": "7"}}
    });
    canonical(person, &USER_TYPE)
});

static GROUP: LazyLock<Map<String, Value>> =
    LazyLock::new(|| canonical(json!({"displayName": "Stra\u{df}e", "externalId": "Team 1"}), &GROUP_TYPE));

fn canonical(value: Value, kind: &ResourceType) -> Map<String, Value> {
    let Value::Object(members) = value else { panic!("an object") };
    resource::normalise(members, kind, Dialect::AUTO).expect("a resource")
}

/// Somebody who has most of what a person can have.
pub fn person() -> &'static Map<String, Value> {
    &PERSON
}

/// A group without its members, as the generic PATCH sees one.
pub fn group() -> &'static Map<String, Value> {
    &GROUP
}

pub fn work(data: &[u8]) {
    let operations = json::parse_object(data).and_then(|body| patch::parse(body, Dialect::AUTO));
    if let Ok(operations) = operations {
        drop(black_box(patch::apply(operations, person(), &USER_TYPE, Dialect::AUTO)));
    }
}

pub fn check(data: &[u8]) -> bool {
    let Ok(body) = json::parse_object(data) else { return false };
    let mut understood = false;
    for dialect in [Dialect::AUTO, Dialect::STRICT] {
        if let Ok(operations) = patch::parse(body.clone(), dialect) {
            check_paths(&operations);
            understood |= check_applied(&operations, person(), &USER_TYPE, dialect);
        }
        if let Ok(operations) = membership::parse(body.clone(), dialect) {
            check_paths(&operations);
            if let Ok((others, _)) = membership::split(operations, dialect) {
                understood |= check_applied(&others, group(), &GROUP_TYPE, dialect);
            }
        }
    }
    understood
}

fn check_paths(operations: &[Operation]) {
    for path in operations.iter().filter_map(|operation| operation.path.as_ref()) {
        if let Ok(read) = path.to_string().parse::<Path>() {
            assert_eq!(&read, path);
        }
    }
}

fn check_applied(operations: &[Operation], before: &Map<String, Value>, kind: &ResourceType, dialect: Dialect) -> bool {
    let apply = |operations: &[Operation], before: &Map<String, Value>| {
        patch::apply(operations.to_vec(), before, kind, dialect)
    };
    let together = apply(operations, before);
    let stepwise = operations.iter().try_fold(before.clone(), |resource, operation| {
        apply(std::slice::from_ref(operation), &resource).map(|patched| patched.resource)
    });
    match (together, stepwise) {
        (Ok(Patched { resource: after, changed }), stepwise) => {
            assert_eq!(changed, after != *before);
            assert_eq!(resource::normalise(after.clone(), kind, dialect).as_ref(), Ok(&after));
            if let Ok(stepwise) = stepwise {
                assert_eq!(stepwise, after);
            }
            true
        }
        (Err(error), stepwise) => {
            check_refusal(&error);
            assert!(stepwise.is_err(), "each operation can be applied, but not all: {error}");
            false
        }
    }
}

/// A refusal is the client's to mend, and says in a sentence of bounded length what is wrong.
fn check_refusal(error: &ScimError) {
    assert_eq!(error.status, 400, "{error}");
    assert!(error.scim_type.is_some(), "{error}");
    assert!(error.detail.len() <= 10_000, "{} bytes", error.detail.len());
}
