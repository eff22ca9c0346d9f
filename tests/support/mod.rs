//! What the tests stand on: a real PostgreSQL, a database of its own for each test, personas.

pub mod conversation;
pub mod db;
pub mod drawn;
pub mod load;
pub mod personas;
pub mod process;
pub mod smtp;
