//! Requests that were answered and are not written down yet.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

use super::Entry;

/// Entries that are written at once.
pub(super) const BATCH: usize = 500;
/// Most entries that wait.
const MOST: usize = 4096;
/// Most bytes of texts that wait.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Bounded in number and size; what does not fit is counted and gone.
#[derive(Default)]
pub struct Queue {
    waiting: Mutex<Waiting>,
    news: Notify,
    dropped: AtomicU64,
}

#[derive(Default)]
struct Waiting {
    entries: Vec<Entry>,
    bytes: usize,
}

fn weight(entry: &Entry) -> usize {
    let texts = [&entry.asked.text, &entry.answered.text, &entry.detail, &entry.person, &entry.user_agent];
    entry.call.len() + texts.into_iter().flatten().map(String::len).sum::<usize>()
}

impl Queue {
    /// Leaves an entry; costs the request nothing but this.
    pub fn push(&self, entry: Entry) {
        let weight = weight(&entry);
        let first = {
            let mut waiting = self.lock();
            if waiting.entries.len() >= MOST || waiting.bytes + weight > MOST_BYTES {
                drop(waiting);
                self.lost(1);
                return;
            }
            waiting.bytes += weight;
            waiting.entries.push(entry);
            waiting.entries.len() == 1
        };
        if first {
            self.news.notify_one();
        }
    }

    /// Resolves when something waits that nobody has taken.
    pub async fn news(&self) {
        self.news.notified().await;
    }

    /// As much waits as is written at once, or more: there is nothing to wait for.
    pub fn fills_a_batch(&self) -> bool {
        self.lock().entries.len() >= BATCH
    }

    /// How many entries were lost since the start.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    pub(super) fn lost(&self, entries: usize) {
        self.dropped.fetch_add(u64::try_from(entries).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// The oldest entries, at most a batch.
    pub(super) fn take(&self) -> Vec<Entry> {
        let mut waiting = self.lock();
        let most = BATCH.min(waiting.entries.len());
        let taken: Vec<Entry> = waiting.entries.drain(..most).collect();
        waiting.bytes -= taken.iter().map(weight).sum::<usize>();
        taken
    }

    /// Puts back what could not be written; the newest of it is lost where there is no room any more.
    pub(super) fn give_back(&self, mut entries: Vec<Entry>) {
        let mut waiting = self.lock();
        let room = MOST.saturating_sub(waiting.entries.len());
        let lost = entries.len().saturating_sub(room);
        entries.truncate(room);
        waiting.bytes += entries.iter().map(weight).sum::<usize>();
        waiting.entries.splice(..0, entries);
        drop(waiting);
        self.lost(lost);
        self.news.notify_one();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Queue {
    /// Numbers alone: entries are about people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let waiting = self.lock().entries.len();
        f.debug_struct("Queue").field("waiting", &waiting).field("dropped", &self.dropped()).finish_non_exhaustive()
    }
}
