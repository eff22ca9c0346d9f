//! What happened, in sentences: one for every action the domain writes down (a test holds the two to each other).

use crate::web::text::{Lang, t};
use crate::web::words;

macro_rules! actions {
    ($($action:literal => $key:literal;)*) => {
        /// Every action there is a sentence for, by `noun.verb`.
        pub const ACTIONS: &[&str] = &[$($action),*];

        /// The sentence of an action; `None` for one this version does not know.
        pub fn sentence(lang: Lang, action: &str) -> Option<String> {
            match action {
                $($action => Some(t!(lang, $key)),)*
                _ => None,
            }
        }
    };
}

actions! {
    "account.created" => "audit-action-account-created";
    "account.plan_chosen" => "audit-action-account-plan-chosen";
    "account.plan_changed" => "audit-action-account-plan-changed";
    "account.settings_changed" => "audit-action-account-settings-changed";
    "account.short_name_set" => "audit-action-account-short-name-set";
    "account.viewed_by_support" => "audit-action-account-viewed-by-support";
    "api_key.created" => "audit-action-api-key-created";
    "api_key.ended_with_maker" => "audit-action-api-key-ended-with-maker";
    "api_key.expired" => "audit-action-api-key-expired";
    "api_key.expiry_announced" => "audit-action-api-key-expiry-announced";
    "api_key.revoked" => "audit-action-api-key-revoked";
    "brake.engaged" => "audit-action-brake-engaged";
    "brake.released" => "audit-action-brake-released";
    "connection.activated" => "audit-action-connection-activated";
    "connection.configured" => "audit-action-connection-configured";
    "connection.deactivated" => "audit-action-connection-deactivated";
    "connection.fell_silent" => "audit-action-connection-fell-silent";
    "connection.method_changed" => "audit-action-connection-method-changed";
    "connection.paused" => "audit-action-connection-paused";
    "connection.resumed" => "audit-action-connection-resumed";
    "connection.tested" => "audit-action-connection-tested";
    "domain.added" => "audit-action-domain-added";
    "domain.lapsed" => "audit-action-domain-lapsed";
    "domain.removed" => "audit-action-domain-removed";
    "domain.verified" => "audit-action-domain-verified";
    "group.created" => "audit-action-group-created";
    "group.changed" => "audit-action-group-changed";
    "group.removed" => "audit-action-group-removed";
    "group.rights_set" => "audit-action-group-rights-set";
    "group.order_changed" => "audit-action-group-order-changed";
    "group.members_left_out" => "audit-action-group-members-left-out";
    "identity.changed_refused" => "audit-action-identity-changed-refused";
    "identity_provider.set" => "audit-action-identity-provider-set";
    "identity_provider.tested" => "audit-action-identity-provider-tested";
    "invitation.accepted" => "audit-action-invitation-accepted";
    "invitation.ended_without_address" => "audit-action-invitation-ended-without-address";
    "invitation.expired" => "audit-action-invitation-expired";
    "invitation.reminded" => "audit-action-invitation-reminded";
    "invitation.renewed" => "audit-action-invitation-renewed";
    "invitation.resent" => "audit-action-invitation-resent";
    "invitation.sent" => "audit-action-invitation-sent";
    "invitation.withdrawn" => "audit-action-invitation-withdrawn";
    "invitations.sent" => "audit-action-invitations-sent";
    "invitations.method_changed" => "audit-action-invitations-method-changed";
    "job.ordered" => "audit-action-job-ordered";
    "licences.automatic_adjustment_switched" => "audit-action-licences-automatic-adjustment-switched";
    "licences.added" => "audit-action-licences-added";
    "licences.cancelled" => "audit-action-licences-cancelled";
    "licences.limits_set" => "audit-action-licences-limits-set";
    "licences.limit_reached" => "audit-action-licences-limit-reached";
    "licences.warning_reached" => "audit-action-licences-warning-reached";
    "link.requested" => "audit-action-link-requested";
    "link.approved" => "audit-action-link-approved";
    "link.declined" => "audit-action-link-declined";
    "notifications.set" => "audit-action-notifications-set";
    "passkey.added" => "audit-action-passkey-added";
    "passkey.copy_refused" => "audit-action-passkey-copy-refused";
    "passkey.removed" => "audit-action-passkey-removed";
    "passkey.renamed" => "audit-action-passkey-renamed";
    "password.changed" => "audit-action-password-changed";
    "password_reset.requested" => "audit-action-password-reset-requested";
    "resource.created" => "audit-action-resource-created";
    "resource.changed" => "audit-action-resource-changed";
    "resource.removed" => "audit-action-resource-removed";
    "schema.added" => "audit-action-schema-added";
    "schema.removed" => "audit-action-schema-removed";
    "scim.closed" => "audit-action-scim-closed";
    "scim.lapsed" => "audit-action-scim-lapsed";
    "scim.restored" => "audit-action-scim-restored";
    "second_factor.duty_set" => "audit-action-second-factor-duty-set";
    "second_factor.recovery_codes_made" => "audit-action-second-factor-recovery-codes-made";
    "second_factor.reset" => "audit-action-second-factor-reset";
    "second_factor.set_up" => "audit-action-second-factor-set-up";
    "second_factor.switched_off" => "audit-action-second-factor-switched-off";
    "session.proven_again" => "audit-action-session-proven-again";
    "session.signed_in" => "audit-action-session-signed-in";
    "sessions.ended" => "audit-action-sessions-ended";
    "sessions.length_set" => "audit-action-sessions-length-set";
    "sign_in_address.asked" => "audit-action-sign-in-address-asked";
    "sign_in_address.moved" => "audit-action-sign-in-address-moved";
    "sign_in_method.set" => "audit-action-sign-in-method-set";
    "sign_in_method.tenant_set" => "audit-action-sign-in-method-tenant-set";
    "sign_in_method.linked" => "audit-action-sign-in-method-linked";
    "sign_in_method.unlinked" => "audit-action-sign-in-method-unlinked";
    "support_access.allowed" => "audit-action-support-access-allowed";
    "support_access.withdrawn" => "audit-action-support-access-withdrawn";
    "support_access.account_viewed" => "audit-action-support-access-account-viewed";
    "support_access.people_viewed" => "audit-action-support-access-people-viewed";
    "support_access.person_viewed" => "audit-action-support-access-person-viewed";
    "support_access.requests_viewed" => "audit-action-support-access-requests-viewed";
    "support_access.request_viewed" => "audit-action-support-access-request-viewed";
    "support_request.filed" => "audit-action-support-request-filed";
    "support_request.withdrawn" => "audit-action-support-request-withdrawn";
    "support_request.done" => "audit-action-support-request-done";
    "token.created" => "audit-action-token-created";
    "token.revoked" => "audit-action-token-revoked";
    "token.expired" => "audit-action-token-expired";
    "token.expiry_announced" => "audit-action-token-expiry-announced";
    "token.replaced" => "audit-action-token-replaced";
    "token.withdrawn" => "audit-action-token-withdrawn";
    "user.created" => "audit-action-user-created";
    "user.provisioned" => "audit-action-user-provisioned";
    "user.replaced" => "audit-action-user-replaced";
    "user.linked" => "audit-action-user-linked";
    "user.renamed" => "audit-action-user-renamed";
    "user.rights_changed" => "audit-action-user-rights-changed";
    "user.administrator_kept" => "audit-action-user-administrator-kept";
    "user.seat_granted" => "audit-action-user-seat-granted";
    "user.left_groups" => "audit-action-user-left-groups";
    "user.data_taken" => "audit-action-user-data-taken";
    "user.deactivated" => "audit-action-user-deactivated";
    "user.reactivated" => "audit-action-user-reactivated";
    "user.removed" => "audit-action-user-removed";
    "user.removal_refused" => "audit-action-user-removal-refused";
    "user.restored" => "audit-action-user-restored";
    "user.purged" => "audit-action-user-purged";
    "user.detached" => "audit-action-user-detached";
    "user.address_changed" => "audit-action-user-address-changed";
    "user.edited" => "audit-action-user-edited";
    "user.invited" => "audit-action-user-invited";
    "user.language_chosen" => "audit-action-user-language-chosen";
    "user.let_go" => "audit-action-user-let-go";
    "user.returned" => "audit-action-user-returned";
}

