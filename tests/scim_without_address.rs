//! People without an address: stored with their licence and mailed nothing, invited once there is an address, ended when it is taken; and
//! nobody is anybody else for having none.

use einlass::domain::address_moves;
use einlass::domain::invitations::{self, AcceptError, State};
use einlass::domain::outbox::Mail;
use einlass::model::Inviting;
use einlass::server::{chores, jobs as worker};
use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};

use crate::scim_client::{Company, company};
use crate::support::db::instance_at;
use crate::support::personas::{accept, administer, begin, hash, link, mails, sign_in};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const LIST: &str = "/de/nutzerverwaltung";
const ADA: &str = "ada@beispiel.example";
const ADMIN: &str = "admin@beispiel-gmbh.example";
const PASSWORD: &str = "Ein langer Satz für Ada.";
const OPEN: &str = "select count(*) from invitations where accepted_at is null and revoked_at is null";

fn body(name: &str, address: Option<&str>) -> Value {
    let mut body = json!({"schemas": [USER], "userName": name});
    if let Some(address) = address {
        body["emails"] = json!([{"value": address, "type": "work"}]);
    }
    body
}

impl Company {
    /// Somebody who has a name alone.
    async fn bare(&self, name: &str) -> String {
        let made = self.idp.post(body(name, None)).await;
        assert_eq!(made.status, 201, "{made:?}");
        made.id()
    }

    async fn put(&self, id: &str, address: Option<&str>) {
        let put = self.idp.json("PUT", &format!("/Users/{id}"), body("ada", address)).await;
        assert_eq!(put.status, 200, "{put:?}");
    }

    async fn set(&self, id: &str, active: bool) {
        let operations = json!([{"op": "replace", "path": "active", "value": active}]);
        assert_eq!(self.idp.patch(id, operations).await.status, 200);
    }
}

fn to(mails: &[Mail]) -> Vec<&str> {
    mails.iter().map(|mail| mail.to.as_str()).collect()
}

#[tokio::test]
async fn whoever_has_no_address_is_stored_with_a_licence_and_waits_for_one() {
    let c = company().await;
    let ada = c.bare("ada").await;
    assert_eq!(
        c.t.count(
            "select count(*) from users where status = 'invited' and seat and email is null and sign_in_email is null"
        )
        .await,
        1
    );
    assert_eq!(c.t.count("select count(*) from licence_ledger where cause = 'invited'").await, 1);
    assert_eq!((c.t.count("select count(*) from invitations").await, mails(&c.t.db).await.len()), (0, 0));

    // Neither time nor suspension sends, ends or reminds of anything.
    c.set(&ada, false).await;
    c.set(&ada, true).await;
    let month = instance_at(&c.t.superuser, time::Duration::days(30)).await;
    chores::once(&month).await.expect("done");
    assert_eq!(
        to(&mails(&month).await),
        [ADMIN],
        "the silence of the connection is told, and nobody else hears anything"
    );
    assert_eq!(c.t.count("select count(*) from users where status = 'invited' and email is null").await, 1);

    c.put(&ada, Some(ADA)).await;
    let sent = mails(&c.t.db).await;
    assert_eq!((to(&sent), c.t.count(OPEN).await), (vec![ADA], 1), "invited with the first address");
    c.put(&ada, Some(ADA)).await;
    assert_eq!(mails(&c.t.db).await.len(), 0, "once");
    let mut tx = begin(&c.t.db).await;
    let password = hash(&c.t.db, PASSWORD).await;
    invitations::accept_with_password(&mut tx, &link(&sent, ADA), &password).await.expect("accepts");
    tx.commit().await.expect("commits");
    assert_eq!(sign_in(&c.t.db, ADA, PASSWORD).await.len(), 1);
    assert_eq!(c.t.count("select sum(seats_delta) from licence_ledger where user_id is not null").await, 1);
}

