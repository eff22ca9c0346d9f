//! „Personen importieren“: what would happen stands there before anything does; then a job does it, nobody twice.

use axum::http::StatusCode;
use einlass::domain::accounts::Created;
use einlass::domain::jobs;
use einlass::server::{chores, jobs as worker};

use crate::scim_client::idp;
use crate::support::browser::{Browser, Shown};
use crate::support::db::{Fresh, fresh, instance, instance_at};
use crate::support::personas::{WORKER, account, begin};

const PAGE: &str = "/de/nutzerverwaltung/import";
const STATE: &str = "select concat_ws(' ', (select count(*) from users), (select count(*) from invitations), (select count(*) from outbox), (select count(*) from licence_ledger), (select count(*) from audit_log where action <> 'session.signed_in'), (select count(*) from jobs), (select count(*) from job_people))";
const ENDS: &str = "select coalesce(string_agg(concat(outcome, ' ', n), ', ' order by outcome), '') from (select coalesce(outcome, 'waits') outcome, count(*) n from job_people group by 1) ends";
const TERMS: [(&str, &str); 3] = [("methode", "password"), ("sprache", "de"), ("recht-app_user", "ja")];

async fn company() -> (Fresh, Browser, Created) {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in("admin@beispiel-gmbh.example", &company.admin_password).await;
    (t, browser, company)
}

async fn check(browser: &mut Browser, file: &str) -> Shown {
    browser.post_file(PAGE, &[&TERMS[..], &[("aktion", "pruefen")]].concat(), file.as_bytes()).await
}

/// What the second form of a checked file sends.
fn confirmation<'a>(file: &'a str, key: &'a str) -> Vec<(&'a str, &'a str)> {
    [&TERMS[..], &[("text", file), ("schluessel", key), ("aktion", "uebernehmen")]].concat()
}

fn key(checked: &Shown) -> String {
    checked.between("name=\"schluessel\" value=\"", "\"").to_owned()
}

/// Number, chip and words of each line, as the page shows them.
fn rows(body: &str) -> Vec<String> {
    let table = body.split("<tbody>").nth(1).unwrap_or_default().split("</tbody>").next().unwrap_or_default();
    let text = |row: &str| {
        let (mut out, mut tag) = (String::new(), false);
        for c in row.chars() {
            match c {
                '<' => tag = true,
                '>' => {
                    tag = false;
                    out.push(' ');
                }
                c if !tag => out.push(c),
                _ => {}
            }
        }
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    table.split("<tr>").skip(1).map(text).collect()
}

#[tokio::test]
async fn every_line_says_what_would_happen_and_nothing_does_before_it_is_confirmed() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in("admin@beispiel-gmbh.example", &company.admin_password).await;
    idp.create("scim@beispiel.example").await;
    t.execute("update users set display_name = 'Anna', display_name_key = 'anna' where right_administrator").await;
    let file = "Name;E-Mail;Rechte;Sprache;Kostenstelle\n\
        Ada Lovelace;ada@beispiel.example;;;1\n\
        Grete;grete@beispiel.example;Projektmanager;en;2\n\
        Wer;SCIM@beispiel.example;;;3\n\
        Anna;admin@beispiel-gmbh.example;;;4\n\
        ;keine Adresse;;;5\n\
        Ada;ADA@beispiel.example;;;6\n\
        Hans;hans@beispiel.example;Chef;;7\n";
    let before = t.text(STATE).await;
    let checked = check(&mut browser, file).await;
    assert_eq!(checked.status, StatusCode::OK, "{}", checked.body);
    assert_eq!(
        rows(&checked.body),
        [
            "6 keine Adresse Abgelehnt Das ist keine E-Mail-Adresse.",
            "7 ADA@beispiel.example Ada Abgelehnt Diese Adresse steht schon in Zeile 2.",
            "8 hans@beispiel.example Hans Abgelehnt Dieses Recht gibt es nicht. Möglich sind App-Nutzer, Administrator und Projektmanager.",
            "4 SCIM@beispiel.example Wer Abgelehnt SCIM verwaltet diese Person. Ändere sie in deinem Identity Provider.",
            "2 ada@beispiel.example Ada Lovelace Einladen App-Nutzer",
            "3 grete@beispiel.example Grete Einladen Projektmanager",
            "5 admin@beispiel-gmbh.example Anna Schon da Diese Person ist schon da, es ändert sich nichts.",
        ]
    );
    assert!(checked.body.contains("Nicht gelesen werden die Spalten: Kostenstelle."), "{}", checked.body);
    assert!(
        checked.body.contains("Für die neue Person kommt 1\u{a0}Lizenz dazu"),
        "only Ada takes one: {}",
        checked.body
    );
    assert_eq!(t.text(STATE).await, before, "looking keeps nothing");
    assert_eq!(t.count("select count(*) from sessions where position('grete' in data::text) > 0").await, 0);

    let key = key(&checked);
    let ordered = browser.post_file(PAGE, &confirmation(file, &key), b"").await;
    assert_eq!(ordered.status, StatusCode::SEE_OTHER, "{}", ordered.body);
    let running = browser.get(ordered.location()).await;
    assert!(running.body.contains("0 von 2 Personen") && running.body.contains("Personen importieren"));
    worker::once(&t.db).await.expect("works");
    assert_eq!(t.text(ENDS).await, "done 2");
    assert_eq!(t.count("select count(*) from users where email = 'ada@beispiel.example' and display_name = 'Ada Lovelace' and seat and status = 'invited' and language = 'de'").await, 1);
    assert_eq!(t.count("select count(*) from users where display_name = 'Grete' and right_project_manager and not seat and language = 'en'").await, 1);
    assert_eq!(
        t.count("select count(*) from audit_log where action = 'user.invited' and actor_kind = 'user'").await,
        2
    );
    assert_eq!(
        t.count("select count(*) from job_people where entry is not null").await,
        0,
        "what is done needs no file"
    );
    assert!(browser.get(ordered.location()).await.body.contains("Fertig: für 2 Personen"));
    assert_eq!(
        t.count("select sum(seats_delta)::bigint from licence_ledger").await,
        t.count("select count(*) from users where seat").await
    );
}

