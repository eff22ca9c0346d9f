//! „Lizenzen hinzufügen“ and „Lizenzen kündigen“: a number, then the terms to the cent, then the deed.

use leptos::prelude::*;

use crate::web::components::{ErrorSummary, FieldErrors, Hidden, TextField};
use crate::web::routes;
use crate::web::text::{Lang, money, number, t};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// Lizenzen hinzufügen.
    Add,
    /// Lizenzen kündigen.
    Cancel,
}

impl Offer {
    /// The value in forms and addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Add => "hinzufuegen",
            Self::Cancel => "kuendigen",
        }
    }

    /// Reads it back.
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Add, Self::Cancel].into_iter().find(|offer| offer.name() == name)
    }
}

/// What it costs, in cents.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// How many licences.
    pub quantity: i64,
    /// What one costs for a whole month, before tax.
    pub unit: i64,
    /// Days left of the month, today among them.
    pub days_left: i64,
    /// Days of the month.
    pub days: i64,
    /// For the rest of the month, before tax.
    pub net: i64,
    /// The tax.
    pub tax: i64,
    /// Its rate.
    pub tax_percent: i64,
    /// Credit used (negative) or gained (positive).
    pub credit: i64,
    /// What is left to pay.
    pub due: i64,
}

/// The form as it was filled in.
#[derive(Debug, Clone, Default)]
pub struct ChangeForm {
    /// What was typed.
    pub typed: String,
    /// Which button was pressed, with its terms where they could be told.
    pub offer: Option<(Offer, Terms)>,
    /// What is wrong with it.
    pub errors: FieldErrors,
}

/// The section.
pub fn changing(lang: Lang, total: i64, free: i64, form: ChangeForm) -> AnyView {
    let error = form.errors.at("anzahl");
    let terms = form.offer.map(|(offer, terms)| confirm(lang, offer, terms, total));
    view! {
        <section class="card" aria-labelledby="aendern">
            <h2 id="aendern">{t!(lang, "licences-change-title")}</h2>
            <p>{t!(lang, "licences-change-text", free = free)}</p>
            <ErrorSummary lang=lang errors=form.errors/>
            <form method="get" action=routes::LICENCES.to(lang) class="form">
                <TextField name="anzahl" label=t!(lang, "licences-change-number") value=form.typed error=error inputmode="numeric" maxlength=7/>
                <div class="actions">
                    <button class="button" name="vorschau" value=Offer::Add.name()>{t!(lang, "licences-add")}</button>
                    <button class="button" name="vorschau" value=Offer::Cancel.name()>{t!(lang, "licences-cancel")}</button>
                </div>
            </form>
            {terms}
        </section>
    }
    .into_any()
}

/// The terms with the button that does it.
fn confirm(lang: Lang, offer: Offer, terms: Terms, total: i64) -> AnyView {
    let n = terms.quantity;
    let (title, label, after) = match offer {
        Offer::Add => (t!(lang, "licences-add-title", n = n), t!(lang, "licences-add-confirm", n = n), total + n),
        Offer::Cancel => {
            (t!(lang, "licences-cancel-title", n = n), t!(lang, "licences-cancel-confirm", n = n), total - n)
        }
    };
    let share = t!(
        lang,
        "licences-terms-share",
        n = n,
        unit = money(lang, terms.unit),
        left = terms.days_left,
        days = terms.days
    );
    let fact = |label: String, value: String| view! { <div><dt>{label}</dt><dd class="number">{value}</dd></div> };
    let credit = match terms.credit {
        0 => None,
        used if used < 0 => Some(fact(t!(lang, "licences-terms-credit-used"), money(lang, used))),
        gained => Some(fact(t!(lang, "licences-terms-credit-gained"), money(lang, gained))),
    };
    let due = (offer == Offer::Add).then(|| fact(t!(lang, "licences-terms-due"), money(lang, terms.due)));
    view! {
        <div class="terms" id="vorschau" tabindex="-1" aria-labelledby="vorschau-titel" role="group">
            <h3 id="vorschau-titel">{title}</h3>
            <dl class="facts">
                {fact(share, money(lang, terms.net))}
                {fact(t!(lang, "billing-tax", percent = terms.tax_percent), money(lang, terms.tax))}
                {credit}
                {due}
                {fact(t!(lang, "licences-terms-after"), number(lang, after))}
            </dl>
            <form method="post" action=routes::LICENCES.to(lang) class="actions">
                <Hidden name="aktion" value=offer.name()/>
                <Hidden name="anzahl" value=n.to_string()/>
                <Hidden name="erwartet" value=total.to_string()/>
                <button class="button primary">{label}</button>
                <a class="button" href=routes::LICENCES.to(lang)>{t!(lang, "cancel")}</a>
            </form>
        </div>
    }
    .into_any()
}
