//! What a mail says, before it is mail: subject, paragraphs, at most one button.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::outbox::{FactorChange, Mail, Message};
use crate::domain::secrets::PlainLink;
use crate::web::text::{Lang, t};

/// How the instance presents itself in mail.
#[derive(Debug, Clone)]
pub struct Sender {
    /// Product name.
    pub brand: String,
    /// Where the support team is.
    pub contact: String,
    /// Origin every link starts with: configuration, never a header.
    pub origin: String,
}

/// One mail in one language.
#[derive(Debug, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// „Hallo Ada,“
    pub greeting: String,
    /// What happened, in order.
    pub paragraphs: Vec<String>,
    /// Label and address of the one button.
    pub action: Option<(String, String)>,
    /// Small print.
    pub notes: Vec<String>,
    /// Shown above a bare address for those whose button does not work.
    pub fallback: String,
}

impl Letter {
    /// Writes the mail.
    #[expect(clippy::too_many_lines, reason = "one arm per kind of mail, each a plain list of its sentences")]
    pub fn write(mail: &Mail, sender: &Sender) -> Self {
        let lang = Lang::from(mail.language);
        let mut letter = match &mail.message {
            Message::Invitation { account_name, display_name, method, inviter, expires_at } => {
                let company = plain(account_name);
                let (brand, how) = (sender.brand.as_str(), method.name());
                let intro = match inviter.as_deref().and_then(speakable) {
                    Some(inviter) => t!(
                        lang,
                        "mail-invitation-by-person",
                        inviter = inviter,
                        brand = brand,
                        company = company.clone()
                    ),
                    None => t!(lang, "mail-invitation-by-company", company = company.clone(), brand = brand),
                };
                Self {
                    subject: t!(lang, "mail-invitation-subject", company = company, brand = brand),
                    greeting: greeting(lang, display_name),
                    paragraphs: vec![intro, t!(lang, "mail-invitation-how", method = how)],
                    action: action(
                        t!(lang, "mail-invitation-action", method = how),
                        sender,
                        "/einladung/",
                        mail.link.as_ref(),
                    ),
                    notes: vec![
                        t!(lang, "mail-invitation-until", date = date(*expires_at)),
                        t!(lang, "mail-invitation-unexpected"),
                    ],
                    fallback: String::new(),
                }
            }
            Message::PasswordReset { account_name, expires_at } => Self {
                subject: t!(lang, "mail-password-reset-subject", brand = sender.brand.as_str()),
                greeting: t!(lang, "mail-greeting-plain"),
                paragraphs: vec![t!(lang, "mail-password-reset-intro", company = plain(account_name))],
                action: action(
                    t!(lang, "mail-password-reset-action"),
                    sender,
                    "/de/passwort-neu?token=",
                    mail.link.as_ref(),
                ),
                notes: vec![
                    t!(lang, "mail-password-reset-until", date = date(*expires_at)),
                    t!(lang, "mail-password-reset-unexpected"),
                ],
                fallback: String::new(),
            },
            Message::PasswordChanged { account_name } => Self::notice(
                t!(lang, "mail-password-changed-subject"),
                vec![
                    t!(lang, "mail-password-changed-intro", company = plain(account_name)),
                    t!(lang, "mail-password-changed-unexpected"),
                ],
                lang,
            ),
            Message::SecondFactorChanged { account_name, change } => {
                let company = plain(account_name);
                let (subject, intro) = match change {
                    FactorChange::SetUp => (
                        t!(lang, "mail-second-factor-set-up-subject"),
                        t!(lang, "mail-second-factor-set-up-intro", company = company),
                    ),
                    FactorChange::SwitchedOff => (
                        t!(lang, "mail-second-factor-off-subject"),
                        t!(lang, "mail-second-factor-off-intro", company = company),
                    ),
                    FactorChange::Reset => (
                        t!(lang, "mail-second-factor-reset-subject"),
                        t!(lang, "mail-second-factor-reset-intro", company = company),
                    ),
                    FactorChange::NewRecoveryCodes => (
                        t!(lang, "mail-second-factor-codes-subject"),
                        t!(lang, "mail-second-factor-codes-intro", company = company),
                    ),
                };
                Self::notice(subject, vec![intro, t!(lang, "mail-second-factor-unexpected")], lang)
            }
            Message::AddressChanged { account_name, new_address } => Self::notice(
                t!(lang, "mail-address-changed-subject"),
                vec![
                    t!(
                        lang,
                        "mail-address-changed-intro",
                        company = plain(account_name),
                        address = new_address.as_str()
                    ),
                    t!(lang, "mail-address-changed-sign-in"),
                    t!(lang, "mail-address-changed-unexpected"),
                ],
                lang,
            ),
            Message::TokenCreated { account_name, method, actor, last4 } => Self {
                action: Some((t!(lang, "mail-portal-action"), format!("{}/de/benutzerverwaltung/scim", sender.origin))),
                ..Self::notice(
                    t!(lang, "mail-token-created-subject", company = plain(account_name)),
                    vec![
                        t!(
                            lang,
                            "mail-token-created-intro",
                            method = t!(lang, "mail-method", method = method.name()),
                            last4 = last4.as_str(),
                            actor = plain(actor)
                        ),
                        t!(lang, "mail-token-created-next", company = plain(account_name)),
                        t!(lang, "mail-token-created-unexpected"),
                    ],
                    lang,
                )
            },
            Message::TokenRevoked { account_name, method, actor, reason, ticket, last4 } => {
                let mut paragraphs = vec![
                    t!(
                        lang,
                        "mail-token-revoked-intro",
                        method = t!(lang, "mail-method", method = method.name()),
                        last4 = last4.as_str(),
                        actor = plain(actor)
                    ),
                    t!(lang, "mail-token-revoked-reason", reason = plain(reason)),
                ];
                paragraphs.extend(
                    ticket.as_deref().map(|ticket| t!(lang, "mail-token-revoked-ticket", ticket = plain(ticket))),
                );
                paragraphs.push(t!(lang, "mail-token-revoked-next"));
                Self {
                    action: Some((
                        t!(lang, "mail-portal-action"),
                        format!("{}/de/benutzerverwaltung/scim", sender.origin),
                    )),
                    ..Self::notice(
                        t!(lang, "mail-token-revoked-subject", company = plain(account_name)),
                        paragraphs,
                        lang,
                    )
                }
            }
            Message::AdministratorKept { account_name, display_name } => Self::notice(
                t!(lang, "mail-administrator-kept-subject", company = plain(account_name)),
                vec![
                    t!(lang, "mail-administrator-kept-intro", name = plain(display_name)),
                    t!(lang, "mail-administrator-kept-next"),
                ],
                lang,
            ),
            Message::RemovalsHeld { account_name, method } => Self {
                action: Some((t!(lang, "mail-portal-action"), format!("{}/de/benutzerverwaltung/scim", sender.origin))),
                ..Self::notice(
                    t!(lang, "mail-removals-held-subject", company = plain(account_name)),
                    vec![
                        t!(lang, "mail-removals-held-intro", method = t!(lang, "mail-method", method = method.name())),
                        t!(lang, "mail-removals-held-effect"),
                        t!(lang, "mail-removals-held-next"),
                    ],
                    lang,
                )
            },
        };
        letter.notes.extend([t!(lang, "mail-contact", contact = sender.contact.as_str()), t!(lang, "mail-automatic")]);
        letter.fallback = t!(lang, "mail-link-fallback");
        letter
    }

