//! What a filter finds by SQL is what it finds in memory, and what is sorted by SQL is what sorting in memory gives: random people,
//! random filters and orders over the whole schema, on a real PostgreSQL. `EINLASS_FILTER_CASES` asks for more populations.

use std::cmp::Ordering;

use einlass::domain::access::ConnectionScope;
use einlass::domain::db::Tx;
use einlass::domain::licences::ScimEligible;
use einlass::domain::pages::{Sort, Start};
use einlass::domain::users::{self, Listing, User};
use einlass::model::UserId;
use einlass::scim::conditions;
use einlass::scim::protocol::filter::{CompareOp, Filter};
use einlass::scim::protocol::path::AttrPath;
use einlass::scim::protocol::schema::{COMMON, ENTERPRISE_SCHEMA, ENTERPRISE_USER, USER, USER_SCHEMA, USER_TYPE};
use einlass::scim::protocol::{comparable, matches, resource};
use einlass::scim::users::{People, profile, representation};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Map, Value, json};

use crate::support::db::fresh;
use crate::support::personas::{account, activate, provisioner};

const BASE_URL: &str = "https://einlass.example/scim/v2/1";

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

/// A person as an identity provider might send them, but for the names that must be unique.
fn person() -> impl Strategy<Value = Value> {
    let plain = (text(), text(), text(), text(), text(), select(vec![Value::Null, json!("YWRh"), json!("QURB")]));
    let lists = (items(), items(), items(), vec((text(), text(), any::<bool>()), 0..3));
    let rest = (any::<bool>(), any::<bool>(), text(), text(), any::<bool>());
    (plain, lists, rest).prop_map(|(plain, (emails, phones, roles, addresses), rest)| {
        let (given, family, title, nick, url, certificate) = plain;
        let (active, external, department, manager, bare) = rest;
        let addresses: Vec<Value> = addresses
            .into_iter()
            .map(|(city, country, _)| json!({"locality": city, "country": country, "type": "work"}))
            .collect();
        json!({
            "name": {"givenName": given, "familyName": family}, "title": title, "nickName": nick, "profileUrl": url,
            "x509Certificates": [{"value": certificate}], "emails": emails, "phoneNumbers": phones, "roles": roles,
            "addresses": addresses, "active": active, "externalId": external, "bare": bare,
            ENTERPRISE_SCHEMA: {"department": department, "manager": {"value": manager}}
        })
    })
}

/// Every path there is, and some there are not.
fn paths() -> Vec<AttrPath> {
    let mut paths = Vec::new();
    for (urn, attributes) in
        [(None, &*COMMON), (None, &USER.attributes), (Some(ENTERPRISE_SCHEMA), &ENTERPRISE_USER.attributes)]
    {
        // Groups are rows of their own, with tests of their own.
        for attribute in attributes.iter().filter(|attribute| attribute.name != "groups") {
            let path = AttrPath { urn: urn.map(str::to_owned), name: attribute.name.clone(), sub: None };
            for part in &attribute.sub_attributes {
                paths.push(AttrPath { sub: Some(part.name.to_uppercase()), ..path.clone() });
            }
            paths.push(path);
        }
    }
    for text in ["nope", "name.nope", "userName.value"] {
        paths.push(text.parse().expect("a path"));
    }
    paths.push(format!("{USER_SCHEMA}:title").parse().expect("a path"));
    paths.push(ENTERPRISE_SCHEMA.parse().expect("a path"));
    // Those that decide most of what clients ask are drawn more often.
    for text in
        ["userName", "externalId", "id", "emails", "emails.value", "emails.type", "active", "meta.created", "title"]
    {
        paths.extend(std::iter::repeat_n(text.parse::<AttrPath>().expect("a path"), 4));
    }
    paths
}

fn operand() -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => word().prop_map(Value::String),
        3 => (word(), "[a-z]{0,2}|0|1").prop_map(|(word, rest)| Value::String(word + &rest)),
        2 => any::<bool>().prop_map(Value::Bool),
        1 => Just(Value::Null),
        1 => Just(json!(7)),
        1 => Just(json!("2026-01-02T03:04:05.123456789+02:00")),
        1 => Just(json!("YWRh")),
        1 => select(vec!["User", USER_SCHEMA, ENTERPRISE_SCHEMA, "urn:"]).prop_map(|text| json!(text)),
        5 => select(FACTS.to_vec()).prop_map(|text| json!(text)),
    ]
}

/// Stand for what only the stored person knows.
const FACTS: [&str; 7] = ["«id»", "«ID»", "«location»", "«version»", "«created»", "«just after»", "«mail»"];

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

