//! Registrieren: a test account for whoever shows that the address is theirs; the same answer for everybody else (product B43).

use axum::http::StatusCode;
use einlass::domain::db::Db;
use einlass::domain::outbox::{Mail, Message};
use einlass::domain::secrets::PlainLink;
use einlass::domain::sign_ups::{self, ConfirmError};
use einlass::server::chores;
use einlass::server::session::portal_layer;
use einlass::web::ssr::{Portal, portal_router};
use time::Duration;

use crate::support::browser::{Browser, Shown};
use crate::support::db::{Fresh, fresh, instance, instance_at};
use crate::support::personas::{account, begin, hash, link, mails, sign_in};
use crate::support::portal::settings;

pub const PAGE: &str = "/de/registrieren";
const CONFIRM: &str = "/de/registrieren/bestaetigen";
pub const ADDRESS: &str = "toni@neu.example";
pub const COMPANY: &str = "Neu & Klein GmbH";
pub const PASSWORD: &str = "drei kluge Dachse graben leise";

const ACCOUNTS: &str = "select count(*) from accounts";

async fn ask(browser: &mut Browser, address: &str) -> Shown {
    browser.post(PAGE, &[("firma", COMPANY), ("name", "Toni Neu"), ("email", address)]).await
}

async fn confirm(browser: &mut Browser, link: &PlainLink, company: &str) -> Shown {
    let form =
        [("token", link.reveal()), ("firma", company), ("passwort", PASSWORD), ("passwort_wiederholt", PASSWORD)];
    browser.post(CONFIRM, &form).await
}

/// The browser of somebody who has just signed up.
pub async fn signed_up(db: &Db) -> Browser {
    let mut browser = Browser::new(db);
    assert_eq!(ask(&mut browser, ADDRESS).await.status, StatusCode::OK);
    let link = link(&mails(db).await, ADDRESS);
    assert_eq!(confirm(&mut browser, &link, COMPANY).await.location(), "/de/uebersicht");
    browser
}

/// The page without what is another one on every page.
fn told(shown: &Shown) -> (StatusCode, Vec<String>, String) {
    let headers = shown.headers.keys().map(ToString::to_string).collect();
    (shown.status, headers, shown.body.split("Referenz").next().unwrap_or_default().to_owned())
}

async fn whole(t: &Fresh) -> (i64, i64, i64) {
    let users = "select count(*) from users where right_administrator and not right_app_user and status = 'active'";
    (t.count(ACCOUNTS).await, t.count(users).await, t.count("select count(*) from password_credentials").await)
}

#[tokio::test]
async fn the_link_of_the_mail_makes_account_administrator_and_password_and_signs_in() {
    let t = fresh().await;
    let mut browser = Browser::new(&t.db);
    assert!(browser.get("/de/anmelden").await.body.contains("href=\"/de/registrieren\">Testkonto anlegen</a>"));
    assert_eq!(browser.get(PAGE).await.status, StatusCode::OK);
    let sent = ask(&mut browser, ADDRESS).await;
    assert!(sent.status == StatusCode::OK && sent.body.contains("Schau in dein Postfach"), "{}", sent.body);
    assert_eq!(whole(&t).await, (0, 0, 0), "nothing is there before the address is confirmed");

    let link = link(&mails(&t.db).await, ADDRESS);
    let page = browser.get(&format!("{CONFIRM}?token={}", link.reveal())).await;
    assert_eq!((page.status, page.headers["referrer-policy"].to_str().ok()), (StatusCode::OK, Some("no-referrer")));
    assert!(page.body.contains(ADDRESS) && page.body.contains("Neu &amp; Klein GmbH"), "{}", page.body);
    // The rules for passwords are those of everywhere.
    let weak = [
        ("kurz", "mindestens 15 Zeichen"),
        ("toni neu klein neu gmbh", "zu leicht zu erraten"),
        ("drei kluge Dachse graben laut", "stimmen nicht überein"),
    ];
    for (typed, words) in weak {
        let repeated = if words.starts_with("stimmen") { PASSWORD } else { typed };
        let form =
            [("token", link.reveal()), ("firma", COMPANY), ("passwort", typed), ("passwort_wiederholt", repeated)];
        let refused = browser.post(CONFIRM, &form).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains(words), "{}", refused.body);
    }
    assert_eq!(whole(&t).await, (0, 0, 0));

    assert_eq!(confirm(&mut browser, &link, COMPANY).await.location(), "/de/uebersicht");
    let dashboard = browser.get("/de/uebersicht").await;
    assert!(dashboard.body.contains("Deine ersten drei Schritte"), "{}", dashboard.body);
    assert!(dashboard.body.contains("Toni Neu"), "{}", dashboard.body);
    assert_eq!(whole(&t).await, (1, 1, 1));
    let methods = "select string_agg(method, ' ') from sign_in_methods where enabled";
    assert_eq!(t.text(methods).await, "password");
    assert_eq!(
        t.text("select string_agg(actor_name || ' ' || action, ', ' order by action) from audit_log where action like '%.created'").await,
        "Toni Neu account.created, Toni Neu user.created"
    );
    assert_eq!(sign_in(&t.db, ADDRESS, PASSWORD).await.len(), 1);
    assert_eq!(browser.get(PAGE).await.location(), "/de/uebersicht", "whoever is signed in has an account");
}