#[tokio::test]
async fn whoever_is_there_gets_name_and_language_and_nothing_else() {
    let (t, mut browser, _) = company().await;
    let invite = [
        ("personen", "ada@beispiel.example\nben@beispiel.example"),
        ("methode", "password"),
        ("sprache", "de"),
        ("recht-app_user", "ja"),
    ];
    browser.post("/de/nutzerverwaltung/einladen", &invite).await;
    t.execute("update users set language_chosen = true where email = 'ben@beispiel.example'").await;
    let rest = "select string_agg(concat_ws(' ', email, status, right_app_user, right_administrator, seat, sign_in_email), ', ' order by email) from users";
    let before = t.text(rest).await;
    let file =
        "email,name,rights,language\nada@beispiel.example,Ada King,Administrator,English\nben@beispiel.example,,,en\n";
    let checked = check(&mut browser, file).await;
    assert_eq!(
        rows(&checked.body),
        [
            "2 ada@beispiel.example Ada King Ändern Name oder Sprache der Mails wird geändert.",
            "3 ben@beispiel.example Schon da Diese Person ist schon da, es ändert sich nichts.",
        ]
    );
    let ordered = browser.post_file(PAGE, &confirmation(file, &key(&checked)), b"").await;
    worker::once(&t.db).await.expect("works");
    assert_eq!((ordered.status, t.text(ENDS).await), (StatusCode::SEE_OTHER, "done 1".to_owned()));
    assert_eq!(t.text("select concat_ws(' ', display_name, display_name_key, language) from users where email = 'ada@beispiel.example'").await, "Ada King ada king en");
    assert_eq!(t.text("select language from users where email = 'ben@beispiel.example'").await, "de", "his own choice");
    assert_eq!(t.text(rest).await, before);
    assert_eq!(t.count("select count(*) from audit_log where action = 'user.edited'").await, 1);
}

