//! What the tests stand on: a real PostgreSQL, a database of its own for each test, personas.

pub mod authenticator;
pub mod browser;
pub mod conversation;
pub mod db;
pub mod dns;
pub mod drawn;
pub mod fault_proxy;
pub mod half_sent;
pub mod load;
pub mod model;
pub mod node;
pub mod passkey;
pub mod personas;
pub mod portal;
pub mod process;
pub mod provider;
pub mod smtp;

/// The same text with another last character: what somebody made of it who cannot make their own.
pub fn with_another_end(text: &str) -> String {
    let (start, end) = text.split_at(text.len() - 1);
    format!("{start}{}", if end == "A" { 'B' } else { 'A' })
}
