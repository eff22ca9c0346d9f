//! The mail worker: claims, commits, sends outside any transaction, marks. Any number of instances may run one.

use std::time::Duration;

use lettre::message::Mailbox;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::letter::{Letter, Sender};
use super::message::compose;
use super::transport::{Delivery, Transport};
use crate::domain::access::WorkerScope;
use crate::domain::db::{Db, RequestInfo};
use crate::domain::fault::Fault;
use crate::domain::outbox::{self, Mail, MailId, Outcome, Unreadable};

/// Mails in flight at once; as many as the transport has connections.
const AT_ONCE: usize = 4;
/// How often the outbox is looked at when nothing nudges: mail of another instance, retries.
const POLL: Duration = Duration::from_millis(500);
const WORKER: WorkerScope = WorkerScope::for_workers();
/// Tries before a mail is given up; with [`backoff`] they span more than a day (F-05).
const TRIES: i32 = 20;

/// Time to the next try: 5 s doubled each time, at most 4 h; `jitter` in 0..1 spreads it by ±20 %.
pub fn backoff(attempt: i32, jitter: f64) -> time::Duration {
    let doubled = 5.0 * 2_f64.powi(attempt.clamp(1, 20) - 1);
    time::Duration::seconds_f64(doubled.min(4.0 * 3600.0) * (0.8 + 0.4 * jitter))
}

/// Everything needed to send.
#[derive(Clone, Debug)]
pub struct Worker {
    /// Where the rows are.
    pub db: Db,
    /// Where mail goes.
    pub transport: Transport,
    /// How the instance presents itself.
    pub sender: Sender,
    /// `EINLASS_MAIL_FROM`.
    pub from: Mailbox,
    /// The part of Message-IDs behind the `@`: the public host.
    pub domain: String,
}

impl Worker {
    /// Sends until it is told to stop; what is in flight then is finished and marked.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let sent = match self.send_due(&stop).await {
                Ok(sent) => sent,
                Err(e) => {
                    tracing::warn!(error = %e, "the outbox cannot be read");
                    0
                }
            };
            if sent == 0 {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = self.db.mail_waiting() => {}
                    () = tokio::time::sleep(POLL) => {}
                }
            }
        }
    }

    /// One look at the outbox; returns how many mails were tried. What could not be tried waits for the next look.
    pub async fn send_due(&self, stop: &CancellationToken) -> Result<usize, Fault> {
        let mut tx = self.db.begin(&RequestInfo::internal()).await?;
        let due = outbox::due(&mut tx, WORKER, 64).await?;
        drop(tx);
        let mut flying = JoinSet::new();
        let mut tried = 0;
        let mut ended = |settled: Option<Result<bool, _>>| tried += usize::from(matches!(settled, Some(Ok(true))));
        for id in due {
            if stop.is_cancelled() {
                break;
            }
            if flying.len() >= AT_ONCE {
                ended(flying.join_next().await);
            }
            let worker = self.clone();
            flying.spawn(async move {
                worker.send(id).await.unwrap_or_else(|e| {
                    tracing::error!(error = %e, mail = %id.get(), "a mail was not settled; where it is leased that runs out, and it is tried again");
                    false
                })
            });
        }
        while let Some(settled) = flying.join_next().await {
            ended(Some(settled));
        }
        Ok(tried)
    }

    /// `false` when somebody else has it.
    async fn send(&self, id: MailId) -> Result<bool, Fault> {
        let mut tx = self.db.begin(&RequestInfo::internal()).await?;
        let Some(claimed) = outbox::claim(&mut tx, WORKER, id).await? else { return Ok(false) };
        tx.commit().await?;
        let (attempt, delivery) = match claimed {
            Ok(mail) => (mail.attempt, self.deliver(&mail).await),
            // Whoever runs another version, or the right key, may read it later.
            Err(Unreadable { attempt, why }) => {
                tracing::error!(error = %why, mail = %id.get(), attempt, "a mail cannot be read");
                (attempt, Delivery::Later("This version of the service cannot read the mail.".to_owned()))
            }
        };
        let outcome = outcome(attempt, delivery);
        let mut tx = self.db.begin(&RequestInfo::internal()).await?;
        outbox::settle(&mut tx, WORKER, id, &outcome).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn deliver(&self, mail: &Mail) -> Delivery {
        match compose(mail, &Letter::write(mail, &self.sender), &self.from, &self.sender.brand, &self.domain) {
            Ok(message) => self.transport.deliver(message, &mail.id.get().to_string()).await,
            Err(e) => Delivery::Never(e.to_string()),
        }
    }
}

fn outcome(attempt: i32, delivery: Delivery) -> Outcome {
    match delivery {
        Delivery::Taken => Outcome::Sent,
        Delivery::Never(reason) => Outcome::Dead { reason },
        Delivery::Later(reason) if attempt >= TRIES => Outcome::Dead { reason },
        Delivery::Later(reason) => Outcome::Retry { after: backoff(attempt, rand::random()), reason },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f05_tries_begin_quickly_and_span_more_than_a_day() {
        assert!(backoff(1, 0.5) <= time::Duration::seconds(6));
        let shortest: time::Duration = (1..TRIES).map(|n| backoff(n, 0.0)).sum();
        assert!(shortest >= time::Duration::hours(24), "{shortest}");
        assert!((1..40).all(|n| backoff(n, 1.0) <= time::Duration::hours(5)));
    }
}
