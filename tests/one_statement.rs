//! Changes of a person that take one statement: what was read before still holds when it is written, the token opens what it did, and the session
//! can do no more than that (docs/PERFORMANCE.md; F-09, R-18).

use einlass::domain::db::{Db, Purpose, Tx};
use einlass::domain::licences::{self, Limits};
use einlass::domain::locked::Locked;
use einlass::domain::resets;
use einlass::domain::tokens::Entered;
use einlass::domain::users::{self, Profile, ProvisionError, ReplaceError, User};
use einlass::model::UserId;
use serde_json::json;

use crate::scim_client::{Company, company, onelogin};
use crate::support::personas::{accept, begin, enter, person};

const AUDITED: &str = "select count(*) from audit_log where action = 'user.replaced'";
const CALLED: &str = "select display_name from users where user_name = 'ada@beispiel.example'";
const DECLARED: &str = "insert into custom_schemas (account_id, urn_key, definition, created_at) select id, 'urn:x', '{}', now() from accounts";
/// What may happen to what a token opens after it was proven.
const CHANGES: [&str; 7] = [
    "update tokens set revoked_at = now()",
    "update connections set paused_at = now(), paused_by = 'Ada'",
    "update connections set profile = 'strict'",
    "update accounts set plan = 'basic'",
    DECLARED,
    "delete from custom_schemas",
    "delete from tokens",
];
/// What may end with the access of Ada, each of which takes statements of its own; all of it belongs to the one account.
const MORE: [&str; 8] = [
    "insert into sessions (account_id, hash, user_id, data, created_at, last_seen_at, expires_at)
     select account_id, sha256('a'), id, '{}', now(), now(), now() + interval '1 day' from users where user_name = 'ada@beispiel.example'",
    "insert into pending_sign_ins (account_id, hash, user_id, data, created_at, expires_at)
     select account_id, sha256('a'), id, '{}', now(), now() + interval '1 day' from users where user_name = 'ada@beispiel.example'",
    "insert into api_keys (account_id, id, name, areas, hash, last4, created_at, created_by, created_by_name, form_key, expires_at, next_look_at)
     select account_id, id, 'A', '{people}', sha256('a'), 'aaaa', now(), id, 'Ada', id, now() + interval '1 day', now() from users where user_name = 'ada@beispiel.example'",
    "update invitations set accepted_at = null, expires_at = now() + interval '1 day' where user_id in (select id from users where user_name = 'ada@beispiel.example')",
    "update outbox set sent_at = null where paced and user_id in (select id from users where user_name = 'ada@beispiel.example')",
    "insert into password_resets (account_id, id, user_id, hash, created_at, expires_at)
     select account_id, id, id, sha256('a'), now(), now() + interval '1 day' from users where user_name = 'ada@beispiel.example'",
    "insert into address_moves (account_id, id, user_id, email, hash, created_at, expires_at)
     select account_id, id, id, 'a@beispiel.example', sha256('a'), now(), now() + interval '1 day' from users where user_name = 'ada@beispiel.example'",
    "with made as (insert into groups (account_id, id, connection_id, display_name, display_name_key, created_at, updated_at)
       select account_id, id, connection_id, 'A', 'a', now(), now() from users where user_name = 'ada@beispiel.example' returning account_id, id)
     insert into group_members (account_id, group_id, user_id, added_at) select account_id, id, id, now() from made",
];
/// How much of it is left.
const LEFT: &str = "select (select count(*) from sessions) + (select count(*) from pending_sign_ins) + (select count(*) from api_keys where ended_at is null)
       + (select count(*) from invitations where accepted_at is null and revoked_at is null) + (select count(*) from outbox where paced and sent_at is null and dead_at is null)
       + (select count(*) from password_resets) + (select count(*) from address_moves) + (select count(*) from group_members)";
const WITH_MAIL: &str = "select count(*) from users u where connection_id is not null and seat and exists (select from outbox o where o.user_id = u.id) and user_name not like 'cy%'";
const ADA: &str = "ada@beispiel.example";

