//! Rights by groups: the rules an administrator makes, and the worker that follows them on any number of instances (product decision 13).

use axum::http::StatusCode;
use einlass::domain::group_rights::{self, Change, RuleError};
use einlass::model::{GroupId, Rights};
use einlass::server::group_rights as worker;
use serde_json::{Value, json};

use crate::scim_client::{Company, company, idp};
use crate::support::browser::Browser;
use crate::support::db::instance_at;
use crate::support::personas::{account, administer, begin};

pub const LIST: &str = "/de/benutzerverwaltung/gruppen";
pub const APP: Rights = Rights::APP_USER;
pub const MANAGER: Rights = Rights { app_user: true, administrator: false, project_manager: true };
pub const CHIEF: Rights = Rights { app_user: true, administrator: true, project_manager: false };

/// Everybody who came by SCIM, in order of their names, with what they may.
pub const RIGHTS: &str = "select coalesce(string_agg(concat_ws(' ', split_part(user_name, '@', 1), case when right_app_user then 'app' end, case when right_administrator then 'admin' end, case when right_project_manager then 'projects' end), ', ' order by user_name), '') from users where user_name not like 'admin@%'";
/// Changes of rights with what caused them, the oldest first.
const CAUSES: &str = "select coalesce(string_agg(concat_ws(' ', actor_kind, case when details ? 'group' then 'in ' || (details->>'group') when details ? 'group_before' then 'out of ' || (details->>'group_before') end), ', ' order by at, id), '') from audit_log where action = 'user.rights_changed'";
const LEDGER: &str = "select coalesce(string_agg(cause || seats_delta, ' ' order by at, id), '') from licence_ledger where cause <> 'invited'";
pub const CHANGES: &str = "select count(*) from audit_log where action = 'user.rights_changed'";

fn members(people: &[&str]) -> Value {
    people.iter().map(|id| json!({ "value": id })).collect()
}

impl Company {
    pub async fn group(&self, name: &str, people: &[&str]) -> String {
        self.idp.group(name, people).await
    }

    pub async fn person(&self, name: &str) -> String {
        self.idp.create(&format!("{name}@beispiel.example")).await
    }

    pub async fn join(&self, group: &str, person: &str) {
        let add = json!([{"op": "add", "path": "members", "value": members(&[person])}]);
        let answer = self.idp.patch_group(group, add).await;
        assert!([200, 204].contains(&answer.status), "{answer:?}");
    }

    pub async fn leave(&self, group: &str, person: &str) {
        let gone = json!([{"op": "remove", "path": format!("members[value eq \"{person}\"]")}]);
        let answer = self.idp.patch_group(group, gone).await;
        assert!([200, 204].contains(&answer.status), "{answer:?}");
    }

    /// Rules are changed, and nobody is looked at yet.
    pub async fn decide(&self, change: Change) -> Result<(), RuleError> {
        let mut tx = begin(&self.t.db).await;
        let admin = administer(&mut tx, &self.created).await;
        group_rights::decide(&mut tx, &admin, Some(&admin), change).await?;
        tx.commit().await.expect("commits");
        Ok(())
    }

    pub async fn rule(&self, group: &str, rights: Rights) {
        self.decide(Change::Set(id(group), rights)).await.expect("a rule");
    }

    /// What everybody may once the worker has looked.
    pub async fn settled(&self) -> String {
        worker::once(&self.t.db).await.expect("works");
        assert_eq!(self.t.count("select count(*) from group_rights_due where due_at <= now()").await, 0);
        let seats = self.t.count("select count(*) from users where seat").await;
        assert_eq!(self.t.count("select coalesce(sum(seats_delta), 0)::bigint from licence_ledger").await, seats);
        self.t.text(RIGHTS).await
    }
}

pub fn id(group: &str) -> GroupId {
    group.parse().expect("an id")
}