#[tokio::test]
async fn text_that_is_pasted_does_as_well_as_a_file_and_is_not_lost_when_it_is_wrong() {
    let (t, mut browser, _) = company().await;
    let pasted = "E-Mail\tVorname\tNachname\nada@beispiel.example\tAda\tLovelace\n";
    let form = [&TERMS[..], &[("aktion", "pruefen"), ("text", pasted)]].concat();
    let checked = browser.post_file(PAGE, &form, b"").await;
    assert_eq!(rows(&checked.body), ["2 ada@beispiel.example Ada Lovelace Einladen App-Nutzer"]);
    assert_eq!(
        check(&mut browser, "\u{feff}Email,Name\r\nada@beispiel.example,\"Lovelace, \"\"Ada\"\"\"\r\n").await.status,
        StatusCode::OK
    );
    for (text, file, words) in [
        ("", &b""[..], "Wähle eine Datei oder füge Text ein."),
        ("email\na@x.example", &b"email\nb@x.example"[..], "nicht beides"),
        ("ada@beispiel.example <keine> & Spalten", &b""[..], "keine Spalte „E-Mail“"),
        ("", &b"E-Mail;Name\na@x.example;M\xfcller"[..], "nicht als UTF-8"),
        ("", &b"E-Mail\n\n\n"[..], "Unter der ersten Zeile steht nichts"),
    ] {
        let form = [&TERMS[..], &[("aktion", "pruefen"), ("text", text)]].concat();
        let refused = browser.post_file(PAGE, &form, file).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
        assert!(
            refused.body.contains(&text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")),
            "{words}"
        );
    }
    for (form, words) in [
        (vec![("methode", "password"), ("sprache", "de")], "Wähle mindestens ein Recht"),
        (vec![("methode", "google"), ("sprache", "de"), ("recht-app_user", "ja")], "ist nicht eingeschaltet"),
    ] {
        let refused = browser.post_file(PAGE, &form, b"email\na@x.example").await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains(words), "{}", refused.body);
    }
    let many = (0..=5_000).map(|n| format!("p{n}@beispiel.example\n")).collect::<Vec<_>>().concat();
    assert!(check(&mut browser, &format!("email\n{many}")).await.body.contains("mehr als 5.000 Zeilen"));
    let wide = format!("email;x\na@x.example;{}\n", "x".repeat(750_000));
    assert!(check(&mut browser, &wide).await.body.contains("größer als 750\u{a0}KB"));
    assert_eq!(t.count("select count(*) from jobs").await, 0);
}

#[tokio::test]
async fn licences_that_are_missing_stand_there_before_and_nothing_begins() {
    let (t, mut browser, created) = company().await;
    let file = "email;rechte\na@beispiel.example;\nb@beispiel.example;\nc@beispiel.example;Projektmanager\n";
    for account in ["licence_limit = 1", "licence_limit = null, auto_licences = false, licences = 1"] {
        t.run(&format!("update accounts set {account}")).await;
        let checked = check(&mut browser, file).await;
        assert!(checked.body.contains("Dafür fehlt 1\u{a0}Lizenz"), "{account}: {}", checked.body);
        assert!(!checked.body.contains("name=\"schluessel\""), "{account}: nothing to press");
    }
    let forged = browser.post_file(PAGE, &confirmation(file, "0190a0a0-0000-7000-8000-000000000000"), b"").await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(t.count("select count(*) from jobs").await, 0);
    t.execute("update accounts set licences = 2").await;
    let checked = check(&mut browser, file).await;
    assert!(checked.body.contains("2 neue Personen belegen 2 Lizenzen; frei sind 2."), "{}", checked.body);
    browser.post_file(PAGE, &confirmation(file, &key(&checked)), b"").await;
    // Meanwhile there is one less: who comes first has it, and the other is told.
    t.execute("update accounts set licences = 1").await;
    worker::once(&t.db).await.expect("works");
    assert_eq!(t.text(ENDS).await, "done 2, no_licence 1");
    let job = format!("/de/nutzerverwaltung/auftraege/{}", t.text("select id::text from jobs").await);
    let page = browser.get(&job).await.body;
    assert!(page.contains("Zeile 3: b@beispiel.example"), "{page}");
    assert_eq!(t.count("select count(*) from users where seat").await, 1);
    // Of somebody whom nobody invited the address is kept, so that one sees who it was, and that for a while.
    assert_eq!(
        t.text("select string_agg(entry::text, ' ') from job_people").await,
        "{\"email\": \"b@beispiel.example\"}"
    );
    for (days, kept) in [(29, 1), (31, 0)] {
        chores::once(&instance_at(&t.superuser, time::Duration::days(days)).await).await.expect("works");
        assert_eq!(t.count("select count(*) from job_people where entry is not null").await, kept, "{days} days");
    }
    browser.sign_in("admin@beispiel-gmbh.example", &created.admin_password).await;
    let page = browser.get(&job).await.body;
    assert!(page.contains("Zeile 3") && !page.contains("b@beispiel.example"), "{page}");
    assert_eq!(t.text(ENDS).await, "done 2, no_licence 1");
}

