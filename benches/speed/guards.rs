//! Figures that docs/SECURITY.md promises to print: how much a storm of sign-ins, a hostile filter or a guess at a token costs,
//! and whether the time an answer takes gives something away.

use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::json;

use super::load::{Order, percentile};
use super::measure::measure;
use super::report::Figure;
use super::round::Stage;
use super::sizes::Browser;
use super::work::{Work, tag, user_name};
use super::{Trouble, machine};

/// Sign-ins at once.
const STORM: usize = 200;
/// Tries of each kind where medians are compared.
const BAD_TOKENS: usize = 500;
const SIGN_INS: usize = 200;

/// All figures.
pub async fn measure_all(stage: &Stage) -> Result<Vec<Figure>, Trouble> {
    let mut figures = bad_tokens(stage).await?;
    figures.extend(filters(stage).await?);
    figures.extend(sign_ins(stage).await?);
    figures.extend(storm(stage).await?);
    Ok(figures)
}

fn median(mut micros: Vec<u32>) -> f64 {
    micros.sort_unstable();
    percentile(&micros, 50)
}

fn micros(since: Instant) -> u32 {
    u32::try_from(since.elapsed().as_micros()).unwrap_or(u32::MAX)
}

/// an unknown, a revoked and a foreign token take the same time.
async fn bad_tokens(stage: &Stage) -> Result<Vec<Figure>, Trouble> {
    let server = &stage.server;
    let make = |name: &str| -> Result<(String, String), Trouble> {
        let door = stage.account(name)?;
        let connection = door.base.rsplit('/').next().unwrap_or_default().to_owned();
        Ok((door.token, connection))
    };
    let (foreign, _) = make("fremd")?;
    let (revoked, connection) = make("widerrufen")?;
    server.cli(&["token", "revoke", "--connection", &connection, "--reason", "bench"])?;
    let (unknown, gone) = make("unbekannt")?;
    stage.db.run(&format!("delete from tokens where connection_id = '{gone}'")).await?;
    let own = format!("http://{}{}/Users?count=0", server.address, stage.door.base);
    let of_revoked = format!("http://{}/scim/v2/{connection}/Users?count=0", server.address);
    let kinds = [("unknown", &unknown, &own), ("revoked", &revoked, &of_revoked), ("foreign", &foreign, &own)];
    let client = Client::new();
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..BAD_TOKENS {
        for ((name, token, url), times) in kinds.iter().zip(&mut times) {
            let begun = Instant::now();
            let answer = client.get(url.as_str()).bearer_auth(token).send().await?;
            let status = answer.status().as_u16();
            answer.bytes().await?;
            times.push(micros(begun));
            if status != 401 {
                return Err(format!("a token that is {name} was answered {status}").into());
            }
        }
    }
    let medians = times.map(median);
    let spread = medians.iter().copied().fold(0.0, f64::max) - medians.iter().copied().fold(f64::MAX, f64::min);
    Ok(vec![
        Figure::new("R-13: 401 for unknown, revoked, foreign: medians apart", spread, "ms", Some(2.0))
            .noting(format!("{:.2} / {:.2} / {:.2} ms, {BAD_TOKENS} each", medians[0], medians[1], medians[2])),
    ])
}

/// filters made to hurt.
async fn filters(stage: &Stage) -> Result<Vec<Figure>, Trouble> {
    let many = |part: &str, times: usize, end: &str| part.repeat(times) + end;
    let cases = [
        ("100,000 × (", many("(", 100_000, "")),
        ("100,000 × not ( and a bad end", many("not (", 100_000, "x")),
        ("10,000 × a eq 1 and", many("userName eq \"a\" and ", 10_000, "userName eq \"a\"")),
        ("4 KiB of (", many("(", 4096, "")),
        ("4 KiB of one text", many("userName eq \"", 1, &many("x", 4080, "\""))),
        ("32 terms, the most that is taken", many("userName eq \"a\" and ", 31, "userName eq \"a\"")),
    ];
    let url = format!("http://{}{}/Users/.search", stage.server.address, stage.door.base);
    let client = Client::new();
    let mut figures = Vec::new();
    for (name, filter) in cases {
        let body =
            json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": filter}).to_string();
        let (mut times, mut status) = (Vec::new(), 0);
        for _ in 0..21 {
            let request =
                client.post(&url).bearer_auth(&stage.door.token).header("content-type", "application/scim+json");
            let begun = Instant::now();
            let answer = request.body(body.clone()).send().await?;
            status = answer.status().as_u16();
            answer.bytes().await?;
            times.push(micros(begun));
        }
        times.sort_unstable();
        if status >= 500 {
            return Err(format!("the filter {name} was answered {status}").into());
        }
        figures.push(
            Figure::new(format!("R-46: filter, {name}"), percentile(&times, 50), "ms", Some(10.0))
                .noting(format!("median of 21, slowest {:.2} ms, answered {status}", percentile(&times, 100))),
        );
    }
    Ok(figures)
}

