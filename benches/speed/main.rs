//! `make bench`: how fast, how small, and compared with what. docs/PERFORMANCE.md says what is measured and why so.
//!
//! One executable in three roles: without an argument it conducts, as `load` it sends requests, as `floor` it is the floor.

mod alone;
mod capture;
mod cluster;
mod crowd;
mod floor;
mod guards;
mod load;
mod machine;
mod measure;
mod pages;
mod paint;
mod people;
mod pgbench;
mod report;
mod round;
mod server;
mod sink;
mod sizes;
mod statements;
mod work;

use std::process::ExitCode;

use work::Work;

/// Whatever ends the bench; told as it is.
type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// What can be set from outside.
#[derive(Debug, Clone)]
struct Settings {
    /// `N`: people in the account, one round for each number.
    people: Vec<u64>,
    /// `SECONDS`: how long each turn of a measurement counts.
    seconds: f64,
    /// `CONNECTIONS`: kept-alive connections of the load generator.
    connections: u64,
    /// `WORK`: beginnings of names of operations; without it all of them, and sizes and guards.
    works: Vec<Work>,
    /// `WORK` names pages, or nothing: how long they take to make and to show.
    pages: bool,
}

impl Settings {
    fn read() -> Result<Self, Trouble> {
        let set = |name: &str, default: &str| std::env::var(name).unwrap_or_else(|_| default.to_owned());
        let people = set("N", "1000 10000 100000")
            .replace([',', '_'], " ")
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<Vec<u64>, _>>();
        let people =
            people.map_err(|_| Trouble::from("N must be numbers of people, such as 10000 or \"1000 100000\""))?;
        let settings = Self {
            people,
            seconds: set("SECONDS", "2").parse().map_err(|_| Trouble::from("SECONDS must be a number"))?,
            connections: set("CONNECTIONS", "32").parse().map_err(|_| Trouble::from("CONNECTIONS must be a number"))?,
            works: Work::ALL.into_iter().filter(|work| named(&set("WORK", ""), work.name())).collect(),
            pages: named(&set("WORK", ""), "pages"),
        };
        if settings.works.is_empty() && !settings.pages {
            return Err(
                "WORK must be words that names of operations begin with, such as \"get patch\", or pages".into()
            );
        }
        if settings.people.is_empty()
            || settings.people.iter().any(|n| !(200..=1_000_000).contains(n))
            || settings.seconds < 1.0
            || !(1..=200).contains(&settings.connections)
        {
            return Err(
                "N must lie between 200 and 1000000, SECONDS be at least 1, CONNECTIONS between 1 and 200".into()
            );
        }
        Ok(settings)
    }
}

fn named(wished: &str, name: &str) -> bool {
    let mut words = wished.split_whitespace().peekable();
    words.peek().is_none() || words.any(|word| name.starts_with(word))
}

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("load") => load::main(),
        Some("floor") => floor::main(),
        // `--bench` comes from cargo.
        _ => return conduct(),
    }
    ExitCode::SUCCESS
}

fn conduct() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    match runtime.block_on(all()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("bench: there were errors, see above: the figures are not to be trusted");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `false` when requests failed.
async fn all() -> Result<bool, Trouble> {
    let settings = Settings::read()?;
    let mut report = report::Report::begin(&settings)?;
    for (nth, people) in settings.people.iter().enumerate() {
        let last = nth + 1 == settings.people.len();
        round::run(&settings, *people, last, &mut report).await?;
    }
    report.end()
}
