//! A fresh, migrated database per test, and the pool the product itself would open: as `einlass_app`, bound by row level security.
//!
//! `EINLASS_TEST_DATABASE_URL` names a cluster whose superuser the tests may be (`scripts/test-postgres.sh` starts one).

use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};

use einlass::domain::db::{Db, Policy};
use einlass::domain::sealing::Sealer;
use einlass::model::SignInMethod;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, Connection, Executor};
use tokio::sync::OnceCell;

use super::process::HUNG;

static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static COUNTER: AtomicU32 = AtomicU32::new(0);

/// One test's database.
pub struct Fresh {
    /// As the cluster's superuser: for what only a test may look at.
    pub superuser: PgConnectOptions,
    /// As the product.
    pub db: Db,
}

/// The cluster under test.
pub fn cluster() -> PgConnectOptions {
    let url = std::env::var("EINLASS_TEST_DATABASE_URL")
        .expect("EINLASS_TEST_DATABASE_URL names a PostgreSQL for tests; `make test` starts one");
    PgConnectOptions::from_str(&url).expect("EINLASS_TEST_DATABASE_URL is a PostgreSQL URL")
}

async fn run(options: &PgConnectOptions, sql: String) {
    let mut conn = PgConnection::connect_with(options).await.expect("the test cluster answers");
    conn.execute(AssertSqlSafe(sql.clone())).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
    conn.close().await.expect("closes");
}

async fn template() -> &'static str {
    TEMPLATE
        .get_or_init(|| async {
            let name = format!("einlass_template_{}", std::process::id());
            run(&cluster(), format!("create database {name}")).await;
            let mut conn = PgConnection::connect_with(&cluster().database(&name)).await.expect("the template answers");
            sqlx::migrate!("./migrations").run(&mut conn).await.expect("migrates");
            conn.close().await.expect("closes");
            name
        })
        .await
}

/// An empty, migrated database; returns its superuser options.
pub async fn database() -> PgConnectOptions {
    let template = template().await;
    let name = format!("einlass_test_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
    run(&cluster(), format!("create database {name} template {template}")).await;
    cluster().database(&name)
}

/// A second instance on the same database.
pub async fn instance(superuser: &PgConnectOptions) -> Db {
    instance_at(superuser, time::Duration::ZERO).await
}

/// An instance whose clock is ahead of the database's.
pub async fn instance_at(superuser: &PgConnectOptions, ahead: time::Duration) -> Db {
    let mut policy = Policy::default();
    policy.offered.extend([SignInMethod::Google, SignInMethod::Microsoft, SignInMethod::Saml]);
    Db::open_at(superuser.clone(), 8, Sealer::new(&[42; 32]), policy, ahead).await.expect("the product opens its pool")
}

/// A fresh database with the product's pool on it.
pub async fn fresh() -> Fresh {
    let superuser = database().await;
    let db = instance(&superuser).await;
    Fresh { superuser, db }
}

/// Connections and methods, and people without one, whose numbers are not what is written down.
const MISCOUNTED: &str = "select count(*) from (
    select account_id, connection_id, method, sum(people) as people, sum(with_access) as with_access, sum(seats) as seats, sum(reserved) as reserved
    from people_counts group by 1, 2, 3) written
  full join (
    select account_id, connection_id, method, count(*) filter (where status <> 'removed') as people,
           count(*) filter (where status in ('invited', 'active')) as with_access,
           count(*) filter (where seat) as seats, count(*) filter (where seat and status = 'invited') as reserved
    from users group by 1, 2, 3) counted
  on written.account_id = counted.account_id and written.connection_id is not distinct from counted.connection_id
    and written.method is not distinct from counted.method
  where (coalesce(written.people, 0), coalesce(written.with_access, 0), coalesce(written.seats, 0), coalesce(written.reserved, 0))
     <> (coalesce(counted.people, 0), coalesce(counted.with_access, 0), coalesce(counted.seats, 0), coalesce(counted.reserved, 0))";

impl Fresh {
    /// Fails unless the numbers of people and seats are what is written down.
    pub async fn assert_counted(&self) {
        assert_eq!(self.count(MISCOUNTED).await, 0, "people and people_counts disagree");
    }

    /// One number from one query, read as superuser: sees every account.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut conn = PgConnection::connect_with(&self.superuser).await.expect("the test database answers");
        sqlx::query_scalar(sql).fetch_one(&mut conn).await.expect("counts")
    }

    /// Waits until a count is so much.
    pub async fn until(&self, sql: &'static str, many: i64) {
        let waited = tokio::time::timeout(HUNG, async {
            while self.count(sql).await < many {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
        });
        waited.await.unwrap_or_else(|_| panic!("{sql} never comes to {many}"));
    }

    /// One text from one query, read as superuser.
    pub async fn text(&self, sql: &'static str) -> String {
        let mut conn = PgConnection::connect_with(&self.superuser).await.expect("the test database answers");
        sqlx::query_scalar(sql).fetch_one(&mut conn).await.expect("a text")
    }

    /// Something only a test may do, as superuser.
    pub async fn execute(&self, sql: &'static str) {
        self.run(sql).await;
    }

    /// The same, put together by the test.
    pub async fn run(&self, sql: &str) {
        run(&self.superuser, sql.to_owned()).await;
    }
}
