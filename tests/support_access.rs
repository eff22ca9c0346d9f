//! „Support-Zugriff“: support sees people of an account while an administrator allows it, changes nothing, and leaves its traces.

use axum::Router;
use axum::http::StatusCode;
use einlass::domain::accounts::{Created, GeneratedPassword};
use einlass::domain::db::Db;
use einlass::domain::outbox::Message;
use einlass::domain::sessions::SessionHash;
use einlass::domain::support::{self, AllowError, Look};
use einlass::domain::{request_log, users};
use einlass::model::Language;
use einlass::server::mail::{Letter, Sender};
use einlass::server::session::support_layer;
use einlass::web::ssr::support_router;
use serde_json::json;

use crate::scim_client::{self, Idp, idp};
use crate::support::authenticator::code;
use crate::support::browser::Browser;
use crate::support::db::{Fresh, instance, instance_at};
use crate::support::personas::{OPERATOR, accept, administer, begin, mails};
use crate::support::portal::{portal, settings};

const ADA: &str = "ada@beispiel.example";
const BEN: &str = "ben@beispiel.example";
const ADMIN: &str = "admin@beispiel-gmbh.example";
const PASSWORD: &str = "drei kluge Dachse graben leise";
const SECURITY: &str = "/de/kontoeinstellungen/sicherheit";
const ALLOW: [(&str, &str); 1] = [("zugriff", "erlauben")];
const END: [(&str, &str); 1] = [("zugriff", "beenden")];

/// The support console of an instance.
fn console(db: &Db) -> Router {
    support_router(settings(db)).layer(support_layer(db, false))
}

/// Sam of the support, with both factors.
async fn sam(db: &Db) -> Browser {
    let password = GeneratedPassword::new(db).await.expect("a password");
    let mut tx = begin(db).await;
    let address = "sam@vendor.example".parse().expect("an address");
    let created = support::create(&mut tx, OPERATOR, &address, "Sam Support", password).await.expect("creates");
    tx.commit().await.expect("commits");
    let mut sam = Browser::of_staff(db);
    let first = [("email", "sam@vendor.example"), ("passwort", created.password.as_str())];
    assert_eq!(sam.post("/support-konsole/anmelden", &first).await.status, StatusCode::SEE_OTHER);
    let page = sam.get("/support-konsole/einrichten").await;
    let secret = page.between("id=\"schluessel\"", "</output>").rsplit('>').next().expect("text").to_owned();
    let codes = sam.post("/support-konsole/einrichten", &[("code", &code(db, &secret).await)]).await;
    assert_eq!(codes.status, StatusCode::OK);
    sam
}

/// One company on two instances: Ada came by SCIM; an administrator and Sam of the support are signed in.
struct Company {
    t: Fresh,
    second: Db,
    created: Created,
    idp: Idp,
    ada: String,
    request: String,
    admin: Browser,
    sam: Browser,
}

async fn company() -> Company {
    let base = scim_client::company().await;
    let admin = base.admin().await;
    let scim_client::Company { t, created, idp } = base;
    let second = instance(&t.superuser).await;
    let ada = idp.create(ADA).await;
    while request_log::flush(&t.db).await.expect("writes") > 0 {}
    let request = t.text("select id::text from request_log where changes").await;
    let sam = sam(&t.db).await;
    mails(&t.db).await;
    Company { t, second, created, idp, ada, request, admin, sam }
}

impl Company {
    fn root(&self) -> String {
        format!("/support-konsole/konten/{}", self.created.account)
    }

    /// Every page that a consent opens.
    fn pages(&self) -> [String; 5] {
        let root = self.root();
        let log = format!("{root}/verbindungen/{}/protokoll", self.idp.connection);
        [
            format!("{root}/ansicht"),
            format!("{root}/personen"),
            format!("{root}/personen/{}", self.ada),
            log.clone(),
            format!("{log}?anfrage={}", self.request),
        ]
    }

    async fn allow(&mut self) {
        let answer = self.admin.post(SECURITY, &ALLOW).await;
        assert!(answer.body.contains("Der Support darf dein Konto jetzt ansehen."), "{answer:?}");
    }

