//! Passkeys of support staff in other hands, shown at another door, twice or without what belongs beside them.

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use time::Duration;

use crate::passkeys;
use crate::support::browser::Browser;
use crate::support::db::instance_at;
use crate::support::passkey::{Device, Passkey, USER_PRESENT, USER_VERIFIED};
use crate::support::personas::account;
use crate::support::with_another_end;
use crate::support_passkeys::{LOG, SIGN_IN, add, answer, ask, before, by_passkey, is_in, member, sam};

/// What somebody says to a question, holding a passkey.
type Lie<'l> = (&'l str, Box<dyn Fn(&Value, &mut Passkey) -> Value + 'l>);

#[tokio::test]
async fn r62_whoever_shows_something_else_than_their_own_passkey_is_not_let_in() {
    let (t, _, mut passkey) = sam().await;
    let mut kim = member(&t.db, "Kim").await;
    let theirs = add(&mut kim.browser, "Telefon").await;
    let company = account(&t.db, "Beispiel GmbH").await;
    let mut admin = Browser::new(&t.db);
    admin.sign_in(passkeys::ADDRESS, &company.admin_password).await;
    let customers = passkeys::add(&mut admin, &Device::default(), "Telefon").await;
    let honest = Device::default();
    let lie = |device: Device| move |options: &Value, passkey: &mut Passkey| device.show(options, passkey);
    let with = |change: fn(&mut Device)| {
        let mut device = honest.clone();
        change(&mut device);
        device
    };
    let lies: Vec<Lie<'_>> = vec![
        ("another origin", Box::new(lie(with(|d| d.origin = "https://evil.example".into())))),
        ("a subdomain", Box::new(lie(with(|d| d.origin = "https://x.portal.vendor.example".into())))),
        ("another port", Box::new(lie(with(|d| d.origin = "https://portal.vendor.example:8443".into())))),
        ("another relying party", Box::new(lie(with(|d| d.rp_id = Some("evil.example".into()))))),
        ("nobody verified", Box::new(lie(with(|d| d.flags = USER_PRESENT)))),
        ("nobody there", Box::new(lie(with(|d| d.flags = USER_VERIFIED)))),
        ("as if it were made", Box::new(lie(with(|d| d.kind = Some("webauthn.create"))))),
        (
            "a customer's passkey",
            Box::new(|options, _| {
                let mut customers = customers.clone();
                honest.show(options, &mut customers)
            }),
        ),
        (
            "a customer's key under the owner's credential",
            Box::new(|options, passkey| {
                let mut mixed = customers.clone();
                mixed.id.clone_from(&passkey.id);
                mixed.handle.clone_from(&passkey.handle);
                honest.show(options, &mut mixed)
            }),
        ),
        (
            "a colleague's key under the owner's credential",
            Box::new(|options, passkey| {
                let mut mixed = theirs.clone();
                mixed.id.clone_from(&passkey.id);
                mixed.handle.clone_from(&passkey.handle);
                honest.show(options, &mut mixed)
            }),
        ),
        (
            "the owner's under a colleague's name",
            Box::new(|options, passkey| {
                let mut mixed = passkey.clone();
                mixed.handle.clone_from(&theirs.handle);
                honest.show(options, &mut mixed)
            }),
        ),
        (
            "nobody's name",
            Box::new(|options, passkey| {
                let mut shown = honest.show(options, passkey);
                shown["response"]["userHandle"] = Value::Null;
                shown
            }),
        ),
        (
            "a tampered signature",
            Box::new(|options, passkey| {
                let mut shown = honest.show(options, passkey);
                let text = shown["response"]["signature"].as_str().expect("text").to_owned();
                let mut bytes = URL_SAFE_NO_PAD.decode(text).expect("base64");
                *bytes.last_mut().expect("bytes") ^= 1;
                shown["response"]["signature"] = json!(URL_SAFE_NO_PAD.encode(bytes));
                shown
            }),
        ),
    ];
    for (what, lie) in lies {
        let mut browser = Browser::of_staff(&t.db);
        let options = ask(&mut browser, "anmelden").await;
        let shown = lie(&options, &mut passkey);
        assert_eq!(answer(&mut browser, SIGN_IN, &shown).await, StatusCode::UNAUTHORIZED, "{what}");
        assert!(!is_in(&mut browser).await, "{what}");
    }
    assert!(is_in(&mut by_passkey(&t.db, &mut passkey).await).await, "the owner still comes in");
    // And the other way round: the console's passkey opens no portal.
    let mut portal = passkeys::by_passkey(&t.db, &mut passkey).await;
    assert!(!portal.is_in().await);
}

