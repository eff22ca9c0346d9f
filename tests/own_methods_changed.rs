//! The methods of an account change under its people: another provider, another method of a connection, one that is not offered.

use axum::http::StatusCode;
use einlass::domain::saml_providers::{self, SamlProvider};
use einlass::domain::sign_in_methods::{self, SetMethodError, VouchError};
use einlass::domain::{connections, identity_providers, invitations, users};
use einlass::model::SignInMethod;
use uuid::Uuid;

use crate::own_methods::{ADMIN, company, said, saml};
use crate::support::browser::Browser;
use crate::support::db::instance_at;
use crate::support::personas::{administer, begin, link as mailed, mails, person, provisioner};
use crate::support::portal::portal;

#[tokio::test]
async fn r40_another_issuer_entity_or_directory_ends_what_the_old_one_opened_and_asks_for_the_administrators() {
    for method in [SignInMethod::Oidc, SignInMethod::Saml, SignInMethod::Microsoft] {
        let c = company().await;
        let mut tx = begin(&c.t.db).await;
        let admin = administer(&mut tx, &c.created).await;
        identity_providers::set_tenant(&mut tx, &admin, Uuid::from_u128(7)).await.expect("sets");
        sign_in_methods::set(&mut tx, &admin, SignInMethod::Microsoft, true).await.expect("switches on");
        tx.commit().await.expect("commits");
        c.session(1, c.ada, method).await;
        c.session(2, c.ada, SignInMethod::Password).await;
        let name = method.name();
        c.t.run(&format!(
            "insert into identities (account_id, id, user_id, method, issuer, subject, created_at, last_used_at)
             select account_id, gen_random_uuid(), id, '{name}', 'x', id::text, now(), now() from users"
        ))
        .await;
        let change = async || -> Result<(), VouchError> {
            let mut tx = begin(&c.t.db).await;
            let admin = administer(&mut tx, &c.created).await;
            match method {
                SignInMethod::Oidc => {
                    let (issuer, secret) = ("https://neu.beispiel.example", Some("neu".into()));
                    identity_providers::set_own(&mut tx, &admin, issuer, "einlass", secret).await?;
                }
                SignInMethod::Saml => {
                    let renamed = SamlProvider { entity_id: "https://neu.beispiel.example".to_owned(), ..saml() };
                    saml_providers::set(&mut tx, &admin, &renamed).await?;
                }
                _ => identity_providers::set_tenant(&mut tx, &admin, Uuid::from_u128(8)).await?,
            }
            tx.commit().await.expect("commits");
            Ok(())
        };
        // Nobody could administer any more: refused, and nothing has changed.
        c.t.execute(
            "delete from password_credentials p using users u where u.id = p.user_id and u.right_administrator",
        )
        .await;
        let refused = change().await;
        assert!(matches!(refused, Err(VouchError::LastOfAdministrators)), "{method}: {refused:?}");
        assert!(c.lives(1).await, "{method}");
        assert_eq!(c.t.count("select count(*) from identities").await, 2, "{method}");
        c.t.execute(
            "insert into identities (account_id, id, user_id, method, issuer, subject, created_at, last_used_at)
             select account_id, gen_random_uuid(), id, 'google', 'https://accounts.google.com', 'boss', now(), now() from users where right_administrator",
        )
        .await;
        change().await.unwrap_or_else(|error| panic!("{method}: {error:?}"));
        assert!(!c.lives(1).await, "{method}: what the old one opened has ended");
        assert!(c.lives(2).await, "{method}: what a password opened goes on");
        assert_eq!(c.t.count("select count(*) from identities where method <> 'google'").await, 0, "{method}");
    }
}

