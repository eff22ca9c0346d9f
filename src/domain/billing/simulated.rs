//! A provider that charges nobody: list prices and German value added tax.

use super::Provider;
use super::proration::rounded;
use crate::model::Plan;

/// „Testabrechnung“.
#[derive(Debug, Clone, Copy)]
pub struct Simulated;

impl Provider for Simulated {
    fn is_simulated(&self) -> bool {
        true
    }

    fn licence_price(&self, plan: Plan) -> i64 {
        match plan {
            Plan::Basic => 900,
            Plan::Connect => 1200,
            Plan::Premium => 1600,
        }
    }

    fn tax(&self, net_cents: i64) -> i64 {
        rounded(net_cents * self.tax_percent(), 100)
    }

    fn tax_percent(&self) -> i64 {
        19
    }
}
