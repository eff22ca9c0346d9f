//! Tests of the folding: examples of what is sent, and a comparison with the operations done one after the other.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn id_of(n: u8) -> Uuid {
    Uuid::from_u128(u128::from(n))
}

fn split_of(operations: Value) -> Result<(Vec<Operation>, Change), ScimError> {
    split_as(operations, Dialect::AUTO)
}

fn split_as(operations: Value, dialect: Dialect) -> Result<(Vec<Operation>, Change), ScimError> {
    let Value::Object(body) = json!({"schemas": [patch::PATCH_SCHEMA], "Operations": operations}) else { panic!() };
    split(parse(body, dialect)?, dialect)
}

fn change_of(operations: Value) -> Change {
    split_of(operations).unwrap().1
}

fn sets(change: &Change) -> (Vec<Uuid>, Vec<Uuid>, Vec<Uuid>, bool) {
    (change.joining().collect(), change.staying().collect(), change.leaving().collect(), change.others_leave())
}

#[test]
fn what_identity_providers_send_becomes_a_change_of_a_set() {
    let (a, b) = (id_of(1), id_of(2));
    let entra = change_of(json!([
        {"op": "Add", "path": "members", "value": [{"$ref": null, "value": a}]},
        {"op": "Remove", "path": "members", "value": [{"value": b}]}
    ]));
    assert_eq!(sets(&entra), (vec![a], vec![], vec![b], false));
    let okta = change_of(json!([
        {"op": "remove", "path": format!("members[value eq \"{b}\"]")},
        {"op": "add", "path": "members", "value": [{"value": a, "display": "a@beispiel.example"}]}
    ]));
    assert_eq!(sets(&okta), (vec![a], vec![], vec![b], false));
    let pushed = change_of(json!([{"op": "replace", "path": "members", "value": [{"value": a}, {"value": b}]}]));
    assert_eq!(sets(&pushed), (vec![a, b], vec![], vec![], true));
    let path_less = change_of(json!([{"op": "replace", "value": {"members": [a], "displayName": "x"}}]));
    assert_eq!(sets(&path_less), (vec![a], vec![], vec![], true));
    let urn = "urn:ietf:params:scim:schemas:core:2.0:Group:members";
    assert_eq!(sets(&change_of(json!([{"op": "add", "path": urn, "value": {"value": a}}]))).0, [a]);
    let either = format!("members[value eq \"{a}\" or value eq \"{b}\"]");
    assert_eq!(sets(&change_of(json!([{"op": "remove", "path": either}]))), (vec![], vec![], vec![a, b], false));
    let but_one = format!("members[not (value eq \"{a}\") and type eq \"User\"]");
    assert_eq!(sets(&change_of(json!([{"op": "remove", "path": but_one}]))), (vec![], vec![a], vec![], true));
    assert_eq!(sets(&change_of(json!([{"op": "remove", "path": "members"}]))), (vec![], vec![], vec![], true));
    assert_eq!(change_of(json!([{"op": "remove", "path": "members", "value": []}])), Change::default());
    assert_eq!(change_of(json!([{"op": "remove", "path": "members", "value": ["x"]}])), Change::default());
}

/// A mapping that knows no remote id sends members without one. Nobody means to empty a group so.
#[test]
fn a_list_of_members_without_a_value_names_nobody_and_is_refused() {
    for members in [
        json!([{"value": ""}]),
        json!([{"value": null, "type": null}]),
        json!([null]),
        json!([""]),
        json!([{}]),
        json!({"value": ""}),
    ] {
        for operation in [
            json!({"op": "replace", "path": "members", "value": members}),
            json!({"op": "add", "path": "members", "value": members}),
            json!({"op": "replace", "value": {"members": members}}),
        ] {
            let refused = split_of(json!([operation])).unwrap_err();
            assert_eq!(refused.scim_type, Some(ScimType::InvalidValue), "{operation}");
        }
        let whole = json!({"schemas": [GROUP_TYPE.core.id], "displayName": "T", "members": members});
        let Value::Object(whole) = whole else { panic!() };
        assert!(crate::scim::groups::wanted(whole, Dialect::STRICT).is_err(), "{members}");
    }
    // Among others it is one that nobody knows.
    let among = json!([{"op": "replace", "path": "members", "value": [{"value": id_of(1)}, {"value": null}]}]);
    assert_eq!(sets(&change_of(among.clone())), (vec![id_of(1)], vec![], vec![], true));
    assert_eq!(split_as(among, Dialect::STRICT).unwrap_err().scim_type, Some(ScimType::InvalidValue));
    for none in [json!(null), json!([]), json!("")] {
        let change = change_of(json!([{"op": "replace", "path": "members", "value": none}]));
        assert_eq!(sets(&change), (vec![], vec![], vec![], true), "{none}");
    }
}

#[test]
fn two_spellings_of_members_leave_open_which_is_meant() {
    let refused = split_of(json!([{"op": "replace", "value": {"Members": [id_of(1)], "members": [id_of(2)]}}]));
    assert_eq!(refused.unwrap_err().scim_type, Some(ScimType::InvalidSyntax));
}

#[test]
fn other_operations_keep_their_order_and_their_values() {
    let (others, change) = split_of(json!([
        {"op": "replace", "value": {"id": "7", "displayName": "A"}},
        {"op": "replace", "path": "displayName", "value": "B"},
        {"op": "replace", "value": {"members": []}}
    ]))
    .unwrap();
    assert_eq!(others.len(), 2);
    assert_eq!(others[0].value, Some(json!({"id": "7", "displayName": "A"})));
    assert!(change.others_leave());
}

