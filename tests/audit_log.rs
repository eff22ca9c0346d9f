//! Protokoll: every change reads as a sentence, can be found, paged and taken along, by administrators of the account alone (B53).

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use axum::http::StatusCode;
use einlass::web::audit::{ACTIONS, sentence};
use einlass::web::text::Lang;

use crate::scim_client::idp;
use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh};
use crate::support::personas::{accept, account};
use crate::support::portal::portal;

const LOG: &str = "/de/protokoll";
const ADMIN: &str = "admin@beispiel-gmbh.example";

/// What the vendor's staff do is in a log of their own.
const OF_STAFF: [&str; 7] = [
    "account.viewed",
    "accounts.searched",
    "request.settled",
    "session.passkey",
    "session.second_factor",
    "staff.removed",
    "staff.second_factor_reset",
];

/// The one literal of this shape that names a column.
const COLUMN: &str = "w.word";

fn actions(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("reads") {
        let path = entry.expect("reads").path();
        if path.is_dir() {
            actions(&path, found);
            continue;
        }
        let source = fs::read_to_string(&path).expect("reads");
        let product = source.split("#[cfg(test)]").next().unwrap_or_default();
        for literal in product.split('"').skip(1).step_by(2) {
            let named = literal.split_once('.').is_some_and(|(noun, verb)| {
                [noun, verb]
                    .iter()
                    .all(|word| !word.is_empty() && word.chars().all(|c| c == '_' || c.is_ascii_lowercase()))
            });
            if named && !OF_STAFF.contains(&literal) && literal != COLUMN {
                found.insert(literal.to_owned());
            }
        }
    }
}

