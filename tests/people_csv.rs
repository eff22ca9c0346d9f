//! The list as a file: everybody the search and the filters let through, however many, in the list's order; the ledger alike.

use axum::http::StatusCode;
use einlass::domain::users::{self, Order, OrderBy, PortalFilter};

use crate::scim_client::idp;
use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh};
use crate::support::personas::{accept, account, administer, begin};

const FILE: &str = "/de/nutzerverwaltung/export";

/// So many people beside the administrator that a file is read in more than two parts.
async fn crowd() -> (Fresh, Browser, einlass::domain::accounts::Created) {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    t.execute("insert into users (account_id, id, user_name, user_name_key, email, email_key, sign_in_email, sign_in_email_key, display_name, display_name_key, right_app_user, status, created_at, updated_at)
      select a.id, gen_random_uuid(), e, e, e, e, e, e, n, lower(n), true, case when i % 4 = 0 then 'expired' else 'active' end, timestamptz '2026-01-01' + (i / 7) * interval '1 hour', now()
      from accounts a, (select i, 'p' || lpad(i::text, 4, '0') || '@beispiel.example' e, (array['Ada', 'Grete'])[1 + i % 2] || ' Nummer' || (i / 3)::text n from generate_series(0, 1202) i) p").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in("admin@beispiel-gmbh.example", &company.admin_password).await;
    (t, browser, company)
}

/// The addresses of a file, in its order.
fn addresses(body: &str, separator: &str) -> Vec<String> {
    let cells = body.lines().skip(1).filter_map(|line| line.split(separator).nth(1));
    cells.map(|cell| cell.trim_matches('"').to_owned()).collect()
}

#[tokio::test]
async fn a_file_holds_everybody_once_in_the_lists_order_over_all_its_parts() {
    let (t, mut browser, _) = crowd().await;
    for (sorting, order) in [
        ("", "display_name_key, id"),
        ("name-ab", "display_name_key desc, id desc"),
        ("email", "email_key, id"),
        ("neueste", "created_at desc, id desc"),
        ("anmeldung", "last_signed_in_key desc, id desc"),
        ("anmeldung-ab", "last_signed_in_key, id"),
    ] {
        // The page and the place are no part of the set.
        let file = browser.get(&format!("{FILE}?sortierung={sorting}&groesse=25&nach=x")).await;
        assert_eq!(file.status, StatusCode::OK, "{sorting}");
        let sql: &'static str = format!("select string_agg(email, ',' order by {order}) from users").leak();
        assert_eq!(addresses(&file.body, ";").join(","), t.text(sql).await, "{sorting}");
    }
    let expired = browser.get(&format!("{FILE}?status=abgelaufen&suche=ada")).await;
    let sql = "select count(*) from users where status = 'expired' and display_name like 'Ada%'";
    assert_eq!(i64::try_from(addresses(&expired.body, ";").len()).expect("few"), t.count(sql).await);
    // What an administrator leaves out of the list is left out of the file.
    browser.post("/de/nutzerverwaltung", &[("aktion", "ansicht"), ("abgelaufene", "ein")]).await;
    assert_eq!(addresses(&browser.get(FILE).await.body, ";").len(), 1203 - 301 + 1);
    let nobody = browser.get(&format!("{FILE}?suche=niemand")).await;
    assert_eq!(nobody.body.lines().count(), 1, "the head alone");
}

#[tokio::test]
async fn a_line_says_what_an_administrator_asks_in_the_language_of_the_page_and_runs_nothing() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    idp.create("ada@beispiel.example").await;
    accept(&t.db, "ada@beispiel.example", "drei kluge Dachse graben leise").await;
    browser.sign_in("admin@beispiel-gmbh.example", &company.admin_password).await;
    t.execute("update users set display_name = '=HYPERLINK(\"https://evil.example\")', display_name_key = 'x', last_signed_in_at = '2026-11-20 12:00+00', accepted_at = '2026-11-19 11:30+00' where email = 'ada@beispiel.example'").await;
    t.execute("update invitations set created_at = '2026-11-18 10:00+00'").await;
    let german = browser.get(&format!("{FILE}?suche=ada")).await;
    assert_eq!(german.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(german.headers["cache-control"], "no-store");
    let name = german.headers["content-disposition"].to_str().expect("text").to_owned();
    assert!(name.starts_with("attachment; filename=\"personen-20"), "{name}");
    assert_eq!(
        german.body,
        "\u{feff}\"Name\";\"E-Mail-Adresse\";\"Status\";\"Rechte\";\"Herkunft\";\"Anmeldemethode\";\"Lizenz\";\"Sprache der Mails\";\"Zuletzt eingeladen\";\"Angenommen\";\"Letzte Anmeldung\"\r\n\
         \"'=HYPERLINK(\"\"https://evil.example\"\")\";\"ada@beispiel.example\";\"aktiv\";\"App-Nutzer\";\"SCIM\";\"E-Mail & Passwort\";1;\"Deutsch\";\"2026-11-18T10:00:00Z\";\"2026-11-19T11:30:00Z\";\"2026-11-20T12:00:00Z\"\r\n"
    );
    let english = browser.get("/en/users/export?suche=ada").await;
    assert!(english.body.contains("\"Name\",\"Email address\",\"Status\",\"Rights\""), "{}", english.body);
    // The list leads to it, with everything that is chosen and without the page.
    let list = browser.get("/de/nutzerverwaltung?suche=ada&sortierung=email").await;
    assert!(list.body.contains("href=\"/de/nutzerverwaltung/export?suche=ada&amp;sortierung=email\""), "{}", list.body);
}

#[tokio::test]
async fn whoever_goes_or_is_renamed_between_two_parts_ends_no_file_and_begins_none_anew() {
    let (t, _browser, company) = crowd().await;
    let mut tx = begin(&t.db).await;
    let admin = administer(&mut tx, &company).await;
    for by in [OrderBy::Name, OrderBy::LastSignIn] {
        let (order, all) = (Order { by, descending: false }, PortalFilter::default());
        let (first, place) = users::export(&mut tx, &admin, &all, order, None, 500).await.expect("reads");
        let last = first.last().and_then(|person| person.email.clone()).expect("somebody with an address");
        let name =
            format!("update users set display_name_key = 'zzz', last_signed_in_at = now() where email = '{last}'");
        t.run(&name).await;
        let mut tx = begin(&t.db).await;
        let admin = administer(&mut tx, &company).await;
        let (second, _) = users::export(&mut tx, &admin, &all, order, place.as_ref(), 500).await.expect("reads");
        assert!(first.iter().all(|one| second.iter().all(|other| one.email != other.email)), "{by:?}");
        t.run(&format!("delete from users where email = '{last}'")).await;
        let mut tx = begin(&t.db).await;
        let admin = administer(&mut tx, &company).await;
        let (again, _) = users::export(&mut tx, &admin, &all, order, place.as_ref(), 500).await.expect("reads");
        assert_eq!(again[0].email, second[0].email, "{by:?}");
    }
}

#[tokio::test]
async fn only_administrators_get_it_and_only_of_their_own_account() {
    let (t, browser, _) = crowd().await;
    let other = account(&t.db, "Andere AG").await;
    let mut stranger = Browser::new(&t.db);
    stranger.sign_in("admin@andere-ag.example", &other.admin_password).await;
    assert_eq!(addresses(&stranger.get(FILE).await.body, ";"), ["admin@andere-ag.example"]);
    assert!(Browser::new(&t.db).get(FILE).await.location().starts_with("/de/anmelden"));
    t.execute("update users set right_administrator = false where email = 'admin@beispiel-gmbh.example'").await;
    assert!(browser.clone().get(FILE).await.location().starts_with("/de/start"));
}

#[tokio::test]
async fn the_ledger_is_a_file_of_any_length_too() {
    let (t, mut browser, _) = crowd().await;
    t.execute("insert into licence_ledger (account_id, id, at, cause, seats_delta, licences_delta, user_id, user_label, actor_kind, actor_name, request_id)
      select a.id, gen_random_uuid(), timestamptz '2026-01-01' + (i / 5) * interval '1 minute', 'invited', 1, 1, gen_random_uuid(), 'Nummer ' || i, 'system', '', gen_random_uuid() from accounts a, generate_series(1, 1203) i").await;
    let file = browser.get("/de/benutzerverwaltung/lizenzen/export").await;
    let mut labels: Vec<&str> = file
        .body
        .lines()
        .filter_map(|line| line.split(';').nth(2))
        .filter(|cell| cell.starts_with("\"Nummer"))
        .collect();
    assert_eq!(labels.len(), 1203);
    assert!(["\"Nummer 1\"", "\"Nummer 2\"", "\"Nummer 3\"", "\"Nummer 4\""].contains(&labels[1202]), "newest first");
    labels.sort_unstable();
    labels.dedup();
    assert_eq!(labels.len(), 1203, "each once");
}
