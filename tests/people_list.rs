//! The Nutzerverwaltung's list: found by words, narrowed, sorted, read page by page; every state stands in the address.

use std::fmt::Write as _;

use einlass::domain::users::{self, From, Order, OrderBy, PortalFilter, Status};

use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh};
use crate::support::personas::{account, administer, begin};

const ADDRESS: &str = "admin@beispiel-gmbh.example";
const LIST: &str = "/de/nutzerverwaltung";

/// Sixty people beside the administrator, by hand.
async fn crowd() -> (Fresh, Browser) {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    t.execute("insert into users (account_id, id, user_name, user_name_key, email, email_key, sign_in_email, sign_in_email_key, display_name, display_name_key, right_app_user, status, created_at, updated_at)
      select a.id, gen_random_uuid(), e, e, e, e, e, e, n, lower(n), true, case when i % 6 = 0 then 'expired' when i % 6 = 1 then 'revoked' else 'active' end, now() - i * interval '1 hour', now()
      from accounts a, (select i, 'p' || lpad(i::text, 2, '0') || '@beispiel.example' e, (array['Ada', 'Grete', 'Émile'])[1 + i % 3] || ' Nummer' || lpad(i::text, 2, '0') n from generate_series(0, 59) i) p").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in(ADDRESS, &company.admin_password).await;
    (t, browser)
}

/// The names of a page's rows.
fn names(body: &str) -> Vec<String> {
    let rows = body.split("<tbody>").nth(1).unwrap_or_default().split("</tbody>").next().unwrap_or_default();
    rows.split("<bdi>").skip(1).map(|rest| rest.split('<').next().unwrap_or_default().to_owned()).collect()
}

/// Where a link with this `rel` leads.
fn turn(body: &str, rel: &str) -> Option<String> {
    let tag = body.split("<a ").find(|tag| tag.contains(&format!("rel=\"{rel}\"")))?;
    Some(tag.split("href=\"").nth(1)?.split('"').next()?.replace("&amp;", "&"))
}

#[tokio::test]
async fn anybody_is_found_by_the_beginning_of_any_word() {
    let (_t, mut browser) = crowd().await;
    for (typed, found) in [
        ("nummer07", vec!["Grete Nummer07"]),
        ("NUMMER07", vec!["Grete Nummer07"]),
        ("gre nummer07", vec!["Grete Nummer07"]),
        ("p07@beispiel.example", vec!["Grete Nummer07"]),
        ("p07@bei", vec!["Grete Nummer07"]),
        ("ada nummer07", vec![]),
        ("e\u{301}mile nummer08", vec!["Émile Nummer08"]),
        ("ummer07", vec![]),
        ("%", vec![]),
    ] {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("suche", typed).finish();
        let page = browser.get(&format!("{LIST}?{query}")).await;
        if typed == "%" {
            assert_eq!(names(&page.body).len(), 25, "what is no word narrows nothing");
            continue;
        }
        assert_eq!(names(&page.body), found, "{typed}");
        assert_eq!(page.body.contains("Keine Treffer"), found.is_empty(), "{typed}");
    }
}

#[tokio::test]
async fn words_follow_whoever_is_renamed_and_leave_with_whoever_is_deleted() {
    let (t, mut browser) = crowd().await;
    t.execute("update users set display_name = 'Zoe Neu', display_name_key = 'zoe neu' where user_name_key = 'p07@beispiel.example'").await;
    assert_eq!(names(&browser.get(&format!("{LIST}?suche=zo")).await.body), ["Zoe Neu"]);
    assert_eq!(names(&browser.get(&format!("{LIST}?suche=nummer07")).await.body), [""; 0]);
    t.execute("delete from users where user_name_key = 'p07@beispiel.example'").await;
    assert_eq!(t.count("select count(*) from user_words where word in ('zoe', 'p07')").await, 0);
}

#[tokio::test]
async fn pages_follow_each_other_there_and_back_in_every_order_and_size() {
    let (t, mut browser) = crowd().await;
    // A third never signed in, and three at a time at the same moment.
    t.execute("update users set last_signed_in_at = timestamptz '2026-11-01 12:00+00' + (substr(email, 2, 2)::int / 3) * interval '1 hour' where case when email like 'p%' then substr(email, 2, 2)::int % 3 > 0 end").await;
    for sorting in ["", "name-ab", "email", "email-ab", "neueste", "aelteste", "anmeldung", "anmeldung-ab"] {
        let (mut seen, mut address) = (Vec::new(), format!("{LIST}?sortierung={sorting}&groesse=25"));
        let mut pages = Vec::new();
        loop {
            let page = browser.get(&address).await;
            pages.push(names(&page.body));
            seen.extend(names(&page.body));
            match turn(&page.body, "next") {
                Some(next) => address = next,
                None => break,
            }
        }
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [25, 25, 11], "{sorting}");
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), 61, "{sorting}: everybody once");
        let back = turn(&browser.get(&address).await.body, "prev").expect("a page before");
        let before = browser.get(&back).await;
        assert_eq!(names(&before.body), pages[1], "{sorting}");
        let first = browser.get(&turn(&before.body, "prev").expect("the first page")).await;
        assert_eq!(names(&first.body), pages[0], "{sorting}");
        assert!(turn(&first.body, "prev").is_none(), "{sorting}");
    }
    assert_eq!(names(&browser.get(&format!("{LIST}?groesse=100")).await.body).len(), 61);
    assert_eq!(names(&browser.get(&format!("{LIST}?groesse=7")).await.body).len(), 25, "no other size");
}