/// whether somebody has an address cannot be told from the time a refusal takes.
async fn sign_ins(stage: &Stage) -> Result<Vec<Figure>, Trouble> {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for n in 0..SIGN_INS as u64 {
        // Each from a network of its own, about somebody of their own: no throttle ever counts to two.
        for (address, times, net) in [
            (user_name(&tag(1 + n % stage.door.people)), &mut known, 0),
            (format!("niemand{n}@beispiel.example"), &mut unknown, 1),
        ] {
            let from = format!("2001:db8:{net}:{n:x}::1");
            let mut browser = Browser::new(&stage.server.address)?;
            let begun = Instant::now();
            let status = browser.sign_in(&address, "ganz bestimmt falsch 17", &from).await?;
            times.push(micros(begun));
            if status != 422 && status != 401 {
                return Err(format!("a wrong password was answered {status}").into());
            }
        }
    }
    let (known, unknown) = (median(known), median(unknown));
    Ok(vec![
        Figure::new(
            "R-29: refused sign-in, known and unknown: medians apart",
            (known - unknown).abs(),
            "ms",
            Some(5.0),
        )
        .noting(format!("{known:.1} / {unknown:.1} ms, {SIGN_INS} each")),
    ])
}

/// a storm of sign-ins costs bounded memory, and SCIM goes on.
async fn storm(stage: &Stage) -> Result<Vec<Figure>, Trouble> {
    let order = Order { connections: 8, warm_up: 0.5, seconds: 4.0, pace: Some(12.0), ..stage.order(Work::Get) };
    let calm = measure(&order, stage.server.pid, &stage.db).await?;
    let held = machine::memory_of(stage.server.pid, "VmRSS");
    machine::forget_peak(stage.server.pid);
    let sign_ins = async {
        tokio::time::sleep(Duration::from_millis(600)).await;
        let begun = Instant::now();
        let tries: Vec<_> = (0..STORM)
            .map(|n| {
                let (server, admin) = (stage.server.address.clone(), stage.admin.clone());
                tokio::spawn(async move {
                    let mut browser = Browser::new(&server)?;
                    browser.sign_in(&admin.0, &admin.1, &format!("2001:db8:2:{n:x}::1")).await
                })
            })
            .collect();
        let mut answers = std::collections::BTreeMap::<u16, usize>::new();
        for one in tries {
            *answers.entry(one.await??).or_default() += 1;
        }
        Ok::<_, Trouble>((answers, begun.elapsed().as_secs_f64()))
    };
    let (stormy, answers) = tokio::join!(measure(&order, stage.server.pid, &stage.db), sign_ins);
    let (stormy, (answers, seconds)) = (stormy?, answers?);
    let grown = machine::memory_of(stage.server.pid, "VmHWM") - held;
    if let Some(trouble) = calm.load.first_trouble.or(stormy.load.first_trouble) {
        return Err(format!("SCIM beside a storm of sign-ins: {trouble}").into());
    }
    Ok(vec![
        Figure::new("R-28: 200 sign-ins at once: memory grows by", grown, "MiB", Some(120.0))
            .noting(format!("answers {answers:?} in {seconds:.1} s")),
        Figure::new("R-28: SCIM p99 meanwhile", stormy.load.p99, "ms", Some(2.0 * calm.load.p99))
            .noting(format!("twice the calm p99 of {:.2} ms is the limit; about 96 req/s, no errors", calm.load.p99)),
    ])
}
