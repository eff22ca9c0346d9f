//! What a filter finds by SQL is what it finds in memory, and what is sorted by SQL is what sorting in memory gives: random people,
//! random filters and orders over the whole schema and one of the account's own, on a real PostgreSQL. `EINLASS_FILTER_CASES` asks for more populations.

use std::cmp::Ordering;

use einlass::domain::access::ConnectionScope;
use einlass::domain::conditions::Condition;
use einlass::domain::db::Tx;
use einlass::domain::groups::{self, Description, Group};
use einlass::domain::licences::ScimEligible;
use einlass::domain::pages::{Listing, Sort, Start};
use einlass::domain::users::{self, Shown};
use einlass::model::{ConnectionId, UserId};
use einlass::scim::conditions::{self, Columns};
use einlass::scim::groups::{self as scim_groups, Teams, groups_of};
use einlass::scim::protocol::dialects::Dialect;
use einlass::scim::protocol::filter::Filter;
use einlass::scim::protocol::path::AttrPath;
use einlass::scim::protocol::schema::{GROUP_TYPE, Named, ResourceType};
use einlass::scim::protocol::{comparable, matches, resource};
use einlass::scim::users::{People, profile, representation};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

use crate::fuzz_replay::corpus;
use crate::support::db::{Fresh, fresh};
use crate::support::drawn::{self, FACTS, PERSON_TYPE};
use crate::support::personas::{account, activate, provisioner};

const BASE_URL: &str = "https://einlass.example/scim/v2/1";

