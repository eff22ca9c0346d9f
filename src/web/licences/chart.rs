//! The count over time: a drawing, and the same numbers as a table.

use leptos::prelude::*;

use crate::web::text::{Lang, number, t};

/// Where licences stood at the end of a day.
#[derive(Debug, Clone)]
pub struct Mark {
    /// The day as people read it.
    pub day: String,
    /// In use or reserved.
    pub seats: i64,
    /// In all.
    pub total: i64,
}

const WIDTH: i64 = 600;
const HEIGHT: i64 = 120;

/// The drawing with its table. Every row of the table is a day on which something changed, the first and the last day among them.
pub fn chart(lang: Lang, marks: &[Mark]) -> AnyView {
    let (Some(first), Some(last)) = (marks.first(), marks.last()) else { return ().into_any() };
    let most = marks.iter().map(|mark| mark.seats.max(mark.total)).max().unwrap_or(0).max(1);
    let spoken = t!(
        lang,
        "licences-chart-spoken",
        first = first.day.clone(),
        from = number(lang, first.seats),
        last = last.day.clone(),
        to = number(lang, last.seats),
        most = number(lang, most)
    );
    let changed = |n: usize| {
        let before = &marks[n - 1];
        before.seats != marks[n].seats || before.total != marks[n].total
    };
    let rows = (0..marks.len())
        .rev()
        .filter(|&n| n == 0 || n + 1 == marks.len() || changed(n))
        .map(|n| {
            let mark = &marks[n];
            view! {
                <tr>
                    <th scope="row">{mark.day.clone()}</th>
                    <td class="number" data-label=t!(lang, "licences-taken")>{number(lang, mark.seats)}</td>
                    <td class="number" data-label=t!(lang, "nav-licences")>{number(lang, mark.total)}</td>
                </tr>
            }
        })
        .collect_view();
    let table = view! {
                <div class="table-box">
                    <table class="table">
                        <caption class="sr-only">{t!(lang, "licences-chart-title")}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{t!(lang, "licences-day")}</th>
                                <th scope="col">{t!(lang, "licences-taken")}</th>
                                <th scope="col">{t!(lang, "nav-licences")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
    }
    .into_any();
    let paths = format!(
        r#"<path class="area" d="{area}V{HEIGHT}H0z"/><path class="line" d="{seats}"/><path class="line total" d="{total}"/>"#,
        area = steps(marks, most, |mark| mark.seats),
        seats = steps(marks, most, |mark| mark.seats),
        total = steps(marks, most, |mark| mark.total),
    );
    view! {
        <section class="card" aria-labelledby="zeit">
            <h2 id="zeit">{t!(lang, "licences-chart-title")}</h2>
            <svg class="chart" viewBox=format!("0 -4 {WIDTH} {}", HEIGHT + 8) preserveAspectRatio="none" role="img" aria-label=spoken inner_html=paths></svg>
            <p class="chart-axis muted small"><span>{first.day.clone()}</span><span>{t!(lang, "licences-chart-most", n = number(lang, most))}</span><span>{last.day.clone()}</span></p>
            <p class="muted small">{t!(lang, "licences-chart-legend")}</p>
            <details class="fold">
                <summary>{t!(lang, "licences-chart-table")}</summary>
                {table}
            </details>
        </section>
    }
    .into_any()
}

/// A line that stays level for each day. All coordinates are whole numbers.
fn steps(marks: &[Mark], most: i64, height: impl Fn(&Mark) -> i64) -> String {
    let days = i64::try_from(marks.len()).unwrap_or(1).max(1);
    let y = |mark: &Mark| HEIGHT - HEIGHT * height(mark) / most;
    let start = format!("M0 {}", y(&marks[0]));
    let days = (1_i64..).zip(marks).map(|(n, mark)| format!("V{}H{}", y(mark), WIDTH * n / days));
    std::iter::once(start).chain(days).collect()
}
