//! What an administrator decides about all people of a connection, while requests of its identity provider are under way: each of them is
//! done before, or finds what was decided (product S15, decision 6; R-18).

use einlass::domain::access::{AdminScope, ConnectionScope, Fresh};
use einlass::domain::db::Tx;
use einlass::domain::licences::{self, Limits, ScimEligible};
use einlass::domain::{connections, groups, users};
use einlass::model::{PeopleAfter, UserId};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::scim_client::{Answer, Company, Idp, company, onelogin};
use crate::support::personas::{accept, administer, begin, person, provisioner};

const WAITING: &str =
    "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
/// Who came by SCIM and is not gone: whose they are, and how they stand.
const PEOPLE: &str = "select coalesce(string_agg(concat_ws(' ', split_part(user_name, '@', 1), status, case when connection_id is not null then 'managed' end, case when seat then 'licence' end), ', ' order by user_name), '') from users where user_name not like 'admin@%' and status <> 'removed'";

impl Company {
    /// The identity provider with a request that has proven its token and is not done.
    pub async fn under_way(&self) -> (Tx, ConnectionScope, ScimEligible) {
        provisioner(&self.t.db, self.idp.connection, &self.idp.token).await
    }

    /// An administrator's unit of work in which nothing is done yet.
    pub async fn deciding(&self) -> (Tx, Fresh<AdminScope>) {
        let mut tx = begin(&self.t.db).await;
        let admin = administer(&mut tx, &self.created).await;
        (tx, admin)
    }

    /// „SCIM deaktivieren“, in a task of its own, until it is durable.
    async fn switch_off(&self, then: PeopleAfter) -> JoinHandle<()> {
        let (mut tx, admin) = self.deciding().await;
        let connection = self.idp.connection;
        self.held_up(tokio::spawn(async move {
            connections::deactivate(&mut tx, &admin, connection, "Beispiel GmbH", then).await.expect("switches off");
            tx.commit().await.expect("commits");
        }))
        .await
    }

    /// Work that waits for somebody, or is done already.
    pub async fn held_up<T>(&self, work: JoinHandle<T>) -> JoinHandle<T> {
        while !work.is_finished() && self.t.count(WAITING).await == 0 {
            tokio::task::yield_now().await;
        }
        work
    }

    /// The identity provider in a task of its own, as far as it gets.
    pub async fn sends<F: Future<Output = Answer> + Send + 'static>(
        &self,
        request: impl FnOnce(Idp) -> F + Send + 'static,
    ) -> JoinHandle<Answer> {
        let Idp { service, connection, token } = &self.idp;
        let idp = Idp { service: service.clone(), connection: *connection, token: token.clone() };
        self.held_up(tokio::spawn(request(idp))).await
    }
}

async fn arrives(work: &mut (Tx, ConnectionScope, ScimEligible), address: &str) {
    let (tx, scope, eligible) = work;
    users::provision(tx, scope, eligible, &person(address)).await.expect("arrives");
}

#[tokio::test]
async fn b49_who_arrives_while_scim_is_switched_off_leaves_with_the_others() {
    for (then, left) in [
        (PeopleAfter::Deactivated, "ada deactivated, ben deactivated"),
        (PeopleAfter::Kept, "ada invited licence, ben invited licence"),
    ] {
        let c = company().await;
        c.idp.create("ada@beispiel.example").await;
        let mut arriving = c.under_way().await;
        arrives(&mut arriving, "ben@beispiel.example").await;
        let switched = c.switch_off(then).await;
        arriving.0.commit().await.expect("commits");
        switched.await.expect("runs");
        assert_eq!(c.t.text(PEOPLE).await, left, "{then:?}");
        c.t.assert_counted().await;
    }
}

