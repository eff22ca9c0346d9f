//! Domains that lead „Mit Firmen-Login“ to an account, shown in DNS to be its own (product decision 11).

use axum::http::StatusCode;
use einlass::domain::accounts::Created;
use einlass::domain::{identity_providers, sign_in_methods};
use einlass::model::{AccountId, SignInMethod};
use einlass::outbound::Names;
use einlass::server::chores;
use einlass::server::session::portal_layer;
use einlass::web::ssr::{Portal, portal_router};

use crate::support::browser::{Browser, Shown};
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::dns::Dns;
use crate::support::personas::{account, administer, begin, mails};
use crate::support::portal::settings;

const DOMAINS: &str = "/de/kontoeinstellungen/domains";
const COMPANY: &str = "/de/anmelden/firma";

struct World {
    t: Fresh,
    dns: Dns,
}

async fn world() -> World {
    World { t: fresh().await, dns: Dns::start().await }
}

impl World {
    /// A company with an own OpenID provider and an administrator before its pages, whose DNS is the test's.
    async fn company(&self, name: &str) -> (Created, Browser) {
        let created = account(&self.t.db, name).await;
        let mut tx = begin(&self.t.db).await;
        let admin = administer(&mut tx, &created).await;
        let issuer = "https://login.beispiel.example";
        identity_providers::set_own(&mut tx, &admin, issuer, "einlass", Some("geheim".into())).await.expect("sets");
        sign_in_methods::set(&mut tx, &admin, SignInMethod::Oidc, true).await.expect("switches on");
        tx.commit().await.expect("commits");
        let portal = settings(&self.t.db);
        let providers = einlass::web::ssr::Providers {
            relying_party: einlass::oidc::RelyingParty::new(
                einlass::oidc::Directory::new(portal.providers.outbound.clone()),
                "https://portal.vendor.example/oidc/callback".into(),
            ),
            google: None,
            microsoft: None,
            saml: false,
            outbound: portal.providers.outbound.clone(),
            names: Names::new(&[self.dns.address]),
        };
        let portal = Portal { providers: providers.into(), ..portal };
        let service = portal_router(portal).layer(portal_layer(&self.t.db, false));
        let address = format!("admin@{}.example", name.to_lowercase().replace(' ', "-"));
        let browser = Browser::signed_in(service, &address, &created.admin_password).await;
        (created, browser)
    }

    /// Whom „Mit Firmen-Login“ means.
    async fn means(&self, typed: &str) -> Option<AccountId> {
        let mut tx = begin(&self.t.db).await;
        identity_providers::company(&mut tx, typed).await.expect("looks").map(|(account, _)| account)
    }

    /// The chore, so much later.
    async fn later(&self, hours: i64) {
        let db = instance_at(&self.t.superuser, time::Duration::hours(hours)).await;
        chores::look_up_domains(&db, &Names::new(&[self.dns.address])).await.expect("looks up");
    }
}

/// What the page wants to be written into DNS.
fn wanted(page: &Shown) -> (String, String) {
    let value = |from: &str| {
        let field = page.between(from, ">").split_once("value=\"").expect("a value").1;
        field.split('"').next().expect("text").to_owned()
    };
    (value("id=\"host-"), value("id=\"text-"))
}

