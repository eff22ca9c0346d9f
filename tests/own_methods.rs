//! People add ways to sign in to their own and remove them, and nobody else does (product B47, R-25, R-37, R-40).

use axum::http::StatusCode;
use einlass::domain::access::{Fresh as Proven, PersonScope};
use einlass::domain::accounts::Created;
use einlass::domain::db::Tx;
use einlass::domain::invitations::Mismatch;
use einlass::domain::own_methods::{self, Hold, LinkError, RemoveError, Standing, Ticket};
use einlass::domain::saml_providers::{self, SamlProvider};
use einlass::domain::sessions::{self, SessionHash};
use einlass::domain::{identities, identity_providers, sign_in_methods, users};
use einlass::model::{ProviderIdentity, SignInMethod, UserId};
use serde_json::json;

use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::{accept, account, activate, administer, begin, mails, person, provisioner, sign_in};
use crate::support::portal::portal;

const ADA: &str = "ada@beispiel.example";
pub const ADMIN: &str = "admin@beispiel-gmbh.example";
const PASSWORD: &str = "drei kluge Dachse graben leise";
const GOOGLE: &str = "https://accounts.google.com";
const OWN: &str = "https://login.beispiel.example";

/// What a provider says about somebody.
pub fn said(method: SignInMethod, subject: &str, address: &str) -> ProviderIdentity {
    let issuer = match method {
        SignInMethod::Oidc => OWN,
        SignInMethod::Saml => "https://saml.beispiel.example/idp",
        _ => GOOGLE,
    };
    ProviderIdentity {
        method,
        issuer: issuer.to_owned(),
        subject: subject.to_owned(),
        email: Some(address.parse().expect("an address")),
        email_verified: Some(true),
    }
}

pub fn saml() -> SamlProvider {
    SamlProvider {
        entity_id: "https://saml.beispiel.example/idp".to_owned(),
        sso_url: "https://saml.beispiel.example/idp/sso".to_owned(),
        certificates: vec![vec![1]],
        subject_attribute: None,
        email_attribute: None,
        tested_at: None,
    }
}

/// A company with Ada, who accepted by password; Google, an own OpenID provider and SAML are allowed, too.
pub struct Company {
    pub t: Fresh,
    pub created: Created,
    pub ada: UserId,
}

pub async fn company() -> Company {
    let t = fresh().await;
    let created = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &created).await;
    let mut tx = begin(&t.db).await;
    let admin = administer(&mut tx, &created).await;
    identity_providers::set_own(&mut tx, &admin, OWN, "einlass", Some("geheim".into())).await.expect("sets");
    saml_providers::set(&mut tx, &admin, &saml()).await.expect("sets");
    for method in [SignInMethod::Google, SignInMethod::Oidc, SignInMethod::Saml] {
        sign_in_methods::set(&mut tx, &admin, method, true).await.expect("switches on");
    }
    tx.commit().await.expect("commits");
    let (mut tx, scim, eligible) = provisioner(&t.db, connection, &token).await;
    users::provision(&mut tx, &scim, &eligible, &person(ADA)).await.expect("arrives");
    tx.commit().await.expect("commits");
    let ada = accept(&t.db, ADA, PASSWORD).await;
    Company { t, created, ada }
}

impl Company {
    /// A session of somebody's, begun by a method.
    pub async fn session(&self, id: i128, user: UserId, method: SignInMethod) {
        let mut tx = begin(&self.t.db).await;
        let data = json!({ "origin": { "method": method } });
        assert!(
            sessions::create(&mut tx, &SessionHash::of(id), self.created.account, user, &data).await.expect("creates")
        );
        tx.commit().await.expect("commits");
    }

    /// Whoever holds the session, in a unit of work of the test.
    pub async fn holder(&self, id: i128) -> (Tx, Proven<PersonScope>) {
        let mut tx = begin(&self.t.db).await;
        let scope =
            sessions::authenticate(&mut tx, &SessionHash::of(id)).await.expect("looks").expect("a session").scope;
        let scope = Proven::of(&tx, scope.person().expect("a person")).expect("a fresh proof");
        (tx, scope)
    }

    pub async fn lives(&self, id: i128) -> bool {
        let mut tx = begin(&self.t.db).await;
        sessions::authenticate(&mut tx, &SessionHash::of(id)).await.expect("looks").is_some()
    }