/// A company with one person, and what its instance knows of the token.
async fn with_ada() -> (Company, UserId) {
    let c = company().await;
    let (mut tx, scope, eligible) = c.under_way().await;
    let ada = users::provision(&mut tx, &scope, &eligible, &person(ADA)).await.expect("arrives").id;
    commit(tx).await;
    (c, ada)
}

/// The same with somebody who has accepted, and of whom nothing else ends with their access.
async fn with_active_ada() -> (Company, UserId) {
    let (c, ada) = with_ada().await;
    accept(&c.t.db, ADA, "drei kluge Dachse graben leise").await;
    (c, ada)
}

impl Company {
    /// A request that changes somebody, opened by what is known of its token: it was proven a moment ago.
    async fn at_once(&self, db: &Db) -> Entered {
        loop {
            let open = async |purpose| enter(db, self.idp.connection, &self.idp.token, purpose).await.expect("opens");
            commit(open(Purpose::Writing).await.tx).await;
            let entered = open(Purpose::AtOnce).await;
            // A machine that stood still for a second meanwhile has forgotten it.
            if entered.tx.purpose() == Purpose::AtOnce {
                return entered;
            }
        }
    }
}

/// The person as they were read.
async fn read(entered: &mut Entered, id: UserId) -> Locked<User> {
    users::lock(&mut entered.tx, &entered.scope, id).await.expect("reads").expect("the connection's")
}

fn called(name: &str) -> Profile {
    Profile { display_name: Some(name.into()), ..person(ADA) }
}

async fn write(entered: &mut Entered, before: Locked<User>, profile: &Profile) -> Result<User, ReplaceError> {
    let eligible = entered.eligible.as_ref().expect("eligible");
    users::replace(&mut entered.tx, &entered.scope, eligible, before, profile).await
}

fn off() -> serde_json::Value {
    json!([{"op": "replace", "path": "active", "value": false}])
}

/// The refusal of a change that may be done again at once.
fn in_the_way(outcome: Result<User, ReplaceError>) -> bool {
    matches!(outcome, Err(ReplaceError::Fault(fault)) if fault.is_conflict())
}

/// The next request on the only session of a pool that is for reading can do nothing else.
async fn only_reads(c: &Company, single: &Db) {
    let mut reading = enter(single, c.idp.connection, &c.idp.token, Purpose::Reading).await.expect("opens");
    let eligible = reading.eligible.expect("eligible");
    let refused = users::provision(&mut reading.tx, &reading.scope, &eligible, &person("ben@beispiel.example")).await;
    let text = format!("{:?}", refused.expect_err("refused"));
    assert!(text.contains("read-only transaction"), "{text}");
}

async fn commit(tx: Tx) {
    tx.commit().await.expect("commits");
}

#[tokio::test]
async fn a_change_of_one_row_is_one_statement_and_is_audited() {
    let (c, ada) = with_ada().await;
    let mut entered = c.at_once(&c.t.db).await;
    let before = read(&mut entered, ada).await;
    let (version, since) = (before.version, before.updated_at);
    let after = write(&mut entered, before, &called("Gräfin")).await.expect("writes");
    assert_eq!(entered.tx.purpose(), Purpose::Reading, "it was the only statement that may write, and no transaction");
    drop(entered);
    assert_eq!(c.t.text(CALLED).await, "Gräfin");
    assert_eq!(c.t.count(AUDITED).await, 1);
    assert_eq!((after.version, after.updated_at > since), (version + 1, true));
}

#[tokio::test]
async fn f09_who_has_changed_since_they_were_read_is_not_overwritten() {
    let (c, ada) = with_active_ada().await;
    // By whatever statement, whether it counts as a change for identity providers or not.
    for change in ["set language = 'en'", "set held = false", "set display_name = 'Countess', version = version + 1"] {
        for active in [None, Some(false)] {
            let mut entered = c.at_once(&c.t.db).await;
            let before = read(&mut entered, ada).await;
            c.t.run(&format!("update users {change} where user_name = '{ADA}'")).await;
            let profile = Profile { active, ..called(change) };
            assert!(in_the_way(write(&mut entered, before, &profile).await), "{change}");
        }
    }
    assert_eq!(c.t.count(AUDITED).await, 0);
    assert_eq!(c.t.count("select count(*) from removals").await, 0);
    assert_eq!(c.t.text(CALLED).await, "Countess");
}

