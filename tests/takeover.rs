//! The known ways to take somebody over through their identity provider, played to the end: all fail (R-08, R-27, product decision 10).

use einlass::domain::accounts::Created;
use einlass::domain::outbox::Mail;
use einlass::model::UserId;
use serde_json::{Value, json};

use crate::scim_client::{Idp, idp, onelogin};
use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::{accept, link, mails, sign_in};
use crate::support::portal::portal;

const ADA: &str = "ada@beispiel.example";
const MALLORY: &str = "mallory@elsewhere.example";
const ADMIN: &str = "admin@beispiel-gmbh.example";
const PASSWORD: &str = "drei kluge Dachse graben leise";
const NEW_PASSWORD: &str = "vier müde Wölfe singen tief";
const ADDRESS: &str = "/de/adresse-bestaetigen";

struct Company {
    t: Fresh,
    created: Created,
    idp: Idp,
    ada: String,
}

/// A company with Ada, who has accepted.
async fn company() -> Company {
    let t = fresh().await;
    let (created, idp) = idp(&t.db, "Beispiel GmbH").await;
    let ada = idp.post(of(ADA)).await.id();
    accept(&t.db, ADA, PASSWORD).await;
    mails(&t.db).await;
    Company { t, created, idp, ada }
}

fn of(address: &str) -> Value {
    let mut body = onelogin("Ada", "Lovelace", address, "");
    body["externalId"] = json!("7");
    body
}

impl Company {
    /// The identity provider names another address.
    async fn rename(&self, id: &str, address: &str) {
        let moved = self.idp.json("PUT", &format!("/Users/{id}"), of(address)).await;
        assert_eq!((moved.status, &moved.body["emails"][0]["value"]), (200, &json!(address)), "{moved:?}");
    }

    async fn ada(&self) -> Browser {
        Browser::signed_in(portal(&self.t.db), ADA, PASSWORD).await
    }

    async fn admin(&self) -> Browser {
        Browser::signed_in(portal(&self.t.db), ADMIN, &self.created.admin_password).await
    }

    fn nobody(&self) -> Browser {
        Browser::at(portal(&self.t.db))
    }

    /// „Passwort vergessen“ by a stranger; answers the mails.
    async fn forgot(&self, address: &str) -> Vec<Mail> {
        assert_eq!(self.nobody().post("/de/passwort-vergessen", &[("email", address)]).await.status, 200);
        mails(&self.t.db).await
    }

    /// Whom an address and a password open.
    async fn opens(&self, address: &str, password: &str) -> Vec<UserId> {
        sign_in(&self.t.db, address, password).await.into_iter().map(|(_, user)| user).collect()
    }

    /// Ada asks for the link to her new mailbox and reads it there.
    async fn asked(&self, ada: &mut Browser) -> String {
        let asked = ada.post(ADDRESS, &[("aktion", "anfordern"), ("passwort", PASSWORD)]).await;
        assert_eq!(asked.status, 200, "{}", asked.body);
        assert!(asked.body.contains("Der Link ist unterwegs"), "{}", asked.body);
        let sent = mails(&self.t.db).await;
        assert_eq!(sent.iter().map(|mail| mail.message.kind()).collect::<Vec<_>>(), ["address_confirmation"]);
        assert_ne!(sent[0].to.as_str(), ADA, "to the new mailbox alone");
        sent[0].link.as_ref().expect("a link").reveal().to_owned()
    }

    async fn signs_in_by(&self) -> String {
        self.t.text("select sign_in_email from users where external_id = '7'").await
    }
}

fn to(mails: &[Mail]) -> Vec<&str> {
    mails.iter().map(|mail| mail.to.as_str()).collect()
}