#[tokio::test]
async fn whoever_never_signed_in_is_last_or_first_and_keeps_their_place() {
    let (t, mut browser) = crowd().await;
    t.execute(
        "update users set last_signed_in_at = now() - interval '1 day' where user_name_key = 'p07@beispiel.example'",
    )
    .await;
    t.execute(
        "update users set last_signed_in_at = now() - interval '2 days' where user_name_key = 'p09@beispiel.example'",
    )
    .await;
    let last = names(&browser.get(&format!("{LIST}?sortierung=anmeldung&groesse=100")).await.body);
    // The administrator has just signed in.
    assert_eq!(last[1..3], ["Grete Nummer07", "Ada Nummer09"]);
    let first = names(&browser.get(&format!("{LIST}?sortierung=anmeldung-ab&groesse=100")).await.body);
    let mut reversed = last.clone();
    reversed.reverse();
    assert_eq!(first, reversed, "one order, both ways");
    assert_eq!(first[first.len() - 3..first.len() - 1], ["Ada Nummer09", "Grete Nummer07"]);
    // Signing in moves somebody, and nobody else.
    t.execute(
        "update users set last_signed_in_at = now() - interval '1 hour' where user_name_key = 'p05@beispiel.example'",
    )
    .await;
    let moved = names(&browser.get(&format!("{LIST}?sortierung=anmeldung&groesse=100")).await.body);
    assert_eq!(moved[1..4], ["Émile Nummer05", "Grete Nummer07", "Ada Nummer09"]);
}

#[tokio::test]
async fn filters_narrow_alone_and_together_and_stand_in_the_address() {
    let (t, mut browser) = crowd().await;
    t.execute("update users set right_project_manager = true where user_name_key in ('p02@beispiel.example', 'p06@beispiel.example')").await;
    for (query, found) in [
        ("status=abgelaufen", 10),
        ("recht=administrator", 1),
        ("recht=project_manager", 2),
        ("recht=project_manager&status=abgelaufen", 1),
        ("recht=app_user&groesse=100", 60),
        ("lizenz=nein&status=abgelaufen&suche=ada", 10),
        ("lizenz=ja&groesse=100", 40),
        ("herkunft=scim", 0),
        ("herkunft=manuell&groesse=100", 61),
        ("methode=password", 1),
        ("methode=google", 0),
        ("status=entfernt", 0),
    ] {
        let page = browser.get(&format!("{LIST}?{query}")).await;
        assert_eq!(names(&page.body).len(), found, "{query}");
    }
    let page = browser.get(&format!("{LIST}?suche=nummer&recht=app_user&lizenz=ja&sortierung=email")).await;
    let next = turn(&page.body, "next").expect("more than a page");
    for part in ["suche=nummer", "recht=app_user", "lizenz=ja", "sortierung=email", "nach="] {
        assert!(next.contains(part), "{next}");
    }
    assert!(!next.contains('@') && !next.contains("Nummer"), "nobody's name stands in an address: {next}");
}

#[tokio::test]
async fn b45_what_an_administrator_hides_stays_hidden_for_them_alone() {
    let (t, mut browser) = crowd().await;
    let form = [("aktion", "ansicht"), ("abgelaufene", "ein"), ("liste", "suche=nummer&groesse=100")];
    let kept = browser.post(LIST, &form).await;
    assert_eq!(kept.location(), "/de/nutzerverwaltung?suche=nummer&groesse=100&hinweis=ansicht");
    assert_eq!(names(&browser.get(kept.location()).await.body).len(), 50);
    assert_eq!(names(&browser.get(&format!("{LIST}?status=abgelaufen")).await.body).len(), 10, "asked for by name");
    assert_eq!(t.count("select count(*) from list_preferences").await, 1);
    browser.post(LIST, &[("aktion", "ansicht")]).await;
    assert_eq!(names(&browser.get(&format!("{LIST}?groesse=100")).await.body).len(), 61);
}

#[tokio::test]
async fn a_place_that_is_no_more_and_nonsense_lead_to_the_beginning() {
    let (_t, mut browser) = crowd().await;
    let first = names(&browser.get(LIST).await.body);
    for query in [
        "nach=0190a0a0-0000-7000-8000-000000000000",
        "nach=x",
        "vor=",
        "groesse=x&sortierung=x&status=x&recht=x&methode=x&lizenz=x",
    ] {
        assert_eq!(names(&browser.get(&format!("{LIST}?{query}")).await.body), first, "{query}");
    }
}

#[tokio::test]
async fn nobody_of_another_account_is_found_by_any_door() {
    let t = fresh().await;
    let (ours, theirs) = (account(&t.db, "Beispiel GmbH").await, account(&t.db, "Andere AG").await);
    let mut tx = begin(&t.db).await;
    let admin = administer(&mut tx, &ours).await;
    for search in ["andere", "admin", ""] {
        let filter = PortalFilter { search: search.to_owned(), ..PortalFilter::default() };
        for order in [OrderBy::Name, OrderBy::Email, OrderBy::Arrival, OrderBy::LastSignIn] {
            for from in [From::Start, From::After(theirs.admin), From::Before(theirs.admin)] {
                let order = Order { by: order, descending: false };
                let page = users::page(&mut tx, &admin, &filter, order, from, 25).await.expect("reads");
                assert!(page.people.iter().all(|one| one.user.id == ours.admin), "{search} {from:?}");
            }
        }
    }
    let removed = PortalFilter { status: Some(Status::Removed), ..PortalFilter::default() };
    assert_eq!(users::count(&mut tx, &admin, &removed, 10).await.expect("counts").n, 0);
    let mut names = String::new();
    write!(names, "{:?}", users::details(&mut tx, &admin, theirs.admin).await.expect("reads")).expect("writes");
    assert_eq!(names, "None");
}
