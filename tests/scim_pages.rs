//! Sorting, and walking through long lists by index and by cursor.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::HashSet;

use einlass::domain::pages::{Listing, Position, Sort, SortBy, Start};
use einlass::domain::users::{self, Column};
use einlass::scim::conditions;
use einlass::scim::protocol::schema::USER_TYPE;
use einlass::scim::users::People;
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};
use uuid::Uuid;

use crate::scim_client::{Answer, Idp, idp as identity_provider, onelogin, service, start};
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::{person, provisioner};

/// The user names on a page.
fn names(page: &Answer) -> Vec<String> {
    assert_eq!(page.status, 200, "{page:?}");
    let people = page.body["Resources"].as_array().expect("a list");
    assert_eq!(page.body["itemsPerPage"], people.len());
    people.iter().map(|person| person["userName"].as_str().expect("a name").to_owned()).collect()
}

fn cursor(page: &Answer, name: &str) -> String {
    let text = page.body[name].as_str().unwrap_or_else(|| panic!("no {name} in {page:?}"));
    let unreserved = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    assert!(text.chars().all(unreserved), "{text}");
    text.to_owned()
}

async fn some_people(idp: &Idp) {
    for (first, last, address) in [
        ("Grace", "Hopper", "Grace@x.example"),
        ("ada", "lovelace", "ada@x.example"),
        ("\u{dc}nal", "Byron", "unal@x.example"),
        ("Bob", "", "bob@x.example"),
    ] {
        let made = idp.post(onelogin(first, last, address, "")).await;
        assert_eq!(made.status, 201, "{made:?}");
    }
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "Zoe@x.example", "externalId": "2",
        "emails": [{"value": "second@x.example", "type": "home"}, {"value": "B-main@x.example", "primary": true}]
    });
    assert_eq!(idp.post(body).await.status, 201);
}

#[tokio::test]
async fn lists_are_sorted_as_asked() {
    let (_t, idp) = start().await;
    some_people(&idp).await;
    for (query, wanted) in [
        ("", "Grace ada unal bob Zoe"),
        ("sortOrder=descending", "Grace ada unal bob Zoe"),
        ("sortBy=userName", "ada bob Grace unal Zoe"),
        ("sortBy=USERNAME&sortOrder=Descending", "Zoe unal Grace bob ada"),
        // Missing values last, or first when descending; equal ones in the order of arrival.
        ("sortBy=name.familyName", "unal Grace ada bob Zoe"),
        ("sortBy=name.familyName&sortOrder=descending", "bob Zoe ada Grace unal"),
        ("sortBy=externalId", "Zoe Grace ada unal bob"),
        ("sortBy=emails", "ada Zoe bob Grace unal"),
        ("sortBy=emails.type&sortOrder=ascending", "Grace ada unal bob Zoe"),
        ("sortBy=meta.created&sortOrder=descending", "Zoe bob unal ada Grace"),
        ("sortBy=active", "Grace ada unal bob Zoe"),
        ("sortBy=urn:ietf:params:scim:schemas:core:2.0:User:userName&count=2", "ada bob"),
        ("sortBy=userName&startIndex=4", "unal Zoe"),
        ("sortBy=userName&filter=name.familyName%20pr&sortOrder=descending&count=2&startIndex=2", "Grace ada"),
        ("sortBy=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "Grace ada unal bob Zoe"),
    ] {
        let page = idp.get(&format!("/Users?{query}")).await;
        let wanted: Vec<String> = wanted.split(' ').map(|name| format!("{name}@x.example")).collect();
        assert_eq!(names(&page), wanted, "{query}");
    }
    for query in ["sortBy=nope", "sortBy=name", "sortBy=addresses", "sortBy=a%20b", "sortBy=userName&sortOrder=up"] {
        assert_eq!(idp.get(&format!("/Users?{query}")).await.refusal(), (400, "invalidValue"), "{query}");
    }
}

#[tokio::test]
async fn a_cursor_walks_forth_and_back() {
    let (_t, idp) = start().await;
    some_people(&idp).await;
    for query in ["", "&sortBy=userName", "&sortBy=name.familyName&sortOrder=descending", "&filter=userName%20pr"] {
        let all = names(&idp.get(&format!("/Users?{}", query.trim_start_matches('&'))).await);
        let first = idp.get(&format!("/Users?cursor&count=2{query}")).await;
        assert!(first.body.get("previousCursor").is_none() && first.body.get("startIndex").is_none(), "{first:?}");
        assert_eq!((names(&first), &first.body["totalResults"]), (all[..2].to_vec(), &json!(5)));
        let second = idp.get(&format!("/Users?cursor={}&count=2{query}", cursor(&first, "nextCursor"))).await;
        assert_eq!((names(&second), &second.body["totalResults"]), (all[2..4].to_vec(), &json!(5)));
        let last = idp.get(&format!("/Users?cursor={}{query}", cursor(&second, "nextCursor"))).await;
        assert_eq!((names(&last), last.body.get("nextCursor")), (all[4..].to_vec(), None));
        let back = idp.get(&format!("/Users?cursor={}&count=2{query}", cursor(&last, "previousCursor"))).await;
        assert_eq!(names(&back), all[2..4]);
        let start = idp.get(&format!("/Users?cursor={}&count=2{query}", cursor(&back, "previousCursor"))).await;
        assert_eq!((names(&start), start.body.get("previousCursor")), (all[..2].to_vec(), None));
        assert_eq!(names(&idp.get(&format!("/Users?cursor={}{query}", cursor(&start, "nextCursor"))).await), all[2..4]);
    }
    let only = idp.get("/Users?cursor=&count=5").await;
    assert_eq!((names(&only).len(), only.body.get("nextCursor")), (5, None));
    let none = idp.get("/Users?cursor&count=0").await;
    assert_eq!((names(&none).len(), &none.body["totalResults"]), (0, &json!(5)));
    let search = |cursor: &str| json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "cursor": cursor, "count": 3, "sortBy": "userName"});
    let first = idp.json("POST", "/Users/.search", search("")).await;
    let second = idp.json("POST", "/Users/.search", search(&cursor(&first, "nextCursor"))).await;
    assert_eq!([names(&first), names(&second)].concat(), names(&idp.get("/Users?sortBy=userName").await));
}

