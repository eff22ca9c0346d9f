//! What licences cost: prices and tax of the billing provider, shares of a month, credits, the next invoice.
//!
//! Everything is whole cents; a share of a month is rounded once, half away from zero, and tax once on top. The provider stands behind
//! [`Provider`]; the only one there is is [`Simulated`], which charges nobody, and pages say so. Entries are append-only; credit is their sum.

mod invoice;
mod proration;
mod simulated;
mod store;

pub use invoice::{Invoice, Item, Line, next_invoice};
pub use proration::{Month, Quote, quote};
pub use simulated::Simulated;
pub(super) use store::record;
pub use store::{
    ChangePlanError, Entry, Kind, change_plan, choose_plan, credit, entries, first_quote, month, plan_quote,
};

use crate::model::Plan;

/// Whoever takes the money.
pub trait Provider: std::fmt::Debug + Send + Sync {
    /// Nobody is charged.
    fn is_simulated(&self) -> bool;
    /// What one licence of a plan costs for a whole month, in cents before tax.
    fn licence_price(&self, plan: Plan) -> i64;
    /// The tax on a net amount, in cents.
    fn tax(&self, net_cents: i64) -> i64;
    /// The rate of the tax, in percent.
    fn tax_percent(&self) -> i64;
}

/// The provider of this installation.
pub fn provider() -> &'static dyn Provider {
    &Simulated
}
