//! Mail leaves at least once, with the same Message-ID and link, and says what it must in HTML and text.

use einlass::domain::db::Db;
use einlass::domain::outbox::{self, Outcome};
use einlass::domain::users::{self, Delivery, From, Order, PortalFilter};
use einlass::model::ConnectionId;
use einlass::server::mail::{Sender, Transport, Worker};
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use crate::support::browser::Browser;
use crate::support::db::{fresh, instance_at};
use crate::support::personas::{WORKER, account, activate, administer, begin, mails, person, provisioner};
use crate::support::smtp::{AfterData, SmtpServer};

fn worker(db: &Db, transport: Transport) -> Worker {
    Worker {
        db: db.clone(),
        transport,
        sender: Sender {
            brand: "Memtime".into(),
            contact: "hilfe@vendor.example".into(),
            origin: "https://portal.vendor.example".into(),
        },
        from: "Memtime <portal@vendor.example>".parse().expect("a mailbox"),
        domain: "portal.vendor.example".into(),
    }
}

async fn provision(db: &Db, connection: ConnectionId, token: &str, address: &str, name: Option<&str>) {
    let (mut tx, scim, eligible) = provisioner(db, connection, token).await;
    let mut profile = person(address);
    profile.display_name = name.map(str::to_owned);
    users::provision(&mut tx, &scim, &eligible, &profile).await.expect("arrives");
    tx.commit().await.expect("commits");
}

fn line<'a>(message: &'a str, start: &str) -> &'a str {
    message.lines().find(|l| l.starts_with(start)).unwrap_or_else(|| panic!("no {start} in {message}"))
}

/// The body with quoted-printable soft breaks and escapes undone.
fn readable(message: &str) -> String {
    let joined = message.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((&b, tail)) = rest.split_first() {
        let escaped = tail
            .get(..2)
            .filter(|_| b == b'=')
            .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(escaped.unwrap_or(b));
        rest = if escaped.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whose lease ran out while the mail server thought about it may be late: what another worker has given up stays given up, with its link wiped.
#[tokio::test]
async fn a_mail_that_was_given_up_is_not_tried_again_by_a_worker_that_was_late() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    activate(&t.db, &company).await;
    t.execute(
        "insert into outside_mail (id, kind, to_address, to_key, language, payload, secret_sealed, created_at, next_attempt_at)
         select gen_random_uuid(), kind, to_address, to_key, 'de', payload, 'x', created_at, next_attempt_at from outbox limit 1",
    )
    .await;
    let mut tx = begin(&t.db).await;
    let due = outbox::due(&mut tx, WORKER, 10).await.expect("reads");
    let late = Outcome::Retry { after: time::Duration::ZERO, reason: "421 later".into() };
    for mail in &due {
        for outcome in [&Outcome::Dead { reason: "550 nobody\nhere".into() }, &late] {
            outbox::settle(&mut tx, WORKER, *mail, outcome).await.expect("settles");
        }
    }
    tx.commit().await.expect("commits");
    let alive = "select (select count(*) from outbox where dead_at is null or secret_sealed is not null)
                      + (select count(*) from outside_mail where dead_at is null or secret_sealed is not null)";
    assert_eq!(t.count(alive).await, 0);
    assert_eq!(t.count("select count(*) from outside_mail").await, 1);
    let mut tx = begin(&t.db).await;
    assert!(outbox::due(&mut tx, WORKER, 10).await.expect("reads").is_empty());
}

#[tokio::test]
async fn f05_a_greylisted_invitation_comes_again_as_the_same_mail() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    mails(&t.db).await;
    provision(&t.db, connection, &token, "ada@beispiel.example", None).await;

    let server = SmtpServer::start().await;
    let transport = Transport::smtp(&SecretString::from(server.url.clone())).expect("a transport");
    server.answer(AfterData::Later);
    assert_eq!(worker(&t.db, transport.clone()).send_due(&CancellationToken::new()).await.expect("tries"), 1);
    assert_eq!(
        worker(&t.db, transport.clone()).send_due(&CancellationToken::new()).await.expect("tries"),
        0,
        "not before its time"
    );
    server.answer(AfterData::Take);
    let later = instance_at(&t.superuser, time::Duration::seconds(30)).await;
    assert_eq!(worker(&later, transport).send_due(&CancellationToken::new()).await.expect("tries"), 1);

    let received = server.received();
    assert_eq!(received.len(), 2);
    assert_eq!(line(&received[0], "Message-ID:"), line(&received[1], "Message-ID:"));
    let (first, second) = (readable(&received[0]), readable(&received[1]));
    let link = |m: &str| {
        m.split("https://portal.vendor.example/einladung/")
            .nth(1)
            .map(|l| l.chars().take(40).collect::<String>())
            .expect("a link")
    };
    assert_eq!(link(&first), link(&second));
    assert!(
        first.contains("Hallo Ada Lovelace,")
            && first.contains("Einladung annehmen")
            && first.contains("Beispiel GmbH"),
        "{first}"
    );
    assert!(first.contains("text/plain") && first.contains("text/html"));
    for remote in ["<img", "src=", "url("] {
        assert!(!first.contains(remote), "no remote content: {remote}");
    }
}

