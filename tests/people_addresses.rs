//! An administrator changes the address of somebody whom no identity provider manages (R-08, product decision 10).

use einlass::domain::outbox::Mail;
use serde_json::json;

use crate::scim_client::idp;
use crate::support::browser::{Browser, Shown};
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::{accept, account, link, mails, sign_in};
use crate::support::portal::portal;

const ADMIN: &str = "admin@beispiel-gmbh.example";
const ADA: &str = "ada@beispiel.example";
const NEW: &str = "ada.king@beispiel.example";
const PASSWORD: &str = "drei kluge Dachse graben leise";
const ADDRESS: &str = "/de/adresse-bestaetigen";
const ROW: &str =
    "select concat_ws(' ', user_name, email, sign_in_email, status) from users where not right_administrator";

struct Company {
    t: Fresh,
    admin: Browser,
    password: String,
    page: String,
}

/// A company with Ada, invited by hand.
async fn company() -> Company {
    let t = fresh().await;
    let created = account(&t.db, "Beispiel GmbH").await;
    let mut admin = Browser::signed_in(portal(&t.db), ADMIN, &created.admin_password).await;
    let form = [("personen", ADA), ("methode", "password"), ("sprache", "de"), ("recht-app_user", "ja")];
    admin.post("/de/nutzerverwaltung/einladen", &form).await;
    let id = t.text("select id::text from users where not right_administrator").await;
    Company { t, admin, password: created.admin_password.clone(), page: format!("/de/nutzerverwaltung/{id}") }
}

impl Company {
    async fn readdress(&mut self, to: &str) -> Shown {
        self.admin.post(&self.page, &[("aktion", "adresse"), ("email", to)]).await
    }

    async fn ada(&self) -> Browser {
        Browser::signed_in(portal(&self.t.db), ADA, PASSWORD).await
    }
}

fn told(mails: &[Mail]) -> Vec<(&str, &'static str)> {
    mails.iter().map(|mail| (mail.to.as_str(), mail.message.kind())).collect()
}

#[tokio::test]
async fn before_anybody_accepted_the_invitation_moves_and_older_links_are_dead() {
    let mut c = company().await;
    let old = link(&mails(&c.t.db).await, ADA);
    let page = c.admin.get(&c.page).await.body;
    assert!(page.contains("Diese Person hat noch keine Einladung angenommen"), "{page}");
    let changed = c.readdress(NEW).await;
    assert!(changed.body.contains("Links in älteren Mails gelten nicht mehr"), "{}", changed.body);
    assert_eq!(c.t.text(ROW).await, format!("{NEW} {NEW} {NEW} invited"));
    assert_eq!(Browser::new(&c.t.db).get(&format!("/einladung/{}", old.reveal())).await.status, 410);
    let sent = mails(&c.t.db).await;
    assert_eq!(told(&sent), [(NEW, "invitation")], "the new mailbox alone");
    assert_eq!(c.t.count("select count(*) from invitations where revoked_at is null and accepted_at is null").await, 1);
    assert_eq!(c.t.count("select count(*) from users where seat").await, 1, "the licence stays");
    assert_eq!(c.t.count("select count(*) from user_words where word = 'king'").await, 1, "and she is found by it");
    // Whoever is no longer invited gets no mail by it.
    c.admin.post(&c.page, &[("aktion", "zurueckziehen")]).await;
    assert_eq!(c.readdress(ADA).await.status, 200);
    assert_eq!(c.t.text(ROW).await, format!("{ADA} {ADA} {ADA} revoked"));
    assert_eq!(told(&mails(&c.t.db).await), []);
    let log = "select count(*) from audit_log where action = 'user.address_changed' and actor_kind = 'user' and details ? 'from' and details ? 'to'";
    assert_eq!(c.t.count(log).await, 2);
}

