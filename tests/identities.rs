//! Who comes in through an identity provider, and who does not.

use einlass::domain::accounts::Created;
use einlass::domain::invitations::{self, AcceptError, Mismatch, State};
use einlass::domain::saml_providers::{self, SamlProvider};
use einlass::domain::secrets::PlainLink;
use einlass::domain::sign_in_methods::{self, SetMethodError};
use einlass::domain::{connections, flows, identities, identity_providers, users};
use einlass::model::{AccountId, ConnectionId, ProviderIdentity, SignInMethod, UserId};
use uuid::Uuid;

use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::{account, administer, begin, link, mails, person, provisioner};
use crate::support::with_another_end;

pub const ADDRESS: &str = "ada@beispiel.example";
const GOOGLE: &str = "https://accounts.google.com";
const OWN: &str = "https://login.beispiel.example";
const TENANT: Uuid = Uuid::from_u128(0x8f2c_1d34_5b6a_4c7d_9e80_1122_3344_5566);
pub const SAML: &str = "https://saml.beispiel.example/idp";
pub const PROVIDERS: [SignInMethod; 4] =
    [SignInMethod::Google, SignInMethod::Microsoft, SignInMethod::Oidc, SignInMethod::Saml];

pub fn issuer(method: SignInMethod) -> String {
    match method {
        SignInMethod::Microsoft => format!("https://login.microsoftonline.com/{TENANT}/v2.0"),
        SignInMethod::Oidc => OWN.to_owned(),
        SignInMethod::Saml => SAML.to_owned(),
        _ => GOOGLE.to_owned(),
    }
}

/// What the provider of a method says about Ada.
pub fn ada(method: SignInMethod) -> ProviderIdentity {
    ProviderIdentity {
        method,
        issuer: issuer(method),
        subject: "ada-17".to_owned(),
        email: Some(ADDRESS.parse().expect("an address")),
        email_verified: Some(true),
    }
}

pub fn saml() -> SamlProvider {
    SamlProvider {
        entity_id: SAML.to_owned(),
        sso_url: format!("{SAML}/sso"),
        certificates: vec![vec![1]],
        subject_attribute: None,
        email_attribute: None,
        tested_at: None,
    }
}

/// A company that invites by a provider beside e-mail and password.
pub struct Company {
    pub t: Fresh,
    pub created: Created,
    pub connection: ConnectionId,
    pub token: String,
}

pub async fn company(method: SignInMethod) -> Company {
    let t = fresh().await;
    let created = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = allow(&t, &created, method).await;
    Company { t, created, connection, token }
}

/// Sets the method up, switches it on and SCIM with it.
async fn allow(t: &Fresh, created: &Created, method: SignInMethod) -> (ConnectionId, String) {
    let mut tx = begin(&t.db).await;
    let admin = administer(&mut tx, created).await;
    identity_providers::set_tenant(&mut tx, &admin, TENANT).await.expect("sets");
    let secret = Some("ein Geheimnis".into());
    identity_providers::set_own(&mut tx, &admin, OWN, "einlass", secret).await.expect("sets");
    saml_providers::set(&mut tx, &admin, &saml()).await.expect("sets");
    sign_in_methods::set(&mut tx, &admin, method, true).await.expect("switches on");
    let (connection, token) = connections::activate(&mut tx, &admin, method, Uuid::new_v4()).await.expect("activates");
    tx.commit().await.expect("commits");
    (connection, token.reveal())
}

impl Company {
    pub async fn invite(&self, address: &str) -> (UserId, PlainLink) {
        let (mut tx, scim, eligible) = provisioner(&self.t.db, self.connection, &self.token).await;
        let user = users::provision(&mut tx, &scim, &eligible, &person(address)).await.expect("arrives");
        tx.commit().await.expect("commits");
        (user.id, link(&mails(&self.t.db).await, address))
    }

    pub async fn accept(&self, link: &PlainLink, identity: &ProviderIdentity) -> Result<UserId, AcceptError> {
        let mut tx = begin(&self.t.db).await;
        let signed_in = invitations::accept_with_identity(&mut tx, link, identity).await?;
        tx.commit().await.expect("commits");
        assert_eq!(signed_in.method(), identity.method);
        Ok(signed_in.user())
    }

    pub async fn state(&self, link: &PlainLink) -> State {
        let mut tx = begin(&self.t.db).await;
        invitations::view(&mut tx, link).await.expect("reads").expect("is there").state
    }

    pub async fn switch(&self, method: SignInMethod, on: bool) -> Result<(), SetMethodError> {
        let mut tx = begin(&self.t.db).await;
        let admin = administer(&mut tx, &self.created).await;
        sign_in_methods::set(&mut tx, &admin, method, on).await?;
        tx.commit().await.expect("commits");
        Ok(())
    }
}

