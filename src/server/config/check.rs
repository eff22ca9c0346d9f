//! Turns text into a [`Config`], collecting every problem on the way.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use ipnet::IpNet;
use lettre::message::Mailbox;
use secrecy::{ExposeSecret, SecretString};

use super::mail::{MailDelivery, delivery};
use super::providers::{self, Given};
use super::{
    AppDownload, BadTokenRate, Config, Database, KeyFile, Problem, PublicUrl, Purpose, ScimRate, Settings,
    TokenSelfService, unknown,
};

/// Checks all settings for a purpose. `environment` yields the names of all variables, `known` those that settings read.
#[expect(clippy::missing_panics_doc, reason = "the stand-ins are constants that parse")]
pub fn check<'a>(
    settings: Settings,
    purpose: Purpose,
    environment: impl Iterator<Item = &'a str>,
    known: &[String],
) -> Result<Config, Vec<Problem>> {
    let mut report = Report(unknown::problems(environment, known));

    let listen = report
        .parsed("EINLASS_LISTEN", settings.listen, socket_address)
        .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000)));
    let public_url_derived = settings.public_url.is_none();
    let public_url = report.public_url(settings.public_url, listen);
    let local = listen.ip().is_loopback() && public_url.as_ref().is_some_and(PublicUrl::is_loopback);
    let data_dir = report.parsed("EINLASS_DATA_DIR", settings.data_dir, |text| Ok(PathBuf::from(text)));
    let data_dir = data_dir.unwrap_or_else(|| PathBuf::from("data"));
    let database = report.database(settings.database_url, settings.migration_database_url);
    let key_file = report.parsed("EINLASS_KEY_FILE", settings.key_file, |text| Ok(PathBuf::from(text)));
    let key_file = report.key_file(key_file, &database, &data_dir, purpose);
    let mail = report.mail(settings.smtp_url, settings.mail, local, purpose);
    let brand_name = report.parsed("EINLASS_BRAND_NAME", settings.brand_name, line);
    let brand_name = brand_name.unwrap_or_else(|| "Memtime".to_owned());
    let mail_from = report.parsed("EINLASS_MAIL_FROM", settings.mail_from, mailbox).unwrap_or_else(|| {
        let host = public_url.as_ref().filter(|url| !url.is_loopback()).map_or("localhost", PublicUrl::host);
        let at = |host: &str| mailbox(&format!("einlass@{host}"));
        let address = at(host).or_else(|_| at("localhost")).expect("a valid mailbox").email;
        Mailbox::new(Some(brand_name.clone()), address)
    });
    let config = Config {
        database,
        listen,
        // A refused address has been reported; the stand-in never leaves this function.
        public_url: public_url.unwrap_or_else(|| PublicUrl::parse("http://localhost").expect("a loopback origin")),
        public_url_derived,
        trusted_proxies: report
            .parsed("EINLASS_TRUSTED_PROXIES", settings.trusted_proxies, networks)
            .unwrap_or_default(),
        ops_listen: report.parsed("EINLASS_OPS_LISTEN", settings.ops_listen, socket_address),
        data_dir,
        key_file,
        mail,
        // Somebody reads what people answer to, so that is where they find help unless told better.
        support_contact: report
            .parsed("EINLASS_SUPPORT_CONTACT", settings.support_contact, contact)
            .unwrap_or_else(|| mail_from.email.to_string()),
        mail_from,
        brand_name,
        app_downloads: report.app_downloads(settings.app_downloads),
        google: providers::shared(
            Given {
                name: "GOOGLE",
                place: "ISSUER",
                address: settings.google_issuer,
                client_id: settings.google_client_id,
                client_secret: settings.google_client_secret,
            },
            &mut report.0,
        ),
        microsoft: providers::shared(
            Given {
                name: "MICROSOFT",
                place: "AUTHORITY",
                address: settings.microsoft_authority,
                client_id: settings.microsoft_client_id,
                client_secret: settings.microsoft_client_secret,
            },
            &mut report.0,
        ),
        saml: report.parsed("EINLASS_SAML", settings.saml, switch).unwrap_or_default(),
        outbound_allow: report.parsed("EINLASS_OUTBOUND_ALLOW", settings.outbound_allow, networks).unwrap_or_default(),
        dns_resolvers: report.parsed("EINLASS_DNS_RESOLVER", settings.dns_resolver, resolvers).unwrap_or_default(),
        sign_up: report.parsed("EINLASS_SIGN_UP", settings.sign_up, switch).unwrap_or(true),
        token_self_service: report
            .parsed("EINLASS_TOKEN_SELF_SERVICE", settings.token_self_service, token_self_service)
            .unwrap_or_default(),
        scim_rate: report.parsed("EINLASS_SCIM_RATE", settings.scim_rate, ScimRate::parse).unwrap_or_default(),
        scim_bad_token_rate: report
            .parsed("EINLASS_SCIM_BAD_TOKEN_RATE", settings.scim_bad_token_rate, BadTokenRate::parse)
            .unwrap_or_default(),
        log: report.parsed("EINLASS_LOG", settings.log, log_filter).unwrap_or_else(|| "info".to_owned()),
    };
    if report.0.is_empty() { Ok(config) } else { Err(report.0) }
}