/// Who did it: people by the name they had, machines by what they are.
pub fn actor(lang: Lang, kind: &str, name: &str) -> String {
    match kind {
        "support" => t!(lang, "audit-actor-support-named", name = name),
        "user" => name.to_owned(),
        other => actor_kind(lang, other),
    }
}

/// The kinds of actors, as the filter names them.
pub const ACTOR_KINDS: [&str; 5] = ["user", "scim", "support", "operator", "system"];

/// What kind of actor.
pub fn actor_kind(lang: Lang, kind: &str) -> String {
    match kind {
        "user" => t!(lang, "audit-actor-user"),
        "scim" => t!(lang, "audit-actor-scim"),
        "support" => t!(lang, "audit-actor-support"),
        "operator" => t!(lang, "audit-actor-operator"),
        _ => t!(lang, "audit-actor-system"),
    }
}

/// What it was done to: by its name today, or by what it is.
pub fn target(lang: Lang, kind: &str, name: Option<&str>) -> String {
    match (kind, name) {
        ("connection", Some(method)) => match method.parse() {
            Ok(method) => t!(lang, "audit-target-connection-of", method = words::method(lang, method)),
            Err(_) => t!(lang, "audit-target-connection"),
        },
        ("support_request", Some(reference)) => t!(lang, "audit-target-request-of", reference = reference),
        ("user" | "group", Some(name)) => name.to_owned(),
        ("user", None) => t!(lang, "audit-target-user-gone"),
        ("group", None) => t!(lang, "audit-target-group-gone"),
        ("connection", None) => t!(lang, "audit-target-connection"),
        ("token", _) => t!(lang, "audit-target-token"),
        ("api_key", _) => t!(lang, "audit-target-api-key"),
        ("sign_in_method", _) => t!(lang, "nav-methods"),
        ("resource", _) => t!(lang, "audit-target-resource"),
        ("support_request", None) => t!(lang, "audit-target-request"),
        _ => t!(lang, "audit-target-account"),
    }
}
