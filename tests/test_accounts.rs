//! Test accounts: fourteen days without licences, then a plan or nothing more, and a way to be gone for good (product B43).

use axum::http::StatusCode;
use einlass::domain::accounts;
use einlass::domain::db::Db;
use einlass::domain::outbox::Message;
use einlass::model::Plan;
use einlass::server::chores;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};
use time::Duration;

use crate::sign_up::{ADDRESS, COMPANY, PAGE, PASSWORD, signed_up};
use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::{OPERATOR, accept, account, activate, begin, link, mails, sign_in};

const INVITE: &str = "/de/nutzerverwaltung/einladen";
const LICENCES: &str = "/de/benutzerverwaltung/lizenzen";
const PLAN: &str = "/de/abonnement";
const DELETE: &str = "/de/kontoeinstellungen/testkonto-loeschen";

async fn invite(browser: &mut Browser, people: &str) -> crate::support::browser::Shown {
    let form = [("personen", people), ("methode", "password"), ("sprache", "de"), ("recht-app_user", "ja")];
    browser.post(INVITE, &form).await
}

/// Their administrator at an instance whose clock is ahead.
async fn later(t: &Fresh, ahead: Duration) -> (Db, Browser) {
    let db = instance_at(&t.superuser, ahead).await;
    let mut browser = Browser::new(&db);
    assert_eq!(browser.sign_in(ADDRESS, PASSWORD).await.status, StatusCode::SEE_OTHER);
    (db, browser)
}

#[tokio::test]
async fn a_test_invites_without_licences_and_without_cost() {
    let t = fresh().await;
    let mut admin = signed_up(&t.db).await;
    let dashboard = admin.get("/de/uebersicht").await.body;
    assert!(dashboard.contains("Testkonto: noch 14 Tage"), "{dashboard}");
    assert!(dashboard.contains("Nicht enthalten ist SCIM"), "{dashboard}");
    assert!(admin.get(INVITE).await.body.contains("Im Testkonto kostet das nichts."));
    let sent = invite(&mut admin, "ada@neu.example, bob@neu.example").await;
    assert!(sent.body.contains("2 Einladungen sind unterwegs"), "{}", sent.body);
    assert_eq!(
        t.text("select sum(seats_delta) || ' ' || sum(licences_delta) from licence_ledger").await,
        "2 0",
        "seats are written down, licences are none"
    );
    accept(&t.db, "ada@neu.example", "Ein langer Satz für Ada.").await;
    let page = admin.get(LICENCES).await.body;
    assert!(page.contains("Im Testkonto braucht niemand eine Lizenz."), "{page}");
    for button in ["Lizenzen hinzufügen", "Automatisieren", "Lizenzen kündigen"] {
        assert!(!page.contains(button), "{button}: {page}");
    }
    // What the page does not offer is refused.
    let bought = [("aktion", "hinzufuegen"), ("anzahl", "1"), ("erwartet", "2")];
    assert_eq!(admin.post(LICENCES, &bought).await.status, StatusCode::CONFLICT);
    assert_eq!(admin.post(LICENCES, &[("automatisch", "ein")]).await.status, StatusCode::CONFLICT);
    assert_eq!(t.count("select count(*) from billing_entries").await, 0);
    assert_eq!(t.count("select count(*) from accounts where licences = 0 and not auto_licences").await, 1);
    // SCIM is for Premium alone.
    let scim = admin.get("/de/benutzerverwaltung/scim").await.body;
    assert!(scim.contains("SCIM gibt es ausschließlich mit Premium."), "{scim}");
    assert!(scim.contains(">Tarif wählen</a>") && !scim.contains("Jetzt einschalten"), "{scim}");
    let forged =
        [("aktion", "aktivieren"), ("methode", "password"), ("schluessel", "6f1f5a1e-8d52-4a6c-9d0f-1d9c7f6f9c11")];
    assert_eq!(admin.post("/de/benutzerverwaltung/scim", &forged).await.status, StatusCode::CONFLICT);
    assert_eq!(t.count("select count(*) from tokens").await, 0);
}

