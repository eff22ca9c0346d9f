//! What an operator meets at the command line: broken settings, what is missing, what is taken.

use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};

use crate::support::db::database;
use crate::support::process::{Installation, mode, stderr};

#[tokio::test]
async fn all_broken_settings_are_told_at_once() {
    let here = Installation::private()
        .with("EINLASS_PUBLIC_URL", "http://portal.example.com")
        .with("EINLASS_SCIM_RATE", "5")
        .with("EINLASS_LISTNE", "127.0.0.1:3000")
        .with("EINLASS_SMTP_URL", "hunter2");
    for command in ["serve", "demo"] {
        let output = here.run(&[command]).await;
        assert_eq!(output.status.code(), Some(2));
        let told = stderr(&output);
        assert_eq!(
            told.lines().map(|line| line.split(':').next().unwrap_or_default()).collect::<Vec<_>>(),
            ["EINLASS_LISTNE", "EINLASS_PUBLIC_URL", "EINLASS_SMTP_URL", "EINLASS_SCIM_RATE"]
        );
        assert!(!told.contains("hunter2"));
    }
    assert!(!here.data().exists(), "nothing was touched");
}

#[tokio::test]
async fn an_unknown_command_or_flag_is_a_usage_error() {
    let here = Installation::private();
    for arguments in [
        &["fly"][..],
        &["account", "create"],
        &["serve", "--colour"],
        &["account", "create", "--name", "A", "--admin-email", "no-address"],
    ] {
        assert_eq!(here.run(arguments).await.status.code(), Some(2), "{arguments:?}");
    }
}

#[tokio::test]
async fn a_taken_port_is_one_sentence_and_starts_nothing() {
    let other = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = other.local_addr().expect("an address").to_string();
    let here = Installation::private().with("EINLASS_LISTEN", &address);
    let output = here.run(&["serve"]).await;
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        stderr(&output),
        format!(
            "einlass: {address} is taken by another program; stop it, or choose another address with EINLASS_LISTEN\n"
        )
    );
    assert!(!here.data().exists());
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_one_sentence() {
    let here = Installation::private()
        .with("DATABASE_URL", "postgres://einlass:hunter2@127.0.0.1:1/einlass")
        .with("EINLASS_KEY_FILE", "key");
    for arguments in [&["migrate"][..], &["serve"], &["user", "list", "--account", "A"]] {
        let output = here.run(arguments).await;
        assert_eq!(output.status.code(), Some(1));
        let told = stderr(&output);
        assert!(told.starts_with("einlass: the database does not answer") && told.lines().count() == 1, "{told}");
        assert!(!told.contains("hunter2"));
    }
}

#[tokio::test]
async fn a_missing_postgresql_is_one_sentence() {
    // The programs are looked for in Debian's folders too; only a machine without them can show the sentence end to end.
    if std::path::Path::new("/usr/lib/postgresql").exists() {
        return;
    }
    let output = Installation::private().with("PATH", "/nonexistent").run(&["migrate"]).await;
    assert!(stderr(&output).starts_with("einlass: PostgreSQL 15 or newer is not installed here"));
}

#[tokio::test]
async fn a_sealing_key_that_others_can_read_is_refused() {
    let here = Installation::on("postgres");
    std::fs::set_permissions(here.folder.path().join("key"), std::os::unix::fs::PermissionsExt::from_mode(0o644))
        .expect("opened");
    let output = here.run(&["user", "list", "--account", "A"]).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("is open to others (mode 0644); run: chmod 0400"), "{}", stderr(&output));
}

#[tokio::test]
async fn the_demo_seeds_an_empty_database_once_and_keeps_its_credentials_private() {
    let here = Installation::private().with("EINLASS_LISTEN", "127.0.0.1:3000");
    let first = here.json(&["demo"]).await;
    assert_eq!(
        (first["seeded"].as_bool(), first["mailbox"].as_str()),
        (Some(true), Some("http://127.0.0.1:3000/postfach"))
    );
    let kept = std::fs::read_to_string(here.data().join("demo.txt")).expect("kept");
    assert!(
        kept.contains(first["admin_password"].as_str().expect("a password")) && kept.contains("1. Sign in"),
        "{kept}"
    );
    assert_eq!(mode(&here.data().join("demo.txt")), 0o600);

    let again = here.run(&["demo"]).await;
    assert!(again.status.success());
    assert_eq!(String::from_utf8_lossy(&again.stdout), kept, "a second run shows the same way");
    let people = here.json(&["user", "list", "--account", "Beispiel GmbH"]).await;
    assert_eq!(people.as_array().map(Vec::len), Some(1), "nothing was seeded twice");

    let output =
        here.with("EINLASS_PUBLIC_URL", "https://portal.example.com").with("EINLASS_MAIL", "file").run(&["demo"]).await;
    assert!(stderr(&output).contains("for this machine alone"), "{}", stderr(&output));
}