#[tokio::test]
async fn f05_a_mail_of_no_account_comes_again_as_the_same_mail() {
    let t = fresh().await;
    let mut browser = Browser::new(&t.db);
    let form = [("firma", "Neu GmbH"), ("name", "Toni Neu"), ("email", "toni@neu.example")];
    browser.post("/de/registrieren", &form).await;
    let server = SmtpServer::start().await;
    let transport = Transport::smtp(&SecretString::from(server.url.clone())).expect("a transport");
    server.answer(AfterData::Later);
    let stop = CancellationToken::new();
    assert_eq!(worker(&t.db, transport.clone()).send_due(&stop).await.expect("tries"), 1);
    assert_eq!(worker(&t.db, transport.clone()).send_due(&stop).await.expect("tries"), 0, "not before its time");
    server.answer(AfterData::Take);
    let later = instance_at(&t.superuser, time::Duration::seconds(30)).await;
    assert_eq!(worker(&later, transport.clone()).send_due(&stop).await.expect("tries"), 1);
    assert_eq!(worker(&later, transport).send_due(&stop).await.expect("tries"), 0, "it has left");
    assert_eq!(
        t.count("select count(*) from outside_mail where sent_at is not null and secret_sealed is null").await,
        1
    );
    let received = server.received();
    let link = |mail: &str| {
        readable(mail).split("/de/registrieren/bestaetigen?token=").nth(1).map(|rest| rest[..40].to_owned())
    };
    assert_eq!(received.len(), 2);
    assert_eq!(line(&received[0], "Message-ID:"), line(&received[1], "Message-ID:"));
    assert!(link(&received[0]).is_some() && link(&received[0]) == link(&received[1]));
    let text = readable(&received[1]);
    assert!(text.contains("Adresse bestätigen") && !text.contains("Neu GmbH") && !text.contains("Toni"), "{text}");
}

#[tokio::test]
async fn f05_a_refused_invitation_is_visible_as_undeliverable_and_blocks_nobody() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    mails(&t.db).await;
    provision(&t.db, connection, &token, "nobody@beispiel.example", None).await;
    let server = SmtpServer::start().await;
    server.answer(AfterData::Never);
    worker(&t.db, Transport::smtp(&SecretString::from(server.url.clone())).expect("a transport"))
        .send_due(&CancellationToken::new())
        .await
        .expect("tries");

    let mut tx = begin(&t.db).await;
    let admin = administer(&mut tx, &company).await;
    let filter = PortalFilter { search: "nobody".into(), ..PortalFilter::default() };
    let page = users::page(&mut tx, &admin, &filter, Order::default(), From::Start, 10).await.expect("reads");
    match &page.people[0].delivery {
        Some(Delivery::Undeliverable { reason }) => assert!(reason.contains("no such mailbox"), "{reason}"),
        other => panic!("{other:?}"),
    }
    drop(tx);
    assert_eq!(
        t.count("select count(*) from outbox where dead_at is not null and secret_sealed is not null").await,
        0,
        "a dead mail keeps no link"
    );
}

/// What people try to get into other people's mail by their name.
const PAYLOADS: [&str; 34] = [
    "Ada\r\nBcc: mallory@evil.example",
    "Ada\nBcc: mallory@evil.example",
    "Ada\rBcc: mallory@evil.example",
    "Ada\u{2028}Bcc: mallory@evil.example",
    "Ada\r\n\r\n<a href=//evil.example>x</a>",
    "=?utf-8?q?=0d=0aBcc:_mallory@evil.example?=",
    "https://evil.example/x",
    "http://evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "hxxps://evil.example",
    "//evil.example/x",
    "www.evil.example",
    "evil.example",
    "evil.example/gewinn",
    "Gewinn auf evil.example abholen",
    "evil。example",
    "evil．example",
    "evil\u{ad}.example",
    "evil.\u{200b}example",
    "еvil.example",
    "mailto:mallory@evil.example",
    "mallory@evil.example",
    "mallory＠evil.example",
    "tel:+49900123456",
    "javascript:alert(1)",
    "<a href='https://evil.example'>Klick</a>",
    "<img src=//evil.example/p.gif>",
    "\"><script src=//evil.example></script>",
    "&lt;a href=//evil.example&gt;",
    "[Klick](https://evil.example)",
    "<https://evil.example>",
    "192.0.2.7/gewinn",
    "[2001:db8::7]",
    "Ada\u{202e}elpmaxe.live",
];

