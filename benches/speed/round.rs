//! One round: a fresh database with so many people, every operation by the server, the floor and `pgbench`, one after the other, in turns: a machine
//! that is slow for a while is so for all of them.
//!
//! Only one of them runs at a time: while floor and `pgbench` are measured the server is stopped, so that its workers take no part;
//! before each the database is brought to the same state.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;
use sqlx::Row;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use uuid::Uuid;

use super::capture::capture;
use super::cluster::Database;
use super::floor::Ground;
use super::load::Order;
use super::measure::{Measured, measure, role};
use super::pgbench::{self, Reached};
use super::report::{Line, Mail, Report, Round};
use super::server::Server;
use super::sink::Sink;
use super::work::{Door, TEMPLATE_TAG, Work, person};
use super::{Settings, Trouble, alone, crowd, guards, machine, pages, paint, people, sizes};

/// Before each measurement, in seconds.
const WARM_UP: f64 = 1.0;
/// How often all of them do the same work; an odd number, so that there is one in the middle.
const TURNS: usize = 3;

/// Everything a round works with.
pub struct Stage {
    /// The database.
    pub db: Database,
    /// The product.
    pub server: Server,
    /// Where its mail goes.
    pub sink: Sink,
    /// The account's id.
    pub account: String,
    /// Its administrator's address and password.
    pub admin: (String, String),
    /// Where load goes.
    pub door: Door,
    /// As set.
    pub settings: Settings,
}

/// Runs a round; sizes and guards are measured in the last one only.
pub async fn run(settings: &Settings, people: u64, last: bool, report: &mut Report) -> Result<(), Trouble> {
    let stage = Stage::set(settings, people).await?;
    report.head(&stage.db);
    stage.db.settle().await?;
    let mut lines = Vec::new();
    machine::forget_peak(stage.server.pid);
    for (number, work) in settings.works.iter().copied().enumerate() {
        lines.extend(stage.compare(number, work).await?);
    }
    let mail = stage.mail().await?;
    let everything = settings.works.len() == Work::ALL.len();
    let alone = if everything { alone::measure_all(&stage).await? } else { Vec::new() };
    let peak = machine::memory_of(stage.server.pid, "VmHWM");
    report.round(Round { people, peak_mib: peak, lines, alone, mail });
    if last && everything {
        report.part("sizes", "what a browser loads", sizes::measure(&stage).await?);
    }
    if last && settings.pages {
        report.part("pages", "how long pages take to make", pages::measure_all(&stage).await?);
        report.part("paint", "when a phone shows them", paint::measure_all(&stage).await?);
    }
    if last && everything {
        // What passwords take, and connections, is taken again by nobody: the crowd is measured before them.
        report.part("crowd", "many at once", crowd::accounts(&stage).await?);
        report.part("security", "figures of the security requirements", guards::measure_all(&stage).await?);
        report.part("idle", "many who wait", crowd::idle(&stage).await?);
    }
    Ok(())
}

impl Stage {
    async fn set(settings: &Settings, people: u64) -> Result<Self, Trouble> {
        let begun = Instant::now();
        let db = Database::create("einlass_bench").await?;
        let sink = Sink::open().await?;
        let server = Server::start(&db.url, &sink.address, Path::new("target/bench-server.log")).await?;
        let (door, account) = opened(&server, "Muster GmbH", people)?;
        let text = |name: &str| account[name].as_str().unwrap_or_default().to_owned();
        let admin = (text("admin_email"), text("admin_password"));
        let stage = Self { account: text("account_id"), db, server, sink, admin, door, settings: settings.clone() };
        let template = stage.post(TEMPLATE_TAG).await?;
        people::fill(&stage.db, &stage.account, &template, people).await?;
        let total = stage.total().await?;
        if total != people + 1 {
            return Err(format!("{} people were loaded and totalResults is {total}", people + 1).into());
        }
        println!("{people} people loaded in {:.1} s", begun.elapsed().as_secs_f64());
        Ok(stage)
    }

    /// Makes a person through the front door; gives the id.
    async fn post(&self, tag: &str) -> Result<String, Trouble> {
        let made = self.ask("POST", "/Users", Some(person(tag))).await?;
        made["id"].as_str().map(str::to_owned).ok_or_else(|| format!("POST /Users answered {made}").into())
    }

    /// One request of the identity provider; gives the answer's body.
    pub async fn ask(&self, method: &str, path: &str, body: Option<String>) -> Result<Value, Trouble> {
        let mut request = reqwest::Client::new()
            .request(method.parse()?, format!("http://{}{}{path}", self.door.address, self.door.base))
            .bearer_auth(&self.door.token);
        if let Some(body) = body {
            request = request.header("content-type", "application/scim+json").body(body);
        }
        Ok(request.send().await?.json().await?)
    }

    /// A further account with SCIM switched on.
    pub fn account(&self, name: &str) -> Result<Door, Trouble> {
        Ok(opened(&self.server, name, self.door.people)?.0)
    }

    async fn total(&self) -> Result<u64, Trouble> {
        Ok(self.ask("GET", "/Users?count=1", None).await?["totalResults"].as_u64().unwrap_or(0))
    }

    /// An order for this stage.
    pub fn order(&self, work: Work) -> Order {
        Order {
            door: self.door.clone(),
            work,
            connections: self.settings.connections,
            warm_up: WARM_UP,
            seconds: self.settings.seconds,
            pace: None,
        }
    }

