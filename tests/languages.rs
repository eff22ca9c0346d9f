//! B54: every page and every mail in German and in English; the path decides, then the switch, then the person, then the browser.

use std::collections::BTreeMap;

use reqwest::header::{ACCEPT_LANGUAGE, COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection, Executor};

use crate::processes::{activated, empty_database};
use crate::support::process::{HUNG, Installation, Instance};
use crate::support::smtp::SmtpServer;

/// A browser that follows nothing by itself.
struct Browser {
    client: reqwest::Client,
    origin: String,
    language: &'static str,
    cookies: BTreeMap<String, String>,
}

struct Seen {
    status: u16,
    location: String,
    text: String,
}

impl Browser {
    fn new(server: &Instance, language: &'static str) -> Self {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { client, origin: server.origin.clone(), language, cookies: BTreeMap::new() }
    }

    async fn get(&mut self, path: &str) -> Seen {
        let request = self.client.get(format!("{}{path}", self.origin));
        self.send(request).await
    }

    async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Seen {
        let request = self.client.post(format!("{}{path}", self.origin)).header(ORIGIN, &self.origin).form(form);
        self.send(request).await
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> Seen {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(ACCEPT_LANGUAGE, self.language).header(COOKIE, cookies.join("; "));
        let response = request.send().await.expect("an answer");
        for cookie in response.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str().expect("text").split(';').next().expect("a pair");
            let (name, value) = pair.split_once('=').expect("a name");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let location = response.headers().get(LOCATION).map(|value| value.to_str().expect("text").to_owned());
        Seen {
            status: response.status().as_u16(),
            location: location.unwrap_or_default(),
            text: response.text().await.expect("text"),
        }
    }
}

fn is_in(page: &Seen, language: &str) -> bool {
    page.text.contains(&format!("<html lang=\"{language}\""))
}

async fn execute(options: &PgConnectOptions, sql: &'static str) {
    let mut conn = PgConnection::connect_with(options).await.expect("the database answers");
    conn.execute(sql).await.expect("done");
}

/// The first administrator of a new account; the password is shown once.
async fn administrator(here: &Installation) -> String {
    let account = ["account", "create", "--name", "Beispiel GmbH", "--admin-email", "admin@beispiel.example"];
    let made = here.json(&[&account[..], &["--plan", "premium", "--auto-licences"]].concat()).await;
    made["admin_password"].as_str().expect("a password").to_owned()
}

#[tokio::test]
async fn paths_without_a_language_ask_the_switch_then_the_browser() {
    let (name, _) = empty_database().await;
    let here = Installation::on(&name);
    let server = here.serve().await;
    for (accepts, page) in [
        ("en-US,en;q=0.9,de;q=0.8", "/en/sign-in"),
        ("de-AT,de;q=0.9,en;q=0.8", "/de/anmelden"),
        ("fr", "/de/anmelden"),
    ] {
        assert_eq!(Browser::new(&server, accepts).get("/").await.location, page, "{accepts}");
    }
    let mut browser = Browser::new(&server, "en");
    assert_eq!(browser.get("/nutzerverwaltung").await.location, "/en/users");
    assert_eq!(browser.get("/de").await.location, "/de/anmelden");
    assert!(is_in(&browser.get("/gibt-es-nicht").await, "en"));
    assert!(is_in(&browser.get("/de/gibt-es-nicht").await, "de"));
    assert!(is_in(&browser.get("/support-konsole/anmelden").await, "en"));

    let switched = browser.post("/sprache", &[("sprache", "de"), ("ziel", "/support-konsole/anmelden")]).await;
    assert_eq!((switched.status, switched.location.as_str()), (303, "/support-konsole/anmelden"));
    assert!(is_in(&browser.get("/support-konsole/anmelden").await, "de"));
    assert_eq!(browser.get("/").await.location, "/de/anmelden");
    assert!(is_in(&browser.get("/en/sign-in").await, "en"), "an address that names its language keeps it");
    server.stop().await;
}

#[tokio::test]
async fn every_page_has_an_address_in_each_language_and_names_the_other() {
    let (name, _) = empty_database().await;
    let here = Installation::on(&name);
    let server = here.serve().await;
    let mut browser = Browser::new(&server, "fr");
    for (de, en) in [
        ("/de/anmelden", "/en/sign-in"),
        ("/de/passwort-vergessen", "/en/forgot-password"),
        ("/de/passwort-neu", "/en/new-password"),
        ("/de/registrieren", "/en/sign-up"),
        ("/de/registrieren/bestaetigen", "/en/sign-up/confirm"),
        ("/de/willkommen", "/en/welcome"),
        ("/de/app-herunterladen", "/en/download"),
        ("/de/hilfe", "/en/help"),
        ("/de/hilfe/scim", "/en/help/scim"),
        ("/de/hilfe/scim/okta", "/en/help/scim/okta"),
        ("/de/hilfe/lizenzen", "/en/help/licences"),
    ] {
        for (path, language, other) in [(de, "de", "en"), (en, "en", "de")] {
            let page = browser.get(path).await;
            assert!(matches!(page.status, 200 | 410), "{path}: {}", page.status);
            assert!(is_in(&page, language), "{path}");
            for (hreflang, twin) in [("de", de), ("en", en), ("x-default", de)] {
                let link = format!("<link rel=\"alternate\" hreflang=\"{hreflang}\" href=\"{}{twin}\"", server.origin);
                assert!(page.text.contains(&link), "{path}: {link}");
            }
            let own_name = if other == "en" { ">English</button>" } else { ">Deutsch</button>" };
            let switch =
                page.text.split_once(own_name).and_then(|(before, _)| before.rsplit_once('<')).expect("a switch");
            assert!(switch.1.contains(&format!("lang=\"{other}\"")), "{path}: {}", switch.1);
        }
    }
    for (de, en) in [
        ("/de/start", "/en/start"),
        ("/de/benutzerverwaltung", "/en/user-management"),
        ("/de/benutzerverwaltung/lizenzen", "/en/user-management/licences"),
        ("/de/benutzerverwaltung/scim", "/en/user-management/scim"),
        ("/de/benutzerverwaltung/gruppen", "/en/user-management/groups"),
        ("/de/nutzerverwaltung", "/en/users"),
        ("/de/nutzerverwaltung/einladen", "/en/users/invite"),
        ("/de/kontoeinstellungen/anmeldemethoden", "/en/account-settings/login-methods"),
        ("/de/kontoeinstellungen", "/en/account-settings"),
        ("/de/uebersicht", "/en/dashboard"),
        ("/de/abonnement", "/en/subscription"),
        ("/de/protokoll", "/en/audit-log"),
        ("/de/support", "/en/support"),
        ("/de/kontoeinstellungen/domains", "/en/account-settings/domains"),
    ] {
        for (path, sign_in) in [(de, "/de/anmelden"), (en, "/en/sign-in")] {
            let next: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
            assert_eq!(browser.get(path).await.location, format!("{sign_in}?hinweis=sitzung&weiter={next}"), "{path}");
        }
    }
    server.stop().await;
}

#[tokio::test]
async fn the_switch_leads_to_the_same_page_and_query_and_nowhere_else() {
    let (name, _) = empty_database().await;
    let here = Installation::on(&name);
    let server = here.serve().await;
    let mut browser = Browser::new(&server, "de");
    let page = browser.get("/de/anmelden?hinweis=sitzung&weiter=%2Fde%2Fnutzerverwaltung%3Fsuche%3Da").await;
    let target = page.text.split("name=\"ziel\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let target = target.expect("the switch").replace("&amp;", "&");
    let switched = browser.post("/sprache", &[("sprache", "en"), ("ziel", &target)]).await;
    assert_eq!(switched.location, "/en/sign-in?hinweis=sitzung&weiter=%2Fde%2Fnutzerverwaltung%3Fsuche%3Da");
    let page = browser.get(&switched.location).await;
    assert!(is_in(&page, "en") && page.text.contains("Please sign in to continue."));
    assert!(page.text.contains("value=\"/en/users?suche=a\""), "the way on is in English, too: {}", page.text);
    assert_eq!(browser.get("/").await.location, "/en/sign-in", "it is remembered");

    for foreign in ["//evil.example", "https://evil.example/de/start", "/\\evil.example", ""] {
        let switched = browser.post("/sprache", &[("sprache", "de"), ("ziel", foreign)]).await;
        assert_eq!(switched.location, "/", "{foreign}");
    }
    assert_eq!(browser.post("/sprache", &[("sprache", "xx"), ("ziel", "/")]).await.status, 400);
    server.stop().await;
}

#[tokio::test]
async fn an_english_administrator_lands_on_english_pages_and_stays_there() {
    let (name, options) = empty_database().await;
    let here = Installation::on(&name);
    let server = here.serve().await;
    let password = administrator(&here).await;
    execute(&options, "update accounts set language = 'en'; update users set language = 'en'").await;

    let mut browser = Browser::new(&server, "de");
    let credentials = [("email", "admin@beispiel.example"), ("passwort", &password)];
    let wrong = browser.post("/en/sign-in", &[("email", "x"), ("passwort", "")]).await;
    assert!(wrong.text.contains("Enter a valid email address") && wrong.text.contains("Enter your password."));
    let next = [credentials[0], credentials[1], ("weiter", "/de/nutzerverwaltung?suche=a")];
    assert_eq!(browser.post("/en/sign-in", &next).await.location, "/en/users?suche=a");
    assert_eq!(browser.post("/en/sign-in", &credentials).await.location, "/en/dashboard");

    // Their own language comes before the browser's, and after what they chose.
    assert_eq!(browser.get("/").await.location, "/en/dashboard");
    assert_eq!(browser.get("/users").await.location, "/en/users");
    browser.cookies.insert("einlass-language".into(), "de".into());
    assert_eq!(browser.get("/").await.location, "/de/uebersicht");
    browser.cookies.remove("einlass-language");

    let scim = browser.get("/en/user-management/scim").await;
    assert!(is_in(&scim, "en") && scim.text.contains("Activate SCIM"), "{}", scim.text);
    let chosen = browser.post("/en/user-management/scim", &[("aktion", "aktivieren")]).await;
    assert!(chosen.status == 422 && chosen.text.contains("Choose a login method."));
    let closed = browser.post("/en/user-management/scim", &[("aktion", "token-schliessen")]).await;
    assert_eq!(closed.location, "/en/user-management/scim");
    assert_eq!(browser.get("/en/sign-in").await.location, "/en/dashboard");
    assert_eq!(browser.post("/en/sign-out", &[]).await.location, "/en/sign-in?hinweis=abgemeldet");
    server.stop().await;
}

#[tokio::test]
async fn people_are_invited_in_the_language_their_identity_provider_names() {
    let (name, _) = empty_database().await;
    let smtp = SmtpServer::start().await;
    let here = Installation::on(&name).with("EINLASS_SMTP_URL", &smtp.url);
    let server = here.serve().await;
    let (path, token) = activated(&here).await;
    for (who, language) in
        [("ada", serde_json::json!({ "preferredLanguage": "en-GB" })), ("ben", serde_json::json!({}))]
    {
        let address = format!("{who}@beispiel.example");
        let mut person = serde_json::json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": address,
            "emails": [{ "value": address, "primary": true }],
        });
        person.as_object_mut().expect("an object").extend(language.as_object().expect("an object").clone());
        let request = reqwest::Client::new().post(format!("{}{path}/Users", server.origin)).bearer_auth(&token);
        let answer = request.header("content-type", "application/scim+json").body(person.to_string()).send().await;
        assert_eq!(answer.expect("an answer").status(), 201);
    }
    let mail = async |to: &str| {
        let to = format!("To: {to}@beispiel.example");
        let found = tokio::time::timeout(HUNG, async {
            loop {
                if let Some(mail) = smtp.received().into_iter().find(|mail| mail.contains(&to)) {
                    return mail.replace("=\n", "");
                }
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        });
        found.await.expect("the mail arrives")
    };
    let link = |mail: &str, path: &str| {
        let start = mail.find(path).unwrap_or_else(|| panic!("{path} in {mail}"));
        mail[start..].split(|c: char| c.is_whitespace() || c == '"').next().expect("a path").to_owned()
    };

    let english = mail("ada").await;
    assert!(english.contains("Subject: Beispiel GmbH invites you to Memtime"), "{english}");
    assert!(english.contains("Accept invitation") && english.contains("<html lang=3D\"en\">"), "{english}");
    assert!(english.contains("The invitation is valid until") && !english.contains("Uhr"), "{english}");
    let german = mail("ben").await;
    assert!(german.contains("Einladung annehmen") && german.contains("Uhr"), "{german}");

    // The page speaks the invited person's language, whatever the browser likes; the switch comes first.
    let invitation = link(&english, "/invite/");
    let mut ada = Browser::new(&server, "de");
    let page = ada.get(&invitation).await;
    assert!(is_in(&page, "en") && page.text.contains("Beispiel GmbH invites you to Memtime"), "{}", page.text);
    let token = invitation.rsplit('/').next().expect("a token");
    assert!(is_in(&ada.get(&format!("/einladung/{token}")).await, "en"), "both addresses are the same page");
    assert!(is_in(&Browser::new(&server, "en").get(&link(&german, "/einladung/")).await, "de"));
    let mut short =
        vec![("aktion", "annehmen"), ("token", token), ("passwort", "short"), ("passwort_wiederholt", "short")];
    let refused = ada.post("/invite", &short).await;
    assert!(refused.status == 422 && refused.text.contains("The password needs at least 15 characters."));
    let switch = format!("name=\"ziel\" value=\"{invitation}\"");
    assert!(refused.text.contains(&switch), "the switch leads back to the invitation: {}", refused.text);
    let switched = ada.post("/sprache", &[("sprache", "de"), ("ziel", &invitation)]).await;
    assert!(is_in(&ada.get(&switched.location).await, "de"));
    ada.cookies.remove("einlass-language");

    short[2].1 = "three clever badgers dig";
    short[3].1 = "three clever badgers dig";
    assert_eq!(ada.post("/invite", &short).await.location, "/en/welcome");
    assert_eq!(ada.get("/").await.location, "/en/start");
    server.stop().await;
}
