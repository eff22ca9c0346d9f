//! What is kept of a request may be read by every administrator of the account for 30 days: secrets are taken out before.
//!
//! A text without any word that goes with secrets is kept as it came. Else it must be JSON, whose secret values are covered; what cannot be
//! read is not kept. Hidden spellings (`"p\u0061ssword"`) count as suspicious, too.

use serde_json::Value;

use crate::domain::request_log::Kept;
use crate::domain::secrets::MARK;

/// Largest body that is kept, in bytes.
const MOST: usize = 16 * 1024;
/// Stands for what was taken out.
const COVER: &str = "•••";
/// Parts of names whose values are secret.
const SECRET_NAMES: [&str; 11] = [
    "password",
    "passwd",
    "passwort",
    "kennwort",
    "passphrase",
    "secret",
    "credential",
    "token",
    "apikey",
    "privatekey",
    "authorization",
];
/// Members of messages whose texts name attributes and hold no values.
const NAMING: [&str; 5] = ["path", "schemas", "attributes", "excludedattributes", "sortby"];

/// Takes secrets out of one request: those everybody knows, and the write-only attributes of the account.
#[derive(Debug, Default)]
pub struct Redaction {
    own: Vec<String>,
    taken: Vec<String>,
}

impl Redaction {
    /// With the names of the account's write-only attributes.
    pub fn with(own: impl IntoIterator<Item = String>) -> Self {
        Self { own: own.into_iter().map(|name| letters(&name)).collect(), taken: Vec::new() }
    }

    /// A body as it is kept.
    pub fn body(&mut self, body: &[u8]) -> Kept {
        Kept { bytes: body.len(), text: self.kept(body) }
    }

    fn kept(&mut self, body: &[u8]) -> Option<String> {
        if body.is_empty() || body.len() > MOST {
            return None;
        }
        let text = std::str::from_utf8(body).ok()?;
        if !self.is_suspicious(text) {
            return Some(text.to_owned());
        }
        let mut value = serde_json::from_str(text).ok()?;
        self.cover(&mut value);
        Some(value.to_string())
    }

    /// Method and address; of a query without the values that may be secret.
    pub fn call(&mut self, method: &str, path: &str, query: Option<&str>) -> String {
        let path = percent_decoded(path);
        let path = if self.is_secret_text(&path) { format!("/{COVER}") } else { path };
        let mut call = format!("{method} {path}");
        for (index, (name, value)) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).enumerate() {
            let secret = self.is_secret_name(&name) || self.is_secret_text(&value);
            let naming = NAMING.contains(&name.to_ascii_lowercase().as_str()) && !value.contains(MARK);
            call.push(if index == 0 { '?' } else { '&' });
            call.push_str(if name.contains(MARK) { COVER } else { &name });
            call.push('=');
            if secret && !naming {
                self.remember(&value);
                call.push_str(COVER);
            } else {
                call.push_str(&value);
            }
        }
        call.chars().filter(|c| !c.is_control()).collect()
    }

    /// A sentence about the request, which may quote what was taken out of it.
    pub fn sentence(&self, sentence: &str) -> String {
        let mut sentence = sentence.to_owned();
        for taken in self.taken.iter().filter(|taken| taken.chars().count() > 2) {
            sentence = sentence.replace(taken.as_str(), COVER);
        }
        if sentence.contains(MARK) { COVER.to_owned() } else { sentence }
    }

    /// Whether a text is one that must not be kept.
    pub fn covers(&self, text: &str) -> bool {
        self.is_secret_text(text) || self.taken.iter().any(|taken| taken == text)
    }

    fn is_suspicious(&self, text: &str) -> bool {
        if text.contains("\\u") {
            return true;
        }
        let text = letters(text);
        self.names().any(|name| text.contains(name))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        SECRET_NAMES.into_iter().chain(["pwd", "einlasslivescim", "bearer"]).chain(self.own.iter().map(String::as_str))
    }

    fn is_secret_name(&self, name: &str) -> bool {
        let name = letters(name.rsplit([':', '.']).next().unwrap_or(name));
        name == "pwd" || SECRET_NAMES.iter().any(|secret| name.contains(secret)) || self.own.contains(&name)
    }

    /// Whether one of the words of a text goes with a secret that may stand beside it.
    fn is_secret_text(&self, text: &str) -> bool {
        let lower = text.to_ascii_lowercase();
        if text.contains(MARK) || lower.trim_start().starts_with("bearer ") || lower.trim_start().starts_with("basic ")
        {
            return true;
        }
        text.split(|c: char| !c.is_alphanumeric()).any(|word| {
            let own = self.own.iter().map(String::as_str);
            ["pwd"].into_iter().chain(SECRET_NAMES).chain(own).any(|secret| spells(word, secret))
        })
    }

    fn cover(&mut self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                let names_secret = members.iter().any(|(name, path)| {
                    name.eq_ignore_ascii_case("path") && path.as_str().is_some_and(|path| self.is_secret_text(path))
                });
                for (name, value) in members.iter_mut() {
                    if self.is_secret_name(name) || (names_secret && name.eq_ignore_ascii_case("value")) {
                        self.take(value);
                    } else if !(NAMING.contains(&name.to_ascii_lowercase().as_str()) && names_only(value)) {
                        self.cover(value);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.cover(item)),
            Value::String(text) if self.is_secret_text(text) => self.take(value),
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn take(&mut self, value: &mut Value) {
        if let Value::String(text) = value {
            let text = std::mem::take(text);
            self.remember(&text);
        }
        *value = COVER.into();
    }

    /// What was taken out, and what stands quoted in it: a sentence may repeat either.
    fn remember(&mut self, text: &str) {
        self.taken.push(text.to_owned());
        self.taken.extend(text.split('"').skip(1).step_by(2).map(str::to_owned));
    }
}

/// Whether these are names of attributes and hold no value: neither a quoted text nor a token.
fn names_only(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.contains(['"', ' ']) && !text.contains(MARK),
        Value::Array(items) => items.iter().all(names_only),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
        Value::Object(_) => false,
    }
}