#[tokio::test]
async fn a_first_address_waits_for_the_button_where_the_connection_invites_on_demand() {
    let c = company().await;
    c.invites(Inviting::OnDemand).await;
    let ada = c.bare("ada").await;
    c.bare("ben").await;
    let mut admin = c.admin().await;
    assert!(!admin.get(LIST).await.body.contains("noch nicht gesendet"), "nothing could be sent");
    admin.post(LIST, &[("aktion", "alle-senden")]).await;
    assert_eq!((mails(&c.t.db).await.len(), c.t.count(OPEN).await), (0, 0));
    let arrives = json!([{"op": "add", "path": "emails", "value": [{"value": ADA, "type": "work"}]}]);
    assert_eq!(c.idp.patch(&ada, arrives).await.status, 200);
    assert_eq!(mails(&c.t.db).await.len(), 0);
    assert!(admin.get(LIST).await.body.contains("1 Einladung ist noch nicht gesendet"));
    admin.post(LIST, &[("aktion", "alle-senden")]).await;
    assert_eq!(to(&mails(&c.t.db).await), [ADA]);
}

#[tokio::test]
async fn when_the_only_address_is_taken_what_was_sent_to_it_ends() {
    let c = company().await;
    let ada = c.idp.post(body("ada", Some(ADA))).await.id();
    let sent = mails(&c.t.db).await;
    let old = link(&sent, ADA);
    let removed = c.idp.patch(&ada, json!([{"op": "remove", "path": "emails"}])).await;
    assert_eq!((removed.status, removed.body.get("emails")), (200, None), "{removed:?}");
    assert_eq!((c.t.count(OPEN).await, mails(&c.t.db).await.len()), (0, 0));
    assert_eq!(
        c.t.count("select count(*) from users where status = 'invited' and seat and sign_in_email is null").await,
        1
    );
    assert_eq!(
        c.t.count(
            "select count(*) from audit_log where action = 'invitation.ended_without_address' and actor_kind = 'scim'"
        )
        .await,
        1
    );
    let mut tx = begin(&c.t.db).await;
    let view = invitations::view(&mut tx, &old).await.expect("reads").expect("known");
    assert_eq!(view.state, State::Revoked);
    let password = hash(&c.t.db, PASSWORD).await;
    assert!(matches!(invitations::accept_with_password(&mut tx, &old, &password).await, Err(AcceptError::NotOpen)));
    drop(tx);
    // A mail that has not left stays where it is.
    c.put(&ada, Some("ada.zwei@beispiel.example")).await;
    c.put(&ada, None).await;
    assert_eq!(mails(&c.t.db).await.len(), 0);
    c.put(&ada, Some("ada.drei@beispiel.example")).await;
    assert_eq!(to(&mails(&c.t.db).await), ["ada.drei@beispiel.example"]);
    // The first address is free for somebody else.
    assert_eq!(c.idp.post(body("grace", Some(ADA))).await.status, 201);
}

#[tokio::test]
async fn r08_whoever_accepted_keeps_the_address_they_sign_in_by() {
    let c = company().await;
    let ada = c.idp.post(body("ada", Some(ADA))).await.id();
    accept(&c.t.db, ADA, PASSWORD).await;
    c.put(&ada, None).await;
    let told = mails(&c.t.db).await;
    assert_eq!(to(&told), [ADA], "told at the address they sign in by");
    assert_eq!(sign_in(&c.t.db, ADA, PASSWORD).await.len(), 1);
    assert_eq!(c.t.count("select count(*) from users where status = 'active' and email is null and sign_in_email = 'ada@beispiel.example'").await, 1);
    let mut tx = begin(&c.t.db).await;
    let admin = administer(&mut tx, &c.created).await;
    assert_eq!(address_moves::offer(&mut tx, &admin, ada.parse().expect("an id")).await.expect("reads"), None);
    drop(tx);
    c.set(&ada, false).await;
    c.set(&ada, true).await;
    assert_eq!(sign_in(&c.t.db, ADA, PASSWORD).await.len(), 1);
    assert_eq!(mails(&c.t.db).await.len(), 0);
    assert_eq!(
        c.idp.post(body("mallory", Some(ADA))).await.refusal(),
        (409, "uniqueness"),
        "nobody else signs in by it"
    );
    let page = c.admin().await.get(&format!("{LIST}/{ada}")).await.body;
    assert!(page.contains(ADA) && page.contains("Meldet sich an mit"), "{page}");
}