/// Whom an identity opens.
pub async fn come(t: &Fresh, identity: &ProviderIdentity, of: Option<AccountId>) -> Vec<UserId> {
    let mut tx = begin(&t.db).await;
    let matches = identities::sign_in(&mut tx, identity, of).await.expect("looks");
    identities::report_changed(&mut tx, identity, of).await.expect("looks");
    tx.commit().await.expect("commits");
    matches.into_iter().map(|found| found.signed_in.user()).collect()
}

#[tokio::test]
async fn r37_issuer_and_subject_name_a_person_and_the_address_counts_once() {
    for method in PROVIDERS {
        let c = company(method).await;
        let of = Some(c.created.account);
        let (user, link) = c.invite(ADDRESS).await;
        assert_eq!(come(&c.t, &ada(method), of).await, [], "{method}: nobody before the invitation");
        assert_eq!(c.accept(&link, &ada(method)).await.expect("accepts"), user);
        assert!(matches!(c.state(&link).await, State::Accepted));
        assert!(matches!(c.accept(&link, &ada(method)).await, Err(AcceptError::NotOpen)), "{method}: once");

        // The address may change or go: the person stays the same.
        let renamed =
            ProviderIdentity { email: Some("ada.king@beispiel.example".parse().expect("an address")), ..ada(method) };
        let silent = ProviderIdentity { email: None, email_verified: None, ..ada(method) };
        assert_eq!(come(&c.t, &renamed, of).await, [user]);
        assert_eq!(come(&c.t, &silent, of).await, [user]);
        // Another person with the same address is another person, and so is the same subject elsewhere.
        let heir = ProviderIdentity { subject: "somebody-new".to_owned(), ..ada(method) };
        let elsewhere = ProviderIdentity { issuer: "https://evil.example".to_owned(), ..ada(method) };
        assert_eq!(come(&c.t, &heir, of).await, []);
        assert_eq!(come(&c.t, &elsewhere, of).await, []);
        for other in PROVIDERS.into_iter().filter(|other| *other != method) {
            let claimed = ProviderIdentity { issuer: issuer(method), ..ada(other) };
            assert_eq!(come(&c.t, &claimed, of).await, [], "{method} claimed as {other}");
        }
    }
}

#[tokio::test]
async fn r37_an_invitation_is_accepted_by_the_invited_person_alone() {
    for method in PROVIDERS {
        let c = company(method).await;
        let (_, link) = c.invite(ADDRESS).await;
        let mut wrong = vec![
            (ProviderIdentity { email: None, ..ada(method) }, Mismatch::NoAddress),
            (ProviderIdentity { email_verified: Some(false), ..ada(method) }, Mismatch::NotVerified),
            (
                ProviderIdentity { email: Some("eve@beispiel.example".parse().expect("an address")), ..ada(method) },
                Mismatch::OtherAddress,
            ),
        ];
        if method == SignInMethod::Google {
            wrong.push((ProviderIdentity { email_verified: None, ..ada(method) }, Mismatch::NotVerified));
        }
        for (identity, expected) in wrong {
            match c.accept(&link, &identity).await {
                Err(AcceptError::NotThePerson(mismatch)) => assert_eq!(mismatch, expected, "{method}"),
                other => panic!("{method}: {other:?}"),
            }
            assert!(matches!(c.state(&link).await, State::Open { .. }), "{method}: nothing is used up");
        }
        let foreign = match method {
            SignInMethod::Google => None,
            SignInMethod::Microsoft => Some(format!("https://login.microsoftonline.com/{}/v2.0", Uuid::from_u128(1))),
            _ => Some("https://login.andere.example".to_owned()),
        };
        if let Some(issuer) = foreign {
            let outcome = c.accept(&link, &ProviderIdentity { issuer, ..ada(method) }).await;
            assert!(matches!(outcome, Err(AcceptError::MethodNotAllowed)), "{method}: {outcome:?}");
        }
        // Upper case is the same mailbox.
        let loud = ProviderIdentity { email: Some("Ada@Beispiel.example".parse().expect("an address")), ..ada(method) };
        c.accept(&link, &loud).await.expect("accepts");
        // Somebody who comes as Ada already cannot be invited as somebody else.
        let (_, second) = c.invite("ada.zwei@beispiel.example").await;
        let same =
            ProviderIdentity { email: Some("ada.zwei@beispiel.example".parse().expect("an address")), ..ada(method) };
        let outcome = c.accept(&second, &same).await;
        assert!(matches!(outcome, Err(AcceptError::NotThePerson(Mismatch::SomebodyElse))), "{method}: {outcome:?}");
    }
}

#[tokio::test]
async fn r37_what_a_company_s_own_provider_says_counts_in_that_company_alone() {
    for method in [SignInMethod::Oidc, SignInMethod::Saml] {
        let c = company(method).await;
        let (user, link) = c.invite(ADDRESS).await;
        c.accept(&link, &ada(method)).await.expect("accepts");
        let other = account(&c.t.db, "Andere AG").await;
        allow(&c.t, &other, method).await;
        assert_eq!(come(&c.t, &ada(method), Some(c.created.account)).await, [user]);
        assert_eq!(come(&c.t, &ada(method), Some(other.account)).await, [], "{method}: same issuer, another company");
    }
}

