//! People, filters and orders drawn at random over the whole schema.

use std::sync::LazyLock;

use einlass::scim::protocol::filter::{CompareOp, Filter};
use einlass::scim::protocol::path::AttrPath;
use einlass::scim::protocol::schema::{COMMON, ENTERPRISE_SCHEMA, ResourceType, USER_SCHEMA, custom};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// A schema of an account's own, with what no schema of RFC 7643 has: numbers, moments, truths and lists of plain values.
const OWN_SCHEMA: &str = "urn:example:drawn:2.0:User";

/// People of such an account.
pub static PERSON_TYPE: LazyLock<ResourceType> = LazyLock::new(|| {
    let declared = json!({
        "id": OWN_SCHEMA, "name": "Drawn", "description": "Every kind of value",
        "attributes": [
            {"name": "level", "type": "integer"}, {"name": "hours", "type": "decimal"}, {"name": "remote", "type": "boolean"},
            {"name": "since", "type": "dateTime"}, {"name": "badge", "type": "string", "caseExact": true},
            {"name": "tags", "type": "string", "multiValued": true}, {"name": "years", "type": "integer", "multiValued": true},
            {"name": "projects", "type": "complex", "multiValued": true, "subAttributes": [
                {"name": "value", "type": "string"}, {"name": "share", "type": "integer"}, {"name": "due", "type": "dateTime"}]},
        ]
    });
    custom::user_type_with(vec![custom::parse(&declared).expect("a schema")])
});

/// Words that differ only by case, by normal form, by what surrounds them, or that SQL might take for something else.
const WORDS: [&str; 34] = [
    "",
    " ",
    "a",
    "ada",
    "Ada",
    "ADA",
    " ada ",
    "adam",
    "da",
    "x ada",
    "Stra\u{df}e",
    "STRASSE",
    "strasse",
    "\u{130}pek",
    "ipek",
    "i\u{307}pek",
    "\u{131}pek",
    "\u{dc}nal",
    "u\u{308}nal",
    "\u{308}",
    "\u{fb01}x",
    "FIX",
    "\u{216b}",
    "\u{3a3}\u{3c2}",
    "\u{10ffff}",
    "\u{1f600}",
    "100%",
    "a_b",
    "a'b\\c\"d",
    "true",
    "False",
    "7",
    "work",
    "home",
];

fn word() -> impl Strategy<Value = String> {
    select(WORDS.to_vec()).prop_map(str::to_owned)
}

fn text() -> impl Strategy<Value = Value> {
    prop_oneof![4 => word().prop_map(Value::String), 1 => Just(Value::Null)]
}

/// One value of `emails`, `phoneNumbers` and the like.
fn item() -> impl Strategy<Value = Value> {
    ("[a-z]{1,3}|7", word(), text(), text()).prop_map(
        |(letters, word, kind, display)| json!({"value": format!("{word}{letters}"), "type": kind, "display": display}),
    )
}

/// At most one of them primary.
fn items() -> impl Strategy<Value = Value> {
    (vec(item(), 0..4), any::<proptest::sample::Index>(), any::<bool>()).prop_map(|(mut items, index, primary)| {
        if primary && !items.is_empty() {
            let index = index.index(items.len());
            items[index]["primary"] = true.into();
        }
        Value::Array(items)
    })
}

fn whole() -> impl Strategy<Value = Value> {
    select(vec![Value::Null, json!(-1), json!(0), json!(7), json!(10), json!(100)])
}

fn moment() -> impl Strategy<Value = Value> {
    let moments =
        ["2026-01-02T03:04:05Z", "2026-01-02T04:04:05+01:00", "2026-01-02T03:04:05.5Z", "1999-12-31T23:59:59Z"];
    select(moments.to_vec()).prop_map(|text| json!(text))
}

/// What [`OWN_SCHEMA`] says of somebody.
fn own() -> impl Strategy<Value = Value> {
    let hours = prop_oneof![whole(), select(vec![json!(7.5), json!(-0.25), json!(1e3)])];
    let maybe = |values: BoxedStrategy<Value>| prop_oneof![1 => Just(Value::Null), 3 => values];
    let lists = (vec(word(), 0..3), vec(whole(), 0..3), vec((word(), whole(), maybe(moment().boxed())), 0..3));
    (whole(), hours, maybe(any::<bool>().prop_map(Value::Bool).boxed()), maybe(moment().boxed()), text(), lists).prop_map(
        |(level, hours, remote, since, badge, (tags, years, projects))| {
            let years: Vec<Value> = years.into_iter().filter(|year| !year.is_null()).collect();
            let projects: Vec<Value> =
                projects.into_iter().map(|(name, share, due)| json!({"value": name, "share": share, "due": due})).collect();
            json!({"level": level, "hours": hours, "remote": remote, "since": since, "badge": badge, "tags": tags, "years": years, "projects": projects})
        },
    )
}

/// A person as an identity provider might send them, but for the names that must be unique.
pub fn person() -> impl Strategy<Value = Value> {
    let plain = (text(), text(), text(), text(), text(), select(vec![Value::Null, json!("YWRh"), json!("QURB")]));
    let lists = (items(), items(), items(), vec((text(), text(), any::<bool>()), 0..3));
    let rest = (any::<bool>(), any::<bool>(), text(), text(), any::<bool>(), own());
    (plain, lists, rest).prop_map(|(plain, (emails, phones, roles, addresses), rest)| {
        let (given, family, title, nick, url, certificate) = plain;
        let (active, external, department, manager, bare, own) = rest;
        let addresses: Vec<Value> = addresses
            .into_iter()
            .map(|(city, country, _)| json!({"locality": city, "country": country, "type": "work"}))
            .collect();
        json!({
            "name": {"givenName": given, "familyName": family}, "title": title, "nickName": nick, "profileUrl": url,
            "x509Certificates": [{"value": certificate}], "emails": emails, "phoneNumbers": phones, "roles": roles,
            "addresses": addresses, "active": active, "externalId": external, "bare": bare,
            ENTERPRISE_SCHEMA: {"department": department, "manager": {"value": manager}}, OWN_SCHEMA: own
        })
    })
}

