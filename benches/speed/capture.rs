//! Which statements the server sends for one request, in order and with their values, read from the log of the database.
//!
//! So the comparison with `pgbench` and the count of round trips follow the code by themselves.

use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;

use super::Trouble;
use super::cluster::Database;
use super::load;
use super::work::{Door, Lane, Work};

/// One statement as the server sent it: one round trip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The text, with `$1` for values.
    pub sql: String,
    /// The values as text; `None` is null.
    pub values: Vec<Option<String>>,
}

/// The statements of one request, and what was special about it.
#[derive(Debug, Clone)]
pub struct Captured {
    /// In order.
    pub statements: Vec<Statement>,
    /// The request asked for this person, or began its page here (`/list/`), or made the person with this tag.
    pub subject: Subject,
}

/// What differs from request to request.
#[derive(Debug, Clone)]
pub enum Subject {
    /// Person number.
    Person(u64),
    /// First row of the page.
    Offset(u64),
    /// Tag of the person who was made.
    New(String),
}

/// Words by which the work of workers is told from that of requests; a request that recalls mail names `leased_until`, too.
const WORKERS: [&str; 9] = [
    "lookup_due_mail",
    "leased_until = ",
    "lookup_expired_invitations",
    "lookup_removed_users",
    "lookup_open_jobs",
    "lookup_group_rights_due",
    "lookup_counts_to_fold",
    "lookup_accounts_with_waiting",
    "insert into request_log",
];

/// Requests that are listened to; background work gets in between now and then, so what most of them show is taken.
const TRIES: u64 = 7;

/// Listens to some requests and gives two with the same statements.
pub async fn capture(db: &Database, door: &Door, work: Work) -> Result<(Captured, Captured), Trouble> {
    db.run("alter system set log_statement = 'all'").await?;
    db.run("alter system set log_parameter_max_length = -1").await?;
    db.run("select pg_reload_conf()").await?;
    tokio::time::sleep(Duration::from_millis(700)).await;
    let result = listen(db, door, work).await;
    db.run("alter system reset all").await?;
    db.run("select pg_reload_conf()").await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    result
}

async fn listen(db: &Database, door: &Door, work: Work) -> Result<(Captured, Captured), Trouble> {
    let mut all = Vec::new();
    for n in 0..TRIES {
        let random = 12_345 + n * 17;
        let lane = Lane { number: 0, of: door.people };
        // Lane 0 of as many lanes as people would change one person only; each try gets a lane of its own.
        let lane = Lane { number: (random % door.people), ..lane };
        let subject = subject(door, work, lane, random);
        let mark = Mark::now(db)?;
        let status = load::once(door, work, lane, 0, random).await?;
        if !(200..300).contains(&status) {
            return Err(format!("{}: the server answered {status}", work.name()).into());
        }
        tokio::time::sleep(Duration::from_millis(120)).await;
        all.push(Captured { statements: mark.statements()?, subject });
    }
    let texts = |c: &Captured| c.statements.iter().map(|s| s.sql.clone()).collect::<Vec<_>>();
    let best = all.iter().map(|one| all.iter().filter(|o| texts(o) == texts(one)).count()).max().unwrap_or(0);
    let of_best: Vec<_> = all
        .iter()
        .filter(|one| all.iter().filter(|o| texts(o) == texts(one)).count() == best && !one.statements.is_empty())
        .collect();
    let first = *of_best.first().ok_or_else(|| format!("{}: no statements were logged", work.name()))?;
    match of_best.iter().skip(1).find(|o| texts(o) == texts(first)) {
        Some(second) => Ok((first.clone(), (*second).clone())),
        None => Err(format!("{}: no two requests sent the same statements", work.name()).into()),
    }
}

fn subject(door: &Door, work: Work, lane: Lane, random: u64) -> Subject {
    match work {
        Work::Get | Work::Filter | Work::Member => Subject::Person(1 + random % door.people),
        Work::FirstPage | Work::CursorPage => Subject::Offset(0),
        Work::AnyPage => Subject::Offset(random % door.people.saturating_sub(super::work::PAGE).max(1)),
        Work::Rename | Work::Switch | Work::BareUpdate => Subject::Person(lane.person(door.people, 0).0),
        Work::Create => Subject::New(super::work::new_tag(random, lane, 0)),
    }
}

/// A place in the log.
struct Mark {
    file: PathBuf,
    at: u64,
}

impl Mark {
    fn now(db: &Database) -> Result<Self, Trouble> {
        let files = std::fs::read_dir(&db.log_folder)?.flatten().map(|entry| entry.path());
        let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
        files.sort();
        let file = files.pop().ok_or("the database has no log")?;
        let at = std::fs::metadata(&file)?.len();
        Ok(Self { file, at })
    }

    /// What was sent since then, without the work of workers.
    fn statements(&self) -> Result<Vec<Statement>, Trouble> {
        let mut file = std::fs::File::open(&self.file)?;
        file.seek(SeekFrom::Start(self.at))?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        // A unit of work is what one session sends from one `begin` to the next.
        let mut units: Vec<Vec<Statement>> = Vec::new();
        let mut open: HashMap<String, usize> = HashMap::new();
        for line in text.lines() {
            let Ok(entry) = serde_json::from_str::<Value>(line) else { continue };
            let Some(statement) = statement(&entry) else { continue };
            let session = entry["session_id"].as_str().unwrap_or_default().to_owned();
            let begins = statement.sql.trim().to_ascii_lowercase().starts_with("begin");
            let unit = match open.get(&session) {
                Some(unit) if !begins => *unit,
                _ => {
                    units.push(Vec::new());
                    open.insert(session, units.len() - 1);
                    units.len() - 1
                }
            };
            units[unit].push(statement);
        }
        units.retain(|unit| !unit.iter().any(|s| WORKERS.iter().any(|word| s.sql.contains(word))));
        Ok(units.concat())
    }
}

/// `None` for whatever else is logged.
fn statement(entry: &Value) -> Option<Statement> {
    let message = entry["message"].as_str()?;
    let sql = match message.strip_prefix("statement: ") {
        Some(sql) => sql,
        None => message.strip_prefix("execute ")?.split_once(": ")?.1,
    };
    Some(Statement { sql: sql.to_owned(), values: values(entry["detail"].as_str().unwrap_or_default()) })
}

/// Reads `parameters: $1 = 'text', $2 = NULL`; quotes in texts are doubled. Any other detail, such as how a statement was prepared, has none.
fn values(detail: &str) -> Vec<Option<String>> {
    let mut values = Vec::new();
    let mut rest = detail.strip_prefix("parameters: ").or(detail.strip_prefix("Parameters: ")).unwrap_or_default();
    while let Some((_, after)) = rest.split_once(" = ") {
        if let Some(after_null) = after.strip_prefix("NULL") {
            values.push(None);
            rest = after_null;
            continue;
        }
        let mut text = String::new();
        let mut letters = after.char_indices().skip(1).peekable();
        let mut end = after.len();
        while let Some((i, letter)) = letters.next() {
            if letter == '\'' && letters.next_if(|(_, next)| *next == '\'').is_none() {
                end = i + 1;
                break;
            }
            text.push(letter);
        }
        values.push(Some(text));
        rest = after.get(end..).unwrap_or_default();
    }
    values
}