#[tokio::test]
async fn the_demo_has_an_account_for_each_state_and_a_page_that_lists_them() {
    let (name, _) = crate::processes::empty_database().await;
    let here = Installation::on(&name);
    let seeded = here.json(&["demo"]).await;
    assert_eq!(mode(&here.data().join("demo.json")), 0o600);
    let server = here.serve().await;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let get = async |cookie: &str, path: &str| {
        let asked = client.get(format!("{}{path}", server.origin)).header("cookie", cookie);
        asked.send().await.expect("an answer").text().await.expect("text")
    };
    let listed = get("", "/demo").await;
    let states = seeded["states"].as_array().expect("states");
    for (state, words) in [
        ("S0", "Nur Admins können SCIM einrichten."),
        ("S1", "SCIM gibt es mit Premium"),
        ("S2", "Schalte die automatische Anpassung der Lizenzen ein"),
        ("S4", "Wähle die Anmeldemethode"),
        ("S5", "Wähle die Anmeldemethode"),
        ("S6", "Richte jetzt deinen Identity Provider ein"),
        ("S7", "Verbunden mit OneLogin"),
        ("S8", "Das Token läuft am "),
        ("S9", "Anfrage #4711 läuft."),
        ("S10", "Das Token wurde widerrufen"),
        ("S11", "Das Token ist abgelaufen"),
        ("S12", "Neues Token: noch nicht benutzt."),
        ("S13", "SCIM ist pausiert"),
        ("S14", "SCIM endet am "),
        ("S14b", "SCIM ist gesperrt"),
        ("Test", "Testkonto: noch 4 Tage"),
        ("S15", "Was geschieht mit den 2 verwalteten Personen?"),
    ] {
        let found = states.iter().find(|one| one["state"] == state).unwrap_or_else(|| panic!("{state}: {seeded}"));
        let text = |field: &str| found[field].as_str().expect("text").to_owned();
        assert!(listed.contains(&text("password")), "{state} is not listed");
        let form = [("email", text("email")), ("passwort", text("password"))];
        let entered =
            client.post(format!("{}/de/anmelden", server.origin)).header("origin", &server.origin).form(&form);
        let entered = entered.send().await.expect("an answer");
        assert_eq!(entered.status(), 303, "{state}");
        let cookie = entered.headers()["set-cookie"].to_str().expect("text").split(';').next().expect("a cookie");
        let page = get(cookie, &text("page")).await;
        assert!(page.contains(words), "{state}: {page}");
    }
    assert_eq!(states.len(), 17);
    server.stop().await;
}

#[tokio::test]
async fn connections_are_listed_for_one_account_or_for_all() {
    let options = database().await;
    let here = Installation::on(options.get_database().expect("a name"));
    for name in ["Erste GmbH", "Zweite GmbH"] {
        let account = ["account", "create", "--name", name, "--admin-email", "admin@beispiel.example"];
        here.json(&[&account[..], &["--plan", "premium", "--auto-licences"]].concat()).await;
        here.json(&["connection", "activate", "--account", name, "--method", "password"]).await;
    }
    let named = |listed: serde_json::Value| {
        let listed = listed.as_array().expect("a list").clone();
        let mut names: Vec<_> = listed.iter().map(|c| c["account"].as_str().expect("a name").to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(named(here.json(&["connection", "list"]).await), ["Erste GmbH", "Zweite GmbH"]);
    assert_eq!(named(here.json(&["connection", "list", "--account", "Zweite GmbH"]).await), ["Zweite GmbH"]);
}

#[tokio::test]
async fn accounts_that_are_called_the_same_are_told_apart_by_their_ids() {
    let options = database().await;
    let here = Installation::on(options.get_database().expect("a name"));
    let mut ids = Vec::new();
    for (name, address) in [("Erste GmbH", "eins@beispiel.example"), ("Zweite GmbH", "zwei@beispiel.example")] {
        let created = here.json(&["account", "create", "--name", name, "--admin-email", address]).await;
        ids.push(created["account_id"].as_str().expect("an id").to_owned());
    }
    // What the second company's administrator may write into its settings.
    let mut conn = PgConnection::connect_with(&options).await.expect("connects");
    conn.execute("update accounts set name = 'Erste GmbH' where name = 'Zweite GmbH'").await.expect("renames");
    let listed = async |account: &str| here.run(&["user", "list", "--account", account]).await;
    let refused = listed("Erste GmbH").await;
    assert_eq!(refused.status.code(), Some(1));
    let told = stderr(&refused);
    assert!(told.contains("2 accounts are called „Erste GmbH“; name one by its id: "), "{told}");
    assert!(ids.iter().all(|id| told.contains(id)), "{told}");
    let one = String::from_utf8_lossy(&listed(&ids[1]).await.stdout).into_owned();
    assert!(one.contains("zwei@beispiel.example") && !one.contains("eins@"), "{one}");
    // Another's id for a name is the other's still.
    sqlx::query("update accounts set name = $1 where id = $2::uuid")
        .bind(&ids[0])
        .bind(&ids[1])
        .execute(&mut conn)
        .await
        .expect("renames");
    let one = String::from_utf8_lossy(&listed(&ids[0]).await.stdout).into_owned();
    assert!(one.contains("eins@beispiel.example") && !one.contains("zwei@"), "{one}");
    assert!(stderr(&listed("Nirgends GmbH").await).contains("there is no account „Nirgends GmbH“"));
}
