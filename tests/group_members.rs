//! Members under load: nobody is lost, nothing blocks for good, and the size of a group costs nothing.

use serde_json::{Value, json};
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};
use uuid::Uuid;

use crate::scim_client::{Answer, Idp, service, start};
use crate::support::db::{Fresh, instance};
use crate::support::process::HUNG;

const MANY: usize = 50_000;

fn on(service: &axum::Router, idp: &Idp) -> Idp {
    Idp { service: service.clone(), connection: idp.connection, token: idp.token.clone() }
}

/// `n` more people of the connection, written as a set; their ids.
pub async fn crowd(t: &Fresh, idp: &Idp, n: usize) -> Vec<Uuid> {
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("answers");
    sqlx::query_scalar(
        "insert into users (account_id, id, connection_id, user_name, user_name_key, email, email_key, sign_in_email, sign_in_email_key,
                            display_name, display_name_key, right_app_user, status, created_at, updated_at)
         select c.account_id, gen_random_uuid(), c.id, a, a, a, a, a, a, a, a, true, 'active', now(), now()
         from connections c, generate_series(1, $2) n, lateral (select 'p' || n || '@menge.example' as a) address where c.id = $1 returning id",
    )
    .bind(idp.connection.get())
    .bind(i32::try_from(n).expect("a number of people"))
    .fetch_all(&mut conn)
    .await
    .expect("fills")
}

async fn fill(t: &Fresh, group: &str, people: &[Uuid]) {
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("answers");
    sqlx::query("insert into group_members (account_id, group_id, user_id, added_at) select account_id, id, unnest($2), now() from groups where id = $1")
        .bind(group.parse::<Uuid>().expect("an id"))
        .bind(people)
        .execute(&mut conn)
        .await
        .expect("fills");
    conn.execute("vacuum analyze users, groups, group_members").await.expect("analyses");
}

/// An answer, asked for again while a busy instance says 503, as identity providers do.
async fn answered(idp: &Idp, method: &str, path: &str, body: Value) -> Answer {
    loop {
        let answer = idp.json(method, path, body.clone()).await;
        if answer.status != 503 {
            return answer;
        }
    }
}

/// F-09: once, twenty times in `make long`.
#[tokio::test]
async fn f09_a_hundred_members_added_at_once_on_two_instances_are_a_hundred_members() {
    let (t, idp) = start().await;
    let people = crowd(&t, &idp, 150).await;
    let second = service(&instance(&t.superuser).await, None, 1000);
    let rounds = if std::env::var_os("EINLASS_LONG").is_some() { 20 } else { 1 };
    for round in 0..rounds {
        let group = idp.group(&format!("Team {round}"), &[]).await;
        fill(&t, &group, &people[100..]).await;
        // A hundred join and, at the same time, fifty leave.
        let requests = people.iter().enumerate().map(|(index, person)| {
            let here = on(if index % 2 == 0 { &idp.service } else { &second }, &idp);
            let op = if index < 100 { "add" } else { "remove" };
            let body = json!({"Operations": [{"op": op, "path": "members", "value": [{"value": person}]}]});
            let path = format!("/Groups/{group}");
            tokio::spawn(async move { answered(&here, "PATCH", &path, body).await.status })
        });
        for request in requests.collect::<Vec<_>>() {
            assert!([200, 204].contains(&request.await.expect("runs")));
        }
        let mut wanted: Vec<String> = people[..100].iter().map(Uuid::to_string).collect();
        wanted.sort();
        assert_eq!(idp.members(&group).await, wanted);
        assert_eq!(
            idp.get(&format!("/Groups/{group}")).await.header("etag"),
            "W/\"151\"",
            "each change is one version"
        );
    }
}

#[tokio::test]
async fn people_deleted_while_they_join_are_in_no_group_and_nothing_blocks_for_good() {
    let (t, idp) = start().await;
    let people = crowd(&t, &idp, 40).await;
    let groups = [idp.group("A", &[]).await, idp.group("B", &[]).await];
    let other = instance(&t.superuser).await;
    let second = service(&other, None, 1000);
    let mut requests = Vec::new();
    for (index, person) in people.iter().enumerate() {
        let pair = json!([{"value": person}, {"value": people[(index + 1) % people.len()]}]);
        for (group, service) in groups.iter().zip([&idp.service, &second]) {
            let (here, path, pair) = (on(service, &idp), format!("/Groups/{group}"), pair.clone());
            requests.push(tokio::spawn(async move {
                let add = json!({"Operations": [{"op": "add", "path": "members", "value": pair}]});
                (answered(&here, "PATCH", &path, add).await, &[200, 204][..])
            }));
        }
        let (here, path) = (on(if index % 2 == 0 { &second } else { &idp.service }, &idp), format!("/Users/{person}"));
        requests.push(tokio::spawn(async move { (answered(&here, "DELETE", &path, Value::Null).await, &[204][..]) }));
    }
    for request in requests {
        let (answer, allowed): (Answer, &[u16]) = request.await.expect("runs");
        assert!(allowed.contains(&answer.status), "{answer:?}");
    }
    assert_eq!(t.count("select count(*) from users where status = 'removed'").await, 40);
    assert_eq!(t.count("select count(*) from group_members").await, 0);
    tokio::join!(t.db.close(), other.close());
    everybody_left(&t).await;
    assert_eq!(t.count("select deadlocks from pg_stat_database where datname = current_database()").await, 0);
}

