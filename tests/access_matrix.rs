//! Every way in which access ends, on two instances: sessions, resets and invitations are dead at the next request, or nothing happened.

use einlass::domain::accounts::Created;
use einlass::domain::db::Db;
use einlass::domain::resets;
use einlass::model::ConnectionProfile;
use serde_json::{Value, json};

use crate::scim_client::{Answer, Idp, idp, onelogin};
use crate::support::browser::Browser;
use crate::support::conversation::speak;
use crate::support::db::{Fresh, fresh, instance};
use crate::support::personas::{accept, begin, link, mails};
use crate::support::portal::portal;

const ADA: &str = "ada@beispiel.example";
const BEN: &str = "ben@beispiel.example";
const ADMIN: &str = "admin@beispiel-gmbh.example";
const PASSWORD: &str = "drei kluge Dachse graben leise";

/// How access ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    PatchPath,
    PatchText,
    PatchWithoutPath,
    PatchCapitalised,
    Put,
    Delete,
    BulkDelete,
    PostOfSomebodyKnown,
    Brake,
    PortalDeactivates,
    PortalRemoves,
    PortalWithdraws,
}

use Shape::{
    Brake, BulkDelete, Delete, PatchCapitalised, PatchPath, PatchText, PatchWithoutPath, PortalDeactivates,
    PortalRemoves, PortalWithdraws, PostOfSomebodyKnown, Put,
};

const SHAPES: [Shape; 12] = [
    PatchPath,
    PatchText,
    PatchWithoutPath,
    PatchCapitalised,
    Put,
    Delete,
    BulkDelete,
    PostOfSomebodyKnown,
    Brake,
    PortalDeactivates,
    PortalRemoves,
    PortalWithdraws,
];

impl Shape {
    /// Whether somebody who is in, or only invited, can lose it this way.
    const fn reaches(self, accepted: bool) -> bool {
        match self {
            PostOfSomebodyKnown => accepted,
            PortalWithdraws => !accepted,
            _ => true,
        }
    }
}

/// One company on two instances: Ada is in, on both of them, and has asked for a new password; Ben is invited.
struct Company {
    t: Fresh,
    second: Db,
    idp: Idp,
    ada: String,
    ben: String,
    admin: Browser,
    sessions: [Browser; 2],
    reset: String,
    invitation: String,
}

async fn company(shape: Shape) -> Company {
    let t = fresh().await;
    let second = instance(&t.superuser).await;
    let (created, idp) = idp(&t.db, "Beispiel GmbH").await;
    if shape == PatchText {
        speak(&t, ConnectionProfile::Entra).await;
    }
    let ada = idp.create(ADA).await;
    accept(&t.db, ADA, PASSWORD).await;
    let ben = idp.create(BEN).await;
    if shape == Brake {
        for n in 0..12 {
            idp.create(&format!("p{n}@beispiel.example")).await;
        }
    }
    let sessions = [
        Browser::signed_in(portal(&t.db), ADA, PASSWORD).await,
        Browser::signed_in(portal(&second), ADA, PASSWORD).await,
    ];
    let admin = administrator(&t, &created).await;
    let mut tx = begin(&t.db).await;
    resets::request(&mut tx, &ADA.parse().expect("an address")).await.expect("asks");
    tx.commit().await.expect("commits");
    let sent = mails(&t.db).await;
    let (reset, invitation) = (link(&sent, ADA).reveal().to_owned(), link(&sent, BEN).reveal().to_owned());
    if shape == PostOfSomebodyKnown {
        t.execute("update users set connection_id = null, external_id = null where user_name = 'ada@beispiel.example'")
            .await;
    }
    Company { t, second, idp, ada, ben, admin, sessions, reset, invitation }
}

async fn administrator(t: &Fresh, created: &Created) -> Browser {
    Browser::signed_in(portal(&t.db), ADMIN, &created.admin_password).await
}

