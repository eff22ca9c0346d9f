//! What is printed, and the same as JSON in `target/bench.json`.

use serde::Serialize;
use serde_json::{Value, json};

use super::capture::Captured;
use super::cluster::Database;
use super::measure::{Measured, middle};
use super::pgbench::Reached;
use super::work::Work;
use super::{Settings, Trouble, machine};

/// How much more a request may cost the largest account than the smallest, in percent.
const MOST_GROWTH: f64 = 20.0;

/// One operation of a round.
#[derive(Debug, Serialize)]
pub struct Line {
    work: String,
    #[serde(skip)]
    kind: Work,
    round_trips: usize,
    statements: Vec<String>,
    server: Measured,
    floor: Measured,
    /// Of each turn, in percent.
    of_floor: Vec<f64>,
    pgbench_rate: Option<f64>,
    pgbench_mean_ms: Option<f64>,
    pgbench_cpu: Option<f64>,
}

impl Line {
    /// Puts server and floor of each turn together, and what `pgbench` reached in each.
    pub fn new(
        kind: Work,
        captured: &Captured,
        servers: &[Measured],
        floors: &[Measured],
        reached: &[Reached],
    ) -> Self {
        let of = |figure: fn(&Reached) -> f64| (!reached.is_empty()).then(|| middle(reached.iter().map(figure)));
        Self {
            work: kind.name().to_owned(),
            kind,
            round_trips: captured.statements.len(),
            statements: captured
                .statements
                .iter()
                .map(|s| s.sql.split_whitespace().collect::<Vec<_>>().join(" "))
                .collect(),
            server: Measured::middle(servers),
            floor: Measured::middle(floors),
            of_floor: servers
                .iter()
                .zip(floors)
                .map(|(server, floor)| server.rate / floor.rate.max(0.001) * 100.0)
                .collect(),
            pgbench_rate: of(|r| r.rate),
            pgbench_mean_ms: of(|r| r.mean),
            pgbench_cpu: of(|r| r.database_cpu),
        }
    }

    fn of_floor(&self) -> f64 {
        middle(self.of_floor.iter().copied())
    }

    /// Errors of server and floor.
    fn errors(&self) -> u64 {
        let of = |m: &Measured| m.load.refused + m.load.failed;
        of(&self.server) + of(&self.floor)
    }

    fn print(&self) {
        let pgbench = self.pgbench_rate.map_or_else(
            || format!("{:>24}", "–"),
            |rate| {
                format!(
                    "{:>8.0} {:>6.0} {:>7.0}%",
                    rate,
                    self.pgbench_cpu.unwrap_or(0.0),
                    self.server.rate / rate * 100.0
                )
            },
        );
        println!(
            "{:<29} {:>7.0} {:>7.1} {:>7.1} {:>6.0} {:>6.0} {:>6.0} {:>4} │ {:>7.0} {:>6.0} {:>6.0} {:>7.0}% │ {pgbench} │ {}",
            self.work,
            self.server.rate,
            self.server.load.p50,
            self.server.load.p99,
            self.server.server_cpu,
            self.server.database_cpu,
            self.server.cpu(),
            self.round_trips,
            self.floor.rate,
            self.floor.server_cpu,
            self.floor.database_cpu,
            self.of_floor(),
            self.verdict()
        );
        for (who, load) in [("server", &self.server.load), ("floor", &self.floor.load)] {
            if load.refused + load.failed > 0 {
                println!(
                    "  ERRORS of the {who}: {} × 4xx, {} × 5xx or broken; first: {}",
                    load.refused,
                    load.failed,
                    load.first_trouble.as_deref().unwrap_or("?")
                );
            }
        }
    }

    fn verdict(&self) -> String {
        let (share, cpu) = self.kind.budget();
        let mut words = Vec::new();
        if let Some(share) = share {
            words.push(format!("{} {share:.0}% of floor", if self.of_floor() >= share { "holds" } else { "misses" }));
        }
        if let Some(cpu) = cpu {
            words.push(format!("{} {cpu:.0} µs", if self.server.cpu() <= cpu { "under" } else { "over" }));
        }
        words.join(", ")
    }
}

