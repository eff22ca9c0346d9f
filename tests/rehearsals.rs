//! „Verbindung testen“ (product, "Beyond every peer" 4): an identity provider played through the public address, of which nothing stays.

use std::sync::Arc;

use axum::http::StatusCode;
use einlass::domain::accounts::Created;
use einlass::domain::db::RequestInfo;
use einlass::domain::rehearsals::{self, OpenError, Rehearsal};
use einlass::domain::request_log;
use einlass::model::ConnectionId;
use einlass::server::session::portal_layer;
use einlass::web::connections::{Reason, Speaker, Spot, Step, Verdict};
use einlass::web::ssr::{Portal, Rehearse, Rehearsing, portal_router};
use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};
use serde_json::json;

use crate::processes::{empty_database, number};
use crate::scim_client::{Idp, idp, onelogin};
use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh, instance};
use crate::support::personas::{administer, begin};
use crate::support::portal::settings;
use crate::support::process::Installation;

/// Everything a person leaves behind somewhere.
const LEFT: &str = "select (select count(*) from users where user_name like '%verbindung%') + (select count(*) from invitations) + (select count(*) from outbox where to_address like '%verbindung%')
  + (select count(*) from licence_ledger) + (select count(*) from people_counts where connection_id is not null) + (select count(*) from groups) + (select count(*) from removals)
  + (select count(*) from audit_log where actor_kind = 'scim')";

async fn open(t: &Fresh, company: &Created, connection: ConnectionId) -> Result<Rehearsal, OpenError> {
    let mut tx = begin(&t.db).await;
    let admin = administer(&mut tx, company).await;
    rehearsals::open(&t.db, &RequestInfo::internal(), &admin, connection).await
}

#[tokio::test]
async fn a_rehearsed_person_lives_from_step_to_step_and_never_was() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let rehearsal = open(&t, &company, idp.connection).await.expect("opens");
    let real = Idp { service: idp.service.clone(), connection: idp.connection, token: idp.token.clone() };
    let actor = Idp { token: rehearsal.token().to_owned(), ..idp };
    let address = "probe@verbindungstest.example";
    let id = actor.create(address).await;
    assert_eq!(actor.post(onelogin("A", "B", address, "")).await.status, 409);
    assert_eq!(actor.find(&format!("userName eq \"{address}\"")).await.body["totalResults"], 1);
    assert_eq!(real.find(&format!("userName eq \"{address}\"")).await.body["totalResults"], 0, "nobody else sees them");
    assert_eq!(real.get(&format!("/Users/{id}")).await.status, 404);
    let off = actor.patch(&id, json!([{"op": "replace", "path": "active", "value": false}])).await;
    assert_eq!(off.body["active"], false, "{off:?}");
    actor.patch(&id, json!([{"op": "replace", "path": "active", "value": true}])).await;
    assert_eq!(actor.get(&format!("/Users/{id}")).await.body["active"], true);
    assert_eq!(actor.send("DELETE", &format!("/Users/{id}"), &[], "").await.status, 204);
    actor.create("zweite@verbindungstest.example").await;
    drop(rehearsal);
    assert_eq!(actor.get("/Users").await.status, 401, "the token is gone with the rehearsal");
    // The roll-back is done by whoever gets the connection next; a new rehearsal needs the old one's lock.
    while matches!(open(&t, &company, actor.connection).await, Err(OpenError::UnderWay)) {
        tokio::task::yield_now().await;
    }
    assert_eq!(t.count(LEFT).await, 0);
    assert_eq!(real.get("/Users").await.body["totalResults"], 0);
    while request_log::flush(&t.db).await.expect("writes") > 0 {}
    assert_eq!(t.count("select count(*) from request_log where rehearsed").await, 8);
    assert_eq!(t.count("select count(*) from request_log where status = 401").await, 0);
}

#[tokio::test]
async fn a_rehearsal_opens_its_own_connection_alone_and_there_is_one_at_a_time() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let (others, other) = crate::scim_client::idp(&t.db, "Andere GmbH").await;
    let rehearsal = open(&t, &company, idp.connection).await.expect("opens");
    let there = Idp { token: rehearsal.token().to_owned(), ..other };
    assert_eq!(there.get("/Users").await.refusal(), (401, ""));
    assert!(matches!(open(&t, &company, idp.connection).await, Err(OpenError::UnderWay)));
    assert!(matches!(open(&t, &others, idp.connection).await, Err(OpenError::UnknownConnection)));
    let elsewhere = Fresh { superuser: t.superuser.clone(), db: instance(&t.superuser).await };
    assert!(matches!(open(&elsewhere, &company, idp.connection).await, Err(OpenError::UnderWay)), "of all instances");
    assert!(open(&elsewhere, &others, there.connection).await.is_ok());
    let unknown = Idp { token: format!("{}x", rehearsal.token()), connection: idp.connection, service: idp.service };
    for _ in 0..50 {
        assert_eq!(unknown.get("/Users").await.status, 401);
    }
    while request_log::flush(&t.db).await.expect("writes") > 0 {}
    assert_eq!(t.count("select count(*) from request_log").await, 0, "a step at another instance is nobody's business");
}

