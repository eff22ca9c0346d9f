//! The cases of `tests/oracles`, answered by this product as the files say. Outside judges answer the same files
//! (`scripts/oracles.sh`); where one of them departs, the file says why.

use einlass::scim::protocol::dialects::Dialect;
use einlass::scim::protocol::filter::Filter;
use einlass::scim::protocol::schema::USER_TYPE;
use einlass::scim::protocol::{matches, patch, resource};
use serde_json::{Map, Value, json};

fn cases(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).expect("a JSON object")
}

#[test]
fn filters_are_answered_as_written_down() {
    let file = cases(include_str!("oracles/filters.json"));
    let person = file["person"].as_object().expect("a person");
    for case in file["filters"].as_array().expect("filters") {
        let text = case["filter"].as_str().expect("a filter");
        let found = text.parse::<Filter>().ok().and_then(|filter| matches::resource(&filter, person, &USER_TYPE).ok());
        assert_eq!(json!(found), case["found"], "{text}");
    }
}

#[test]
fn patches_are_applied_as_written_down() {
    let file = cases(include_str!("oracles/patches.json"));
    let before = file["before"].as_object().expect("a person").clone();
    let before = resource::normalise(before, &USER_TYPE, Dialect::AUTO).expect("a person");
    for case in file["patches"].as_array().expect("patches") {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": case["operations"]
        });
        let after = patch::parse(body.as_object().expect("an object").clone(), Dialect::AUTO)
            .and_then(|operations| patch::apply(operations, &before, &USER_TYPE, Dialect::AUTO))
            .map_or(Value::Null, |patched| {
                let mut after = patched.resource;
                after.insert("schemas".into(), resource::schemas(&after, &USER_TYPE).into());
                after.into()
            });
        assert_eq!(after, case["after"], "{}", case["name"]);
    }
}