#[tokio::test]
async fn r41_a_test_has_room_for_fifty_people_whatever_becomes_of_them() {
    let t = fresh().await;
    let mut admin = signed_up(&t.db).await;
    let people = |range: std::ops::Range<u8>| -> String {
        range.map(|n| format!("p{n}@neu.example\n")).collect::<Vec<_>>().concat()
    };
    let refused = invite(&mut admin, &people(0..50)).await;
    assert!(refused.body.contains("höchstens 50 Personen"), "{}", refused.body);
    assert_eq!(t.count("select count(*) from users").await, 1, "nobody is half there");
    assert!(invite(&mut admin, &people(0..49)).await.body.contains("49 Einladungen sind unterwegs"));
    // Whoever was removed was written to all the same.
    t.execute("update users set status = 'removed', removed_at = now() where status = 'invited'").await;
    assert!(invite(&mut admin, "nochjemand@neu.example").await.body.contains("höchstens 50 Personen"));
    assert_eq!(t.count("select count(*) from users").await, 50);
}

#[tokio::test]
async fn administrators_are_told_three_days_and_one_day_before_the_end() {
    let t = fresh().await;
    signed_up(&t.db).await;
    mails(&t.db).await;
    let day = Duration::days(1);
    let minute = Duration::minutes(1);
    for (at, days) in [
        (day * 11 - minute * 5, None),
        (day * 11 + minute, Some(3)),
        (day * 11 + minute * 2, None),
        (day * 13 + minute, Some(1)),
        (day * 14 + minute, None),
        (day * 20, None),
    ] {
        let then = instance_at(&t.superuser, at).await;
        chores::once(&then).await.expect("done");
        let told: Vec<_> = mails(&then)
            .await
            .into_iter()
            .filter_map(|mail| match mail.message {
                Message::TestEnding { days, .. } => Some((mail.to.to_string(), days)),
                _ => None,
            })
            .collect();
        let expected: Vec<_> = days.into_iter().map(|days| (ADDRESS.to_owned(), days)).collect();
        assert_eq!(told, expected, "after {at}");
    }
}

