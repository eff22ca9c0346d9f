//! The next invoice as it stands today.

use time::Date;

use super::proration::{Month, rounded};
use super::store::{credit, month};
use super::{Provider, provider};
use crate::domain::access::AccountScope;
use crate::domain::db::Tx;
use crate::domain::fault::Fault;
use crate::domain::{accounts, licences};

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// The licences of the coming month.
    ComingMonth,
    /// Licences that came and went by the automatic adjustment this month, to the day.
    Adjustments,
    /// What was bought or changed by hand this month; tax is in it.
    ByHand,
}

/// One line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub item: Item,
    /// How many licences; of adjustments the balance.
    pub quantity: i64,
    /// Before tax.
    pub net: i64,
    /// The tax.
    pub tax: i64,
}

/// The next invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// When it is written.
    pub on: Date,
    /// Its lines; none that is empty.
    pub lines: Vec<Line>,
    /// Credit that pays a part of it.
    pub credit: i64,
    /// What is left to pay.
    pub due: i64,
}

/// A change of the licence count on one day of this month.
#[derive(Debug, Clone, Copy)]
pub(super) struct Day {
    pub day: i64,
    pub delta: i64,
}

/// What the next invoice would be, were nothing to change until then.
pub async fn next_invoice(tx: &mut Tx, scope: &AccountScope) -> Result<Invoice, Fault> {
    let (month, credit) = (month(tx, scope).await?, credit(tx, scope).await?);
    let unit = provider().licence_price(accounts::get(tx, scope).await?.plan);
    let licences = licences::count(tx, scope).await?.total;
    let now = tx.now();
    let days = sqlx::query!(
        // Day by day, each from the index alone; what was done by hand is few rows, with an index of their own.
        r#"select extract(day from d)::bigint as "day!", everything.delta - by_hand.delta as "delta!"
           from (select ($2::timestamptz at time zone time_zone)::date as day, time_zone from accounts where id = $1) today,
                generate_series(date_trunc('month', day::timestamp), day::timestamp, '1 day') d,
                lateral (select d at time zone time_zone as begins, (d + interval '1 day') at time zone time_zone as ends) bounds,
                lateral (
                  select coalesce(sum(l.licences_delta), 0)::bigint as delta from licence_ledger l
                  where l.account_id = $1 and l.at >= begins and l.at < ends) everything,
                lateral (
                  select coalesce(sum(l.licences_delta), 0)::bigint as delta from licence_ledger l
                  where l.account_id = $1 and l.at >= begins and l.at < ends and l.cause in ('bought', 'cancelled', 'plan_chosen')) by_hand
           where everything.delta <> by_hand.delta order by 1"#,
        scope.account().get(),
        now
    )
    .fetch_all(tx.conn())
    .await?;
    let days: Vec<_> = days.into_iter().map(|row| Day { day: row.day, delta: row.delta }).collect();
    let by_hand = sqlx::query!(
        r#"select coalesce(sum(b.due_cents), 0)::bigint as "due!", coalesce(sum(b.quantity) filter (where b.due_cents > 0 and b.kind = 'licences_added'), 0)::bigint as "quantity!"
           from billing_entries b join accounts a on a.id = b.account_id
           where b.account_id = $1 and b.at >= date_trunc('month', $2::timestamptz, a.time_zone)"#,
        scope.account().get(),
        now
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(written(provider(), unit, licences, month, &days, (by_hand.quantity, by_hand.due), credit))
}

fn written(
    provider: &dyn Provider,
    unit: i64,
    licences: i64,
    month: Month,
    days: &[Day],
    by_hand: (i64, i64),
    credit: i64,
) -> Invoice {
    let of = |item, quantity, net| Line { item, quantity, net, tax: provider.tax(net) };
    let adjusted: i64 = days.iter().map(|day| rounded(unit * day.delta * (month.days - day.day + 1), month.days)).sum();
    let balance = days.iter().map(|day| day.delta).sum();
    let (quantity, due) = by_hand;
    let lines = [
        of(Item::ComingMonth, licences, unit * licences),
        of(Item::Adjustments, balance, adjusted),
        Line { item: Item::ByHand, quantity, net: due, tax: 0 },
    ];
    let lines: Vec<_> = lines.into_iter().filter(|line| line.net != 0).collect();
    let gross: i64 = lines.iter().map(|line| line.net + line.tax).sum();
    let credit = gross.clamp(0, credit.max(0));
    Invoice { on: month.next, lines, credit, due: gross - credit }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::{Day, Item, Month, written};
    use crate::domain::billing::Simulated;

    #[test]
    fn an_invoice_adds_up_to_the_cent() {
        let month = Month::of(date!(2026 - 11 - 26));
        // Two people came on the 16th (15 of 30 days), one left on the 30th (1 of 30).
        let days = [Day { day: 16, delta: 2 }, Day { day: 30, delta: -1 }];
        let invoice = written(&Simulated, 1600, 10, month, &days, (1, 318), 1000);
        let lines: Vec<_> = invoice.lines.iter().map(|line| (line.item, line.quantity, line.net, line.tax)).collect();
        assert_eq!(
            lines,
            [
                (Item::ComingMonth, 10, 16_000, 3_040),
                // 16.00 − 0.53 = 15.47, tax 2.9393 → 2.94
                (Item::Adjustments, 1, 1_547, 294),
                (Item::ByHand, 1, 318, 0),
            ]
        );
        assert_eq!((invoice.on, invoice.credit, invoice.due), (date!(2026 - 12 - 01), 1_000, 20_199));
        let nothing = written(&Simulated, 1600, 0, month, &[], (0, 0), 1000);
        assert_eq!((nothing.lines.len(), nothing.credit, nothing.due), (0, 0, 0));
    }
}