#[tokio::test]
async fn a_cursor_works_for_its_own_query_alone() {
    let t = fresh().await;
    let (_, red) = identity_provider(&t.db, "Rot GmbH").await;
    let (_, blue) = identity_provider(&t.db, "Blau GmbH").await;
    some_people(&red).await;
    some_people(&blue).await;
    let given = cursor(&red.get("/Users?cursor&count=2&sortBy=userName").await, "nextCursor");
    let sealed = URL_SAFE_NO_PAD.decode(&given).expect("base64");
    assert!(!sealed.windows(3).any(|bytes| bytes.eq_ignore_ascii_case(b"bob")), "nobody's name can be read from it");
    assert_eq!(names(&red.get(&format!("/Users?cursor={given}&count=2&sortBy=userName")).await).len(), 2);
    assert_eq!(
        red.get(&format!("/Users?cursor={given}&count=3&sortBy=userName")).await.refusal(),
        (400, "invalidCount")
    );
    let mut altered = given.clone().into_bytes();
    altered[60] = if altered[60] == b'A' { b'B' } else { b'A' };
    let altered = String::from_utf8(altered).expect("text");
    for query in [
        format!("cursor={given}"),
        format!("cursor={given}&sortBy=userName&sortOrder=descending"),
        format!("cursor={given}&sortBy=userName&filter=title%20pr"),
        format!("cursor={altered}&sortBy=userName"),
        format!("cursor={}&sortBy=userName", &given[..given.len() - 1]),
        "cursor=x".to_owned(),
        "cursor=%C3%A4".to_owned(),
        format!("cursor={}", "A".repeat(5000)),
    ] {
        assert_eq!(red.get(&format!("/Users?{query}")).await.refusal(), (400, "invalidCursor"), "{query}");
    }
    assert_eq!(blue.get(&format!("/Users?cursor={given}&sortBy=userName")).await.refusal(), (400, "invalidCursor"));
    for count in ["201", "-1"] {
        assert_eq!(red.get(&format!("/Users?cursor&count={count}")).await.refusal(), (400, "invalidCount"));
    }
    let tomorrow = instance_at(&t.superuser, time::Duration::hours(25)).await;
    let later = Idp { service: service(&tomorrow, None, 1000), connection: red.connection, token: red.token.clone() };
    assert_eq!(later.get(&format!("/Users?cursor={given}&sortBy=userName")).await.refusal(), (400, "expiredCursor"));
}