#[tokio::test]
async fn one_form_is_one_job_and_a_crash_in_the_middle_repeats_nobody_and_forgets_nobody() {
    let (t, mut browser, _) = company().await;
    let people = (0..60).map(|n| format!("p{n:02}@beispiel.example\n")).collect::<Vec<_>>().concat();
    let file = format!("email\n{people}");
    let checked = check(&mut browser, &file).await;
    let (key, mut twice) = (key(&checked), browser.clone());
    let form = confirmation(&file, &key);
    let (one, two) = tokio::join!(browser.post_file(PAGE, &form, b""), twice.post_file(PAGE, &form, b""));
    assert_eq!(one.location(), two.location(), "{one:?} {two:?}");
    assert_eq!(t.text(ENDS).await, "waits 60");

    let mut tx = begin(&t.db).await;
    let (account, job) = jobs::open(&mut tx, WORKER, 10).await.expect("reads")[0];
    assert!(jobs::work(&mut tx, WORKER, account, job).await.expect("works"));
    drop(tx); // the power goes out before the commit
    assert_eq!(t.text(ENDS).await, "waits 60");
    let other = instance(&t.superuser).await;
    let (here, there) = tokio::join!(worker::once(&t.db), worker::once(&other));
    here.and(there).expect("work");
    worker::once(&other).await.expect("works");
    assert_eq!(t.text(ENDS).await, "done 60");
    assert_eq!(t.count("select count(*) from users where status = 'invited'").await, 60);
    assert_eq!(t.count("select count(*) from outbox where kind = 'invitation'").await, 60, "one mail each");
    let again = browser.post_file(PAGE, &form, b"").await;
    assert_eq!(again.location(), two.location(), "the same form once more: the same job");
    assert_eq!(t.count("select count(*) from jobs").await, 1);
}

#[tokio::test]
async fn two_files_with_the_same_people_at_once_invite_everybody_once() {
    let (t, mut browser, _) = company().await;
    browser
        .post("/de/nutzerverwaltung/einladen", &[("personen", "q@beispiel.example"), TERMS[0], TERMS[1], TERMS[2]])
        .await;
    let forward: Vec<String> = (0..25)
        .map(|n| format!("p{n:02}@beispiel.example;Neu"))
        .chain(["q@beispiel.example;Q eins".to_owned()])
        .collect();
    let backward: Vec<String> = forward.iter().rev().cloned().collect();
    for lines in [forward, backward] {
        let file = format!("email;name\n{}\n", lines.join("\n"));
        let checked = check(&mut browser, &file).await;
        browser.post_file(PAGE, &confirmation(&file, &key(&checked)), b"").await;
    }
    let other = instance(&t.superuser).await;
    let (one, two) = tokio::join!(worker::once(&t.db), worker::once(&other));
    one.and(two).expect("work");
    worker::once(&t.db).await.expect("works");
    assert_eq!(t.text(ENDS).await, "done 26, there_already 26");
    assert_eq!(t.count("select count(*) from outbox where kind = 'invitation'").await, 26);
}

#[tokio::test]
async fn whoever_comes_by_scim_meanwhile_is_left_alone_and_the_result_says_so() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in("admin@beispiel-gmbh.example", &company.admin_password).await;
    let file = "email;name\nada@beispiel.example;Anders\n";
    let checked = check(&mut browser, file).await;
    let ordered = browser.post_file(PAGE, &confirmation(file, &key(&checked)), b"").await;
    idp.create("ada@beispiel.example").await;
    worker::once(&t.db).await.expect("works");
    assert_eq!(t.text(ENDS).await, "managed 1");
    assert_eq!(t.count("select count(*) from users where display_name = 'Anders'").await, 0);
    let page = browser.get(ordered.location()).await.body;
    assert!(page.contains("Zeile 2: ada@beispiel.example") && page.contains("SCIM verwaltet diese Person"), "{page}");
}