/// What is only known once it is stored, for the placeholders of drawn filters.
struct Facts(Vec<(&'static str, Value)>);

impl Facts {
    /// Those of the first of some resources, and of somebody and some group.
    fn of(resource: &Map<String, Value>, person: &Shown, group: &Group) -> Self {
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let at = person.created_at + time::Duration::nanoseconds(1);
        let values = [
            resource["id"].clone(),
            text(&resource["id"]).to_uppercase().into(),
            resource["meta"]["location"].clone(),
            resource["meta"]["version"].clone(),
            resource["meta"]["created"].clone(),
            at.format(&time::format_description::well_known::Rfc3339).expect("a moment").into(),
            person
                .email
                .as_ref()
                .map_or_else(|| format!("\u{10ffff}{}", person.id), |address| address.as_str().to_uppercase())
                .into(),
            group.id.to_string().into(),
            format!("{BASE_URL}/Groups/{}", group.id).into(),
            person.id.to_string().into(),
        ];
        Self(FACTS.into_iter().zip(values).collect())
    }

    /// The filter with the facts in it.
    fn fill(&self, filter: &Filter) -> Filter {
        let all = |parts: &[Filter]| parts.iter().map(|part| self.fill(part)).collect();
        match filter {
            Filter::And(parts) => Filter::And(all(parts)),
            Filter::Or(parts) => Filter::Or(all(parts)),
            Filter::Not(inner) => Filter::Not(Box::new(self.fill(inner))),
            Filter::ValuePath { path, filter } => {
                Filter::ValuePath { path: path.clone(), filter: Box::new(self.fill(filter)) }
            }
            Filter::Present(path) => Filter::Present(path.clone()),
            Filter::Compare { path, op, value } => {
                let fact = self.0.iter().find(|(name, _)| value == name).map(|(_, fact)| fact);
                Filter::Compare { path: path.clone(), op: *op, value: fact.unwrap_or(value).clone() }
            }
        }
    }
}

async fn arrive(tx: &mut Tx, scim: &ConnectionScope, eligible: &ScimEligible, drawn: &[Value]) -> Vec<Shown> {
    let mut people: Vec<Shown> = Vec::new();
    for (index, drawn) in drawn.iter().enumerate() {
        let mut body = drawn.clone();
        let word = drawn["title"].as_str().unwrap_or("Ada");
        let bare = drawn["bare"] == true;
        body["userName"] = match (bare, index % 3) {
            (true, 0) => json!(format!("Bare{index}")), // without any address
            (true, _) => json!(format!("Bare{index}@X.example")),
            (false, _) => json!(format!(" {word}{index} ")),
        };
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
        let body = resource::normalise(body.as_object().expect("an object").clone(), &PERSON_TYPE, Dialect::AUTO)
            .expect("a person");
        let profile = profile(body, &PERSON_TYPE).expect("a profile");
        people.push(users::provision(tx, scim, eligible, &profile).await.expect("arrives").into());
    }
    people.sort_by_key(|person| (person.created_at, person.id.get()));
    people
}

/// Two groups: of everybody with an even place, and of the first half.
async fn gather(tx: &mut Tx, scim: &ConnectionScope, eligible: &ScimEligible, people: &[Shown]) -> Vec<Group> {
    let mut made = Vec::new();
    for (name, external_id, step, take) in
        [("Stra\u{df}e", None, 2, people.len()), ("ADA 7", Some("7".to_owned()), 1, people.len() / 2)]
    {
        let members = people.iter().take(take).step_by(step).map(|person| person.id);
        let joining = groups::admit(tx, scim, members).await.expect("people of the connection").admitted;
        let description = Description { display_name: name.to_owned(), external_id, attributes: Map::new() };
        made.push(groups::create(tx, scim, eligible, &description, &joining).await.expect("a group"));
    }
    made.sort_by_key(|group| (group.created_at, group.id.get()));
    made
}

/// The resources of people with their groups, and of the groups with their members.
async fn shown(
    tx: &mut Tx,
    scim: &ConnectionScope,
    people: &[Shown],
    teams: &[Group],
) -> (Vec<Map<String, Value>>, Vec<Map<String, Value>>) {
    let memberships = groups::memberships(tx, scim, &ids(people)).await.expect("reads");
    let members = groups::members(tx, scim, teams, true, None).await.expect("reads");
    let person = |person: &Shown| {
        let mut resource = representation(person.clone(), BASE_URL, &PERSON_TYPE);
        if let Some(groups) = groups_of(person.id, &memberships, BASE_URL) {
            resource.insert("groups".into(), groups);
        }
        resource
    };
    let team = |group: &Group| {
        let members = members.iter().filter(|member| member.group == group.id);
        scim_groups::representation(group.clone(), members, BASE_URL)
    };
    (people.iter().map(person).collect(), teams.iter().map(team).collect())
}

/// The ids that a filter finds in memory, and the condition that must find them in the database.
type Wanted<C> = (Vec<String>, Condition<C>);

/// Who of `resources` fulfils the filter; `None` when it is refused, in both worlds with the same words.
fn found<T: Columns>(
    filter: &Filter,
    resources: &[Map<String, Value>],
    kind: &ResourceType,
    columns: &T,
) -> Result<Option<Wanted<T::Column>>, TestCaseError> {
    prop_assert_eq!(filter.to_string().parse::<Filter>(), Ok(filter.clone()));
    let in_memory: Result<Vec<bool>, _> =
        resources.iter().map(|resource| matches::resource(filter, resource, kind)).collect();
    match (in_memory, conditions::condition(filter, kind, columns)) {
        (Ok(in_memory), Ok(condition)) => {
            let wanted = resources.iter().zip(in_memory).filter(|(_, found)| *found);
            let wanted = wanted.map(|(resource, _)| resource["id"].as_str().expect("an id").to_owned());
            Ok(Some((wanted.collect(), condition)))
        }
        (in_memory, condition) => {
            prop_assert_eq!(in_memory.err(), condition.err(), "{}", filter);
            Ok(None)
        }
    }
}

fn ids(people: &[Shown]) -> Vec<UserId> {
    people.iter().map(|person| person.id).collect()
}

/// What the person is sorted by, read from the comparable form of everything that is returned.
fn key(person: &Shown, path: &AttrPath) -> Option<Value> {
    let Some(Named::Attribute { extension, attribute, sub }) = PERSON_TYPE.resolve(path) else {
        panic!("resolved before")
    };
    let form: Map<String, Value> =
        comparable::of(&representation(person.clone(), BASE_URL, &PERSON_TYPE), &PERSON_TYPE);
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
        (Some(Value::Number(a)), Some(Value::Number(b))) => {
            a.as_f64().expect("a number").total_cmp(&b.as_f64().expect("a number"))
        }
        other => panic!("{other:?}"),
    }
}

struct Case {
    people: Vec<Value>,
    filters: Vec<Filter>,
    group_filters: Vec<Filter>,
    orders: Vec<(AttrPath, bool)>,
}

async fn check(tx: &mut Tx, scim: &ConnectionScope, eligible: &ScimEligible, case: &Case) -> Result<(), TestCaseError> {
    let people = arrive(tx, scim, eligible, &case.people).await;
    let teams = gather(tx, scim, eligible, &people).await;
    let (persons, groups_shown) = shown(tx, scim, &people, &teams).await;
    let columns = People { base_url: BASE_URL };
    let facts = Facts::of(&persons[0], &people[0], &teams[0]);
    for filter in &case.filters {
        let filter = facts.fill(filter);
        let Some((wanted, condition)) = found(&filter, &persons, &PERSON_TYPE, &columns)? else { continue };
        let page = users::list(tx, scim, &Listing::first(Some(&condition), 200)).await;
        let page = page.map_err(|error| TestCaseError::fail(format!("{filter}: {error}")))?;
        let ids: Vec<String> = page.items.iter().map(|person| person.id.to_string()).collect();
        prop_assert_eq!(&ids, &wanted, "{}", filter);
        prop_assert_eq!(page.total, i64::try_from(wanted.len()).expect("few"), "{}", filter);
        let counted = users::list(tx, scim, &Listing::first(Some(&condition), 0)).await.expect("counts");
        prop_assert_eq!(counted.total, page.total, "{}", filter);
    }
    let columns = Teams { base_url: BASE_URL };
    let facts = Facts::of(&groups_shown[0], &people[0], &teams[0]);
    for filter in &case.group_filters {
        let filter = facts.fill(filter);
        let Some((wanted, condition)) = found(&filter, &groups_shown, &GROUP_TYPE, &columns)? else { continue };
        let page = groups::list(tx, scim, &Listing::first(Some(&condition), 200)).await;
        let page = page.map_err(|error| TestCaseError::fail(format!("{filter}: {error}")))?;
        let ids: Vec<String> = page.items.iter().map(|group| group.id.to_string()).collect();
        prop_assert_eq!(&ids, &wanted, "{}", filter);
    }
    check_orders(tx, scim, &people, &case.orders).await
}

async fn check_orders(
    tx: &mut Tx,
    scim: &ConnectionScope,
    people: &[Shown],
    orders: &[(AttrPath, bool)],
) -> Result<(), TestCaseError> {
    let columns = People { base_url: BASE_URL };
    for (path, descending) in orders {
        let Ok(by) = conditions::sort_by(path, &PERSON_TYPE, &columns) else { continue };
        let mut wanted: Vec<&Shown> = people.iter().collect();
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

/// A connection to fill and ask, and what its future runs on.
struct Stage {
    runtime: Runtime,
    fresh: Fresh,
    connection: ConnectionId,
    token: String,
}

impl Stage {
    fn set() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let (fresh, connection, token) = runtime.block_on(async {
            let fresh = fresh().await;
            let company = account(&fresh.db, "Beispiel GmbH").await;
            let (connection, token) = activate(&fresh.db, &company).await;
            (fresh, connection, token)
        });
        Self { runtime, fresh, connection, token }
    }

    /// Never committed: every population stands alone.
    fn check(&self, case: &Case) -> Result<(), TestCaseError> {
        self.runtime.block_on(async {
            let (mut tx, scim, eligible) = provisioner(&self.fresh.db, self.connection, &self.token).await;
            check(&mut tx, &scim, &eligible, case).await
        })
    }
}

#[test]
fn sql_finds_and_sorts_as_memory_does() {
    let stage = Stage::set();
    let cases = std::env::var("EINLASS_FILTER_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let filters = (vec(drawn::person_filter(), 8..20), vec(drawn::group_filter(&GROUP_TYPE), 2..6));
    let drawn = (vec(drawn::person(), 1..7), filters, vec(drawn::person_order(), 0..3));
    let outcome = TestRunner::new(config).run(&drawn, |(people, (filters, group_filters), orders)| {
        stage.check(&Case { people, filters, group_filters, orders })
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

/// Over the same few people each time.
#[test]
fn sql_finds_what_memory_finds_by_the_filters_of_the_fuzzer() {
    let filters = corpus("filter").into_iter().filter_map(|(_, data)| str::from_utf8(&data).ok()?.parse().ok());
    let filters: Vec<Filter> = filters.collect();
    assert!(filters.len() >= 50, "{} filters", filters.len());
    let stage = Stage::set();
    let mut runner = TestRunner::deterministic();
    for _ in 0..3 {
        let people = vec(drawn::person(), 6).new_tree(&mut runner).expect("people").current();
        let case = Case { people, filters: filters.clone(), group_filters: filters.clone(), orders: Vec::new() };
        if let Err(failure) = stage.check(&case) {
            panic!("{failure}");
        }
    }
}
