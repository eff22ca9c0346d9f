//! The people and machines of the tests, each with exactly the authority it has in the product.

use einlass::domain::access::{AdminScope, ConnectionScope, Fresh, OperatorScope, WorkerScope};
use einlass::domain::accounts::{self, Created, GeneratedPassword, NewAccount};
use einlass::domain::db::{Db, Purpose, RequestInfo, Tx};
use einlass::domain::licences::ScimEligible;
use einlass::domain::outbox::{self, Mail};
use einlass::domain::secrets::PlainLink;
use einlass::domain::tokens::{self, PlainToken};
use einlass::domain::users::{Profile, Searched};
use einlass::domain::{connections, invitations, passwords, sign_in};
use einlass::model::{AccountId, ConnectionId, Plan, SignInMethod, UserId};
use uuid::Uuid;

pub const OPERATOR: OperatorScope = OperatorScope::at_the_command_line();
pub const WORKER: WorkerScope = WorkerScope::for_workers();

pub async fn begin(db: &Db) -> Tx {
    db.begin(&RequestInfo::internal()).await.expect("a unit of work starts")
}

/// A Premium account with automatic licences and e-mail and password.
pub async fn account(db: &Db, name: &str) -> Created {
    let new = NewAccount {
        name: name.to_owned(),
        admin_email: format!("admin@{}.example", name.to_lowercase().replace(' ', "-")).parse().expect("an address"),
        plan: Plan::Premium,
        auto_licences: true,
        sign_in_methods: vec![],
    };
    let password = GeneratedPassword::new(db).await.expect("a password");
    let mut tx = begin(db).await;
    let created = accounts::create(&mut tx, OPERATOR, &new, password).await.expect("an account");
    tx.commit().await.expect("commits");
    created
}

/// The account's administrator, in a unit of work of the test.
pub async fn administer(tx: &mut Tx, created: &Created) -> Fresh<AdminScope> {
    accounts::operate(tx, OPERATOR, &created.account.to_string()).await.expect("reads").expect("the account is there")
}

/// SCIM switched on; the token as the identity provider would hold it.
pub async fn activate(db: &Db, created: &Created) -> (ConnectionId, String) {
    let mut tx = begin(db).await;
    let admin = administer(&mut tx, created).await;
    let (connection, token) =
        connections::activate(&mut tx, &admin, SignInMethod::Password, Uuid::new_v4()).await.expect("activates");
    tx.commit().await.expect("commits");
    (connection, token.reveal())
}

/// The identity provider at the door, to change something.
pub async fn idp(db: &Db, connection: ConnectionId, token: &str) -> Result<tokens::Entered, tokens::AuthenticateError> {
    enter(db, connection, token, Purpose::Writing).await
}

/// The identity provider at the door.
pub async fn enter(
    db: &Db,
    connection: ConnectionId,
    token: &str,
    purpose: Purpose,
) -> Result<tokens::Entered, tokens::AuthenticateError> {
    let token = PlainToken::parse(token).expect("well formed");
    tokens::authenticate(db, &RequestInfo::internal(), &token, connection, purpose).await
}

/// The identity provider in a unit of work of its own, with what it needs to change people.
pub async fn provisioner(db: &Db, connection: ConnectionId, token: &str) -> (Tx, ConnectionScope, ScimEligible) {
    let tokens::Entered { tx, scope, eligible } = idp(db, connection, token).await.expect("opens");
    (tx, scope, eligible.expect("eligible"))
}

pub fn person(address: &str) -> Profile {
    Profile {
        user_name: address.to_owned(),
        email: Some(address.parse().expect("an address")),
        given_name: Some("Ada".into()),
        family_name: Some("Lovelace".into()),
        display_name: None,
        phone: None,
        language: None,
        external_id: None,
        active: None,
        attributes: serde_json::Map::new(),
        searched: Searched::default(),
    }
}

/// Every mail that is due, claimed and marked as sent.
pub async fn mails(db: &Db) -> Vec<Mail> {
    let mut tx = begin(db).await;
    let mut mails = Vec::new();
    for id in outbox::due(&mut tx, WORKER, 500).await.expect("reads") {
        if let Some(Ok(mail)) = outbox::claim(&mut tx, WORKER, id).await.expect("claims") {
            outbox::settle(&mut tx, WORKER, id, &outbox::Outcome::Sent).await.expect("settles");
            mails.push(mail);
        }
    }
    tx.commit().await.expect("commits");
    mails
}

/// The link of the newest mail to an address.
pub fn link(mails: &[Mail], address: &str) -> PlainLink {
    let mail = mails.iter().rev().find(|m| m.to.as_str() == address && m.link.is_some()).expect("a mail with a link");
    PlainLink::parse(mail.link.as_ref().expect("a link").reveal()).expect("a link")
}

pub async fn hash(db: &Db, password: &str) -> passwords::Hash {
    let new =
        passwords::NewPassword::check(passwords::Password::typed(password.to_owned()), &[]).expect("a good password");
    db.hasher().hash(new).await.expect("hashes")
}

/// Whoever reads this mailbox accepts the newest invitation with a password.
pub async fn accept(db: &Db, address: &str, password: &str) -> UserId {
    let link = link(&mails(db).await, address);
    let password = hash(db, password).await;
    let mut tx = begin(db).await;
    let signed_in = invitations::accept_with_password(&mut tx, &link, &password).await.expect("accepts");
    tx.commit().await.expect("commits");
    // The news that the access is ready.
    mails(db).await;
    signed_in.user()
}

/// Whom address and password open, account by account.
pub async fn sign_in(db: &Db, address: &str, password: &str) -> Vec<(AccountId, UserId)> {
    let mut tx = begin(db).await;
    let candidates = sign_in::candidates(&mut tx, address.parse().expect("an address")).await.expect("looks");
    drop(tx);
    let typed = passwords::Password::typed(password.to_owned());
    let (_, matches) = candidates.verify(db, typed).await.expect("compares");
    matches.into_iter().map(|found| (found.proof.account(), found.proof.user())).collect()
}
