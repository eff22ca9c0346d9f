//! The settings of an instance: read from flags and environment, checked as a whole, reported as a whole.
//!
//! clap only collects text ([`Settings`]); every rule lives in [`check`], so a broken deployment hears about
//! all its faults in one start, one line each, and never about one at a time. Secrets are wrapped the moment
//! they are read and cannot be printed by accident.

mod app_download;
mod check;
mod key_file;
mod mail;
mod providers;
mod public_url;
mod rate;
mod settings;
mod unknown;

use std::net::SocketAddr;
use std::path::PathBuf;

use ipnet::IpNet;
use secrecy::SecretString;

pub use app_download::{AppDownload, Platform};
pub use check::check;
pub use key_file::{KeyFile, KeyFileError};
pub use mail::{MailDelivery, MailFiles};
pub use providers::SharedProvider;
pub use public_url::PublicUrl;
pub use rate::{BadTokenRate, ScimRate};
pub use settings::Settings;

/// What a command needs; settings it does not need are checked for form, not demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Serve requests and send mail: everything is needed.
    Serve,
    /// Change or read data: the sealing key is needed, a way to send mail is not (the server sends).
    Operate,
    /// Change the schema only.
    Migrate,
}

/// One broken setting: its name and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The environment name of the setting, e.g. `EINLASS_LISTEN`.
    pub setting: String,
    /// One sentence: what is wrong and which value would do.
    pub advice: String,
}

impl Problem {
    fn new(setting: &str, advice: impl Into<String>) -> Self {
        Self { setting: setting.to_owned(), advice: advice.into() }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.setting, self.advice)
    }
}

/// Where the data lies.
#[derive(Clone, Debug)]
pub enum Database {
    /// A PostgreSQL cluster of this program's own, inside the data folder, reachable by unix socket only.
    Private,
    /// A server that somebody else runs.
    Server {
        /// `DATABASE_URL`: the connections of the pool, which drop to the app role.
        url: SecretString,
        /// `EINLASS_MIGRATION_DATABASE_URL`: the owner of the schema; the same as `url` unless set.
        migration_url: SecretString,
    },
}

/// Who gets a lost token replaced: decision 4 of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TokenSelfService {
    /// Administrators may rotate a token themselves.
    #[default]
    Rotate,
    /// Only support revokes, then a new token can be made.
    SupportOnly,
}

/// All settings, parsed and consistent with each other.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the data lies.
    pub database: Database,
    /// Address of the main listener.
    pub listen: SocketAddr,
    /// Origin that people and identity providers use; every link is built from it alone.
    pub public_url: PublicUrl,
    /// Whether `public_url` was derived from `listen` (and so follows a port chosen by the system).
    pub public_url_derived: bool,
    /// Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Address of the metrics listener; none when unset.
    pub ops_listen: Option<SocketAddr>,
    /// Folder for the private cluster, mail files and demo credentials.
    pub data_dir: PathBuf,
    /// The file with the sealing key; `None` only for [`Purpose::Migrate`].
    pub key_file: Option<KeyFile>,
    /// How mail leaves; `None` unless the purpose is [`Purpose::Serve`].
    pub mail: Option<MailDelivery>,
    /// Sender of every mail.
    pub mail_from: lettre::message::Mailbox,
    /// Product name shown to people.
    pub brand_name: String,
    /// Contact of the support team: a mail address or an https address.
    pub support_contact: String,
    /// Where the app can be loaded; empty when not configured.
    pub app_downloads: Vec<AppDownload>,
    /// Google, for accounts that allow it.
    pub google: Option<SharedProvider>,
    /// Microsoft Entra ID, for accounts that allow it.
    pub microsoft: Option<SharedProvider>,
    /// Whether accounts may set up sign-in by SAML.
    pub saml: bool,
    /// Whether people may make test accounts for themselves.
    pub sign_up: bool,
    /// Networks that may be called for sign-in although the internet does not route them.
    pub outbound_allow: Vec<IpNet>,
    /// DNS resolvers to ask about domains; the machine's own where none are named.
    pub dns_resolvers: Vec<SocketAddr>,
    /// Who may replace a lost token.
    pub token_self_service: TokenSelfService,
    /// Requests per second that one token may send.
    pub scim_rate: ScimRate,
    /// Requests per minute with unknown tokens that one address may send.
    pub scim_bad_token_rate: BadTokenRate,
    /// Filter of the log, in the syntax of `tracing` (e.g. `info,einlass=debug`).
    pub log: String,
}

impl Config {
    /// Takes note of the address the listener really has: a port of 0 lets the system choose.
    pub fn listens_on(&mut self, address: SocketAddr) {
        self.listen = address;
        if self.public_url_derived
            && let Some(url) = PublicUrl::of_loopback(address)
        {
            self.public_url = url;
        }
    }
}
