//! What a change of the rules costs: the licences it takes or gives back, at the price the licences page names.

use super::effect::Moved;
use crate::domain::access::AdminScope;
use crate::domain::billing::Quote;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::{accounts, licences};

/// What changes about the price of the licences. A quote is about one licence at least, more or less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cost {
    /// Nothing.
    #[default]
    Same,
    /// The number of licences follows the people.
    Follows(Quote),
    /// The number stays as it was bought; this is what those would cost that are missing.
    Missing(Quote),
}

/// `waiting` is how many people would take a licence that becomes free, `free` how many are; `None`: any number.
pub(super) async fn of(
    tx: &mut Tx,
    scope: &AdminScope,
    seats: Moved,
    waiting: i64,
    free: Option<i64>,
) -> Result<Cost, Fault> {
    let account = accounts::get(tx, scope).await?;
    if account.test_ends_at.is_some() {
        return Ok(Cost::Same);
    }
    let licences = paid_for(account.auto_licences, seats, waiting, free);
    if licences == 0 {
        return Ok(Cost::Same);
    }
    let quote = licences::terms(tx, scope, account.plan, licences).await?;
    Ok(if account.auto_licences { Cost::Follows(quote) } else { Cost::Missing(quote) })
}

/// How many licences more (or less) are paid for, or would have to be.
fn paid_for(automatic: bool, seats: Moved, waiting: i64, free: Option<i64>) -> i64 {
    let change = seats.gain - seats.lose;
    match (automatic, free) {
        (true, None) => change,
        // At the limit, whoever waits takes what becomes free.
        (true, Some(free)) => (change + waiting).min(free),
        (false, free) => (change - free.unwrap_or(0)).max(0),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::{Moved, paid_for};
    use crate::domain::billing::{Month, Simulated, quote};

    /// (gain, lose, waiting, free) → licences
    #[test]
    fn licences_follow_up_to_the_limit_and_by_hand_only_what_is_missing_counts() {
        for (automatic, (gain, lose, waiting, free), told) in [
            (true, (3, 1, 0, None), 2),
            (true, (1, 4, 0, None), -3),
            (true, (2, 2, 0, None), 0),
            // Five would come, the limit lets two in.
            (true, (5, 0, 0, Some(2)), 2),
            (true, (5, 0, 0, Some(0)), 0),
            (true, (0, 2, 0, Some(7)), -2),
            // At the limit two become free: for the one who waits, or for the three who do.
            (true, (0, 2, 1, Some(0)), -1),
            (true, (0, 2, 3, Some(0)), 0),
            // By hand: bought is bought, whether it is used or not.
            (false, (2, 0, 0, Some(2)), 0),
            (false, (5, 0, 0, Some(2)), 3),
            (false, (5, 4, 0, Some(0)), 1),
            (false, (0, 4, 0, Some(0)), 0),
        ] {
            let licences = paid_for(automatic, Moved { gain, lose }, waiting, free);
            assert_eq!(licences, told, "{automatic} {gain} {lose} {waiting} {free:?}");
        }
    }

    /// The quote is that of the licences page: (licences, day) → (rest of the month, each month), before tax.
    #[test]
    fn what_it_costs_to_the_cent() {
        for (n, day, told) in [
            // Two of 16.00, 5 of 30 days: 5.333… → 5.33.
            (2, date!(2026 - 11 - 26), (533, 3200)),
            (-2, date!(2026 - 11 - 26), (-533, -3200)),
            // The first and the last day of a month of 31: 16.00 / 31 = 0.516… → 0.52.
            (1, date!(2026 - 12 - 01), (1600, 1600)),
            (1, date!(2026 - 12 - 31), (52, 1600)),
        ] {
            let quote = quote(&Simulated, 1600, n, Month::of(day), 1000);
            assert_eq!((quote.net, quote.monthly()), told, "{n} from {day}");
        }
    }
}