/// Everything in a mail that a mail program makes a link of: addresses with a scheme, hosts, mailboxes.
fn links(text: &str) -> Vec<String> {
    let plain = text.replace(['<', '>', '"', '\'', '(', ')', ','], " ");
    let looks = |word: &str| {
        let word = word.trim_end_matches(['.', ':', ';', '!', '?']);
        word.contains("://")
            || word.contains('@')
            || word.contains('＠')
            || word.to_lowercase().contains("evil")
            || word.starts_with("www.")
    };
    plain.split_whitespace().filter(|word| looks(word)).map(str::to_owned).collect()
}

/// invitations, reminders, news about an access and what administrators are told, with every payload as the person's name.
#[tokio::test]
async fn r41_thirty_four_names_put_no_link_and_no_header_into_any_mail() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    mails(&t.db).await;
    let server = SmtpServer::start().await;
    let send = async |db: &Db| {
        let transport = Transport::smtp(&SecretString::from(server.url.clone())).expect("a transport");
        worker(db, transport).send_due(&CancellationToken::new()).await.expect("sends")
    };
    for (n, name) in PAYLOADS.iter().enumerate() {
        provision(&t.db, connection, &token, &format!("p{n}@beispiel.example"), Some(name)).await;
    }
    assert_eq!(send(&t.db).await, PAYLOADS.len());
    // The same people are reminded, the first of them accepts, and the account's only administrator bears every name in turn.
    let later = instance_at(&t.superuser, time::Duration::days(3) + time::Duration::hours(1)).await;
    einlass::server::chores::once(&later).await.expect("done");
    assert_eq!(send(&later).await, PAYLOADS.len());
    t.execute("insert into outbox (account_id, id, kind, to_address, language, payload, created_at, next_attempt_at)
               select u.account_id, gen_random_uuid(), 'news', 'admin@beispiel.example', 'de', p.payload, now(), now() from users u, lateral (values
                 (jsonb_build_object('kind', 'account_ready', 'account_name', 'Beispiel GmbH', 'display_name', u.display_name, 'method', 'password')),
                 (jsonb_build_object('kind', 'administrator_kept', 'account_name', 'Beispiel GmbH', 'display_name', u.display_name)),
                 (jsonb_build_object('kind', 'invitation', 'account_name', 'Beispiel GmbH', 'display_name', 'Ben', 'method', 'password', 'inviter', u.display_name, 'expires_at', 1)),
                 (jsonb_build_object('kind', 'token_created', 'account_name', 'Beispiel GmbH', 'method', 'password', 'actor', u.display_name, 'last4', 'a1b2'))) p (payload)
               where u.connection_id is not null").await;
    let mut more = 0;
    loop {
        let sent = send(&t.db).await;
        more += sent;
        if sent == 0 {
            break;
        }
    }
    assert_eq!(more, 4 * PAYLOADS.len());
    for message in server.received() {
        let (head, body) = message.split_once("\n\n").expect("head and body");
        assert_eq!(head.lines().filter(|line| line.to_lowercase().starts_with("bcc:")).count(), 0, "{head}");
        assert_eq!(head.lines().filter(|line| line.starts_with("To:")).count(), 1, "{head}");
        // What separates the parts is drawn at random: now and then it holds any word of four letters.
        let boundary = head.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("parts");
        let text = readable(&body.replace(boundary, ""));
        let (before, styled) = text.split_once("<style>").expect("a style sheet of our own");
        let text = before.to_owned() + styled.split_once("</style>").expect("its end").1;
        let ours = |link: &String| {
            link.starts_with("https://portal.vendor.example/")
                || link.starts_with("href=https://portal.vendor.example/")
                || link.contains("hilfe@vendor.example")
        };
        let foreign: Vec<_> = links(&text).into_iter().filter(|link| !ours(link)).collect();
        assert_eq!(foreign, [""; 0], "{text}");
        assert!(text.matches("<a ").count() <= 1, "one button: {text}");
    }
}

#[tokio::test]
async fn mail_as_files_is_whole_private_and_named_by_its_row() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    activate(&t.db, &company).await;
    let folder = tempfile::tempdir().expect("a folder");
    let files = folder.path().join("mail");
    worker(&t.db, Transport::files(&files).expect("a folder"))
        .send_due(&CancellationToken::new())
        .await
        .expect("writes");
    let names: Vec<_> = std::fs::read_dir(&files)
        .expect("reads")
        .map(|e| e.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    assert_eq!(names.len(), 1);
    assert_eq!(names[0].rsplit_once('.').map(|(_, kind)| kind), Some("eml"));
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&files).expect("there").permissions());
    assert_eq!(mode & 0o777, 0o700);
    let text = readable(&std::fs::read_to_string(files.join(&names[0])).expect("reads"));
    assert!(text.contains("SCIM Access Token") && text.contains("Zum Kundenportal"), "{text}");
}

