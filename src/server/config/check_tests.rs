//! What a deployment hears about its settings.

use super::*;
use crate::server::config::MailFiles;

fn checked(purpose: Purpose, change: impl FnOnce(&mut Settings)) -> Result<Config, Vec<String>> {
    let mut settings = Settings::default();
    change(&mut settings);
    check(settings, purpose, std::iter::empty(), &[])
        .map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

#[test]
fn without_any_setting_everything_stays_on_this_machine() {
    let config = checked(Purpose::Serve, |_| {}).expect("the defaults are consistent");
    assert_eq!(config.public_url.origin(), "http://127.0.0.1:3000");
    assert!(matches!(config.database, Database::Private));
    assert!(matches!(config.mail, Some(MailDelivery::Files(MailFiles::WithMailboxPage))));
    assert_eq!(config.key_file, Some(KeyFile::Own("data/einlass.key".into())));
}

#[test]
fn all_problems_are_told_at_once_and_none_repeats_a_secret() {
    let problems = checked(Purpose::Serve, |settings| {
        settings.database_url = Some("mysql://root:hunter2@db".into());
        settings.smtp_url = Some("hunter2".into());
        settings.listen = Some("everywhere".into());
        settings.public_url = Some("http://portal.example.com".into());
        settings.trusted_proxies = Some("10.0.0.0/8, proxy".into());
        settings.scim_rate = Some("10".into());
        settings.log = Some(String::new());
        settings.app_downloads = Some("beos=https://a.example, linux=http://a.example".into());
        settings.saml = Some("yes".into());
        settings.token_self_service = Some("yes".into());
    })
    .expect_err("nothing here is right");
    let named: Vec<&str> = problems.iter().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(
        named,
        [
            "EINLASS_LISTEN",
            "EINLASS_PUBLIC_URL",
            "DATABASE_URL",
            "EINLASS_SMTP_URL",
            "EINLASS_TRUSTED_PROXIES",
            "EINLASS_APP_DOWNLOADS",
            "EINLASS_APP_DOWNLOADS",
            "EINLASS_SAML",
            "EINLASS_TOKEN_SELF_SERVICE",
            "EINLASS_SCIM_RATE",
            "EINLASS_LOG",
        ]
    );
    assert!(!problems.join("\n").contains("hunter2"));
}

#[test]
fn an_open_listener_needs_a_public_url_and_a_mail_server() {
    let problems = checked(Purpose::Serve, |settings| settings.listen = Some("0.0.0.0:3000".into()))
        .expect_err("both are missing");
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(
        problems[0].starts_with("EINLASS_PUBLIC_URL: is missing")
            && problems[1].starts_with("EINLASS_SMTP_URL: is missing")
    );
    // Behind a TLS proxy on the same machine the listener is loopback, the world is not: still no silent files.
    let problems = checked(Purpose::Serve, |settings| settings.public_url = Some("https://portal.example.com".into()))
        .expect_err("mail would go nowhere");
    assert!(problems[0].starts_with("EINLASS_SMTP_URL: is missing"), "{problems:?}");
}

#[test]
fn a_server_database_demands_the_key_from_those_who_seal() {
    let with_server = |purpose| checked(purpose, |settings| settings.database_url = Some("postgres:///einlass".into()));
    assert!(with_server(Purpose::Operate).expect_err("no key")[0].starts_with("EINLASS_KEY_FILE: is missing"));
    assert!(with_server(Purpose::Migrate).is_ok());
}

#[test]
fn operating_needs_no_mail_server() {
    let config = checked(Purpose::Operate, |settings| settings.public_url = Some("https://portal.example.com".into()));
    assert!(config.expect("consistent").mail.is_none());
}

#[test]
fn debug_output_of_settings_and_config_hides_secrets() {
    let settings = Settings {
        database_url: Some("postgres://u:hunter2@db/einlass".into()),
        smtp_url: Some("smtp://u:hunter2@mail".into()),
        key_file: Some("key".into()),
        ..Settings::default()
    };
    let before = format!("{settings:?}");
    let config = check(settings, Purpose::Serve, std::iter::empty(), &[]).expect("consistent");
    assert!(!format!("{before}{config:?}").contains("hunter2"));
}
