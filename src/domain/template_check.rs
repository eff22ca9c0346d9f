//! What would be stored of the people whom a `OneLogin` template describes, and what it lacks (product B22, B24). Pure.
//!
//! A template is a SCIM User with macros (`{$user.email}`) in place of values. It is judged with an example person, so that the answer is
//! what an administrator would see in the list.

use serde_json::{Map, Value};

/// More than any real template needs.
pub const MAX_CHARACTERS: usize = 20_000;

/// What a template says about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The attribute, as SCIM names it.
    pub attribute: String,
    /// What stands in the template.
    pub template: String,
    /// What would be stored of the example person; empty where a macro is none of those known here.
    pub example: String,
}

/// What a template lacks, or has for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Longer than [`MAX_CHARACTERS`].
    TooLong,
    /// No JSON; where it stops being some.
    NotJson {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// JSON, but no object.
    NotAnObject,
    /// `schemas` does not name the SCIM User.
    NoSchema,
    /// There is no `userName`.
    NoUserName,
    /// There is no address in `emails`.
    NoEmails,
    /// `userName` is no address: people are matched by it, so `scimusername` should be set to Email.
    UserNameIsNoAddress,
    /// There is no name, so people are called by their address.
    NoName,
    /// Nothing is done with this attribute.
    Unknown(String),
    /// This macro is none that is known here.
    UnknownMacro(String),
}

impl Finding {
    /// With this, nobody would arrive, or nobody could be invited.
    pub const fn refuses(&self) -> bool {
        matches!(
            self,
            Self::TooLong
                | Self::NotJson { .. }
                | Self::NotAnObject
                | Self::NoSchema
                | Self::NoUserName
                | Self::NoEmails
        )
    }
}

/// The judgement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// What would be stored.
    pub stored: Vec<Stored>,
    /// What to mend, the gravest first.
    pub findings: Vec<Finding>,
}

const USER_SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// What people of the example are made of.
const MACROS: [(&str, &str); 9] = [
    ("{$parameters.scimusername}", "ada@beispiel.example"),
    ("{$user.email}", "ada@beispiel.example"),
    ("{$user.firstname}", "Ada"),
    ("{$user.lastname}", "Lovelace"),
    ("{$user.phone}", "+49 30 1234567"),
    ("{$user.id}", "12345678"),
    ("{$user.username}", "ada"),
    ("{$user.department}", "Entwicklung"),
    ("{$user.title}", "Mathematikerin"),
];
/// Attributes of RFC 7643 4.1 that are stored as they are sent.
const KEPT: [&str; 15] = [
    "nickName",
    "profileUrl",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "ims",
    "photos",
    "addresses",
    "entitlements",
    "roles",
    "x509Certificates",
    "displayName",
    "externalId",
];

/// Judges a template.
pub fn check(text: &str) -> Checked {
    let refused = |finding| Checked { stored: Vec::new(), findings: vec![finding] };
    if text.chars().count() > MAX_CHARACTERS {
        return refused(Finding::TooLong);
    }
    let template = match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(template)) => template,
        Ok(_) => return refused(Finding::NotAnObject),
        Err(error) => return refused(Finding::NotJson { line: error.line().max(1), column: error.column().max(1) }),
    };
    let mut checked = Checked::default();
    let named = template.get("schemas").and_then(Value::as_array);
    if !named.is_some_and(|urns| {
        urns.iter().any(|urn| urn.as_str().is_some_and(|urn| urn.eq_ignore_ascii_case(USER_SCHEMA)))
    }) {
        checked.findings.push(Finding::NoSchema);
    }
    identity(&template, &mut checked);
    for (name, value) in &template {
        other(name, value, &mut checked);
    }
    let mut unknown: Vec<_> = checked.stored.iter().flat_map(|stored| unknown_macros(&stored.template)).collect();
    unknown.dedup();
    checked.findings.extend(unknown.into_iter().map(Finding::UnknownMacro));
    checked.findings.sort_by_key(|finding| !finding.refuses());
    checked
}

/// By which name, address and number somebody is known.
fn identity(template: &Map<String, Value>, checked: &mut Checked) {
    match text(get(template, "userName")) {
        Some(name) => {
            if !rendered(&name).contains('@') {
                checked.findings.push(Finding::UserNameIsNoAddress);
            }
            store(checked, "userName", name);
        }
        None => checked.findings.push(Finding::NoUserName),
    }
    let name = get(template, "name").and_then(Value::as_object);
    let parts = ["givenName", "familyName", "formatted"];
    let parts = parts.map(|part| Some((part, text(get(name?, part))?)));
    if parts.iter().all(Option::is_none) && text(get(template, "displayName")).is_none() {
        checked.findings.push(Finding::NoName);
    }
    for (part, value) in parts.into_iter().flatten() {
        store(checked, &format!("name.{part}"), value);
    }
    let emails = entries(get(template, "emails"));
    if emails.is_empty() {
        checked.findings.push(Finding::NoEmails);
    }
    for value in emails {
        store(checked, "emails", value);
    }
    for value in entries(get(template, "phoneNumbers")) {
        store(checked, "phoneNumbers", value);
    }
}

