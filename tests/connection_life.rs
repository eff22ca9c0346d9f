//! A connection rests, is switched off, outlives the plan for a while, falls silent (product S13 to S15, B49 to B52).

use axum::http::StatusCode;
use einlass::domain::outbox::Message;
use einlass::domain::{connections, identity_providers, sign_in_methods};
use einlass::model::{PeopleAfter, Plan, SignInMethod};
use einlass::server::chores;
use time::Duration;
use uuid::Uuid;

use crate::scim_client::{Idp, service};
use crate::support::browser::Browser;
use crate::support::personas::{administer, begin, mails};
use crate::support::portal::portal;
use crate::token_life::{ADDRESS, PASSWORD, SCIM, STANDS, company, kinds, opens, people, set_plan, token_of};

#[tokio::test]
async fn a_paused_connection_answers_403_that_says_so_and_goes_on_where_it_was() {
    let mut c = company().await;
    assert!(c.press(&[("aktion", "pausieren")]).await.body.contains("Die Verbindung ist pausiert."));
    let refused = c.idp.post(crate::scim_client::onelogin("Ada", "L", "ada@beispiel.example", "")).await;
    assert_eq!(refused.refusal(), (403, ""));
    assert!(refused.body["detail"].as_str().expect("a sentence").starts_with("SCIM is paused"), "{refused:?}");
    assert_eq!(c.t.count("select count(*) from users where connection_id is not null").await, 0);
    let page = c.page().await;
    assert!(page.contains("SCIM ist pausiert") && page.contains("Fortsetzen"), "{page}");
    assert!(c.press(&[("aktion", "pausieren")]).await.body.contains("Das war schon entschieden."));
    let connection = c.idp.connection.to_string();
    let resumed = c.admin.post(SCIM, &[("aktion", "fortsetzen"), ("verbindung", &connection)]).await;
    assert!(resumed.body.contains("Die Verbindung läuft wieder."), "{}", resumed.body);
    assert_eq!(c.idp.get("/Users").await.status, 200);
    assert_eq!(kinds(&mails(&c.t.db).await), ["connection_changed"; 2]);
    assert_eq!(
        c.t.count("select count(*) from audit_log where action in ('connection.paused', 'connection.resumed')").await,
        2
    );
}

/// How often something stands out on a page; a dialog is a view of its own, and the picture of a mail is none.
fn standing_out(page: &str) -> usize {
    let shown = page.split("<dialog").map(|part| part.split_once("</dialog>").map_or(part, |(_, after)| after));
    shown.map(|part| part.matches("class=\"button primary\"").count()).sum()
}

#[tokio::test]
async fn one_action_stands_out_where_another_method_can_be_switched_on_beside_a_connection() {
    let mut c = company().await;
    let mut tx = begin(&c.t.db).await;
    let admin = administer(&mut tx, &c.created).await;
    let secret = Some("geheim".into());
    identity_providers::set_own(&mut tx, &admin, "https://login.beispiel.example", "einlass", secret)
        .await
        .expect("sets");
    sign_in_methods::set(&mut tx, &admin, SignInMethod::Oidc, true).await.expect("switches on");
    tx.commit().await.expect("commits");
    let activate = "value=\"aktivieren\"";
    let page = c.page().await;
    assert!(page.contains("Weitere Anmeldemethoden") && page.contains(activate), "{page}");
    assert!(page.contains("class=\"button primary\">Anleitung öffnen"), "{page}");
    assert_eq!(standing_out(&page), 1, "{page}");
    // Where there is no connection it is „Aktivieren“.
    c.press(&[("aktion", "deaktivieren"), ("kontoname", "Beispiel GmbH")]).await;
    let page = c.page().await;
    assert!(page.contains(activate) && !page.contains("Anleitung öffnen"), "{page}");
    assert_eq!(standing_out(&page), 1, "{page}");
}

