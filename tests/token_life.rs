//! The life of a connection: its token is replaced and runs out, it is paused and switched off, and outlives the plan for a while
//! (product S9, S11 to S15, B49 to B52).

use axum::http::StatusCode;
use einlass::domain::accounts::{self, Created};
use einlass::domain::db::{Db, Policy};
use einlass::domain::outbox::{ConnectionChange, Message};
use einlass::domain::sealing::Sealer;
use einlass::domain::{connections, tokens};
use einlass::model::{ConnectionId, Overlap, Plan, SignInMethod, TokenLifetime};
use einlass::server::chores;
use time::Duration;
use uuid::Uuid;

use crate::scim_client::{Idp, idp, service};
use crate::support::browser::{Browser, Shown};
use crate::support::db::{Fresh, fresh, instance_at};
use crate::support::personas::{OPERATOR, accept, account, administer, begin, mails};
use crate::support::portal::portal;

pub const ADDRESS: &str = "admin@beispiel-gmbh.example";
pub const SCIM: &str = "/de/benutzerverwaltung/scim";
pub const PASSWORD: &str = "drei kluge Dachse graben leise";

/// A customer with SCIM switched on, its admin in front of the portal.
pub struct Company {
    pub t: Fresh,
    pub created: Created,
    pub idp: Idp,
    pub admin: Browser,
    pub settings: String,
}

pub async fn company() -> Company {
    let t = fresh().await;
    let (created, idp) = idp(&t.db, "Beispiel GmbH").await;
    let admin = Browser::signed_in(portal(&t.db), ADDRESS, &created.admin_password).await;
    let settings = format!("{SCIM}/{}/einstellungen", idp.connection);
    mails(&t.db).await;
    Company { t, created, idp, admin, settings }
}

impl Company {
    pub async fn press(&mut self, form: &[(&str, &str)]) -> Shown {
        let settings = self.settings.clone();
        self.admin.post(&settings, form).await
    }

    /// „Token rotieren“; the new token.
    pub async fn rotate(&mut self) -> String {
        let made = self.press(&[("aktion", "rotieren"), ("schluessel", &Uuid::new_v4().to_string())]).await;
        token_of(&made)
    }

    pub async fn at(&self, ahead: Duration) -> Db {
        instance_at(&self.t.superuser, ahead).await
    }

    pub async fn status(&self, db: &Db, token: &str) -> u16 {
        opens(db, self.idp.connection, token).await
    }

    pub async fn page(&mut self) -> String {
        self.admin.get(SCIM).await.body
    }
}

/// The token of the one answer that shows it.
pub fn token_of(shown: &Shown) -> String {
    assert_eq!(shown.status, StatusCode::OK, "{shown:?}");
    assert_eq!(shown.headers["cache-control"], "no-store");
    let start = shown.body.find("einlass_live_scim_").unwrap_or_else(|| panic!("no token in {}", shown.body));
    shown.body[start..start + 57].to_owned()
}

pub async fn opens(db: &Db, connection: ConnectionId, token: &str) -> u16 {
    let idp = Idp { service: service(db, None, 1000), connection, token: token.to_owned() };
    idp.get("/Users").await.status
}

pub fn kinds(mails: &[einlass::domain::outbox::Mail]) -> Vec<&'static str> {
    mails.iter().map(|mail| mail.message.kind()).collect()
}

#[tokio::test]
async fn a_token_is_replaced_while_the_old_one_works_and_the_old_one_ends_by_itself() {
    let mut c = company().await;
    let old = c.idp.token.clone();
    let key = Uuid::new_v4().to_string();
    let form = [("aktion", "rotieren"), ("schluessel", key.as_str()), ("ueberlappung", "1_hour")];
    let new = token_of(&c.press(&form).await);
    assert_ne!(new, old);
    assert_eq!((c.status(&c.t.db, &old).await, c.status(&c.t.db, &new).await), (200, 200));
    let sent = mails(&c.t.db).await;
    assert_eq!(kinds(&sent), ["token_rotated"]);
    assert!(
        matches!(&sent[0].message, Message::TokenRotated { old_last4, last4, .. } if old.ends_with(old_last4.as_str()) && new.ends_with(last4.as_str()))
    );

    // The same form again, and another one: never a third token.
    let again = c.press(&form).await;
    assert!(again.status == StatusCode::OK && again.body.contains("Es war nur einmal sichtbar."), "{}", again.body);
    let third = c.press(&[("aktion", "rotieren"), ("schluessel", &Uuid::new_v4().to_string())]).await;
    assert!(third.status == StatusCode::CONFLICT && !third.body.contains("einlass_live_scim_"), "{}", third.body);
    assert_eq!(c.t.count("select count(*) from tokens").await, 2);
    let page = c.page().await;
    assert!(page.contains("Das Token wird ersetzt") && page.contains("Neues Token: benutzt"), "{page}");

    // An hour later the old one is dead by comparison, and then by its row.
    let later = c.at(Duration::minutes(61)).await;
    assert_eq!((c.status(&later, &old).await, c.status(&later, &new).await), (401, 200));
    chores::once(&later).await.expect("works");
    assert_eq!(
        c.t.count("select count(*) from tokens where ended_by = 'replacement' and revoked_at = overlap_ends_at").await,
        1
    );
    assert_eq!(
        c.t.count("select count(*) from audit_log where action = 'token.replaced' and actor_kind = 'system'").await,
        1
    );
    assert_eq!(kinds(&mails(&later).await), [""; 0], "as announced");
}

