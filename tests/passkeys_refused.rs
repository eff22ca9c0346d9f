//! What is shown at the door and is not the owner's own passkey opens nothing: lies, other people's passkeys, used and stolen questions.

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::passkeys::{ADD, ADDRESS, CONFIRM, SECOND, SIGN_IN, add, answer, ask, by_passkey, company, kinds};
use crate::scim_client::{Idp, service};
use crate::support::browser::Browser;
use crate::support::db::{fresh, instance_at};
use crate::support::passkey::{BACKED_UP, Device, Passkey, USER_PRESENT, USER_VERIFIED};
use crate::support::personas::{accept, account, activate, mails};
use crate::support::with_another_end;

/// What somebody says to a question, holding a passkey.
type Lie<'l> = (&'l str, Box<dyn Fn(&Value, &mut Passkey) -> Value + 'l>);

#[tokio::test]
async fn whoever_shows_something_else_than_their_own_passkey_is_not_let_in() {
    let mut c = company().await;
    let stranger = account(&c.t.db, "Anderswo AG").await;
    let mut elsewhere = Browser::new(&c.t.db);
    elsewhere.sign_in("admin@anderswo-ag.example", &stranger.admin_password).await;
    let theirs = add(&mut elsewhere, &Device::default(), "Schlüssel").await;
    let honest = Device::default();
    let lie = |device: Device| move |options: &Value, passkey: &mut Passkey| device.show(options, passkey);
    let after = |part: &'static str| {
        let honest = honest.clone();
        move |options: &Value, passkey: &mut Passkey| {
            let mut shown = honest.show(options, passkey);
            let text = shown["response"][part].as_str().expect("text").to_owned();
            let mut bytes = URL_SAFE_NO_PAD.decode(text).expect("base64");
            match part {
                // Still JSON, still the right challenge.
                "clientDataJSON" => {
                    let mut said: Value = serde_json::from_slice(&bytes).expect("JSON");
                    said["crossOrigin"] = json!(true);
                    bytes = said.to_string().into_bytes();
                }
                // The counter, which is signed.
                "authenticatorData" => bytes[36] ^= 0x7f,
                _ => *bytes.last_mut().expect("bytes") ^= 1,
            }
            shown["response"][part] = json!(URL_SAFE_NO_PAD.encode(bytes));
            shown
        }
    };
    let with = |change: fn(&mut Device)| {
        let mut device = honest.clone();
        change(&mut device);
        device
    };
    let lies: Vec<Lie<'_>> = vec![
        ("another origin", Box::new(lie(with(|d| d.origin = "https://portal.vendor.example.evil.example".into())))),
        ("a subdomain", Box::new(lie(with(|d| d.origin = "https://x.portal.vendor.example".into())))),
        ("another port", Box::new(lie(with(|d| d.origin = "https://portal.vendor.example:8443".into())))),
        ("plain http", Box::new(lie(with(|d| d.origin = "http://portal.vendor.example".into())))),
        ("another relying party", Box::new(lie(with(|d| d.rp_id = Some("evil.example".into()))))),
        ("nobody verified", Box::new(lie(with(|d| d.flags = USER_PRESENT)))),
        ("nobody there", Box::new(lie(with(|d| d.flags = USER_VERIFIED)))),
        ("as if it were made", Box::new(lie(with(|d| d.kind = Some("webauthn.create"))))),
        ("tampered client data", Box::new(after("clientDataJSON"))),
        ("tampered authenticator data", Box::new(after("authenticatorData"))),
        ("tampered signature", Box::new(after("signature"))),
        (
            "an unknown credential",
            Box::new(|options, passkey| {
                let mut unknown = passkey.clone();
                unknown.id[0] ^= 1;
                honest.show(options, &mut unknown)
            }),
        ),
        (
            "an unknown owner",
            Box::new(|options, passkey| {
                let mut unknown = passkey.clone();
                unknown.handle[0] ^= 1;
                honest.show(options, &mut unknown)
            }),
        ),
        (
            "no owner",
            Box::new(|options, passkey| {
                let mut shown = honest.show(options, passkey);
                shown["response"]["userHandle"] = Value::Null;
                shown
            }),
        ),
        (
            "somebody else's credential with the owner's handle",
            Box::new(|options, passkey| {
                let mut mixed = theirs.clone();
                mixed.handle.clone_from(&passkey.handle);
                honest.show(options, &mut mixed)
            }),
        ),
        (
            "somebody else's key under the owner's credential",
            Box::new(|options, passkey| {
                let mut mixed = theirs.clone();
                mixed.handle.clone_from(&passkey.handle);
                mixed.id.clone_from(&passkey.id);
                honest.show(options, &mut mixed)
            }),
        ),
    ];
    for (what, lie) in lies {
        let mut browser = Browser::new(&c.t.db);
        let options = ask(&mut browser, "anmelden").await;
        let shown = lie(&options, &mut c.passkey);
        assert_eq!(answer(&mut browser, SIGN_IN, &shown).await, StatusCode::UNAUTHORIZED, "{what}");
        assert!(!browser.is_in().await, "{what}");
    }
    assert_eq!(mails(&c.t.db).await.len(), 1, "the stranger's own; nobody's counter went back");
    assert!(c.opens().await, "the owner still comes in");
}