#[tokio::test]
async fn who_joins_gets_what_the_rule_says_and_who_leaves_is_app_nutzer_again() {
    let c = company().await;
    let ada = c.person("ada").await;
    c.person("ben").await;
    let group = c.group("Projekte", &[]).await;
    c.rule(&group, MANAGER).await;
    assert_eq!(c.settled().await, "ada app, ben app", "nobody is in it");
    c.join(&group, &ada).await;
    assert_eq!(c.settled().await, "ada app projects, ben app");
    c.leave(&group, &ada).await;
    assert_eq!(c.settled().await, "ada app, ben app");
    assert_eq!(c.t.text(CAUSES).await, "system in Projekte, system out of Projekte");
    assert_eq!(c.t.count("select count(*) from group_rights").await, 0);
    // A rule without App-Nutzer gives the licence back, and takes it again.
    c.rule(&group, Rights { app_user: false, ..MANAGER }).await;
    c.join(&group, &ada).await;
    assert_eq!(c.settled().await, "ada projects, ben app");
    c.decide(Change::Remove(id(&group))).await.expect("ends");
    assert_eq!(c.settled().await, "ada app, ben app");
    assert_eq!(c.t.text(LEDGER).await, "right_taken-1 right_given1");
    let log = c.t.text("select string_agg(action || coalesce(details->>'people', ''), ' ' order by at, id) from audit_log where action like 'group.rights%'").await;
    assert_eq!(log, "group.rights_set0 group.rights_set0 group.rights_set1");
}

#[tokio::test]
async fn the_first_rule_decides_and_the_order_is_changed_by_buttons() {
    let c = company().await;
    let ada = c.person("ada").await;
    let ben = c.person("ben").await;
    let chiefs = c.group("Leitung", &[&ada]).await;
    let all = c.group("Alle", &[&ada, &ben]).await;
    c.rule(&chiefs, MANAGER).await;
    c.rule(&all, APP).await;
    assert_eq!(c.settled().await, "ada app projects, ben app");
    let mut browser = c.admin().await;
    let page = browser.get(LIST).await;
    let (first, second) = (page.body.find("Leitung").expect("there"), page.body.find("Alle<").expect("there"));
    assert!(first < second, "in their order");
    assert!(page.body.contains("Die erste Regel von oben, in deren Gruppe jemand ist"), "what the order means");
    let down = [("gruppe", chiefs.as_str()), ("platz", "1"), ("aktion", "runter")];
    let question = browser.post(LIST, &down).await;
    assert_eq!(question.status, StatusCode::OK);
    assert!(question.body.contains("1\u{a0}Person verliert das Recht Projektmanager."), "{}", question.body);
    assert_eq!(c.settled().await, "ada app projects, ben app", "asking changes nothing");
    let sure = [&down[..], &[("bestaetigt", "ja")]].concat();
    assert_eq!(browser.post(LIST, &sure).await.location(), format!("{LIST}?hinweis=verschoben#regel-{chiefs}"));
    assert_eq!(c.settled().await, "ada app, ben app");
    // The same form once more: the rule is not where it was seen.
    assert_eq!(browser.post(LIST, &sure).await.location(), format!("{LIST}?hinweis=reihenfolge"));
    assert_eq!(c.t.count("select count(*) from audit_log where action = 'group.order_changed'").await, 1);
    // Where nobody is in both, nothing has to be asked.
    c.leave(&all, &ada).await;
    assert_eq!(c.settled().await, "ada app projects, ben app");
    let up = [("gruppe", chiefs.as_str()), ("platz", "2"), ("aktion", "hoch")];
    assert_eq!(browser.post(LIST, &up).await.location(), format!("{LIST}?hinweis=verschoben#regel-{chiefs}"));
    assert_eq!(c.settled().await, "ada app projects, ben app");
}

