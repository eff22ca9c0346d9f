//! The portal's addresses: every page has one path in each language.
//!
//! The first segment of a path names its language; invitations, the support console and everything that is no page have none and
//! answer in whatever language the visitor speaks.

use std::fmt::Display;

use super::text::Lang;
use crate::model::{AccountId, ConnectionId};

/// A page, as its paths. A segment in braces stands for an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    de: &'static str,
    en: &'static str,
}

impl Route {
    /// The path in a language.
    pub const fn to(self, lang: Lang) -> &'static str {
        match lang {
            Lang::De => self.de,
            Lang::En => self.en,
        }
    }

    /// The path in a language, with the id its segment in braces stands for.
    pub fn with(self, lang: Lang, id: impl Display) -> String {
        let pattern = self.to(lang);
        match (pattern.find('{'), pattern.find('}')) {
            (Some(start), Some(end)) => format!("{}{id}{}", &pattern[..start], &pattern[end + 1..]),
            _ => pattern.to_owned(),
        }
    }

    /// What stands at the segment in braces of a path of this page (empty where it has none); `None` for the path of another page.
    fn read(self, path: &str) -> Option<&str> {
        Lang::ALL.into_iter().find_map(|lang| {
            let mut id = "";
            let (mut pattern, mut path) = (self.to(lang).split('/'), path.split('/'));
            loop {
                match (pattern.next(), path.next()) {
                    (None, None) => return Some(id),
                    (Some(hole), Some(segment)) if hole.starts_with('{') && !segment.is_empty() => id = segment,
                    (Some(word), Some(segment)) if word == segment => {}
                    _ => return None,
                }
            }
        })
    }
}

macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident = $de:literal, $en:literal;)*) => {
        $($(#[$doc])* pub const $name: Route = Route { de: $de, en: $en };)*

        /// Every page of the portal.
        pub const PAGES: &[Route] = &[$($name),*];
    };
}

pages! {
    /// Everybody's own first page.
    HOME = "/de", "/en";
    /// Sign-in.
    SIGN_IN = "/de/anmelden", "/en/sign-in";
    /// Sign-in by a provider every account can use.
    SIGN_IN_WITH = "/de/anmelden/mit/{method}", "/en/sign-in/with/{method}";
    /// „Mit Firmen-Login“.
    COMPANY_SIGN_IN = "/de/anmelden/firma", "/en/sign-in/company";
    /// Sign-out (POST only).
    SIGN_OUT = "/de/abmelden", "/en/sign-out";
    /// Asking for a link to a new password.
    FORGOT_PASSWORD = "/de/passwort-vergessen", "/en/forgot-password";
    /// Setting a new password; the mailed link carries `?token=`.
    NEW_PASSWORD = "/de/passwort-neu", "/en/new-password";
    /// „Testkonto anlegen“.
    SIGN_UP = "/de/registrieren", "/en/sign-up";
    /// Confirming the address of a new account; the mailed link carries `?token=`.
    SIGN_UP_CONFIRM = "/de/registrieren/bestaetigen", "/en/sign-up/confirm";
    /// Choosing an account when one credential fits several.
    CHOOSE_ACCOUNT = "/de/konto-waehlen", "/en/choose-account";
    /// A code of the second factor, after the password.
    SECOND_FACTOR = "/de/zweiter-faktor", "/en/second-factor";
    /// Setting up a second factor that the account demands, after the password.
    ENROL = "/de/zweiter-faktor/einrichten", "/en/second-factor/set-up";
    /// „Bitte bestätige, dass du es bist“.
    CONFIRM = "/de/bestaetigen", "/en/confirm";
    /// Mein Profil.
    PROFILE = "/de/profil", "/en/profile";
    /// Setting up one's own second factor.
    PROFILE_SECOND_FACTOR = "/de/profil/zweiter-faktor", "/en/profile/second-factor";
    /// One more passkey of one's own.
    PROFILE_PASSKEY = "/de/profil/passkey", "/en/profile/passkey";
    /// One's own first password.
    PROFILE_PASSWORD = "/de/profil/passwort", "/en/profile/password";
    /// Where people without admin right land.
    START = "/de/start", "/en/start";
    /// Übersicht: where administrators land.
    DASHBOARD = "/de/uebersicht", "/en/dashboard";
    /// Group page of the user management.
    USER_MANAGEMENT = "/de/benutzerverwaltung", "/en/user-management";
    /// Licences.
    LICENCES = "/de/benutzerverwaltung/lizenzen", "/en/user-management/licences";
    /// The licences' ledger as a file.
    LICENCES_EXPORT = "/de/benutzerverwaltung/lizenzen/export", "/en/user-management/licences/export";
    /// SCIM: wizard and connections.
    SCIM = "/de/benutzerverwaltung/scim", "/en/user-management/scim";
    /// The set-up guide of a connection.
    SCIM_SETUP = "/de/benutzerverwaltung/scim/{connection}/einrichtung", "/en/user-management/scim/{connection}/setup";
    /// „Verbindung testen“.
    SCIM_TEST = "/de/benutzerverwaltung/scim/{connection}/test", "/en/user-management/scim/{connection}/test";
    /// What an identity provider asked of a connection, or with `?anfrage=` one of its requests.
    SCIM_LOG = "/de/benutzerverwaltung/scim/{connection}/protokoll", "/en/user-management/scim/{connection}/log";
    /// The same as a file.
    SCIM_LOG_EXPORT = "/de/benutzerverwaltung/scim/{connection}/protokoll/export", "/en/user-management/scim/{connection}/log/export";
    /// Settings of a connection: its tokens, how it works, a pause, the way out.
    SCIM_SETTINGS = "/de/benutzerverwaltung/scim/{connection}/einstellungen", "/en/user-management/scim/{connection}/settings";
    /// What the set-up guide polls while it waits for the first request.
    SCIM_ARRIVALS = "/de/benutzerverwaltung/scim/{connection}/ankunft", "/en/user-management/scim/{connection}/arrival";
    /// Groups of the identity provider, and the rules about them.
    GROUPS = "/de/benutzerverwaltung/gruppen", "/en/user-management/groups";
    /// One group.
    GROUP = "/de/benutzerverwaltung/gruppen/{group}", "/en/user-management/groups/{group}";
    /// The list of people.
    USERS = "/de/nutzerverwaltung", "/en/users";
    /// „Neue Nutzer einladen“.
    INVITE = "/de/nutzerverwaltung/einladen", "/en/users/invite";
    /// The list of people as a file.
    USERS_EXPORT = "/de/nutzerverwaltung/export", "/en/users/export";
    /// People from a file: the form, what would happen, and the order.
    IMPORT = "/de/nutzerverwaltung/import", "/en/users/import";
    /// A file to begin with.
    IMPORT_EXAMPLE = "/de/nutzerverwaltung/import/beispiel", "/en/users/import/example";
    /// What is decided about many people at once (POST; a GET leads to the list).
    BULK = "/de/nutzerverwaltung/sammelaktion", "/en/users/bulk";
    /// How a job about many people stands.
    JOB = "/de/nutzerverwaltung/auftraege/{job}", "/en/users/jobs/{job}";
    /// What the page of a job polls while it runs.
    JOB_PROGRESS = "/de/nutzerverwaltung/auftraege/{job}/stand", "/en/users/jobs/{job}/progress";
    /// One person.
    USER = "/de/nutzerverwaltung/{user}", "/en/users/{user}";
    /// Settings of the account.
    ACCOUNT_SETTINGS = "/de/kontoeinstellungen", "/en/account-settings";
    /// „Testkonto löschen“.
    DELETE_TEST = "/de/kontoeinstellungen/testkonto-loeschen", "/en/account-settings/delete-test-account";
    /// Sign-in methods of the account.
    SIGN_IN_METHODS = "/de/kontoeinstellungen/anmeldemethoden", "/en/account-settings/login-methods";
    /// The account's own OpenID provider.
    OIDC_SETUP = "/de/kontoeinstellungen/anmeldemethoden/oidc", "/en/account-settings/login-methods/oidc";
    /// The account's directory at Microsoft.
    MICROSOFT_SETUP = "/de/kontoeinstellungen/anmeldemethoden/microsoft", "/en/account-settings/login-methods/microsoft";
    /// The account's SAML identity provider.
    SAML_SETUP = "/de/kontoeinstellungen/anmeldemethoden/saml", "/en/account-settings/login-methods/saml";
    /// Domains that lead „Mit Firmen-Login“ to the account.
    DOMAINS = "/de/kontoeinstellungen/domains", "/en/account-settings/domains";
    /// What the account demands of everybody.
    SECURITY = "/de/kontoeinstellungen/sicherheit", "/en/account-settings/security";
    /// Keys by which programs of the company read its account.
    API_KEYS = "/de/kontoeinstellungen/sicherheit/api-schluessel", "/en/account-settings/security/api-keys";
    /// What administrators are mailed about.
    NOTIFICATIONS = "/de/kontoeinstellungen/benachrichtigungen", "/en/account-settings/notifications";
    /// Abonnement: plan, next invoice, credit.
    SUBSCRIPTION = "/de/abonnement", "/en/subscription";
    /// What the account asked the support for.
    SUPPORT_REQUESTS = "/de/support", "/en/support";
    /// Protokoll: what happened in the account.
    AUDIT_LOG = "/de/protokoll", "/en/audit-log";
    /// Protokoll as a file.
    AUDIT_EXPORT = "/de/protokoll/export", "/en/audit-log/export";
    /// After accepting an invitation.
    WELCOME = "/de/willkommen", "/en/welcome";
    /// Confirming a new address to sign in by; the mailed link carries `?token=`.
    ADDRESS = "/de/adresse-bestaetigen", "/en/confirm-address";
    /// The app's file for a system.
    DOWNLOAD_FILE = "/de/app-herunterladen/{system}", "/en/download/{system}";
    /// Downloads of the app.
    DOWNLOAD = "/de/app-herunterladen", "/en/download";
    /// Help overview.
    HELP = "/de/hilfe", "/en/help";
    /// Help: SCIM, step by step.
    HELP_SCIM = "/de/hilfe/scim", "/en/help/scim";
    /// Help: setting up an identity provider.
    HELP_GUIDE = "/de/hilfe/scim/{provider}", "/en/help/scim/{provider}";
    /// Help: more or fewer licences.
    HELP_LICENCES = "/de/hilfe/lizenzen", "/en/help/licences";
    /// Where invitations are answered; also what the address bar shows once the secret has left it.
    INVITATION = "/einladung", "/invite";
    /// An invitation's link. Whoever opens either path reads the invitation in their own language.
    INVITATION_LINK = "/einladung/{token}", "/invite/{token}";
}

/// [`HOME`] in a language nobody has named yet.
pub const ROOT: &str = "/";
/// Where the language is switched (POST only).
pub const LANGUAGE: &str = "/sprache";

/// Where a new password is judged while it is typed (POST only).
pub const PASSWORD_STRENGTH: &str = "/passwort/staerke";
/// Where browsers get the question for an authenticator (POST only).
pub const PASSKEY: &str = "/passkey";

/// Where identity providers send browsers back to.
pub const OIDC_CALLBACK: &str = "/oidc/callback";

/// The support console.
pub const SUPPORT: &str = "/support-konsole";
/// Sign-in of the support console.
pub const SUPPORT_SIGN_IN: &str = "/support-konsole/anmelden";
/// Second factor of the support console.
pub const SUPPORT_SECOND_FACTOR: &str = "/support-konsole/zweiter-faktor";
/// First set-up of the second factor.
pub const SUPPORT_ENROL: &str = "/support-konsole/einrichten";
/// Sign-out of the support console (POST only).
pub const SUPPORT_SIGN_OUT: &str = "/support-konsole/abmelden";
/// Where browsers get the console's question for an authenticator (POST only).
pub const SUPPORT_PASSKEY: &str = "/support-konsole/passkey";
/// Where staff confirm that it is them.
pub const SUPPORT_CONFIRM: &str = "/support-konsole/bestaetigen";
/// How a member of staff signs in.
pub const SUPPORT_OWN_SIGN_IN: &str = "/support-konsole/anmeldung";
/// One more passkey of a member of staff.
pub const SUPPORT_NEW_PASSKEY: &str = "/support-konsole/anmeldung/passkey";
/// The staff member's own log.
pub const SUPPORT_LOG: &str = "/support-konsole/protokoll";
/// Accounts in the support console; followed by the account's id.
pub const SUPPORT_ACCOUNTS: &str = "/support-konsole/konten";

/// This service for an account's SAML provider: its entity id, and where its metadata lie.
pub fn saml(account: AccountId) -> String {
    format!("/saml/{account}")
}

/// Where an account's SAML provider posts its answers.
pub fn saml_answer(account: AccountId) -> String {
    format!("/saml/{account}/acs")
}

/// Where the browser fetches what was posted.
pub fn saml_arrival(account: AccountId, handle: &str) -> String {
    format!("/saml/{account}/ankunft/{handle}")
}

/// An account in the support console.
pub fn support_account(account: AccountId) -> String {
    format!("{SUPPORT_ACCOUNTS}/{account}")
}

/// What a consent lets support see of an account: how it stands.
pub fn support_look(account: AccountId) -> String {
    format!("{}/ansicht", support_account(account))
}

/// The same: its people; followed by a person's id.
pub fn support_people(account: AccountId) -> String {
    format!("{}/personen", support_account(account))
}

/// The same: what an identity provider asked of a connection.
pub fn support_requests(account: AccountId, connection: ConnectionId) -> String {
    format!("{}/verbindungen/{connection}/protokoll", support_account(account))
}

/// The language a path names; `None` for paths of no language.
pub fn language(path: &str) -> Option<Lang> {
    let first = path.strip_prefix('/')?.split(['/', '?']).next()?;
    Lang::ALL.into_iter().find(|lang| lang.tag() == first)
}

/// The same page in another language, its query kept. What is no page of ours keeps its path but for the language it names.
pub fn translated(address: &str, lang: Lang) -> String {
    let (path, query) = address.split_once('?').map_or((address, None), |(path, query)| (path, Some(query)));
    let page = PAGES.iter().find_map(|page| Some(page.with(lang, page.read(path)?)));
    let path = page.unwrap_or_else(|| match language(path) {
        Some(named) => format!("/{}{}", lang.tag(), &path[1 + named.tag().len()..]),
        None => path.to_owned(),
    });
    match query {
        Some(query) => format!("{path}?{query}"),
        None => path,
    }
}

/// Whether a path is one of a page.
pub fn is_page(path: &str) -> bool {
    PAGES.iter().any(|page| page.read(path).is_some())
}

/// Whether an address a browser hands back is one of this origin and nothing else: no host, no scheme, no trick.
pub fn is_own(address: &str) -> bool {
    address.starts_with('/')
        && address.len() <= 2000
        && !address.contains(['\\', '\r', '\n'])
        && !address.contains("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_path_of_its_own_in_every_language() {
        let mut paths: Vec<&str> = PAGES.iter().flat_map(|page| Lang::ALL.map(|lang| page.to(lang))).collect();
        let all = paths.len();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), all);
        for page in PAGES.iter().filter(|page| !page.de.starts_with(INVITATION.de)) {
            for lang in Lang::ALL {
                assert_eq!(language(page.to(lang)), Some(lang), "{page:?}");
            }
            assert_eq!(page.de.contains('{'), page.en.contains('{'), "{page:?}");
        }
    }

    #[test]
    fn the_same_page_in_the_other_language() {
        for (de, en) in [
            ("/de/anmelden", "/en/sign-in"),
            ("/de/nutzerverwaltung?suche=a%26b&seite=2", "/en/users?suche=a%26b&seite=2"),
            ("/de/nutzerverwaltung/0190", "/en/users/0190"),
            ("/de/benutzerverwaltung/scim/0190/einrichtung?x", "/en/user-management/scim/0190/setup?x"),
            ("/de/hilfe/lizenzen", "/en/help/licences"),
            ("/einladung/abc", "/invite/abc"),
            ("/de/gibt-es-nicht/x", "/en/gibt-es-nicht/x"),
            ("/de", "/en"),
        ] {
            assert_eq!(translated(de, Lang::En), en);
            assert_eq!(translated(en, Lang::De), de);
            assert_eq!(translated(de, Lang::De), de);
        }
        for neutral in ["/", "/support-konsole/konten/1", "/english", "/nutzerverwaltung/"] {
            assert_eq!(translated(neutral, Lang::En), neutral);
        }
    }

    #[test]
    fn addresses_of_other_origins_are_not_our_own() {
        for own in ["/", "/de/start", "/en/users?suche=%2F%2F"] {
            assert!(is_own(own), "{own}");
        }
        for foreign in ["", "de/start", "//evil.example", "/\\evil.example", "https://evil.example", "/de\r\nX: y"] {
            assert!(!is_own(foreign), "{foreign}");
        }
    }
}