/// The letters and digits of a name, small.
fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    letters.extend(spelling(text).map(char::from));
    letters
}

/// By bytes: no part of a character beyond ASCII is an ASCII letter.
fn spelling(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase())
}

/// Whether the letters of a text are these.
fn spells(text: &str, letters: &str) -> bool {
    text.len() >= letters.len() && spelling(text).eq(letters.bytes())
}

fn percent_decoded(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    // The decoder of forms, which reads `+` as a blank.
    let form = path.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(form.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "Regenschirm47";

    fn kept(body: &str) -> Option<String> {
        Redaction::with(["licencePlate".to_owned()]).body(body.as_bytes()).text
    }

    #[test]
    fn secrets_are_covered_however_they_are_spelt_and_the_rest_stays() {
        for body in [
            r#"{"userName": "ada", "password": "Regenschirm47"}"#,
            r#"{"userName": "ada", "PassWord": "Regenschirm47"}"#,
            r#"{"userName": "ada", "p\u0061ssword": "Regenschirm47"}"#,
            r#"{"userName": "ada", "urn:ietf:params:scim:schemas:core:2.0:User:password": "Regenschirm47"}"#,
            r#"{"userName": "ada", "urn:x": {"licencePlate": "Regenschirm47"}}"#,
            r#"{"userName": "ada", "urn:x": {"client_secret": ["Regenschirm47"]}}"#,
            r#"{"userName": "ada", "Operations": [{"op": "replace", "path": "password", "value": "Regenschirm47"}]}"#,
            r#"{"userName": "ada", "Operations": [{"op": "add", "Path": "urn:x:licencePlate", "Value": {"a": "Regenschirm47"}}]}"#,
            r#"{"userName": "ada", "Operations": [{"op": "add", "value": {"password": "Regenschirm47"}}]}"#,
            r#"{"userName": "ada", "Operations": [{"data": {"password": {"value": "Regenschirm47"}}}]}"#,
            r#"{"userName": "ada", "filter": "password eq \"Regenschirm47\""}"#,
            r#"{"userName": "ada", "path": "emails[password eq \"Regenschirm47\"]"}"#,
            r#"{"userName": "ada", "title": "Bearer Regenschirm47"}"#,
            r#"{"userName": "ada", "title": "{\"password\":\"Regenschirm47\"}"}"#,
            r#"{"userName": "ada", "title": "einlass_live_scim_Regenschirm47"}"#,
        ] {
            let text = kept(body).unwrap_or_else(|| panic!("{body} is kept"));
            assert!(!text.contains(SECRET), "{text}");
            assert!(text.contains("ada"), "{text}");
        }
    }

    #[test]
    fn what_is_suspicious_and_no_json_is_not_kept() {
        for body in [
            r#"{"password": "Regenschirm47""#,
            r#"{"p\u0061ssword": "Regenschirm47" x"#,
            "password=Regenschirm47",
            "\u{feff}{\"secret\": \"Regenschirm47\"}x",
        ] {
            assert_eq!(kept(body), None, "{body}");
        }
        assert_eq!(kept(r#"{"userName": "ada", x"#).as_deref(), Some(r#"{"userName": "ada", x"#));
        assert!(Redaction::default().body(&[0xff, 0xfe]).text.is_none());
        let deep = format!("{{\"password\":{}1{}}}", "[".repeat(3000), "]".repeat(3000));
        assert_eq!(kept(&deep), None);
        let large = format!("{{\"title\":\"{}\"}}", "x".repeat(MOST));
        let kept = Redaction::default().body(large.as_bytes());
        assert_eq!((kept.bytes, kept.text), (large.len(), None));
    }

    #[test]
    fn addresses_and_sentences_are_covered_too() {
        let mut redaction = Redaction::default();
        let call = redaction.call(
            "GET",
            "/Users",
            Some("filter=password+eq+%22Regenschirm47%22&access_token=Regenschirm47&attributes=password&count=1"),
        );
        assert_eq!(call, "GET /Users?filter=•••&access_token=•••&attributes=password&count=1");
        assert!(!redaction.sentence("The filter password eq \"Regenschirm47\" is none").contains(SECRET));
        let call = Redaction::default().call("GET", "/Users/a%2Bb%20c", Some("filter=userName eq \"ada\""));
        assert_eq!(call, "GET /Users/a+b c?filter=userName eq \"ada\"");
        assert!(!Redaction::default().call("GET", "/Users/einlass_live_scim_x", None).contains("live"));
    }

    #[test]
    fn ordinary_people_are_kept_as_they_came() {
        let body = r#"{"userName":"ada@beispiel.example","title":"Secretary","name":{"familyName":"Tokenhofer"}}"#;
        let text = kept(body).expect("kept");
        assert!(text.contains("Secretary") && text.contains("Tokenhofer"), "{text}");
    }
}