/// Problems found so far.
struct Report(Vec<Problem>);

impl Report {
    /// Parses a value that is there; an empty one is a fault, not a default.
    fn parsed<T>(
        &mut self,
        setting: &str,
        value: Option<String>,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let value = value?;
        let result = if value.trim().is_empty() {
            Err("is empty; give it a value or unset it".to_owned())
        } else {
            parse(value.trim())
        };
        result.map_err(|advice| self.0.push(Problem::new(setting, advice))).ok()
    }

    fn public_url(&mut self, value: Option<String>, listen: SocketAddr) -> Option<PublicUrl> {
        if value.is_some() {
            return self.parsed("EINLASS_PUBLIC_URL", value, PublicUrl::parse);
        }
        let derived = PublicUrl::of_loopback(listen);
        if derived.is_none() {
            self.0.push(Problem::new(
                "EINLASS_PUBLIC_URL",
                format!("is missing: with a listener on {listen} nobody could know the address people use; e.g. https://portal.example.com"),
            ));
        }
        derived
    }

    fn database(&mut self, url: Option<SecretString>, migration_url: Option<SecretString>) -> Database {
        let url = self.secret_url("DATABASE_URL", url, &["postgres", "postgresql"]);
        let migration_url =
            self.secret_url("EINLASS_MIGRATION_DATABASE_URL", migration_url, &["postgres", "postgresql"]);
        match (url, migration_url) {
            (Some(url), migration_url) => {
                Database::Server { migration_url: migration_url.unwrap_or_else(|| url.clone()), url }
            }
            (None, None) => Database::Private,
            (None, Some(_)) => {
                self.0.push(Problem::new("DATABASE_URL", "is missing although EINLASS_MIGRATION_DATABASE_URL is set"));
                Database::Private
            }
        }
    }

    /// Checks the scheme of an address that carries a password. The advice never repeats the value.
    fn secret_url(&mut self, setting: &str, value: Option<SecretString>, schemes: &[&str]) -> Option<SecretString> {
        let value = value?;
        let scheme = value.expose_secret().split_once("://").map(|(scheme, _)| scheme);
        if scheme.is_some_and(|scheme| schemes.contains(&scheme)) {
            return Some(value);
        }
        self.0.push(Problem::new(setting, format!("must begin with {}://", schemes[0])));
        None
    }

