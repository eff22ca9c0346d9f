//! The authenticator app on somebody's telephone.

use einlass::domain::db::Db;
use totp_rs::{Builder, Secret};

use super::personas::begin;

/// The code the app shows at this moment of this instance.
pub async fn code(db: &Db, secret: &str) -> String {
    let tx = begin(db).await;
    let totp = Builder::new()
        .with_secret(Secret::try_from_base32(secret).expect("base32"))
        .with_account_name("x")
        .build()
        .expect("builds");
    totp.generate(u64::try_from(tx.now().unix_timestamp()).expect("after 1970")).to_string()
}