#[tokio::test]
async fn a_question_is_good_for_one_answer_in_the_browser_and_place_it_was_asked_in() {
    let mut c = company().await;
    let device = Device::default();
    let mut browser = Browser::new(&c.t.db);
    let options = ask(&mut browser, "anmelden").await;
    let carried = browser.cookie.clone();
    let shown = device.show(&options, &mut c.passkey);
    // Without what the asking browser carries, or with what another one does.
    let mut thief = Browser::new(&c.t.db);
    assert_eq!(answer(&mut thief, SIGN_IN, &shown).await, StatusCode::UNAUTHORIZED, "no cookie");
    ask(&mut thief, "anmelden").await;
    assert_eq!(answer(&mut thief, SIGN_IN, &shown).await, StatusCode::UNAUTHORIZED, "a cookie of another question");
    // Another question's state under the name of this one.
    let (name, _) = carried.as_deref().expect("a cookie").split_once('=').expect("a pair");
    let mut thief = Browser::new(&c.t.db);
    ask(&mut thief, "anmelden").await;
    let (_, state) = thief.cookie.as_deref().expect("a cookie").split_once('=').expect("a pair");
    thief.cookie = Some(format!("{name}={state}"));
    assert_eq!(answer(&mut thief, SIGN_IN, &shown).await, StatusCode::UNAUTHORIZED, "another session's challenge");
    // Forged.
    let mut forged = Browser::new(&c.t.db);
    forged.cookie = carried.as_deref().map(with_another_end);
    assert_eq!(answer(&mut forged, SIGN_IN, &shown).await, StatusCode::UNAUTHORIZED, "not sealed by us");
    // Too late.
    let late = instance_at(&c.t.superuser, time::Duration::minutes(11)).await;
    assert_eq!(answer(&mut browser.before(&late), SIGN_IN, &shown).await, StatusCode::UNAUTHORIZED, "too late");
    // Once.
    assert_eq!(answer(&mut browser, SIGN_IN, &shown).await, StatusCode::SEE_OTHER);
    let mut replay = Browser::new(&c.t.db);
    replay.cookie.clone_from(&carried);
    assert_eq!(answer(&mut replay, SIGN_IN, &shown).await, StatusCode::UNAUTHORIZED, "replayed");
    replay.cookie.clone_from(&carried);
    let anew = device.show(&options, &mut c.passkey);
    assert_eq!(answer(&mut replay, SIGN_IN, &anew).await, StatusCode::UNAUTHORIZED, "a new answer to a used question");
    // A wrong answer uses it up, too.
    let mut browser = Browser::new(&c.t.db);
    let options = ask(&mut browser, "anmelden").await;
    let carried = browser.cookie.clone();
    let wrong = Device { flags: USER_PRESENT, ..device.clone() }.show(&options, &mut c.passkey);
    assert_eq!(answer(&mut browser, SIGN_IN, &wrong).await, StatusCode::UNAUTHORIZED);
    browser.cookie = carried;
    let right = device.show(&options, &mut c.passkey);
    assert_eq!(answer(&mut browser, SIGN_IN, &right).await, StatusCode::UNAUTHORIZED, "one answer, right or wrong");
    // Asked for to add or to confirm, given to sign in.
    for purpose in ["bestaetigen", "neu"] {
        let mut admin = c.admin.clone();
        let mut options = ask(&mut admin, purpose).await;
        if purpose == "neu" {
            options["rpId"] = options["rp"]["id"].clone();
        }
        let shown = device.show(&options, &mut c.passkey);
        let mut guest = Browser::new(&c.t.db);
        guest.cookie.clone_from(&admin.cookie);
        assert_eq!(answer(&mut guest, SIGN_IN, &shown).await, StatusCode::UNAUTHORIZED, "{purpose}");
    }
}

