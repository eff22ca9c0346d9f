//! Many people removed at once: access ends, what cannot be taken back waits.

use einlass::domain::users::{self, Status};
use einlass::domain::{invitations, licences, outbox};
use serde_json::json;
use sqlx::Connection;

use crate::scim_client::{Idp, idp, service};
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::{WORKER, administer, begin, mails, provisioner};

const SEATS: &str = "select count(*) from users where seat";
const HELD: &str = "select count(*) from users where held";
/// Licences and seats of the ledger, which must agree with the people.
const LEDGER: &str = "select sum(seats_delta)::bigint from licence_ledger";

struct Company {
    t: Fresh,
    created: einlass::domain::accounts::Created,
    idp: Idp,
    people: Vec<String>,
}

async fn company(people: usize) -> Company {
    let t = fresh().await;
    let (created, idp) = idp(&t.db, "Beispiel GmbH").await;
    let mut ids = Vec::new();
    for n in 0..people {
        ids.push(idp.create(&format!("p{n}@beispiel.example")).await);
    }
    mails(&t.db).await;
    Company { t, created, idp, people: ids }
}

/// People who have accepted, and nothing else of whom ends with their access: they are suspended by one statement each.
async fn accepted(people: usize) -> Company {
    let c = company(people).await;
    for change in [
        "update users set status = 'active', accepted_at = now() where connection_id is not null",
        "update invitations set accepted_at = now()",
        "update outbox set sent_at = now(), secret_sealed = null, leased_until = null where sent_at is null and dead_at is null",
    ] {
        c.t.execute(change).await;
    }
    c
}

impl Company {
    /// One after the other, by their numbers.
    async fn suspend(&self, people: std::ops::Range<usize>) {
        let off = json!([{"op": "replace", "path": "active", "value": false}]);
        for id in &self.people[people] {
            assert_eq!(self.idp.patch(id, off.clone()).await.status, 200);
        }
    }

    async fn delete(&self, n: usize) {
        assert_eq!(self.idp.send("DELETE", &format!("/Users/{}", self.people[n]), &[], "").await.status, 204);
    }

    async fn held(&self) -> (i64, i64) {
        self.t.assert_counted().await;
        assert_eq!(self.t.count(SEATS).await, self.t.count(LEDGER).await, "the ledger says what the people say");
        (self.t.count(HELD).await, self.t.count(SEATS).await)
    }

    async fn release(&self) -> usize {
        let mut tx = begin(&self.t.db).await;
        let admin = administer(&mut tx, &self.created).await;
        let released = users::release(&mut tx, &admin, self.idp.connection).await.expect("releases");
        tx.commit().await.expect("commits");
        released
    }

    /// Mails about the brake that wait to be sent.
    async fn warnings(&self) -> usize {
        let mails = mails(&self.t.db).await;
        mails.iter().filter(|mail| matches!(mail.message, outbox::Message::RemovalsHeld { .. })).count()
    }
}

#[tokio::test]
async fn r21_a_flood_of_removals_waits_for_an_administrator_who_is_told() {
    for c in [company(20).await, accepted(20).await] {
        c.suspend(0..10).await;
        // The administrator of the command line has the right App-Nutzer, too or not: only differences count here.
        let others = c.t.count(SEATS).await - 10;
        assert_eq!(c.held().await, (0, others + 10), "ten are everyday");
        assert_eq!(c.warnings().await, 0);
        c.suspend(10..11).await;
        assert_eq!(c.held().await, (11, others + 20), "all eleven wait, those before as well");
        assert_eq!(c.warnings().await, 1, "the administrator is told, once");
        c.delete(11).await;
        c.delete(0).await;
        assert_eq!(c.held().await, (12, others + 20));
        assert_eq!(c.warnings().await, 0);

        // Access has ended all the same.
        assert_eq!(c.idp.get(&format!("/Users/{}", c.people[10])).await.body["active"], false);
        assert_eq!(c.idp.get(&format!("/Users/{}", c.people[11])).await.status, 404);

        // No clock runs while the brake is engaged.
        let later = instance_at(&c.t.superuser, time::Duration::days(31)).await;
        let mut tx = begin(&later).await;
        assert_eq!(users::purge(&mut tx, WORKER, 100).await.expect("purges"), 0);
        drop(tx);

        // Whoever is active again waits no longer and kept the licence.
        let on = json!([{"op": "replace", "path": "active", "value": true}]);
        assert_eq!(c.idp.patch(&c.people[1], on).await.status, 200);
        assert_eq!(c.held().await, (11, others + 20));

        assert_eq!(c.release().await, 11);
        assert_eq!(c.held().await, (0, others + 9));
        assert_eq!(c.release().await, 0, "once");
        let mut tx = begin(&later).await;
        assert_eq!(users::purge(&mut tx, WORKER, 100).await.expect("purges"), 2, "the clock has started now");
        drop(tx);

        // What was let through is not counted again.
        c.suspend(12..13).await;
        assert_eq!(c.held().await, (0, others + 8));
    }
}

