//! Filters (RFC 7644 section 3.4.2.2).
//!
//! ```text
//! or        = and *( "or" and )
//! and       = factor *( "and" factor )
//! factor    = ["not"] "(" or ")" | term
//! term      = attrPath "pr" | attrPath op value | attrPath "[" or "]" [ "." name op value ]
//! attrPath  = [urn ":"] name [ "." name ]
//! ```
//! Keywords and operators are matched without case. Length, nesting and number of terms are checked on the flat list
//! of tokens, before a tree exists; the tree is therefore shallow and drops without deep recursion.

mod lexer;
mod parser;

use std::fmt;

use serde_json::Value;

use super::error::{ScimError, ScimType};
use super::path::AttrPath;

pub(super) use lexer::tokens;
pub(super) use parser::Parser;

/// A parsed filter. `And` and `Or` have at least two parts.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// `attribute op value`.
    Compare {
        /// What is compared.
        path: AttrPath,
        /// How.
        op: CompareOp,
        /// With what: text, number, boolean or null.
        value: Value,
    },
    /// `attribute pr`.
    Present(AttrPath),
    /// `attribute[filter]`: some one value of the attribute fulfils the whole filter.
    ValuePath {
        /// The multi-valued attribute.
        path: AttrPath,
        /// What one of its values must fulfil.
        filter: Box<Filter>,
    },
    /// `not (filter)`.
    Not(Box<Filter>),
    /// All of them.
    And(Vec<Filter>),
    /// At least one of them.
    Or(Vec<Filter>),
}

/// Comparison operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareOp {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Contains.
    Co,
    /// Starts with.
    Sw,
    /// Ends with.
    Ew,
    /// Greater than.
    Gt,
    /// Greater than or equal.
    Ge,
    /// Less than.
    Lt,
    /// Less than or equal.
    Le,
}

impl CompareOp {
    /// Every operator.
    pub const ALL: [Self; 9] =
        [Self::Eq, Self::Ne, Self::Co, Self::Sw, Self::Ew, Self::Gt, Self::Ge, Self::Lt, Self::Le];

    /// The operator as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Co => "co",
            Self::Sw => "sw",
            Self::Ew => "ew",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|op| op.as_str().eq_ignore_ascii_case(word))
    }
}

/// Why a text is no filter or path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// Where, counted in characters from 1; `None` when the text as a whole breaks a limit.
    pub position: Option<usize>,
    /// What is wrong there.
    pub reason: String,
}

impl ParseError {
    pub(super) fn whole(reason: impl Into<String>) -> Self {
        Self { position: None, reason: reason.into() }
    }

    pub(super) fn at(position: usize, reason: impl Into<String>) -> Self {
        Self { position: Some(position), reason: reason.into() }
    }

    /// The refusal of a bad `filter` parameter.
    pub fn into_filter_error(self) -> ScimError {
        ScimError::of(ScimType::InvalidFilter, format!("The filter is not valid: {self}."))
    }

    /// The refusal of a bad PATCH `path`.
    pub fn into_path_error(self) -> ScimError {
        ScimError::of(ScimType::InvalidPath, format!("The path is not valid: {self}."))
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            Some(position) => write!(f, "{} at character {position}", self.reason),
            None => f.write_str(&self.reason),
        }
    }
}

impl std::error::Error for ParseError {}

impl std::str::FromStr for Filter {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let tokens = tokens(text)?;
        whole(Parser::new(text, &tokens))
    }
}

impl Filter {
    /// Reads a filter in which a word may stand for a text; see [`Dialect::bare_text`](super::dialects::Dialect::bare_text).
    pub(super) fn parse_with_bare_text(text: &str) -> Result<Self, ParseError> {
        let tokens = tokens(text)?;
        whole(Parser::new(text, &tokens).with_bare_text())
    }
}

fn whole(mut parser: Parser<'_>) -> Result<Filter, ParseError> {
    let filter = parser.filter()?;
    parser.end()?;
    Ok(filter)
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Compare { path, op, value } => write!(f, "{path} {} {value}", op.as_str()),
            Self::Present(path) => write!(f, "{path} pr"),
            Self::ValuePath { path, filter } => write!(f, "{path}[{filter}]"),
            Self::Not(inner) => write!(f, "not ({inner})"),
            Self::And(parts) => join(f, parts, " and ", |part| matches!(part, Self::And(_) | Self::Or(_))),
            Self::Or(parts) => join(f, parts, " or ", |part| matches!(part, Self::Or(_))),
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, parts: &[Filter], word: &str, grouped: fn(&Filter) -> bool) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(word)?;
        }
        if grouped(part) {
            write!(f, "({part})")?;
        } else {
            write!(f, "{part}")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