#[tokio::test]
async fn the_language_is_that_of_the_path() {
    let t = fresh().await;
    let mut browser = Browser::new(&t.db);
    let form = [("firma", COMPANY), ("name", "Toni Neu"), ("email", ADDRESS)];
    assert!(browser.post("/en/sign-up", &form).await.body.contains("Check your inbox"));
    let link = link(&mails(&t.db).await, ADDRESS);
    let form =
        [("token", link.reveal()), ("firma", COMPANY), ("passwort", PASSWORD), ("passwort_wiederholt", PASSWORD)];
    assert_eq!(browser.post("/en/sign-up/confirm", &form).await.location(), "/en/dashboard");
    assert_eq!(
        t.text("select a.language || u.language from accounts a join users u on u.account_id = a.id").await,
        "enen"
    );
}

/// What one request leaves behind: rows, hashes, page.
async fn cost(t: &Fresh, address: &str) -> (i64, i64, u64, (StatusCode, Vec<String>, String)) {
    let rows = async || {
        (
            t.count("select count(*) from sign_ups").await,
            t.count("select count(*) from outside_mail where secret_sealed is not null").await,
        )
    };
    let (before, hashes) = (rows().await, t.db.hasher().made());
    let shown = ask(&mut Browser::new(&t.db), address).await;
    let after = rows().await;
    (after.0 - before.0, after.1 - before.1, t.db.hasher().made() - hashes, told(&shown))
}

#[tokio::test]
async fn r27_known_and_unknown_addresses_cost_and_say_the_same_and_the_mails_differ() {
    let t = fresh().await;
    account(&t.db, "Beispiel GmbH").await;
    let known = "admin@beispiel-gmbh.example";
    let told = (cost(&t, ADDRESS).await, cost(&t, known).await, cost(&t, "ADMIN@beispiel-gmbh.example").await);
    assert_eq!((told.0.0, told.0.1), (1, 1));
    assert!(told.0 == told.1 && told.0 == told.2, "{told:?}");
    let mails = mails(&t.db).await;
    let of = |address: &str| -> Vec<&Mail> { mails.iter().filter(|mail| mail.to.as_str() == address).collect() };
    assert!(matches!(of(ADDRESS)[..], [Mail { message: Message::SignUp { .. }, .. }]));
    assert!(matches!(of(known)[..], [Mail { message: Message::SignUpKnown, .. }]));
    // And the secret that goes along with it opens nothing.
    let secret = PlainLink::parse(of(known)[0].link.as_ref().expect("sealed alike").reveal()).expect("a link");
    let mut browser = Browser::new(&t.db);
    assert_eq!(confirm(&mut browser, &secret, "Nochmal GmbH").await.status, StatusCode::GONE);
    assert_eq!(t.count(ACCOUNTS).await, 1);
}

#[tokio::test]
async fn r41_the_mail_repeats_nothing_that_a_stranger_typed() {
    let t = fresh().await;
    let form = [("firma", "Gewonnen! https://evil.example"), ("name", "Klick www.evil.example"), ("email", ADDRESS)];
    assert_eq!(Browser::new(&t.db).post(PAGE, &form).await.status, StatusCode::OK);
    assert_eq!(t.count("select count(*) from outside_mail").await, 1);
    assert_eq!(t.count("select count(*) from outside_mail where outside_mail::text ~* 'evil|gewonnen'").await, 0);
}

#[tokio::test]
async fn r27_strangers_flood_no_mailbox_and_no_network_asks_without_end() {
    let t = fresh().await;
    let mut browser = Browser::new(&t.db);
    let first = told(&ask(&mut browser, ADDRESS).await);
    for n in 1..20 {
        assert_eq!(told(&ask(&mut browser, ADDRESS).await), first, "{n}");
    }
    assert_eq!(mails(&t.db).await.len(), 5, "mails to one address in a day");
    let form = [("firma", COMPANY), ("name", "Toni Neu"), ("email", "andere@neu.example")];
    let refused = browser.post(PAGE, &form).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers.contains_key("retry-after"));
    assert!(refused.body.contains("Zu viele Versuche") && refused.body.contains("andere@neu.example"));
    // Others are served, and after a while this network is, too.
    let mut elsewhere = Browser::new(&t.db);
    elsewhere.ip = "2001:db8::1".parse().expect("an address");
    assert_eq!(ask(&mut elsewhere, "andere@neu.example").await.status, StatusCode::OK);
    let later = instance_at(&t.superuser, Duration::minutes(16)).await;
    assert_eq!(ask(&mut browser.before(&later), "dritte@neu.example").await.status, StatusCode::OK);
    let tomorrow = instance_at(&t.superuser, Duration::hours(25)).await;
    mails(&tomorrow).await;
    ask(&mut browser.before(&tomorrow), ADDRESS).await;
    assert_eq!(mails(&tomorrow).await.len(), 1, "a new day");
}