#[tokio::test]
async fn r37_a_changed_subject_is_refused_and_told_once_a_day() {
    let c = company(SignInMethod::Google).await;
    let (_, link) = c.invite(ADDRESS).await;
    c.accept(&link, &ada(SignInMethod::Google)).await.expect("accepts");
    mails(&c.t.db).await;
    let heir = ProviderIdentity { subject: "bought-the-domain".to_owned(), ..ada(SignInMethod::Google) };
    for _ in 0..3 {
        assert_eq!(come(&c.t, &heir, None).await, []);
    }
    let told = mails(&c.t.db).await;
    assert_eq!(told.iter().map(|mail| mail.message.kind()).collect::<Vec<_>>(), ["identity_changed"]);
    assert!(told[0].to.as_str().starts_with("admin@"));
    assert_eq!(c.t.count("select count(*) from audit_log where action = 'identity.changed_refused'").await, 1);
    let tomorrow = instance_at(&c.t.superuser, time::Duration::hours(25)).await;
    let mut tx = begin(&tomorrow).await;
    identities::report_changed(&mut tx, &heir, None).await.expect("looks");
    tx.commit().await.expect("commits");
    assert_eq!(c.t.count("select count(*) from audit_log where action = 'identity.changed_refused'").await, 2);
}

#[tokio::test]
async fn r38_what_a_browser_carries_is_ours_and_good_once() {
    let t = fresh().await;
    let mut tx = begin(&t.db).await;
    let sealed = flows::seal(&tx, "carried").expect("seals");
    assert_eq!(flows::open::<String>(&tx, &sealed).as_deref(), Some("carried"));
    for forged in ["", "x", &sealed[1..], &with_another_end(&sealed), &sealed.to_lowercase()] {
        assert_eq!(flows::open::<String>(&tx, forged), None);
    }
    assert!(flows::use_once(&mut tx, "a state").await.expect("notes"));
    assert!(!flows::use_once(&mut tx, "a state").await.expect("notes"));
    tx.commit().await.expect("commits");
    let later = instance_at(&t.superuser, flows::LIFETIME).await;
    let tx = begin(&later).await;
    assert_eq!(flows::open::<String>(&tx, &sealed), None, "too late");
    // Longer than any assertion is taken whose provider's clock is a minute ahead.
    let almost = instance_at(&t.superuser, flows::LIFETIME + time::Duration::seconds(61)).await;
    let mut tx = begin(&almost).await;
    assert_eq!(flows::forget_old(&mut tx, crate::support::personas::WORKER, 100).await.expect("looks"), 0);
    let later = instance_at(&t.superuser, flows::LIFETIME + time::Duration::minutes(2)).await;
    let mut tx = begin(&later).await;
    assert_eq!(flows::forget_old(&mut tx, crate::support::personas::WORKER, 100).await.expect("forgets"), 1);
}

#[tokio::test]
async fn r38_an_assertion_counts_once_and_its_browser_fetches_it_once() {
    let t = fresh().await;
    let (one, other) = (account(&t.db, "Beispiel GmbH").await.account, account(&t.db, "Andere AG").await.account);
    let mut tx = begin(&t.db).await;
    let handle = saml_providers::keep(&mut tx, one, "_a1", &"said").await.expect("keeps").expect("is new");
    assert!(saml_providers::keep(&mut tx, one, "_a1", &"said").await.expect("looks").is_none(), "a replay");
    // Another company's provider may choose the same name.
    let theirs = saml_providers::keep(&mut tx, other, "_a1", &"theirs").await.expect("keeps").expect("is new");
    tx.commit().await.expect("commits");
    assert_eq!(
        t.count("select count(*) from saml_arrivals where position('said' in encode(sealed, 'escape')) > 0").await,
        0
    );

    let mut tx = begin(&t.db).await;
    assert_eq!(
        saml_providers::take::<String>(&mut tx, other, &handle).await.expect("looks"),
        None,
        "of another company"
    );
    assert_eq!(saml_providers::take::<String>(&mut tx, one, &handle).await.expect("takes").as_deref(), Some("said"));
    assert_eq!(saml_providers::take::<String>(&mut tx, one, &handle).await.expect("looks"), None, "once");
    tx.commit().await.expect("commits");
    let late = instance_at(&t.superuser, time::Duration::minutes(5)).await;
    let mut tx = begin(&late).await;
    assert_eq!(saml_providers::take::<String>(&mut tx, other, &theirs).await.expect("looks"), None, "too late");
    saml_providers::keep(&mut tx, other, "_a2", &"x").await.expect("keeps").expect("is new");
    tx.commit().await.expect("commits");
    assert_eq!(t.count("select count(*) from saml_arrivals").await, 1, "what nobody fetched is gone");
}
