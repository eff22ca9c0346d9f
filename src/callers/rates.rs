//! How often one bearer secret may ask, and how often one address may show bad ones. Each interface counts for itself.

use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::Wait;
use crate::model::ConnectionId;

/// The limiters forget idle keys once in so many checks.
const SWEEP_EVERY: u32 = 4096;

/// Requests per minute that a log takes from those who have proved nothing, of one connection and from one address.
const STRANGERS: NonZeroU32 = NonZeroU32::new(30).unwrap();

/// Limits of one instance.
#[derive(Debug)]
pub struct Rates {
    tokens: Option<DefaultKeyedRateLimiter<u64>>,
    bad_tokens: DefaultKeyedRateLimiter<u64>,
    strangers: DefaultKeyedRateLimiter<u64>,
    hasher: RandomState,
    clock: DefaultClock,
    checks: AtomicU32,
}

impl Rates {
    /// Limiters with these rates; a second's (a minute's) worth may come at once.
    pub fn new(requests_per_second: Option<NonZeroU32>, bad_tokens_per_minute: NonZeroU32) -> Self {
        Self {
            tokens: requests_per_second.map(|rate| RateLimiter::keyed(Quota::per_second(rate))),
            bad_tokens: RateLimiter::keyed(Quota::per_minute(bad_tokens_per_minute)),
            strangers: RateLimiter::keyed(Quota::per_minute(STRANGERS)),
            hasher: RandomState::new(),
            clock: DefaultClock::default(),
            checks: AtomicU32::new(0),
        }
    }

    /// Counts a request with this token.
    pub fn token(&self, token: &str) -> Result<(), Wait> {
        match &self.tokens {
            Some(limiter) => self.check(limiter, token),
            None => Ok(()),
        }
    }

    /// Counts a bad token shown from this address.
    pub fn bad_token(&self, address: Option<&str>) -> Result<(), Wait> {
        self.check(&self.bad_tokens, address.unwrap_or_default())
    }

    /// Whether a request that nobody proved to be the identity provider's is still worth a note.
    pub fn stranger(&self, address: Option<&str>, connection: ConnectionId) -> bool {
        self.check(&self.strangers, &connection.to_string()).is_ok()
            && self.check(&self.strangers, address.unwrap_or_default()).is_ok()
    }

    fn check(&self, limiter: &DefaultKeyedRateLimiter<u64>, key: &str) -> Result<(), Wait> {
        if self.checks.fetch_add(1, Ordering::Relaxed).is_multiple_of(SWEEP_EVERY) {
            limiter.retain_recent();
            self.bad_tokens.retain_recent();
            self.strangers.retain_recent();
        }
        // Keys are hashes with a secret of this process: neither tokens nor addresses stay in memory.
        limiter.check_key(&self.hasher.hash_one(key)).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.clock.now());
            Wait(wait.as_secs() + 1)
        })
    }
}