/// As SCIM-SDK until 1.33 wraps whatever it is given.
#[test]
fn a_value_in_a_list_of_its_own_is_what_is_meant() {
    let message = json!([{"op": "add", "value": [{"members": [{"value": id_of(1)}], "displayName": "Team"}]}]);
    let (others, change) = split_of(message.clone()).unwrap();
    assert_eq!(sets(&change), (vec![id_of(1)], vec![], vec![], false));
    assert_eq!(others[0].value, Some(json!({"displayName": "Team"})));
    let (others, change) = split_as(message, Dialect::STRICT).unwrap();
    assert_eq!((others.len(), change), (1, Change::default()), "refused as what it is");
}

#[test]
fn what_is_no_membership_is_refused() {
    let a = id_of(1);
    for (operation, scim_type) in [
        (json!({"op": "add", "path": "members", "value": [{"value": a, "type": "group"}]}), ScimType::InvalidValue),
        (json!({"op": "add", "path": "members", "value": [{"display": "Ada"}]}), ScimType::InvalidValue),
        (json!({"op": "remove", "path": "members", "value": [{"$ref": "x"}]}), ScimType::InvalidValue),
        (json!({"op": "add", "path": "members", "value": [{"value": 7}]}), ScimType::InvalidValue),
        (json!({"op": "replace", "path": "members.value", "value": "x"}), ScimType::Mutability),
        (
            json!({"op": "replace", "path": format!("members[value eq \"{a}\"].type"), "value": "x"}),
            ScimType::Mutability,
        ),
        (
            json!({"op": "replace", "path": format!("members[value eq \"{a}\"]"), "value": {"value": "x"}}),
            ScimType::Mutability,
        ),
        (json!({"op": "remove", "path": "members[value pr].nope"}), ScimType::InvalidPath),
        (json!({"op": "remove", "path": "members[nope eq \"x\"]"}), ScimType::InvalidPath),
        (json!({"op": "remove", "path": "members[display eq \"x\"]"}), ScimType::InvalidFilter),
        (json!({"op": "remove", "path": "members[$ref eq \"x\"]"}), ScimType::InvalidFilter),
        (json!({"op": "remove", "path": "members[value sw \"x\"]"}), ScimType::InvalidFilter),
    ] {
        assert_eq!(split_of(json!([operation])).unwrap_err().scim_type, Some(scim_type), "{operation}");
    }
}

#[test]
fn what_cannot_be_anybody_is_left_out_where_that_is_tolerated() {
    let a = id_of(1);
    let add = json!([{"op": "add", "path": "members", "value": [{"value": "7"}, {"value": a}]}]);
    let change = change_of(add.clone());
    assert_eq!((sets(&change).0, change.arriving().unknown), (vec![a], BTreeSet::from(["7".to_owned()])));
    assert_eq!(split_as(add, Dialect::STRICT).unwrap_err().scim_type, Some(ScimType::InvalidValue));
    let emptied =
        change_of(json!([{"op": "add", "path": "members", "value": ["7"]}, {"op": "remove", "path": "members"}]));
    assert!(emptied.arriving().unknown.is_empty() && emptied.others_leave());
}

/// One operation, as it is sent and as it is meant.
#[derive(Debug, Clone)]
enum Step {
    Add(Vec<u8>),
    Remove(Vec<u8>),
    RemoveBut(Vec<u8>),
    Replace(Vec<u8>),
}

impl Step {
    fn sent(&self) -> Value {
        let list = |ids: &[u8]| -> Value { ids.iter().map(|n| json!({"value": id_of(*n)})).collect() };
        match self {
            Self::Add(ids) => json!({"op": "add", "path": "members", "value": list(ids)}),
            Self::Remove(ids) => json!({"op": "remove", "path": "members", "value": list(ids)}),
            Self::RemoveBut(ids) => {
                let terms: Vec<String> = ids.iter().map(|n| format!("value ne \"{}\"", id_of(*n))).collect();
                json!({"op": "remove", "path": format!("members[{}]", terms.join(" and "))})
            }
            Self::Replace(ids) => json!({"op": "replace", "path": "members", "value": list(ids)}),
        }
    }

    fn apply(&self, members: &mut BTreeSet<Uuid>) {
        match self {
            Self::Add(ids) => members.extend(ids.iter().map(|n| id_of(*n))),
            Self::Remove(ids) => members.retain(|id| !ids.iter().any(|n| id_of(*n) == *id)),
            Self::RemoveBut(ids) => members.retain(|id| ids.iter().any(|n| id_of(*n) == *id)),
            Self::Replace(ids) => *members = ids.iter().map(|n| id_of(*n)).collect(),
        }
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let ids = || proptest::collection::vec(0..6_u8, 0..4);
    let some = proptest::collection::vec(0..6_u8, 1..4);
    proptest::collection::vec(
        prop_oneof![
            ids().prop_map(Step::Add),
            ids().prop_map(Step::Remove),
            some.prop_map(Step::RemoveBut),
            ids().prop_map(Step::Replace)
        ],
        1..8,
    )
}

proptest! {
    #[test]
    fn the_folded_change_does_what_the_operations_do_one_after_the_other(before in proptest::collection::btree_set(0..6_u8, 0..6), steps in steps()) {
        let mut one_by_one: BTreeSet<Uuid> = before.iter().map(|n| id_of(*n)).collect();
        let change = change_of(steps.iter().map(Step::sent).collect());
        let mut at_once = one_by_one.clone();
        for step in &steps {
            step.apply(&mut one_by_one);
        }
        let keep: BTreeSet<Uuid> = change.joining().chain(change.staying()).collect();
        if change.others_leave() {
            at_once.retain(|id| keep.contains(id));
        } else {
            let leaving: BTreeSet<Uuid> = change.leaving().collect();
            at_once.retain(|id| !leaving.contains(id));
        }
        at_once.extend(change.joining());
        prop_assert_eq!(at_once, one_by_one);
    }
}