    pub async fn ask(&self, id: i128, method: SignInMethod) -> Result<Ticket, LinkError> {
        let (mut tx, scope) = self.holder(id).await;
        own_methods::ask(&mut tx, &scope, method).await.map(|(ticket, _)| ticket)
    }

    pub async fn link(&self, id: i128, ticket: &Ticket, identity: &ProviderIdentity) -> Result<(), LinkError> {
        let (mut tx, scope) = self.holder(id).await;
        own_methods::link(&mut tx, &scope, ticket, identity).await?;
        tx.commit().await.expect("commits");
        Ok(())
    }

    pub async fn remove(&self, id: i128, method: SignInMethod) -> Result<(), RemoveError> {
        let (mut tx, scope) = self.holder(id).await;
        own_methods::remove(&mut tx, &scope, method).await?;
        tx.commit().await.expect("commits");
        Ok(())
    }

    pub async fn standing(&self, id: i128, method: SignInMethod) -> Option<Standing> {
        let (mut tx, scope) = self.holder(id).await;
        let own = own_methods::list(&mut tx, &scope).await.expect("lists");
        own.into_iter().find(|own| own.method == method).map(|own| own.standing)
    }

    pub async fn come(&self, identity: &ProviderIdentity) -> Vec<UserId> {
        let mut tx = begin(&self.t.db).await;
        let found = identities::sign_in(&mut tx, identity, Some(self.created.account)).await.expect("looks");
        found.into_iter().map(|one| one.signed_in.user()).collect()
    }
}

#[tokio::test]
async fn r37_a_further_method_is_linked_in_the_session_that_left_by_the_same_address_alone() {
    let c = company().await;
    c.session(1, c.ada, SignInMethod::Password).await;
    c.session(2, c.ada, SignInMethod::Password).await;
    c.session(3, c.created.admin, SignInMethod::Password).await;
    for method in [SignInMethod::Google, SignInMethod::Oidc, SignInMethod::Saml] {
        let ada = said(method, "ada-17", ADA);
        let ticket = c.ask(1, method).await.expect("may");
        // Another session of hers, another person's, another method's answer: none of them asked.
        for (session, what) in [(2, &ada), (3, &ada)] {
            if c.lives(session).await {
                assert!(matches!(c.link(session, &ticket, what).await, Err(LinkError::Stale)), "{method} {session}");
            }
        }
        let other = if method == SignInMethod::Google { SignInMethod::Oidc } else { SignInMethod::Google };
        let crossed = c.link(1, &ticket, &said(other, "ada-17", ADA)).await;
        assert!(matches!(crossed, Err(LinkError::Stale)), "{method}: {crossed:?}");
        // Mallory's account at the provider, into which a victim was lured, says Mallory's address (login CSRF there).
        let mallory = said(method, "mallory", "mallory@elsewhere.example");
        let unverified = ProviderIdentity { email_verified: Some(false), ..ada.clone() };
        let nameless = ProviderIdentity { email: None, ..ada.clone() };
        for (wrong, expected) in
            [(mallory, Mismatch::OtherAddress), (unverified, Mismatch::NotVerified), (nameless, Mismatch::NoAddress)]
        {
            match c.link(1, &ticket, &wrong).await {
                Err(LinkError::NotThePerson(mismatch)) => assert_eq!(mismatch, expected, "{method}"),
                other => panic!("{method}: {other:?}"),
            }
        }
        let elsewhere = ProviderIdentity { issuer: "https://evil.example".to_owned(), ..ada.clone() };
        if method != SignInMethod::Google {
            assert!(matches!(c.link(1, &ticket, &elsewhere).await, Err(LinkError::NotMissing)), "{method}");
        }
        assert_eq!(c.come(&ada).await, [], "{method}: nothing so far");
        mails(&c.t.db).await;
        c.link(1, &ticket, &ada).await.expect("links");
        assert_eq!(c.come(&ada).await, [c.ada], "{method}");
        assert!(c.lives(1).await && !c.lives(2).await, "the others end (R-25)");
        let told = mails(&c.t.db).await;
        assert_eq!((told[0].to.as_str(), told[0].message.kind()), (ADA, "sign_in_method_changed"));
        assert!(matches!(c.link(1, &ticket, &said(method, "heir", ADA)).await, Err(LinkError::NotMissing)), "once");
        assert!(matches!(c.ask(1, method).await, Err(LinkError::NotMissing)));
    }
    // Whom somebody else of the company comes by is theirs alone.
    c.t.execute(
        "update users set sign_in_email = 'ada@beispiel.example', sign_in_email_key = 'x' where right_administrator",
    )
    .await;
    let ticket = c.ask(3, SignInMethod::Google).await.expect("may");
    let taken = c.link(3, &ticket, &said(SignInMethod::Google, "ada-17", ADA)).await;
    assert!(matches!(taken, Err(LinkError::NotThePerson(_))), "{taken:?}");
    // What the account does not allow is not offered.
    c.t.execute("update sign_in_methods set enabled = false where method = 'microsoft'").await;
    assert_eq!(c.standing(1, SignInMethod::Microsoft).await, None);
    assert!(matches!(c.ask(1, SignInMethod::Microsoft).await, Err(LinkError::NotMissing)));
}

