//! „Verbindung testen“: the same conversations with our own service, through its public address.
//!
//! The address is the installation's own, set by its operator: nothing of it comes from a customer, so it may lie on loopback or inside
//! the network, where what customers name may not (`outbound`).

use std::time::Duration;

use secrecy::SecretString;

use super::client::Client;
use super::conversation::{Conversation, Profile};
use super::features::Features;
use super::play::Play;
use super::report::{Outcome, Report, Verdict as Told};
use crate::web::connections::{Speaker, Step, Verdict};
use crate::web::ssr::{Rehearse, Rehearsing};

/// So long one answer may take.
const TIMEOUT: Duration = Duration::from_secs(5);
/// So long the whole conversation may take; the person who waits for it has not gone by then.
const WHOLE: Duration = Duration::from_secs(20);
/// So many instances may stand behind the address.
const TRIES: usize = 40;

/// Plays identity providers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Actor;

impl Rehearse for Actor {
    fn play(&self, base_url: String, token: String, speaker: Speaker) -> Rehearsing {
        Box::pin(async move {
            let profile = match speaker {
                Speaker::OneLogin => Profile::Onelogin,
                Speaker::Okta => Profile::Okta,
                Speaker::Entra => Profile::Entra,
            };
            let client = Client::trying(&base_url, SecretString::from(token), TIMEOUT, TRIES)?;
            let told = tokio::time::timeout(WHOLE, speak(&client, profile)).await;
            told.map_err(|_| format!("no end within {} s", WHOLE.as_secs()))?
        })
    }
}

async fn speak(client: &Client, profile: Profile) -> Result<Vec<Step>, String> {
    let conversation = Conversation::of(profile);
    let features = Features::discover(client).await?;
    // Nobody reads mail there, and none is sent.
    let mut play = Play::new(client, &conversation, features, "verbindungstest.example", false);
    play.run().await;
    let Report { outcomes, .. } = play.end().await;
    Ok(outcomes.into_iter().map(step).collect())
}

fn step(outcome: Outcome) -> Step {
    Step {
        german: outcome.german.unwrap_or_else(|| outcome.title.clone()),
        english: outcome.title,
        call: outcome.request,
        status: outcome.status,
        verdict: match outcome.verdict {
            Told::Fine | Told::Noted => Verdict::Fine,
            Told::Failed => Verdict::Failed,
            Told::Skipped => Verdict::Skipped,
        },
        reasons: if outcome.verdict == Told::Fine { Vec::new() } else { outcome.reasons },
    }
}
