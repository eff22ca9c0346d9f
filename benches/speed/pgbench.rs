//! The same statements by `pgbench`: what the database gives without a server in front of it.
//!
//! Values that belong to the person asked for become expressions over a random number, ids and hashes that are new in every request
//! become new ones, everything else stays what the server sent.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Stdio;

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Either, Executor, SqlSafeStr, Statement as _, TypeInfo as _};
use tokio::io::{AsyncBufReadExt, BufReader};

use super::Trouble;
use super::capture::{Captured, Statement, Subject};
use super::cluster::Database;
use super::machine::cpu_of_family;
use super::work::{PAGE, Work, person_id, tag};

/// Clients of a run.
const CLIENTS: u32 = 32;

/// What `pgbench` reached.
#[derive(Debug, Clone, Copy)]
pub struct Reached {
    /// Transactions per second.
    pub rate: f64,
    /// Mean in ms.
    pub mean: f64,
    /// CPU of the database per transaction in µs.
    pub database_cpu: f64,
}

/// Writes the script of an operation.
pub async fn script(
    db: &Database,
    work: Work,
    number: usize,
    (one, other): &(Captured, Captured),
    people: u64,
) -> Result<String, Trouble> {
    let mut text = format!(
        "\\set n :n + 1\n\\set i random(1, {people})\n\\set o random(0, {})\n",
        people.saturating_sub(PAGE).max(1)
    );
    let mut conn = db.connect().await?;
    let mut fresh = Fresh { number, ids: HashMap::new() };
    for (statement, twin) in one.statements.iter().zip(&other.statements) {
        let types = types(&mut conn, statement)
            .await
            .map_err(|error| format!("{}: {}: {error}", work.name(), statement.sql))?;
        let mut expressions = Vec::new();
        for (k, (value, twin)) in statement.values.iter().zip(&twin.values).enumerate() {
            let kind = types.get(k).map_or("TEXT", String::as_str);
            expressions.push(expression(value.as_deref(), twin.as_deref(), kind, &one.subject, &mut fresh));
        }
        if let Some((token, rests_on)) = proof_of(&statement.sql) {
            let token = statement.values[token].as_deref().unwrap_or_default();
            expressions[rests_on] = literal(&standing(&mut conn, token).await?);
        }
        let _ = writeln!(text, "{};", filled(&unprepared(&statement.sql), &expressions));
    }
    Ok(text)
}

/// What a session of the server has prepared by a name of its own, written out: `pgbench` prepares every statement itself. A comparison with the
/// version of a row that was read before becomes one that holds: `pgbench` reads nothing that it is sent.
fn unprepared(sql: &str) -> String {
    if let Some((before, values)) = sql.split_once("execute prove_writing(") {
        return format!("{before}select * from prove_connection({}, false)", values.trim_end_matches(')'));
    }
    match sql.split_once("xmin::text = $") {
        Some((before, after)) => {
            let after = after.trim_start_matches(|digit: char| digit.is_ascii_digit());
            // Nobody engages the brake where it is due, and a script that fails ends.
            format!("{before}xmin is not null{}", after.replace(", true, true) n", ", true, false) n"))
        }
        None => sql.to_owned(),
    }
}

/// Which values of a statement name the token that it proves, and what its proof rests on.
fn proof_of(sql: &str) -> Option<(usize, usize)> {
    let (values, _) = sql.split_once("proof_must_stand(")?.1.split_once(')')?;
    let mut places =
        values.split(',').map(|value| value.trim().strip_prefix('$')?.parse::<usize>().ok()?.checked_sub(1));
    Some((places.nth(2)??, places.next()??))
}

/// What the proof of a token rests on by now: when the token was used last may have been written down since the request.
async fn standing(conn: &mut PgConnection, token: &str) -> Result<String, Trouble> {
    let question = "select p.rests_on from tokens t, prove_connection(t.hash, t.connection_id, false) p where t.id = $1::text::uuid";
    Ok(sqlx::query_scalar(question).bind(token).fetch_one(conn).await?)
}

/// Types of the values as the database infers them.
async fn types(conn: &mut PgConnection, statement: &Statement) -> Result<Vec<String>, Trouble> {
    if statement.values.is_empty() {
        return Ok(Vec::new());
    }
    let prepared = conn.prepare(AssertSqlSafe(statement.sql.clone()).into_sql_str()).await?;
    Ok(match prepared.parameters() {
        Some(Either::Left(types)) => types.iter().map(|t| t.name().to_owned()).collect(),
        _ => Vec::new(),
    })
}

/// Values that are new in every request; the same one stands in several statements.
struct Fresh {
    number: usize,
    ids: HashMap<String, usize>,
}

impl Fresh {
    fn id(&mut self, value: &str) -> String {
        let next = self.ids.len();
        let k = *self.ids.entry(value.to_owned()).or_insert(next);
        let base = self.number * 64 + k;
        format!(
            "(to_hex(1879048192 + :n::int8) || '-0000-7000-8000-' || lpad(to_hex(:client_id::int8 * 65536 + {base}), 12, '0'))"
        )
    }
}