/// Rows of people, groups and members read and written so far.
const ROWS: &str = "select coalesce(sum(seq_tup_read + idx_tup_fetch + n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint
    from pg_stat_user_tables where relname in ('users', 'groups', 'group_members')";
/// Rows of members alone.
const MEMBER_ROWS: &str =
    "select coalesce(sum(seq_tup_read + idx_tup_fetch + n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint
    from pg_stat_user_tables where relname = 'group_members'";

/// What `work` adds to a sum of table statistics. It runs on an instance of its own that is closed before the second
/// look, because a backend is sure to have handed its numbers over when it has ended.
async fn touched(t: &Fresh, idp: &Idp, statistics: &'static str, work: impl AsyncFnOnce(Idp)) -> i64 {
    let before = t.count(statistics).await;
    let db = instance(&t.superuser).await;
    work(on(&service(&db, None, 1000), idp)).await;
    db.close().await;
    everybody_left(t).await;
    t.count(statistics).await - before
}

async fn everybody_left(t: &Fresh) {
    let others = "select count(*) from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()";
    let waited = tokio::time::timeout(HUNG, async {
        while t.count(others).await > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    });
    waited.await.expect("backends end");
}

#[tokio::test]
async fn one_member_costs_the_same_in_a_group_of_one_and_of_fifty_thousand() {
    let (t, idp) = start().await;
    let people = crowd(&t, &idp, MANY).await;
    let (small, large) = (idp.group("Klein", &[]).await, idp.group("Gross", &[]).await);
    let [newcomer, leaver, suspended] = [0, 1, 2].map(|index| people[index].to_string());
    fill(&t, &small, &people[1..3]).await;
    fill(&t, &large, &people[1..]).await;
    t.db.close().await;
    everybody_left(&t).await;

    let mut costs = Vec::new();
    for group in [&small, &large] {
        let add = json!([{"op": "add", "path": "members", "value": [{"value": newcomer}]}]);
        let listed = json!([{"op": "remove", "path": "members", "value": [{"value": leaver}]}]);
        let selected = json!([{"op": "remove", "path": format!("members[value eq \"{newcomer}\"]")}]);
        let rename = json!([{"op": "replace", "value": {"id": group, "displayName": format!("Neu {group}")}}]);
        let mut cost = Vec::new();
        for operations in [add, listed, selected, rename] {
            cost.push(
                touched(&t, &idp, ROWS, async |idp| {
                    let done = idp.patch_group(group, operations).await;
                    assert_eq!(done.status, if group == &small { 200 } else { 204 }, "{done:?}");
                })
                .await,
            );
        }
        cost.push(
            touched(&t, &idp, ROWS, async |idp| {
                let asked = idp.get(&format!("/Groups?filter=id%20eq%20%22{group}%22%20and%20members%20eq%20%22{suspended}%22&excludedAttributes=members")).await;
                assert_eq!(asked.body["totalResults"], 1);
            })
            .await,
        );
        costs.push(cost);
    }
    assert!(
        // Whether a group has few members is found out by reading a few.
        costs.iter().flatten().all(|rows| (1..=20 + 21).contains(rows)),
        "rows in the group of two and of fifty thousand: {costs:?}"
    );

    let leaves = touched(&t, &idp, ROWS, async |idp| {
        let done = idp.patch(&suspended, json!([{"op": "replace", "path": "active", "value": false}])).await;
        assert_eq!(done.status, 200, "{done:?}");
    });
    let rows = leaves.await;
    assert!((1..=40).contains(&rows), "a person leaves two groups by {rows} rows");

    let unread = touched(&t, &idp, MEMBER_ROWS, async |idp| {
        for path in [
            format!("/Groups/{large}?excludedAttributes=members"),
            "/Groups?excludedAttributes=members".to_owned(),
            format!("/Groups/{large}?attributes=displayName"),
        ] {
            assert_eq!(idp.get(&path).await.status, 200);
        }
    });
    assert_eq!(unread.await, 0, "excluded members are not read");

    let again = Idp { service: service(&instance(&t.superuser).await, None, 1000), ..idp };
    assert_eq!(again.members(&large).await.len(), MANY - 3, "a GET returns every member");
    let emptied = again.patch_group(&large, json!([{"op": "remove", "path": "members"}])).await;
    assert_eq!(emptied.status, 200, "nobody is few");
    assert_eq!(again.members(&large).await, [""; 0]);
}

/// What a page of groups costs is bounded, whoever asks for how many; a group alone is read whole.
#[tokio::test]
async fn a_page_of_groups_has_only_so_many_members() {
    let (t, idp) = start().await;
    let people = crowd(&t, &idp, MANY).await;
    for name in ["Erste", "Zweite", "Dritte"] {
        let group = idp.group(name, &[]).await;
        fill(&t, &group, &people).await;
    }
    let refused = idp.get("/Groups").await;
    assert_eq!(refused.refusal(), (400, "tooMany"));
    assert!(refused.body["detail"].as_str().expect("a sentence").contains("excludedAttributes=members"));
    let lean = idp.get("/Groups?excludedAttributes=members").await;
    assert_eq!((lean.status, &lean.body["itemsPerPage"]), (200, &json!(3)));
    let pair = idp.get("/Groups?count=2").await;
    let members = |page: &Answer, index: usize| page.body["Resources"][index]["members"].as_array().map(Vec::len);
    assert_eq!((pair.status, members(&pair, 0), members(&pair, 1)), (200, Some(MANY), Some(MANY)));
}
