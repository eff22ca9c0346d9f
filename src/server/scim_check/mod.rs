//! `einlass scim check`: a conformance conversation with any SCIM service, as an identity provider has it.
//!
//! What is said stands as data in `conversations/`; [`play`] says it and compares the answers, [`report`] tells what
//! came of it. The token goes to the address that was named and nowhere else: redirects are reported, never followed.
//! Whatever the conversation created is deleted at its end, also when it ends early.
//!
//! Exit codes: 0 everything as wanted, 1 something departs, 2 the service could not be asked.

mod client;
mod conversation;
mod expect;
mod features;
mod play;
mod rehearse;
mod report;

use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use secrecy::SecretString;

use client::Client;
use conversation::{Conversation, Profile};
use features::Features;
use play::Play;
pub use rehearse::Actor;

/// Which service is tried, and how.
#[derive(Debug, Args)]
pub struct Check {
    /// SCIM Base URL: https, or http on this machine
    #[arg(long, value_name = "URL")]
    url: String,
    /// SCIM Access Token; better given in the environment, where other users of the machine cannot read it
    #[arg(long, env = "SCIM_ACCESS_TOKEN", hide_env_values = true, value_parser = secret)]
    token: SecretString,
    /// Speak as one identity provider does, instead of by the RFC
    #[arg(long, value_enum, default_value_t = Profile::Rfc)]
    profile: Profile,
    /// Domain of the addresses of the people who are created; the service may send mail there
    #[arg(long, default_value = "example.com", value_name = "NAME")]
    domain: String,
    /// Seconds to wait for an answer
    #[arg(long, default_value_t = 30, value_name = "N")]
    timeout: u64,
}

/// Has the conversation and prints what came of it.
pub async fn run(check: Check, json: bool) -> ExitCode {
    match carry_out(check, json).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("einlass: {problem}");
            ExitCode::from(2)
        }
    }
}

async fn carry_out(check: Check, json: bool) -> Result<bool, String> {
    let client = Client::new(&check.url, check.token, Duration::from_secs(check.timeout))?;
    let conversation = Conversation::of(check.profile);
    let features = Features::discover(&client).await?;
    let mut play = Play::new(&client, &conversation, features, &check.domain, !json);
    if !json {
        println!("{}, in the words of {}\n", client.base(), conversation.speaker);
    }
    tokio::select! {
        () = play.run() => {}
        _ = tokio::signal::ctrl_c() => play.interrupted(),
    }
    let report = play.end().await;
    if json {
        println!("{}", report.json(client.base(), check.profile.name()));
    } else {
        println!("\n{}", report.summary());
    }
    Ok(report.passed())
}

/// Wraps the token before anything could print it.
#[expect(clippy::unnecessary_wraps, reason = "the shape of a clap value parser")]
fn secret(text: &str) -> Result<SecretString, std::convert::Infallible> {
    Ok(SecretString::from(text))
}
