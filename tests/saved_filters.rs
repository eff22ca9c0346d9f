//! Nutzerverwaltung: searches under a name, each administrator's own; opened, they stand in the address (B45).

use axum::http::StatusCode;
use einlass::domain::users::{self, SaveError};

use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh, instance};
use crate::support::personas::{account, begin};

const ADMIN: &str = "admin@beispiel-gmbh.example";
const LIST: &str = "/de/nutzerverwaltung";

async fn company() -> (Fresh, Browser, String) {
    let t = fresh().await;
    let created = account(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in(ADMIN, &created.admin_password).await;
    (t, browser, created.admin_password)
}

async fn keep(browser: &mut Browser, name: &str, list: &str) -> String {
    let form = [("aktion", "filter-merken"), ("filtername", name), ("liste", list)];
    browser.post(LIST, &form).await.location().to_owned()
}

#[tokio::test]
async fn b45_a_search_is_kept_opened_from_the_address_replaced_and_removed() {
    let (t, mut browser, _) = company().await;
    assert!(browser.get(LIST).await.body.contains("Such oder filtere zuerst"), "there is nothing to keep");
    let led = keep(&mut browser, " Alte & Neue ", "suche=ad%26a&status=eingeladen&groesse=100&nach=x&fremd=1").await;
    assert_eq!(led, "/de/nutzerverwaltung?suche=ad%26a&status=eingeladen&groesse=100&hinweis=filter");
    let page = browser.get(LIST).await;
    assert!(
        page.body.contains("href=\"/de/nutzerverwaltung?suche=ad%26a&amp;status=eingeladen&amp;groesse=100\""),
        "{}",
        page.body
    );
    assert!(page.body.contains("<bdi>Alte &amp; Neue</bdi>"));
    let opened = browser.get("/de/nutzerverwaltung?suche=ad%26a&status=eingeladen&groesse=100").await;
    assert_eq!(opened.body.matches("aria-current=\"true\"").count(), 1, "which one is shown");
    assert!(opened.body.contains("value=\"ad&amp;a\""));

    keep(&mut browser, "Alte & Neue", "status=aktiv").await;
    assert_eq!(t.count("select count(*) from saved_filters").await, 1, "the same name, another search");
    let page = browser.get("/en/users").await;
    assert!(page.body.contains("href=\"/en/users?status=aktiv\""), "{}", page.body);
    let id = page.between("name=\"filter\" value=\"", "\"").to_owned();
    let gone = browser.post(LIST, &[("aktion", "filter-entfernen"), ("filter", &id), ("liste", "status=aktiv")]).await;
    assert_eq!(gone.location(), "/de/nutzerverwaltung?status=aktiv&hinweis=filter-entfernt");
    assert_eq!(t.count("select count(*) from saved_filters").await, 0);
}

#[tokio::test]
async fn b45_a_search_is_its_owner_s_alone() {
    let (t, mut browser, password) = company().await;
    keep(&mut browser, "Neue", "status=eingeladen").await;
    let id = browser.get(LIST).await.between("name=\"filter\" value=\"", "\"").to_owned();
    t.execute(
        "insert into users (account_id, id, user_name, user_name_key, email, email_key, sign_in_email, sign_in_email_key, display_name, display_name_key, right_app_user, right_administrator, status, created_at, updated_at, accepted_at)
           select account_id, '0190a0a0-0000-7000-8000-000000000001', 'zwei@x.example', 'zwei@x.example', 'zwei@x.example', 'zwei@x.example', 'zwei@x.example', 'zwei@x.example', 'Zwei', 'zwei', false, true, 'active', now(), now(), now() from users;
         insert into password_credentials (account_id, user_id, phc, changed_at)
           select account_id, '0190a0a0-0000-7000-8000-000000000001', phc, changed_at from password_credentials",
    )
    .await;
    let stranger = account(&t.db, "Fremd AG").await;
    for (address, password) in [("zwei@x.example", &password), ("admin@fremd-ag.example", &stranger.admin_password)] {
        let mut other = Browser::new(&t.db);
        assert_eq!(other.sign_in(address, password).await.status, StatusCode::SEE_OTHER);
        assert!(!other.get(LIST).await.body.contains("<bdi>Neue</bdi>"), "{address}");
        other.post(LIST, &[("aktion", "filter-entfernen"), ("filter", &id)]).await;
        assert_eq!(t.count("select count(*) from saved_filters").await, 1, "{address}");
    }
}

#[tokio::test]
async fn b45_twenty_searches_are_kept_however_many_are_sent_at_once() {
    let (t, mut browser, _) = company().await;
    for nameless in ["", "  ", &"x".repeat(61)] {
        assert!(keep(&mut browser, nameless, "status=aktiv").await.ends_with("hinweis=filter-name"));
    }
    for n in 0..19 {
        keep(&mut browser, &format!("Filter {n}"), "status=aktiv").await;
    }
    let second = instance(&t.superuser).await;
    let (mut here, mut there) = (browser.clone(), browser.before(&second));
    tokio::join!(keep(&mut here, "Links", "status=aktiv"), keep(&mut there, "Rechts", "status=aktiv"));
    assert_eq!(t.count("select count(*) from saved_filters").await, 20);
    assert!(keep(&mut browser, "Zu viel", "status=aktiv").await.ends_with("hinweis=filter-voll"));
    let page = browser.get("/de/nutzerverwaltung?status=aktiv").await;
    assert!(page.body.contains("mehr geht nicht") && !page.body.contains("name=\"filtername\""), "{}", page.body);
    assert!(keep(&mut browser, "Filter 3", "status=eingeladen").await.ends_with("hinweis=filter"), "one of them anew");
    assert_eq!(t.count("select count(*) from saved_filters where query = 'status=eingeladen'").await, 1);

    let mut tx = begin(&t.db).await;
    let company =
        einlass::domain::accounts::operate(&mut tx, crate::support::personas::OPERATOR, "Beispiel GmbH").await;
    let operator = company.expect("reads").expect("there");
    assert!(
        users::saved_filters(&mut tx, &operator).await.expect("reads").is_empty(),
        "the operator is nobody of them"
    );
    let kept: Result<(), SaveError> = users::save_filter(&mut tx, &operator, "x", "status=aktiv").await;
    assert!(kept.is_ok());
    tx.commit().await.expect("commits");
    assert_eq!(t.count("select count(*) from saved_filters").await, 20);
}
