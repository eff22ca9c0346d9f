//! One account for each state of the way to SCIM (S0 to S15), made as people would have made it, some of it a while ago.

use serde::{Deserialize, Serialize};
use serde_json::json;
use time::Duration;
use uuid::Uuid;

use super::super::start::StartError;
use super::groups;
use crate::domain::access::{AdminScope, Fresh, OperatorScope, WorkerScope};
use crate::domain::accounts::{self, Created, GeneratedPassword, NewAccount};
use crate::domain::db::{Db, Purpose, RequestInfo, Tx};
use crate::domain::passwords::{NewPassword, Password};
use crate::domain::requests::{self, Ask};
use crate::domain::secrets::{PlainLink, random_base62};
use crate::domain::sessions::{self, SessionHash};
use crate::domain::sign_ups::{self, Wish};
use crate::domain::tokens::{self, Entered, PlainToken, Revoker};
use crate::domain::users::{self, Profile, Searched};
use crate::domain::{connections, invitations, outbox};
use crate::model::{ConnectionId, EmailAddress, Language, Overlap, Plan, SignInMethod, TokenLifetime};
use crate::web::routes;
use crate::web::text::Lang;

const OPERATOR: OperatorScope = OperatorScope::at_the_command_line();
const WORKER: WorkerScope = WorkerScope::for_workers();

/// An account in a state, and the way in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DemoAccount {
    /// `S0` to `S15`, a state with two faces twice, and `Test`.
    pub state: String,
    /// Who signs in.
    pub email: String,
    /// By which password.
    pub password: String,
    /// The page that shows the state, in German.
    pub page: String,
}

/// What an account is brought to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Story {
    NotAnAdmin,
    NotPremium,
    ManualLicences,
    Ready,
    Waiting,
    Connected,
    Hints,
    Lost,
    Revoked,
    Expired,
    Rotating,
    Paused,
    Lapsing,
    Lapsed,
    Test,
}

