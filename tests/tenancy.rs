//! accounts cannot see each other, by schema and by trial.

use einlass::domain::db::{Db, Purpose};
use einlass::domain::pages::Listing;
use einlass::domain::tokens::{self, AuthenticateError, Revoker};
use einlass::domain::{accounts, licences, users};
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};

use crate::support::db::{Fresh, fresh};
use crate::support::personas::{OPERATOR, account, activate, administer, begin, enter, idp, person, provisioner};

/// Tables that hold nothing of a customer.
const OUTSIDE: &str = "('_sqlx_migrations', 'support_staff', 'support_recovery_codes', 'support_sessions', 'support_passkeys', 'support_log', 'sign_in_failures', 'used_sign_in_flows', 'sign_ups', 'outside_mail', 'ended_accounts', 'burnt_addresses')";

/// Every way to find an account without knowing it.
const LOOKUPS: [&str; 35] = [
    "lookup_account",
    "lookup_accounts",
    "lookup_accounts_after",
    "lookup_accounts_with_waiting",
    "lookup_address_move",
    "lookup_any_account",
    "lookup_api_key",
    "lookup_api_keys_to_look_at",
    "lookup_connection",
    "lookup_counts_to_fold",
    "lookup_domain",
    "lookup_domains_to_check",
    "lookup_due_digests",
    "lookup_due_mail",
    "lookup_ended_sessions",
    "lookup_expired_invitations",
    "lookup_group_rights_due",
    "lookup_identity",
    "lookup_invitation",
    "lookup_invitations_to_remind",
    "lookup_jobs_to_forget",
    "lookup_lapsing_accounts",
    "lookup_logs_to_shorten",
    "lookup_open_jobs",
    "lookup_open_requests",
    "lookup_passkey",
    "lookup_password_reset",
    "lookup_removed_users",
    "lookup_session",
    "lookup_short_name",
    "lookup_sign_in",
    "lookup_silent_connections",
    "lookup_tests_to_notice",
    "lookup_token",
    "lookup_tokens_to_notice",
];

async fn names(conn: &mut PgConnection, sql: &str) -> Vec<String> {
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned()))
        .fetch_all(conn)
        .await
        .unwrap_or_else(|e| panic!("{sql}: {e}"))
}

#[tokio::test]
async fn r02_every_table_of_a_customer_is_forced_under_its_account() {
    let t = fresh().await;
    let mut c = PgConnection::connect_with(&t.superuser).await.expect("connects");
    let tables = format!(
        "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname not in {OUTSIDE}"
    );
    assert!(names(&mut c, &tables).await.len() >= 14);

    let unforced = format!("{tables} and not (c.relrowsecurity and c.relforcerowsecurity)");
    assert_eq!(names(&mut c, &unforced).await, [""; 0], "tables without forced row level security");

    let key = "(case when c.relname = 'accounts' then 'id' else 'account_id' end)";
    let without_account = format!(
        "{tables} and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = {key} and a.attnotnull)"
    );
    assert_eq!(names(&mut c, &without_account).await, [""; 0], "tables without account_id not null");

    let without_policy = format!(
        "{tables} and not exists (select from pg_policy p where p.polrelid = c.oid and pg_get_expr(p.polqual, c.oid) = '(' || {key} || ' = current_account())'
           and pg_get_expr(p.polwithcheck, c.oid) = '(' || {key} || ' = current_account())' and p.polroles = array['einlass_app'::regrole::oid])"
    );
    assert_eq!(names(&mut c, &without_policy).await, [""; 0], "tables without the account policy");

    let other_policies = "select polrelid::regclass::text || ' ' || polname from pg_policy where polname <> 'account_context' and not (polname = 'lookup' and polcmd = 'r' and polroles = array['einlass_lookup'::regrole::oid])";
    assert_eq!(names(&mut c, other_policies).await, [""; 0], "policies nobody planned");

    let loose_keys = format!(
        "select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
         join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
         where n.nspname = 'public' and i.indisunique and c.relname not in {OUTSIDE} and c.relname <> 'accounts' and a.attname <> 'account_id'"
    );
    assert_eq!(names(&mut c, &loose_keys).await, [""; 0], "unique keys that tell one account about another");

    let loose_references = format!(
        "select k.conname::text from pg_constraint k join pg_class c on c.oid = k.conrelid
         where k.contype = 'f' and c.relname not in {OUTSIDE} and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum = any(k.conkey) and a.attname = 'account_id')"
    );
    assert_eq!(names(&mut c, &loose_references).await, [""; 0], "references that leave the account");
}

