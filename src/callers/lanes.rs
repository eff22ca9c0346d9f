//! How many requests of one account are worked on at once, so that none keeps the others from the database.
//!
//! Each account has a lane with so many places on this instance; who finds none waits for its turn, and only behind very many others is
//! told to come again. Who changes something waits for one of few of them: very many changes at the same time cost the database more each,
//! and behind rows that somebody holds they leave room for reading. Which account a token belongs to is known once it
//! has opened something; until then its requests share a lane with those of every other token that has not, so that bad tokens take places
//! from nobody.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Wait;
use crate::model::AccountId;

/// Requests of each kind that may wait for each place of a lane. At the 25 requests per second that Microsoft Entra ID demands of every
/// service, a lane would have to stand still for half a minute and longer before anybody is turned away.
const WAITING_PER_PLACE: usize = 64;
/// When somebody who was turned away may come again, in seconds.
const COME_AGAIN: u64 = 1;
/// Tokens that are remembered; then all are forgotten and learnt again.
const MOST: usize = 10_000;

/// The lanes of one instance.
#[derive(Debug)]
pub struct Lanes {
    places: u32,
    changing: u32,
    strangers: Arc<Lane>,
    known: Mutex<Known>,
    hasher: RandomState,
}

#[derive(Debug, Default)]
struct Known {
    /// By a hash with a secret of this process: tokens do not stay in memory.
    tokens: HashMap<u64, AccountId>,
    accounts: HashMap<AccountId, Arc<Lane>>,
}

/// A place of a lane that is taken while this lives.
#[derive(Debug)]
pub struct Place {
    _permit: OwnedSemaphorePermit,
    _changing: Option<OwnedSemaphorePermit>,
}

#[derive(Debug)]
struct Lane {
    places: Arc<Semaphore>,
    /// Who changes something takes one of these before a place.
    changing: Arc<Semaphore>,
    /// For those who wait to read.
    readers: Semaphore,
    /// For those who wait to change something.
    changers: Semaphore,
}

impl Lane {
    fn new(places: u32, changing: u32) -> Self {
        let number = |n| usize::try_from(n).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS);
        let room = || Semaphore::new(number(places).saturating_mul(WAITING_PER_PLACE).min(Semaphore::MAX_PERMITS));
        let semaphore = |n| Arc::new(Semaphore::new(number(n)));
        Self { places: semaphore(places), changing: semaphore(changing), readers: room(), changers: room() }
    }
}

impl Lanes {
    /// Lanes with so many places each, and so many of them for changes.
    pub fn new(places: NonZeroU32, changing: NonZeroU32) -> Self {
        let (places, changing) = (places.get(), changing.get());
        // Strangers are of many accounts, so the changes of one may not be in the way of another's.
        let strangers = Arc::new(Lane::new(places, places));
        Self { places, changing, strangers, known: Mutex::default(), hasher: RandomState::new() }
    }

    /// Takes a place for a request with this token that `changes` something or only reads; of each kind in the order in which they come.
    pub async fn enter(&self, token: &str, changes: bool) -> Result<Place, Wait> {
        let lane = self.lane(token);
        let room = if changes { &lane.changers } else { &lane.readers };
        let Ok(_waiting) = room.try_acquire() else { return Err(Wait(COME_AGAIN)) };
        // Nobody closes them.
        let taken = async |of: &Arc<Semaphore>| of.clone().acquire_owned().await.map_err(|_| Wait(COME_AGAIN));
        let changing = if changes { Some(taken(&lane.changing).await?) } else { None };
        Ok(Place { _permit: taken(&lane.places).await?, _changing: changing })
    }

    /// This token has opened something of this account.
    pub fn opened(&self, token: &str, account: AccountId) {
        let key = self.hasher.hash_one(token);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.tokens.get(&key) == Some(&account) {
            return;
        }
        if known.tokens.len() >= MOST {
            *known = Known::default();
        }
        known.tokens.insert(key, account);
        known.accounts.entry(account).or_insert_with(|| Arc::new(Lane::new(self.places, self.changing)));
    }

    fn lane(&self, token: &str) -> Arc<Lane> {
        let key = self.hasher.hash_one(token);
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = known.tokens.get(&key).and_then(|account| known.accounts.get(account));
        lane.unwrap_or(&self.strangers).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lanes(places: u32, changing: u32) -> Lanes {
        let number = |n| NonZeroU32::new(n).expect("some");
        Lanes::new(number(places), number(changing))
    }

    fn account(n: u128) -> AccountId {
        AccountId::new(uuid::Uuid::from_u128(n))
    }

    #[tokio::test]
    async fn tokens_of_one_account_share_its_places_and_leave_the_others_alone() {
        let lanes = lanes(2, 2);
        for (token, owner) in [("a1", 1), ("a2", 1), ("b", 2)] {
            lanes.opened(token, account(owner));
        }
        let first = lanes.enter("a1", false).await.expect("a place");
        let _second = lanes.enter("a2", true).await.expect("a place");
        let mut third = Box::pin(lanes.enter("a1", false));
        assert!(by_now(&mut third).await.is_none(), "it waits");
        assert!(lanes.enter("b", false).await.is_ok() && lanes.enter("stranger", false).await.is_ok());
        drop(first);
        assert!(third.await.is_ok());
    }

    #[tokio::test]
    async fn changes_take_turns_and_leave_places_to_who_reads() {
        let lanes = lanes(3, 1);
        lanes.opened("x", account(1));
        let first = lanes.enter("x", true).await.expect("a place");
        let mut second = Box::pin(lanes.enter("x", true));
        assert!(by_now(&mut second).await.is_none(), "it waits");
        let reading = [lanes.enter("x", false).await, lanes.enter("x", false).await];
        assert!(reading.iter().all(Result::is_ok));
        drop(first);
        assert!(by_now(&mut second).await.is_some_and(|place| place.is_ok()));
        let _of_one = lanes.enter("stranger", true).await.expect("a place");
        assert!(
            by_now(&mut Box::pin(lanes.enter("another", true))).await.is_some(),
            "strangers have nothing in common"
        );
    }

    #[tokio::test]
    async fn behind_very_many_one_is_told_to_come_again() {
        let lanes = lanes(1, 1);
        let place = lanes.enter("x", false).await.expect("a place");
        let mut waiting: Vec<_> = (0..=WAITING_PER_PLACE).map(|_| Box::pin(lanes.enter("x", true))).collect();
        let mut told = 0;
        for waits in &mut waiting {
            told += usize::from(matches!(by_now(waits).await, Some(Err(Wait(1)))));
        }
        assert_eq!(told, 1, "the one behind so many");
        let mut reads = Box::pin(lanes.enter("x", false));
        assert!(by_now(&mut reads).await.is_none(), "who reads has room of their own");
        drop(reads);
        drop((place, waiting));
        assert!(lanes.enter("x", true).await.is_ok());
    }

    /// What a future has come to by now.
    async fn by_now<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
        std::future::poll_fn(|context| {
            std::task::Poll::Ready(match std::pin::Pin::new(&mut *future).poll(context) {
                std::task::Poll::Ready(output) => Some(output),
                std::task::Poll::Pending => None,
            })
        })
        .await
    }
}