/// More than a thousand people of one connection; everything that is written about a person is.
async fn many_people(t: &Fresh, idp: &Idp, many: usize) -> HashSet<String> {
    let mut names = HashSet::new();
    let (mut tx, scim, eligible) = provisioner(&t.db, idp.connection, &idp.token).await;
    for index in 0..many {
        // Names that do not come in the order of arrival.
        let name = format!("p{:05}@x.example", index * 7919 % 10_007);
        users::provision(&mut tx, &scim, &eligible, &person(&name)).await.expect("arrives");
        names.insert(name);
    }
    tx.commit().await.expect("commits");
    names
}

#[tokio::test]
async fn a_walk_meets_everybody_while_others_come_and_go() {
    let t = fresh().await;
    let (_, idp) = identity_provider(&t.db, "Beispiel GmbH").await;
    let before = many_people(&t, &idp, 1_100).await;
    for sort in ["", "&sortBy=userName", "&sortBy=userName&sortOrder=descending", "&sortBy=displayName"] {
        let mut met = Vec::new();
        let mut cursor = String::new();
        for round in 0.. {
            let page = idp.get(&format!("/Users?cursor={cursor}&count=100{sort}&attributes=userName")).await;
            met.extend(names(&page));
            let total = page.body["totalResults"].as_u64().expect("a number");
            assert!(total >= before.len() as u64, "{total}");
            let Some(next) = page.body["nextCursor"].as_str() else { break };
            next.clone_into(&mut cursor);
            // Somebody before, and somebody behind, wherever the walk is.
            for name in ["a", "z"] {
                let mark = sort.bytes().fold(0_u32, |sum, byte| sum * 31 % 99_991 + u32::from(byte));
                let name = format!("{name}{round}-{mark}@x.example");
                let id = idp.create(&name).await;
                if round % 2 == 0 {
                    assert_eq!(idp.send("DELETE", &format!("/Users/{id}"), &[], "").await.status, 204);
                }
            }
        }
        let distinct: HashSet<String> = met.iter().cloned().collect();
        assert_eq!(distinct.len(), met.len(), "nobody twice{sort}");
        assert_eq!(before.difference(&distinct).count(), 0, "nobody lost{sort}");
    }
}

/// Copies of one person of each account under other names: fast, and all that a planner looks at.
const COPIES: &str = "
  insert into users (account_id, id, connection_id, external_id, user_name, user_name_key, email, email_key, sign_in_email, sign_in_email_key,
                     display_name, display_name_key, right_app_user, status, created_at, updated_at, comparable)
  select u.account_id, gen_random_uuid(), u.connection_id, 'e' || n, 'q' || n, 'q' || n, 'q' || n || '@x.example', 'q' || n || '@x.example',
         'q' || n || '@x.example', 'q' || n || '@x.example', 'Q', 'q', true, 'active', u.created_at + n * interval '1 second', u.updated_at, u.comparable
  from generate_series(1, 5000) n, (select distinct on (account_id) * from users where connection_id is not null) u;
  insert into user_addresses select account_id, id, 'second-' || email_key from users where connection_id is not null";

