//! `einlass demo`: one account to try everything on, seeded into an empty database alone.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use serde_json::json;

use super::config::Config;
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
    let started = start::database(config, Tenure::Command).await?;
    let seeded = match start::domain(&started, config, 2).await {
        Ok(db) => {
            let seeded = seed(&db).await;
            db.close().await;
            seeded
        }
        Err(error) => Err(error),
    };
    started.stop().await;
    let file = config.data_dir.join("demo.txt");
    let origin = config.public_url.origin();
    match seeded? {
        Some(created) => {
            write_credentials(&file, &origin, &created)?;
            if json {
                println!(
                    "{}",
                    json!({ "account_id": created.account, "admin_email": ADMIN, "admin_password": created.admin_password })
                );
            } else {
                println!(
                    "Demo account  {ACCOUNT} (Premium, automatic licences)\nAdministrator {ADMIN}\nPassword      {}\nKept in       {}",
                    created.admin_password,
                    file.display()
                );
            }
        }
        None if json => println!("{}", json!({ "seeded": false })),
        None => println!(
            "The database has accounts already; nothing was seeded. Demo credentials, if there are any: {}",
            file.display()
        ),
    }
    Ok(())
}

async fn seed(db: &Db) -> Result<Option<Created>, StartError> {
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
    tx.commit().await?;
    Ok(Some(created))
}

fn write_credentials(file: &Path, origin: &str, created: &Created) -> std::io::Result<()> {
    std::fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    let mut out = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file)?;
    writeln!(out, "{origin}\n{ADMIN}\n{}", created.admin_password)
}
