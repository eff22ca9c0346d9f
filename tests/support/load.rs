//! Identity providers that create people without pause on several instances, and remember what they were told.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Where the load goes, and what became of it.
pub struct Load {
    /// Origins that take requests at this moment, by number of the instance.
    origins: Mutex<Vec<Option<String>>>,
    outcomes: Mutex<Outcomes>,
    next: AtomicUsize,
    stop: CancellationToken,
}

/// What the clients know afterwards.
#[derive(Debug, Default, Clone)]
pub struct Outcomes {
    /// Names of people whose creation was acknowledged.
    pub acknowledged: Vec<String>,
    /// Names of people whose request got no answer: there or not there, both are right.
    pub unknown: Vec<String>,
    /// Answers that were neither 201 nor 503.
    pub strange: Vec<String>,
}

impl Outcomes {
    /// What these clients and others know.
    pub fn with(mut self, others: Self) -> Self {
        self.acknowledged.extend(others.acknowledged);
        self.unknown.extend(others.unknown);
        self.strange.extend(others.strange);
        self
    }
}

impl Load {
    pub fn new(origins: &[&str]) -> Arc<Self> {
        Arc::new(Self {
            origins: Mutex::new(origins.iter().map(|origin| Some((*origin).to_owned())).collect()),
            outcomes: Mutex::default(),
            next: AtomicUsize::new(0),
            stop: CancellationToken::new(),
        })
    }

    /// From now on the instance is (or is not) asked.
    pub fn route(&self, instance: usize, origin: Option<&str>) {
        self.origins.lock().expect("unpoisoned")[instance] = origin.map(str::to_owned);
    }

    /// Starts so many clients, which speak to `host` or to the instance by its address; they end with [`Load::end`].
    pub fn start(self: &Arc<Self>, clients: usize, host: Option<&'static str>, path: &str, token: &str) -> JoinSet<()> {
        let mut running = JoinSet::new();
        for _ in 0..clients {
            let (load, path, token) = (Arc::clone(self), path.to_owned(), token.to_owned());
            running.spawn(async move { load.run(host, &path, &token).await });
        }
        running
    }

    async fn run(&self, host: Option<&str>, path: &str, token: &str) {
        let client = reqwest::Client::new();
        while !self.stop.is_cancelled() {
            let n = self.next.fetch_add(1, Ordering::Relaxed);
            let origin = {
                let origins = self.origins.lock().expect("unpoisoned");
                let up: Vec<_> = origins.iter().flatten().collect();
                up.get(n % up.len().max(1)).map(|origin| (*origin).clone())
            };
            let Some(origin) = origin else {
                tokio::time::sleep(Duration::from_millis(10)).await;
                continue;
            };
            let name = format!("p{n}@beispiel.example");
            let body = serde_json::json!({ "userName": name, "emails": [{ "value": name, "primary": true }] });
            let mut request = client.post(format!("{origin}{path}/Users")).bearer_auth(token).body(body.to_string());
            if let Some(host) = host {
                request = request.header("host", host);
            }
            let answer = request.header("content-type", "application/scim+json").send().await;
            let mut outcomes = self.outcomes.lock().expect("unpoisoned");
            match answer {
                Ok(answer) if answer.status() == 201 => outcomes.acknowledged.push(name),
                Ok(answer) if answer.status() == 503 => outcomes.unknown.push(name),
                Ok(answer) => outcomes.strange.push(format!("{name}: {}", answer.status())),
                Err(_) => outcomes.unknown.push(name),
            }
        }
    }

    /// How many creations were acknowledged so far.
    pub fn acknowledged(&self) -> usize {
        self.outcomes.lock().expect("unpoisoned").acknowledged.len()
    }

    /// Waits for so many more acknowledgements.
    pub async fn goes_on(&self, more: usize) {
        let until = self.acknowledged() + more;
        let waited = tokio::time::timeout(super::process::HUNG, async {
            while self.acknowledged() < until {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
        waited.await.expect("the load goes on");
    }

    /// Stops the clients and tells what they know.
    pub async fn end(&self, mut running: JoinSet<()>) -> Outcomes {
        self.stop.cancel();
        while running.join_next().await.is_some() {}
        self.outcomes.lock().expect("unpoisoned").clone()
    }
}
