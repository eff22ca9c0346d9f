//! The private PostgreSQL cluster: shared between server and commands, private to everybody else, and alive again after a crash.

use std::path::Path;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::support::process::{HUNG, Installation, mode, stderr};

const ACCOUNT: [&str; 6] = ["account", "create", "--name", "Beispiel GmbH", "--admin-email", "admin@beispiel.example"];

/// The process id of the running cluster's postmaster.
fn postmaster(data: &Path) -> Option<Pid> {
    let text = std::fs::read_to_string(data.join("postgres/postmaster.pid")).ok()?;
    Pid::from_raw(text.lines().next()?.trim().parse().ok()?)
}

fn runs(data: &Path) -> bool {
    postmaster(data).is_some_and(|pid| rustix::process::test_kill_process(pid).is_ok())
}

#[tokio::test]
async fn serve_just_works_and_commands_share_its_cluster() {
    let here = Installation::private();
    let server = here.serve().await;
    assert_eq!(server.get("/readyz").await.text().await.expect("text"), "ready\n");

    let created = here.json(&ACCOUNT).await;
    assert!(created["admin_password"].as_str().is_some_and(|password| password.len() > 15));
    let people = here.json(&["user", "list", "--account", "Beispiel GmbH"]).await;
    assert_eq!(people[0]["email"], "admin@beispiel.example");
    assert!(!here.data().join("demo.txt").exists(), "`serve` alone never seeds");

    // what lies there is for its owner alone.
    assert_eq!(mode(&here.data().join("einlass.key")), 0o400);
    for folder in ["postgres", "socket", "mail"] {
        assert_eq!(mode(&here.data().join(folder)), 0o700, "{folder}");
    }
    let settings = std::fs::read_to_string(here.data().join("postgres/postmaster.opts")).expect("its command line");
    assert!(settings.contains("listen_addresses="), "no TCP port: {settings}");

    server.stop().await;
    assert!(!runs(&here.data()), "the cluster stops with its server");
}

#[tokio::test]
async fn commands_without_a_server_start_and_stop_the_cluster_also_several_at_once() {
    let here = Installation::private();
    here.json(&ACCOUNT).await;
    assert!(!runs(&here.data()));
    let listing = ["user", "list", "--account", "Beispiel GmbH"];
    let (one, two, three) = tokio::join!(here.json(&listing), here.json(&listing), here.json(&listing));
    assert!(one == two && two == three && one[0]["email"] == "admin@beispiel.example");
    assert!(!runs(&here.data()), "the last one stopped it");
}

#[tokio::test]
async fn a_second_server_on_the_same_folder_says_why_it_cannot_start() {
    let here = Installation::private();
    let server = here.serve().await;
    let output = here.run(&["serve"]).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("another einlass server is using"), "{}", stderr(&output));
    assert_eq!(server.get("/readyz").await.status(), 200);
    server.stop().await;
}

/// Trap 11
#[tokio::test]
async fn a_cluster_that_crashes_is_started_again_and_nothing_is_lost() {
    let here = Installation::private();
    let server = here.serve().await;
    here.json(&ACCOUNT).await;
    let first = postmaster(&here.data()).expect("it runs");
    kill_process(first, Signal::KILL).expect("killed");
    tokio::time::timeout(HUNG, async {
        while postmaster(&here.data()).is_none_or(|pid| pid == first) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .expect("the supervisor starts it again");
    server.becomes_ready().await;
    let people = here.json(&["user", "list", "--account", "Beispiel GmbH"]).await;
    assert_eq!(people.as_array().map(Vec::len), Some(1));
    server.stop().await;
}

/// F-01
#[tokio::test]
async fn a_killed_server_leaves_nothing_that_hinders_the_next_start() {
    let here = Installation::private();
    here.serve().await.kill().await;
    assert!(runs(&here.data()), "the orphan is what the next start has to deal with");
    let server = here.serve().await;
    here.json(&ACCOUNT).await;
    server.stop().await;
    assert!(!runs(&here.data()));
}

#[tokio::test]
async fn an_interrupted_first_start_is_made_good() {
    let here = Installation::private();
    here.run(&["migrate"]).await;
    // As if `initdb` had been killed half-way: files are there, the last one is not.
    std::fs::remove_file(here.data().join("postgres/PG_VERSION")).expect("removed");
    here.json(&ACCOUNT).await;
}

#[tokio::test]
async fn a_folder_that_postgres_cannot_reach_is_replaced_and_said() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let here = Installation::private();
    std::fs::set_permissions(here.folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o700)).expect("closed");
    let server = here.serve().await;
    let log = server.stop().await;
    let told = log.lines().find(|line| line.contains("/var/lib/einlass/")).unwrap_or_else(|| panic!("{log}"));
    assert!(told.contains("the user postgres cannot reach"), "{told}");
    let elsewhere =
        told.split("/var/lib/einlass/").nth(1).map(|rest| rest.chars().take(12).collect::<String>()).expect("a name");
    std::fs::remove_dir_all(Path::new("/var/lib/einlass").join(elsewhere)).expect("removed again");
}
