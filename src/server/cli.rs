//! The command line: which command, with which settings, and how a refusal leaves the process.
//!
//! Exit codes: 0 done, 1 refused or failed (one sentence on standard error), 2 the settings or arguments are broken (one line each).

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use super::commands::{self, CommandError};
use super::config::{Config, Problem, Purpose, Settings, check};
use super::{StartError, demo, scim_check, serve, start};
use crate::api;
use crate::scim::protocol::openapi;

/// Customer portal and SCIM 2.0 service.
#[derive(Debug, Parser)]
#[command(name = "einlass", version, about, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    /// Print one JSON document instead of lines for people
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(flatten)]
    Here(Here),
    /// What needs neither settings nor database
    #[command(subcommand)]
    Scim(Scim),
    /// The API for programs of the customer
    #[command(subcommand)]
    Api(Api),
}

/// The API for programs of the customer.
#[derive(Debug, Subcommand)]
enum Api {
    /// Print the OpenAPI description of this service's API
    Openapi,
}

/// The SCIM interface, seen from outside.
#[derive(Debug, Subcommand)]
enum Scim {
    /// Try a SCIM service from outside: creates a person and a group, changes them, deletes them
    Check(scim_check::Check),
    /// Print the OpenAPI description of this service's SCIM interface
    Openapi,
}

/// What works with this installation's settings and database.
#[derive(Debug, Subcommand)]
enum Here {
    /// Serve portal and SCIM; brings the schema up to date first
    Serve,
    /// Bring the schema up to date and end
    Migrate,
    /// Seed a demo account into an empty database and print where to go
    Demo,
    #[command(flatten)]
    Operate(commands::Command),
}

impl Here {
    const fn purpose(&self) -> Purpose {
        match self {
            // A demo is served next: what the server would refuse is said now.
            Self::Serve | Self::Demo => Purpose::Serve,
            Self::Migrate => Purpose::Migrate,
            Self::Operate(_) => Purpose::Operate,
        }
    }
}

/// Reads the command line and the environment, and does what they say.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    let command = match cli.command {
        Command::Here(command) => command,
        Command::Scim(Scim::Check(check)) => return runtime.block_on(scim_check::run(check, cli.json)),
        Command::Scim(Scim::Openapi) => {
            println!("{:#}", openapi::document());
            return ExitCode::SUCCESS;
        }
        Command::Api(Api::Openapi) => {
            println!("{:#}", api::openapi::document());
            return ExitCode::SUCCESS;
        }
    };
    let config = match settings(cli.settings, command.purpose()) {
        Ok(config) => config,
        Err(problems) => {
            for problem in problems {
                eprintln!("{problem}");
            }
            return ExitCode::from(2);
        }
    };
    match runtime.block_on(carry_out(command, cli.json, config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn fail(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("einlass: {error}");
    ExitCode::FAILURE
}

fn settings(settings: Settings, purpose: Purpose) -> Result<Config, Vec<Problem>> {
    let known: Vec<String> =
        Cli::command().get_arguments().filter_map(|a| a.get_env()?.to_str().map(str::to_owned)).collect();
    let environment: Vec<String> = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()).collect();
    check(settings, purpose, environment.iter().map(String::as_str), &known)
}

async fn carry_out(command: Here, json: bool, config: Config) -> Result<(), StartError> {
    match command {
        Here::Serve => serve::run(config).await,
        Here::Migrate => {
            let started = start::database(&config, start::Tenure::Command).await?;
            started.stop().await;
            println!("{}", if json { r#"{"migrated":true}"# } else { "the schema is up to date" });
            Ok(())
        }
        Here::Demo => demo::run(&config, json).await,
        Here::Operate(command) => {
            let started = start::database(&config, start::Tenure::Command).await?;
            let done = match start::domain(&started, &config, 2).await {
                Ok(db) => {
                    let done = commands::run(command, json, &db, &config.public_url).await.map_err(StartError::from);
                    db.close().await;
                    done
                }
                Err(error) => Err(error),
            };
            started.stop().await;
            done
        }
    }
}

impl From<CommandError> for StartError {
    fn from(error: CommandError) -> Self {
        Self::Refused(error.to_string())
    }
}
