//! What would come of a change of the rules, in sentences, before it is made.

use leptos::prelude::*;

use crate::model::Right;
use crate::web::text::{Lang, t};
use crate::web::words;

/// How many get something and how many lose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shift {
    /// Get it.
    pub gain: i64,
    /// Lose it.
    pub lose: i64,
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
    if effect.keeps_last {
        lines.push(t!(lang, "rules-effect-last"));
    }
    if effect.own {
        lines.push(t!(lang, "rules-effect-own"));
    }
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <p>{t!(lang, "rules-effect-people", n = effect.people)}</p>
        <ul>{lines}</ul>
    }
    .into_any()
}
