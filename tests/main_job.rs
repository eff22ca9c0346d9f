//! The article, through the domain alone: no HTTP, every rule.

use einlass::domain::invitations::{self, AcceptError, ResendError, State};
use einlass::domain::licences::{self, Missing};
use einlass::domain::sessions::{self, SessionHash};
use einlass::domain::tokens::{self, AuthenticateError, Revoker};
use einlass::domain::users::{self, NotLinked, ProvisionError, Status};
use einlass::domain::{accounts, connections, sign_in_methods};
use einlass::model::{Plan, SignInMethod};
use uuid::Uuid;

use crate::support::db::{fresh, instance_at};
use crate::support::personas::{
    OPERATOR, WORKER, account, activate, administer, begin, hash, idp, link, mails, person, provisioner,
};

const GOOD_PASSWORD: &str = "drei kluge Dachse graben leise";

#[tokio::test]
async fn a_person_arrives_by_scim_is_mailed_accepts_and_loses_access_when_the_idp_says_so() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;

    let (mut tx, scim, eligible) = provisioner(&t.db, connection, &token).await;
    let ada = users::provision(&mut tx, &scim, &eligible, &person("ada@beispiel.example")).await.expect("arrives");
    assert_eq!(ada.status, Status::Invited);
    tx.commit().await.expect("commits");

    let sent = mails(&t.db).await;
    let link = link(&sent, "ada@beispiel.example");
    let password = hash(&t.db, GOOD_PASSWORD).await;
    let mut tx = begin(&t.db).await;
    assert!(matches!(
        invitations::view(&mut tx, &link).await.expect("reads").expect("known").state,
        State::Open { .. }
    ));
    let signed_in = invitations::accept_with_password(&mut tx, &link, &password).await.expect("accepts");
    let session = SessionHash::of(1234);
    assert!(
        sessions::create(&mut tx, &session, signed_in.account(), signed_in.user(), &serde_json::json!({}))
            .await
            .expect("creates")
    );
    tx.commit().await.expect("commits");

    let mut tx = begin(&t.db).await;
    assert!(sessions::authenticate(&mut tx, &session).await.expect("reads").is_some());
    let admin = administer(&mut tx, &company).await;
    let count = licences::count(&mut tx, &admin).await.expect("counts");
    assert_eq!((count.used, count.reserved, count.total), (1, 0, 1));
    drop(tx);

    let (mut tx, scim, eligible) = provisioner(&t.db, connection, &token).await;
    let locked = users::lock(&mut tx, &scim, ada.id).await.expect("reads").expect("found");
    let mut gone = person("ada@beispiel.example");
    gone.active = Some(false);
    let after = users::replace(&mut tx, &scim, &eligible, locked, &gone).await.expect("deactivates");
    assert_eq!((after.status, after.seat), (Status::Deactivated, false));
    tx.commit().await.expect("commits");

    let mut tx = begin(&t.db).await;
    assert!(
        sessions::authenticate(&mut tx, &session).await.expect("reads").is_none(),
        "the session ended with the access"
    );
    let admin = administer(&mut tx, &company).await;
    assert_eq!(licences::count(&mut tx, &admin).await.expect("counts").total, 0, "the licence is free");
    let causes: Vec<_> = licences::ledger(&mut tx, &admin, None, 10)
        .await
        .expect("reads")
        .into_iter()
        .map(|e| (e.cause, e.seats_delta, e.licences_delta))
        .collect();
    assert_eq!(causes, [("deactivated".to_owned(), -1, -1), ("invited".to_owned(), 1, 1)]);
}

#[tokio::test]
async fn a_lost_token_is_revoked_and_the_next_one_works_at_the_same_address() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, old) = activate(&t.db, &company).await;

    let mut tx = begin(&t.db).await;
    assert_eq!(tokens::revoke(&mut tx, Revoker::Operator(OPERATOR), connection, "verlegt").await.expect("revokes"), 1);
    tx.commit().await.expect("commits");

    assert!(matches!(idp(&t.db, connection, &old).await, Err(AuthenticateError::Refused)));

    let (same, new) = activate(&t.db, &company).await;
    assert_eq!(same, connection, "the Base URL stays");
    assert!(idp(&t.db, connection, &new).await.is_ok());
    let kinds: Vec<_> = mails(&t.db).await.iter().map(|m| m.message.kind()).collect();
    assert_eq!(kinds, ["token_created", "token_revoked", "token_created"]);
}

