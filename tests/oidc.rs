//! What an OpenID provider can say and what is made of it.

use einlass::model::{ProviderIdentity, SignInMethod};
use einlass::oidc::{Ask, Callback, Directory, Issuer, OidcError, Provider, Refusal, RelyingParty};
use einlass::outbound::{Outbound, Reachable};

use crate::support::node::{self, Program};

const TENANT: &str = "8f2c1d34-5b6a-4c7d-9e80-112233445566";

fn relying_party() -> RelyingParty {
    let here = Reachable::with(vec!["127.0.0.1/32".parse().expect("a network")]);
    RelyingParty::new(Directory::new(Outbound::new(here)), "http://127.0.0.1:1/oidc/callback".to_owned())
}

fn provider(issuer: Issuer) -> Provider {
    Provider {
        method: SignInMethod::Oidc,
        issuer,
        client_id: "einlass".to_owned(),
        client_secret: "ein-langes-geheimnis-fuer-die-pruefung".into(),
    }
}

async fn hostile() -> (Program, RelyingParty, Provider) {
    let program = node::start("hostile_provider.mjs").await;
    let provider = provider(Issuer::Exact(program.ready.clone()));
    (program, relying_party(), provider)
}

/// Goes away and comes back with a token of this kind.
async fn come_back(
    party: &RelyingParty,
    provider: &Provider,
    ask: Ask,
    variant: &str,
) -> Result<ProviderIdentity, OidcError> {
    let departure = party.begin(provider, ask, None).await.expect("leaves");
    let asked: std::collections::HashMap<_, _> = departure.to.query_pairs().into_owned().collect();
    let callback = Callback {
        code: Some(format!("{variant}~{}", asked["nonce"])),
        state: Some(asked["state"].clone()),
        ..Callback::default()
    };
    party.finish(provider, &departure.pending, &callback).await
}

fn refusal(outcome: Result<ProviderIdentity, OidcError>) -> Option<Refusal> {
    match outcome {
        Err(OidcError::Refused(refusal)) => Some(refusal),
        _ => None,
    }
}

#[tokio::test]
async fn r38_a_provider_is_asked_with_a_code_flow_a_challenge_a_state_and_a_nonce() {
    let (_program, party, provider) = hostile().await;
    let first = party.begin(&provider, Ask::Whoever, Some("ada@example.com")).await.expect("leaves");
    let second = party.begin(&provider, Ask::Anew, None).await.expect("leaves");
    let query = |url: &url::Url| url.query_pairs().into_owned().collect::<std::collections::HashMap<_, _>>();
    let (one, two) = (query(&first.to), query(&second.to));
    assert_eq!(one.get("prompt"), None);
    assert_eq!(one["response_type"], "code");
    assert_eq!(one["code_challenge_method"], "S256");
    assert_eq!(one["redirect_uri"], "http://127.0.0.1:1/oidc/callback");
    assert_eq!(one["scope"], "openid email profile");
    assert_eq!(one["login_hint"], "ada@example.com");
    assert_eq!((two["prompt"].as_str(), two["max_age"].as_str()), ("login", "0"));
    for secret in ["state", "nonce", "code_challenge"] {
        assert!(one[secret].len() >= 22 && one[secret] != two[secret], "{secret}");
    }
}