#[tokio::test]
async fn r62_a_question_is_good_for_one_answer_at_the_console_alone() {
    let (t, mut sam, mut passkey) = sam().await;
    let device = Device::default();
    let mut browser = Browser::of_staff(&t.db);
    let options = ask(&mut browser, "anmelden").await;
    let carried = browser.cookie.clone();
    let shown = device.show(&options, &mut passkey);
    let mut thief = Browser::of_staff(&t.db);
    assert_eq!(answer(&mut thief, SIGN_IN, &shown).await, StatusCode::UNAUTHORIZED, "no cookie");
    thief.cookie = carried.as_deref().map(with_another_end);
    assert_eq!(answer(&mut thief, SIGN_IN, &shown).await, StatusCode::UNAUTHORIZED, "not sealed by us");
    let late = instance_at(&t.superuser, Duration::minutes(11)).await;
    assert_eq!(answer(&mut before(&browser, &late), SIGN_IN, &shown).await, StatusCode::UNAUTHORIZED, "too late");
    assert_eq!(answer(&mut browser, SIGN_IN, &shown).await, StatusCode::SEE_OTHER);
    let mut replay = Browser::of_staff(&t.db);
    replay.cookie.clone_from(&carried);
    assert_eq!(answer(&mut replay, SIGN_IN, &shown).await, StatusCode::UNAUTHORIZED, "replayed");
    replay.cookie.clone_from(&carried);
    let anew = device.show(&options, &mut passkey);
    assert_eq!(answer(&mut replay, SIGN_IN, &anew).await, StatusCode::UNAUTHORIZED, "a used question");
    // The portal's question, answered with the console's passkey.
    let mut portal = Browser::new(&t.db);
    let options = passkeys::ask(&mut portal, "anmelden").await;
    let mut guest = Browser::of_staff(&t.db);
    guest.cookie.clone_from(&portal.cookie);
    assert_eq!(answer(&mut guest, SIGN_IN, &device.show(&options, &mut passkey)).await, 401, "asked elsewhere");
    // Asked for to add or to confirm, given to sign in.
    for purpose in ["bestaetigen", "neu"] {
        let mut options = ask(&mut sam.browser, purpose).await;
        if purpose == "neu" {
            options["rpId"] = options["rp"]["id"].clone();
        }
        let mut guest = Browser::of_staff(&t.db);
        guest.cookie.clone_from(&sam.browser.cookie);
        assert_eq!(answer(&mut guest, SIGN_IN, &device.show(&options, &mut passkey)).await, 401, "{purpose}");
    }
}

#[tokio::test]
async fn r62_a_copied_passkey_and_one_without_a_code_beside_it_open_nothing() {
    let (t, _, mut passkey) = sam().await;
    let mut copy = passkey.clone();
    assert!(is_in(&mut by_passkey(&t.db, &mut passkey).await).await);
    assert!(!is_in(&mut by_passkey(&t.db, &mut copy).await).await, "the copy is behind");
    assert!(is_in(&mut by_passkey(&t.db, &mut passkey).await).await, "what is ahead of it works on");
    assert_eq!(t.text(LOG).await, "passkey.added session.passkey passkey.copy_refused session.passkey");
    t.execute("update support_staff set totp_confirmed_at = null").await;
    assert!(!is_in(&mut by_passkey(&t.db, &mut passkey).await).await, "the second factor is not set up");
    // Whoever fails too often has to wait, wherever they do.
    t.execute("update support_staff set totp_confirmed_at = now()").await;
    let mut stranger = Browser::of_staff(&t.db);
    stranger.ip = "2001:db8::1".parse().expect("an address");
    let wrong = json!({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {
        "authenticatorData": "AAAA", "clientDataJSON": "AAAA", "signature": "AAAA", "userHandle": "AAAA"}});
    for n in 0..200 {
        assert_eq!(answer(&mut stranger, SIGN_IN, &wrong).await, StatusCode::UNAUTHORIZED, "{n}");
    }
    let options = ask(&mut stranger, "anmelden").await;
    let shown = Device::default().show(&options, &mut passkey);
    assert_eq!(answer(&mut stranger, SIGN_IN, &shown).await, StatusCode::TOO_MANY_REQUESTS);
}