#[tokio::test]
async fn switched_off_scim_leaves_people_as_they_are_and_can_be_switched_on_again_at_the_same_address() {
    let mut c = company().await;
    people(&c).await;
    let wrong = c.press(&[("aktion", "deaktivieren"), ("kontoname", "Beispiel"), ("personen", "deactivated")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("Das ist nicht der Name deines Kontos.") && wrong.body.contains("value=\"Beispiel\""),
        "{}",
        wrong.body
    );
    assert_eq!(c.idp.get("/Users").await.status, 200, "nothing happened");

    let off = c.press(&[("aktion", "deaktivieren"), ("kontoname", " Beispiel GmbH ")]).await;
    assert_eq!(
        (off.status, off.location()),
        (StatusCode::SEE_OTHER, "/de/benutzerverwaltung/scim?hinweis=deaktiviert")
    );
    assert_eq!(c.idp.get("/Users").await.status, 401);
    assert_eq!(
        c.t.text(STANDS).await,
        "ada@beispiel.example active true, admin@beispiel-gmbh.example active true, ben@beispiel.example invited true"
    );
    c.t.assert_counted().await;
    let page = c.admin.get(off.location()).await.body;
    assert!(
        page.contains("SCIM ist deaktiviert.") && page.contains("SCIM aktivieren") && page.contains("War bis "),
        "{page}"
    );
    assert_eq!(c.admin.get(&c.settings.clone()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(c.t.count("select count(*) from audit_log where action = 'user.let_go'").await, 2);

    let made = c
        .admin
        .post(SCIM, &[("aktion", "aktivieren"), ("methode", "password"), ("schluessel", &Uuid::new_v4().to_string())])
        .await;
    assert_eq!(opens(&c.t.db, c.idp.connection, &token_of(&made)).await, 200, "at the same address");
    assert_eq!(c.t.count("select count(*) from connections").await, 1);
}

#[tokio::test]
async fn switched_off_scim_ends_the_access_of_its_people_where_that_is_chosen() {
    let mut c = company().await;
    people(&c).await;
    let mut tx = begin(&c.t.db).await;
    let scope = administer(&mut tx, &c.created).await;
    let refused = connections::deactivate(&mut tx, &scope, c.idp.connection, "beispiel gmbh", PeopleAfter::Kept).await;
    assert!(matches!(refused, Err(connections::DeactivateError::NameDiffers)));
    drop(tx);
    let mut ada = Browser::signed_in(portal(&c.t.db), "ada@beispiel.example", PASSWORD).await;
    let off = c.press(&[("aktion", "deaktivieren"), ("kontoname", "Beispiel GmbH"), ("personen", "deactivated")]).await;
    assert_eq!(off.status, StatusCode::SEE_OTHER);
    assert!(!ada.is_in().await && c.admin.is_in().await);
    assert_eq!(
        c.t.text(STANDS).await,
        "ada@beispiel.example deactivated true, admin@beispiel-gmbh.example active true, ben@beispiel.example deactivated true"
    );
    assert_eq!(c.t.count("select count(*) from users where seat").await, 0);
    assert_eq!(c.t.count("select sum(seats_delta)::bigint from licence_ledger").await, 0);
}

#[tokio::test]
async fn without_premium_scim_works_for_a_fortnight_with_mail_and_is_then_closed_until_it_is_back() {
    let mut c = company().await;
    set_plan(&c, Plan::Basic).await;
    assert_eq!(c.idp.get("/Users").await.status, 200, "for a while");
    let page = c.page().await;
    assert!(page.contains("SCIM endet am ") && page.contains("Tarif wechseln"), "{page}");
    let mut told = kinds(&mails(&c.t.db).await);
    for day in [10, 12, 13] {
        let db = c.at(Duration::days(day)).await;
        chores::once(&db).await.expect("works");
        told.extend(kinds(&mails(&db).await));
    }
    assert_eq!(told, ["scim_lapsing"; 2], "at once, and three days before the end");
    let late = c.at(Duration::days(15)).await;
    let idp = Idp { service: service(&late, None, 1000), connection: c.idp.connection, token: c.idp.token.clone() };
    let refused = idp.get("/Users").await;
    assert_eq!(refused.refusal(), (403, ""));
    assert!(refused.body["detail"].as_str().expect("a sentence").contains("Premium"), "{refused:?}");
    chores::once(&late).await.expect("works");
    let sent = mails(&late).await;
    let closed = |mail: &einlass::domain::outbox::Mail| matches!(mail.message, Message::ScimLapsing { over: true, .. });
    assert_eq!(sent.iter().filter(|mail| closed(mail)).count(), 1);
    let mut admin = Browser::signed_in(portal(&late), ADDRESS, &c.created.admin_password).await;
    assert!(admin.get(SCIM).await.body.contains("SCIM ist gesperrt"));
    set_plan(&c, Plan::Premium).await;
    assert_eq!(idp.get("/Users").await.status, 200, "with the same token");
    assert_eq!(
        c.t.count("select count(*) from accounts where scim_lapsed_at is not null or scim_notice_at is not null").await,
        0
    );
}

#[tokio::test]
async fn silence_is_shown_after_nine_days_and_mailed_once_after_fourteen() {
    let c = company().await;
    assert_eq!(c.idp.get("/Users").await.status, 200);
    for (day, shown, mailed) in [(8, false, 0), (10, true, 0), (15, true, 1), (16, true, 0)] {
        let db = c.at(Duration::days(day)).await;
        chores::once(&db).await.expect("works");
        let mut admin = Browser::signed_in(portal(&db), ADDRESS, &c.created.admin_password).await;
        let page = admin.get(SCIM).await.body;
        assert_eq!(page.contains("prüfe, ob das Provisioning"), shown, "after {day} days: {page}");
        let told = kinds(&mails(&db).await).into_iter().filter(|kind| *kind == "scim_silent").count();
        assert_eq!(told, mailed, "after {day} days");
    }
}
