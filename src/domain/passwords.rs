//! Passwords: what a new one must be, and the bounded work of hashing.

use std::cmp::Reverse;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::Deserialize;
use tokio::sync::{Semaphore, oneshot};
use zxcvbn::Score;
use zxcvbn::feedback::{Feedback, Warning};

use super::fault::Fault;
use crate::model::fold;

/// Shortest password while it is the only factor (NIST SP 800-63B-4).
pub const MIN_CHARS: usize = 15;
/// Shortest password beside a second factor.
pub const MIN_CHARS_BESIDE: usize = 8;
/// Longest accepted password in bytes; nothing is cut off.
pub const MAX_BYTES: usize = 1024;

/// A password as typed. Not printable, not cloneable.
#[derive(Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// Takes what was typed; longer than [`MAX_BYTES`] is cut nowhere and matches nothing.
    pub const fn typed(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Why a new password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Fewer than [`MIN_CHARS`] characters, or [`MIN_CHARS_BESIDE`] where there is a second factor.
    TooShort,
    /// More than [`MAX_BYTES`] bytes.
    TooLong,
    /// Common, or made of the person's own words.
    Guessable(Weakness),
}

/// What makes a password easy to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// It is on lists of common passwords, or nearly.
    Common,
    /// Keys beside each other, letters or digits in their order.
    Row,
    /// The same again and again.
    Repeats,
    /// A date or a year.
    Date,
    /// A word or a name alone.
    Word,
    /// None of these alone.
    Other,
}

crate::model::named!(Weakness {
    Common = "common",
    Row = "row",
    Repeats = "repeats",
    Date = "date",
    Word = "word",
    Other = "other",
});

impl Weakness {
    fn of(found: Option<&Feedback>) -> Self {
        match found.and_then(Feedback::warning) {
            Some(
                Warning::ThisIsATop10Password
                | Warning::ThisIsATop100Password
                | Warning::ThisIsACommonPassword
                | Warning::ThisIsSimilarToACommonlyUsedPassword,
            ) => Self::Common,
            Some(
                Warning::StraightRowsOfKeysAreEasyToGuess
                | Warning::ShortKeyboardPatternsAreEasyToGuess
                | Warning::SequencesLikeAbcAreEasyToGuess,
            ) => Self::Row,
            Some(Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess) => {
                Self::Repeats
            }
            Some(Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess) => Self::Date,
            Some(
                Warning::AWordByItselfIsEasyToGuess
                | Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
                | Warning::CommonNamesAndSurnamesAreEasyToGuess,
            ) => Self::Word,
            None => Self::Other,
        }
    }
}

/// A password that may be set.
#[derive(Debug)]
pub struct NewPassword(Password);

impl NewPassword {
    /// Checks length and guessability; `words` are the person's, company's and product's own words. No composition rules.
    pub fn check(typed: Password, words: &[&str]) -> Result<Self, Refusal> {
        Self::check_against(typed, words, MIN_CHARS, Score::Three)
    }

    /// [`check`](Self::check) for somebody who shows a second factor beside it: eight characters of no known pattern. That is what two points
    /// of four say here: zxcvbn reckons ten guesses for each character it knows no pattern for and gives a third point beyond 10⁸, so the
    /// best eight characters get two, and asking for three would ask for nine. Guessing is slowed down, and a guessed password opens nothing
    /// without a code. Should they ever have no second factor, sign-in has them set one up.
    pub fn check_beside_second_factor(typed: Password, words: &[&str]) -> Result<Self, Refusal> {
        Self::check_against(typed, words, MIN_CHARS_BESIDE, Score::Two)
    }

    /// What would be said of a password that is being typed, and zxcvbn's points for it.
    pub fn judge(typed: Password, words: &[&str], second_factor: bool) -> (u8, Result<(), Refusal>) {
        let score = u8::from(zxcvbn::zxcvbn(&head(&typed.0), &own(words)).score());
        let checked =
            if second_factor { Self::check_beside_second_factor(typed, words) } else { Self::check(typed, words) };
        (score, checked.map(|_| ()))
    }

    fn check_against(typed: Password, words: &[&str], least: usize, score: Score) -> Result<Self, Refusal> {
        if typed.0.chars().count() < least {
            return Err(Refusal::TooShort);
        }
        if typed.0.len() > MAX_BYTES {
            return Err(Refusal::TooLong);
        }
        let (head, own) = (head(&typed.0), own(words));
        let judged = zxcvbn::zxcvbn(&head, &own);
        if judged.score() < score {
            return Err(Refusal::Guessable(Weakness::of(judged.feedback())));
        }
        if mostly_of(&head, &own) {
            return Err(Refusal::Guessable(Weakness::Word));
        }
        Ok(Self(typed))
    }
}

/// zxcvbn's cost grows with length; the first 100 characters decide for longer ones too.
fn head(password: &str) -> String {
    password.chars().take(100).collect()
}

