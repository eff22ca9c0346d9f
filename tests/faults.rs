//! Faults under load: instances that are killed, restarted one after the other, or hung up on.
//!
//! `make test` plays each of them once; `make long` (`EINLASS_LONG=1`) twenty-five times.

use std::collections::HashSet;
use std::time::Duration;

use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use tokio::io::AsyncWriteExt;

use crate::processes::{activated, empty_database, number, person};
use crate::support::half_sent::HalfSent;
use crate::support::load::{Load, Outcomes};
use crate::support::process::{Installation, Instance};
use crate::support::smtp::SmtpServer;

/// How often a fault is played.
fn rounds() -> usize {
    if std::env::var_os("EINLASS_LONG").is_some() { 25 } else { 1 }
}

/// All of a person or nothing: seat, mail, audit and ledger stand and fall together (F-01, F-16).
const HALF_A_PERSON: &str = "select count(*) from users u where connection_id is not null and not (seat
    and exists (select from outbox o where o.user_id = u.id and o.kind = 'invitation')
    and exists (select from audit_log a where a.target_id = u.id)
    and exists (select from licence_ledger l where l.user_id = u.id))";

/// Checks the clients' memory against the database.
async fn compare(options: &PgConnectOptions, outcomes: &Outcomes) {
    let mut conn = PgConnection::connect_with(options).await.expect("the database answers");
    let stored: Vec<String> = sqlx::query_scalar("select user_name from users where connection_id is not null")
        .fetch_all(&mut conn)
        .await
        .expect("names");
    let set: HashSet<&String> = stored.iter().collect();
    assert_eq!(set.len(), stored.len(), "nobody is there twice");
    let lost: Vec<_> = outcomes.acknowledged.iter().filter(|name| !set.contains(name)).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    let known: HashSet<&String> = outcomes.acknowledged.iter().chain(&outcomes.unknown).collect();
    let invented: Vec<_> = stored.iter().filter(|name| !known.contains(name)).collect();
    assert!(invented.is_empty(), "there without having been asked for: {invented:?}");
    assert!(outcomes.strange.is_empty(), "{:?}", outcomes.strange);
    assert_eq!(number(options, HALF_A_PERSON).await, 0, "all of a person or nothing");
    // as many audit rows as changes, after kills as well.
    let logged = number(options, "select count(*) from audit_log where action = 'user.provisioned'").await;
    assert_eq!(usize::try_from(logged).expect("few"), stored.len());
}

/// An installation that lets clients ask as fast as they can: a token's rate would be a fault of its own.
fn without_rate(database: &str) -> Installation {
    Installation::on(database).with("EINLASS_SCIM_RATE", "off")
}

/// F-01: three kills, seventy-five in `make long`.
#[tokio::test]
async fn f01_killed_instances_lose_nothing_that_was_acknowledged() {
    let (name, options) = empty_database().await;
    let here = without_rate(&name);
    let mut instances = [Some(here.serve().await), Some(here.serve().await)];
    let (path, token) = activated(&here).await;
    let origins: Vec<_> = instances.iter().flatten().map(|instance| instance.origin.clone()).collect();
    let load = Load::new(&origins.iter().map(String::as_str).collect::<Vec<_>>());
    let clients = load.start(8, None, &path, &token);
    for round in 0..3 * rounds() {
        load.goes_on(20).await;
        let victim = round % 2;
        instances[victim].take().expect("it runs").kill().await;
        load.route(victim, None);
        load.goes_on(20).await;
        let reborn = here.serve().await;
        load.route(victim, Some(&reborn.origin));
        instances[victim] = Some(reborn);
    }
    let outcomes = load.end(clients).await;
    assert!(!outcomes.unknown.is_empty(), "the kills hit requests in flight");
    compare(&options, &outcomes).await;
}