fn value_path() -> impl Strategy<Value = Filter> {
    let names = ["value", "type", "primary", "display", "locality", "givenName", "created", "resourceType", "$ref"];
    let inside = combined(comparison(select(names.to_vec()).prop_map(AttrPath::name)));
    let lists = [
        "emails",
        "emails",
        "phoneNumbers",
        "roles",
        "addresses",
        "x509Certificates",
        "name",
        "meta",
        "entitlements",
        "title",
    ];
    let path = prop_oneof![
        9 => select(lists.to_vec()).prop_map(AttrPath::name),
        1 => Just(AttrPath { sub: Some("value".into()), ..AttrPath::name("emails") }),
        1 => Just(format!("{ENTERPRISE_SCHEMA}:manager").parse().expect("a path")),
    ];
    (path, inside).prop_map(|(path, filter)| Filter::ValuePath { path, filter: Box::new(filter) })
}

fn filter() -> impl Strategy<Value = Filter> {
    combined(prop_oneof![3 => comparison(select(paths())), 1 => value_path()])
}

fn order() -> impl Strategy<Value = (AttrPath, bool)> {
    (select(paths()), any::<bool>())
}

/// The filter with facts of the first person in it.
fn filled(filter: &Filter, person: &User) -> Filter {
    let all = |parts: &[Filter]| parts.iter().map(|part| filled(part, person)).collect();
    match filter {
        Filter::And(parts) => Filter::And(all(parts)),
        Filter::Or(parts) => Filter::Or(all(parts)),
        Filter::Not(inner) => Filter::Not(Box::new(filled(inner, person))),
        Filter::ValuePath { path, filter } => {
            Filter::ValuePath { path: path.clone(), filter: Box::new(filled(filter, person)) }
        }
        Filter::Present(path) => Filter::Present(path.clone()),
        Filter::Compare { path, op, value } => {
            let stored = Value::Object(representation(person, BASE_URL));
            let value = match value.as_str() {
                Some("«id»") => stored["id"].clone(),
                Some("«ID»") => stored["id"].as_str().expect("text").to_uppercase().into(),
                Some("«location»") => stored["meta"]["location"].clone(),
                Some("«version»") => stored["meta"]["version"].clone(),
                Some("«created»") => stored["meta"]["created"].clone(),
                Some("«just after»") => {
                    let at = person.created_at + time::Duration::nanoseconds(1);
                    at.format(&time::format_description::well_known::Rfc3339).expect("a moment").into()
                }
                Some("«mail»") => person.email.as_str().to_uppercase().into(),
                _ => value.clone(),
            };
            Filter::Compare { path: path.clone(), op: *op, value }
        }
    }
}

async fn arrive(tx: &mut Tx, scim: &ConnectionScope, eligible: &ScimEligible, drawn: &[Value]) -> Vec<User> {
    let mut people = Vec::new();
    for (index, drawn) in drawn.iter().enumerate() {
        let mut body = drawn.clone();
        let word = drawn["title"].as_str().unwrap_or("Ada");
        let bare = drawn["bare"] == true;
        body["userName"] =
            if bare { json!(format!("Bare{index}@X.example")) } else { json!(format!(" {word}{index} ")) };
        body["externalId"] = if drawn["externalId"] == true { json!(format!("{word}{index}")) } else { Value::Null };
        if bare {
            body["emails"] = Value::Null;
        } else {
            let list = body["emails"].as_array_mut().expect("a list");
            // The main address must be a valid one and nobody else's.
            match list.iter_mut().find(|item| item["primary"] == true) {
                Some(main) => main["value"] = json!(format!("Main{index}@X.example")),
                None => list.push(json!({"value": format!("Main{index}@X.example"), "primary": true, "type": "Work"})),
            }
        }
        let body = resource::normalise(body.as_object().expect("an object").clone(), &USER_TYPE).expect("a person");
        let profile = profile(body).expect("a profile");
        people.push(users::provision(tx, scim, eligible, &profile).await.expect("arrives"));
    }
    people.sort_by_key(|person| (person.created_at, person.id.get()));
    people
}

fn ids(people: &[User]) -> Vec<UserId> {
    people.iter().map(|person| person.id).collect()
}

/// What the person is sorted by, read from the comparable form of everything that is returned.
fn key(person: &User, path: &AttrPath) -> Option<Value> {
    use einlass::scim::protocol::schema::Named;
    let Some(Named::Attribute { extension, attribute, sub }) = USER_TYPE.resolve(path) else {
        panic!("resolved before")
    };
    let form: Map<String, Value> = comparable::of(&representation(person, BASE_URL), &USER_TYPE);
    let holder = match extension {
        Some(schema) => form.get(&schema.id)?.as_object()?,
        None => &form,
    };
    let value = holder.get(&attribute.name)?;
    let value = match value {
        Value::Array(items) => items.iter().find(|item| item["primary"] == true).or(items.first())?,
        value => value,
    };
    match sub.or_else(|| attribute.sub("value")) {
        Some(part) => value.get(&part.name).cloned(),
        None => Some(value.clone()),
    }
}

fn compared(a: Option<&Value>, b: Option<&Value>) -> Ordering {
    match (a, b) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(Value::String(a)), Some(Value::String(b))) => a.cmp(b),
        (Some(Value::Bool(a)), Some(Value::Bool(b))) => a.cmp(b),
        other => panic!("{other:?}"),
    }
}