#[tokio::test]
async fn r08_afterwards_the_sign_in_waits_for_the_person_and_the_new_mailbox() {
    let mut c = company().await;
    accept(&c.t.db, ADA, PASSWORD).await;
    let mut ada = c.ada().await;
    Browser::new(&c.t.db).post("/de/passwort-vergessen", &[("email", ADA)]).await;
    let reset = link(&mails(&c.t.db).await, ADA);
    let changed = c.readdress(NEW).await;
    assert!(changed.body.contains("Angemeldet wird sich damit erst"), "{}", changed.body);
    assert!(
        changed.body.contains(&format!("Diese Person meldet sich mit {ADA} an, eingetragen ist {NEW}")),
        "{}",
        changed.body
    );
    assert_eq!(c.t.text(ROW).await, format!("{NEW} {NEW} {ADA} active"));
    let sent = mails(&c.t.db).await;
    assert_eq!(told(&sent), [(ADA, "address_changed")], "the old address is told, and nobody else");
    assert_eq!(Browser::new(&c.t.db).get(&format!("/de/passwort-neu?token={}", reset.reveal())).await.status, 410);
    assert_eq!(sign_in(&c.t.db, NEW, PASSWORD).await, []);
    Browser::new(&c.t.db).post("/de/passwort-vergessen", &[("email", NEW)]).await;
    assert_eq!(told(&mails(&c.t.db).await), [], "nobody gets in by the new mailbox alone");

    for path in ["/de/profil", "/de/start"] {
        let own = ada.get(path).await.body;
        assert!(own.contains(&format!("Deine Admins haben eine neue Adresse eingetragen: {NEW}")), "{path}: {own}");
    }
    let asked = ada.post(ADDRESS, &[("aktion", "anfordern"), ("passwort", PASSWORD)]).await;
    assert!(asked.body.contains("Der Link ist unterwegs"), "{}", asked.body);
    let confirmation = link(&mails(&c.t.db).await, NEW);
    let moved = ada.post(ADDRESS, &[("aktion", "bestaetigen"), ("token", confirmation.reveal())]).await;
    assert!(moved.body.contains(&format!("Ab jetzt meldest du dich mit {NEW} an")), "{}", moved.body);
    assert_eq!(told(&mails(&c.t.db).await), [(ADA, "sign_in_address_moved")]);
    assert_eq!(sign_in(&c.t.db, NEW, PASSWORD).await.len(), 1);
    assert_eq!(sign_in(&c.t.db, ADA, PASSWORD).await, []);
    assert!(!c.admin.get(&c.page).await.body.contains("Wechsel freigeben"));
}

#[tokio::test]
async fn r08_an_open_confirmation_ends_when_the_address_changes_again() {
    let mut c = company().await;
    accept(&c.t.db, ADA, PASSWORD).await;
    let mut ada = c.ada().await;
    c.readdress(NEW).await;
    mails(&c.t.db).await;
    ada.post(ADDRESS, &[("aktion", "anfordern"), ("passwort", PASSWORD)]).await;
    let confirmation = link(&mails(&c.t.db).await, NEW);
    c.readdress("mallory@elsewhere.example").await;
    c.readdress(NEW).await;
    let late = ada.post(ADDRESS, &[("aktion", "bestaetigen"), ("token", confirmation.reveal())]).await;
    assert_eq!(late.status, 410, "there and back");
    // Back to what she signs in by: nothing waits any more.
    c.readdress(ADA).await;
    assert_eq!(c.t.text(ROW).await, format!("{ADA} {ADA} {ADA} active"));
    assert!(!ada.get("/de/profil").await.body.contains("neue Adresse eingetragen"));
}

#[tokio::test]
async fn where_the_old_credential_is_gone_an_administrator_approves_but_never_for_whoever_decides_over_others() {
    let mut c = company().await;
    accept(&c.t.db, ADA, PASSWORD).await;
    let mut ada = c.ada().await;
    c.readdress(NEW).await;
    c.t.execute("update users set right_project_manager = true where not right_administrator").await;
    let shown = c.admin.get(&c.page).await.body;
    assert!(shown.contains("freigeben kann ihn niemand sonst") && !shown.contains("adresse-freigeben"), "{shown}");
    let approve = [("aktion", "adresse-freigeben"), ("grund", "altes Postfach gelöscht")];
    assert!(c.admin.post(&c.page, &approve).await.body.contains("Das war schon entschieden"));
    assert_eq!(c.t.text(ROW).await, format!("{NEW} {NEW} {ADA} active"));
    // Her own word is enough, by the same way.
    assert!(ada.get(ADDRESS).await.body.contains("Link schicken"));
    c.t.execute("update users set right_project_manager = false").await;
    mails(&c.t.db).await;
    assert!(c.admin.post(&c.page, &approve).await.body.contains("Der Wechsel ist freigegeben"));
    assert_eq!(c.t.text(ROW).await, format!("{NEW} {NEW} {NEW} active"));
    assert!(!ada.is_in().await, "nobody has shown whose the sessions are");
    let sent = mails(&c.t.db).await;
    assert_eq!(sent.iter().filter(|mail| mail.message.kind() == "sign_in_address_moved").count(), 2, "both are told");
}

