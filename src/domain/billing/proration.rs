//! Shares of a month, in whole cents.

use time::{Date, Month as Name};

use super::Provider;

/// A calendar month of the account, from one day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// How many days it has.
    pub days: i64,
    /// How many are left, today among them.
    pub left: i64,
    /// The first day of the next one.
    pub next: Date,
}

impl Month {
    /// The month a day lies in.
    pub fn of(day: Date) -> Self {
        let days = i64::from(day.month().length(day.year()));
        let (year, month) = match day.month() {
            Name::December => (day.year() + 1, Name::January),
            other => (day.year(), other.next()),
        };
        // The first of a month is a day of every year the database knows.
        let next = Date::from_calendar_date(year, month, 1).unwrap_or(day);
        Self { days, left: days - i64::from(day.day()) + 1, next }
    }
}

/// `a / b`, rounded half away from zero.
pub(super) const fn rounded(a: i64, b: i64) -> i64 {
    let half = if a < 0 { -(b / 2) } else { b / 2 };
    (a + half) / b
}

/// What a change costs for the rest of the month, and what credit does about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// Licences it is about; negative when they go.
    pub quantity: i64,
    /// What one costs for a whole month, before tax.
    pub unit: i64,
    /// The month.
    pub month: Month,
    /// For the rest of the month, before tax; negative when money comes back.
    pub net: i64,
    /// The tax on it.
    pub tax: i64,
    /// Credit that is used up (negative) or gained (positive).
    pub credit: i64,
    /// What is left to pay with the next invoice.
    pub due: i64,
}

impl Quote {
    /// With tax.
    pub const fn gross(&self) -> i64 {
        self.net + self.tax
    }

    /// In each whole month that follows, before tax.
    pub const fn monthly(&self) -> i64 {
        self.unit * self.quantity
    }
}

/// What so many licences more (or less) cost for the rest of the month. Credit is used first; what goes becomes credit.
pub fn quote(provider: &dyn Provider, unit: i64, quantity: i64, month: Month, credit: i64) -> Quote {
    let net = rounded(unit * quantity * month.left, month.days);
    let tax = provider.tax(net);
    let gross = net + tax;
    let credit = if gross < 0 { -gross } else { -gross.min(credit.max(0)) };
    Quote { quantity, unit, month, net, tax, credit, due: (gross + credit).max(0) }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::{Month, quote, rounded};
    use crate::domain::billing::Simulated;

    #[test]
    fn a_month_counts_today() {
        let month = |day| {
            let month = Month::of(day);
            (month.days, month.left, month.next)
        };
        assert_eq!(month(date!(2026 - 11 - 01)), (30, 30, date!(2026 - 12 - 01)));
        assert_eq!(month(date!(2026 - 11 - 30)), (30, 1, date!(2026 - 12 - 01)));
        assert_eq!(month(date!(2026 - 12 - 31)), (31, 1, date!(2027 - 01 - 01)));
        assert_eq!(month(date!(2028 - 02 - 10)), (29, 20, date!(2028 - 03 - 01)));
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        for (a, b, cents) in [(5, 10, 1), (4, 10, 0), (-5, 10, -1), (-4, 10, 0), (15, 30, 1), (14, 30, 0), (0, 7, 0)] {
            assert_eq!(rounded(a, b), cents, "{a}/{b}");
        }
    }

    /// (price, licences, day, credit) → (net, tax, credit, due)
    #[test]
    fn what_a_change_costs_to_the_cent() {
        for (unit, n, day, credit, told) in [
            // A whole month: 3 × 16.00, 19 % of 48.00 = 9.12.
            (1600, 3, date!(2026 - 11 - 01), 0, (4800, 912, 0, 5712)),
            // 5 of 30 days: 16.00 × 5/30 = 2.666… → 2.67; tax 0.5073 → 0.51.
            (1600, 1, date!(2026 - 11 - 26), 0, (267, 51, 0, 318)),
            // The last day of a month of 31: 9.00 / 31 = 0.290… → 0.29; tax 0.0551 → 0.06.
            (900, 1, date!(2026 - 12 - 31), 0, (29, 6, 0, 35)),
            // Credit pays first, a part or all of it.
            (1600, 1, date!(2026 - 11 - 26), 100, (267, 51, -100, 218)),
            (1600, 1, date!(2026 - 11 - 26), 1000, (267, 51, -318, 0)),
            // What goes becomes credit, on top of what there is.
            (1600, -2, date!(2026 - 11 - 16), 500, (-1600, -304, 1904, 0)),
            (1600, 0, date!(2026 - 11 - 16), 500, (0, 0, 0, 0)),
        ] {
            let quote = quote(&Simulated, unit, n, Month::of(day), credit);
            assert_eq!(
                (quote.net, quote.tax, quote.credit, quote.due),
                told,
                "{unit} × {n} from {day}, credit {credit}"
            );
        }
    }

    #[test]
    fn bought_and_cancelled_the_same_day_costs_nothing() {
        for day in 1..=30 {
            for n in 1..=40 {
                let month = Month::of(date!(2026 - 11 - 01).replace_day(day).expect("a day of November"));
                let there = quote(&Simulated, 1600, n, month, 0);
                let back = quote(&Simulated, 1600, -n, month, 0);
                assert_eq!(there.due, back.credit, "{n} on the {day}.");
            }
        }
    }
}