#[tokio::test]
async fn r40_a_method_that_is_switched_off_meanwhile_is_not_linked() {
    let c = company().await;
    c.session(1, c.ada, SignInMethod::Password).await;
    let ticket = c.ask(1, SignInMethod::Google).await.expect("may");
    let mut tx = begin(&c.t.db).await;
    let admin = administer(&mut tx, &c.created).await;
    sign_in_methods::set(&mut tx, &admin, SignInMethod::Google, false).await.expect("switches off");
    tx.commit().await.expect("commits");
    let late = c.link(1, &ticket, &said(SignInMethod::Google, "ada-17", ADA)).await;
    assert!(matches!(late, Err(LinkError::NotMissing)), "{late:?}");
}

#[tokio::test]
async fn nobody_removes_the_last_way_in_the_one_in_use_or_the_one_their_company_invites_by() {
    let c = company().await;
    c.session(1, c.ada, SignInMethod::Password).await;
    let last = Some(Standing::Linked { email: None, hold: Some(Hold::Last) });
    assert_eq!(c.standing(1, SignInMethod::Password).await, last);
    assert!(matches!(c.remove(1, SignInMethod::Password).await, Err(RemoveError::Held(Hold::Last))));
    assert!(matches!(c.remove(1, SignInMethod::Google).await, Err(RemoveError::NotLinked)));
    let google = said(SignInMethod::Google, "ada-17", ADA);
    let ticket = c.ask(1, SignInMethod::Google).await.expect("may");
    c.link(1, &ticket, &google).await.expect("links");
    // Her connection invites by password, so that one stays whatever she came by.
    assert!(matches!(c.remove(1, SignInMethod::Password).await, Err(RemoveError::Held(Hold::Company))));
    c.session(2, c.ada, SignInMethod::Google).await;
    assert!(matches!(c.remove(2, SignInMethod::Google).await, Err(RemoveError::Held(Hold::InUse))));
    assert!(matches!(c.remove(2, SignInMethod::Password).await, Err(RemoveError::Held(Hold::Company))));
    c.remove(1, SignInMethod::Google).await.expect("by password she may");
    assert_eq!(c.come(&google).await, []);
    assert!(!c.lives(2).await, "what it opened ends");
    // Whom no connection manages gives the password up once something else has let them in.
    c.session(3, c.created.admin, SignInMethod::Password).await;
    let boss = said(SignInMethod::Google, "boss", ADMIN);
    let ticket = c.ask(3, SignInMethod::Google).await.expect("may");
    c.link(3, &ticket, &boss).await.expect("links");
    assert!(matches!(c.remove(3, SignInMethod::Password).await, Err(RemoveError::Held(Hold::InUse))));
    c.session(4, c.created.admin, SignInMethod::Google).await;
    c.remove(4, SignInMethod::Password).await.expect("removes");
    assert_eq!(sign_in(&c.t.db, ADMIN, &c.created.admin_password).await, []);
    assert_eq!(c.t.count("select count(*) from audit_log where action in ('sign_in_method.linked', 'sign_in_method.unlinked') and actor_kind = 'user'").await, 4);
}

