//! What SCIM may move of a person is a list of columns, and of the account nothing: whatever an attribute is called and wherever it
//! stands, the rest stays what it is.

use einlass::scim::protocol::schema::{ENTERPRISE_SCHEMA, USER_SCHEMA};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::scim_client::{Idp, onelogin, start};
use crate::support::db::Fresh;
use crate::support::personas::accept;

const ADA: &str = "ada@beispiel.example";

/// Everything but what an identity provider says of a person, who accepted; and the account with its connection.
const KEPT: &str = "select jsonb_build_array(
    (select to_jsonb(u) - '{external_id,user_name,user_name_key,email,email_key,email_place,given_name,family_name,display_name,display_name_key,phone,language,attributes,comparable,updated_at,version}'::text[]
     from users u where sign_in_email = 'ada@beispiel.example'),
    (select jsonb_agg(to_jsonb(a)) from accounts a), (select jsonb_agg(to_jsonb(c) - 'last_request_at') from connections c))::text";

/// The same of whoever arrived, who is told apart by nothing of it but who they are and when they came.
const ARRIVED: &str = "select coalesce(jsonb_agg(distinct to_jsonb(u) - '{id,created_at,sign_in_email,sign_in_email_key,external_id,user_name,user_name_key,email,email_key,email_place,given_name,family_name,display_name,display_name_key,phone,language,attributes,comparable,updated_at,version}'::text[]), '[]')::text
    from users u where sign_in_email is distinct from 'ada@beispiel.example' and connection_id is not null";

/// Every column there is, as it is called and as JSON would call it, and what other products call such things.
async fn names(t: &Fresh) -> Vec<String> {
    let columns = t.text("select string_agg(column_name, ' ') from information_schema.columns where table_schema = 'public' and table_name in ('users', 'accounts', 'connections', 'tokens')").await;
    let others = "isAdmin is_admin admin administrator role rights right permissions groups verified email_verified password tenant accountId owner licence license plan userType locked sudo $ref id meta schemas";
    let names = columns.split(' ').chain(others.split(' '));
    let mut names: Vec<String> = names.flat_map(|name| [name.to_owned(), camel(name), name.to_uppercase()]).collect();
    names.sort();
    names.dedup();
    // What a client may say, and says with an effect of its own.
    names.retain(|name| !name.eq_ignore_ascii_case("active"));
    assert!(names.len() > 100, "{names:?}");
    names
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |made, word| made + &word[..1].to_uppercase() + &word[1..])
}

fn value() -> impl Strategy<Value = Value> {
    let texts = ["Administrator", "active", "true", "2026-01-01T00:00:00Z", "00000000-0000-7000-8000-000000000001", ""];
    prop_oneof![
        select(texts.to_vec()).prop_map(|text| json!(text)),
        any::<bool>().prop_map(Value::Bool),
        (-1..100_i64).prop_map(|number| json!(number)),
        select(vec![
            Value::Null,
            json!([]),
            json!({}),
            json!([{"value": "Administrator", "primary": true}]),
            json!({"value": true})
        ]),
    ]
}

/// Where the name stands: alone, behind a schema, or as a part of something.
fn path() -> impl Strategy<Value = String> {
    let places = [
        "",
        "",
        &format!("{USER_SCHEMA}:"),
        &format!("{ENTERPRISE_SCHEMA}:"),
        "name.",
        "meta.",
        "roles.",
        "emails[primary eq true].",
    ];
    select(places.map(str::to_owned).to_vec())
}

#[derive(Debug, Clone)]
enum Attempt {
    Patch { op: &'static str, path: String, value: Value },
    PatchWithout { op: &'static str, name: String, value: Value },
    Put { name: String, value: Value },
    Post { name: String, value: Value },
}

fn attempt(names: Vec<String>) -> impl Strategy<Value = Attempt> {
    let name = prop_oneof![4 => select(names), 1 => "[a-zA-Z][a-zA-Z0-9_$-]{0,12}"];
    let name = name.prop_filter("has an effect of its own", |name| !name.eq_ignore_ascii_case("active"));
    (0..8, select(vec!["add", "replace", "remove"]), path(), name, value()).prop_map(
        |(kind, op, place, name, value)| match kind {
            0..4 => Attempt::Patch { op, path: place + &name, value },
            4 | 5 => {
                Attempt::PatchWithout { op, name: if place.starts_with("urn:") { place + &name } else { name }, value }
            }
            6 => Attempt::Put { name, value },
            _ => Attempt::Post { name, value },
        },
    )
}

async fn make(idp: &Idp, id: &str, number: usize, attempt: &Attempt) -> u16 {
    let with = |mut body: Value, name: &str, value: &Value| {
        body[name] = value.clone();
        body
    };
    match attempt {
        Attempt::Patch { op, path, value } => {
            idp.patch(id, json!([{"op": op, "path": path, "value": value}])).await.status
        }
        Attempt::PatchWithout { op, name, value } => {
            idp.patch(id, json!([{"op": op, "value": {name: value}}])).await.status
        }
        Attempt::Put { name, value } => {
            let body = with(onelogin("Ada", "Lovelace", ADA, ""), name, value);
            idp.json("PUT", &format!("/Users/{id}"), body).await.status
        }
        Attempt::Post { name, value } => {
            let body = onelogin("Grace", "Hopper", &format!("grace{number}@beispiel.example"), "");
            idp.post(with(body, name, value)).await.status
        }
    }
}

#[test]
fn r07_no_attribute_of_any_name_moves_a_column_that_is_not_the_identity_provider_s() {
    let runtime = Runtime::new().expect("a runtime");
    let (t, idp, id, names) = runtime.block_on(async {
        let (t, idp) = start().await;
        let id = idp.create(ADA).await;
        accept(&t.db, ADA, "a-long-enough-Passphrase-7").await;
        idp.create("first@beispiel.example").await;
        let names = names(&t).await;
        (t, idp, id, names)
    });
    let now = || runtime.block_on(async { (t.text(KEPT).await, t.text(ARRIVED).await) });
    let before = now();
    let (number, done) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let config = Config { cases: 100, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&vec(attempt(names), 1..6), |attempts| {
        for attempt in &attempts {
            number.set(number.get() + 1);
            let status = runtime.block_on(make(&idp, &id, number.get(), attempt));
            prop_assert!(status < 500, "{status}: {attempt:?}");
            done.set(done.get() + usize::from(status < 300));
        }
        prop_assert_eq!(now(), before.clone(), "{:?}", attempts);
        Ok::<(), TestCaseError>(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    assert!(done.get() > 20, "{} of {} were carried out", done.get(), number.get());
}