#[tokio::test]
async fn hot_lists_use_an_index_under_row_level_security() {
    let t = fresh().await;
    let (_, idp) = identity_provider(&t.db, "Beispiel GmbH").await;
    idp.create("ada@x.example").await;
    // An account that holds half of the table is counted fastest by reading the table: here it holds a sixth.
    for other in ["Zwei", "Drei", "Vier", "Fünf", "Sechs"] {
        identity_provider(&t.db, other).await.1.create("ada@x.example").await;
    }
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("connects");
    // Rows count as visible to everybody, and an index alone as enough, once their commit is on disk.
    conn.execute("set synchronous_commit = on").await.expect("sets");
    conn.execute(COPIES).await.expect("fills");
    for table in ["users", "user_addresses"] {
        conn.execute(sqlx::AssertSqlSafe(format!("vacuum analyze {table}"))).await.expect("vacuums");
    }
    let columns = People { base_url: "https://einlass.example" };
    let condition = |filter: &str| {
        conditions::condition(&filter.parse().expect("a filter"), &USER_TYPE, &columns).expect("a condition")
    };
    let look_ups = [
        (r#"userName eq "Q77""#, "users_user_name_key"),
        (r#"externalId eq "e77""#, "users_external_id"),
        (r#"id eq "01900000-0000-7000-8000-000000000000""#, "users_pkey"),
        (r#"emails.value eq "Q77@x.example""#, "users_email_key"),
        (r#"emails.value eq "Q77@x.example""#, "user_addresses_by_address"),
        (r#"emails[type eq "work"].value eq "q77@x.example""#, "users_email_key"),
        (r#"active eq true and userName eq "q77""#, "users_user_name_key"),
        (r#"userName eq "q77" or externalId eq "e78""#, "users_external_id"),
        (r#"userName eq "q77" or emails.value eq "q78@x.example""#, "users_user_name_key"),
        (r#"active eq true and (userName eq "q77" or emails.value eq "q78@x.example")"#, "user_addresses_by_address"),
        (r#"userName sw "q77""#, "users_user_name_key"),
    ];
    let conditions = look_ups.map(|(filter, index)| (condition(filter), index));
    let mut listings: Vec<_> =
        conditions.iter().map(|(condition, index)| (Listing::first(Some(condition), 100), *index)).collect();
    // Of so few people a page in another order may as well be sorted, so which index reads it is the planner's choice.
    let orders = [
        (Sort { by: None, descending: false }, "users_by_connection"),
        (Sort { by: Some(SortBy::Column(Column::UserName)), descending: false }, "users_"),
        (Sort { by: Some(SortBy::Column(Column::UserName)), descending: true }, "users_"),
    ];
    let place = Position { key: Some("q2500".into()), created_at: time::OffsetDateTime::now_utc(), id: Uuid::nil() };
    for start in [Start::Offset(0), Start::Offset(300), Start::After(place.clone()), Start::Before(place.clone())] {
        for (sort, index) in orders.clone() {
            listings.push((Listing { condition: None, sort, start: start.clone(), limit: 100 }, index));
        }
    }
    let (mut tx, scim, _) = provisioner(&t.db, idp.connection, &idp.token).await;
    for (listing, index) in &listings {
        let plan = users::plan(&mut tx, &scim, listing).await.expect("explains");
        assert!(plan.contains(index) && !plan.contains("Seq Scan"), "{listing:?}\n{plan}");
        let walked = listing.condition.is_some() && plan.contains("users_by_connection");
        assert!(!walked, "goes through everybody: {listing:?}\n{plan}");
    }
}

/// Plans are kept: one made for a table of one page would read every page of it while the first thousands arrive.
#[tokio::test]
async fn plans_go_by_keys_while_tables_are_small() {
    let t = fresh().await;
    let (_, idp) = identity_provider(&t.db, "Beispiel GmbH").await;
    idp.create("ada@x.example").await;
    t.execute("vacuum analyze users").await;
    t.execute("vacuum analyze people_counts").await;
    let (mut tx, scim, _) = provisioner(&t.db, idp.connection, &idp.token).await;
    let plan = users::plan(&mut tx, &scim, &Listing::first(None, 100)).await.expect("explains");
    assert!(plan.contains("people_counts_pkey") && !plan.contains("Seq Scan"), "{plan}");
}

#[tokio::test]
async fn r47_a_filter_that_takes_too_long_is_too_many() {
    let t = fresh().await;
    let (_, idp) = identity_provider(&t.db, "Beispiel GmbH").await;
    idp.create("ada@x.example").await;
    // A lock that nobody lets go of stands in for rows without end.
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("connects");
    conn.execute("begin; lock table users in access exclusive mode").await.expect("locks");
    let refused = idp.find(r#"title co "x""#).await;
    assert_eq!(refused.refusal(), (400, "tooMany"));
    conn.execute("rollback").await.expect("lets go");
    assert_eq!(idp.find(r#"title co "x""#).await.body["totalResults"], json!(0));
}

/// A change of what no list is found by leaves every index as it is: nothing that each change moves may be in one.
#[tokio::test]
async fn a_change_that_moves_no_key_is_written_once() {
    let (t, idp) = start().await;
    idp.create("ada@beispiel.example").await;
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("the test database answers");
    conn.execute("begin").await.expect("begins");
    let change = r#"update users set attributes = attributes || '{"title": "Dr"}', updated_at = now() + interval '1 s', version = version + 1"#;
    conn.execute(change).await.expect("changes");
    let in_place = "select pg_stat_get_xact_tuples_hot_updated('users'::regclass)";
    let people = "select pg_stat_get_xact_tuples_updated('users'::regclass)";
    let count = async |conn: &mut PgConnection, sql| sqlx::query_scalar::<_, i64>(sql).fetch_one(conn).await;
    let changed = count(&mut conn, people).await.expect("counts");
    assert_eq!((changed, count(&mut conn, in_place).await.expect("counts")), (2, 2));
}
