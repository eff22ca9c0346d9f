//! How long the portal's pages take to make for an administrator of the loaded account, one after the other over one connection.

use std::time::Instant;

use super::Trouble;
use super::load::percentile;
use super::report::Figure;
use super::round::Stage;
use super::sizes::{Browser, Found, WITHIN, crawl};
use super::work::tag;

/// Answers of each page.
const TIMES: usize = 60;
/// The 95th percentile of every page, in ms (issue 5, point 11).
const LIMIT: f64 = 50.0;

/// Every page that can be reached by links, and the search for somebody in the list of people.
pub async fn measure_all(stage: &Stage) -> Result<Vec<Figure>, Trouble> {
    let mut browser = Browser::new(&stage.server.address)?;
    browser.sign_in_as(stage).await?;
    let mut found = Found::default();
    crawl(&browser, &WITHIN, &mut found).await?;
    let mut figures = Vec::new();
    for (kind, page) in &found.pages {
        figures.push(time(&browser, kind, |_| page.path.clone()).await?);
    }
    let people = stage.door.people;
    let of = |n: usize| tag(1 + (n as u64 * 7_919) % people);
    figures
        .push(time(&browser, "search by address", |n| format!("/de/nutzerverwaltung?suche=person.{}", of(n))).await?);
    figures.push(time(&browser, "search by family name", |n| format!("/de/nutzerverwaltung?suche={}", of(n))).await?);
    figures.push(time(&browser, "search, two letters", |_| "/de/nutzerverwaltung?suche=mu".into()).await?);
    figures.push(time(&browser, "search, nobody", |n| format!("/de/nutzerverwaltung?suche=niemand{n}")).await?);
    Ok(figures)
}

async fn time(browser: &Browser, what: &str, path: impl Fn(usize) -> String) -> Result<Figure, Trouble> {
    let mut micros = Vec::with_capacity(TIMES);
    for n in 0..TIMES {
        let path = path(n);
        let begun = Instant::now();
        let answer = browser.get(&path, "br, gzip").await?;
        let status = answer.status();
        answer.bytes().await?;
        micros.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
        if !status.is_success() {
            return Err(format!("{path} answered {status}").into());
        }
    }
    micros.sort_unstable();
    let (median, slowest) = (percentile(&micros, 50), percentile(&micros, 100));
    Ok(Figure::new(what, percentile(&micros, 95), "ms", Some(LIMIT))
        .noting(format!("p95 of {TIMES}; median {median:.1}, slowest {slowest:.1} ms")))
}
