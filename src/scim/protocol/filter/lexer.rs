//! Cuts a filter or path into tokens and checks every limit on them.

use super::super::limits::{MAX_FILTER_BYTES, MAX_FILTER_DEPTH, MAX_FILTER_TERMS};
use super::ParseError;

/// A token and where it starts, in characters from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind<'a>,
    /// Where it starts.
    pub position: usize,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind<'a> {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `[`
    OpenBracket,
    /// `]`
    CloseBracket,
    /// A quoted text, unescaped.
    Text(String),
    /// Everything else up to a space, bracket or quote: names, operators, numbers.
    Word(&'a str),
}

/// The tokens of `text`, when it keeps the limits.
pub fn tokens(text: &str) -> Result<Vec<Token<'_>>, ParseError> {
    if text.len() > MAX_FILTER_BYTES {
        return Err(ParseError::whole(format!("it is longer than {MAX_FILTER_BYTES} bytes")));
    }
    let tokens = split(text)?;
    check_limits(&tokens)?;
    Ok(tokens)
}

fn split(text: &str) -> Result<Vec<Token<'_>>, ParseError> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut position = 1;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = match first {
            ' ' | '\t' => (None, 1),
            '(' => (Some(TokenKind::Open), 1),
            ')' => (Some(TokenKind::Close), 1),
            '[' => (Some(TokenKind::OpenBracket), 1),
            ']' => (Some(TokenKind::CloseBracket), 1),
            '"' => {
                let length = quoted_length(rest).ok_or_else(|| ParseError::at(position, "unfinished text"))?;
                let text: String = serde_json::from_str(&rest[..length])
                    .map_err(|_| ParseError::at(position, "text that is no JSON string"))?;
                if text.contains('\0') {
                    return Err(ParseError::at(position, "a NUL character"));
                }
                (Some(TokenKind::Text(text)), length)
            }
            _ => {
                let length = rest.find([' ', '\t', '(', ')', '[', ']', '"']).unwrap_or(rest.len());
                let word = &rest[..length];
                if word.contains('\0') {
                    return Err(ParseError::at(position, "a NUL character"));
                }
                (Some(TokenKind::Word(word)), length)
            }
        };
        if let Some(kind) = kind {
            tokens.push(Token { kind, position });
        }
        position += rest[..length].chars().count();
        rest = &rest[length..];
    }
    Ok(tokens)
}

/// Length in bytes of the quoted text at the start of `rest`, quotes included.
fn quoted_length(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn check_limits(tokens: &[Token<'_>]) -> Result<(), ParseError> {
    let mut depth = 0_usize;
    let mut terms = 1;
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open | TokenKind::OpenBracket => {
                depth += 1;
                if depth > MAX_FILTER_DEPTH {
                    return Err(ParseError::at(token.position, format!("more than {MAX_FILTER_DEPTH} nested groups")));
                }
            }
            TokenKind::Close | TokenKind::CloseBracket => depth = depth.saturating_sub(1),
            TokenKind::Word(word) if brings_a_term(word, index + 1 == tokens.len()) => {
                terms += 1;
                if terms > MAX_FILTER_TERMS {
                    return Err(ParseError::at(token.position, format!("more than {MAX_FILTER_TERMS} terms")));
                }
            }
            TokenKind::Text(_) | TokenKind::Word(_) => {}
        }
    }
    Ok(())
}

/// Whether one more comparison comes with the word. `].name` brings one, except at the end of a path, where it only names a part.
fn brings_a_term(word: &str, is_last: bool) -> bool {
    word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("or") || (word.starts_with('.') && !is_last)
}