#[tokio::test]
async fn what_the_installation_does_not_offer_cannot_be_switched_on() {
    let c = company().await;
    c.t.execute("update sign_in_methods set enabled = false").await;
    // An instance whose operator offers neither Google nor Microsoft nor SAML.
    let policy = einlass::domain::db::Policy::default();
    let sealer = einlass::domain::sealing::Sealer::new(&[42; 32]);
    let bare = einlass::domain::db::Db::open(c.t.superuser.clone(), 4, sealer, policy).await.expect("opens");
    let mut tx = begin(&bare).await;
    let admin = administer(&mut tx, &c.created).await;
    for method in [SignInMethod::Google, SignInMethod::Microsoft, SignInMethod::Saml] {
        let refused = sign_in_methods::set(&mut tx, &admin, method, true).await;
        assert!(matches!(refused, Err(SetMethodError::NotOffered)), "{method}: {refused:?}");
    }
    sign_in_methods::set(&mut tx, &admin, SignInMethod::Password, true).await.expect("always there");
}

#[tokio::test]
async fn b13_a_connection_invites_by_another_method_without_a_new_token() {
    let c = company().await;
    let (connection, token) = {
        let mut tx = begin(&c.t.db).await;
        let admin = administer(&mut tx, &c.created).await;
        let made =
            connections::activate(&mut tx, &admin, SignInMethod::Google, Uuid::new_v4()).await.expect("activates");
        tx.commit().await.expect("commits");
        (made.0, made.1.reveal())
    };
    let arrive = async |address: &str| {
        let (mut tx, scim, eligible) = provisioner(&c.t.db, connection, &token).await;
        users::provision(&mut tx, &scim, &eligible, &person(address)).await.expect("arrives");
        tx.commit().await.expect("commits");
    };
    arrive("ben@beispiel.example").await;
    let old = mailed(&mails(&c.t.db).await, "ben@beispiel.example");
    let mut admin = Browser::signed_in(portal(&c.t.db), ADMIN, &c.created.admin_password).await;
    let scim = "/de/benutzerverwaltung/scim";
    let named = connection.to_string();
    let change =
        |method: &'static str| [("aktion", "methode-wechseln"), ("verbindung", named.as_str()), ("methode", method)];
    let taken = admin.post(scim, &change("password")).await;
    assert_eq!((taken.status, taken.body.contains("gibt es schon eine Verbindung")), (StatusCode::CONFLICT, true));
    assert_eq!(admin.post(scim, &change("microsoft")).await.status, StatusCode::CONFLICT, "not allowed here");
    let later = instance_at(&c.t.superuser, time::Duration::minutes(6)).await;
    let led = admin.before(&later).post(scim, &change("oidc")).await;
    assert!(led.location().starts_with("/de/bestaetigen"), "asks for a fresh proof");
    let changed = admin.post(scim, &change("oidc")).await;
    assert!(changed.body.contains("Ab jetzt lädt diese Verbindung mit OIDC ein."), "{}", changed.body);
    assert!(changed.body.contains("Eine offene Einladung gilt noch für die vorherige Anmeldemethode"));
    assert_eq!(c.t.count("select count(*) from tokens where revoked_at is null").await, 2, "no new token");
    // Whoever arrives from now on is invited by the new method; the old link works until somebody decides otherwise.
    arrive("cora@beispiel.example").await;
    assert_eq!(
        c.t.text("select i.method from invitations i join users u on u.id = i.user_id where u.email like 'cora%'")
            .await,
        "oidc"
    );
    mails(&c.t.db).await;
    let mut tx = begin(&c.t.db).await;
    assert!(matches!(
        invitations::view(&mut tx, &old).await.expect("reads").expect("is there").state,
        invitations::State::Open { .. }
    ));
    drop(tx);
    let sent = admin.post(scim, &[("aktion", "neu-einladen"), ("verbindung", &named)]).await;
    assert!(
        sent.body.contains("Eine Person wird neu eingeladen.") && !sent.body.contains("vorherige Anmeldemethode"),
        "{}",
        sent.body
    );
    let fresh = mailed(&mails(&c.t.db).await, "ben@beispiel.example");
    let mut tx = begin(&c.t.db).await;
    assert!(matches!(
        invitations::view(&mut tx, &old).await.expect("reads").expect("is there").state,
        invitations::State::Revoked
    ));
    let ben = said(SignInMethod::Oidc, "ben-3", "ben@beispiel.example");
    invitations::accept_with_identity(&mut tx, &fresh, &ben).await.expect("accepts by the new method");
}