struct Case {
    people: Vec<Value>,
    filters: Vec<Filter>,
    orders: Vec<(AttrPath, bool)>,
}

async fn check(tx: &mut Tx, scim: &ConnectionScope, eligible: &ScimEligible, case: &Case) -> Result<(), TestCaseError> {
    let columns = People { base_url: BASE_URL };
    let people = arrive(tx, scim, eligible, &case.people).await;
    for drawn in &case.filters {
        let filter = filled(drawn, &people[0]);
        prop_assert_eq!(filter.to_string().parse::<Filter>(), Ok(filter.clone()));
        let in_memory: Result<Vec<bool>, _> = people
            .iter()
            .map(|person| matches::resource(&filter, &representation(person, BASE_URL), &USER_TYPE))
            .collect();
        let condition = conditions::condition(&filter, &USER_TYPE, &columns);
        let (Ok(in_memory), Ok(condition)) = (&in_memory, &condition) else {
            prop_assert_eq!(in_memory.err(), condition.err(), "{}", filter);
            continue;
        };
        let wanted: Vec<UserId> =
            people.iter().zip(in_memory).filter(|(_, found)| **found).map(|(person, _)| person.id).collect();
        let page = users::list(tx, scim, &Listing::first(Some(condition), 200)).await;
        let page = page.map_err(|error| TestCaseError::fail(format!("{filter}: {error}")))?;
        prop_assert_eq!(ids(&page.items), wanted.clone(), "{}", filter);
        prop_assert_eq!(page.total, i64::try_from(wanted.len()).expect("few"), "{}", filter);
        let counted = users::list(tx, scim, &Listing::first(Some(condition), 0)).await.expect("counts");
        prop_assert_eq!(counted.total, page.total, "{}", filter);
    }
    for (path, descending) in &case.orders {
        let Ok(by) = conditions::sort_by(path, &USER_TYPE, &columns) else { continue };
        let mut wanted: Vec<&User> = people.iter().collect();
        if by.is_some() {
            wanted.sort_by(|a, b| {
                let order = compared(key(a, path).as_ref(), key(b, path).as_ref());
                if *descending { order.reverse() } else { order }
            });
        }
        let wanted: Vec<UserId> = wanted.into_iter().map(|person| person.id).collect();
        let sort = Sort { by, descending: *descending };
        for limit in [1, 2, 200] {
            let (forth, back) = walk(tx, scim, &sort, limit).await;
            prop_assert_eq!(&forth, &wanted, "{} {} by {}", path, descending, limit);
            prop_assert_eq!(&back, &wanted, "{} {} back by {}", path, descending, limit);
            let mut paged = Vec::new();
            for offset in (0..).step_by(usize::try_from(limit).expect("few")).take_while(|at| *at < wanted.len()) {
                let start = Start::Offset(i64::try_from(offset).expect("few"));
                let listing = Listing { condition: None, sort: sort.clone(), start, limit };
                paged.extend(ids(&users::list(tx, scim, &listing).await.expect("lists").items));
            }
            prop_assert_eq!(&paged, &wanted, "{} {} by index and {}", path, descending, limit);
        }
    }
    Ok(())
}

/// Everybody from position to position to the end, and back to the start again.
async fn walk(
    tx: &mut Tx,
    scim: &ConnectionScope,
    sort: &Sort<users::Column>,
    limit: i64,
) -> (Vec<UserId>, Vec<UserId>) {
    let (mut forth, mut back) = (Vec::new(), Vec::new());
    let mut start = Start::Offset(0);
    let last = loop {
        let listing = Listing { condition: None, sort: sort.clone(), start: start.clone(), limit };
        let page = users::list(tx, scim, &listing).await.expect("lists");
        forth.extend(ids(&page.items));
        match page.after {
            Some(place) => start = Start::After(place),
            None => break page,
        }
    };
    back.extend(ids(&last.items));
    let mut before = last.before;
    while let Some(place) = before {
        let listing = Listing { condition: None, sort: sort.clone(), start: Start::Before(place), limit };
        let page = users::list(tx, scim, &listing).await.expect("lists");
        back.splice(0..0, ids(&page.items));
        before = page.before;
    }
    (forth, back)
}

#[test]
fn sql_finds_and_sorts_as_memory_does() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (fresh, connection, token) = runtime.block_on(async {
        let fresh = fresh().await;
        let company = account(&fresh.db, "Beispiel GmbH").await;
        let (connection, token) = activate(&fresh.db, &company).await;
        (fresh, connection, token)
    });
    let cases = std::env::var("EINLASS_FILTER_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let drawn = (vec(person(), 1..7), vec(filter(), 8..20), vec(order(), 0..3));
    let outcome = TestRunner::new(config).run(&drawn, |(people, filters, orders)| {
        runtime.block_on(async {
            let (mut tx, scim, eligible) = provisioner(&fresh.db, connection, &token).await;
            // Never committed: every population stands alone.
            check(&mut tx, &scim, &eligible, &Case { people, filters, orders }).await
        })
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