/// The token was proven before, and everything else comes after.
#[tokio::test]
async fn b49_what_had_proven_its_token_is_done_before_scim_is_switched_off() {
    let c = company().await;
    let ada = c.idp.create("ada@beispiel.example").await;
    c.idp.patch(&ada, json!([{"op": "replace", "path": "active", "value": false}])).await;
    let mut arriving = c.under_way().await;
    let (mut tx, scope, eligible) = c.under_way().await;
    let switched = c.switch_off(PeopleAfter::Deactivated).await;
    arrives(&mut arriving, "ben@beispiel.example").await;
    arriving.0.commit().await.expect("commits");
    // Ada is let in again and put into a group.
    let id: UserId = ada.parse().expect("an id");
    let before = users::lock(&mut tx, &scope, id).await.expect("reads").expect("the connection's");
    let mut profile = person("ada@beispiel.example");
    profile.active = Some(true);
    users::replace(&mut tx, &scope, &eligible, before, &profile).await.expect("replaces");
    let admitted = groups::admit(&mut tx, &scope, [id]).await.expect("a person of the connection").admitted;
    let description =
        groups::Description { display_name: "Alle".into(), external_id: None, attributes: serde_json::Map::new() };
    groups::create(&mut tx, &scope, &eligible, &description, &admitted).await.expect("creates");
    tx.commit().await.expect("commits");
    switched.await.expect("runs");
    assert_eq!(c.t.text(PEOPLE).await, "ada deactivated, ben deactivated");
    assert_eq!(c.t.count("select count(*) from group_members").await, 0);
    assert_eq!(
        c.t.count("select count(*) from invitations where revoked_at is null").await,
        0,
        "no link opens anything"
    );
}

#[tokio::test]
async fn b49_who_comes_while_scim_is_switched_off_is_refused_and_reading_waits_for_nobody() {
    let c = company().await;
    let ada = c.idp.create("ada@beispiel.example").await;
    let (mut tx, admin) = c.deciding().await;
    connections::deactivate(&mut tx, &admin, c.idp.connection, "Beispiel GmbH", PeopleAfter::Kept).await.expect("does");
    let post = c.sends(|idp| async move { idp.post(onelogin("Ben", "B", "ben@beispiel.example", "")).await }).await;
    assert_eq!(c.idp.get(&format!("/Users/{ada}")).await.status, 200, "nothing is durable yet");
    tx.commit().await.expect("commits");
    assert_eq!(post.await.expect("runs").status, 401);
    assert_eq!(c.t.text(PEOPLE).await, "ada invited licence");
    assert_eq!(c.idp.get("/Users").await.status, 401);
}

#[tokio::test]
async fn requests_of_one_connection_go_on_side_by_side() {
    let c = company().await;
    let mut one = c.under_way().await;
    arrives(&mut one, "ada@beispiel.example").await;
    let other = c.sends(|idp| async move { idp.post(onelogin("Ben", "B", "ben@beispiel.example", "")).await }).await;
    assert_eq!(c.t.count(WAITING).await, 0);
    assert_eq!(other.await.expect("runs").status, 201);
    one.0.commit().await.expect("commits");
    assert_eq!(c.t.text(PEOPLE).await, "ada invited managed licence, ben invited managed licence");
}

/// What a refusal leaves behind is written in a unit of work of its own, after it.
#[tokio::test]
async fn nobody_is_to_be_decided_about_for_a_connection_that_was_switched_off_meanwhile() {
    for off in [false, true] {
        let c = company().await;
        let ada = c.idp.create("ada@beispiel.example").await;
        accept(&c.t.db, "ada@beispiel.example", "drei kluge Dachse graben leise").await;
        c.t.execute("update users set connection_id = null where user_name like 'ada@%'").await;
        let (tx, scope, _) = c.under_way().await;
        drop(tx);
        if off {
            c.switch_off(PeopleAfter::Kept).await.await.expect("runs");
        }
        let request = einlass::domain::db::RequestInfo::internal();
        users::ask_to_link(&c.t.db, &request, &scope, ada.parse().expect("an id")).await.expect("writes");
        assert_eq!(c.t.count("select count(*) from link_requests").await, i64::from(!off), "switched off: {off}");
    }
}

/// The limit of the automatic adjustment (product decision 6) holds for whoever arrives while it is set.
#[tokio::test]
async fn nobody_who_arrives_while_a_limit_is_set_is_one_too_many() {
    let c = company().await;
    c.idp.create("ada@beispiel.example").await;
    let seats = c.t.count("select count(*) from users where seat").await;
    let (mut tx, admin) = c.deciding().await;
    let limit = Limits { limit: Some(seats), warning: None };
    licences::set_limits(&mut tx, &admin, limit).await.expect("sets");
    let post = c.sends(|idp| async move { idp.post(onelogin("Ben", "B", "ben@beispiel.example", "")).await }).await;
    tx.commit().await.expect("commits");
    assert_eq!(post.await.expect("runs").status, 201);
    assert_eq!(c.t.text(PEOPLE).await, "ada invited managed licence, ben waiting managed");
    assert_eq!(c.t.count("select count(*) from users where seat").await, seats);
}