#[tokio::test]
async fn what_a_rule_would_do_is_counted_before_it_is_saved_and_locks_the_rights_afterwards() {
    let c = company().await;
    let ada = c.person("ada").await;
    let ben = c.person("ben").await;
    let group = c.group("Projekte", &[&ada, &ben]).await;
    let mut browser = c.admin().await;
    let path = format!("{LIST}/{group}");
    let page = browser.get(&path).await;
    assert!(page.body.contains("Diese Gruppe hat noch keine Regel") && page.body.contains("ada@beispiel.example"));
    let nothing = browser.post(&path, &[("aktion", "vorschau")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("Wähle mindestens ein Recht."), "{}", nothing.body);
    let rights = [("recht-project_manager", "ja")];
    let preview = browser.post(&path, &[&rights[..], &[("aktion", "vorschau")]].concat()).await;
    for sentence in [
        "Dadurch ändern sich die Rechte von 2 Personen:",
        "2 Personen bekommen das Recht Projektmanager.",
        "2 Personen verlieren das Recht App-Nutzer.",
        "2 Lizenzen werden frei.",
    ] {
        assert!(preview.body.contains(sentence), "{sentence}: {}", preview.body);
    }
    assert_eq!(c.t.count("select count(*) from group_rules").await, 0, "looking is not doing");
    let saved = browser.post(&path, &[&rights[..], &[("aktion", "speichern")]].concat()).await;
    assert_eq!(saved.location(), format!("{LIST}?hinweis=gespeichert"));
    assert_eq!(c.settled().await, "ada projects, ben projects");

    let person = format!("/de/nutzerverwaltung/{ada}");
    let page = browser.get(&person).await;
    assert!(page.body.contains("Kommen aus der Gruppe") && page.body.contains(&format!("href=\"{path}\"")));
    assert!(page.body.contains("Rechte durch die Gruppe „Projekte“: Projektmanager"), "why: {}", page.body);
    assert!(!page.body.contains("Rechte speichern"), "they are not changed here");
    let form = [("aktion", "rechte"), ("gezeigt", "project_manager"), ("recht-app_user", "ja")];
    let locked = browser.post(&person, &form).await;
    assert!(locked.body.contains("Diese Rechte gibt die Regel einer Gruppe."), "{}", locked.body);
    assert_eq!(c.settled().await, "ada projects, ben projects");

    let asked = browser.post(&path, &[("aktion", "entfernen-vorschau")]).await;
    assert!(asked.body.contains("2 Personen bekommen das Recht App-Nutzer."), "{}", asked.body);
    browser.post(&path, &[("aktion", "entfernen")]).await;
    assert_eq!(c.settled().await, "ada app, ben app");
    browser.post(&person, &[("aktion", "rechte"), ("gezeigt", "app_user"), ("recht-project_manager", "ja")]).await;
    assert_eq!(c.settled().await, "ada projects, ben app", "by hand again");
}

#[tokio::test]
async fn r16_a_rule_about_administrators_asks_for_a_fresh_proof_and_keeps_what_was_ticked() {
    let c = company().await;
    let ada = c.person("ada").await;
    let group = c.group("Leitung", &[&ada]).await;
    let browser = c.admin().await;
    let later = instance_at(&c.t.superuser, time::Duration::minutes(6)).await;
    let mut old = browser.before(&later);
    let path = format!("{LIST}/{group}");
    let chief = [("recht-app_user", "ja"), ("recht-administrator", "ja")];
    let led = old.post(&path, &[&chief[..], &[("aktion", "speichern")]].concat()).await;
    assert!(led.location().starts_with("/de/bestaetigen?weiter="), "{led:?}");
    assert_eq!(c.t.count("select count(*) from group_rules").await, 0);
    let back = old.get(&path).await;
    assert!(back.body.contains("Alle in dieser Gruppe: Administrator, App-Nutzer?"), "{}", back.body);
    // Without Administrator none is needed, unless somebody would lose it.
    let manager = [("recht-app_user", "ja"), ("recht-project_manager", "ja"), ("aktion", "speichern")];
    assert_eq!(old.post(&path, &manager).await.location(), format!("{LIST}?hinweis=gespeichert"));
    worker::once(&later).await.expect("works");
    assert_eq!(c.t.text(RIGHTS).await, "ada app projects");
    c.t.execute("update users set right_administrator = true, status = 'active', accepted_at = now()").await;
    let plain = [("recht-app_user", "ja"), ("aktion", "speichern")];
    assert!(old.post(&path, &plain).await.location().starts_with("/de/bestaetigen"), "it would take Administrator");
    c.rule(&group, CHIEF).await;
    assert!(old.post(&path, &[("aktion", "entfernen")]).await.location().starts_with("/de/bestaetigen"));
    let mut tx = begin(&c.t.db).await;
    let admin = administer(&mut tx, &c.created).await;
    let refused = group_rights::decide(&mut tx, &admin, None, Change::Remove(id(&group))).await;
    assert!(matches!(refused, Err(RuleError::ProofNeeded)), "{refused:?}");
}

#[tokio::test]
async fn rules_reach_nobody_of_another_account() {
    let c = company().await;
    let (other, theirs) = idp(&c.t.db, "Andere AG").await;
    let ada = c.person("ada").await;
    let zoe = theirs.create("zoe@andere.example").await;
    let ours = c.group("Leitung", &[&ada]).await;
    let group = theirs.group("Leitung", &[&zoe]).await;
    c.rule(&ours, CHIEF).await;
    assert_eq!(c.settled().await, "ada app admin, zoe app");
    let mut stranger = Browser::new(&c.t.db);
    stranger.sign_in("admin@andere-ag.example", &other.admin_password).await;
    let path = format!("{LIST}/{ours}");
    assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND);
    let form = [("aktion", "speichern"), ("recht-app_user", "ja")];
    assert_eq!(stranger.post(&path, &form).await.status, StatusCode::NOT_FOUND);
    let listed = stranger.get(LIST).await;
    assert!(listed.body.contains(&group) && !listed.body.contains(&ours), "{}", listed.body);
    let mut tx = begin(&c.t.db).await;
    let admin = administer(&mut tx, &other).await;
    let refused = group_rights::decide(&mut tx, &admin, Some(&admin), Change::Set(id(&ours), CHIEF)).await;
    assert!(matches!(refused, Err(RuleError::NotThere)), "{refused:?}");
    drop(tx);
    assert_eq!(c.settled().await, "ada app admin, zoe app");
    // Only administrators read the page.
    let mut person = Browser::new(&c.t.db);
    assert!(person.get(LIST).await.location().starts_with("/de/anmelden"));
}