#[tokio::test]
async fn nobody_is_linked_restored_or_refused_for_having_no_address() {
    let c = company().await;
    let ada = c.bare("ada").await;
    c.bare("ben").await;
    c.set(&ada, false).await;
    assert_ne!(c.bare("carla").await, ada, "another name is another person");
    let back = c.idp.post(body("ADA", None)).await;
    assert_eq!((back.status, back.id()), (201, ada.clone()), "the same name is the same one");
    assert_eq!((mails(&c.t.db).await.len(), c.t.count(OPEN).await), (0, 0));
    // Restored with an address, they are invited like anybody.
    c.set(&ada, false).await;
    assert_eq!(c.idp.post(body("ada", Some(ADA))).await.id(), ada);
    assert_eq!(to(&mails(&c.t.db).await), [ADA]);

    // Somebody whom nobody manages any more is given to nobody by a name.
    let mut admin = c.admin().await;
    let dora = c.bare("dora").await;
    assert!(admin.post(&format!("{LIST}/{dora}"), &[("aktion", "loesen")]).await.body.contains("vom SCIM gelöst"));
    for said in [body("dora", None), body("dora", Some("dora@beispiel.example"))] {
        assert_eq!(c.idp.post(said).await.refusal(), (409, "uniqueness"));
    }
    assert_eq!(c.t.count("select count(*) from users where connection_id is null and user_name = 'dora'").await, 1);
    let page = admin.get(&format!("{LIST}/{dora}")).await.body;
    assert!(page.contains("dann senden wir die Einladung"), "{page}");
    let form = [("aktion", "adresse"), ("email", "dora@beispiel.example")];
    admin.post(&format!("{LIST}/{dora}"), &form).await;
    assert_eq!(to(&mails(&c.t.db).await), ["dora@beispiel.example"]);
}

#[tokio::test]
async fn the_portal_says_who_has_no_address_and_sends_them_nothing() {
    let c = company().await;
    let ada = c.bare("ada").await;
    let mut admin = c.admin().await;
    let list = admin.get(LIST).await.body;
    assert!(
        list.contains("Ohne E-Mail-Adresse") && !list.contains("name=\"aktion\" value=\"erneut-senden\""),
        "{list}"
    );
    assert!(list.contains("1 Person ist ohne E-Mail-Adresse"), "{list}");
    let scim = admin.get("/de/benutzerverwaltung/scim").await.body;
    assert!(scim.contains("1 Person ist ohne E-Mail-Adresse") && scim.contains("sortierung=email-ab"), "{scim}");
    let page = format!("{LIST}/{ada}");
    let shown = admin.get(&page).await.body;
    assert!(
        shown.contains("nennt für diese Person keine E-Mail-Adresse") && !shown.contains("erneut-senden"),
        "{shown}"
    );
    let refused = admin.post(&page, &[("aktion", "erneut-senden")]).await.body;
    assert!(refused.contains("haben wir keine Einladung gesendet"), "{refused}");
    let refused = admin.post(LIST, &[("aktion", "erneut-senden"), ("person", &ada)]).await;
    assert!(admin.get(refused.location()).await.body.contains("haben wir keine Einladung gesendet"));
    let english = admin.get(&format!("/en/users/{ada}")).await.body;
    assert!(english.contains("gives no email address for this person"), "{english}");

    let question = admin
        .post(&format!("{LIST}/sammelaktion"), &[("tat", "erneut-senden"), ("wen", "auswahl"), ("person", &ada)])
        .await;
    let key = question.between("name=\"schluessel\" value=\"", "\"").to_owned();
    let form = [
        ("tat", "erneut-senden"),
        ("wen", "auswahl"),
        ("person", ada.as_str()),
        ("schluessel", key.as_str()),
        ("bestaetigt", "ja"),
    ];
    let job = admin.post(&format!("{LIST}/sammelaktion"), &form).await;
    worker::once(&c.t.db).await.expect("works");
    assert_eq!(c.t.text("select outcome from job_people").await, "no_address");
    assert!(admin.get(job.location()).await.body.contains("haben wir keine Einladung gesendet"));

    // „Einladung zurückziehen“ gives the licence back; nothing renews it without an address.
    assert!(admin.post(&page, &[("aktion", "zurueckziehen")]).await.body.contains("zurückgezogen"));
    admin.post(&page, &[("aktion", "erneut-senden")]).await;
    assert_eq!(
        c.t.count("select count(*) from users where status = 'revoked' and not seat and email is null").await,
        1
    );
    assert_eq!(mails(&c.t.db).await.len(), 0);
}