/// The words that everybody who knows the person would try.
fn own<'w>(words: &[&'w str]) -> Vec<&'w str> {
    let parts = words.iter().flat_map(|w| w.split(['@', '.', ' ']));
    parts.filter(|w| w.chars().count() >= 3).chain(["einlass"]).collect()
}

/// Fewer other letters and digits than these are no secret beside somebody's own words.
const OTHERS: usize = 8;

/// Whether little is left of a password without the words that everybody who knows the person would try; zxcvbn counts each of several
/// words as if it had to be found among ten thousand.
fn mostly_of(password: &str, own: &[&str]) -> bool {
    let whole = fold(password);
    let mut words: Vec<String> = own.iter().map(|word| fold(word)).collect();
    words.sort_by_key(|word| Reverse(word.len()));
    let rest = words.iter().fold(whole.clone(), |rest, word| rest.replace(word.as_str(), " "));
    rest != whole && rest.chars().filter(|c| c.is_alphanumeric()).count() < OTHERS
}

/// An argon2id hash in PHC form.
#[derive(Debug, Clone)]
pub struct Hash {
    phc: String,
    short: bool,
}

impl Hash {
    pub(super) fn as_str(&self) -> &str {
        &self.phc
    }

    /// Of a password that may not stand alone.
    pub(super) const fn is_short(&self) -> bool {
        self.short
    }
}

/// Hashes and verifies on at most as many threads as there are cores; who waits longer than 2 s is told to come back.
#[derive(Clone)]
pub struct Hasher {
    places: Arc<Semaphore>,
    permits: Arc<Semaphore>,
    jobs: mpsc::Sender<Job>,
    made: Arc<AtomicU64>,
    dummy: Arc<str>,
}

type Job = Box<dyn FnOnce() + Send>;

/// Threads that hash and do nothing else, until the last sender is gone. The allocator keeps argon2's 19 MiB for each thread that ever
/// hashed, so these are few and always the same.
fn crew(threads: usize) -> mpsc::Sender<Job> {
    let (jobs, waiting) = mpsc::channel::<Job>();
    let waiting = Arc::new(Mutex::new(waiting));
    for _ in 0..threads {
        let waiting = Arc::clone(&waiting);
        let next = move || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let work = move || {
            // Hashing may take all there is of a core, but only what others leave: identity providers do not wait for people who sign in.
            // On Linux this is the priority of the thread alone; where it cannot be lowered, nothing is lost but that.
            let _ = rustix::process::setpriority_process(None, LEISURE);
            while let Ok(job) = next() {
                // Whoever asked for a job that panics is told by the answer that never comes.
                let _ = catch_unwind(AssertUnwindSafe(job));
            }
        };
        std::thread::Builder::new().name("passwords".into()).spawn(work).expect("a thread starts");
    }
    jobs
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hasher")
    }
}

/// The niceness of threads that hash.
const LEISURE: i32 = 10;

/// Requests that may wait for a free thread.
const QUEUE: usize = 32;
const WAIT: Duration = Duration::from_secs(2);

fn argon2id() -> Argon2<'static> {
    // OWASP: 19 MiB, 2 passes, 1 lane.
    Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(19 * 1024, 2, 1, None).expect("constant parameters are valid"),
    )
}

