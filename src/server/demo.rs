//! `einlass demo`: one account to try everything on and one for each state of the way to SCIM, seeded into an empty database alone, and
//! the way to them.

mod groups;
mod page;
mod states;

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde_json::json;

pub use page::router;
use states::DemoAccount;

use super::config::{Config, MailDelivery, MailFiles};
use super::start::{self, StartError, Tenure};
use crate::domain::access::OperatorScope;
use crate::domain::accounts::{self, Created, GeneratedPassword, NewAccount};
use crate::domain::db::{Db, RequestInfo};
use crate::model::Plan;

const OPERATOR: OperatorScope = OperatorScope::at_the_command_line();
const ACCOUNT: &str = "Beispiel GmbH";
const ADMIN: &str = "admin@beispiel.example";

/// Seeds if nothing is there, and says where to go in any case.
pub async fn run(config: &Config, json: bool) -> Result<(), StartError> {
    if !config.public_url.is_loopback() {
        let refusal = "a demo account is for this machine alone; EINLASS_PUBLIC_URL names another one";
        return Err(StartError::Refused(refusal.to_owned()));
    }
    let started = start::database(config, Tenure::Command).await?;
    let seeded = match start::domain(&started, config, 2).await {
        Ok(db) => {
            let at = async |offset| start::domain_at(&started, config, 2, offset).await;
            let seeded = match seed(&db, config).await {
                Ok(Some(created)) => match states::seed(&db, at).await {
                    Ok(states) => keep_states(config, &created, &states).map(|()| Some((created, states))),
                    Err(error) => Err(error),
                },
                Ok(None) => Ok(None),
                Err(error) => Err(error),
            };
            db.close().await;
            seeded
        }
        Err(error) => Err(error),
    };
    started.stop().await;
    let seeded = seeded?;
    if json {
        println!("{}", document(config, seeded.as_ref()));
    } else if seeded.is_some() {
        print!("{}", std::fs::read_to_string(file(config))?);
    } else {
        let kept = std::fs::read_to_string(file(config));
        print!("{}", kept.unwrap_or_else(|_| "The database has accounts already; nothing was seeded.\n".to_owned()));
    }
    Ok(())
}

/// Adds the accounts of the states to what is kept, for people and for the page.
fn keep_states(config: &Config, created: &Created, states: &[DemoAccount]) -> Result<(), StartError> {
    keep(&file(config), &letter(config, created, states))?;
    let document = serde_json::to_string(states).map_err(|e| StartError::Refused(e.to_string()))?;
    Ok(keep(&states_file(config), &document)?)
}

/// The accounts of the states, for the page that lists them.
pub fn states_file(config: &Config) -> PathBuf {
    config.data_dir.join("demo.json")
}

fn document(config: &Config, seeded: Option<&(Created, Vec<DemoAccount>)>) -> serde_json::Value {
    let states = seeded.map(|(_, states)| states);
    let seeded = seeded.map(|(created, _)| created);
    json!({
        "seeded": seeded.is_some(),
        "portal": config.public_url.origin(),
        "mailbox": mailbox(config),
        "account_id": seeded.map(|created| created.account),
        "admin_email": seeded.map(|_| ADMIN),
        "admin_password": seeded.map(|created| &created.admin_password),
        "states": states,
    })
}

/// The credentials stay in the data folder, for their owner alone.
fn file(config: &Config) -> PathBuf {
    config.data_dir.join("demo.txt")
}

/// Where the mail of this machine can be read.
fn mailbox(config: &Config) -> Option<String> {
    matches!(config.mail, Some(MailDelivery::Files(MailFiles::WithMailboxPage)))
        .then(|| format!("{}/postfach", config.public_url.origin()))
}

async fn seed(db: &Db, config: &Config) -> Result<Option<Created>, StartError> {
    let new = NewAccount {
        name: ACCOUNT.to_owned(),
        admin_email: ADMIN.parse().map_err(|_| StartError::Refused("the demo address is broken".into()))?,
        plan: Plan::Premium,
        auto_licences: true,
        sign_in_methods: Vec::new(),
    };
    let password = GeneratedPassword::new(db).await?;
    let mut tx = db.begin(&RequestInfo::internal()).await?;
    if accounts::any(&mut tx, OPERATOR).await? {
        return Ok(None);
    }
    let created =
        accounts::create(&mut tx, OPERATOR, &new, password).await.map_err(|e| StartError::Refused(e.to_string()))?;
    // Credentials before the account: without the file nobody would ever get in.
    keep(&file(config), &letter(config, &created, &[]))?;
    tx.commit().await?;
    Ok(Some(created))
}

/// What somebody needs who sees the product for the first time.
fn letter(config: &Config, created: &Created, states: &[DemoAccount]) -> String {
    let origin = config.public_url.origin();
    let states: Vec<String> = states
        .iter()
        .map(|one| format!("  {:<5} {:<20} {}   {origin}{}", one.state, one.email, one.password, one.page))
        .collect();
    let states = states.join("\n");
    let mail = mailbox(config).unwrap_or_else(|| "your mail server".to_owned());
    format!(
        "\
Customer portal  {origin}/de/anmelden
Demo admin       {ADMIN}
Password         {password}
Mail             {mail}

What to do next
  1. Sign in, open Benutzerverwaltung → SCIM, choose „E-Mail & Passwort“ and click „Aktivieren“:
     the SCIM Access Token is shown once; close the dialog and the SCIM Base URL stays on the page.
  2. Give both to your identity provider, or be one:
     curl -H 'Authorization: Bearer TOKEN' -H 'Content-Type: application/scim+json' BASE_URL/Users \\
       -d '{{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"ada@beispiel.example\",\"name\":{{\"givenName\":\"Ada\",\"familyName\":\"Lovelace\"}},\"emails\":[{{\"value\":\"ada@beispiel.example\",\"primary\":true}}]}}'
  3. Open the invitation at {mail}, accept it, and find the person in the Nutzerverwaltung.

One account for each state of the way to SCIM (also listed at {origin}/demo where mail is written to files)
{states}

These lines are kept in {file}
",
        password = created.admin_password,
        file = file(config).display(),
    )
}

fn keep(file: &Path, text: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    let _ = std::fs::remove_file(file);
    let mut out = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    out.write_all(text.as_bytes())
}
