//! Reading a body: limits first, tree second.
//!
//! Nesting is counted over the bytes before any value is built, so a hostile body costs one pass and no stack.
//! NUL characters are refused because `PostgreSQL` cannot store them; lone surrogates because they are no Unicode text.
//! Of duplicate member names the last one wins, as in `serde_json`.

use serde_json::{Map, Number, Value};

use super::error::ScimError;
use super::limits::MAX_JSON_DEPTH;

/// SCIM's content type, exactly, without charset (RFC 7644 section 8.1).
pub const SCIM_JSON: &str = "application/scim+json";
/// The other one that is spoken.
pub const JSON: &str = "application/json";

/// Parses a body into a value, or says with `invalidSyntax` where it is broken.
pub fn parse(body: &[u8]) -> Result<Value, ScimError> {
    scan(body)?;
    serde_json::from_slice(body).map_err(|error| {
        ScimError::syntax(format!(
            "The request body is not valid JSON (line {}, column {}).",
            error.line(),
            error.column()
        ))
    })
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
    fn a_body_that_is_no_object_is_refused() {
        assert!(parse_object(b"[]").is_err());
        assert!(parse_object(b"").is_err());
        assert!(parse_object(b"{}").is_ok());
    }
}
