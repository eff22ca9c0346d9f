//! API keys: made by an administrator with a fresh proof, shown once, ended by hand, by the clock, and with the right of whoever made them.

use axum::http::StatusCode;
use einlass::domain::outbox::{KeyChange, Mail, Message};
use einlass::model::{ApiArea, Language};
use einlass::server::chores;
use einlass::server::mail::{Letter, Sender};
use serde_json::{Value, json};
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};
use time::Duration;
use uuid::Uuid;

use crate::api_client::{ALL, Company, KEYS, Program, ask, company, key, shown};
use crate::support::browser::Browser;
use crate::support::db::{Fresh, instance, instance_at};
use crate::support::personas::{accept, mails};
use crate::support::portal::portal;

const ADA: &str = "ada@beispiel.example";
const PASSWORD: &str = "drei kluge Dachse graben leise";
const LIVE: &str = "select count(*) from api_keys where ended_at is null";

fn changes<'a>(mails: &'a [Mail]) -> Vec<&'a KeyChange> {
    let change = |message: &'a Message| match message {
        Message::ApiKeyChanged { change, .. } => Some(change),
        _ => None,
    };
    mails.iter().map(|mail| &mail.message).filter_map(change).collect()
}

async fn opens(t: &Fresh, key: &str) -> u16 {
    Program::at(&t.db, key).get("/people").await.status
}

/// The id of the newest key, as its button carries it.
async fn newest(t: &Fresh) -> String {
    t.text("select id::text from api_keys order by created_at desc, id desc limit 1").await
}

#[tokio::test]
async fn r16_a_key_is_shown_once_and_nowhere_else_and_one_form_makes_one_key() {
    let (t, mut c) = company().await;
    assert!(c.admin.get(KEYS).await.body.contains("Noch kein API-Schlüssel"));
    let form = Uuid::new_v4().to_string();
    let page = ask(&mut c.admin, " Splunk ", &["people", "audit_log"], "30_days", &form).await;
    assert_eq!((page.status, page.headers["cache-control"].to_str().expect("text")), (StatusCode::OK, "no-store"));
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    let key = shown(&page);
    let again = ask(&mut c.admin, "Splunk", &["people", "audit_log"], "30_days", &form).await;
    assert!(again.body.contains("Er war nur einmal sichtbar") && !again.body.contains(&key), "{}", again.body);
    assert_eq!(t.count(LIVE).await, 1);

    let list = c.admin.get(KEYS).await.body;
    for said in ["Splunk", "Personen", "Protokoll", "noch nie benutzt", &format!("einlass_live_api_…{}", &key[52..])]
    {
        assert!(list.contains(said), "{said}: {list}");
    }
    assert!(!list.contains(&key));
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("answers");
    let lies = sqlx::query_scalar::<_, i64>(
        "select count(*) from (select k::text as text from api_keys k union all select a::text from audit_log a
           union all select o::text from outbox o union all select s::text from sessions s) rows where position($1 in text) > 0",
    );
    assert_eq!(lies.bind(&key[17..]).fetch_one(&mut conn).await.expect("reads"), 0, "the secret lies nowhere");
    let log = "select details::text from audit_log where action = 'api_key.created' and actor_kind = 'user' and target_kind = 'api_key'";
    let details: Value = serde_json::from_str(&t.text(log).await).expect("JSON");
    let told = json!({"name": "Splunk", "areas": ["people", "audit_log"], "last4": &key[52..], "lifetime": "30_days"});
    assert_eq!(details, told);
    let sent = mails(&t.db).await;
    let [KeyChange::Made { areas, .. }] = changes(&sent)[..] else { panic!("{sent:?}") };
    assert_eq!(areas, &[ApiArea::People, ApiArea::AuditLog]);
    assert_eq!(sent[0].to.as_str(), "admin@beispiel-gmbh.example");
}