#[tokio::test]
async fn r38_every_hostile_token_is_refused_for_what_it_is() {
    let (_program, party, provider) = hostile().await;
    for good in ["good", "good-es256"] {
        let ada = come_back(&party, &provider, Ask::Whoever, good).await.expect("good");
        assert_eq!((ada.subject.as_str(), ada.email_verified), ("ada", Some(true)), "{good}");
        assert_eq!(ada.email.expect("said").as_str(), "ada@example.com");
    }
    let unverified = come_back(&party, &provider, Ask::Whoever, "unverified").await.expect("read");
    assert_eq!(unverified.email_verified, Some(false), "handed on, for the domain to refuse");

    let hostile = [
        ("unsigned", Refusal::Algorithm),
        ("unsigned-with-kid", Refusal::Algorithm),
        ("client-secret", Refusal::Algorithm),
        ("public-key-as-secret", Refusal::Algorithm),
        ("empty-secret", Refusal::Algorithm),
        ("other-key-same-kid", Refusal::Signature),
        ("unknown-kid", Refusal::Signature),
        ("key-in-header", Refusal::Signature),
        ("key-by-address", Refusal::Signature),
        ("changed-payload", Refusal::Signature),
        ("other-issuer", Refusal::Issuer),
        ("issuer-with-slash", Refusal::Issuer),
        ("no-issuer", Refusal::NoIdToken),
        ("other-audience", Refusal::Audience),
        ("second-audience", Refusal::Audience),
        ("no-audience", Refusal::Audience),
        ("other-party", Refusal::AuthorizedParty),
        ("expired", Refusal::Expired),
        ("no-expiry", Refusal::NoIdToken),
        ("from-the-future", Refusal::IssuedAt),
        ("old", Refusal::IssuedAt),
        ("other-nonce", Refusal::Nonce),
        ("no-nonce", Refusal::Nonce),
        ("no-subject", Refusal::NoIdToken),
        ("empty-subject", Refusal::Subject),
        ("long-subject", Refusal::Subject),
        ("access-token", Refusal::Algorithm),
        ("rubbish", Refusal::NoIdToken),
        ("none-at-all", Refusal::NoIdToken),
        ("used", Refusal::Code),
    ];
    let mut wrong = Vec::new();
    for (variant, expected) in hostile {
        let outcome = come_back(&party, &provider, Ask::Whoever, variant).await;
        let told = format!("{outcome:?}");
        if refusal(outcome) != Some(expected) {
            wrong.push(format!("{variant}: {told}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[tokio::test]
async fn r38_new_keys_are_read_once_and_junk_makes_no_traffic() {
    let (_program, party, provider) = hostile().await;
    come_back(&party, &provider, Ask::Whoever, "good").await.expect("good");
    // The provider makes a new key while it answers.
    come_back(&party, &provider, Ask::Whoever, "good-rotated").await.expect("read again");
    let other = hostile().await;
    come_back(&other.1, &other.2, Ask::Whoever, "unknown-kid").await.expect_err("read again, for nothing");
    let outcome = come_back(&other.1, &other.2, Ask::Whoever, "good-rotated").await;
    assert_eq!(refusal(outcome), Some(Refusal::Signature), "not twice within a minute");
}

#[tokio::test]
async fn r38_an_answer_counts_for_the_departure_it_answers_alone() {
    let (program, party, provider) = hostile().await;
    let departure = party.begin(&provider, Ask::Whoever, None).await.expect("leaves");
    let state = departure.pending.state().to_owned();
    let code = Some("good~x".to_owned());
    for forged in [None, Some(String::new()), Some(format!("{state}x")), Some(state[1..].to_owned())] {
        let callback = Callback { code: code.clone(), state: forged, ..Callback::default() };
        assert_eq!(refusal(party.finish(&provider, &departure.pending, &callback).await), Some(Refusal::State));
    }
    let foreign = Callback {
        code: code.clone(),
        state: Some(state.clone()),
        iss: Some("https://evil.example".to_owned()),
        ..Callback::default()
    };
    assert_eq!(refusal(party.finish(&provider, &departure.pending, &foreign).await), Some(Refusal::ResponseIssuer));

    // RFC 9207: who promises to name itself has to.
    let careful = self::provider(Issuer::Exact(format!("{}/iss", program.ready)));
    let departure = party.begin(&careful, Ask::Whoever, None).await.expect("leaves");
    let silent = Callback { code, state: Some(departure.pending.state().to_owned()), ..Callback::default() };
    assert_eq!(refusal(party.finish(&careful, &departure.pending, &silent).await), Some(Refusal::ResponseIssuer));

    let cancelled =
        Callback { error: Some("access_denied".to_owned()), state: Some(state.clone()), ..Callback::default() };
    let departure = party.begin(&provider, Ask::Whoever, None).await.expect("leaves");
    let own = Callback { state: Some(departure.pending.state().to_owned()), ..cancelled };
    assert!(matches!(party.finish(&provider, &departure.pending, &own).await, Err(OidcError::Cancelled)));
}

#[tokio::test]
async fn r37_a_tenant_vouches_for_its_own_people_alone() {
    let (program, party, _) = hostile().await;
    let everybody = provider(Issuer::EveryTenant { authority: program.ready.clone() });
    let ada = come_back(&party, &everybody, Ask::Whoever, "tenant").await.expect("good");
    assert_eq!(ada.issuer, format!("{}/{TENANT}/v2.0", program.ready));
    for variant in ["tenant-of-somebody-else", "no-tenant", "pattern-as-issuer", "good"] {
        let outcome = come_back(&party, &everybody, Ask::Whoever, variant).await;
        assert_eq!(refusal(outcome), Some(Refusal::Issuer), "{variant}");
    }
}

#[tokio::test]
async fn who_has_to_be_asked_anew_was() {
    let (_program, party, provider) = hostile().await;
    come_back(&party, &provider, Ask::Anew, "logged-in-now").await.expect("just now");
    for variant in ["logged-in-long-ago", "good"] {
        let outcome = come_back(&party, &provider, Ask::Anew, variant).await;
        assert_eq!(refusal(outcome), Some(Refusal::AuthTime), "{variant}");
    }
    come_back(&party, &provider, Ask::Whoever, "logged-in-long-ago").await.expect("nobody asked");
}

#[tokio::test]
async fn r39_metadata_lead_nowhere_they_should_not() {
    let (program, party, _) = hostile().await;
    for (path, reason) in [
        ("/pretender", "its metadata name the issuer"),
        ("/script", "authorization endpoint"),
        ("/inside", "a network that is not called from here"),
        ("/moved", "answered 302"),
        ("/endless", "larger than 1 MiB"),
        ("/nothing", "answered 404"),
    ] {
        let issuer = Issuer::Exact(format!("{}{path}", program.ready));
        let error = party.directory().look(&issuer).await.expect_err(path);
        assert!(error.to_string().contains(reason), "{path}: {error}");
    }
    let strict = RelyingParty::new(
        Directory::new(Outbound::new(Reachable::default())),
        "https://portal.example/oidc/callback".to_owned(),
    );
    let error = strict.directory().look(&Issuer::Exact(program.ready.clone())).await.expect_err("loopback");
    assert!(error.to_string().contains("a network that is not called from here"), "{error}");
}
