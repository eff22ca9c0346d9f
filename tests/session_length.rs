//! Kontoeinstellungen → Sicherheit: an administrator says how long sessions may idle, and it is true at once, everywhere.

use axum::http::StatusCode;
use einlass::domain::db::Db;
use einlass::domain::sessions::{self, Length, SessionHash};
use einlass::domain::users;
use einlass::model::{AccountId, UserId};
use einlass::server::chores;
use serde_json::json;
use time::Duration;

use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::{accept, account, activate, administer, begin, person, provisioner};

const ADMIN: &str = "admin@beispiel-gmbh.example";
const SECURITY: &str = "/de/kontoeinstellungen/sicherheit";

/// A company with its administrator and with Ada, who has no power over others.
struct Company {
    t: Fresh,
    created: einlass::domain::accounts::Created,
    ada: UserId,
}

impl Company {
    async fn new() -> Self {
        let t = fresh().await;
        let created = account(&t.db, "Beispiel GmbH").await;
        let (connection, token) = activate(&t.db, &created).await;
        let (mut tx, scim, eligible) = provisioner(&t.db, connection, &token).await;
        users::provision(&mut tx, &scim, &eligible, &person("ada@beispiel.example")).await.expect("arrives");
        tx.commit().await.expect("commits");
        let ada = accept(&t.db, "ada@beispiel.example", "drei kluge Dachse graben leise").await;
        Self { t, created, ada }
    }

    async fn choose(&self, minutes: i32) {
        let mut tx = begin(&self.t.db).await;
        let admin = administer(&mut tx, &self.created).await;
        sessions::set_length(&mut tx, &admin, Length::of_minutes(minutes).expect("a length")).await.expect("sets");
        tx.commit().await.expect("commits");
    }

    async fn begins(&self, id: i128, user: UserId) -> SessionHash {
        let hash = SessionHash::of(id);
        let mut tx = begin(&self.t.db).await;
        assert!(sessions::create(&mut tx, &hash, self.account(), user, &json!({})).await.expect("creates"));
        tx.commit().await.expect("commits");
        hash
    }

    fn account(&self) -> AccountId {
        self.created.account
    }

    async fn later(&self, minutes: i64) -> Db {
        instance_at(&self.t.superuser, Duration::minutes(minutes)).await
    }
}

/// Whether the session opens anything; a use that counts.
async fn open(db: &Db, hash: &SessionHash) -> bool {
    let mut tx = begin(db).await;
    let loaded = sessions::load(&mut tx, hash).await.expect("reads").is_some();
    let proven = sessions::authenticate(&mut tx, hash).await.expect("reads").is_some();
    tx.commit().await.expect("commits");
    assert_eq!(loaded, proven, "what keeps the data and what proves say the same");
    proven
}

#[tokio::test]
async fn r22_a_shorter_time_ends_sessions_that_began_before_on_every_instance() {
    let company = Company::new().await;
    let (ada, admin) = (company.begins(1, company.ada).await, company.begins(2, company.created.admin).await);
    let after = company.later(20).await;
    company.choose(15).await;
    for hash in [&ada, &admin] {
        assert!(!open(&after, hash).await);
    }
    // A longer time brings nothing back.
    company.choose(60).await;
    let again = company.begins(3, company.ada).await;
    assert!(open(&after, &again).await, "chosen for those who come");
    let hour = company.later(61).await;
    company.choose(480).await;
    assert!(!open(&hour, &ada).await, "what had ended stays ended");
}

#[tokio::test]
async fn r22_an_administrator_idles_an_hour_at_most_and_nobody_s_session_outlives_a_day() {
    let company = Company::new().await;
    company.choose(480).await;
    let (ada, admin) = (company.begins(1, company.ada).await, company.begins(2, company.created.admin).await);
    let later = company.later(70).await;
    assert!(open(&later, &ada).await && !open(&later, &admin).await);
    let idle = company.later(70 + 481).await;
    assert!(!open(&idle, &ada).await, "eight hours are over");

    company.choose(1440).await;
    let busy = company.begins(3, company.ada).await;
    for hours in [10, 20] {
        let at = company.later(hours * 60).await;
        assert!(open(&at, &busy).await, "busy after {hours} hours");
    }
    let next_day = company.later(24 * 60 + 1).await;
    assert!(!open(&next_day, &busy).await, "however busy");
}