#[tokio::test]
async fn f09_changes_that_waited_for_another_one_are_made_of_what_that_one_left() {
    let (c, ada) = with_ada().await;
    let (mut tx, scope, _) = c.under_way().await;
    users::lock(&mut tx, &scope, ada).await.expect("reads").expect("the connection's");
    let mut waiting = Vec::new();
    for path in ["title", "nickName", "userType"] {
        let operations = json!([{"op": "replace", "path": path, "value": path}]);
        waiting.push(c.sends(move |idp| async move { idp.patch(&ada.to_string(), operations).await }).await);
    }
    assert!(waiting.iter().all(|request| !request.is_finished()));
    commit(tx).await;
    for request in waiting {
        assert_eq!(request.await.expect("runs").status, 200);
    }
    let now = c.idp.get(&format!("/Users/{ada}")).await.body;
    assert_eq!([&now["title"], &now["nickName"], &now["userType"]], ["title", "nickName", "userType"]);
}

#[tokio::test]
async fn r18_the_statement_that_writes_finds_what_the_token_opens_now() {
    for change in CHANGES {
        for (active, accepted) in [(None, false), (Some(false), false), (Some(false), true)] {
            let (c, ada) = if accepted { with_active_ada().await } else { with_ada().await };
            if change == "delete from custom_schemas" {
                c.t.execute(DECLARED).await;
            }
            let mut entered = c.at_once(&c.t.db).await;
            let before = read(&mut entered, ada).await;
            c.t.run(change).await;
            let profile = Profile { active, ..called("Gräfin") };
            assert!(in_the_way(write(&mut entered, before, &profile).await), "{change}");
            assert_eq!(c.t.count(AUDITED).await, 0, "{change}");
        }
    }
}

#[tokio::test]
async fn r18_a_refusal_is_that_of_now() {
    let (c, ada) = with_ada().await;
    c.t.execute("update connections set paused_at = now(), paused_by = 'Ada'").await;
    let refused = c.idp.patch(&ada.to_string(), json!([{"op": "replace", "path": "title", "value": "Gräfin"}])).await;
    assert_eq!(refused.status, 403, "{:?}", refused.body);
    c.t.execute("update connections set paused_at = null, paused_by = null").await;
    let changed = c.idp.patch(&ada.to_string(), json!([{"op": "replace", "path": "title", "value": "Gräfin"}])).await;
    assert_eq!(changed.status, 200, "{:?}", changed.body);
    c.t.execute("update tokens set revoked_at = now()").await;
    let refused = c.idp.patch(&ada.to_string(), json!([{"op": "replace", "path": "title", "value": "Dame"}])).await;
    assert_eq!(refused.status, 401);
}

#[tokio::test]
async fn r03_a_session_that_wrote_or_did_not_can_only_read_afterwards() {
    let (c, ada) = with_ada().await;
    let single = crate::tenancy::pool_of(&c.t, 1).await;
    for (round, ending) in
        ["written", "unchanged", "forgotten", "refused", "more", "more, forgotten"].into_iter().enumerate()
    {
        let mut entered = c.at_once(&single).await;
        let before = read(&mut entered, ada).await;
        let name = called(&format!("Ada {round}"));
        match ending {
            "written" => {
                write(&mut entered, before, &name).await.expect("writes");
                commit(entered.tx).await;
            }
            "unchanged" => commit(entered.tx).await,
            "forgotten" => drop(entered),
            "refused" => {
                c.t.run(&format!("update users set held = false where user_name = '{ADA}'")).await;
                assert!(in_the_way(write(&mut entered, before, &name).await));
                drop(entered);
            }
            _ => {
                let active = Some(!before.is_active());
                write(&mut entered, before, &Profile { active, ..name }).await.expect("writes");
                assert_eq!(entered.tx.purpose(), Purpose::Writing, "several statements are a transaction");
                if ending == "more" { commit(entered.tx).await } else { drop(entered) }
            }
        }
        only_reads(&c, &single).await;
        // Nothing of what was left open is in the way of others.
        commit(begin(&single).await).await;
    }
    let text =
        c.t.text("select display_name || ' ' || status from users where user_name = 'ada@beispiel.example'").await;
    assert_eq!(text, "Ada 4 deactivated");
    c.t.assert_counted().await;
}

