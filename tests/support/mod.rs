//! What the tests stand on: a real PostgreSQL, a database of its own for each test, personas.

pub mod authenticator;
pub mod browser;
pub mod conversation;
pub mod db;
pub mod dns;
pub mod drawn;
pub mod fault_proxy;
pub mod load;
pub mod model;
pub mod node;
pub mod personas;
pub mod portal;
pub mod process;
pub mod provider;
pub mod smtp;