impl Story {
    /// The states each of them shows. S3 is missing: whoever has no method to sign in by cannot sign in to see it.
    const ALL: [(&'static str, Self, i64); 17] = [
        ("S0", Self::NotAnAdmin, 0),
        ("S1", Self::NotPremium, 0),
        ("S2", Self::ManualLicences, 0),
        ("S4", Self::Ready, 0),
        ("S5", Self::Ready, 0),
        ("S6", Self::Waiting, 0),
        ("S7", Self::Connected, 0),
        ("S8", Self::Hints, 70),
        ("S9", Self::Lost, 0),
        ("S10", Self::Revoked, 0),
        ("S11", Self::Expired, 91),
        ("S12", Self::Rotating, 0),
        ("S13", Self::Paused, 0),
        ("S14", Self::Lapsing, 0),
        ("S14b", Self::Lapsed, 15),
        ("S15", Self::Connected, 0),
        ("Test", Self::Test, 10),
    ];
}

/// Seeds them all; `at` opens the database with a clock that is so many days behind.
pub async fn seed(
    now: &Db,
    at: impl AsyncFn(Duration) -> Result<Db, StartError>,
) -> Result<Vec<DemoAccount>, StartError> {
    let mut made = Vec::new();
    for (state, story, days) in Story::ALL {
        let then = if days == 0 { now.clone() } else { at(Duration::days(-days)).await? };
        made.push(tell(state, story, now, &then, &at).await?);
        if days != 0 {
            then.close().await;
        }
    }
    groups::follow(now).await?;
    Ok(made)
}

fn failed(error: impl std::fmt::Display) -> StartError {
    StartError::Refused(error.to_string())
}

async fn begin(db: &Db) -> Result<Tx, StartError> {
    Ok(db.begin(&RequestInfo::internal()).await?)
}

async fn tell(
    state: &str,
    story: Story,
    now: &Db,
    then: &Db,
    at: &impl AsyncFn(Duration) -> Result<Db, StartError>,
) -> Result<DemoAccount, StartError> {
    let key = state.to_lowercase();
    if story == Story::Test {
        return try_out(then, state, &key).await;
    }
    let created = account(then, state, &key, story).await?;
    let (mut email, mut page) = (format!("admin@{key}.example"), routes::SCIM.to(Lang::De).to_owned());
    let activated = !matches!(story, Story::NotPremium | Story::ManualLicences | Story::Ready);
    if activated {
        let (connection, token) = activate(then, &created, story).await?;
        if !matches!(story, Story::Waiting) {
            // The last request of S8 is ten days old, every other one is as old as its account.
            let then = if story == Story::Hints { at(Duration::days(-10)).await? } else { then.clone() };
            call(&then, connection, &token, &key).await?;
        }
        if story == Story::NotAnAdmin {
            email = format!("ada@{key}.example");
            accept(now, &email, &created.admin_password).await?;
        }
        if state == "S15" {
            page = routes::SCIM_SETTINGS.with(Lang::De, connection);
        }
        go_on(now, then, &created, connection, story).await?;
    }
    Ok(DemoAccount { state: state.to_owned(), email, password: created.admin_password, page })
}

/// Somebody signs up, and confirms by the link of the mail.
async fn try_out(db: &Db, state: &str, key: &str) -> Result<DemoAccount, StartError> {
    let (email, password) = (format!("admin@{key}.example"), random_base62(20));
    let address: EmailAddress = email.parse().map_err(failed)?;
    let company = format!("Demo {state} GmbH");
    let wish = Wish {
        company: company.clone(),
        name: "Toni Test".to_owned(),
        email: address.clone(),
        language: Language::German,
    };
    let mut tx = begin(db).await?;
    sign_ups::ask(&mut tx, &wish).await.map_err(failed)?;
    tx.commit().await?;
    let checked =
        NewPassword::check(Password::typed(password.clone()), &[]).map_err(|why| failed(format!("{why:?}")))?;
    let hash = db.hasher().hash(checked).await?;
    let mut tx = begin(db).await?;
    for id in outbox::due(&mut tx, WORKER, 500).await? {
        let Some(Ok(mail)) = outbox::claim(&mut tx, WORKER, id).await? else { continue };
        let Some(link) = mail.link.filter(|_| mail.to == address) else { continue };
        sign_ups::confirm(&mut tx, &link, &company, &hash).await.map_err(failed)?;
        outbox::settle(&mut tx, WORKER, id, &outbox::Outcome::Sent).await?;
    }
    tx.commit().await?;
    Ok(DemoAccount { state: state.to_owned(), email, password, page: routes::DASHBOARD.to(Lang::De).to_owned() })
}

async fn account(db: &Db, state: &str, key: &str, story: Story) -> Result<Created, StartError> {
    let new = NewAccount {
        name: format!("Demo {state} GmbH"),
        admin_email: format!("admin@{key}.example").parse().map_err(failed)?,
        plan: if story == Story::NotPremium { Plan::Basic } else { Plan::Premium },
        auto_licences: story != Story::ManualLicences,
        sign_in_methods: Vec::new(),
    };
    let password = GeneratedPassword::new(db).await?;
    let mut tx = begin(db).await?;
    let created = accounts::create(&mut tx, OPERATOR, &new, password).await.map_err(failed)?;
    tx.commit().await?;
    Ok(created)
}

async fn administer(tx: &mut Tx, created: &Created) -> Result<Fresh<AdminScope>, StartError> {
    let scope = accounts::operate(tx, OPERATOR, &created.account.to_string()).await?;
    scope.ok_or_else(|| failed("the account that was just made is gone"))
}

async fn activate(db: &Db, created: &Created, story: Story) -> Result<(ConnectionId, String), StartError> {
    let lifetime = match story {
        Story::Hints | Story::Expired => TokenLifetime::Quarter,
        _ => TokenLifetime::Unlimited,
    };
    let mut tx = begin(db).await?;
    let scope = administer(&mut tx, created).await?;
    let made = connections::activate_for(&mut tx, &scope, SignInMethod::Password, lifetime, Uuid::new_v4()).await;
    let (connection, token) = made.map_err(failed)?;
    tx.commit().await?;
    Ok((connection, token.reveal()))
}

/// The identity provider creates two people and two groups, as `OneLogin`.
async fn call(db: &Db, connection: ConnectionId, token: &str, key: &str) -> Result<(), StartError> {
    let request = RequestInfo::internal();
    let token = PlainToken::parse(token).ok_or_else(|| failed("a token that was just made is none"))?;
    let entered = tokens::authenticate(db, &request, &token, connection, Purpose::Writing).await;
    let Entered { mut tx, scope, eligible } = entered.map_err(failed)?;
    let eligible = eligible.map_err(|why| failed(format!("{why:?}")))?;
    let mut people = Vec::new();
    for (given, family) in [("Ada", "Lovelace"), ("Grace", "Hopper")] {
        let address = format!("{}@{key}.example", given.to_lowercase());
        let person = Profile {
            user_name: address.clone(),
            email: Some(address.parse().map_err(failed)?),
            given_name: Some(given.to_owned()),
            family_name: Some(family.to_owned()),
            display_name: None,
            phone: None,
            language: None,
            external_id: None,
            active: None,
            attributes: serde_json::Map::new(),
            searched: Searched::default(),
        };
        people.push(users::provision(&mut tx, &scope, &eligible, &person).await.map_err(failed)?.id);
    }
    groups::push(&mut tx, &scope, &eligible, &people).await?;
    tx.commit().await?;
    Ok(connections::record_request(db, &request, &scope, Some("OneLogin SCIM")).await?)
}

/// Ada accepts with the password that the demo lists.
async fn accept(db: &Db, address: &str, password: &str) -> Result<(), StartError> {
    let password =
        NewPassword::check(Password::typed(password.to_owned()), &[]).map_err(|why| failed(format!("{why:?}")))?;
    let password = db.hasher().hash(password).await?;
    let mut tx = begin(db).await?;
    for id in outbox::due(&mut tx, WORKER, 500).await? {
        let Some(Ok(mail)) = outbox::claim(&mut tx, WORKER, id).await? else { continue };
        let Some(link) = mail.link.filter(|_| mail.to.as_str() == address) else { continue };
        let link = PlainLink::parse(link.reveal()).ok_or_else(|| failed("a link that was just made is none"))?;
        invitations::accept_with_password(&mut tx, &link, &password).await.map_err(failed)?;
    }
    tx.commit().await?;
    Ok(())
}

/// What happened after the first request.
async fn go_on(
    now: &Db,
    then: &Db,
    created: &Created,
    connection: ConnectionId,
    story: Story,
) -> Result<(), StartError> {
    let mut tx = begin(if story == Story::Lapsed { then } else { now }).await?;
    let scope = administer(&mut tx, created).await?;
    match story {
        Story::Lost => lose(&mut tx, created, connection).await?,
        Story::Revoked => {
            tokens::revoke(&mut tx, Revoker::Operator(OPERATOR), connection, "verlegt").await.map_err(failed)?;
        }
        Story::Rotating => {
            let (lifetime, overlap) = (TokenLifetime::default(), Overlap::Week);
            tokens::rotate(&mut tx, &scope, connection, lifetime, overlap, Uuid::new_v4()).await.map_err(failed)?;
        }
        Story::Paused => {
            connections::pause(&mut tx, &scope, connection).await?;
        }
        Story::Connected => groups::rule(&mut tx, &scope).await?,
        Story::Lapsing | Story::Lapsed => accounts::set_plan(&mut tx, OPERATOR, &scope, Plan::Connect).await?,
        Story::NotAnAdmin
        | Story::NotPremium
        | Story::ManualLicences
        | Story::Ready
        | Story::Waiting
        | Story::Hints
        | Story::Expired
        | Story::Test => {}
    }
    tx.commit().await?;
    Ok(())
}

/// Only people ask support, so the administrator has a session for a moment.
async fn lose(tx: &mut Tx, created: &Created, connection: ConnectionId) -> Result<(), StartError> {
    let session = SessionHash::of(i128::from_be_bytes(*Uuid::new_v4().as_bytes()));
    sessions::create(tx, &session, created.account, created.admin, &json!({})).await?;
    let scope = sessions::authenticate(tx, &session).await?.and_then(|proven| proven.scope.administrator());
    let scope = scope.ok_or_else(|| failed("the administrator who was just made is none"))?;
    requests::file(tx, &scope, Ask::TokenLost(connection), "").await.map_err(failed)?;
    users::end_sessions(tx, &scope, created.admin).await?;
    Ok(())
}