#[tokio::test]
async fn r35_looking_at_the_link_makes_and_consumes_nothing() {
    let t = fresh().await;
    ask(&mut Browser::new(&t.db), ADDRESS).await;
    let link = link(&mails(&t.db).await, ADDRESS);
    let path = format!("{CONFIRM}?token={}", link.reveal());
    let mut scanner = Browser::new(&t.db);
    for _ in 0..50 {
        for method in ["GET", "HEAD"] {
            assert_eq!(scanner.send(method, &path, String::new()).await.status, StatusCode::OK);
        }
    }
    scanner.send("OPTIONS", &path, String::new()).await;
    assert_eq!((t.count(ACCOUNTS).await, scanner.cookie.clone()), (0, None));
    assert_eq!(confirm(&mut Browser::new(&t.db), &link, COMPANY).await.location(), "/de/uebersicht");
}

#[tokio::test]
async fn r27_what_is_expired_used_or_of_another_kind_opens_nothing() {
    let t = fresh().await;
    let (first, second) = ("eins@neu.example", "zwei@neu.example");
    let mut browser = Browser::new(&t.db);
    ask(&mut browser, first).await;
    ask(&mut browser, second).await;
    let mailed = mails(&t.db).await;
    let (old, used) = (link(&mailed, first), link(&mailed, second));
    // A day and a minute later.
    let later = instance_at(&t.superuser, Duration::hours(24) + Duration::minutes(1)).await;
    let mut late = Browser::new(&later);
    assert_eq!(late.get(&format!("{CONFIRM}?token={}", old.reveal())).await.status, StatusCode::GONE);
    assert_eq!(confirm(&mut late, &old, COMPANY).await.status, StatusCode::GONE);
    assert_eq!(t.count(ACCOUNTS).await, 0);
    // Once.
    assert_eq!(confirm(&mut browser, &used, COMPANY).await.status, StatusCode::SEE_OTHER);
    assert_eq!(confirm(&mut Browser::new(&t.db), &used, "Zwei GmbH").await.status, StatusCode::GONE);
    // A link to a new password is none to an account, and the other way round.
    browser.post("/de/passwort-vergessen", &[("email", second)]).await;
    let reset = link(&mails(&t.db).await, second);
    for foreign in [reset.reveal(), "x".repeat(40).as_str(), "", "../../etc/passwd"] {
        let form =
            [("token", foreign), ("firma", "Drei GmbH"), ("passwort", PASSWORD), ("passwort_wiederholt", PASSWORD)];
        assert_eq!(Browser::new(&t.db).post(CONFIRM, &form).await.status, StatusCode::GONE, "{foreign}");
    }
    let form = [("token", old.reveal()), ("passwort", PASSWORD), ("passwort_wiederholt", PASSWORD)];
    assert_eq!(Browser::new(&t.db).post("/de/passwort-neu", &form).await.status, StatusCode::GONE);
    assert_eq!(t.count(ACCOUNTS).await, 1);
}

#[tokio::test]
async fn a_hundred_confirmations_at_once_on_two_instances_make_one_account() {
    let t = fresh().await;
    let mut browser = Browser::new(&t.db);
    ask(&mut browser, ADDRESS).await;
    ask(&mut browser, ADDRESS).await;
    // Two links to one address, and every try wants another name.
    let links: Vec<String> =
        mails(&t.db).await.iter().map(|mail| mail.link.as_ref().expect("a link").reveal().to_owned()).collect();
    assert_eq!(links.len(), 2);
    let password = hash(&t.db, PASSWORD).await;
    let second = instance(&t.superuser).await;
    let mut tries = Vec::new();
    for n in 0..100 {
        let (db, secret, password) =
            (if n % 2 == 0 { t.db.clone() } else { second.clone() }, links[n / 2 % 2].clone(), password.clone());
        tries.push(tokio::spawn(async move {
            let link = PlainLink::parse(&secret).expect("a link");
            let mut tx = begin(&db).await;
            match sign_ups::confirm(&mut tx, &link, &format!("Neu {n} GmbH"), &password).await {
                Ok(_) => {
                    tx.commit().await.expect("commits");
                    true
                }
                Err(ConfirmError::Dead | ConfirmError::Known) => false,
                Err(error) => panic!("{error}"),
            }
        }));
    }
    let mut made = 0;
    for attempt in tries {
        made += usize::from(attempt.await.expect("runs"));
    }
    assert_eq!((made, whole(&t).await), (1, (1, 1, 1)));
}