#[tokio::test]
async fn a_rotation_is_finished_early_or_called_off_once() {
    let mut c = company().await;
    let old = c.idp.token.clone();
    let withdrawn = c.rotate().await;
    assert!(c.press(&[("aktion", "rotation-abbrechen")]).await.body.contains("Das neue Token ist verworfen."));
    assert_eq!((c.status(&c.t.db, &old).await, c.status(&c.t.db, &withdrawn).await), (200, 401));
    assert_eq!(
        c.t.count(
            "select count(*) from tokens where slot = 'current' and overlap_ends_at is null and revoked_at is null"
        )
        .await,
        1
    );
    for deed in ["rotation-abbrechen", "altes-widerrufen"] {
        assert!(c.press(&[("aktion", deed)]).await.body.contains("Das war schon entschieden."), "{deed}");
    }
    let new = c.rotate().await;
    assert!(c.press(&[("aktion", "altes-widerrufen")]).await.body.contains("Ab jetzt gilt nur noch das neue."));
    assert_eq!((c.status(&c.t.db, &old).await, c.status(&c.t.db, &new).await), (401, 200));
    let told: Vec<_> = mails(&c.t.db)
        .await
        .into_iter()
        .filter_map(|mail| match mail.message {
            Message::ConnectionChanged { change, .. } => Some(change),
            _ => None,
        })
        .collect();
    let last4 = |token: &str| token[token.len() - 4..].to_owned();
    assert_eq!(
        told,
        [
            ConnectionChange::NewTokenWithdrawn { last4: last4(&withdrawn) },
            ConnectionChange::OldTokenEnded { last4: last4(&old) }
        ]
    );
}

#[tokio::test]
async fn where_support_alone_replaces_tokens_a_live_one_stays_and_the_page_says_whom_to_ask() {
    let c = company().await;
    let policy = Policy { token_self_service: false, ..Policy::default() };
    let strict = Db::open(c.t.superuser.clone(), 4, Sealer::new(&[42; 32]), policy).await.expect("opens");
    let mut admin = c.admin.before(&strict);
    let shown = admin.get(&c.settings).await.body;
    assert!(!shown.contains("Token rotieren") && shown.contains("Token verlegt?"), "{shown}");
    let refused = admin.post(&c.settings, &[("aktion", "rotieren"), ("schluessel", &Uuid::new_v4().to_string())]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.body.contains("„Token verlegt?“") && !refused.body.contains("einlass_live_scim_"),
        "{}",
        refused.body
    );
    assert_eq!(c.t.count("select count(*) from tokens").await, 1);
}