impl Hasher {
    pub(super) fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let dummy =
            argon2id().hash_password(&super::secrets::random::<32>()).map(|h| h.to_string()).unwrap_or_default();
        Self {
            places: Arc::new(Semaphore::new(cores + QUEUE)),
            permits: Arc::new(Semaphore::new(cores)),
            jobs: crew(cores),
            made: Arc::default(),
            dummy: dummy.into(),
        }
    }

    /// Hashes made and compared since the start: the work an answer cost, without a clock.
    pub fn made(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }

    /// Hashes a password that passed the checks.
    pub async fn hash(&self, password: NewPassword) -> Result<Hash, Fault> {
        let short = password.0.0.chars().count() < MIN_CHARS;
        self.work(move || argon2id().hash_password(password.0.0.as_bytes()).map(|h| Hash { phc: h.to_string(), short }))
            .await?
            .map_err(|e| Fault::unexpected(e.to_string()))
    }

    /// Hashes a generated password, which needs no checks.
    pub(super) async fn hash_generated(&self, password: String) -> Result<Hash, Fault> {
        self.hash(NewPassword(Password(password))).await
    }

    /// Compares; `None` (nobody has this address) costs as much as a comparison and is false.
    pub(super) async fn verify(&self, typed: Arc<Password>, stored: Option<String>) -> Result<bool, Fault> {
        let known = stored.is_some();
        let phc = stored.unwrap_or_else(|| self.dummy.to_string());
        let matches = self
            .work(move || {
                let parsed = PasswordHash::new(&phc).ok();
                typed.0.len() <= MAX_BYTES
                    && parsed.is_some_and(|h| argon2id().verify_password(typed.0.as_bytes(), &h).is_ok())
            })
            .await?;
        Ok(known && matches)
    }

    async fn work<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
        let busy = || Fault::unavailable("password hashing is at capacity");
        let _place = self.places.try_acquire().map_err(|_| busy())?;
        let permit = tokio::time::timeout(WAIT, Arc::clone(&self.permits).acquire_owned())
            .await
            .map_err(|_| busy())?
            .map_err(|_| busy())?;
        // The permit moves into the thread: a caller that goes away does not free a seat that is still in use.
        self.made.fetch_add(1, Ordering::Relaxed);
        let (answer, result) = oneshot::channel();
        let seated = move || {
            let _permit = permit;
            let _ = answer.send(job());
        };
        self.jobs.send(Box::new(seated)).map_err(|_| Fault::unexpected("nobody hashes passwords any more"))?;
        result.await.map_err(|_| Fault::unexpected("a password was not hashed"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(p: &str) -> Result<(), Refusal> {
        NewPassword::check(Password::typed(p.to_owned()), &["Ada Lovelace", "ada@example.com", "Beispiel GmbH"])
            .map(|_| ())
    }

    #[test]
    fn r26_new_passwords_are_long_unguessable_and_otherwise_free() {
        assert_eq!(check("kurz"), Err(Refusal::TooShort));
        assert_eq!(check("aaaaaaaaaaaaaaaaaaaa"), Err(Refusal::Guessable(Weakness::Repeats)));
        assert_eq!(check("qwertyuiopqwertyuiop"), Err(Refusal::Guessable(Weakness::Repeats)));
        assert!(matches!(check("passwordpassword"), Err(Refusal::Guessable(_))));
        for own in ["lovelace-beispiel", "Ada Lovelace Beispiel GmbH", "Beispiel-Lovelace-1815!"] {
            assert_eq!(check(own), Err(Refusal::Guessable(Weakness::Word)), "{own}");
        }
        assert_eq!(check("Lovelace zählt graue Dachse"), Ok(()));
        assert_eq!(check(&"x1Ä".repeat(400)), Err(Refusal::TooLong));
        assert_eq!(check("drei kluge Dachse graben leise"), Ok(()));
        assert_eq!(check("täglich 7 Möwen über Köln 🦤"), Ok(()));
        // Beside a second factor eight characters are enough, and no more is forgiven.
        let beside = |p: &str| NewPassword::check_beside_second_factor(Password::typed(p.to_owned()), &[]).map(|_| ());
        assert_eq!(check("v7!Kq-Zu"), Err(Refusal::TooShort));
        assert_eq!(beside("v7!Kq-Zu"), Ok(()));
        assert_eq!(beside("v7!Kq-Z"), Err(Refusal::TooShort));
        // Two points are the most that eight characters can get, however they were drawn; whatever follows a pattern gets fewer.
        for drawn in ["v7!Kq-Zu", "x#9Lw_2r", "Ö4$mTz?k"] {
            assert_eq!(zxcvbn::zxcvbn(drawn, &[]).score(), Score::Two, "{drawn}");
        }
        for pattern in ["Passw0rd", "Sommer24", "qwertz12", "19841984"] {
            assert!(matches!(beside(pattern), Err(Refusal::Guessable(_))), "{pattern}");
        }
        assert_eq!(beside("password"), Err(Refusal::Guessable(Weakness::Common)));
        assert_eq!(beside("abcdefgh"), Err(Refusal::Guessable(Weakness::Row)));
    }

    #[tokio::test]
    async fn r28_however_many_sign_in_the_same_few_threads_hash() {
        let hasher = Hasher::new();
        let mut threads = std::collections::HashSet::new();
        for _ in 0..10 {
            let mut crowd = tokio::task::JoinSet::new();
            for _ in 0..8 {
                let hasher = hasher.clone();
                crowd.spawn(async move { hasher.work(|| std::thread::current().id()).await.expect("works") });
            }
            threads.extend(crowd.join_all().await);
        }
        assert!(threads.len() <= std::thread::available_parallelism().map_or(2, usize::from), "{threads:?}");
        assert!(hasher.work(|| panic!("on purpose")).await.map(|()| "done").is_err(), "a panic is a fault");
        assert!(hasher.work(|| true).await.expect("and the next one is served"));
    }

    #[tokio::test]
    async fn a_hash_matches_its_password_alone_and_nobody_matches_nothing() {
        let hasher = Hasher::new();
        let hash = hasher.hash_generated("drei kluge Dachse".into()).await.expect("hashes");
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let typed = |s: &str| Arc::new(Password::typed(s.to_owned()));
        assert!(hasher.verify(typed("drei kluge Dachse"), Some(hash.as_str().to_owned())).await.expect("verifies"));
        assert!(!hasher.verify(typed("drei kluge Dachs"), Some(hash.as_str().to_owned())).await.expect("verifies"));
        assert!(!hasher.verify(typed("drei kluge Dachse"), None).await.expect("verifies"));
    }
}
