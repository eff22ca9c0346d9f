//! Whoever an administrator ends, or takes from SCIM, leaves every group in the same unit of work, by every door; and nobody is back in one
//! when SCIM is.

use einlass::domain::{connections, users};
use einlass::model::PeopleAfter;
use serde_json::json;

use crate::scim_client::{Company, Idp, company, onelogin};
use crate::support::personas::{activate, administer, begin};

/// The groups by name: version and how many are in it.
const GROUPS: &str = "select string_agg(display_name || ' ' || version || ' ' || (select count(*) from group_members m where m.group_id = g.id), ', ' order by display_name) from groups g";

/// Ada is in two groups, one of them with Ben; Ben alone is in a third; nobody is in a fourth.
async fn teams(c: &Company) -> (String, String) {
    let (ada, ben) = (c.idp.create("ada@beispiel.example").await, c.idp.create("ben@beispiel.example").await);
    c.idp.group("Ada", &[&ada]).await;
    c.idp.group("Beide", &[&ada, &ben]).await;
    c.idp.group("Ben", &[&ben]).await;
    c.idp.group("Niemand", &[]).await;
    (ada, ben)
}

#[tokio::test]
async fn whoever_an_administrator_ends_or_detaches_leaves_every_group() {
    for way in ["deactivate", "dismiss", "detach"] {
        let c = company().await;
        let (ada, _) = teams(&c).await;
        let id = ada.parse().expect("an id");
        for lasts in [false, true] {
            let mut tx = begin(&c.t.db).await;
            let admin = administer(&mut tx, &c.created).await;
            match way {
                "deactivate" => users::deactivate(&mut tx, &admin, id).await.expect("ends"),
                "dismiss" => users::dismiss(&mut tx, &admin, id).await.expect("ends"),
                _ => users::detach(&mut tx, &admin, id).await.expect("lets go"),
            }
            if lasts {
                tx.commit().await.expect("commits");
            } else {
                drop(tx);
                let before = "Ada 1 1, Beide 1 2, Ben 1 1, Niemand 1 0";
                assert_eq!(c.t.text(GROUPS).await, before, "{way}: with the rest or not at all");
            }
        }
        assert_eq!(c.t.text(GROUPS).await, "Ada 2 0, Beide 2 1, Ben 1 1, Niemand 1 0", "{way}");
        let left = "select count(*) from audit_log where action = 'user.left_groups' and details->>'count' = '2'";
        assert_eq!(c.t.count(left).await, 1, "{way}");
    }
}

#[tokio::test]
async fn when_scim_is_switched_off_everybody_leaves_the_groups_of_the_connection_and_nobody_is_back_with_it() {
    for then in [PeopleAfter::Kept, PeopleAfter::Deactivated] {
        let c = company().await;
        let (ada, ben) = teams(&c).await;
        // The account's last administrator keeps the access, and is let go with the others.
        c.t.execute("update users set connection_id = (select id from connections) where right_administrator").await;
        let boss = c.t.text("select id::text from users where right_administrator").await;
        c.idp.group("Chefin", &[&boss]).await;
        // Suspended, and put into a group again since.
        c.idp.patch(&ben, json!([{"op": "replace", "path": "active", "value": false}])).await;
        let group = c.idp.group("Gesperrt", &[&ben]).await;
        let mut tx = begin(&c.t.db).await;
        let admin = administer(&mut tx, &c.created).await;
        connections::deactivate(&mut tx, &admin, c.idp.connection, "Beispiel GmbH", then).await.expect("switches off");
        tx.commit().await.expect("commits");
        assert_eq!(
            c.t.text(GROUPS).await,
            "Ada 2 0, Beide 3 0, Ben 2 0, Chefin 2 0, Gesperrt 2 0, Niemand 1 0",
            "{then:?}: nobody is in a group, and what did not change has its version"
        );
        let changed = "select count(*) from audit_log where action = 'group.changed' and details->'left'->'users'->>0 is not null";
        let by_hand = match then {
            // Ada from two, the administrator and Ben from one each.
            PeopleAfter::Kept => 4,
            // Ada left with her access.
            PeopleAfter::Deactivated => 2,
        };
        assert_eq!(c.t.count(changed).await, by_hand, "{then:?}");

        let (connection, token) = activate(&c.t.db, &c.created).await;
        assert_eq!(connection, c.idp.connection);
        let again = Idp { service: c.idp.service.clone(), connection, token };
        assert_eq!(again.get("/Users").await.body["totalResults"], 0, "{then:?}");
        let groups = again.get("/Groups").await;
        assert_eq!(groups.body["totalResults"], 6, "{then:?}: the groups are the connection's, and stay");
        assert!(!groups.text.contains("\"members\""), "{then:?}: {groups:?}");
        let stale = json!([{"op": "add", "path": "members", "value": [{"value": ada}]}]);
        assert_eq!(again.patch_group(&group, stale).await.body.get("members"), None, "{then:?}: Ada is nobody of SCIM");
        let new = again.post(onelogin("Neu", "Da", "neu@beispiel.example", "")).await.id();
        let joins = json!([{"op": "add", "path": "members", "value": [{"value": new}]}]);
        assert_eq!(again.patch_group(&group, joins).await.status, 200);
        assert_eq!(again.members(&group).await, [new]);
    }
}

/// What the migration finds where SCIM was switched off before it: members whom the group's connection does not manage.
#[tokio::test]
async fn members_from_before_are_gone_by_the_migration() {
    let c = company().await;
    let (_, ben) = teams(&c).await;
    c.t.run(&format!("update users set connection_id = null where id = '{ben}'")).await;
    let migration = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/20261126233000_members_by_connection.sql");
    c.t.run(&format!("begin; {} commit;", std::fs::read_to_string(migration).expect("the migration"))).await;
    assert_eq!(c.t.text(GROUPS).await, "Ada 1 1, Beide 2 1, Ben 2 0, Niemand 1 0");
}
