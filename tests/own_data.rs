//! „Meine Daten herunterladen“: everything that is kept about a person, and no secret, and nobody else.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{StatusCode, header};
use einlass::domain::own_data::Section;
use einlass::domain::request_log;
use serde_json::{Value, json};
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Row};

use crate::scim_client::{idp, onelogin};
use crate::support::browser::Browser;
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::accept;

const ADA: &str = "ada@beispiel.example";
const PASSWORD: &str = "drei kluge Dachse graben leise";
const PROFILE: &str = "/de/profil";

/// Where a table that names people is found in the file.
enum Kept {
    /// As a list, without these columns.
    List(Section, &'static str),
    /// Once, in the person, under a name; without these columns.
    Once(&'static str, &'static str),
    /// Not at all, because:
    LeftOut(&'static str),
}
use Kept::{LeftOut, List, Once};

/// What every row says of itself: whose it is.
const OWNER: [&str; 2] = ["account_id", "user_id"];

/// Every table with a column that names a person. Whoever makes a new one decides here.
const TABLES: &[(&str, Kept)] = &[
    (
        "users",
        Once(
            "",
            // Derived from what is there, for search and order.
            "user_name_key email_key sign_in_email_key display_name_key comparable last_signed_in_key email_place",
        ),
    ),
    ("password_credentials", Once("password", "phc")),
    ("second_factors", Once("second_factor", "totp_sealed last_step")),
    ("recovery_codes", Once("recovery_codes", "hash")),
    ("own_settings", Once("settings", "")),
    // The key is one of all pages now.
    ("list_preferences", Once("list", "search_key")),
    ("identities", List(Section::LinkedSignInMethods, "id")),
    // What authenticators prove themselves by.
    ("passkeys", List(Section::Passkeys, "id handle credential_id credential")),
    // `data` holds what the other columns say, and half-typed forms.
    ("sessions", List(Section::Sessions, "id hash data")),
    ("password_resets", List(Section::PasswordResets, "id hash")),
    ("address_moves", List(Section::AddressMoves, "id hash")),
    ("invitations", List(Section::Invitations, "id")),
    ("group_members", List(Section::Groups, "")),
    ("group_rights", List(Section::RightsByGroup, "group_id")),
    ("link_requests", List(Section::LinkRequests, "id")),
    ("removals", List(Section::Removals, "id number")),
    ("saved_filters", List(Section::SavedFilters, "id")),
    ("notification_choices", List(Section::NotificationChoices, "")),
    ("digest_entries", List(Section::WaitingNews, "id")),
    ("support_requests", List(Section::SupportRequests, "id created_by created_by_name")),
    // Who took or gave it may be somebody else.
    ("licence_ledger", List(Section::Licences, "id actor_name")),
    // The link, and how the mail stands in its queue.
    ("outbox", List(Section::Mails, "id secret_sealed next_attempt_at leased_until to_key paced")),
    // Sizes and times of our own, and what names the token.
    (
        "request_log",
        List(
            Section::ScimRequests,
            "changes rehearsed target_id person_key micros results last4 asked_bytes answered_bytes",
        ),
    ),
    // Said by `by_you` and `about_you`; who else it was is theirs.
    ("audit_log", List(Section::AuditLog, "id actor_id actor_name target_id")),
    ("user_addresses", LeftOut("folded addresses out of `attributes`, for search")),
    ("user_words", LeftOut("words out of name and addresses, for search")),
    (
        "pending_sign_ins",
        LeftOut("opens nothing, lives for five minutes, and says nothing that a session does not say"),
    ),
    ("group_rights_due", LeftOut("work for the next seconds")),
    (
        "job_people",
        LeftOut(
            "what a job did to the person is in the audit log; what a file said of somebody goes when it is done, and whom it named in vain 30 days later",
        ),
    ),
    ("api_keys", LeftOut("that they made one is in the audit log; what one opens is the account's")),
    ("jobs", LeftOut("that they ordered one is in the audit log; what one is about are others")),
];

/// Columns of ids that are nobody's.
const NOBODY: [&str; 21] = [
    "account",
    "account_id",
    "id",
    "connection_id",
    "group_id",
    "resource_id",
    "job_id",
    "invitation_id",
    "request_id",
    "tenant_id",
    "form_key",
    "idempotency_key",
    // Of the vendor's staff, who are nobody of an account.
    "staff_id",
    "subject",
    // Listed with their tables.
    "handle",
    "user_id",
    "actor_id",
    "target_id",
    "created_by",
    // Of the requests that are kept together.
    "first_id",
    "last_id",
];

async fn rows(t: &Fresh, sql: &'static str) -> Vec<(String, String)> {
    let mut conn = PgConnection::connect_with(&t.superuser).await.expect("the test database answers");
    let rows = sqlx::query(sql).fetch_all(&mut conn).await.expect("reads");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

#[tokio::test]
async fn every_table_that_names_a_person_is_in_their_file_or_says_why_not() {
    let t = fresh().await;
    let naming = rows(
        &t,
        "select table_name::text, column_name::text from information_schema.columns
         where table_schema = 'public' and (column_name in ('user_id', 'actor_id', 'target_id', 'created_by') or table_name = 'users')",
    )
    .await;
    let naming: BTreeSet<_> = naming.into_iter().map(|(table, _)| table).collect();
    let known: BTreeSet<_> = TABLES.iter().map(|(table, _)| (*table).to_owned()).collect();
    assert_eq!(naming, known, "a table that names people, or one that is gone");
    let ids = rows(
        &t,
        "select table_name::text, column_name::text from information_schema.columns where table_schema = 'public' and data_type = 'uuid'",
    )
    .await;
    let new: Vec<_> = ids.into_iter().filter(|(_, column)| !NOBODY.contains(&column.as_str())).collect();
    assert_eq!(new, [], "whose id is it?");
    let lists: BTreeSet<_> = TABLES
        .iter()
        .filter_map(|(_, kept)| if let List(section, _) = kept { Some(section.name()) } else { None })
        .collect();
    assert_eq!(lists, Section::ALL.iter().map(|section| section.name()).collect(), "sections and tables");
    assert!(TABLES.iter().all(|(_, kept)| if let LeftOut(why) = kept { why.len() > 20 } else { true }));
}

/// Ada, of whom everything is kept that can be, each secret of hers recognisable; and Grete, who is somebody else.
async fn ada() -> (Fresh, Browser) {
    let t = fresh().await;
    let (_, idp) = idp(&t.db, "Beispiel GmbH").await;
    let mut profile = onelogin("Ada", "Lovelace", ADA, "+49 30 1234");
    profile["title"] = json!("Gräfin");
    let made = idp.post(profile).await;
    let grete = idp.post(onelogin("Grete", "Anders", "grete@beispiel.example", "")).await;
    let group = json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Rechnerinnen",
        "members": [{"value": made.id()}, {"value": grete.id()}]});
    assert_eq!(idp.json("POST", "/Groups", group).await.status, 201);
    accept(&t.db, ADA, PASSWORD).await;
    while request_log::flush(&t.db).await.expect("writes") > 0 {}
    let mut browser = Browser::new(&t.db);
    assert_eq!(browser.sign_in(ADA, PASSWORD).await.status, StatusCode::SEE_OTHER);
    t.execute(
        "update sessions set data = data || '{\"draft\": \"GEHEIM\"}';
         insert into second_factors (account_id, user_id, totp_sealed, confirmed_at)
           select account_id, id, decode(repeat('5e', 32), 'hex'), now() from users where user_name = 'ada@beispiel.example';
         insert into recovery_codes (account_id, user_id, hash)
           select account_id, id, decode(repeat('5e', 32), 'hex') from users where user_name = 'ada@beispiel.example';
         insert into own_settings (account_id, user_id, theme) select account_id, id, 'dark' from users where user_name = 'ada@beispiel.example';
         insert into list_preferences (account_id, user_id, hides_expired, hides_revoked)
           select account_id, id, true, false from users where user_name = 'ada@beispiel.example';
         insert into passkeys (account_id, id, user_id, handle, credential_id, credential, name, synced, created_at)
           select account_id, gen_random_uuid(), id, '5e5e5e5e-5e5e-4e5e-8e5e-5e5e5e5e5e5e', decode(repeat('5e', 32), 'hex'), '{\"key\": \"GEHEIM\"}', 'Adas Telefon', true, now()
           from users where user_name = 'ada@beispiel.example';
         insert into identities (account_id, id, user_id, method, issuer, subject, email, created_at, last_used_at)
           select account_id, gen_random_uuid(), id, 'google', 'https://accounts.google.com', 'adas-nummer', email, now(), now() from users where user_name = 'ada@beispiel.example';
         insert into password_resets (account_id, id, user_id, hash, created_at, expires_at)
           select account_id, gen_random_uuid(), id, decode(repeat('5e', 32), 'hex'), now(), now() from users where user_name = 'ada@beispiel.example';
         insert into address_moves (account_id, id, user_id, email, hash, created_at, expires_at)
           select account_id, gen_random_uuid(), id, 'neu@beispiel.example', decode(repeat('5e', 32), 'hex'), now(), now() from users where user_name = 'ada@beispiel.example';
         insert into group_rights (account_id, user_id, group_id, group_name)
           select u.account_id, u.id, g.id, g.display_name from users u join groups g on g.account_id = u.account_id where u.user_name = 'ada@beispiel.example';
         insert into link_requests (account_id, id, connection_id, user_id, asked_at, last_asked_at)
           select account_id, gen_random_uuid(), connection_id, id, now(), now() from users where user_name = 'ada@beispiel.example';
         insert into removals (account_id, id, connection_id, user_id, at)
           select account_id, gen_random_uuid(), connection_id, id, now() from users where user_name = 'ada@beispiel.example';
         insert into saved_filters (account_id, id, user_id, name, query, created_at)
           select account_id, gen_random_uuid(), id, 'Neue', 'status=eingeladen', now() from users where user_name = 'ada@beispiel.example';
         insert into notification_choices (account_id, user_id, event, choice) select account_id, id, 'token', 'off' from users where user_name = 'ada@beispiel.example';
         insert into digest_entries (account_id, id, user_id, at, due_at, payload)
           select account_id, gen_random_uuid(), id, now(), now() + interval '1 day', '{\"kind\": \"x\"}' from users where user_name = 'ada@beispiel.example';
         insert into support_requests (account_id, id, reference, kind, message, status, created_by, created_by_name, created_at)
           select account_id, gen_random_uuid(), 4711, 'other', 'Adas Frage', 'open', id, display_name, now() from users where user_name = 'ada@beispiel.example';
         update outbox set secret_sealed = decode(repeat('5e', 32), 'hex') where to_address = 'ada@beispiel.example';
         insert into audit_log (account_id, id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, details, request_id, ip)
           select a.account_id, gen_random_uuid(), now(), 'user', a.id, a.display_name, 'user.renamed', 'user', g.id, '{\"name\": \"Grete Anders\"}', gen_random_uuid(), '192.0.2.1'
           from users a, users g where a.user_name = 'ada@beispiel.example' and g.user_name = 'grete@beispiel.example';
         insert into audit_log (account_id, id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, details, request_id, ip)
           select a.account_id, gen_random_uuid(), now(), 'user', g.id, g.display_name, 'user.rights_changed', 'user', a.id, '{\"count\": 3}', gen_random_uuid(), '198.51.100.9'
           from users a, users g where a.user_name = 'ada@beispiel.example' and g.user_name = 'grete@beispiel.example'",
    )
    .await;
    (t, browser)
}

/// The names of the columns of each table.
async fn columns(t: &Fresh) -> BTreeMap<String, BTreeSet<String>> {
    let mut columns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let all =
        "select table_name::text, column_name::text from information_schema.columns where table_schema = 'public'";
    for (table, column) in rows(t, all).await {
        columns.entry(table).or_default().insert(column);
    }
    columns
}

#[tokio::test]
async fn the_file_holds_every_column_that_is_kept_about_them() {
    let (t, mut browser) = ada().await;
    let answer = browser.post(PROFILE, &[("aktion", "daten")]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/json");
    let name = answer.headers[header::CONTENT_DISPOSITION].to_str().expect("text");
    assert!(name.starts_with("attachment; filename=\"meine-daten-20") && name.ends_with(".json\""), "{name}");
    let file: Value = serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.body));
    let columns = columns(&t).await;
    let keys = |value: &Value| value.as_object().map(|map| map.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    for (table, kept) in TABLES {
        let (said, without): (BTreeSet<String>, _) = match kept {
            LeftOut(_) => continue,
            Once(name, without) => {
                let once = if name.is_empty() { &file["person"] } else { &file["person"][*name] };
                (
                    once.as_array()
                        .map_or_else(|| keys(once), |list| list.iter().flat_map(keys).collect())
                        .into_iter()
                        .collect(),
                    without,
                )
            }
            List(section, without) => {
                let list = file[section.name()].as_array().unwrap_or_else(|| panic!("no {section}"));
                assert!(!list.is_empty(), "nothing of {table}");
                (list.iter().flat_map(keys).collect(), without)
            }
        };
        let missing: Vec<_> = columns[*table]
            .iter()
            .filter(|column| {
                !said.contains(*column)
                    && !without.split(' ').any(|one| one == **column)
                    && !OWNER.contains(&column.as_str())
            })
            .collect();
        assert_eq!(missing, [""; 0], "of {table}; there is {said:?}");
        let both: Vec<_> = without.split(' ').filter(|column| said.contains(*column)).collect();
        assert_eq!(both, [""; 0], "of {table} is there, though left out");
    }
    assert_eq!(file["person"]["attributes"]["title"], "Gräfin", "what the identity provider says");
    assert_eq!(file["groups"][0]["name"], "Rechnerinnen");
    assert!(file["scim_requests"].as_array().expect("a list").iter().any(|one| one["operation"] == "create"));
    assert!(file["mails"].as_array().expect("a list").iter().any(|mail| mail["kind"] == "invitation"));
    assert_eq!(
        t.count("select count(*) from audit_log where action = 'user.data_taken' and target_id = actor_id").await,
        1
    );
}

#[tokio::test]
async fn no_secret_and_nobody_else_is_in_the_file() {
    let (t, mut browser) = ada().await;
    let body = browser.post(PROFILE, &[("aktion", "daten")]).await.body;
    let phc = t.text("select phc from password_credentials p join users u on u.id = p.user_id where u.user_name = 'ada@beispiel.example'").await;
    let hash = t.text("select encode(hash, 'hex') from sessions").await;
    for secret in ["GEHEIM", "5e5e5e5e", "Xl5eXl", "$argon2", &phc, &hash, "einlass_live"] {
        assert!(!body.contains(secret), "{secret} in {body}");
    }
    for other in ["Grete", "grete@", "Anders", "198.51.100.9", "admin@beispiel-gmbh.example"] {
        assert!(!body.contains(other), "{other} in {body}");
    }
    let file: Value = serde_json::from_str(&body).expect("JSON");
    let log = file["audit_log"].as_array().expect("a list");
    let deed = |action: &str| log.iter().find(|row| row["action"] == action).unwrap_or_else(|| panic!("no {action}"));
    assert_eq!(deed("user.renamed")["by_you"], true);
    assert!(deed("user.renamed").get("details").is_none(), "that was about somebody else");
    assert_eq!(deed("user.rights_changed")["details"]["count"], 3);
    assert!(deed("user.rights_changed").get("ip").is_none(), "that was somebody else's");
}

#[tokio::test]
async fn a_long_log_is_in_the_file_whole() {
    let (t, mut browser) = ada().await;
    t.execute(
        "insert into audit_log (account_id, id, at, actor_kind, actor_name, action, target_kind, target_id, details, request_id)
           select u.account_id, gen_random_uuid(), now(), 'system', 'Einlass', 'invitation.reminded', 'user', case when n % 2 = 0 then u.id end, '{}', gen_random_uuid()
           from users u, generate_series(1, 12000) n where u.user_name = 'ada@beispiel.example';
         insert into licence_ledger (account_id, id, at, cause, seats_delta, licences_delta, user_id, actor_kind, actor_name, request_id)
           select u.account_id, gen_random_uuid(), now(), 'x', 0, 0, u.id, 'system', 'Einlass', gen_random_uuid()
           from users u, generate_series(1, 1200) n where u.user_name = 'ada@beispiel.example';
         insert into request_log (account_id, connection_id, id, operation, changes, rehearsed, resource, target_id, call, status, micros, asked_bytes, answered_bytes)
           select u.account_id, u.connection_id, gen_random_uuid(), 'read', false, false, 'users', case when n % 2 = 0 then u.id end, 'GET', 200, 1, 0, 0
           from users u, generate_series(1, 12000) n where u.user_name = 'ada@beispiel.example';
         insert into request_packs (account_id, connection_id, last_id, first_id, operations, persons, entries)
           select u.account_id, u.connection_id, gen_random_uuid(), gen_random_uuid(), '{read}', '{}',
             (select json_agg(json_build_object('id', gen_random_uuid(), 'operation', 'read', 'resource', 'Users', 'call', 'packed', 'status', 200, 'micros', 1,
                'target_id', case when n % 2 = 0 then u.id end)) from generate_series(1, 60) n)::text
           from users u, generate_series(1, 45) pack where u.user_name = 'ada@beispiel.example'",
    )
    .await;
    let body = browser.post(PROFILE, &[("aktion", "daten")]).await.body;
    let file: Value = serde_json::from_str(&body).expect("JSON");
    let many = |section: &str, key: &str, value: &str| {
        file[section].as_array().expect("a list").iter().filter(|row| row[key] == value).count()
    };
    assert_eq!(many("audit_log", "action", "invitation.reminded"), 6000);
    assert_eq!(many("licences", "cause", "x"), 1200);
    assert_eq!(many("scim_requests", "call", "GET"), 6000);
    assert_eq!(many("scim_requests", "call", "packed"), 45 * 30);
}

#[tokio::test]
async fn an_old_proof_gets_no_file_and_leaves_no_row() {
    let (t, browser) = ada().await;
    let later = instance_at(&t.superuser, time::Duration::minutes(6)).await;
    let led = browser.before(&later).post(PROFILE, &[("aktion", "daten")]).await;
    assert!(led.location().starts_with("/de/bestaetigen"), "{led:?}");
    assert_eq!(t.count("select count(*) from audit_log where action = 'user.data_taken'").await, 0);
}