#[tokio::test]
async fn administrators_by_a_file_ask_for_a_fresh_proof_and_the_file_is_not_lost() {
    let (t, browser, company) = company().await;
    let later = instance_at(&t.superuser, time::Duration::minutes(6)).await;
    let mut old = browser.before(&later);
    let file = "email;rechte\nada@beispiel.example;Administrator\n";
    let checked = check(&mut old, file).await;
    assert!(checked.body.contains("Bestätige zuerst, dass du es bist"), "{}", checked.body);
    let (key, form_key) = (key(&checked), key(&checked));
    let refused = old.post_file(PAGE, &confirmation(file, &key), b"").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("ada@beispiel.example") && refused.body.contains(&form_key), "to be sent again");
    assert_eq!(t.count("select count(*) from jobs").await, 0);
    let proof = [("passwort", company.admin_password.as_str()), ("weiter", PAGE)];
    assert_eq!(old.post("/de/bestaetigen", &proof).await.location(), PAGE);
    assert_eq!(old.post_file(PAGE, &confirmation(file, &key), b"").await.status, StatusCode::SEE_OTHER);
    worker::once(&later).await.expect("works");
    assert_eq!(
        t.count("select count(*) from users where right_administrator and status = 'invited' and not seat").await,
        1
    );
}

#[tokio::test]
async fn the_example_and_our_own_file_can_be_read_again() {
    let (t, mut browser, _) = company().await;
    for (path, page) in
        [("/de/nutzerverwaltung/import/beispiel", PAGE), ("/en/users/import/example", "/en/users/import")]
    {
        let example = browser.get(path).await;
        assert_eq!(example.headers["content-type"], "text/csv; charset=utf-8");
        let form = [&TERMS[..], &[("aktion", "pruefen")]].concat();
        let checked = browser.post_file(page, &form, example.body.as_bytes()).await;
        assert_eq!(rows(&checked.body).len(), 2, "{}", checked.body);
        assert!(
            rows(&checked.body).iter().all(|row| !row.contains("Abgelehnt") && !row.contains("Refused"))
                && checked.body.contains("name=\"schluessel\""),
            "{}",
            checked.body
        );
    }
    t.execute("update users set display_name = '-Anna', display_name_key = '-anna'").await;
    let ours = browser.get("/de/nutzerverwaltung/export").await;
    let checked = check(&mut browser, &ours.body).await;
    assert_eq!(
        rows(&checked.body),
        ["2 admin@beispiel-gmbh.example -Anna Schon da Diese Person ist schon da, es ändert sich nichts."]
    );
}

#[tokio::test]
async fn nobody_but_administrators_imports_and_only_into_their_own_account() {
    let (t, mut browser, _) = company().await;
    let other = account(&t.db, "Andere AG").await;
    let mut stranger = Browser::new(&t.db);
    stranger.sign_in("admin@andere-ag.example", &other.admin_password).await;
    let file = "email;name\nadmin@beispiel-gmbh.example;Fremd\n";
    let checked = check(&mut stranger, file).await;
    assert_eq!(
        rows(&checked.body),
        ["2 admin@beispiel-gmbh.example Fremd Einladen App-Nutzer"],
        "nothing is told of others"
    );
    let ours = check(&mut browser, "email\nada@beispiel.example\n").await;
    browser.post_file(PAGE, &confirmation("email\nada@beispiel.example\n", &key(&ours)), b"").await;
    assert_eq!(
        stranger
            .get(&format!("/de/nutzerverwaltung/auftraege/{}", t.text("select id::text from jobs").await))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    t.execute("update users set right_administrator = false").await;
    assert_eq!(check(&mut browser, file).await.status, StatusCode::FORBIDDEN);
    worker::once(&t.db).await.expect("works");
    assert_eq!(t.text(ENDS).await, "not_allowed 1", "whoever may no longer decide decides nothing more");
    assert_eq!(Browser::new(&t.db).post_file(PAGE, &TERMS, b"email\n").await.status, StatusCode::SEE_OTHER);
}
