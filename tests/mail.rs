//! Mail leaves at least once, with the same Message-ID and link, and says what it must in HTML and text.

use einlass::domain::db::Db;
use einlass::domain::users::{self, Delivery, PortalFilter};
use einlass::model::ConnectionId;
use einlass::server::mail::{Sender, Transport, Worker};
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;

use crate::support::db::{fresh, instance_at};
use crate::support::personas::{account, activate, administer, begin, mails, person, provisioner};
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
    let page =
        users::page(&mut tx, &admin, &PortalFilter { search: "nobody".into(), ..PortalFilter::default() }, 0, 10)
            .await
            .expect("reads");
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

#[tokio::test]
async fn r41_a_name_cannot_smuggle_a_header_or_a_link() {
    let t = fresh().await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let (connection, token) = activate(&t.db, &company).await;
    mails(&t.db).await;
    let names = [
        "Ada\r\nBcc: mallory@evil.example",
        "https://evil.example/x",
        "<a href='https://evil.example'>Klick</a>",
        "www.evil.example",
        "[Klick](https://evil.example)",
    ];
    for (n, name) in names.iter().enumerate() {
        provision(&t.db, connection, &token, &format!("p{n}@beispiel.example"), Some(name)).await;
    }
    let server = SmtpServer::start().await;
    worker(&t.db, Transport::smtp(&SecretString::from(server.url.clone())).expect("a transport"))
        .send_due(&CancellationToken::new())
        .await
        .expect("sends");
    let received = server.received();
    assert_eq!(received.len(), names.len());
    for message in received {
        assert!(!message.lines().any(|l| l.starts_with("Bcc:")));
        let text = readable(&message);
        assert!(!text.contains("evil.example"), "{text}");
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