#[tokio::test]
async fn who_arrives_is_written_by_one_statement_with_everything_that_belongs_to_them() {
    let (c, _) = with_ada().await;
    for (n, limit) in [None, Some(100)].into_iter().enumerate() {
        let (mut tx, admin) = c.deciding().await;
        licences::set_limits(&mut tx, &admin, Limits { limit, warning: None }).await.expect("sets");
        commit(tx).await;
        let mut entered = c.at_once(&c.t.db).await;
        let address = format!("p{n}@beispiel.example");
        let eligible = entered.eligible.as_ref().expect("eligible");
        let arrived = users::provision(&mut entered.tx, &entered.scope, eligible, &person(&address)).await;
        // Licences that are limited are counted behind a lock.
        let at_once = limit.is_none();
        assert_eq!(arrived.is_ok(), at_once);
        assert!(arrived.is_ok() || matches!(arrived, Err(ProvisionError::Fault(fault)) if fault.is_conflict()));
        drop(entered);
        assert_eq!(c.t.count(WITH_MAIL).await, 2, "Ada and the first one");
        assert_eq!(c.idp.post(onelogin("Cy", "C", &format!("cy{n}@beispiel.example"), "")).await.status, 201);
    }
}

#[tokio::test]
async fn r18_who_arrives_by_what_a_token_opened_does_not() {
    for change in CHANGES {
        let c = company().await;
        if change == "delete from custom_schemas" {
            c.t.execute(DECLARED).await;
        }
        let mut entered = c.at_once(&c.t.db).await;
        c.t.run(change).await;
        let eligible = entered.eligible.as_ref().expect("eligible");
        let arrived = users::provision(&mut entered.tx, &entered.scope, eligible, &person(ADA)).await;
        assert!(matches!(arrived, Err(ProvisionError::Fault(fault)) if fault.is_conflict()), "{change}");
        assert_eq!(c.t.count("select count(*) from users where connection_id is not null").await, 0, "{change}");
        assert_eq!(c.t.count("select count(*) from outbox where kind = 'invitation'").await, 0, "{change}");
    }
}

#[tokio::test]
async fn r20_a_reset_that_is_asked_for_while_access_ends_ends_with_it() {
    let (c, ada) = with_active_ada().await;
    let mut asking = begin(&c.t.db).await;
    resets::request(&mut asking, &ADA.parse().expect("an address")).await.expect("asks");
    let mut entered = c.at_once(&c.t.db).await;
    let before = read(&mut entered, ada).await;
    let ending = tokio::spawn(async move {
        let profile = Profile { active: Some(false), ..person(ADA) };
        in_the_way(write(&mut entered, before, &profile).await)
    });
    let ending = c.held_up(ending).await;
    commit(asking).await;
    assert!(ending.await.expect("runs"), "it is seen, and ends in a transaction");
    assert_eq!(c.idp.patch(&ada.to_string(), off()).await.status, 200);
    assert_eq!(c.t.text("select status from users where user_name = 'ada@beispiel.example'").await, "deactivated");
    assert_eq!(c.t.count("select count(*) from password_resets").await, 0);
}