#[tokio::test]
async fn r02_the_app_role_has_no_power_to_leave_row_level_security() {
    let t = fresh().await;
    let mut c = PgConnection::connect_with(&t.superuser).await.expect("connects");
    assert_eq!(names(&mut c, "select rolname::text from pg_roles where rolname in ('einlass_app', 'einlass_lookup') and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin)").await, [""; 0]);
    assert_eq!(
        names(
            &mut c,
            "select relname::text from pg_class where relowner in ('einlass_app'::regrole, 'einlass_lookup'::regrole)"
        )
        .await,
        [""; 0]
    );
    let verbs = "select table_name || ' ' || privilege_type from information_schema.role_table_grants where grantee = 'einlass_app' and privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')";
    assert_eq!(names(&mut c, verbs).await, [""; 0]);
    let rewritable = "select table_name || ' ' || privilege_type from information_schema.role_table_grants where grantee = 'einlass_app' and table_name in ('audit_log', 'licence_ledger', 'support_log') and privilege_type not in ('SELECT', 'INSERT')";
    assert_eq!(names(&mut c, rewritable).await, [""; 0], "what happened cannot be rewritten");
    let lookups =
        names(&mut c, "select proname::text from pg_proc where proowner = 'einlass_lookup'::regrole order by 1").await;
    assert_eq!(lookups, LOOKUPS);
    let definers = "select proname::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and prosecdef
                    and (proowner <> 'einlass_lookup'::regrole or proconfig is null or has_function_privilege('public', p.oid, 'execute'))";
    assert_eq!(names(&mut c, definers).await, [""; 0]);
}

#[tokio::test]
async fn r03_the_pool_is_the_app_role_and_sees_nothing_without_an_account() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    activate(&t.db, &company).await;
    let mut c = PgConnection::connect_with(&t.superuser).await.expect("connects");
    c.execute("set role einlass_app").await.expect("drops");
    for table in names(&mut c, "select table_name::text from information_schema.role_table_grants where grantee = 'einlass_app' and privilege_type = 'SELECT'").await {
        let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}"))).fetch_one(&mut c).await.expect("reads");
        assert_eq!(rows, 0, "{table} without an account");
    }
    let write = c
        .execute("insert into accounts (id, name, plan, created_at) values (gen_random_uuid(), 'x', 'basic', now())")
        .await;
    assert!(write.expect_err("refused").to_string().contains("row-level security"));
    // The product's own pool refuses to start on a role that owns tables.
    c.execute("reset role; create table loot (); alter table loot owner to einlass_app").await.expect("alters");
    let opened = einlass::domain::db::Db::open(
        t.superuser.clone(),
        1,
        einlass::domain::sealing::Sealer::new(&[0; 32]),
        einlass::domain::db::Policy::default(),
    )
    .await;
    assert!(matches!(opened, Err(einlass::domain::db::OpenError::TooPowerful)), "{opened:?}");
}

#[tokio::test]
async fn r01_a_token_opens_its_own_connection_alone_and_sees_its_own_people_alone() {
    let t = fresh().await;
    let (red, blue) = (account(&t.db, "Rot GmbH").await, account(&t.db, "Blau GmbH").await);
    let ((red_connection, red_token), (blue_connection, blue_token)) =
        (activate(&t.db, &red).await, activate(&t.db, &blue).await);

    let (mut tx, scim, eligible) = provisioner(&t.db, red_connection, &red_token).await;
    let ada = users::provision(&mut tx, &scim, &eligible, &person("ada@beispiel.example")).await.expect("arrives");
    tx.commit().await.expect("commits");

    assert!(matches!(idp(&t.db, blue_connection, &red_token).await, Err(AuthenticateError::Refused)));
    let (mut tx, scim, eligible) = provisioner(&t.db, blue_connection, &blue_token).await;
    assert!(users::find(&mut tx, &scim, ada.id).await.expect("reads").is_none());
    assert_eq!(users::list(&mut tx, &scim, &Listing::first(None, 100)).await.expect("lists").total, 0);
    // the same address lives in both accounts and neither notices.
    users::provision(&mut tx, &scim, &eligible, &person("ada@beispiel.example")).await.expect("arrives here too");
    tx.commit().await.expect("commits");
}