#[tokio::test]
async fn when_it_is_over_nobody_is_invited_and_nobody_loses_anything() {
    let t = fresh().await;
    let mut admin = signed_up(&t.db).await;
    invite(&mut admin, "ada@neu.example, bob@neu.example").await;
    let ada = accept(&t.db, "ada@neu.example", "Ein langer Satz für Ada.").await;
    let people = "select string_agg(status || right_app_user, ' ' order by user_name) from users";
    let before = t.text("select string_agg(user_name || sign_in_email, ' ' order by user_name) from users").await;
    let (still, mut hour) = later(&t, Duration::days(14) - Duration::minutes(5)).await;
    assert!(hour.get("/de/uebersicht").await.body.contains("noch 1 Tag"));
    drop(still);

    let (over, mut admin) = later(&t, Duration::days(14) + Duration::minutes(1)).await;
    chores::once(&over).await.expect("done");
    let dashboard = admin.get("/de/uebersicht").await.body;
    assert!(dashboard.contains("zu Ende") && dashboard.contains(">Tarif wählen</a>"), "{dashboard}");
    let page = admin.get(INVITE).await.body;
    assert!(page.contains("Neue Personen kannst du erst mit einem Tarif wieder einladen."), "{page}");
    let mailed = "select count(*) from outbox where kind = 'invitation'";
    let sent = t.count(mailed).await;
    for rights in [("recht-app_user", "ja"), ("recht-project_manager", "ja")] {
        let form = [("personen", "carl@neu.example"), ("methode", "password"), ("sprache", "de"), rights];
        let refused = admin.post(INVITE, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Dein Test ist zu Ende."), "{}", refused.body);
    }
    let bob = t.text("select id::text from users where user_name = 'bob@neu.example'").await;
    let person = format!("/de/nutzerverwaltung/{bob}");
    let resent = admin.post(&person, &[("aktion", "erneut-senden")]).await;
    assert!(resent.body.contains("Dein Test ist zu Ende."), "{}", resent.body);
    t.execute("update users set status = 'deactivated' where user_name = 'bob@neu.example'").await;
    let back = admin.post(&person, &[("aktion", "aktivieren")]).await;
    assert!(back.body.contains("Dein Test ist zu Ende."), "{}", back.body);
    assert_eq!(t.count(mailed).await, sent, "nobody is mailed an invitation");
    assert_eq!(t.text(people).await, "activetrue deactivatedtrue activefalse");
    // Who is in stays in.
    assert_eq!(sign_in(&over, "ada@neu.example", "Ein langer Satz für Ada.").await[0].1, ada);
    assert_eq!(
        t.text("select string_agg(user_name || sign_in_email, ' ' order by user_name) from users").await,
        before
    );
}

#[tokio::test]
async fn a_plan_makes_it_an_account_with_a_licence_for_everybody_who_holds_a_seat() {
    let t = fresh().await;
    let mut admin = signed_up(&t.db).await;
    invite(&mut admin, "ada@neu.example, bob@neu.example").await;
    accept(&t.db, "ada@neu.example", "Ein langer Satz für Ada.").await;
    let page = admin.get(PLAN).await.body;
    assert!(page.contains("Testkonto bis ") && page.contains("Premium wählen"), "{page}");
    assert!(!page.contains("Nächste Rechnung"), "{page}");
    let asked = admin.get(&format!("{PLAN}?tarif=premium")).await.body;
    assert!(asked.contains("Du bekommst 2 Lizenzen") && asked.contains("16,00"), "{asked}");
    // Not by the way that paying accounts change.
    let changed = admin.post(PLAN, &[("von", "basic"), ("nach", "premium")]).await;
    assert_eq!(changed.status, StatusCode::CONFLICT);
    assert_eq!(t.count("select count(*) from accounts where test_ends_at is not null and plan = 'basic'").await, 1);

    let form = [("von", "test"), ("nach", "premium")];
    let chosen = admin.post(PLAN, &form).await;
    assert!(chosen.body.contains("Dein Tarif ist jetzt Premium."), "{}", chosen.body);
    let account = "select concat_ws(' ', plan, licences, test_ends_at is null, test_notice_at is null) from accounts";
    assert_eq!(t.text(account).await, "premium 2 t t");
    assert_eq!(admin.post(PLAN, &form).await.status, StatusCode::CONFLICT, "once");
    assert_eq!(
        t.text("select string_agg(concat_ws(' ', kind, plan, quantity, unit_cents, net_cents > 0), ', ') from billing_entries").await,
        "plan_changed premium 2 1600 t"
    );
    assert_eq!(
        t.text("select string_agg(cause || licences_delta, ' ' order by at, id) from licence_ledger").await,
        "invited0 invited0 plan_chosen2"
    );
    // From here on it is an account like any other.
    assert!(invite(&mut admin, "carl@neu.example").await.body.contains("So viele Lizenzen sind nicht frei"));
    let licences = admin.get(LICENCES).await.body;
    assert!(licences.contains("Lizenzen hinzufügen"), "{licences}");
    assert!(!admin.get("/de/uebersicht").await.body.contains("Testkonto"));
    let (then, _) = later(&t, Duration::days(15)).await;
    mails(&then).await;
    chores::once(&then).await.expect("done");
    assert!(!mails(&then).await.iter().any(|mail| matches!(mail.message, Message::TestEnding { .. })));
}

#[tokio::test]
async fn the_plan_ends_the_test_when_the_operator_sets_it_too() {
    let t = fresh().await;
    signed_up(&t.db).await;
    let mut tx = begin(&t.db).await;
    let admin = accounts::operate(&mut tx, OPERATOR, COMPANY).await.expect("reads").expect("is there");
    accounts::set_plan(&mut tx, OPERATOR, &admin, Plan::Basic).await.expect("sets");
    tx.commit().await.expect("commits");
    assert_eq!(t.count("select count(*) from accounts where test_ends_at is null and plan = 'basic'").await, 1);
    assert_eq!(t.count("select count(*) from audit_log where action = 'account.plan_chosen'").await, 1);
}

/// How many rows of each table belong to an account, for tables that have any.
async fn rows_of(t: &Fresh, account: &str) -> Vec<(String, i64)> {
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("connects");
    let tables: Vec<(String, String)> = sqlx::query_as(
        "select table_name::text, column_name::text from information_schema.columns
         where table_schema = 'public' and (column_name = 'account_id' or (table_name = 'accounts' and column_name = 'id')) order by 1",
    )
    .fetch_all(&mut conn)
    .await
    .expect("reads");
    assert!(tables.len() > 30, "{tables:?}");
    let mut found = Vec::new();
    for (table, column) in tables {
        let count = format!("select count(*) from {table} where {column} = '{account}'");
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&mut conn).await.expect("counts");
        if rows > 0 {
            found.push((table, rows));
        }
    }
    found
}

