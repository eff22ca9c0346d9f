//! Gruppen: the rules in their order, one group.

mod group;
mod list;

pub use group::{act, show};
pub use list::{act as act_on_list, list};

use crate::domain::billing::{self, Quote};
use crate::domain::group_rights::{Cost, Effect, Moved};
use crate::model::Right;
use crate::web::groups::{Consequence, Price, Shift};

/// What would come of a change, as pages show it.
fn consequence(effect: &Effect) -> Consequence {
    let shift = |moved: Moved| Shift { gain: moved.gain, lose: moved.lose };
    let price =
        |quote: Quote, missing| Price { licences: quote.quantity, today: quote.net, monthly: quote.monthly(), missing };
    Consequence {
        people: effect.people,
        rights: vec![
            (Right::Administrator, shift(effect.administrator)),
            (Right::ProjectManager, shift(effect.project_manager)),
            (Right::AppUser, shift(effect.app_user)),
        ],
        seats: shift(effect.seats),
        free: effect.free,
        price: match effect.cost {
            Cost::Same => None,
            Cost::Follows(quote) => Some(price(quote, false)),
            Cost::Missing(quote) => Some(price(quote, true)),
        },
        simulated: billing::provider().is_simulated(),
        keeps_last: effect.keeps_last,
        own: effect.own,
    }
}