#[tokio::test]
async fn an_address_of_somebody_else_or_none_changes_nothing_and_nothing_typed_is_lost() {
    let mut c = company().await;
    let before = c.t.text(ROW).await;
    let bare = c.t.count("select count(*) from audit_log").await;
    for (typed, words) in [
        (ADMIN, "hat in deinem Unternehmen schon jemand anderes"),
        ("ADMIN@Beispiel-GmbH.example", "hat in deinem Unternehmen schon jemand anderes"),
        ("keine", "Das ist keine E-Mail-Adresse."),
        ("", "Das ist keine E-Mail-Adresse."),
        ("a@b.example\r\nBcc: x@y.example", "Das ist keine E-Mail-Adresse."),
    ] {
        let refused = c.readdress(typed).await;
        assert_eq!(refused.status, 422, "{typed}");
        assert!(refused.body.contains(words), "{typed}: {}", refused.body);
        let kept = typed.lines().next().unwrap_or_default();
        assert!(refused.body.contains(kept), "{typed}");
    }
    // Somebody signs in by it, though they are mailed elsewhere.
    c.t.execute("update users set email = 'else@where.example', email_key = 'else@where.example', user_name = 'else', user_name_key = 'else' where right_administrator").await;
    assert_eq!(c.readdress(ADMIN).await.status, 422);
    assert_eq!((c.t.text(ROW).await, c.t.count("select count(*) from audit_log").await), (before, bare));
    // Also as contact data of somebody who signs in by another one.
    accept(&c.t.db, ADA, PASSWORD).await;
    assert_eq!(c.readdress(ADMIN).await.status, 422);
    assert_eq!(c.t.text(ROW).await, format!("{ADA} {ADA} {ADA} active"));
}

#[tokio::test]
async fn r08_of_somebody_whom_an_identity_provider_manages_it_is_locked_and_says_why() {
    let t = fresh().await;
    let (created, idp) = idp(&t.db, "Beispiel GmbH").await;
    let id = idp.create(ADA).await;
    accept(&t.db, ADA, PASSWORD).await;
    let mut admin = Browser::signed_in(portal(&t.db), ADMIN, &created.admin_password).await;
    let page = format!("/de/nutzerverwaltung/{id}");
    let shown = admin.get(&page).await.body;
    assert!(shown.contains("E-Mail-Adresse und Telefon kommen aus deinem Identity Provider"), "{shown}");
    assert!(!shown.contains("E-Mail-Adresse ändern"));
    let forged = admin.post(&page, &[("aktion", "adresse"), ("email", NEW)]).await;
    assert_eq!(forged.status, 403);
    assert_eq!(t.text(ROW).await, format!("{ADA} {ADA} {ADA} active"));
    // The chain: contact data by SCIM, then the administrator lets her go; her sign-in still waits for her.
    let away = json!([{"op": "replace", "path": "emails", "value": [{"value": "mallory@elsewhere.example", "primary": true}]}]);
    assert_eq!(idp.patch(&id, away).await.status, 200);
    admin.post(&page, &[("aktion", "loesen")]).await;
    mails(&t.db).await;
    Browser::new(&t.db).post("/de/passwort-vergessen", &[("email", "mallory@elsewhere.example")]).await;
    assert_eq!(told(&mails(&t.db).await), []);
    assert_eq!(sign_in(&t.db, "mallory@elsewhere.example", PASSWORD).await, []);
    assert_eq!(sign_in(&t.db, ADA, PASSWORD).await.len(), 1);
}

#[tokio::test]
async fn an_old_proof_is_asked_for_again_and_what_was_typed_is_kept() {
    let c = company().await;
    let later = instance_at(&c.t.superuser, time::Duration::minutes(6)).await;
    let mut old = c.admin.before(&later);
    let led = old.post(&c.page, &[("aktion", "adresse"), ("email", NEW)]).await;
    assert!(led.location().starts_with("/de/bestaetigen"), "{led:?}");
    assert_eq!(c.t.count("select count(*) from users where email = 'ada.king@beispiel.example'").await, 0);
    let proof = [("passwort", c.password.as_str()), ("weiter", c.page.as_str())];
    assert_eq!(old.post("/de/bestaetigen", &proof).await.location(), c.page);
    assert!(old.get(&c.page).await.body.contains(&format!("value=\"{NEW}\"")));
    assert_eq!(old.post(&c.page, &[("aktion", "adresse"), ("email", NEW)]).await.status, 200);
    assert_eq!(c.t.count("select count(*) from users where email = 'ada.king@beispiel.example'").await, 1);
}

#[tokio::test]
async fn nobody_of_another_account_is_reached() {
    let c = company().await;
    let other = account(&c.t.db, "Andere AG").await;
    let mut stranger = Browser::signed_in(portal(&c.t.db), "admin@andere-ag.example", &other.admin_password).await;
    assert_eq!(stranger.post(&c.page, &[("aktion", "adresse"), ("email", NEW)]).await.status, 404);
    assert_eq!(c.t.count("select count(*) from users where email = 'ada@beispiel.example'").await, 1);
}