/// Asks an instance for its readiness as a load balancer does, until it says no.
async fn steer(load: &Load, number: usize, instance: &Instance) {
    let asked = tokio::time::timeout(crate::support::process::HUNG, async {
        while instance.get("/readyz").await.status().is_success() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    asked.await.expect("it becomes unready");
    load.route(number, None);
}

/// What an instance may take to end whatever its clients do: five seconds' notice, thirty for requests, ten for other work; and as much again
/// on a busy machine.
const ENDS: Duration = Duration::from_secs(90);

/// F-15: behind a load balancer that asks for readiness, one restart of each instance costs nobody a request, and who has sent half of one
/// when it begins is answered or refused, keeps nobody from ending and leaves nothing half done.
#[tokio::test]
async fn f15_a_rolling_restart_fails_no_request() {
    const HOST: &str = "portal.beispiel.example";
    let (name, options) = empty_database().await;
    let smtp = SmtpServer::start().await;
    let here = without_rate(&name)
        .with("EINLASS_PUBLIC_URL", "https://portal.beispiel.example")
        .with("EINLASS_SMTP_URL", &smtp.url);
    let mut instances = [Some(here.serve().await), Some(here.serve().await)];
    let (path, token) = activated(&here).await;
    let origins: Vec<_> = instances.iter().flatten().map(|instance| instance.origin.clone()).collect();
    let load = Load::new(&origins.iter().map(String::as_str).collect::<Vec<_>>());
    let clients = load.start(8, Some(HOST), &path, &token);
    let mut halves = Outcomes::default();
    for round in 0..2 * rounds() {
        load.goes_on(20).await;
        let leaving = instances[round % 2].take().expect("it runs");
        let half_sent = HalfSent::open(&leaving.origin, HOST, &path, &token, round, round % 10 == 0).await;
        leaving.signal(rustix::process::Signal::TERM);
        steer(&load, round % 2, &leaving).await;
        let ended = tokio::time::timeout(ENDS, leaving.ended());
        let (ended, ()) = tokio::join!(ended, half_sent.end(&mut halves));
        let (status, log) = ended.expect("it ends within its limit");
        assert!(status.success() && !log.contains("cut off"), "{log}");
        let next = here.serve().await;
        load.route(round % 2, Some(&next.origin));
        instances[round % 2] = Some(next);
    }
    let outcomes = load.end(clients).await;
    assert!(outcomes.unknown.is_empty(), "without an answer: {:?}", outcomes.unknown);
    assert_eq!(halves.acknowledged.len(), 2 * 2 * rounds(), "whoever finished in time was answered: {halves:?}");
    compare(&options, &outcomes.with(halves)).await;
}

/// F-16: 200 clients, 5,000 in `make long`.
#[tokio::test]
async fn clients_that_hang_up_leave_no_transaction_open_and_no_half_request() {
    let (name, options) = empty_database().await;
    let here = without_rate(&name);
    let server = here.serve().await;
    let (path, token) = activated(&here).await;
    let address = server.origin.trim_start_matches("http://").to_owned();
    let mut storm = tokio::task::JoinSet::new();
    for n in 0..200 * rounds() {
        let body = person(n);
        let request = format!(
            "POST {path}/Users HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/scim+json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let address = address.clone();
        if n % 200 == 0 {
            while storm.join_next().await.is_some() {}
        }
        storm.spawn(async move {
            let mut stream = tokio::net::TcpStream::connect(address).await.expect("a connection");
            stream.write_all(request.as_bytes()).await.expect("sent");
            tokio::time::sleep(Duration::from_millis(u64::try_from(n % 50).expect("small"))).await;
            // Dropped here, mostly before the answer.
        });
    }
    while storm.join_next().await.is_some() {}
    server.stop().await;
    assert_eq!(number(&options, HALF_A_PERSON).await, 0, "all of a person or nothing");
    assert!(number(&options, "select count(*) from users where connection_id is not null").await > 0);
    let open = "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'";
    assert_eq!(number(&options, open).await, 0);
}
