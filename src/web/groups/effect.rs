//! What would come of a change of the rules, in sentences, before it is made.

use leptos::prelude::*;

use crate::model::Right;
use crate::web::licences::Offer;
use crate::web::routes;
use crate::web::text::{Lang, money, t};
use crate::web::words;

/// How many get something and how many lose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shift {
    /// Get it.
    pub gain: i64,
    /// Lose it.
    pub lose: i64,
}

/// A change of what licences cost, in cents before tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// How many licences it is about; negative when they go.
    pub licences: i64,
    /// From today to the end of the month; negative when less is to pay.
    pub today: i64,
    /// Each month after that.
    pub monthly: i64,
    /// They are bought by hand, and these are missing.
    pub missing: bool,
}

/// What would come of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// People whose rights become others.
    pub people: i64,
    /// Right by right.
    pub rights: Vec<(Right, Shift)>,
    /// Licences.
    pub seats: Shift,
    /// Licences that are free for them; `None`: any number.
    pub free: Option<i64>,
    /// What changes about the cost; `None`: nothing.
    pub price: Option<Price>,
    /// Nobody is charged.
    pub simulated: bool,
    /// The account's last administrator keeps the right.
    pub keeps_last: bool,
    /// Whoever asks loses Administrator.
    pub own: bool,
}

/// The sentences.
pub fn sentences(lang: Lang, effect: &Consequence) -> AnyView {
    if effect.people == 0 {
        return view! { <p>{t!(lang, "rules-effect-nobody")}</p> }.into_any();
    }
    let mut lines = Vec::new();
    for (right, shift) in &effect.rights {
        let name = words::right(lang, *right);
        if shift.gain > 0 {
            lines.push(t!(lang, "rules-effect-gain", n = shift.gain, right = name.clone()));
        }
        if shift.lose > 0 {
            lines.push(t!(lang, "rules-effect-lose", n = shift.lose, right = name));
        }
    }
    if effect.seats.gain > 0 {
        lines.push(t!(lang, "rules-effect-seats-more", n = effect.seats.gain));
    }
    if effect.seats.lose > 0 {
        lines.push(t!(lang, "rules-effect-seats-less", n = effect.seats.lose));
    }
    if let Some(free) = effect.free.filter(|free| effect.seats.gain - effect.seats.lose > *free) {
        lines.push(t!(lang, "rules-effect-seats-short", n = free));
    }
    let last = effect.keeps_last.then(|| view! { <li>{t!(lang, "rules-effect-last")}</li> });
    let own = effect.own.then(|| view! { <li>{t!(lang, "rules-effect-own")}</li> });
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <p>{t!(lang, "rules-effect-people", n = effect.people)}</p>
        <ul>{lines}{cost(lang, effect.price)}{last}{own}</ul>
        {effect.simulated.then(|| view! { <p class="muted small">{t!(lang, "billing-test-text")}</p> })}
    }
    .into_any()
}

/// What it costs, and the way to licences that are missing.
fn cost(lang: Lang, price: Option<Price>) -> AnyView {
    let Some(price) = price else { return view! { <li>{t!(lang, "rules-cost-same")}</li> }.into_any() };
    let (today, monthly) = (money(lang, price.today.abs()), money(lang, price.monthly.abs()));
    let n = price.licences;
    if !price.missing {
        let sentence = if n > 0 {
            t!(lang, "rules-cost-more", today = today, month = monthly)
        } else {
            t!(lang, "rules-cost-less", today = today, month = monthly)
        };
        return view! { <li>{sentence}</li> }.into_any();
    }
    let way = format!("{}?vorschau={}&anzahl={n}#vorschau", routes::LICENCES.to(lang), Offer::Add.name());
    view! {
        <li>
            {t!(lang, "rules-cost-missing", n = n, today = today, month = monthly)}" "
            <a href=way>{t!(lang, "licences-add")}</a>
        </li>
    }
    .into_any()
}
