//! What is decided about many people at once: a job that survives leaving the page and a crash, with an end for each person.

use axum::http::StatusCode;
use einlass::domain::accounts::Created;
use einlass::domain::jobs;
use einlass::server::jobs as worker;

use crate::support::browser::{Browser, Shown};
use crate::support::db::{Fresh, fresh, instance, instance_at};
use crate::support::personas::{WORKER, account, begin};

const LIST: &str = "/de/nutzerverwaltung";
const BULK: &str = "/de/nutzerverwaltung/sammelaktion";
const ENDS: &str = "select coalesce(string_agg(concat(outcome, ' ', n), ', ' order by outcome), '') from (select coalesce(outcome, 'waits') outcome, count(*) n from job_people group by 1) ends";

/// Sixty people beside the administrator: forty active, the others invited.
async fn crowd() -> (Fresh, Browser, Created) {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    t.execute("insert into users (account_id, id, user_name, user_name_key, email, email_key, sign_in_email, sign_in_email_key, display_name, display_name_key, right_app_user, status, accepted_at, created_at, updated_at)
      select a.id, gen_random_uuid(), e, e, e, e, e, e, e, e, true, case when i % 3 = 0 then 'invited' else 'active' end, case when i % 3 > 0 then now() end, now(), now()
      from accounts a, (select i, 'p' || lpad(i::text, 2, '0') || '@beispiel.example' e from generate_series(0, 59) i) p").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in("admin@beispiel-gmbh.example", &company.admin_password).await;
    (t, browser, company)
}

/// Asks, and answers the question; where the job's page lies.
async fn order(browser: &mut Browser, form: &[(&str, &str)]) -> Shown {
    let question = browser.post(BULK, form).await;
    assert_eq!(question.status, StatusCode::OK, "{question:?}");
    let key = question.between("name=\"schluessel\" value=\"", "\"").to_owned();
    let confirmed = [form, &[("schluessel", key.as_str()), ("bestaetigt", "ja")][..]].concat();
    let ordered = browser.post(BULK, &confirmed).await;
    let again = browser.post(BULK, &confirmed).await;
    assert_eq!(ordered.location(), again.location(), "one form, one job");
    ordered
}

#[tokio::test]
async fn everybody_on_the_list_is_deactivated_but_whoever_ordered_it() {
    let (t, mut browser, _) = crowd().await;
    let form = [("tat", "deaktivieren"), ("wen", "alle"), ("liste", "status=aktiv")];
    let ordered = order(&mut browser, &form).await;
    assert_eq!(ordered.status, StatusCode::SEE_OTHER);
    let running = browser.get(ordered.location()).await;
    assert!(
        running.body.contains("0 von 41 Personen") && running.body.contains("Der Auftrag läuft"),
        "{}",
        running.body
    );
    let progress = format!("{}/stand", ordered.location());
    let polled = browser.get(&progress).await.body;
    assert_eq!(polled, r#"{"people":41,"over":0,"sentence":"0 von 41 Personen","finished":false}"#);
    worker::once(&t.db).await.expect("works");
    let polled = browser.get(&progress).await.body;
    assert_eq!(polled, r#"{"people":41,"over":41,"sentence":"41 von 41 Personen","finished":true}"#);
    assert_eq!(t.text(ENDS).await, "done 40, yourself 1");
    assert_eq!(t.count("select count(*) from users where status = 'deactivated'").await, 40);
    assert_eq!(t.count("select -sum(seats_delta) from licence_ledger where cause = 'deactivated'").await, 40);
    assert_eq!(
        t.count("select count(*) from audit_log where action = 'user.deactivated' and actor_kind = 'user'").await,
        40
    );
    let done = browser.get(ordered.location()).await;
    assert!(
        done.body.contains("Fertig: für 40 Personen") && done.body.contains("Deinen eigenen Zugang"),
        "{}",
        done.body
    );
}

#[tokio::test]
async fn those_who_are_ticked_and_nobody_else_and_nobody_is_no_job() {
    let (t, mut browser, company) = crowd().await;
    let admin = company.admin.to_string();
    let one = t.text("select id::text from users where user_name = 'p01@beispiel.example'").await;
    let two = t.text("select id::text from users where user_name = 'p03@beispiel.example'").await;
    let form = [("tat", "zurueckziehen"), ("wen", "auswahl"), ("person", one.as_str()), ("person", two.as_str())];
    order(&mut browser, &form).await;
    worker::once(&t.db).await.expect("works");
    assert_eq!(t.text(ENDS).await, "done 1, gone 1");
    assert_eq!(t.count("select count(*) from users where status = 'revoked'").await, 1);
    let nobody = browser.post(BULK, &[("tat", "deaktivieren"), ("wen", "auswahl")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.body.contains("Niemand ausgewählt"), "{}", nobody.body);
    assert_eq!(browser.get(BULK).await.location(), LIST, "a link decides nothing");
    let take = [("tat", "nehmen-administrator"), ("wen", "auswahl"), ("person", admin.as_str())];
    order(&mut browser, &take).await;
    worker::once(&t.db).await.expect("works");
    assert_eq!(
        t.count("select count(*) from job_people where outcome in ('last_administrator', 'no_right_left')").await,
        1
    );
    assert_eq!(t.count("select count(*) from users where right_administrator").await, 1);
}

#[tokio::test]
async fn a_crash_in_the_middle_repeats_nobody_and_forgets_nobody() {
    let (t, mut browser, _) = crowd().await;
    order(&mut browser, &[("tat", "erneut-senden"), ("wen", "alle"), ("liste", "status=eingeladen")]).await;
    let mut tx = begin(&t.db).await;
    let (account, job) = jobs::open(&mut tx, WORKER, 10).await.expect("reads")[0];
    assert!(jobs::work(&mut tx, WORKER, account, job).await.expect("works"));
    let other = instance(&t.superuser).await;
    let mut beside = begin(&other).await;
    assert!(!jobs::work(&mut beside, WORKER, account, job).await.expect("looks"), "one instance at a time");
    drop(beside);
    drop(tx); // the power goes out before the commit
    assert_eq!(t.text(ENDS).await, "waits 20");
    let (one, two) = tokio::join!(worker::once(&t.db), worker::once(&other));
    one.and(two).expect("work");
    worker::once(&other).await.expect("works");
    assert_eq!(t.text(ENDS).await, "done 20");
    assert_eq!(t.count("select count(*) from outbox where kind = 'invitation'").await, 20, "one mail each");
    assert_eq!(t.count("select count(*) from jobs where finished_at is null").await, 0);
}

#[tokio::test]
async fn whoever_may_no_longer_decide_decides_nothing_more() {
    let (t, mut browser, _) = crowd().await;
    order(&mut browser, &[("tat", "geben-project_manager"), ("wen", "alle"), ("liste", "status=aktiv")]).await;
    t.execute("update users set right_administrator = false, right_app_user = true").await;
    worker::once(&t.db).await.expect("works");
    assert_eq!(t.text(ENDS).await, "not_allowed 41");
    assert_eq!(t.count("select count(*) from users where right_project_manager").await, 0);
}

#[tokio::test]
async fn administrator_for_many_asks_for_a_fresh_proof() {
    let (t, browser, company) = crowd().await;
    let later = instance_at(&t.superuser, time::Duration::minutes(6)).await;
    let mut old = browser.before(&later);
    let form = [("tat", "geben-administrator"), ("wen", "alle"), ("liste", "status=aktiv")];
    assert!(!old.get(BULK).await.location().is_empty(), "nothing was chosen");
    assert!(old.post(BULK, &form).await.location().starts_with("/de/bestaetigen"));
    let key = [("schluessel", "0190a0a0-0000-7000-8000-000000000000"), ("bestaetigt", "ja")];
    assert!(old.post(BULK, &[&form[..], &key[..]].concat()).await.location().starts_with("/de/bestaetigen"));
    assert_eq!(t.count("select count(*) from jobs").await, 0);
    // Who they are is confirmed; what was chosen is asked about again, and ordered by the answer alone.
    let proof = [("passwort", company.admin_password.as_str()), ("weiter", BULK)];
    assert_eq!(old.post("/de/bestaetigen", &proof).await.location(), BULK);
    let question = old.get(BULK).await;
    assert_eq!(question.status, StatusCode::OK);
    assert!(
        question.body.contains("value=\"geben-administrator\"") && question.body.contains("41"),
        "{}",
        question.body
    );
    assert_eq!(t.count("select count(*) from jobs").await, 0);
    order(&mut old, &form).await;
    assert_eq!(t.count("select count(*) from jobs").await, 1);
    assert_eq!(t.count("select count(*) from sessions where data ? 'draft'").await, 0);
}

#[tokio::test]
async fn another_account_sees_and_chooses_none_of_ours() {
    let (t, mut browser, _) = crowd().await;
    let ordered = order(&mut browser, &[("tat", "deaktivieren"), ("wen", "alle"), ("liste", "")]).await;
    let other = account(&t.db, "Andere AG").await;
    let mut stranger = Browser::new(&t.db);
    stranger.sign_in("admin@andere-ag.example", &other.admin_password).await;
    for page in [ordered.location(), &format!("{}/stand", ordered.location()), &format!("{LIST}/keine-kennung")] {
        assert_eq!(stranger.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    let ours = t.text("select id::text from users where user_name = 'p01@beispiel.example'").await;
    let key = "0190a0a0-0000-7000-8000-000000000001";
    let form = [
        ("tat", "deaktivieren"),
        ("wen", "auswahl"),
        ("person", ours.as_str()),
        ("schluessel", key),
        ("bestaetigt", "ja"),
    ];
    assert_eq!(stranger.post(BULK, &form).await.location(), LIST, "nobody of theirs");
    assert_eq!(t.count("select count(*) from jobs").await, 1);
}