async fn add(browser: &mut Browser, domain: &str) -> (String, String, String) {
    let page = browser.post(DOMAINS, &[("aktion", "hinzufuegen"), ("domain", domain)]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let (host, record) = wanted(&page);
    (host, record, page.between("name=\"id\" value=\"", "\"").to_owned())
}

#[tokio::test]
async fn a_domain_leads_to_its_account_once_dns_says_so_whatever_stands_before_the_at() {
    let w = world().await;
    let (company, mut admin) = w.company("Beispiel GmbH").await;
    let (host, record, id) = add(&mut admin, "Beispiel.example").await;
    assert_eq!(host, "_einlass-challenge.beispiel.example");
    assert_eq!(w.means("beispiel.example").await, None, "nothing is shown yet");
    let check = [("aktion", "pruefen"), ("id", id.as_str())];
    assert!(admin.post(DOMAINS, &check).await.body.contains("war der Eintrag nicht zu sehen"));
    w.dns.set(&host, &["v=spf1 -all", "einlass-domain-verification=somebody-else-s"]);
    assert!(admin.post(DOMAINS, &check).await.body.contains("war der Eintrag nicht zu sehen"));
    w.dns.break_down(true);
    assert!(admin.post(DOMAINS, &check).await.body.contains("Vom DNS kam keine Antwort"));
    w.dns.break_down(false);
    w.dns.set(&host, &["v=spf1 -all", &record]);
    let verified = admin.post(DOMAINS, &check).await;
    assert!(verified.body.contains("beispiel.example ist bestätigt."), "{}", verified.body);
    for typed in [
        "beispiel.example",
        " BEISPIEL.example. ",
        "ada@beispiel.example",
        "nobody@Beispiel.example",
        "@beispiel.example",
        "a@b@beispiel.example",
        "ä <x>@beispiel.example",
    ] {
        assert_eq!(w.means(typed).await, Some(company.account), "{typed}");
    }
    for typed in [
        "example",
        "mail.beispiel.example",
        "xbeispiel.example",
        "beispiel.example.evil.example",
        "ada@",
        "beispiel.example@evil.example",
    ] {
        assert_eq!(w.means(typed).await, None, "{typed}");
    }
    // The same answer for every local part, to the byte.
    let mut answers = Vec::new();
    for typed in ["ada@unbekannt.example", "ben@unbekannt.example"] {
        let shown = Browser::new(&w.t.db).post(COMPANY, &[("firma", typed)]).await;
        answers.push((shown.status, shown.body.replace(typed, "")));
    }
    assert_eq!(answers[0].0, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = admin.post(DOMAINS, &[("aktion", "entfernen"), ("id", &id)]).await;
    assert!(gone.body.contains("Die Domain ist entfernt."));
    assert_eq!(w.means("beispiel.example").await, None);
    assert_eq!(
        w.t.count(
            "select count(*) from audit_log where action in ('domain.added', 'domain.verified', 'domain.removed')"
        )
        .await,
        3
    );
}

#[tokio::test]
async fn one_account_holds_a_domain_and_the_other_hears_it_only_once_it_has_shown_that_it_could() {
    let w = world().await;
    let (first, mut one) = w.company("Beispiel GmbH").await;
    let (second, mut two) = w.company("Andere AG").await;
    let (host, record, id) = add(&mut one, "beispiel.example").await;
    let (same, other, second_id) = add(&mut two, "beispiel.example").await;
    assert_eq!(host, same);
    assert_ne!(record, other, "each account has a text of its own");
    w.dns.set(&host, &[&record]);
    one.post(DOMAINS, &[("aktion", "pruefen"), ("id", &id)]).await;
    let check = [("aktion", "pruefen"), ("id", second_id.as_str())];
    assert!(two.post(DOMAINS, &check).await.body.contains("war der Eintrag nicht zu sehen"), "no word of the other");
    w.dns.set(&host, &[&record, &other]);
    assert!(two.post(DOMAINS, &check).await.body.contains("führt schon zu einem anderen Konto"));
    assert_eq!(w.means("beispiel.example").await, Some(first.account));
    // Nobody touches another account's domain by its id.
    assert_eq!(two.post(DOMAINS, &[("aktion", "pruefen"), ("id", &id)]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(two.post(DOMAINS, &[("aktion", "entfernen"), ("id", &id)]).await.status, StatusCode::NOT_FOUND);
    one.post(DOMAINS, &[("aktion", "entfernen"), ("id", &id)]).await;
    assert!(two.post(DOMAINS, &check).await.body.contains("ist bestätigt"));
    assert_eq!(w.means("beispiel.example").await, Some(second.account));
}

#[tokio::test]
async fn a_domain_whose_record_is_gone_counts_for_three_more_days_and_its_admins_are_told_once() {
    let w = world().await;
    let (company, mut admin) = w.company("Beispiel GmbH").await;
    let (host, record, id) = add(&mut admin, "beispiel.example").await;
    w.dns.set(&host, &[&record]);
    admin.post(DOMAINS, &[("aktion", "pruefen"), ("id", &id)]).await;
    mails(&w.t.db).await;
    let asked = w.dns.asked();
    w.later(5).await;
    assert_eq!(w.dns.asked(), asked, "not before six hours are over");
    w.later(7).await;
    assert!(w.dns.asked() > asked);
    // No answer is no news.
    w.dns.break_down(true);
    for hours in [14, 100, 200] {
        w.later(hours).await;
        assert_eq!(w.means("beispiel.example").await, Some(company.account));
    }
    w.dns.break_down(false);
    w.dns.remove(&host);
    w.later(210).await;
    assert_eq!(w.means("beispiel.example").await, Some(company.account), "three days are left");
    let then = instance_at(&w.t.superuser, time::Duration::hours(211)).await;
    let told: Vec<_> = mails(&then).await.iter().map(|mail| mail.message.kind()).collect();
    assert_eq!(told, ["domain_missing"]);
    assert!(admin.get(DOMAINS).await.body.contains("Der TXT-Eintrag ist nicht mehr da."));
    // Back in time: as if nothing had been.
    w.dns.set(&host, &[&record]);
    w.later(240).await;
    w.dns.remove(&host);
    w.later(300).await;
    w.later(371).await;
    assert_eq!(w.means("beispiel.example").await, Some(company.account), "71 hours");
    w.later(378).await;
    assert_eq!(w.means("beispiel.example").await, None, "gone for too long");
    assert_eq!(
        w.t.count("select count(*) from audit_log where action = 'domain.lapsed' and actor_kind = 'system'").await,
        1
    );
}

#[tokio::test]
async fn domains_are_added_with_a_fresh_proof_by_administrators_and_wrong_ones_are_refused_kindly() {
    let w = world().await;
    let (_, mut admin) = w.company("Beispiel GmbH").await;
    for wrong in
        ["", "beispiel", "ada@beispiel.example", "https://beispiel.example", "192.0.2.1", "a_b.example", "-a.example"]
    {
        let page = admin.post(DOMAINS, &[("aktion", "hinzufuegen"), ("domain", wrong)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(page.body.contains("Gib eine Domain wie beispiel.de ein"), "{wrong}");
    }
    add(&mut admin, "beispiel.example").await;
    let twice = admin.post(DOMAINS, &[("aktion", "hinzufuegen"), ("domain", "BEISPIEL.example")]).await;
    assert!(twice.body.contains("steht schon in der Liste") && twice.body.contains("value=\"BEISPIEL.example\""));
    let later = instance_at(&w.t.superuser, time::Duration::minutes(6)).await;
    let mut old = admin.before(&later);
    let led = old.post(DOMAINS, &[("aktion", "hinzufuegen"), ("domain", "zwei.example")]).await;
    assert!(led.location().starts_with("/de/bestaetigen"), "{}", led.location());
    assert_eq!(w.t.count("select count(*) from account_domains").await, 1);
    // What was typed stands there again, in either language.
    assert!(old.get(DOMAINS).await.body.contains("value=\"zwei.example\""));
    assert!(old.get("/en/account-settings/domains").await.body.contains("value=\"zwei.example\""));
    assert!(!old.get("/de/kontoeinstellungen/anmeldemethoden/oidc").await.body.contains("zwei.example"));
    for n in 0..19 {
        w.t.run(&format!("insert into account_domains (account_id, id, domain, challenge, created_at) select id, gen_random_uuid(), 'n{n}.example', repeat('x', 32), now() from accounts")).await;
    }
    let full = admin.post(DOMAINS, &[("aktion", "hinzufuegen"), ("domain", "einundzwanzig.example")]).await;
    assert!(full.body.contains("Mehr als 20 Domains"), "{}", full.body);
}
