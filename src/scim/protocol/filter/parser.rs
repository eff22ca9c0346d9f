//! Recursive descent over the tokens; their nesting is bounded, so the recursion is too.

use serde_json::Value;

use super::super::dialects;
use super::super::path::{AttrPath, is_name};
use super::lexer::{Token, TokenKind};
use super::{CompareOp, Filter, ParseError};

/// A cursor over tokens.
pub struct Parser<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    end: usize,
    bare_text: bool,
}

impl<'a> Parser<'a> {
    /// A cursor at the first token of `text`.
    pub fn new(text: &str, tokens: &'a [Token<'a>]) -> Self {
        Self { tokens, at: 0, end: text.chars().count() + 1, bare_text: false }
    }

    /// The same, to whom a word is a text where a value stands.
    pub const fn with_bare_text(self) -> Self {
        Self { bare_text: true, ..self }
    }

    /// Parses `or`.
    pub fn filter(&mut self) -> Result<Filter, ParseError> {
        let mut parts = vec![self.and()?];
        while self.take_word("or") {
            parts.push(self.and()?);
        }
        Ok(one_or(parts, Filter::Or))
    }

    fn and(&mut self) -> Result<Filter, ParseError> {
        let mut parts = vec![self.factor()?];
        while self.take_word("and") {
            parts.push(self.factor()?);
        }
        Ok(one_or(parts, Filter::And))
    }

    fn factor(&mut self) -> Result<Filter, ParseError> {
        if self.take(&TokenKind::Open) {
            return self.group();
        }
        let negated = matches!(self.kind(), Some(TokenKind::Word(word)) if word.eq_ignore_ascii_case("not"))
            && matches!(self.tokens.get(self.at + 1).map(|token| &token.kind), Some(TokenKind::Open));
        if negated {
            self.at += 2;
            return Ok(Filter::Not(Box::new(self.group()?)));
        }
        self.term()
    }

    /// The rest of a group whose opening parenthesis has been read.
    fn group(&mut self) -> Result<Filter, ParseError> {
        let inner = self.filter()?;
        if self.take(&TokenKind::Close) { Ok(inner) } else { Err(self.unexpected("a closing parenthesis")) }
    }

    fn term(&mut self) -> Result<Filter, ParseError> {
        let path = self.attr_path()?;
        if let Some(filter) = self.value_filter()? {
            let Some((sub, position)) = self.sub_attribute() else {
                return Ok(Filter::ValuePath { path, filter: Box::new(filter) });
            };
            if !is_name(sub) {
                return Err(ParseError::at(position, "a sub-attribute was expected"));
            }
            let (op, value) = self.comparison()?;
            return Ok(dialects::value_path_with_sub_attribute(path, filter, sub, op, value));
        }
        if self.take_word("pr") {
            return Ok(Filter::Present(path));
        }
        let (op, value) = self.comparison()?;
        Ok(Filter::Compare { path, op, value })
    }

    /// Parses an attribute path.
    pub fn attr_path(&mut self) -> Result<AttrPath, ParseError> {
        match self.tokens.get(self.at) {
            Some(Token { kind: TokenKind::Word(word), position }) => {
                let path =
                    AttrPath::split(word).ok_or_else(|| ParseError::at(*position, "an attribute name was expected"))?;
                self.at += 1;
                Ok(path)
            }
            _ => Err(self.unexpected("an attribute name")),
        }
    }

    /// Parses `[filter]` when it is there.
    pub fn value_filter(&mut self) -> Result<Option<Filter>, ParseError> {
        if !self.take(&TokenKind::OpenBracket) {
            return Ok(None);
        }
        let filter = self.filter()?;
        if self.take(&TokenKind::CloseBracket) { Ok(Some(filter)) } else { Err(self.unexpected("a closing bracket")) }
    }

    /// The name behind a dot that follows a closing bracket, and its position.
    pub fn sub_attribute(&mut self) -> Option<(&'a str, usize)> {
        let token = self.tokens.get(self.at)?;
        let TokenKind::Word(word) = &token.kind else {
            return None;
        };
        let sub = word.strip_prefix('.')?;
        self.at += 1;
        Some((sub, token.position))
    }

    fn comparison(&mut self) -> Result<(CompareOp, Value), ParseError> {
        let op = match self.kind() {
            Some(TokenKind::Word(word)) => CompareOp::parse(word),
            _ => None,
        };
        let Some(op) = op else {
            return Err(self.unexpected("an operator"));
        };
        self.at += 1;
        let value = match self.kind() {
            Some(TokenKind::Text(text)) => Some(Value::String(text.clone())),
            Some(TokenKind::Word(word)) => match serde_json::from_str::<Value>(word) {
                // A number that would be written otherwise is an id as often as not: its digits are kept.
                Ok(Value::Number(number)) if self.bare_text && number.to_string() != *word => {
                    Some(Value::String((*word).to_owned()))
                }
                Ok(value) => Some(value).filter(|value| !value.is_string()),
                Err(_) if self.bare_text && !is_keyword(word) && !is_quoted(word) => {
                    Some(Value::String((*word).to_owned()))
                }
                Err(_) => None,
            },
            _ => None,
        };
        let Some(value) = value else {
            return Err(self.unexpected("a value (text in double quotes, a number, true, false or null)"));
        };
        self.at += 1;
        Ok((op, value))
    }

    /// Demands that everything was read.
    pub fn end(&self) -> Result<(), ParseError> {
        if self.at == self.tokens.len() { Ok(()) } else { Err(self.unexpected("the end, `and` or `or`")) }
    }

    fn kind(&self) -> Option<&'a TokenKind<'a>> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn take(&mut self, kind: &TokenKind<'_>) -> bool {
        let taken = self.kind() == Some(kind);
        self.at += usize::from(taken);
        taken
    }

    fn take_word(&mut self, keyword: &str) -> bool {
        let taken = matches!(self.kind(), Some(TokenKind::Word(word)) if word.eq_ignore_ascii_case(keyword));
        self.at += usize::from(taken);
        taken
    }

    fn unexpected(&self, wanted: &str) -> ParseError {
        let position = self.tokens.get(self.at).map_or(self.end, |token| token.position);
        ParseError::at(position, format!("{wanted} was expected"))
    }
}

/// Words that stand between comparisons.
fn is_keyword(word: &str) -> bool {
    ["and", "or", "not"].iter().any(|keyword| word.eq_ignore_ascii_case(keyword))
}

/// Quotes that are none of JSON's would be taken for a part of the text, which nobody means: the filter would find nobody.
fn is_quoted(word: &str) -> bool {
    word.starts_with(['\'', '`', '‘', '’', '“', '”', '„', '«', '»'])
}

fn one_or(mut parts: Vec<Filter>, many: fn(Vec<Filter>) -> Filter) -> Filter {
    if parts.len() == 1 { parts.remove(0) } else { many(parts) }
}