/// `PostHog` #52372, Cloudflare 2026-07: move the address, ask for a new password there.
#[tokio::test]
async fn r08_a_moved_address_of_somebody_who_accepted_gets_no_reset_and_signs_nobody_in() {
    let c = company().await;
    c.rename(&c.ada, MALLORY).await;
    let told = mails(&c.t.db).await;
    assert_eq!((to(&told), told[0].message.kind()), (vec![ADA], "address_changed"));
    assert_eq!(to(&c.forgot(MALLORY).await), [""; 0]);
    assert_eq!(c.opens(MALLORY, PASSWORD).await, []);
    let reset = c.forgot(ADA).await;
    assert_eq!(to(&reset), [ADA], "the reset goes where she signs in");
    // A second change is told where she signs in, not to the first new mailbox.
    c.rename(&c.ada, "mallory2@elsewhere.example").await;
    assert_eq!(to(&mails(&c.t.db).await), [ADA]);
    let dead = format!("/de/passwort-neu?token={}", link(&reset, ADA).reveal());
    assert_eq!(c.nobody().get(&dead).await.status, 410, "and the change ended it");
    // Both attributes that hold an address, and the name.
    let all = json!([{"op": "replace", "value": {"userName": MALLORY, "emails": [{"value": MALLORY, "primary": true, "type": "work"}]}}]);
    assert_eq!(c.idp.patch(&c.ada, all).await.status, 200);
    mails(&c.t.db).await;
    assert_eq!(to(&c.forgot(MALLORY).await), [""; 0]);
    assert_eq!(c.signs_in_by().await, ADA);
    assert_eq!(c.opens(ADA, PASSWORD).await.len(), 1, "she is in as before");
}

/// GitLab !28379: link to an administrator, move their address, ask for a new password there.
#[tokio::test]
async fn r08_for_whoever_decides_over_others_an_identity_provider_changes_contact_data_and_nothing_else() {
    let c = company().await;
    c.t.execute("update users set right_project_manager = true where external_id = '7'").await;
    c.rename(&c.ada, MALLORY).await;
    mails(&c.t.db).await;
    assert_eq!(to(&c.forgot(MALLORY).await), [""; 0]);
    let mut ada = c.ada().await;
    let start = ada.get("/de/start").await.body;
    assert!(!start.contains("Dein Identity Provider nennt"), "nothing is offered: {start}");
    assert!(ada.get(ADDRESS).await.body.contains("Hier ist nichts zu tun"));
    let asked = ada.post(ADDRESS, &[("aktion", "anfordern"), ("passwort", PASSWORD)]).await;
    assert!(asked.body.contains("Hier ist nichts zu tun"), "{}", asked.body);
    let mut admin = c.admin().await;
    let page = format!("/de/nutzerverwaltung/{}", c.ada);
    let shown = admin.get(&page).await.body;
    assert!(shown.contains("meldet sich weiter mit der bisherigen Adresse an") && !shown.contains("Wechsel freigeben"));
    let tried = admin.post(&page, &[("aktion", "adresse-freigeben"), ("grund", "weil")]).await;
    assert!(tried.body.contains("Das war schon entschieden"), "{}", tried.body);
    assert_eq!(mails(&c.t.db).await.len(), 0);
    assert_eq!(c.signs_in_by().await, ADA);
    assert_eq!(c.opens(MALLORY, PASSWORD).await, []);
}

/// A recycled address: whoever has it now brings the predecessor's password, reset, session or confirmation.
#[tokio::test]
async fn r08_what_the_predecessor_had_opens_nothing_of_whoever_has_the_address_now() {
    let c = company().await;
    let mut predecessor = c.ada().await;
    c.rename(&c.ada, MALLORY).await;
    mails(&c.t.db).await;
    let confirmation = c.asked(&mut predecessor).await;
    let reset = link(&c.forgot(ADA).await, ADA).reveal().to_owned();
    let off = json!([{"op": "replace", "path": "active", "value": false}]);
    assert_eq!(c.idp.patch(&c.ada, off).await.status, 200);
    let back = c.idp.post(of(MALLORY)).await;
    assert_eq!((back.status, back.id()), (201, c.ada.clone()));
    assert!(!predecessor.is_in().await);
    for address in [ADA, MALLORY] {
        assert_eq!(c.opens(address, PASSWORD).await, [], "{address}");
    }
    let tried = c
        .nobody()
        .post(
            "/de/passwort-neu",
            &[("token", &reset), ("passwort", NEW_PASSWORD), ("passwort_wiederholt", NEW_PASSWORD)],
        )
        .await;
    assert_eq!(tried.status, 410);
    accept(&c.t.db, MALLORY, NEW_PASSWORD).await;
    let mut successor = Browser::signed_in(portal(&c.t.db), MALLORY, NEW_PASSWORD).await;
    let late = successor.post(ADDRESS, &[("aktion", "bestaetigen"), ("token", &confirmation)]).await;
    assert_eq!(late.status, 410, "{}", late.body);
    assert_eq!(c.opens(MALLORY, PASSWORD).await, []);
    assert_eq!(c.opens(MALLORY, NEW_PASSWORD).await.len(), 1);
}