#[tokio::test]
async fn the_name_of_another_account_is_refused_and_another_one_taken_with_the_same_link() {
    let t = fresh().await;
    account(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    ask(&mut browser, ADDRESS).await;
    let link = link(&mails(&t.db).await, ADDRESS);
    let taken = confirm(&mut browser, &link, " Beispiel GmbH ").await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.between("id=\"firma-error\"", "</p>").contains("gibt es schon"), "{}", taken.body);
    assert_eq!(confirm(&mut browser, &link, " ").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(t.count(ACCOUNTS).await, 1);
    assert_eq!(confirm(&mut browser, &link, "Beispiel Nord GmbH").await.location(), "/de/uebersicht");
}

#[tokio::test]
async fn whoever_has_an_account_by_now_is_told_so_and_gets_no_second_one() {
    let t = fresh().await;
    let mut browser = Browser::new(&t.db);
    ask(&mut browser, ADDRESS).await;
    let link = link(&mails(&t.db).await, ADDRESS);
    account(&t.db, "Beispiel GmbH").await;
    t.execute("update users set sign_in_email = 'toni@neu.example', sign_in_email_key = 'toni@neu.example'").await;
    let page = browser.get(&format!("{CONFIRM}?token={}", link.reveal())).await;
    assert!(page.status == StatusCode::CONFLICT && page.body.contains("schon ein Konto"), "{}", page.body);
    assert_eq!(confirm(&mut browser, &link, COMPANY).await.status, StatusCode::CONFLICT);
    assert_eq!(t.count(ACCOUNTS).await, 1);
}

#[tokio::test]
async fn mistakes_of_the_form_are_named_and_nothing_typed_is_lost() {
    let t = fresh().await;
    let mut browser = Browser::new(&t.db);
    let long = "x".repeat(300);
    for (company, name, email, field) in [
        ("", "Toni", ADDRESS, "firma"),
        (long.as_str(), "Toni", ADDRESS, "firma"),
        (COMPANY, " ", ADDRESS, "name"),
        (COMPANY, long.as_str(), ADDRESS, "name"),
        (COMPANY, "Toni", "keine adresse", "email"),
    ] {
        let refused = browser.post(PAGE, &[("firma", company), ("name", name), ("email", email)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(refused.body.contains(&format!("id=\"{field}-error\"")), "{field}: {}", refused.body);
        assert!(refused.body.contains(&format!("value=\"{email}\"")), "{field}: {}", refused.body);
    }
    assert_eq!(t.count("select count(*) from sign_ups").await, 0);
}

#[tokio::test]
async fn where_it_is_switched_off_nothing_is_offered_asked_or_made() {
    let t = fresh().await;
    let mut browser = Browser::new(&t.db);
    ask(&mut browser, ADDRESS).await;
    let link = link(&mails(&t.db).await, ADDRESS);
    let service = portal_router(Portal { sign_up: false, ..settings(&t.db) }).layer(portal_layer(&t.db, false));
    let mut off = Browser::at(service);
    assert!(!off.get("/de/anmelden").await.body.contains("/de/registrieren"));
    let page = off.get(PAGE).await;
    assert!(page.status == StatusCode::NOT_FOUND && page.body.contains("nicht selbst registrieren"), "{}", page.body);
    assert_eq!(ask(&mut off, "andere@neu.example").await.status, StatusCode::NOT_FOUND);
    let path = format!("{CONFIRM}?token={}", link.reveal());
    assert_eq!(off.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(confirm(&mut off, &link, COMPANY).await.status, StatusCode::NOT_FOUND);
    assert_eq!((t.count("select count(*) from sign_ups").await, t.count(ACCOUNTS).await), (1, 0));
}

#[tokio::test]
async fn who_asked_is_forgotten_after_two_days() {
    let t = fresh().await;
    ask(&mut Browser::new(&t.db), ADDRESS).await;
    let rows = "select (select count(*) from sign_ups) + (select count(*) from outside_mail)";
    chores::once(&instance_at(&t.superuser, Duration::hours(47)).await).await.expect("done");
    assert_eq!(t.count(rows).await, 2);
    chores::once(&instance_at(&t.superuser, Duration::hours(49)).await).await.expect("done");
    assert_eq!(t.count(rows).await, 0);
}