#[tokio::test]
async fn r21_a_fifth_of_a_larger_company_is_everyday() {
    for c in [company(60).await, accepted(60).await] {
        c.suspend(0..12).await;
        assert_eq!(c.held().await.0, 0, "twelve of sixty are a fifth");
        c.suspend(12..13).await;
        assert_eq!(c.held().await.0, 13);
    }
}

#[tokio::test]
async fn r21_removals_count_for_ten_minutes() {
    let mut c = company(80).await;
    c.suspend(0..6).await;
    let minutes = |n| instance_at(&c.t.superuser, time::Duration::minutes(n));
    let (six, eleven, hour) = (minutes(6).await, minutes(11).await, minutes(60).await);
    c.idp.service = service(&six, None, 1000);
    c.suspend(6..12).await;
    // Six of these are too old now, so nineteen of 74 would be a flood, and thirteen are none.
    c.idp.service = service(&eleven, None, 1000);
    c.suspend(12..19).await;
    assert_eq!(c.held().await.0, 0);
    // What goes with its person meanwhile leaves a gap that nobody counts.
    c.t.execute("delete from removals where user_id in (select user_id from removals order by at limit 5)").await;
    c.idp.service = service(&hour, None, 1000);
    c.suspend(19..31).await;
    assert_eq!(c.held().await.0, 0, "twelve of 61");
    c.suspend(31..32).await;
    assert_eq!(c.held().await.0, 13);
    assert_eq!(c.t.count("select count(*) from removals").await, 13, "the others are forgotten");
}

#[tokio::test]
async fn r21_who_is_suspended_while_the_brake_is_engaged_waits_too() {
    for c in [company(20).await, accepted(20).await] {
        let seats = c.t.count(SEATS).await;
        c.suspend(0..11).await;
        assert_eq!(c.held().await, (11, seats));
        c.suspend(11..13).await;
        assert_eq!(c.held().await, (13, seats));
        let on = json!([{"op": "replace", "path": "active", "value": true}]);
        assert_eq!(c.idp.patch(&c.people[12], on).await.status, 200);
        assert_eq!(c.held().await, (12, seats));
        assert_eq!(c.release().await, 12);
        assert_eq!(c.held().await, (0, seats - 12));
    }
}

/// Instances from before removals were numbered run beside this one for a while.
#[tokio::test]
async fn r21_removals_without_a_number_count_too() {
    for c in [company(20).await, accepted(20).await] {
        c.suspend(0..5).await;
        c.t.execute("update removals set number = null where number > 2").await;
        c.suspend(5..10).await;
        assert_eq!(c.held().await.0, 0, "ten are everyday");
        c.suspend(10..11).await;
        assert_eq!(c.held().await.0, 11);
    }
}

#[tokio::test]
async fn r21_a_flood_at_once_is_noticed_as_well() {
    for c in [company(15).await, accepted(15).await] {
        let off = json!([{"op": "replace", "path": "active", "value": false}]);
        let mut all = tokio::task::JoinSet::new();
        for id in c.people.clone() {
            let (idp, off) = (
                Idp { service: c.idp.service.clone(), connection: c.idp.connection, token: c.idp.token.clone() },
                off.clone(),
            );
            all.spawn(async move { idp.patch(&id, off).await.status });
        }
        while let Some(status) = all.join_next().await {
            assert_eq!(status.expect("answered"), 200);
        }
        let mut tx = begin(&c.t.db).await;
        let admin = administer(&mut tx, &c.created).await;
        assert_eq!(users::held(&mut tx, &admin, c.idp.connection).await.expect("reads"), Some(15));
        let licences = licences::count(&mut tx, &admin).await.expect("counts");
        assert_eq!(licences.total, c.t.count(SEATS).await);
        let filter = users::PortalFilter { status: Some(Status::Deactivated), ..Default::default() };
        assert_eq!(users::count(&mut tx, &admin, &filter, 50).await.expect("counts").n, 15);
    }
}

