//! What ends with a method or a provider, and what belongs to one company alone.

use einlass::domain::invitations::{self, AcceptError, State};
use einlass::domain::saml_providers::{self, SamlProvider};
use einlass::domain::sessions::{self, SessionHash};
use einlass::domain::sign_in_methods::{self, SetMethodError};
use einlass::domain::{identity_providers, resets};
use einlass::model::SignInMethod;
use serde_json::json;

use crate::identities::{ADDRESS, PROVIDERS, ada, come, company, saml};
use crate::support::personas::{account, administer, begin, hash, link, mails, sign_in as sign_in_by_password};

#[tokio::test]
async fn r40_the_invited_method_is_the_only_way_in() {
    for method in PROVIDERS {
        let c = company(method).await;
        let (user, link) = c.invite(ADDRESS).await;
        let password = hash(&c.t.db, "drei kluge Dachse graben leise").await;
        // 1 accept by another method
        let mut tx = begin(&c.t.db).await;
        let outcome = invitations::accept_with_password(&mut tx, &link, &password).await;
        assert!(matches!(outcome, Err(AcceptError::MethodNotAllowed)), "{method}: {outcome:?}");
        drop(tx);
        for other in PROVIDERS.into_iter().filter(|other| *other != method) {
            let outcome = c.accept(&link, &ada(other)).await;
            assert!(matches!(outcome, Err(AcceptError::MethodNotAllowed)), "{method} by {other}: {outcome:?}");
        }
        c.accept(&link, &ada(method)).await.expect("accepts");
        // 2 sign in by password, 3 by another provider
        assert_eq!(sign_in_by_password(&c.t.db, ADDRESS, "drei kluge Dachse graben leise").await, []);
        for other in PROVIDERS.into_iter().filter(|other| *other != method) {
            assert_eq!(come(&c.t, &ada(other), Some(c.created.account)).await, []);
        }
        // 4 ask for a reset
        mails(&c.t.db).await;
        let mut tx = begin(&c.t.db).await;
        resets::request(&mut tx, &ADDRESS.parse().expect("an address")).await.expect("same answer");
        tx.commit().await.expect("commits");
        assert!(mails(&c.t.db).await.is_empty(), "{method}: no reset for somebody without a password");
        // 5 the method is taken away: it is in use by SCIM, so not before that ends
        assert!(matches!(c.switch(method, false).await, Err(SetMethodError::UsedByScim)));
        c.t.execute("update sign_in_methods set enabled = false where method <> 'password'").await;
        // 6 and then it opens nothing, neither for those who came by it nor for those who are invited
        assert_eq!(come(&c.t, &ada(method), Some(c.created.account)).await, [], "{method}: {user}");
    }
}

#[tokio::test]
async fn r40_what_a_method_could_still_open_ends_with_it() {
    let c = company(SignInMethod::Google).await;
    let admin = format!("admin@{}", "beispiel-gmbh.example");
    let mut tx = begin(&c.t.db).await;
    resets::request(&mut tx, &admin.parse().expect("an address")).await.expect("mails");
    tx.commit().await.expect("commits");
    let reset = link(&mails(&c.t.db).await, &admin);
    let outcome = c.switch(SignInMethod::Password, false).await;
    assert!(matches!(outcome, Err(SetMethodError::LastOfAdministrators)), "no admin comes by Google: {outcome:?}");
    c.t.execute(
        "insert into identities (account_id, id, user_id, method, issuer, subject, created_at, last_used_at)
         select account_id, gen_random_uuid(), id, 'google', 'https://accounts.google.com', 'admin-1', now(), now() from users where right_administrator",
    )
    .await;
    let ids = [(SessionHash::of(1), "password"), (SessionHash::of(2), "google")];
    for (id, method) in ids {
        let mut tx = begin(&c.t.db).await;
        let data = json!({ "origin": { "method": method } });
        assert!(sessions::create(&mut tx, &id, c.created.account, c.created.admin, &data).await.expect("creates"));
        tx.commit().await.expect("commits");
    }
    c.switch(SignInMethod::Password, false).await.expect("Google is left");
    for (id, method) in ids {
        let mut tx = begin(&c.t.db).await;
        let found = sessions::authenticate(&mut tx, &id).await.expect("looks").is_some();
        assert_eq!(found, method == "google", "a session by {method}");
    }
    let password = hash(&c.t.db, "drei kluge Dachse graben leise").await;
    c.switch(SignInMethod::Password, true).await.expect("and back");
    let mut tx = begin(&c.t.db).await;
    assert!(resets::complete(&mut tx, &reset, &password).await.is_err(), "ended for good");
    drop(tx);

    let (_, open) = c.invite(ADDRESS).await;
    c.t.execute(
        "delete from tokens; update users set connection_id = null, external_id = null; delete from connections",
    )
    .await;
    c.switch(SignInMethod::Google, false).await.expect("not in use any more");
    c.switch(SignInMethod::Google, true).await.expect("and back");
    assert!(matches!(c.state(&open).await, State::Revoked));
}