#[tokio::test]
async fn r16_preconditions_are_checked_and_one_form_makes_one_token() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut tx = begin(&t.db).await;
    let admin = administer(&mut tx, &company).await;
    accounts::set_plan(&mut tx, OPERATOR, &admin, Plan::Basic).await.expect("sets");
    accounts::set_auto_licences(&mut tx, OPERATOR, &admin, false).await.expect("sets");
    match connections::activate(&mut tx, &admin, SignInMethod::Password, Uuid::new_v4()).await {
        Err(connections::ActivateError::NotEligible(missing)) => {
            assert_eq!(missing, [Missing::Premium, Missing::AutoLicences]);
        }
        other => panic!("{other:?}"),
    }
    accounts::set_plan(&mut tx, OPERATOR, &admin, Plan::Premium).await.expect("sets");
    accounts::set_auto_licences(&mut tx, OPERATOR, &admin, true).await.expect("sets");
    let form = Uuid::new_v4();
    for (method, refused) in [(SignInMethod::Google, "MethodNotEnabled"), (SignInMethod::Password, "")] {
        let result = connections::activate(&mut tx, &admin, method, form).await;
        assert_eq!(result.is_err(), !refused.is_empty(), "{method}");
        assert!(format!("{result:?}").contains(refused));
    }
    let again = connections::activate(&mut tx, &admin, SignInMethod::Password, form).await;
    assert!(matches!(again, Err(connections::ActivateError::AlreadyDone)), "{again:?}");
    assert!(matches!(
        sign_in_methods::set(&mut tx, &admin, SignInMethod::Saml, true).await,
        Err(sign_in_methods::SetMethodError::NotConfigured)
    ));
    assert!(matches!(
        sign_in_methods::set(&mut tx, &admin, SignInMethod::Oidc, true).await,
        Err(sign_in_methods::SetMethodError::NotConfigured)
    ));
    assert!(matches!(
        sign_in_methods::set(&mut tx, &admin, SignInMethod::Password, false).await,
        Err(sign_in_methods::SetMethodError::UsedByScim)
    ));
}

#[tokio::test]
async fn r16_twenty_activations_at_once_make_exactly_one_token() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let tries = (0..20).map(|_| {
        let (db, company) = (t.db.clone(), company.account.to_string());
        tokio::spawn(async move {
            let mut tx = begin(&db).await;
            let admin = accounts::operate(&mut tx, OPERATOR, &company).await.expect("reads").expect("found");
            let result = connections::activate(&mut tx, &admin, SignInMethod::Password, Uuid::new_v4()).await;
            let made = result.is_ok();
            if made {
                tx.commit().await.expect("commits");
            }
            made
        })
    });
    let mut made = 0;
    for attempt in tries.collect::<Vec<_>>() {
        made += usize::from(attempt.await.expect("runs"));
    }
    assert_eq!(made, 1);
    assert_eq!(t.count("select count(*) from tokens").await, 1);
}

#[tokio::test]
async fn the_same_person_twice_is_refused_by_name_address_and_case() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    let (mut tx, scim, eligible) = provisioner(&t.db, connection, &token).await;
    users::provision(&mut tx, &scim, &eligible, &person("ada@beispiel.example")).await.expect("arrives");
    for again in ["ada@beispiel.example", "ADA@Beispiel.Example", "\u{ff41}da@beispiel.example"] {
        let mut profile = person("other@beispiel.example");
        profile.user_name = again.to_owned();
        assert!(
            matches!(users::provision(&mut tx, &scim, &eligible, &profile).await, Err(ProvisionError::AlreadyManaged)),
            "{again}"
        );
    }
    let administrator = person("admin@beispiel-gmbh.example");
    assert!(
        matches!(
            users::provision(&mut tx, &scim, &eligible, &administrator).await,
            Err(ProvisionError::NotLinked(NotLinked::Privileged(_)))
        ),
        "an administrator is never taken over"
    );
    tx.commit().await.expect("commits");
    assert_eq!(t.count("select count(*) from users where connection_id is not null").await, 1);
    assert_eq!(t.count("select count(*) from outbox where kind = 'invitation'").await, 1);
}

