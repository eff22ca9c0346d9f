//! Several processes on one PostgreSQL: starting at once, being killed, being hung up on, stopping.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection, Executor};

use crate::support::db::{cluster, database};
use crate::support::process::{HUNG, Installation, stderr};
use crate::support::smtp::SmtpServer;

/// A database of its own without any schema, as a first start finds it.
pub async fn empty_database() -> (String, PgConnectOptions) {
    let options = database().await;
    let name = format!("{}_empty", options.get_database().expect("a name"));
    let mut conn = PgConnection::connect_with(&cluster()).await.expect("the cluster answers");
    conn.execute(sqlx::AssertSqlSafe(format!("create database {name}"))).await.expect("created");
    (name.clone(), cluster().database(&name))
}

pub async fn number(options: &PgConnectOptions, sql: &'static str) -> i64 {
    let mut conn = PgConnection::connect_with(options).await.expect("the database answers");
    sqlx::query_scalar(sql).fetch_one(&mut conn).await.expect("a number")
}

async fn execute(options: &PgConnectOptions, sql: &'static str) {
    let mut conn = PgConnection::connect_with(options).await.expect("the database answers");
    conn.execute(sql).await.expect("done");
}

/// A Premium account with SCIM switched on at the command line: its base URL and token.
pub async fn activated(here: &Installation) -> (String, String) {
    let account = ["account", "create", "--name", "Beispiel GmbH", "--admin-email", "admin@beispiel.example"];
    here.json(&[&account[..], &["--plan", "premium", "--auto-licences"]].concat()).await;
    let made = here.json(&["connection", "activate", "--account", "Beispiel GmbH", "--method", "password"]).await;
    let path = url::Url::parse(made["base_url"].as_str().expect("a base URL")).expect("an address").path().to_owned();
    (path, made["token"].as_str().expect("a token").to_owned())
}

pub fn person(n: usize) -> String {
    let address = format!("p{n}@beispiel.example");
    serde_json::json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": address,
        "name": { "givenName": "Ada", "familyName": "Lovelace" },
        "emails": [{ "value": address, "primary": true }],
    })
    .to_string()
}

/// F-12
#[tokio::test]
async fn four_instances_start_at_once_on_an_empty_database() {
    let (name, options) = empty_database().await;
    let here: Vec<_> = (0..4).map(|_| Installation::on(&name)).collect();
    let (a, b, c, d) = tokio::join!(here[0].serve(), here[1].serve(), here[2].serve(), here[3].serve());
    for instance in [a, b, c, d] {
        assert_eq!(instance.get("/readyz").await.status(), 200);
        instance.stop().await;
    }
    let migrations = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).expect("the folder");
    let migrations = migrations
        .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.path().extension().is_some_and(|e| e == "sql")))
        .count();
    assert_eq!(
        number(&options, "select count(*) from _sqlx_migrations where success").await,
        i64::try_from(migrations).expect("few")
    );
}

/// F-12
#[tokio::test]
async fn a_newer_schema_is_served_and_an_edited_migration_is_refused() {
    let (name, options) = empty_database().await;
    let here = Installation::on(&name);
    assert!(here.run(&["migrate"]).await.status.success());
    execute(&options, "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (99990101000000, 'of a later release', true, '\\x00', 0)").await;
    assert!(
        here.run(&["migrate"]).await.status.success(),
        "the release before keeps working while the next one is rolled out"
    );
    execute(&options, "update _sqlx_migrations set checksum = '\\x00' where version < 99990101000000").await;
    let output = here.run(&["migrate"]).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("the schema could not be brought up to date"), "{}", stderr(&output));
}

/// R-18: at once for what writes, within a second for what reads.
#[tokio::test]
async fn a_token_revoked_by_one_process_is_dead_on_every_instance() {
    let (name, _) = empty_database().await;
    let here = Installation::on(&name);
    let (one, two) = (here.serve().await, here.serve().await);
    let (path, token) = activated(&here).await;
    let client = reqwest::Client::new();
    let status = async |origin: &str| {
        let request = client.get(format!("{origin}{path}/Users")).bearer_auth(&token);
        request.send().await.expect("an answer").status().as_u16()
    };
    assert_eq!((status(&one.origin).await, status(&two.origin).await), (200, 200));
    let connection = path.rsplit('/').next().expect("an id");
    here.json(&["token", "revoke", "--connection", connection, "--reason", "verlegt"]).await;
    let create = async |origin: &str| {
        let request = client.post(format!("{origin}{path}/Users")).bearer_auth(&token).body(person(1));
        request.header("content-type", "application/scim+json").send().await.expect("an answer").status().as_u16()
    };
    assert_eq!((create(&one.origin).await, create(&two.origin).await), (401, 401), "nothing is changed by it any more");
    // What a request that reads may rely on is less than a second old.
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!((status(&one.origin).await, status(&two.origin).await), (401, 401));
    one.stop().await;
    two.stop().await;
}