#[tokio::test]
async fn r37_whom_another_saml_provider_or_attribute_would_name_is_asked_anew() {
    let c = company(SignInMethod::Saml).await;
    let (user, link) = c.invite(ADDRESS).await;
    c.accept(&link, &ada(SignInMethod::Saml)).await.expect("accepts");
    let change = async |to: SamlProvider| {
        let mut tx = begin(&c.t.db).await;
        let admin = administer(&mut tx, &c.created).await;
        saml_providers::set(&mut tx, &admin, &to).await.expect("sets");
        tx.commit().await.expect("commits");
    };
    // New keys and another place for the address change nobody's name.
    let renewed = SamlProvider { certificates: vec![vec![2]], email_attribute: Some("mail".to_owned()), ..saml() };
    change(renewed.clone()).await;
    assert_eq!(come(&c.t, &ada(SignInMethod::Saml), Some(c.created.account)).await, [user]);
    change(SamlProvider { subject_attribute: Some("oid".to_owned()), ..renewed.clone() }).await;
    assert_eq!(come(&c.t, &ada(SignInMethod::Saml), Some(c.created.account)).await, []);
    change(renewed).await;
    assert_eq!(come(&c.t, &ada(SignInMethod::Saml), Some(c.created.account)).await, [], "forgotten for good");
}

#[tokio::test]
async fn r58_a_company_s_client_secret_is_sealed_and_its_short_name_is_its_own() {
    let c = company(SignInMethod::Oidc).await;
    assert_eq!(
        c.t.count("select count(*) from oidc_providers where position('ein Geheimnis' in encode(client_secret_sealed, 'escape')) > 0").await,
        0
    );
    let other = account(&c.t.db, "Andere AG").await;
    let mut tx = begin(&c.t.db).await;
    let admin = administer(&mut tx, &c.created).await;
    for wrong in ["", "a", "-ab", "ab-", "a--b", "ä-b", "a b", &"a".repeat(41)] {
        let outcome = identity_providers::set_short_name(&mut tx, &admin, wrong).await;
        assert!(matches!(outcome, Err(identity_providers::ShortNameError::Invalid)), "{wrong}");
    }
    identity_providers::set_short_name(&mut tx, &admin, " Beispiel-GmbH ").await.expect("sets");
    tx.commit().await.expect("commits");
    let mut tx = begin(&c.t.db).await;
    let found = identity_providers::company(&mut tx, "BEISPIEL-gmbh").await.expect("looks").expect("is there");
    assert_eq!(found, (c.created.account, vec![SignInMethod::Oidc]), "SAML is set up, not switched on");
    sign_in_methods::set(&mut tx, &admin, SignInMethod::Saml, true).await.expect("switches on");
    let both = identity_providers::company(&mut tx, "beispiel-gmbh").await.expect("looks").expect("is there");
    assert_eq!(both.1, [SignInMethod::Oidc, SignInMethod::Saml]);
    assert!(identity_providers::company(&mut tx, "andere").await.expect("looks").is_none());
    let admin = administer(&mut tx, &other).await;
    let outcome = identity_providers::set_short_name(&mut tx, &admin, "beispiel-gmbh").await;
    assert!(matches!(outcome, Err(identity_providers::ShortNameError::Taken)));
}