impl Company {
    /// Ends somebody's access; answers the status.
    async fn end(&mut self, shape: Shape, accepted: bool) -> u16 {
        let (id, address) = if accepted { (self.ada.clone(), ADA) } else { (self.ben.clone(), BEN) };
        let off = |operation: Value| json!([operation]);
        let inactive = || {
            let mut body = onelogin("Ada", "Lovelace", address, "");
            body["active"] = json!(false);
            body
        };
        let answer: Answer = match shape {
            PatchPath => self.idp.patch(&id, off(json!({"op": "replace", "path": "active", "value": false}))).await,
            PatchText => self.idp.patch(&id, off(json!({"op": "Replace", "path": "active", "value": "False"}))).await,
            PatchWithoutPath => self.idp.patch(&id, off(json!({"op": "replace", "value": {"active": false}}))).await,
            PatchCapitalised => {
                let path = "urn:ietf:params:scim:schemas:core:2.0:User:Active";
                self.idp.patch(&id, off(json!({"op": "Add", "path": path, "value": false}))).await
            }
            Put => self.idp.json("PUT", &format!("/Users/{id}"), inactive()).await,
            Delete => self.idp.send("DELETE", &format!("/Users/{id}"), &[], "").await,
            BulkDelete => {
                let body = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
                    "Operations": [{"method": "DELETE", "path": format!("/Users/{id}")}]});
                let mut answer = self.idp.json("POST", "/Bulk", body).await;
                answer.status = answer.body["Operations"][0]["status"]
                    .as_str()
                    .map_or(answer.status, |status| status.parse().expect("a number"));
                answer
            }
            PostOfSomebodyKnown => self.idp.post(inactive()).await,
            Brake => {
                self.engage().await;
                self.idp.patch(&id, off(json!({"op": "replace", "path": "active", "value": false}))).await
            }
            PortalDeactivates => return self.press(&id, "deaktivieren").await,
            PortalRemoves => return self.press(&id, "entfernen").await,
            PortalWithdraws => return self.press(&id, "zurueckziehen").await,
        };
        answer.status
    }

    async fn press(&mut self, id: &str, deed: &str) -> u16 {
        self.admin.post(&format!("/de/nutzerverwaltung/{id}"), &[("aktion", deed)]).await.status.as_u16()
    }

    /// So many others lose access that the brake is engaged.
    async fn engage(&self) {
        let others = self.idp.get("/Users?count=100").await.body["Resources"].clone();
        for other in others.as_array().expect("a list") {
            if other["userName"].as_str().is_some_and(|name| name.starts_with('p')) {
                let id = other["id"].as_str().expect("an id");
                self.idp.patch(id, json!([{"op": "replace", "path": "active", "value": false}])).await;
            }
        }
        assert_eq!(self.t.count("select count(*) from brakes where released_at is null").await, 1);
    }

    /// What still opens something, on either instance.
    async fn opens(&mut self) -> Vec<String> {
        let mut open = Vec::new();
        for (n, db) in [(1, &self.t.db), (2, &self.second)] {
            let portal = portal(db);
            let mut somebody = Browser::at(portal.clone());
            for (m, session) in self.sessions.iter().enumerate() {
                if session.elsewhere(portal.clone()).is_in().await {
                    open.push(format!("session {} at {n}", m + 1));
                }
            }
            if somebody.get(&format!("/de/passwort-neu?token={}", self.reset)).await.status != 410 {
                open.push(format!("reset at {n}"));
            }
            if somebody.get(&format!("/einladung/{}", self.invitation)).await.status != 410 {
                open.push(format!("invitation at {n}"));
            }
        }
        open
    }
}

const ADA_S: [&str; 6] =
    ["session 1 at 1", "session 2 at 1", "reset at 1", "session 1 at 2", "session 2 at 2", "reset at 2"];
const BEN_S: [&str; 2] = ["invitation at 1", "invitation at 2"];

/// What is left of Ada's sessions and open resets.
const LEFT: &str = "select (select count(*) from sessions s join users u on u.id = s.user_id where u.user_name = 'ada@beispiel.example')
    + (select count(*) from password_resets r join users u on u.id = r.user_id where u.user_name = 'ada@beispiel.example' and r.used_at is null)";

/// Both people's rows, seats and history in one text.
const STATE: &str = "select hashtext(
    (select string_agg(u.id::text || u.status || u.seat || u.version || u.held, ',' order by u.id) from users u)
    || (select count(*) from audit_log) || '/' || (select count(*) from licence_ledger) || '/' || (select count(*) from removals)
    || '/' || (select count(*) from group_members) || '/' || (select count(*) from outbox))::bigint";

#[tokio::test]
async fn r20_whatever_ends_access_ends_all_of_it_on_every_instance() {
    for shape in SHAPES {
        let mut c = company(shape).await;
        let mut all: Vec<&str> = ADA_S.iter().chain(&BEN_S).copied().collect();
        all.sort_unstable();
        let mut open = c.opens().await;
        open.sort_unstable();
        assert_eq!(open, all, "{shape:?}: everything works before");
        for accepted in [true, false].into_iter().filter(|accepted| shape.reaches(*accepted)) {
            let status = c.end(shape, accepted).await;
            assert!((200..400).contains(&status), "{shape:?}, accepted {accepted}: {status}");
            let mine = if accepted { &ADA_S[..] } else { &BEN_S[..] };
            let open = c.opens().await;
            assert!(open.iter().all(|what| !mine.contains(&what.as_str())), "{shape:?}, accepted {accepted}: {open:?}");
            // Gone, and not only dead for now: nothing of it comes back with the access.
            if accepted {
                assert_eq!(c.t.count(LEFT).await, 0, "{shape:?}");
            }
        }
        let seats = "select count(*) from users where seat";
        assert_eq!(c.t.count("select sum(seats_delta)::bigint from licence_ledger").await, c.t.count(seats).await);
        c.t.assert_counted().await;
    }
}