/// What the mails about joining and about an address say, word by word.
#[tokio::test]
async fn mails_about_joining_say_the_same_in_text_and_html() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    activate(&t.db, &company).await;
    mails(&t.db).await;
    t.execute("insert into outbox (account_id, id, kind, to_address, language, payload, created_at, next_attempt_at)
               select a.id, gen_random_uuid(), 'news', 'ada@beispiel.example', 'de', p.payload, now(), now() from accounts a, lateral (values
                 (jsonb_build_object('kind', 'invitation_reminder', 'account_name', a.name, 'display_name', 'Ada Lovelace', 'method', 'password', 'expires_at', 1764080000)),
                 (jsonb_build_object('kind', 'account_ready', 'account_name', a.name, 'display_name', 'Ada Lovelace', 'method', 'google')),
                 (jsonb_build_object('kind', 'address_confirmation', 'account_name', a.name, 'expires_at', 1764080000)),
                 (jsonb_build_object('kind', 'sign_in_address_moved', 'account_name', a.name, 'new_address', 'ada.king@beispiel.example'))) p (payload)").await;
    let server = SmtpServer::start().await;
    let transport = Transport::smtp(&SecretString::from(server.url.clone())).expect("a transport");
    worker(&t.db, transport).send_due(&CancellationToken::new()).await.expect("sends");
    let all: Vec<String> = server.received().iter().map(|message| readable(message)).collect();
    for sentences in [
        &[
            "Hallo Ada Lovelace,",
            "dein Unternehmen Beispiel GmbH hat vor einigen Tagen einen Zugang zu Memtime für dich eingerichtet.",
            "Die Einladung gilt bis 25.11.2025, 15:13 Uhr (CET).",
            "Wir erinnern dich nur dieses eine Mal.",
        ][..],
        &[
            "Hallo Ada Lovelace,",
            "dein Zugang zu Memtime ist bereit.",
            "Du meldest dich mit deinem Google-Konto an.",
            "https://portal.vendor.example/de/willkommen",
        ][..],
        &[
            "du möchtest dich für dein Konto bei Beispiel GmbH künftig mit dieser Adresse anmelden.",
            "Der Link gilt bis 25.11.2025, 15:13 Uhr (CET) und funktioniert einmal.",
        ][..],
        &[
            "für dein Konto bei Beispiel GmbH meldest du dich ab jetzt mit ada.king@beispiel.example an.",
            "Das ist nicht richtig?",
        ][..],
    ] {
        let found = all.iter().find(|text| sentences.iter().all(|sentence| text.matches(sentence).count() >= 2));
        assert!(found.is_some(), "{sentences:?} twice in one of {all:#?}");
    }
}

/// What a newer version wrote, or another key sealed, is tried again at the pace of other mail and given up like it; it keeps no other from leaving.
#[tokio::test]
async fn f05_a_mail_that_cannot_be_read_waits_its_turn_and_blocks_nobody() {
    let t = fresh().await;
    let created = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &created).await;
    mails(&t.db).await;
    for name in ["ada", "ben", "carla"] {
        provision(&t.db, connection, &token, &format!("{name}@beispiel.example"), None).await;
    }
    Browser::new(&t.db)
        .post("/de/registrieren", &[("firma", "Neu"), ("name", "Toni"), ("email", "toni@neu.example")])
        .await;
    for change in [
        "update outbox set payload = '{\"kind\": \"from_the_future\"}' where to_key = 'ada@beispiel.example'",
        "update outbox set secret_sealed = sha256('x') where to_key = 'ben@beispiel.example'",
        "update outside_mail set payload = '{}'",
    ] {
        t.execute(change).await;
    }
    let server = SmtpServer::start().await;
    let transport = Transport::smtp(&SecretString::from(server.url.clone())).expect("a transport");
    let stop = CancellationToken::new();
    assert_eq!(worker(&t.db, transport.clone()).send_due(&stop).await.expect("tries"), 4);
    assert_eq!(server.received().len(), 1, "whoever can be written to is");
    assert_eq!(worker(&t.db, transport.clone()).send_due(&stop).await.expect("tries"), 0, "not before its time");
    let waiting = "select (select count(*) from outbox where attempts = 1 and leased_until is null and next_attempt_at > now() and last_error like '%cannot read%')
                     + (select count(*) from outside_mail where attempts = 1 and leased_until is null and next_attempt_at > now())";
    assert_eq!(t.count(waiting).await, 3);
    t.execute("update outbox set attempts = 19 where sent_at is null").await;
    let later = instance_at(&t.superuser, time::Duration::seconds(30)).await;
    worker(&later, transport).send_due(&stop).await.expect("tries");
    assert_eq!(t.count("select count(*) from outbox where dead_at is not null").await, 2);
}
