//! Gruppen: the rules in their order, one group.

mod group;
mod list;

pub use group::{act, show};
pub use list::{act as act_on_list, list};

use crate::domain::group_rights::{Effect, Moved};
use crate::model::Right;
use crate::web::groups::{Consequence, Shift};

/// What would come of a change, as pages show it.
fn consequence(effect: &Effect) -> Consequence {
    let shift = |moved: Moved| Shift { gain: moved.gain, lose: moved.lose };
    Consequence {
        people: effect.people,
        rights: vec![
            (Right::Administrator, shift(effect.administrator)),
            (Right::ProjectManager, shift(effect.project_manager)),
            (Right::AppUser, shift(effect.app_user)),
        ],
        seats: shift(effect.seats),
        free: effect.free,
        keeps_last: effect.keeps_last,
        own: effect.own,
    }
}