/// The mail worker.
#[derive(Debug, Serialize)]
pub struct Mail {
    /// Mails per second.
    pub rate: f64,
    /// CPU of the server per mail in µs.
    pub server_cpu: f64,
    /// CPU of the database per mail in µs.
    pub database_cpu: f64,
}

/// One number of people.
#[derive(Debug, Serialize)]
pub struct Round {
    /// How many.
    pub people: u64,
    /// The most the server held while all operations ran, in MiB.
    pub peak_mib: f64,
    /// Operations.
    pub lines: Vec<Line>,
    /// Operations that are compared with nothing.
    pub alone: Vec<Figure>,
    /// Mail.
    pub mail: Mail,
}

/// A figure beside what it may be.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// What.
    pub what: String,
    /// How much.
    pub value: f64,
    /// Of what.
    pub unit: &'static str,
    /// At most.
    pub limit: Option<f64>,
    /// Anything to add.
    pub note: String,
}

impl Figure {
    /// Without a note.
    pub fn new(what: impl Into<String>, value: f64, unit: &'static str, limit: Option<f64>) -> Self {
        Self { what: what.into(), value, unit, limit, note: String::new() }
    }

    /// With one.
    pub fn noting(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    fn print(&self) {
        let limit = self.limit.map_or_else(String::new, |limit| {
            format!("{} {limit:.0} {}", if self.value <= limit { "under" } else { "OVER" }, self.unit)
        });
        println!("  {:<58} {:>9.2} {:<5} {limit:<18} {}", self.what, self.value, self.unit, self.note);
    }
}

/// Cheaper is never too cheap: what a small account pays for is what its caches do not hold yet. Beside it stands the growth of the floor, which tells by
/// how much the machine was slower meanwhile; it is not taken off.
fn growth(what: &str, [one, other]: [f64; 2], floor: Option<[f64; 2]>) {
    let more = |[one, other]: [f64; 2]| (other / one - 1.0) * 100.0;
    let grown = more([one, other]);
    let judged = floor.map_or_else(String::new, |floor| {
        let limit = if grown <= MOST_GROWTH { "under" } else { "OVER" };
        format!("{limit} +{MOST_GROWTH} %; the floor {:+.0} %", more(floor))
    });
    println!("  {what:<42} {one:>7.0} → {other:>7.0} µs  {grown:+.0} %  {judged}");
}

/// The whole report.
pub struct Report {
    head: Value,
    headed: bool,
    rounds: Vec<Round>,
    parts: Vec<(&'static str, Vec<Figure>)>,
}

impl Report {
    /// With what is known before anything runs.
    pub fn begin(settings: &Settings) -> Result<Self, Trouble> {
        let said = |program: &str, arguments: &[&str]| {
            let output = std::process::Command::new(program).args(arguments).output().ok();
            output.map(|o| String::from_utf8_lossy(&o.stdout).trim().to_owned()).unwrap_or_default()
        };
        let changed = !said("git", &["status", "--porcelain", "--untracked-files=no"]).is_empty();
        let commit = said("git", &["rev-parse", "--short=12", "HEAD"]) + if changed { " with changes" } else { "" };
        let kernel = said("uname", &["-sr"]);
        let head = json!({
            "date": time::OffsetDateTime::now_utc().format(&time::format_description::well_known::Rfc3339)?,
            "commit": commit,
            "processor": machine::processor(),
            "kernel": kernel,
            "people": settings.people,
            "seconds": settings.seconds,
            "connections": settings.connections,
        });
        Ok(Self { head, headed: false, rounds: Vec::new(), parts: Vec::new() })
    }