pub async fn pool_of(t: &Fresh, connections: u32) -> Db {
    let sealer = einlass::domain::sealing::Sealer::new(&[42; 32]);
    Db::open(t.superuser.clone(), connections, sealer, einlass::domain::db::Policy::default()).await.expect("opens")
}

#[tokio::test]
async fn r03_a_request_that_read_leaves_no_account_behind() {
    let t = fresh().await;
    let company = account(&t.db, "Rot GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    let (_, foreign) = activate(&t.db, &account(&t.db, "Blau GmbH").await).await;
    let (mut tx, scim, eligible) = provisioner(&t.db, connection, &token).await;
    let ada = users::provision(&mut tx, &scim, &eligible, &person("ada@beispiel.example")).await.expect("arrives");
    tx.commit().await.expect("commits");

    let single = pool_of(&t, 1).await;
    for forgotten in [false, true] {
        let mut read = enter(&single, connection, &token, Purpose::Reading).await.expect("opens");
        assert!(users::find(&mut read.tx, &read.scope, ada.id).await.expect("reads").is_some());
        if forgotten {
            drop(read.tx);
        } else {
            read.tx.commit().await.expect("ends");
        }
        // The same connection of the pool, and even the proof of the request before: without an account there is nobody.
        let mut tx = begin(&single).await;
        assert!(users::find(&mut tx, &read.scope, ada.id).await.expect("reads").is_none());
        drop(tx);
        let refused = enter(&single, connection, &foreign, Purpose::Reading).await;
        assert!(matches!(refused, Err(AuthenticateError::Refused)));
        let mut tx = begin(&single).await;
        assert!(users::find(&mut tx, &read.scope, ada.id).await.expect("reads").is_none());
    }
}

#[tokio::test]
async fn a_request_that_reads_cannot_write_and_the_next_one_can() {
    let t = fresh().await;
    let company = account(&t.db, "Rot GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    let single = pool_of(&t, 1).await;
    // By a proof of its own, by that of the request before, and on a session that is known to be turned.
    for forgotten in [true, false, false] {
        let mut read = enter(&single, connection, &token, Purpose::Reading).await.expect("opens");
        if !forgotten {
            read.tx.commit().await.expect("ends");
            read = enter(&single, connection, &token, Purpose::Reading).await.expect("opens");
        }
        let eligible = read.eligible.expect("eligible");
        let refused = users::provision(&mut read.tx, &read.scope, &eligible, &person("ada@beispiel.example")).await;
        let text = format!("{:?}", refused.expect_err("refused"));
        assert!(text.contains("read-only transaction"), "{text}");
        drop(read.tx);
    }
    let (mut tx, scim, eligible) = provisioner(&single, connection, &token).await;
    users::provision(&mut tx, &scim, &eligible, &person("ada@beispiel.example")).await.expect("arrives");
    tx.commit().await.expect("commits");
    let mut tx = begin(&single).await;
    let admin = administer(&mut tx, &company).await;
    licences::set_automatic(&mut tx, &admin, true).await.expect("writes");
    tx.commit().await.expect("commits");
}

#[tokio::test]
async fn r03_a_session_turned_to_one_account_serves_another_only_once_it_is_turned_again() {
    let t = fresh().await;
    let (red, blue) = (account(&t.db, "Rot GmbH").await, account(&t.db, "Blau GmbH").await);
    let (of_red, of_blue) = (activate(&t.db, &red).await, activate(&t.db, &blue).await);
    let single = pool_of(&t, 1).await;
    let mut people = Vec::new();
    for (connection, token) in [&of_red, &of_blue] {
        let (mut tx, scim, eligible) = provisioner(&single, *connection, token).await;
        people.push(
            users::provision(&mut tx, &scim, &eligible, &person("ada@beispiel.example")).await.expect("arrives").id,
        );
        tx.commit().await.expect("commits");
    }
    // Every account twice in a row, by a new proof and by a known one, whatever the session was left with by those before.
    for round in 0..16 {
        let ((connection, token), own, foreign) = match round / 2 % 2 {
            0 => (&of_red, people[0], people[1]),
            _ => (&of_blue, people[1], people[0]),
        };
        let mut read = enter(&single, *connection, token, Purpose::Reading).await.expect("opens");
        assert!(users::find(&mut read.tx, &read.scope, own).await.expect("reads").is_some(), "round {round}");
        assert!(users::find(&mut read.tx, &read.scope, foreign).await.expect("reads").is_none(), "round {round}");
        match round % 3 {
            0 => drop(read.tx),
            _ => read.tx.commit().await.expect("ends"),
        }
        if round % 5 == 0 {
            let (tx, ..) = provisioner(&single, of_blue.0, &of_blue.1).await;
            tx.commit().await.expect("commits");
        }
    }
}

#[tokio::test]
async fn r03_a_request_that_reads_stays_with_its_account() {
    let t = fresh().await;
    let (red, blue) = (account(&t.db, "Rot GmbH").await, account(&t.db, "Blau GmbH").await);
    let (connection, token) = activate(&t.db, &red).await;
    let mut read = enter(&t.db, connection, &token, Purpose::Reading).await.expect("opens");
    let turned = accounts::operate(&mut read.tx, OPERATOR, &blue.account.to_string()).await;
    let text = format!("{:?}", turned.expect_err("refused"));
    assert!(text.contains("stays with its account"), "{text}");
}

#[tokio::test]
async fn r18_a_revocation_ends_reading_at_once_where_it_is_committed_and_writing_everywhere() {
    let t = fresh().await;
    let company = account(&t.db, "Rot GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    let other = pool_of(&t, 2).await;
    for db in [&t.db, &other] {
        let read = enter(db, connection, &token, Purpose::Reading).await.expect("opens");
        read.tx.commit().await.expect("ends");
    }
    let mut tx = begin(&t.db).await;
    tokens::revoke(&mut tx, Revoker::Operator(OPERATOR), connection, "verlegt").await.expect("revokes");
    tx.commit().await.expect("commits");
    for (db, purpose) in [(&t.db, Purpose::Reading), (&t.db, Purpose::Writing), (&other, Purpose::Writing)] {
        let refused = enter(db, connection, &token, purpose).await;
        assert!(matches!(refused, Err(AuthenticateError::Refused)), "{purpose:?}");
    }
    // Nobody tells the other instance: what it knows is good for a second.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let refused = enter(&other, connection, &token, Purpose::Reading).await;
    assert!(matches!(refused, Err(AuthenticateError::Refused)));
}

#[tokio::test]
async fn r03_interleaved_accounts_on_a_small_pool_never_meet() {
    let t = fresh().await;
    let mut connections = Vec::new();
    for n in 0..6 {
        let company = account(&t.db, &format!("Firma {n}")).await;
        connections.push(activate(&t.db, &company).await);
    }
    let small = pool_of(&t, 3).await;
    let mut work = Vec::new();
    for n in 0..300 {
        let (firms, db, (connection, token)) =
            (connections.len(), small.clone(), connections[n % connections.len()].clone());
        // A person is called by the number of the work that made them.
        let own = move |p: &users::Shown| {
            p.user_name[1..]
                .split('@')
                .next()
                .and_then(|m| m.parse::<usize>().ok())
                .is_some_and(|m| m % firms == n % firms)
        };
        work.push(tokio::spawn(async move {
            if n % 2 == 0 {
                let mut read = enter(&db, connection, &token, Purpose::Reading).await.expect("opens");
                let people = users::list(&mut read.tx, &read.scope, &Listing::first(None, 200)).await.expect("lists");
                assert!(people.items.iter().all(own));
                if n % 4 == 0 { drop(read) } else { read.tx.commit().await.expect("ends") }
            }
            let (mut tx, scim, eligible) = provisioner(&db, connection, &token).await;
            if n % 5 == 0 {
                users::provision(&mut tx, &scim, &eligible, &person(&format!("p{n}@firma.example")))
                    .await
                    .expect("arrives");
            }
            let people = users::list(&mut tx, &scim, &Listing::first(None, 200)).await.expect("lists");
            assert!(people.items.iter().all(own));
            if n % 3 == 0 { drop(tx) } else { tx.commit().await.expect("commits") }
        }));
    }
    for job in work {
        job.await.expect("runs");
    }
    t.assert_counted().await;
    assert_eq!(t.count("select count(*) from users u join connections c on c.id = u.connection_id where c.account_id <> u.account_id").await, 0);
}