#[tokio::test]
async fn of_two_removals_at_once_one_way_in_is_left() {
    let c = company().await;
    c.t.execute("update users set connection_id = null, linked_at = null").await;
    c.session(1, c.ada, SignInMethod::Password).await;
    let ticket = c.ask(1, SignInMethod::Google).await.expect("may");
    c.link(1, &ticket, &said(SignInMethod::Google, "ada-17", ADA)).await.expect("links");
    c.session(2, c.ada, SignInMethod::Google).await;
    // Both sessions have asked before either removal ends the other one.
    let (first, second) = (c.holder(1).await, c.holder(2).await);
    let remove = async |(mut tx, scope): (Tx, Proven<PersonScope>), method| {
        own_methods::remove(&mut tx, &scope, method).await?;
        tx.commit().await.expect("commits");
        Ok::<_, RemoveError>(())
    };
    let (one, two) = tokio::join!(remove(first, SignInMethod::Google), remove(second, SignInMethod::Password));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
}

#[tokio::test]
async fn the_profile_sets_up_a_first_password_after_a_fresh_proof() {
    let c = company().await;
    let mut ada = Browser::signed_in(portal(&c.t.db), ADA, PASSWORD).await;
    let page = ada.get("/de/profil").await.body;
    assert!(page.contains("Womit du dich anmeldest") && page.contains("Bleibt: Nur damit kommst du herein."), "{page}");
    // As if she had come by Google and had no password: the page offers one.
    c.t.execute(
        "delete from password_credentials where user_id = (select id from users where not right_administrator)",
    )
    .await;
    c.t.execute(
        "update sessions set method = 'google' where user_id = (select id from users where not right_administrator)",
    )
    .await;
    let later = instance_at(&c.t.superuser, time::Duration::minutes(6)).await;
    let mut old = ada.before(&later);
    for form in [
        vec![("aktion", "methode-einrichten"), ("methode", "google")],
        vec![("aktion", "methode-einrichten"), ("methode", "password")],
        vec![("aktion", "methode-entfernen"), ("methode", "google")],
    ] {
        assert!(old.post("/de/profil", &form).await.location().starts_with("/de/bestaetigen"), "{form:?}");
    }
    let new = [("passwort", PASSWORD), ("passwort_wiederholt", PASSWORD)];
    assert!(old.post("/de/profil/passwort", &new).await.location().starts_with("/de/bestaetigen"));
    assert_eq!(c.t.count("select count(*) from password_credentials where user_id <> (select id from users where right_administrator)").await, 0);
    let led = ada.post("/de/profil", &[("aktion", "methode-einrichten"), ("methode", "password")]).await;
    assert_eq!(led.location(), "/de/profil/passwort");
    assert!(ada.get("/de/profil/passwort").await.body.contains("Mindestens 15 Zeichen"));
    let weak = ada.post("/de/profil/passwort", &[("passwort", "kurz"), ("passwort_wiederholt", "kurz")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    let stale = ada.cookie.clone();
    let set = ada.post("/de/profil/passwort", &new).await;
    assert_eq!(set.location(), "/de/profil?hinweis=verknuepft");
    assert_ne!(ada.cookie, stale, "rotated (R-23)");
    assert!(ada.is_in().await, "and the session goes on");
    assert_eq!(sign_in(&c.t.db, ADA, PASSWORD).await.len(), 1);
    assert_eq!(ada.post("/de/profil/passwort", &new).await.location(), "/de/profil?hinweis=methode-bleibt", "once");
}

#[tokio::test]
async fn people_choose_their_language_and_an_identity_provider_moves_it_no_more() {
    let c = company().await;
    let mut ada = Browser::signed_in(portal(&c.t.db), ADA, PASSWORD).await;
    assert!(ada.get("/de/profil").await.body.contains("Wie im Unternehmen (Deutsch)"));
    let mut asked = ada.clone();
    let saved = asked.post("/de/profil", &[("aktion", "sprache"), ("sprache", "en")]).await;
    assert_eq!(saved.location(), "/en/profile?hinweis=sprache");
    assert!(
        saved
            .headers
            .get_all("set-cookie")
            .iter()
            .any(|set| set.to_str().is_ok_and(|set| set.starts_with("einlass-language=en")))
    );
    assert!(ada.get("/en/profile?hinweis=sprache").await.body.contains("Your language is saved."));
    assert_eq!(
        ada.post("/de/profil", &[("aktion", "sprache"), ("sprache", "fr")]).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(c.t.text("select language from users where not right_administrator").await, "en");
    ada.post("/de/profil", &[("aktion", "sprache"), ("sprache", "")]).await;
    assert_eq!(
        c.t.text("select language || language_chosen from users where not right_administrator").await,
        "defalse"
    );
}