#[tokio::test]
async fn r16_an_old_proof_makes_no_key_and_what_was_typed_stands_there_again() {
    let (t, c) = company().await;
    let later = instance_at(&t.superuser, Duration::minutes(6)).await;
    let mut old = c.admin.before(&later);
    let form = Uuid::new_v4().to_string();
    let led = ask(&mut old, "Splunk", &["licences"], "365_days", &form).await;
    assert_eq!((led.status, t.count(LIVE).await), (StatusCode::SEE_OTHER, 0));
    assert!(led.location().starts_with("/de/bestaetigen?weiter=") && !led.location().contains("Splunk"), "{led:?}");
    let proof = [("passwort", c.created.admin_password.as_str()), ("weiter", KEYS)];
    assert_eq!(old.post("/de/bestaetigen", &proof).await.location(), KEYS);
    let page = old.get(KEYS).await.body;
    assert!(page.contains("value=\"Splunk\""), "{page}");
    for said in ["name=\"bereich-licences\" value=\"ja\" checked", "value=\"365_days\" selected"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let made = ask(&mut old, "Splunk", &["licences"], "365_days", &form).await;
    assert_eq!((shown(&made).len(), t.count(LIVE).await), (56, 1));
}

#[tokio::test]
async fn a_key_has_a_name_an_area_and_an_end_and_an_account_has_twenty() {
    let (t, mut c) = company().await;
    let fresh = || Uuid::new_v4().to_string();
    for (name, areas, said) in [
        ("", &ALL[..], "Gib dem Schlüssel einen Namen"),
        ("  ", &ALL[..], "Gib dem Schlüssel einen Namen"),
        (&"x".repeat(61), &ALL[..], "Gib dem Schlüssel einen Namen"),
        ("Bericht", &[], "Wähle mindestens einen Bereich."),
        ("Bericht", &["alles"], "Wähle mindestens einen Bereich."),
    ] {
        let refused = ask(&mut c.admin, name, areas, "30_days", &fresh()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {refused:?}");
        assert!(refused.body.contains(said), "{name}: {}", refused.body);
    }
    for lifetime in ["", "unlimited", "1_year"] {
        assert_eq!(ask(&mut c.admin, "Bericht", &ALL, lifetime, &fresh()).await.status, StatusCode::BAD_REQUEST);
    }
    for _ in 0..20 {
        key(&mut c.admin, &["people"]).await;
    }
    let refused = ask(&mut c.admin, "Bericht", &ALL, "30_days", &fresh()).await;
    assert_eq!((refused.status, t.count(LIVE).await), (StatusCode::CONFLICT, 20));
    assert!(refused.body.contains("Mehr als 20 Schlüssel gelten nie zugleich."), "{}", refused.body);
    let id = newest(&t).await;
    c.admin.post(KEYS, &[("aktion", "widerrufen"), ("id", &id)]).await;
    key(&mut c.admin, &["people"]).await;
    assert_eq!(t.count(LIVE).await, 20);
}

#[tokio::test]
async fn r18_a_revoked_key_is_dead_at_once_on_every_instance_and_nobody_else_revokes_it() {
    let (t, mut c) = company().await;
    let mut blue = Company::of(&t, "Blau GmbH").await;
    let key = key(&mut c.admin, &ALL).await;
    let id = newest(&t).await;
    mails(&t.db).await;
    let foreign = blue.admin.post(KEYS, &[("aktion", "widerrufen"), ("id", &id)]).await;
    assert!(foreign.body.contains("galt schon nicht mehr"), "{}", foreign.body);
    assert_eq!(opens(&t, &key).await, 200);
    let second = Program::at(&instance(&t.superuser).await, &key);
    assert_eq!(second.get("/people").await.status, 200);

    let revoked = c.admin.post(KEYS, &[("aktion", "widerrufen"), ("id", &id)]).await;
    assert!(revoked.body.contains("Der API-Schlüssel ist widerrufen."), "{}", revoked.body);
    assert_eq!((opens(&t, &key).await, second.get("/people").await.status), (401, 401));
    let again = c.admin.post(KEYS, &[("aktion", "widerrufen"), ("id", &id)]).await;
    assert!(again.body.contains("galt schon nicht mehr") && again.body.contains("widerrufen"), "{}", again.body);
    assert_eq!(t.count("select count(*) from audit_log where action = 'api_key.revoked'").await, 1);
    let sent = mails(&t.db).await;
    assert!(matches!(changes(&sent)[..], [KeyChange::Revoked { .. }]), "{sent:?}");
}

/// Ada, who came by SCIM and is administrator, too, with a key of hers.
async fn ada(t: &Fresh, c: &mut Company) -> (String, String) {
    let id = c.idp.create(ADA).await;
    accept(&t.db, ADA, PASSWORD).await;
    give(c, &id).await;
    let mut ada = Browser::signed_in(portal(&t.db), ADA, PASSWORD).await;
    let key = key(&mut ada, &ALL).await;
    mails(&t.db).await;
    (id, key)
}

async fn give(c: &mut Company, id: &str) {
    let give = [("aktion", "rechte"), ("gezeigt", "app_user"), ("recht-app_user", "ja"), ("recht-administrator", "ja")];
    let given = c.admin.post(&format!("/de/nutzerverwaltung/{id}"), &give).await;
    assert!(given.body.contains("Die Rechte sind geändert."), "{}", given.body);
}

#[tokio::test]
async fn r20_keys_end_with_the_right_or_the_access_of_whoever_made_them() {
    let ways = ["right taken", "deactivated", "removed", "SCIM active false", "SCIM DELETE"];
    for way in ways {
        let (t, mut c) = company().await;
        let (id, hers) = ada(&t, &mut c).await;
        let theirs = key(&mut c.admin, &ALL).await;
        mails(&t.db).await;
        assert_eq!((opens(&t, &hers).await, opens(&t, &theirs).await), (200, 200));
        let person = format!("/de/nutzerverwaltung/{id}");
        match way {
            "right taken" => {
                let take = [("aktion", "rechte"), ("gezeigt", "app_user administrator"), ("recht-app_user", "ja")];
                c.admin.post(&person, &take).await;
            }
            "deactivated" => drop(c.admin.post(&person, &[("aktion", "deaktivieren")]).await),
            "removed" => drop(c.admin.post(&person, &[("aktion", "entfernen")]).await),
            "SCIM active false" => {
                let off = json!([{"op": "replace", "path": "active", "value": false}]);
                assert_eq!(c.idp.patch(&id, off).await.status, 200);
            }
            _ => assert_eq!(c.idp.send("DELETE", &format!("/Users/{id}"), &[], "").await.status, 204),
        }
        assert_eq!((opens(&t, &hers).await, opens(&t, &theirs).await), (401, 200), "{way}");
        assert_eq!(t.count("select count(*) from api_keys where ended_by = 'maker'").await, 1, "{way}");
        // In the same unit of work: one request did both.
        let together = "select count(distinct request_id) from audit_log
            where action in ('api_key.ended_with_maker', 'user.rights_changed', 'user.deactivated', 'user.removed', 'user.replaced')
              and request_id = (select request_id from audit_log where action = 'api_key.ended_with_maker')";
        assert_eq!(t.count(together).await, 1, "{way}");
        let sent = mails(&t.db).await;
        assert!(matches!(changes(&sent)[..], [KeyChange::MakerLeft { .. }]), "{way}: {sent:?}");
        // Nothing of it comes back with the right.
        if way == "right taken" {
            give(&mut c, &id).await;
            assert_eq!(opens(&t, &hers).await, 401);
        }
    }
}

#[tokio::test]
async fn r20_no_key_outlives_a_right_that_is_taken_while_it_is_made() {
    let (t, mut c) = company().await;
    let id = c.idp.create(ADA).await;
    accept(&t.db, ADA, PASSWORD).await;
    give(&mut c, &id).await;
    let mut ada = Browser::signed_in(portal(&t.db), ADA, PASSWORD).await;
    // What another administrator does at the same time, up to its commit.
    let mut other = PgConnection::connect_with(&t.superuser).await.expect("answers");
    other
        .execute("begin; update users set right_administrator = false where user_name = 'ada@beispiel.example'")
        .await
        .expect("takes");
    let made =
        tokio::spawn(async move { ask(&mut ada, "Bericht", &ALL, "30_days", &Uuid::new_v4().to_string()).await });
    let waiting =
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    t.until(waiting, 1).await;
    other.execute("commit").await.expect("commits");
    assert_eq!(made.await.expect("runs").status, StatusCode::FORBIDDEN);
    assert_eq!(t.count("select count(*) from api_keys").await, 0);
}

#[tokio::test]
async fn r17_a_key_that_runs_out_is_announced_twice_and_then_dead_and_later_forgotten() {
    let (t, mut c) = company().await;
    let made = ask(&mut c.admin, "Bericht", &ALL, "30_days", &Uuid::new_v4().to_string()).await;
    let program = Program::at(&t.db, &shown(&made));
    mails(&t.db).await;
    let mut told = Vec::new();
    for days in [1, 22, 24, 28, 30] {
        let later = instance_at(&t.superuser, Duration::days(days) - Duration::minutes(1)).await;
        chores::once(&later).await.expect("works");
        told.extend(mails(&later).await);
        assert_eq!(
            program.later(&t, Duration::days(days) - Duration::minutes(1)).await.get("/people").await.status,
            200
        );
    }
    let days = changes(&told).into_iter().map(|change| match change {
        KeyChange::Expiring { days, .. } => *days,
        other => panic!("{other:?}"),
    });
    assert_eq!(days.collect::<Vec<_>>(), [7, 1]);

    let over = program.later(&t, Duration::days(30)).await;
    let admin = || c.admin.before(&t.db);
    assert_eq!(over.get("/people").await.status, 401, "before anybody wrote it down");
    let later = instance_at(&t.superuser, Duration::days(30)).await;
    for _ in 0..2 {
        chores::once(&later).await.expect("works");
    }
    let sent = mails(&later).await;
    assert!(matches!(changes(&sent)[..], [KeyChange::Expired]), "{sent:?}");
    assert_eq!(t.count("select count(*) from api_keys where ended_by = 'expiry' and ended_at = expires_at").await, 1);
    assert!(admin().get(KEYS).await.body.contains("abgelaufen"));
    let much_later = instance_at(&t.superuser, Duration::days(121)).await;
    chores::once(&much_later).await.expect("works");
    assert_eq!(t.count("select count(*) from api_keys").await, 0);
    let log = "select count(*) from audit_log where action like 'api_key.%'";
    assert_eq!(t.count(log).await, 4, "made, announced twice, expired");
}

#[tokio::test]
async fn r41_every_mail_about_a_key_has_both_languages_and_no_address_of_a_stranger() {
    let sender = Sender {
        brand: "Memtime".to_owned(),
        contact: "hilfe@vendor.example".to_owned(),
        origin: "https://portal.vendor.example".to_owned(),
    };
    let (t, mut c) = company().await;
    key(&mut c.admin, &ALL).await;
    let mut mail = mails(&t.db).await.pop().expect("a mail");
    let actor = "Ada Lovelace".to_owned();
    for change in [
        KeyChange::Made { actor: actor.clone(), areas: ApiArea::ALL.to_vec(), expires_at: 1_800_000_000 },
        KeyChange::Revoked { actor: actor.clone() },
        KeyChange::MakerLeft { maker: actor },
        KeyChange::Expiring { expires_at: 1_800_000_000, days: 7 },
        KeyChange::Expired,
    ] {
        for (language, name, spoken) in [
            (Language::German, "Splunk", "„Splunk“"),
            (Language::English, "Splunk", "“Splunk”"),
            (Language::English, "evil.example/x", "an API key (ending in …a1b2)"),
        ] {
            mail.language = language;
            mail.message = Message::ApiKeyChanged {
                account_name: "Beispiel GmbH".to_owned(),
                name: name.to_owned(),
                last4: "a1b2".to_owned(),
                change: change.clone(),
            };
            let letter = Letter::write(&mail, &sender);
            let text = letter.paragraphs.join("\n");
            assert!(text.contains(spoken) && !text.contains("evil"), "{change:?} {language:?}: {text}");
            assert!(letter.subject.contains("Beispiel GmbH"), "{}", letter.subject);
            let (_, address) = letter.action.expect("a button");
            assert!(address.starts_with("https://portal.vendor.example/") && address.contains("/api-"), "{address}");
        }
    }
}