#[tokio::test]
async fn the_list_finds_sorts_and_pages_people_without_an_address() {
    let c = company().await;
    for n in 0..40 {
        let (name, address) = (format!("person{n:02}"), format!("m{n:02}@beispiel.example"));
        assert_eq!(c.idp.post(body(&name, (n % 4 == 0).then_some(address.as_str()))).await.status, 201);
    }
    let mut admin = c.admin().await;
    let rows = |body: &str| -> Vec<String> {
        let names = body.split("<bdi>").skip(1).map(|rest| rest.split('<').next().unwrap_or_default().to_owned());
        names.collect()
    };
    assert_eq!(rows(&admin.get(&format!("{LIST}?suche=person07")).await.body), ["person07"], "by name alone");
    for sorting in ["email", "email-ab"] {
        let mut seen = Vec::new();
        let mut next = Some(format!("{LIST}?sortierung={sorting}&groesse=25"));
        let mut last = String::new();
        while let Some(address) = next {
            last = admin.get(&address).await.body;
            seen.extend(rows(&last));
            let tag = last.split("<a ").find(|tag| tag.contains("rel=\"next\""));
            next = tag
                .and_then(|tag| tag.split("href=\"").nth(1)?.split('"').next())
                .map(|href| href.replace("&amp;", "&"));
        }
        let addressed = seen.iter().position(|name| name == "person00").expect("listed");
        let bare = seen.iter().position(|name| name == "person01").expect("listed");
        assert_eq!(addressed < bare, sorting == "email", "{sorting}: whoever has none stands behind: {seen:?}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 41, "everybody once, whoever has an address or none");
        assert!(last.contains("rel=\"prev\""));
    }
}

#[tokio::test]
async fn a_limit_of_licences_holds_whoever_has_no_address_too() {
    let c = company().await;
    c.t.execute("update accounts set licence_limit = 1").await;
    c.bare("ada").await;
    c.bare("ben").await;
    let limited = c.t.count("select count(*) from users where status = 'waiting' and email is null").await;
    assert_eq!(limited, c.t.count("select count(*) from users where status = 'waiting'").await);
    assert!(limited > 0);
    c.t.execute("update accounts set licence_limit = null").await;
    chores::once(&c.t.db).await.expect("done");
    assert_eq!(c.t.count("select count(*) from users where status = 'invited' and seat and email is null").await, 2);
    assert!(!to(&mails(&c.t.db).await).iter().any(|to| *to != ADMIN), "nobody but the administrator hears of it");
}

#[tokio::test]
async fn the_database_itself_lets_nobody_in_who_has_no_address() {
    let c = company().await;
    c.bare("ada").await;
    for wrong in [
        "update users set status = 'active' where user_name = 'ada'",
        "update users set accepted_at = now() where user_name = 'ada'",
        "update users set email = 'a@b.example' where user_name = 'ada'",
        "update users set email = 'a@b.example', email_key = 'a@b.example' where user_name = 'ada'",
        "update users set sign_in_email = null, sign_in_email_key = null where right_administrator",
    ] {
        let mut superuser = PgConnection::connect_with(&c.t.superuser).await.expect("the test database answers");
        let refused = sqlx::query(wrong).execute(&mut superuser).await.expect_err(wrong);
        let refused = refused.as_database_error().expect("of the database").constraint().map(str::to_owned);
        assert_eq!(refused.as_deref(), Some("users_sound"), "{wrong}");
    }
}