#[tokio::test]
async fn a_passkey_whose_counter_goes_back_is_refused_written_down_and_told() {
    let mut c = company().await;
    let mut copy = c.passkey.clone();
    assert!(c.opens().await);
    assert!(!by_passkey(&c.t.db, &mut copy).await.is_in().await, "the copy is behind");
    assert_eq!(c.t.count("select count(*) from audit_log where action = 'passkey.copy_refused'").await, 1);
    let told = mails(&c.t.db).await;
    assert_eq!((kinds(&told), told[0].to.as_str()), (vec!["passkey_changed"], ADDRESS));
    assert!(c.opens().await, "what is ahead of it works on");
    // Passkeys that are synchronised do not count; that is no step back.
    let device = Device { flags: USER_PRESENT | USER_VERIFIED | BACKED_UP, ..Device::default() };
    let mut admin = c.admin.clone();
    let options = ask(&mut admin, "neu").await;
    let (mut passkey, _) = device.make(&options);
    passkey.counter = 0;
    let made = device.register(&options, &passkey).to_string();
    assert_eq!(admin.post(ADD, &[("antwort", &made), ("name", "Tresor")]).await.status, StatusCode::SEE_OTHER);
    for _ in 0..2 {
        let mut browser = Browser::new(&c.t.db);
        let options = ask(&mut browser, "anmelden").await;
        let shown = device.said(&options, &passkey);
        assert_eq!(answer(&mut browser, SIGN_IN, &shown).await, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn the_question_at_the_door_is_the_same_for_everybody_and_the_owner_s_name_says_nothing() {
    let c = company().await;
    let empty = fresh().await;
    let mut questions = Vec::new();
    for db in [&c.t.db, &empty.db] {
        let mut options = ask(&mut Browser::new(db), "anmelden").await;
        let challenge = options["challenge"].take();
        assert_eq!(URL_SAFE_NO_PAD.decode(challenge.as_str().expect("text")).expect("base64").len(), 32);
        questions.push((options, challenge));
    }
    assert_eq!(questions[0].0, questions[1].0);
    assert_eq!(questions[0].0["allowCredentials"], json!([]));
    assert_ne!(questions[0].1, questions[1].1);
    // What is refused looks the same, whether there is such a passkey or not.
    let mut pages = Vec::new();
    for id in [c.passkey.id.clone(), vec![7; 32]] {
        let mut browser = Browser::new(&c.t.db);
        let options = ask(&mut browser, "anmelden").await;
        let mut shown = Passkey { id, ..c.passkey.clone() };
        let lied = Device { flags: USER_PRESENT, ..Device::default() }.show(&options, &mut shown);
        let refused = browser.post(SIGN_IN, &[("antwort", &lied.to_string())]).await;
        assert!(refused.body.contains("Dieser Passkey funktioniert hier nicht"), "{}", refused.body);
        pages.push((refused.status, refused.body.len()));
    }
    assert_eq!(pages[0], pages[1]);
    // Random: neither the person's id nor one that tells a time.
    let handle = c.t.text("select handle::text from passkeys").await;
    assert_eq!(&handle[14..15], "4", "{handle}");
    assert_ne!(handle, c.created.admin.to_string());
}

#[tokio::test]
async fn a_colleague_s_passkey_is_neither_a_second_factor_nor_a_fresh_proof() {
    const GRACE: &str = "grace@beispiel.example";
    let mut c = company().await;
    let (connection, token) = activate(&c.t.db, &c.created).await;
    Idp { service: service(&c.t.db, None, 1000), connection, token }.create(GRACE).await;
    accept(&c.t.db, GRACE, "drei kluge Dachse graben leise").await;
    let mut grace = Browser::new(&c.t.db);
    grace.sign_in(GRACE, "drei kluge Dachse graben leise").await;
    let device = Device::default();
    let mut theirs = add(&mut grace, &device, "Telefon").await;
    // Whoever knows the owner's password holds one factor, and a passkey of their own.
    c.second_factor().await;
    let mut half = Browser::new(&c.t.db);
    assert_eq!(half.sign_in(ADDRESS, &c.created.admin_password).await.location(), SECOND);
    let options = ask(&mut half, "zweiter-faktor").await;
    assert_eq!(answer(&mut half, SECOND, &device.show(&options, &mut theirs)).await, StatusCode::UNAUTHORIZED);
    // The owner's own, called somebody else's.
    let options = ask(&mut half, "zweiter-faktor").await;
    let mut called = c.passkey.clone();
    called.handle.clone_from(&theirs.handle);
    assert_eq!(answer(&mut half, SECOND, &device.show(&options, &mut called)).await, StatusCode::UNAUTHORIZED);
    assert!(!half.is_in().await);
    // At the owner's desk, to confirm what is asked of the owner.
    let options = ask(&mut c.admin, "bestaetigen").await;
    assert_eq!(answer(&mut c.admin, CONFIRM, &device.show(&options, &mut theirs)).await, StatusCode::UNAUTHORIZED);
    // And nobody takes it away.
    let id = c.t.text("select id::text from passkeys p where exists (select from users u where u.id = p.user_id and u.right_administrator)").await;
    for action in ["passkey-entfernen", "passkey-umbenennen"] {
        grace.post("/de/profil", &[("aktion", action), ("passkey", &id), ("name", "meins")]).await;
    }
    assert_eq!(c.t.count("select count(*) from passkeys where name = 'Telefon'").await, 2);
    assert!(c.opens().await);
}

#[tokio::test]
async fn r29_whoever_shows_one_wrong_passkey_after_another_has_to_wait() {
    let mut c = company().await;
    let mut stranger = Browser::new(&c.t.db);
    stranger.ip = "2001:db8::1".parse().expect("an address");
    for n in 0..200 {
        let wrong = json!({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {
            "authenticatorData": "AAAA", "clientDataJSON": "AAAA", "signature": "AAAA", "userHandle": "AAAA"}});
        assert_eq!(answer(&mut stranger, SIGN_IN, &wrong).await, StatusCode::UNAUTHORIZED, "{n}");
    }
    let mut own = c.passkey.clone();
    let options = ask(&mut stranger, "anmelden").await;
    let shown = Device::default().show(&options, &mut own);
    assert_eq!(answer(&mut stranger, SIGN_IN, &shown).await, StatusCode::TOO_MANY_REQUESTS);
    c.passkey = own;
    assert!(c.opens().await, "elsewhere the owner comes in");
}