/// The tables in which a text stands anywhere.
async fn tables_with(t: &Fresh, text: &str) -> Vec<String> {
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("connects");
    let tables: Vec<String> = sqlx::query_scalar(
        "select table_name::text from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1",
    )
    .fetch_all(&mut conn)
    .await
    .expect("reads");
    let mut found = Vec::new();
    for table in tables {
        let count = format!("select count(*) from {table} x where x::text ilike '%{text}%'");
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&mut conn).await.expect("counts");
        if rows > 0 {
            found.push(table);
        }
    }
    found
}

#[tokio::test]
async fn deleted_by_its_administrator_nothing_of_it_is_left_and_nobody_else_is_touched() {
    let t = fresh().await;
    let other = account(&t.db, "Beispiel GmbH").await;
    activate(&t.db, &other).await;
    let mut admin = signed_up(&t.db).await;
    let id = t.text("select id::text from accounts where name like 'Neu%'").await;
    invite(&mut admin, "ada@neu.example, bob@neu.example").await;
    accept(&t.db, "ada@neu.example", "Ein langer Satz für Ada.").await;
    invite(&mut admin, "carl@neu.example").await;
    let open = link(&mails(&t.db).await, "carl@neu.example");
    // Sessions, a reset, an invitation that has not left, choices, and a sign-in that waits.
    let mut ada = Browser::new(&t.db);
    ada.sign_in("ada@neu.example", "Ein langer Satz für Ada.").await;
    ada.post("/de/passwort-vergessen", &[("email", "ada@neu.example")]).await;
    invite(&mut admin, "dora@neu.example").await;
    admin.post("/de/kontoeinstellungen/benachrichtigungen", &[("limit_reached", "digest")]).await;
    // What an identity provider would have left there.
    t.run(&format!(
        "insert into connections (account_id, id, method, created_at) values ('{id}', gen_random_uuid(), 'password', now());
         insert into groups (account_id, id, connection_id, display_name, display_name_key, created_at, updated_at)
           select account_id, gen_random_uuid(), id, 'Team', 'team', now(), now() from connections where account_id = '{id}';
         insert into group_members (account_id, group_id, user_id, added_at)
           select g.account_id, g.id, u.id, now() from groups g join users u using (account_id) where g.account_id = '{id}';
         insert into request_log (account_id, connection_id, id, operation, changes, rehearsed, resource, call, status, micros, asked_bytes, answered_bytes)
           select account_id, id, gen_random_uuid(), 'create', true, false, 'Users', 'POST /Users', 201, 1, 0, 0 from connections where account_id = '{id}';
         insert into request_packs (account_id, connection_id, last_id, first_id, operations, persons, entries)
           select account_id, id, gen_random_uuid(), gen_random_uuid(), '{{read}}', '{{}}', '[]' from connections where account_id = '{id}'"
    ))
    .await;
    assert!(rows_of(&t, &id).await.len() >= 15, "{:?}", rows_of(&t, &id).await);
    let neighbour = rows_of(&t, &other.account.to_string()).await;

    let page = admin.get(DELETE).await;
    assert!(page.status == StatusCode::OK && page.body.contains("Alle 5 Personen verlieren"), "{}", page.body);
    let before = rows_of(&t, &id).await;
    let wrong = admin.post(DELETE, &[("kontoname", "Beispiel GmbH")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Das ist nicht der Name deines Kontos."), "{}", wrong.body);
    assert_eq!(ada.post(DELETE, &[("kontoname", COMPANY)]).await.status, StatusCode::FORBIDDEN, "no administrator");
    assert_eq!(rows_of(&t, &id).await, before);

    let gone = admin.post(DELETE, &[("kontoname", COMPANY)]).await;
    assert!(gone.status == StatusCode::OK && gone.body.contains("Dein Testkonto ist gelöscht"), "{}", gone.body);
    assert_eq!(rows_of(&t, &id).await, []);
    assert_eq!(rows_of(&t, &other.account.to_string()).await, neighbour);
    assert!(!admin.is_in().await && !ada.is_in().await);
    assert_eq!(ada.get(&format!("/einladung/{}", open.reveal())).await.status, StatusCode::NOT_FOUND);
    assert!(sign_in(&t.db, ADDRESS, PASSWORD).await.is_empty());
    assert_eq!(t.text("select account::text from ended_accounts").await, id);
    // One mail says so; when it is forgotten, too, the address stands nowhere any more.
    let told = mails(&t.db).await;
    assert!(matches!(told[..], [einlass::domain::outbox::Mail { message: Message::TestDeleted, .. }]), "{told:?}");
    assert_eq!(tables_with(&t, "@neu.example").await, ["outside_mail"]);
    chores::once(&instance_at(&t.superuser, Duration::days(3)).await).await.expect("done");
    assert_eq!(tables_with(&t, "@neu.example").await, [""; 0]);
    assert_eq!(tables_with(&t, "Neu & Klein").await, [""; 0]);
    t.assert_counted().await;
}

#[tokio::test]
async fn a_burnt_address_is_answered_like_any_other_and_makes_no_second_test() {
    let t = fresh().await;
    let mut admin = signed_up(&t.db).await;
    assert_eq!(admin.post(DELETE, &[("kontoname", COMPANY)]).await.status, StatusCode::OK);
    mails(&t.db).await;
    let mut browser = Browser::new(&t.db);
    let mut ask = async |address: &str| {
        let shown = browser.post(PAGE, &[("firma", COMPANY), ("name", "Toni"), ("email", address)]).await;
        (shown.status, shown.body.split("Referenz").next().unwrap_or_default().to_owned())
    };
    let fresh_one = ask("andere@neu.example").await;
    assert_eq!(fresh_one.0, StatusCode::OK);
    assert!(ask(ADDRESS).await == fresh_one && ask("TONI@neu.example").await == fresh_one);
    let mailed = mails(&t.db).await;
    let burnt: Vec<_> = mailed.iter().filter(|mail| matches!(mail.message, Message::SignUpBurnt)).collect();
    assert_eq!(burnt.len(), 2);
    let secret = burnt[0].link.as_ref().expect("sealed alike").reveal();
    let form = [("token", secret), ("firma", COMPANY), ("passwort", PASSWORD), ("passwort_wiederholt", PASSWORD)];
    assert_eq!(Browser::new(&t.db).post("/de/registrieren/bestaetigen", &form).await.status, StatusCode::GONE);
    assert_eq!(t.count("select count(*) from accounts").await, 0);
    // The hash is of no use without the key of the installation.
    let plain = "select count(*) from burnt_addresses where hash = sha256('toni@neu.example'::bytea)";
    assert_eq!((t.count("select count(*) from burnt_addresses").await, t.count(plain).await), (1, 0));
}

#[tokio::test]
async fn r16_an_old_proof_and_an_account_with_a_plan_delete_nothing() {
    let t = fresh().await;
    let admin = signed_up(&t.db).await;
    let later = instance_at(&t.superuser, Duration::minutes(6)).await;
    let mut old = admin.before(&later);
    for led in [old.get(DELETE).await, old.post(DELETE, &[("kontoname", COMPANY)]).await] {
        assert!(led.location().starts_with("/de/bestaetigen?weiter="), "{led:?}");
    }
    let paying = account(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in("admin@beispiel-gmbh.example", &paying.admin_password).await;
    assert!(!browser.get("/de/kontoeinstellungen").await.body.contains(DELETE));
    assert_eq!(browser.get(DELETE).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.post(DELETE, &[("kontoname", "Beispiel GmbH")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(t.count("select count(*) from accounts").await, 2);
    // Whatever the application would say, the database keeps accounts with a plan.
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("connects");
    let forced = format!(
        "set role einlass_app; select set_config('app.account_id', '{0}', false); delete from accounts where id = '{0}'",
        paying.account
    );
    let refused = sqlx::raw_sql(AssertSqlSafe(forced)).execute(&mut conn).await.expect_err("refused");
    assert!(refused.to_string().contains("an account with a plan is not deleted"), "{refused}");
}