#[tokio::test]
async fn a_deleted_group_takes_its_rule_along_and_another_of_its_name_has_none() {
    let c = company().await;
    let ada = c.person("ada").await;
    let group = c.group("Projekte", &[&ada]).await;
    let other = c.group("Alle", &[]).await;
    c.rule(&group, MANAGER).await;
    c.rule(&other, APP).await;
    assert_eq!(c.settled().await, "ada app projects");
    let renamed = json!([{"op": "replace", "path": "displayName", "value": "Vorhaben"}]);
    assert_eq!(c.idp.patch_group(&group, renamed).await.status, 200);
    assert_eq!(c.idp.send("DELETE", &format!("/Groups/{group}"), &[], "").await.status, 204);
    assert_eq!(c.settled().await, "ada app");
    assert_eq!(c.t.text(CAUSES).await, "system in Projekte, system out of Vorhaben");
    let log = "select count(*) from audit_log where action = 'group.rights_set' and actor_kind = 'scim' and details->>'display_name' = 'Vorhaben'";
    assert_eq!(c.t.count(log).await, 1, "and the administrators find it in the log");
    let again = c.group("Vorhaben", &[&ada]).await;
    assert_ne!(again, group);
    assert_eq!(c.settled().await, "ada app", "the rule was the old group's");
    // The order of the others goes on.
    c.rule(&again, MANAGER).await;
    let up = Change::Move { group: id(&again), from: 2, up: true };
    c.decide(up).await.expect("moves");
    assert_eq!(c.settled().await, "ada app projects");
}

#[tokio::test]
async fn members_and_groups_are_read_page_by_page() {
    let c = company().await;
    let people = crate::group_members::crowd(&c.t, &c.idp, 120).await;
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    let all: Vec<&str> = ids.iter().map(String::as_str).collect();
    let group = c.group("Viele", &all).await;
    for n in 0..55 {
        c.group(&format!("Team {n:02}"), &[]).await;
    }
    let mut browser = c.admin().await;
    let rows = |body: &str| body.matches("<th scope=\"row\">").count();
    let follow = |body: &str, rel: &str| {
        let (_, rest) = body.split_once(&format!("rel=\"{rel}\" href=\""))?;
        Some(rest.split('"').next()?.replace("&amp;", "&"))
    };
    for (start, sizes) in [(format!("{LIST}/{group}"), vec![50, 50, 20]), (LIST.to_owned(), vec![50, 6])] {
        let mut page = browser.get(&start).await;
        let mut seen = vec![rows(&page.body)];
        while let Some(next) = follow(&page.body, "next") {
            page = browser.get(&next).await;
            seen.push(rows(&page.body));
        }
        assert_eq!(seen, sizes, "{start}");
        let back = browser.get(&follow(&page.body, "prev").expect("a way back")).await;
        assert_eq!(rows(&back.body), 50);
    }
    let found = browser.get(&format!("{LIST}?suche=TEAM%2007")).await;
    assert_eq!(rows(&found.body), 1);
    assert!(browser.get(&format!("{LIST}?suche=nirgends")).await.body.contains("Keine Gruppe gefunden"));
    let empty = account(&c.t.db, "Leer GmbH").await;
    let mut other = Browser::new(&c.t.db);
    other.sign_in("admin@leer-gmbh.example", &empty.admin_password).await;
    assert!(other.get(LIST).await.body.contains("Noch keine Gruppen"));
}