/// Zoho 2025: an invitation that was on its way when the address changed.
#[tokio::test]
async fn r36_a_changed_address_ends_every_older_link_of_somebody_who_is_only_invited() {
    let c = company().await;
    let mut body = onelogin("Ben", "Beispiel", "ben@beispiel.example", "");
    body["externalId"] = json!("8");
    let ben = c.idp.post(body.clone()).await.id();
    let old = mails(&c.t.db).await;
    let links: Vec<String> =
        old.iter().filter_map(|mail| mail.link.as_ref()).map(|link| link.reveal().to_owned()).collect();
    body["emails"][0]["value"] = json!("benjamin@beispiel.example");
    assert_eq!(c.idp.json("PUT", &format!("/Users/{ben}"), body).await.status, 200);
    let fresh = mails(&c.t.db).await;
    assert_eq!(to(&fresh), ["benjamin@beispiel.example"], "the new mailbox alone");
    for token in &links {
        assert_eq!(c.nobody().get(&format!("/einladung/{token}")).await.status, 410);
        let form =
            [("aktion", "annehmen"), ("token", token), ("passwort", PASSWORD), ("passwort_wiederholt", PASSWORD)];
        assert_eq!(c.nobody().post("/einladung", &form).await.status, 410);
        let renewed = c.nobody().post("/einladung", &[("aktion", "erneuern"), ("token", token)]).await;
        assert_eq!(renewed.status, 410, "{}", renewed.body);
    }
    assert_eq!(mails(&c.t.db).await.len(), 0);
    // However old the link is, what it asks for goes to the address of today.
    let later = instance_at(&c.t.superuser, time::Duration::days(8)).await;
    let asked = Browser::at(portal(&later)).post("/einladung", &[("aktion", "erneuern"), ("token", &links[0])]).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
    let renewed = mails(&later).await;
    assert_eq!(to(&renewed), ["benjamin@beispiel.example"]);
    // An invitation whose mailbox is not the one they sign in by opens nothing, whoever wrote it.
    c.t.execute("update invitations set email = 'mallory@elsewhere.example' where accepted_at is null").await;
    let token = link(&renewed, "benjamin@beispiel.example").reveal().to_owned();
    let form = [("aktion", "annehmen"), ("token", &token), ("passwort", PASSWORD), ("passwort_wiederholt", PASSWORD)];
    Browser::at(portal(&later)).post("/einladung", &form).await;
    assert_eq!(c.t.count("select count(*) from users where external_id = '8' and accepted_at is not null").await, 0);
}

/// GitLab CVE-2023-7028: several addresses in one form.
#[tokio::test]
async fn r27_a_reset_form_with_several_addresses_mails_nobody() {
    let c = company().await;
    for (body, status) in [
        ("email=ada%40beispiel.example&email=mallory%40elsewhere.example", 400),
        ("email=mallory%40elsewhere.example&email=ada%40beispiel.example", 400),
        ("email%5B%5D=ada%40beispiel.example&email%5B%5D=mallory%40elsewhere.example", 400),
        ("email%5B0%5D=ada%40beispiel.example", 400),
        ("", 400),
        ("email=ada%40beispiel.example%2Cmallory%40elsewhere.example", 422),
        ("email=ada%40beispiel.example%20mallory%40elsewhere.example", 422),
        ("email=ada%40beispiel.example%0Amallory%40elsewhere.example", 422),
        ("email=%22ada%40beispiel.example%22%20%3Cmallory%40elsewhere.example%3E", 422),
        ("email=%5B%22ada%40beispiel.example%22%5D", 422),
    ] {
        assert_eq!(c.nobody().send("POST", "/de/passwort-vergessen", body.to_owned()).await.status, status, "{body}");
    }
    assert_eq!(
        c.nobody()
            .send(
                "POST",
                "/de/passwort-vergessen?email=mallory%40elsewhere.example",
                "email=ada%40beispiel.example".into()
            )
            .await
            .status,
        200
    );
    assert_eq!(to(&mails(&c.t.db).await), [ADA], "the stored address, once");
}

