//! What somebody on a phone sees, and when: Chromium with a slow network and a slow processor, by `end2end/support/paint.mjs`.

use std::process::Command;

use serde::Deserialize;

use super::Trouble;
use super::report::Figure;
use super::round::Stage;
use super::sizes::Browser;

/// Largest contentful paint, in ms (issue 5, point 11).
const PAINTED: f64 = 1_000.0;

/// Pages that are looked at, signed out and in.
const PAGES: [&str; 6] = [
    "/de/anmelden",
    "/de/hilfe/scim",
    "/de/benutzerverwaltung",
    "/de/benutzerverwaltung/scim",
    "/de/nutzerverwaltung",
    "/de/benutzerverwaltung/lizenzen",
];

#[derive(Deserialize)]
struct Painted {
    path: String,
    /// Largest contentful paint in ms.
    lcp: f64,
    /// Cumulative layout shift.
    cls: f64,
}

/// All figures; one that says so where there is no Chromium.
pub async fn measure_all(stage: &Stage) -> Result<Vec<Figure>, Trouble> {
    let mut browser = Browser::new(&stage.server.address)?;
    browser.sign_in_as(stage).await?;
    let mut figures = Vec::new();
    for cookie in ["", browser.cookie()] {
        let pages =
            PAGES.iter().filter(|path| cookie.is_empty() == matches!(**path, "/de/anmelden" | "/de/hilfe/scim"));
        let output = Command::new("node")
            .arg("end2end/support/paint.mjs")
            .args([format!("http://{}", stage.server.address), cookie.to_owned()])
            .args(pages)
            .output();
        let output = match output {
            Ok(output) if output.status.success() => output,
            Ok(output) => return Ok(vec![unmeasured(String::from_utf8_lossy(&output.stderr).trim())]),
            Err(error) => return Ok(vec![unmeasured(&error.to_string())]),
        };
        for Painted { path, lcp, cls } in serde_json::from_slice::<Vec<Painted>>(&output.stdout)? {
            figures.push(Figure::new(format!("{path}: largest contentful paint"), lcp, "ms", Some(PAINTED)));
            figures.push(Figure::new(format!("{path}: layout shift"), cls, "", Some(0.0)));
        }
    }
    Ok(figures)
}

fn unmeasured(why: &str) -> Figure {
    Figure::new("largest contentful paint", 0.0, "ms", None).noting(format!("NOT MEASURED: {why}"))
}
