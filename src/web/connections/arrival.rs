//! What the live panel says while somebody waits for their identity provider: on the page as it is made, and in every answer to its poll.

use super::hints::rejection_line;
use super::view::{ConnectionView, Health};
use crate::web::islands::Arrival;
use crate::web::text::{Lang, t};
use crate::web::when::Clock;

/// The sentences of the live panel.
pub fn arrival_of(lang: Lang, clock: &Clock, view: &ConnectionView) -> Arrival {
    match &view.health {
        Health::Connected { client, .. } => {
            let time =
                view.live().and_then(|token| token.last_used_at).map(|at| clock.moment(lang, at)).unwrap_or_default();
            let headline = match client {
                Some(client) => t!(lang, "setup-confirmed-client", time = time, client = client.clone()),
                None => t!(lang, "setup-confirmed", time = time),
            };
            Arrival { connected: true, headline, detail: t!(lang, "setup-arrived", n = view.people), rejected: None }
        }
        Health::Waiting
        | Health::Revoked { .. }
        | Health::Expired { .. }
        | Health::Rotating { .. }
        | Health::Paused { .. }
        | Health::Lapsed { .. } => {
            let rejected = view.rejected.as_ref().map(|rejected| rejection_line(lang, clock, rejected));
            Arrival {
                connected: false,
                headline: t!(lang, "setup-waiting"),
                detail: t!(lang, "setup-waiting-detail"),
                rejected,
            }
        }
    }
}