    /// What Sam is answered on each page, first by the one instance, then by the other.
    async fn answers(&self) -> Vec<StatusCode> {
        let mut answers = Vec::new();
        for db in [&self.t.db, &self.second] {
            let mut sam = self.sam.elsewhere(console(db));
            for page in self.pages() {
                let shown = sam.get(&page).await;
                assert!(shown.status == StatusCode::OK || shown.body.is_empty(), "{page}: {}", shown.body);
                answers.push(shown.status);
            }
        }
        answers
    }
}

/// Everything support could change.
const STATE: &str = "select hashtextextended(concat(
  (select string_agg(u::text, '' order by u.id) from users u), (select string_agg(i::text, '' order by i.id) from invitations i),
  (select string_agg(c::text, '' order by c.id) from connections c), (select string_agg(t::text, '' order by t.id) from tokens t),
  (select string_agg(a::text, '' order by a.id) from accounts a), (select string_agg(s::text, '') from support_consents s),
  (select string_agg(m::text, '' order by m.method) from sign_in_methods m), (select count(*) from sessions), (select count(*) from outbox)), 0)";

const VIEWED: &str = "select count(*) from audit_log where action like 'support_access.%_viewed' and actor_kind = 'support' and actor_name = 'Sam Support'";
const LOGGED: &str = "select count(*) from support_log where action like 'support_access.%_viewed'";