#[tokio::test]
async fn r20_a_part_that_fails_undoes_the_rest() {
    const PARTS: [&str; 5] = ["sessions", "password_resets", "group_members", "licence_ledger", "audit_log"];
    let mut c = company(PatchPath).await;
    let group = json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Alle", "members": [{"value": c.ada}]});
    assert_eq!(c.idp.json("POST", "/Groups", group).await.status, 201);
    c.t.execute(
        "create function fail() returns trigger language plpgsql as $$ begin raise exception 'no room' using errcode = '53100'; end $$",
    )
    .await;
    let before = (c.t.count(STATE).await, c.opens().await);
    for part in PARTS {
        c.t.run(&format!(
            "create trigger fails before insert or update or delete on {part} for each row execute function fail()"
        ))
        .await;
        for shape in [PatchPath, PatchWithoutPath, Put, Delete, BulkDelete, PortalDeactivates, PortalRemoves] {
            assert_eq!(c.end(shape, true).await, 503, "{shape:?} without {part}");
        }
        c.t.run(&format!("drop trigger fails on {part}")).await;
        assert_eq!((c.t.count(STATE).await, c.opens().await), before, "without {part}");
    }
    c.t.run("create trigger fails before update on invitations for each row execute function fail()").await;
    for shape in [PatchPath, Put, Delete, PortalDeactivates, PortalRemoves, PortalWithdraws] {
        assert_eq!(c.end(shape, false).await, 503, "{shape:?} without invitations");
    }
    c.t.run("drop trigger fails on invitations").await;
    assert_eq!((c.t.count(STATE).await, c.opens().await), before, "without invitations");
    assert_eq!(c.end(Delete, true).await, 204, "nothing stands in the way any more");
}

#[tokio::test]
async fn an_administrator_ends_neither_their_own_access_nor_that_of_the_last_one_and_can_take_back_what_they_did() {
    let mut c = company(PatchPath).await;
    let (ada, ben) = (c.ada.clone(), c.ben.clone());
    let own = c.t.text("select id::text from users where right_administrator").await;
    let refused = c.admin.post(&format!("/de/nutzerverwaltung/{own}"), &[("aktion", "deaktivieren")]).await;
    assert!(refused.body.contains("Deinen eigenen Zugang kann nur jemand anderes beenden."), "{}", refused.body);
    assert!(c.admin.is_in().await);

    assert_eq!(c.press(&ada, "deaktivieren").await, 200);
    assert_eq!(c.press(&ada, "deaktivieren").await, 404, "done already");
    assert_eq!(c.idp.get(&format!("/Users/{ada}")).await.body["active"], false, "the identity provider sees it");
    assert_eq!(c.press(&ada, "aktivieren").await, 200);
    let mut back = Browser::signed_in(portal(&c.second), ADA, PASSWORD).await;
    assert!(back.is_in().await, "with what she signed in by before");

    assert_eq!(c.press(&ben, "zurueckziehen").await, 200);
    assert_eq!(c.press(&ben, "zurueckziehen").await, 404);
    let offered = c.admin.get(&format!("/de/nutzerverwaltung/{ben}")).await.body;
    assert!(offered.contains("zurückgezogen") && offered.contains("Erneut senden"), "{offered}");
    assert_eq!(c.press(&ada, "entfernen").await, 303);
    let gone = c.admin.get(&format!("/de/nutzerverwaltung/{ada}")).await.body;
    assert!(gone.contains("Wiederherstellen") && !gone.contains("Person deaktivieren"), "for thirty days: {gone}");
    assert_eq!(c.idp.get(&format!("/Users/{ada}")).await.status, 404);
    let actions = "select count(*) from audit_log where actor_kind = 'user' and action in ('user.deactivated', 'user.reactivated', 'user.removed', 'invitation.withdrawn')";
    assert_eq!(c.t.count(actions).await, 4);
    assert_eq!(
        c.t.count("select sum(seats_delta)::bigint from licence_ledger").await,
        c.t.count("select count(*) from users where seat").await
    );
}