#[tokio::test]
async fn a_second_test_is_refused_while_one_runs_and_strangers_cannot_start_one() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let (theirs, other) = crate::scim_client::idp(&t.db, "Andere GmbH").await;
    let _under_way = open(&t, &company, idp.connection).await.expect("opens");
    let mut admin = Browser::new(&t.db);
    admin.sign_in("admin@beispiel-gmbh.example", &company.admin_password).await;
    let path = format!("/de/benutzerverwaltung/scim/{}/test", idp.connection);
    assert!(admin.get(&path).await.body.contains("Verbindung testen"));
    let second = admin.post(&path, &[("als", "okta")]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.body.contains("Ein Test läuft schon"));
    assert_eq!(admin.post(&path, &[("als", "jemand")]).await.status, StatusCode::BAD_REQUEST);
    let foreign = format!("/de/benutzerverwaltung/scim/{}/test", other.connection);
    assert_eq!(admin.get(&foreign).await.status, StatusCode::NOT_FOUND);
    assert_eq!(admin.post(&foreign, &[("als", "okta")]).await.status, StatusCode::NOT_FOUND);
    let mut stranger = Browser::new(&t.db);
    assert_eq!(stranger.post(&path, &[("als", "okta")]).await.status, StatusCode::SEE_OTHER);
    drop(theirs);
}

/// An identity provider that nobody understands.
#[derive(Debug)]
struct Misunderstood;

impl Rehearse for Misunderstood {
    fn play(&self, _base_url: String, _token: String, _speaker: Speaker) -> Rehearsing {
        let refused = Reason::Status {
            found: 400,
            wanted: vec![200, 201],
            target: None,
            detail: Some("Attribute emails is missing".into()),
        };
        let reasons = vec![
            refused,
            Reason::Value { at: Spot::Header("ETag".into()), found: "null".into(), wanted: "\"7\"".into() },
        ];
        let step = Step {
            german: "Die Person wird angelegt".into(),
            english: "the person is created".into(),
            call: "POST /Users".into(),
            status: Some(400),
            verdict: Verdict::Failed,
            reasons,
        };
        Box::pin(async move { Ok(vec![step]) })
    }
}

/// Our sentences are in the language of the page, what an answer says in its own words is marked (WCAG 3.1.2).
#[tokio::test]
async fn what_went_wrong_reads_in_the_language_of_the_page_with_the_answers_own_words_marked() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let portal = Portal { rehearse: Arc::new(Misunderstood), ..settings(&t.db) };
    let portal = portal_router(portal).layer(portal_layer(&t.db, false));
    let mut admin = Browser::signed_in(portal, "admin@beispiel-gmbh.example", &company.admin_password).await;
    let quoted = "<span lang=\"en\">Attribute emails is missing</span>";
    for (path, told, about) in [
        ("/de/benutzerverwaltung/scim", "Status 400 statt 200 oder 201", "Header ETag ist null statt &quot;7&quot;"),
        ("/en/user-management/scim", "the status is 400, not 200 or 201", "the header ETag is null, not &quot;7&quot;"),
    ] {
        let page = admin.post(&format!("{path}/{}/test", idp.connection), &[("als", "okta")]).await.body;
        for said in [told, about] {
            let plain = said.replace("&quot;", "\"");
            let own = [said, &plain].map(|said| format!("<span class=\"muted small wrap\">{said}"));
            assert!(own.iter().any(|own| page.contains(own)), "{said} in no other language: {page}");
        }
        assert!(page.contains(quoted), "{page}");
    }
}

/// The whole way: the portal's button, the public address, the finished binary.
#[tokio::test]
async fn the_button_plays_each_provider_through_the_public_address_and_nothing_stays() {
    let (name, options) = empty_database().await;
    let here = Installation::on(&name);
    let server = here.serve().await;
    let account = ["account", "create", "--name", "Beispiel GmbH", "--admin-email", "admin@beispiel.example"];
    let made = here.json(&[&account[..], &["--plan", "premium", "--auto-licences"]].concat()).await;
    let connection = here.json(&["connection", "activate", "--account", "Beispiel GmbH", "--method", "password"]).await;
    let connection = connection["connection_id"].as_str().expect("an id").to_owned();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let password = made["admin_password"].as_str().expect("a password");
    let form = [("email", "admin@beispiel.example"), ("passwort", password)];
    let signed_in = client.post(format!("{}/de/anmelden", server.origin)).header(ORIGIN, &server.origin).form(&form);
    let signed_in = signed_in.send().await.expect("answers");
    let cookie = signed_in.headers()[SET_COOKIE].to_str().expect("text").split(';').next().expect("a pair").to_owned();
    let mails = number(&options, "select count(*) from outbox").await;
    for (speaker, label) in [("onelogin", "OneLogin"), ("okta", "Okta"), ("entra", "Microsoft Entra ID")] {
        let path = format!("{}/de/benutzerverwaltung/scim/{connection}/test", server.origin);
        let request =
            client.post(path).header(ORIGIN, &server.origin).header(COOKIE, &cookie).form(&[("als", speaker)]);
        let answer = request.send().await.expect("answers");
        let (status, page) = (answer.status(), answer.text().await.expect("text"));
        assert!(
            status == 200 && page.contains(&format!("{label}: ")) && page.contains("gingen gut"),
            "{status} {page}"
        );
    }
    server.stop().await;
    assert_eq!(number(&options, "select count(*) from users").await, 1, "the administrator");
    assert_eq!(number(&options, "select count(*) from outbox").await, mails, "nobody is mailed");
    assert_eq!(
        number(&options, "select count(*) from licence_ledger where cause = 'invited' and user_label like '%Check%'")
            .await,
        0
    );
    assert_eq!(number(&options, "select count(*) from audit_log where action = 'connection.tested'").await, 3);
    assert!(number(&options, "select count(*) from request_log where rehearsed").await > 20);
}