#[test]
fn every_action_the_domain_writes_down_has_a_sentence_in_both_languages() {
    let mut written = BTreeSet::new();
    actions(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain"), &mut written);
    assert!(written.len() > 60, "{written:?}");
    let silent: Vec<_> = written.iter().filter(|action| sentence(Lang::De, action).is_none()).collect();
    assert_eq!(silent, [""; 0], "actions without a sentence");
    for action in ACTIONS {
        let (de, en) = (sentence(Lang::De, action).expect("de"), sentence(Lang::En, action).expect("en"));
        assert!(de.ends_with('.') && en.ends_with('.') && de != en, "{action}: {de} / {en}");
    }
}

async fn administrator(t: &Fresh) -> Browser {
    let company = account(&t.db, "Beispiel GmbH").await;
    Browser::signed_in(portal(&t.db), ADMIN, &company.admin_password).await
}

/// Entries that nobody has to be there for.
async fn fill(t: &Fresh, n: u32) {
    t.run(&format!(
        "insert into audit_log (account_id, id, at, actor_kind, actor_name, action, target_kind, details, request_id, ip)
         select a.id, gen_random_uuid(), '2026-11-01T00:00:00Z'::timestamptz + n / 3 * interval '1 hour', 'operator', 'Operator ' || n,
                'schema.added', 'account', jsonb_build_object('urn', 'urn:x:' || n), gen_random_uuid(), '192.0.2.7'
         from accounts a, generate_series(1, {n}) n"
    ))
    .await;
}

/// The numbers of the entries of [`fill`] on a page, in its order.
fn numbers(body: &str) -> Vec<u32> {
    body.split("urn:x:").skip(1).map(|rest| rest.split('<').next().expect("text").parse().expect("a number")).collect()
}

/// Where the page's link of this relation leads.
fn link(body: &str, rel: &str) -> Option<String> {
    let (_, rest) = body.split_once(&format!("rel=\"{rel}\" href=\""))?;
    Some(rest.split('"').next()?.replace("&amp;", "&"))
}

#[tokio::test]
async fn a_walk_by_pages_meets_every_entry_once_and_finds_its_way_back() {
    let t = fresh().await;
    let mut admin = administrator(&t).await;
    fill(&t, 120).await;
    let first = admin.get(&format!("{LOG}?aktion=schema.added")).await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(link(&first.body, "prev").is_none());
    let mut seen = numbers(&first.body);
    let (mut at, mut walked) = (first, 1);
    while let Some(next) = link(&at.body, "next") {
        at = admin.get(&next).await;
        seen.extend(numbers(&at.body));
        walked += 1;
    }
    assert_eq!(walked, 3);
    let all: BTreeSet<_> = seen.iter().copied().collect();
    assert_eq!((seen.len(), all.len()), (120, 120), "each once");
    let back = admin.get(&link(&at.body, "prev").expect("a way back")).await;
    assert_eq!(numbers(&back.body), seen[40..80], "the same page as on the way there");
}

/// What a browser loads before the page can be used is 60 KB at most; the style sheet takes up to 6 of them.
#[tokio::test]
async fn forty_changes_by_an_identity_provider_are_a_page_within_its_budget() {
    let t = fresh().await;
    let (company, _) = idp(&t.db, "Beispiel GmbH").await;
    t.execute(
        "insert into audit_log (account_id, id, at, actor_kind, actor_name, action, target_kind, target_id, details, request_id, ip)
         select account_id, gen_random_uuid(), now(), 'scim', 'SCIM', 'user.provisioned', 'user', id,
                jsonb_build_object('active', true, 'user_name', 'alexandra.mustermann' || n || '@beispiel.example'),
                gen_random_uuid(), '198.51.100.217'
         from users, generate_series(1, 60) n",
    )
    .await;
    let mut admin = Browser::signed_in(portal(&t.db), ADMIN, &company.admin_password).await;
    for log in [LOG, "/en/audit-log"] {
        let page = admin.get(log).await.body;
        assert_eq!(rows(&page), 40, "{page}");
        assert!(page.len() <= 54_000, "{log}: {} bytes", page.len());
    }
}

/// Rows of the page's table.
fn rows(body: &str) -> usize {
    body.matches("<tr>").count().saturating_sub(1)
}

#[tokio::test]
async fn the_log_is_narrowed_by_who_what_when_and_whom() {
    let t = fresh().await;
    let (company, idp) = idp(&t.db, "Beispiel GmbH").await;
    let ada = idp.create("ada@beispiel.example").await;
    idp.create("ben@beispiel.example").await;
    let mut admin = Browser::signed_in(portal(&t.db), ADMIN, &company.admin_password).await;
    let request = t.text("select request_id::text from audit_log where action = 'user.provisioned' limit 1").await;
    let all = rows(&admin.get(LOG).await.body);
    for (query, hits) in [
        ("aktion=user.provisioned", 2),
        ("wer=scim", 2),
        (&*format!("ziel={ada}"), 1),
        (&*format!("anfrage={request}"), 1),
        ("suche=BEN%40beispiel", 1),
        ("suche=scim&wer=scim", 2),
        ("suche=niemand", 0),
        ("von=2000-01-01", all),
        ("von=2000-01-01&bis=2000-01-02", 0),
        // What is no value of a filter is no filter.
        ("aktion=x&wer=y&ziel=z&anfrage=a&vor=b&nach=c", all),
    ] {
        assert_eq!(rows(&admin.get(&format!("{LOG}?{query}")).await.body), hits, "{query}");
    }
    let page = admin.get(&format!("{LOG}?ziel={ada}")).await.body;
    assert!(
        page.contains("Eine Person kam aus dem Identity Provider.") && page.contains("ada@beispiel.example"),
        "{page}"
    );
    assert!(page.contains(&format!("/de/nutzerverwaltung/{ada}")), "{page}");
    for (query, field, message) in [
        ("von=gestern", "von", "Schreibe den Tag als JJJJ-MM-TT"),
        ("bis=2026-13-01", "bis", "Schreibe den Tag als JJJJ-MM-TT"),
        ("von=2026-11-02&bis=2026-11-01", "bis", "liegt vor dem ersten"),
    ] {
        let refused = admin.get(&format!("{LOG}?{query}&suche=ada")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(
            refused.between(&format!("id=\"{field}-error\""), "</p>").contains(message),
            "{query}: {}",
            refused.body
        );
        assert!(refused.body.contains("value=\"ada\""), "what was typed is kept");
    }
}

#[tokio::test]
async fn a_day_is_one_of_the_accounts_calendar() {
    let t = fresh().await;
    let mut admin = administrator(&t).await;
    t.execute(
        "insert into audit_log (account_id, id, at, actor_kind, actor_name, action, target_kind, details, request_id)
         select id, gen_random_uuid(), '2026-07-01T22:30:00Z', 'operator', 'Operator', 'schema.added', 'account', '{}', gen_random_uuid() from accounts",
    )
    .await;
    // In Berlin it is half past midnight of the next day.
    assert_eq!(rows(&admin.get(&format!("{LOG}?von=2026-07-02&bis=2026-07-02")).await.body), 1);
    assert_eq!(rows(&admin.get(&format!("{LOG}?von=2026-07-01&bis=2026-07-01")).await.body), 0);
    t.execute("update accounts set time_zone = 'America/New_York'").await;
    assert_eq!(rows(&admin.get(&format!("{LOG}?von=2026-07-01&bis=2026-07-01")).await.body), 1);
}

#[tokio::test]
async fn files_hold_everything_that_is_found_and_run_nothing() {
    let t = fresh().await;
    let mut admin = administrator(&t).await;
    fill(&t, 1_203).await;
    t.execute(
        "insert into audit_log (account_id, id, at, actor_kind, actor_name, action, target_kind, details, request_id)
         select id, gen_random_uuid(), '2026-10-01', 'user', '=HYPERLINK(\"https://evil.example\")', 'schema.added', 'account', '{}', gen_random_uuid() from accounts",
    )
    .await;
    let csv = admin.get("/de/protokoll/export?format=csv&aktion=schema.added").await;
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    assert!(
        csv.headers["content-disposition"].to_str().expect("text").starts_with("attachment; filename=\"protokoll-")
    );
    assert_eq!(csv.body.lines().count(), 1 + 1_203 + 1, "head and every row");
    assert!(csv.body.contains(";\"'=HYPERLINK(\"\"https://evil.example\"\")\";"), "a formula is text");

    let json = admin.get("/en/audit-log/export?format=json&aktion=schema.added").await;
    let entries: Vec<serde_json::Value> = serde_json::from_str(&json.body).expect("a list");
    assert_eq!(entries.len(), 1_204);
    assert_eq!(entries[0]["sentence"], "A custom SCIM schema was added.");
    let urns: BTreeSet<_> = entries.iter().filter_map(|entry| entry["details"]["urn"].as_str()).collect();
    assert_eq!(urns.len(), 1_203, "each once");
    let none: Vec<serde_json::Value> =
        serde_json::from_str(&admin.get("/de/protokoll/export?format=json&suche=niemand").await.body).expect("a list");
    assert_eq!(none.len(), 0);
    assert_eq!(admin.get("/de/protokoll/export?format=exe").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn only_administrators_read_it_and_only_of_their_own_account() {
    let t = fresh().await;
    let (_, idp) = idp(&t.db, "Beispiel GmbH").await;
    let other = account(&t.db, "Andere AG").await;
    idp.create("ada@beispiel.example").await;
    accept(&t.db, "ada@beispiel.example", "drei kluge Dachse graben leise").await;
    let file = "/de/protokoll/export?format=json";
    let mut guest = Browser::at(portal(&t.db));
    let mut member = Browser::signed_in(portal(&t.db), "ada@beispiel.example", "drei kluge Dachse graben leise").await;
    let mut stranger = Browser::signed_in(portal(&t.db), "admin@andere-ag.example", &other.admin_password).await;
    for path in [LOG, file] {
        assert!(guest.get(path).await.location().starts_with("/de/anmelden"), "{path}");
        assert!(member.get(path).await.location().starts_with("/de/start"), "{path}");
        assert!(!stranger.get(path).await.body.contains("ada@beispiel.example"), "{path}");
    }
}