    fn notice(subject: String, paragraphs: Vec<String>, lang: Lang) -> Self {
        Self {
            subject,
            greeting: t!(lang, "mail-greeting-plain"),
            paragraphs,
            action: None,
            notes: Vec::new(),
            fallback: String::new(),
        }
    }
}

fn action(label: String, sender: &Sender, path: &str, link: Option<&PlainLink>) -> Option<(String, String)> {
    link.map(|link| (label, format!("{}{path}{}", sender.origin, link.reveal())))
}

fn greeting(lang: Lang, name: &str) -> String {
    match speakable(name) {
        Some(name) => t!(lang, "mail-greeting", name = name),
        None => t!(lang, "mail-greeting-plain"),
    }
}

/// One line of text: control characters become spaces, so nothing reaches a header or a new paragraph.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect::<String>().trim().to_owned()
}

/// A name that mail clients will not turn into a link; somebody whose name looks like an address is greeted without it.
fn speakable(name: &str) -> Option<String> {
    let name = plain(name);
    let chars: Vec<char> = name.chars().collect();
    let dotted = chars.windows(3).any(|w| w[0].is_alphanumeric() && w[1] == '.' && w[2].is_alphanumeric());
    (!name.is_empty()
        && name.chars().count() <= 100
        && !dotted
        && !name.contains(['/', '@', '\\', '<', '>', ':', '[', ']']))
    .then_some(name)
}

/// `29.11.2026, 14:20 Uhr (MEZ)`; mail has no account page to ask for a time zone, so it names the one it uses.
fn date(unix: i64) -> String {
    let zone = TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC);
    Timestamp::from_second(unix)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_zoned(zone)
        .strftime("%d.%m.%Y, %H:%M Uhr (%Z)")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r41_names_that_look_like_links_or_headers_are_not_spoken() {
        for good in ["Ada Lovelace", "Dr. Jörg Müller-Lüdenscheidt", "J. R. R. Tolkien", "O’Hara", "李雷", "محمد"]
        {
            assert_eq!(speakable(good).as_deref(), Some(good));
        }
        for bad in [
            "evil.example",
            "www.evil.example",
            "https://evil.example/x",
            "x@evil.example",
            "<a href=x>",
            "Klick: http",
            "[hier](x)",
            "",
            "a/b",
        ] {
            assert_eq!(speakable(bad), None, "{bad}");
        }
        assert_eq!(speakable("Ada\r\nBcc: x").as_deref(), None);
        assert_eq!(plain("Grund\r\nBcc: x"), "Grund  Bcc: x");
    }
}