#[tokio::test]
async fn r17_a_token_that_runs_out_is_announced_three_times_and_then_dead_and_replaced() {
    let t = fresh().await;
    let created = account(&t.db, "Beispiel GmbH").await;
    let mut tx = begin(&t.db).await;
    let scope = administer(&mut tx, &created).await;
    let (method, lifetime) = (SignInMethod::Password, TokenLifetime::Quarter);
    let made = connections::activate_for(&mut tx, &scope, method, lifetime, Uuid::new_v4()).await;
    let (connection, token) = made.expect("activates");
    tx.commit().await.expect("commits");
    let token = token.reveal();
    mails(&t.db).await;
    for (day, said) in [(59, None), (61, Some(30)), (62, None), (84, Some(7)), (89, Some(1))] {
        let db = instance_at(&t.superuser, Duration::days(day)).await;
        for _ in 0..2 {
            chores::once(&db).await.expect("works");
        }
        let days: Vec<_> = mails(&db)
            .await
            .into_iter()
            .filter_map(|mail| match mail.message {
                Message::TokenExpiring { days, .. } => Some(days),
                _ => None,
            })
            .collect();
        assert_eq!(days, Vec::from_iter(said), "after {day} days");
        assert_eq!(opens(&db, connection, &token).await, 200, "after {day} days");
    }
    let late = instance_at(&t.superuser, Duration::days(91)).await;
    assert_eq!(opens(&late, connection, &token).await, 401);
    let mut admin = Browser::signed_in(portal(&late), ADDRESS, &created.admin_password).await;
    let page = admin.get(SCIM).await.body;
    assert!(page.contains("Das Token ist abgelaufen") && page.contains("Token abgelaufen am "), "{page}");
    chores::once(&late).await.expect("works");
    chores::once(&late).await.expect("works");
    let after: Vec<_> = kinds(&mails(&late).await).into_iter().filter(|kind| kind.starts_with("token")).collect();
    assert_eq!(after, ["token_expired"]);
    let made = admin
        .post(
            SCIM,
            &[
                ("aktion", "neues-token"),
                ("verbindung", &connection.to_string()),
                ("schluessel", &Uuid::new_v4().to_string()),
            ],
        )
        .await;
    assert_eq!(opens(&late, connection, &token_of(&made)).await, 200, "at the same address");
}

/// Ada has accepted; Ben is invited.
pub async fn people(c: &Company) {
    for address in ["ada@beispiel.example", "ben@beispiel.example"] {
        c.idp.create(address).await;
    }
    accept(&c.t.db, "ada@beispiel.example", PASSWORD).await;
}

pub const STANDS: &str = "select string_agg(user_name || ' ' || status || ' ' || (connection_id is null), ', ' order by user_name) from users";

pub async fn set_plan(c: &Company, plan: Plan) {
    let mut tx = begin(&c.t.db).await;
    let scope = administer(&mut tx, &c.created).await;
    accounts::set_plan(&mut tx, OPERATOR, &scope, plan).await.expect("sets");
    tx.commit().await.expect("commits");
}

#[tokio::test]
async fn whoever_comes_second_sees_who_made_the_token_and_may_ask_support_right_away() {
    let mut c = company().await;
    let page = c.page().await;
    assert!(
        page.contains("Token nicht gespeichert?") && page.contains("von Operator") && page.contains("noch nie benutzt"),
        "{page}"
    );
    let late = c.at(Duration::minutes(31)).await;
    let mut later = c.admin.before(&late);
    assert!(!later.get(SCIM).await.body.contains("Token nicht gespeichert?"));
    let connection = c.idp.connection.to_string();
    let filed = c.admin.post(SCIM, &[("aktion", "token-verlegt"), ("verbindung", &connection)]).await;
    assert!(
        filed.body.contains("Anfrage #4711 läuft.") && filed.body.contains("Anfrage zurückziehen"),
        "{}",
        filed.body
    );
    assert_eq!(c.status(&c.t.db, &c.idp.token).await, 200, "it works on");
    let withdrawn = c.admin.post(SCIM, &[("aktion", "anfrage-zurueckziehen"), ("anfrage", "4711")]).await;
    assert!(!withdrawn.body.contains("läuft."), "{}", withdrawn.body);
}

#[tokio::test]
async fn r16_twenty_rotations_at_once_make_exactly_one_token() {
    let c = company().await;
    let tries = (0..20).map(|_| {
        let (db, company, connection) = (c.t.db.clone(), c.created.account.to_string(), c.idp.connection);
        tokio::spawn(async move {
            let mut tx = begin(&db).await;
            let scope = accounts::operate(&mut tx, OPERATOR, &company).await.expect("reads").expect("found");
            let (lifetime, overlap) = (TokenLifetime::default(), Overlap::default());
            let made = tokens::rotate(&mut tx, &scope, connection, lifetime, overlap, Uuid::new_v4()).await.is_ok();
            if made {
                tx.commit().await.expect("commits");
            }
            made
        })
    });
    let mut made = 0;
    for attempt in tries.collect::<Vec<_>>() {
        made += usize::from(attempt.await.expect("runs"));
    }
    assert_eq!((made, c.t.count("select count(*) from tokens").await), (1, 2));
}