/// Every path there is, those of `often` more often, and some there are not.
fn paths(kind: &ResourceType, often: &[&str]) -> Vec<AttrPath> {
    let mut paths = Vec::new();
    let extensions = kind.extensions.iter().map(|schema| (Some(&schema.id), &schema.attributes));
    for (urn, attributes) in [(None, &*COMMON), (None, &kind.core.attributes)].into_iter().chain(extensions) {
        for attribute in attributes {
            let path = AttrPath { urn: urn.cloned(), name: attribute.name.clone(), sub: None };
            for part in &attribute.sub_attributes {
                paths.push(AttrPath { sub: Some(part.name.to_uppercase()), ..path.clone() });
            }
            paths.push(path);
        }
    }
    let read = |text: &str| text.parse::<AttrPath>().expect("a path");
    let core = format!("{}:displayName", kind.core.id);
    paths.extend(["nope", "id.nope", &core, ENTERPRISE_SCHEMA].map(read));
    paths.extend(often.iter().flat_map(|text| std::iter::repeat_n(read(text), 4)));
    paths
}

fn person_paths() -> Vec<AttrPath> {
    let often = [
        "userName",
        "externalId",
        "id",
        "emails",
        "emails.value",
        "emails.type",
        "active",
        "meta.created",
        "title",
        "groups.value",
        "groups.display",
    ];
    paths(&PERSON_TYPE, &often)
}

fn operand() -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => word().prop_map(Value::String),
        3 => (word(), "[a-z]{0,2}|0|1").prop_map(|(word, rest)| Value::String(word + &rest)),
        2 => any::<bool>().prop_map(Value::Bool),
        1 => Just(Value::Null),
        2 => select(vec![json!(-1), json!(0), json!(7), json!(7.5), json!(10), json!(1000)]),
        1 => moment(),
        1 => Just(json!("2026-01-02T03:04:05.123456789+02:00")),
        1 => Just(json!("YWRh")),
        1 => select(vec!["User", USER_SCHEMA, ENTERPRISE_SCHEMA, "urn:"]).prop_map(|text| json!(text)),
        5 => select(FACTS.to_vec()).prop_map(|text| json!(text)),
    ]
}

/// Stand for what only the stored person knows.
pub const FACTS: [&str; 10] = [
    "«id»",
    "«ID»",
    "«location»",
    "«version»",
    "«created»",
    "«just after»",
    "«mail»",
    "«group»",
    "«address of the group»",
    "«person»",
];

fn comparison(path: impl Strategy<Value = AttrPath>) -> impl Strategy<Value = Filter> {
    let op = select(CompareOp::ALL.to_vec());
    (path, op, operand(), 0..6).prop_map(|(path, op, value, kind)| match kind {
        0 => Filter::Present(path),
        _ => Filter::Compare { path, op, value },
    })
}

fn combined(leaf: impl Strategy<Value = Filter> + 'static) -> impl Strategy<Value = Filter> {
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Filter::And),
            vec(inner.clone(), 2..4).prop_map(Filter::Or),
            inner.prop_map(|part| Filter::Not(Box::new(part))),
        ]
    })
}

/// Brackets behind one of `lists`.
fn value_path(lists: Vec<&'static str>) -> impl Strategy<Value = Filter> {
    let names = [
        "value",
        "type",
        "primary",
        "display",
        "locality",
        "givenName",
        "created",
        "resourceType",
        "$ref",
        "share",
        "due",
    ];
    let inside = combined(comparison(select(names.to_vec()).prop_map(AttrPath::name)));
    let path = select(lists).prop_map(|text| text.parse::<AttrPath>().expect("a path"));
    (path, inside).prop_map(|(path, filter)| Filter::ValuePath { path, filter: Box::new(filter) })
}

/// A filter over people.
pub fn person_filter() -> impl Strategy<Value = Filter> {
    let manager: &'static str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
    let lists = vec![
        "emails",
        "emails",
        "emails.value",
        "phoneNumbers",
        "roles",
        "addresses",
        "x509Certificates",
        "name",
        "meta",
        "entitlements",
        "groups",
        "groups",
        "title",
        manager,
        "urn:example:drawn:2.0:User:projects",
        "urn:example:drawn:2.0:User:projects",
        "urn:example:drawn:2.0:User:years",
    ];
    combined(prop_oneof![3 => comparison(select(person_paths())), 1 => value_path(lists)])
}

/// A filter over groups.
pub fn group_filter(kind: &ResourceType) -> impl Strategy<Value = Filter> + use<> {
    let often = ["displayName", "externalId", "members", "members.value", "members.display"];
    let lists = vec!["members", "members", "members", "meta", "displayName"];
    combined(prop_oneof![1 => comparison(select(paths(kind, &often))), 1 => value_path(lists)])
}

/// `sortBy` and whether it is turned round, over people.
pub fn person_order() -> impl Strategy<Value = (AttrPath, bool)> {
    (select(person_paths()), any::<bool>())
}