#[tokio::test]
async fn r34_an_invitation_works_once_expires_by_the_clock_and_renews_to_the_same_address() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    let (mut tx, scim, eligible) = provisioner(&t.db, connection, &token).await;
    for address in ["ada@beispiel.example", "bob@beispiel.example"] {
        users::provision(&mut tx, &scim, &eligible, &person(address)).await.expect("arrives");
    }
    tx.commit().await.expect("commits");
    let sent = mails(&t.db).await;
    let (ada, bob) = (link(&sent, "ada@beispiel.example"), link(&sent, "bob@beispiel.example"));
    let password = hash(&t.db, GOOD_PASSWORD).await;

    let mut tx = begin(&t.db).await;
    invitations::accept_with_password(&mut tx, &ada, &password).await.expect("accepts");
    assert!(matches!(invitations::accept_with_password(&mut tx, &ada, &password).await, Err(AcceptError::NotOpen)));
    assert_eq!(invitations::view(&mut tx, &ada).await.expect("reads").expect("known").state, State::Accepted);
    tx.commit().await.expect("commits");

    // A week later, with no worker having run: dead by comparison.
    let later = instance_at(&t.superuser, time::Duration::days(8)).await;
    let mut tx = begin(&later).await;
    assert!(matches!(invitations::accept_with_password(&mut tx, &bob, &password).await, Err(AcceptError::NotOpen)));
    assert_eq!(invitations::view(&mut tx, &bob).await.expect("reads").expect("known").state, State::Expired);
    drop(tx);
    let mut tx = begin(&later).await;
    assert_eq!(invitations::expire(&mut tx, WORKER, 100).await.expect("expires"), 1);
    let admin = administer(&mut tx, &company).await;
    assert_eq!(
        licences::count(&mut tx, &admin).await.expect("counts").total,
        1,
        "the expired invitation gave its licence back"
    );
    invitations::renew(&mut tx, &bob).await.expect("renews");
    assert!(matches!(invitations::renew(&mut tx, &bob).await, Err(ResendError::TooOften)));
    tx.commit().await.expect("commits");
    let fresh = link(&mails(&later).await, "bob@beispiel.example");
    let mut tx = begin(&later).await;
    invitations::accept_with_password(&mut tx, &fresh, &password).await.expect("the fresh link works");
}

#[tokio::test]
async fn r34_a_hundred_accepts_at_once_on_two_instances_succeed_once() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    let (mut tx, scim, eligible) = provisioner(&t.db, connection, &token).await;
    users::provision(&mut tx, &scim, &eligible, &person("ada@beispiel.example")).await.expect("arrives");
    tx.commit().await.expect("commits");
    let secret = link(&mails(&t.db).await, "ada@beispiel.example").reveal().to_owned();
    let password = hash(&t.db, GOOD_PASSWORD).await;
    let second = crate::support::db::instance(&t.superuser).await;
    let mut tries = Vec::new();
    for n in 0..100 {
        let (db, secret, password) =
            (if n % 2 == 0 { t.db.clone() } else { second.clone() }, secret.clone(), password.clone());
        tries.push(tokio::spawn(async move {
            let link = einlass::domain::secrets::PlainLink::parse(&secret).expect("a link");
            let mut tx = begin(&db).await;
            let accepted = invitations::accept_with_password(&mut tx, &link, &password).await.is_ok();
            if accepted {
                tx.commit().await.expect("commits");
            }
            accepted
        }));
    }
    let mut accepted = 0;
    for attempt in tries {
        accepted += usize::from(attempt.await.expect("runs"));
    }
    assert_eq!(accepted, 1);
}