#[tokio::test]
async fn r62_without_consent_support_sees_nothing_of_anybody() {
    let mut c = company().await;
    assert_eq!(c.answers().await, [StatusCode::FORBIDDEN; 10]);
    let page = c.sam.get(&c.root()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Kein Zugriff erlaubt") && page.body.contains("Support-Zugriff erlauben (24 h)"));
    for told in [ADA, "Lovelace", ADMIN, "/ansicht", "/personen"] {
        assert!(!page.body.contains(told), "{told}: {}", page.body);
    }
    assert_eq!((c.t.count(VIEWED).await, c.t.count(LOGGED).await), (0, 0), "nothing was seen");
}

#[tokio::test]
async fn r62_with_consent_support_reads_what_administrators_read_but_no_secret() {
    let mut c = company().await;
    c.allow().await;
    let page = c.sam.get(&c.root()).await.body;
    assert!(page.contains("Erlaubt bis") && page.contains("/ansicht") && !page.contains(ADA), "{page}");
    let mut all = String::new();
    for path in c.pages() {
        let shown = c.sam.get(&path).await;
        assert_eq!(shown.status, StatusCode::OK, "{path}");
        assert!(shown.body.contains("Nur ansehen:"), "{path}: {}", shown.body);
        let forms: Vec<&str> = shown.body.split("<form method=\"post\" action=\"").skip(1).collect();
        let own = |form: &&str| form.starts_with("/support-konsole/abmelden\"") || form.starts_with("/sprache\"");
        assert!(forms.iter().all(own), "{path} has a form: {}", shown.body);
        for portal in ["href=\"/de/nutzerverwaltung", "href=\"/de/benutzerverwaltung", "href=\"/de/kontoeinstellungen"]
        {
            assert!(!shown.body.contains(portal), "{path} leads into the portal");
        }
        all.push_str(&shown.body);
    }
    let [look, people, person, log, request] = c.pages();
    assert!(c.sam.get(&look).await.body.contains("E-Mail &amp; Passwort"));
    let list = c.sam.get(&people).await.body;
    assert!(list.contains(ADA) && list.contains("eingeladen") && list.contains("App-Nutzer"), "{list}");
    assert!(!list.contains("type=\"checkbox\"") && !list.contains("Erneut senden"), "nothing to press: {list}");
    assert!(!c.sam.get(&format!("{people}?suche=niemand")).await.body.contains(ADA));
    assert!(c.sam.get(&format!("{people}?suche=lovel&status=eingeladen")).await.body.contains(ADA));
    let ada = c.sam.get(&person).await.body;
    assert!(ada.contains("Warum?") && ada.contains("Lizenz belegt") && ada.contains("Einladung"), "{ada}");
    assert!(c.sam.get(&log).await.body.contains(ADA));
    assert!(c.sam.get(&request).await.body.contains("userName"), "what was sent");
    let hash = c.t.text("select encode(hash, 'hex') from tokens").await;
    assert!(!all.contains(&c.idp.token) && !all.contains(&hash) && !all.contains("$argon2"), "never a secret");
    let gone = c.sam.get(&format!("{log}?anfrage={}", uuid::Uuid::nil())).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn r62_people_are_paged_by_key() {
    let mut c = company().await;
    for n in 0..30 {
        c.idp.create(&format!("p{n:02}@beispiel.example")).await;
    }
    c.allow().await;
    let people = c.pages()[1].clone();
    let first = c.sam.get(&people).await;
    assert_eq!(first.body.matches("<tr").count(), 26, "25 and the head");
    let next = first.between("rel=\"next\" href=\"", "\"").replace("&amp;", "&");
    assert!(next.starts_with(&people) && next.contains("nach="), "{next}");
    let second = c.sam.get(&next).await;
    assert_eq!(second.body.matches("<tr").count(), 8, "the other seven and the head");
    assert!(second.body.contains("rel=\"prev\""));
}

#[tokio::test]
async fn r62_support_changes_nothing_and_is_nobody_of_the_account() {
    let mut c = company().await;
    c.allow().await;
    let before = c.t.count(STATE).await;
    for path in c.pages() {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let form = "aktion=deaktivieren&person=x&zugriff=erlauben".to_owned();
            let answer = c.sam.send(method, &path, form).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        }
    }
    assert_eq!(c.answers().await, [StatusCode::OK; 10]);
    assert_eq!(c.t.count(STATE).await, before, "reading changes nothing");
    assert!(!c.sam.elsewhere(portal(&c.t.db)).is_in().await, "a session of the console is none of the portal");

    // Below the pages: the unit of work that was opened cannot write, and does not turn to another account.
    let session = SessionHash::of(7);
    let mut tx = begin(&c.t.db).await;
    let staff = c.t.text("select id::text from support_staff").await.parse().expect("an id");
    support::create_session(&mut tx, &session, staff, &json!({ "second_factor": true })).await.expect("creates");
    let sam = support::authenticate(&mut tx, &session).await.expect("reads").expect("both factors");
    let ada = Look::Person(c.ada.parse().expect("an id"));
    let scope = support::look_into(&mut tx, &sam, c.created.account, ada).await.expect("reads").expect("allowed");
    assert!(users::details(&mut tx, &scope, c.ada.parse().expect("an id")).await.expect("reads").is_some());
    let written = support::view(&mut tx, &sam, c.created.account).await;
    assert!(format!("{written:?}").contains("read-only transaction"), "{written:?}");
    let mut tx = begin(&c.t.db).await;
    support::look_into(&mut tx, &sam, c.created.account, Look::People).await.expect("reads").expect("allowed");
    let other = einlass::model::AccountId::new(uuid::Uuid::nil());
    let turned = support::look_into(&mut tx, &sam, other, Look::People).await;
    assert!(format!("{turned:?}").contains("stays with its account"), "{turned:?}");
}

#[tokio::test]
async fn r62_withdrawn_or_run_out_the_next_request_is_refused_on_every_instance() {
    let mut c = company().await;
    c.allow().await;
    assert_eq!(c.answers().await, [StatusCode::OK; 10]);
    let ended = c.admin.post(SECURITY, &END).await.body;
    assert!(ended.contains("Der Support sieht dein Konto nicht mehr."), "{ended}");
    assert_eq!(c.answers().await, [StatusCode::FORBIDDEN; 10], "withdrawn");

    c.allow().await;
    c.t.execute("update support_consents set granted_at = granted_at - interval '23 hours 59 minutes', expires_at = expires_at - interval '23 hours 59 minutes'").await;
    assert_eq!(c.answers().await, [StatusCode::OK; 10], "one minute is left");
    c.t.execute("update support_consents set granted_at = granted_at - interval '1 minute', expires_at = expires_at - interval '1 minute'").await;
    assert_eq!(c.answers().await, [StatusCode::FORBIDDEN; 10], "24 hours have passed");
    let page = c.admin.get(SECURITY).await.body;
    assert!(page.contains("Nicht erlaubt") && !page.contains("Zugriff beenden"), "{page}");
    c.admin.post(SECURITY, &END).await;
    let rows = |action: &'static str| c.t.count(action);
    assert_eq!(rows("select count(*) from audit_log where action = 'support_access.allowed'").await, 2);
    assert_eq!(rows("select count(*) from audit_log where action = 'support_access.withdrawn'").await, 1, "not twice");
    c.allow().await;
    assert_eq!(c.answers().await, [StatusCode::OK; 10], "and again");
}

#[tokio::test]
async fn r62_a_consent_opens_its_own_account_alone() {
    let mut c = company().await;
    let (other, other_idp) = idp(&c.t.db, "Blau GmbH").await;
    let ben = other_idp.create("ben@blau.example").await;
    c.allow().await;
    let blue = format!("/support-konsole/konten/{}", other.account);
    let log = format!("verbindungen/{}/protokoll", other_idp.connection);
    for page in ["ansicht".to_owned(), "personen".to_owned(), format!("personen/{ben}"), log.clone()] {
        let refused = c.sam.get(&format!("{blue}/{page}")).await;
        assert_eq!((refused.status, refused.body.as_str()), (StatusCode::FORBIDDEN, ""), "{page}");
        let strange = c.sam.get(&format!("{}/{page}", c.root())).await;
        let allowed = ["ansicht", "personen"].contains(&page.as_str());
        assert_eq!(strange.status, if allowed { StatusCode::OK } else { StatusCode::NOT_FOUND }, "{page}");
        assert!(!strange.body.contains("blau.example") && !strange.body.contains("Blau GmbH"), "{page}");
    }
    assert_eq!(c.t.count("select count(*) from support_log where subject <> (select id from accounts where name = 'Beispiel GmbH') and action like 'support_access.%'").await, 0);
}

#[tokio::test]
async fn r62_every_page_leaves_one_row_on_either_side() {
    let mut c = company().await;
    c.allow().await;
    for _ in 0..2 {
        c.answers().await;
    }
    let people = c.pages()[1].clone();
    c.sam.get(&format!("{people}?suche=ada&sortierung=name-ab")).await;
    assert_eq!((c.t.count(VIEWED).await, c.t.count(LOGGED).await), (5, 5), "five pages, opened again and again");
    c.t.execute("update support_log set at = at - interval '5 minutes 1 second'").await;
    let (mut first, mut second) = (c.sam.clone(), c.sam.elsewhere(console(&c.second)));
    tokio::join!(first.get(&people), second.get(&people));
    assert_eq!((c.t.count(VIEWED).await, c.t.count(LOGGED).await), (6, 6), "of two at once one");
    // What was opened under an earlier consent says nothing about this one.
    c.admin.post(SECURITY, &END).await;
    c.allow().await;
    c.sam.get(&people).await;
    assert_eq!(c.t.count(VIEWED).await, 7);

    let log = c.admin.get("/de/protokoll?wer=support").await.body;
    for sentence in ["Der Support hat die Liste der Personen angesehen.", "Sam Support (Support)"] {
        assert!(log.contains(sentence), "{sentence}: {log}");
    }
    let english = c.admin.get("/en/audit-log?wer=support").await.body;
    assert!(english.contains("Support looked at a person."), "{english}");
    let timeline = c.admin.get(&format!("/de/nutzerverwaltung/{}", c.ada)).await.body;
    assert!(timeline.contains("Vom Support angesehen"), "{timeline}");
    let own = c.sam.get("/support-konsole/protokoll").await.body;
    assert!(own.contains("Person angesehen") && own.contains(&c.created.account.to_string()), "{own}");
}

#[tokio::test]
async fn r62_only_an_administrator_with_a_fresh_proof_allows_it_and_all_of_them_are_told() {
    let mut c = company().await;
    c.idp.create(BEN).await;
    accept(&c.t.db, BEN, PASSWORD).await;
    let mut member = Browser::signed_in(portal(&c.t.db), BEN, PASSWORD).await;
    for form in [ALLOW, END] {
        assert_eq!(member.post(SECURITY, &form).await.status, StatusCode::FORBIDDEN);
    }
    let later = instance_at(&c.t.superuser, time::Duration::minutes(6)).await;
    let mut old = c.admin.before(&later);
    assert!(old.post(SECURITY, &ALLOW).await.location().starts_with("/de/bestaetigen"));
    let mut tx = begin(&c.t.db).await;
    let operator = administer(&mut tx, &c.created).await;
    assert!(matches!(support::allow(&mut tx, &operator).await, Err(AllowError::NobodyOfTheAccount)));
    drop(tx);
    assert_eq!(c.t.count("select count(*) from support_consents").await, 0);

    c.t.execute("update users set right_administrator = true where user_name = 'ben@beispiel.example'").await;
    mails(&c.t.db).await;
    c.allow().await;
    let page = c.admin.get(SECURITY).await.body;
    assert!(page.contains("hat den Zugriff erlaubt") && page.contains("Zugriff beenden"), "{page}");
    let sent = mails(&c.t.db).await;
    let mut told: Vec<&str> = sent.iter().map(|mail| mail.to.as_str()).collect();
    told.sort_unstable();
    assert_eq!(told, [ADMIN, BEN]);
    let until = c.t.count("select floor(extract(epoch from expires_at))::bigint from support_consents").await;
    assert!(
        sent.iter().all(|mail| matches!(&mail.message, Message::SupportAllowed { until: said, .. } if *said == until))
    );

    // Allowing again makes it no longer; ending it needs no fresh proof.
    c.admin.post(SECURITY, &ALLOW).await;
    assert_eq!(c.t.count("select floor(extract(epoch from expires_at))::bigint from support_consents").await, until);
    assert_eq!(
        (
            mails(&c.t.db).await.len(),
            c.t.count("select count(*) from audit_log where action = 'support_access.allowed' and actor_kind = 'user'")
                .await
        ),
        (0, 1)
    );
    assert_eq!(old.post(SECURITY, &END).await.status, StatusCode::OK);
    assert_eq!(c.t.count("select count(*) from support_consents").await, 0);
    let off = c.admin.post("/de/kontoeinstellungen/benachrichtigungen", &[("support_access", "off")]).await;
    assert_eq!(off.status, StatusCode::BAD_REQUEST, "nobody misses it");
}

#[tokio::test]
async fn the_mail_says_in_both_languages_until_when_what_support_sees_and_how_to_end_it() {
    let mut c = company().await;
    c.allow().await;
    let mut mail = mails(&c.t.db).await.pop().expect("a mail");
    let sender = Sender {
        brand: "Memtime".into(),
        contact: "hilfe@vendor.example".into(),
        origin: "https://portal.vendor.example".into(),
    };
    let (german, english) = (
        [
            "Beispiel GmbH: Support-Zugriff für 24 Stunden erlaubt",
            "Uhr (CE",
            "Es kann nichts ändern",
            "beende den Zugriff",
        ],
        ["Beispiel GmbH: support access allowed for 24 hours", " at ", "It cannot change anything", "end the access"],
    );
    for (language, words, page) in [
        (Language::German, german, "/de/kontoeinstellungen/sicherheit"),
        (Language::English, english, "/en/account-settings/security"),
    ] {
        mail.language = language;
        let letter = Letter::write(&mail, &sender);
        let all = format!("{letter:?}");
        for word in words {
            assert!(all.contains(word), "{word}: {all}");
        }
        let action = letter.action.map(|(_, address)| address);
        assert_eq!(action.as_deref(), Some(format!("https://portal.vendor.example{page}").as_str()));
    }
}