/// F-02: the mail server has said 250, the worker dies before it can write that down.
#[tokio::test]
async fn a_mail_whose_worker_died_before_the_mark_comes_again_as_the_same_mail() {
    let (name, options) = empty_database().await;
    let smtp = SmtpServer::start().await;
    let here = Installation::on(&name).with("EINLASS_SMTP_URL", &smtp.url);
    let first = here.serve().await;
    let (path, token) = activated(&here).await;
    tokio::time::timeout(HUNG, async {
        while smtp.received().is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .expect("the news about the token arrive");

    // From here on the mark has to wait for us.
    let mut gate = PgConnection::connect_with(&options).await.expect("the database answers");
    smtp.hold();
    let invite =
        |origin: &str| reqwest::Client::new().post(format!("{origin}{path}/Users")).bearer_auth(&token).body(person(1));
    assert_eq!(
        invite(&first.origin).header("content-type", "application/scim+json").send().await.expect("an answer").status(),
        201
    );
    tokio::time::timeout(HUNG, async {
        while smtp.received().len() < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .expect("the invitation arrives");
    gate.execute("begin; select from outbox where kind = 'invitation' for update").await.expect("locked");
    smtp.release();
    tokio::time::timeout(HUNG, async {
        let waiting =
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
        while number(&options, waiting).await == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .expect("the worker has its 250 and wants to mark the mail");
    first.kill().await;
    gate.execute("rollback").await.expect("unlocked");
    // The lease of the dead worker would run for a minute.
    gate.execute("update outbox set leased_until = now() where kind = 'invitation'").await.expect("expired");

    let second = here.serve().await;
    tokio::time::timeout(HUNG, async {
        while number(&options, "select count(*) from outbox where kind = 'invitation' and sent_at is not null").await
            == 0
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .expect("the next worker sends and marks it");
    second.stop().await;
    let received = smtp.received();
    let line = |mail: &str, start: &str| mail.lines().find(|line| line.starts_with(start)).map(str::to_owned);
    assert_eq!(received.len(), 3, "the news, the invitation, the invitation again");
    assert_eq!(line(&received[1], "Message-ID:"), line(&received[2], "Message-ID:"));
    assert!(line(&received[1], "Message-ID:").is_some());
    let link = |mail: &str| {
        let joined = mail.replace("=\n", "");
        joined.split("/einladung/").nth(1).map(|rest| rest.chars().take(40).collect::<String>())
    };
    assert_eq!(link(&received[1]), link(&received[2]));
    assert!(link(&received[1]).is_some());
}

/// R-64
#[tokio::test]
async fn figures_have_a_listener_of_their_own_and_name_routes_not_paths() {
    let (name, _) = empty_database().await;
    let free =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("its address").to_string();
    let server = Installation::on(&name).with("EINLASS_OPS_LISTEN", &free);
    let server = (server.serve().await, server);
    server.0.get("/einladung/geheim").await;
    let (path, token) = activated(&server.1).await;
    let person = format!("{}{path}/Users/5e5b8a5c-0000-4000-8000-000000000000", server.0.origin);
    let unknown = reqwest::Client::new().get(person).bearer_auth(token).send().await.expect("an answer");
    assert_eq!(unknown.status(), 404);
    assert_eq!(server.0.get("/metrics").await.status(), 404);
    let figures = reqwest::get(format!("http://{free}/metrics")).await.expect("an answer").text().await.expect("text");
    assert!(
        figures.contains("einlass_http_requests_total{") && figures.contains("process_resident_memory_bytes "),
        "{figures}"
    );
    assert!(figures.contains(r#"route="/scim/v2/{connection}/Users/{id}""#), "{figures}");
    assert!(!figures.contains("geheim") && !figures.contains("5e5b8a5c"), "{figures}");
    server.0.stop().await;
}

/// Who reads an answer is said by its route, not by how its path begins.
#[tokio::test]
async fn r43_a_path_that_only_begins_like_one_of_programs_is_a_page_that_says_it_is_nothing() {
    let (name, _) = empty_database().await;
    let instance = Installation::on(&name).serve().await;
    let policy = "content-security-policy";
    for path in ["/healthz", "/readyz", "/scim", "/scim/", "/scim/v2/nobody/Users", "/api/", "/api/v1/nothing"] {
        let answer = instance.get(path).await;
        assert_eq!(answer.headers()[policy], "default-src 'none'; frame-ancestors 'none'", "{path}");
    }
    for path in ["/healthzfoo", "/healthz/foo", "/readyzz", "/scimfoo", "/apifoo"] {
        let answer = instance.get(path).await;
        let said = answer.headers()[policy].to_str().expect("text").to_owned();
        assert!(said.contains("style-src 'self'") && said.contains("script-src 'nonce-"), "{path}: {said}");
        assert_eq!(answer.status(), 404, "{path}");
        assert!(answer.text().await.expect("a page").contains("<html"), "{path}");
    }
    instance.stop().await;
}
