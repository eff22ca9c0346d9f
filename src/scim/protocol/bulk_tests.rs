//! What a bulk message says, without anybody to carry it out.

use super::*;
use serde_json::json;

fn message(operations: &Value) -> Message {
    let Value::Object(body) = json!({"schemas": [BULK_REQUEST_SCHEMA], "Operations": operations}) else { panic!() };
    Message::parse(body).expect("a message")
}

fn person(name: &str, manager: Option<&str>) -> Value {
    json!({"method": "post", "path": "/Users", "bulkId": name, "data": {"manager": {"value": manager}}})
}

#[test]
fn what_is_referred_to_comes_first_and_nothing_else_moves() {
    let order = message(&json!([
        {"method": "DELETE", "path": "/Users/1"},
        {"method": "PATCH", "path": "/Groups/bulkId:Group:it/net", "data": {"Operations": [{"value": [{"value": "bulkId:User:b"}]}]}},
        person("User:a", None),
        person("User:b", Some("bulkId:User:a")),
        {"method": "POST", "path": "Groups", "bulkId": "Group:it/net", "data": {}},
        {"method": "DELETE", "path": "/Users/bulkId:nope"},
    ]))
    .order();
    assert_eq!(order, [[0], [4], [2], [3], [1], [5]]);
}

#[test]
fn the_number_of_errors_is_whole_however_it_is_written() {
    let most = |errors: Value| {
        let body = json!({"schemas": [BULK_REQUEST_SCHEMA], "Operations": [], "failOnErrors": errors});
        let Value::Object(body) = body else { panic!() };
        Message::parse(body).map(|message| message.most_errors).map_err(|error| error.status)
    };
    assert_eq!((most(json!(2)), most(json!(2.0)), most(json!(null))), (Ok(Some(2)), Ok(Some(2)), Ok(None)));
    assert_eq!(most(json!(1e300)), Ok(Some(usize::MAX)));
    assert_eq!((most(json!(0)), most(json!(0.0))), (Ok(None), Ok(None)), "no limit");
    for wrong in [json!(-1), json!(-0.5), json!(1.5), json!(true)] {
        assert_eq!(most(wrong), Err(400));
    }
}

#[test]
fn circles_stand_together() {
    let order = message(&json!([
        person("a", Some("bulkId:b")),
        person("x", Some("bulkId:x")),
        person("b", Some("bulkId:c")),
        person("c", Some("bulkId:a")),
    ]))
    .order();
    assert_eq!(order, [vec![0, 2, 3], vec![1]]);
}

#[test]
fn a_reference_inside_of_a_path_is_refused() {
    let patch = |path: &str| {
        let data = json!({"Operations": [{"op": "remove", "path": "members"}, {"op": "remove", "Path": path}]});
        let message = message(&json!([{"method": "PATCH", "path": "/Groups/bulkId:g", "data": data}]));
        message.operations[0].wanted.as_ref().err().and_then(|error| error.scim_type)
    };
    assert_eq!(patch(r#"members[value eq "bulkId:a"]"#), Some(ScimType::InvalidPath));
    assert_eq!(patch(r#"members[value eq "about bulkId:a"]"#), None);
}

#[test]
fn whole_values_are_references_and_parts_of_texts_are_not() {
    let message = message(&json!([{"method": "PUT", "path": "/Users/bulkId:a", "data": {
        "note": "see bulkId:a", "list": ["bulkId:b", {"value": "bulkId:c"}], "bulkId:d": 1
    }}]));
    let wanted = message.operations[0].wanted.clone().unwrap();
    assert_eq!(wanted.references(), BTreeSet::from(["a", "b", "c"]));
    let ids = Ids::from([("a".into(), "1".into()), ("b".into(), "2".into())]);
    let Action::Replace(id, data) = wanted.resolved(&ids).without_references().action else { panic!() };
    assert_eq!(
        (id.as_str(), Value::Object(data)),
        ("1", json!({"note": "see bulkId:a", "list": ["2"], "bulkId:d": 1}))
    );
}

#[test]
fn what_is_wrong_with_one_operation_is_its_own_error() {
    let message = message(&json!([
        {"method": "POST", "path": "/Users", "data": {}},
        {"method": "POST", "path": "/Users/1", "bulkId": "a", "data": {}},
        {"method": "GET", "path": "/Users/1"},
        {"method": "PUT", "path": "/Users/1"},
        {"method": "DELETE"},
        {"method": "DELETE", "path": "/Users"},
        {"method": "DELETE", "path": "/Users/1", "version": 3},
        person("b", None), person("b", None),
    ]));
    let statuses: Vec<u16> =
        message.operations.iter().map(|item| item.wanted.as_ref().map_or_else(|error| error.status, |_| 0)).collect();
    assert_eq!(statuses, [400, 405, 400, 400, 400, 405, 400, 0, 400]);
}

#[test]
fn a_message_that_nobody_can_read_is_refused() {
    let parse =
        |body: Value| Message::parse(body.as_object().unwrap().clone()).map(|_| ()).map_err(|error| error.status);
    let schemas = json!([BULK_REQUEST_SCHEMA]);
    for body in [
        json!({"Operations": []}),
        json!({"schemas": schemas}),
        json!({"schemas": schemas, "Operations": [1]}),
        json!({"schemas": schemas, "Operations": [], "failOnErrors": -1}),
        json!({"schemas": schemas, "Operations": [], "failOnErrors": "1"}),
    ] {
        assert_eq!(parse(body.clone()), Err(400), "{body}");
    }
    let many = |count: usize| json!({"schemas": schemas, "operations": vec![json!({}); count], "failonerrors": null});
    assert_eq!((parse(many(100)), parse(many(101))), (Ok(()), Err(413)));
}
