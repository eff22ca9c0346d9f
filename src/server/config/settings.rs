//! The one place that names every setting. All values are kept as text: [`super::check`] judges them together.

use clap::Args;
use secrecy::SecretString;

/// Every setting as flag and environment variable.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Settings (flag or environment)")]
pub struct Settings {
    /// PostgreSQL server to use, `postgres://…`. Unset: a private cluster in the data folder
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true, value_parser = secret, value_name = "URL")]
    pub database_url: Option<SecretString>,
    /// The schema owner's connection for migrations; `DATABASE_URL` unless set
    #[arg(long, env = "EINLASS_MIGRATION_DATABASE_URL", global = true, hide_env_values = true, value_parser = secret, value_name = "URL")]
    pub migration_database_url: Option<SecretString>,
    /// Address and port to listen on; 127.0.0.1:3000 unless set
    #[arg(long, env = "EINLASS_LISTEN", global = true, value_name = "IP:PORT")]
    pub listen: Option<String>,
    /// Origin people and identity providers use, e.g. <https://portal.example.com>
    #[arg(long, env = "EINLASS_PUBLIC_URL", global = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// Proxies whose forwarded headers are believed: addresses or networks, separated by commas
    #[arg(long, env = "EINLASS_TRUSTED_PROXIES", global = true, value_name = "NETS")]
    pub trusted_proxies: Option<String>,
    /// Address and port for metrics; none unless set
    #[arg(long, env = "EINLASS_OPS_LISTEN", global = true, value_name = "IP:PORT")]
    pub ops_listen: Option<String>,
    /// Folder for the private cluster, mail files and demo credentials; ./data unless set
    #[arg(long, env = "EINLASS_DATA_DIR", global = true, value_name = "DIR")]
    pub data_dir: Option<String>,
    /// File with the sealing key (32 bytes in base64), readable by its owner only
    #[arg(long, env = "EINLASS_KEY_FILE", global = true, value_name = "FILE")]
    pub key_file: Option<String>,
    /// Mail server, e.g. <smtp://user:password@mail.example.com:587?tls=required>
    #[arg(long, env = "EINLASS_SMTP_URL", global = true, hide_env_values = true, value_parser = secret, value_name = "URL")]
    pub smtp_url: Option<SecretString>,
    /// `file` writes mail to the data folder instead of sending it
    #[arg(long, env = "EINLASS_MAIL", global = true, value_name = "smtp|file")]
    pub mail: Option<String>,
    /// Sender of every mail, e.g. `Einlass <portal@example.com>`; the brand, einlass@ the public URL's host unless set
    #[arg(long, env = "EINLASS_MAIL_FROM", global = true, value_name = "MAILBOX")]
    pub mail_from: Option<String>,
    /// Product name shown to people; Memtime unless set
    #[arg(long, env = "EINLASS_BRAND_NAME", global = true, value_name = "NAME")]
    pub brand_name: Option<String>,
    /// Where people find the support team: a mail address or an https address; the sender of the mails unless set
    #[arg(long, env = "EINLASS_SUPPORT_CONTACT", global = true, value_name = "CONTACT")]
    pub support_contact: Option<String>,
    /// Where the app is: `windows=https://…;1.2.3;SHA256`, entries separated by commas
    #[arg(long, env = "EINLASS_APP_DOWNLOADS", global = true, value_name = "LIST")]
    pub app_downloads: Option<String>,
    /// Client id of „Mit Google anmelden“; the redirect URI is the public URL with /oidc/callback
    #[arg(long, env = "EINLASS_GOOGLE_CLIENT_ID", global = true, value_name = "ID")]
    pub google_client_id: Option<String>,
    /// Its secret
    #[arg(long, env = "EINLASS_GOOGLE_CLIENT_SECRET", global = true, hide_env_values = true, value_parser = secret, value_name = "SECRET")]
    pub google_client_secret: Option<SecretString>,
    /// Who vouches for Google accounts; <https://accounts.google.com> unless set
    #[arg(long, env = "EINLASS_GOOGLE_ISSUER", global = true, value_name = "URL")]
    pub google_issuer: Option<String>,
    /// Client id of „Mit Microsoft anmelden“, of an app for every directory; same redirect URI
    #[arg(long, env = "EINLASS_MICROSOFT_CLIENT_ID", global = true, value_name = "ID")]
    pub microsoft_client_id: Option<String>,
    /// Its secret
    #[arg(long, env = "EINLASS_MICROSOFT_CLIENT_SECRET", global = true, hide_env_values = true, value_parser = secret, value_name = "SECRET")]
    pub microsoft_client_secret: Option<SecretString>,
    /// Where the directories are; <https://login.microsoftonline.com> unless set
    #[arg(long, env = "EINLASS_MICROSOFT_AUTHORITY", global = true, value_name = "URL")]
    pub microsoft_authority: Option<String>,
    /// `on` lets companies set up sign-in by SAML; off unless set
    #[arg(long, env = "EINLASS_SAML", global = true, value_name = "on|off")]
    pub saml: Option<String>,
    /// Networks where companies' own identity providers may be although they are not public, separated by commas
    #[arg(long, env = "EINLASS_OUTBOUND_ALLOW", global = true, value_name = "NETS")]
    pub outbound_allow: Option<String>,
    /// DNS resolvers that say whether a company's domain is its own, separated by commas; the machine's own unless set
    #[arg(long, env = "EINLASS_DNS_RESOLVER", global = true, value_name = "ADDRS")]
    pub dns_resolver: Option<String>,
    /// `off` keeps people from making test accounts for themselves; on unless set
    #[arg(long, env = "EINLASS_SIGN_UP", global = true, value_name = "on|off")]
    pub sign_up: Option<String>,
    /// Who replaces a lost token; rotate unless set
    #[arg(long, env = "EINLASS_TOKEN_SELF_SERVICE", global = true, value_name = "rotate|support_only")]
    pub token_self_service: Option<String>,
    /// Requests per second and token: at least 25, or off; 500 unless set
    #[arg(long, env = "EINLASS_SCIM_RATE", global = true, value_name = "N|off")]
    pub scim_rate: Option<String>,
    /// Unknown tokens per minute and address; 120 unless set
    #[arg(long, env = "EINLASS_SCIM_BAD_TOKEN_RATE", global = true, value_name = "N")]
    pub scim_bad_token_rate: Option<String>,
    /// What to log, e.g. info or info,einlass=debug; info unless set
    #[arg(long, env = "EINLASS_LOG", global = true, value_name = "FILTER")]
    pub log: Option<String>,
}

/// Wraps a value before anything could print it.
#[expect(clippy::unnecessary_wraps, reason = "the shape of a clap value parser")]
fn secret(text: &str) -> Result<SecretString, std::convert::Infallible> {
    Ok(SecretString::from(text))
}
