//! The composition root: settings, listeners, layers, workers and the command line. Nothing imports it.

pub mod assets;
pub mod chores;
pub mod cli;
pub mod commands;
pub mod config;
pub mod counts;
pub mod demo;
pub mod embedded_postgres;
pub mod group_rights;
pub mod health;
pub mod jobs;
pub mod layers;
pub mod limits;
pub mod listen;
pub mod mail;
pub mod mailbox;
pub mod metrics;
pub mod request_log;
pub mod rounds;
pub mod routes;
pub mod schema;
pub mod scim_check;
pub mod serve;
pub mod session;
pub mod start;
pub mod telemetry;

use start::StartError;