    fn key_file(
        &mut self,
        given: Option<PathBuf>,
        database: &Database,
        data_dir: &std::path::Path,
        purpose: Purpose,
    ) -> Option<KeyFile> {
        match (given, database, purpose) {
            (_, _, Purpose::Migrate) => None,
            (Some(path), _, _) => Some(KeyFile::Given(path)),
            (None, Database::Private, _) => Some(KeyFile::Own(data_dir.join("einlass.key"))),
            (None, Database::Server { .. }, _) => {
                self.0.push(Problem::new(
                    "EINLASS_KEY_FILE",
                    "is missing: with DATABASE_URL every instance needs the same sealing key; make one with: (umask 277; openssl rand -base64 32 > einlass.key)",
                ));
                None
            }
        }
    }

    fn mail(
        &mut self,
        smtp_url: Option<SecretString>,
        mode: Option<String>,
        local: bool,
        purpose: Purpose,
    ) -> Option<MailDelivery> {
        let broken = self.0.len();
        let smtp_url = self.secret_url("EINLASS_SMTP_URL", smtp_url, &["smtp", "smtps"]);
        let mode = self.parsed("EINLASS_MAIL", mode, |text| Ok(text.to_owned()));
        if self.0.len() > broken || purpose != Purpose::Serve {
            return None;
        }
        delivery(smtp_url, mode.as_deref(), local).map_err(|problem| self.0.push(problem)).ok()
    }

    fn app_downloads(&mut self, value: Option<String>) -> Vec<AppDownload> {
        match self.parsed("EINLASS_APP_DOWNLOADS", value, |text| Ok(AppDownload::parse_list(text))) {
            None => Vec::new(),
            Some(Ok(list)) => list,
            Some(Err(problems)) => {
                self.0.extend(problems.into_iter().map(|advice| Problem::new("EINLASS_APP_DOWNLOADS", advice)));
                Vec::new()
            }
        }
    }
}

fn socket_address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("`{text}` must be an IP address and a port, e.g. 127.0.0.1:3000 or [::]:3000"))
}

fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    text.split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse::<IpNet>().ok().or_else(|| part.parse::<IpAddr>().ok().map(IpNet::from)).ok_or(part))
        .collect::<Result<_, _>>()
        .map_err(|part| format!("`{part}` is neither an address nor a network such as 10.0.0.0/8"))
}

/// Addresses of DNS servers, on port 53 unless they say another.
fn resolvers(text: &str) -> Result<Vec<SocketAddr>, String> {
    let one =
        |part: &str| part.parse().ok().or_else(|| part.parse::<IpAddr>().ok().map(|ip| SocketAddr::from((ip, 53))));
    text.split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| {
            one(part)
                .ok_or_else(|| format!("`{part}` is no address of a DNS server, e.g. 192.0.2.53 or 192.0.2.53:5353"))
        })
        .collect()
}

fn mailbox(text: &str) -> Result<lettre::message::Mailbox, String> {
    text.parse().map_err(|_| "must be a mail address, e.g. Einlass <portal@example.com>".to_owned())
}

fn line(text: &str) -> Result<String, String> {
    if text.chars().count() > 60 || text.chars().any(char::is_control) {
        return Err("must be one line of at most 60 characters".to_owned());
    }
    Ok(text.to_owned())
}

fn contact(text: &str) -> Result<String, String> {
    let is_mail = text.parse::<lettre::Address>().is_ok();
    let is_page = url::Url::parse(text).is_ok_and(|url| url.scheme() == "https" && url.host().is_some());
    if is_mail || is_page {
        Ok(text.to_owned())
    } else {
        Err("must be a mail address or an https:// address".to_owned())
    }
}

fn switch(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("must be on or off".to_owned()),
    }
}

fn token_self_service(text: &str) -> Result<TokenSelfService, String> {
    match text {
        "rotate" => Ok(TokenSelfService::Rotate),
        "support_only" => Ok(TokenSelfService::SupportOnly),
        _ => Err("must be rotate or support_only".to_owned()),
    }
}

fn log_filter(text: &str) -> Result<String, String> {
    tracing_subscriber::EnvFilter::builder()
        .parse(text)
        .map(|_| text.to_owned())
        .map_err(|error| format!("is no log filter ({error}); e.g. info or info,einlass=debug"))
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