fn other(name: &str, value: &Value, checked: &mut Checked) {
    const READ: [&str; 5] = ["schemas", "userName", "name", "emails", "phoneNumbers"];
    let is = |known: &&str| known.eq_ignore_ascii_case(name);
    if is(&"active") {
        store(checked, "active", value.to_string().trim_matches('"').to_owned());
    } else if name.starts_with("urn:") || KEPT.iter().any(is) {
        store(checked, name, value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned));
    } else if !READ.iter().any(is) {
        checked.findings.push(Finding::Unknown(name.chars().take(100).collect()));
    }
}

fn store(checked: &mut Checked, attribute: &str, template: String) {
    let example = rendered(&template);
    checked.stored.push(Stored { attribute: attribute.to_owned(), template, example });
}

/// SCIM compares the names of attributes without case (RFC 7643 2.1).
fn get<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
}

/// The values of a list of `{"value": …}`; one object counts as a list of one.
fn entries(value: Option<&Value>) -> Vec<String> {
    let all = match value {
        Some(Value::Array(all)) => all.as_slice(),
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        _ => &[],
    };
    all.iter().filter_map(|entry| text(entry.as_object().and_then(|entry| get(entry, "value")))).collect()
}

fn rendered(template: &str) -> String {
    let known = MACROS.iter().fold(template.to_owned(), |text, (name, value)| text.replace(name, value));
    unknown_macros(&known).iter().fold(known.clone(), |text, name| text.replace(name.as_str(), "")).trim().to_owned()
}

/// `{$…}` that is none of [`MACROS`].
fn unknown_macros(text: &str) -> Vec<String> {
    let starts = text.match_indices("{$").map(|(at, _)| &text[at..]);
    let all = starts.filter_map(|rest| rest.find('}').map(|end| &rest[..=end]));
    all.filter(|found| MACROS.iter().all(|(name, _)| name != found))
        .map(|found| found.chars().take(100).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = include_str!("../../public/onelogin-scim-template.json");

    fn stored(checked: &Checked) -> Vec<(&str, &str)> {
        checked.stored.iter().map(|one| (one.attribute.as_str(), one.example.as_str())).collect()
    }

    #[test]
    fn the_article_s_template_is_complete() {
        let checked = check(ARTICLE);
        assert_eq!(checked.findings, []);
        assert_eq!(
            stored(&checked),
            [
                ("userName", "ada@beispiel.example"),
                ("name.givenName", "Ada"),
                ("name.familyName", "Lovelace"),
                ("name.formatted", "Ada Lovelace"),
                ("emails", "ada@beispiel.example"),
                ("phoneNumbers", "+49 30 1234567"),
            ]
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        for (from, to, finding) in [
            ("\"emails\"", "\"mails\"", Finding::NoEmails),
            ("\"userName\"", "\"username2\"", Finding::NoUserName),
            ("core:2.0:User", "core:2.0:Group", Finding::NoSchema),
            ("{$parameters.scimusername}", "{$user.username}", Finding::UserNameIsNoAddress),
            ("{$user.phone}", "{$user.mobile}", Finding::UnknownMacro("{$user.mobile}".into())),
            ("\"phoneNumbers\"", "\"fax\"", Finding::Unknown("fax".into())),
        ] {
            let checked = check(&ARTICLE.replace(from, to));
            assert!(checked.findings.contains(&finding), "{from}: {checked:?}");
        }
        let nameless = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"USERNAME":"{$user.email}","emails":{"value":"{$user.email}"},"active":true}"#;
        assert_eq!(check(nameless).findings, [Finding::NoName]);
        assert_eq!(stored(&check(nameless)).last(), Some(&("active", "true")));
    }

    #[test]
    fn what_is_no_template_says_where() {
        assert_eq!(check("").findings, [Finding::NotJson { line: 1, column: 1 }]);
        assert_eq!(check("{\n  \"a\": ,\n}").findings, [Finding::NotJson { line: 2, column: 8 }]);
        assert_eq!(check("[]").findings, [Finding::NotAnObject]);
        assert_eq!(check(&" ".repeat(MAX_CHARACTERS + 1)).findings, [Finding::TooLong]);
        assert!(matches!(check(&"[".repeat(10_000)).findings[..], [Finding::NotJson { .. }]));
        assert!(check("{\"userName\": \"{$\"}").findings.contains(&Finding::NoEmails));
    }
}
