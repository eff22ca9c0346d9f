//! Reading a body: limits first, tree second.
//!
//! Nesting is counted over the bytes before any value is built, so a hostile body costs one pass and no stack.
//! NUL characters are refused because `PostgreSQL` cannot store them; lone surrogates because they are no Unicode text.
//! A byte order mark before the text is passed over, as RFC 8259 section 8.1 allows: whole families of clients write one.
//! Of duplicate member names the last one wins, as in `serde_json`. Its own reader of values is not used: in an object that starts with
//! a member of a certain name it reads that member's text as JSON once more, which no scan of the body has seen.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::error::ScimError;
use super::limits::MAX_JSON_DEPTH;

/// SCIM's content type, exactly, without charset (RFC 7644 section 8.1).
pub const SCIM_JSON: &str = "application/scim+json";
/// The other one that is spoken.
pub const JSON: &str = "application/json";

/// Parses a body into a value, or says with `invalidSyntax` where it is broken.
pub fn parse(body: &[u8]) -> Result<Value, ScimError> {
    let body = without_mark(body);
    scan(body)?;
    serde_json::from_slice(body).map(|Plain(value)| value).map_err(|error| {
        ScimError::syntax(format!(
            "The request body is not valid JSON (line {}, column {}).",
            error.line(),
            error.column()
        ))
    })
}

/// The text behind a byte order mark, if there is one.
pub fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body)
}

/// Parses a body that must be one JSON object, as every SCIM message is.
pub fn parse_object(body: &[u8]) -> Result<Map<String, Value>, ScimError> {
    match parse(body)? {
        Value::Object(object) => Ok(object),
        _ => Err(ScimError::syntax("The request body must be a JSON object.")),
    }
}

/// The digits of a number without a fraction, however it is written: JSON has one kind of number, so `5.0` is 5.
pub fn whole_digits(number: &Number) -> Option<String> {
    if number.is_i64() || number.is_u64() {
        return Some(number.to_string());
    }
    number.as_f64().filter(|value| value.fract() == 0.0).map(|value| format!("{value:.0}"))
}

/// A number without a fraction that 64 bits can hold, in its canonical form.
pub fn whole_number(value: Value) -> Option<Value> {
    if value.is_i64() || value.is_u64() {
        return Some(value);
    }
    whole_digits(value.as_number()?)?.parse::<i64>().ok().map(Value::from)
}

/// One pass over the bytes: depth of nesting, and NUL in strings however it is written.
fn scan(body: &[u8]) -> Result<(), ScimError> {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        match (in_string, byte) {
            (_, 0) => return Err(nul()),
            (true, b'\\') => {
                if body[at..].starts_with(b"\\u0000") {
                    return Err(nul());
                }
                at += 1; // the escaped byte is skipped, be it a quote or a backslash
            }
            (_, b'"') => in_string = !in_string,
            (false, b'{' | b'[') => {
                depth += 1;
                if depth > MAX_JSON_DEPTH {
                    return Err(ScimError::syntax(format!(
                        "The request body is nested deeper than {MAX_JSON_DEPTH} levels."
                    )));
                }
            }
            (false, b'}' | b']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    Ok(())
}

fn nul() -> ScimError {
    ScimError::syntax("The request body contains a NUL character, which no attribute can hold.")
}

/// A value in which every member is what its name says.
struct Plain(Value);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Self)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(truth.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Plain(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((name, Plain(value))) = members.next_entry()? {
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::protocol::ScimType;

    fn refused(body: &str) -> bool {
        parse(body.as_bytes()).is_err_and(|error| error.scim_type == Some(ScimType::InvalidSyntax))
    }

    #[test]
    fn thirty_two_levels_pass_and_thirty_three_do_not() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(!refused(&nested(MAX_JSON_DEPTH)));
        assert!(refused(&nested(MAX_JSON_DEPTH + 1)));
        assert!(refused(&"[".repeat(100_000)));
    }

    #[test]
    fn brackets_and_quotes_inside_strings_do_not_count() {
        let text = format!(r#"{{"a":"\"{}\\"}}"#, "[".repeat(100));
        assert!(!refused(&text));
    }

    #[test]
    fn nul_and_lone_surrogates_are_refused() {
        assert!(refused(r#"{"a":"\u0000"}"#));
        assert!(refused("{\"a\":\"\0\"}"));
        assert!(refused(r#"{"a":"\ud800"}"#));
        assert!(refused(r#"{"a":"\udc00x"}"#));
        assert!(!refused(r#"{"a":"\\u0000"}"#), "an escaped backslash before u0000 is plain text");
        assert!(!refused(r#"{"a":"\ud83d\ude00"}"#));
    }

    #[test]
    fn of_duplicate_names_the_last_one_wins() {
        assert_eq!(parse(br#"{"a":1,"a":2}"#).unwrap()["a"], 2);
    }

    #[test]
    fn no_member_has_a_meaning_of_its_own() {
        for name in
            ["$serde_json::private::RawValue", "\\u0024serde_json::private::RawValue", "$serde_json::private::Number"]
        {
            for text in ["", "1", "[[[[", r#"\"\\u0000\""#] {
                let body = format!(r#"{{"a":{{"{name}":"{text}"}}}}"#);
                let value = parse(body.as_bytes()).unwrap();
                let member = value["a"].as_object().unwrap().values().next().unwrap();
                assert_eq!(member, &serde_json::from_str::<String>(&format!("\"{text}\"")).unwrap(), "{body}");
            }
        }
    }

    #[test]
    fn a_number_stays_the_same_however_often_it_is_passed_on() {
        for text in ["8.354804226660215e-307", "123450000000000000000396750130", "0.1", "-1.7976931348623157e308"] {
            let once = parse(text.as_bytes()).unwrap();
            assert_eq!(once.as_f64().unwrap().to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
            assert_eq!(parse(once.to_string().as_bytes()), Ok(once));
        }
    }

    #[test]
    fn whole_numbers_are_so_however_they_are_written() {
        let read = |text: &str| whole_number(parse(text.as_bytes()).unwrap()).map(|value| value.to_string());
        for (text, whole) in
            [("-0", "0"), ("5.0", "5"), ("-7e2", "-700"), ("18446744073709551615", "18446744073709551615")]
        {
            assert_eq!(read(text).as_deref(), Some(whole), "{text}");
        }
        for text in ["0.5", "18446744073709551616", "1e300", "\"5\"", "true"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_body_that_is_no_object_is_refused() {
        assert!(parse_object(b"[]").is_err());
        assert!(parse_object(b"").is_err());
        assert!(parse_object(b"{}").is_ok());
    }
}
