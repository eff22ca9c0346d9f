//! What an identity provider reads by the hundred is kept together, and nobody who looks into the log sees it.

use einlass::domain::accounts::Created;
use einlass::domain::db::Db;
use einlass::domain::request_log::{self, Entry, Filter, Logged, Outcome};
use einlass::model::{ConnectionId, RequestId, ScimCause, ScimOperation};
use uuid::Uuid;

use crate::request_log::{company, entry, written};
use crate::scim_client::idp;
use crate::support::personas::{administer, begin};

/// Of the kinds that there are, with what tells them apart.
fn requests(connection: ConnectionId) -> Vec<Entry> {
    let kinds = [ScimOperation::Read, ScimOperation::List, ScimOperation::Discovery, ScimOperation::Change];
    (0..400_u64)
        .map(|n| Entry {
            operation: kinds[usize::try_from(n % 7).expect("small").min(3)],
            status: if n % 11 == 0 { 404 } else { 200 },
            cause: (n % 11 == 0).then_some(ScimCause::NotThere),
            person: (n % 3 != 0).then(|| format!("P{n}@Beispiel.Example\0")),
            rehearsed: n % 13 == 0,
            results: (n % 5 == 0).then_some(7),
            target: (n % 3 != 0 || n % 4 == 0).then(|| Uuid::from_u128(u128::from(n))),
            user_agent: (n % 2 == 0).then(|| "Okta \"SCIM\" Client".to_owned()),
            ip: Some("192.0.2.7".to_owned()),
            call: format!("GET /Users?filter=userName eq \"{n}\""),
            ..entry(connection, n)
        })
        .collect()
}

async fn pages(db: &Db, company: &Created, connection: ConnectionId, filter: &Filter, most: i64) -> Vec<Logged> {
    let (mut seen, mut behind) = (Vec::new(), None);
    loop {
        let mut tx = begin(db).await;
        let admin = administer(&mut tx, company).await;
        let page = request_log::page(&mut tx, &admin, connection, filter, behind, most).await.expect("reads");
        seen.extend(page.rows);
        behind = page.older;
        if behind.is_none() {
            return seen;
        }
    }
}

#[tokio::test]
async fn requests_are_found_together_as_they_are_found_alone() {
    let (t, company, packed) = company().await;
    let alone = ConnectionId::new(Uuid::now_v7());
    for one in requests(alone) {
        t.db.request_log().push(Entry { account: Some(company.account), ..one });
        written(&t.db).await;
    }
    assert_eq!(t.count("select count(*) from request_packs").await, 0, "what comes alone stays a row");
    for half in requests(packed.connection).chunks(200) {
        for one in half {
            t.db.request_log().push(one.clone());
        }
        written(&t.db).await;
    }
    assert_eq!(t.count("select count(*) from request_packs").await, 2);
    let together = t.count("select sum(json_array_length(entries::json))::bigint from request_packs").await;
    assert!(together > 100);
    let fit = "select count(*) from request_log where not changes and not rehearsed and status < 400 and (person is not null or target_id is null)";
    assert_eq!(t.count(fit).await, together, "those that came alone");

    let moment = |n: i64| {
        time::OffsetDateTime::from_unix_timestamp_nanos((1_795_000_000_000 + i128::from(n)) * 1_000_000)
            .expect("a time")
    };
    let id = |n: u64| entry(alone, n).id.to_string();
    let any = Filter::default;
    for (filter, some) in [
        (any(), true),
        (Filter { outcome: Some(Outcome::Fine), ..any() }, true),
        (Filter { outcome: Some(Outcome::Refused), ..any() }, true),
        (Filter { changes: true, ..any() }, true),
        (Filter { real: true, ..any() }, true),
        (Filter { cause: Some(ScimCause::NotThere), ..any() }, true),
        (Filter { operation: Some(ScimOperation::List), ..any() }, true),
        (Filter { operation: Some(ScimOperation::Discovery), search: "p1".to_owned(), ..any() }, true),
        (Filter { operation: Some(ScimOperation::Bulk), ..any() }, false),
        (Filter { search: "P12".to_owned(), ..any() }, true),
        (Filter { search: "p121@beispiel".to_owned(), ..any() }, true),
        (Filter { search: "niemand".to_owned(), ..any() }, false),
        (Filter { search: id(8), ..any() }, true),
        (Filter { search: id(8), changes: true, ..any() }, false),
        (Filter { search: id(8), from: Some(moment(9)), ..any() }, false),
        (Filter { search: RequestId::new(Uuid::nil()).to_string(), ..any() }, false),
        (Filter { from: Some(moment(150)), until: Some(moment(250)), ..any() }, true),
        (Filter { until: Some(moment(0)), ..any() }, false),
    ] {
        let expected = pages(&t.db, &company, alone, &filter, 500).await;
        assert_eq!(!expected.is_empty(), some, "{filter:?}");
        for most in [7, 50, 500] {
            let found = pages(&t.db, &company, packed.connection, &filter, most).await;
            assert_eq!(format!("{found:?}"), format!("{expected:?}"), "{filter:?}, {most} at a time");
        }
    }
}

#[tokio::test]
async fn what_is_written_twice_is_shown_once() {
    let (t, company, idp) = company().await;
    let all = requests(idp.connection);
    for part in [&all[..200], &all[100..300]] {
        for one in part {
            t.db.request_log().push(one.clone());
        }
        written(&t.db).await;
    }
    let found = pages(&t.db, &company, idp.connection, &Filter::default(), 20).await;
    assert_eq!(found.len(), 300);
    assert!(found.is_sorted_by(|a, b| a.id > b.id));
}

#[tokio::test]
async fn r01_an_account_reads_its_own_packs_alone() {
    let (t, company, own) = company().await;
    let (other, others) = idp(&t.db, "Andere GmbH").await;
    for one in requests(others.connection) {
        t.db.request_log().push(one);
    }
    written(&t.db).await;
    assert!(t.count("select count(*) from request_packs").await > 0);
    assert_eq!(pages(&t.db, &other, others.connection, &Filter::default(), 500).await.len(), 400);
    assert_eq!(pages(&t.db, &company, others.connection, &Filter::default(), 500).await.len(), 0);
    assert_eq!(pages(&t.db, &company, own.connection, &Filter::default(), 500).await.len(), 0);
}