#[tokio::test]
async fn r22_whoever_becomes_an_administrator_has_an_administrator_s_time_at_once() {
    let company = Company::new().await;
    company.choose(480).await;
    let ada = company.begins(1, company.ada).await;
    company.t.execute("update users set right_administrator = true where user_name = 'ada@beispiel.example'").await;
    let later = company.later(70).await;
    assert!(!open(&later, &ada).await);
}

#[tokio::test]
async fn the_page_says_what_holds_asks_for_a_fresh_proof_and_writes_down_who_chose() {
    let t = fresh().await;
    let created = account(&t.db, "Beispiel GmbH").await;
    let mut browser = Browser::new(&t.db);
    browser.sign_in(ADMIN, &created.admin_password).await;
    let page = browser.get(SECURITY).await;
    assert!(
        page.body.contains("Zurzeit endet eine Sitzung nach \u{2068}60 Minuten\u{2069} ohne Aktivität.")
            || page.body.contains("nach 60 Minuten ohne Aktivität."),
        "{}",
        page.body
    );
    let old = instance_at(&t.superuser, Duration::minutes(6)).await;
    let led = browser.before(&old).post(SECURITY, &[("sitzungsdauer", "480")]).await;
    assert!(led.location().starts_with("/de/bestaetigen"), "{led:?}");
    assert_eq!(t.count("select count(*) from accounts where session_idle_minutes <> 60").await, 0);
    for nonsense in ["", "0", "-15", "61", "525600", "x"] {
        let refused = browser.post(SECURITY, &[("sitzungsdauer", nonsense)]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{nonsense}");
    }
    for _ in 0..2 {
        let saved = browser.post(SECURITY, &[("sitzungsdauer", "480")]).await;
        assert_eq!(saved.status, StatusCode::OK);
    }
    let page = browser.get(SECURITY).await;
    assert!(page.body.contains("8 Stunden") && page.body.contains("die von Admins nach"), "{}", page.body);
    assert_eq!(
        t.count("select count(*) from audit_log where action = 'sessions.length_set' and actor_kind = 'user' and details = '{\"from\": {\"minutes\": 60}, \"to\": {\"minutes\": 480}}'").await,
        1
    );
    assert!(browser.get("/de/protokoll").await.body.contains("Die Sitzungsdauer wurde geändert."));
}

#[tokio::test]
async fn what_ended_a_month_ago_is_forgotten_and_what_has_not_goes_on() {
    let t = fresh().await;
    let created = account(&t.db, "Beispiel GmbH").await;
    let other = account(&t.db, "Andere AG").await;
    let (mut kept, mut ended) = (Browser::new(&t.db), Browser::new(&t.db));
    kept.sign_in(ADMIN, &created.admin_password).await;
    ended.sign_in("admin@andere-ag.example", &other.admin_password).await;
    t.execute("insert into pending_sign_ins (account_id, hash, user_id, data, created_at, expires_at)
               select account_id, sha256(id::text::bytea), id, '{}', now() - interval '31 days', now() - interval '31 days' + interval '10 minutes' from users").await;
    for (sql, left) in [
        (
            "update sessions set expires_at = now() - interval '29 days' where account_id = (select id from accounts where name = 'Andere AG')",
            2,
        ),
        (
            "update sessions set expires_at = now() - interval '31 days' where account_id = (select id from accounts where name = 'Andere AG')",
            1,
        ),
    ] {
        t.execute(sql).await;
        chores::once(&t.db).await.expect("done");
        assert_eq!(t.count("select count(*) from sessions").await, left);
    }
    assert_eq!(t.count("select count(*) from pending_sign_ins").await, 0);
    assert!(kept.is_in().await && !ended.is_in().await);
}