    /// Floor, `pgbench` and server at the same work. The server comes last: what it creates is the mail worker's work afterwards.
    async fn compare(&self, number: usize, work: Work) -> Result<Vec<Line>, Trouble> {
        let since = self.db.now().await?;
        let captured = capture(&self.db, &self.door, work).await?;
        let script_file = PathBuf::from(format!("target/bench-{number}.sql"));
        let (mut servers, mut floors, mut bares, mut reached) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for _ in 0..TURNS {
            self.server.pause()?;
            // Anew each turn: what the token's proof rests on changes when the server writes down that it was used.
            std::fs::write(&script_file, pgbench::script(&self.db, work, number, &captured, self.door.people).await?)?;
            let others = self.others(work, &since, &script_file).await;
            self.server.resume()?;
            let (floor, bare, pgbench) = others?;
            floors.push(floor);
            bares.extend(bare);
            reached.push(pgbench);
            servers.push(measure(&self.order(work), self.server.pid, &self.db).await?);
        }
        if work != Work::Create {
            self.restore(work, &since).await?;
        }
        let mut lines = vec![Line::new(work, &captured.0, &servers, &floors, &reached)];
        if !bares.is_empty() {
            lines.push(Line::new(Work::BareUpdate, &captured.0, &servers, &bares, &[]));
        }
        Ok(lines)
    }

    async fn others(
        &self,
        work: Work,
        since: &str,
        script: &Path,
    ) -> Result<(Measured, Option<Measured>, Reached), Trouble> {
        self.restore(work, since).await?;
        let floor_process = Floor::start(self).await?;
        let floor = floor_process.measure(self, work).await?;
        self.restore(work, since).await?;
        let mut bare = None;
        if work == Work::Rename {
            bare = Some(floor_process.measure(self, Work::BareUpdate).await?);
            self.restore(work, since).await?;
        }
        drop(floor_process);
        let reached = pgbench::run(&self.db, &self.account, script, self.settings.seconds).await?;
        self.restore(work, since).await?;
        Ok((floor, bare, reached))
    }

    /// What work changed is undone, so that everybody starts from the same state.
    async fn restore(&self, work: Work, since: &str) -> Result<(), Trouble> {
        if work.writes() {
            self.db
                .run(&format!(
                    "update users set status = 'active', held = false where account_id = '{0}' and status = 'deactivated';
                     delete from removals where account_id = '{0}'; delete from brakes where account_id = '{0}'",
                    self.account
                ))
                .await?;
            self.db.forget_since(&self.account, since).await?;
            self.db.settle().await?;
        }
        Ok(())
    }

    /// How fast the worker sends what the creates left in the outbox.
    async fn mail(&self) -> Result<Mail, Trouble> {
        let mut conn = self.db.connect().await?;
        let waiting: i64 = sqlx::query("select count(*) from outbox where sent_at is null and dead_at is null")
            .fetch_one(&mut conn)
            .await?
            .get(0);
        self.sink.work(true);
        let cpu = || (machine::cpu_of(self.server.pid), machine::cpu_of_family(self.db.postmaster));
        let (taken, before, begun) = (self.sink.taken(), cpu(), Instant::now());
        let enough = u64::try_from(waiting).unwrap_or(0);
        while begun.elapsed().as_secs_f64() < self.settings.seconds && self.sink.taken() - taken < enough {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let (sent, after) = (self.sink.taken() - taken, cpu());
        let seconds = begun.elapsed().as_secs_f64();
        self.sink.work(false);
        #[expect(clippy::cast_precision_loss, reason = "counts of seconds")]
        let sent = sent as f64;
        Ok(Mail {
            rate: sent / seconds,
            server_cpu: (after.0 - before.0) / sent.max(1.0) * 1e6,
            database_cpu: (after.1 - before.1) / sent.max(1.0) * 1e6,
        })
    }
}

/// Makes an account with SCIM switched on; gives its door and what was said of it.
fn opened(server: &Server, name: &str, people: u64) -> Result<(Door, Value), Trouble> {
    let email = format!("admin@{}.example", name.to_lowercase().replace(' ', "-"));
    let whole = ["--name", name, "--admin-email", &email, "--plan", "premium", "--auto-licences"];
    let account = server.cli(&[&["account", "create"], &whole[..]].concat())?;
    let connection = server.cli(&["connection", "activate", "--account", name, "--method", "password"])?;
    let text = |name: &str| connection[name].as_str().unwrap_or_default().to_owned();
    let base_url = text("base_url");
    let base = base_url.find("/scim/").map(|at| base_url[at..].to_owned()).ok_or("no SCIM Base URL")?;
    Ok((Door { address: server.address.clone(), base, token: text("token"), people, about: String::new() }, account))
}

/// The floor's process.
struct Floor {
    address: String,
    pid: u32,
    _child: tokio::process::Child,
}

impl Floor {
    async fn start(stage: &Stage) -> Result<Self, Trouble> {
        let mut child = role("floor")?;
        let connection = stage.door.base.rsplit('/').next().unwrap_or_default();
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZeroUsize::get);
        let ground = Ground {
            database_url: stage.db.url.clone(),
            account: Uuid::try_parse(&stage.account)?,
            connection: Uuid::try_parse(connection)?,
            pool: u32::try_from(cores * 8)?,
        };
        let mut input = child.stdin.take().ok_or("no pipe")?;
        input.write_all(serde_json::to_string(&ground)?.as_bytes()).await?;
        drop(input);
        let mut lines = BufReader::new(child.stdout.take().ok_or("no pipe")?).lines();
        let address = lines.next_line().await?.ok_or("the floor did not start")?;
        Ok(Self { address, pid: child.id().ok_or("the floor ended")?, _child: child })
    }

    async fn measure(&self, stage: &Stage, work: Work) -> Result<Measured, Trouble> {
        let mut order = stage.order(work);
        order.door.address.clone_from(&self.address);
        if work == Work::BareUpdate {
            order.door.base = "/bare".into();
        }
        measure(&order, self.pid, &stage.db).await
    }
}
