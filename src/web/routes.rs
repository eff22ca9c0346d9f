//! The portal's addresses. German paths from the start; another language brings its own beside them.

use crate::model::{ConnectionId, UserId};

/// Sign-in.
pub const SIGN_IN: &str = "/de/anmelden";
/// Sign-out (POST only).
pub const SIGN_OUT: &str = "/de/abmelden";
/// Asking for a link to a new password.
pub const FORGOT_PASSWORD: &str = "/de/passwort-vergessen";
/// Setting a new password; the mailed link carries `?token=`.
pub const NEW_PASSWORD: &str = "/de/passwort-neu";
/// Choosing an account when one credential fits several.
pub const CHOOSE_ACCOUNT: &str = "/de/konto-waehlen";
/// The second factor, after the password.
pub const SECOND_FACTOR: &str = "/de/zweiter-faktor";
/// Setting up a second factor before anything else opens.
pub const ENROL: &str = "/de/zweiter-faktor/einrichten";
/// „Bitte bestätige, dass du es bist“; `?weiter=` leads back.
pub const CONFIRM: &str = "/de/bestaetigen";
/// Mein Profil, with the person's own sessions.
pub const PROFILE: &str = "/de/profil";
/// Setting up a second factor from the profile.
pub const PROFILE_SECOND_FACTOR: &str = "/de/profil/zweiter-faktor";
/// Where people without admin right land.
pub const START: &str = "/de/start";
/// Group page of the user management.
pub const USER_MANAGEMENT: &str = "/de/benutzerverwaltung";
/// Licences.
pub const LICENCES: &str = "/de/benutzerverwaltung/lizenzen";
/// SCIM: wizard and connections.
pub const SCIM: &str = "/de/benutzerverwaltung/scim";
/// The list of people.
pub const USERS: &str = "/de/nutzerverwaltung";
/// Sign-in methods of the account.
pub const SIGN_IN_METHODS: &str = "/de/kontoeinstellungen/anmeldemethoden";
/// Security settings of the account.
pub const SECURITY: &str = "/de/kontoeinstellungen/sicherheit";
/// After accepting an invitation.
pub const WELCOME: &str = "/de/willkommen";
/// Downloads of the app.
pub const DOWNLOAD: &str = "/de/app-herunterladen";
/// Help overview.
pub const HELP: &str = "/de/hilfe";
/// Invitation links; followed by the token.
pub const INVITATION: &str = "/einladung";
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
/// The staff member's own log.
pub const SUPPORT_LOG: &str = "/support-konsole/protokoll";
/// Accounts in the support console; followed by the account's id.
pub const SUPPORT_ACCOUNTS: &str = "/support-konsole/konten";

/// The set-up guide of a connection.
pub fn scim_setup(connection: ConnectionId) -> String {
    format!("{SCIM}/{connection}/einrichtung")
}

/// What the set-up guide polls while it waits for the first request.
pub fn scim_arrivals(connection: ConnectionId) -> String {
    format!("{SCIM}/{connection}/ankunft")
}

/// One person.
pub fn user(user: UserId) -> String {
    format!("{USERS}/{user}")
}

/// A help article.
pub fn help(slug: &str) -> String {
    format!("{HELP}/{slug}")
}

/// An account in the support console.
pub fn support_account(account: crate::model::AccountId) -> String {
    format!("{SUPPORT_ACCOUNTS}/{account}")
}
