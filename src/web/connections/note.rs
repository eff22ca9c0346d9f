//! What just happened, in a sentence.

use leptos::prelude::*;

use super::view::{ConnectionView, LinkState, ScimNote};
use crate::web::components::{Notice, Tone};
use crate::web::text::{Lang, t};
use crate::web::words;

/// The note; `connections` name those it is about.
pub fn note_view(lang: Lang, note: ScimNote, connections: &[ConnectionView]) -> AnyView {
    let (tone, title) = match note {
        ScimNote::AutomaticOn => (Tone::Good, t!(lang, "automatic-is-on")),
        ScimNote::AlreadyMade { at, by } => (Tone::Info, t!(lang, "token-already-made", at = at, by = by)),
        ScimNote::PlanRequested(reference) => {
            (Tone::Good, t!(lang, "plan-requested", reference = reference.to_string()))
        }
        ScimNote::LostRequested(reference) => {
            (Tone::Good, t!(lang, "lost-requested", reference = reference.to_string()))
        }
        ScimNote::NotYet => (Tone::Info, t!(lang, "scim-s15-not-yet")),
        ScimNote::Configured => (Tone::Good, t!(lang, "settings-saved")),
        ScimNote::MethodChanged(method) => {
            (Tone::Good, t!(lang, "connection-method-changed", method = words::method(lang, method)))
        }
        ScimNote::MethodStays(why) => (Tone::Danger, why),
        ScimNote::InvitedAnew(n) => (Tone::Good, t!(lang, "outdated-sent", n = n)),
        ScimNote::Decided(question) => (Tone::Good, decided(lang, question, connections)),
        ScimNote::DecidedBefore => (Tone::Info, t!(lang, "decided-before")),
        ScimNote::Withdrawn => (Tone::Good, t!(lang, "request-withdrawn")),
        ScimNote::RemovalsConfirmed(n) => (Tone::Good, t!(lang, "brake-released", n = n)),
        ScimNote::NotEligible => (Tone::Danger, t!(lang, "scim-not-eligible")),
        ScimNote::SupportOnly => (Tone::Danger, t!(lang, "token-live")),
        ScimNote::OldTokenEnded => (Tone::Good, t!(lang, "old-token-ended")),
        ScimNote::NewTokenWithdrawn => (Tone::Good, t!(lang, "rotation-withdrawn")),
        ScimNote::Paused => (Tone::Good, t!(lang, "scim-is-paused")),
        ScimNote::Resumed => (Tone::Good, t!(lang, "scim-is-resumed")),
        ScimNote::Deactivated => (Tone::Good, t!(lang, "scim-is-deactivated")),
    };
    view! { <Notice tone=tone title=title/> }.into_any()
}

/// What becomes of somebody now.
fn decided(lang: Lang, question: uuid::Uuid, connections: &[ConnectionView]) -> String {
    let link = connections.iter().flat_map(|connection| &connection.links).find(|link| link.id == question);
    match link.map(|link| (link.state, link.name.clone())) {
        Some((LinkState::Approved, name)) => t!(lang, "link-decided-approved", name = name),
        Some((LinkState::Declined, name)) => t!(lang, "link-decided-declined", name = name),
        // Linked or asked about again in the same moment.
        Some((LinkState::Open, _)) | None => t!(lang, "decided-before"),
    }
}