fn expression(value: Option<&str>, twin: Option<&str>, kind: &str, subject: &Subject, fresh: &mut Fresh) -> String {
    let Some(value) = value else { return format!("null::{kind}") };
    let varies = twin != Some(value);
    let offset = |start: &u64| value == start.to_string() && varies && kind.starts_with("INT");
    match subject {
        Subject::Offset(start) if offset(start) => return ":o::int8".into(),
        _ => {}
    }
    if varies && is_uuid(value) && !matches!(subject, Subject::Person(i) if value == person_id(*i)) {
        return format!("{}::uuid", fresh.id(value));
    }
    // A list of one new id.
    if let Some(id) = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
        && varies
        && is_uuid(id)
        && !matches!(subject, Subject::Person(i) if id == person_id(*i))
    {
        return format!("array[{}::uuid]", fresh.id(id));
    }
    if varies && kind == "BYTEA" && value.len() == 66 {
        return format!("sha256({}::bytea)", fresh.id(value));
    }
    let mut text = literal(value);
    match subject {
        Subject::Person(i) => {
            text = replaced(text, value, &tag(*i), "'p' || lpad(:i::text, 7, '0')");
            text =
                replaced(text, value, &person_id(*i), "'01900000-0000-7000-8000-' || lpad(to_hex(:i::int8), 12, '0')");
        }
        Subject::New(tag) => text = replaced(text, value, tag, "'c' || :client_id || 'x' || :n"),
        Subject::Offset(_) => {}
    }
    // Ids inside of texts, such as lists of them.
    let inside: Vec<_> = fresh.ids.keys().filter(|id| value.contains(id.as_str())).cloned().collect();
    for id in inside {
        let new = fresh.id(&id);
        text = replaced(text, value, &id, &new);
    }
    format!("({text})::{kind}")
}

fn replaced(text: String, value: &str, old: &str, new: &str) -> String {
    if value.contains(old) { format!("replace({text}, '{old}', {new})") } else { text }
}

fn is_uuid(text: &str) -> bool {
    uuid::Uuid::try_parse(text).is_ok() && text.len() == 36
}

/// As a constant. Colons would be read as variables by `pgbench`.
fn literal(value: &str) -> String {
    format!("E'{}'::text", value.replace('\\', r"\\").replace('\'', "''").replace(':', r"\x3a"))
}

/// The statement with its values in place.
fn filled(sql: &str, expressions: &[String]) -> String {
    let mut text = String::new();
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once('$') {
        text += before;
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        match after[..digits].parse::<usize>().ok().and_then(|k| expressions.get(k.checked_sub(1)?)) {
            Some(expression) => text += expression,
            None => {
                let _ = write!(text, "${}", &after[..digits]);
            }
        }
        rest = &after[digits..];
    }
    (text + rest).trim().trim_end_matches(';').to_owned()
}

/// Runs a script as the application's role in the account's context. The first second, with its connecting and preparing, does
/// not count.
pub async fn run(db: &Database, account: &str, script: &Path, seconds: f64) -> Result<Reached, Trouble> {
    let mut child = tokio::process::Command::new(program())
        .args(["-n", "-M", "prepared", "-j", "2", "-D", "n=0", "-P", "1", "-c"])
        .arg(CLIENTS.to_string())
        .arg("-T")
        .arg(format!("{:.0}", seconds.ceil() + 2.0))
        .arg("-f")
        .arg(script)
        .arg(&db.url)
        .env(
            "PGOPTIONS",
            format!("-c role=einlass_app -c app.account_id={account} -c client_min_messages=error -c timezone=UTC"),
        )
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("pgbench: {error}; Debian has it in the package postgresql"))?;
    let mut lines = BufReader::new(child.stderr.take().ok_or("no pipe")?).lines();
    let mut marks = Vec::new();
    let mut said = String::new();
    while let Some(line) = lines.next_line().await? {
        match progress(&line) {
            // The last second is left out: clients begin to leave in it.
            Some((at, rate, mean)) if at < seconds.ceil() + 1.5 => {
                marks.push((at, rate, mean, cpu_of_family(db.postmaster)));
            }
            Some(_) => {}
            None => said = said + &line + "\n",
        }
    }
    let output = child.wait_with_output().await?;
    let summary = String::from_utf8_lossy(&output.stdout);
    let failed = summary.lines().any(|l| l.starts_with("number of failed transactions") && !l.contains(": 0 "));
    let ([first, rest @ ..], false, true) = (&marks[..], failed, output.status.success()) else {
        return Err(format!("pgbench on {}: {summary}{said}", script.display()).into());
    };
    let Some(last) = rest.last() else { return Err("pgbench was too short to count".into()) };
    let (mut done, mut waited, mut before) = (0.0, 0.0, first.0);
    for (at, rate, mean, _) in rest {
        done += rate * (at - before);
        waited += rate * (at - before) * mean;
        before = *at;
    }
    let done = f64::max(done, 1.0);
    Ok(Reached { rate: done / (last.0 - first.0), mean: waited / done, database_cpu: (last.3 - first.3) / done * 1e6 })
}

/// Reads `progress: 2.0 s, 812.3 tps, lat 39.4 ms stddev …`: seconds since the start, transactions per second, ms of one.
fn progress(line: &str) -> Option<(f64, f64, f64)> {
    let mut parts = line.strip_prefix("progress: ")?.split(", ");
    let at = parts.next()?.strip_suffix(" s")?.parse().ok()?;
    let rate = parts.next()?.strip_suffix(" tps")?.parse().ok()?;
    let mean = parts.next()?.strip_prefix("lat ")?.split(' ').next()?.parse().ok()?;
    Some((at, rate, mean))
}

/// Beside the server's own programs on Debian, or on the path.
fn program() -> std::path::PathBuf {
    let mut found: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin/pgbench"))
        .filter(|path| path.exists())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| "pgbench".into())
}
