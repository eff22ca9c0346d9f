//! What a mail says, before it is mail: subject, paragraphs, at most one button.

use super::wording::{date, plain, speakable};
use super::{credential_letters, key_letters, scim_letters, sign_up_letters, support_letters};
use crate::domain::outbox::{Mail, Message};
use crate::web::routes;
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
                        mail.link.as_ref().map(|link| routes::INVITATION_LINK.with(lang, link.reveal())),
                    ),
                    notes: vec![
                        t!(lang, "mail-invitation-until", date = date(lang, &mail.time_zone, *expires_at)),
                        t!(lang, "mail-invitation-unexpected"),
                    ],
                    fallback: String::new(),
                }
            }
            Message::InvitationReminder { account_name, display_name, method, expires_at } => {
                let (company, brand, how) = (plain(account_name), sender.brand.as_str(), method.name());
                Self {
                    subject: t!(lang, "mail-reminder-subject", company = company.clone(), brand = brand),
                    greeting: greeting(lang, display_name),
                    paragraphs: vec![
                        t!(lang, "mail-reminder-intro", company = company, brand = brand),
                        t!(lang, "mail-invitation-how", method = how),
                    ],
                    action: action(
                        t!(lang, "mail-invitation-action", method = how),
                        sender,
                        mail.link.as_ref().map(|link| routes::INVITATION_LINK.with(lang, link.reveal())),
                    ),
                    notes: vec![
                        t!(lang, "mail-invitation-until", date = date(lang, &mail.time_zone, *expires_at)),
                        t!(lang, "mail-reminder-once"),
                    ],
                    fallback: String::new(),
                }
            }
            Message::AccountReady { account_name, display_name, method } => Self {
                greeting: greeting(lang, display_name),
                action: action(
                    t!(lang, "mail-account-ready-action"),
                    sender,
                    Some(routes::WELCOME.to(lang).to_owned()),
                ),
                ..Self::notice(
                    t!(lang, "mail-account-ready-subject", brand = sender.brand.as_str()),
                    vec![
                        t!(
                            lang,
                            "mail-account-ready-intro",
                            company = plain(account_name),
                            brand = sender.brand.as_str()
                        ),
                        t!(lang, "mail-account-ready-how", method = method.name()),
                        t!(lang, "mail-account-ready-next", brand = sender.brand.as_str()),
                    ],
                    lang,
                )
            },
            Message::PasswordReset { account_name, expires_at } => Self {
                subject: t!(lang, "mail-password-reset-subject", brand = sender.brand.as_str()),
                greeting: t!(lang, "mail-greeting-plain"),
                paragraphs: vec![t!(lang, "mail-password-reset-intro", company = plain(account_name))],
                action: action(
                    t!(lang, "mail-password-reset-action"),
                    sender,
                    mail.link.as_ref().map(|link| format!("{}?token={}", routes::NEW_PASSWORD.to(lang), link.reveal())),
                ),
                notes: vec![
                    t!(lang, "mail-password-reset-until", date = date(lang, &mail.time_zone, *expires_at)),
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
                credential_letters::second_factor(lang, account_name, *change)
            }
            Message::PasskeyChanged { account_name, change } => {
                credential_letters::passkey(lang, account_name, *change)
            }
            Message::SignInMethodChanged { account_name, method, linked } => {
                credential_letters::method(lang, account_name, *method, *linked)
            }
            Message::AddressChanged { account_name, new_address, by } => Self::notice(
                t!(lang, "mail-address-changed-subject"),
                vec![
                    match (by, new_address) {
                        (Some(by), Some(address)) => t!(
                            lang,
                            "mail-address-changed-by-hand",
                            name = plain(by),
                            company = plain(account_name),
                            address = address.as_str()
                        ),
                        (None, Some(address)) => t!(
                            lang,
                            "mail-address-changed-intro",
                            company = plain(account_name),
                            address = address.as_str()
                        ),
                        (_, None) => t!(lang, "mail-address-removed-intro", company = plain(account_name)),
                    },
                    match by {
                        Some(_) => t!(lang, "mail-address-changed-confirm"),
                        None => t!(lang, "mail-address-changed-sign-in"),
                    },
                    t!(lang, "mail-address-changed-unexpected"),
                ],
                lang,
            ),
            Message::AddressConfirmation { account_name, expires_at } => Self {
                subject: t!(lang, "mail-address-confirmation-subject", brand = sender.brand.as_str()),
                greeting: t!(lang, "mail-greeting-plain"),
                paragraphs: vec![
                    t!(lang, "mail-address-confirmation-intro", company = plain(account_name)),
                    t!(lang, "mail-address-confirmation-how"),
                ],
                action: action(
                    t!(lang, "mail-address-confirmation-action"),
                    sender,
                    mail.link.as_ref().map(|link| format!("{}?token={}", routes::ADDRESS.to(lang), link.reveal())),
                ),
                notes: vec![
                    t!(lang, "mail-address-confirmation-until", date = date(lang, &mail.time_zone, *expires_at)),
                    t!(lang, "mail-address-confirmation-unexpected"),
                ],
                fallback: String::new(),
            },
            Message::SignInAddressMoved { account_name, new_address } => Self::notice(
                t!(lang, "mail-sign-in-address-moved-subject"),
                vec![
                    t!(
                        lang,
                        "mail-sign-in-address-moved-intro",
                        company = plain(account_name),
                        address = new_address.as_str()
                    ),
                    t!(lang, "mail-sign-in-address-moved-unexpected"),
                ],
                lang,
            ),
            Message::SignUp { expires_at } => {
                sign_up_letters::confirm((lang, &mail.time_zone), sender, mail.link.as_ref(), *expires_at)
            }
            Message::SignUpKnown => sign_up_letters::known(lang, sender),
            Message::SignUpBurnt => sign_up_letters::burnt(lang, sender),
            Message::TestDeleted => sign_up_letters::deleted(lang, sender),
            Message::TestEnding { account_name, ends_at, days } => {
                sign_up_letters::ending((lang, &mail.time_zone), sender, account_name, (*ends_at, *days))
            }
            Message::TokenCreated { account_name, method, actor, last4 } => {
                scim_letters::created(lang, sender, account_name, (*method, actor), last4)
            }
            Message::TokenRevoked { account_name, method, actor, reason, ticket, last4 } => {
                let why = (reason.as_str(), ticket.as_deref());
                scim_letters::revoked(lang, sender, account_name, (*method, actor), last4, why)
            }
            Message::TokenRotated { account_name, method, actor, last4, old_last4, until } => scim_letters::rotated(
                (lang, &mail.time_zone),
                sender,
                account_name,
                (*method, actor),
                (last4, old_last4),
                *until,
            ),
            Message::TokenExpiring { account_name, method, last4, expires_at, days } => scim_letters::expiring(
                (lang, &mail.time_zone),
                sender,
                account_name,
                *method,
                last4,
                (*expires_at, *days),
            ),
            Message::TokenExpired { account_name, method, last4 } => {
                scim_letters::expired(lang, sender, account_name, *method, last4)
            }
            Message::ApiKeyChanged { account_name, name, last4, change } => {
                key_letters::changed((lang, &mail.time_zone), sender, account_name, (name, last4), change)
            }
            Message::ConnectionChanged { account_name, method, actor, change } => {
                scim_letters::changed(lang, sender, account_name, (*method, actor), change)
            }
            Message::ScimLapsing { account_name, premium_missing, until, over } => {
                scim_letters::lapsing((lang, &mail.time_zone), sender, account_name, *premium_missing, (*until, *over))
            }
            Message::ScimSilent { account_name, method, last } => {
                scim_letters::silent((lang, &mail.time_zone), sender, account_name, *method, *last)
            }
            Message::AdministratorByRule { account_name, display_name, group } => {
                scim_letters::administrator_by_rule(lang, account_name, display_name, group)
            }
            Message::AdministratorKept { account_name, display_name, group } => {
                let name = named(lang, display_name);
                let (subject, intro) = match group {
                    None => (
                        t!(lang, "mail-administrator-kept-subject", company = plain(account_name)),
                        t!(lang, "mail-administrator-kept-intro", name = name),
                    ),
                    Some(group) => (
                        t!(lang, "mail-administrator-kept-right-subject", company = plain(account_name)),
                        t!(lang, "mail-administrator-kept-right-intro", name = name, group = group_named(lang, group)),
                    ),
                };
                Self::notice(subject, vec![intro, t!(lang, "mail-administrator-kept-next")], lang)
            }
            Message::IdentityChanged { account_name, address, method } => Self::notice(
                t!(lang, "mail-identity-changed-subject", company = plain(account_name)),
                vec![
                    t!(
                        lang,
                        "mail-identity-changed-intro",
                        method = t!(lang, "mail-method", method = method.name()),
                        address = address.as_str()
                    ),
                    t!(lang, "mail-identity-changed-effect"),
                    t!(lang, "mail-identity-changed-next"),
                ],
                lang,
            ),
            Message::LimitReached { account_name, limit } => {
                let n: i64 = *limit;
                Self {
                    action: action(t!(lang, "mail-portal-action"), sender, Some(routes::LICENCES.to(lang).to_owned())),
                    ..Self::notice(
                        t!(lang, "mail-limit-reached-subject", company = plain(account_name)),
                        vec![
                            t!(lang, "mail-limit-reached-intro", n = n),
                            t!(lang, "mail-limit-reached-effect"),
                            t!(lang, "mail-limit-reached-next"),
                        ],
                        lang,
                    )
                }
            }
            Message::Digest { account_name, events } => Self {
                action: action(t!(lang, "mail-portal-action"), sender, Some(routes::AUDIT_LOG.to(lang).to_owned())),
                ..Self::notice(
                    t!(lang, "mail-digest-subject", company = plain(account_name)),
                    std::iter::once(t!(lang, "mail-digest-intro"))
                        .chain(events.iter().map(|event| format!("– {}", subject(mail, event, sender))))
                        .chain(std::iter::once(t!(lang, "mail-digest-choose")))
                        .collect(),
                    lang,
                )
            },
            Message::DomainMissing { account_name, domain, until } => Self {
                action: action(
                    t!(lang, "mail-domain-missing-action"),
                    sender,
                    Some(routes::DOMAINS.to(lang).to_owned()),
                ),
                ..Self::notice(
                    t!(lang, "mail-domain-missing-subject", company = plain(account_name)),
                    vec![
                        t!(lang, "mail-domain-missing-intro", domain = plain(domain)),
                        t!(lang, "mail-domain-missing-effect", date = date(lang, &mail.time_zone, *until)),
                    ],
                    lang,
                )
            },
            Message::SupportAllowed { account_name, actor, until } => {
                support_letters::allowed((lang, &mail.time_zone), sender, account_name, actor, *until)
            }
            Message::RemovalsHeld { account_name, method } => Self {
                action: portal_action(lang, sender),
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

    pub(super) fn notice(subject: String, paragraphs: Vec<String>, lang: Lang) -> Self {
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

/// What a mail about one event would be called.
fn subject(mail: &Mail, event: &Message, sender: &Sender) -> String {
    let alone = Mail {
        id: mail.id,
        to: mail.to.clone(),
        language: mail.language,
        time_zone: mail.time_zone.clone(),
        message: event.clone(),
        link: None,
        created_at: mail.created_at,
        attempt: mail.attempt,
    };
    Letter::write(&alone, sender).subject
}

/// A button that leads to a page of ours.
pub(super) fn action(label: String, sender: &Sender, address: Option<String>) -> Option<(String, String)> {
    address.map(|address| (label, format!("{}{address}", sender.origin)))
}

pub(super) fn portal_action(lang: Lang, sender: &Sender) -> Option<(String, String)> {
    action(t!(lang, "mail-portal-action"), sender, Some(routes::SCIM.to(lang).to_owned()))
}

fn greeting(lang: Lang, name: &str) -> String {
    match speakable(name) {
        Some(name) => t!(lang, "mail-greeting", name = name),
        None => t!(lang, "mail-greeting-plain"),
    }
}

/// A group by its name, where that reads as one.
pub(super) fn group_named(lang: Lang, name: &str) -> String {
    speakable(name).map_or_else(|| t!(lang, "mail-some-group"), |name| t!(lang, "mail-group", name = name))
}

/// A name within a sentence; whoever's looks like an address stays nameless.
pub(super) fn named(lang: Lang, name: &str) -> String {
    speakable(name).unwrap_or_else(|| t!(lang, "mail-somebody"))
}
