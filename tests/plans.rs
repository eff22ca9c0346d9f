//! How the database carries out the product's statements.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::scim_client::idp as identity_provider;
use crate::support::db::{Fresh, fresh};

/// Lists of few, whatever the account: who has power over it, its keys of the interface, notices about itself.
const SHORT: [&str; 4] = ["users_with_power", "api_keys_of_maker", "accounts_lapsing", "accounts_in_test"];

/// People and mails by the hundred, none of which waits for anything.
const QUIET: &str = "
    update users set status = 'active', accepted_at = now() where email like 'q%';
    update outbox set sent_at = now();
    insert into outside_mail (id, kind, to_address, to_key, language, payload, created_at, next_attempt_at, sent_at)
      select gen_random_uuid(), 'sign_up', 'ada@x.example', 'ada@x.example', 'de', '{}', now(), now(), now() from generate_series(1, 400)";

/// A list of what waits is short most of the time, and an index of it seems as good as the key: a plan that is kept goes through thousands
/// once thousands wait.
#[tokio::test]
async fn who_is_meant_is_found_by_their_key_however_many_wait() {
    let t = fresh().await;
    let (_, idp) = identity_provider(&t.db, "Beispiel GmbH").await;
    for n in 0..300 {
        idp.create(&format!("q{n}@x.example")).await;
    }
    t.execute(QUIET).await;
    t.execute("vacuum analyze").await;
    let mut conn = as_the_application(&t).await;
    let partial = "select indexrelid::regclass::text from pg_index where indpred is not null";
    let partial: Vec<String> = sqlx::query_scalar(partial).fetch_all(&mut conn).await.expect("lists");
    let (mut planned, mut wrong) = (0, String::new());
    for (statement, types) in statements() {
        let plan = plan(&mut conn, &statement, &types).await;
        planned += 1;
        for index in walked(&plan) {
            if partial.iter().any(|name| name == index) && !SHORT.contains(&index) {
                let _ = writeln!(wrong, "{statement}\n{plan}\n");
            }
        }
    }
    assert!(planned > 400, "{planned}");
    assert!(wrong.is_empty(), "these look for one among all that wait:\n{wrong}");
}

/// A flood is noted by plans that were made while nobody had been removed. Among indexes that seem alike, such a plan takes the one made last,
/// and a dump makes them in another order than migrations do; so the one that would lead through all removals of the account is made last here.
#[tokio::test]
async fn a_removal_reads_few_of_those_before_it_however_many_they_are() {
    let t = fresh().await;
    let (_, idp) = identity_provider(&t.db, "Beispiel GmbH").await;
    for n in 0..4 {
        idp.create(&format!("p{n}@x.example")).await;
    }
    let mut conn = as_the_application(&t).await;
    t.execute("drop index removals_of_user").await;
    t.execute("create index removals_of_user on removals (account_id, user_id)").await;
    t.execute("vacuum analyze removals").await;
    // Once with each of its statements, those included that forget what is old.
    let note = "select count(*) from users u, note_removal(u.account_id, u.connection_id, u.id, gen_random_uuid(), now(), now() - interval '10 minutes', 1000000, true, false)
                where u.connection_id is not null and u.user_name = ";
    for name in ["p0", "p1"] {
        conn.execute(AssertSqlSafe(format!("{note}'{name}@x.example'"))).await.expect("notes");
        conn.execute("update removals set at = at - interval '1 hour'")
            .await
            .expect_err("the application changes no removal");
        t.execute("update removals set at = at - interval '1 hour'").await;
    }
    t.execute("insert into removals (account_id, id, connection_id, user_id, at, number)
               select account_id, gen_random_uuid(), connection_id, id, now(), n from users, generate_series(1, 2000) n where user_name = 'p2@x.example'").await;
    let read = "select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables where relname = 'removals'";
    conn.execute("begin").await.expect("begins");
    conn.execute(AssertSqlSafe(format!("{note}'p2@x.example'"))).await.expect("forgets");
    let before: i64 = sqlx::query_scalar(read).fetch_one(&mut conn).await.expect("counts");
    conn.execute(AssertSqlSafe(format!("{note}'p3@x.example'"))).await.expect("notes");
    let after: i64 = sqlx::query_scalar(read).fetch_one(&mut conn).await.expect("counts");
    assert!(after - before < 10, "{} rows", after - before);
}

/// A session that sees the only account, with plans that are kept, as the product's sessions have them.
async fn as_the_application(t: &Fresh) -> PgConnection {
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("the test database answers");
    let sees = "select set_config('app.account_id', (select account_id::text from users limit 1), false), set_config('role', 'einlass_app', false)";
    conn.execute(sees).await.expect("turns");
    conn.execute("set enable_seqscan = off; set plan_cache_mode = 'force_generic_plan'").await.expect("sets");
    conn
}

/// Every statement that is checked when the product is built, with the types of its values; those that are put together while it runs are not
/// among them.
fn statements() -> Vec<(String, Vec<String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".sqlx");
    let files = std::fs::read_dir(folder).expect("the folder of checked statements").map(|file| file.expect("a file"));
    let checked = |text: Vec<u8>| -> Value { serde_json::from_slice(&text).expect("JSON") };
    let statements = files.map(|file| checked(std::fs::read(file.path()).expect("reads"))).map(|checked| {
        let types = checked["describe"]["parameters"]["Left"].as_array().map_or_else(Vec::new, |types| {
            types
                .iter()
                .map(|of| of["Custom"]["name"].as_str().or(of.as_str()).expect("a name").replace("Array", "[]"))
                .collect()
        });
        (checked["query"].as_str().expect("a statement").to_owned(), types)
    });
    statements.collect()
}

/// Its plan for whatever values.
async fn plan(conn: &mut PgConnection, statement: &str, types: &[String]) -> String {
    let listed = |of: &str| if of.is_empty() { String::new() } else { format!("({of})") };
    let (types, values) = (listed(&types.join(", ")), listed(&vec!["null"; types.len()].join(", ")));
    let prepare = format!("deallocate all; prepare asked {types} as {statement}");
    conn.execute(AssertSqlSafe(prepare)).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    let explain = AssertSqlSafe(format!("explain execute asked{values}"));
    let lines: Vec<String> = sqlx::query_scalar(explain).persistent(false).fetch_all(conn).await.expect("explains");
    lines.join("\n")
}

/// Indexes that a plan goes through to find one row by its id, or one person's rows.
fn walked(plan: &str) -> Vec<&str> {
    let nodes: Vec<&str> = plan.split("->").collect();
    let behind = nodes.iter().skip(1).copied().chain([""]);
    nodes.iter().zip(behind).filter(|(node, _)| sifts(node)).filter_map(|(node, next)| index(node, next)).collect()
}

fn sifts(node: &str) -> bool {
    let filter = node.lines().find_map(|line| line.trim().strip_prefix("Filter: ")).unwrap_or_default();
    ["(id = $", "(user_id = $", "(id = (", "(user_id = ("].iter().any(|part| filter.contains(part))
}

/// The index of a node, which a bitmap names in the node below it.
fn index<'a>(node: &'a str, next: &'a str) -> Option<&'a str> {
    let (_, name) = node.split_once(" using ").or_else(|| next.split_once("Bitmap Index Scan on "))?;
    name.split_whitespace().next()
}