    /// What the database says of itself; printed once.
    pub fn head(&mut self, db: &Database) {
        if std::mem::replace(&mut self.headed, true) {
            return;
        }
        let fsync = machine::fsync_ms(&std::env::temp_dir());
        let busy = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let busy = busy.split(' ').next().unwrap_or_default().to_owned();
        self.head["load_before"] = json!(busy);
        self.head["postgres"] = json!(db.version);
        self.head["fsync_ms"] = json!(fsync);
        let text = |name: &str| self.head[name].as_str().unwrap_or_default().to_owned();
        println!("\nEinlass bench, {}, commit {}", text("date"), text("commit"));
        println!("{}, {}; everything on this machine, load generator included", text("processor"), text("kernel"));
        println!(
            "PostgreSQL {}, fsync=on synchronous_commit=on, data in {}; 8 KiB durable in {fsync:.2} ms",
            db.version,
            db.folder.display()
        );
        println!(
            "{} kept-alive connections, {} s each after 1 s of warm-up; N = {}; load average before the start {busy}",
            self.head["connections"], self.head["seconds"], self.head["people"]
        );
    }

    /// Prints a round.
    pub fn round(&mut self, round: Round) {
        println!("\n── {} people in the account ──", round.people);
        println!(
            "{:<29} {:^49} │ {:^29} │ {:^24} │",
            "", "server: CPU in µs per request", "floor: CPU in µs", "pgbench: same statements"
        );
        println!(
            "{:<29} {:>7} {:>7} {:>7} {:>6} {:>6} {:>6} {:>4} │ {:>7} {:>6} {:>6} {:>8} │ {:>8} {:>6} {:>8} │ budget",
            "work",
            "req/s",
            "p50 ms",
            "p99 ms",
            "server",
            "PG",
            "sum",
            "trip",
            "req/s",
            "floor",
            "PG",
            "server÷",
            "tx/s",
            "PG",
            "server÷"
        );
        for line in &round.lines {
            line.print();
        }
        round.alone.iter().for_each(Figure::print);
        Figure::new("server's memory at most, all of the above (RSS)", round.peak_mib, "MiB", Some(100.0)).print();
        Figure::new("mail worker, mails per second", round.mail.rate, "1/s", None)
            .noting(format!(
                "at least 20 wanted; CPU per mail {:.0} + {:.0} µs",
                round.mail.server_cpu, round.mail.database_cpu
            ))
            .print();
        self.rounds.push(round);
    }

    /// Prints a part beside the operations; `key` names it in the file.
    pub fn part(&mut self, key: &'static str, title: &str, figures: Vec<Figure>) {
        println!("\n── {title} ──");
        figures.iter().for_each(Figure::print);
        self.parts.push((key, figures));
    }

    /// Compares rounds, writes the file; `true` when nothing went wrong.
    pub fn end(self) -> Result<bool, Trouble> {
        if let [first, .., last] = &self.rounds[..] {
            println!("\n── CPU per request (server + PG) from {} to {} people ──", first.people, last.people);
            for (before, after) in first.lines.iter().zip(&last.lines).filter(|(l, _)| l.kind != Work::BareUpdate) {
                let is_page = matches!(before.kind, Work::FirstPage | Work::AnyPage);
                let floor = [before.floor.cpu(), after.floor.cpu()];
                growth(&before.work, [before.server.cpu(), after.server.cpu()], (!is_page).then_some(floor));
            }
            for (before, after) in first.alone.iter().zip(&last.alone).filter(|(b, a)| b.what == a.what) {
                growth(&before.what, [before.value, after.value], None);
            }
        }
        let errors: u64 = self.rounds.iter().flat_map(|r| &r.lines).map(Line::errors).sum();
        let mut file = json!({ "head": self.head, "rounds": self.rounds, "errors": errors });
        for (key, figures) in &self.parts {
            file[*key] = json!(figures);
        }
        std::fs::write("target/bench.json", serde_json::to_string_pretty(&file)?)?;
        println!("\n{errors} errors; the same as JSON, with the statements of each operation: target/bench.json");
        Ok(errors == 0)
    }
}