#[tokio::test]
async fn access_ends_and_comes_back_by_one_statement_with_everything_that_belongs_to_it() {
    let (c, ada) = with_active_ada().await;
    let seats = c.t.count("select sum(seats_delta)::bigint from licence_ledger").await;
    for (round, (active, status)) in
        [(false, "deactivated"), (true, "active"), (false, "deactivated")].into_iter().enumerate()
    {
        let mut entered = c.at_once(&c.t.db).await;
        let before = read(&mut entered, ada).await;
        let profile = Profile { active: Some(active), ..called(&format!("Ada {round}")) };
        let after = write(&mut entered, before, &profile).await.expect("writes");
        assert_eq!(
            entered.tx.purpose(),
            Purpose::Reading,
            "it was the only statement that may write, and no transaction"
        );
        assert_eq!((after.is_active(), after.seat), (active, active));
        drop(entered);
        let now = c.t.text("select display_name || ' ' || status || ' ' || held from users where user_name = 'ada@beispiel.example'").await;
        assert_eq!(now, format!("Ada {round} {status} false"));
        assert_eq!(c.t.count("select sum(seats_delta)::bigint from licence_ledger").await, seats - i64::from(!active));
        c.t.assert_counted().await;
    }
    assert_eq!(c.t.count(AUDITED).await, 3);
    assert_eq!(c.t.count("select count(*) from removals").await, 2);
    let ledger = "select string_agg(cause || ' ' || user_label, ', ' order by at, id) from licence_ledger where cause like '%activated'";
    assert_eq!(c.t.text(ledger).await, "deactivated Ada 0, reactivated Ada 1, deactivated Ada 2");
}

#[tokio::test]
async fn r20_where_more_ends_than_access_it_ends_in_a_transaction() {
    for more in MORE {
        let (c, ada) = with_active_ada().await;
        c.t.execute(more).await;
        let mut entered = c.at_once(&c.t.db).await;
        let before = read(&mut entered, ada).await;
        let profile = Profile { active: Some(false), ..person(ADA) };
        let outcome = write(&mut entered, before, &profile).await;
        // Who is seen to have a session or to be in a group is suspended in a transaction to begin with.
        let seen = ["into sessions", "group_members"].iter().any(|part| more.contains(part));
        assert_eq!((entered.tx.purpose() == Purpose::Writing, outcome.is_ok()), (seen, seen), "{more}");
        assert!(seen || in_the_way(outcome), "{more}");
        drop(entered);
        assert_eq!(c.t.count("select count(*) from removals").await, 0, "{more}");
        assert_eq!(c.idp.patch(&ada.to_string(), off()).await.status, 200, "{more}");
        assert_eq!(c.t.count(LEFT).await, 0, "{more}");
        assert_eq!(c.t.count("select count(*) from removals").await, 1, "{more}");
    }
}

#[tokio::test]
async fn who_comes_back_where_licences_are_limited_is_counted_in_a_transaction() {
    let (c, ada) = with_active_ada().await;
    assert_eq!(c.idp.patch(&ada.to_string(), off()).await.status, 200);
    let (mut tx, admin) = c.deciding().await;
    licences::set_limits(&mut tx, &admin, Limits { limit: Some(0), warning: None }).await.expect("sets");
    commit(tx).await;
    let mut entered = c.at_once(&c.t.db).await;
    let before = read(&mut entered, ada).await;
    let profile = Profile { active: Some(true), ..person(ADA) };
    let after = write(&mut entered, before, &profile).await.expect("writes");
    assert_eq!((entered.tx.purpose(), after.seat), (Purpose::Writing, false), "they wait for a licence");
}

#[tokio::test]
async fn r18_a_token_that_ends_later_than_was_known_is_no_bad_one() {
    let (c, ada) = with_ada().await;
    c.t.execute("update tokens set expires_at = now() + interval '300 ms'").await;
    commit(c.under_way().await.0).await;
    c.t.execute("update tokens set expires_at = null").await;
    // Until the end that was known has passed.
    c.t.execute("select pg_sleep(0.4)").await;
    let operations = json!([{"op": "replace", "path": "title", "value": "Gräfin"}]);
    assert_eq!(c.idp.patch(&ada.to_string(), operations).await.status, 200);
}

#[tokio::test]
async fn b3_the_last_administrator_stays_whatever_is_known_of_the_token() {
    let (c, ada) = with_active_ada().await;
    c.t.execute("update users set right_administrator = (user_name = 'ada@beispiel.example')").await;
    let refused = c.idp.patch(&ada.to_string(), off()).await;
    assert_eq!(refused.status, 409, "{:?}", refused.body);
    assert_eq!(c.t.text("select status from users where right_administrator").await, "active");
}
