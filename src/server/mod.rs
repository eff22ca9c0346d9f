//! The composition root: settings, listeners, layers, workers and the command line. Nothing imports it.

pub mod assets;
pub mod chores;
pub mod commands;
pub mod config;
pub mod embedded_postgres;
pub mod layers;
pub mod listen;
pub mod mail;
pub mod session;