/// Somebody who waits is deleted at the moment an administrator lets everybody through: one waits for the other, and neither for good.
#[tokio::test]
async fn r21_who_is_deleted_while_the_brake_is_released_goes_too() {
    let c = company(20).await;
    c.suspend(0..11).await;
    let (mut tx, scope, eligible) = provisioner(&c.t.db, c.idp.connection, &c.idp.token).await;
    let person = c.people[0].parse().expect("an id");
    let locked = users::lock(&mut tx, &scope, person).await.expect("reads").expect("is there");
    let deleting = async {
        let waiting =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        c.t.until(waiting, 1).await;
        users::remove(&mut tx, &scope, &eligible, locked).await.expect("removes");
        tx.commit().await.expect("commits");
    };
    let (released, ()) = tokio::join!(c.release(), deleting);
    assert_eq!(released, 11);
    assert_eq!(c.held().await.0, 0);
    assert_eq!(c.t.count("select count(*) from users where status = 'removed' and removed_at is not null").await, 1);
}

/// Whoever holds no licence gets none by being removed while the brake is engaged, and the clock of who is deleted waits all the same.
#[tokio::test]
async fn r21_who_held_no_licence_gets_none_by_being_removed() {
    let mut c = company(20).await;
    c.suspend(18..19).await;
    for change in [
        "update users set status = 'active', accepted_at = now() where status = 'invited' and user_name <> 'p19@beispiel.example'",
        "update invitations set accepted_at = now() where revoked_at is null and email <> 'p19@beispiel.example'",
    ] {
        c.t.execute(change).await;
    }
    let days = |n| instance_at(&c.t.superuser, time::Duration::days(n));
    let (later, month, after) = (days(8).await, days(39).await, days(70).await);
    let mut tx = begin(&later).await;
    assert_eq!(invitations::expire(&mut tx, WORKER, 100).await.expect("looks"), 1);
    tx.commit().await.expect("commits");
    c.idp.service = service(&later, None, 1000);
    c.suspend(0..11).await;
    let (held, seats) = c.held().await;
    assert_eq!(held, 11);
    // One whose invitation ran out, and one who was suspended long ago.
    c.suspend(19..20).await;
    c.delete(19).await;
    c.delete(18).await;
    c.delete(0).await;
    assert_eq!(c.held().await, (11, seats));

    let mut tx = begin(&month).await;
    let admin = administer(&mut tx, &c.created).await;
    assert_eq!(users::held(&mut tx, &admin, c.idp.connection).await.expect("reads"), Some(13));
    assert_eq!(users::purge(&mut tx, WORKER, 100).await.expect("purges"), 0, "no clock runs");
    let released = users::release(&mut tx, &admin, c.idp.connection).await.expect("releases");
    assert_eq!(released, 13);
    tx.commit().await.expect("commits");
    assert_eq!(c.held().await, (0, seats - 11));
    let mut tx = begin(&month).await;
    assert_eq!(
        users::purge(&mut tx, WORKER, 100).await.expect("purges"),
        0,
        "the clock starts when they are let through"
    );
    drop(tx);
    let mut tx = begin(&after).await;
    assert_eq!(users::purge(&mut tx, WORKER, 100).await.expect("purges"), 3);
}

/// Whoever is in the way of a removal the other way round is waited for, and the removal is made anew: no identity provider is told of it.
#[tokio::test]
async fn a_removal_that_meets_another_lock_the_other_way_round_is_made_anew() {
    let c = company(2).await;
    let mut other = sqlx::PgConnection::connect_with(&c.t.superuser).await.expect("connects");
    // Whoever looks for circles last is not the one who ends.
    let begin = "begin; set local deadlock_timeout = '60s'; select from connections for update";
    sqlx::raw_sql(begin).execute(&mut other).await.expect("locks the connection");
    let meanwhile = async {
        let waiting =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        c.t.until(waiting, 1).await;
        let person = "select from users where connection_id is not null for update; commit";
        sqlx::raw_sql(person).execute(&mut other).await.expect("locks the people");
    };
    tokio::join!(c.delete(0), meanwhile);
    assert_eq!(c.idp.get(&format!("/Users/{}", c.people[0])).await.status, 404);
    c.held().await;
}