#[tokio::test]
async fn the_sign_in_follows_when_the_person_and_the_new_mailbox_say_so() {
    let c = company().await;
    c.rename(&c.ada, "ada.king@beispiel.example").await;
    mails(&c.t.db).await;
    let mut ada = c.ada().await;
    for path in ["/de/start", "/de/willkommen"] {
        let page = ada.get(path).await.body;
        assert!(page.contains("Dein Identity Provider nennt eine neue Adresse: ada.king@beispiel.example"), "{page}");
    }
    let wrong = ada.post(ADDRESS, &[("aktion", "anfordern"), ("passwort", NEW_PASSWORD)]).await;
    assert_eq!((wrong.status.as_u16(), wrong.body.contains("Das Passwort stimmt nicht.")), (422, true));
    assert_eq!(mails(&c.t.db).await.len(), 0, "nothing without the password");
    let token = c.asked(&mut ada).await;
    let soon = ada.post(ADDRESS, &[("aktion", "anfordern"), ("passwort", PASSWORD)]).await;
    assert_eq!(soon.status, 429);

    let opened = format!("{ADDRESS}?token={token}");
    // The mailbox alone moves nothing, and neither does somebody else who is signed in.
    assert!(c.nobody().get(&opened).await.body.contains("Melde dich zuerst an"));
    assert_eq!(c.nobody().post(ADDRESS, &[("aktion", "bestaetigen"), ("token", &token)]).await.status, 303);
    let mut admin = c.admin().await;
    assert_eq!(admin.get(&opened).await.status, 410);
    assert_eq!(admin.post(ADDRESS, &[("aktion", "bestaetigen"), ("token", &token)]).await.status, 410);
    for _ in 0..3 {
        let shown = ada.get(&opened).await;
        assert!(shown.status == 200 && shown.body.contains("Neue Adresse übernehmen"), "looking moves nothing");
    }
    assert_eq!(c.signs_in_by().await, ADA);
    let moved = ada.post(ADDRESS, &[("aktion", "bestaetigen"), ("token", &token)]).await;
    assert!(moved.body.contains("Ab jetzt meldest du dich mit ada.king@beispiel.example an"), "{}", moved.body);
    let told = mails(&c.t.db).await;
    assert_eq!((to(&told), told[0].message.kind()), (vec![ADA], "sign_in_address_moved"), "the old address is told");
    assert_eq!(c.opens(ADA, PASSWORD).await, []);
    assert_eq!(c.opens("ada.king@beispiel.example", PASSWORD).await.len(), 1);
    assert_eq!(ada.post(ADDRESS, &[("aktion", "bestaetigen"), ("token", &token)]).await.status, 410, "once");
    assert!(!ada.get("/de/start").await.body.contains("nennt eine neue Adresse"));
    assert_eq!(c.t.count("select count(*) from audit_log where action in ('sign_in_address.asked', 'sign_in_address.moved') and actor_kind = 'user'").await, 2);
}

#[tokio::test]
async fn an_open_confirmation_ends_with_the_next_change_an_hour_a_new_password_or_the_access() {
    let c = company().await;
    c.rename(&c.ada, "ada.king@beispiel.example").await;
    mails(&c.t.db).await;
    let mut ada = c.ada().await;
    let dead = async |ada: &mut Browser, token: &str, why: &str| {
        let tried = ada.post(ADDRESS, &[("aktion", "bestaetigen"), ("token", token)]).await;
        assert_eq!(tried.status, 410, "{why}");
        assert_eq!(c.signs_in_by().await, ADA, "{why}");
        c.t.execute("update outbox set created_at = created_at - interval '2 days'").await;
    };
    let token = c.asked(&mut ada).await;
    let later = instance_at(&c.t.superuser, time::Duration::minutes(60)).await;
    let mut late = Browser::signed_in(portal(&later), ADA, PASSWORD).await;
    dead(&mut late, &token, "an hour").await;

    c.rename(&c.ada, MALLORY).await;
    mails(&c.t.db).await;
    dead(&mut ada, &token, "another change").await;
    let token = c.asked(&mut ada).await;
    c.rename(&c.ada, "ada.king@beispiel.example").await;
    c.rename(&c.ada, MALLORY).await;
    mails(&c.t.db).await;
    dead(&mut ada, &token, "there and back").await;
    let token = c.asked(&mut ada).await;
    let newer = c
        .asked(&mut {
            c.t.execute("update outbox set created_at = created_at - interval '2 days'").await;
            ada.clone()
        })
        .await;
    dead(&mut ada, &token, "a newer one").await;

    // Her access ends and comes back the same minute: the link does not.
    for active in [false, true] {
        let switched = json!([{"op": "replace", "path": "active", "value": active}]);
        assert_eq!(c.idp.patch(&c.ada, switched).await.status, 200);
    }
    let mut ada = c.ada().await;
    dead(&mut ada, &newer, "the end of the access").await;
    let newer = c.asked(&mut ada).await;

    let reset = link(&c.forgot(ADA).await, ADA).reveal().to_owned();
    let set = c
        .nobody()
        .post(
            "/de/passwort-neu",
            &[("token", &reset), ("passwort", NEW_PASSWORD), ("passwort_wiederholt", NEW_PASSWORD)],
        )
        .await;
    assert_eq!(set.status, 303, "{}", set.body);
    let mut ada = Browser::signed_in(portal(&c.t.db), ADA, NEW_PASSWORD).await;
    dead(&mut ada, &newer, "a new password (R-27)").await;
}

#[tokio::test]
async fn nobody_moves_to_an_address_by_which_somebody_else_of_the_account_signs_in() {
    let c = company().await;
    // Ben signs in by the address; his own contact address has moved away since.
    let ben = c.idp.create("ben@beispiel.example").await;
    accept(&c.t.db, "ben@beispiel.example", PASSWORD).await;
    let away = json!([{"op": "replace", "value": {"userName": "b@beispiel.example", "emails": [{"value": "b@beispiel.example", "primary": true}]}}]);
    assert_eq!(c.idp.patch(&ben, away).await.status, 200);
    c.rename(&c.ada, "ben@beispiel.example").await;
    mails(&c.t.db).await;
    let mut ada = c.ada().await;
    assert!(!ada.get("/de/start").await.body.contains("nennt eine neue Adresse"));
    assert!(ada.get(ADDRESS).await.body.contains("Diese Adresse ist vergeben"));
    let asked = ada.post(ADDRESS, &[("aktion", "anfordern"), ("passwort", PASSWORD)]).await;
    assert!(asked.body.contains("Diese Adresse ist vergeben"), "{}", asked.body);
    let mut admin = c.admin().await;
    let tried = admin
        .post(&format!("/de/nutzerverwaltung/{}", c.ada), &[("aktion", "adresse-freigeben"), ("grund", "x")])
        .await;
    assert!(tried.body.contains("meldet sich schon jemand anderes an"), "{}", tried.body);
    assert_eq!(mails(&c.t.db).await.len(), 0);
    assert_eq!(c.signs_in_by().await, ADA);
}

#[tokio::test]
async fn an_administrator_approves_with_a_reason_where_the_old_credential_is_gone() {
    let c = company().await;
    c.rename(&c.ada, "ada.king@beispiel.example").await;
    mails(&c.t.db).await;
    let mut ada = c.ada().await;
    let (mut admin, page) = (c.admin().await, format!("/de/nutzerverwaltung/{}", c.ada));
    let reset = link(&c.forgot(ADA).await, ADA).reveal().to_owned();
    assert!(admin.get(&page).await.body.contains("Wechsel freigeben"));
    assert_eq!(ada.post(&page, &[("aktion", "adresse-freigeben"), ("grund", "ich")]).await.status, 403, "nobody else");
    let without = admin.post(&page, &[("aktion", "adresse-freigeben"), ("grund", " ")]).await;
    assert!(without.body.contains("Gib einen Grund an"), "{}", without.body);
    assert_eq!(c.signs_in_by().await, ADA);
    let approved =
        admin.post(&page, &[("aktion", "adresse-freigeben"), ("grund", "Heirat, altes Postfach gelöscht")]).await;
    assert!(approved.body.contains("Der Wechsel ist freigegeben."), "{}", approved.body);
    assert_eq!(c.signs_in_by().await, "ada.king@beispiel.example");
    assert!(!ada.is_in().await, "nobody has shown whose the sessions are");
    let told = mails(&c.t.db).await;
    let mut both = to(&told);
    both.sort_unstable();
    assert_eq!(both, ["ada.king@beispiel.example", ADA]);
    assert!(told.iter().all(|mail| mail.message.kind() == "sign_in_address_moved"));
    assert_eq!(c.nobody().get(&format!("/de/passwort-neu?token={reset}")).await.status, 410);
    assert_eq!(to(&c.forgot("ada.king@beispiel.example").await), ["ada.king@beispiel.example"], "a way in");
    assert_eq!(to(&c.forgot(ADA).await), [""; 0]);
    assert_eq!(c.t.count("select count(*) from audit_log where action = 'sign_in_address.moved' and actor_kind = 'user' and details->'why'->>'approved' like 'Heirat%'").await, 1);
}
